/* late.c - what was due and is not done, the longest overdue first. */
#include <stdlib.h>
#include <string.h>

#include "feedback/compliance/private.h"

static struct late *room_for(struct lates *lates, struct pfq_arena *arena)
{
    if (lates->count == lates->room) {
        size_t room = lates->room == 0 ? 16 : lates->room * 2;
        struct late *at = pfq_arena_new(arena, struct late, room);
        if (lates->count > 0) {
            memcpy(at, lates->at, lates->count * sizeof *at);
        }
        lates->at = at;
        lates->room = room;
    }
    return &lates->at[lates->count++];
}

void late_add(struct compliance *c, struct lates *lates, const Pfq__V1__FileRef *file,
              struct late late)
{
    late.force = pfq_arena_strdup(c->arena, file->force);
    late.urn = pfq_arena_strdup(c->arena, file->urn);
    late.unit = pfq_arena_strdup(c->arena, tally_text(late.unit));
    late.file_type = (int)file->file_type;
    *room_for(lates, c->arena) = late;
}

static int by_due(const void *a, const void *b)
{
    const struct late *l = a;
    const struct late *r = b;
    int order = l->due_at != r->due_at ? (l->due_at < r->due_at ? -1 : 1) : 0;
    order = order != 0 ? order : strcmp(l->force, r->force);
    order = order != 0 ? order : strcmp(l->urn, r->urn);
    order = order != 0 ? order : l->file_type - r->file_type;
    return order != 0 ? order : l->kind - r->kind;
}

/* How many of them are shown, in order. */
static size_t shown(const struct compliance *c, struct lates *lates)
{
    size_t most = c->wish.shown == 0 ? COMPLIANCE_SHOWN : c->wish.shown;
    if (lates->count > 0) {
        qsort(lates->at, lates->count, sizeof *lates->at, by_due);
    }
    return lates->count < most ? lates->count : most;
}

static Pfq__V1__FileRef *file_of(const struct late *late, struct pfq_arena *arena)
{
    Pfq__V1__FileRef *file = pfq_arena_new(arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(file);
    file->force = pfq_arena_strdup(arena, late->force);
    file->urn = pfq_arena_strdup(arena, late->urn);
    file->has_file_type = true;
    file->file_type = (Pfq__V1__FileType)late->file_type;
    return file;
}

static void put_file(const struct late *late, Pfq__V1__Compliance *out, struct pfq_arena *arena)
{
    Pfq__V1__LateFile *line = pfq_arena_new(arena, Pfq__V1__LateFile, 1);
    pfq__v1__late_file__init(line);
    line->file = file_of(late, arena);
    line->has_kind = line->has_due_at = true;
    line->kind = (Pfq__V1__AssessmentKind)late->kind;
    line->due_at = late->due_at;
    line->unit = pfq_arena_strdup(arena, late->unit);
    out->late_files[out->n_late_files++] = line;
}

static void put_review(const struct late *late, Pfq__V1__Compliance *out, struct pfq_arena *arena)
{
    Pfq__V1__LateReview *line = pfq_arena_new(arena, Pfq__V1__LateReview, 1);
    pfq__v1__late_review__init(line);
    line->file = file_of(late, arena);
    line->has_kind = line->has_due_at = true;
    line->kind = (Pfq__V1__ReviewKind)late->kind;
    line->due_at = late->due_at;
    line->unit = pfq_arena_strdup(arena, late->unit);
    out->late_reviews[out->n_late_reviews++] = line;
}

void late_put(struct compliance *c, Pfq__V1__Compliance *out)
{
    size_t files = shown(c, &c->files);
    size_t reviews = shown(c, &c->reviews);
    out->late_files = pfq_arena_new(c->arena, Pfq__V1__LateFile *, files + 1);
    out->late_reviews = pfq_arena_new(c->arena, Pfq__V1__LateReview *, reviews + 1);
    for (size_t i = 0; i < files; i++) {
        put_file(&c->files.at[i], out, c->arena);
    }
    for (size_t i = 0; i < reviews; i++) {
        put_review(&c->reviews.at[i], out, c->arena);
    }
    out->has_late_files_in_all = out->has_late_reviews_in_all = true;
    out->late_files_in_all = (uint32_t)c->files.count;
    out->late_reviews_in_all = (uint32_t)c->reviews.count;
}
