/* compliance.h - what the files of `pfq compliance` share.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_COMPLIANCE_H
#define OPERATOR_COMPLIANCE_H

#include "feedback/compliance/gather.h"
#include "feedback/render/grid.h"
#include "pfq/client.h"

/* Ask feedback until all rows are there. */
enum pfq_code compliance_read(struct pfq_client *feedback, struct compliance_gather *g,
                              struct pfq_err *err) PFQ_CHECKED;

enum compliance_form {
    COMPLIANCE_TEXT,
    COMPLIANCE_HTML,
    COMPLIANCE_CSV,
    COMPLIANCE_JSON /* by whoever has it: not here */
};

struct compliance_page {
    const Pfq__V1__Compliance *figures;
    enum compliance_form form;
    bool overdue_only;
    uint64_t up_to;
};

void compliance_show(const struct compliance_page *page, struct pfq_arena *arena);
void compliance_show_list(const struct grid *list, bool csv, struct pfq_arena *arena);

/* `pfq compliance sample` and `remark`. */
int compliance_command_sample(int argc, char **argv);
int compliance_command_remark(int argc, char **argv);

#endif
