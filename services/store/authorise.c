/* authorise.c - see authorise.h. */
#include "authorise.h"

#include <stdio.h>
#include <string.h>

#include "pfq/grants.h"
#include "pfq/people.h"

#define MAY(act)   (1U << (act))
#define ROLE(name) (1U << PFQ__V1__ROLE__ROLE_##name)
#define KIND(name) [PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name]

/* What each role may do of submissions, mailboxes and figures. */
static const unsigned acts[] = {
    [PFQ__V1__ROLE__ROLE_OPERATOR] =
        MAY(ACT_PUT) | MAY(ACT_READ) | MAY(ACT_ACKNOWLEDGE) | MAY(ACT_CASE) | MAY(ACT_OVERSEE),
    [PFQ__V1__ROLE__ROLE_FORCE] = MAY(ACT_PUT) | MAY(ACT_READ) | MAY(ACT_ACKNOWLEDGE),
    [PFQ__V1__ROLE__ROLE_CPS] = MAY(ACT_PUT) | MAY(ACT_READ) | MAY(ACT_CASE) | MAY(ACT_OVERSEE),
    [PFQ__V1__ROLE__ROLE_PROSECUTOR] = MAY(ACT_READ) | MAY(ACT_CASE),
    [PFQ__V1__ROLE__ROLE_LEGAL_MANAGER] = MAY(ACT_READ) | MAY(ACT_CASE) | MAY(ACT_OVERSEE),
    [PFQ__V1__ROLE__ROLE_AREA_MANAGER] = MAY(ACT_READ) | MAY(ACT_CASE) | MAY(ACT_OVERSEE),
};

enum {
    OFFICES = ROLE(OPERATOR) | ROLE(CPS) | ROLE(LEGAL_MANAGER) | ROLE(AREA_MANAGER),
    INSIDE = OFFICES | ROLE(PROSECUTOR),
    MANAGERS = ROLE(OPERATOR) | ROLE(LEGAL_MANAGER) /* as in people/redact.c */
};

/* Who may read rows of which kind; what of a row it sees is pfq_people_redact(). */
static const unsigned readers[] = {
    KIND(ASSESSMENTS) = INSIDE | ROLE(FORCE),
    KIND(EXPECTED) = INSIDE,
    KIND(REVIEWS) = INSIDE,
    KIND(CHALLENGES) = INSIDE | ROLE(FORCE),
    KIND(MUTES) = INSIDE | ROLE(FORCE),
    KIND(ACTIONS) = INSIDE | ROLE(FORCE),
};

bool authorise_own(const Pfq__V1__Peer *peer, const char *force)
{
    return peer == NULL || pfq_people_own(peer, force);
}

bool authorise(const Pfq__V1__Peer *peer, enum authorise_act act, const char *force)
{
    size_t roles = sizeof acts / sizeof *acts;
    bool known = peer != NULL && peer->has_role && (size_t)peer->role < roles;
    if (!known || (acts[peer->role] & MAY(act)) == 0) {
        return false;
    }
    return force == NULL || pfq_people_own(peer, force);
}

static bool is_of_packs(Pfq__V1__FigureKind kind)
{
    return kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT ||
           kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME ||
           kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_THEME ||
           kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME;
}

bool authorise_is_total(const Pfq__V1__FiguresRead *read)
{
    for (size_t i = 0; i < read->n_kinds; i++) {
        if (!is_of_packs(read->kinds[i])) {
            return false;
        }
    }
    return read->n_kinds > 0 && !read->by_unit && read->grain == PFQ__V1__GRAIN__GRAIN_MONTH;
}

/* --- what people said ---------------------------------------------------------------------- */

Pfq__V1__Role authorise_role(const Pfq__V1__Peer *peer)
{
    return peer == NULL      ? PFQ__V1__ROLE__ROLE_OPERATOR
           : !peer->has_role ? PFQ__V1__ROLE__ROLE_UNSPECIFIED
                             : peer->role;
}

bool authorise_outside(const Pfq__V1__Peer *peer)
{
    return authorise_role(peer) == PFQ__V1__ROLE__ROLE_FORCE;
}

const char *authorise_event(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event)
{
    return peer == NULL ? NULL : pfq_people_refuse(peer, event);
}

const char *authorise_forces(const Pfq__V1__Peer *peer, struct pfq_arena *arena)
{
    if (peer == NULL || !pfq_people_limited(peer)) {
        return NULL;
    }
    const char *list = "-";
    if (peer->role == PFQ__V1__ROLE__ROLE_FORCE) {
        return peer->force == NULL ? list : pfq_arena_printf(arena, "- %s", peer->force);
    }
    for (size_t i = 0; i < peer->n_forces; i++) {
        list = pfq_arena_printf(arena, "%s %s", list, peer->forces[i]);
    }
    return list;
}

const char *authorise_people(const Pfq__V1__Peer *peer, const Pfq__V1__PeopleRead *read,
                             const char **force)
{
    Pfq__V1__Role role = authorise_role(peer);
    bool named = (*force)[0] != '\0';
    if ((readers[read->kind] & 1U << (unsigned)role) == 0) {
        return "";
    }
    if (read->reviewer != NULL && (MANAGERS & 1U << (unsigned)role) == 0) {
        return "What one person did is shown to legal managers alone.";
    }
    if (read->for_sample && role == PFQ__V1__ROLE__ROLE_FORCE) {
        return "What is marked a second time is drawn by the CPS.";
    }
    if (named && !authorise_own(peer, *force)) {
        return PFQ_GRANTS_ANOTHER_FORCE;
    }
    if (role == PFQ__V1__ROLE__ROLE_FORCE) {
        *force = peer->force;
        return *force == NULL ? PFQ_GRANTS_ANOTHER_FORCE : NULL;
    }
    return NULL;
}

/* --- what is answered ------------------------------------------------------------------------ */

void authorise_refuse(struct job *job, const Pfq__V1__Peer *peer, const char *sentence,
                      struct pfq_arena *arena)
{
    enum {
        room = 2 * PFQ_GRANTS_WORDS
    };

    static const Pfq__V1__Peer nobody = PFQ__V1__PEER__INIT;
    char who[PFQ_GRANTS_WORDS];
    char *text = pfq_arena_try(arena, room, 1);
    pfq_grants_words(peer == NULL ? &nobody : peer, who);
    if (text != NULL) {
        (void)snprintf(text, room, "Not permitted: %s.%s%s", who, sentence[0] == '\0' ? "" : "  ",
                       sentence);
    }
    job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, "NOT_GRANTED",
                text == NULL ? "Not permitted." : text,
                strcmp(sentence, PFQ_PEOPLE_ANOTHER_FORCE) == 0 ? PFQ_GRANTS_OWN_FIX
                                                                : pfq_grants_fix(sentence));
}

void authorise_case_rows(const Pfq__V1__Peer *peer, Pfq__V1__StoreRows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (authorise_own(peer, rows->rows[i]->force)) {
            rows->rows[kept++] = rows->rows[i];
        }
    }
    rows->n_rows = kept;
}

/* It is looked at, and nothing is told of it. */
static bool is_watched(Pfq__V1__ThemeState state)
{
    return state == PFQ__V1__THEME_STATE__THEME_STATE_WATCHING;
}

static void hide_watching(Pfq__V1__ThemeMove *move)
{
    if (is_watched(move->before)) {
        move->has_before = false;
        move->before = PFQ__V1__THEME_STATE__THEME_STATE_UNSPECIFIED;
    }
    if (is_watched(move->state)) {
        move->has_state = move->has_one_in = false;
        move->state = PFQ__V1__THEME_STATE__THEME_STATE_UNSPECIFIED;
        move->rule = move->sentence = NULL;
    }
}

void authorise_theme_rows(const Pfq__V1__Peer *peer, Pfq__V1__ThemeRows *rows)
{
    if (!authorise_outside(peer)) {
        return;
    }
    for (size_t i = 0; i < rows->n_moves; i++) {
        hide_watching(rows->moves[i]);
    }
    for (size_t i = 0; i < rows->n_baselines; i++) {
        rows->baselines[i]->by = NULL;
    }
}

void authorise_mailbox_rows(Pfq__V1__StoreRows *rows)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (rows->rows[i]->theme != NULL) {
            hide_watching(rows->rows[i]->theme);
        }
    }
}
