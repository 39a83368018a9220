/* check.c - `pfq check`: the answer that submit would give, with no service at all.
 *
 * The envelope is packed and read back through the guard, so that what a service would
 * refuse is refused here. */
#include <argp.h>

#include "commands.h"
#include "input.h"
#include "loading.h"
#include "operator.h"
#include "pfq/clock.h"
#include "pfq/standard.h"
#include "pfq/wire.h"
#include "report.h"
#include "text.h"

struct check {
    struct input_options input;
    struct loading from;
    bool json;
    bool full;
    char **files;
    int file_count;
    struct pfq_standard *standard;
    struct page page;
};

static const struct argp_option options[] = {
    OPTION_JSON, OPTION_FULL, OPTION_FORCE, OPTION_CATALOGUE, OPTION_CONFIG, OPTION_TABLES, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct check *c = state->input;
    switch (key) {
    case 'j':
        c->json = true;
        return 0;
    case OPT_FULL:
        c->full = true;
        return 0;
    case OPT_FORCE:
        c->input.force = option_force(state, arg);
        return 0;
    case OPT_CATALOGUE:
        c->from.catalogue = arg;
        return 0;
    case OPT_CONFIG:
        c->from.config = arg;
        return 0;
    case OPT_TABLES:
        c->from.tables = arg;
        return 0;
    case ARGP_KEY_ARGS:
        c->files = state->argv + state->next;
        c->file_count = state->argc - state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the files to check, or - for standard input");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "FILE...",
    .doc = "Check case files here and now: what `pfq submit` would answer, with no service.\v"
           "Reads native JSON (one or many in a file) and Digital Case File 1.2.2; - is standard "
           "input.\n\nExample: pfq check case.json"};

static Pfq__V1__Receipt *judge(const struct check *c, const struct input_item *item,
                               struct pfq_arena *arena)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement = {.refused = true};
    struct pfq_wire wire;
    int64_t now = pfq_wall_ms();
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    struct pfq_bytes frame = pfq_wire_pack(&item->adapted->envelope->base, arena);
    if (pfq_wire_read(frame, arena, &problems, &warnings, &wire)) {
        pfq_judge(c->standard, wire.envelope, now, arena, &problems, &warnings, &judgement);
    }
    if (!judgement.refused) {
        return pfq_receipt_unsent(c->standard, wire.envelope, &judgement, now, arena);
    }
    pfq_problems_close(&problems);
    return pfq_receipt_without(item->source, item->id, PFQ__V1__ANSWER__ANSWER_REFUSED, &problems,
                               arena);
}

static enum pfq_exit check_item(struct check *c, const struct input_item *item,
                                struct pfq_arena *arena)
{
    bool readable = item->adapted->envelope != NULL;
    Pfq__V1__Receipt *receipt = readable ? judge(c, item, arena) : input_refusal(item, arena);
    struct report_context context = {
        .file = item->file, .line = item->adapted->line, .full = c->full};
    input_merge(item, receipt, arena);
    if (c->json) {
        report_write(stdout, report_json(receipt, &context));
    } else {
        report_receipt(&c->page, receipt, &context);
    }
    return readable ? report_exit(receipt) : PFQ_EXIT_USAGE;
}

static enum pfq_exit check_file(struct check *c, const char *file)
{
    struct pfq_arena document;
    struct pfq_arena one;
    struct input_item *items = NULL;
    enum pfq_exit worst = PFQ_EXIT_GOOD;
    pfq_arena_open(&document);
    pfq_arena_open(&one);
    size_t count = input_read(file, &c->input, &document, &items);
    for (size_t i = 0; i < count; i++) {
        worst = exit_worse(worst, check_item(c, &items[i], &one));
        pfq_arena_reset(&one);
    }
    pfq_arena_close(&one);
    pfq_arena_close(&document);
    return worst;
}

int command_check(int argc, char **argv)
{
    struct check c = {.json = false};
    enum pfq_exit worst = PFQ_EXIT_GOOD;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    page_open(&c.page, stdout);
    if (!loading_standard("check", &c.from, &c.standard)) {
        return PFQ_EXIT_USAGE;
    }
    for (int i = 0; i < c.file_count; i++) {
        worst = exit_worse(worst, check_file(&c, c.files[i]));
    }
    pfq_standard_close(c.standard);
    return (int)worst;
}
