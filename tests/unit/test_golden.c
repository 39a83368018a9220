/* The golden files: whole submissions with exactly the outcomes that a person would give.
 *
 *     tests/golden/NN_name.json      a Submission as JSON
 *     tests/golden/NN_name.expect    verdict, stages added, then every finding
 *     tests/golden/spoiled/<theme>.json  for each theme, clean files with one thing changed
 *                                    (support/spoil.h); "NOT_MET" is the row alone and
 *                                    "NEEDS_PERSON" nothing unless it says otherwise
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "support/golden.h"
#include "support/spoil.h"

enum {
    LINES_MAX = 400,
    TEXT_MAX = 64 * 1024,
    CHECKS_MAX = 512
};

static const Pfq__V1__Catalogue *texts;

static void setup(void)
{
    golden_open();
    texts = golden_texts();
    cr_assert_leq(texts->n_checks, CHECKS_MAX);
}

TestSuite(golden, .init = setup, .fini = golden_close);

static const char *base_name(const char *path, struct pfq_arena *arena)
{
    const char *slash = strrchr(path, '/') + 1;
    return pfq_arena_strndup(arena, slash, strcspn(slash, "."));
}

/* --- outcomes as text ------------------------------------------------------------ */

struct lines {
    char *line[LINES_MAX];
    size_t count;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* NOT_MET before NEEDS_PERSON, each in the order of their ids. */
static int by_finding(const void *a, const void *b)
{
    const char *left = *(char *const *)a;
    const char *right = *(char *const *)b;
    int order = strncmp(right, left, strlen("NE"));
    return order != 0 ? order : strcmp(left, right);
}

static const char *enum_name(const ProtobufCEnumDescriptor *type, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(type, value);
    return found ? found->name : "?";
}

static char *finding_line(const Pfq__V1__JudgedFinding *finding, struct pfq_arena *arena)
{
    const char *outcome = enum_name(&pfq__v1__outcome__descriptor, (int)finding->outcome);
    char *line = pfq_arena_printf(arena, "%s %s", outcome + strlen("OUTCOME_"),
                                  texts->checks[finding->check]->id);
    for (size_t i = 0; i < finding->n_items; i++) {
        line = pfq_arena_printf(arena, "%s%s%s", line, i == 0 ? ": " : ", ", finding->items[i]);
    }
    return line;
}

static const char *join(const struct lines *lines, const char *text, struct pfq_arena *arena)
{
    for (size_t i = 0; i < lines->count; i++) {
        text = pfq_arena_printf(arena, "%s%s\n", text, lines->line[i]);
    }
    return text;
}

static const char *render(const Pfq__V1__Judged *judged, struct pfq_arena *arena)
{
    const char *verdict = enum_name(&pfq__v1__verdict__descriptor, (int)judged->verdict);
    const char *text = pfq_arena_printf(arena, "%s\n", verdict + strlen("VERDICT_"));
    for (size_t i = 0; i < judged->n_judged_as; i++) {
        const char *stage = enum_name(&pfq__v1__file_type__descriptor, (int)judged->judged_as[i]);
        text = pfq_arena_printf(arena, "%sjudged as %s too\n", text, stage + strlen("FILE_TYPE_"));
    }
    struct lines findings = {.count = 0};
    for (size_t i = 0; i < judged->n_findings && findings.count < LINES_MAX; i++) {
        findings.line[findings.count++] = finding_line(judged->findings[i], arena);
    }
    qsort(findings.line, findings.count, sizeof *findings.line, by_finding);
    return join(&findings, text, arena);
}

static const char *read_text(const char *path, struct pfq_arena *arena)
{
    char *text = pfq_arena_new(arena, char, TEXT_MAX);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s is missing", path);
    size_t size = fread(text, 1, TEXT_MAX - 1, file);
    fclose(file);
    text[size] = '\0';
    return text;
}

Test(golden, every_file_gets_exactly_its_expected_outcomes)
{
    glob_t files;
    cr_assert_eq(glob("tests/golden/*.json", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        json_t *json = golden_load(files.gl_pathv[i]);
        const char *name = base_name(files.gl_pathv[i], &arena);
        const char *got = render(golden_judge(json, name, &arena), &arena);
        const char *expected =
            read_text(pfq_arena_printf(&arena, "tests/golden/%s.expect", name), &arena);
        cr_expect_str_eq(got, expected, "%s\n--- got\n%s--- expected\n%s", name, got, expected);
        json_decref(json);
        pfq_arena_close(&arena);
    }
    globfree(&files);
}

/* --- spoiled files ------------------------------------------------------------------ */

/* What happened to each check over all files seen. */
struct tally {
    bool met[CHECKS_MAX];
    bool failed[CHECKS_MAX];
};

static void tally_add(struct tally *tally, const Pfq__V1__Judged *judged)
{
    for (size_t i = 0; i < texts->n_checks; i++) {
        tally->met[i] |= golden_outcome(judged, i) == PFQ__V1__OUTCOME__OUTCOME_MET;
        tally->failed[i] |= golden_outcome(judged, i) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    }
}

static const char *ids_with(const Pfq__V1__Judged *judged, Pfq__V1__Outcome outcome,
                            struct pfq_arena *arena)
{
    struct lines ids = {.count = 0};
    for (size_t i = 0; i < texts->n_checks && ids.count < LINES_MAX; i++) {
        if (golden_outcome(judged, i) == outcome) {
            ids.line[ids.count++] = pfq_arena_strdup(arena, texts->checks[i]->id);
        }
    }
    qsort(ids.line, ids.count, sizeof *ids.line, by_text);
    return join(&ids, "", arena);
}

static const char *ids_expected(const json_t *variant, const char *outcome, const char *otherwise,
                                struct pfq_arena *arena)
{
    struct lines ids = {.count = 0};
    const json_t *list = json_object_get(variant, outcome);
    if (!list) {
        return otherwise ? pfq_arena_printf(arena, "%s\n", otherwise) : "";
    }
    for (size_t i = 0; i < json_array_size(list) && ids.count < LINES_MAX; i++) {
        const char *id = json_string_value(json_array_get(list, i));
        ids.line[ids.count++] = pfq_arena_strdup(arena, id);
    }
    qsort(ids.line, ids.count, sizeof *ids.line, by_text);
    return join(&ids, "", arena);
}

static Pfq__V1__Judged *judge_variant(const json_t *variant, const char *where,
                                      struct pfq_arena *arena)
{
    const char *base = json_string_value(json_object_get(variant, "base"));
    json_t *json = golden_load(pfq_arena_printf(arena, "tests/golden/%s.json", base));
    const char *unfit = spoil(json, variant);
    cr_assert_null(unfit, "%s: %s does not fit", where, unfit);
    Pfq__V1__Judged *judged = golden_judge(json, where, arena);
    json_decref(json);
    return judged;
}

static void check_variant(const json_t *variant, const char *file, size_t number,
                          struct tally *tally)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const char *row = json_string_value(json_object_get(variant, "row"));
    const char *where = pfq_arena_printf(&arena, "%s, variant %zu, row %s", file, number, row);
    const Pfq__V1__Judged *judged = judge_variant(variant, where, &arena);
    const char *got = ids_with(judged, PFQ__V1__OUTCOME__OUTCOME_NOT_MET, &arena);
    const char *expected = ids_expected(variant, "NOT_MET", row, &arena);
    cr_expect_str_eq(got, expected, "%s fails\n%sand not\n%s", where, got, expected);
    got = ids_with(judged, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON, &arena);
    expected = ids_expected(variant, "NEEDS_PERSON", NULL, &arena);
    cr_expect_str_eq(got, expected, "%s asks a person\n%sand not\n%s", where, got, expected);
    tally_add(tally, judged);
    pfq_arena_close(&arena);
}

static void check_variants(struct tally *tally)
{
    glob_t files;
    cr_assert_eq(glob("tests/golden/spoiled/*.json", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        json_t *variants = golden_load(files.gl_pathv[i]);
        for (size_t k = 0; k < json_array_size(variants); k++) {
            check_variant(json_array_get(variants, k), files.gl_pathv[i], k + 1, tally);
        }
        json_decref(variants);
    }
    globfree(&files);
}

static void tally_golden(struct tally *tally)
{
    glob_t files;
    cr_assert_eq(glob("tests/golden/*.json", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        json_t *json = golden_load(files.gl_pathv[i]);
        tally_add(tally, golden_judge(json, files.gl_pathv[i], &arena));
        json_decref(json);
        pfq_arena_close(&arena);
    }
    globfree(&files);
}

Test(golden, a_spoiled_file_fails_where_it_was_spoiled_and_nowhere_else)
{
    struct tally tally = {0};
    check_variants(&tally);
}

Test(golden, every_check_can_be_met_and_can_fail)
{
    struct tally tally = {0};
    tally_golden(&tally);
    check_variants(&tally);
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (texts->checks[i]->person || texts->checks[i]->scope == PFQ__V1__SCOPE__SCOPE_HISTORY) {
            continue; /* a question has no answer here; for history see test_history.c */
        }
        cr_expect(tally.met[i], "%s is met in no file", texts->checks[i]->id);
        cr_expect(tally.failed[i], "%s fails in no file", texts->checks[i]->id);
    }
}
