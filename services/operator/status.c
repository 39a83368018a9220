/* status.c - `pfq status`: how the services are, or what the database says without them. */
#include "status.h"

#include <argp.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "pfq/clock.h"
#include "places.h"
#include "report.h"

enum {
    OPT_WATCH = OPT_OWN,
    WATCH_S = 2
};

struct status_options {
    const char *run;
    bool json;
    bool watch;
};

static const struct argp_option options[] = {
    {"watch", OPT_WATCH, NULL, 0, "again every two seconds, until interrupted", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct status_options *o = state->input;
    switch (key) {
    case 'j':
        o->json = true;
        return 0;
    case OPT_WATCH:
        o->watch = true;
        return 0;
    case OPT_RUN:
        o->run = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Say how the services are: one line that sums up, then each service and each force.\v"
           "When store does not answer, the database itself is read.\n\nExample: pfq status"};

static enum pfq_exit show(const struct status_options *o, const char *run)
{
    struct status status = {.run = run, .tried = place_tried(o->run)};
    struct status_arenas arenas;
    struct page page;
    page_open(&page, stdout);
    status_arenas_open(&arenas);
    status_look(run, &arenas, &status);
    if (status.services[STATUS_STORE] == NULL && !status.shut && !status_is_limited(&status)) {
        (void)fflush(stdout);
        status_read_database(run, &arenas.each[STATUS_STORE], &status);
    }
    if (o->json) {
        report_write(stdout, status_json(&status));
    } else {
        status_report(&page, &status, pfq_wall_ms());
    }
    enum pfq_exit code = status_judge(&status).code;
    status_arenas_close(&arenas);
    return code;
}

static enum pfq_exit watch(const struct status_options *o, const char *run)
{
    bool terminal = isatty(STDOUT_FILENO);
    enum pfq_exit code = PFQ_EXIT_GOOD;
    do {
        if (terminal && !o->json) {
            fputs("\033[H\033[2J", stdout);
        }
        code = show(o, run);
        if (!terminal && !o->json) {
            putchar('\n');
        }
        (void)sleep(WATCH_S);
    } while (fflush(stdout) == 0);
    return code;
}

int command_status(int argc, char **argv)
{
    struct status_options o = {.run = NULL};
    struct pfq_arena arena;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &o);
    pfq_arena_open(&arena);
    const char *run = place_run(o.run, &arena);
    enum pfq_exit code = o.watch ? watch(&o, run) : show(&o, run);
    pfq_arena_close(&arena);
    return (int)code;
}
