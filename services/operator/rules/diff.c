/* diff.c - `pfq rules diff OLD NEW`: what changed from one catalogue to another.
 *
 * Rows are matched by id, words and values by name.  Everything is found in one pass and
 * told as it is found, to people or as one JSON object a line. */
#include <stdio.h>
#include <string.h>

#include "operator/report.h"
#include "operator/text.h"
#include "pfq/clock.h"
#include "rules.h"

enum {
    INDENT = 16
};

struct diff {
    const char *directories[2];
    size_t given;
    bool json;
    struct rules_book old;
    struct rules_book new;
    struct page page;
    const char *part; /* the heading that was put last */
    size_t changes;
};

static const struct argp_option options[] = {OPTION_JSON, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct diff *d = state->input;
    switch (key) {
    case 'j':
        d->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (d->given == 2) {
            argp_error(state, "two catalogues are compared, no more");
        }
        d->directories[d->given++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (d->given < 2) {
            argp_error(state, "name the directories of two catalogues, the old one first");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "OLD NEW",
    .doc = "Tell what changed from one catalogue to another: rows added, ended and changed, words "
           "and values.\v"
           "Ends with 0 where nothing changed, with 1 where something did.\n\n"
           "Example: pfq rules diff /usr/local/share/pfq/catalogue my-catalogue"};

/* --- telling --------------------------------------------------------------------------------- */

/* A difference: of a row `key` names what of it. */
struct change {
    const char *part; /* "added", "ended", "changed", "value", "word" */
    const char *id;
    const char *title;  /* of a row; or NULL */
    const char *key;    /* or NULL */
    const char *before; /* NULL: was not there */
    const char *after;
    const char *note; /* of a row that ended: how */
};

static void add_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL) {
        (void)json_object_set_new(object, key, json_string(text));
    }
}

static void put_json(const struct change *c)
{
    json_t *object = json_object();
    add_text(object, "change", c->part);
    add_text(object, "id", c->id);
    add_text(object, "title", c->title);
    add_text(object, "key", c->key);
    add_text(object, "old", c->before);
    add_text(object, "new", c->after);
    add_text(object, "note", c->note);
    report_write(stdout, object);
}

static void put_heading(struct diff *d, const char *part)
{
    static const char *const headings[][2] = {{"added", "Added"},
                                              {"ended", "Ended or taken out"},
                                              {"changed", "Changed"},
                                              {"value", "Values"},
                                              {"word", "Words"}};
    if (d->part != NULL && strcmp(d->part, part) == 0) {
        return;
    }
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        if (strcmp(headings[i][0], part) == 0) {
            if (d->part != NULL) {
                page_end_line(&d->page);
            }
            page_put(&d->page, INK_BOLD, "%s", headings[i][1]);
            page_end_line(&d->page);
        }
    }
    d->part = part;
}

static const char *shown(const char *text)
{
    return text == NULL || *text == '\0' ? "-" : text;
}

static void put_text(struct diff *d, const struct change *c)
{
    char label[64];
    put_heading(d, c->part);
    (void)snprintf(label, sizeof label, "  %s%s%s", c->id, c->key == NULL ? "" : " ",
                   rules_said(c->key));
    if (c->before == NULL && c->after == NULL) {
        page_paragraph(&d->page, INDENT, label, rules_said(c->title));
        if (c->note != NULL) {
            page_paragraph(&d->page, INDENT, "", c->note);
        }
        return;
    }
    struct pfq_arena *arena = &d->new.arena;
    page_paragraph(&d->page, INDENT, label, pfq_arena_printf(arena, "was  %s", shown(c->before)));
    page_paragraph(&d->page, INDENT, "", pfq_arena_printf(arena, "now  %s", shown(c->after)));
}

static void tell(struct diff *d, const struct change *c)
{
    d->changes++;
    if (d->json) {
        put_json(c);
    } else {
        put_text(d, c);
    }
}

/* --- rows ------------------------------------------------------------------------------------ */

static const char *stages_text(struct rules_book *book, size_t check)
{
    struct rules_period periods[PFQ_RULE_STAGES_MAX];
    char when[RULES_PERIOD_TEXT];
    const char *all = "";
    size_t count = rules_periods(book->standard, check, periods);
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(&book->arena, "%s%s%s, %s", all, i == 0 ? "" : "; ",
                               periods[i].stages, rules_period_text(&periods[i], when));
    }
    return all;
}

static const char *reasons_text(struct rules_book *book, const Pfq__V1__CatalogueCheck *c)
{
    const char *all = "";
    for (size_t i = 0; i < c->n_reasons; i++) {
        all = pfq_arena_printf(&book->arena, "%s%s%s", all, i == 0 ? "" : " ", c->reasons[i]);
    }
    return all;
}

struct key {
    const char *name;
    const char *text;
};

enum {
    KEYS = 14
};

/* What a row is made of, as text. */
static void read_keys(struct rules_book *book, size_t check, struct key keys[KEYS])
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    const struct key all[KEYS] = {
        {"title", c->title},
        {"stages", stages_text(book, check)},
        {"when", rules_said(c->when)},
        {"check", c->person ? "" : rules_said(c->check)},
        {"person", c->person ? rules_said(c->check) : ""},
        {"unknown", c->unknown_fails ? "not_met" : ""},
        {"severity", rules_severity_text(c)},
        {"aspect", rules_aspect_text(c)},
        {"theme", rules_theme_title(c->theme)},
        {"reason", reasons_text(book, c)},
        {"why", rules_said(c->why)},
        {"fix", rules_said(c->fix)},
        {"good", rules_said(c->good)},
        {"source and standing",
         pfq_arena_printf(&book->arena, "%s; %s", rules_said(c->source), rules_said(c->standing))},
    };

    memcpy(keys, all, sizeof all);
}

/* The row has a last day now, and had none. */
static bool is_ended(const Pfq__V1__CatalogueCheck *before, const Pfq__V1__CatalogueCheck *after)
{
    return after->has_until_date && !before->has_until_date;
}

static void compare_row(struct diff *d, size_t before, size_t after)
{
    struct key old[KEYS];
    struct key new[KEYS];
    const Pfq__V1__CatalogueCheck *c = d->new.texts->checks[after];
    bool ended = is_ended(d->old.texts->checks[before], c);
    read_keys(&d->old, before, old);
    read_keys(&d->new, after, new);
    for (size_t k = 0; k < KEYS; k++) {
        bool told = ended && strcmp(old[k].name, "stages") == 0;
        if (!told && strcmp(old[k].text, new[k].text) != 0) {
            struct change change = {.part = "changed",
                                    .id = c->id,
                                    .title = c->title,
                                    .key = old[k].name,
                                    .before = old[k].text,
                                    .after = new[k].text};
            tell(d, &change);
        }
    }
}

static void find_added(struct diff *d)
{
    for (size_t i = 0; i < d->new.texts->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = d->new.texts->checks[i];
        if (rules_book_find(&d->old, c->id) == d->old.texts->n_checks) {
            struct change change = {.part = "added", .id = c->id, .title = c->title};
            tell(d, &change);
        }
    }
}

static void find_ended(struct diff *d)
{
    for (size_t i = 0; i < d->old.texts->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = d->old.texts->checks[i];
        size_t now = rules_book_find(&d->new, c->id);
        bool gone = now == d->new.texts->n_checks;
        if (gone || is_ended(c, d->new.texts->checks[now])) {
            const char *how = gone ? "no longer in the catalogue" : stages_text(&d->new, now);
            struct change change = {.part = "ended",
                                    .id = c->id,
                                    .title =
                                        pfq_arena_printf(&d->old.arena, "%s (%s)", c->title, how)};
            tell(d, &change);
        }
    }
}

static void find_changed(struct diff *d)
{
    for (size_t i = 0; i < d->old.texts->n_checks; i++) {
        size_t now = rules_book_find(&d->new, d->old.texts->checks[i]->id);
        if (now < d->new.texts->n_checks) {
            compare_row(d, i, now);
        }
    }
}

/* --- words and values ------------------------------------------------------------------------- */

static const struct pfq_rule_name *find_name(const struct pfq_rule_names *names,
                                             const struct pfq_rule_name *wanted)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->rows[i].value == wanted->value &&
            strcmp(names->rows[i].name, wanted->name) == 0) {
            return &names->rows[i];
        }
    }
    return NULL;
}

static void compare_name(struct diff *d, const struct pfq_rule_name *before,
                         const struct pfq_rule_name *after)
{
    const struct pfq_rule_name *n = before != NULL ? before : after;
    bool same = before != NULL && after != NULL && strcmp(before->text, after->text) == 0;
    struct change change = {.part = n->value ? "value" : "word",
                            .id = n->name,
                            .before = before == NULL ? NULL : before->text,
                            .after = after == NULL ? NULL : after->text};
    if (!same) {
        tell(d, &change);
    }
}

static void compare_names(struct diff *d, bool values)
{
    for (size_t i = 0; i < d->old.names.count; i++) {
        const struct pfq_rule_name *n = &d->old.names.rows[i];
        if (n->value == values) {
            compare_name(d, n, find_name(&d->new.names, n));
        }
    }
    for (size_t i = 0; i < d->new.names.count; i++) {
        const struct pfq_rule_name *n = &d->new.names.rows[i];
        if (n->value == values && find_name(&d->old.names, n) == NULL) {
            compare_name(d, NULL, n);
        }
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static void compare(struct diff *d)
{
    find_added(d);
    find_ended(d);
    find_changed(d);
    compare_names(d, true);
    compare_names(d, false);
    if (d->json) {
        return;
    }
    const char *old = pfq_standard_version(d->old.standard);
    const char *new = pfq_standard_version(d->new.standard);
    page_put(&d->page, INK_PLAIN,
             d->changes == 0 ? "Nothing changed from %s to %s" : "From %s to %s: ", old, new);
    if (d->changes > 0) {
        page_put(&d->page, INK_PLAIN, "%zu change%s", d->changes, d->changes == 1 ? "" : "s");
    }
    page_end_line(&d->page);
}

int rules_diff(int argc, char **argv)
{
    struct diff d = {.json = false};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &d);
    page_open(&d.page, stdout);
    bool old = rules_book_open(&d.old, d.directories[0], "pfq rules diff");
    bool new = rules_book_open(&d.new, d.directories[1], "pfq rules diff");
    if (old && new) {
        compare(&d);
    }
    rules_book_close(&d.old);
    rules_book_close(&d.new);
    return !old || !new ? PFQ_EXIT_USAGE : d.changes > 0 ? PFQ_EXIT_NOT_GOOD : PFQ_EXIT_GOOD;
}
