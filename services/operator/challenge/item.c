/* item.c - see item.h. */
#include "item.h"

#include <inttypes.h>

#include "challenge.h"
#include "feedback/challenge/ladder.h"
#include "feedback/challenge/notice.h"

void item_put_line(struct page *page, const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    bool over = ladder_is_over(row->state);
    page_put(page, INK_BOLD, "%-20s", r->id);
    page_put(page, INK_PLAIN, " %s level %" PRIu32 "  ", r->force, row->level);
    page_put(page, over ? INK_DIM : INK_WARN, "%s", notice_stands(row, arena));
    page_end_line(page);
    page_paragraph(page, 4, "",
                   pfq_arena_printf(arena, "%s: %s", notice_about(r, arena),
                                    r->wanted == NULL ? "" : r->wanted));
    const char *step =
        row->has_next_step_at
            ? pfq_arena_printf(arena, "; climbs %s", folk_instant(row->next_step_at, arena))
            : "";
    page_paragraph(page, 4, "",
                   pfq_arena_printf(arena, "by %s%s", folk_date(r->due_date, arena), step));
}

static void put_named(struct page *page, const char *label, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        page_paragraph(page, 10, label, text);
    }
}

static void put_steps(struct page *page, const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena)
{
    for (size_t i = 0; i < row->n_steps; i++) {
        const Pfq__V1__ChallengeStep *s = row->steps[i];
        page_paragraph(page, 10, i == 0 ? "Steps" : "",
                       pfq_arena_printf(arena, "%s, level %" PRIu32 ": %s%s%s%s%s",
                                        folk_instant(s->at, arena), s->level, notice_step(row, i),
                                        s->by == NULL ? "" : ", by ", s->by == NULL ? "" : s->by,
                                        s->reason == NULL ? "" : ": ",
                                        s->reason == NULL ? "" : s->reason));
    }
}

void item_put(struct page *page, const Pfq__V1__ChallengeRow *row, const char *became,
              struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    const char *evidence = "";
    item_put_line(page, row, arena);
    put_named(page, "Fact", r->fact);
    put_named(page, "Check", r->check);
    put_named(page, "Rule", r->rule_version);
    for (size_t i = 0; i < r->n_evidence; i++) {
        evidence = pfq_arena_printf(arena, "%s%s%" PRIu64, evidence,
                                    i > 0               ? ", "
                                    : r->n_evidence > 1 ? "entries "
                                                        : "entry ",
                                    r->evidence[i]);
    }
    put_named(page, "Evidence", evidence);
    put_named(page, "Owner", r->owner);
    put_named(page, "Note", r->note);
    put_steps(page, row, arena);
    put_named(page, "Since", became);
    put_named(page, "Reply", notice_reply(row, arena));
}
