/* behind.c - the checks behind a theme: see private.h. */
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/private.h"

enum {
    CHECKS_MAX = 3
};

struct ranked {
    const Pfq__V1__CatalogueCheck *check;
    struct stats_share share;
};

static int more_often(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    int order = (x->share.failing < y->share.failing) - (x->share.failing > y->share.failing);
    return order != 0 ? order : strcmp(x->check->id, y->check->id);
}

static bool is_of_theme(const Pfq__V1__CatalogueCheck *check, const char *theme)
{
    const char *name = pfq_enum_name(&pfq__v1__theme__descriptor, (int)check->theme);
    return check->id != NULL && name != NULL && strcmp(name, theme) == 0;
}

/* Those of the theme that failed. */
static size_t gather(const struct digest_build *b, const Pfq__V1__ThemeKey *key,
                     struct ranked *rows)
{
    const Pfq__V1__Catalogue *catalogue = b->facts->catalogue;
    struct digest_ask ask = digest_ask_theme(key, digest_rows_period(b->facts, false));
    size_t count = 0;
    ask.kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK;
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *check = catalogue->checks[i];
        if (!is_of_theme(check, key->name)) {
            continue;
        }
        ask.name = check->id;
        struct stats_share share = digest_sum(&b->facts->first, &ask);
        if (share.failing > 0) {
            rows[count++] = (struct ranked){check, share};
        }
    }
    return count;
}

static char *kept(const struct digest_build *b, const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : pfq_arena_strdup(b->arena, text);
}

static Pfq__V1__CheckLine *make(const struct digest_build *b, const struct ranked *row)
{
    Pfq__V1__CheckLine *line = pfq_arena_new(b->arena, Pfq__V1__CheckLine, 1);
    pfq__v1__check_line__init(line);
    line->check = kept(b, row->check->id);
    line->title = kept(b, row->check->title);
    line->fix = kept(b, row->check->fix);
    line->rate = digest_rate(row->share, b->arena);
    return line;
}

void digest_add_behind(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    if (b->facts->catalogue == NULL) {
        return;
    }
    struct ranked *rows = pfq_arena_new(b->arena, struct ranked, b->facts->catalogue->n_checks + 1);
    size_t count = gather(b, line->key, rows);
    qsort(rows, count, sizeof *rows, more_often);
    line->has_behind_in_all = count > 0;
    line->behind_in_all = (uint32_t)count;
    count = count < CHECKS_MAX ? count : CHECKS_MAX;
    line->behind = pfq_arena_new(b->arena, Pfq__V1__CheckLine *, count + 1);
    for (size_t i = 0; i < count; i++) {
        line->behind[line->n_behind++] = make(b, &rows[i]);
    }
    if (count > 0) {
        line->why = kept(b, rows[0].check->why);
        line->good = kept(b, rows[0].check->good);
    }
}
