/* sample.c - see sample.h. */
#include "feedback/compliance/sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sample sample_begin(const struct sample_wish *wish, struct pfq_arena *arena)
{
    return (struct sample){.wish = *wish, .arena = arena};
}

/* --- drawing ----------------------------------------------------------------------- */

static uint64_t draw(const struct sample *sample, const struct sample_case *one)
{
    char name[256];
    uint8_t digest[PFQ_DIGEST_BYTES];
    uint64_t value = 0;
    int size = snprintf(name, sizeof name, "%" PRIu64 "/%s/%s/%d/%d/%s", sample->wish.seed,
                        one->force, one->urn, (int)one->file_type, (int)one->kind, one->id);
    size_t used = (size_t)size < sizeof name ? (size_t)size : sizeof name - 1;
    pfq_digest((struct pfq_bytes){(const uint8_t *)name, used}, digest);
    for (size_t i = 0; i < sizeof value; i++) {
        value = value << 8 | digest[i];
    }
    return value;
}

static bool is_wanted(const struct sample *sample, const Pfq__V1__AssessmentRow *row)
{
    const struct sample_wish *wish = &sample->wish;
    bool kind = wish->kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_UNSPECIFIED ||
                wish->kind == row->kind;
    bool unit = wish->unit == NULL || strcmp(wish->unit, row->unit == NULL ? "" : row->unit) == 0;
    bool whole =
        row->file != NULL && row->file->force != NULL && row->file->urn != NULL && row->id != NULL;
    return whole && kind && unit && !row->withdrawn && row->month == wish->month;
}

static void make_room(struct sample *sample)
{
    if (sample->count == sample->room) {
        size_t room = sample->room == 0 ? 64 : sample->room * 2;
        struct sample_case *cases = pfq_arena_new(sample->arena, struct sample_case, room);
        if (sample->count > 0) {
            memcpy(cases, sample->cases, sample->count * sizeof *cases);
        }
        sample->cases = cases;
        sample->room = room;
    }
}

void sample_add(struct sample *sample, const Pfq__V1__AssessmentRow *row)
{
    if (!is_wanted(sample, row)) {
        return;
    }
    make_room(sample);
    struct sample_case *one = &sample->cases[sample->count++];
    *one = (struct sample_case){
        .unit = pfq_arena_strdup(sample->arena, row->unit == NULL ? "" : row->unit),
        .force = pfq_arena_strdup(sample->arena, row->file->force),
        .urn = pfq_arena_strdup(sample->arena, row->file->urn),
        .file_type = row->file->file_type,
        .kind = row->kind,
        .id = pfq_arena_strdup(sample->arena, row->id),
        .marked = row->has_remark};
    one->draw = draw(sample, one);
}

/* --- taking ------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    const struct sample_case *l = a;
    const struct sample_case *r = b;
    int order = strcmp(l->unit, r->unit);
    order = order != 0 ? order : strcmp(l->force, r->force);
    order = order != 0 ? order : strcmp(l->urn, r->urn);
    order = order != 0 ? order : (int)l->file_type - (int)r->file_type;
    order = order != 0 ? order : (int)l->kind - (int)r->kind;
    return order != 0 ? order : strcmp(l->id, r->id);
}

static int by_draw(const void *a, const void *b)
{
    const struct sample_case *l = a;
    const struct sample_case *r = b;
    int order = strcmp(l->unit, r->unit);
    order = order != 0 ? order : (l->draw > r->draw) - (l->draw < r->draw);
    return order != 0 ? order : by_name(a, b);
}

/* Past the last of the unit that begins at `first`. */
static size_t end_of_unit(const struct sample *sample, size_t first)
{
    size_t end = first;
    while (end < sample->count && strcmp(sample->cases[end].unit, sample->cases[first].unit) == 0) {
        end++;
    }
    return end;
}

void sample_end(struct sample *sample)
{
    size_t taken = 0;
    if (sample->count == 0) {
        return;
    }
    qsort(sample->cases, sample->count, sizeof *sample->cases, by_draw);
    for (size_t first = 0; first < sample->count;) {
        size_t end = end_of_unit(sample, first);
        size_t take = ((end - first) * sample->wish.per_cent + 99) / 100;
        memmove(&sample->cases[taken], &sample->cases[first], take * sizeof *sample->cases);
        taken += take;
        first = end;
    }
    sample->count = taken;
    qsort(sample->cases, taken, sizeof *sample->cases, by_name);
}
