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

enum pfq_code compliance_of_area(struct pfq_client *feedback, const struct digest_facts *facts,
                                 struct pfq_arena *arena, Pfq__V1__Compliance **out,
                                 struct pfq_err *err)
{
    struct compliance_gather g;
    struct compliance_wish wish = {.from_date = facts->wish.from_date,
                                   .to_date = facts->wish.to_date,
                                   .made_at = facts->wish.made_at,
                                   .area = facts->wish.area};
    for (size_t i = 0; i < facts->force_count && i < COMPLIANCE_FORCES; i++) {
        wish.forces[wish.force_count++] = facts->forces[i].code;
    }
    compliance_gather_begin(&g, &wish, arena);
    enum pfq_code code = compliance_read(feedback, &g, err);
    *out = code == PFQ_OK ? compliance_end(g.compliance) : NULL;
    return code;
}
