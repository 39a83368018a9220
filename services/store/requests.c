/* requests.c - see requests.h. */
#include "requests.h"

#include <stddef.h>
#include <string.h>

#include "asked.h"
#include "authorise.h"
#include "digests.h"
#include "disclosure.h"
#include "outbox.h"
#include "people.h"
#include "pfq/bug.h"
#include "pfq/grants.h"
#include "people_read.h"
#include "puts.h"
#include "queries.h"
#include "themes.h"

typedef enum pfq_code act_on(const struct turn *turn, struct job *job, struct pfq_err *err);

enum who {
    WHO_SERVICES, /* callers.h has let it in: nobody is asked for */
    WHO_PEER,     /* the Peer, who must be there */
    WHO_ANY,      /* the same; without one a service of ours asks for itself */
    WHO_ITS_OWN   /* said by the part that knows: events, what people said */
};

enum {
    OF_ALL = 0, /* what is asked for is of all forces */
    OF_NONE = 1 /* of no force by name: the answer holds only what is its own */
    /* else where its force stands in the body */
};

static const struct request {
    Pfq__V1__Envelope__BodyCase body;
    act_on *read;  /* the reader's; NULL: the writer takes it */
    act_on *write; /* NULL: the reader takes it */
    enum who who;
    enum authorise_act act;
    size_t peer; /* where the Peer stands in the body */
    size_t force;
} requests[] = {

#define BODY(name)         PFQ__V1__ENVELOPE__BODY_##name
#define AT(type, field)    offsetof(Pfq__V1__##type, field)
#define MAY(act, type)     WHO_PEER, act, AT(type, peer), AT(type, force)
#define ANY(act, type, of) WHO_ANY, act, AT(type, peer), of
#define SERVICES           WHO_SERVICES, ACT_READ, 0, OF_ALL
#define ITS_OWN(type)      WHO_ITS_OWN, ACT_READ, AT(type, peer), OF_ALL
    {BODY(STORE_PUT), NULL, puts_submission, MAY(ACT_PUT, StorePut)},
    {BODY(STORE_REFUSAL), NULL, puts_refusal, SERVICES},
    {BODY(STORE_CATALOGUE), NULL, puts_catalogue, SERVICES},
    {BODY(STORE_QUARANTINE), NULL, puts_apart, SERVICES},
    {BODY(POSITION_WRITE), NULL, puts_position, MAY(ACT_ACKNOWLEDGE, PositionWrite)},
    {BODY(THEMES_PUT), NULL, themes_put, SERVICES},
    {BODY(BASELINE), NULL, themes_set_baseline, ITS_OWN(Baseline)},
    {BODY(MONTH_CLOSE), queries_month_close, puts_apart, ANY(ACT_OVERSEE, MonthClose, OF_ALL)},
    {BODY(OUTBOX_PUT), NULL, outbox_put, SERVICES},
    {BODY(OUTBOX_TAKE), NULL, outbox_take, SERVICES},
    {BODY(OUTBOX_MARK), NULL, outbox_mark, SERVICES},
    {BODY(DIGEST_PUT), NULL, digests_put, SERVICES},
    {BODY(EVENT_PUT), NULL, people_put, ITS_OWN(EventPut)},
    {BODY(PEOPLE_ASK), people_read, disclosure_read, ITS_OWN(PeopleAsk)},
    {BODY(MAILBOX_READ), queries_mailbox, NULL, MAY(ACT_READ, MailboxRead)},
    {BODY(CASE_READ), queries_case, NULL, ANY(ACT_CASE, CaseRead, OF_NONE)},
    {BODY(CATALOGUE_READ), queries_catalogue, NULL, ANY(ACT_CASE, CatalogueRead, OF_NONE)},
    {BODY(FIGURES_READ), queries_figures, NULL, ANY(ACT_READ, FiguresRead, AT(FiguresRead, force))},
    {BODY(THEMES_READ), queries_themes, NULL, ANY(ACT_READ, ThemesRead, AT(ThemesRead, force))},
    {BODY(MONTHS_READ), queries_months, NULL, ITS_OWN(MonthsRead)},
    {BODY(OUTBOX_READ), outbox_read, NULL, SERVICES},
    {BODY(DIGEST_READ), digests_read, NULL, SERVICES},
};

static const struct request *request_of(const Pfq__V1__Envelope *envelope)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        if (requests[i].body == envelope->body_case) {
            return &requests[i];
        }
    }
    return NULL;
}

/* Of those that either thread may answer: a preview, and what is no export. */
static bool is_only_read(const Pfq__V1__Envelope *envelope)
{
    if (envelope->body_case == BODY(MONTH_CLOSE)) {
        return envelope->month_close->preview;
    }
    return envelope->people_ask->read != NULL && !envelope->people_ask->read->for_disclosure;
}

bool requests_reads(const Pfq__V1__Envelope *envelope)
{
    const struct request *request = request_of(envelope);
    return request != NULL && request->read != NULL &&
           (request->write == NULL || is_only_read(envelope));
}

/* --- may it? ------------------------------------------------------------------------------- */

/* A pointer in the body; all bodies of the envelope's oneof lie in one place. */
static const void *member(const Pfq__V1__Envelope *envelope, size_t offset)
{
    const void *value = NULL;
    memcpy(&value, (const char *)envelope->store_put + offset, sizeof value);
    return value;
}

/* NULL: it may; else a sentence, which may be empty. */
static const char *why_not(enum authorise_act act, const Pfq__V1__Peer *peer, const char *force)
{
    if (!authorise(peer, act, NULL)) {
        return "";
    }
    return authorise(peer, act, force)         ? NULL
           : force == NULL || force[0] == '\0' ? PFQ_GRANTS_ALL_FORCES
                                               : PFQ_GRANTS_ANOTHER_FORCE;
}

/* What is asked of people is people_read()'s. */
static const char *refused_itself(const struct request *request, const Pfq__V1__Envelope *envelope,
                                  const Pfq__V1__Peer *peer)
{
    if (request->body == BODY(EVENT_PUT)) {
        return authorise_event(peer, envelope->event_put->event);
    }
    if (request->body == BODY(MONTHS_READ) && peer != NULL) {
        return why_not(ACT_READ, peer, envelope->months_read->force);
    }
    bool baseline = request->body == BODY(BASELINE) && peer != NULL;
    return baseline ? why_not(ACT_OVERSEE, peer, envelope->baseline->key->force) : NULL;
}

static const char *refused(const struct request *request, const Pfq__V1__Envelope *envelope,
                           const Pfq__V1__Peer *peer)
{
    if (request->who == WHO_SERVICES || (request->who == WHO_ANY && peer == NULL)) {
        return NULL;
    }
    if (request->who == WHO_ITS_OWN) {
        return refused_itself(request, envelope, peer);
    }
    if (request->body == BODY(FIGURES_READ) && authorise(peer, ACT_OVERSEE, NULL) &&
        authorise_is_total(envelope->figures_read)) {
        return NULL;
    }
    const char *force = request->force > OF_NONE ? member(envelope, request->force) : NULL;
    return why_not(request->act, peer,
                   request->force == OF_NONE ? NULL
                   : force == NULL           ? ""
                                             : force);
}

static void settle(struct job *job, const char *message)
{
    job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, "MALFORMED", message,
                "This is a fault of the sending service.");
    job->settled = true;
}

/* What anybody asks: every fault is named. */
static void admit_question(struct job *job, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    asked_check(job->request, &problems);
    job->settled = problems.count + problems.unlisted > 0;
    if (problems.count > 0) {
        pfq_problems_close(&problems);
        job_problems(job, PFQ__V1__ANSWER__ANSWER_REFUSED, problems.rows, problems.count);
    } else if (problems.unlisted > 0) {
        job_try_again(job, "BUSY", "The store has no room to say what is wrong with this.");
    }
}

static void admit_form(struct job *job, const struct request *request, struct pfq_arena *arena)
{
    if (request != NULL && asked_is(job->request)) {
        admit_question(job, arena);
        return;
    }
    const char *fault =
        request == NULL ? "the store takes no such message" : job_fault(job->request);
    if (fault != NULL) {
        settle(job, fault);
    }
}

void requests_admit(struct job *job, struct pfq_arena *arena)
{
    job_begin(job);
    const struct request *request = request_of(job->request);
    admit_form(job, request, arena);
    if (job->settled) {
        return;
    }
    const Pfq__V1__Peer *peer =
        request->who == WHO_SERVICES ? NULL : member(job->request, request->peer);
    const char *sentence = refused(request, job->request, peer);
    if (sentence != NULL) {
        authorise_refuse(job, peer, sentence, arena);
        job->settled = true;
    }
}

enum pfq_code requests_act(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const struct request *request = request_of(job->request);
    PFQ_ASSERT(request != NULL); /* it was admitted */
    act_on *act = requests_reads(job->request) ? request->read : request->write;
    return act(turn, job, err);
}
