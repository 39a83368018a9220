/* feedback.c - `pfq feedback FORCE`: read a force's mailbox, and say how far it was read.
 *
 * Nothing is acknowledged before it has left this process: --ack-shown flushes first. */
#include <argp.h>
#include <inttypes.h>
#include <unistd.h>

#include "ask.h"
#include "commands.h"
#include "mailbox_show.h"
#include "operator.h"
#include "pfq/json.h"
#include "pfq/wire.h"
#include "places.h"
#include "reach.h"
#include "report.h"
#include "text.h"

enum {
    OPT_AFTER = OPT_OWN,
    OPT_LIMIT,
    OPT_FOLLOW,
    OPT_ACK,
    OPT_ACK_SHOWN,
    OPT_CONSUMER,
    LIMIT = 50,
    WAIT_MS = 20000, /* of one long poll */
    RETRY_S = 1
};

struct feedback {
    const char *consumer;
    bool has_after;
    uint64_t after;
    uint64_t limit;
    bool follow;
    bool has_ack;
    uint64_t ack;
    bool ack_shown;
    struct ask_to service;
    struct mailbox_show show;
};

static const struct argp_option options[] = {
    {"after", OPT_AFTER, "N", 0, "items after number N (else after what was acknowledged)", 0},
    {"limit", OPT_LIMIT, "N", 0, "items at most, 50 unless told", 0},
    {"follow", OPT_FOLLOW, NULL, 0, "wait for more, until interrupted", 0},
    OPTION_FULL,
    {"ack", OPT_ACK, "N", 0, "only acknowledge: everything up to N is dealt with", 0},
    {"ack-shown", OPT_ACK_SHOWN, NULL, 0, "acknowledge what was shown", 0},
    {"consumer", OPT_CONSUMER, "NAME", 0, "the reader whose position counts (default)", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static error_t parse_ack(int key, char *arg, struct argp_state *state)
{
    struct feedback *f = state->input;
    switch (key) {
    case OPT_ACK:
        f->has_ack = true;
        f->ack = option_number(state, "--ack", arg, 0, INT64_MAX);
        return 0;
    case OPT_ACK_SHOWN:
        f->ack_shown = true;
        return 0;
    case OPT_CONSUMER:
        f->consumer = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_error(state, "one force at a time");
        }
        f->show.force = option_force(state, arg);
        if (!force_exists(arg)) {
            argp_error(state, "%s is no force; 40 is one", arg);
        }
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the force by its two-digit code, such as 40");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct feedback *f = state->input;
    switch (key) {
    case OPT_AFTER:
        f->has_after = true;
        f->after = option_number(state, "--after", arg, 0, INT64_MAX);
        return 0;
    case OPT_LIMIT:
        f->limit = option_number(state, "--limit", arg, 1, 500);
        return 0;
    case OPT_FOLLOW:
        f->follow = true;
        return 0;
    case OPT_FULL:
        f->show.full = true;
        return 0;
    case 'j':
        f->show.json = true;
        return 0;
    case OPT_RUN:
        f->show.run = arg;
        return 0;
    default:
        return parse_ack(key, arg, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "FORCE",
    .doc = "Read the mailbox of a force: its feedback, numbered 1, 2, 3 ...\v"
           "Each named consumer has a position of its own, which only an acknowledgement "
           "moves.\n\nExample: pfq feedback 40 --ack-shown"};

/* --- showing ------------------------------------------------------------------- */

/* What to type to go on, with what was typed to get here. */
static void put_more(struct feedback *f, uint64_t last)
{
    page_put(&f->show.page, INK_PLAIN, "There is more: pfq feedback %s --after %" PRIu64,
             f->show.force, last);
    if (f->limit != LIMIT) {
        page_put(&f->show.page, INK_PLAIN, " --limit %" PRIu64, f->limit);
    }
    if (f->consumer != NULL) {
        page_put(&f->show.page, INK_PLAIN, " --consumer %s", f->consumer);
    }
    if (f->show.run != NULL) {
        page_put(&f->show.page, INK_PLAIN, " --run %s", f->show.run);
    }
    page_put(&f->show.page, INK_PLAIN, "%s%s", f->show.full ? " --full" : "",
             f->ack_shown ? " --ack-shown" : "");
}

static void put_end(struct feedback *f, const Pfq__V1__MailboxPage *page)
{
    if (f->show.json) {
        return;
    }
    if (page->n_items == 0) {
        page_put(&f->show.page, INK_PLAIN,
                 "Nothing to read for force %s: %s has dealt with %" PRIu64 " of %" PRIu64 ".",
                 f->show.force, f->consumer == NULL ? "default" : f->consumer, page->acknowledged,
                 page->last_number);
    } else if (page->more) {
        put_more(f, page->items[page->n_items - 1]->number);
    } else {
        return;
    }
    page_end_line(&f->show.page);
}

/* --- asking -------------------------------------------------------------------- */

static enum pfq_code fetch(struct feedback *f, struct pfq_arena *arena, Pfq__V1__MailboxPage **out,
                           struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    want.force = pfq_arena_strdup(arena, f->show.force);
    want.consumer = f->consumer == NULL ? NULL : pfq_arena_strdup(arena, f->consumer);
    want.has_after = f->has_after;
    want.after = f->after;
    want.has_limit = true;
    want.limit = (uint32_t)f->limit;
    want.has_wait_ms = f->follow;
    want.wait_ms = f->follow ? WAIT_MS : 0;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    enum pfq_code code = ask(f->service.client, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE,
                             ASK_TIMEOUT_MS + want.wait_ms, arena, &answer, err);
    *out = code == PFQ_OK ? answer->mailbox_page : NULL;
    return code;
}

/* Whoever follows hears it once. */
static void say_away(struct feedback *f, const struct pfq_err *err)
{
    if (!f->service.reach.said) {
        ask_say_away("feedback", f->service.reach.endpoint, err);
    }
    f->service.reach.said = f->follow;
}

static enum pfq_exit acknowledge(struct feedback *f, uint64_t up_to, bool say,
                                 struct pfq_arena *arena)
{
    struct pfq_err err;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxAck ack = PFQ__V1__MAILBOX_ACK__INIT;
    Pfq__V1__Envelope *answer = NULL;
    ack.force = pfq_arena_strdup(arena, f->show.force);
    ack.consumer = f->consumer == NULL ? NULL : pfq_arena_strdup(arena, f->consumer);
    ack.has_up_to = true;
    ack.up_to = up_to;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_ACK;
    request.mailbox_ack = &ack;
    if (ask(f->service.client, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_ACKED, ASK_TIMEOUT_MS,
            arena, &answer, &err) != PFQ_OK) {
        say_away(f, &err);
        return PFQ_EXIT_AWAY;
    }
    const Pfq__V1__MailboxAcked *acked = answer->mailbox_acked;
    if (acked->n_problems > 0) {
        return ask_refused("feedback", acked->n_problems, acked->problems);
    }
    if (say && f->show.json) {
        report_write(stdout, pfq_json_value(&acked->base, PFQ_JSON_SHORT_ENUMS));
    } else if (say) {
        printf("Force %s: dealt with up to number %" PRIu64 ".\n", f->show.force,
               acked->acknowledged);
    }
    return PFQ_EXIT_GOOD;
}

/* --- one page, or page after page ------------------------------------------------ */

static enum pfq_exit show_page(struct feedback *f, const Pfq__V1__MailboxPage *page,
                               struct pfq_arena *arena)
{
    if (page->n_problems > 0) {
        return ask_refused("feedback", page->n_problems, page->problems);
    }
    for (size_t i = 0; i < page->n_items; i++) {
        mailbox_put(&f->show, page->items[i]);
    }
    if (!f->follow) {
        put_end(f, page);
    }
    if (page->n_items == 0) {
        return PFQ_EXIT_GOOD;
    }
    f->has_after = true;
    f->after = page->items[page->n_items - 1]->number;
    if (fflush(stdout) != 0) {
        return PFQ_EXIT_NOT_GOOD;
    }
    return f->ack_shown ? acknowledge(f, f->after, false, arena) : PFQ_EXIT_GOOD;
}

static enum pfq_exit read_once(struct feedback *f)
{
    struct pfq_err err;
    struct pfq_arena arena;
    Pfq__V1__MailboxPage *page = NULL;
    enum pfq_exit code = PFQ_EXIT_AWAY;
    pfq_arena_open(&arena);
    if (fetch(f, &arena, &page, &err) == PFQ_OK) {
        reach_say_back(&f->service.reach);
        code = show_page(f, page, &arena);
    } else {
        say_away(f, &err);
    }
    pfq_arena_close(&arena);
    return code;
}

/* Outlives the service: what is away comes back, and nothing is lost meanwhile. */
static enum pfq_exit follow(struct feedback *f)
{
    enum pfq_exit code = PFQ_EXIT_GOOD;
    while (code == PFQ_EXIT_GOOD || code == PFQ_EXIT_AWAY) {
        (void)reach_wait(&f->service.reach, REACH_FOR_EVER);
        code = read_once(f);
        if (code == PFQ_EXIT_AWAY) {
            (void)sleep(RETRY_S);
        }
    }
    return code;
}

static enum pfq_exit run(struct feedback *f, struct pfq_arena *arena)
{
    if (f->follow && !f->has_ack) {
        return follow(f);
    }
    if (!reach_wait(&f->service.reach, ASK_TIMEOUT_MS)) {
        reach_say_nobody(&f->service.reach);
        return PFQ_EXIT_AWAY;
    }
    return f->has_ack ? acknowledge(f, f->ack, true, arena) : read_once(f);
}

int command_feedback(int argc, char **argv)
{
    struct feedback f = {.limit = LIMIT};
    struct pfq_arena arena;
    struct pfq_err err;
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &f);
    pfq_arena_open(&arena);
    mailbox_open(&f.show);
    f.service.reach = (struct reach){.command = "feedback", .tried = place_tried(f.show.run)};
    f.service.reach.endpoint = place_endpoint(place_run(f.show.run, &arena), "feedback", &arena);
    if (pfq_client_open(f.service.reach.endpoint, &f.service.client, &err) == PFQ_OK) {
        code = run(&f, &arena);
        pfq_client_close(f.service.client);
    } else {
        ask_say_away("feedback", f.service.reach.endpoint, &err);
    }
    mailbox_close(&f.show);
    pfq_arena_close(&arena);
    return (int)code;
}
