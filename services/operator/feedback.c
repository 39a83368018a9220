/* feedback.c - `pfq feedback FORCE`: read a force's mailbox, and say how far it was read.
 *
 * Nothing is acknowledged before it has left this process: --ack-shown flushes first. */
#include <argp.h>
#include <inttypes.h>
#include <unistd.h>

#include "ask.h"
#include "challenge/item.h"
#include "commands.h"
#include "digest_item.h"
#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"
#include "feedback/themes/states.h"
#include "loading.h"
#include "operator.h"
#include "people/plan.h"
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
    const char *force;
    const char *run;
    const char *consumer;
    bool has_after;
    uint64_t after;
    uint64_t limit;
    bool follow;
    bool has_ack;
    uint64_t ack;
    bool ack_shown;
    bool full;
    bool json;
    struct reach reach;
    struct pfq_client *client;
    struct page page;
    struct pfq_standard *standard; /* its texts, from the first action plan on */
    bool standard_tried;
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
        f->force = option_force(state, arg);
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
        f->full = true;
        return 0;
    case 'j':
        f->json = true;
        return 0;
    case OPT_RUN:
        f->run = arg;
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

static void put_json(const Pfq__V1__FeedbackItem *item, const char *force)
{
    struct report_context context = {.file = NULL};
    json_t *object = pfq_json_value(&item->base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS);
    (void)json_object_set_new(object, "force", json_string(force));
    if (item->receipt != NULL) {
        (void)json_object_set_new(object, "receipt", report_json(item->receipt, &context));
    }
    report_write(stdout, object);
}

/* "Theme Interview, June 2026: recurring", then its sentence, and where it says what to do. */
static void put_theme(struct feedback *f, const Pfq__V1__FeedbackItem *item)
{
    const Pfq__V1__ThemeMove *theme = item->theme;
    const char *name = theme->key == NULL || theme->key->name == NULL ? "" : theme->key->name;
    const char *state =
        (unsigned)theme->state < THEMES_STATES ? themes_states[theme->state].words : NULL;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    bool again = item->kind == PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_RESTATEMENT;
    page_put(&f->page, INK_BOLD, "%s %s, %s: %s", again ? "Re-statement, theme" : "Theme",
             digest_theme_title(name), figure_month(theme->month, &arena),
             state == NULL ? "a state that this pfq does not know" : state);
    page_end_line(&f->page);
    page_paragraph(&f->page, 2, "", theme->sentence == NULL ? "" : theme->sentence);
    page_paragraph(&f->page, 2, "",
                   pfq_arena_printf(&arena, "What to do: pfq digest %s --month %04d-%02d", f->force,
                                    (int)(theme->month / 100), (int)(theme->month % 100)));
    pfq_arena_close(&arena);
}

/* What it is, the one thing to do first, and where the rest is. */
static void put_digest(struct feedback *f, const Pfq__V1__Digest *digest)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    page_put(&f->page, INK_BOLD, "%s", digest_item_title(digest, &arena));
    page_end_line(&f->page);
    if (digest->first_thing != NULL) {
        page_paragraph(&f->page, 2, "", digest->first_thing);
    }
    page_paragraph(
        &f->page, 2, "",
        pfq_arena_printf(&arena, "All of it: %s", digest_item_command(digest, f->force, &arena)));
    pfq_arena_close(&arena);
}

/* Without the catalogue it is said less of why. */
static void put_plan(struct feedback *f, const Pfq__V1__AssessmentRow *row)
{
    const struct loading from = {.catalogue = NULL};
    struct pfq_arena arena;
    if (!f->standard_tried && !loading_standard("feedback", &from, &f->standard)) {
        f->standard = NULL;
    }
    f->standard_tried = true;
    pfq_arena_open(&arena);
    plan_put(&f->page, row, f->standard == NULL ? NULL : pfq_standard_texts(f->standard), f->run,
             &arena);
    pfq_arena_close(&arena);
}

static void put_challenge(struct feedback *f, const Pfq__V1__ChallengeRow *row)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    page_put(&f->page, INK_BOLD, "Challenge");
    page_end_line(&f->page);
    item_put(&f->page, row, &arena);
    pfq_arena_close(&arena);
}

static void put_item(struct feedback *f, const Pfq__V1__FeedbackItem *item)
{
    if (f->json) {
        put_json(item, f->force);
        return;
    }
    page_put(&f->page, INK_DIM, "%" PRIu64 "  ", item->number);
    page_time(&f->page, INK_DIM, item->committed_at);
    page_end_line(&f->page);
    if (item->theme != NULL) {
        put_theme(f, item);
    }
    if (item->digest != NULL) {
        put_digest(f, item->digest);
    }
    if (item->plan != NULL) {
        put_plan(f, item->plan);
    }
    if (item->challenge != NULL && item->challenge->raised != NULL) {
        put_challenge(f, item->challenge);
    }
    if (item->receipt != NULL) {
        report_head(&f->page, item->receipt);
        report_body(&f->page, item->receipt, f->full ? REPORT_FULL : REPORT_BRIEF);
    }
    page_end_line(&f->page);
}

static enum pfq_exit put_problems(size_t count, Pfq__V1__Problem *const *problems)
{
    struct page page;
    page_open(&page, stderr);
    for (size_t i = 0; i < count; i++) {
        page_put(&page, INK_PLAIN, "pfq feedback: %s", problems[i]->message);
        page_end_line(&page);
        page_paragraph(&page, 2, "", problems[i]->fix == NULL ? "" : problems[i]->fix);
    }
    return PFQ_EXIT_NOT_GOOD;
}

/* What to type to go on, with what was typed to get here. */
static void put_more(struct feedback *f, uint64_t last)
{
    page_put(&f->page, INK_PLAIN, "There is more: pfq feedback %s --after %" PRIu64, f->force,
             last);
    if (f->limit != LIMIT) {
        page_put(&f->page, INK_PLAIN, " --limit %" PRIu64, f->limit);
    }
    if (f->consumer != NULL) {
        page_put(&f->page, INK_PLAIN, " --consumer %s", f->consumer);
    }
    if (f->run != NULL) {
        page_put(&f->page, INK_PLAIN, " --run %s", f->run);
    }
    page_put(&f->page, INK_PLAIN, "%s%s", f->full ? " --full" : "",
             f->ack_shown ? " --ack-shown" : "");
}

static void put_end(struct feedback *f, const Pfq__V1__MailboxPage *page)
{
    if (f->json) {
        return;
    }
    if (page->n_items == 0) {
        page_put(&f->page, INK_PLAIN,
                 "Nothing to read for force %s: %s has dealt with %" PRIu64 " of %" PRIu64 ".",
                 f->force, f->consumer == NULL ? "default" : f->consumer, page->acknowledged,
                 page->last_number);
    } else if (page->more) {
        put_more(f, page->items[page->n_items - 1]->number);
    } else {
        return;
    }
    page_end_line(&f->page);
}

/* --- asking -------------------------------------------------------------------- */

static enum pfq_code fetch(struct feedback *f, struct pfq_arena *arena, Pfq__V1__MailboxPage **out,
                           struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    want.force = pfq_arena_strdup(arena, f->force);
    want.consumer = f->consumer == NULL ? NULL : pfq_arena_strdup(arena, f->consumer);
    want.has_after = f->has_after;
    want.after = f->after;
    want.has_limit = true;
    want.limit = (uint32_t)f->limit;
    want.has_wait_ms = f->follow;
    want.wait_ms = f->follow ? WAIT_MS : 0;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    enum pfq_code code = ask(f->client, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE,
                             ASK_TIMEOUT_MS + want.wait_ms, arena, &answer, err);
    *out = code == PFQ_OK ? answer->mailbox_page : NULL;
    return code;
}

/* Whoever follows hears it once. */
static void say_away(struct feedback *f, const struct pfq_err *err)
{
    if (!f->reach.said) {
        ask_say_away("feedback", f->reach.endpoint, err);
    }
    f->reach.said = f->follow;
}

static enum pfq_exit acknowledge(struct feedback *f, uint64_t up_to, bool say,
                                 struct pfq_arena *arena)
{
    struct pfq_err err;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxAck ack = PFQ__V1__MAILBOX_ACK__INIT;
    Pfq__V1__Envelope *answer = NULL;
    ack.force = pfq_arena_strdup(arena, f->force);
    ack.consumer = f->consumer == NULL ? NULL : pfq_arena_strdup(arena, f->consumer);
    ack.has_up_to = true;
    ack.up_to = up_to;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_ACK;
    request.mailbox_ack = &ack;
    if (ask(f->client, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_ACKED, ASK_TIMEOUT_MS, arena,
            &answer, &err) != PFQ_OK) {
        say_away(f, &err);
        return PFQ_EXIT_AWAY;
    }
    const Pfq__V1__MailboxAcked *acked = answer->mailbox_acked;
    if (acked->n_problems > 0) {
        return put_problems(acked->n_problems, acked->problems);
    }
    if (say && f->json) {
        report_write(stdout, pfq_json_value(&acked->base, PFQ_JSON_SHORT_ENUMS));
    } else if (say) {
        printf("Force %s: dealt with up to number %" PRIu64 ".\n", f->force, acked->acknowledged);
    }
    return PFQ_EXIT_GOOD;
}

/* --- one page, or page after page ------------------------------------------------ */

static enum pfq_exit show_page(struct feedback *f, const Pfq__V1__MailboxPage *page,
                               struct pfq_arena *arena)
{
    if (page->n_problems > 0) {
        return put_problems(page->n_problems, page->problems);
    }
    for (size_t i = 0; i < page->n_items; i++) {
        put_item(f, page->items[i]);
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
        reach_say_back(&f->reach);
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
        (void)reach_wait(&f->reach, REACH_FOR_EVER);
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
    if (!reach_wait(&f->reach, ASK_TIMEOUT_MS)) {
        reach_say_nobody(&f->reach);
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
    page_open(&f.page, stdout);
    f.reach = (struct reach){.command = "feedback", .tried = place_tried(f.run)};
    f.reach.endpoint = place_endpoint(place_run(f.run, &arena), "feedback", &arena);
    if (pfq_client_open(f.reach.endpoint, &f.client, &err) == PFQ_OK) {
        code = run(&f, &arena);
        pfq_client_close(f.client);
    } else {
        ask_say_away("feedback", f.reach.endpoint, &err);
    }
    if (f.standard != NULL) {
        pfq_standard_close(f.standard);
    }
    pfq_arena_close(&arena);
    return (int)code;
}
