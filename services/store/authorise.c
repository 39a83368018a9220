/* authorise.c - see authorise.h. */
#include "authorise.h"

#include <string.h>

#include "pfq/people.h"

#define MAY(act) (1U << (act))

/* What each role may do of submissions, mailboxes and figures. */
static const unsigned acts[] = {
    [PFQ__V1__ROLE__ROLE_OPERATOR] =
        MAY(ACT_PUT) | MAY(ACT_READ) | MAY(ACT_ACKNOWLEDGE) | MAY(ACT_OVERSEE),
    [PFQ__V1__ROLE__ROLE_FORCE] = MAY(ACT_PUT) | MAY(ACT_READ) | MAY(ACT_ACKNOWLEDGE),
    [PFQ__V1__ROLE__ROLE_CPS] = MAY(ACT_PUT) | MAY(ACT_READ) | MAY(ACT_OVERSEE),
    [PFQ__V1__ROLE__ROLE_PROSECUTOR] = MAY(ACT_READ),
    [PFQ__V1__ROLE__ROLE_LEGAL_MANAGER] = MAY(ACT_READ) | MAY(ACT_OVERSEE),
    [PFQ__V1__ROLE__ROLE_AREA_MANAGER] = MAY(ACT_READ) | MAY(ACT_OVERSEE),
};

/* The manager of one Area; of all of them it has none. */
static bool of_area(const Pfq__V1__Peer *peer)
{
    return peer != NULL && peer->has_role && peer->role == PFQ__V1__ROLE__ROLE_AREA_MANAGER &&
           peer->area != NULL;
}

/* Is this force its own?  To whoever is not of some force or Area all are. */
static bool has_force(const Pfq__V1__Peer *peer, const char *force)
{
    if (peer->role == PFQ__V1__ROLE__ROLE_FORCE) {
        return peer->force != NULL && strcmp(peer->force, force) == 0;
    }
    for (size_t i = 0; of_area(peer) && i < peer->n_forces; i++) {
        if (strcmp(peer->forces[i], force) == 0) {
            return true;
        }
    }
    return !of_area(peer);
}

bool authorise(const Pfq__V1__Peer *peer, enum act act, const char *force)
{
    size_t roles = sizeof acts / sizeof *acts;
    bool known = peer != NULL && peer->has_role && force != NULL && (size_t)peer->role < roles;
    if (!known || (acts[peer->role] & MAY(act)) == 0) {
        return false;
    }
    return has_force(peer, force);
}

static bool ours_or(const Pfq__V1__Peer *peer, enum act act, const char *force)
{
    return peer == NULL || authorise(peer, act, force == NULL ? "" : force);
}

bool authorise_periodic(const Pfq__V1__Envelope *request)
{
    switch ((int)request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_FIGURES_READ:
        return ours_or(request->figures_read->peer, ACT_READ, request->figures_read->force);
    case PFQ__V1__ENVELOPE__BODY_THEMES_READ:
        return ours_or(request->themes_read->peer, ACT_READ, request->themes_read->force);
    case PFQ__V1__ENVELOPE__BODY_BASELINE:
        return ours_or(request->baseline->peer, ACT_OVERSEE,
                       request->baseline->key == NULL ? NULL : request->baseline->key->force);
    case PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE:
        return ours_or(request->month_close->peer, ACT_OVERSEE, NULL);
    case PFQ__V1__ENVELOPE__BODY_MONTHS_READ:
        return ours_or(request->months_read->peer, ACT_OVERSEE, NULL);
    default:
        return true;
    }
}

/* --- what people said ---------------------------------------------------------------------- */

#define ROLE(name) (1U << PFQ__V1__ROLE__ROLE_##name)
#define KIND(name) [PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name]

enum {
    OFFICES = ROLE(OPERATOR) | ROLE(CPS) | ROLE(LEGAL_MANAGER) | ROLE(AREA_MANAGER),
    INSIDE = OFFICES | ROLE(PROSECUTOR)
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
    const struct pfq_people_teller who = {authorise_role(peer), peer == NULL ? NULL : peer->force,
                                          peer == NULL ? NULL : peer->staff};
    return pfq_people_refuse(&who, event);
}

const char *authorise_forces(const Pfq__V1__Peer *peer, struct pfq_arena *arena)
{
    if (!of_area(peer)) {
        return NULL;
    }
    const char *list = "-";
    for (size_t i = 0; i < peer->n_forces; i++) {
        list = pfq_arena_printf(arena, "%s %s", list, peer->forces[i]);
    }
    return list;
}

bool authorise_case(const Pfq__V1__Peer *peer)
{
    return (INSIDE & 1U << (unsigned)authorise_role(peer)) != 0;
}

void authorise_case_rows(const Pfq__V1__Peer *peer, Pfq__V1__StoreRows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (peer == NULL || has_force(peer, rows->rows[i]->force)) {
            rows->rows[kept++] = rows->rows[i];
        }
    }
    rows->n_rows = kept;
}

const char *authorise_people(const Pfq__V1__Peer *peer, const Pfq__V1__PeopleRead *read,
                             const char **force)
{
    Pfq__V1__Role role = authorise_role(peer);
    if ((readers[read->kind] & 1U << (unsigned)role) == 0) {
        return "You may not read this.";
    }
    if (of_area(peer) && (*force)[0] != '\0' && !has_force(peer, *force)) {
        return "This force is not of your Area.";
    }
    if (role != PFQ__V1__ROLE__ROLE_FORCE) {
        return NULL;
    }
    bool own = peer->force != NULL && ((*force)[0] == '\0' || strcmp(*force, peer->force) == 0);
    *force = peer->force;
    return own ? NULL : "A force reads what is of itself alone.";
}
