/* digest_people.c - see digest_people.h. */
#include "digest_people.h"

#include <string.h>

#include "feedback/challenge/onto_digest.h"
#include "operator/ask.h"
#include "pfq/clock.h"

/* The list with a page's rows behind it. */
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

static void keep(Pfq__V1__PeopleRows *all, const Pfq__V1__PeopleRows *page, struct pfq_arena *arena)
{
    all->challenges =
        append(arena, all->challenges, &all->n_challenges, page->challenges, page->n_challenges);
    all->mutes = append(arena, all->mutes, &all->n_mutes, page->mutes, page->n_mutes);
    all->actions = append(arena, all->actions, &all->n_actions, page->actions, page->n_actions);
}

static enum pfq_code read_kind(struct pfq_client *feedback, Pfq__V1__PeopleRead *want,
                               Pfq__V1__PeopleRows *all, struct pfq_arena *arena)
{
    struct pfq_err err;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_READ;
    request.people_read = want;
    for (bool more = true; more;) {
        Pfq__V1__Envelope *answer = NULL;
        enum pfq_code code = ask(feedback, &request, PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS,
                                 ASK_TIMEOUT_MS, arena, &answer, &err);
        if (code != PFQ_OK || answer->people_rows->n_problems > 0) {
            return code != PFQ_OK ? code : PFQ_E_NOT_FOUND;
        }
        keep(all, answer->people_rows, arena);
        more = answer->people_rows->has_next;
        want->has_after = more;
        want->after = answer->people_rows->next;
    }
    return PFQ_OK;
}

enum pfq_code digest_add_people(struct pfq_client *feedback, const struct digest_facts *facts,
                                Pfq__V1__Digest *digest, struct pfq_arena *arena)
{
    static const Pfq__V1__PeopleKind kinds[] = {PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES,
                                                PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_MUTES,
                                                PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS};
    Pfq__V1__PeopleRows all = PFQ__V1__PEOPLE_ROWS__INIT;
    enum pfq_code code = PFQ_OK;
    for (size_t i = 0; code == PFQ_OK && i < facts->force_count * 3; i++) {
        Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
        want.has_kind = want.has_open_only = true;
        want.kind = kinds[i % 3];
        want.force = pfq_arena_strdup(arena, facts->forces[i / 3].code);
        want.open_only = want.kind != PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS;
        code = read_kind(feedback, &want, &all, arena);
    }
    if (code == PFQ_OK) {
        onto_digest(digest, &all, pfq_london_date(facts->wish.made_at), arena);
    }
    return code;
}
