/* dispute_record.c - record of `pfq dispute`, one failure: see dispute.h.
 *
 * An outcome that stands, and one that nobody asked for, is told of and goes no further without
 * a word: --replace, --anyway; --correction, which has a reason, is both. */
#include <string.h>

#include "dispute.h"
#include "operator/report.h"
#include "pfq/json.h"
#include "returned.h"

#define RESULT(name)   PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_##name
#define STANDING(name) PFQ__V1__STANDING__STANDING_##name

Pfq__V1__Event *dispute_event(struct people *p, const struct people_failure *of,
                              Pfq__V1__DisputeResult result, Pfq__V1__Channel channel,
                              const char *reason, bool correction)
{
    Pfq__V1__Event *event = folk_about(p, of->row);
    Pfq__V1__DisputeOutcome *outcome = pfq_arena_new(&p->arena, Pfq__V1__DisputeOutcome, 1);
    pfq__v1__dispute_outcome__init(outcome);
    returned_name(p, of, &outcome->assessment, &outcome->kind, &outcome->failure);
    outcome->has_kind = outcome->has_failure = outcome->has_result = true;
    outcome->result = result;
    outcome->has_channel = channel != 0;
    outcome->channel = channel;
    outcome->reason =
        reason == NULL || reason[0] == '\0' ? NULL : pfq_arena_strdup(&p->arena, reason);
    outcome->has_correction = outcome->correction = correction;
    event->what_case = PFQ__V1__EVENT__WHAT_OUTCOME;
    event->outcome = outcome;
    return event;
}

/* --- what speaks against it --------------------------------------------------------------------
 */

const char *dispute_outcome(const Pfq__V1__FailureRow *f, struct pfq_arena *arena)
{
    if (!f->has_result || f->standing == STANDING(DISPUTED)) {
        return NULL; /* a dispute that came later has overtaken it */
    }
    const char *channel =
        f->has_channel ? folk_said(&pfq__v1__channel__descriptor, (int)f->channel, arena) : NULL;
    bool reason = f->result_reason != NULL && f->result_reason[0] != '\0';
    return pfq_arena_printf(arena, "%s%s%s%s%s%s%s",
                            folk_said(&pfq__v1__dispute_result__descriptor, (int)f->result, arena),
                            f->result_by == NULL ? "" : ", recorded by ",
                            f->result_by == NULL ? "" : f->result_by,
                            channel == NULL ? "" : ", by ", channel == NULL ? "" : channel,
                            reason ? ": " : "", reason ? f->result_reason : "");
}

static bool stands_so(const struct dispute *d, const Pfq__V1__FailureRow *f)
{
    const char *before = f->result_reason == NULL ? "" : f->result_reason;
    return f->has_result && f->standing != STANDING(DISPUTED) && f->result == d->result &&
           (d->channel == 0 || (f->has_channel && f->channel == d->channel)) &&
           (d->reason == NULL || strcmp(d->reason, before) == 0);
}

/* NULL: it decides what the police said. */
static const char *odd(struct people *p, const struct people_failure *of,
                       Pfq__V1__DisputeResult result)
{
    Pfq__V1__Standing standing = of->failure->standing;
    if (result != RESULT(NOT_DISPUTED)) {
        return standing == STANDING(DISPUTED) ? NULL
               : standing == STANDING(AGREED)
                   ? "Nobody disputes this failure: the police accept it."
                   : "Nobody disputes this failure: the police have not answered it.";
    }
    return standing == STANDING(DISPUTED) ? "The police dispute this failure."
           : standing == STANDING(AWAITED)
               ? pfq_arena_printf(&p->arena,
                                  "The police have not answered this failure: they are to by %s "
                                  "(%s), and answers are taken until %s.",
                                  folk_date(of->row->response_date, &p->arena),
                                  folk_days_left(p, of->row->response_date),
                                  folk_instant(of->row->deadline, &p->arena))
               : NULL;
}

/* It may be told. */
static bool may_record(const struct dispute *d, struct people *p, const struct people_failure *of,
                       const char *stands, const char *against)
{
    if (d->correction) {
        return true;
    }
    if (folk_frozen(p, of->row) != NULL) {
        folk_say_problem("pfq dispute", folk_frozen(p, of->row),
                         "A later one is a correction, and is shown as one: add --correction "
                         "and --reason.");
        return false;
    }
    if (stands != NULL) {
        if (!d->replace) {
            folk_say_problem("pfq dispute",
                             pfq_arena_printf(&p->arena, "It has an outcome already: %s.", stands),
                             "To put yours in its place, add --replace.");
        }
        return d->replace;
    }
    if (against != NULL && !d->anyway) {
        folk_say_problem("pfq dispute", against, "To record it all the same, add --anyway.");
        return false;
    }
    return true;
}

/* --- recording -----------------------------------------------------------------------------------
 */

static void put_recorded(struct dispute *d, const struct people_failure *of, const char *stands,
                         const char *against)
{
    struct people *p = &d->people;
    const char *what = folk_said(&pfq__v1__dispute_result__descriptor, (int)d->result, &p->arena);
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(&p->arena, "Recorded: %s, failure %u: %s.%s%s%s%s%s",
                                    folk_name(of->row, &p->arena), d->failure, what,
                                    stands != NULL ? "  In place of: " : "",
                                    stands != NULL ? stands : "", stands != NULL ? "." : "",
                                    stands == NULL && against != NULL ? "  " : "",
                                    stands == NULL && against != NULL ? against : ""));
}

static enum pfq_exit tell(struct dispute *d, const struct people_failure *of, const char *stands,
                          const char *against)
{
    struct people *p = &d->people;
    Pfq__V1__Receipt *receipt = NULL;
    Pfq__V1__Event *event = dispute_event(p, of, d->result, d->channel, d->reason, d->correction);
    enum pfq_exit code = folk_tell(p, event, &receipt);
    if (receipt == NULL) {
        return code;
    }
    folk_say_receipt("pfq dispute", receipt);
    if (p->json) {
        report_write(stdout, pfq_json_value(&receipt->base, PFQ_JSON_SHORT_ENUMS));
    } else if (code == PFQ_EXIT_GOOD) {
        put_recorded(d, of, stands, against);
    }
    return code;
}

enum pfq_exit dispute_record(struct dispute *d)
{
    struct people *p = &d->people;
    const struct people_failure *of = NULL;
    enum pfq_exit code = folk_find(p, &d->filter, d->urn, d->failure, &of);
    if (code != PFQ_EXIT_GOOD || of == NULL) {
        return code;
    }
    if (stands_so(d, of->failure)) {
        return folk_say_unchanged(p);
    }
    const char *stands = dispute_outcome(of->failure, &p->arena);
    const char *against = odd(p, of, d->result);
    return may_record(d, p, of, stands, against) ? tell(d, of, stands, against) : PFQ_EXIT_NOT_GOOD;
}
