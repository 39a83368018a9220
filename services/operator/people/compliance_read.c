/* compliance_read.c - carries the questions of compliance to feedback: see compliance.h. */
#include "compliance.h"
#include "operator/ask.h"

enum pfq_code compliance_read(struct pfq_client *feedback, struct compliance_gather *g,
                              struct pfq_err *err)
{
    struct pfq_arena page;
    enum pfq_code code = PFQ_OK;
    Pfq__V1__Envelope *question = NULL;
    pfq_arena_open(&page);
    while (code == PFQ_OK && (question = compliance_gather_next(g)) != NULL) {
        Pfq__V1__Envelope *answer = NULL;
        pfq_arena_reset(&page);
        code = ask(feedback, question, PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS, ASK_TIMEOUT_MS, &page,
                   &answer, err);
        if (code == PFQ_OK) {
            code = compliance_gather_take(g, answer->people_rows, err);
        }
    }
    pfq_arena_close(&page);
    return code;
}
