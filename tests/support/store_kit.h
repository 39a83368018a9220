/* store_kit.h - a database in a directory of its own, and requests to put into it.
 *
 * For tests of the store without sockets.  Everything is fictitious. */
#ifndef STORE_KIT_H
#define STORE_KIT_H

#include "envelope.pb-c.h"
#include "pfq/people.h"
#include "store/batch.h"

struct kit {
    char dir[64];
    char path[96];
    struct pfq_arena arena; /* grows; for everything a test makes */
    struct batch batch;
    struct pfq_people_rules rules; /* the defaults; alter them as you like */
};

void kit_open(struct kit *kit);   /* a fresh directory, a fresh database, one catalogue */
void kit_close(struct kit *kit);  /* and remove the directory */
void kit_reopen(struct kit *kit); /* as a restart */

extern const char *const kit_catalogue_label;
/* Three major checks: two of one theme, one of another; the first is of aspect PRESENCE,
 * the others of QUALITY.  See store_kit.c. */
Pfq__V1__Envelope *kit_catalogue(struct kit *kit, unsigned char version);

/* The verdict on some of the three when one is MET, NOT_MET or NEEDS_PERSON. */
Pfq__V1__Verdict kit_verdict(const unsigned char *outcomes, size_t count);

/* A LIVE submission of force 43 by an operator: unique by `id`. Alter it as you like. */
Pfq__V1__Envelope *kit_put(struct kit *kit, const char *id, const char *urn);
void kit_judge(struct kit *kit, Pfq__V1__StorePut *put, const char *event_at,
               const unsigned char outcomes[3], Pfq__V1__Verdict verdict);
Pfq__V1__Envelope *kit_position(struct kit *kit, const char *consumer, uint64_t up_to);

/* Run one batch and return its jobs. */
struct job *kit_run(struct kit *kit, Pfq__V1__Envelope **requests, size_t count,
                    struct batch_result *result);
/* One request in a batch of its own. */
struct job *kit_one(struct kit *kit, Pfq__V1__Envelope *request);
/* What was decided of what a job stored. */
Pfq__V1__Judged *kit_judged(struct kit *kit, const struct job *job);

Pfq__V1__StoreRows *kit_mailbox(struct kit *kit, const char *force, uint64_t after);
Pfq__V1__StoreRows *kit_case(struct kit *kit, const char *urn);

#endif
