/* dcf.h - a Digital Case File 1.2.2 on its way into a Submission.
 *
 * dcf.c checks the structure and then maps part by part; each part reads what it can
 * and leaves absent what a DCF cannot say.  The whole document is at hand, so a
 * place of the format that is empty is said to be empty (…_given = false, an empty
 * wrapper); what the format has no place for stays absent.
 *
 * People are read for presence, age and position, and their names never leave here.
 *
 * Private to services/adapters.
 */
#ifndef PFQ_DCF_H
#define PFQ_DCF_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/adapter.h"
#include "submission.pb-c.h"

/* One charge, out of the three kinds of list that hold them. */
struct dcf_charge {
    const json_t *charge;
    const json_t *offence; /* its common part, or NULL */
    uint32_t defendant;    /* position */
    Pfq__V1__OffenceGroup group;
};

struct dcf {
    const json_t *body; /* the case object */
    const json_t *defendants;
    const struct dcf_charge *charges;
    size_t charge_count;
    int32_t date;     /* case.date; 0 = none */
    bool bob;         /* a breach of bail, else a first hearing */
    bool ngap;        /* a plea of not guilty, or on its way to the Crown Court */
    bool abuse;       /* marked as domestic abuse */
    bool orders_open; /* an application for an order cannot be read */
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    struct pfq_problems *warnings;
    Pfq__V1__Submission *out;
};

bool dcf_is_dcf(const json_t *document);

/* Fills envelope (NULL where nothing is usable), problems and warnings. */
void dcf_read(const json_t *document, const struct pfq_adapt_options *options,
              struct pfq_arena *arena, struct pfq_adapted *out);

/* The parts, in this order: later ones use what earlier ones found. */
void dcf_find_charges(struct dcf *d);
void dcf_map_case(struct dcf *d);
void dcf_map_stage(struct dcf *d);
void dcf_map_offences(struct dcf *d);
void dcf_map_defendants(struct dcf *d);
void dcf_map_breach(struct dcf *d);
void dcf_map_witnesses(struct dcf *d);
void dcf_map_media(struct dcf *d);
void dcf_map_abuse(struct dcf *d);

/* What the accounts of this defendant's charges admit or deny. */
void dcf_map_admissions(const struct dcf *d, uint32_t defendant, Pfq__V1__Defendant *out);

void dcf_map_interview(const struct dcf *d, const json_t *from, Pfq__V1__Defendant *out);

/* Whether a name object names anybody. */
bool dcf_named(const json_t *name);

/* Age on the case date; a birth after it is warned of, and no age. */
bool dcf_age_then(const struct dcf *d, const json_t *born, const char *path, uint32_t *age);

#endif
