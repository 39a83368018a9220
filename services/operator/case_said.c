/* case_said.c - what people said of a case, after its submissions: see case_said.h. */
#include "case_said.h"

#include <string.h>

#include "challenge/challenge.h"
#include "challenge/item.h"
#include "people/people.h"
#include "pfq/json.h"
#include "report.h"

/* {"assessment": {...}}: a line that is no receipt says what it is. */
static void put_json(const char *name, const ProtobufCMessage *message)
{
    json_t *object = report_object();
    (void)json_object_set_new(object, name, pfq_json_value(message, PFQ_JSON_SHORT_ENUMS));
    report_write(stdout, object);
}

static enum pfq_exit put_assessments(struct people *p, const char *urn)
{
    const struct people_filter all = {.force = NULL};
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    want.urn = pfq_arena_strdup(&p->arena, urn);
    want.has_outside = want.outside = true;
    enum pfq_exit code = folk_filtered(p, &all, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    for (size_t i = 0; p->json && i < rows.count; i++) {
        put_json("assessment", &rows.rows[i]->base);
    }
    if (!p->json && rows.count > 0) {
        page_paragraph(&p->page, 0, "", "Assessments and answers, as the force reads them:");
        folk_show(p, &rows);
    }
    return PFQ_EXIT_GOOD;
}

static enum pfq_exit put_challenges(struct people *p, const char *urn)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct challenge_rows rows;
    want.has_kind = want.has_outside = want.outside = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES;
    want.urn = pfq_arena_strdup(&p->arena, urn);
    enum pfq_exit code = challenge_rows(p, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    if (!p->json && rows.challenge_count > 0) {
        page_paragraph(&p->page, 0, "", "Challenges, as the force reads them:");
    }
    for (size_t i = 0; i < rows.challenge_count; i++) {
        if (p->json) {
            put_json("challenge", &rows.challenges[i]->base);
        } else {
            item_put_line(&p->page, rows.challenges[i], &p->arena);
        }
    }
    return PFQ_EXIT_GOOD;
}

enum pfq_exit case_put_said(const char *urn, const char *run, bool json)
{
    struct people p = {.run = run, .json = json};
    folk_open(&p, "case");
    enum pfq_exit code = put_assessments(&p, urn);
    if (code == PFQ_EXIT_GOOD) {
        code = put_challenges(&p, urn);
    }
    folk_close(&p);
    return code;
}
