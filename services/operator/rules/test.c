/* test.c - `pfq rules test`: the examples beside the rows come to what they say. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "operator/report.h"
#include "operator/text.h"
#include "pfq/examples.h"
#include "rules.h"

struct test {
    const char *catalogue;
    bool json;
    char **ids;
    int id_count;
};

static const struct argp_option options[] = {OPTION_JSON, OPTION_BOOK, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct test *t = state->input;
    switch (key) {
    case 'j':
        t->json = true;
        return 0;
    case OPT_CATALOGUE:
        t->catalogue = arg;
        return 0;
    case ARGP_KEY_ARGS:
        t->ids = state->argv + state->next;
        t->id_count = state->argc - state->next;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "[ID...]",
    .doc = "Run the examples of the rows, or of these rows, and tell each that comes to something "
           "else than it says.\v"
           "--json prints one object for each example.\n\nExample: pfq rules test VW01 VW02"};

/* --- examples ------------------------------------------------------------------------------- */

static bool is_asked_for(const struct test *t, const char *id)
{
    for (int i = 0; i < t->id_count; i++) {
        if (strcasecmp(t->ids[i], id) == 0) {
            return true;
        }
    }
    return t->id_count == 0;
}

static void put_json(const struct pfq_example *example, const struct pfq_example_result *result)
{
    json_t *object = json_object();
    (void)json_object_set_new(object, "id", json_string(example->id));
    (void)json_object_set_new(object, "place", json_string(example->place));
    (void)json_object_set_new(object, "good", json_boolean(result->as_expected));
    (void)json_object_set_new(object, "expected", json_string(result->expected));
    (void)json_object_set_new(object, "came", json_string(result->came));
    report_write(stdout, object);
}

static void put_failure(struct page *page, const struct pfq_example *example,
                        const struct pfq_example_result *result)
{
    page_put(page, INK_BOLD, "%s: ", example->place);
    page_put(page, INK_BAD, "%s", example->id);
    page_put(page, INK_PLAIN, " should come to %s, and came to %s", result->expected, result->came);
    page_end_line(page);
}

struct tally {
    size_t run;
    size_t failed;
    size_t rows;    /* asked for */
    size_t without; /* of them, no example */
};

static void run_examples(const struct test *t, struct page *page, const struct rules_book *book,
                         const struct pfq_examples *examples, struct tally *tally)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 0; i < pfq_examples_count(examples); i++) {
        const struct pfq_example *example = pfq_examples_get(examples, i);
        struct pfq_example_result result;
        if (!is_asked_for(t, example->id)) {
            continue;
        }
        pfq_example_run(book->standard, example, &arena, &result);
        tally->run++;
        tally->failed += !result.as_expected;
        if (t->json) {
            put_json(example, &result);
        } else if (!result.as_expected) {
            put_failure(page, example, &result);
        }
        pfq_arena_reset(&arena);
    }
    pfq_arena_close(&arena);
}

/* --- rows without ---------------------------------------------------------------------------- */

static bool has_example(const struct pfq_examples *examples, size_t check)
{
    for (size_t i = 0; i < pfq_examples_count(examples); i++) {
        if (pfq_examples_get(examples, i)->check == check) {
            return true;
        }
    }
    return false;
}

static void put_without(const struct test *t, struct page *page, struct rules_book *book,
                        const struct pfq_examples *examples, struct tally *tally)
{
    const char *list = "";
    for (size_t i = 0; i < book->texts->n_checks; i++) {
        const char *id = book->texts->checks[i]->id;
        if (!is_asked_for(t, id)) {
            continue;
        }
        tally->rows++;
        if (!has_example(examples, i)) {
            list = pfq_arena_printf(&book->arena, "%s%s%s", list, *list == '\0' ? "" : " ", id);
            tally->without++;
        }
    }
    if (tally->without > 0 && !t->json) {
        page_paragraph(page, 18, "Without examples", list);
    }
}

static void put_end(struct page *page, const struct tally *tally)
{
    page_put(page, tally->failed > 0 ? INK_BAD : INK_PLAIN, "%zu example%s of %zu rows: %zu failed",
             tally->run, tally->run == 1 ? "" : "s", tally->rows - tally->without, tally->failed);
    if (tally->without > 0) {
        page_put(page, INK_PLAIN, "; %zu row%s without", tally->without,
                 tally->without == 1 ? "" : "s");
    }
    page_end_line(page);
}

/* --- the whole ------------------------------------------------------------------------------- */

/* All the ids are there; else say which is not. */
static bool ids_exist(const struct test *t, const struct rules_book *book)
{
    bool all = true;
    for (int i = 0; i < t->id_count; i++) {
        if (rules_book_find(book, t->ids[i]) == book->texts->n_checks) {
            rules_no_such_check(book, t->ids[i], "pfq rules test");
            all = false;
        }
    }
    return all;
}

static enum pfq_exit run(const struct test *t, struct rules_book *book)
{
    struct pfq_examples *examples = NULL;
    struct tally tally = {.run = 0};
    struct page page;
    page_open(&page, stdout);
    if (!ids_exist(t, book)) {
        return PFQ_EXIT_USAGE;
    }
    if (pfq_examples_load(book->directory, book->standard, &book->problems, &examples,
                          &book->err) != PFQ_OK) {
        fprintf(stderr, "pfq rules test: %s\n", book->err.text);
        for (size_t i = 0; i < book->problems.count; i++) {
            const Pfq__V1__Problem *p = book->problems.rows[i];
            fprintf(stderr, "%s: %s %s\n", p->path, p->message, p->fix);
        }
        return PFQ_EXIT_USAGE;
    }
    run_examples(t, &page, book, examples, &tally);
    put_without(t, &page, book, examples, &tally);
    if (!t->json) {
        put_end(&page, &tally);
    }
    pfq_examples_close(examples);
    return tally.failed > 0                       ? PFQ_EXIT_NOT_GOOD
           : t->id_count > 0 && tally.without > 0 ? PFQ_EXIT_CANNOT_TELL
                                                  : PFQ_EXIT_GOOD;
}

int rules_test(int argc, char **argv)
{
    struct test t = {.id_count = 0};
    struct rules_book book;
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &t);
    if (rules_book_open_examples(&book, t.catalogue, "pfq rules test")) {
        code = run(&t, &book);
    }
    rules_book_close(&book);
    return (int)code;
}
