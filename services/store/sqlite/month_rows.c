/* month_rows.c - names that are counted, closed months: see db_periodic.h. */
#include <string.h>

#include "db_private.h"
#include "store/db_periodic.h"

enum {
    CODES_MAX = 4096 /* as TALLY_CODES */
};

enum pfq_code db_read_codes(struct db *db, struct pfq_arena *arena, struct db_code **out,
                            size_t *count, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_CODES);
    *out = pfq_arena_new(arena, struct db_code, CODES_MAX);
    *count = 0;
    while (*count < CODES_MAX && query_row(&q)) {
        (*out)[(*count)++] =
            (struct db_code){.code = (uint32_t)query_get_int(&q, 0),
                             .kind = (enum db_code_kind)query_get_int(&q, 1),
                             .name = pfq_arena_strdup(arena, query_get_text(&q, 2))};
    }
    return query_end(&q, err);
}

enum pfq_code db_list_forces(struct db *db, struct pfq_arena *arena, const char ***out,
                             size_t *count, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_LIST_FORCES);
    *out = pfq_arena_new(arena, const char *, DB_FORCES_MAX);
    *count = 0;
    while (*count < DB_FORCES_MAX && query_row(&q)) {
        (*out)[(*count)++] = pfq_arena_strdup(arena, query_get_text(&q, 0));
    }
    return query_end(&q, err);
}

enum pfq_code db_find_month(struct db *db, int32_t month, struct pfq_arena *arena,
                            struct db_month *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_MONTH);
    query_int(&q, month);
    *out = (struct db_month){.month = month};
    if (query_row(&q)) {
        struct pfq_bytes digest = query_get_blob(&q, 5);
        out->closed_at = query_get_int(&q, 0);
        out->closed_by = pfq_arena_strdup(arena, query_get_text(&q, 1));
        out->up_to = (uint64_t)query_get_int(&q, 2);
        out->files = (uint64_t)query_get_int(&q, 3);
        out->submissions = (uint64_t)query_get_int(&q, 4);
        memcpy(out->digest, digest.data, sizeof out->digest);
    }
    return query_end(&q, err);
}

enum pfq_code db_write_month(struct db *db, const struct db_month *month, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_MONTH);
    query_int(&q, month->month);
    query_int(&q, month->closed_at);
    query_text(&q, month->closed_by);
    query_int(&q, (int64_t)month->up_to);
    query_int(&q, (int64_t)month->files);
    query_int(&q, (int64_t)month->submissions);
    query_blob(&q, month->digest, sizeof month->digest);
    return query_run(&q, err);
}

enum pfq_code db_write_frozen(struct db *db, const char *force, int32_t month,
                              enum db_figures series, const struct db_frozen *frozen,
                              struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_MONTH_FIGURES);
    query_text(&q, force);
    query_int(&q, month);
    query_int(&q, series);
    query_text(&q, frozen->police_unit);
    query_int(&q, frozen->case_type);
    query_blob(&q, frozen->counts.data, frozen->counts.size);
    query_blob(&q, frozen->days.data, frozen->days.size);
    return query_run(&q, err);
}

enum pfq_code db_read_frozen(struct db *db, const char *force, int32_t month,
                             enum db_figures series, db_on_frozen *on_frozen, void *self,
                             struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_MONTH_FIGURES);
    query_text(&q, force);
    query_int(&q, month);
    query_int(&q, series);
    while (query_row(&q)) {
        struct db_frozen frozen = {.police_unit = query_get_text(&q, 0),
                                   .case_type = (int)query_get_int(&q, 1),
                                   .counts = query_get_blob(&q, 2),
                                   .days = query_get_blob(&q, 3)};
        on_frozen(self, &frozen);
    }
    return query_end(&q, err);
}
