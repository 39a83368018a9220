/* dispute_sheet.c - export and import of `pfq dispute`: see dispute.h.
 *
 * Of a returned sheet the columns disputed, cps_accepted, contact_methods and comments count,
 * and police_comment where the police dispute on it. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "dispute.h"
#include "pfq/wire.h"
#include "returned.h"
#include "sheet.h"

enum {
    FIELD_DISPUTED,
    FIELD_ACCEPTED,
    FIELD_CHANNEL,
    FIELD_REASON,
    FIELD_POLICE,
    FIELD_STANDING
};

enum answer {
    ANSWER_NONE,
    ANSWER_YES,
    ANSWER_NO,
    ANSWER_FAULT
};

enum pfq_exit dispute_export(struct dispute *d)
{
    struct people *p = &d->people;
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    struct people_failure *failures = NULL;
    struct grid grid;
    want.has_outside = want.has_for_disclosure = want.for_disclosure = true;
    want.outside = d->outside;
    enum pfq_exit code = folk_filtered(p, &d->filter, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    size_t count = folk_failures(&rows, &p->arena, &failures);
    if (d->outside && !sheet_is_for_one(failures, count, &p->arena)) {
        return PFQ_EXIT_NOT_GOOD;
    }
    sheet_disputes(failures, count, &p->arena, &grid);
    if (!sheet_write(p, &grid, d->outside ? AUDIENCE_OUTSIDE : AUDIENCE_INSIDE,
                     d->out == NULL ? "-" : d->out)) {
        return PFQ_EXIT_NOT_GOOD;
    }
    fprintf(stderr, "pfq dispute: %zu failures, %s\n", count,
            d->outside ? "without reasons for outcomes, reviewers and unreleased details; logged"
                       : "for inside the CPS alone; logged");
    return PFQ_EXIT_GOOD;
}

/* --- a returned sheet ------------------------------------------------------------------------ */

static enum answer answer_of(struct returned *r, const char *column, const char *text)
{
    static const struct {
        const char *word;
        enum answer answer;
    } rows[] = {{"", ANSWER_NONE},
                {"yes", ANSWER_YES},
                {"y", ANSWER_YES},
                {"no", ANSWER_NO},
                {"n", ANSWER_NO}};

    const char *word = returned_word(r, text);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcasecmp(rows[i].word, word) == 0) {
            return rows[i].answer;
        }
    }
    returned_fault(r, "Write yes or no, or leave it empty.",
                   "The column %s holds neither yes nor no.", column);
    return ANSWER_FAULT;
}

static bool channel_of(struct returned *r, const char *text, int *out)
{
    const char *word = returned_word(r, text);
    *out = 0;
    if (word[0] == '\0' || folk_value(&pfq__v1__channel__descriptor, word, out)) {
        return true;
    }
    returned_fault(r, "Write email, meeting or phone, or leave it empty.",
                   "The column contact_methods holds none of the three.");
    return false;
}

static Pfq__V1__DisputeResult result_of(enum answer disputed, enum answer accepted)
{
    return disputed == ANSWER_NO    ? PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED
           : accepted == ANSWER_YES ? PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED
                                    : PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED;
}

/* The sheet says what store has; a sheet from outside has no reason to compare. */
static bool stands_so(const Pfq__V1__FailureRow *failure, Pfq__V1__DisputeResult result,
                      int channel, const char *reason)
{
    const char *before = failure->result_reason == NULL ? "" : failure->result_reason;
    return failure->has_result && failure->result == result &&
           failure->standing != PFQ__V1__STANDING__STANDING_DISPUTED &&
           (channel == 0 || (int)failure->channel == channel) &&
           (reason[0] == '\0' || strcmp(before, reason) == 0);
}

static bool may_record(struct returned *r, const struct people_failure *of,
                       const char *const *fields, bool correction)
{
    struct people *p = returned_people(r);
    const char *frozen = folk_frozen(p, of->row);
    if (frozen != NULL && !correction) {
        returned_fault(r, "A later one is a correction: import with --correction, and say why.",
                       "%s", frozen);
    } else if (strpbrk(fields[FIELD_REASON], "\r\n") != NULL ||
               strpbrk(fields[FIELD_POLICE], "\r\n") != NULL) {
        returned_fault(r, "Write it on one line; or a quote is missing at its end.",
                       "A comment goes on over several lines.");
    } else if (fields[FIELD_STANDING][0] != '\0' &&
               strcmp(fields[FIELD_STANDING], sheet_standing(of->failure)) != 0) {
        returned_fault(
            r, "Export again, or record it by itself: pfq dispute record.",
            "It stands otherwise since the sheet was made: %s.",
            folk_said(&pfq__v1__standing__descriptor, (int)of->failure->standing, &p->arena));
    } else {
        return true;
    }
    return false;
}

/* An outcome that stands, and --replace was not said. */
static bool is_in_the_way(struct returned *r, const char *stands)
{
    const struct dispute *d = returned_kind_of(r)->self;
    if (stands != NULL && !d->replace) {
        returned_fault(r, "To put this one in its place, import with --replace.",
                       "It has an outcome already: %s.", stands);
    }
    return stands != NULL && !d->replace;
}

static Pfq__V1__Response *dispute_of(struct people *p, const struct people_failure *of,
                                     const char *comment)
{
    Pfq__V1__Response *response = pfq_arena_new(&p->arena, Pfq__V1__Response, 1);
    pfq__v1__response__init(response);
    returned_name(p, of, &response->assessment, &response->kind, &response->failure);
    response->has_kind = response->has_failure = response->has_response = true;
    response->response = PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE;
    response->comment = comment[0] == '\0' ? NULL : pfq_arena_strdup(&p->arena, comment);
    return response;
}

/* The police dispute on the sheet, and nobody has decided yet. */
static enum returned_state read_dispute(struct returned *r, const struct people_failure *of,
                                        const char *const *fields, Pfq__V1__Event *event)
{
    struct people *p = returned_people(r);
    const char *stands = dispute_outcome(of->failure, &p->arena);
    if (of->failure->standing == PFQ__V1__STANDING__STANDING_DISPUTED) {
        return RETURNED_SAME;
    }
    if (is_in_the_way(r, stands) || !may_record(r, of, fields, false)) {
        return RETURNED_FAULT;
    }
    event->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
    event->response = dispute_of(p, of, fields[FIELD_POLICE]);
    returned_replaces(r, stands != NULL ? stands : folk_answer(of->row, of->failure, &p->arena));
    return RETURNED_TELL;
}

/* A dispute that is decided on the sheet and that nobody told before is told first. */
static bool tell_dispute(struct returned *r, const struct people_failure *of,
                         const char *const *fields, Pfq__V1__DisputeResult result)
{
    struct people *p = returned_people(r);
    if (result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED ||
        sheet_disputed(of->failure)) {
        return true;
    }
    Pfq__V1__Event *event = folk_about(p, of->row);
    event->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
    event->response = dispute_of(p, of, fields[FIELD_POLICE]);
    return returned_tell(r, event);
}

static enum returned_state read_outcome(struct returned *r, const struct people_failure *of,
                                        const char *const *fields, Pfq__V1__Event *event,
                                        Pfq__V1__DisputeResult result)
{
    struct people *p = returned_people(r);
    const struct dispute *d = returned_kind_of(r)->self;
    const char *stands = dispute_outcome(of->failure, &p->arena);
    int channel = 0;
    if (!channel_of(r, fields[FIELD_CHANNEL], &channel)) {
        return RETURNED_FAULT;
    }
    if (stands_so(of->failure, result, channel, fields[FIELD_REASON])) {
        return RETURNED_SAME;
    }
    if (is_in_the_way(r, stands) || !may_record(r, of, fields, d->correction) ||
        !tell_dispute(r, of, fields, result)) {
        return RETURNED_FAULT;
    }
    *event = *dispute_event(p, of, result, (Pfq__V1__Channel)channel, fields[FIELD_REASON],
                            d->correction && folk_frozen(p, of->row) != NULL);
    returned_replaces(r, stands);
    return RETURNED_TELL;
}

/* Recorded although nobody disputed it, and the sheet says just that. */
static bool is_undisputed_outcome(struct returned *r, const struct people_failure *of,
                                  const char *const *fields, enum answer disputed,
                                  enum answer accepted)
{
    int channel = 0;
    return disputed == ANSWER_NO && !sheet_disputed(of->failure) &&
           channel_of(r, fields[FIELD_CHANNEL], &channel) &&
           stands_so(of->failure, result_of(ANSWER_YES, accepted), channel, fields[FIELD_REASON]);
}

static enum returned_state read_row(struct returned *r, const struct people_failure *of,
                                    const char *const *fields, Pfq__V1__Event *event)
{
    enum answer disputed = answer_of(r, "disputed", fields[FIELD_DISPUTED]);
    enum answer accepted = answer_of(r, "cps_accepted", fields[FIELD_ACCEPTED]);
    if (disputed == ANSWER_FAULT || accepted == ANSWER_FAULT) {
        return RETURNED_FAULT;
    }
    if (accepted != ANSWER_NONE && disputed != ANSWER_YES) {
        if (is_undisputed_outcome(r, of, fields, disputed, accepted)) {
            return RETURNED_SAME;
        }
        returned_fault(r, "Say yes to disputed, or leave cps_accepted empty.",
                       "An outcome is given for what is not disputed.");
        return RETURNED_FAULT;
    }
    if (disputed == ANSWER_NONE) {
        return RETURNED_EMPTY;
    }
    return disputed == ANSWER_YES && accepted == ANSWER_NONE
               ? read_dispute(r, of, fields, event)
               : read_outcome(r, of, fields, event, result_of(disputed, accepted));
}

enum pfq_exit dispute_import(struct dispute *d)
{
    struct returned_sums sums;
    const struct returned_kind kind = {.columns = {"disputed", "cps_accepted", "contact_methods",
                                                   "comments", "police_comment", "standing"},
                                       .required = 2,
                                       .read = read_row,
                                       .self = d};
    return returned_import(&d->people, d->word, &kind, &sums);
}
