/* private.h - between the files of themes.
 *
 * Layer 2 (themes): private.
 */
#ifndef THEMES_PRIVATE_H
#define THEMES_PRIVATE_H

#include "feedback/themes/themes.h"

/* base.c */
void base_freeze(struct themes *t, struct themes_cell *cell);

/* table.c: what is known of a month that late files changed, made where there is nothing.  NULL:
 * no room. */
struct themes_late *late_of(struct themes *t, struct themes_count *count);

/* base.c: all days were given; what late files changed is known from here on. */
void base_end(struct themes *t, struct themes_cell *cell);

/* base.c: of the baseline that judges a month, a day at whose end the sum for a rise stood at 0:
 * the last one a year before the month's end, or the one before the sum began.  YYYYMMDD. */
int32_t base_zero(const struct themes *t, const struct themes_cell *cell,
                  const struct themes_base *base, int month);

/* evidence.c: the marks of a month: of the cells from `from` to before `to` by themselves; BH over
 * the cells of a family.  Of an open month none. */
enum {
    EVIDENCE_FAMILIES = 16 /* of family_of() */
};

void evidence_alone(struct themes *t, int month, uint32_t from, uint32_t to);
void evidence_together(struct themes *t, int month, uint32_t family);

/* evidence.c: of the months from `from` to `month` together; `days` with a failing file. */
struct evidence_window {
    struct stats_share share;
    uint32_t days;
    uint8_t marks; /* of any of them */
};
struct evidence_window evidence_window(const struct themes_cell *cell, int from, int month);

/* walk.c: one month of one cell; the state may change. */
enum themes_why walk_step(const struct themes *t, struct themes_cell *cell, int month);

/* walk.c: what a move was made by: the last months whose evidence counts, together; where it is the
 * force's own target, those that are measured against it. */
void walk_pool(const struct themes *t, const struct themes_cell *cell, struct themes_step *step);

/* own.c: whether so many files are above a force's own target, if there is one. */
bool own_is_above(struct stats_share share, uint32_t target_ppm);

/* own.c: the first month that the target measures that holds in `month`. */
int own_target_first(const struct themes *t, const struct themes_cell *cell, int month);

/* own.c: at the end of the month, an action about it or about all its case types. */
bool own_is_overdue(const struct themes *t, const struct themes_cell *cell, int month);

/* walk.c: what is expected of a month with so many files. */
struct stats_limits walk_expected(const struct themes *t, const struct themes_cell *cell, int month,
                                  int64_t files);

/* sentence.c */
char *sentence_of(const struct themes *t, const struct themes_step *step,
                  const Pfq__V1__ThemeMove *move, struct pfq_arena *arena);

static inline struct stats_share count_share(const struct themes_count *count)
{
    return (struct stats_share){count->failing, count->files};
}

#endif
