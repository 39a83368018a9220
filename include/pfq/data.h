/* pfq/data.h - where a program finds its data: <program>/../share/pfq/<what>.
 *
 * The same rule holds in the build tree and where it is installed.
 *
 * Layer 0.
 */
#ifndef PFQ_DATA_H
#define PFQ_DATA_H

#include "pfq/err.h"

enum {
    PFQ_DATA_PATH = 1024
};

/* `named` (from configuration) wins unless it is NULL or empty. */
enum pfq_code pfq_data_dir(const char *named, const char *what, char out[PFQ_DATA_PATH],
                           struct pfq_err *err) PFQ_CHECKED;

/* The path of a program beside this one: "pfq-store". */
enum pfq_code pfq_data_program(const char *name, char out[PFQ_DATA_PATH],
                               struct pfq_err *err) PFQ_CHECKED;

#endif
