/* What feedback forwards to a store that the test plays: figures, themes, months, people and cases
 * are asked in the name of whoever asks, and the answer goes back as it came. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/played_store.h"

#define BODY(name) PFQ__V1__ENVELOPE__BODY_##name

static struct played_store p;
static struct pfq_sock *reader; /* at feedback's front socket */
static char peers[64];

static void begin(void)
{
    char endpoint[128];
    struct pfq_err err;
    played_begin(&p);
    (void)snprintf(peers, sizeof peers, "peers=%u=legal_manager:S17", (unsigned)getuid());
    p.rig.options[RIG_FEEDBACK][0] = peers;
    p.rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    p.rig.options[RIG_FEEDBACK][2] = "store_timeout_ms=1000";
    rig_start(&p.rig, RIG_FEEDBACK);
    rig_wait_ready(&p.rig, RIG_FEEDBACK);
    (void)snprintf(endpoint, sizeof endpoint, "ipc://%s/run/feedback.sock", p.rig.dir);
    cr_assert_eq(pfq_sock_open(PFQ_SOCK_DEALER, endpoint, &reader, &err), PFQ_OK, "%s", err.text);
}

static void end(void)
{
    pfq_sock_close(reader);
    played_end(&p);
}

TestSuite(feedback_forward, .init = begin, .fini = end, .timeout = 60);

/* The next message with this body, read at `sock`; others are dropped. */
static Pfq__V1__Envelope *next(struct pfq_sock *sock, Pfq__V1__Envelope__BodyCase body)
{
    int64_t until = pfq_monotonic_ms() + PLAYED_PATIENCE_MS;
    Pfq__V1__Envelope *got = NULL;
    while ((got = played_read(&p, sock, until - pfq_monotonic_ms())) != NULL) {
        if (got->body_case == body && got->id[0] != 't' && got->id[0] != 'd') {
            return got;
        }
    }
    cr_assert_fail("nothing with body %d", (int)body);
    return NULL;
}

static void send(struct pfq_sock *sock, const struct pfq_peer *to, Pfq__V1__Envelope *envelope,
                 const char *id)
{
    envelope->id = pfq_arena_strdup(&p.arena, id);
    envelope->source = pfq_arena_strdup(&p.arena, "test");
    int64_t until = pfq_monotonic_ms() + PLAYED_PATIENCE_MS;
    while (pfq_sock_send(sock, to, pfq_wire_pack(&envelope->base, &p.arena)) != PFQ_OK) {
        cr_assert_lt(pfq_monotonic_ms(), until, "nobody takes it");
        (void)usleep(1000); /* it is not connected yet */
    }
}

/* Each of the reads, with a role that the asker gave itself. */
struct read {
    Pfq__V1__Envelope envelope;
    Pfq__V1__Peer forged;
    Pfq__V1__FiguresRead figures;
    Pfq__V1__ThemesRead themes;
    Pfq__V1__MonthsRead months;
    Pfq__V1__CaseRead of_case;
};

static struct read *make(Pfq__V1__Envelope__BodyCase body)
{
    struct read *r = pfq_arena_new(&p.arena, struct read, 1);
    pfq__v1__envelope__init(&r->envelope);
    pfq__v1__peer__init(&r->forged);
    pfq__v1__figures_read__init(&r->figures);
    pfq__v1__themes_read__init(&r->themes);
    pfq__v1__months_read__init(&r->months);
    pfq__v1__case_read__init(&r->of_case);
    r->forged.has_role = true;
    r->forged.role = PFQ__V1__ROLE__ROLE_OPERATOR;
    r->figures.peer = r->themes.peer = r->months.peer = r->of_case.peer = &r->forged;
    r->figures.has_from_date = true;
    r->figures.from_date = 20261001;
    r->of_case.urn = pfq_arena_strdup(&p.arena, "43AA0000126");
    r->envelope.body_case = body;
    switch ((int)body) {
    case BODY(FIGURES_READ):
        r->envelope.figures_read = &r->figures;
        break;
    case BODY(THEMES_READ):
        r->envelope.themes_read = &r->themes;
        break;
    case BODY(MONTHS_READ):
        r->envelope.months_read = &r->months;
        break;
    default:
        r->envelope.case_read = &r->of_case;
        break;
    }
    return r;
}

static const Pfq__V1__Peer *peer_of(const Pfq__V1__Envelope *asked)
{
    switch ((int)asked->body_case) {
    case BODY(FIGURES_READ):
        return asked->figures_read->peer;
    case BODY(THEMES_READ):
        return asked->themes_read->peer;
    case BODY(MONTHS_READ):
        return asked->months_read->peer;
    default:
        return asked->case_read->peer;
    }
}

/* An answer of that body, marked so that it can be told from another. */
static Pfq__V1__Envelope *answer_with(Pfq__V1__Envelope__BodyCase body, uint64_t mark)
{
    static Pfq__V1__Figures figures;
    static Pfq__V1__ThemeRows themes;
    static Pfq__V1__MonthRows months;
    static Pfq__V1__StoreRows rows;
    static Pfq__V1__Envelope out;
    pfq__v1__envelope__init(&out);
    pfq__v1__figures__init(&figures);
    pfq__v1__theme_rows__init(&themes);
    pfq__v1__month_rows__init(&months);
    pfq__v1__store_rows__init(&rows);
    figures.has_up_to = themes.has_up_to = months.has_next_month = rows.has_last_number = true;
    figures.up_to = themes.up_to = rows.last_number = mark;
    months.next_month = (int32_t)mark;
    out.body_case = body;
    switch ((int)body) {
    case BODY(FIGURES):
        out.figures = &figures;
        break;
    case BODY(THEME_ROWS):
        out.theme_rows = &themes;
        break;
    case BODY(MONTH_ROWS):
        out.month_rows = &months;
        break;
    default:
        out.store_rows = &rows;
        break;
    }
    return &out;
}

static uint64_t mark_of(const Pfq__V1__Envelope *answer)
{
    switch ((int)answer->body_case) {
    case BODY(FIGURES):
        return answer->figures->up_to;
    case BODY(THEME_ROWS):
        return answer->theme_rows->up_to;
    case BODY(MONTH_ROWS):
        return (uint64_t)answer->month_rows->next_month;
    default:
        return answer->store_rows->last_number;
    }
}

static const struct {
    Pfq__V1__Envelope__BodyCase ask;
    Pfq__V1__Envelope__BodyCase answer;
} forwarded[] = {{BODY(FIGURES_READ), BODY(FIGURES)},
                 {BODY(THEMES_READ), BODY(THEME_ROWS)},
                 {BODY(MONTHS_READ), BODY(MONTH_ROWS)},
                 {BODY(CASE_READ), BODY(STORE_ROWS)}};

Test(feedback_forward, g7_what_is_asked_is_asked_in_the_name_of_whoever_asks)
{
    for (size_t i = 0; i < sizeof forwarded / sizeof forwarded[0]; i++) {
        send(reader, NULL, &make(forwarded[i].ask)->envelope, "mine");
        Pfq__V1__Envelope *asked = next(p.sock, forwarded[i].ask);
        const struct pfq_peer feedback = p.asker;
        const Pfq__V1__Peer *peer = peer_of(asked);
        cr_assert_not_null(peer, "row %zu", i);
        cr_expect_eq(peer->role, PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, "row %zu", i);
        cr_expect_str_eq(peer->staff, "S17");
        cr_expect(asked->body_case != BODY(FIGURES_READ) ||
                  asked->figures_read->from_date == 20261001);
        send(p.sock, &feedback, answer_with(forwarded[i].answer, 77 + i), asked->id);
        const Pfq__V1__Envelope *answer = next(reader, forwarded[i].answer);
        cr_expect_str_eq(answer->id, "mine");
        cr_expect_eq(mark_of(answer), 77 + i, "row %zu", i);
    }
}

/* Nothing is asked of store; what could be read of the names stands in the answer. */
Test(feedback_forward, a_fetch_that_is_wrong_is_answered_in_its_own_name)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch fetch = PFQ__V1__MAILBOX_FETCH__INIT;
    fetch.force = pfq_arena_strdup(&p.arena, "02");
    fetch.consumer = pfq_arena_strdup(&p.arena, "desk");
    fetch.has_limit = true;
    fetch.limit = 501;
    envelope.body_case = BODY(MAILBOX_FETCH);
    envelope.mailbox_fetch = &fetch;
    send(reader, NULL, &envelope, "wrong");
    const Pfq__V1__MailboxPage *page = next(reader, BODY(MAILBOX_PAGE))->mailbox_page;
    cr_assert_eq(page->n_problems, 1);
    cr_expect_str_eq(page->problems[0]->code, "LIMIT_RANGE");
    cr_expect_str_eq(page->force, "01");
    cr_expect_str_eq(page->consumer, "desk");
    fetch.limit = 1;
    fetch.consumer = pfq_arena_strdup(&p.arena, "Not a name");
    send(reader, NULL, &envelope, "wrong too");
    page = next(reader, BODY(MAILBOX_PAGE))->mailbox_page;
    cr_expect_str_eq(page->problems[0]->code, "CONSUMER_NAME");
    cr_expect_str_eq(page->force, "01");
    cr_expect_str_eq(page->consumer, "");
}

Test(feedback_forward, when_store_is_silent_each_is_told_so_in_its_own_form)
{
    for (size_t i = 0; i < sizeof forwarded / sizeof forwarded[0]; i++) {
        send(reader, NULL, &make(forwarded[i].ask)->envelope, "mine");
        const Pfq__V1__Envelope *answer = next(reader, forwarded[i].answer);
        Pfq__V1__Problem **problems =
            answer->body_case == BODY(FIGURES)      ? answer->figures->problems
            : answer->body_case == BODY(THEME_ROWS) ? answer->theme_rows->problems
            : answer->body_case == BODY(MONTH_ROWS) ? answer->month_rows->problems
                                                    : answer->store_rows->problems;
        cr_assert_not_null(problems, "row %zu", i);
        cr_expect_str_eq(problems[0]->code, "STORE_AWAY");
    }
}
