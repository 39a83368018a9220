/* db_periodic.h - the seam of db.h, continued: closed months, themes and their
 * baselines, digests.
 *
 * A month is the number YYYYMM.  What is written here is never changed afterwards.
 *
 * Layer 4 (store).
 */
#ifndef DB_PERIODIC_H
#define DB_PERIODIC_H

#include "db.h"

/* --- what figures are made of -------------------------------------------------------- */

struct db_code {
    uint32_t code;
    enum db_code_kind kind;
    const char *name;
};

/* All of them by kind and name; the forces that ever sent, by code. */
enum pfq_code db_read_codes(struct db *db, struct pfq_arena *arena, struct db_code **out,
                            size_t *count, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_list_forces(struct db *db, struct pfq_arena *arena, const char ***out,
                             size_t *count, struct pfq_err *err) PFQ_CHECKED;

/* --- closed months --------------------------------------------------------------------- */

struct db_month {
    int32_t month;
    int64_t closed_at; /* 0: it is not closed */
    const char *closed_by;
    uint64_t up_to;
    uint64_t files;
    uint64_t submissions;
    uint8_t digest[PFQ_DIGEST_BYTES];
};

enum pfq_code db_find_month(struct db *db, int32_t month, struct pfq_arena *arena,
                            struct db_month *out, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_write_month(struct db *db, const struct db_month *month,
                             struct pfq_err *err) PFQ_CHECKED;

/* What figures are asked for; the values are those of the wire's Series, less one. */
enum db_figures {
    DB_FIGURES_FIRST,
    DB_FIGURES_LATER,
    DB_FIGURES_FINAL
};

/* The sums of one unit and case type; both blobs in the form of tally.h. */
struct db_frozen {
    const char *police_unit;
    int case_type;
    struct pfq_bytes counts;
    struct pfq_bytes days;
};

enum pfq_code db_write_frozen(struct db *db, const char *force, int32_t month,
                              enum db_figures series, const struct db_frozen *frozen,
                              struct pfq_err *err) PFQ_CHECKED;
/* In order of unit and case type. */
typedef void db_on_frozen(void *self, const struct db_frozen *frozen);
enum pfq_code db_read_frozen(struct db *db, const char *force, int32_t month,
                             enum db_figures series, db_on_frozen *on_frozen, void *self,
                             struct pfq_err *err) PFQ_CHECKED;

/* --- themes ----------------------------------------------------------------------------- */

/* Keep it, unless the last of its theme and month says the same, and give it the force's next
 * mailbox number where it was announced to the whole force.  `scratch` holds its packed form until
 * the end of the transaction. */
enum pfq_code db_put_move(struct db *db, const Pfq__V1__ThemeMove *move, int64_t committed_at,
                          struct pfq_arena *scratch, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_put_baseline(struct db *db, const Pfq__V1__Baseline *baseline,
                              struct pfq_arena *scratch, struct pfq_err *err) PFQ_CHECKED;

/* A page after request->after, which fits into `room`. */
enum pfq_code db_read_themes(struct db *db, const Pfq__V1__ThemesRead *request, size_t room,
                             struct pfq_arena *arena, Pfq__V1__ThemeRows *rows,
                             struct pfq_err *err) PFQ_CHECKED;

/* --- digests (digests.h) ------------------------------------------------------------------ */

/* Keep it once, and give it the force's next mailbox number where it is of a whole force for
 * outside.  `scratch` holds its packed form until the end of the transaction. */
enum pfq_code db_put_digest(struct db *db, const Pfq__V1__DigestRow *row, int64_t now_ms,
                            struct pfq_arena *scratch, bool *duplicate,
                            struct pfq_err *err) PFQ_CHECKED;
/* Settle the one of these names, with so many mails; one that is settled stays as it is. */
enum pfq_code db_settle_digest(struct db *db, const Pfq__V1__DigestRow *row,
                               struct pfq_err *err) PFQ_CHECKED;
enum pfq_code db_find_digest(struct db *db, const Pfq__V1__DigestRow *names,
                             struct pfq_arena *arena, Pfq__V1__DigestRow *out, bool *found,
                             struct pfq_err *err) PFQ_CHECKED;
/* Forces whose first item was committed before, by code. */
enum pfq_code db_list_readers(struct db *db, int64_t before_ms, struct pfq_arena *arena,
                              char ***out, size_t *count, struct pfq_err *err) PFQ_CHECKED;
/* out->digests: the last period of each kind. */
enum pfq_code db_read_digest_status(struct db *db, struct pfq_arena *arena,
                                    Pfq__V1__ServiceStatus *out, struct pfq_err *err) PFQ_CHECKED;

#endif
