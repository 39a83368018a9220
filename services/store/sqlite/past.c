/* past.c - what came before a submission: see db_find_previous(), db_find_other_stage(). */
#include <string.h>

#include "db_private.h"

static enum pfq_code no_room(enum pfq_code code, bool room, struct pfq_err *err)
{
    return code == PFQ_OK && !room ? pfq_fail(err, PFQ_E_TOO_LARGE, "an earlier submission") : code;
}

enum pfq_code db_find_previous(struct db *db, const struct db_place *place, struct pfq_arena *arena,
                               struct db_earlier *out, struct pfq_err *err)
{
    bool room = true;
    *out = (struct db_earlier){0};
    struct query q = query_begin(&db->engine, SQL_FIND_PREVIOUS);
    query_int(&q, (int64_t)place->previous);
    if (query_row(&q)) {
        out->sequence = (uint64_t)query_get_int(&q, 0);
        memcpy(out->catalogue_digest, query_get_blob(&q, 1).data, PFQ_DIGEST_BYTES);
        out->judged = bytes_copy(query_get_blob(&q, 2), arena);
        out->history = bytes_copy(query_get_blob(&q, 3), arena);
        room = out->judged.data != NULL && out->history.data != NULL;
    }
    return no_room(query_end(&q, err), room, err);
}

enum pfq_code db_find_other_stage(struct db *db, const Pfq__V1__StorePut *put,
                                  struct pfq_arena *arena, struct db_earlier *out,
                                  struct pfq_err *err)
{
    bool room = true;
    *out = (struct db_earlier){0};
    struct query q = query_begin(&db->engine, SQL_FIND_OTHER_STAGE);
    query_text(&q, put->urn);
    query_text(&q, put->force);
    query_int(&q, put->file_type);
    if (query_row(&q)) {
        out->sequence = (uint64_t)query_get_int(&q, 0);
        out->file_type = (int)query_get_int(&q, 1);
        out->history = bytes_copy(query_get_blob(&q, 2), arena);
        room = out->history.data != NULL;
    }
    return no_room(query_end(&q, err), room, err);
}
