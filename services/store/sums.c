/* sums.c - see sums.h. */
#include "sums.h"

#include <stdlib.h>
#include <string.h>

enum pfq_code sums_open(struct sums **out, uint32_t end, bool by_unit, bool by_case_type,
                        struct pfq_err *err)
{
    struct sums *s = calloc(1, sizeof *s);
    *out = s;
    if (s == NULL) {
        return pfq_fail(err, PFQ_E_IO, "no memory for sums");
    }
    s->end = end;
    s->by_unit = by_unit;
    s->by_case_type = by_case_type;
    pfq_arena_open(&s->memory);
    return PFQ_OK;
}

void sums_close(struct sums *s)
{
    if (s != NULL) {
        pfq_arena_close(&s->memory);
        free(s);
    }
}

static void forget(struct sums *s)
{
    pfq_arena_close(&s->memory);
    pfq_arena_open(&s->memory);
    s->groups = NULL;
    s->count = s->room = s->cells = 0;
    s->damaged = false;
    s->open.police_unit = NULL;
    tally_clear(&s->counts);
    tally_clear(&s->days);
}

/* --- groups ---------------------------------------------------------------------------- */

static int compare(const struct sums_group *group, const char *unit, int case_type)
{
    int order = unit == NULL ? 0 : strcmp(group->police_unit, unit);
    return order != 0 ? order : (group->case_type > case_type) - (group->case_type < case_type);
}

/* The first group that is not before; *found: it is the one. */
static size_t find(const struct sums *s, const char *unit, int case_type, bool *found)
{
    size_t low = 0;
    size_t high = s->count;
    *found = false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(&s->groups[middle], unit, case_type);
        *found = *found || order == 0;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void make_room(struct sums *s)
{
    enum {
        first = 32
    };

    if (s->count < s->room) {
        return;
    }
    size_t room = s->room == 0 ? first : s->room * 2;
    struct sums_group *groups = pfq_arena_new(&s->memory, struct sums_group, room);
    if (s->count > 0) {
        memcpy(groups, s->groups, s->count * sizeof *groups);
    }
    s->groups = groups;
    s->room = room;
}

static struct sums_group *group_of(struct sums *s, const char *police_unit, int case_type)
{
    bool found = false;
    const char *unit = s->by_unit ? police_unit : NULL;
    int type = s->by_case_type ? case_type : SUMS_ALL;
    size_t at = find(s, unit, type, &found);
    if (!found) {
        make_room(s);
        memmove(&s->groups[at + 1], &s->groups[at], (s->count - at) * sizeof *s->groups);
        s->groups[at] = (struct sums_group){
            .police_unit = unit == NULL ? NULL : pfq_arena_strdup(&s->memory, unit),
            .case_type = type,
            .sums = pfq_arena_new(&s->memory, struct sum, s->end)};
        s->count++;
    }
    return &s->groups[at];
}

/* --- adding up ------------------------------------------------------------------------- */

/* s->counts, with the days that s->days tells or, without it, one day. */
static void add(struct sums *s, struct sums_group *group, uint32_t day)
{
    for (uint32_t code = 0; code < s->counts.end; code++) {
        uint64_t failing = (uint64_t)s->counts.failing[code];
        struct sum *sum = &group->sums[code];
        sum->applicable += (uint64_t)s->counts.applicable[code];
        sum->failing += failing;
        sum->days |= failing == 0 ? 0 : day;
    }
    for (uint32_t code = 0; code < s->days.end; code++) {
        group->sums[code].days |= (uint32_t)s->days.applicable[code];
    }
}

static bool unpack(struct sums *s, struct tally *tally, struct pfq_bytes packed, int sign)
{
    bool good = tally_unpack(tally, packed, sign) && tally->end <= s->end;
    s->damaged = s->damaged || !good;
    return good;
}

/* How often a cell's counts are in the figures asked for. */
static int sign_of(enum db_figures figures, enum db_series series)
{
    static const int signs[][3] = {
        [DB_FIGURES_FIRST] = {[DB_SERIES_FIRST] = 1},
        [DB_FIGURES_LATER] = {[DB_SERIES_LATER] = 1},
        [DB_FIGURES_FINAL] = {
            [DB_SERIES_FIRST] = 1, [DB_SERIES_LATER] = 1, [DB_SERIES_REPLACED] = -1}};
    return signs[figures][series];
}

static bool same_place(const struct db_cell *a, const struct db_cell *b)
{
    return a->day == b->day && a->case_type == b->case_type && a->file_type == b->file_type &&
           strcmp(a->police_unit, b->police_unit) == 0;
}

/* All series of a place were seen. */
static void add_open(struct sums *s)
{
    const struct db_cell *open = &s->open;
    if (open->police_unit != NULL && !s->damaged) {
        add(s, group_of(s, open->police_unit, open->case_type),
            UINT32_C(1) << (open->day % 100 - 1));
    }
    s->open.police_unit = NULL;
    tally_clear(&s->counts);
}

static void on_cell(void *self, const struct db_cell *cell, struct pfq_bytes counts)
{
    struct sums *s = self;
    int sign = sign_of(s->series, cell->series);
    s->cells++;
    if (sign == 0) {
        return;
    }
    if (s->open.police_unit == NULL || !same_place(&s->open, cell)) {
        add_open(s);
        s->open = *cell;
        s->open.police_unit = pfq_arena_strdup(&s->memory, cell->police_unit);
    }
    (void)unpack(s, &s->counts, counts, sign);
}

static void on_frozen(void *self, const struct db_frozen *frozen)
{
    struct sums *s = self;
    s->cells++;
    tally_clear(&s->counts);
    tally_clear(&s->days);
    if (unpack(s, &s->counts, frozen->counts, 1) && unpack(s, &s->days, frozen->days, 1)) {
        add(s, group_of(s, frozen->police_unit, frozen->case_type), 0);
    }
}

static enum pfq_code finish(const struct sums *s, enum pfq_code code, const char *force,
                            int32_t period, struct pfq_err *err)
{
    if (code == PFQ_OK && s->damaged) {
        return pfq_fail(err, PFQ_E_MALFORMED, "figures of force %s, %d", force, (int)period);
    }
    return code;
}

enum pfq_code sums_of_days(struct sums *s, struct db *db, const char *force, enum db_figures series,
                           int32_t from, int32_t to, struct pfq_err *err)
{
    forget(s);
    s->series = series;
    enum pfq_code code = db_read_cells(db, force, from, to, on_cell, s, err);
    add_open(s);
    return finish(s, code, force, from, err);
}

enum pfq_code sums_of_closed(struct sums *s, struct db *db, const char *force,
                             enum db_figures series, int32_t month, struct pfq_err *err)
{
    forget(s);
    enum pfq_code code = db_read_frozen(db, force, month, series, on_frozen, s, err);
    return finish(s, code, force, month, err);
}

/* --- freezing -------------------------------------------------------------------------- */

enum pfq_code sums_freeze(struct sums *s, const struct sums_group *group, struct pfq_arena *arena,
                          struct db_frozen *out, struct pfq_err *err)
{
    tally_clear(&s->counts);
    tally_clear(&s->days);
    for (uint32_t code = 0; code < s->end; code++) {
        const struct sum *sum = &group->sums[code];
        if (sum->applicable > 0 || sum->failing > 0) {
            tally_add(&s->counts, code, (int64_t)sum->applicable, (int64_t)sum->failing);
            tally_add(&s->days, code, sum->days, 0);
        }
    }
    *out = (struct db_frozen){.police_unit = group->police_unit, .case_type = group->case_type};
    bool packed =
        tally_pack(&s->counts, arena, &out->counts) && tally_pack(&s->days, arena, &out->days);
    return packed ? PFQ_OK : pfq_fail(err, PFQ_E_MALFORMED, "sums below zero");
}
