/* show.c - assessments with their failures, as the police and the CPS read them: see people.h. */
#include <string.h>

#include "operator/report.h"
#include "people.h"
#include "pfq/json.h"

enum {
    INDENT = 14
};

static void put(struct people *p, const char *label, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        page_paragraph(&p->page, INDENT, pfq_arena_printf(&p->arena, "    %s", label), text);
    }
}

static const char *positions(const Pfq__V1__FailureRow *failure, struct pfq_arena *arena)
{
    const char *all = "";
    for (size_t i = 0; i < failure->n_items; i++) {
        all = pfq_arena_printf(arena, "%s%s%u", all, i == 0 ? "" : ", ", failure->items[i]);
    }
    return all;
}

/* "rejected, in a meeting: the schedule was never sent" */
static const char *outcome_of(const Pfq__V1__FailureRow *failure, struct pfq_arena *arena)
{
    const char *channel = !failure->has_channel
                              ? ""
                              : pfq_arena_printf(arena, ", by %s",
                                                 folk_said(&pfq__v1__channel__descriptor,
                                                           (int)failure->channel, arena));
    const char *reason = failure->result_reason == NULL ? "" : failure->result_reason;
    return pfq_arena_printf(
        arena, "%s%s%s%s%s",
        folk_said(&pfq__v1__dispute_result__descriptor, (int)failure->result, arena), channel,
        reason[0] == '\0' ? "" : ": ", reason,
        failure->corrected_late ? " (corrected after the deadline)" : "");
}

const char *folk_answer(const Pfq__V1__AssessmentRow *row, const Pfq__V1__FailureRow *failure,
                        struct pfq_arena *arena)
{
    const char *comment = failure->comment == NULL ? "" : failure->comment;
    bool late = failure->has_responded_at && failure->responded_at > row->deadline;
    return !failure->has_response
               ? NULL
               : pfq_arena_printf(
                     arena, "%s%s%s%s",
                     folk_said(&pfq__v1__response_kind__descriptor, (int)failure->response, arena),
                     late ? " (after the deadline, so it moves nothing)" : "",
                     comment[0] == '\0' ? "" : ": ", comment);
}

const char *folk_withheld(const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena)
{
    bool unit = row->unit != NULL && row->unit[0] != '\0';
    return pfq_arena_printf(arena, "The detail, if one was written, stays with the CPS: ask %s%s.",
                            unit ? "CPS unit " : "whom you meet about file quality",
                            unit ? row->unit : "");
}

/* Disputes are decided by those who read everything: what is empty there was never written. */
static const char *detail_of(struct people *p, const Pfq__V1__AssessmentRow *row,
                             const Pfq__V1__FailureRow *failure)
{
    bool decides = strcmp(p->command, "dispute") == 0;
    return failure->detail != NULL || decides ? failure->detail : folk_withheld(row, &p->arena);
}

static void put_failure(struct people *p, const Pfq__V1__AssessmentRow *row,
                        const Pfq__V1__FailureRow *failure)
{
    page_put(&p->page, INK_BOLD, "%3u %s", failure->number,
             folk_reason(failure->reason, &p->arena));
    page_put(&p->page, INK_PLAIN, "  %s",
             folk_said(&pfq__v1__standing__descriptor, (int)failure->standing, &p->arena));
    page_end_line(&p->page);
    put(p, "Detail", detail_of(p, row, failure));
    put(p, "Items", positions(failure, &p->arena));
    put(p, "Police", folk_answer(row, failure, &p->arena));
    if (failure->has_result) {
        put(p, "CPS", outcome_of(failure, &p->arena));
    }
}

static void put_row(struct people *p, const Pfq__V1__AssessmentRow *row)
{
    page_put(&p->page, INK_BOLD, "%s", folk_name(row, &p->arena));
    page_put(&p->page, INK_PLAIN, ": %s",
             folk_said(&pfq__v1__assessment_outcome__descriptor, (int)row->outcome, &p->arena));
    if (row->has_roll_up && row->roll_up != PFQ__V1__ROLL_UP__ROLL_UP_NO_FAILURES) {
        page_put(&p->page, INK_PLAIN, ", %s",
                 folk_said(&pfq__v1__roll_up__descriptor, (int)row->roll_up, &p->arena));
    }
    page_end_line(&p->page);
    if (row->n_failures > 0) {
        const char *frozen = folk_frozen(p, row);
        page_paragraph(&p->page, 0, "",
                       frozen != NULL
                           ? frozen
                           : pfq_arena_printf(&p->arena,
                                              "The police answer by %s; outcomes are taken until "
                                              "%s.",
                                              folk_date(row->response_date, &p->arena),
                                              folk_instant(row->deadline, &p->arena)));
    }
    for (size_t i = 0; i < row->n_failures; i++) {
        if (row->failures[i]->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN) {
            put_failure(p, row, row->failures[i]);
        }
    }
    page_end_line(&p->page);
}

void folk_show(struct people *p, const struct people_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (p->json) {
            report_write(stdout, pfq_json_value(&rows->rows[i]->base, PFQ_JSON_SHORT_ENUMS));
        } else {
            put_row(p, rows->rows[i]);
        }
    }
}
