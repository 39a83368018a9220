/* db_people.h - the seam of db.h, continued: people's events, and the rows that they come to.
 *
 * An event is about one subject: an assessment, a review, a challenge, a mute or an action.
 * A subject is found by its name; its row is derived (people_fold.h).
 *
 * Layer 4 (store).
 */
#ifndef DB_PEOPLE_H
#define DB_PEOPLE_H

#include "db.h"
#include "pfq/people.h"

/* --- events ---------------------------------------------------------------------------- */

struct db_known_event {
    uint64_t event; /* 0: there is none of this name */
    bool same;      /* it had this content */
    int64_t received_at;
    int64_t committed_at;
};

enum pfq_code db_find_event(struct db *db, const Pfq__V1__EventPut *put, struct db_known_event *out,
                            struct pfq_err *err) PFQ_CHECKED;
/* `put->peer` has a role.  `scratch` holds what is packed until the end. */
enum pfq_code db_put_event(struct db *db, const Pfq__V1__EventPut *put, uint64_t subject,
                           int64_t committed_at, struct pfq_arena *scratch, uint64_t *event,
                           struct pfq_err *err) PFQ_CHECKED;
/* Those about one subject, in the order of their commits. */
enum pfq_code db_read_events(struct db *db, uint64_t subject, struct pfq_arena *arena,
                             struct pfq_people_event **out, size_t *count,
                             struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_last_event(struct db *db, uint64_t *event, struct pfq_err *err) PFQ_CHECKED;

/* What a force is told of an event: a packed row, under the next number of its mailbox. */
enum pfq_code db_put_notice(struct db *db, uint64_t event, const char *force,
                            Pfq__V1__FeedbackKind kind, struct pfq_bytes packed,
                            struct pfq_err *err) PFQ_CHECKED;

/* --- subjects -------------------------------------------------------------------------- */

struct db_subject {
    uint64_t subject;
    Pfq__V1__PeopleKind kind;
    const char *name;

    /* what it is read by */
    const char *force;
    const char *urn;
    int process;
    const char *id;
    const char *unit;
    const char *police_unit;
    int64_t place;
    bool open;
    int64_t settles_at;      /* 0: never */
    struct pfq_bytes packed; /* no data: nothing made it yet */
};

/* subject 0: there is none.  Of the others kind, name, settles_at and packed are set. */
enum pfq_code db_find_subject(struct db *db, Pfq__V1__PeopleKind kind, const char *name,
                              struct pfq_arena *arena, struct db_subject *out,
                              struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_add_subject(struct db *db, struct db_subject *subject,
                             struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_write_subject(struct db *db, const struct db_subject *subject,
                               struct pfq_err *err) PFQ_CHECKED;

/* Which subjects; "" and 0 do not narrow. */
struct db_people_wish {
    Pfq__V1__PeopleKind kind;
    int64_t from;
    int64_t to;
    int64_t after_place;
    uint64_t after_subject;
    const char *force;
    const char *forces; /* "- 40 41 43": of these alone; NULL: of all */
    const char *urn;
    const char *unit;
    const char *police_unit;
    const char *id;
    int process;
    bool open_only;
    int limit; /* of a case */
};

enum {
    DB_SUBJECTS_LOOKED = 20000 /* by one reading, at most: some tens of milliseconds */
};

/* In order of place, then subject; without data it is none of those wanted.  False: no more are
 * looked at. */
typedef bool db_on_subject(void *self, uint64_t subject, int64_t place, int64_t settles_at,
                           struct pfq_bytes packed);
enum pfq_code db_read_subjects(struct db *db, const struct db_people_wish *wish,
                               db_on_subject *on_subject, void *self,
                               struct pfq_err *err) PFQ_CHECKED;

/* Those of which time alone changed the row, at most `limit`: number, kind and name. */
enum pfq_code db_due_subjects(struct db *db, int64_t now_ms, size_t limit, struct pfq_arena *arena,
                              struct db_subject **out, size_t *count,
                              struct pfq_err *err) PFQ_CHECKED;

/* --- what belongs to a file -------------------------------------------------------------- */

/* Its submissions, the latest committed first; at most 100. */
enum pfq_code db_read_chain(struct db *db, const Pfq__V1__FileRef *file, struct pfq_arena *arena,
                            uint64_t **out, size_t *count, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_read_original(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                               struct pfq_bytes *out, struct pfq_err *err) PFQ_CHECKED;

/* --- people's figures: cells without a series ----------------------------------------------- */

enum pfq_code db_read_assessed(struct db *db, const struct db_cell *cell, struct pfq_arena *arena,
                               struct pfq_bytes *counts, struct pfq_err *err) PFQ_CHECKED;
/* Without counts the cell is deleted. */
enum pfq_code db_write_assessed(struct db *db, const struct db_cell *cell, struct pfq_bytes counts,
                                struct pfq_err *err) PFQ_CHECKED;

/* --- the activity log (activity.h) -------------------------------------------------------- */

/* Zeros when it is empty. */
enum pfq_code db_last_activity(struct db *db, uint8_t digest[PFQ_DIGEST_BYTES],
                               struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_add_activity(struct db *db, int64_t at_ms, const char *text,
                              const uint8_t digest[PFQ_DIGEST_BYTES],
                              struct pfq_err *err) PFQ_CHECKED;
typedef void db_on_activity(void *self, int64_t at_ms, const char *text,
                            const uint8_t digest[PFQ_DIGEST_BYTES]);
enum pfq_code db_read_activity(struct db *db, db_on_activity *on_line, void *self,
                               struct pfq_err *err) PFQ_CHECKED;

#endif
