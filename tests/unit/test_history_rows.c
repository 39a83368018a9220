/* Rows of scope history: how they are written, what the shipped ones come to, and what
 * intake tells of a file for the sake of later ones. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/history.h"
#include "support/catalogue_dir.h"
#include "support/golden.h"

enum {
    CATALOGUE_BYTES = 200 * 1024 /* packed: well under the frame of 256 KiB */
};

static struct pfq_arena arena;

static void setup(void)
{
    golden_open();
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
    golden_close();
}

TestSuite(history_rows, .init = setup, .fini = teardown);

/* --- faults ------------------------------------------------------------------------------- */

Test(history_rows, what_a_history_does_not_hold_is_a_fault_in_its_place)
{
    static const struct {
        const char *condition;
        const char *place; /* of the row's first condition, in line 4 */
        const char *says;
    } rows[] = {
        {"check: \"earlier > 0 and earlyer > 1\"", "a.yaml:4:27", "Did you mean earlier?"},
        {"check: \"urn_readable\"", "a.yaml:4:11", "scope history"},
        {"check: \"event_date > 2026-01-01\"", "a.yaml:4:11", "scope history"},
        {"check: \"earlier > min\"", "a.yaml:4:21", "scope history"},
        {"check: \"earlier > 0 and on_file\"", "a.yaml:4:27", "scope history"},
        {"check: \"any victim: true\"", "a.yaml:4:15", "scope history"},
        {"check: \"has(MG6E)\"", "a.yaml:4:11", "scope history"},
        {"check: \"force_known('43')\"", "a.yaml:4:11", "scope history"},
        {"check: \"working_days(2026-01-01, 2026-01-02) = 1\"", "a.yaml:4:11", "scope history"},
        {"check: \"is_update\"", "a.yaml:4:11", "scope history"},
        {"check: \"now.is_updat\"", "a.yaml:4:11", "Did you mean is_update?"},
        {"check: \"vps\"", "a.yaml:4:11", "proto/history.proto"},
        {"check: \"now.file_type = FH_GAPP\"", "a.yaml:4:27", "Did you mean FH_GAP?"},
        {"check: \"previous_verdict > 1\"", "a.yaml:4:28", "kind"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct catalogue_dir dir;
        struct pfq_problems problems;
        struct pfq_standard *standard = NULL;
        struct pfq_err err;
        catalogue_dir_make(&dir);
        catalogue_dir_write(&dir, "standard.yaml",
                            "label: \"test\"\nwords:\n"
                            "  - {word: victim, means: \"witness where is_victim\"}\n"
                            "  - {word: on_file, means: \"has(MG5)\"}\n"
                            "values:\n  - {value: min, is: 3, unit: files, text: \"Least.\"}\n");
        catalogue_dir_write(
            &dir, "a.yaml",
            catalogue_dir_row(&arena, "CD01",
                              pfq_arena_printf(&arena, "%s\n  scope: history", rows[i].condition),
                              NULL, NULL, NULL));
        pfq_problems_init(&problems, &arena);
        const struct pfq_standard_source source = {.catalogue = dir.path,
                                                   .reference = "services/standard/reference"};
        cr_expect_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_E_CATALOGUE, "%s",
                     rows[i].condition);
        cr_expect_eq(problems.count, 1, "%s: %zu faults", rows[i].condition, problems.count);
        const Pfq__V1__Problem *p = problems.rows[0];
        cr_expect_str_eq(p->path, rows[i].place, "%s: %s", rows[i].condition, p->path);
        cr_expect(strstr(p->message, rows[i].says) != NULL || strstr(p->fix, rows[i].says) != NULL,
                  "%s: %s %s", rows[i].condition, p->message, p->fix);
        catalogue_dir_remove(&dir);
    }
}

/* --- the shipped ones --------------------------------------------------------------------- */

enum fact {
    NO,
    YES,
    UNSAID
};

static const char upgrade[] = "tests/golden/17_crown_court_upgrade.json";
static const char referral[] = "tests/golden/14_charging_decision.json";
static const char plea[] = "tests/golden/01_shoplifting_guilty_plea.json";

static Pfq__V1__Judged *judge(const char *path)
{
    json_t *json = golden_load(path);
    Pfq__V1__Judged *judged = golden_judge(json, path, &arena);
    json_decref(json);
    return judged;
}

static const char *decide(const char *path, const Pfq__V1__HistoryFacts *now,
                          const struct pfq_past *past, const char *check)
{
    struct pfq_history *history = NULL;
    struct pfq_err err;
    Pfq__V1__Judged *judged = judge(path);
    cr_assert_eq(pfq_history_open(golden_texts(), &history, &err), PFQ_OK, "%s", err.text);
    (void)pfq_history_decide(history, now, past, &arena, judged);
    pfq_history_close(history);
    return pfq_enum_name(&pfq__v1__outcome__descriptor, (int)golden_outcome_of(judged, check));
}

#define SET(m, field, fact) ((m)->has_##field = (fact) != UNSAID, (m)->field = (fact) == YES)

Test(history_rows, cd06_fails_where_the_sender_denies_that_it_sent_the_file_before)
{
    static const struct {
        uint32_t earlier;
        enum fact resubmission;
        enum fact update;
        const char *outcome;
    } rows[] = {
        {0, NO, NO, "NOT_APPLICABLE"},
        {1, UNSAID, UNSAID, "NOT_APPLICABLE"},
        {1, UNSAID, YES, "NOT_APPLICABLE"},
        {1, YES, UNSAID, "MET"},
        {1, YES, NO, "MET"},
        {1, NO, YES, "MET"},
        {1, NO, NO, "NOT_MET"},
        {3, NO, UNSAID, "NOT_MET"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__HistoryFacts now = PFQ__V1__HISTORY_FACTS__INIT;
        struct pfq_past past = {.earlier = rows[i].earlier};
        SET(&now, is_resubmission, rows[i].resubmission);
        SET(&now, is_update, rows[i].update);
        cr_expect_str_eq(decide(plea, &now, &past, "CD06"), rows[i].outcome, "row %zu", i);
    }
}

Test(history_rows, ds11_asks_for_a_later_schedule_where_material_came_in)
{
    static const struct {
        enum fact material;
        uint32_t version; /* 0: not said */
        uint32_t before;  /* 0: nothing was sent before */
        enum fact mg6e;
        const char *outcome;
    } rows[] = {
        {NO, 1, 1, NO, "NOT_APPLICABLE"}, {UNSAID, 2, 1, YES, "NEEDS_PERSON"},
        {YES, 2, 1, YES, "MET"},          {YES, 1, 1, YES, "NOT_MET"},
        {YES, 2, 1, NO, "NOT_MET"},       {YES, 2, 1, UNSAID, "NEEDS_PERSON"},
        {YES, 2, 0, YES, "NEEDS_PERSON"}, {YES, 0, 1, YES, "NEEDS_PERSON"},
        {YES, 2, 0, NO, "NOT_MET"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__HistoryFacts now = PFQ__V1__HISTORY_FACTS__INIT;
        Pfq__V1__HistoryFacts before = PFQ__V1__HISTORY_FACTS__INIT;
        struct pfq_past past = {.before = rows[i].before == 0 ? NULL : &before};
        SET(&now, material_since_last_schedule, rows[i].material);
        SET(&now, mg6e_on_file, rows[i].mg6e);
        now.has_mg6c_version = rows[i].version != 0;
        now.mg6c_version = rows[i].version;
        before.has_mg6c_version = 1;
        before.mg6c_version = rows[i].before;
        cr_expect_str_eq(decide(upgrade, &now, &past, "DS11"), rows[i].outcome, "row %zu", i);
    }
}

/* The check came to NOT_MET. */
static void fail(Pfq__V1__Judged *judged, const char *check)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (strcmp(texts->checks[i]->id, check) == 0) {
            unsigned shift = i % 2 * 4;
            unsigned pair = judged->outcomes.data[i / 2] & ~(15U << shift);
            judged->outcomes.data[i / 2] =
                (uint8_t)(pair | (unsigned)PFQ__V1__OUTCOME__OUTCOME_NOT_MET << shift);
        }
    }
}

Test(history_rows, tm11_fails_where_a_serious_failing_is_there_again)
{
    Pfq__V1__HistoryFacts now = PFQ__V1__HISTORY_FACTS__INIT;
    json_t *json = golden_load(referral);
    json_object_set_new(json, "submittingForce", json_string("40")); /* CD03: another's URN */
    struct pfq_history *history = NULL;
    struct pfq_err err;
    cr_assert_eq(pfq_history_open(golden_texts(), &history, &err), PFQ_OK);

    static const struct {
        const char *then; /* failed in the submission before */
        uint32_t earlier;
        Pfq__V1__Outcome outcome;
    } rows[] = {
        {"CD03", 1, PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {"CD04", 1, PFQ__V1__OUTCOME__OUTCOME_MET},
        {NULL, 1, PFQ__V1__OUTCOME__OUTCOME_MET},
        {NULL, 0, PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Judged *judged = golden_judge(json, referral, &arena);
        Pfq__V1__Judged *then = judge(referral);
        if (rows[i].then != NULL) {
            fail(then, rows[i].then);
        }
        struct pfq_past past = {.previous = rows[i].earlier == 0 ? NULL : then,
                                .previous_texts = golden_texts(),
                                .earlier = rows[i].earlier};
        (void)pfq_history_decide(history, &now, &past, &arena, judged);
        cr_expect_eq(golden_outcome_of(judged, "TM11"), rows[i].outcome, "row %zu", i);
    }
    pfq_history_close(history);
    json_decref(json);
}

/* --- what travels with the texts -------------------------------------------------------------- */

Test(history_rows, the_texts_of_the_catalogue_stay_well_under_a_frame)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_bytes packed = pfq_wire_pack(&golden_texts()->base, &arena);
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
    cr_assert_leq(packed.size, CATALOGUE_BYTES, "%zu bytes", packed.size);
    cr_log_info("%zu bytes", packed.size);
    cr_assert_not_null(
        pfq_wire_unpack(&pfq__v1__catalogue__descriptor, packed, &arena, &problems, &warnings),
        "%s", problems.count > 0 ? problems.rows[0]->path : "");
}

Test(history_rows, every_row_carries_its_condition_as_written_on_one_line)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    size_t history = 0;
    for (size_t i = 0; i < texts->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = texts->checks[i];
        cr_expect(c->check != NULL && strchr(c->check, '\n') == NULL, "%s", c->id);
        cr_expect(c->when == NULL || strchr(c->when, '\n') == NULL, "%s", c->id);
        cr_expect(c->aspect == PFQ__V1__ASPECT__ASPECT_PRESENCE ||
                      c->aspect == PFQ__V1__ASPECT__ASPECT_QUALITY,
                  "%s", c->id);
        history += c->scope == PFQ__V1__SCOPE__SCOPE_HISTORY;
    }
    cr_assert_eq(history, 3);
}
