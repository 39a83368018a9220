/* job.c - answers, and what makes a request well-formed: see job.h. */
#include "job.h"

#include <stddef.h>
#include <string.h>

#include "asked.h"
#include "digests.h"
#include "job_periodic.h"
#include "outbox.h"
#include "people.h"
#include "pfq/clock.h"
#include "pfq/log.h"

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text; /* generated types know no const */
}

/* Requests that read are answered with rows, requests that write with a StoreAnswer; what
 * is periodic has answers of its own. */
static const struct answered {
    Pfq__V1__Envelope__BodyCase request;
    Pfq__V1__Envelope__BodyCase answer;
    size_t member; /* of struct job: the answer's body */
} answers[] = {

#define ANSWER(request, answer, member)                                                            \
    {                                                                                              \
        PFQ__V1__ENVELOPE__BODY_##request, PFQ__V1__ENVELOPE__BODY_##answer,                       \
            offsetof(struct job, member)                                                           \
    }
    ANSWER(CASE_READ, STORE_ROWS, rows),          ANSWER(MAILBOX_READ, STORE_ROWS, rows),
    ANSWER(CATALOGUE_READ, STORE_ROWS, rows),     ANSWER(POSITION_WRITE, STORE_ROWS, rows),
    ANSWER(FIGURES_READ, FIGURES, figures),       ANSWER(THEMES_READ, THEME_ROWS, themes),
    ANSWER(THEMES_PUT, THEME_ROWS, themes),       ANSWER(MONTHS_READ, MONTH_ROWS, months),
    ANSWER(MONTH_CLOSE, MONTH_ROWS, months),      ANSWER(OUTBOX_PUT, OUTBOX_ROWS, outbox),
    ANSWER(OUTBOX_TAKE, OUTBOX_ROWS, outbox),     ANSWER(OUTBOX_MARK, OUTBOX_ROWS, outbox),
    ANSWER(OUTBOX_READ, OUTBOX_ROWS, outbox),     ANSWER(DIGEST_PUT, DIGEST_ROWS, digests),
    ANSWER(DIGEST_READ, DIGEST_ROWS, digests),    ANSWER(PEOPLE_ASK, PEOPLE_ROWS, people),
    ANSWER(_NOT_SET, STORE_ANSWER, store_answer),
#undef ANSWER
};

static const struct answered *answer_of(const Pfq__V1__Envelope *request)
{
    const struct answered *row = answers;
    while (row->request != PFQ__V1__ENVELOPE__BODY__NOT_SET && row->request != request->body_case) {
        row++;
    }
    return row;
}

static uint64_t token_of(const Pfq__V1__Envelope *request, bool *given)
{
    int body = (int)request->body_case;
    *given = true;
    if (body == PFQ__V1__ENVELOPE__BODY_STORE_PUT) {
        return request->store_put->token;
    }
    if (body == PFQ__V1__ENVELOPE__BODY_STORE_REFUSAL) {
        return request->store_refusal->token;
    }
    if (body == PFQ__V1__ENVELOPE__BODY_STORE_QUARANTINE) {
        return request->store_quarantine->token;
    }
    if (body == PFQ__V1__ENVELOPE__BODY_STORE_CATALOGUE) {
        return request->store_catalogue->token;
    }
    if (body == PFQ__V1__ENVELOPE__BODY_EVENT_PUT) {
        return request->event_put->token;
    }
    *given = false;
    return 0;
}

void job_begin(struct job *job)
{
    pfq__v1__envelope__init(&job->answer);
    pfq__v1__store_answer__init(&job->store_answer);
    pfq__v1__store_rows__init(&job->rows);
    pfq__v1__figures__init(&job->figures);
    pfq__v1__theme_rows__init(&job->themes);
    pfq__v1__month_rows__init(&job->months);
    pfq__v1__outbox_rows__init(&job->outbox);
    pfq__v1__digest_rows__init(&job->digests);
    pfq__v1__people_rows__init(&job->people);
    job->told[0] = '\0';
    job->settled = false;
    job->answer.id = job->request->id;
    job->answer.source = lend("pfq-store");
    bool given = false;
    job->store_answer.token = token_of(job->request, &given);
    job->store_answer.has_token = given;
    const struct answered *row = answer_of(job->request);
    job->answer.body_case = row->answer;
    job->answer.store_answer = (void *)((char *)job + row->member); /* all of a oneof lie there */
}

static void say(Pfq__V1__Problem *out, const char *code, const char *path, const char *message,
                const char *fix)
{
    pfq__v1__problem__init(out);
    out->code = lend(code);
    out->path = lend(path);
    out->message = lend(message);
    out->fix = lend(fix);
}

void job_problems(struct job *job, Pfq__V1__Answer answer, Pfq__V1__Problem **problems,
                  size_t count)
{
    job->store_answer.has_answer = true;
    job->store_answer.answer = answer;
    job->store_answer.stored = NULL;
    job->store_answer.problems = job->rows.problems = problems;
    job->figures.problems = job->themes.problems = job->months.problems = job->outbox.problems =
        job->digests.problems = problems;
    job->people.problems = problems;
    job->store_answer.n_problems = job->rows.n_problems = job->people.n_problems = count;
    job->figures.n_problems = job->themes.n_problems = job->months.n_problems =
        job->outbox.n_problems = job->digests.n_problems = count;
}

void job_problem(struct job *job, Pfq__V1__Answer answer, const char *code, const char *message,
                 const char *fix)
{
    say(&job->problem, code, "", message, fix);
    job->problems[0] = &job->problem;
    job_problems(job, answer, job->problems, 1);
}

void job_warn(struct job *job, const char *code, const char *path, const char *message,
              const char *fix)
{
    say(&job->warning, code, path, message, fix);
    job->warnings[0] = &job->warning;
    job->store_answer.warnings = job->warnings;
    job->store_answer.n_warnings = 1;
}

void job_try_again(struct job *job, const char *code, const char *message)
{
    job_problem(job, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN, code, message,
                "Send the same message again, under the same id.");
    job->store_answer.has_retry_after_ms = true;
    job->store_answer.retry_after_ms = JOB_RETRY_MS;
}

static bool fits(const struct job *job, const char *event)
{
    size_t size = protobuf_c_message_get_packed_size(&job->answer.base);
    if (size > PFQ_FRAME_BYTES) {
        pfq_log(PFQ_LOG_ERROR, event, "bytes=%zu texts=%zu most=%d", size,
                job->store_answer.catalogue.len, (int)PFQ_FRAME_BYTES);
    }
    return size <= PFQ_FRAME_BYTES;
}

/* What is left is bounded by what was taken in, a page of rows by the reader. */
void job_fit(struct job *job)
{
    if (fits(job, "texts_left_out")) {
        return;
    }
    job->store_answer.has_catalogue = false;
    job->store_answer.catalogue = (ProtobufCBinaryData){0};
    if (!fits(job, "answer_too_large")) {
        job_begin(job);
        job_try_again(job, "ANSWER_TOO_LARGE", "The answer does not fit one message.");
    }
}

/* --- well-formed? -------------------------------------------------------------------- */

bool job_text_within(const char *text, size_t least, size_t most)
{
    size_t length = text == NULL ? 0 : strnlen(text, most + 1);
    return length >= least && length <= most;
}

static bool is_digest(protobuf_c_boolean given, ProtobufCBinaryData digest)
{
    return given && digest.len == PFQ_DIGEST_BYTES;
}

bool job_is_force(const char *force)
{
    return job_text_within(force, 2, 2) && force[strspn(force, "0123456789")] == '\0';
}

bool job_is_month(int32_t month)
{
    return month < INT32_MAX / 100 && pfq_date_valid(month * 100 + 1);
}

static bool is_consumer(const char *name)
{
    return job_text_within(name, 1, 32) &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

static const char *put_fault(const Pfq__V1__StorePut *put)
{
    enum {
        urn_bytes = 64,
        unit_bytes = 16
    };

    if (!job_text_within(put->source, 1, PFQ_ID_BYTES) ||
        !job_text_within(put->id, 1, PFQ_ID_BYTES)) {
        return "source and id have 1 to 64 bytes";
    }
    if (!is_digest(put->has_content_digest, put->content_digest) ||
        !is_digest(put->has_catalogue_digest, put->catalogue_digest)) {
        return "content_digest and catalogue_digest have 32 bytes";
    }
    if (!job_is_force(put->force) || !job_text_within(put->urn, 0, urn_bytes) ||
        !job_text_within(put->police_unit, 0, unit_bytes)) {
        return "force, urn or police_unit has a wrong length";
    }
    if (!put->has_received_at || !pfq_instant_valid(put->received_at)) {
        return "received_at is no instant";
    }
    return put->has_original && put->has_judged ? NULL : "original and judged are missing";
}

static const char *refusal_fault(const Pfq__V1__StoreRefusal *refusal)
{
    bool good = job_text_within(refusal->source, 0, PFQ_ID_BYTES) &&
                job_text_within(refusal->id, 0, PFQ_ID_BYTES) &&
                is_digest(refusal->has_content_digest, refusal->content_digest);
    return good ? NULL : "ids of at most 64 bytes and a digest of 32 are wanted";
}

static const char *catalogue_fault(const Pfq__V1__Catalogue *catalogue)
{
    bool good = catalogue != NULL && is_digest(catalogue->has_digest, catalogue->digest);
    return good ? NULL : "a catalogue with a digest of 32 bytes is wanted";
}

static const char *position_fault(const Pfq__V1__PositionWrite *position)
{
    bool good = job_is_force(position->force) && is_consumer(position->consumer);
    return good ? NULL : "force has two digits, consumer 1 to 32 of a-z 0-9 - _";
}

static const char *mailbox_fault(const Pfq__V1__MailboxRead *read)
{
    bool good =
        job_is_force(read->force) && (read->consumer == NULL || is_consumer(read->consumer));
    return good ? NULL : "force has two digits, consumer 1 to 32 of a-z 0-9 - _";
}

const char *job_fault(const Pfq__V1__Envelope *request)
{
    switch ((int)request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_STORE_PUT:
        return put_fault(request->store_put);
    case PFQ__V1__ENVELOPE__BODY_STORE_REFUSAL:
        return refusal_fault(request->store_refusal);
    case PFQ__V1__ENVELOPE__BODY_STORE_QUARANTINE:
        return request->store_quarantine->has_original ? NULL : "original is missing";
    case PFQ__V1__ENVELOPE__BODY_STORE_CATALOGUE:
        return catalogue_fault(request->store_catalogue->catalogue);
    case PFQ__V1__ENVELOPE__BODY_POSITION_WRITE:
        return position_fault(request->position_write);
    case PFQ__V1__ENVELOPE__BODY_MAILBOX_READ:
        return mailbox_fault(request->mailbox_read);
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT:
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_TAKE:
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK:
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_READ:
        return outbox_fault(request);
    case PFQ__V1__ENVELOPE__BODY_DIGEST_PUT:
    case PFQ__V1__ENVELOPE__BODY_DIGEST_READ:
        return digests_fault(request);
    case PFQ__V1__ENVELOPE__BODY_EVENT_PUT:
        return people_fault(request);
    default:
        return asked_is(request) ? NULL : job_periodic_fault(request);
    }
}

struct pfq_bytes job_pack(const ProtobufCMessage *message, struct pfq_arena *arena)
{
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *data = pfq_arena_try(arena, size + 1, 1);
    if (data != NULL) {
        (void)protobuf_c_message_pack(message, data);
    }
    return (struct pfq_bytes){data, data == NULL ? 0 : size};
}
