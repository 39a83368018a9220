/* behind.c - the checks behind a theme, or of what people found the reasons: see private.h.
 *
 * A reason code says what is wrong and no more: nobody made up how it is mended. */
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/themes/systems.h"
#include "pfq/people.h"

enum {
    LINES_MAX = 3
};

struct ranked {
    const char *id; /* of a check, or a reason code */
    const char *title;
    const char *fix;
    const Pfq__V1__CatalogueCheck *check; /* whose texts say why it matters; NULL: none */
    struct stats_share share;
};

struct ranking {
    const struct digest_build *b;
    struct digest_ask ask;
    int theme; /* Theme */
    struct ranked *rows;
    size_t count;
};

static int more_often(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    int order = (x->share.failing < y->share.failing) - (x->share.failing > y->share.failing);
    return order != 0 ? order : strcmp(x->id, y->id);
}

/* Those that failed. */
static void add(struct ranking *r, struct ranked row)
{
    r->ask.name = row.id;
    row.share = digest_sum(&r->b->facts->first, &r->ask);
    if (row.share.failing > 0) {
        r->rows[r->count++] = row;
    }
}

static void add_checks(struct ranking *r)
{
    const Pfq__V1__Catalogue *catalogue = r->b->facts->catalogue;
    for (size_t i = 0; catalogue != NULL && i < catalogue->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = catalogue->checks[i];
        if (c->id != NULL && (int)c->theme == r->theme) {
            add(r, (struct ranked){.id = c->id, .title = c->title, .fix = c->fix, .check = c});
        }
    }
}

static bool names(const Pfq__V1__CatalogueCheck *check, const char *reason)
{
    for (size_t i = 0; i < check->n_reasons; i++) {
        if (strcmp(check->reasons[i], reason) == 0) {
            return true;
        }
    }
    return false;
}

/* The first check of the theme that means the same. */
static const Pfq__V1__CatalogueCheck *check_of(const struct ranking *r, const char *reason)
{
    const Pfq__V1__Catalogue *catalogue = r->b->facts->catalogue;
    for (size_t i = 0; catalogue != NULL && i < catalogue->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = catalogue->checks[i];
        if ((int)c->theme == r->theme && names(c, reason)) {
            return c;
        }
    }
    return NULL;
}

static void add_reasons(struct ranking *r)
{
    const char *code = NULL;
    for (size_t i = 0; (code = pfq_people_reason_at(i)) != NULL; i++) {
        if ((int)pfq_people_reason_theme(code) == r->theme) {
            add(r, (struct ranked){.id = code,
                                   .title = pfq_people_reason_title(code),
                                   .check = check_of(r, code)});
        }
    }
}

static char *kept(const struct digest_build *b, const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : pfq_arena_strdup(b->arena, text);
}

static Pfq__V1__CheckLine *make(const struct digest_build *b, const struct ranked *row)
{
    Pfq__V1__CheckLine *line = pfq_arena_new(b->arena, Pfq__V1__CheckLine, 1);
    pfq__v1__check_line__init(line);
    line->check = kept(b, row->id);
    line->title = kept(b, row->title);
    line->fix = kept(b, row->fix);
    line->rate = digest_rate(row->share, b->arena);
    return line;
}

/* As many as there can be. */
static size_t most_rows(const struct digest_build *b)
{
    size_t count = b->facts->catalogue == NULL ? 0 : b->facts->catalogue->n_checks;
    size_t reasons = 0;
    while (pfq_people_reason_at(reasons) != NULL) {
        reasons++;
    }
    return count > reasons ? count : reasons;
}

static struct ranking rank(const struct digest_build *b, const Pfq__V1__ThemeKey *key)
{
    const struct themes_system *system = themes_system(key);
    struct ranking r = {.b = b,
                        .ask = digest_ask_theme(key, digest_rows_period(b->facts, false)),
                        .rows = pfq_arena_new(b->arena, struct ranked, most_rows(b) + 1)};
    r.ask.kind = system->behind;
    if (!pfq_enum_value(&pfq__v1__theme__descriptor, key->name, &r.theme)) {
        return r;
    }
    if (system == themes_systems) {
        add_checks(&r);
    } else {
        add_reasons(&r);
    }
    qsort(r.rows, r.count, sizeof *r.rows, more_often);
    return r;
}

void digest_add_behind(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    struct ranking r = rank(b, line->key);
    size_t shown = r.count < LINES_MAX ? r.count : LINES_MAX;
    line->has_behind_in_all = r.count > 0;
    line->behind_in_all = (uint32_t)r.count;
    line->behind = pfq_arena_new(b->arena, Pfq__V1__CheckLine *, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        line->behind[line->n_behind++] = make(b, &r.rows[i]);
    }
    if (r.count > 0 && r.rows[0].check != NULL) {
        line->why = kept(b, r.rows[0].check->why);
        line->good = kept(b, r.rows[0].check->good);
    }
}
