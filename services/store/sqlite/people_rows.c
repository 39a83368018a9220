/* people_rows.c - events and the rows that they come to: see db_people.h. */
#include "store/db_people.h"

#include <string.h>

#include "db_private.h"

/* --- events ---------------------------------------------------------------------------- */

static int64_t hash_of(const Pfq__V1__EventPut *put)
{
    return (int64_t)pfq_name_key(put->source, put->id);
}

enum pfq_code db_find_event(struct db *db, const Pfq__V1__EventPut *put, struct db_known_event *out,
                            struct pfq_err *err)
{
    *out = (struct db_known_event){0};
    struct query q = query_begin(&db->engine, SQL_FIND_EVENT);
    query_int(&q, hash_of(put));
    query_text(&q, put->source);
    query_text(&q, put->id);
    if (query_row(&q)) {
        struct pfq_bytes digest = query_get_blob(&q, 1);
        out->event = (uint64_t)query_get_int(&q, 0);
        out->same = digest.size == put->content_digest.len &&
                    memcmp(digest.data, put->content_digest.data, digest.size) == 0;
        out->received_at = query_get_int(&q, 2);
        out->committed_at = query_get_int(&q, 3);
    }
    return query_end(&q, err);
}

enum pfq_code db_put_event(struct db *db, const Pfq__V1__EventPut *put, uint64_t subject,
                           int64_t committed_at, struct pfq_arena *scratch, uint64_t *event,
                           struct pfq_err *err)
{
    size_t size = protobuf_c_message_get_packed_size(&put->event->base);
    uint8_t *packed = pfq_arena_new(scratch, uint8_t, size + 1);
    (void)protobuf_c_message_pack(&put->event->base, packed);
    struct query q = query_begin(&db->engine, SQL_ADD_EVENT);
    query_int(&q, hash_of(put));
    query_text(&q, put->source);
    query_text(&q, put->id);
    query_blob(&q, put->content_digest.data, put->content_digest.len);
    query_int(&q, put->received_at);
    query_int(&q, committed_at);
    query_int(&q, (int64_t)subject);
    query_int(&q, put->peer == NULL ? PFQ__V1__ROLE__ROLE_OPERATOR : put->peer->role);
    query_blob(&q, packed, size);
    enum pfq_code code = query_run(&q, err);
    *event = (uint64_t)sqlite3_last_insert_rowid(db->engine.handle);
    return code;
}

enum {
    EVENTS_FIRST = 16
};

static struct pfq_people_event *next_place(struct pfq_people_event **events, size_t *room,
                                           size_t count, struct pfq_arena *arena)
{
    if (count == *room) {
        size_t larger = *room == 0 ? EVENTS_FIRST : *room * 2;
        struct pfq_people_event *moved = pfq_arena_new(arena, struct pfq_people_event, larger);
        if (count > 0) {
            memcpy(moved, *events, count * sizeof *moved);
        }
        *events = moved;
        *room = larger;
    }
    return &(*events)[count];
}

enum pfq_code db_read_events(struct db *db, uint64_t subject, struct pfq_arena *arena,
                             struct pfq_people_event **out, size_t *count, struct pfq_err *err)
{
    size_t room = 0;
    enum pfq_code damage = PFQ_OK;
    *out = NULL;
    *count = 0;
    struct query q = query_begin(&db->engine, SQL_READ_EVENTS);
    query_int(&q, (int64_t)subject);
    while (damage == PFQ_OK && query_row(&q)) {
        struct pfq_people_event *event = next_place(out, &room, *count, arena);
        ProtobufCMessage *message = NULL;
        damage = pfq_wire_trusted(&pfq__v1__event__descriptor, query_get_blob(&q, 2), arena,
                                  &message, err);
        event->event = (const Pfq__V1__Event *)message;
        event->source = pfq_arena_strdup(arena, query_get_text(&q, 0));
        event->id = pfq_arena_strdup(arena, query_get_text(&q, 1));
        ++*count;
    }
    enum pfq_code code = query_end(&q, err);
    return code == PFQ_OK ? damage : code;
}

enum pfq_code db_last_event(struct db *db, uint64_t *event, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_LAST_EVENT);
    *event = query_row(&q) ? (uint64_t)query_get_int(&q, 0) : 0;
    return query_end(&q, err);
}

enum pfq_code db_put_notice(struct db *db, uint64_t event, const char *force,
                            Pfq__V1__FeedbackKind kind, struct pfq_bytes packed,
                            struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_ADD_NOTICE);
    query_int(&q, (int64_t)event);
    query_blob(&q, packed.data, packed.size);
    enum pfq_code code = query_run(&q, err);
    return code == PFQ_OK ? mailbox_add(db, force, kind, (int64_t)event, err) : code;
}

/* --- subjects -------------------------------------------------------------------------- */

enum pfq_code db_find_subject(struct db *db, Pfq__V1__PeopleKind kind, const char *name,
                              struct pfq_arena *arena, struct db_subject *out, struct pfq_err *err)
{
    *out = (struct db_subject){.kind = kind, .name = name};
    struct query q = query_begin(&db->engine, SQL_FIND_SUBJECT);
    query_int(&q, kind);
    query_text(&q, name);
    if (query_row(&q)) {
        struct pfq_bytes packed = query_get_blob(&q, 1);
        out->subject = (uint64_t)query_get_int(&q, 0);
        out->packed = packed.data == NULL ? packed : bytes_copy(packed, arena);
        out->settles_at = query_get_int(&q, 2);
    }
    return query_end(&q, err);
}

enum pfq_code db_add_subject(struct db *db, struct db_subject *subject, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_ADD_SUBJECT);
    query_int(&q, subject->kind);
    query_text(&q, subject->name);
    enum pfq_code code = query_run(&q, err);
    subject->subject = (uint64_t)sqlite3_last_insert_rowid(db->engine.handle);
    return code;
}

enum pfq_code db_write_subject(struct db *db, const struct db_subject *subject, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_SUBJECT);
    query_text(&q, subject->force);
    query_text(&q, subject->urn);
    query_int(&q, subject->process);
    query_text(&q, subject->id);
    query_text(&q, subject->unit);
    query_text(&q, subject->police_unit);
    query_int(&q, subject->place);
    query_int(&q, subject->open);
    if (subject->settles_at == 0) {
        query_null(&q);
    } else {
        query_int(&q, subject->settles_at);
    }
    query_blob(&q, subject->packed.data, subject->packed.size);
    query_int(&q, (int64_t)subject->subject);
    return query_run(&q, err);
}

/* Which way leads to the fewest rows. */
static enum sql_id way_of(const struct db_people_wish *wish)
{
    bool of_files = wish->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS ||
                    wish->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_EXPECTED ||
                    wish->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_REVIEWS;
    return of_files && wish->urn[0] != '\0' ? SQL_READ_SUBJECTS_OF_CASE
           : wish->open_only                ? SQL_READ_SUBJECTS_OPEN
           : wish->force[0] != '\0'         ? SQL_READ_SUBJECTS_OF_FORCE
                                            : SQL_READ_SUBJECTS;
}

/* A case is short, and looked at whole: its statement has what is wanted in its WHERE. */
enum pfq_code db_read_subjects(struct db *db, const struct db_people_wish *wish,
                               db_on_subject *on_subject, void *self, struct pfq_err *err)
{
    enum sql_id way = way_of(wish);
    bool of_case = way == SQL_READ_SUBJECTS_OF_CASE;
    struct query q = query_begin(&db->engine, way);
    query_int(&q, wish->kind);
    query_int(&q, wish->from > wish->after_place ? wish->from : wish->after_place);
    query_int(&q, wish->to);
    query_int(&q, wish->after_place);
    query_int(&q, (int64_t)wish->after_subject);
    query_text(&q, wish->force);
    if (!of_case) {
        query_int(&q, DB_SUBJECTS_LOOKED);
    }
    query_text(&q, wish->urn);
    query_text(&q, wish->forces);
    query_text(&q, wish->unit);
    query_text(&q, wish->police_unit);
    query_text(&q, wish->id);
    query_int(&q, wish->process);
    query_int(&q, wish->open_only);
    if (of_case) {
        query_int(&q, wish->limit);
    }
    bool more = true;
    while (more && query_row(&q)) {
        more = on_subject(self, (uint64_t)query_get_int(&q, 0), query_get_int(&q, 1),
                          query_get_int(&q, 2), query_get_blob(&q, 3));
    }
    return query_end(&q, err);
}
