/* lint.c - `pfq rules lint`: every fault of a catalogue in one run, as a compiler tells them.
 *
 * A fault keeps the catalogue from being loaded; a warning does not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operator/report.h"
#include "operator/text.h"
#include "pfq/examples.h"
#include "rules.h"

enum {
    OPT_REFERENCE = OPT_OWN,
    OPT_STRICT
};

struct lint {
    const char *catalogue;
    const char *reference;
    bool json;
    bool strict;
};

static const struct argp_option options[] = {
    OPTION_JSON,
    {"strict", OPT_STRICT, NULL, 0, "a warning is a fault, too", 0},
    {"reference", OPT_REFERENCE, "DIR", 0,
     "the reference tables in DIR (else those that came with the program)", 0},
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct lint *l = state->input;
    switch (key) {
    case 'j':
        l->json = true;
        return 0;
    case OPT_STRICT:
        l->strict = true;
        return 0;
    case OPT_REFERENCE:
        l->reference = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (l->catalogue != NULL) {
            argp_error(state, "one catalogue at a time");
        }
        l->catalogue = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "[DIR]",
    .doc = "Look through a catalogue and tell every fault as file:line:column, with how to mend "
           "it. A file that is no YAML is told by its first fault; all others are still read.\v"
           "Faults keep a catalogue from being used and end with 1. Warnings do not: long "
           "sentences, names that nothing uses, rows without examples ...\n\n"
           "Example: pfq rules lint my-catalogue"};

/* --- places ---------------------------------------------------------------------------------- */

/* "case_data.yaml:12:3" cut at its numbers; 0 where it has none. */
struct place {
    char file[512];
    long line;
    long column;
};

static long cut_number(char *text)
{
    char *colon = strrchr(text, ':');
    char *end = NULL;
    long number = colon == NULL ? 0 : strtol(colon + 1, &end, 10);
    if (colon == NULL || end == colon + 1 || *end != '\0') {
        return 0;
    }
    *colon = '\0';
    return number;
}

static struct place read_place(const char *text)
{
    struct place p = {.line = 0};
    (void)snprintf(p.file, sizeof p.file, "%s", text);
    p.column = cut_number(p.file);
    p.line = cut_number(p.file);
    return p;
}

/* --- what is found --------------------------------------------------------------------------- */

struct entry {
    const char *path;
    const char *message;
    const char *fix;
    bool fault;
    struct place place;
};

struct entries {
    struct entry *rows;
    size_t count;
};

static void add(struct entries *all, bool fault, const char *path, const char *message,
                const char *fix)
{
    all->rows[all->count++] = (struct entry){.path = rules_said(path),
                                             .message = rules_said(message),
                                             .fix = rules_said(fix),
                                             .fault = fault,
                                             .place = read_place(rules_said(path))};
}

/* As a reader goes through the files. */
static int by_place(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    const struct place *p = &x->place;
    const struct place *q = &y->place;
    int file = strcmp(p->file, q->file);
    long line = p->line - q->line;
    long column = p->column - q->column;
    long order = file != 0     ? file
                 : line != 0   ? line
                 : column != 0 ? column
                               : strcmp(x->message, y->message);
    return (order > 0) - (order < 0);
}

/* Examples can be looked at where the rows are whole.  False: they have faults. */
static bool examples_hold(struct rules_book *book)
{
    struct pfq_examples *examples = NULL;
    enum pfq_code code =
        pfq_examples_load(book->directory, book->standard, &book->problems, &examples, &book->err);
    if (code == PFQ_OK) {
        pfq_examples_close(examples);
    }
    return code == PFQ_OK;
}

static struct entries find_all(struct rules_book *book)
{
    struct pfq_rule_oddities odd;
    struct entries all = {.count = 0};
    pfq_rule_oddities(book->directory, &book->arena, &odd);
    all.rows = pfq_arena_new(&book->arena, struct entry, book->problems.count + odd.count + 1);
    for (size_t i = 0; i < book->problems.count; i++) {
        const Pfq__V1__Problem *p = book->problems.rows[i];
        add(&all, true, p->path, p->message, p->fix);
    }
    for (size_t i = 0; i < odd.count; i++) {
        add(&all, false, odd.rows[i].place, odd.rows[i].sentence, odd.rows[i].fix);
    }
    qsort(all.rows, all.count, sizeof *all.rows, by_place);
    if (book->problems.unlisted > 0) {
        add(&all, true, book->directory,
            pfq_arena_printf(&book->arena, "There are %zu more.", book->problems.unlisted),
            "Mend those above and look again.");
    }
    return all;
}

/* --- telling --------------------------------------------------------------------------------- */

static void put_json(const struct entry *e)
{
    json_t *object = json_object();
    (void)json_object_set_new(object, "kind", json_string(e->fault ? "fault" : "warning"));
    (void)json_object_set_new(object, "file", json_string(e->place.file));
    (void)json_object_set_new(object, "line", json_integer(e->place.line));
    (void)json_object_set_new(object, "column", json_integer(e->place.column));
    (void)json_object_set_new(object, "message", json_string(e->message));
    (void)json_object_set_new(object, "fix", json_string(e->fix));
    report_write(stdout, object);
}

static void put(struct page *page, const struct entry *e)
{
    page_put(page, INK_BOLD, "%s: ", e->path);
    page_put(page, e->fault ? INK_BAD : INK_WARN, "%s: ", e->fault ? "fault" : "warning");
    page_put(page, INK_PLAIN, "%s %s", e->message, e->fix);
    page_end_line(page);
}

static void put_end(struct page *page, const struct rules_book *book, size_t faults, size_t warned)
{
    if (faults == 0 && warned == 0) {
        page_put(page, INK_GOOD, "No fault in %zu checks, catalogue %s", book->texts->n_checks,
                 pfq_standard_version(book->standard));
    } else {
        page_put(page, INK_PLAIN, "%zu fault%s, %zu warning%s in %s", faults,
                 faults == 1 ? "" : "s", warned, warned == 1 ? "" : "s", book->directory);
    }
    page_end_line(page);
}

int rules_lint(int argc, char **argv)
{
    struct lint l = {.json = false};
    struct rules_book book;
    struct page page;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &l);
    page_open(&page, stdout);
    bool whole = rules_book_read(&book, l.catalogue, l.reference);
    if (!whole && book.problems.count == 0) {
        fprintf(stderr, "pfq rules lint: %s\n", book.err.text);
        rules_book_close(&book);
        return PFQ_EXIT_USAGE;
    }
    whole = whole && examples_hold(&book);
    struct entries all = find_all(&book);
    size_t faults = book.problems.count + book.problems.unlisted;
    size_t warned = all.count - book.problems.count - (book.problems.unlisted > 0);
    for (size_t i = 0; i < all.count; i++) {
        l.json ? put_json(&all.rows[i]) : put(&page, &all.rows[i]);
    }
    if (!l.json) {
        put_end(&page, &book, faults, warned);
    }
    rules_book_close(&book);
    return whole && !(l.strict && warned > 0) ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD;
}
