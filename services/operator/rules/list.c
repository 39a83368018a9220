/* list.c - `pfq rules list`: the checks, one a line, or one JSON object a line. */
#include <stdio.h>
#include <string.h>

#include "operator/report.h"
#include "operator/text.h"
#include "pfq/clock.h"
#include "rules.h"

enum {
    OPT_STAGE = OPT_OWN,
    OPT_THEME,
    OPT_SEVERITY,
    OPT_STANDING,
    OPT_DATE,
    OPT_ASPECT,
    OPT_PERSON,
    INDENT = 29
};

struct list {
    const char *catalogue;
    bool json;
    bool person;
    int stage; /* 0: any, and so below */
    int theme;
    int severity;
    int aspect;
    const char *standing;
    int32_t date;
};

static const struct argp_option options[] = {
    OPTION_JSON,
    {"stage", OPT_STAGE, "STAGE", 0, "asked of files of this stage: FH_GAP", 0},
    {"theme", OPT_THEME, "THEME", 0, "of this theme: CASE_DATA", 0},
    {"severity", OPT_SEVERITY, "SEVERITY", 0, "critical, major or minor", 0},
    {"aspect", OPT_ASPECT, "ASPECT", 0, "presence (is it there) or quality (is it good)", 0},
    {"standing", OPT_STANDING, "STANDING", 0, "seen or drafted", 0},
    {"date", OPT_DATE, "DATE", 0, "in force on this day: 2026-05-06", 0},
    {"person", OPT_PERSON, NULL, 0, "only what a person decides", 0},
    OPTION_BOOK,
    {0}};

static error_t parse_code(int key, char *arg, struct argp_state *state)
{
    struct list *l = state->input;
    switch (key) {
    case OPT_STAGE:
        l->stage = option_code(state, &pfq__v1__file_type__descriptor, "stage", arg);
        return 0;
    case OPT_THEME:
        l->theme = option_code(state, &pfq__v1__theme__descriptor, "theme", arg);
        return 0;
    case OPT_SEVERITY:
        l->severity = option_code(state, &pfq__v1__severity__descriptor, "severity", arg);
        return 0;
    case OPT_ASPECT:
        l->aspect = option_code(state, &pfq__v1__aspect__descriptor, "aspect", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct list *l = state->input;
    switch (key) {
    case 'j':
        l->json = true;
        return 0;
    case OPT_STANDING:
        if (strcmp(arg, "seen") != 0 && strcmp(arg, "drafted") != 0) {
            argp_error(state, "--standing takes seen or drafted");
        }
        l->standing = arg;
        return 0;
    case OPT_DATE:
        if (!pfq_date_parse(arg, &l->date)) {
            argp_error(state, "--date takes a day such as 2026-05-06");
        }
        return 0;
    case OPT_PERSON:
        l->person = true;
        return 0;
    case OPT_CATALOGUE:
        l->catalogue = arg;
        return 0;
    default:
        return parse_code(key, arg, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "List the checks of the catalogue, one a line. Filters can be joined.\v"
           "--json prints one object a line, with every text.\n\n"
           "Example: pfq rules list --stage FH_NGAP --severity critical --date 2026-05-06"};

/* --- which ---------------------------------------------------------------------------------- */

/* In force on the day for the stage, or for any where none was asked for. */
static bool is_in_force(const struct list *l, const struct rules_book *book, size_t check)
{
    struct pfq_rule_edition editions[PFQ_RULE_STAGES_MAX];
    size_t count = pfq_rule_editions(book->standard, check, editions);
    for (size_t i = 0; i < count; i++) {
        const struct pfq_rule_edition *e = &editions[i];
        bool stage = l->stage == 0 || (int)e->stage == l->stage;
        bool day = l->date == 0 ||
                   (e->from_date <= l->date && (e->until_date == 0 || l->date <= e->until_date));
        if (stage && day) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct list *l, const struct rules_book *book, size_t check)
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    return (l->theme == 0 || (int)c->theme == l->theme) &&
           (l->severity == 0 || (int)c->severity == l->severity) &&
           (l->aspect == 0 || (int)c->aspect == l->aspect) &&
           (l->standing == NULL || strcmp(rules_said(c->standing), l->standing) == 0) &&
           (!l->person || c->person) && is_in_force(l, book, check);
}

/* --- JSON ----------------------------------------------------------------------------------- */

static json_t *texts_json(char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(list, json_string(texts[i]));
    }
    return list;
}

static json_t *stages_json(const Pfq__V1__CatalogueCheck *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_stages; i++) {
        const char *name = pfq_enum_name(&pfq__v1__file_type__descriptor, (int)c->stages[i]);
        (void)json_array_append_new(list, json_string(name));
    }
    return list;
}

/* Each stage's own days, where they differ. */
static void add_editions(json_t *object, const struct rules_book *book, size_t check)
{
    struct rules_period periods[PFQ_RULE_STAGES_MAX];
    struct pfq_rule_edition editions[PFQ_RULE_STAGES_MAX];
    size_t count = pfq_rule_editions(book->standard, check, editions);
    if (rules_periods(book->standard, check, periods) < 2) {
        return;
    }
    json_t *all = json_object();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        (void)json_object_set_new(one, "from", rules_date_json(editions[i].from_date));
        (void)json_object_set_new(one, "until", rules_date_json(editions[i].until_date));
        (void)json_object_set_new(
            all, pfq_enum_name(&pfq__v1__file_type__descriptor, (int)editions[i].stage), one);
    }
    (void)json_object_set_new(object, "editions", all);
}

static void add_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL) {
        (void)json_object_set_new(object, key, json_string(text));
    }
}

static void add_codes(json_t *object, const Pfq__V1__CatalogueCheck *c)
{
    add_text(object, "severity", pfq_enum_name(&pfq__v1__severity__descriptor, (int)c->severity));
    add_text(object, "theme", pfq_enum_name(&pfq__v1__theme__descriptor, (int)c->theme));
    (void)json_object_set_new(object, "reasons", texts_json(c->reasons, c->n_reasons));
    (void)json_object_set_new(object, "stages", stages_json(c));
    (void)json_object_set_new(object, "from", rules_date_json(c->from_date));
    (void)json_object_set_new(object, "until",
                              rules_date_json(c->has_until_date ? c->until_date : 0));
    add_text(object, "standing", c->standing);
}

static void put_json(const struct rules_book *book, size_t check)
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    json_t *object = json_object();
    add_text(object, "id", c->id);
    add_text(object, "title", c->title);
    add_text(object, "why", c->why);
    add_text(object, "fix", c->fix);
    add_text(object, "good", c->good);
    add_text(object, "source", c->source);
    add_codes(object, c);
    if (c->person) {
        (void)json_object_set_new(object, "person", json_true());
    }
    add_text(object, "aspect", pfq_enum_name(&pfq__v1__aspect__descriptor, (int)c->aspect));
    add_text(object, "scope", pfq_enum_name(&pfq__v1__scope__descriptor, (int)c->scope));
    add_editions(object, book, check);
    add_text(object, "when", c->when);
    add_text(object, c->person ? "question" : "check", c->check);
    report_write(stdout, object);
}

/* --- a table -------------------------------------------------------------------------------- */

static void put_line(struct page *page, const Pfq__V1__CatalogueCheck *c)
{
    char label[64];
    (void)snprintf(label, sizeof label, "%-6s  %-8s  %-8s  ", c->id, rules_severity_text(c),
                   c->person ? "person" : rules_aspect_text(c));
    page_line(page, INDENT, label, c->title);
}

static void put_row(struct page *page, const struct rules_book *book, size_t check, int *theme)
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    if (*theme != (int)c->theme) {
        if (*theme != 0) {
            page_end_line(page);
        }
        page_put(page, INK_BOLD, "%s", rules_theme_title(c->theme));
        page_end_line(page);
        *theme = (int)c->theme;
    }
    put_line(page, c);
}

static void put_count(struct page *page, const struct rules_book *book, size_t count, size_t person)
{
    if (count > 0) {
        page_end_line(page);
    }
    page_put(page, INK_DIM, "%zu of %zu checks", count, book->texts->n_checks);
    if (person > 0) {
        page_put(page, INK_DIM, ", %zu for a person", person);
    }
    page_put(page, INK_DIM, "; catalogue %s", pfq_standard_version(book->standard));
    page_end_line(page);
}

int rules_list(int argc, char **argv)
{
    struct list l = {.json = false};
    struct rules_book book;
    struct page page;
    size_t count = 0;
    size_t person = 0;
    int theme = 0;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &l);
    page_open(&page, stdout);
    bool open = rules_book_open(&book, l.catalogue, "pfq rules list");
    for (size_t i = 0; open && i < book.texts->n_checks; i++) {
        if (!is_wanted(&l, &book, i)) {
            continue;
        }
        count++;
        person += book.texts->checks[i]->person ? 1 : 0;
        if (l.json) {
            put_json(&book, i);
        } else {
            put_row(&page, &book, i, &theme);
        }
    }
    if (open && !l.json) {
        put_count(&page, &book, count, person);
    }
    rules_book_close(&book);
    return open ? PFQ_EXIT_GOOD : PFQ_EXIT_USAGE;
}
