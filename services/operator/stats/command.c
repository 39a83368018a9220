/* command.c - `pfq stats`: any published figure, computed again from outside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operator/commands.h"
#include "operator/loading.h"
#include "operator/text.h"
#include "stats.h"

enum {
    INDENT = 22,
    LINE_TEXT = 512
};

struct stats_options {
    const char *method;
    const char *file;
    bool json;
};

/* --- help --------------------------------------------------------------------------- */

static const struct stats_method *find_method(const char *name)
{
    for (size_t i = 0; i < stats_method_count; i++) {
        if (strcmp(stats_methods[i].name, name) == 0) {
            return &stats_methods[i];
        }
    }
    return NULL;
}

static void list_methods(FILE *out)
{
    fputs("Usage: pfq stats METHOD FILE.csv [--json]\n"
          "Run a statistical method of the digests on your own numbers; - is standard input.\n\n",
          out);
    for (size_t i = 0; i < stats_method_count; i++) {
        fprintf(out, "  %-20s %s\n", stats_methods[i].name, stats_methods[i].title);
    }
    fputs("\nThe first line of FILE names the columns, in any order; a column label is shown "
          "again.\n  -j, --json   one JSON object: method, rows, summary; numbers to 17 digits\n"
          "\npfq stats --help METHOD (or: help METHOD) shows its formula, columns and source.\n"
          "Example: pfq stats wilson rates.csv\n",
          out);
}

static void explain_column(struct page *page, const struct stats_column *column)
{
    char label[LINE_TEXT];
    char text[LINE_TEXT];
    (void)snprintf(label, sizeof label, "  %s", column->name);
    (void)snprintf(text, sizeof text, "%s%s%s%s%s", column->meaning,
                   column->otherwise == NULL ? "" : " (else ",
                   column->otherwise == NULL ? "" : column->otherwise,
                   column->otherwise == NULL ? "" : ")",
                   column->once ? "; the same in every row" : "");
    page_paragraph(page, INDENT, label, text);
}

/* To be pasted: printf makes lines of \n. */
static void put_example(const struct stats_method *method)
{
    fputs("\nExample: printf '", stdout);
    for (const char *c = method->example; *c != '\0'; c++) {
        fputs(*c == '\n' ? "\\n" : (char[]){*c, '\0'}, stdout);
    }
    printf("' | pfq stats %s -\n", method->name);
}

static void explain(const struct stats_method *method)
{
    struct page page;
    page_open(&page, stdout);
    page_put(&page, INK_BOLD, "%s: %s", method->name, method->title);
    page_end_line(&page);
    page_end_line(&page);
    page_paragraph(&page, INDENT, "Formula", method->formula);
    page_paragraph(&page, INDENT, "Source", method->source);
    page_paragraph(&page, INDENT, "Columns", "");
    for (size_t i = 0; i < STATS_COLUMNS_MAX && method->columns[i].name != NULL; i++) {
        explain_column(&page, &method->columns[i]);
    }
    put_example(method);
}

static int no_such_method(const char *name)
{
    fprintf(stderr, "pfq stats: there is no method '%s'.  There are:", name);
    for (size_t i = 0; i < stats_method_count; i++) {
        fprintf(stderr, " %s", stats_methods[i].name);
    }
    fputs("\nTry: pfq stats\n", stderr);
    return PFQ_EXIT_USAGE;
}

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "-?") == 0;
}

/* -1: no help was asked for. */
static int help(int argc, char **argv)
{
    bool asked = argc < 2;
    const char *name = NULL;
    for (int i = 1; i < argc; i++) {
        asked = asked || asks_for_help(argv[i]);
        name = name == NULL && argv[i][0] != '-' ? argv[i] : name;
    }
    if (argc > 1 && (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "list") == 0)) {
        asked = true;
        name = argc > 2 && argv[2][0] != '-' ? argv[2] : NULL;
    }
    const struct stats_method *method = name == NULL ? NULL : find_method(name);
    if (!asked) {
        return -1;
    }
    if (name != NULL && method == NULL) {
        return no_such_method(name);
    }
    if (method == NULL) {
        list_methods(stdout);
    } else {
        explain(method);
    }
    return PFQ_EXIT_GOOD;
}

/* --- options ------------------------------------------------------------------------ */

static const struct argp_option options[] = {OPTION_JSON, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct stats_options *o = state->input;
    switch (key) {
    case 'j':
        o->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (o->file != NULL) {
            argp_error(state, "'%s' is one word too many", arg);
        }
        *(o->method == NULL ? &o->method : &o->file) = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->method != NULL && find_method(o->method) != NULL && o->file == NULL) {
            argp_error(state,
                       "name the CSV file, or - for standard input; its columns: pfq stats "
                       "--help %s",
                       o->method);
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options, .parser = parse, .args_doc = "METHOD FILE.csv"};

/* --- the run ------------------------------------------------------------------------ */

static int run_method(const struct stats_method *method, const struct stats_options *o)
{
    struct pfq_arena arena;
    struct stats_run run = {.method = method, .file = o->file, .arena = &arena};
    pfq_arena_open(&arena);
    pfq_problems_init(&run.problems, &arena);
    run.answers = json_array();
    run.summary = json_object();
    if (stats_feed(&run)) {
        method->run(&run);
    }
    bool good = run.problems.count == 0;
    if (good) {
        stats_answer(&run, o->json);
    } else {
        loading_put_faults(&run.problems);
    }
    json_decref(run.answers);
    json_decref(run.summary);
    pfq_arena_close(&arena);
    return good ? PFQ_EXIT_GOOD : PFQ_EXIT_USAGE;
}

int command_stats(int argc, char **argv)
{
    struct stats_options o = {.json = false};
    int helped = help(argc, argv);
    if (helped >= 0) {
        return helped;
    }
    (void)argp_parse(&argp, argc, argv, 0, NULL, &o);
    if (o.method == NULL) {
        list_methods(stderr);
        return PFQ_EXIT_USAGE;
    }
    const struct stats_method *method = find_method(o.method);
    return method == NULL ? no_such_method(o.method) : run_method(method, &o);
}
