/* plan.c - per failure what, or what to do where the words stay inside, why it matters, where, by
 * when, and how to answer: see plan.h. */
#include "plan.h"

#include <string.h>

#include "people.h"

enum {
    INDENT = 12
};

static const Pfq__V1__CatalogueCheck *find(const Pfq__V1__Catalogue *texts, const char *check)
{
    for (size_t i = 0; texts != NULL && check != NULL && i < texts->n_checks; i++) {
        if (strcmp(texts->checks[i]->id, check) == 0) {
            return texts->checks[i];
        }
    }
    return NULL;
}

static bool holds(const Pfq__V1__CatalogueCheck *check, const Pfq__V1__AssessmentRow *row,
                  const char *reason)
{
    bool applies = false;
    bool given = false;
    for (size_t i = 0; row->file != NULL && i < check->n_stages; i++) {
        applies = applies || check->stages[i] == row->file->file_type;
    }
    for (size_t i = 0; i < check->n_reasons; i++) {
        given = given || strcmp(check->reasons[i], reason) == 0;
    }
    return applies && given && check->fix != NULL && !check->person;
}

/* What may mend a failure of that reason, from the first check of this stage that gives it; NULL:
 * no check does. */
static const char *fix_of(const Pfq__V1__Catalogue *texts, const Pfq__V1__AssessmentRow *row,
                          const Pfq__V1__FailureRow *failure, struct pfq_arena *arena)
{
    const Pfq__V1__CatalogueCheck *own = find(texts, failure->check);
    if (own != NULL) {
        return own->fix;
    }
    for (size_t i = 0; texts != NULL && failure->reason != NULL && i < texts->n_checks; i++) {
        if (holds(texts->checks[i], row, failure->reason)) {
            return pfq_arena_printf(arena, "Such as: %s", texts->checks[i]->fix);
        }
    }
    return NULL;
}

static void put(struct page *page, const char *label, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        page_paragraph(page, INDENT, label, text);
    }
}

static const char *items_of(const Pfq__V1__FailureRow *failure, struct pfq_arena *arena)
{
    const char *all = "";
    for (size_t i = 0; i < failure->n_items; i++) {
        all = pfq_arena_printf(arena, "%s%s%u", all, i == 0 ? "" : ", ", failure->items[i]);
    }
    return all;
}

static bool is_open(const Pfq__V1__FailureRow *failure)
{
    return failure->standing == PFQ__V1__STANDING__STANDING_AWAITED;
}

static void put_failure(struct page *page, const Pfq__V1__AssessmentRow *row,
                        const Pfq__V1__FailureRow *failure, const Pfq__V1__Catalogue *texts,
                        struct pfq_arena *arena)
{
    const Pfq__V1__CatalogueCheck *check = find(texts, failure->check);
    page_put(page, INK_BOLD, "%3u %s", failure->number, folk_reason(failure->reason, arena));
    if (!is_open(failure)) {
        page_put(page, INK_PLAIN, "  %s",
                 folk_said(&pfq__v1__standing__descriptor, (int)failure->standing, arena));
    }
    page_end_line(page);
    put(page, "    What", failure->detail != NULL ? failure->detail : folk_withheld(row, arena));
    put(page, "    Do", failure->detail != NULL ? NULL : fix_of(texts, row, failure, arena));
    put(page, "    Why", check == NULL ? NULL : check->why);
    put(page, "    Items", items_of(failure, arena));
    put(page, "    Good", check == NULL ? NULL : check->good);
}

static void put_command(struct page *page, const char *command, const char *run,
                        struct pfq_arena *arena)
{
    page_put(page, INK_PLAIN, "  %s", command);
    if (run != NULL) {
        page_put(page, INK_PLAIN, " --run %s", folk_quoted(run, arena));
    }
    page_end_line(page);
}

/* `open`: the first that waits for an answer. */
static void put_how(struct page *page, const Pfq__V1__AssessmentRow *row,
                    const Pfq__V1__FailureRow *open, const char *run, struct pfq_arena *arena)
{
    bool known = row->file != NULL && row->file->urn != NULL && row->file->force != NULL;
    page_paragraph(page, 0, "",
                   pfq_arena_printf(arena,
                                    "Answer by %s.  Answers are taken until %s, London "
                                    "time; what has none then is no response, and counts.",
                                    folk_date(row->response_date, arena),
                                    folk_instant(row->deadline, arena)));
    if (!known || row->id == NULL) {
        return;
    }
    page_paragraph(page, 0, "", "To answer one with accept, or dispute, fixed or not-ours:");
    put_command(page,
                pfq_arena_printf(arena, "pfq respond %s --id %s --failure %u accept",
                                 folk_quoted(row->file->urn, arena), folk_quoted(row->id, arena),
                                 open->number),
                run, arena);
    page_paragraph(page, 0, "", "To answer all that is open on one sheet:");
    put_command(
        page,
        pfq_arena_printf(arena, "pfq respond --export answers.csv --force %s", row->file->force),
        run, arena);
}

void plan_put(struct page *page, const Pfq__V1__AssessmentRow *row, const Pfq__V1__Catalogue *texts,
              const char *run, struct pfq_arena *arena)
{
    const Pfq__V1__FailureRow *open = NULL;
    page_put(page, INK_BOLD, "Action plan, %s: %s", folk_name(row, arena),
             row->withdrawn
                 ? "withdrawn"
                 : folk_said(&pfq__v1__assessment_outcome__descriptor, (int)row->outcome, arena));
    page_end_line(page);
    for (size_t i = 0; i < row->n_failures; i++) {
        if (row->failures[i]->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN) {
            put_failure(page, row, row->failures[i], texts, arena);
            open = open == NULL && is_open(row->failures[i]) ? row->failures[i] : open;
        }
    }
    if (open != NULL) {
        put_how(page, row, open, run, arena);
    }
}
