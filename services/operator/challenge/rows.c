/* rows.c - all challenges, mutes or actions that are asked for. */
#include <string.h>

#include "challenge.h"

/* The list with the page's rows behind it. */
static void *append(struct pfq_arena *arena, void *list, size_t *count, void *rows, size_t more)
{
    void **all = pfq_arena_new(arena, void *, *count + more + 1);
    if (*count > 0) {
        memcpy(all, list, *count * sizeof *all);
    }
    if (more > 0) {
        memcpy(all + *count, rows, more * sizeof *all);
    }
    *count += more;
    return all;
}

enum pfq_exit challenge_rows(struct people *p, Pfq__V1__PeopleRead *want,
                             struct challenge_rows *out)
{
    enum pfq_exit code = PFQ_EXIT_GOOD;
    bool more = true;
    *out = (struct challenge_rows){.challenges = NULL};
    while (code == PFQ_EXIT_GOOD && more) {
        Pfq__V1__PeopleRows *page = NULL;
        code = folk_page(p, want, &page);
        if (code != PFQ_EXIT_GOOD) {
            break;
        }
        out->challenges = append(&p->arena, out->challenges, &out->challenge_count,
                                 page->challenges, page->n_challenges);
        out->mutes = append(&p->arena, out->mutes, &out->mute_count, page->mutes, page->n_mutes);
        out->actions =
            append(&p->arena, out->actions, &out->action_count, page->actions, page->n_actions);
        out->up_to = page->up_to;
        more = page->has_next && page->next.len > 0;
        want->has_after = more;
        want->after = page->next;
    }
    return code;
}

enum pfq_exit challenge_find(struct people *p, const char *id, Pfq__V1__ChallengeRow **out)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct challenge_rows rows;
    want.has_kind = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES;
    want.id = challenge_text(p, id);
    enum pfq_exit code = challenge_rows(p, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    for (size_t i = 0; i < rows.challenge_count; i++) {
        Pfq__V1__ChallengeRow *row = rows.challenges[i];
        if (row->raised != NULL && row->raised->id != NULL && strcmp(row->raised->id, id) == 0) {
            *out = row;
            return PFQ_EXIT_GOOD;
        }
    }
    folk_say_problem(pfq_arena_printf(&p->arena, "pfq %s", p->command),
                     "There is no such challenge, or none that you may see.",
                     "See: pfq challenge list --all");
    return PFQ_EXIT_NOT_GOOD;
}

enum pfq_exit case_submissions(struct people *p, const char *urn, struct submissions *out)
{
    Pfq__V1__StoreRows *rows = NULL;
    enum pfq_exit code = folk_case(p, urn, &rows);
    out->count = 0;
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    out->rows = rows->rows;
    out->receipts = pfq_arena_new(&p->arena, Pfq__V1__Receipt *, rows->n_rows + 1);
    while (code == PFQ_EXIT_GOOD && out->count < rows->n_rows) {
        code = folk_receipt(p, rows->rows[out->count], &out->receipts[out->count]);
        out->count += code == PFQ_EXIT_GOOD;
    }
    return code;
}
