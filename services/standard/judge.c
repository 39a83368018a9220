/* judge.c - what intake decides about one message: pfq_judge() of pfq/standard.h.
 *
 * In order: refuse what cannot be taken; normalise; find the event time, which picks
 * the edition; find the stages; run every check; add up the verdict. */
#include <ctype.h>
#include <string.h>

#include "catalogue.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "stages.h"

enum {
    EARLY_MS = 5 * 60 * 1000, /* an event time may lie this far after arrival */
    MAJORS_TO_FAIL = 2
};

static const int64_t start_of_1990_ms = 631152000000; /* no sender is as old as this */

struct judging {
    const struct pfq_standard *standard;
    Pfq__V1__Submission *submission;
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    struct pfq_problems *warnings;
    struct pfq_judgement *out;
    struct rule_facts facts;
    uint32_t stages; /* 1 << FileType */
    /* while the checks run */
    bool edition;      /* some row was in force */
    bool stage;        /* some row asks for this stage at all */
    unsigned critical; /* NOT_MET */
    unsigned major;
    unsigned open; /* critical or major, and undecided */
    unsigned applied;
};

/* --- what cannot be taken --------------------------------------------------------------- */

static char *trimmed(struct pfq_arena *arena, const char *text)
{
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t n = strlen(text);
    while (n > 0 && isspace((unsigned char)text[n - 1])) {
        n--;
    }
    return pfq_arena_strndup(arena, text, n);
}

static bool has_force(struct judging *j)
{
    Pfq__V1__Submission *s = j->submission;
    if (s->submitting_force != NULL) {
        char *code = trimmed(j->arena, s->submitting_force);
        s->submitting_force = pfq_arena_strdup(j->arena, ident_force(code));
        if (tables_force_known(&j->standard->tables, s->submitting_force, 0)) {
            return true;
        }
    }
    pfq_problem(j->problems, "FORCE_UNKNOWN", "submission.submitting_force",
                "Send the two-digit code of the force that sends the file.",
                s->submitting_force == NULL ? "The submitting force is missing."
                                            : "The submitting force is no force that we know.");
    return false;
}

static bool has_file_type(struct judging *j)
{
    const Pfq__V1__Submission *s = j->submission;
    int stage = s->has_file_type ? (int)s->file_type : 0;
    if (stage > 0 && stage < CATALOGUE_STAGES) {
        return true;
    }
    pfq_problem(j->problems, "FILE_TYPE_MISSING", "submission.file_type",
                "Send the stage of the file, such as FH_GAP.",
                "The file does not say which stage it is sent for.");
    return false;
}

static bool can_be_taken(struct judging *j)
{
    if (j->submission == NULL) {
        pfq_problem(j->problems, "NO_SUBMISSION", "submission", "Send a submission.",
                    "The message holds no submission.");
        return false;
    }
    bool force = has_force(j);
    return has_file_type(j) && force;
}

/* --- normalising ------------------------------------------------------------------------ */

static void normalise_asns(struct judging *j)
{
    const Pfq__V1__Defendants *d = j->submission->defendants;
    for (size_t i = 0; d != NULL && i < d->n_defendant; i++) {
        if (d->defendant[i]->asn != NULL) {
            ident_asn_normalise(d->defendant[i]->asn);
        }
    }
}

static void normalise_urn(struct judging *j)
{
    struct ident_urn urn;
    Pfq__V1__Submission *s = j->submission;
    if (s->urn == NULL) {
        j->out->urn = "";
        return;
    }
    j->out->urn_readable = ident_urn_read(s->urn, &urn);
    if (j->out->urn_readable) {
        s->urn = pfq_arena_strdup(j->arena, urn.text);
    } else {
        pfq_problem(j->problems, "URN_UNREADABLE", "submission.urn",
                    "Send force, unit, number and year, as in 43AA1234526.",
                    "The URN cannot be read, so the file is a case of its own.");
    }
    j->out->urn = s->urn;
}

static void normalise_unit(struct judging *j)
{
    Pfq__V1__Submission *s = j->submission;
    struct ident_urn urn;
    if (s->police_unit != NULL) {
        s->police_unit = trimmed(j->arena, s->police_unit);
        ident_asn_normalise(s->police_unit);
    }
    if (s->police_unit != NULL && s->police_unit[0] != '\0') {
        j->out->police_unit = s->police_unit;
    } else if (j->out->urn_readable && ident_urn_read(s->urn, &urn)) {
        j->out->police_unit = pfq_arena_strdup(j->arena, urn.unit);
    }
}

static void normalise(struct judging *j)
{
    const Pfq__V1__Submission *s = j->submission;
    normalise_dates(&j->standard->dates, j->submission, j->problems);
    normalise_asns(j);
    normalise_urn(j);
    normalise_unit(j);
    j->out->force = s->submitting_force;
    if (s->force_from_urn) {
        j->submission->submitting_force = NULL; /* comparing the two would compare one */
    }
    j->out->file_type = s->file_type;
    j->out->case_type =
        s->has_case_type && s->case_type != PFQ__V1__CASE_TYPE__CASE_TYPE_UNSPECIFIED
            ? s->case_type
            : PFQ__V1__CASE_TYPE__CASE_TYPE_UNKNOWN;
    const Pfq__V1__BreachOfBail *breach = s->breach_of_bail;
    bool dated = s->file_type == PFQ__V1__FILE_TYPE__FILE_TYPE_BOB && breach != NULL &&
                 breach->has_breach_date; /* elsewhere it is a fact, and names no file */
    j->out->breach_date = dated ? breach->breach_date : 0;
}

/* --- event time and stages --------------------------------------------------------------- */

/* Noon stands for a day, and may well come after the arrival of that day, which the
 * sender's clock may have begun a little before ours. */
static bool is_early(const Pfq__V1__Submission *s, int64_t received_at)
{
    int64_t latest = received_at + EARLY_MS;
    return s->submitted_day_only ? pfq_london_date(s->submitted_at) > pfq_london_date(latest)
                                 : s->submitted_at > latest;
}

/* An instant of January 1970 that, taken as seconds, is of a sender's time. */
static bool is_seconds(int64_t sent_at, int64_t received_at)
{
    return sent_at >= start_of_1990_ms / 1000 && sent_at <= (received_at + EARLY_MS) / 1000;
}

static void find_event(struct judging *j, int64_t received_at)
{
    Pfq__V1__Submission *s = j->submission;
    Pfq__V1__Judged *judged = j->out->judged;
    if (!s->has_submitted_at) {
        return;
    }
    if (is_early(s, received_at)) {
        pfq_problem(j->warnings, "EVENT_TIME_FUTURE", "submission.submitted_at",
                    "Set the clock of the sending system.",
                    "The file says that it was sent after it arrived; its arrival was used.");
        s->submitted_at = received_at;
    }
    if (is_seconds(s->submitted_at, received_at)) {
        pfq_problem(j->warnings, "SUBMITTED_AT_UNIT", "submission.submitted_at",
                    "Send UTC milliseconds since 1970: multiply by 1,000.",
                    "The time at which the file was sent looks like seconds; it was read as "
                    "milliseconds, which is a day of January 1970.");
    }
    judged->has_event_at = true;
    judged->event_at = s->submitted_at;
    judged->has_event_date = true;
    judged->event_date = pfq_london_date(s->submitted_at);
    if (s->submitted_day_only) {
        s->has_submitted_at = false; /* its time of day would be taken for a fact */
    }
}

static void find_stages(struct judging *j)
{
    struct stages_added added = {.count = 0};
    Pfq__V1__Judged *judged = j->out->judged;
    j->stages = stages_find(j->submission, &added);
    judged->n_judged_as = added.count;
    judged->judged_as = pfq_arena_new(j->arena, Pfq__V1__FileType, STAGES_ADDED_MAX);
    memcpy(judged->judged_as, added.stage, added.count * sizeof *added.stage);
}

/* --- checks ------------------------------------------------------------------------------ */

static bool is_in_force(const struct catalogue_row *row, uint32_t stages, int32_t date)
{
    if (row->every_from <= date && date <= row->every_until) {
        return date != 0;
    }
    for (; stages != 0; stages &= stages - 1) {
        int stage = __builtin_ctz(stages);
        if (row->from[stage] <= date && date <= row->until[stage]) {
            return date != 0;
        }
    }
    return false;
}

static Pfq__V1__Outcome outcome_of(enum rule_tri t)
{
    return t == RULE_TRUE    ? PFQ__V1__OUTCOME__OUTCOME_MET
           : t == RULE_FALSE ? PFQ__V1__OUTCOME__OUTCOME_NOT_MET
                             : PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
}

/* The outcome, and in *at what condition and truth it hangs on, for naming items. */
static Pfq__V1__Outcome run_check(struct judging *j, struct rule_run *run,
                                  const struct catalogue_row *row, uint16_t *at, enum rule_tri *bad)
{
    j->stage = true;
    if (!is_in_force(row, row->stages & j->stages, j->facts.event_date)) {
        return PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    }
    j->edition = true;
    *at = row->when;
    *bad = rule_eval(run, row->when);
    if (*bad == RULE_FALSE) {
        return PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    }
    if (*bad == RULE_UNKNOWN || row->person) {
        return PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    }
    *at = row->check;
    *bad = rule_eval(run, row->check);
    if (*bad == RULE_UNKNOWN && row->unknown_fails) {
        return PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    }
    return outcome_of(*bad);
}

static void name_items(struct judging *j, struct rule_run *run, uint16_t at, enum rule_tri bad,
                       Pfq__V1__JudgedFinding *finding)
{
    struct rule_items items = {.arena = j->arena};
    rule_blame(run, at, bad, &items);
    rule_items_close(&items);
    finding->n_items = items.count;
    finding->items = pfq_arena_new(j->arena, char *, items.count + 1);
    memcpy(finding->items, items.names, items.count * sizeof *items.names);
}

static Pfq__V1__JudgedFinding *add_finding(struct judging *j, size_t check,
                                           Pfq__V1__Outcome outcome)
{
    Pfq__V1__Judged *judged = j->out->judged;
    Pfq__V1__JudgedFinding *f = pfq_arena_new(j->arena, Pfq__V1__JudgedFinding, 1);
    pfq__v1__judged_finding__init(f);
    f->has_check = true;
    f->check = (uint32_t)check;
    f->has_outcome = true;
    f->outcome = outcome;
    judged->findings[judged->n_findings++] = f;
    return f;
}

/* A question for a person never moves the machine's verdict. */
static void count(struct judging *j, const struct catalogue_row *row, Pfq__V1__Outcome outcome)
{
    if (row->person || outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE) {
        return;
    }
    j->applied++;
    if (outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
        j->critical += row->texts->severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL;
        j->major += row->texts->severity == PFQ__V1__SEVERITY__SEVERITY_MAJOR;
    }
    j->open += row->decisive && outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
}

static Pfq__V1__Outcome run_row(struct judging *j, struct rule_run *run, size_t i)
{
    const struct catalogue_row *row = &j->standard->rows[i];
    if ((row->stages & j->stages) == 0) {
        return PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    }
    uint16_t at = 0;
    enum rule_tri bad = RULE_TRUE;
    Pfq__V1__Outcome outcome = run_check(j, run, row, &at, &bad);
    count(j, row, outcome);
    if (outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET ||
        outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON) {
        name_items(j, run, at, bad, add_finding(j, i, outcome));
    }
    return outcome;
}

static void run_checks(struct judging *j)
{
    const struct pfq_standard *s = j->standard;
    Pfq__V1__Judged *judged = j->out->judged;
    struct rule_run run = rule_run(&s->program, &j->facts);
    judged->findings = pfq_arena_new(j->arena, Pfq__V1__JudgedFinding *, s->row_count + 1);
    judged->has_outcomes = true;
    judged->outcomes.len = (s->row_count + 1) / 2;
    uint8_t *packed = pfq_arena_new(j->arena, uint8_t, judged->outcomes.len + 1);
    judged->outcomes.data = packed;
    for (size_t i = 0; i < s->row_count; i++) {
        Pfq__V1__Outcome outcome = run_row(j, &run, i);
        packed[i / 2] |= (uint8_t)((unsigned)outcome << (i % 2 * 4));
    }
}

/* --- the whole ---------------------------------------------------------------------------- */

static Pfq__V1__Verdict verdict(const struct judging *j)
{
    if (j->critical > 0 || j->major >= MAJORS_TO_FAIL) {
        return PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET;
    }
    if (j->major > 0) {
        return PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS;
    }
    return j->open > 0 || j->applied == 0 ? PFQ__V1__VERDICT__VERDICT_UNDECIDED
                                          : PFQ__V1__VERDICT__VERDICT_MEETS;
}

static void warn_of_nothing(struct judging *j)
{
    if (j->edition) {
        return;
    }
    if (j->facts.event_date == 0) {
        pfq_problem(j->warnings, "NO_EDITION", "submission.submitted_at",
                    "Send the time at which the force sent the file.",
                    "The file does not say when it was sent, so no edition of the standard applies "
                    "and nothing was checked.");
    } else if (j->stage) {
        pfq_problem(j->warnings, "NO_EDITION", "submission.submitted_at",
                    "Look whether the date is right.",
                    "No edition of the standard applies to a file of that date, so nothing was "
                    "checked.");
    } else {
        pfq_problem(j->warnings, "NO_CHECKS", "submission.file_type", "Nothing need be done.",
                    "The catalogue has no check for files of this stage.");
    }
}

static void finish(struct judging *j)
{
    Pfq__V1__Judged *judged = j->out->judged;
    judged->has_verdict = true;
    judged->verdict = verdict(j);
    warn_of_nothing(j);
    pfq_problems_close(j->problems);
    pfq_problems_close(j->warnings);
    judged->n_problems = j->problems->count;
    judged->problems = j->problems->rows;
    judged->n_warnings = j->warnings->count;
    judged->warnings = j->warnings->rows;
}

void pfq_judge(const struct pfq_standard *standard, Pfq__V1__Envelope *envelope,
               int64_t received_at, struct pfq_arena *arena, struct pfq_problems *problems,
               struct pfq_problems *warnings, struct pfq_judgement *out)
{
    bool submission = envelope->body_case == PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    struct judging j = {.standard = standard,
                        .submission = submission ? envelope->submission : NULL,
                        .arena = arena,
                        .problems = problems,
                        .warnings = warnings,
                        .out = out};
    *out = (struct pfq_judgement){0};
    if (!can_be_taken(&j)) {
        out->refused = true;
        return;
    }
    out->judged = pfq_arena_new(arena, Pfq__V1__Judged, 1);
    pfq__v1__judged__init(out->judged);
    normalise(&j);
    find_event(&j, received_at);
    lookups_fill(&standard->tables, j.submission, out->judged->event_date);
    find_stages(&j);
    rule_facts_read(j.submission, &standard->tables, out->judged->event_date, &j.facts);
    j.facts.values = settings_for(&standard->settings, out->force, out->judged->event_date);
    run_checks(&j);
    finish(&j);
}
