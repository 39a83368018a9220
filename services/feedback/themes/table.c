/* table.c - the cells of a run: found by their key, filled with figures. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/themes/private.h"

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (const char *c = text == NULL ? "\x01" : text; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 1099511628211U;
    }
    return hash * 1099511628211U;
}

static uint64_t hash_key(const Pfq__V1__ThemeKey *key)
{
    uint64_t hash = 14695981039346656037U;
    hash = hash_text(hash, key->force);
    hash = hash_text(hash, key->police_unit);
    hash = hash_text(hash, key->name);
    hash = (hash ^ (unsigned)key->system) * 1099511628211U;
    hash = (hash ^ (key->has_case_type ? (unsigned)key->case_type : 99U)) * 1099511628211U;
    return hash ^ (hash >> 32);
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_key(const Pfq__V1__ThemeKey *a, const Pfq__V1__ThemeKey *b)
{
    return a->system == b->system && a->has_case_type == b->has_case_type &&
           (!a->has_case_type || a->case_type == b->case_type) && same_text(a->force, b->force) &&
           same_text(a->name, b->name) && same_text(a->police_unit, b->police_unit);
}

static uint32_t place_count(const struct themes *t)
{
    return t->cells_max * 2;
}

enum pfq_code themes_open(struct themes *t, const struct themes_rules *rules, uint32_t cells_max,
                          struct pfq_err *err)
{
    memset(t, 0, sizeof *t);
    t->rules = rules;
    t->cells_max = cells_max;
    t->steps_max = THEMES_MOVES_MAX + 2 * cells_max;
    t->cells = calloc(cells_max, sizeof *t->cells);
    t->counts = calloc((size_t)cells_max * THEMES_MONTHS_MAX, sizeof *t->counts);
    t->places = calloc(place_count(t), sizeof *t->places);
    t->steps = calloc(t->steps_max, sizeof *t->steps);
    t->late = calloc(THEMES_LATE_MAX, sizeof *t->late);
    t->p = calloc(cells_max, sizeof *t->p);
    t->picked = calloc(cells_max, sizeof *t->picked);
    t->tested = calloc(cells_max, sizeof *t->tested);
    t->names_block = malloc(THEMES_NAMES);
    t->thresholds = malloc(sizeof *t->thresholds);
    if (t->cells == NULL || t->counts == NULL || t->places == NULL || t->steps == NULL ||
        t->late == NULL || t->p == NULL || t->picked == NULL || t->tested == NULL ||
        t->names_block == NULL || t->thresholds == NULL) {
        themes_close(t);
        return pfq_fail(err, PFQ_E_IO, "memory for %u themes", (unsigned)cells_max);
    }
    pfq_arena_init(&t->names, t->names_block, THEMES_NAMES);
    themes_thresholds_init(t->thresholds, rules->cusum_odds);
    themes_rule_version(rules, t->version);
    return PFQ_OK;
}

void themes_close(struct themes *t)
{
    free(t->cells);
    free(t->counts);
    free(t->places);
    free(t->steps);
    free(t->late);
    free(t->p);
    free(t->picked);
    free(t->tested);
    free(t->names_block);
    free(t->thresholds);
    memset(t, 0, sizeof *t);
}

void themes_begin(struct themes *t, int32_t first_month, const struct themes_period *months,
                  int count)
{
    memset(t->places, 0, place_count(t) * sizeof *t->places);
    memset(t->counts, 0, (size_t)t->cell_count * THEMES_MONTHS_MAX * sizeof *t->counts);
    pfq_arena_reset(&t->names);
    t->cell_count = 0;
    t->step_count = 0;
    t->pass = THEMES_PASS_ALONE;
    t->pass_at = 0;
    t->late_count = 0;
    t->full = false;
    t->first_month = first_month / 100 * 12 + first_month % 100 - 1;
    t->month_count = count < THEMES_MONTHS_MAX ? count : THEMES_MONTHS_MAX;
    memcpy(t->months, months, (size_t)t->month_count * sizeof *months);
}

int themes_month_place(const struct themes *t, int32_t month)
{
    int place = month / 100 * 12 + month % 100 - 1 - t->first_month;
    return place < 0 || place >= t->month_count ? -1 : place;
}

int32_t themes_month_at(const struct themes *t, int place)
{
    int month = t->first_month + place;
    return month / 12 * 100 + month % 12 + 1;
}

/* The place in `places` of this key, or the free one where it belongs. */
static uint32_t *find_place(const struct themes *t, const Pfq__V1__ThemeKey *key)
{
    uint32_t at = (uint32_t)(hash_key(key) % place_count(t));
    while (t->places[at] != 0 && !same_key(&t->cells[t->places[at] - 1].key, key)) {
        at = at + 1 == place_count(t) ? 0 : at + 1;
    }
    return &t->places[at];
}

/* False: no room.  What is absent stays absent. */
static bool keep_text(struct themes *t, char **text)
{
    size_t size = *text == NULL ? 0 : strlen(*text) + 1;
    char *kept = size == 0 ? NULL : pfq_arena_try(&t->names, size, 1);
    if (kept != NULL) {
        memcpy(kept, *text, size);
    }
    *text = kept;
    return size == 0 || kept != NULL;
}

static bool keep_key(struct themes *t, Pfq__V1__ThemeKey *key)
{
    return keep_text(t, &key->force) && keep_text(t, &key->name) && keep_text(t, &key->police_unit);
}

struct themes_cell *themes_find(const struct themes *t, const Pfq__V1__ThemeKey *key)
{
    uint32_t place = *find_place(t, key);
    return place == 0 ? NULL : &t->cells[place - 1];
}

static uint32_t family_of(const Pfq__V1__ThemeKey *key)
{
    return (uint32_t)key->system * 4 + (key->police_unit != NULL ? 2 : 0) +
           (key->has_case_type ? 1 : 0);
}

struct themes_cell *themes_cell(struct themes *t, const Pfq__V1__ThemeKey *key)
{
    uint32_t *place = find_place(t, key);
    if (*place != 0) {
        return &t->cells[*place - 1];
    }
    struct themes_cell *cell = &t->cells[t->cell_count];
    *cell = (struct themes_cell){.key = *key};
    if (t->cell_count == t->cells_max - 1 || !keep_key(t, &cell->key)) {
        t->full = true;
        return NULL;
    }
    cell->months = t->counts + (size_t)t->cell_count * THEMES_MONTHS_MAX;
    cell->bases[0].first = cell->bases[1].first = INT_MAX;
    cell->walk.resolved = -1;
    cell->family = family_of(key);
    cell->summed = -1;
    *place = ++t->cell_count;
    return cell;
}

void themes_month(struct themes *t, const Pfq__V1__ThemeKey *key, int32_t month,
                  struct stats_share files, uint32_t failing_days)
{
    int place = themes_month_place(t, month);
    struct themes_cell *cell = place < 0 ? NULL : themes_cell(t, key);
    if (cell != NULL) {
        struct themes_count *count = &cell->months[place];
        uint32_t days = count->days + failing_days;
        count->files += (uint32_t)files.of;
        count->failing += (uint32_t)files.failing;
        count->days = (uint8_t)(days < 31 ? days : 31);
    }
}

/* NULL: no room. */
struct themes_late *late_of(struct themes *t, struct themes_count *count)
{
    if (count->late == 0 && t->late_count < THEMES_LATE_MAX) {
        t->late[t->late_count] = (struct themes_late){.counted = false};
        count->late = ++t->late_count;
    }
    return count->late == 0 ? NULL : &t->late[count->late - 1];
}

static void told_of_late(struct themes *t, struct themes_count *count,
                         const Pfq__V1__ThemeMove *move)
{
    struct themes_late *late = late_of(t, count);
    if (late != NULL) {
        late->told = (struct stats_share){(int64_t)move->failing, (int64_t)move->files};
        late->was_told = true;
    }
}

static void told_of_state(struct themes_count *count, const Pfq__V1__ThemeMove *move, bool muted)
{
    if (count->told == 0 || move->up_to >= count->told_up_to) {
        count->told = (uint8_t)move->state;
        count->told_up_to = move->up_to;
        count->hushed = move->muted && !muted;
    }
    count->told_announced |= move->announced;
}

void themes_told(struct themes *t, const Pfq__V1__ThemeMove *move, bool muted)
{
    int place = themes_month_place(t, move->month);
    struct themes_cell *cell = place < 0 || move->key == NULL ? NULL : themes_cell(t, move->key);
    if (cell == NULL || (unsigned)move->state >= THEMES_STATES) {
        return;
    }
    if (move->has_files_before) {
        told_of_late(t, &cell->months[place], move);
    } else {
        told_of_state(&cell->months[place], move, muted);
    }
}

/* The cell of the same theme for all case types together, else its own. */
static void link_parent(struct themes *t, uint32_t at)
{
    Pfq__V1__ThemeKey all = t->cells[at].key;
    all.has_case_type = false;
    uint32_t parent = *find_place(t, &all);
    t->cells[at].parent = parent == 0 ? at : parent - 1;
}

uint32_t themes_freeze(struct themes *t, uint32_t cell, uint32_t count)
{
    uint32_t end = cell + count < t->cell_count ? cell + count : t->cell_count;
    for (; cell < end; cell++) {
        link_parent(t, cell);
        base_freeze(t, &t->cells[cell]);
    }
    return cell;
}
