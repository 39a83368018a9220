/* What is judged beside earlier submissions: pfq_history_open(), pfq_history_decide(). */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/history.h"
#include "support/catalogue_dir.h"
#include "support/file_facts.h"

enum {
    ARRIVAL = 1777971660 /* 2026-05-05T09:01:00Z, in seconds */
};

/* A catalogue of a test's own, and what it comes to. */
struct book {
    struct catalogue_dir dir;
    struct pfq_standard *standard;
    const Pfq__V1__Catalogue *texts;
    struct pfq_history *history;
};

static struct pfq_arena arena;

static void open_arena(void)
{
    pfq_arena_open(&arena);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(history, .init = open_arena, .fini = close_arena);

static struct book open_book(const char *shared, const char *rows)
{
    struct book b;
    struct pfq_err err;
    catalogue_dir_make(&b.dir);
    catalogue_dir_write(&b.dir, "standard.yaml", shared);
    catalogue_dir_write(&b.dir, "a.yaml", rows);
    b.standard = catalogue_dir_load(&b.dir, &arena);
    b.texts = pfq_standard_texts(b.standard);
    cr_assert_eq(pfq_history_open(b.texts, &b.history, &err), PFQ_OK, "%s", err.text);
    return b;
}

static void close_book(struct book *b)
{
    pfq_history_close(b->history);
    pfq_standard_close(b->standard);
    catalogue_dir_remove(&b->dir);
}

static char *row(const char *id, const char *condition, const char *severity)
{
    return catalogue_dir_row(&arena, id, condition, severity, NULL, NULL);
}

static struct pfq_judgement judge(const struct book *b, Pfq__V1__Submission *file)
{
    struct pfq_judgement out;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
    pfq_judge(b->standard, file_facts_envelope(&arena, file), (int64_t)ARRIVAL * 1000, &arena,
              &problems, &warnings, &out);
    cr_assert_not(out.refused);
    return out;
}

/* "NOT_MET" of the check with that id. */
static const char *outcome(const struct book *b, const Pfq__V1__Judged *judged, const char *id)
{
    for (size_t i = 0; i < b->texts->n_checks; i++) {
        if (strcmp(b->texts->checks[i]->id, id) == 0) {
            return pfq_enum_name(&pfq__v1__outcome__descriptor,
                                 judged->outcomes.data[i / 2] >> (i % 2 * 4) & 0x0F);
        }
    }
    return "no such check";
}

static const char *joined(char *const *ids, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = pfq_arena_printf(&arena, "%s%s%s", text, i > 0 ? " " : "", ids[i]);
    }
    return text;
}

/* Checks hang on two facts of the file, so that a test chooses what fails. */
#define NOT_MET    "check: \"false\""
#define ON_UPDATE  "check: \"not is_update\""
#define ON_STALLED "check: \"not emergency_charge\""
#define ON_CUSTODY "check: \"co_suspects_elsewhere\""

static Pfq__V1__Submission *make_file(bool update, bool emergency)
{
    Pfq__V1__Submission *file = file_facts(&arena);
    file->has_is_update = file->has_emergency_charge = 1;
    file->is_update = update;
    file->emergency_charge = emergency;
    return file;
}

Test(history, a_first_submission_is_decided_by_intake_as_if_nothing_came_before)
{
    struct book b = open_book(
        "label: \"test\"\n",
        pfq_arena_printf(&arena, "%s%s", row("CD01", "check: \"true\"", "major"),
                         row("CD02", "scope: history\n  check: \"earlier > 0\"", "major")));
    struct pfq_judgement now = judge(&b, make_file(false, false));
    cr_assert_eq(now.judged->n_history_checks, 1);
    cr_assert_eq(now.judged->history_checks[0], 1);
    cr_assert_str_eq(outcome(&b, now.judged, "CD02"), "NOT_MET");
    cr_assert_eq(now.judged->verdict, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    struct pfq_past past = {.earlier = 1};
    Pfq__V1__History *over = pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    cr_assert_str_eq(outcome(&b, now.judged, "CD02"), "MET");
    cr_assert_eq(now.judged->n_findings, 0);
    cr_assert_eq(now.judged->verdict, PFQ__V1__VERDICT__VERDICT_MEETS);
    cr_assert_eq(over->earlier, 1);
    cr_assert_eq(over->now, now.facts);
    close_book(&b);
}

Test(history, each_failing_is_fixed_still_open_or_new)
{
    struct book b = open_book("label: \"test\"\n",
                              pfq_arena_printf(&arena, "%s%s%s", row("CD01", ON_UPDATE, "major"),
                                               row("CD02", ON_STALLED, "minor"),
                                               row("CD03", ON_CUSTODY, "major")));
    struct pfq_judgement then = judge(&b, make_file(true, false));
    struct pfq_judgement now = judge(&b, make_file(false, true));
    struct pfq_past past = {.previous = then.judged,
                            .previous_texts = b.texts,
                            .previous_facts = then.facts,
                            .earlier = 1};
    Pfq__V1__History *over = pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    const Pfq__V1__Resubmission *r = now.judged->resubmission;
    cr_assert_eq(r->of_ordinal, 1);
    cr_assert_str_eq(joined(r->fixed, r->n_fixed), "CD01");
    cr_assert_str_eq(joined(r->still_open, r->n_still_open), "CD03");
    cr_assert_str_eq(joined(r->new_failing, r->n_new_failing), "CD02");
    cr_assert(r->failing_twice);
    cr_assert_eq(now.judged->findings[0]->change, PFQ__V1__CHANGE__CHANGE_NEW);
    cr_assert_eq(now.judged->findings[1]->change, PFQ__V1__CHANGE__CHANGE_STILL_OPEN);
    cr_assert_str_eq(joined(over->failing_again, over->n_failing_again), "CD03");
    cr_assert_eq(over->previous_verdict, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert(over->previous->is_update);
    close_book(&b);
}

/* --- two versions of the catalogue -------------------------------------------------------- */

Test(history, failings_are_compared_by_id_whatever_catalogue_judged)
{
    struct book old =
        open_book("label: \"old\"\n",
                  pfq_arena_printf(&arena, "%s%s%s%s", row("CD01", ON_UPDATE, "major"),
                                   row("CD02", ON_STALLED, "major"), row("CD03", NOT_MET, "major"),
                                   row("CD09", NOT_MET, "major")));
    struct book new = open_book(
        "label: \"new\"\n",
        pfq_arena_printf(&arena, "%s%s%s%s%s", row("AA01", NOT_MET, "minor"),
                         row("CD01", ON_UPDATE, "major"), row("CD02", ON_STALLED, "major"),
                         row("CD03", "check: \"charged_by = CPS\"", "major"),
                         row("CD10", "when: \"false\"\n  check: \"true\"", "major")));
    struct pfq_judgement then = judge(&old, make_file(true, true));
    struct pfq_judgement now = judge(&new, make_file(false, true));
    struct pfq_past past = {.previous = then.judged, .previous_texts = old.texts, .earlier = 4};
    Pfq__V1__History *over = pfq_history_decide(new.history, now.facts, &past, &arena, now.judged);
    const Pfq__V1__Resubmission *r = now.judged->resubmission;
    cr_expect_eq(r->of_ordinal, 4);
    cr_expect_str_eq(joined(r->fixed, r->n_fixed), "CD01");
    cr_expect_str_eq(joined(r->still_open, r->n_still_open), "CD02");
    cr_expect_str_eq(joined(r->new_failing, r->n_new_failing), "AA01");
    cr_expect_str_eq(joined(r->undecided_now, r->n_undecided_now), "CD03");
    cr_expect_str_eq(joined(r->not_asked_now, r->n_not_asked_now), "CD09");
    cr_expect_null(over->previous, "its facts were not kept");
    close_book(&old);
    close_book(&new);
}

Test(history, a_failing_that_is_only_minor_is_not_failing_twice)
{
    struct book b = open_book("label: \"test\"\n", row("CD01", NOT_MET, "minor"));
    struct pfq_judgement then = judge(&b, make_file(false, false));
    struct pfq_judgement now = judge(&b, make_file(false, false));
    struct pfq_past past = {.previous = then.judged, .previous_texts = b.texts, .earlier = 1};
    Pfq__V1__History *over = pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    cr_expect_eq(now.judged->resubmission->n_still_open, 1);
    cr_expect_not(now.judged->resubmission->failing_twice);
    cr_expect_eq(over->n_failing_again, 0);
    close_book(&b);
}

Test(history, what_history_decides_is_counted_and_named_like_any_other)
{
    struct book b = open_book(
        "label: \"test\"\ncertificates:\n  - {certificate: FILE_QUALITY, covers: ALL}\n",
        pfq_arena_printf(&arena, "%s%s%s",
                         row("CD01", "check: \"now.is_update\"\n  scope: history", "minor"),
                         row("CD02", "check: \"earlier = 0\"\n  scope: history", "critical"),
                         row("CD03", NOT_MET, "minor")));
    Pfq__V1__Submission *file = make_file(false, false);
    Pfq__V1__Certification certificate = PFQ__V1__CERTIFICATION__INIT;
    Pfq__V1__Certification *list[] = {&certificate};
    Pfq__V1__Certifications certifications = PFQ__V1__CERTIFICATIONS__INIT;
    certificate.has_kind = 1;
    certificate.kind = PFQ__V1__CERTIFICATION_KIND__CERTIFICATION_KIND_FILE_QUALITY;
    certifications.n_certification = 1;
    certifications.certification = list;
    file->certifications = &certifications;
    struct pfq_judgement now = judge(&b, file);
    cr_assert_eq(now.judged->verdict, PFQ__V1__VERDICT__VERDICT_MEETS);
    cr_assert_eq(now.judged->certified[0]->failings, 2);
    struct pfq_past past = {.earlier = 1};
    (void)pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    cr_assert_eq(now.judged->verdict, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert_eq(now.judged->quality, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert_eq(now.judged->certified[0]->failings, 3);
    cr_assert_str_eq(joined(now.judged->certified[0]->checks, 3), "CD01 CD02 CD03");
    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(now.judged->findings[i]->check, i, "findings stand in catalogue order");
    }
    cr_assert_null(now.judged->resubmission, "there was no submission of the same file");
    close_book(&b);
}

Test(history, deciding_twice_comes_to_the_same)
{
    struct book b = open_book(
        "label: \"test\"\n",
        pfq_arena_printf(
            &arena, "%s%s", row("CD01", NOT_MET, "major"),
            row("CD02", "check: \"count(failing_again) = 0\"\n  scope: history", "major")));
    struct pfq_judgement then = judge(&b, make_file(false, false));
    struct pfq_judgement now = judge(&b, make_file(false, false));
    struct pfq_past past = {.previous = then.judged, .previous_texts = b.texts, .earlier = 1};
    (void)pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    struct pfq_bytes first = pfq_wire_pack(&now.judged->base, &arena);
    (void)pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    struct pfq_bytes second = pfq_wire_pack(&now.judged->base, &arena);
    cr_assert_eq(first.size, second.size);
    cr_assert_eq(memcmp(first.data, second.data, first.size), 0);
    cr_assert_str_eq(outcome(&b, now.judged, "CD02"), "NOT_MET");
    close_book(&b);
}

Test(history, a_catalogue_that_cannot_be_compiled_says_which_check)
{
    Pfq__V1__CatalogueCheck check = PFQ__V1__CATALOGUE_CHECK__INIT;
    Pfq__V1__CatalogueCheck *checks[] = {&check};
    Pfq__V1__Catalogue catalogue = PFQ__V1__CATALOGUE__INIT;
    struct pfq_history *history = NULL;
    struct pfq_err err;
    catalogue.n_checks = 1;
    catalogue.checks = checks;
    check.id = pfq_arena_strdup(&arena, "CD06");
    check.check = pfq_arena_strdup(&arena, "earlyer > 0");
    cr_assert_eq(pfq_history_open(&catalogue, &history, &err), PFQ_OK, "of no scope: not compiled");
    pfq_history_close(history);
    check.has_scope = 1;
    check.scope = PFQ__V1__SCOPE__SCOPE_HISTORY;
    cr_assert_eq(pfq_history_open(&catalogue, &history, &err), PFQ_E_CATALOGUE);
    cr_assert_null(history);
    cr_assert_not_null(strstr(err.text, "CD06"));
    cr_assert_not_null(strstr(err.text, "earlyer"));
}

/* --- what intake tells for the sake of later submissions ------------------------------------- */

Test(history, facts_are_kept_as_said_and_silence_as_silence)
{
    struct book b = open_book("label: \"test\"\n", row("CD01", "check: \"true\"", "minor"));
    Pfq__V1__Submission *file = file_facts(&arena);
    Pfq__V1__Mg6e report = PFQ__V1__MG6E__INIT;
    const Pfq__V1__HistoryFacts *facts = judge(&b, file).facts;
    cr_expect_eq(facts->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP);
    cr_expect_not(facts->has_is_resubmission);
    cr_expect_not(facts->has_is_update);
    cr_expect_not(facts->has_mg6c_version);
    cr_expect_not(facts->has_material_since_last_schedule);
    cr_expect(facts->has_mg6e_on_file && !facts->mg6e_on_file, "documents are listed without it");

    file->has_is_resubmission = file->is_resubmission = 1;
    file->has_material_since_last_schedule = file->material_since_last_schedule = 1;
    file->mg6c->has_version = 1;
    file->mg6c->version = 3;
    file->documents->document[3]->code = PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG6E;
    facts = judge(&b, file).facts;
    cr_expect(facts->is_resubmission);
    cr_expect(facts->material_since_last_schedule);
    cr_expect_eq(facts->mg6c_version, 3);
    cr_expect(facts->mg6e_on_file);

    file->documents = NULL;
    cr_expect_not(judge(&b, file).facts->has_mg6e_on_file, "the sender does not say");
    file->mg6e = &report;
    cr_expect(judge(&b, file).facts->mg6e_on_file);
    close_book(&b);
}

Test(history, what_another_catalogue_judged_is_left_as_it_is)
{
    struct book one = open_book("label: \"one\"\n", row("CD01", NOT_MET, "major"));
    struct book two = open_book(
        "label: \"two\"\n",
        pfq_arena_printf(&arena, "%s%s%s", row("CD01", NOT_MET, "major"),
                         row("CD02", NOT_MET, "major"),
                         row("CD03", "check: \"earlier = 0\"\n  scope: history", "major")));
    struct pfq_judgement then = judge(&one, make_file(false, false));
    struct pfq_judgement now = judge(&two, make_file(false, false));
    struct pfq_past past = {.previous = then.judged, .previous_texts = one.texts, .earlier = 1};
    struct pfq_bytes before = pfq_wire_pack(&now.judged->base, &arena);
    Pfq__V1__History *over = pfq_history_decide(one.history, now.facts, &past, &arena, now.judged);
    struct pfq_bytes after = pfq_wire_pack(&now.judged->base, &arena);
    cr_assert_eq(over->earlier, 1);
    cr_assert_eq(before.size, after.size);
    cr_assert_eq(memcmp(before.data, after.data, before.size), 0);
    close_book(&one);
    close_book(&two);
}
