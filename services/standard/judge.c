/* judge.c - what intake decides about one message: pfq_judge() of pfq/standard.h.
 *
 * In order: refuse what cannot be taken; normalise; find the event time, which picks
 * the edition; find the stages; run every check; add up the verdict. */
#include <ctype.h>
#include <string.h>

#include "certify.h"
#include "decide.h"
#include "facts.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "stages.h"

enum {
    EARLY_MS = 5 * 60 * 1000 /* an event time may lie this far after arrival */
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
    bool edition; /* some row was in force */
    struct verdict_tallies tallies;
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
        s->submitting_force = pfq_arena_strdup(j->arena, pfq_force_code(code));
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
            pfq_asn_normalise(d->defendant[i]->asn);
        }
    }
}

static void normalise_urn(struct judging *j)
{
    struct pfq_urn urn;
    Pfq__V1__Submission *s = j->submission;
    if (s->urn == NULL) {
        j->out->urn = "";
        return;
    }
    j->out->urn_readable = pfq_urn_read(s->urn, &urn);
    if (j->out->urn_readable) {
        s->urn = pfq_arena_strdup(j->arena, urn.text);
    } else {
        pfq_problem(j->problems, "URN_UNREADABLE", "submission.urn",
                    "Send force, unit, number and year, as in 43AA1234526.",
                    "The URN cannot be read, so the file is a case of its own.");
        s->urn = pfq_urn_is_plain(s->urn) ? s->urn : NULL;
    }
    j->out->urn = s->urn == NULL ? "" : s->urn;
}

static void normalise_unit(struct judging *j)
{
    Pfq__V1__Submission *s = j->submission;
    struct pfq_urn urn;
    if (s->police_unit != NULL) {
        s->police_unit = trimmed(j->arena, s->police_unit);
        pfq_asn_normalise(s->police_unit);
    }
    if (s->police_unit != NULL && s->police_unit[0] != '\0') {
        j->out->police_unit = s->police_unit;
    } else if (j->out->urn_readable && pfq_urn_read(s->urn, &urn)) {
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

/* A slip of the pen makes a unit of its own in all figures, and mail for it finds no route. */
static void warn_of_unit(struct judging *j)
{
    const struct rule_tables *tables = &j->standard->tables;
    const char *unit = j->submission->police_unit;
    if (tables->units.whole && unit != NULL && unit[0] != '\0' &&
        tables_unit_known(tables, j->out->force, unit, j->facts.event_date) == RULE_FALSE) {
        pfq_problem(j->warnings, "POLICE_UNIT_UNKNOWN", "submission.police_unit",
                    "Send the two characters of a unit of that force, or have the table of units "
                    "loaded anew.",
                    "The table of units has no such unit of the submitting force; the file is "
                    "counted for the unit as it was sent.");
    }
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
    j->stages = stages_find(j->submission, &j->standard->tables, judged->event_date, &added);
    judged->n_judged_as = added.count;
    judged->judged_as = pfq_arena_new(j->arena, Pfq__V1__FileType, STAGES_ADDED_MAX);
    memcpy(judged->judged_as, added.stage, added.count * sizeof *added.stage);
}

/* --- checks ------------------------------------------------------------------------------ */

/* Of few rows, and so kept apart: a finding, or a row that is decided later. */
static RULE_APART Pfq__V1__Outcome look_closer(struct judging *j, struct rule_run *run, size_t i,
                                               enum rule_answer answer, Pfq__V1__Outcome outcome)
{
    const struct catalogue_row *row = &j->standard->rows[i];
    Pfq__V1__Judged *judged = j->out->judged;
    if (row->history) {
        judged->history_checks[judged->n_history_checks++] = (uint32_t)i;
        return PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    }
    judged->findings[judged->n_findings++] = decide_finding(run, row, i, answer, j->arena, judged);
    return outcome;
}

static Pfq__V1__Outcome run_row(struct judging *j, struct rule_run *run, size_t i,
                                enum rule_answer answer)
{
    const struct catalogue_row *row = &j->standard->rows[i];
    Pfq__V1__Outcome outcome = decide((enum decision)row->decision, answer);
    verdict_add(&j->tallies, row->weight, outcome);
    bool plain = outcome == PFQ__V1__OUTCOME__OUTCOME_MET ||
                 outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    return plain ? outcome : look_closer(j, run, i, answer, outcome);
}

/* The rows that are in force for any of the file's stages, 64 from `word` * 64 on. */
static uint64_t rows_asked(const struct judging *j, size_t word)
{
    uint64_t rows = 0;
    for (uint32_t stages = j->stages; stages != 0; stages &= stages - 1) {
        unsigned stage = (unsigned)__builtin_ctz(stages);
        rows |= catalogue_in_force(j->standard, stage, j->facts.event_date)[word];
    }
    return rows;
}

static void run_word(struct judging *j, struct rule_run *run, size_t word, uint8_t *outcomes)
{
    uint64_t asked = rows_asked(j, word);
    j->edition = j->edition || asked != 0;
    rule_answer_rows(run, word, asked, outcomes + word * 64);
    for (; asked != 0; asked &= asked - 1) {
        size_t i = word * 64 + (size_t)__builtin_ctzll(asked);
        outcomes[i] = (uint8_t)run_row(j, run, i, (enum rule_answer)outcomes[i]);
    }
}

/* Two outcomes to a byte, low half first. */
static void keep_outcomes(uint8_t *outcomes, size_t count, Pfq__V1__Judged *judged)
{
    outcomes[count] = 0;
    judged->has_outcomes = true;
    judged->outcomes.len = (count + 1) / 2;
    judged->outcomes.data = outcomes;
    for (size_t i = 0; i < judged->outcomes.len; i++) {
        outcomes[i] = (uint8_t)(outcomes[2 * i] | outcomes[2 * i + 1] << 4);
    }
}

static void run_checks(struct judging *j)
{
    const struct pfq_standard *s = j->standard;
    Pfq__V1__Judged *judged = j->out->judged;
    RULE_UNINITIALISED struct rule_run run;
    rule_begin(&run, &s->program, j->submission, &j->facts);
    judged->findings = pfq_arena_new(j->arena, Pfq__V1__JudgedFinding *, s->row_count + 1);
    judged->history_checks = pfq_arena_new(j->arena, uint32_t, s->history_count + 1);
    uint8_t *outcomes = pfq_arena_new(j->arena, uint8_t, s->row_count + 1);
    memset(outcomes, PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE, s->row_count); /* nobody asks */
    for (size_t word = 0; word < catalogue_words(s); word++) {
        run_word(j, &run, word, outcomes);
    }
    keep_outcomes(outcomes, s->row_count, judged);
}

/* Checks of scope history, as if nothing came before: what did, store knows. */
static void run_history(struct judging *j)
{
    Pfq__V1__Judged *judged = j->out->judged;
    Pfq__V1__History history = PFQ__V1__HISTORY__INIT;
    if (judged->n_history_checks == 0) {
        return;
    }
    history.now = j->out->facts;
    history.has_earlier = true;
    decide_history(&j->standard->history, j->standard->rows, &history, j->arena, judged);
    for (size_t i = 0; i < judged->n_history_checks; i++) {
        uint32_t check = judged->history_checks[i];
        verdict_add(&j->tallies, j->standard->rows[check].weight, decide_outcome(judged, check));
    }
}

/* --- the whole ---------------------------------------------------------------------------- */

/* By which the verdicts of this file are made. */
static void find_limits(struct judging *j)
{
    j->out->judged->limits = pfq_arena_new(j->arena, Pfq__V1__VerdictLimits, 1);
    limits_for(j->standard, j->facts.values, j->out->judged->limits);
}

/* Some row asks for a stage of the file, whenever it is in force. */
static bool is_stage_asked(const struct judging *j)
{
    size_t i = 0;
    while (i < j->standard->row_count && (j->standard->rows[i].stages & j->stages) == 0) {
        i++;
    }
    return i < j->standard->row_count;
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
    } else if (is_stage_asked(j)) {
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
    find_limits(j);
    verdict_set(&j->tallies, judged);
    certify_read(j->submission, j->arena, judged);
    certify_count(&j->standard->texts, j->arena, judged);
    warn_of_unit(j);
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
    out->facts = facts_for_history(&j.facts, arena);
    run_checks(&j);
    run_history(&j);
    finish(&j);
}
