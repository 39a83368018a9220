/* report_parts.h - what the parts of a report share.
 *
 *     report.c          the verdict, failings, the message itself
 *     report_open.c     what needs a person, or was not run
 *     report_summary.c  aspects, the submission before, certificates
 *
 * Private to services/operator.
 */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "line.h"
#include "report.h"

enum {
    REPORT_INDENT = 4, /* of a finding under its verdict */
    REPORT_LABEL = 12  /* where the words of a finding begin */
};

/* Of any severity where it is 0. */
unsigned report_count(const Pfq__V1__Receipt *receipt, Pfq__V1__Outcome outcome,
                      Pfq__V1__Severity severity);

/* "2 critical, 1 major", after what the line holds. */
void report_append_severities(struct line *line, const Pfq__V1__Receipt *receipt,
                              Pfq__V1__Outcome outcome);

const char *report_severity(const Pfq__V1__Finding *finding);
void report_put_detail(struct page *page, const char *label, const char *text);
void report_put_items(struct page *page, const Pfq__V1__Finding *finding);

/* What needs a person, by what was not said; and what was not run. */
void report_open(struct page *page, const Pfq__V1__Receipt *receipt, enum report_detail detail);

#endif
