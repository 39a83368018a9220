/* themes_ask.c - what a run over the figures asks of store: see themes_run.h. */
#include <stdio.h>

#include "themes_run.h"

static const struct {
    Pfq__V1__FigureKind kind;
    Pfq__V1__ThemeSystem system;
} systems[] = {
    {PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE},
};

enum {
    SYSTEMS = sizeof systems / sizeof systems[0]
};

Pfq__V1__ThemeSystem themes_system_of(Pfq__V1__FigureKind kind)
{
    for (size_t i = 0; i < SYSTEMS; i++) {
        if (systems[i].kind == kind) {
            return systems[i].system;
        }
    }
    return PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_UNSPECIFIED;
}

uint32_t themes_queries(const struct themes_run *run)
{
    return pfq_service_number(run->service, "themes_by_unit") != 0 ? 4 : 2;
}

static void send(struct themes_run *run, Pfq__V1__Envelope *request, int64_t now_ms)
{
    char id[24];
    (void)snprintf(id, sizeof id, "t%llu", (unsigned long long)++run->token);
    request->id = id;
    request->source = (char *)(uintptr_t) "pfq-feedback";
    run->asked_ms = now_ms;
    run->deadline_ms = now_ms + pfq_service_number(run->service, "store_timeout_ms");
    /* not sent: the deadline ends the run */
    enum pfq_code unsent =
        pfq_sock_send(run->store, NULL, pfq_wire_pack(&request->base, &run->arena));
    (void)unsent;
    request->id = NULL; /* it ends here */
}

static ProtobufCBinaryData cursor_of(struct themes_run *run)
{
    return (ProtobufCBinaryData){run->cursor_size, run->cursor};
}

static void ask_months(struct themes_run *run, int64_t now_ms)
{
    const struct themes *t = &run->themes;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    read.has_from_month = read.has_to_month = true;
    read.from_month = run->from_month;
    read.to_month = themes_month_at(t, t->month_count - 1);
    request.body_case = PFQ__V1__ENVELOPE__BODY_MONTHS_READ;
    request.months_read = &read;
    send(run, &request, now_ms);
}

static void ask_told(struct themes_run *run, int64_t now_ms)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    read.has_from_month = true;
    read.from_month = themes_month_at(&run->themes, 0);
    read.has_after = run->cursor_size > 0;
    read.after = cursor_of(run);
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    request.themes_read = &read;
    send(run, &request, now_ms);
}

/* Those that are done, too: until then they may have been overdue. */
static void ask_actions(struct themes_run *run, int64_t now_ms)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT; /* without a peer: it is for ourselves */
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = true;
    read.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS;
    read.has_after = run->cursor_size > 0;
    read.after = cursor_of(run);
    ask.read = &read;
    request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK;
    request.people_ask = &ask;
    send(run, &request, now_ms);
}

static void ask_figures(struct themes_run *run, int32_t from, int32_t to, int64_t now_ms)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    Pfq__V1__FigureKind kinds[SYSTEMS];
    read.has_from_date = read.has_to_date = read.has_series = read.has_grain = true;
    read.from_date = from;
    read.to_date = to;
    read.series = PFQ__V1__SERIES__SERIES_FIRST;
    read.grain =
        run->state == THEMES_RUN_DAILY ? PFQ__V1__GRAIN__GRAIN_DAY : PFQ__V1__GRAIN__GRAIN_MONTH;
    read.has_by_case_type = read.has_by_unit = true;
    read.by_case_type = (run->query & 1) != 0;
    read.by_unit = (run->query & 2) != 0;
    for (size_t i = 0; i < SYSTEMS; i++) {
        kinds[read.n_kinds++] = systems[i].kind;
    }
    read.kinds = kinds;
    read.has_after = run->cursor_size > 0;
    read.after = cursor_of(run);
    request.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES_READ;
    request.figures_read = &read;
    send(run, &request, now_ms);
}

static void put_moves(struct themes_run *run, int64_t now_ms)
{
    const struct themes *t = &run->themes;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemesPut put = PFQ__V1__THEMES_PUT__INIT;
    uint32_t end = run->at + THEMES_PUT_MOVES;
    end = end < t->step_count ? end : t->step_count;
    put.moves = pfq_arena_new(&run->arena, Pfq__V1__ThemeMove *, THEMES_PUT_MOVES);
    for (; run->at < end; run->at++) {
        Pfq__V1__ThemeMove *move = themes_move(t, &t->steps[run->at], run->up_to, &run->arena);
        if (move->announced && themes_run_is_muted(run, move->key)) {
            move->announced = false;
            move->has_muted = move->muted = true;
        }
        put.moves[put.n_moves++] = move;
    }
    put.has_up_to = true;
    put.up_to = run->up_to;
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_PUT;
    request.themes_put = &put;
    send(run, &request, now_ms);
}

void themes_ask(struct themes_run *run, int64_t now_ms)
{
    pfq_arena_reset(&run->arena);
    switch ((int)run->state) {
    case THEMES_RUN_MONTHS:
        ask_months(run, now_ms);
        break;
    case THEMES_RUN_TOLD:
        ask_told(run, now_ms);
        break;
    case THEMES_RUN_ACTIONS:
        ask_actions(run, now_ms);
        break;
    case THEMES_RUN_MONTHLY:
        ask_figures(run, themes_month_at(&run->themes, 0) * 100 + 1, run->today, now_ms);
        break;
    case THEMES_RUN_DAILY:
        ask_figures(run, run->first_day, run->today, now_ms);
        break;
    case THEMES_RUN_PUT:
        put_moves(run, now_ms);
        break;
    default: /* the others ask nothing */
        break;
    }
}
