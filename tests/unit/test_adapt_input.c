/* What a document is, and one or many: pfq/adapter.h. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/adapter.h"
#include "pfq/wire.h"
#include "support/doc.h"

static struct pfq_arena arena;

static void setup(void)
{
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
}

TestSuite(adapt, .init = setup, .fini = teardown);

static struct pfq_adapted *read_bytes(const char *text, size_t size, size_t *count)
{
    static const struct pfq_adapt_options options = {.force = NULL};
    struct pfq_adapted *out = NULL;
    *count = pfq_adapt(text, size, &options, &arena, &out);
    cr_assert_geq(*count, 1);
    return out;
}

static struct pfq_adapted *read_text(const char *text, size_t *count)
{
    return read_bytes(text, strlen(text), count);
}

static char *slurp(const char *file, size_t *size)
{
    FILE *f = fopen(file, "rb");
    cr_assert_not_null(f, "%s", file);
    char *text = pfq_arena_new(&arena, char, 64 * 1024);
    *size = fread(text, 1, 64 * 1024 - 1, f);
    fclose(f);
    return text;
}

#define BYTES(literal) literal, sizeof literal - 1

Test(adapt, what_cannot_be_read_has_one_clear_problem)
{
    static const struct {
        const char *text;
        size_t size;
        const char *code;
        const char *path;
    } rows[] = {
        {BYTES(""), "INPUT_EMPTY", ""},
        {BYTES(" \r\n\t "), "INPUT_EMPTY", ""},
        {BYTES("\xEF\xBB\xBF"), "INPUT_EMPTY", ""},
        {BYTES("[]"), "INPUT_EMPTY", "$"},
        {BYTES("\xFF\xFE{\0}\0"), "INPUT_ENCODING", ""},
        {BYTES("\xFE\xFF\0{\0}"), "INPUT_ENCODING", ""},
        {BYTES("{\0}\0"), "INPUT_ENCODING", ""},
        {BYTES("\0{\0}"), "INPUT_ENCODING", ""},
        {BYTES("\n <NewCase/>"), "INPUT_NOT_JSON", ""},
        {BYTES("%PDF-1.7\n"), "INPUT_NOT_JSON", ""},
        {BYTES("PK\x03\x04xx"), "INPUT_NOT_JSON", ""},
        {BYTES("{\\rtf1 x}"), "INPUT_NOT_JSON", ""},
        {BYTES("\xD0\xCF\x11\xE0\0\0"), "INPUT_NOT_JSON", ""},
        {BYTES("\x7F\x45LF\0\0\0\n{}\n"), "INPUT_NOT_JSON", ""},
        {BYTES("{\"urn\":\"\0\"}"), "JSON_SYNTAX", "line 1, column 8"},
        {BYTES("hello"), "JSON_SYNTAX", "line 1, column 5"},
        {BYTES("{\"urn\":\n \"43AA"), "JSON_SYNTAX", "line 2, column 6"},
        {BYTES("{\"urn\": \"\xE9\"}"), "JSON_SYNTAX", "line 1, column 10"},
        {BYTES("{} {}"), "JSON_SYNTAX", "line 1, column 4"},
        {BYTES("7"), "INPUT_UNKNOWN", "$"},
        {BYTES("null"), "INPUT_UNKNOWN", "$"},
        {BYTES("{}"), "INPUT_UNKNOWN", "$"},
        {BYTES("{\"something\": 1}"), "INPUT_UNKNOWN", "$"},
        {BYTES("{\"id\":\"1\",\"source\":\"a\"}"), "NATIVE_NO_SUBMISSION", "$.submission"},
        {BYTES("{\"id\":\"1\",\"statusRequest\":{}}"), "NATIVE_NO_SUBMISSION", "$.submission"},
        {BYTES("{\"schema_version\":\"1.2.2\"}"), "DCF_MISSING", "$.case"},
        {BYTES("{\"urn\":\"43AA1234526\",\"submittingForse\":\"43\"}"), "JSON_UNKNOWN_NAME",
         "$.submittingForse"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = 0;
        const struct pfq_adapted *got = read_bytes(rows[i].text, rows[i].size, &count);
        cr_expect_eq(count, 1, "row %zu", i);
        cr_expect_null(got->envelope, "row %zu", i);
        cr_assert_eq(got->problems.count, 1, "row %zu:%s", i, doc_everything(got, &arena));
        cr_expect_str_eq(got->problems.rows[0]->code, rows[i].code, "row %zu", i);
        cr_expect_str_eq(got->problems.rows[0]->path, rows[i].path, "row %zu", i);
    }
}

Test(adapt, what_is_no_json_at_all_is_called_by_its_name)
{
    static const struct {
        const char *text;
        const char *name;
    } rows[] = {{"%PDF-1.7", "a PDF"},
                {"PK\x03\x04", "a ZIP file or an Office document"},
                {"\xD0\xCF\x11\xE0", "an Office document"},
                {"{\\rtf1}", "an RTF document"},
                {"<a/>", "XML or HTML"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = 0;
        const struct pfq_adapted *got = read_text(rows[i].text, &count);
        cr_expect_not_null(strstr(got->problems.rows[0]->message, rows[i].name), "%s",
                           got->problems.rows[0]->message);
        cr_expect_not_null(strstr(got->problems.rows[0]->fix, "JSON"));
    }
}

Test(adapt, sixteen_mib_is_the_most)
{
    size_t count = 0;
    size_t size = 16 * 1024 * 1024 + 1;
    char *text = malloc(size);
    cr_assert_not_null(text);
    memset(text, ' ', size);
    memcpy(text, "{\"urn\":\"43AA1234526\"}", 21);
    const struct pfq_adapted *got = read_bytes(text, size, &count);
    cr_expect_str_eq(got->problems.rows[0]->code, "INPUT_TOO_LARGE");
    cr_expect_str_eq(got->problems.rows[0]->fix, "Split it into smaller files.");
    got = read_bytes(text, size - 1, &count);
    cr_expect_eq(got->problems.count, 0);
    cr_expect_not_null(got->envelope);
    free(text);
}

Test(adapt, deep_nesting_is_a_problem_and_no_crash)
{
    enum {
        DEEP = 1000000
    };

    size_t count = 0;
    char *text = malloc(DEEP);
    cr_assert_not_null(text);
    memset(text, '[', DEEP);
    const struct pfq_adapted *got = read_bytes(text, DEEP, &count);
    cr_expect_str_eq(got->problems.rows[0]->code, "JSON_SYNTAX");
    free(text);
    read_text("{\"case\":[[[[[[[[[[[[{}]]]]]]]]]]]]}", &count);
}

Test(adapt, a_cut_off_document_never_crashes_at_any_byte)
{
    static const char *const files[] = {"tests/samples/43_dcf.json", "tests/samples/40_first.json",
                                        "tests/samples/40_three.ndjson"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t size = 0;
        const char *text = slurp(files[i], &size);
        for (size_t cut = 0; cut < size; cut += 7) {
            struct pfq_arena mine;
            struct pfq_adapted *out = NULL;
            pfq_arena_open(&mine);
            cr_assert_geq(pfq_adapt(text, cut, NULL, &mine, &out), 1);
            cr_assert(out->envelope != NULL || out->problems.count > 0);
            pfq_arena_close(&mine);
        }
    }
}

Test(adapt, a_bare_submission_leaves_naming_to_the_caller)
{
    size_t count = 0;
    const char *text = "\xEF\xBB\xBF{\"urn\":\"43AA1234526\",\"submitting_force\":\"43\"}";
    const struct pfq_adapted *got = read_text(text, &count);
    cr_assert_not_null(got->envelope);
    cr_assert(got->bare);
    cr_assert_null(got->envelope->id);
    cr_assert_eq(got->envelope->schema_version, 1);
    cr_assert_not(got->envelope->has_mode);
    cr_assert_str_eq(got->envelope->submission->urn, "43AA1234526");
    cr_assert_eq(got->digest_of, text + 3, "without the byte order mark");
}

Test(adapt, an_envelope_keeps_its_names)
{
    size_t count = 0;
    const struct pfq_adapted *got = read_text(
        "{\"id\":\"a-1\",\"source\":\"rms\",\"mode\":\"TEST\",\"submission\":{\"urn\":\"x\"}}",
        &count);
    cr_assert_not_null(got->envelope);
    cr_assert_not(got->bare);
    cr_assert_str_eq(got->envelope->id, "a-1");
    cr_assert_eq(got->envelope->mode, PFQ__V1__MODE__MODE_TEST);
    cr_assert_eq(got->envelope->body_case, PFQ__V1__ENVELOPE__BODY_SUBMISSION);
}

/* What the caller fills leaves nothing for the guard to refuse, so the judge is heard. */
Test(adapt, an_envelope_without_names_leaves_them_to_the_caller)
{
    static const char *const rows[] = {
        "{\"submission\":{\"urn\":\"43AA1234526\"}}",
        "{\"id\":\"\",\"source\":\"\",\"submission\":{\"urn\":\"43AA1234526\"}}",
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = 0;
        struct pfq_problems problems;
        struct pfq_wire wire;
        const struct pfq_adapted *got = read_text(rows[i], &count);
        cr_assert_not_null(got->envelope, "row %zu", i);
        cr_assert_not(got->bare);
        cr_assert_null(got->envelope->id, "row %zu", i);
        cr_assert_null(got->envelope->source, "row %zu", i);
        cr_assert_eq(got->digest_of_size, strlen(rows[i]));
        got->envelope->id = pfq_arena_strdup(&arena, "a-1");
        got->envelope->source = pfq_arena_strdup(&arena, "test");
        pfq_problems_init(&problems, &arena);
        cr_assert(pfq_wire_read(pfq_wire_pack(&got->envelope->base, &arena), &arena, &problems,
                                &problems, &wire));
        cr_assert_eq(problems.count, 0);
    }
}

Test(adapt, a_list_gives_each_entry_its_line_and_its_bytes)
{
    static const char text[] =
        "\n[ {\"urn\": \"a]}\\\"\"},\n\n  {\"submission\": {\"urn\":\n\"b\"}}\n"
        ", 7,{\"case\":{}} ]\n";
    size_t count = 0;
    const struct pfq_adapted *got = read_text(text, &count);
    static const unsigned lines[] = {2, 4, 6, 6};
    static const char *const bytes[] = {
        "{\"urn\": \"a]}\\\"\"}", "{\"submission\": {\"urn\":\n\"b\"}}", "7", "{\"case\":{}}"};
    cr_assert_eq(count, 4);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(got[i].line, lines[i], "%zu: %u", i, got[i].line);
        cr_expect_eq(got[i].digest_of_size, strlen(bytes[i]));
        cr_expect_eq(memcmp(got[i].digest_of, bytes[i], strlen(bytes[i])), 0);
    }
    cr_expect(got[0].bare && !got[1].bare);
    cr_expect_str_eq(got[2].problems.rows[0]->code, "INPUT_UNKNOWN");
    cr_expect_not_null(got[3].envelope);
}

Test(adapt, a_broken_line_spoils_no_other_line)
{
    static const char text[] = "{\"urn\":\"a\"}\n\n{\"urn\":\"b\n{\"urn\":\"c\"}\r\n";
    size_t count = 0;
    const struct pfq_adapted *got = read_text(text, &count);
    cr_assert_eq(count, 3);
    cr_assert_not_null(got[0].envelope);
    cr_assert_null(got[1].envelope);
    cr_assert_eq(got[1].line, 3);
    cr_assert_eq(strncmp(got[1].problems.rows[0]->path, "line 3,", 7), 0);
    cr_assert_not_null(got[2].envelope);
    cr_assert_eq(got[2].line, 4);
    cr_assert_eq(got[2].digest_of_size, strlen("{\"urn\":\"c\"}"));
}

Test(adapt, the_option_fills_a_gap_and_never_replaces_what_the_file_states)
{
    static const struct pfq_adapt_options options = {.force = "41"};
    static const char text[] = "[{\"urn\":\"a\"},{\"urn\":\"b\",\"submittingForce\":\"43\"}]";
    struct pfq_adapted *got = NULL;
    cr_assert_eq(pfq_adapt(text, strlen(text), &options, &arena, &got), 2);
    cr_assert_str_eq(got[0].envelope->submission->submitting_force, "41");
    cr_assert_eq(got[0].warnings.count, 0);
    cr_assert_str_eq(got[1].envelope->submission->submitting_force, "43");
    cr_assert_str_eq(got[1].warnings.rows[0]->code, "FORCE_STATED");
}

Test(adapt, every_sample_is_read)
{
    static const struct {
        const char *file;
        size_t count;
        size_t problems;
        bool usable;
    } rows[] = {
        {"tests/samples/43_gap.json", 1, 0, true},
        {"tests/samples/40_first.json", 1, 0, true},
        {"tests/samples/40_mended.json", 1, 0, true},
        {"tests/samples/41_ngap.json", 1, 0, true},
        {"tests/samples/40_three.ndjson", 3, 0, true},
        {"tests/samples/43_dcf.json", 1, 0, true},
        {"tests/samples/41_dcf_faults.json", 1, 7, true},
        {"tests/samples/40_dcf_breach.json", 1, 0, true},
        {"tests/samples/broken.json", 1, 1, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size = 0;
        size_t count = 0;
        const char *text = slurp(rows[i].file, &size);
        const struct pfq_adapted *got = read_bytes(text, size, &count);
        cr_expect_eq(count, rows[i].count, "%s", rows[i].file);
        for (size_t k = 0; k < count; k++) {
            cr_expect_eq(got[k].problems.count, rows[i].problems, "%s:%s", rows[i].file,
                         doc_everything(&got[k], &arena));
            cr_expect_eq(got[k].envelope != NULL, rows[i].usable, "%s", rows[i].file);
            cr_expect_eq(got[k].line, k + 1);
        }
    }
}
