/* documents.h - questions about the documents on a file: is one there, for whom is it.
 *
 * Private to services/standard/language.
 */
#ifndef RULE_DOCUMENTS_H
#define RULE_DOCUMENTS_H

#include "eval.h"

void documents_read(const Pfq__V1__Documents *documents, struct rule_facts *out);

/* OP_HAS, OP_HAS_FOR */
/* A document of one of these codes is on the file. */
enum rule_tri documents_hold(const struct rule_facts *f, const uint64_t mask[2]);

enum rule_tri documents_has(struct rule_run *run, const struct rule_node *n);
enum rule_tri documents_has_for(struct rule_run *run, const struct rule_node *n);

#endif
