/* err.c - failures as a code and a sentence: see pfq/err.h. */
#include "pfq/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "pfq/bug.h"

static const struct {
    const char *name;
    enum pfq_disposition disposition;
    const char *text;
} rows[PFQ_CODE_COUNT] = {
    [PFQ_OK] = {"OK", PFQ_RETRY, "all is well"},

#define PFQ_ERROR(name, disposition, text) [PFQ_E_##name] = {#name, PFQ_##disposition, text},
#include "pfq/errors.def"
#undef PFQ_ERROR
};

enum pfq_code pfq_fail(struct pfq_err *err, enum pfq_code code, const char *fmt, ...)
{
    PFQ_ASSERT(code > PFQ_OK && code < PFQ_CODE_COUNT);
    if (err == NULL) {
        return code;
    }
    err->code = code;
    int n = snprintf(err->text, sizeof err->text, "%s: ", rows[code].text);
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(err->text + n, sizeof err->text - (size_t)n, fmt, args);
    va_end(args);
    return code;
}

enum pfq_disposition pfq_disposition(enum pfq_code code)
{
    PFQ_ASSERT(code > PFQ_OK && code < PFQ_CODE_COUNT);
    return rows[code].disposition;
}

const char *pfq_code_name(enum pfq_code code)
{
    PFQ_ASSERT(code < PFQ_CODE_COUNT);
    return rows[code].name;
}

const char *pfq_code_text(enum pfq_code code)
{
    PFQ_ASSERT(code < PFQ_CODE_COUNT);
    return rows[code].text;
}
