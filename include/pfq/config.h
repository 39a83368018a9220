/* pfq/config.h - parameters: one row drives default, bounds, file, option and help.
 *
 * pfq.conf is an INI file.  A service reads [common] and the section of its own name;
 * `-o name=value` on the command line overrides both.  All faults of a file are listed
 * with file and line, an unknown name with the nearest known one.
 *
 * config.c has the parameters, config_file.c the lines.
 *
 * Layer 0.
 */
#ifndef PFQ_CONFIG_H
#define PFQ_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/err.h"

enum pfq_param_kind {
    PFQ_PARAM_TEXT,
    PFQ_PARAM_NUMBER
};

struct pfq_param {
    const char *name;
    enum pfq_param_kind kind;
    const char *initial; /* default; %RUN% stands for the runtime directory */
    int64_t min;         /* NUMBER only */
    int64_t max;
    const char *unit; /* "ms", "bytes", "messages" or NULL */
    const char *text; /* what it does, one sentence */
};

struct pfq_config; /* values by name */

/* `file` NULL: defaults and overrides only.  Every fault is written to stderr; the
 * error says how many there were. */
enum pfq_code pfq_config_load(const struct pfq_param *params, const char *section, const char *file,
                              const char *const *overrides, struct pfq_config **out,
                              struct pfq_err *err) PFQ_CHECKED;
void pfq_config_close(struct pfq_config *config);

const char *pfq_config_text(const struct pfq_config *config, const char *name);
int64_t pfq_config_number(const struct pfq_config *config, const char *name);

/* The file that it was read from; NULL: none. */
const char *pfq_config_file(const struct pfq_config *config);

/* name, value, default, meaning; one row a line. */
void pfq_config_print(const struct pfq_config *config);

/* The same for a program: name, value, default, unit, where it comes from ("default",
 * "[common]", "[intake]", "-o"), its line in the file or 0, meaning; tabs between. */
void pfq_config_print_tabs(const struct pfq_config *config);

/* --- other sections ------------------------------------------------------------------ */

/* [values] and [values AREA] are for the catalogue (services/standard), and no program's. */
#define PFQ_CONFIG_VALUES "values"
/* [routes] is feedback's own (services/feedback/deliver): who gets which mail. */
#define PFQ_CONFIG_ROUTES "routes"
#define PFQ_CONFIG_STAFF  "staff"
/* [targets] too (services/feedback/own_targets.h): what forces set themselves. */
#define PFQ_CONFIG_TARGETS "targets"
bool pfq_config_is_values(const char *section);

/* Every pair of the file, in order, with its line.  `section` NULL: `text` says what is
 * wrong with the line. */
typedef void pfq_config_on_pair(void *self, const char *section, const char *name, const char *text,
                                unsigned line);
enum pfq_code pfq_config_pairs(const char *file, pfq_config_on_pair *on_pair, void *self,
                               struct pfq_err *err) PFQ_CHECKED;

#endif
