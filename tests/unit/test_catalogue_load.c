/* The catalogue from its files: pfq_standard_load(). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/catalogue_dir.h"

static const char vocabulary[] =
    "label: \"2026.1\"\n"
    "words:\n"
    "  - {word: victim, means: \"witness where is_victim\"}\n"
    "values:\n"
    "  - {value: min_words, is: 80, unit: words, text: \"Shortest.\"}\n";

struct load {
    struct pfq_arena arena;
    struct catalogue_dir dir;
    struct pfq_problems problems;
    struct pfq_standard *standard;
    struct pfq_err err;
};

static void begin(struct load *l)
{
    pfq_arena_open(&l->arena);
    catalogue_dir_make(&l->dir);
    catalogue_dir_write(&l->dir, "standard.yaml", vocabulary);
    l->standard = NULL;
}

static enum pfq_code load_from(struct load *l, const char *reference)
{
    pfq_problems_init(&l->problems, &l->arena);
    const struct pfq_standard_source source = {.catalogue = l->dir.path, .reference = reference};
    return pfq_standard_load(&source, &l->problems, &l->standard, &l->err);
}

static enum pfq_code load(struct load *l)
{
    return load_from(l, "services/standard/reference");
}

static void end(struct load *l)
{
    pfq_standard_close(l->standard);
    catalogue_dir_remove(&l->dir);
    pfq_arena_close(&l->arena);
}

static bool told(const struct load *l, const char *path, const char *part)
{
    for (size_t i = 0; i < l->problems.count; i++) {
        const Pfq__V1__Problem *p = l->problems.rows[i];
        if (strcmp(p->path, path) == 0 &&
            (strstr(p->message, part) != NULL || strstr(p->fix, part) != NULL)) {
            return true;
        }
    }
    return false;
}

static void print(const struct load *l)
{
    for (size_t i = 0; i < l->problems.count; i++) {
        fprintf(stderr, "%s: %s %s\n", l->problems.rows[i]->path, l->problems.rows[i]->message,
                l->problems.rows[i]->fix);
    }
}

Test(catalogue, a_row_becomes_its_texts)
{
    struct load l;
    begin(&l);
    catalogue_dir_write(&l.dir, "a.yaml",
                        catalogue_dir_row(&l.arena, "VW01", "check: \"has(MG5)\"", "critical",
                                          "[FH_GAP, FH_CC]",
                                          "{FH_CC: 2021-01-01, default: 2015-06-01}"));
    cr_assert_eq(load(&l), PFQ_OK);
    const Pfq__V1__Catalogue *texts = pfq_standard_texts(l.standard);
    cr_assert_eq(texts->n_checks, 1);
    const Pfq__V1__CatalogueCheck *c = texts->checks[0];
    cr_assert_str_eq(c->id, "VW01");
    cr_assert_eq(c->severity, PFQ__V1__SEVERITY__SEVERITY_CRITICAL);
    cr_assert_eq(c->n_stages, 2);
    cr_assert_eq(c->from_date, 20150601);
    cr_assert_not(c->has_until_date);
    cr_assert_str_eq(c->reasons[0], "D23");
    cr_assert_eq(texts->digest.len, 32);
    cr_assert_eq(strncmp(pfq_standard_version(l.standard), "2026.1-", 7), 0);
    cr_assert_eq(strlen(pfq_standard_version(l.standard)), 7 + 12);
    end(&l);
}

Test(catalogue, every_fault_of_every_file_is_told_with_its_place)
{
    struct load l;
    begin(&l);
    catalogue_dir_write(&l.dir, "a.yaml",
                        "- id: vw1\n"                        /* 1 */
                        "  title: T\n"                       /* 2 */
                        "  stages: [FH_GAPP]\n"              /* 3 */
                        "  check: \"has(MG5) and\n"          /* 4 */
                        "          code_tes = FULL_CODE\"\n" /* 5 */
                        "  severity: mayor\n"                /* 6 */
                        "  theme: CASE_DATE\n"               /* 7 */
                        "  reason: [D24, D01]\n"             /* 8 */
                        "  why: W\n  fix: F\n"               /* 9, 10 */
                        "  from: 2015-02-30\n"               /* 11 */
                        "  sourc: S\n"                       /* 12 */
                        "  standing: sene\n"                 /* 13 */
                        "  unknown: fails\n");               /* 14 */
    catalogue_dir_write(&l.dir, "b.yaml", "- id: A\n  x: [1,\n");
    catalogue_dir_write(&l.dir, "c.yaml", "id: A\n");
    catalogue_dir_write(
        &l.dir, "d.yaml",
        pfq_arena_printf(&l.arena, "%s%s",
                         catalogue_dir_row(&l.arena, "CD01", "when: \"true\"", NULL, NULL, NULL),
                         catalogue_dir_row(&l.arena, "CD01",
                                           "person: Q\n  check: 'urn = ''a'' and x'", NULL, NULL,
                                           NULL)));
    cr_assert_eq(load(&l), PFQ_E_CATALOGUE);
    cr_assert_null(l.standard);
    static const char *const wanted[][2] = {
        {"a.yaml:1:7", "no id"},
        {"a.yaml:3:12", "Did you mean FH_GAP?"},
        {"a.yaml:5:11", "Did you mean code_test?"},
        {"a.yaml:6:13", "Did you mean major?"},
        {"a.yaml:7:10", "Did you mean CASE_DATA?"},
        {"a.yaml:8:12", "no reason code"},
        {"a.yaml:11:9", "a date is needed"},
        {"a.yaml:12:3", "Did you mean source?"},
        {"a.yaml:1:3", "'source' is missing"},
        {"a.yaml:1:3", "'aspect' is missing"},
        {"a.yaml:13:13", "no standing"},
        {"a.yaml:14:12", "treatment of the unknown"},
        {"c.yaml:1:1", "no list of rows"},
        {"d.yaml:1:3", "neither 'check' nor 'person'"},
        {"d.yaml:15:7", "another row CD01"},
        {"d.yaml:15:3", "both 'check' and 'person'"},
        {"d.yaml:19:27", "Nothing is called x here"},
    };
    print(&l);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect(told(&l, wanted[i][0], wanted[i][1]), "%s %s", wanted[i][0], wanted[i][1]);
    }
    bool yaml = false;
    for (size_t i = 0; i < l.problems.count; i++) {
        yaml = yaml || (strncmp(l.problems.rows[i]->path, "b.yaml:", 7) == 0 &&
                        strstr(l.problems.rows[i]->message, "no YAML") != NULL);
    }
    cr_expect(yaml);
    end(&l);
}

Test(catalogue, a_fault_says_which_values_there_are_and_an_empty_list_has_its_place)
{
    struct load l;
    begin(&l);
    catalogue_dir_write(&l.dir, "a.yaml",
                        "- id: VW01\n"            /* 1 */
                        "  title: T\n"            /* 2 */
                        "  stages: []\n"          /* 3 */
                        "  check: \"has(MG5)\"\n" /* 4 */
                        "  severity: serious\n"   /* 5 */
                        "  aspect: colour\n"      /* 6 */
                        "  scope: past\n"         /* 7 */
                        "  theme: CASE_DATA\n  reason: []\n  why: W\n  fix: F\n"
                        "  from: 2015-06-01\n  source: S\n  standing: seen\n");
    cr_assert_eq(load(&l), PFQ_E_CATALOGUE);
    static const char *const wanted[][2] = {
        {"a.yaml:3:3", "stages are missing"},
        {"a.yaml:5:13", "Write one of critical, major, minor."},
        {"a.yaml:6:11", "Write one of presence, quality."},
        {"a.yaml:7:10", "Write one of submission, history."},
    };
    print(&l);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect(told(&l, wanted[i][0], wanted[i][1]), "%s %s", wanted[i][0], wanted[i][1]);
    }
    end(&l);
}

static const char *repeated(struct pfq_arena *arena, size_t count)
{
    char *text = pfq_arena_new(arena, char, count + 1);
    memset(text, 'a', count);
    return text;
}

/* A row whose text `key` has so many bytes, in the place of "key: X.". */
static const char *row_with(struct pfq_arena *a, const char *key, size_t count)
{
    const char *text = repeated(a, count);
    bool person = strcmp(key, "person") == 0;
    return pfq_arena_printf(
        a,
        "- id: CD01\n  title: T\n  stages: ALL\n  %s: %s\n"
        "  severity: major\n  aspect: quality\n  theme: CASE_DATA\n"
        "  reason: []\n  why: %s\n  fix: %s\n  good: %s\n"
        "  from: 2015-06-01\n  source: %s\n  standing: drafted\n",
        person ? "person" : "check", person ? text : "\"true\"",
        strcmp(key, "why") == 0 ? text : "W", strcmp(key, "fix") == 0 ? text : "F",
        strcmp(key, "good") == 0 ? text : "G", strcmp(key, "source") == 0 ? text : "S");
}

static const char *row_of_long_texts(struct pfq_arena *a, unsigned number)
{
    const char *text = repeated(a, 1024);
    return pfq_arena_printf(a,
                            "- id: CD%02u\n  title: T\n  stages: ALL\n  person: %s\n"
                            "  severity: major\n  aspect: quality\n  theme: CASE_DATA\n"
                            "  reason: []\n  why: %s\n  fix: %s\n  good: %s\n"
                            "  from: 2015-06-01\n  source: S\n  standing: drafted\n",
                            number, text, text, text, text);
}

/* Written, it would be sent, and nobody could read the receipt that holds it. */
Test(catalogue, a_text_that_no_receipt_can_carry_is_a_fault)
{
    static const struct {
        const char *key;
        size_t most;
        const char *place;
    } rows[] = {{"person", 1024, "a.yaml:4:11"},
                {"why", 1024, "a.yaml:9:8"},
                {"fix", 1024, "a.yaml:10:8"},
                {"good", 1024, "a.yaml:11:9"},
                {"source", 512, "a.yaml:13:11"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t over = 0; over < 2; over++) {
            struct load l;
            begin(&l);
            catalogue_dir_write(&l.dir, "a.yaml",
                                row_with(&l.arena, rows[i].key, rows[i].most + over));
            cr_expect_eq(load(&l), over == 0 ? PFQ_OK : PFQ_E_CATALOGUE, "%s", rows[i].key);
            cr_expect_eq(l.problems.count, over, "%s", rows[i].key);
            cr_expect(over == 0 || told(&l, rows[i].place, "more than"), "%s", rows[i].key);
            end(&l);
        }
    }
}

Test(catalogue, more_text_than_a_receipt_has_room_for_is_a_fault)
{
    for (size_t rows = 31; rows <= 32; rows++) { /* of a little more than 4,096 bytes */
        struct load l;
        const char *text = "";
        begin(&l);
        for (size_t i = 0; i < rows; i++) {
            text =
                pfq_arena_printf(&l.arena, "%s%s", text, row_of_long_texts(&l.arena, (unsigned)i));
        }
        catalogue_dir_write(&l.dir, "a.yaml", text);
        cr_expect_eq(load(&l), rows == 31 ? PFQ_OK : PFQ_E_CATALOGUE);
        cr_expect_eq(l.problems.count, rows == 31 ? 0 : 1);
        cr_expect(rows == 31 || told(&l, l.dir.path, "has room for 131072"));
        end(&l);
    }
}

Test(catalogue, a_label_or_a_name_of_items_that_no_receipt_can_carry_is_a_fault)
{
    static const struct {
        size_t label;
        size_t named;
        size_t faults;
    } rows[] = {{51, 32, 0}, {52, 32, 1}, {51, 33, 1}, {52, 33, 2}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct load l;
        begin(&l);
        catalogue_dir_write(
            &l.dir, "standard.yaml",
            pfq_arena_printf(&l.arena,
                             "label: %s\nwords:\n"
                             "  - {word: victim_, means: \"witness where is_victim\", named: %s}\n",
                             repeated(&l.arena, rows[i].label), repeated(&l.arena, rows[i].named)));
        catalogue_dir_write(&l.dir, "a.yaml", row_with(&l.arena, "why", 1));
        cr_expect_eq(load(&l), rows[i].faults == 0 ? PFQ_OK : PFQ_E_CATALOGUE);
        cr_expect_eq(l.problems.count, rows[i].faults, "row %zu", i);
        end(&l);
    }
}

Test(catalogue, faults_of_words_and_values_are_told_once_in_their_own_place)
{
    struct load l;
    begin(&l);
    catalogue_dir_write(&l.dir, "standard.yaml",
                        "words:\n"
                        "  - {word: witness, means: defendant}\n"
                        "  - {word: bad, means: \"has(MG5) and is_updat\"}\n"
                        "  - {word: bad, means: true}\n"
                        "  - {word: cut, means: \"true and\"}\n"
                        "values:\n"
                        "  - {value: Big, is: 3, text: T}\n"
                        "  - {value: small, text: T}\n");
    catalogue_dir_write(
        &l.dir, "a.yaml",
        pfq_arena_printf(
            &l.arena, "%s%s", catalogue_dir_row(&l.arena, "CD01", "check: bad", NULL, NULL, NULL),
            catalogue_dir_row(&l.arena, "CD02", "check: bad or cut", NULL, NULL, NULL)));
    cr_assert_eq(load(&l), PFQ_E_CATALOGUE);
    print(&l);
    cr_expect(told(&l, "standard.yaml:1:1", "'label' is missing"));
    cr_expect(told(&l, "standard.yaml:2:12", "witness is taken"));
    cr_expect(told(&l, "standard.yaml:3:38", "Did you mean is_update?"));
    cr_expect(told(&l, "standard.yaml:4:12", "bad is taken"));
    cr_expect(told(&l, "standard.yaml:7:13", "Big is no name"));
    cr_expect(told(&l, "standard.yaml:8:6", "'is' is missing"));
    cr_expect_eq(l.problems.count, 7);
    end(&l);
}

Test(catalogue, a_title_has_90_characters_at_most)
{
    struct load l;
    char row[1024];
    begin(&l);
    (void)snprintf(row, sizeof row, "%s",
                   catalogue_dir_row(&l.arena, "CD01", "check: true", NULL, NULL, NULL));
    char *title = pfq_arena_printf(&l.arena, "- id: CD02\n  title: %091d\n", 0);
    catalogue_dir_write(&l.dir, "a.yaml",
                        pfq_arena_printf(&l.arena, "%s%s", title, strstr(row, "  stages")));
    cr_assert_eq(load(&l), PFQ_E_CATALOGUE);
    cr_assert(told(&l, "a.yaml:2:10", "too long"));
    end(&l);
}

Test(catalogue, the_digest_hangs_on_what_is_said_and_not_on_how)
{
    struct load l;
    char before[64];
    begin(&l);
    char *first = catalogue_dir_row(&l.arena, "CD01", "check: \"has(MG5)\"", NULL, NULL, NULL);
    char *second = catalogue_dir_row(&l.arena, "CD02", "check: \"has(MG4)\"", NULL, NULL, NULL);
    catalogue_dir_write(&l.dir, "b.yaml", second);
    catalogue_dir_write(&l.dir, "a.yaml", first);
    cr_assert_eq(load(&l), PFQ_OK);
    (void)snprintf(before, sizeof before, "%s", pfq_standard_version(l.standard));
    cr_assert_str_eq(pfq_standard_texts(l.standard)->checks[0]->id, "CD01");
    pfq_standard_close(l.standard);

    catalogue_dir_write(&l.dir, "a.yaml", pfq_arena_printf(&l.arena, "# a comment\n%s", first));
    cr_assert_eq(load(&l), PFQ_OK);
    cr_assert_str_eq(pfq_standard_version(l.standard), before);
    pfq_standard_close(l.standard);

    static const char *const changed[] = {"check: \"has(MG5, MG5_SP)\"",
                                          "check: \"has(MG5)\"\n  unknown: not_met",
                                          "when: \"true\"\n  check: \"has(MG5)\""};
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        catalogue_dir_write(&l.dir, "a.yaml",
                            catalogue_dir_row(&l.arena, "CD01", changed[i], NULL, NULL, NULL));
        cr_assert_eq(load(&l), PFQ_OK);
        cr_assert_str_neq(pfq_standard_version(l.standard), before);
        pfq_standard_close(l.standard);
    }
    catalogue_dir_write(&l.dir, "a.yaml", first);
    catalogue_dir_write(&l.dir, "standard.yaml",
                        "label: \"2026.1\"\nwords:\n"
                        "  - {word: victim, means: \"witness where is_victim\"}\nvalues:\n"
                        "  - {value: min_words, is: 81, unit: words, text: \"Shortest.\"}\n");
    cr_assert_eq(load(&l), PFQ_OK);
    cr_assert_str_neq(pfq_standard_version(l.standard), before);
    end(&l);
}

static const char *at(struct load *l, const struct catalogue_dir *dir, const char *place)
{
    return pfq_arena_printf(&l->arena, "%s/%s", dir->path, place);
}

Test(catalogue, missing_folders_and_tables_are_told)
{
    struct load l;
    struct catalogue_dir empty;
    begin(&l);
    catalogue_dir_make(&empty);
    catalogue_dir_write(&l.dir, "a.yaml",
                        catalogue_dir_row(&l.arena, "CD01", "check: true", NULL, NULL, NULL));
    cr_assert_eq(load_from(&l, empty.path), PFQ_E_CATALOGUE);
    cr_assert(told(&l, at(&l, &empty, "forces.csv:1:1"), "cannot be read"));
    cr_assert(told(&l, at(&l, &empty, "bank_holidays.csv:1:1"), "cannot be read"));
    catalogue_dir_write(&empty, "forces.csv",
                        "code,name,from,until\n4,X,,\n43,Y,2015-13-01,\n44\n");
    catalogue_dir_write(&empty, "bank_holidays.csv", "date,name\n2026-01-03,Saturday\n");
    catalogue_dir_write(&empty, "units.csv", "unit\n");
    cr_assert_eq(load_from(&l, empty.path), PFQ_E_CATALOGUE);
    cr_assert(told(&l, at(&l, &empty, "forces.csv:2:1"), "no force code"));
    cr_assert(told(&l, at(&l, &empty, "forces.csv:3:6"), "no date"));
    cr_assert(told(&l, at(&l, &empty, "forces.csv:4:1"), "too few columns"));
    cr_assert(told(&l, at(&l, &empty, "bank_holidays.csv:2:1"), "no weekday"));
    cr_assert(told(&l, at(&l, &empty, "units.csv:1:1"), "first line"));
    catalogue_dir_remove(&empty);
    end(&l);
}

Test(catalogue, the_shipped_catalogue_loads_without_a_fault)
{
    struct load l = {.standard = NULL};
    pfq_arena_open(&l.arena);
    pfq_problems_init(&l.problems, &l.arena);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    enum pfq_code code = pfq_standard_load(&source, &l.problems, &l.standard, &l.err);
    print(&l);
    cr_assert_eq(code, PFQ_OK);
    cr_assert_geq(pfq_standard_texts(l.standard)->n_checks, 60);
    pfq_standard_close(l.standard);
    pfq_arena_close(&l.arena);
}
