/* ladder_ask.c - what a run over the challenges asks of store, and tells it: see ladder_run.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ladder_run.h"
#include "pfq/clock.h"

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void send(struct ladder_run *run, Pfq__V1__Envelope *request)
{
    char id[24];
    (void)snprintf(id, sizeof id, "l%llu", (unsigned long long)++run->token);
    request->id = id;
    request->source = lend("pfq-feedback");
    run->deadline_ms = run->now_ms + pfq_service_number(run->service, "store_timeout_ms");
    /* not sent: the deadline ends the run */
    enum pfq_code unsent =
        pfq_sock_send(run->store, NULL, pfq_wire_pack(&request->base, &run->asking));
    (void)unsent;
    request->id = NULL; /* it ends here */
    pfq_arena_reset(&run->asking);
}

static void ask_people(struct ladder_run *run, Pfq__V1__PeopleKind kind)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = read.has_open_only = read.open_only = true;
    read.kind = kind;
    if (kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS) {
        read.open_only = !run->over;
        read.has_from_month = read.has_to_month = true;
        read.from_month = read.to_month = run->month;
    }
    read.has_after = run->cursor_size > 0;
    read.after = (ProtobufCBinaryData){run->cursor_size, run->cursor};
    ask.read = &read;
    request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK;
    request.people_ask = &ask;
    send(run, &request);
}

static void ask_theme(struct ladder_run *run)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    read.force = run->key->force;
    read.has_latest_only = read.latest_only = true;
    read.has_after = run->theme_cursor_size > 0;
    read.after = (ProtobufCBinaryData){run->theme_cursor_size, run->theme_cursor};
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    request.themes_read = &read;
    send(run, &request);
}

static void ask_case(struct ladder_run *run)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CaseRead read = PFQ__V1__CASE_READ__INIT;
    read.urn = run->rows->challenges[run->at]->raised->urn;
    read.has_limit = true;
    read.limit = LADDER_SUBMISSIONS;
    request.body_case = PFQ__V1__ENVELOPE__BODY_CASE_READ;
    request.case_read = &read;
    send(run, &request);
}

/* What pfq itself tells.  The same name is always the same event, so its digest is that of the
 * name: told again it is a duplicate, whenever that is. */
static void tell(struct ladder_run *run, Pfq__V1__Event *event)
{
    const struct ladder_act *act = &run->acts[run->act];
    uint8_t digest[PFQ_DIGEST_BYTES];
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__EventPut put = PFQ__V1__EVENT_PUT__INIT;
    Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
    pfq_digest((struct pfq_bytes){(const uint8_t *)act->name, strlen(act->name)}, digest);
    event->has_happened_at = true;
    event->happened_at = run->wall_ms;
    event->by = lend("pfq");
    peer.has_uid = peer.has_role = true;
    peer.uid = (uint32_t)getuid();
    peer.role = PFQ__V1__ROLE__ROLE_OPERATOR;
    put.has_token = put.has_received_at = put.has_content_digest = true;
    put.token = run->token + 1;
    put.peer = &peer;
    put.source = lend("pfq-feedback");
    put.id = pfq_arena_printf(&run->asking, "ladder/%s", act->name);
    put.content_digest = (ProtobufCBinaryData){sizeof digest, digest};
    put.received_at = run->wall_ms;
    put.event = event;
    request.body_case = PFQ__V1__ENVELOPE__BODY_EVENT_PUT;
    request.event_put = &put;
    send(run, &request);
}

static void tell_step(struct ladder_run *run)
{
    const struct ladder_act *act = &run->acts[run->act];
    const Pfq__V1__ChallengeRow *row = run->rows->challenges[run->at];
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
    move.id = row->raised->id;
    move.has_level = move.has_from = true;
    move.level = act->step_to;
    move.from = row->state;
    move.reason = lend(act->why);
    event.what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
    event.challenge_move = &move;
    tell(run, &event);
}

static void tell_end(struct ladder_run *run)
{
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    Pfq__V1__Mute mute = PFQ__V1__MUTE__INIT;
    mute.theme = run->rows->mutes[run->at]->mute->theme;
    mute.reason = lend(run->acts[run->act].why);
    mute.has_end = mute.end = true;
    event.what_case = PFQ__V1__EVENT__WHAT_MUTE;
    event.mute = &mute;
    tell(run, &event);
}

/* A Reminder of that month in the force's mailbox.  It is kept under a name that no day has, so
 * that it is put once, and every reader of digests passes it by. */
static void put_line(struct ladder_run *run)
{
    const struct reminder *r = run->acts[run->act].line;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__DigestPut put = PFQ__V1__DIGEST_PUT__INIT;
    Pfq__V1__DigestRow row = PFQ__V1__DIGEST_ROW__INIT;
    Pfq__V1__Digest digest = PFQ__V1__DIGEST__INIT;
    digest.has_kind = digest.has_audience = digest.has_from_date = digest.has_to_date = true;
    digest.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER;
    digest.audience = row.audience = PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    digest.from_date = digest.to_date = pfq_london_date(r->deadline);
    digest.has_made_at = true;
    digest.made_at = run->wall_ms;
    digest.first_thing = lend(reminder_line(r, &run->asking));
    digest.force = row.force = lend(r->force);
    row.unit = lend("");
    row.period = pfq_arena_printf(&run->asking, "unanswered-%d", (int)(r->month % 10000));
    row.has_kind = row.has_audience = row.has_settled = row.settled = true;
    row.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY;
    row.digest = &digest;
    put.row = &row;
    request.body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_PUT;
    request.digest_put = &put;
    send(run, &request);
}

void ladder_ask(struct ladder_run *run)
{
    switch ((int)run->state) {
    case LADDER_CHALLENGES:
        ask_people(run, PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES);
        break;
    case LADDER_MUTES:
        ask_people(run, PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_MUTES);
        break;
    case LADDER_DEADLINES:
        ask_people(run, PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS);
        break;
    case LADDER_THEME:
        ask_theme(run);
        break;
    case LADDER_CASE:
        ask_case(run);
        break;
    case LADDER_STEP:
        tell_step(run);
        break;
    case LADDER_END:
        tell_end(run);
        break;
    case LADDER_PUT:
        put_line(run);
        break;
    default: /* the others ask nothing, or of the outbox */
        break;
    }
}
