/* pfq/grants.h - who a peer is, until keys exist: its user id on the ipc socket.
 *
 * The parameter `peers` maps user ids to roles:
 *
 *     peers = 1001=force:43 1002=cps 1003=operator 1004=prosecutor:S17
 *             1005=legal_manager:S18 1006=area_manager:TC:S19
 *
 * People have an opaque staff id, and say and read as themselves; an area manager has the
 * CPS Area by its code in areas.csv, or ALL, and reads what is of that Area's forces.
 *
 * The service's own user and root are the operator.  Whoever is not mapped, and
 * whoever the kernel does not vouch for (TCP), gets nothing.  A front service stamps
 * the Peer on what it sends to store, and store authorises (G7).
 *
 * Layer 1 (net).
 */
#ifndef PFQ_GRANTS_H
#define PFQ_GRANTS_H

#include <stddef.h>
#include <stdint.h>

#include "pfq/err.h"
#include "pfq/service.h"
#include "pfq/sock.h"
#include "store.pb-c.h"

enum {
    PFQ_GRANTS_MAX = 256,
    PFQ_GRANTS_FORCES = 100 /* of an Area; two digits have no more */
};

struct pfq_grant {
    uint32_t uid;
    Pfq__V1__Role role;
    char force[3];
    char area[33];                     /* of an area manager; "" = all */
    char staff[33];                    /* opaque id; "" = a system */
    char forces[PFQ_GRANTS_FORCES][3]; /* of the Area */
    char *list[PFQ_GRANTS_FORCES];     /* the same, as a Peer has it */
    size_t force_count;
};

struct pfq_grants {
    struct pfq_grant rows[PFQ_GRANTS_MAX];
    size_t count;
};

/* All faults are named in the one error. */
enum pfq_code pfq_grants_parse(const char *peers, struct pfq_grants *out,
                               struct pfq_err *err) PFQ_CHECKED;

/* The same of the parameter `peers`: a pfq_service_check. */
enum pfq_code pfq_grants_check(const struct pfq_config *config, struct pfq_err *err);

/* The forces of an Area on a day, at most `room`; how many: pfq_standard_area_forces(). */
typedef size_t pfq_grants_find(const void *self, const char *area, int32_t date,
                               const char **forces, size_t room);

/* Look up the forces of all Areas.  Those without any are named in the one error, and their
 * managers read nothing. */
enum pfq_code pfq_grants_areas(struct pfq_grants *grants, pfq_grants_find *find, const void *self,
                               int32_t date, struct pfq_err *err) PFQ_CHECKED;

/* Fill *out; its texts point into `grants`. */
void pfq_grants_stamp(struct pfq_grants *grants, const struct pfq_peer *peer, Pfq__V1__Peer *out);

/* For the answer to a StatusRequest: who sent the frame, in its arena. */
Pfq__V1__Peer *pfq_grants_you(struct pfq_grants *grants, const struct pfq_frame *frame);

/* Who somebody is and what that user may do, for a refusal: "this user (uid 1005) is FORCE of 43,
 * which may send its files and answers, and read its own mailbox, figures, themes and months". */
enum {
    PFQ_GRANTS_WORDS = 256
};

#define PFQ_GRANTS_FIX                                                                             \
    "For more, ask the operator to change this user's role: peers in pfq.conf, as 1005=cps."

/* What is asked of a force that is not one's own is no matter of the role. */
#define PFQ_GRANTS_ALL_FORCES    "What is of all forces it may not ask."
#define PFQ_GRANTS_ANOTHER_FORCE "What is of another force it may not ask."
#define PFQ_GRANTS_NO_CASE       "No file of this case is of a force that it may read."
#define PFQ_GRANTS_OWN_FIX       "Name this user's own force, or one of its Area."

/* The fix of a refusal that ends so: another force, or another role. */
const char *pfq_grants_fix(const char *refusal);

void pfq_grants_words(const Pfq__V1__Peer *peer, char out[PFQ_GRANTS_WORDS]);

#endif
