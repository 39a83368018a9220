/* restated.c - of a closed month: which of its figures would be others if it were closed now.
 *
 * Every figure that the closed month prints of files is looked at: verdicts, the rate, files as
 * sent last, themes, and the checks behind those that are told.  Without late files there are none.
 */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/themes/systems.h"

struct restating {
    struct digest_build *b;
    const char *force;
};

static struct digest_ask ask_of(const struct restating *r, bool before)
{
    struct digest_period p = digest_rows_period(r->b->facts, before);
    return (struct digest_ask){.force = r->force,
                               .police_unit = r->b->facts->wish.police_unit,
                               .case_type = DIGEST_ALL_CASES,
                               .from = p.from,
                               .to = p.to};
}

static void add(struct restating *r, const char *name, const char *what, struct stats_share closed,
                struct stats_share now)
{
    Pfq__V1__Digest *d = r->b->digest;
    bool few = d->police_unit != NULL && (now.of < DIGEST_OUTSIDE_FILES ||
                                          closed.of < DIGEST_OUTSIDE_FILES); /* as of themes */
    if (few || d->n_restated == DIGEST_RESTATED ||
        (closed.failing == now.failing && closed.of == now.of)) {
        return;
    }
    Pfq__V1__Restated *row = pfq_arena_new(r->b->arena, Pfq__V1__Restated, 1);
    pfq__v1__restated__init(row);
    row->force = pfq_arena_strdup(r->b->arena, r->force);
    row->name = pfq_arena_strdup(r->b->arena, name);
    row->what = pfq_arena_strdup(r->b->arena, what);
    row->has_closed_count = row->has_closed_files = row->has_now_count = row->has_now_files = true;
    row->closed_count = (uint64_t)closed.failing;
    row->closed_files = (uint64_t)closed.of;
    row->now_count = (uint64_t)now.failing;
    row->now_files = (uint64_t)now.of;
    d->restated[d->n_restated++] = row;
}

static struct stats_share part(int64_t count, struct digest_verdicts v)
{
    return (struct stats_share){count, digest_files(v)};
}

/* Before all others: where only the first rows are shown, they say how many files came. */
static void add_meets(struct restating *r)
{
    struct digest_ask ask = ask_of(r, false);
    struct digest_verdicts was = digest_verdicts(&r->b->facts->first, ask);
    struct digest_verdicts now = digest_verdicts(&r->b->facts->now, ask);
    add(r, "meets", "Meet the standard, of all", part(was.meets, was), part(now.meets, now));
}

static void add_verdicts(struct restating *r)
{
    const struct digest_facts *f = r->b->facts;
    struct digest_ask ask = ask_of(r, false);
    struct digest_verdicts was = digest_verdicts(&f->first, ask);
    struct digest_verdicts now = digest_verdicts(&f->now, ask);
    struct digest_verdicts last = digest_verdicts(&f->final, ask);
    struct digest_verdicts now_last = digest_verdicts(&f->now_final, ask);
    add(r, "first_time", "Met it first time, of decided", digest_first_time(was),
        digest_first_time(now));
    add(r, "partly", "Partly meet it, of all", part(was.partly, was), part(now.partly, now));
    add(r, "does_not", "Do not meet it, of all", part(was.does_not, was), part(now.does_not, now));
    add(r, "undecided", "Undecided, of all", part(was.undecided, was), part(now.undecided, now));
    add(r, "final_meets", "Meet it, of files last sent in this period", part(last.meets, last),
        part(now_last.meets, now_last));
    ask.kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE;
    add(r, "complete", "Complete (nothing missing), of decided",
        digest_first_time(digest_verdicts(&f->first, ask)),
        digest_first_time(digest_verdicts(&f->now, ask)));
    ask.kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_QUALITY;
    add(r, "content", "Content meets it, of decided",
        digest_first_time(digest_verdicts(&f->first, ask)),
        digest_first_time(digest_verdicts(&f->now, ask)));
    ask = ask_of(r, true);
    add(r, "before", "Met it first time, month before",
        digest_first_time(digest_verdicts(&f->first, ask)),
        digest_first_time(digest_verdicts(&f->now, ask)));
}

/* Of a theme, or of what is behind it. */
static void add_figure(struct restating *r, Pfq__V1__FigureKind kind, const Pfq__V1__ThemeKey *key,
                       const char *what)
{
    struct digest_ask ask = ask_of(r, false);
    ask.kind = kind;
    ask.name = key->name;
    add(r, digest_theme_path(key, r->b->arena), what, digest_sum(&r->b->facts->first, &ask),
        digest_sum(&r->b->facts->now, &ask));
}

/* Every theme, of the checks and of what people found. */
static void add_themes(struct restating *r)
{
    const char *name = NULL;
    for (size_t i = 0; (name = digest_theme_name(i)) != NULL; i++) {
        for (const struct themes_system *s = themes_systems; s < themes_systems + THEMES_SYSTEMS;
             s++) {
            Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
            key.has_system = true;
            key.system = s->system;
            key.name = (char *)(uintptr_t)name;
            add_figure(r, s->theme, &key, digest_key_title(&key, r->b->arena));
        }
    }
}

/* Of the lines that are told of this force. */
static void add_checks(struct restating *r)
{
    const Pfq__V1__Digest *d = r->b->digest;
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        bool ours = strcmp(line->key->force, r->force) == 0 && !line->key->has_case_type;
        for (size_t j = 0; ours && j < line->n_behind; j++) {
            Pfq__V1__ThemeKey key = *line->key;
            key.name = line->behind[j]->check;
            add_figure(r, themes_system(&key)->behind, &key, line->behind[j]->title);
        }
    }
}

void digest_add_restated(struct digest_build *b)
{
    const struct digest_facts *facts = b->facts;
    b->digest->restated = pfq_arena_new(b->arena, Pfq__V1__Restated *, DIGEST_RESTATED);
    for (size_t i = 0; facts->now.count > 0 && i < facts->force_count; i++) {
        add_meets(&(struct restating){b, facts->forces[i].code});
    }
    for (size_t i = 0; facts->now.count > 0 && i < facts->force_count; i++) {
        struct restating r = {b, facts->forces[i].code};
        add_verdicts(&r);
        add_themes(&r);
        add_checks(&r);
    }
}
