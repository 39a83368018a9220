/* month.c - `pfq month`: the states of the months, and closing one (month_close.c).
 *
 * What was just sent is counted a moment later: close waits for that a little, and else says what
 * is missing. */
#include <argp.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "commands.h"
#include "feedback/render/figure.h"
#include "month.h"
#include "pfq/clock.h"
#include "pfq/json.h"
#include "report.h"

enum {
    OPT_FROM = OPT_OWN,
    OPT_TO,
    OPT_PREVIEW,
    OPT_YES,
    OPT_EARLY,
    OPT_BY,
    COUNTED_WITHIN_MS = 10000,
    LOOK_EVERY_MS = 100,
    LABEL = 14
};

static const struct argp_option options[] = {
    {"from", OPT_FROM, "YYYY-MM", 0, "list: the first month (else eleven before the last)", 0},
    {"to", OPT_TO, "YYYY-MM", 0, "list: the last month (else this one)", 0},
    {"preview", OPT_PREVIEW, NULL, 0, "close: only say what it would do, which is usual", 0},
    {"by", OPT_BY, "ID", 0, "close: the staff id of whoever decides it, never a name", 0},
    {"yes", OPT_YES, NULL, 0, "close: do it; there is no way back", 0},
    {"early", OPT_EARLY, NULL, 0, "close: though 42 days have not passed since its end", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static void take_word(struct month *m, const char *word, struct argp_state *state)
{
    if (m->act == NULL) {
        m->act = word;
        if (strcmp(word, "list") != 0 && strcmp(word, "show") != 0 && strcmp(word, "close") != 0) {
            argp_error(state, "'%s' is none of list, show and close", word);
        }
    } else if (m->number == 0 && strcmp(m->act, "list") != 0) {
        m->number = option_month(state, word);
    } else {
        argp_error(state, "'%s' is one word too many", word);
    }
}

static void check_words(const struct month *m, struct argp_state *state)
{
    if (m->act == NULL) {
        argp_error(state, "say what to do: list, show or close");
    } else if (strcmp(m->act, "list") != 0 && m->number == 0) {
        argp_error(state, "name the month, as in 2026-10");
    } else if (m->yes && m->preview) {
        argp_error(state, "--preview and --yes exclude each other");
    } else if (m->yes && m->by == NULL) {
        argp_error(state, "--yes needs --by ID, the staff id of whoever decides it, never a name");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct month *m = state->input;
    switch (key) {
    case OPT_FROM:
        m->from = option_month(state, arg);
        return 0;
    case OPT_TO:
        m->to = option_month(state, arg);
        return 0;
    case OPT_PREVIEW:
        m->preview = true;
        return 0;
    case OPT_YES:
        m->yes = true;
        return 0;
    case OPT_EARLY:
        m->early = true;
        return 0;
    case OPT_BY:
        m->by = option_staff(state, arg);
        return 0;
    case 'j':
        m->json = true;
        return 0;
    case OPT_RUN:
        m->run = arg;
        return 0;
    case ARGP_KEY_ARG:
        take_word(m, arg, state);
        return 0;
    case ARGP_KEY_END:
        check_words(m, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "list\nshow YYYY-MM\nclose YYYY-MM",
    .doc = "The months of the figures: open, provisional when over, closed when frozen.\vA closed "
           "month reads the same for ever; what comes later is counted as late and told as a "
           "re-statement.  It is usually closed 42 days after its end.\n\n"
           "Example: pfq month close 2026-10 --by cps-114 --yes"};

/* --- showing ------------------------------------------------------------------- */

static const char *state_word(const Pfq__V1__MonthRow *row)
{
    switch ((int)row->state) {
    case PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN:
        return "open";
    case PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL:
        return "provisional";
    case PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED:
        return "closed";
    default:
        return "unknown";
    }
}

static void put_heading(struct month *m)
{
    page_put(&m->page, INK_DIM, "%-8s %-12s %12s %13s %9s  %s", "Month", "State", "Files",
             "Submissions", "Late", "Closed");
    page_end_line(&m->page);
}

static void put_line(struct month *m, const Pfq__V1__MonthRow *row)
{
    char files[TEXT_TIME];
    char all[TEXT_TIME];
    char late[TEXT_TIME];
    char day[TEXT_TIME];
    page_put(&m->page, INK_PLAIN, "%04d-%02d  %-12s %12s %13s %9s%s%s", (int)(row->month / 100),
             (int)(row->month % 100), state_word(row), text_number(row->files, files),
             text_number(row->submissions, all), row->has_late ? text_number(row->late, late) : "",
             row->has_closed_at ? "  " : "",
             row->has_closed_at ? text_day(row->closed_at, day) : "");
    page_end_line(&m->page);
}

static void put_field(struct month *m, const char *label, const char *text)
{
    page_paragraph(&m->page, LABEL, label, text);
}

static void put_closed(struct month *m, const Pfq__V1__MonthRow *row)
{
    char at[TEXT_TIME];
    char late[TEXT_TIME];
    char hex[2 * PFQ_DIGEST_BYTES + 1] = "";
    for (size_t i = 0; i < row->digest.len && i < PFQ_DIGEST_BYTES; i++) {
        (void)snprintf(hex + 2 * i, 3, "%02x", row->digest.data[i]);
    }
    put_field(m, "Closed",
              pfq_arena_printf(&m->arena, "%s by %s, up to submission %" PRIu64,
                               text_time(row->closed_at, at),
                               row->closed_by == NULL ? "?" : row->closed_by, row->up_to));
    put_field(m, "Late", text_number(row->late, late));
    put_field(m, "Digest", hex);
}

/* --- what closing would freeze --- */

static void put_undecided(struct month *m, const Pfq__V1__MonthRow *row)
{
    const char *share = figure_size((int64_t)row->files) >= FIGURE_INTERVAL
                            ? pfq_arena_printf(&m->arena, " (%s)",
                                               figure_per_cent((int64_t)row->undecided,
                                                               (int64_t)row->files, &m->arena))
                            : "";
    put_field(m, "Undecided",
              pfq_arena_printf(&m->arena, "%s of %s%s; these are in no rate",
                               figure_count((int64_t)row->undecided, &m->arena),
                               figure_things((int64_t)row->files, "file", "files", &m->arena),
                               share));
}

static void put_expected(struct month *m, const Pfq__V1__Figure *row)
{
    bool triage =
        strcmp(row->name, pfq_enum_name(&pfq__v1__assessment_kind__descriptor,
                                        PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE)) == 0;
    put_field(m, triage ? "Not triaged" : "Not assessed",
              pfq_arena_printf(&m->arena, "%s of %s that ought to be (%s)",
                               figure_count((int64_t)row->failing, &m->arena),
                               figure_things((int64_t)row->applicable, "file", "files", &m->arena),
                               triage ? "triage" : row->name));
}

static void put_effect(struct month *m, const Pfq__V1__MonthRow *row)
{
    put_field(m, "Forces", figure_count(row->forces, &m->arena));
    put_undecided(m, row);
    for (size_t i = 0; i < row->n_expected; i++) {
        put_expected(m, row->expected[i]);
    }
    put_field(
        m, "Unanswered",
        pfq_arena_printf(&m->arena, "%s%s",
                         figure_things((int64_t)row->unanswered, "failure", "failures", &m->arena),
                         row->unanswered == 0 ? "" : "; at the deadline this means no response"));
    put_field(m, "Disputed",
              pfq_arena_printf(
                  &m->arena, "%s%s",
                  figure_things((int64_t)row->disputed, "failure", "failures", &m->arena),
                  row->disputed == 0 ? ""
                                     : " without an outcome; if one is accepted after closing "
                                       "it is a re-statement"));
}

void month_put(struct month *m, const Pfq__V1__MonthRow *row)
{
    char number[TEXT_TIME];
    if (m->json) {
        report_write(stdout, pfq_json_value(&row->base, PFQ_JSON_SHORT_ENUMS));
        return;
    }
    page_put(&m->page, INK_BOLD, "%04d-%02d  %s", (int)(row->month / 100), (int)(row->month % 100),
             state_word(row));
    page_end_line(&m->page);
    put_field(m, "Files", text_number(row->files, number));
    put_field(m, "Submissions", text_number(row->submissions, number));
    if (row->has_closed_at) {
        put_closed(m, row);
    }
    if (row->has_forces) {
        put_effect(m, row);
    }
}

/* --- asking store -------------------------------------------------------------- */

static bool is_behind(const Pfq__V1__MonthRows *rows)
{
    bool behind = false;
    for (size_t i = 0; i < rows->n_problems; i++) {
        const char *code = rows->problems[i]->code;
        behind = behind || (code != NULL && strcmp(code, "FIGURES_BEHIND") == 0);
    }
    return behind;
}

enum pfq_exit month_ask(struct month *m, Pfq__V1__Envelope *request, int64_t timeout_ms,
                        Pfq__V1__MonthRows **out)
{
    struct pfq_err err;
    Pfq__V1__Envelope *answer = NULL;
    int64_t until = pfq_monotonic_ms() + COUNTED_WITHIN_MS;
    enum pfq_code code = PFQ_OK;
    do {
        (void)poll(NULL, 0, answer == NULL ? 0 : LOOK_EVERY_MS);
        code = ask(m->store.client, request, PFQ__V1__ENVELOPE__BODY_MONTH_ROWS, timeout_ms,
                   &m->arena, &answer, &err);
    } while (code == PFQ_OK && is_behind(answer->month_rows) && pfq_monotonic_ms() < until);
    if (code != PFQ_OK) {
        return ask_away(&m->store, &err);
    }
    *out = answer->month_rows;
    return ask_refused("month", (*out)->n_problems, (*out)->problems);
}

enum pfq_exit month_read(struct month *m, int32_t from, int32_t to, Pfq__V1__MonthRows **out)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    read.has_from_month = from != 0;
    read.from_month = from;
    read.has_to_month = to != 0;
    read.to_month = to;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MONTHS_READ;
    request.months_read = &read;
    return month_ask(m, &request, ASK_TIMEOUT_MS, out);
}

static void put_rows(struct month *m, const Pfq__V1__MonthRows *rows)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (m->json) {
            month_put(m, rows->rows[i]);
        } else {
            put_line(m, rows->rows[i]);
        }
    }
}

static enum pfq_exit list(struct month *m)
{
    Pfq__V1__MonthRows *rows = NULL;
    enum pfq_exit code = month_read(m, m->from, m->to, &rows);
    if (code == PFQ_EXIT_GOOD && !m->json) {
        put_heading(m);
    }
    while (code == PFQ_EXIT_GOOD && rows != NULL) {
        put_rows(m, rows);
        if (!rows->has_next_month) {
            break;
        }
        code = month_read(m, rows->next_month, m->to, &rows);
    }
    return code;
}

static enum pfq_exit show(struct month *m)
{
    Pfq__V1__MonthRows *rows = NULL;
    enum pfq_exit code = month_read(m, m->number, m->number, &rows);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && rows != NULL && i < rows->n_rows; i++) {
        month_put(m, rows->rows[i]);
    }
    return code;
}

static enum pfq_exit act(struct month *m)
{
    if (strcmp(m->act, "list") == 0) {
        return list(m);
    }
    return strcmp(m->act, "show") == 0 ? show(m) : month_close(m);
}

int command_month(int argc, char **argv)
{
    struct month m = {.act = NULL};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &m);
    pfq_arena_open(&m.arena);
    page_open(&m.page, stdout);
    enum pfq_exit code = ask_open(&m.store, "month", "store", m.run, &m.arena);
    if (code == PFQ_EXIT_GOOD) {
        code = act(&m);
    }
    ask_close(&m.store);
    pfq_arena_close(&m.arena);
    return (int)code;
}
