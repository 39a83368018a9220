/* figures.c - see figures.h. */
#include "figures.h"

#include <string.h>

#include "db_people.h"
#include "pfq/clock.h"

enum {
    CELLS_MAX = 20000, /* of one page: some ten milliseconds */
    PERIOD_COST = 8    /* cells that looking for an empty period is worth */
};

struct walk {
    struct db *db;
    const Pfq__V1__FiguresRead *read;
    bool monthly;
    unsigned kinds;          /* bit by kind; those asked for */
    struct pfq_arena memory; /* names, forces, cursor: of this page */
    struct figures_names names;
    struct sums *sums;
    const Pfq__V1__Figure *after; /* NULL: from the beginning */
    size_t cells;

    struct pfq_arena *arena; /* of the rows */
    size_t arena_end;
    size_t room;
    size_t rows_max;
    Pfq__V1__Figures *out;
    bool full;
};

/* --- months ------------------------------------------------------------------------------ */

int32_t figures_month(int32_t date)
{
    return date / 100;
}

int32_t figures_first_day(int32_t month)
{
    return month * 100 + 1;
}

int32_t figures_month_add(int32_t month, int32_t months)
{
    int32_t count = month / 100 * 12 + month % 100 - 1 + months;
    return count / 12 * 100 + count % 12 + 1;
}

int32_t figures_last_day(int32_t month)
{
    return pfq_date_add(figures_first_day(figures_month_add(month, 1)), -1);
}

/* --- names and rows ---------------------------------------------------------------------- */

enum pfq_code figures_names_read(struct db *db, struct pfq_arena *arena, struct figures_names *out,
                                 struct pfq_err *err)
{
    enum pfq_code code = db_read_codes(db, arena, &out->rows, &out->count, err);
    out->end = 0;
    for (size_t i = 0; code == PFQ_OK && i < out->count; i++) {
        out->end = out->rows[i].code >= out->end ? out->rows[i].code + 1 : out->end;
    }
    return code;
}

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text; /* generated types know no const */
}

bool figures_row(const struct sums_group *group, const struct db_code *name, const char *force,
                 int32_t period, Pfq__V1__Figure *out)
{
    enum {
        last_month = 999999
    };
    const struct sum *sum = &group->sums[name->code];
    pfq__v1__figure__init(out);
    out->force = lend(force);
    out->has_period = out->has_kind = out->has_applicable = out->has_failing = true;
    out->period = period;
    out->police_unit = lend(group->police_unit);
    out->has_case_type = group->case_type != SUMS_ALL;
    out->case_type = out->has_case_type ? (Pfq__V1__CaseType)group->case_type : 0;
    out->kind = (Pfq__V1__FigureKind)name->kind; /* numbered alike */
    out->name = lend(name->name);
    out->applicable = sum->applicable;
    out->failing = sum->failing;
    out->has_failing_days = period <= last_month;
    out->failing_days =
        out->has_failing_days ? (uint32_t)__builtin_popcount(sum->days) : out->failing_days;
    return sum->applicable > 0 || sum->failing > 0;
}

/* --- the cursor -------------------------------------------------------------------------- */

static int by_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* A cursor without a kind stands behind all rows of its period. */
static bool is_after(const Pfq__V1__Figure *row, const Pfq__V1__Figure *cursor)
{
    int order = by_text(row->force, cursor->force);
    order = order != 0 ? order : by_number(row->period, cursor->period);
    if (order == 0 && !cursor->has_kind) {
        return false;
    }
    order = order != 0 ? order : by_text(row->police_unit, cursor->police_unit);
    order = order != 0 ? order : by_number(row->case_type, cursor->case_type);
    order = order != 0 ? order : by_number(row->kind, cursor->kind);
    order = order != 0 ? order : by_text(row->name, cursor->name);
    return order > 0;
}

static enum pfq_code read_cursor(struct walk *w, struct pfq_err *err)
{
    ProtobufCMessage *message = NULL;
    struct pfq_bytes packed = {w->read->after.data, w->read->after.len};
    if (!w->read->has_after) {
        return PFQ_OK;
    }
    enum pfq_code code =
        pfq_wire_trusted(&pfq__v1__figure__descriptor, packed, &w->memory, &message, err);
    w->after = (const Pfq__V1__Figure *)message;
    return code;
}

/* Where the next page goes on.  Its few bytes were kept. */
static void set_cursor(struct walk *w, const Pfq__V1__Figure *at)
{
    Pfq__V1__Figure cursor = *at;
    cursor.has_applicable = cursor.has_failing = cursor.has_failing_days = false;
    size_t size = protobuf_c_message_get_packed_size(&cursor.base);
    w->out->next.data = pfq_arena_try(w->arena, size + 1, 1);
    w->out->has_next = w->out->next.data != NULL;
    w->out->next.len =
        w->out->has_next ? protobuf_c_message_pack(&cursor.base, w->out->next.data) : 0;
    w->full = true;
}

/* --- one page ---------------------------------------------------------------------------- */

static char *keep_text(struct walk *w, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = pfq_arena_try(w->arena, size, 1);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

/* False: the page is full. */
static bool keep_row(struct walk *w, const Pfq__V1__Figure *row)
{
    enum {
        header = 4 /* of a row in the packed page */
    };

    size_t size = protobuf_c_message_get_packed_size(&row->base) + header;
    bool room = w->out->n_rows < w->rows_max && size <= w->room && w->arena->used < w->arena_end;
    Pfq__V1__Figure *copy =
        room ? pfq_arena_try(w->arena, sizeof *copy, alignof(Pfq__V1__Figure)) : NULL;
    if (copy == NULL) {
        return false;
    }
    *copy = *row;
    copy->force = keep_text(w, row->force);
    copy->name = keep_text(w, row->name);
    copy->police_unit = row->police_unit == NULL ? NULL : keep_text(w, row->police_unit);
    if (copy->force == NULL || copy->name == NULL ||
        (row->police_unit != NULL && copy->police_unit == NULL)) {
        return false;
    }
    w->room -= size;
    w->out->rows[w->out->n_rows++] = copy;
    return true;
}

static void put_group(struct walk *w, const struct sums_group *group, const char *force,
                      int32_t period)
{
    for (size_t i = 0; i < w->names.count && !w->full; i++) {
        Pfq__V1__Figure row;
        const struct db_code *name = &w->names.rows[i];
        bool wanted = (w->kinds & 1U << name->kind) != 0 &&
                      figures_row(group, name, force, period, &row) &&
                      (w->after == NULL || is_after(&row, w->after));
        if (wanted && !keep_row(w, &row)) {
            w->full = true;
        }
    }
}

static enum pfq_code add_up(struct walk *w, const char *force, int32_t period, struct pfq_err *err)
{
    struct db_month closed = {0};
    enum db_figures series =
        w->read->has_series ? (enum db_figures)(w->read->series - PFQ__V1__SERIES__SERIES_FIRST)
                            : DB_FIGURES_FIRST;
    if (!w->monthly) {
        return sums_of_days(w->sums, w->db, force, series, period, period, err);
    }
    enum pfq_code code =
        w->read->as_now ? PFQ_OK : db_find_month(w->db, period, &w->memory, &closed, err);
    if (code != PFQ_OK) {
        return code;
    }
    return closed.closed_at != 0
               ? sums_of_closed(w->sums, w->db, force, series, period, err)
               : sums_of_days(w->sums, w->db, force, series, figures_first_day(period),
                              figures_last_day(period), err);
}

static enum pfq_code put_period(struct walk *w, const char *force, int32_t period,
                                struct pfq_err *err)
{
    Pfq__V1__Figure end = PFQ__V1__FIGURE__INIT;
    enum pfq_code code = add_up(w, force, period, err);
    for (size_t i = 0; code == PFQ_OK && i < w->sums->count && !w->full; i++) {
        put_group(w, &w->sums->groups[i], force, period);
    }
    if (code != PFQ_OK) {
        return code;
    }
    w->cells += w->sums->cells + PERIOD_COST;
    if (w->full) {
        if (w->out->n_rows == 0) {
            return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for a page of figures");
        }
        set_cursor(w, w->out->rows[w->out->n_rows - 1]);
    } else if (w->cells >= CELLS_MAX) {
        end.force = lend(force);
        end.has_period = true;
        end.period = period;
        set_cursor(w, &end);
    }
    return PFQ_OK;
}

static int32_t next_period(const struct walk *w, int32_t period)
{
    return w->monthly ? figures_month_add(period, 1) : pfq_date_add(period, 1);
}

static enum pfq_code put_force(struct walk *w, const char *force, struct pfq_err *err)
{
    int32_t period = w->monthly ? figures_month(w->read->from_date) : w->read->from_date;
    int32_t last = w->monthly ? figures_month(w->read->to_date) : w->read->to_date;
    int order = w->after == NULL ? 1 : by_text(force, w->after->force);
    if (order < 0) {
        return PFQ_OK;
    }
    if (order == 0 && w->after->period >= period) {
        period = w->after->has_kind ? w->after->period : next_period(w, w->after->period);
    }
    enum pfq_code code = PFQ_OK;
    for (; code == PFQ_OK && period <= last && !w->full; period = next_period(w, period)) {
        code = put_period(w, force, period, err);
    }
    return code;
}

static enum pfq_code put_all(struct walk *w, struct pfq_err *err)
{
    const char *one = w->read->force;
    const char **forces = &one;
    size_t count = 1;
    enum pfq_code code =
        one != NULL ? PFQ_OK : db_list_forces(w->db, &w->memory, &forces, &count, err);
    for (size_t i = 0; code == PFQ_OK && i < count && !w->full; i++) {
        code = put_force(w, forces[i], err);
    }
    return code;
}

/* --- the request ------------------------------------------------------------------------- */

static unsigned kinds_of(const Pfq__V1__FiguresRead *read)
{
    unsigned kinds = read->n_kinds == 0 ? ~0U : 0;
    for (size_t i = 0; i < read->n_kinds; i++) {
        kinds |= 1U << (read->kinds[i] & 31);
    }
    return kinds;
}

/* A row in memory is some three times as large as packed: the half of the arena's share
 * that `room` is bounds the packed page, twice of it the rows. */
static bool make_room(struct walk *w, size_t room)
{
    enum {
        list_max = 1000, /* of the contract */
        row_bytes = 40,
        for_cursor = 256
    };

    w->rows_max = room / row_bytes < list_max ? room / row_bytes : list_max;
    w->out->rows =
        pfq_arena_try(w->arena, w->rows_max * sizeof(void *), alignof(Pfq__V1__Figure *));
    w->out->n_rows = 0;
    w->room = room;
    size_t end = w->arena->used + room + room / 2;
    w->arena_end =
        w->arena->grows || end + for_cursor < w->arena->size ? end : w->arena->size - for_cursor;
    return w->out->rows != NULL;
}

/* What is committed and not yet counted: without it the figures are not whole. */
static enum pfq_code say_behind(struct walk *w, struct pfq_err *err)
{
    uint64_t last = 0;
    Pfq__V1__Figures *out = w->out;
    enum pfq_code code = db_read_progress(w->db, "rollup", &out->up_to, err);
    out->has_up_to = out->has_people_up_to = true;
    if (code == PFQ_OK) {
        code = db_last_event(w->db, &out->people_up_to, err);
    }
    if (code == PFQ_OK) {
        code = db_last_sequence(w->db, &last, err);
    }
    if (code != PFQ_OK || last <= out->up_to) {
        return code;
    }
    out->has_behind = out->has_behind_since = true;
    out->behind = last - out->up_to;
    return db_first_after(w->db, out->up_to, &out->behind_since, err);
}

static enum pfq_code prepare(struct walk *w, size_t room, struct pfq_err *err)
{
    if (!make_room(w, room)) {
        return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for a page of figures");
    }
    enum pfq_code code = read_cursor(w, err);
    if (code == PFQ_OK) {
        code = say_behind(w, err);
    }
    if (code == PFQ_OK) {
        code = figures_names_read(w->db, &w->memory, &w->names, err);
    }
    if (code == PFQ_OK) {
        code = sums_open(&w->sums, w->names.end, w->read->by_unit, w->read->by_case_type, err);
    }
    return code;
}

enum pfq_code figures_answer(struct db *db, const Pfq__V1__FiguresRead *read, size_t room,
                             struct pfq_arena *arena, Pfq__V1__Figures *out, struct pfq_err *err)
{
    struct walk w = {.db = db,
                     .read = read,
                     .monthly = read->grain != PFQ__V1__GRAIN__GRAIN_DAY,
                     .kinds = kinds_of(read),
                     .arena = arena,
                     .out = out};
    pfq_arena_open(&w.memory);
    enum pfq_code code = prepare(&w, room, err);
    if (code == PFQ_OK) {
        code = put_all(&w, err);
    }
    sums_close(w.sums);
    pfq_arena_close(&w.memory);
    return code;
}
