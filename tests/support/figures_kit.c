/* figures_kit.c - see figures_kit.h. */
#include "support/figures_kit.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "store/closing.h"
#include "store/reader.h"

enum {
    ROWS_MAX = 100000
};

void figures_send(struct kit *kit, unsigned n, const struct sent *sent)
{
    char id[32];
    char urn[32];
    char at[48];
    (void)snprintf(id, sizeof id, "s%u", n);
    (void)snprintf(urn, sizeof urn, "%sAA%05u26", sent->force, n % 100000);
    (void)snprintf(at, sizeof at, "%sT11:00:00Z", sent->day);
    Pfq__V1__Envelope *e = kit_put(kit, id, urn);
    e->store_put->force = pfq_arena_strdup(&kit->arena, sent->force);
    e->store_put->police_unit = pfq_arena_strdup(&kit->arena, sent->unit);
    e->store_put->case_type = sent->case_type;
    kit_judge(kit, e->store_put, at, sent->outcomes, kit_verdict(sent->outcomes, 3));
    const struct job *job = kit_one(kit, e);
    cr_assert_eq(job->store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

static struct job *job_of(struct kit *kit, Pfq__V1__Envelope__BodyCase body, void *request)
{
    struct job *job = pfq_arena_new(&kit->arena, struct job, 1);
    job->request = pfq_arena_new(&kit->arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(job->request);
    job->request->body_case = body;
    job->request->figures_read = request; /* a union of pointers */
    return job;
}

struct job *kit_read(struct kit *kit, Pfq__V1__Envelope__BodyCase body, void *request)
{
    struct job *job = job_of(kit, body, request);
    reader_answer(kit->batch.db, &kit->rules, job, 100000, &kit->arena);
    return job;
}

Pfq__V1__Figures *figures_pages(struct kit *kit, Pfq__V1__FiguresRead *read, size_t room,
                                size_t *pages)
{
    Pfq__V1__Figures *all = pfq_arena_new(&kit->arena, Pfq__V1__Figures, 1);
    pfq__v1__figures__init(all);
    all->rows = pfq_arena_new(&kit->arena, Pfq__V1__Figure *, ROWS_MAX);
    *pages = 0;
    read->has_after = false;
    do {
        struct job *job = job_of(kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, read);
        reader_answer(kit->batch.db, &kit->rules, job, room, &kit->arena);
        const Pfq__V1__Figures *page = &job->figures;
        cr_assert_eq(page->n_problems, 0, "%s", page->n_problems ? page->problems[0]->message : "");
        cr_assert_leq(protobuf_c_message_get_packed_size(&page->base), room + 300);
        memcpy(all->rows + all->n_rows, page->rows, page->n_rows * sizeof *page->rows);
        all->n_rows += page->n_rows;
        all->up_to = page->up_to;
        all->people_up_to = page->people_up_to;
        read->has_after = page->has_next;
        read->after = page->next;
        cr_assert_lt(++*pages, 10000);
    } while (read->has_after);
    return all;
}

Pfq__V1__MonthRows *kit_close_month(struct kit *kit, struct rollup *rollup,
                                    Pfq__V1__MonthClose *close, int64_t wall_ms)
{
    struct batch_result result;
    uint64_t counted = 0;
    uint64_t expected = 0;
    const struct closing closing = {.db = kit->batch.db,
                                    .rollup = rollup,
                                    .rules = &kit->rules,
                                    .counted = &counted,
                                    .expected = &expected,
                                    .wall_ms = wall_ms};
    struct job *job = job_of(kit, PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE, close);
    batch_run(&kit->batch, job, 1, &kit->arena, wall_ms, &result);
    closing_run(&closing, job, 1, &kit->arena);
    return &job->months;
}

char *figures_text(struct kit *kit, const Pfq__V1__Figures *figures)
{
    enum {
        line = 128
    };

    char *text = pfq_arena_new(&kit->arena, char, figures->n_rows *line + 1);
    char *at = text;
    for (size_t i = 0; i < figures->n_rows; i++) {
        const Pfq__V1__Figure *f = figures->rows[i];
        at += snprintf(at, line, "%s %d %s %d %d %s %lu/%lu %u\n", f->force, f->period,
                       f->police_unit == NULL ? "*" : f->police_unit,
                       f->has_case_type ? (int)f->case_type : -1, (int)f->kind, f->name,
                       (unsigned long)f->failing, (unsigned long)f->applicable, f->failing_days);
    }
    return text;
}
