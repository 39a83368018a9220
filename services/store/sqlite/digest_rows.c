/* digest_rows.c - digests that were made, and how far their mail is: see db_periodic.h. */
#include <string.h>

#include "db_private.h"
#include "store/db_periodic.h"

static void bind_names(struct query *q, const Pfq__V1__DigestRow *row)
{
    query_int(q, row->kind);
    query_text(q, row->period);
    query_text(q, row->force);
    query_text(q, row->unit);
    query_int(q, row->audience);
}

static struct pfq_bytes pack(const Pfq__V1__Digest *digest, struct pfq_arena *scratch)
{
    size_t size = protobuf_c_message_get_packed_size(&digest->base);
    uint8_t *data = pfq_arena_try(scratch, size + 1, 1);
    if (data != NULL) {
        (void)protobuf_c_message_pack(&digest->base, data);
    }
    return (struct pfq_bytes){data, size};
}

/* --- writing ------------------------------------------------------------------------------ */

/* Of a whole force, and for outside. */
static bool is_told(const Pfq__V1__DigestRow *row)
{
    return row->digest != NULL && row->audience == PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE &&
           row->force[0] != '\0' && row->unit[0] == '\0';
}

enum pfq_code db_put_digest(struct db *db, const Pfq__V1__DigestRow *row, int64_t now_ms,
                            struct pfq_arena *scratch, bool *duplicate, struct pfq_err *err)
{
    struct pfq_bytes packed = {NULL, 0};
    if (row->digest != NULL) {
        packed = pack(row->digest, scratch);
        if (packed.data == NULL) {
            return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for a digest in this batch");
        }
    }
    struct query q = query_begin(&db->engine, SQL_PUT_DIGEST);
    bind_names(&q, row);
    query_int(&q, now_ms);
    query_int(&q, row->settled != 0);
    query_int(&q, row->mails);
    if (packed.data == NULL) {
        query_null(&q);
    } else {
        query_blob(&q, packed.data, packed.size);
    }
    enum pfq_code code = query_run(&q, err);
    *duplicate = code == PFQ_OK && sqlite3_changes(db->engine.handle) == 0;
    if (code != PFQ_OK || *duplicate || !is_told(row)) {
        return code;
    }
    return mailbox_add(db, row->force, PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_DIGEST,
                       sqlite3_last_insert_rowid(db->engine.handle), err);
}

enum pfq_code db_settle_digest(struct db *db, const Pfq__V1__DigestRow *row, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_SETTLE_DIGEST);
    query_int(&q, row->mails);
    bind_names(&q, row);
    return query_run(&q, err);
}

/* --- reading ------------------------------------------------------------------------------ */

enum pfq_code db_find_digest(struct db *db, const Pfq__V1__DigestRow *names,
                             struct pfq_arena *arena, Pfq__V1__DigestRow *out, bool *found,
                             struct pfq_err *err)
{
    ProtobufCMessage *message = NULL;
    struct query q = query_begin(&db->engine, SQL_FIND_DIGEST);
    bind_names(&q, names);
    *found = query_row(&q);
    enum pfq_code damage = PFQ_OK;
    if (*found) {
        struct pfq_bytes packed = query_get_blob(&q, 2);
        *out = *names;
        out->has_settled = out->has_mails = true;
        out->settled = query_get_int(&q, 0) != 0;
        out->mails = (uint32_t)query_get_int(&q, 1);
        damage = packed.size == 0
                     ? PFQ_OK
                     : pfq_wire_trusted(&pfq__v1__digest__descriptor, packed, arena, &message, err);
        out->digest = (Pfq__V1__Digest *)message;
    }
    enum pfq_code code = query_end(&q, err);
    return code == PFQ_OK ? damage : code;
}

enum pfq_code db_list_readers(struct db *db, int64_t before_ms, struct pfq_arena *arena,
                              char ***out, size_t *count, struct pfq_err *err)
{
    *out = pfq_arena_new(arena, char *, DB_FORCES_MAX);
    *count = 0;
    struct query q = query_begin(&db->engine, SQL_LIST_READERS);
    query_int(&q, before_ms);
    while (*count < DB_FORCES_MAX && query_row(&q)) {
        (*out)[(*count)++] = pfq_arena_strdup(arena, query_get_text(&q, 0));
    }
    return query_end(&q, err);
}

static void read_status(const struct query *q, const char *kind, struct pfq_arena *arena,
                        Pfq__V1__DigestStatus *out)
{
    pfq__v1__digest_status__init(out);
    out->kind = pfq_arena_strdup(arena, kind);
    out->period = pfq_arena_strdup(arena, query_get_text(q, 0));
    out->has_made = out->has_quiet = out->has_mails = out->has_complete = out->has_last_at = true;
    out->made = (uint64_t)query_get_int(q, 1);
    out->quiet = (uint64_t)query_get_int(q, 2);
    out->mails = (uint64_t)query_get_int(q, 3);
    out->complete = query_get_int(q, 4) != 0;
    out->last_at = query_get_int(q, 5);
}

enum pfq_code db_read_digest_status(struct db *db, struct pfq_arena *arena,
                                    Pfq__V1__ServiceStatus *out, struct pfq_err *err)
{
    static const char *const kinds[] = {
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY] = "daily",
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY] = "weekly",
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY] = "monthly",
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET] = "call_sheet",
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK] = "pack",
    };

    enum pfq_code code = PFQ_OK;
    size_t count = sizeof kinds / sizeof *kinds;
    out->digests = pfq_arena_new(arena, Pfq__V1__DigestStatus *, count);
    out->n_digests = 0;
    for (size_t kind = 1; code == PFQ_OK && kind < count; kind++) {
        struct query q = query_begin(&db->engine, SQL_LAST_DIGESTS);
        query_int(&q, (int64_t)kind);
        if (query_row(&q)) {
            Pfq__V1__DigestStatus *row = pfq_arena_new(arena, Pfq__V1__DigestStatus, 1);
            read_status(&q, kinds[kind], arena, row);
            out->digests[out->n_digests++] = row;
        }
        code = query_end(&q, err);
    }
    return code;
}
