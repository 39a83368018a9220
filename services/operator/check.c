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
    struct pfq_standard *standard;
    struct page page;
};

static const struct argp_option options[] = {OPTION_CATALOGUE, OPTION_CONFIG, OPTION_TABLES, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct check *c = state->input;
    switch (key) {
    case OPT_CATALOGUE:
        c->from.catalogue = arg;
        return 0;
    case OPT_CONFIG:
        c->from.config = arg;
        return 0;
    case OPT_TABLES:
        c->from.tables = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &c->input;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&input_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE...",
    .doc = "Check case files here and now: what `pfq submit` would answer, with no service.\v"
           "Reads native JSON (one or many in a file) and Digital Case File 1.2.2; - is standard "
           "input.\n\nExample: pfq check case.json"};

/* Checks in force that store alone can decide; one that fails already is a finding. */
static void find_not_looked_at(const struct check *c, const struct pfq_judgement *judgement,
                               struct pfq_arena *arena, struct report_context *context)
{
    const Pfq__V1__Judged *judged = judgement->judged;
    const Pfq__V1__Catalogue *texts = pfq_standard_texts(c->standard);
    context->not_looked_at = pfq_arena_new(arena, const char *, judged->n_history_checks + 1);
    for (size_t i = 0; i < judged->n_history_checks; i++) {
        uint32_t check = judged->history_checks[i];
        bool found = false;
        for (size_t f = 0; f < judged->n_findings; f++) {
            found = found || judged->findings[f]->check == check;
        }
        if (!found) {
            context->not_looked_at[context->not_looked_at_count++] = texts->checks[check]->id;
        }
    }
}

static Pfq__V1__Receipt *judge(const struct check *c, const struct input_item *item,
                               struct pfq_arena *arena, struct report_context *context)
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
        find_not_looked_at(c, &judgement, arena, context);
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
    struct report_context context = {.sent = false};
    Pfq__V1__Receipt *receipt =
        readable ? judge(c, item, arena, &context) : input_refusal(item, arena);
    return input_show(&c->input, item, receipt, &context, &c->page, arena);
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
    struct check c = {.input.purpose = "check"};
    enum pfq_exit worst = PFQ_EXIT_GOOD;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    page_open(&c.page, stdout);
    if (!loading_standard("check", &c.from, &c.standard)) {
        return PFQ_EXIT_USAGE;
    }
    for (int i = 0; i < c.input.file_count; i++) {
        worst = exit_worse(worst, check_file(&c, c.input.files[i]));
    }
    pfq_standard_close(c.standard);
    return (int)worst;
}
