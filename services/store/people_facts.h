/* people_facts.h - what the machine knows of an assessed file.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_FACTS_H
#define PEOPLE_FACTS_H

#include "db_people.h"

/* Fill police_unit, case_type, sequence, machine_failed, machine_named and markers: of the
 * submission that the assessor named, else of the latest before it.  Nothing is filled in while no
 * submission is there. */
enum pfq_code people_facts(struct db *db, Pfq__V1__AssessmentRow *row, struct pfq_arena *arena,
                           struct pfq_err *err) PFQ_CHECKED;

/* The first hearing that a submission named; 0: none. */
enum pfq_code people_hearing(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                             int64_t *at_ms, struct pfq_err *err) PFQ_CHECKED;

#endif
