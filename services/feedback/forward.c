/* forward.c - what is asked of feedback and answered by store: what people said, figures, themes,
 * months, the submissions of a case.
 *
 * Feedback adds who asks and takes nothing away: store authorises and redacts, and its answer goes
 * back as it came. */
#include "feedback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/ident.h"

#define BODY(name) PFQ__V1__ENVELOPE__BODY_##name

/* What answers it; BODY__NOT_SET: it is nothing that is forwarded. */
static Pfq__V1__Envelope__BodyCase answer_to(const Pfq__V1__Envelope *request)
{
    switch ((int)request->body_case) {
    case BODY(PEOPLE_READ):
        return BODY(PEOPLE_ROWS);
    case BODY(FIGURES_READ):
        return BODY(FIGURES);
    case BODY(THEMES_READ):
        return BODY(THEME_ROWS);
    case BODY(MONTHS_READ):
        return BODY(MONTH_ROWS);
    case BODY(CASE_READ):
    case BODY(CATALOGUE_READ):
        return BODY(STORE_ROWS);
    default:
        return BODY(_NOT_SET);
    }
}

/* For whom it is asked; whatever the asker wrote there is overwritten. */
static void stamp(Pfq__V1__Envelope *request, Pfq__V1__Peer *peer, Pfq__V1__PeopleAsk *ask)
{
    switch ((int)request->body_case) {
    case BODY(PEOPLE_READ):
        ask->read = request->people_read;
        ask->peer = peer;
        request->body_case = BODY(PEOPLE_ASK);
        request->people_ask = ask;
        break;
    case BODY(FIGURES_READ):
        request->figures_read->peer = peer;
        break;
    case BODY(THEMES_READ):
        request->themes_read->peer = peer;
        break;
    case BODY(MONTHS_READ):
        request->months_read->peer = peer;
        break;
    case BODY(CASE_READ):
        request->case_read->peer = peer;
        break;
    default:
        request->catalogue_read->peer = peer;
        break;
    }
}

/* Whose themes: beside them go its targets. */
static void keep_force(struct reader *reader, const Pfq__V1__Envelope *request)
{
    const char *force =
        request->body_case == BODY(THEMES_READ) ? request->themes_read->force : NULL;
    if (force != NULL && strlen(force) == 2) {
        (void)snprintf(reader->force, sizeof reader->force, "%s", pfq_force_code(force));
    }
}

bool forward_ask(struct feedback *f, struct pfq_frame *frame)
{
    Pfq__V1__Envelope request = *frame->wire.envelope;
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
    Pfq__V1__Peer peer;
    struct reader reader = request_reader(frame, false);
    reader.forwarded = answer_to(&request);
    if (reader.forwarded == BODY(_NOT_SET)) {
        return false;
    }
    keep_force(&reader, &request);
    uint64_t token = request_begin(f, frame, &reader);
    if (token != 0) {
        pfq_grants_stamp(&f->grants, &frame->peer, &peer);
        stamp(&request, &peer, &ask);
        read_send(f, token, &request, frame->now_ms, frame->arena);
    }
    return true;
}

/* Those that answer nothing but what is forwarded; StoreRows are of mailboxes, too. */
static bool is_ours(const Pfq__V1__Envelope *answer)
{
    int body = (int)answer->body_case;
    return body == BODY(PEOPLE_ROWS) || body == BODY(FIGURES) || body == BODY(THEME_ROWS) ||
           body == BODY(MONTH_ROWS);
}

/* A month that was just closed reads the same for ever once its themes were judged by it: until
 * then the answer says so, and they are judged now. */
void forward_mark_months(struct feedback *f, const Pfq__V1__Envelope *answer)
{
    bool months = answer != NULL && answer->body_case == BODY(MONTH_ROWS);
    const Pfq__V1__MonthRows *rows = months ? answer->month_rows : NULL;
    for (size_t i = 0; rows != NULL && i < rows->n_rows; i++) {
        Pfq__V1__MonthRow *row = rows->rows[i];
        if (row->state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED &&
            !themes_run_has_judged(&f->themes, row->month)) {
            row->has_themes_pending = row->themes_pending = true;
            themes_run_hurry(&f->themes);
        }
    }
}

bool forward_answer(struct feedback *f, struct pfq_frame *frame)
{
    Pfq__V1__Envelope answer = *frame->wire.envelope;
    uint64_t token = strtoull(frame->wire.id, NULL, 10);
    const struct reader *reader = pfq_pending_find(&f->readers, token);
    if (reader == NULL || reader->forwarded != answer.body_case) {
        return is_ours(&answer); /* it comes too late */
    }
    if (answer.body_case == BODY(THEME_ROWS)) {
        own_targets_put(&f->targets, reader->force, answer.theme_rows, frame->arena);
    }
    if (answer.body_case == BODY(PEOPLE_ROWS)) {
        ladder_run_date(&f->ladder, answer.people_rows);
    }
    page_send(f, reader, &answer, frame->wall_ms, frame->arena);
    pfq_pending_release(&f->readers, token);
    return true;
}

void forward_refuse(struct feedback *f, const struct reader *reader, size_t count,
                    Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleRows people = PFQ__V1__PEOPLE_ROWS__INIT;
    Pfq__V1__Figures figures = PFQ__V1__FIGURES__INIT;
    Pfq__V1__ThemeRows themes = PFQ__V1__THEME_ROWS__INIT;
    Pfq__V1__MonthRows months = PFQ__V1__MONTH_ROWS__INIT;
    Pfq__V1__StoreRows rows = PFQ__V1__STORE_ROWS__INIT;
    people.n_problems = figures.n_problems = themes.n_problems = count;
    months.n_problems = rows.n_problems = count;
    people.problems = figures.problems = themes.problems = problems;
    months.problems = rows.problems = problems;
    answer.body_case = reader->forwarded;
    switch ((int)reader->forwarded) {
    case BODY(PEOPLE_ROWS):
        answer.people_rows = &people;
        break;
    case BODY(FIGURES):
        answer.figures = &figures;
        break;
    case BODY(THEME_ROWS):
        answer.theme_rows = &themes;
        break;
    case BODY(MONTH_ROWS):
        answer.month_rows = &months;
        break;
    default:
        answer.store_rows = &rows;
        break;
    }
    page_send(f, reader, &answer, wall_ms, arena);
}
