/* compliance_late.c - tables of what was due and is not done: see compliance.h. */
#include "feedback/digest/compliance.h"
#include "pfq/clock.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct grid_column late_columns[] = {
    {"urn", "URN", GRID_URN, MARK_INSIDE, 0},    {"file_type", "Stage", GRID_TEXT, MARK_INSIDE, 0},
    {"owed", "Owed", GRID_TEXT, MARK_INSIDE, 0}, {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
    {"due", "Due", GRID_DATE, MARK_INSIDE, 0},
};

static void add_late(struct table *t, const Pfq__V1__Compliance *c, const char *table,
                     const Pfq__V1__FileRef *file, const char *owed, const char *unit,
                     int64_t due_at)
{
    struct pfq_arena *arena = t->arena;
    const char *stage = table_enum(&pfq__v1__file_type__descriptor, (int)file->file_type, arena);
    const char *name = pfq_arena_printf(arena, "%s/%s/%s/%s/%lld", file->force, file->urn, stage,
                                        owed, (long long)due_at);
    struct grid_cell *cells = table_add(t, compliance_key(c, table, name, arena));
    cells[0] = grid_text(file->urn);
    cells[1] = grid_text(stage);
    cells[2] = grid_text(owed);
    cells[3] = grid_text(compliance_unit(unit));
    cells[4] = grid_date(pfq_instant_valid(due_at) ? pfq_london_date(due_at) : 0);
}

static void add_file(struct table *t, const Pfq__V1__Compliance *c, const Pfq__V1__LateFile *line)
{
    add_late(t, c, "late_file", line->file,
             table_enum(&pfq__v1__assessment_kind__descriptor, (int)line->kind, t->arena),
             line->unit, line->due_at);
}

static void add_review(struct table *t, const Pfq__V1__Compliance *c,
                       const Pfq__V1__LateReview *line)
{
    const char *kind = table_enum(&pfq__v1__review_kind__descriptor, (int)line->kind, t->arena);
    add_late(t, c, "late_review", line->file, pfq_arena_printf(t->arena, "%s REVIEW", kind),
             line->unit, line->due_at);
}

static const struct grid *done(const struct table *t)
{
    return t->grid->row_count == 0 ? NULL : t->grid;
}

const struct grid *compliance_late_files(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    struct table t = table_begin("Overdue assessments, the longest first", late_columns,
                                 COUNT(late_columns), c->n_late_files, arena);
    for (size_t i = 0; i < c->n_late_files; i++) {
        add_file(&t, c, c->late_files[i]);
    }
    t.grid->of = c->late_files_in_all;
    return done(&t);
}

const struct grid *compliance_late_reviews(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    struct table t = table_begin("Overdue case reviews, the longest first", late_columns,
                                 COUNT(late_columns), c->n_late_reviews, arena);
    for (size_t i = 0; i < c->n_late_reviews; i++) {
        add_review(&t, c, c->late_reviews[i]);
    }
    t.grid->of = c->late_reviews_in_all;
    return done(&t);
}

const struct grid *compliance_late(const Pfq__V1__Compliance *c, struct pfq_arena *arena)
{
    struct table t = table_begin("Longest overdue", late_columns, COUNT(late_columns),
                                 c->n_late_files + c->n_late_reviews, arena);
    size_t file = 0;
    size_t review = 0;
    while (file < c->n_late_files || review < c->n_late_reviews) {
        bool next_is_file = review == c->n_late_reviews ||
                            (file < c->n_late_files &&
                             c->late_files[file]->due_at <= c->late_reviews[review]->due_at);
        if (next_is_file) {
            add_file(&t, c, c->late_files[file++]);
        } else {
            add_review(&t, c, c->late_reviews[review++]);
        }
    }
    t.grid->of = (int64_t)c->late_files_in_all + c->late_reviews_in_all;
    return done(&t);
}
