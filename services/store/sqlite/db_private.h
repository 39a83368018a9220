/* db_private.h - what a struct db is, to the files of sqlite/ alone. */
#ifndef DB_PRIVATE_H
#define DB_PRIVATE_H

#include "engine.h"
#include "store/db.h"

enum {
    DB_FORCES_MAX = 128, /* forces in one batch; there are 43, and two digits make 100 */
    DB_FORCE_BYTES = 3
};

/* Where a force stands inside the running transaction.  Read at its first submission,
 * written once at commit, forgotten at rollback: a number given in a transaction that
 * fails was never given. */
struct db_force {
    char force[DB_FORCE_BYTES];
    uint64_t submissions;
    uint64_t last_number;
    int64_t last_received_at;
};

struct db {
    struct engine engine;

    /* Of the running transaction: */
    struct db_force forces[DB_FORCES_MAX];
    size_t force_count;
    uint64_t last_sequence; /* valid when sequence_known */
    bool sequence_known;
    int64_t catalogue; /* short number of catalogue_digest; 0 = none remembered */
    uint8_t catalogue_digest[PFQ_DIGEST_BYTES];
};

/* Columns of a Stored, from `column` on: see find_submission.sql.  The texts go to the
 * arena; false when it has no room for them. */
bool stored_read(const struct query *q, int column, struct pfq_arena *arena, Pfq__V1__Stored *out);
/* The same of an item of a mailbox that tells of no submission: what it tells, packed, as the
 * kind of the item has it. */
bool stored_read_told(const struct query *q, int column, Pfq__V1__FeedbackKind kind,
                      struct pfq_bytes told, struct pfq_arena *arena, Pfq__V1__Stored *out);
/* What stored_read() will take, nearly. */
size_t stored_bytes(const struct query *q, int column);

/* Copy into the arena.  NULL data when there is no room. */
struct pfq_bytes bytes_copy(struct pfq_bytes bytes, struct pfq_arena *arena);
bool blob_copy(struct pfq_bytes bytes, struct pfq_arena *arena, ProtobufCBinaryData *out);

/* The next number of a force's mailbox, in this transaction. */
enum pfq_code force_next_number(struct db *db, const char *force, uint64_t *number,
                                struct pfq_err *err) PFQ_CHECKED;

/* Write what the transaction counted of each force. */
enum pfq_code forces_flush(struct db *db, struct pfq_err *err) PFQ_CHECKED;

#endif
