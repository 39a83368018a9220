/* problems.c - a bounded list of everything that is wrong: see pfq/problems.h. */
#include "pfq/problems.h"

#include <stdarg.h>
#include <stdio.h>

void pfq_problems_init(struct pfq_problems *p, struct pfq_arena *arena)
{
    *p = (struct pfq_problems){.arena = arena};
}

/* A hostile message may leave an arena almost full: then rows are counted, and room
 * is kept for the row that says so. */
static bool has_room(const struct pfq_arena *arena)
{
    return arena->grows || arena->size - arena->used >= PFQ_PROBLEMS_ROOM;
}

static Pfq__V1__Problem *add_row(struct pfq_problems *p)
{
    if (p->rows == NULL) {
        p->rows = pfq_arena_new(p->arena, Pfq__V1__Problem *, PFQ_PROBLEMS_MAX + 1);
    }
    Pfq__V1__Problem *row = pfq_arena_new(p->arena, Pfq__V1__Problem, 1);
    pfq__v1__problem__init(row);
    p->rows[p->count++] = row;
    return row;
}

void pfq_problem(struct pfq_problems *p, const char *code, const char *path, const char *fix,
                 const char *fmt, ...)
{
    if (p->count >= PFQ_PROBLEMS_MAX || !has_room(p->arena)) {
        p->unlisted++;
        return;
    }
    char sentence[512];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    Pfq__V1__Problem *row = add_row(p);
    row->code = pfq_arena_strdup(p->arena, code);
    row->path = pfq_arena_strdup(p->arena, path);
    row->message = pfq_arena_strdup(p->arena, sentence);
    row->fix = pfq_arena_strdup(p->arena, fix);
}

void pfq_problems_close(struct pfq_problems *p)
{
    if (p->unlisted == 0) {
        return;
    }
    Pfq__V1__Problem *row = add_row(p);
    row->code = pfq_arena_strdup(p->arena, "MORE");
    row->path = pfq_arena_strdup(p->arena, "");
    row->message =
        pfq_arena_printf(p->arena, "There are %zu more problems than are listed.", p->unlisted);
    row->fix = pfq_arena_strdup(p->arena, "Mend those listed and send again.");
    p->unlisted = 0;
}
