/* pfq/log.h - one line per event, to stderr.
 *
 *   2026-05-03T09:30:00.123Z intake warn store_away waiting=12 since_ms=2000
 *
 * time, service, level, event, then fields as key=value.  Ids and numbers only:
 * no case text, no name, nothing out of a message but its ids (G9).  Values are
 * escaped so that a line stays a line.
 *
 * Layer 0: includes nothing of ours.
 */
#ifndef PFQ_LOG_H
#define PFQ_LOG_H

#include <stdbool.h>

enum pfq_level {
    PFQ_LOG_ERROR,
    PFQ_LOG_WARN,
    PFQ_LOG_INFO,
    PFQ_LOG_DEBUG
};

/* Who speaks, and how much.  Until called: "pfq", INFO. */
void pfq_log_init(const char *service, enum pfq_level least);

/* "error", "warn", "info", "debug".  False for another word. */
bool pfq_level_parse(const char *word, enum pfq_level *out);

void pfq_log(enum pfq_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
