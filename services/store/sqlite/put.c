/* put.c - one submission into the running transaction: see db_find_place(), db_put().
 *
 * Order matters only to the disk: find the name, find the file, count the force, then
 * three inserts.  Whatever fails, the caller rolls the whole transaction back. */
#include <string.h>

#include "db_private.h"
#include "pfq/bug.h"

static bool is_test(const Pfq__V1__StorePut *put)
{
    return put->mode == PFQ__V1__MODE__MODE_TEST;
}

static enum pfq_code find_catalogue(struct db *db, struct pfq_bytes digest, int64_t *row,
                                    struct pfq_err *err)
{
    if (db->catalogue != 0 && memcmp(db->catalogue_digest, digest.data, PFQ_DIGEST_BYTES) == 0) {
        *row = db->catalogue;
        return PFQ_OK;
    }
    struct query q = query_begin(&db->engine, SQL_FIND_CATALOGUE);
    query_blob(&q, digest.data, digest.size);
    *row = query_row(&q) ? query_get_int(&q, 0) : 0;
    enum pfq_code code = query_end(&q, err);
    if (code == PFQ_OK && *row != 0) {
        db->catalogue = *row;
        memcpy(db->catalogue_digest, digest.data, PFQ_DIGEST_BYTES);
    }
    return code;
}

/* --- a name that is known already -------------------------------------------------- */

static bool same_bytes(struct pfq_bytes a, const ProtobufCBinaryData *b)
{
    return a.size == b->len && memcmp(a.data, b->data, a.size) == 0;
}

/* The row that query q is on has put's name. */
static void answer_repeat(const struct query *q, const Pfq__V1__StorePut *put,
                          struct pfq_arena *arena, Pfq__V1__StoreAnswer *answer,
                          Pfq__V1__Stored *stored)
{
    if (!same_bytes(query_get_blob(q, 0), &put->content_digest)) {
        answer->answer = PFQ__V1__ANSWER__ANSWER_CONFLICT;
    } else if (stored_read(q, 2, arena, stored)) {
        answer->answer = PFQ__V1__ANSWER__ANSWER_DUPLICATE;
        answer->stored = stored;
    } else {
        answer->answer = PFQ__V1__ANSWER__ANSWER_TRY_AGAIN; /* a smaller batch has room */
    }
}

/* The texts that judged the first, when they are not those that the sender has. */
static enum pfq_code add_catalogue(struct db *db, const Pfq__V1__StorePut *put,
                                   struct pfq_arena *arena, Pfq__V1__StoreAnswer *answer,
                                   struct pfq_err *err)
{
    const ProtobufCBinaryData *digest = &answer->stored->catalogue_digest;
    struct pfq_bytes first = {digest->data, digest->len};
    if (same_bytes(first, &put->catalogue_digest)) {
        return PFQ_OK;
    }
    struct pfq_bytes packed;
    enum pfq_code code = db_read_catalogue(db, first, arena, &packed, err);
    if (packed.data == NULL) { /* a smaller batch has room */
        answer->answer = PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
        answer->stored = NULL;
        return code;
    }
    answer->has_catalogue = true;
    answer->catalogue.data = (uint8_t *)(uintptr_t)packed.data;
    answer->catalogue.len = packed.size;
    return code;
}

static enum pfq_code find_name(struct db *db, const Pfq__V1__StorePut *put, int64_t hash,
                               struct pfq_arena *arena, Pfq__V1__StoreAnswer *answer,
                               Pfq__V1__Stored *stored, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, is_test(put) ? SQL_FIND_TRIAL : SQL_FIND_SUBMISSION);
    query_int(&q, hash);
    query_text(&q, put->source);
    query_text(&q, put->id);
    answer->has_answer = query_row(&q);
    if (answer->has_answer) {
        answer_repeat(&q, put, arena, answer, stored);
    }
    enum pfq_code code = query_end(&q, err);
    if (code == PFQ_OK && answer->stored != NULL) {
        code = add_catalogue(db, put, arena, answer, err);
    }
    return code;
}

/* --- a new one ----------------------------------------------------------------------- */

enum pfq_code db_last_sequence(struct db *db, uint64_t *sequence, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_LAST_SEQUENCE);
    *sequence = query_row(&q) ? (uint64_t)query_get_int(&q, 0) : 0;
    return query_end(&q, err);
}

enum pfq_code db_first_after(struct db *db, uint64_t sequence, int64_t *committed_at,
                             struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIRST_AFTER);
    query_int(&q, (int64_t)sequence);
    *committed_at = query_row(&q) ? query_get_int(&q, 0) : 0;
    return query_end(&q, err);
}

static enum pfq_code next_sequence(struct db *db, uint64_t *out, struct pfq_err *err)
{
    if (!db->sequence_known) {
        enum pfq_code code = db_last_sequence(db, &db->last_sequence, err);
        if (code != PFQ_OK) {
            return code;
        }
        db->sequence_known = true;
    }
    *out = ++db->last_sequence;
    return PFQ_OK;
}

static enum pfq_code find_force(struct db *db, const char *force, struct db_force **out,
                                struct pfq_err *err)
{
    for (size_t i = 0; i < db->force_count; i++) {
        if (strcmp(db->forces[i].force, force) == 0) {
            *out = &db->forces[i];
            return PFQ_OK;
        }
    }
    PFQ_ASSERT(db->force_count < DB_FORCES_MAX && strlen(force) < DB_FORCE_BYTES);
    struct db_force *f = &db->forces[db->force_count];
    *f = (struct db_force){0};
    memcpy(f->force, force, strlen(force) + 1);
    struct query q = query_begin(&db->engine, SQL_FIND_FORCE);
    query_text(&q, force);
    if (query_row(&q)) {
        f->submissions = (uint64_t)query_get_int(&q, 0);
        f->last_number = (uint64_t)query_get_int(&q, 1);
        f->last_received_at = query_get_int(&q, 2);
    }
    enum pfq_code code = query_end(&q, err);
    db->force_count += code == PFQ_OK;
    *out = f;
    return code;
}

static enum pfq_code insert_item(struct db *db, const char *force, uint64_t number,
                                 Pfq__V1__FeedbackKind kind, int64_t of, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_ADD_MAILBOX);
    query_text(&q, force);
    query_int(&q, (int64_t)number);
    query_int(&q, kind);
    query_int(&q, of);
    return query_run(&q, err);
}

enum pfq_code mailbox_add(struct db *db, const char *force, Pfq__V1__FeedbackKind kind, int64_t of,
                          struct pfq_err *err)
{
    struct db_force *f = NULL;
    enum pfq_code code = find_force(db, force, &f, err);
    return code == PFQ_OK ? insert_item(db, force, ++f->last_number, kind, of, err) : code;
}

enum pfq_code forces_flush(struct db *db, struct pfq_err *err)
{
    for (size_t i = 0; i < db->force_count; i++) {
        struct query q = query_begin(&db->engine, SQL_PUT_FORCE);
        query_text(&q, db->forces[i].force);
        query_int(&q, (int64_t)db->forces[i].submissions);
        query_int(&q, (int64_t)db->forces[i].last_number);
        query_int(&q, db->forces[i].last_received_at);
        enum pfq_code code = query_run(&q, err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    db->force_count = 0;
    return PFQ_OK;
}

/* What a new row gets besides its place. */
struct numbers {
    uint64_t sequence;
    uint64_t number;
};

static void bind_file(struct query *q, const Pfq__V1__StorePut *put)
{
    query_text(q, put->urn);
    query_text(q, put->force);
    query_int(q, put->file_type);
    query_int(q, put->breach_date);
}

/* Which file, and its how manieth submission.  A file whose URN cannot be read is a case
 * of its own: it has no row, and each of its submissions is a first. */
static enum pfq_code find_file(struct db *db, const Pfq__V1__StorePut *put, struct db_place *place,
                               struct pfq_err *err)
{
    place->ordinal = 1;
    if (!put->urn_readable) {
        return PFQ_OK;
    }
    struct query q = query_begin(&db->engine, SQL_FIND_FILE);
    bind_file(&q, put);
    if (query_row(&q)) {
        place->ordinal = (uint32_t)query_get_int(&q, 0) + 1;
        place->previous = (uint64_t)query_get_int(&q, 1);
    }
    return query_end(&q, err);
}

static enum pfq_code insert_in_file(struct db *db, const Pfq__V1__StorePut *put,
                                    const struct db_place *place, uint64_t sequence,
                                    struct pfq_err *err)
{
    if (!put->urn_readable) {
        return PFQ_OK;
    }
    struct query q = query_begin(&db->engine, place->ordinal == 1 ? SQL_ADD_FILE : SQL_MOVE_FILE);
    if (place->ordinal == 1) {
        bind_file(&q, put);
        query_int(&q, (int64_t)sequence);
    } else {
        query_int(&q, place->ordinal);
        query_int(&q, (int64_t)sequence);
        bind_file(&q, put);
    }
    return query_run(&q, err);
}

static enum pfq_code insert_submission(struct db *db, const Pfq__V1__StorePut *put,
                                       const struct db_place *place, const struct numbers *numbers,
                                       struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_SUBMISSION);
    query_int(&q, (int64_t)numbers->sequence);
    query_text(&q, put->force);
    query_int(&q, (int64_t)numbers->number);
    query_int(&q, place->ordinal);
    if (place->previous == 0) {
        query_null(&q);
    } else {
        query_int(&q, (int64_t)place->previous);
    }
    query_int(&q, place->hash);
    query_text(&q, put->source);
    query_text(&q, put->id);
    query_blob(&q, put->content_digest.data, put->content_digest.len);
    query_int(&q, put->received_at);
    query_int(&q, place->committed_at);
    query_int(&q, place->catalogue);
    query_text(&q, put->urn);
    query_int(&q, put->urn_readable);
    query_int(&q, put->file_type);
    query_int(&q, put->breach_date);
    query_text(&q, put->police_unit);
    query_int(&q, put->case_type);
    query_blob(&q, place->judged.data, place->judged.size);
    query_blob(&q, put->original.data, put->original.len);
    if (place->history.data == NULL) {
        query_null(&q);
    } else {
        query_blob(&q, place->history.data, place->history.size);
    }
    return query_run(&q, err);
}

static enum pfq_code put_live(struct db *db, const Pfq__V1__StorePut *put,
                              const struct db_place *place, struct numbers *numbers,
                              struct pfq_err *err)
{
    struct db_force *force = NULL;
    enum pfq_code code = next_sequence(db, &numbers->sequence, err);
    if (code == PFQ_OK) {
        code = find_force(db, put->force, &force, err);
    }
    if (code == PFQ_OK) {
        code = insert_in_file(db, put, place, numbers->sequence, err);
    }
    if (code == PFQ_OK) {
        numbers->number = force->last_number + 1;
        code = insert_submission(db, put, place, numbers, err);
    }
    if (code == PFQ_OK) {
        code =
            insert_item(db, put->force, numbers->number, PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CASE,
                        (int64_t)numbers->sequence, err);
    }
    if (code == PFQ_OK) {
        force->submissions++;
        force->last_number++;
        force->last_received_at =
            put->received_at > force->last_received_at ? put->received_at : force->last_received_at;
    }
    return code;
}

static enum pfq_code put_trial(struct db *db, const Pfq__V1__StorePut *put,
                               const struct db_place *place, struct numbers *numbers,
                               struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_LAST_TRIAL);
    numbers->sequence = query_row(&q) ? (uint64_t)query_get_int(&q, 0) + 1 : 1;
    enum pfq_code code = query_end(&q, err);
    if (code != PFQ_OK) {
        return code;
    }
    q = query_begin(&db->engine, SQL_PUT_TRIAL);
    query_int(&q, (int64_t)numbers->sequence);
    query_text(&q, put->force);
    query_int(&q, place->hash);
    query_text(&q, put->source);
    query_text(&q, put->id);
    query_blob(&q, put->content_digest.data, put->content_digest.len);
    query_int(&q, put->received_at);
    query_int(&q, place->committed_at);
    query_int(&q, place->catalogue);
    query_text(&q, put->urn);
    query_int(&q, put->file_type);
    query_blob(&q, put->judged.data, put->judged.len);
    return query_run(&q, err);
}

/* As a later repeat would read it back, from the request's own texts. */
static void stored_fill(const Pfq__V1__StorePut *put, const struct db_place *place,
                        const struct numbers *numbers, Pfq__V1__Stored *out)
{
    pfq__v1__stored__init(out);
    out->has_sequence = true;
    out->sequence = numbers->sequence;
    out->source = put->source;
    out->id = put->id;
    out->has_mode = true;
    out->mode = numbers->number > 0 ? PFQ__V1__MODE__MODE_LIVE : PFQ__V1__MODE__MODE_TEST;
    out->force = put->force;
    out->urn = put->urn;
    out->has_file_type = true;
    out->file_type = put->file_type;
    out->has_ordinal = numbers->number > 0;
    out->ordinal = place->ordinal;
    out->has_number = numbers->number > 0;
    out->number = numbers->number;
    out->has_received_at = true;
    out->received_at = put->received_at;
    out->has_committed_at = true;
    out->committed_at = place->committed_at;
    out->has_catalogue_digest = true;
    out->catalogue_digest = put->catalogue_digest;
    out->has_judged = true;
    out->judged.data = (uint8_t *)(uintptr_t)place->judged.data;
    out->judged.len = place->judged.size;
}

enum pfq_code db_find_place(struct db *db, const Pfq__V1__StorePut *put, struct pfq_arena *arena,
                            Pfq__V1__StoreAnswer *answer, Pfq__V1__Stored *stored,
                            struct db_place *place, struct pfq_err *err)
{
    *place = (struct db_place){.hash = (int64_t)pfq_name_key(put->source, put->id),
                               .committed_at = place->committed_at,
                               .judged = {put->judged.data, put->judged.len}};
    enum pfq_code code = find_name(db, put, place->hash, arena, answer, stored, err);
    if (code != PFQ_OK || answer->has_answer) {
        return code;
    }
    struct pfq_bytes digest = {put->catalogue_digest.data, put->catalogue_digest.len};
    code = find_catalogue(db, digest, &place->catalogue, err);
    if (code == PFQ_OK && place->catalogue == 0) {
        answer->has_answer = true;
        answer->answer = PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
        answer->has_catalogue_wanted = answer->catalogue_wanted = true;
        return PFQ_OK;
    }
    return code == PFQ_OK && !is_test(put) ? find_file(db, put, place, err) : code;
}

enum pfq_code db_put(struct db *db, const Pfq__V1__StorePut *put, const struct db_place *place,
                     Pfq__V1__StoreAnswer *answer, Pfq__V1__Stored *stored, struct pfq_err *err)
{
    struct numbers numbers = {0};
    enum pfq_code code = is_test(put) ? put_trial(db, put, place, &numbers, err)
                                      : put_live(db, put, place, &numbers, err);
    if (code == PFQ_OK) {
        stored_fill(put, place, &numbers, stored);
        answer->has_answer = true;
        answer->answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED;
        answer->stored = stored;
    }
    return code;
}
