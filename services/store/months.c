/* months.c - see months.h. */
#include "months.h"

#include <stdio.h>
#include <string.h>

#include "authorise.h"
#include "figures.h"
#include "month_effect.h"
#include "pfq/clock.h"

enum {
    CELLS_MAX = 200000, /* of one answer: some tenth of a second */
    PROBLEMS_MAX = 4,
    TEXT_BYTES = 160
};

/* What one act works with. */
struct act {
    struct db *db;
    struct pfq_arena memory; /* grows; names, forces, and what is being packed */
    struct figures_names names;
    const char **forces; /* that count: all, or the asker's own */
    size_t force_count;
    bool some; /* not all */
    bool own;  /* the asker is of some force or Area */
    struct sums *sums;
    size_t cells;
    struct month_effect *effect; /* of a preview; else NULL */
    int32_t today;
    struct pfq_arena *arena; /* of the answer */
    Pfq__V1__MonthRows *out;
};

static enum pfq_code begin(struct act *a, struct pfq_err *err)
{
    pfq_arena_open(&a->memory);
    enum pfq_code code = figures_names_read(a->db, &a->memory, &a->names, err);
    if (code == PFQ_OK) {
        code = db_list_forces(a->db, &a->memory, &a->forces, &a->force_count, err);
    }
    return code == PFQ_OK ? sums_open(&a->sums, a->names.end, true, true, err) : code;
}

static void end(struct act *a)
{
    sums_close(a->sums);
    pfq_arena_close(&a->memory);
}

static Pfq__V1__MonthState state_of(const struct act *a, const struct db_month *month)
{
    if (month->closed_at != 0) {
        return PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
    }
    return figures_month(a->today) <= month->month ? PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN
                                                   : PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL;
}

/* Of the forces only those wanted, and of these only the asker's own. */
static void keep_own(struct act *a, const Pfq__V1__Peer *peer, const char *force)
{
    size_t kept = 0;
    a->some = force != NULL || !authorise_own(peer, NULL);
    a->own = !authorise_own(peer, NULL);
    for (size_t i = 0; i < a->force_count; i++) {
        bool wanted = force == NULL || strcmp(a->forces[i], force) == 0;
        if (wanted && authorise_own(peer, a->forces[i])) {
            a->forces[kept++] = a->forces[i];
        }
    }
    a->force_count = kept;
}

/* --- counting -------------------------------------------------------------------------- */

/* Every submission has one verdict, in FIRST or in LATER. */
static uint64_t submissions_in(const struct act *a)
{
    uint64_t count = 0;
    for (size_t i = 0; i < a->names.count; i++) {
        const struct db_code *name = &a->names.rows[i];
        for (size_t g = 0; name->kind == DB_CODE_VERDICT && g < a->sums->count; g++) {
            count += a->sums->groups[g].sums[name->code].applicable;
        }
    }
    return count;
}

static enum pfq_code add_up(struct act *a, const char *force, enum db_figures series, int32_t month,
                            struct pfq_err *err)
{
    enum pfq_code code = sums_of_days(a->sums, a->db, force, series, figures_first_day(month),
                                      figures_last_day(month), err);
    a->cells += a->sums->cells;
    return code;
}

static enum pfq_code add_up_closed(struct act *a, const char *force, enum db_figures series,
                                   int32_t month, struct pfq_err *err)
{
    enum pfq_code code = sums_of_closed(a->sums, a->db, force, series, month, err);
    a->cells += a->sums->cells;
    return code;
}

typedef enum pfq_code add_up_of(struct act *a, const char *force, enum db_figures series,
                                int32_t month, struct pfq_err *err);

/* As the rollups have it now, or as it was frozen. */
static enum pfq_code count(struct act *a, add_up_of *add_up_one, struct db_month *month,
                           struct pfq_err *err)
{
    enum pfq_code code = PFQ_OK;
    month->files = month->submissions = 0;
    for (size_t i = 0; code == PFQ_OK && i < a->force_count; i++) {
        code = add_up_one(a, a->forces[i], DB_FIGURES_FIRST, month->month, err);
        uint64_t files = submissions_in(a);
        if (code == PFQ_OK && a->effect != NULL) {
            month_effect_add(a->effect, a->sums, &a->names, files);
        }
        if (code == PFQ_OK) {
            code = add_up_one(a, a->forces[i], DB_FIGURES_LATER, month->month, err);
        }
        month->files += files;
        month->submissions += files + submissions_in(a);
    }
    return code;
}

/* --- rows ------------------------------------------------------------------------------ */

/* False: no room. */
static bool describe(struct act *a, const struct db_month *month, Pfq__V1__MonthRow *row)
{
    row->has_month = row->has_state = row->has_files = row->has_submissions = true;
    row->month = month->month;
    row->state = state_of(a, month);
    row->files = month->files;
    row->submissions = month->submissions;
    if (month->closed_at == 0) {
        return true;
    }
    row->has_closed_at = row->has_up_to = true;
    row->closed_at = month->closed_at;
    row->up_to = month->up_to;
    if (a->own) { /* who closed it, and the digest over all forces, are the CPS's */
        return true;
    }
    size_t size = strlen(month->closed_by) + 1;
    row->closed_by = pfq_arena_try(a->arena, size, 1);
    row->digest.data = pfq_arena_try(a->arena, PFQ_DIGEST_BYTES, 1);
    if (row->closed_by == NULL || row->digest.data == NULL) {
        return false;
    }
    memcpy(row->closed_by, month->closed_by, size);
    memcpy(row->digest.data, month->digest, PFQ_DIGEST_BYTES);
    row->digest.len = PFQ_DIGEST_BYTES;
    row->has_digest = true;
    return true;
}

static enum pfq_code no_room(struct pfq_err *err)
{
    return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for the months");
}

/* The last of out->rows, of `most` at most. */
static enum pfq_code add_row(struct act *a, const struct db_month *month, const uint64_t *late,
                             size_t most, struct pfq_err *err)
{
    Pfq__V1__MonthRows *out = a->out;
    Pfq__V1__MonthRow *row = pfq_arena_try(a->arena, sizeof *row, alignof(Pfq__V1__MonthRow));
    if (out->rows == NULL) {
        out->rows = pfq_arena_try(a->arena, most * sizeof(void *), alignof(void *));
    }
    if (row == NULL || out->rows == NULL) {
        return no_room(err);
    }
    pfq__v1__month_row__init(row);
    if (!describe(a, month, row) ||
        (a->effect != NULL && !month_effect_put(a->effect, a->arena, row))) {
        return no_room(err);
    }
    row->has_late = late != NULL;
    row->late = late == NULL ? 0 : *late;
    out->rows[out->n_rows++] = row;
    return PFQ_OK;
}

static enum pfq_code add_month(struct act *a, int32_t number, size_t most, struct pfq_err *err)
{
    struct db_month month;
    enum pfq_code code = db_find_month(a->db, number, &a->memory, &month, err);
    struct db_month now = {.month = number};
    if (code == PFQ_OK) {
        code = count(a, add_up, &now, err);
    }
    bool closed = month.closed_at != 0;
    if (code == PFQ_OK && closed && a->some) {
        code = count(a, add_up_closed, &month, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    uint64_t late = now.submissions > month.submissions ? now.submissions - month.submissions : 0;
    return add_row(a, closed ? &month : &now, closed ? &late : NULL, most, err);
}

enum pfq_code months_read(struct db *db, const Pfq__V1__MonthsRead *read, int64_t wall_ms,
                          struct pfq_arena *arena, Pfq__V1__MonthRows *out, struct pfq_err *err)
{
    enum {
        usual = 11, /* before the last */
        most = 60
    };
    struct act a = {.db = db, .arena = arena, .out = out, .today = pfq_london_date(wall_ms)};
    int32_t to = read->has_to_month ? read->to_month : figures_month(a.today);
    int32_t month = read->has_from_month ? read->from_month : figures_month_add(to, -usual);
    enum pfq_code code = begin(&a, err);
    keep_own(&a, read->peer, read->force);
    for (; code == PFQ_OK && month <= to && a.cells < CELLS_MAX && out->n_rows < most;
         month = figures_month_add(month, 1)) {
        code = add_month(&a, month, most, err);
    }
    out->has_next_month = code == PFQ_OK && month <= to;
    out->next_month = month;
    end(&a);
    return code;
}

/* --- what speaks against closing --------------------------------------------------------- */

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text; /* generated types know no const */
}

static void object(struct act *a, const char *code, const char *fix, const char *message)
{
    Pfq__V1__MonthRows *out = a->out;
    Pfq__V1__Problem *problem = pfq_arena_try(a->arena, sizeof *problem, alignof(Pfq__V1__Problem));
    char *text = pfq_arena_try(a->arena, TEXT_BYTES, 1);
    if (out->problems == NULL) {
        out->problems = pfq_arena_try(a->arena, PROBLEMS_MAX * sizeof(void *), alignof(void *));
    }
    if (problem == NULL || text == NULL || out->problems == NULL) {
        return; /* seen by the caller: fewer than were told */
    }
    (void)snprintf(text, TEXT_BYTES, "%s", message);
    pfq__v1__problem__init(problem);
    problem->code = lend(code);
    problem->path = lend("month");
    problem->message = text;
    problem->fix = lend(fix);
    out->problems[out->n_problems++] = problem;
}

static void object_to_date(struct act *a, const Pfq__V1__MonthClose *close)
{
    char text[TEXT_BYTES];
    char day[PFQ_INSTANT_TEXT];
    int32_t last = figures_last_day(close->month);
    int32_t ripe = pfq_date_add(last, MONTHS_DAYS + 1);
    if (a->today <= last) {
        pfq_date_format(last, day);
        (void)snprintf(text, sizeof text, "The month is not over before the end of %s.", day);
        object(a, "MONTH_NOT_OVER", "Close it when it is over.", text);
    } else if (a->today < ripe && !close->early) {
        pfq_date_format(ripe, day);
        (void)snprintf(text, sizeof text,
                       "Files of this month may still come in: it is usually closed from %s on.",
                       day);
        object(a, "MONTH_YOUNG",
               "Wait until then, or close it with --early: what still comes is told as late.",
               text);
    }
}

/* Of a preview too: its counts would lack what is not counted yet, and say so of nothing. */
static enum pfq_code object_to_lag(struct act *a, uint64_t *up_to, struct pfq_err *err)
{
    char text[TEXT_BYTES];
    uint64_t last = 0;
    uint64_t expected = 0; /* duties to assess are among the figures */
    enum pfq_code code = db_last_sequence(a->db, &last, err);
    if (code == PFQ_OK) {
        code = db_read_progress(a->db, "rollup", up_to, err);
    }
    if (code == PFQ_OK) {
        code = db_read_progress(a->db, "expected", &expected, err);
    }
    bool counted = *up_to >= last;
    if (code == PFQ_OK && (!counted || expected < last)) {
        (void)snprintf(text, sizeof text, "The %s are %llu submissions behind.",
                       counted ? "files that ought to be assessed" : "figures",
                       (unsigned long long)(last - (counted ? expected : *up_to)));
        object(a, "FIGURES_BEHIND", "Try again in a minute; see: pfq status.", text);
    }
    return code;
}

/* --- freezing -------------------------------------------------------------------------- */

/* The digest goes on over one group's rows: see figures.proto. */
static void digest_group(const struct act *a, const struct sums_group *group, const char *force,
                         struct db_month *month)
{
    Pfq__V1__Figures figures = PFQ__V1__FIGURES__INIT;
    struct pfq_arena memory;
    pfq_arena_open(&memory);
    Pfq__V1__Figure *rows = pfq_arena_new(&memory, Pfq__V1__Figure, a->names.count + 1);
    figures.rows = pfq_arena_new(&memory, Pfq__V1__Figure *, a->names.count + 1);
    for (size_t i = 0; i < a->names.count; i++) {
        Pfq__V1__Figure *row = &rows[figures.n_rows];
        if (figures_row(group, &a->names.rows[i], force, month->month, row)) {
            figures.rows[figures.n_rows++] = row;
        }
    }
    size_t size = protobuf_c_message_get_packed_size(&figures.base);
    uint8_t *bytes = pfq_arena_new(&memory, uint8_t, PFQ_DIGEST_BYTES + size);
    memcpy(bytes, month->digest, PFQ_DIGEST_BYTES);
    (void)protobuf_c_message_pack(&figures.base, bytes + PFQ_DIGEST_BYTES);
    pfq_digest((struct pfq_bytes){bytes, PFQ_DIGEST_BYTES + size}, month->digest);
    pfq_arena_close(&memory);
}

static enum pfq_code freeze_force(struct act *a, const char *force, enum db_figures series,
                                  struct db_month *month, struct pfq_err *err)
{
    enum pfq_code code = add_up(a, force, series, month->month, err);
    for (size_t i = 0; code == PFQ_OK && i < a->sums->count; i++) {
        const struct sums_group *group = &a->sums->groups[i];
        struct db_frozen frozen;
        struct pfq_arena memory;
        pfq_arena_open(&memory);
        code = sums_freeze(a->sums, group, &memory, &frozen, err);
        if (code == PFQ_OK) {
            code = db_write_frozen(a->db, force, month->month, series, &frozen, err);
        }
        pfq_arena_close(&memory);
        digest_group(a, group, force, month);
    }
    uint64_t here = code == PFQ_OK && series != DB_FIGURES_FINAL ? submissions_in(a) : 0;
    month->files += series == DB_FIGURES_FIRST ? here : 0;
    month->submissions += here;
    return code;
}

/* It is counted on the way: the writer waits for this. */
static enum pfq_code freeze(struct act *a, struct db_month *month, struct pfq_err *err)
{
    enum pfq_code code = PFQ_OK;
    for (enum db_figures series = DB_FIGURES_FIRST; series <= DB_FIGURES_FINAL; series++) {
        for (size_t i = 0; code == PFQ_OK && i < a->force_count; i++) {
            code = freeze_force(a, a->forces[i], series, month, err);
        }
    }
    return code == PFQ_OK ? db_write_month(a->db, month, err) : code;
}

/* What would be frozen, and what is still to come. */
static enum pfq_code preview(struct act *a, struct db_month *month, int64_t wall_ms,
                             struct pfq_err *err)
{
    a->effect = pfq_arena_new(&a->memory, struct month_effect, 1);
    month_effect_open(a->effect, &a->memory);
    enum pfq_code code = count(a, add_up, month, err);
    return code == PFQ_OK ? month_effect_failures(a->effect, a->db, month->month, wall_ms, err)
                          : code;
}

static enum pfq_code close_open(struct act *a, const Pfq__V1__MonthClose *close,
                                struct db_month *month, int64_t wall_ms, struct pfq_err *err)
{
    uint64_t none = 0;
    object_to_date(a, close);
    enum pfq_code code = object_to_lag(a, &month->up_to, err);
    bool closed = a->out->n_problems == 0 && !close->preview;
    if (code == PFQ_OK && closed) {
        month->closed_at = wall_ms;
        month->closed_by = close->by;
        code = freeze(a, month, err);
    } else if (code == PFQ_OK) {
        code = preview(a, month, wall_ms, err);
    }
    return code == PFQ_OK ? add_row(a, month, closed ? &none : NULL, 1, err) : code;
}

enum pfq_code months_close(struct db *db, const Pfq__V1__MonthClose *close, int64_t wall_ms,
                           struct pfq_arena *arena, Pfq__V1__MonthRows *out, struct pfq_err *err)
{
    char text[TEXT_BYTES];
    char day[PFQ_INSTANT_TEXT];
    struct db_month month = {0};
    struct act a = {.db = db, .arena = arena, .out = out, .today = pfq_london_date(wall_ms)};
    enum pfq_code code = begin(&a, err);
    if (code == PFQ_OK) {
        code = db_find_month(db, close->month, &a.memory, &month, err);
    }
    if (code == PFQ_OK && month.closed_at != 0) {
        pfq_date_format(pfq_london_date(month.closed_at), day);
        (void)snprintf(text, sizeof text, "The month was closed on %s by %s.", day,
                       month.closed_by);
        object(&a, "MONTH_CLOSED", "Nothing is to be done: later corrections are re-statements.",
               text);
        code = add_month(&a, close->month, 1, err);
    } else if (code == PFQ_OK) {
        code = close_open(&a, close, &month, wall_ms, err);
    }
    end(&a);
    return code;
}
