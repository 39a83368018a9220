/* From what an assessor typed and what the machine found to an assessment: assess_make(). */
#include <criterion/criterion.h>
#include <string.h>

#include "operator/people/assess.h"

static struct pfq_arena arena;
static struct pfq_problems problems;
static Pfq__V1__Receipt receipt;
static Pfq__V1__Finding findings[5];
static Pfq__V1__Finding *list[5];
static struct assess_wish wish;
static struct assess_file file;

static char *text(const char *s)
{
    return pfq_arena_strdup(&arena, s);
}

static void finding(size_t i, const char *check, Pfq__V1__Outcome outcome,
                    Pfq__V1__Severity severity, const char *reason)
{
    Pfq__V1__Finding *f = &findings[i];
    pfq__v1__finding__init(f);
    f->check = text(check);
    f->outcome = outcome;
    f->severity = severity;
    f->reasons = pfq_arena_new(&arena, char *, 1);
    f->reasons[0] = text(reason);
    f->n_reasons = 1;
    f->fix = pfq_arena_printf(&arena, "Mend %s.", check);
    f->items = pfq_arena_new(&arena, char *, 2);
    f->items[0] = text("MG6C item 3");
    f->items[1] = text("MG6C item 7");
    f->n_items = i == 0 ? 2 : 0;
    list[i] = f;
}

#define FAILED PFQ__V1__OUTCOME__OUTCOME_NOT_MET
#define ASKED  PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON
#define MAJOR  PFQ__V1__SEVERITY__SEVERITY_MAJOR
#define MINOR  PFQ__V1__SEVERITY__SEVERITY_MINOR

static void begin(void)
{
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    finding(0, "DS05", FAILED, MAJOR, "D06");
    finding(1, "DS06", FAILED, MAJOR, "D06");
    finding(2, "DA01", FAILED, MAJOR, "T05");
    finding(3, "CS09", FAILED, MINOR, "D20");
    finding(4, "WE03", ASKED, MAJOR, "D21");
    pfq__v1__receipt__init(&receipt);
    receipt.verdict = PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET;
    receipt.findings = list;
    receipt.n_findings = 5;
    wish = (struct assess_wish){.kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA};
    file = (struct assess_file){.receipt = &receipt, .sequence = 9, .id = "dga-fh-ngap"};
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(assess, .init = begin, .fini = end);

static const Pfq__V1__Assessment *made(bool sound)
{
    Pfq__V1__Assessment *out = NULL;
    bool is = assess_make(&wish, &file, &arena, &problems, &out);
    cr_assert_eq(is, sound, "%s", problems.count > 0 ? problems.rows[0]->message : "");
    return out;
}

static void fail(const char *typed)
{
    const char *fault = NULL;
    cr_assert(assess_read_fail(typed, &wish.fails[wish.fail_count], &arena, &fault), "%s", fault);
    wish.fail_count++;
}

Test(assess, all_is_agreed_with_in_one_go)
{
    wish.confirm_all = true;
    const Pfq__V1__Assessment *a = made(true);
    cr_expect_eq(a->n_confirmed, 4);
    cr_expect_eq(a->n_failures, 1, "one for two checks of one reason, none for what is minor");
    cr_expect_str_eq(a->failures[0]->reason, "D06");
    cr_expect_str_eq(a->failures[0]->check, "DS05");
    cr_expect_str_eq(a->failures[0]->detail, "MG6C item 3, MG6C item 7: Mend DS05. Mend DS06.");
    cr_expect(a->failures[0]->releasable, "its words are the catalogue's");
    cr_expect(a->failures[0]->suggested, "nobody wrote them");
    cr_expect_eq(a->outcome, PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET);
    cr_expect_eq(a->sequence, 9);
    cr_expect_str_eq(a->id, "dga-fh-ngap");
}

Test(assess, what_is_overruled_is_no_failure)
{
    wish.confirm_all = true;
    wish.overrule = (struct assess_list){{"DS05", "DS06"}, 2, {NULL}};
    wish.fail_count = 0;
    const Pfq__V1__Assessment *a = made(false); /* DA01 has no reason of a DGA */
    cr_expect_eq(a->n_overruled, 2);
    cr_expect_eq(a->n_confirmed, 2);
    cr_expect_not_null(strstr(problems.rows[0]->message, "reason code of this kind"));
}

Test(assess, answers_of_questions_count_and_a_failing_one_is_a_failure)
{
    receipt.verdict = PFQ__V1__VERDICT__VERDICT_UNDECIDED;
    wish.not_met = (struct assess_list){{"WE03"}, 1, {NULL}};
    const Pfq__V1__Assessment *a = made(true);
    cr_expect_eq(a->n_answered, 1);
    cr_expect_str_eq(a->failures[0]->reason, "D21");
    cr_expect_eq(a->outcome, PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET);
}

Test(assess, what_the_machine_could_not_decide_needs_an_outcome)
{
    receipt.verdict = PFQ__V1__VERDICT__VERDICT_UNDECIDED;
    receipt.n_findings = 0;
    wish.confirm_all = true;
    (void)made(false);
    cr_expect_str_eq(problems.rows[0]->path, "--outcome");
    wish.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    cr_expect_eq(made(true)->n_failures, 0);
}

Test(assess, a_typed_failure_has_its_words_items_and_release)
{
    fail("d06=no descriptions:items 3, 7");
    fail("D20");
    wish.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET;
    const Pfq__V1__Assessment *a = made(true);
    cr_expect_str_eq(a->failures[0]->reason, "D06");
    cr_expect_str_eq(a->failures[0]->detail, "no descriptions");
    cr_expect_not(a->failures[0]->releasable);
    cr_assert_eq(a->failures[0]->n_items, 2);
    cr_expect_eq(a->failures[0]->items[1], 7);
    cr_expect_null(a->failures[1]->detail);
}

Test(assess, each_failure_is_released_by_itself_and_inside_unless_told)
{
    fail("D06=for the police");
    fail("D20=for us");
    wish.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET;
    cr_assert(assess_read_ids("d06", &wish.releasable, &arena, &(const char *){NULL}));
    const Pfq__V1__Assessment *a = made(true);
    cr_expect(a->failures[0]->releasable);
    cr_expect_not(a->failures[1]->releasable);
    cr_assert(assess_read_ids("D08", &wish.releasable, &arena, &(const char *){NULL}));
    (void)made(false);
    cr_expect_str_eq(problems.rows[0]->path, "--releasable D08");
}

Test(assess, words_that_were_typed_stay_alone_and_inside)
{
    static const char *const typed[] = {"D06=mine", "D06"};
    for (size_t i = 0; i < 2; i++) {
        wish.fail_count = 0;
        fail(typed[i]);
        wish.confirm = (struct assess_list){{"DS05", "DS06"}, 2, {NULL}};
        wish.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
        const Pfq__V1__Assessment *a = made(true);
        cr_assert_eq(a->n_failures, 1);
        cr_expect(i == 0 ? strcmp(a->failures[0]->detail, "mine") == 0
                         : a->failures[0]->detail == NULL);
        cr_expect_not(a->failures[0]->releasable);
        cr_expect_str_eq(a->failures[0]->check, "DS05");
    }
}

Test(assess, why_a_finding_is_overruled_is_kept)
{
    static const char *const wrong[] = {"DS05,DS06=why", "=why", "DS05="};
    const char *fault = NULL;
    cr_assert(assess_read_overruled("ds05=It was sent, twice", &wish.overrule, &arena, &fault));
    cr_assert(assess_read_overruled("DS06, DA01", &wish.overrule, &arena, &fault));
    wish.confirm = (struct assess_list){{"CS09"}, 1, {NULL}};
    wish.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET;
    const Pfq__V1__Assessment *a = made(true);
    cr_expect_eq(a->n_overruled, 3);
    cr_assert_eq(a->n_objections, 1);
    cr_expect_str_eq(a->objections[0]->check, "DS05");
    cr_expect_str_eq(a->objections[0]->reason, "It was sent, twice");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cr_expect_not(assess_read_overruled(wrong[i], &wish.overrule, &arena, &fault), "%s",
                      wrong[i]);
    }
    cr_expect_not(assess_read_ids("DS05=why", &wish.confirm, &arena, &fault));
}

/* Told again it changes nothing; each other thing said is named. */
Test(assess, what_another_assessment_changes_is_said)
{
    static const struct {
        const char *fails[2];
        const char *released;
        Pfq__V1__AssessmentOutcome outcome;
        const char *says;
    } rows[] = {{{"D06=a"}, NULL, PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET, ""},
                {{"D06=a"},
                 NULL,
                 PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET,
                 "the outcome is not met, was partly met"},
                {{"D06=b"},
                 NULL,
                 PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET,
                 "1 D06 has another text"},
                {{"D06=a"},
                 "D06",
                 PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET,
                 "1 D06: the force reads its text now"},
                {{"D06=a:items 3"},
                 NULL,
                 PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET,
                 "1 D06 is of other items"},
                {{"D06=a", "D20=c"},
                 NULL,
                 PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET,
                 "2 D20 is new"},
                {{"D20=c"},
                 NULL,
                 PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET,
                 "2 D20 is new; 1 D06 is taken out, which the police have answered"}};

    Pfq__V1__AssessmentRow before = PFQ__V1__ASSESSMENT_ROW__INIT;
    Pfq__V1__FailureRow row = PFQ__V1__FAILURE_ROW__INIT;
    Pfq__V1__FailureRow *pointers[] = {&row};
    before.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET;
    before.failures = pointers;
    before.n_failures = 1;
    row.number = 1;
    row.reason = text("D06");
    row.detail = text("a");
    row.has_response = true;
    file.before = &before;
    cr_expect(assess_stands(&file));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wish.fail_count = wish.releasable.count = 0;
        wish.outcome = rows[i].outcome;
        for (size_t k = 0; k < 2 && rows[i].fails[k] != NULL; k++) {
            fail(rows[i].fails[k]);
        }
        if (rows[i].released != NULL) {
            wish.releasable = (struct assess_list){{rows[i].released}, 1, {NULL}};
        }
        cr_expect_str_eq(assess_changes(&file, made(true), &arena), rows[i].says, "%zu: %s", i,
                         assess_changes(&file, made(true), &arena));
    }
    before.withdrawn = true;
    cr_expect_not(assess_stands(&file));
}

Test(assess, a_reason_keeps_its_number_through_corrections_and_no_number_comes_back)
{
    Pfq__V1__AssessmentRow before = PFQ__V1__ASSESSMENT_ROW__INIT;
    Pfq__V1__FailureRow rows[2] = {PFQ__V1__FAILURE_ROW__INIT, PFQ__V1__FAILURE_ROW__INIT};
    Pfq__V1__FailureRow *pointers[] = {&rows[0], &rows[1]};
    rows[0].number = 2;
    rows[0].reason = text("D06");
    rows[1].number = 5; /* withdrawn since */
    rows[1].reason = text("D09");
    before.failures = pointers;
    before.n_failures = 2;
    file.before = &before;
    fail("D20=x");
    fail("D06=y");
    fail("D08=z");
    wish.outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    const Pfq__V1__Assessment *a = made(true);
    cr_expect_eq(a->failures[0]->number, 6);
    cr_expect_eq(a->failures[1]->number, 2);
    cr_expect_eq(a->failures[2]->number, 7);
}

Test(assess, everything_that_is_wrong_is_told_at_once)
{
    wish.confirm = (struct assess_list){{"XX01", "DS05"}, 2, {NULL}};
    wish.overrule = (struct assess_list){{"DS05", "YY01"}, 2, {NULL}};
    wish.met = (struct assess_list){{"DS05"}, 1, {NULL}};
    fail("D06=a");
    fail("D06=b");
    (void)made(false);
    cr_expect_eq(problems.count, 6, "%zu", problems.count);
    cr_expect_str_eq(problems.rows[0]->path, "--fail D06");
    cr_expect_str_eq(problems.rows[1]->path, "--confirm XX01");
}

Test(assess, a_suggestion_fits_and_ends_after_a_word)
{
    char fix[600];
    memset(fix, 'a', sizeof fix - 1);
    for (size_t i = 9; i < sizeof fix; i += 10) {
        fix[i] = ' ';
    }
    fix[sizeof fix - 1] = '\0';
    findings[0].fix = fix;
    const char *detail = assess_suggest(&findings[0], &arena);
    cr_expect_leq(strlen(detail), ASSESS_DETAIL_CHARS);
    cr_expect_gt(strlen(detail), ASSESS_DETAIL_CHARS - 20);
    cr_expect_str_eq(detail + strlen(detail) - 4, "a...");
    cr_expect_eq(strncmp(detail, "MG6C item 3, MG6C item 7: ", 26), 0, "what is where stays");
}

Test(assess, positions_are_of_one_list_or_none)
{
    uint32_t items[ASSESS_ITEMS_MAX];
    cr_assert_eq(assess_items(&findings[0], items), 2);
    cr_expect_eq(items[0], 3);
    findings[0].items[1] = text("witness 7");
    cr_expect_eq(assess_items(&findings[0], items), 0);
    findings[0].items[1] = text("MG6C");
    cr_expect_eq(assess_items(&findings[0], items), 0);
}
