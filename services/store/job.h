/* job.h - one request in the store's hands, from the socket to its answer.
 *
 * The loop reads the request into the bin's arena and later packs the answer; a worker
 * thread fills the answer in between.  A job is held by one thread at a time (worker.h).
 *
 * Layer 4 (store).
 */
#ifndef JOB_H
#define JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/sock.h"
#include "pfq/wire.h"

struct job {
    struct pfq_peer peer; /* whom to answer */
    int64_t arrived_ms;   /* monotonic */
    Pfq__V1__Envelope *request;

    bool settled; /* the answer stands whatever becomes of the transaction */
    Pfq__V1__Envelope answer;
    Pfq__V1__StoreAnswer store_answer; /* the answer's body: this */
    Pfq__V1__StoreRows rows;           /* or one of these */
    Pfq__V1__Figures figures;
    Pfq__V1__ThemeRows themes;
    Pfq__V1__MonthRows months;
    Pfq__V1__OutboxRows outbox;
    Pfq__V1__DigestRows digests;
    Pfq__V1__PeopleRows people;
    char told[3]; /* the force whose mailbox an event made grow; "": none */
    Pfq__V1__Stored stored;
    Pfq__V1__Problem problem;
    Pfq__V1__Problem *problems[1];
    Pfq__V1__Problem warning;
    Pfq__V1__Problem *warnings[1];
};

struct db;
struct past;
struct pfq_people_rules;

/* What an act on a job works with. */
struct turn {
    struct db *db;                        /* within a transaction */
    struct past *past;                    /* the writer's; else NULL */
    const struct pfq_people_rules *rules; /* borrowed */
    struct pfq_arena *arena;              /* of the answer */
    size_t room;                          /* bytes of a page of rows */
    int64_t wall_ms;
};

/* An empty answer of the kind that the request asks for. */
void job_begin(struct job *job);

/* Answer with these problems, or with one; they and the texts are borrowed for as long as the
 * answer. */
void job_problems(struct job *job, Pfq__V1__Answer answer, Pfq__V1__Problem **problems,
                  size_t count);
void job_problem(struct job *job, Pfq__V1__Answer answer, const char *code, const char *message,
                 const char *fix);

/* What the sender should know of what is taken; the texts are borrowed as long. */
void job_warn(struct job *job, const char *code, const char *path, const char *message,
              const char *fix);

/* "Nothing was kept, send it again." */
enum {
    JOB_RETRY_MS = 200
};

void job_try_again(struct job *job, const char *code, const char *message);

/* Make the answer fit one frame.  One that does not carries the texts that judged a repeat;
 * they are left out, and the log says so. */
void job_fit(struct job *job);

/* What is wrong with what a service of ours says, in a sentence; NULL: well-formed.  Nothing from
 * outside reaches db.h but through here, or, what anybody asks, asked_check(). */
const char *job_fault(const Pfq__V1__Envelope *request);

/* Parts of it: so many bytes, NULL being none; two digits; YYYYMM. */
bool job_text_within(const char *text, size_t least, size_t most);
bool job_is_force(const char *force);
bool job_is_month(int32_t month);

/* Packed, or no data when the arena has no room. */
struct pfq_bytes job_pack(const ProtobufCMessage *message, struct pfq_arena *arena);

#endif
