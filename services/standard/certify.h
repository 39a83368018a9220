/* certify.h - what the police certified, beside what was found.
 *
 * Which checks a certificate covers stands with each check (CatalogueCheck.certificates),
 * from `certificates:` of standard.yaml.
 *
 * Private to services/standard.
 */
#ifndef CERTIFY_H
#define CERTIFY_H

#include "pfq/arena.h"
#include "store.pb-c.h"

/* One claim for each kind: what was certified last. */
void certify_read(const Pfq__V1__Submission *submission, struct pfq_arena *arena,
                  Pfq__V1__Judged *judged);

/* Count the failings that each claim covers, again where they were counted before. */
void certify_count(const Pfq__V1__Catalogue *catalogue, struct pfq_arena *arena,
                   Pfq__V1__Judged *judged);

#endif
