/* data.c - paths relative to the running program: see pfq/data.h. */
#include "pfq/data.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum pfq_code beside(const char *tail, const char *name, char out[PFQ_DATA_PATH],
                            struct pfq_err *err)
{
    char self[PFQ_DATA_PATH];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0) {
        return pfq_fail(err, PFQ_E_IO, "the program's own path: %s", strerror(errno));
    }
    self[n] = '\0';
    *strrchr(self, '/') = '\0';
    if (snprintf(out, PFQ_DATA_PATH, "%s%s%s", self, tail, name) >= PFQ_DATA_PATH) {
        return pfq_fail(err, PFQ_E_IO, "the path to %s is too long", name);
    }
    return PFQ_OK;
}

enum pfq_code pfq_data_dir(const char *named, const char *what, char out[PFQ_DATA_PATH],
                           struct pfq_err *err)
{
    if (named == NULL || named[0] == '\0') {
        return beside("/../share/pfq/", what, out, err);
    }
    if (snprintf(out, PFQ_DATA_PATH, "%s", named) >= PFQ_DATA_PATH) {
        return pfq_fail(err, PFQ_E_CONFIG, "the path of the %s is too long", what);
    }
    return PFQ_OK;
}

enum pfq_code pfq_data_program(const char *name, char out[PFQ_DATA_PATH], struct pfq_err *err)
{
    return beside("/", name, out, err);
}
