/* CSV there and back: feedback/render/csv_write.h, csv_read.h. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/render/csv_read.h"
#include "feedback/render/csv_write.h"
#include "support/sample_document.h"

static struct pfq_arena arena;
static struct pfq_problems problems;
static struct csv_file file;

static void begin(void)
{
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(render_csv, .init = begin, .fini = end);

static char *written(const struct grid *grid, enum audience audience, enum csv_mark mark,
                     size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    csv_write(grid, audience, mark, &arena, out);
    fclose(out);
    return text;
}

static bool read(const char *text)
{
    return csv_read("back.csv", text, strlen(text), &arena, &problems, &file);
}

/* --- there ---------------------------------------------------------------------------- */

Test(render_csv, a_line_has_its_key_first_and_ends_as_the_standard_says)
{
    size_t size = 0;
    char *text = written(sample_grid(), AUDIENCE_OUTSIDE, CSV_PLAIN, &size);
    cr_assert_eq(strncmp(text,
                         "row_key,theme,state,failing,files,rate,days,since,example,comment\r\n"
                         "52/2026-10/VWC~",
                         69 + 13),
                 0, "%s", text);
    cr_assert_not_null(strstr(text, ",'=HYPERLINK") == NULL ? strstr(text, "\"'=HYPERLINK") : text);
    cr_assert_not_null(strstr(text, ",1234,4321,0.2856,0.3,2026-05-04,"));
    free(text);
}

Test(render_csv, a_byte_order_mark_is_written_when_asked_and_read_over)
{
    size_t size = 0;
    char *text = written(sample_grid(), AUDIENCE_INSIDE, CSV_BYTE_ORDER_MARK, &size);
    cr_assert_eq(memcmp(text, "\xEF\xBB\xBFrow_key", 10), 0);
    cr_assert(read(text));
    cr_assert_eq(csv_find(&file, "row_key"), 0);
    free(text);
}

/* Property: any texts come back byte for byte, whatever they are made of. */
Test(render_csv, any_texts_come_back_byte_for_byte)
{
    static const char alphabet[] = "=+-@'\"\t\r\n ,#;a1.\xC3\xA9\xEF\xBC\x9D";
    static const struct grid_column columns[] = {{"a", "A", GRID_TEXT, MARK_ANYONE, 0},
                                                 {"b", "B", GRID_TEXT, MARK_ANYONE, 0}};
    unsigned seed = 20261123;
    for (int round = 0; round < 3000; round++) {
        char texts[2][12];
        for (size_t i = 0; i < 2; i++) {
            size_t length = (seed >> 16) % sizeof texts[i];
            for (size_t j = 0; j < length; j++) {
                seed = seed * 1664525 + 1013904223;
                texts[i][j] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
            }
            texts[i][length] = '\0';
            seed = seed * 1664525 + 1013904223;
        }
        struct grid_cell cells[] = {grid_text(texts[0]), grid_text(texts[1])};
        struct grid_row row = {"k/1", cells};
        struct grid grid = {"t", columns, 2, &row, 1, 0};
        size_t size = 0;
        char *text = written(&grid, AUDIENCE_OUTSIDE, CSV_PLAIN, &size);
        cr_assert(read(text), "seed 20261123, round %d: %s", round, text);
        cr_assert_eq(file.row_count, 1);
        cr_assert_str_eq(file.rows[0].key, "k/1");
        cr_assert_str_eq(file.rows[0].fields[1], texts[0], "seed 20261123, round %d", round);
        cr_assert_str_eq(file.rows[0].fields[2], texts[1], "seed 20261123, round %d", round);
        free(text);
        pfq_arena_reset(&arena);
        pfq_problems_init(&problems, &arena);
    }
}

/* --- keys ------------------------------------------------------------------------------ */

/* ISO 7064's own example of MOD 1271-36: ISO 79 has 3W. */
Test(render_csv, a_key_has_the_check_characters_of_the_standard)
{
    cr_assert_str_eq(csv_key("ISO79", &arena), "ISO79~3W");
    cr_assert_str_eq(csv_key_check("ISO79~3W", &arena), "ISO79");
    cr_assert_null(csv_key_check("ISO79", &arena));
    cr_assert_null(csv_key_check("", &arena));
}

Test(render_csv, every_single_change_and_swap_in_a_key_is_noticed)
{
    static const char key[] = "52/2026-10/D23";
    static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *good = csv_key(key, &arena);
    for (size_t i = 0; i < sizeof key - 1; i++) {
        if (strchr(characters, key[i]) == NULL) {
            continue;
        }
        for (const char *c = characters; *c != '\0'; c++) {
            char *bad = pfq_arena_strdup(&arena, good);
            bad[i] = *c;
            cr_assert(*c == key[i] || csv_key_check(bad, &arena) == NULL, "%s", bad);
        }
        if (key[i + 1] != key[i] && strchr(characters, key[i + 1]) != NULL && key[i + 1] != '\0') {
            char *bad = pfq_arena_strdup(&arena, good);
            bad[i] = key[i + 1];
            bad[i + 1] = key[i];
            cr_assert_null(csv_key_check(bad, &arena), "%s", bad);
        }
    }
}

/* --- back ------------------------------------------------------------------------------ */

Test(render_csv, columns_may_be_moved_and_added_and_lines_may_end_otherwise)
{
    cr_assert(
        read(pfq_arena_printf(&arena, "mine,answer,row_key\n\nx,accepted,%s\ry,\"dis\r\nputed\",%s",
                              csv_key("A1", &arena), csv_key("A2", &arena))));
    cr_assert_eq(file.row_count, 2);
    cr_assert_str_eq(file.rows[1].key, "A2");
    cr_assert_eq(file.rows[1].line, 4);
    cr_assert_str_eq(file.rows[1].fields[csv_find(&file, "answer")], "dis\r\nputed");
    cr_assert_eq(csv_find(&file, "none"), -1);
}

Test(render_csv, every_fault_of_a_file_is_told_at_once)
{
    const char *a = csv_key("A1", &arena);
    const char *b = csv_key("B2", &arena);
    const char *text = pfq_arena_printf(
        &arena,
        "row_key,answer\r\n%s,ok\r\nB2~ZZ,changed\r\n%s\r\n%s,twice\r\n%s,\"x\"y\r\n%s,\"open", a,
        b, a, b, csv_key("C3", &arena));

    static const struct {
        const char *path;
        const char *part;
    } rows[] = {{"back.csv:3", "key of this row has been changed"},
                {"back.csv:4", "1 fields and the first line has 2"},
                {"back.csv:6", "Something follows the closing quotes of column 2"},
                {"back.csv:7", "quotes of column 2 are never closed"},
                {"back.csv:5", "Lines 2 and 5 have the same key"}};

    cr_assert_not(read(text));
    cr_assert_eq(problems.count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < problems.count; i++) {
        cr_expect_str_eq(problems.rows[i]->path, rows[i].path);
        cr_expect_not_null(strstr(problems.rows[i]->message, rows[i].part), "%s",
                           problems.rows[i]->message);
        cr_expect_neq(problems.rows[i]->fix[0], '\0');
    }
}

/* A stray quote takes the next line in, and the fields come to as many: a row of two rows. */
Test(render_csv, a_damaged_record_is_no_row)
{
    const char *text =
        pfq_arena_printf(&arena,
                         "row_key,comment\r\n%s,\"ours\r\n%s,\"theirs\"\r\n"
                         "%s,sound\r\n",
                         csv_key("a/1", &arena), csv_key("a/2", &arena), csv_key("a/3", &arena));
    cr_assert_not(read(text));
    cr_assert_eq(file.row_count, 1);
    cr_expect_str_eq(file.rows[0].key, "a/3");
}

Test(render_csv, a_file_that_is_none_is_refused)
{
    static const struct {
        const char *text;
        size_t size;
        const char *part;
    } rows[] = {{"", 0, "The file is empty"},
                {"\r\n\r\n", 4, "The file is empty"},
                {"a,b\r\n1,2\r\n", 10, "does not name the column row_key"},
                {"row_key,a,a\r\n", 13, "Columns 2 and 3 have the same name"},
                {"row_key\0", 8, "NUL bytes"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pfq_problems_init(&problems, &arena);
        cr_expect_not(csv_read("f", rows[i].text, rows[i].size, &arena, &problems, &file));
        cr_assert_eq(problems.count, 1, "row %zu", i);
        cr_expect_not_null(strstr(problems.rows[0]->message, rows[i].part), "row %zu: %s", i,
                           problems.rows[0]->message);
    }
}

/* What comes back from outside may be anything: no byte of it breaks the reader. */
Test(render_csv, any_bytes_are_read_or_refused)
{
    static const char alphabet[] = "\",\r\n'~=Aa";
    unsigned seed = 5;
    for (int round = 0; round < 20000; round++) {
        char *text = malloc(24);
        size_t length = (seed >> 16) % 24;
        for (size_t i = 0; i < length; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        seed = seed * 1664525 + 1013904223;
        char *exact = realloc(text, length > 0 ? length : 1);
        bool good = csv_read("f", exact, length, &arena, &problems, &file);
        cr_assert(good || problems.count > 0, "round %d", round);
        free(exact);
        pfq_arena_reset(&arena);
        pfq_problems_init(&problems, &arena);
    }
}
