/* explain.c - `pfq rules explain`: the whole catalogue, to read; see explain.h. */
#include "explain.h"

#include <errno.h>
#include <string.h>

#include "pfq/people.h"

enum {
    OPT_HTML = OPT_OWN,
    THEMES_MAX = 32
};

const char explain_title[] = "The National File Standard, check by check";

const char explain_introduction[] =
    "This is what the service looks at when a police file arrives. Each check says what is wrong "
    "when it fails, why that matters, how to mend it and what good looks like. A file is judged by "
    "the checks of its stage that are in force on the day it was sent.";

const char explain_outcomes[] =
    "What the sender does not say never counts as met: it goes to a person. What only a person "
    "can decide never moves the machine's verdict; where facts are missing that a critical or "
    "major check needs, and nothing fails, the verdict is undecided. One critical or two major "
    "failings make a file that "
    "does not meet the standard, one major failing a file that meets it in part, unless the "
    "thresholds below are set otherwise.";

struct options {
    const char *catalogue;
    const char *file;
    bool html;
};

static const struct argp_option options[] = {
    {"html", OPT_HTML, NULL, 0, "one HTML page that needs nothing else (else Markdown)", 0},
    {"output", 'o', "FILE", 0, "write it to FILE", 0},
    OPTION_BOOK,
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case OPT_HTML:
        o->html = true;
        return 0;
    case 'o':
        o->file = arg;
        return 0;
    case OPT_CATALOGUE:
        o->catalogue = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Write the whole catalogue as a document for those who build and review police "
           "files.\v"
           "The same catalogue always gives the same document. The HTML page has no script, loads "
           "nothing, and prints on A4.\n\nExample: pfq rules explain --html -o standard.html"};

/* --- facts of a check ------------------------------------------------------------------------ */

struct facts {
    struct explain_fact rows[EXPLAIN_FACTS_MAX];
    size_t count;
};

static void add(struct facts *f, const char *name, const char *text, bool code)
{
    if (text != NULL && *text != '\0' && f->count < EXPLAIN_FACTS_MAX) {
        f->rows[f->count++] = (struct explain_fact){name, text, code};
    }
}

static void add_periods(const struct explain *e, size_t check, struct facts *f)
{
    struct rules_period periods[PFQ_RULE_STAGES_MAX];
    char when[RULES_PERIOD_TEXT];
    const char *all = "";
    size_t count = rules_periods(e->book->standard, check, periods);
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(e->arena, "%s%s%s, %s", all, i == 0 ? "" : "; ", periods[i].stages,
                               rules_period_text(&periods[i], when));
    }
    add(f, "Stages", all, false);
}

static void add_reasons(const struct explain *e, const Pfq__V1__CatalogueCheck *c, struct facts *f)
{
    const char *all = "";
    for (size_t i = 0; i < c->n_reasons; i++) {
        all = pfq_arena_printf(e->arena, "%s%s%s %s", all, i == 0 ? "" : "; ", c->reasons[i],
                               rules_said(pfq_people_reason_title(c->reasons[i])));
    }
    add(f, "CPS reasons", *all == '\0' ? "none" : all, false);
}

static void add_certificates(const struct explain *e, const Pfq__V1__CatalogueCheck *c,
                             struct facts *f)
{
    const char *all = "";
    for (size_t i = 0; i < c->n_certificates; i++) {
        const char *name =
            pfq_enum_name(&pfq__v1__certification_kind__descriptor, (int)c->certificates[i]);
        all = pfq_arena_printf(e->arena, "%s%s%s", all, i == 0 ? "" : ", ", rules_said(name));
    }
    add(f, "Certified by", *all == '\0' ? NULL : all, false);
}

static void gather(const struct explain *e, size_t check, struct facts *f)
{
    const Pfq__V1__CatalogueCheck *c = e->book->texts->checks[check];
    add(f, "Why it matters", c->why, false);
    add(f, "How to mend it", c->fix, false);
    add(f, "What good looks like", c->good, false);
    add(f, "A person decides", c->person ? c->check : NULL, false);
    add(f, "Severity", rules_severity_text(c), false);
    add(f, "Aspect", rules_aspect_text(c), false);
    add_periods(e, check, f);
    add_reasons(e, c, f);
    add_certificates(e, c, f);
    add(f, "Source", c->source, false);
    add(f, "Standing", rules_standing_text(c), false);
    add(f, "Asked when", c->when, true);
    add(f, "Met when", c->person ? NULL : c->check, true);
    add(f, "If it is not said", c->unknown_fails ? "the check fails" : NULL, false);
}

/* --- the document ---------------------------------------------------------------------------- */

static size_t find_themes(const struct rules_book *book, struct explain_theme *themes)
{
    size_t count = 0;
    for (size_t t = 0; t < THEMES_MAX; t++) {
        struct explain_theme theme = {.theme = (Pfq__V1__Theme)t};
        for (size_t i = 0; i < book->texts->n_checks; i++) {
            theme.checks += (size_t)book->texts->checks[i]->theme == t;
        }
        theme.title = rules_theme_title(theme.theme);
        if (theme.checks > 0) {
            themes[count++] = theme;
        }
    }
    return count;
}

static void write_theme(const struct explain *e, const struct explain_form *form,
                        const struct explain_theme *theme)
{
    form->theme(e, theme);
    for (size_t i = 0; i < e->book->texts->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = e->book->texts->checks[i];
        if (c->theme == theme->theme) {
            struct facts facts = {.count = 0};
            gather(e, i, &facts);
            form->check(e, c, facts.rows, facts.count);
            pfq_arena_reset(e->arena);
        }
    }
}

static void write_all(const struct explain *e, const struct explain_form *form)
{
    struct explain_theme themes[THEMES_MAX];
    size_t count = find_themes(e->book, themes);
    form->begin(e, themes, count);
    for (size_t i = 0; i < count; i++) {
        write_theme(e, form, &themes[i]);
    }
    form->names(e, true);
    form->names(e, false);
    form->end(e);
}

/* False: what was written is not all of it. */
static bool write_to(FILE *out, const struct options *o, struct rules_book *book)
{
    struct pfq_arena arena;
    struct explain e = {.out = out, .book = book, .arena = &arena};
    pfq_arena_open(&arena);
    write_all(&e, o->html ? &explain_html : &explain_markdown);
    pfq_arena_close(&arena);
    return fflush(out) == 0 && ferror(out) == 0;
}

static enum pfq_exit write_file(const struct options *o, struct rules_book *book)
{
    FILE *out = o->file == NULL ? stdout : fopen(o->file, "we");
    bool whole = out != NULL && write_to(out, o, book);
    if (out != NULL && out != stdout) {
        whole = fclose(out) == 0 && whole;
    }
    if (!whole) {
        fprintf(stderr, "pfq rules explain: %s cannot be written: %s\n",
                o->file == NULL ? "the output" : o->file, strerror(errno));
    }
    return whole ? PFQ_EXIT_GOOD : PFQ_EXIT_USAGE;
}

int rules_explain(int argc, char **argv)
{
    struct options o = {.html = false};
    struct rules_book book;
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &o);
    if (rules_book_open(&book, o.catalogue, "pfq rules explain")) {
        code = write_file(&o, &book);
    }
    rules_book_close(&book);
    return (int)code;
}
