/* outbox.c - `pfq outbox`: mail that is to be sent, and what becomes of it.
 *
 * list, show, retry and drop ask store; test asks feedback. */
#include "outbox.h"

#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "commands.h"
#include "operator.h"
#include "pfq/clock.h"
#include "report.h"
#include "verbs.h"

enum {
    OPT_STATE = OPT_OWN,
    OPT_AFTER,
    OPT_LIMIT,
    OPT_UNIT,
    OPT_KIND,
    OPT_INSIDE,
    OPT_PERIOD,
    LIMIT = 100
};

struct outbox {
    const struct verb *verb;
    const char *what; /* a number or a force */
    const char *run;
    const char *unit;
    const char *period;
    Pfq__V1__DeliveryState state;
    Pfq__V1__DigestKind kind;
    bool inside;
    uint64_t id;
    uint64_t after;
    uint64_t limit;
    bool json;
    struct ask_to service;
    struct pfq_arena arena;
    struct page page;
};

/* --- asking and showing ------------------------------------------------------------------ */

static void put_row(struct outbox *o, const Pfq__V1__Delivery *row, bool whole)
{
    if (o->json) {
        report_write(stdout, outbox_json(row));
    } else if (whole) {
        outbox_put_whole(&o->page, row);
    } else {
        outbox_put_row(&o->page, row);
    }
}

static void put_rows(struct outbox *o, const Pfq__V1__OutboxRows *rows, bool whole)
{
    if (rows->n_rows > 0 && !whole && !o->json) {
        outbox_put_head(&o->page);
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        put_row(o, rows->rows[i], whole);
    }
    if (o->json) {
        return;
    }
    if (rows->n_rows == 0) {
        puts("There is no such mail.");
    }
    if (rows->more) {
        printf("There is more: --after %" PRIu64 "\n", rows->rows[rows->n_rows - 1]->id);
    }
    if (rows->duplicate) {
        puts("It was queued before: give another --period for another mail.");
    }
}

static enum pfq_exit ask_rows(struct outbox *o, const char *service, Pfq__V1__Envelope *request,
                              Pfq__V1__OutboxRows **out)
{
    struct pfq_err err;
    Pfq__V1__Envelope *answer = NULL;
    enum pfq_exit code = ask_open(&o->service, "outbox", service, o->run, &o->arena);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    if (ask(o->service.client, request, PFQ__V1__ENVELOPE__BODY_OUTBOX_ROWS, ASK_TIMEOUT_MS,
            &o->arena, &answer, &err) != PFQ_OK) {
        return ask_away(&o->service, &err);
    }
    *out = answer->outbox_rows;
    return ask_refused("outbox", (*out)->n_problems, (*out)->problems);
}

static enum pfq_exit answer(struct outbox *o, const char *service, Pfq__V1__Envelope *request,
                            bool whole)
{
    Pfq__V1__OutboxRows *rows = NULL;
    enum pfq_exit code = ask_rows(o, service, request, &rows);
    if (rows != NULL && code == PFQ_EXIT_GOOD) {
        put_rows(o, rows, whole);
    }
    ask_close(&o->service);
    return code;
}

/* --- the verbs ---------------------------------------------------------------------------- */

static enum pfq_exit do_list(void *self)
{
    struct outbox *o = self;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxRead read = PFQ__V1__OUTBOX_READ__INIT;
    read.has_state = o->state != PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_UNSPECIFIED;
    read.state = o->state;
    read.has_after = read.has_limit = true;
    read.after = o->after;
    read.limit = (uint32_t)o->limit;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_READ;
    request.outbox_read = &read;
    return answer(o, "store", &request, false);
}

static enum pfq_exit do_show(void *self)
{
    struct outbox *o = self;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxRead read = PFQ__V1__OUTBOX_READ__INIT;
    read.has_id = true;
    read.id = o->id;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_READ;
    request.outbox_read = &read;
    return answer(o, "store", &request, true);
}

static enum pfq_exit settle(struct outbox *o, Pfq__V1__DeliveryState state)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxMark mark = PFQ__V1__OUTBOX_MARK__INIT;
    mark.has_id = mark.has_state = true;
    mark.id = o->id;
    mark.state = state;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK;
    request.outbox_mark = &mark;
    return answer(o, "store", &request, false);
}

static enum pfq_exit do_retry(void *self)
{
    struct outbox *o = self;
    return settle(o, PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_QUEUED);
}

static enum pfq_exit do_drop(void *self)
{
    struct outbox *o = self;
    return settle(o, PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_DROPPED);
}

static enum pfq_exit do_test(void *self)
{
    struct outbox *o = self;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxTest test = PFQ__V1__OUTBOX_TEST__INIT;
    test.force = pfq_arena_strdup(&o->arena, o->what);
    test.police_unit = o->unit == NULL ? NULL : pfq_arena_strdup(&o->arena, o->unit);
    test.period = o->period == NULL ? pfq_arena_printf(&o->arena, "test-%" PRId64, pfq_wall_ms())
                                    : pfq_arena_strdup(&o->arena, o->period);
    test.has_kind = test.has_audience = true;
    test.kind = o->kind;
    test.audience =
        o->inside ? PFQ__V1__AUDIENCE__AUDIENCE_INSIDE : PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_TEST;
    request.outbox_test = &test;
    return answer(o, "feedback", &request, false);
}

/* --- options ------------------------------------------------------------------------------- */

static const struct argp_option options[] = {
    {"state", OPT_STATE, "STATE", 0,
     "list: only queued, deferred, sending, sent, in_doubt, bounced, expired or dropped", 0},
    {"after", OPT_AFTER, "N", 0, "list: numbers greater than N", 0},
    {"limit", OPT_LIMIT, "N", 0, "list: at most so many, 100 unless told", 0},
    {"unit", OPT_UNIT, "UNIT", 0, "test: along the route of this unit", 0},
    {"kind", OPT_KIND, "KIND", 0,
     "test: along the route of daily, weekly (so unless told) or monthly", 0},
    {"inside", OPT_INSIDE, NULL, 0, "test: along the route of the inside variant", 0},
    {"period", OPT_PERIOD, "WORD", 0, "test: its name; two tests of one name are one mail", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static const struct verb rows[] = {
    {"list", NULL, "mail that waits, went out or came back", NULL, do_list},
    {"show", "N", "one mail, with its message", NULL, do_show},
    {"retry", "N", "try again now", NULL, do_retry},
    {"drop", "N", "never send it", NULL, do_drop},
    {"test", "FORCE", "queue a mail that only says that it is a test", NULL, do_test},
};

static const struct verbs verbs = {
    .command = "pfq outbox", .rows = rows, .count = sizeof rows / sizeof *rows};

static void read_id(struct outbox *o, struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    o->id = strtoull(o->what, &end, 10);
    if (errno != 0 || *end != '\0' || o->id == 0 || o->id > INT64_MAX) {
        argp_error(state, "'%s' is no number of a mail", o->what);
    }
}

static void check_words(struct outbox *o, struct argp_state *state)
{
    bool number = o->verb->words != NULL && strcmp(o->verb->words, "N") == 0;
    if (o->verb->words == NULL && o->what != NULL) {
        argp_error(state, "no further word is wanted");
    } else if (o->verb->words != NULL && o->what == NULL) {
        argp_error(state, number ? "give the mail's number, of pfq outbox list"
                                 : "name the force by its two-digit code, as 43");
    } else if (number) {
        read_id(o, state);
    }
}

static error_t parse_word(struct outbox *o, char *arg, struct argp_state *state)
{
    if (state->arg_num == 0) {
        o->verb = verbs_option(state, &verbs, arg);
        return 0;
    }
    if (state->arg_num > 1) {
        argp_error(state, "'%s' is one word too many", arg);
    }
    o->what = arg;
    return 0;
}

static Pfq__V1__DigestKind kind_of(struct argp_state *state, const char *word)
{
    static const struct {
        const char *word;
        Pfq__V1__DigestKind kind;
    } kinds[] = {{"daily", PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY},
                 {"weekly", PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY},
                 {"monthly", PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY}};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].word, word) == 0) {
            return kinds[i].kind;
        }
    }
    argp_error(state, "'%s' is no kind; daily, weekly and monthly are", word);
    return PFQ__V1__DIGEST_KIND__DIGEST_KIND_UNSPECIFIED;
}

static Pfq__V1__DeliveryState state_of(struct argp_state *state, const char *word)
{
    Pfq__V1__DeliveryState made = outbox_state(word);
    if (made == PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_UNSPECIFIED) {
        argp_error(state,
                   "'%s' is no state; queued, deferred, sending, sent, in_doubt, bounced, "
                   "expired and dropped are",
                   word);
    }
    return made;
}

static error_t parse_test(int key, char *arg, struct argp_state *state)
{
    struct outbox *o = state->input;
    switch (key) {
    case OPT_UNIT:
        o->unit = arg;
        return 0;
    case OPT_KIND:
        o->kind = kind_of(state, arg);
        return 0;
    case OPT_INSIDE:
        o->inside = true;
        return 0;
    case OPT_PERIOD:
        o->period = arg;
        return 0;
    case ARGP_KEY_ARG:
        return parse_word(o, arg, state);
    case ARGP_KEY_SUCCESS:
        check_words(o, state);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say what: list, show, retry, drop or test");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct outbox *o = state->input;
    switch (key) {
    case OPT_STATE:
        o->state = state_of(state, arg);
        return 0;
    case OPT_AFTER:
        o->after = option_number(state, "--after", arg, 0, INT64_MAX);
        return 0;
    case OPT_LIMIT:
        o->limit = option_number(state, "--limit", arg, 1, 500);
        return 0;
    case 'j':
        o->json = true;
        return 0;
    case OPT_RUN:
        o->run = arg;
        return 0;
    default:
        return parse_test(key, arg, state);
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
    .args_doc = "COMMAND [N|FORCE]",
    .doc = "Show mail that is to be sent or was, and settle what needs a person: retry tries again "
           "now, drop never.\vWhat is in doubt was broken off when the server had the whole mail "
           "and had not answered: ask the recipient, then drop it, or retry it; it then goes out "
           "under the same Message-ID with a header that says so.\n\nExample: pfq outbox list "
           "--state bounced"};

int command_outbox(int argc, char **argv)
{
    struct outbox o = {.limit = LIMIT, .kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &o);
    pfq_arena_open(&o.arena);
    page_open(&o.page, stdout);
    enum pfq_exit code = o.verb->act(&o);
    pfq_arena_close(&o.arena);
    return (int)code;
}
