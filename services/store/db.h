/* db.h - the seam between the store and the engine that keeps its rows.
 *
 * No SQL, no type and no error code of the engine passes it: sqlite/ implements it, and a
 * second engine would be a second folder.  A struct db is one connection, used by one
 * thread.  Messages of the contract are the model; what is read back is made in the
 * caller's arena.
 *
 * Failures carry a disposition (pfq/err.h).  After RETRY or STOP the transaction is to be
 * rolled back; REJECT says that this one request can never be stored.
 *
 * Layer 4 (store).
 */
#ifndef DB_H
#define DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"

struct db;

enum db_access {
    DB_READ, /* never changes anything; the database must exist */
    DB_WRITE /* creates and migrates */
};

enum pfq_code db_open(const char *path, enum db_access access, struct db **out,
                      struct pfq_err *err) PFQ_CHECKED;
void db_close(struct db *db);

/* A transaction.  Commit returns when the disk has it.  Rollback is always allowed. */
enum pfq_code db_begin(struct db *db, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_commit(struct db *db, struct pfq_err *err) PFQ_CHECKED;
void db_rollback(struct db *db);

/* A read transaction: rows read until db_rollback() are of one moment. */
enum pfq_code db_begin_read(struct db *db, struct pfq_err *err) PFQ_CHECKED;

/* --- writing, inside a transaction ---------------------------------------------- */

/* Where a new submission belongs, and what is kept of it besides what was put. */
struct db_place {
    uint32_t ordinal;  /* 0 in TEST mode */
    uint64_t previous; /* sequence of the one before of the same file; 0 = none */
    int64_t hash;
    int64_t catalogue;
    int64_t committed_at;     /* the caller's, before db_find_place() */
    struct pfq_bytes judged;  /* as put; past.h may replace it */
    struct pfq_bytes history; /* a packed History; no data: none is kept */
};

/* Find the place of a submission, or its answer: that it was kept before, or that its
 * catalogue is not known.  `put` must be well-formed (job.h).  answer->stored points at
 * *stored, whose texts are copies in the arena.  When the arena has no room for those,
 * the answer is TRY_AGAIN. */
enum pfq_code db_find_place(struct db *db, const Pfq__V1__StorePut *put, struct pfq_arena *arena,
                            Pfq__V1__StoreAnswer *answer, Pfq__V1__Stored *stored,
                            struct db_place *place, struct pfq_err *err) PFQ_CHECKED;

/* Keep it there.  The texts of *stored are put's own. */
enum pfq_code db_put(struct db *db, const Pfq__V1__StorePut *put, const struct db_place *place,
                     Pfq__V1__StoreAnswer *answer, Pfq__V1__Stored *stored,
                     struct pfq_err *err) PFQ_CHECKED;

/* What the database holds of a submission that came before. */
struct db_earlier {
    uint64_t sequence; /* 0: there is none */
    int file_type;
    uint8_t catalogue_digest[PFQ_DIGEST_BYTES];
    struct pfq_bytes judged;
    struct pfq_bytes history; /* empty: not kept */
};

/* The one before of the same file: place->previous. */
enum pfq_code db_find_previous(struct db *db, const struct db_place *place, struct pfq_arena *arena,
                               struct db_earlier *out, struct pfq_err *err) PFQ_CHECKED;
/* The latest of the same force and URN at another stage: file_type and history alone. */
enum pfq_code db_find_other_stage(struct db *db, const Pfq__V1__StorePut *put,
                                  struct pfq_arena *arena, struct db_earlier *out,
                                  struct pfq_err *err) PFQ_CHECKED;

enum pfq_code db_keep_refusal(struct db *db, const Pfq__V1__StoreRefusal *refusal,
                              struct pfq_bytes reasons, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_keep_catalogue(struct db *db, struct pfq_bytes digest, const char *label,
                                struct pfq_bytes packed, struct pfq_err *err) PFQ_CHECKED;

/* Never moves back, never beyond the last number; *acknowledged is where it stands then.
 * A force may have DB_CONSUMERS_MAX readers: one more is NOT_FOUND. */
enum {
    DB_CONSUMERS_MAX = 64,
    DB_REFUSALS_MAX = 10000
};

enum pfq_code db_write_position(struct db *db, const char *force, const char *consumer,
                                uint64_t up_to, uint64_t *acknowledged,
                                struct pfq_err *err) PFQ_CHECKED;

/* At most `limit` of the oldest; *deleted says how many. */
enum pfq_code db_expire_trials(struct db *db, int64_t before_ms, int limit, int *deleted,
                               struct pfq_err *err) PFQ_CHECKED;

/* --- reading ---------------------------------------------------------------------- */

/* Rows until the limit, `room` bytes of texts, or the end; rows->more says which. */
enum pfq_code db_read_mailbox(struct db *db, const Pfq__V1__MailboxRead *request, size_t room,
                              struct pfq_arena *arena, Pfq__V1__StoreRows *rows,
                              struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_read_case(struct db *db, const Pfq__V1__CaseRead *request, size_t room,
                           struct pfq_arena *arena, Pfq__V1__StoreRows *rows,
                           struct pfq_err *err) PFQ_CHECKED;

/* One submission whole; both messages are in the arena.  NOT_FOUND: there is none. */
enum pfq_code db_read_file(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                           Pfq__V1__StoredFile **out, struct pfq_err *err) PFQ_CHECKED;

/* out->data is NULL when there is none, or no room in the arena. */
enum pfq_code db_read_catalogue(struct db *db, struct pfq_bytes digest, struct pfq_arena *arena,
                                struct pfq_bytes *out, struct pfq_err *err) PFQ_CHECKED;

/* forces, submissions, last_commit_at and outbox; costs O(forces and open deliveries). */
enum pfq_code db_read_figures(struct db *db, struct pfq_arena *arena, bool with_forces,
                              Pfq__V1__ServiceStatus *out, struct pfq_err *err) PFQ_CHECKED;

/* --- rollups (rollup.h) ----------------------------------------------------------- */

struct db_counted { /* what the rollups need of a submission */
    uint64_t sequence;
    const char *force;
    const char *urn;
    bool urn_readable;
    int file_type;
    int32_t breach_date;
    uint32_t ordinal;
    const char *police_unit;
    int case_type;
    int64_t received_at;
    int64_t catalogue;
    struct pfq_bytes judged;
};

/* Every submission is in FIRST or in LATER; all but the latest of each file are in REPLACED as
 * well.  So the figures of final submissions are FIRST + LATER - REPLACED, and a first
 * submission, as most are, is counted once. */
enum db_series {
    DB_SERIES_FIRST,
    DB_SERIES_LATER,
    DB_SERIES_REPLACED
};

struct db_cell {
    const char *force;
    int32_t day;
    const char *police_unit;
    int case_type;
    int file_type;
    enum db_series series;
};

/* The earliest and the latest submission of a file by (event time, sequence). */
struct db_ends {
    uint64_t first;
    uint64_t final;
};

enum db_code_kind {
    DB_CODE_CHECK = 1,
    DB_CODE_THEME,
    DB_CODE_REASON,
    DB_CODE_VERDICT,
    DB_CODE_PRESENCE, /* the verdict on presence alone */
    DB_CODE_QUALITY,  /* the verdict on quality alone */
    DB_CODE_TRIAGE_THEME,
    DB_CODE_ASSESSED_THEME,
    DB_CODE_TRIAGE_REASON,
    DB_CODE_ASSESSED_REASON,
    DB_CODE_EXPECTED,
    DB_CODE_UNDECIDED_THEME
};

/* *out is an array in the arena: fewer than `limit` when the rows end, or when half of a
 * bounded arena is used. */
enum pfq_code db_next_counted(struct db *db, uint64_t after, size_t limit, struct pfq_arena *arena,
                              struct db_counted **out, size_t *count,
                              struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_find_counted(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                              struct db_counted *out, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_find_ends(struct db *db, const struct db_counted *of, struct db_ends *ends,
                           struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_write_ends(struct db *db, const struct db_counted *of, const struct db_ends *ends,
                            struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_read_catalogue_row(struct db *db, int64_t catalogue, struct pfq_arena *arena,
                                    struct pfq_bytes *out, struct pfq_err *err) PFQ_CHECKED;
/* The small number of a name; made on first use. */
enum pfq_code db_intern(struct db *db, enum db_code_kind kind, const char *name, uint32_t *code,
                        struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_read_cell(struct db *db, const struct db_cell *cell, struct pfq_arena *arena,
                           struct pfq_bytes *counts, struct pfq_err *err) PFQ_CHECKED;
/* Without counts the cell is deleted. */
enum pfq_code db_write_cell(struct db *db, const struct db_cell *cell, struct pfq_bytes counts,
                            struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_clear_cells(struct db *db, struct pfq_err *err) PFQ_CHECKED;

/* A force's cells from one day to another, in order of their key. */
typedef void db_on_cell(void *self, const struct db_cell *cell, struct pfq_bytes counts);
enum pfq_code db_read_cells(struct db *db, const char *force, int32_t from, int32_t to,
                            db_on_cell *on_cell, void *self, struct pfq_err *err) PFQ_CHECKED;

/* Up to which sequence something derived is true; 0 before it was ever written. */
enum pfq_code db_read_progress(struct db *db, const char *name, uint64_t *up_to,
                               struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_write_progress(struct db *db, const char *name, uint64_t up_to,
                                struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_last_sequence(struct db *db, uint64_t *sequence, struct pfq_err *err) PFQ_CHECKED;
/* When the first submission after one was committed; 0: there is none. */
enum pfq_code db_first_after(struct db *db, uint64_t sequence, int64_t *committed_at,
                             struct pfq_err *err) PFQ_CHECKED;

/* --- outbox (outbox.h) ------------------------------------------------------------ */

enum {
    DB_DELIVERIES = 100, /* in one list, unless told */
    DB_DELIVERIES_MAX = 500
};

/* Queue it, or find its like: *out is the row, without its message. */
enum pfq_code db_put_delivery(struct db *db, const Pfq__V1__Delivery *put, int64_t now_ms,
                              struct pfq_arena *arena, bool *duplicate, Pfq__V1__Delivery **out,
                              struct pfq_err *err) PFQ_CHECKED;
/* With its message, or without where the arena has no room for it. */
enum pfq_code db_find_delivery(struct db *db, uint64_t id, struct pfq_arena *arena,
                               Pfq__V1__Delivery **out, struct pfq_err *err) PFQ_CHECKED;
/* *id 0: none is due. */
enum pfq_code db_next_delivery(struct db *db, int64_t now_ms, uint64_t *id,
                               struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_hold_delivery(struct db *db, uint64_t id, int64_t until_ms,
                               struct pfq_err *err) PFQ_CHECKED;
/* Write state, next_at, done_at, repeat and answer as they stand in *to. */
enum pfq_code db_move_delivery(struct db *db, const Pfq__V1__Delivery *to, int64_t held_until,
                               struct pfq_err *err) PFQ_CHECKED;
/* What nobody holds any more in the moment of sending; `fresh`: nobody holds anything. */
enum pfq_code db_doubt_deliveries(struct db *db, bool fresh, int64_t now_ms, int *count,
                                  struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_read_deliveries(struct db *db, const Pfq__V1__OutboxRead *read, size_t room,
                                 struct pfq_arena *arena, Pfq__V1__OutboxRows *out,
                                 struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_read_outbox(struct db *db, Pfq__V1__OutboxStatus *out,
                             struct pfq_err *err) PFQ_CHECKED;

/* --- the log (checkpoint.h) ------------------------------------------------------- */

struct db_log {
    int64_t bytes;   /* of the write-ahead log in use */
    int64_t waiting; /* of them not yet folded back into the database */
};

/* Bytes of log after the last commit on this connection. */
int64_t db_log_bytes(const struct db *db);

/* Fold back what can be without waiting for anybody.  `settle` first makes the disk take
 * what earlier calls folded back, so that a later call is short. */
enum pfq_code db_checkpoint(struct db *db, bool settle, struct db_log *out,
                            struct pfq_err *err) PFQ_CHECKED;

/* --- quarantine: a database of its own --------------------------------------------- */

struct db_held {
    uint64_t items;
    uint64_t bytes;
};

enum pfq_code db_quarantine_open(const char *path, struct db **out,
                                 struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_quarantine_put(struct db *db, const Pfq__V1__StoreQuarantine *item,
                                struct pfq_bytes reasons, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_quarantine_held(struct db *db, struct db_held *out,
                                 struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_quarantine_expire(struct db *db, int64_t before_ms, int limit, int *deleted,
                                   struct pfq_err *err) PFQ_CHECKED;

#endif
