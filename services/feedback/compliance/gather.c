/* gather.c - see gather.h. */
#include "feedback/compliance/gather.h"

#include <string.h>

#include "pfq/clock.h"

enum span {
    IN_PERIOD,
    BEFORE, /* what is open of it */
    AFTER   /* the same, until now */
};

/* What is asked of each force: the period, and what is not done of the time around it. */
static const struct {
    Pfq__V1__PeopleKind kind;
    enum span span;
} steps[] = {{PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_EXPECTED, IN_PERIOD},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_EXPECTED, BEFORE},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_EXPECTED, AFTER},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS, IN_PERIOD},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS, BEFORE},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS, AFTER},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_REVIEWS, IN_PERIOD},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_REVIEWS, BEFORE},
             {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_REVIEWS, AFTER}};

enum {
    STEPS = sizeof steps / sizeof *steps,
    JANUARY = 1,
    DECEMBER = 12,
    YEAR = 100 /* of a month YYYYMM */
};

void compliance_gather_begin(struct compliance_gather *g, const struct compliance_wish *wish,
                             struct pfq_arena *arena)
{
    *g = (struct compliance_gather){.compliance = compliance_begin(wish, arena),
                                    .wish = *wish,
                                    .arena = arena,
                                    .up_to = UINT64_MAX};
}

static int32_t month_before(int32_t month)
{
    return month % YEAR == JANUARY ? month - YEAR + DECEMBER - JANUARY : month - 1;
}

static int32_t month_after(int32_t month)
{
    return month % YEAR == DECEMBER ? month + YEAR - DECEMBER + JANUARY : month + 1;
}

static void set_months(struct compliance_gather *g)
{
    int32_t from = g->wish.from_date / 100;
    int32_t to = g->wish.to_date / 100;
    enum span span = steps[g->step].span;
    g->read.has_open_only = g->read.open_only = span != IN_PERIOD;
    g->read.has_from_month = span != BEFORE;
    g->read.has_to_month = span != AFTER;
    g->read.from_month = span == IN_PERIOD ? from : span == AFTER ? month_after(to) : 0;
    g->read.to_month = span == IN_PERIOD ? to : span == BEFORE ? month_before(from) : 0;
}

/* Nothing is of a month that has not begun. */
static bool is_empty(const struct compliance_gather *g)
{
    return steps[g->step].span == AFTER &&
           pfq_london_date(g->wish.made_at) / 100 <= g->wish.to_date / 100;
}

static void step_on(struct compliance_gather *g)
{
    do {
        g->step++;
    } while (g->step < STEPS && is_empty(g));
    if (g->step == STEPS) {
        g->step = 0;
        g->force++;
    }
}

static char *kept(struct compliance_gather *g, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(g->arena, text);
}

Pfq__V1__Envelope *compliance_gather_next(struct compliance_gather *g)
{
    bool any = g->wish.force_count == 0;
    if (g->force >= (any ? 1 : g->wish.force_count)) {
        return NULL;
    }
    pfq__v1__people_read__init(&g->read);
    pfq__v1__envelope__init(&g->question);
    g->read.has_kind = true;
    g->read.kind = steps[g->step].kind;
    g->read.force = kept(g, any ? NULL : g->wish.forces[g->force]);
    g->read.unit = kept(g, g->wish.unit);
    g->read.reviewer = kept(g, g->wish.reviewer);
    g->read.has_assessment_kind =
        g->wish.kind != 0 && g->read.kind != PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_REVIEWS;
    g->read.assessment_kind = g->wish.kind;
    set_months(g);
    g->read.has_after = g->after.len > 0;
    g->read.after = g->after;
    g->question.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_READ;
    g->question.people_read = &g->read;
    return &g->question;
}

enum pfq_code compliance_gather_take(struct compliance_gather *g, const Pfq__V1__PeopleRows *rows,
                                     struct pfq_err *err)
{
    if (rows->n_problems > 0) {
        return pfq_fail(err, PFQ_E_NOT_FOUND, "%s",
                        rows->problems[0]->message == NULL ? "" : rows->problems[0]->message);
    }
    compliance_add(g->compliance, rows);
    g->up_to = rows->has_files_up_to && rows->files_up_to < g->up_to ? rows->files_up_to : g->up_to;
    g->area = g->area == NULL ? kept(g, rows->area) : g->area;
    g->after = (ProtobufCBinaryData){0, NULL};
    if (rows->has_next && rows->next.len > 0) {
        g->after.len = rows->next.len;
        g->after.data = pfq_arena_new(g->arena, uint8_t, rows->next.len);
        memcpy(g->after.data, rows->next.data, rows->next.len);
    } else {
        step_on(g);
    }
    return PFQ_OK;
}
