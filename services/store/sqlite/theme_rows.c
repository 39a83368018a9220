/* theme_rows.c - changes of themes' states, and their baselines: see db_periodic.h. */
#include <string.h>

#include "db_private.h"
#include "store/db_periodic.h"

enum {
    MOVES_MAX = 200,
    BASELINES_MAX = 200
};

/* As the columns have it. */
struct theme_key {
    const char *force;
    int64_t of_unit;
    const char *police_unit;
    int64_t system;
    const char *name;
    int64_t case_type;
};

static struct theme_key key_of(const Pfq__V1__ThemeKey *key)
{
    return (struct theme_key){.force = key->force,
                              .of_unit = key->police_unit != NULL,
                              .police_unit = key->police_unit == NULL ? "" : key->police_unit,
                              .system = key->system,
                              .name = key->name,
                              .case_type = key->has_case_type ? key->case_type : 0};
}

static void bind_key(struct query *q, const struct theme_key *key)
{
    query_text(q, key->force);
    query_int(q, key->of_unit);
    query_text(q, key->police_unit);
    query_int(q, key->system);
    query_text(q, key->name);
    query_int(q, key->case_type);
}

static struct pfq_bytes pack(const ProtobufCMessage *message, struct pfq_arena *scratch)
{
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *data = pfq_arena_try(scratch, size + 1, 1);
    if (data != NULL) {
        (void)protobuf_c_message_pack(message, data);
    }
    return (struct pfq_bytes){data, size};
}

/* --- writing --------------------------------------------------------------------------- */

static enum pfq_code tell(struct db *db, const Pfq__V1__ThemeMove *move, int64_t row,
                          struct pfq_err *err)
{
    return mailbox_add(db, move->key->force,
                       move->restates ? PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_RESTATEMENT
                                      : PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_THEME,
                       row, err);
}

enum pfq_code db_put_move(struct db *db, const Pfq__V1__ThemeMove *move, int64_t committed_at,
                          struct pfq_arena *scratch, struct pfq_err *err)
{
    struct theme_key key = key_of(move->key);
    struct pfq_bytes packed = pack(&move->base, scratch);
    if (packed.data == NULL) {
        return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for the themes in this batch");
    }
    struct query q = query_begin(&db->engine, SQL_ADD_MOVE);
    bind_key(&q, &key);
    query_int(&q, move->month);
    query_int(&q, move->state);
    query_int(&q, (int64_t)move->files);
    query_int(&q, (int64_t)move->failing);
    query_int(&q, committed_at);
    query_blob(&q, packed.data, packed.size);
    query_int(&q, move->has_files_before);
    query_int(&q, move->has_muted && !move->muted);
    enum pfq_code code = query_run(&q, err);
    bool fresh = code == PFQ_OK && sqlite3_changes(db->engine.handle) > 0;
    bool told = fresh && move->announced && key.of_unit == 0;
    return told ? tell(db, move, sqlite3_last_insert_rowid(db->engine.handle), err) : code;
}

enum pfq_code db_put_baseline(struct db *db, const Pfq__V1__Baseline *baseline,
                              struct pfq_arena *scratch, struct pfq_err *err)
{
    struct theme_key key = key_of(baseline->key);
    struct pfq_bytes packed = pack(&baseline->base, scratch);
    if (packed.data == NULL) {
        return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for a baseline in this batch");
    }
    struct query q = query_begin(&db->engine, SQL_ADD_BASELINE);
    bind_key(&q, &key);
    query_blob(&q, packed.data, packed.size);
    return query_run(&q, err);
}

/* --- reading --------------------------------------------------------------------------- */

/* From where to where a page reads; `after` and `last` in the memory of the arena. */
struct span {
    struct theme_key after;
    int64_t month;
    int64_t move;
    struct theme_key last;
    size_t room;
};

/* A cursor is the last move of a page: its key, its month, and as up_to its row. */
static enum pfq_code after_cursor(const Pfq__V1__ThemesRead *request, struct pfq_arena *arena,
                                  struct span *span, struct pfq_err *err)
{
    ProtobufCMessage *message = NULL;
    struct pfq_bytes packed = {request->after.data, request->after.len};
    enum pfq_code code =
        pfq_wire_trusted(&pfq__v1__theme_move__descriptor, packed, arena, &message, err);
    const Pfq__V1__ThemeMove *cursor = (const Pfq__V1__ThemeMove *)message;
    if (code == PFQ_OK && cursor->key == NULL) {
        return pfq_fail(err, PFQ_E_MALFORMED, "the cursor of a page of themes");
    }
    if (code == PFQ_OK) {
        span->after = key_of(cursor->key);
        span->month = cursor->month;
        span->move = (int64_t)cursor->up_to;
    }
    return code;
}

static enum pfq_code span_of(const Pfq__V1__ThemesRead *request, size_t room,
                             struct pfq_arena *arena, struct span *out, struct pfq_err *err)
{
    *out = (struct span){
        .after = {.force = request->force, .of_unit = -1},
        .last = {.force = request->force == NULL ? "~" : request->force, .of_unit = 2},
        .room = room};
    return request->has_after ? after_cursor(request, arena, out, err) : PFQ_OK;
}

static bool set_cursor(const Pfq__V1__ThemeMove *last, int64_t row, struct pfq_arena *arena,
                       Pfq__V1__ThemeRows *rows)
{
    Pfq__V1__ThemeMove cursor = PFQ__V1__THEME_MOVE__INIT;
    cursor.key = last->key;
    cursor.has_month = cursor.has_up_to = true;
    cursor.month = last->month;
    cursor.up_to = (uint64_t)row;
    struct pfq_bytes packed = pack(&cursor.base, arena);
    rows->has_next = packed.data != NULL;
    rows->next = (ProtobufCBinaryData){packed.size, (uint8_t *)(uintptr_t)packed.data};
    return rows->has_next;
}

/* NULL: there is no room for it, or it is damaged. */
static ProtobufCMessage *unpack(const struct query *q, int column,
                                const ProtobufCMessageDescriptor *type, struct span *span,
                                struct pfq_arena *arena, struct pfq_err *err)
{
    enum {
        unpacked = 3 /* times as large, nearly */
    };

    ProtobufCMessage *message = NULL;
    struct pfq_bytes packed = query_get_blob(q, column);
    size_t size = packed.size * unpacked + 256;
    if (size > span->room || pfq_wire_trusted(type, packed, arena, &message, err) != PFQ_OK) {
        return NULL;
    }
    span->room -= size;
    return message;
}

static void bind_moves(struct query *q, const Pfq__V1__ThemesRead *request, const struct span *span)
{
    bind_key(q, &span->after);
    query_int(q, span->month);
    query_int(q, span->move);
    query_text(q, span->last.force);
    query_int(q, request->has_from_month ? request->from_month : 0);
    query_int(q, request->has_to_month ? request->to_month : INT32_MAX);
    query_int(q, request->latest_only);
    query_int(q, MOVES_MAX + 1);
}

static enum pfq_code read_moves(struct db *db, const Pfq__V1__ThemesRead *request,
                                struct span *span, struct pfq_arena *arena,
                                Pfq__V1__ThemeRows *rows, struct pfq_err *err)
{
    int64_t row = 0;
    bool more = false;
    struct pfq_err damage = {0};
    struct query q = query_begin(&db->engine, SQL_READ_MOVES);
    bind_moves(&q, request, span);
    while (!more && query_row(&q)) {
        ProtobufCMessage *move =
            rows->n_moves == MOVES_MAX
                ? NULL
                : unpack(&q, 1, &pfq__v1__theme_move__descriptor, span, arena, &damage);
        more = move == NULL;
        if (!more) {
            rows->moves[rows->n_moves++] = (Pfq__V1__ThemeMove *)move;
            row = query_get_int(&q, 0);
        }
    }
    enum pfq_code code = query_end(&q, err);
    if (code != PFQ_OK || !more) {
        return code;
    }
    const Pfq__V1__ThemeMove *last = rows->n_moves == 0 ? NULL : rows->moves[rows->n_moves - 1];
    if (last == NULL || !set_cursor(last, row, arena, rows)) {
        return pfq_fail(err, damage.code == PFQ_OK ? PFQ_E_TOO_LARGE : damage.code,
                        "a change of a theme's state: %s", damage.text);
    }
    span->last = key_of(last->key);
    return PFQ_OK;
}

static enum pfq_code read_baselines(struct db *db, struct span *span, struct pfq_arena *arena,
                                    Pfq__V1__ThemeRows *rows, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_BASELINES);
    struct pfq_err damage = {0};
    bool fits = true;
    bind_key(&q, &span->after);
    bind_key(&q, &span->last);
    query_int(&q, BASELINES_MAX);
    while (fits && query_row(&q)) {
        ProtobufCMessage *baseline =
            unpack(&q, 0, &pfq__v1__baseline__descriptor, span, arena, &damage);
        fits = baseline != NULL;
        if (fits) {
            rows->baselines[rows->n_baselines++] = (Pfq__V1__Baseline *)baseline;
        }
    }
    enum pfq_code code = query_end(&q, err);
    if (code == PFQ_OK && !fits) {
        return pfq_fail(err, damage.code == PFQ_OK ? PFQ_E_TOO_LARGE : damage.code, "baselines: %s",
                        damage.text);
    }
    return code;
}

enum pfq_code db_read_themes(struct db *db, const Pfq__V1__ThemesRead *request, size_t room,
                             struct pfq_arena *arena, Pfq__V1__ThemeRows *rows, struct pfq_err *err)
{
    struct span span;
    rows->n_moves = rows->n_baselines = 0;
    rows->moves = pfq_arena_try(arena, MOVES_MAX * sizeof(void *), alignof(void *));
    rows->baselines = pfq_arena_try(arena, BASELINES_MAX * sizeof(void *), alignof(void *));
    if (rows->moves == NULL || rows->baselines == NULL) {
        return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for a page of themes");
    }
    rows->has_up_to = true;
    enum pfq_code code = span_of(request, room - room / 4, arena, &span, err);
    if (code == PFQ_OK) {
        code = db_read_progress(db, "themes", &rows->up_to, err);
    }
    if (code == PFQ_OK) {
        code = read_moves(db, request, &span, arena, rows, err);
    }
    span.room += room / 4; /* kept for them */
    return code == PFQ_OK ? read_baselines(db, &span, arena, rows, err) : code;
}
