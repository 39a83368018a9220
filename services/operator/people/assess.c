/* assess.c - `pfq assess URN`: the prefilled form, or an assessment in one go. */
#include "assess.h"

#include <string.h>

#include "operator/commands.h"
#include "operator/report.h"
#include "pfq/clock.h"
#include "pfq/json.h"
#include "pfq/wire.h"

enum {
    OPT_OUTCOME = OPT_PEOPLE_OWN,
    OPT_FAIL,
    OPT_CONFIRM,
    OPT_CONFIRM_ALL,
    OPT_OVERRULE,
    OPT_ANSWER,
    OPT_RELEASABLE,
    OPT_REPLACE,
    OPT_WITHDRAW,
    OPT_RESPONSE_DATE
};

struct assess {
    struct people people;
    struct assess_wish wish;
};

static const struct argp_option options[] = {
    {"kind", OPT_KIND, "KIND", 0, "dga (unless told), triage or nfq", 0},
    {"stage", OPT_STAGE, "STAGE", 0, "FH_NGAP ... (else that of the latest submission)", 0},
    {"force", OPT_FORCE, "NN", 0, "the submitting force (else the file's, else the URN's)", 0},
    {"outcome", OPT_OUTCOME, "OUTCOME", 0, "met, partly or not-met", 0},
    {"fail", OPT_FAIL, "CODE=TEXT[:items N,N]", 0, "a failure: reason code, detail, positions", 0},
    {"releasable", OPT_RELEASABLE, "CODE,...", 0,
     "the police may read what --fail says of these; else it stays inside", 0},
    {"confirm", OPT_CONFIRM, "CHECK,...", 0, "agree with these findings of the machine", 0},
    {"confirm-all", OPT_CONFIRM_ALL, NULL, 0, "agree with all findings that are not overruled", 0},
    {"overrule", OPT_OVERRULE, "CHECK[=WHY]", 0,
     "disagree with a finding, and why; or with several: CHECK,CHECK", 0},
    {"answer", OPT_ANSWER, "CHECK=met", 0, "or not-met: a question that only a person decides", 0},
    {"response-date", OPT_RESPONSE_DATE, "DAY", 0, "the police are to answer by, 2026-12-31", 0},
    {"id", OPT_ID, "ID", 0, "of the assessment (else kind and stage)", 0},
    {"replace", OPT_REPLACE, NULL, 0, "in place of the whole of what stands, which is shown first",
     0},
    {"withdraw", OPT_WITHDRAW, NULL, 0, "it was made in error", 0},
    {0}};

/* --- options ------------------------------------------------------------------------------- */

typedef bool read_list(const char *text, struct assess_list *out, struct pfq_arena *arena,
                       const char **fault);

static void add_ids(struct assess *a, struct assess_list *list, const char *text, read_list *read,
                    struct argp_state *state)
{
    const char *fault = NULL;
    if (!read(text, list, &a->people.arena, &fault)) {
        argp_error(state, "'%s': %s", text, fault);
    }
}

static void add_answer(struct assess *a, const char *text, struct argp_state *state)
{
    const char *sign = strchr(text, '=');
    int value = 0;
    bool good =
        sign != NULL && folk_value(&pfq__v1__outcome__descriptor, sign + 1, &value) &&
        (value == PFQ__V1__OUTCOME__OUTCOME_MET || value == PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    if (!good) {
        argp_error(state,
                   "--answer takes a check and what it is, such as WE03=met or WE03=not-met");
        return;
    }
    add_ids(a, value == PFQ__V1__OUTCOME__OUTCOME_MET ? &a->wish.met : &a->wish.not_met,
            pfq_arena_strndup(&a->people.arena, text, (size_t)(sign - text)), assess_read_ids,
            state);
}

static void add_fail(struct assess *a, const char *text, struct argp_state *state)
{
    const char *fault = NULL;
    if (a->wish.fail_count == ASSESS_LIST_MAX) {
        argp_error(state, "at most %d failures", ASSESS_LIST_MAX);
    } else if (assess_read_fail(text, &a->wish.fails[a->wish.fail_count], &a->people.arena,
                                &fault)) {
        a->wish.fail_count++;
    } else {
        argp_error(state, "%s", fault);
    }
}

static error_t parse_list(int key, char *arg, struct argp_state *state)
{
    struct assess *a = state->input;
    switch (key) {
    case OPT_FAIL:
        add_fail(a, arg, state);
        return 0;
    case OPT_CONFIRM:
        add_ids(a, &a->wish.confirm, arg, assess_read_ids, state);
        return 0;
    case OPT_CONFIRM_ALL:
        a->wish.confirm_all = true;
        return 0;
    case OPT_OVERRULE:
        add_ids(a, &a->wish.overrule, arg, assess_read_overruled, state);
        return 0;
    case OPT_ANSWER:
        add_answer(a, arg, state);
        return 0;
    case OPT_RELEASABLE:
        add_ids(a, &a->wish.releasable, arg, assess_read_ids, state);
        return 0;
    case OPT_REPLACE:
        a->wish.replace = true;
        return 0;
    case OPT_WITHDRAW:
        a->wish.withdraw = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_whole(int key, char *arg, struct argp_state *state)
{
    struct assess *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &a->people;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_error(state, "one file at a time; a URN with spaces goes into quotes");
        }
        a->wish.urn = folk_urn(state, arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the case by its URN, such as 40AA1234526");
        return EINVAL;
    default:
        return parse_list(key, arg, state);
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct assess *a = state->input;
    switch (key) {
    case OPT_KIND:
        a->wish.kind = (Pfq__V1__AssessmentKind)folk_option(
            state, "--kind", &pfq__v1__assessment_kind__descriptor, arg);
        return 0;
    case OPT_STAGE:
        a->wish.stage =
            (Pfq__V1__FileType)folk_option(state, "--stage", &pfq__v1__file_type__descriptor, arg);
        return 0;
    case OPT_OUTCOME:
        a->wish.outcome = (Pfq__V1__AssessmentOutcome)folk_option(
            state, "--outcome", &pfq__v1__assessment_outcome__descriptor, arg);
        return 0;
    case OPT_FORCE:
        a->wish.force = option_force(state, arg);
        return 0;
    case OPT_ID:
        a->wish.id = arg;
        return 0;
    case OPT_RESPONSE_DATE:
        if (!pfq_date_parse(arg, &a->wish.response_date)) {
            argp_error(state, "--response-date takes a day such as 2026-12-31");
        }
        return 0;
    default:
        return parse_whole(key, arg, state);
    }
}

static const struct argp_child children[] = PEOPLE_CHILDREN;
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "URN",
    .doc = "Assess a file.  With a URN alone: what the machine found and what it cannot decide, "
           "as a form, and the command that agrees with it.\v"
           "A failure has a reason code of the CPS and, if possible, a detail of at most 250 "
           "characters; the police read it only where --releasable names the code.  What is "
           "assessed already is shown first; --replace puts the new one in its place, whole.\n\n"
           "Example: pfq assess 40AA1234526 --confirm-all --by cps-114"};

/* --- telling --------------------------------------------------------------------------------- */

static Pfq__V1__Event *event_of(struct assess *a, const struct assess_file *file)
{
    struct people *p = &a->people;
    Pfq__V1__Event *event = folk_about(p, NULL);
    event->file = pfq_arena_new(&p->arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(event->file);
    event->file->force = pfq_arena_strdup(&p->arena, file->force);
    event->file->urn = pfq_arena_strdup(&p->arena, a->wish.urn);
    event->file->has_file_type = true;
    event->file->file_type = file->stage;
    return event;
}

/* Its dates as store now holds them; NULL: they cannot be read. */
static const Pfq__V1__AssessmentRow *read_taken(struct assess *a, const Pfq__V1__Assessment *made)
{
    struct people *p = &a->people;
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    want.urn = pfq_arena_strdup(&p->arena, a->wish.urn);
    want.has_assessment_kind = true;
    want.assessment_kind = made->kind;
    want.id = made->id;
    bool there = folk_read(p, &want, &rows) == PFQ_EXIT_GOOD && rows.count > 0;
    return there ? rows.rows[rows.count - 1] : NULL;
}

/* What it was taken as, and what it changed. */
static void put_taken(struct assess *a, const struct assess_file *file,
                      const Pfq__V1__Assessment *made, const char *changes)
{
    struct people *p = &a->people;
    const Pfq__V1__AssessmentRow *row = read_taken(a, made);
    const char *dates =
        row == NULL || made->n_failures == 0
            ? ""
            : pfq_arena_printf(&p->arena, "  The police answer by %s; outcomes are taken until %s.",
                               folk_date(row->response_date, &p->arena),
                               folk_instant(row->deadline, &p->arena));
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(&p->arena, "%s%s: %s, %zu failure%s.%s",
                                    changes == NULL ? "" : "Replaced: ",
                                    row == NULL ? a->wish.urn : folk_name(row, &p->arena),
                                    folk_said(&pfq__v1__assessment_outcome__descriptor,
                                              (int)made->outcome, &p->arena),
                                    made->n_failures, made->n_failures == 1 ? "" : "s", dates));
    assess_put_failures(&p->page, made, &p->arena);
    assess_put_unrecorded(&p->page, file, made, &p->arena);
    if (changes != NULL) {
        page_paragraph(&p->page, 0, "", pfq_arena_printf(&p->arena, "What changed: %s.", changes));
    }
}

/* GOOD: it was taken.  *kept: so that there is something to say of it. */
static enum pfq_exit tell(struct assess *a, Pfq__V1__Event *event, bool *kept)
{
    Pfq__V1__Receipt *receipt = NULL;
    enum pfq_exit code = folk_tell(&a->people, event, &receipt);
    *kept = false;
    if (receipt == NULL) {
        return code;
    }
    folk_say_receipt("pfq assess", receipt);
    if (a->people.json) {
        report_write(stdout, pfq_json_value(&receipt->base, PFQ_JSON_SHORT_ENUMS));
    } else {
        *kept = code == PFQ_EXIT_GOOD;
    }
    return code;
}

static enum pfq_exit withdraw(struct assess *a, const struct assess_file *file)
{
    Pfq__V1__Withdrawal withdrawal = PFQ__V1__WITHDRAWAL__INIT;
    Pfq__V1__Event *event = event_of(a, file);
    if (file->before == NULL) {
        folk_say_problem("pfq assess", "There is no such assessment to withdraw.",
                         "Name its --kind, --stage and, where it has one of its own, --id.");
        return PFQ_EXIT_NOT_GOOD;
    }
    withdrawal.assessment = pfq_arena_strdup(&a->people.arena, file->id);
    withdrawal.has_kind = true;
    withdrawal.kind = a->wish.kind;
    event->what_case = PFQ__V1__EVENT__WHAT_WITHDRAWAL;
    event->withdrawal = &withdrawal;
    bool kept = false;
    enum pfq_exit code = tell(a, event, &kept);
    if (kept) {
        page_paragraph(&a->people.page, 0, "", "Withdrawn.  It was:");
        assess_put_before(&a->people.page, file, &a->people.arena);
    }
    return code;
}

static void warn_of_silence(struct assess *a, const Pfq__V1__Assessment *made)
{
    for (size_t i = 0; i < made->n_failures; i++) {
        if (made->failures[i]->detail == NULL) {
            folk_say_problem(
                "pfq assess",
                pfq_arena_printf(&a->people.arena, "%s has no detail; it is taken, and counted.",
                                 made->failures[i]->reason),
                "Say what is missing and where: the police cannot mend what is not named.");
        }
    }
}

/* NULL: something is wrong with it, and has been said. */
static Pfq__V1__Assessment *make(struct assess *a, const struct assess_file *file)
{
    struct pfq_problems problems;
    Pfq__V1__Assessment *made = NULL;
    pfq_problems_init(&problems, &a->people.arena);
    bool sound = assess_make(&a->wish, file, &a->people.arena, &problems, &made);
    pfq_problems_close(&problems);
    for (size_t i = 0; i < problems.count; i++) {
        folk_say_problem(problems.rows[i]->path, problems.rows[i]->message, problems.rows[i]->fix);
    }
    return sound ? made : NULL;
}

/* Nobody's assessment goes without a word. */
static enum pfq_exit refuse_unasked(struct people *p, const struct assess_file *file,
                                    const char *changes)
{
    struct page page;
    folk_say_problem("pfq assess", "This file is assessed already, and nothing was told.",
                     "To put yours in place of the whole of it, add --replace; an assessment of "
                     "its own beside it has an --id.");
    page_open(&page, stderr);
    assess_put_before(&page, file, &p->arena);
    page_paragraph(&page, 0, "", pfq_arena_printf(&p->arena, "Yours would change: %s.", changes));
    return PFQ_EXIT_NOT_GOOD;
}

static enum pfq_exit tell_made(struct assess *a, const struct assess_file *file,
                               Pfq__V1__Assessment *made, const char *changes)
{
    bool kept = false;
    Pfq__V1__Event *event = event_of(a, file);
    event->what_case = PFQ__V1__EVENT__WHAT_ASSESSMENT;
    event->assessment = made;
    warn_of_silence(a, made);
    enum pfq_exit code = tell(a, event, &kept);
    if (kept) {
        put_taken(a, file, made, changes);
    } else if (a->people.dry_run) {
        struct page page;
        page_open(&page, stderr);
        assess_put_failures(&page, made, &a->people.arena);
        assess_put_unrecorded(&page, file, made, &a->people.arena);
    }
    return code;
}

static enum pfq_exit assess(struct assess *a, const struct assess_file *file)
{
    Pfq__V1__Assessment *made = make(a, file);
    if (made == NULL) {
        return PFQ_EXIT_USAGE;
    }
    const char *changes = assess_stands(file) ? assess_changes(file, made, &a->people.arena) : NULL;
    if (changes != NULL && changes[0] == '\0') {
        return folk_say_unchanged(&a->people);
    }
    return changes != NULL && !a->wish.replace ? refuse_unasked(&a->people, file, changes)
                                               : tell_made(a, file, made, changes);
}

static enum pfq_exit run(struct assess *a)
{
    struct assess_file file;
    enum pfq_exit code = assess_look(&a->people, &a->wish, &file);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    if (!assess_decides(&a->wish)) {
        assess_form(&a->people, &a->wish, &file);
        return PFQ_EXIT_GOOD;
    }
    return a->wish.withdraw ? withdraw(a, &file) : assess(a, &file);
}

int command_assess(int argc, char **argv)
{
    static struct assess a; /* the lists are too large for a stack frame */
    a = (struct assess){.wish.kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA};
    folk_open(&a.people, "assess");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    enum pfq_exit code = run(&a);
    folk_close(&a.people);
    return (int)code;
}
