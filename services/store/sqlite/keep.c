/* keep.c - refusals, catalogues, positions, expiries, quarantine: see db.h. */
#include "db_private.h"

enum pfq_code db_keep_refusal(struct db *db, const Pfq__V1__StoreRefusal *refusal,
                              struct pfq_bytes reasons, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_ADD_REFUSAL);
    query_text(&q, refusal->source);
    query_text(&q, refusal->id);
    query_blob(&q, refusal->content_digest.data, refusal->content_digest.len);
    query_int(&q, refusal->received_at);
    query_blob(&q, reasons.data, reasons.size);
    enum pfq_code code = query_run(&q, err);
    if (code != PFQ_OK) {
        return code;
    }
    q = query_begin(&db->engine, SQL_TRIM_REFUSALS);
    query_int(&q, DB_REFUSALS_MAX);
    return query_run(&q, err);
}

enum pfq_code db_keep_catalogue(struct db *db, struct pfq_bytes digest, const char *label,
                                struct pfq_bytes packed, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_KEEP_CATALOGUE);
    query_blob(&q, digest.data, digest.size);
    query_text(&q, label);
    query_blob(&q, packed.data, packed.size);
    return query_run(&q, err);
}

static enum pfq_code read_number(struct query *q, uint64_t *out, bool *found, struct pfq_err *err)
{
    *found = query_row(q);
    *out = *found ? (uint64_t)query_get_int(q, 0) : 0;
    return query_end(q, err);
}

/* A reader's name is a row for ever, so a force may not make them without end. */
static enum pfq_code check_consumer(struct db *db, const char *force, const char *consumer,
                                    struct pfq_err *err)
{
    uint64_t count = 0;
    bool found = false;
    struct query q = query_begin(&db->engine, SQL_FIND_POSITION);
    query_text(&q, force);
    query_text(&q, consumer);
    enum pfq_code code = read_number(&q, &count, &found, err);
    if (code != PFQ_OK || found) {
        return code;
    }
    q = query_begin(&db->engine, SQL_COUNT_CONSUMERS);
    query_text(&q, force);
    code = read_number(&q, &count, &found, err);
    if (code == PFQ_OK && count >= DB_CONSUMERS_MAX) {
        return pfq_fail(err, PFQ_E_NOT_FOUND, "force %s has %d readers already", force,
                        DB_CONSUMERS_MAX);
    }
    return code;
}

/* The last number as this transaction has it: earlier puts of the batch count. */
static enum pfq_code last_number(struct db *db, const char *force, uint64_t *out,
                                 struct pfq_err *err)
{
    enum pfq_code code = forces_flush(db, err);
    if (code != PFQ_OK) {
        return code;
    }
    struct query q = query_begin(&db->engine, SQL_FIND_FORCE);
    query_text(&q, force);
    *out = query_row(&q) ? (uint64_t)query_get_int(&q, 1) : 0;
    return query_end(&q, err);
}

enum pfq_code db_write_position(struct db *db, const char *force, const char *consumer,
                                uint64_t up_to, uint64_t *acknowledged, struct pfq_err *err)
{
    uint64_t last = 0;
    bool found = false;
    enum pfq_code code = last_number(db, force, &last, err);
    if (code == PFQ_OK) {
        code = check_consumer(db, force, consumer, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    struct query q = query_begin(&db->engine, SQL_PUT_POSITION);
    query_text(&q, force);
    query_text(&q, consumer);
    query_int(&q, (int64_t)(up_to < last ? up_to : last));
    code = query_run(&q, err);
    if (code != PFQ_OK) {
        return code;
    }
    q = query_begin(&db->engine, SQL_FIND_POSITION);
    query_text(&q, force);
    query_text(&q, consumer);
    return read_number(&q, acknowledged, &found, err);
}

static enum pfq_code expire(struct db *db, enum sql_id id, int64_t before_ms, int limit,
                            int *deleted, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, id);
    query_int(&q, limit);
    query_int(&q, before_ms);
    enum pfq_code code = query_run(&q, err);
    *deleted = code == PFQ_OK ? sqlite3_changes(db->engine.handle) : 0;
    return code;
}

enum pfq_code db_expire_trials(struct db *db, int64_t before_ms, int limit, int *deleted,
                               struct pfq_err *err)
{
    return expire(db, SQL_EXPIRE_TRIALS, before_ms, limit, deleted, err);
}

enum pfq_code db_quarantine_put(struct db *db, const Pfq__V1__StoreQuarantine *item,
                                struct pfq_bytes reasons, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_ITEM);
    query_int(&q, item->received_at);
    if (item->peer != NULL && item->peer->has_uid) {
        query_int(&q, item->peer->uid);
        query_int(&q, item->peer->gid);
    } else {
        query_null(&q);
        query_null(&q);
    }
    query_blob(&q, reasons.data, reasons.size);
    query_blob(&q, item->original.data, item->original.len);
    return query_run(&q, err);
}

enum pfq_code db_quarantine_held(struct db *db, struct db_held *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_COUNT_ITEMS);
    *out = (struct db_held){0};
    if (query_row(&q)) {
        out->items = (uint64_t)query_get_int(&q, 0);
        out->bytes = (uint64_t)query_get_int(&q, 1);
    }
    return query_end(&q, err);
}

enum pfq_code db_quarantine_expire(struct db *db, int64_t before_ms, int limit, int *deleted,
                                   struct pfq_err *err)
{
    return expire(db, SQL_EXPIRE_ITEMS, before_ms, limit, deleted, err);
}
