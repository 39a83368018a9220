/* outbox.c - mail that is to be sent, and what became of it: see db.h. */
#include <string.h>

#include "db_private.h"

static void bind_names(struct query *q, const Pfq__V1__Delivery *d)
{
    query_text(q, d->recipient);
    query_text(q, d->force);
    query_text(q, d->police_unit);
    query_int(q, d->kind);
    query_text(q, d->period);
    query_int(q, d->audience);
}

static bool has_end(Pfq__V1__DeliveryState state)
{
    return state > PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENDING;
}

static void read_state(const struct query *q, Pfq__V1__Delivery *d)
{
    d->has_state = d->has_attempts = d->has_queued_at = d->has_lease = d->has_repeat = true;
    d->state = (Pfq__V1__DeliveryState)query_get_int(q, 7);
    d->attempts = (uint32_t)query_get_int(q, 8);
    d->queued_at = query_get_int(q, 9);
    d->has_next_at = d->state <= PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_DEFERRED;
    d->next_at = d->has_next_at ? query_get_int(q, 10) : 0;
    d->has_done_at = has_end(d->state);
    d->done_at = query_get_int(q, 11);
    d->lease = (uint64_t)query_get_int(q, 12);
    d->repeat = query_get_int(q, 13) != 0;
}

/* Columns of a Delivery, without its message. */
static Pfq__V1__Delivery *read_row(const struct query *q, struct pfq_arena *arena)
{
    Pfq__V1__Delivery *d = pfq_arena_new(arena, Pfq__V1__Delivery, 1);
    pfq__v1__delivery__init(d);
    d->has_id = d->has_kind = d->has_audience = true;
    d->id = (uint64_t)query_get_int(q, 0);
    d->recipient = pfq_arena_strdup(arena, query_get_text(q, 1));
    d->force = pfq_arena_strdup(arena, query_get_text(q, 2));
    d->police_unit = pfq_arena_strdup(arena, query_get_text(q, 3));
    d->kind = (Pfq__V1__DigestKind)query_get_int(q, 4);
    d->period = pfq_arena_strdup(arena, query_get_text(q, 5));
    d->audience = (Pfq__V1__Audience)query_get_int(q, 6);
    read_state(q, d);
    d->message_id = pfq_arena_strdup(arena, query_get_text(q, 14));
    d->answer = pfq_arena_strdup(arena, query_get_text(q, 15));
    return d;
}

enum pfq_code db_put_delivery(struct db *db, const Pfq__V1__Delivery *put, int64_t now_ms,
                              struct pfq_arena *arena, bool *duplicate, Pfq__V1__Delivery **out,
                              struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_DELIVERY);
    bind_names(&q, put);
    query_int(&q, now_ms);
    query_text(&q, put->message_id);
    query_blob(&q, put->message.data, put->message.len);
    enum pfq_code code = query_run(&q, err);
    *duplicate = code == PFQ_OK && sqlite3_changes(db->engine.handle) == 0;
    if (code != PFQ_OK) {
        return code;
    }
    q = query_begin(&db->engine, SQL_FIND_DELIVERY_NAMED);
    bind_names(&q, put);
    *out = query_row(&q) ? read_row(&q, arena) : NULL;
    return query_end(&q, err);
}

enum pfq_code db_find_delivery(struct db *db, uint64_t id, struct pfq_arena *arena,
                               Pfq__V1__Delivery **out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_DELIVERY);
    query_int(&q, (int64_t)id);
    *out = query_row(&q) ? read_row(&q, arena) : NULL;
    if (*out != NULL) {
        (*out)->has_message = blob_copy(query_get_blob(&q, 16), arena, &(*out)->message);
    }
    enum pfq_code code = query_end(&q, err);
    if (code == PFQ_OK && *out == NULL) {
        return pfq_fail(err, PFQ_E_NOT_FOUND, "delivery %llu", (unsigned long long)id);
    }
    return code;
}

enum pfq_code db_next_delivery(struct db *db, int64_t now_ms, uint64_t *id, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_NEXT_DELIVERY);
    query_int(&q, now_ms);
    *id = query_row(&q) ? (uint64_t)query_get_int(&q, 0) : 0;
    return query_end(&q, err);
}

enum pfq_code db_hold_delivery(struct db *db, uint64_t id, int64_t until_ms, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_HOLD_DELIVERY);
    query_int(&q, until_ms);
    query_int(&q, (int64_t)id);
    return query_run(&q, err);
}

enum pfq_code db_move_delivery(struct db *db, const Pfq__V1__Delivery *to, int64_t held_until,
                               struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_MOVE_DELIVERY);
    query_int(&q, to->state);
    query_int(&q, to->next_at);
    if (has_end(to->state)) {
        query_int(&q, to->done_at);
    } else {
        query_null(&q);
    }
    query_int(&q, held_until);
    query_int(&q, to->repeat);
    query_text(&q, to->answer);
    query_int(&q, (int64_t)to->id);
    return query_run(&q, err);
}

enum pfq_code db_doubt_deliveries(struct db *db, bool fresh, int64_t now_ms, int *count,
                                  struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_DOUBT_DELIVERIES);
    query_int(&q, now_ms);
    query_int(&q, fresh);
    enum pfq_code code = query_run(&q, err);
    *count = code == PFQ_OK ? sqlite3_changes(db->engine.handle) : 0;
    if (code != PFQ_OK || !fresh) {
        return code;
    }
    q = query_begin(&db->engine, SQL_FREE_DELIVERIES);
    return query_run(&q, err);
}

enum pfq_code db_read_deliveries(struct db *db, const Pfq__V1__OutboxRead *read, size_t room,
                                 struct pfq_arena *arena, Pfq__V1__OutboxRows *out,
                                 struct pfq_err *err)
{
    size_t limit = read->has_limit ? read->limit : DB_DELIVERIES;
    size_t bytes = 0;
    limit = limit < DB_DELIVERIES_MAX ? limit : DB_DELIVERIES_MAX;
    struct query q =
        query_begin(&db->engine, read->has_state ? SQL_READ_DELIVERIES_IN : SQL_READ_DELIVERIES);
    query_int(&q, (int64_t)read->after);
    if (read->has_state) {
        query_int(&q, read->state);
    }
    query_int(&q, (int64_t)limit + 1);
    out->rows = pfq_arena_new(arena, Pfq__V1__Delivery *, limit + 1);
    out->has_more = true;
    while (!out->more && query_row(&q)) {
        out->more = out->n_rows == limit || bytes > room;
        if (!out->more) {
            Pfq__V1__Delivery *row = read_row(&q, arena);
            bytes += 3 * sizeof *row + protobuf_c_message_get_packed_size(&row->base);
            out->rows[out->n_rows++] = row;
        }
    }
    return query_end(&q, err);
}

enum pfq_code db_read_outbox(struct db *db, Pfq__V1__OutboxStatus *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_COUNT_DELIVERIES);
    uint64_t unused = 0;
    uint64_t *counts[] = {
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_UNSPECIFIED] = &unused,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_QUEUED] = &out->queued,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_DEFERRED] = &out->deferred,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENDING] = &out->sending,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENT] = &unused,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_IN_DOUBT] = &out->in_doubt,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_BOUNCED] = &out->bounced,
        [PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_EXPIRED] = &out->expired,
    };
    out->has_queued = out->has_deferred = out->has_sending = true;
    out->has_in_doubt = out->has_bounced = out->has_expired = true;
    while (query_row(&q)) {
        int64_t state = query_get_int(&q, 0);
        int64_t oldest = query_get_int(&q, 2);
        *counts[state] = (uint64_t)query_get_int(&q, 1);
        if (state <= PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_DEFERRED &&
            (!out->has_oldest_queued_at || oldest < out->oldest_queued_at)) {
            out->has_oldest_queued_at = true;
            out->oldest_queued_at = oldest;
        }
    }
    return query_end(&q, err);
}
