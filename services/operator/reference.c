/* reference.c - `pfq reference`: load a reference table, list those that are loaded. */
#include <argp.h>
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "loading.h"
#include "operator.h"
#include "pfq/clock.h"
#include "pfq/data.h"
#include "places.h"
#include "report.h"
#include "status.h"
#include "tables.h"
#include "text.h"
#include "verbs.h"

enum {
    OPT_RELOAD = OPT_OWN,
    OPT_SMALLER,
    FEW_ROWS = 20, /* of so small a table any part may go */
    WORDS_MAX = 2,
    RELOAD_TRIES = 50,
    RELOAD_PAUSE_NS = 100 * 1000 * 1000
};

struct reference_options {
    const struct verb *verb;
    const char *words[WORDS_MAX]; /* that follow it */
    size_t count;
    const char *run;
    const char *tables; /* from the start of its verb on, the directory */
    struct pfq_arena arena;
    bool json;
    bool reload;
    bool smaller;
};

/* --- the running intake -------------------------------------------------------- */

static const Pfq__V1__ServiceStatus *ask_intake(const char *run, struct status_arenas *arenas)
{
    struct status status = {.run = run};
    status_look(run, arenas, &status);
    return status.services[STATUS_INTAKE];
}

static bool uses(const Pfq__V1__ServiceStatus *intake, const struct pfq_table_info *table)
{
    for (size_t i = 0; intake != NULL && i < intake->n_tables; i++) {
        const Pfq__V1__TableStatus *t = intake->tables[i];
        if (t->name != NULL && t->version != NULL && strcmp(t->name, table->name) == 0) {
            return strcmp(t->version, table->version) == 0;
        }
    }
    return false;
}

static bool becomes_used(const char *run, const struct pfq_table_info *table)
{
    const struct timespec pause = {0, RELOAD_PAUSE_NS};
    bool used = false;
    for (int i = 0; i < RELOAD_TRIES && !used; i++) {
        struct status_arenas arenas;
        status_arenas_open(&arenas);
        used = uses(ask_intake(run, &arenas), table);
        status_arenas_close(&arenas);
        if (!used) {
            (void)nanosleep(&pause, NULL);
        }
    }
    return used;
}

/* 0: it does not answer. */
static pid_t intake_pid(const char *run)
{
    struct status_arenas arenas;
    status_arenas_open(&arenas);
    const Pfq__V1__ServiceStatus *intake = ask_intake(run, &arenas);
    pid_t pid = intake == NULL ? 0 : (pid_t)intake->pid;
    status_arenas_close(&arenas);
    return pid;
}

static enum pfq_exit reload(const char *run, pid_t pid, const struct pfq_table_info *table)
{
    if (pid <= 1) {
        fprintf(stderr,
                "pfq reference: intake does not answer in %s; it takes the table when it "
                "starts\n",
                run);
        return PFQ_EXIT_AWAY;
    }
    if (kill(pid, SIGHUP) != 0) {
        fprintf(stderr, "pfq reference: intake (process %ld) cannot be told: %s\n", (long)pid,
                strerror(errno));
        return PFQ_EXIT_NOT_GOOD;
    }
    if (!becomes_used(run, table)) {
        fputs("pfq reference: intake goes on with the tables that it had; its log says why, and "
              "`pfq reference list` where they are\n",
              stderr);
        return PFQ_EXIT_NOT_GOOD;
    }
    puts("intake uses it now.");
    return PFQ_EXIT_GOOD;
}

static enum pfq_exit make_used(const struct reference_options *o, const char *run,
                               const struct pfq_table_info *table)
{
    pid_t pid = intake_pid(run);
    if (o->reload) {
        return reload(run, pid, table);
    }
    if (pid > 1) {
        printf("intake uses it after: kill -HUP %ld   (or load with --reload)\n", (long)pid);
    } else {
        puts("intake uses it when it starts, or after a HUP.");
    }
    return PFQ_EXIT_GOOD;
}

/* --- what is in place ---------------------------------------------------------- */

struct listed {
    enum pfq_table table;
    bool previous;
    const char *path;
    bool there;
    bool good;
    struct pfq_table_info info;
};

static struct listed look(const char *directory, enum pfq_table table, bool previous,
                          struct pfq_arena *arena)
{
    struct listed l = {.table = table, .previous = previous};
    struct pfq_problems problems;
    struct pfq_table_text text;
    struct pfq_err err = {.code = PFQ_OK};
    l.path = tables_path(directory, table, previous, arena);
    pfq_problems_init(&problems, arena);
    l.good = pfq_table_read(table, l.path, l.path, arena, &problems, &text, &err) == PFQ_OK;
    l.there = l.good || problems.count > 0;
    l.info = l.good ? text.info : (struct pfq_table_info){.name = pfq_table_name(table)};
    return l;
}

/* --- load ---------------------------------------------------------------------- */

static void say_unused(const struct pfq_table_text *text)
{
    char rows[TEXT_TIME];
    if (text->unused == 0) {
        return;
    }
    printf("%s document type%s none that a check asks for, so not used: ",
           text_number(text->unused, rows), text->unused == 1 ? " is" : "s are");
    for (size_t i = 0; i < text->unused && i < PFQ_TABLE_UNUSED_NAMED; i++) {
        printf("%s%s", i > 0 ? ", " : "", text->unused_types[i]);
    }
    puts(text->unused > PFQ_TABLE_UNUSED_NAMED ? " ..." : ".");
}

static void say_loaded(const struct pfq_table_text *text, size_t before, const char *path)
{
    char rows[TEXT_TIME];
    char repeats[TEXT_TIME];
    char were[TEXT_TIME];
    printf("%s: %s row%s", text->info.name, text_number(text->info.rows, rows),
           text->info.rows == 1 ? "" : "s");
    if (before > 0) {
        printf(" (%s before)", text_number(before, were));
    }
    printf(", version %s, in %s", text->info.version, path);
    if (text->repeats > 0) {
        printf("; %s row%s that said the same again left out", text_number(text->repeats, repeats),
               text->repeats == 1 ? "" : "s");
    }
    puts(".");
    say_unused(text);
}

/* False: it has been said why. */
static bool read_table(enum pfq_table table, const char *file, struct pfq_arena *arena,
                       struct pfq_table_text *out)
{
    struct pfq_problems problems;
    struct pfq_err err = {.code = PFQ_OK};
    const char *path = strcmp(file, "-") == 0 ? "/dev/stdin" : file;
    pfq_problems_init(&problems, arena);
    if (pfq_table_read(table, path, file, arena, &problems, out, &err) == PFQ_OK) {
        return true;
    }
    fprintf(stderr, "pfq reference: %s; nothing was changed\n", plain_words(&err));
    loading_put_faults(&problems);
    return false;
}

/* Of the table that this one replaces: the one in place, or the whole one that came with the
 * program.  0: there is none. */
static size_t rows_before(enum pfq_table table, const struct listed *now, struct pfq_arena *arena)
{
    char directory[PFQ_DATA_PATH];
    struct pfq_problems problems;
    struct pfq_table_text text;
    if (now->good || table != PFQ_TABLE_HOLIDAYS ||
        pfq_data_dir(NULL, "reference", directory, NULL) != PFQ_OK) {
        return now->info.rows;
    }
    const char *path = pfq_arena_printf(arena, "%s/bank_holidays.csv", directory);
    pfq_problems_init(&problems, arena);
    bool read = pfq_table_read(table, path, path, arena, &problems, &text, NULL) == PFQ_OK;
    return read ? text.info.rows : 0;
}

static enum pfq_exit load(void *self)
{
    struct reference_options *o = self;
    struct pfq_arena *arena = &o->arena;
    enum pfq_table table = PFQ_TABLE_OFFENCES;
    struct pfq_table_text text;
    struct pfq_err err = {.code = PFQ_OK};
    if (o->count != WORDS_MAX || !pfq_table_find(o->words[0], &table)) {
        fputs("pfq reference: write it as: pfq reference load offences|units|documents|holidays "
              "FILE\n",
              stderr);
        return PFQ_EXIT_USAGE;
    }
    if (!read_table(table, o->words[1], arena, &text)) {
        return PFQ_EXIT_USAGE;
    }
    struct listed now = look(o->tables, table, false, arena);
    if (now.good && strcmp(now.info.version, text.info.version) == 0) {
        printf("%s: the same table is in place already.\n", text.info.name);
        return make_used(o, o->run, &text.info);
    }
    size_t before = rows_before(table, &now, arena);
    if (!o->smaller && before >= FEW_ROWS && text.info.rows < before / 2) {
        fprintf(stderr,
                "pfq reference: %s: %zu row%s in place of %zu; nothing was changed.\n"
                "  A table must be whole.  If this one is, load it with --smaller.\n",
                text.info.name, text.info.rows, text.info.rows == 1 ? "" : "s", before);
        return PFQ_EXIT_USAGE;
    }
    const struct tables_new new = {table, &text, pfq_wall_ms(), now.good};
    if (tables_put(o->tables, &new, arena, &err) != PFQ_OK) {
        fprintf(stderr, "pfq reference: %s\n  Name a directory that you may write with --tables.\n",
                plain_words(&err));
        return PFQ_EXIT_USAGE;
    }
    say_loaded(&text, before, tables_path(o->tables, table, false, arena));
    return make_used(o, o->run, &text.info);
}

/* --- list ---------------------------------------------------------------------- */

static void put_listed(const struct listed *l, struct page *page)
{
    char rows[TEXT_TIME];
    char at[TEXT_TIME];
    const char *when = l->previous ? "  before" : "in place";
    page_put(page, INK_PLAIN, "%-10s %s ", l->info.name, when);
    if (l->good) {
        page_put(page, INK_PLAIN, "%9s row%s  %s  loaded %s", text_number(l->info.rows, rows),
                 l->info.rows == 1 ? " " : "s", l->info.version, text_time(l->info.loaded_at, at));
    } else {
        page_put(page, l->there ? INK_BAD : INK_DIM, "%s",
                 l->there ? "damaged: load it again" : "none: what comes with the program counts");
    }
    page_end_line(page);
}

static void write_listed(const struct listed *l)
{
    char at[PFQ_INSTANT_TEXT];
    json_t *line = json_object();
    (void)json_object_set_new(line, "table", json_string(l->info.name));
    (void)json_object_set_new(line, "previous", json_boolean(l->previous));
    (void)json_object_set_new(line, "path", json_string(l->path));
    (void)json_object_set_new(line, "loaded", json_boolean(l->there));
    (void)json_object_set_new(line, "good", json_boolean(l->good));
    if (l->good) {
        pfq_instant_format(l->info.loaded_at, at);
        (void)json_object_set_new(line, "rows", json_integer((json_int_t)l->info.rows));
        (void)json_object_set_new(line, "version", json_string(l->info.version));
        (void)json_object_set_new(line, "loadedAt", json_string(at));
    }
    report_write(stdout, line);
}

static enum pfq_exit list(void *self)
{
    struct reference_options *o = self;
    struct page page;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    page_open(&page, stdout);
    if (!o->json) {
        page_put(&page, INK_DIM, "Tables in %s:", o->tables);
        page_end_line(&page);
    }
    for (int i = 0; i < 2 * PFQ_TABLE_COUNT; i++) {
        bool previous = i % 2 == 1;
        struct listed l = look(o->tables, (enum pfq_table)(i / 2), previous, &o->arena);
        if (previous && !l.there) {
            continue;
        }
        if (o->json) {
            write_listed(&l);
        } else {
            put_listed(&l, &page);
        }
        code = exit_worse(code, l.there && !l.good ? PFQ_EXIT_NOT_GOOD : PFQ_EXIT_GOOD);
    }
    return code;
}

/* --- options ------------------------------------------------------------------- */

static const struct argp_option options[] = {
    {"reload", OPT_RELOAD, NULL, 0, "load: make the running intake use it, and wait until it does",
     0},
    {"smaller", OPT_SMALLER, NULL, 0, "load: take a table that has less than half the rows", 0},
    OPTION_JSON,
    OPTION_TABLES,
    OPTION_RUN,
    {0}};

static const struct verb verb_rows[] = {
    {"load", "TABLE FILE", "put the table in the file in the place of the one there is", NULL,
     load},
    {"list", NULL, "the tables that are loaded, and those before them", NULL, list},
};

static const struct verbs verbs = {
    .command = "pfq reference", .rows = verb_rows, .count = sizeof verb_rows / sizeof *verb_rows};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct reference_options *o = state->input;
    switch (key) {
    case 'j':
        o->json = true;
        return 0;
    case OPT_RELOAD:
        o->reload = true;
        return 0;
    case OPT_SMALLER:
        o->smaller = true;
        return 0;
    case OPT_TABLES:
        o->tables = arg;
        return 0;
    case OPT_RUN:
        o->run = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (o->verb == NULL) {
            o->verb = verbs_option(state, &verbs, arg);
        } else if (o->count == WORDS_MAX || o->verb->words == NULL) {
            argp_error(state, "'%s' is one word too many", arg);
        } else {
            o->words[o->count++] = arg;
        }
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "write load or list");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static char *help_filter(int key, const char *text, void *self)
{
    (void)self;
    return verbs_doc(&verbs, key, text);
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .help_filter = help_filter,
    .args_doc = "COMMAND [TABLE FILE]",
    .doc = "Load a reference table from a CSV file with a header, or list the tables.  "
           "TABLE is offences, units, documents or holidays.\vThe whole "
           "table is checked first; if anything is wrong with it, nothing is changed.  The table "
           "before it is kept.\n\nColumns: offences cjs_code, category; units force_code, "
           "unit_code; documents cms_doc_type_id, document_type; holidays date.  All but holidays "
           "may have from and until.  Others are passed over and never stored.\n\n"
           "Example: pfq reference load offences cjs_offences.csv --reload"};

int command_reference(int argc, char **argv)
{
    struct reference_options o = {.json = false};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &o);
    pfq_arena_open(&o.arena);
    o.run = place_run(o.run, &o.arena);
    o.tables = o.tables != NULL ? o.tables : place_tables(o.run, &o.arena);
    enum pfq_exit code = o.verb->act(&o);
    pfq_arena_close(&o.arena);
    return (int)code;
}
