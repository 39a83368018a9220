/* pfq/err.h - what went wrong, and what the caller must now do.
 *
 * A failed call leaves a code, and the code's disposition is the whole of error
 * policy; nothing above this file decides it again:
 *
 *   RETRY   the message is fine, we are not.  Leave it unacknowledged.
 *   REJECT  the message can never succeed.  Answer the sender with every reason.
 *   STOP    this process can do no more good.  Drain, exit, be restarted.
 *
 * Two things are not failures.  A file that breaks the National File Standard
 * yields a finding: the ordinary result of an ordinary call.  A broken promise in
 * our own code is a bug (pfq/bug.h) and aborts.
 *
 * Layer 0: includes nothing of ours.
 */
#ifndef PFQ_ERR_H
#define PFQ_ERR_H

enum pfq_disposition {
    PFQ_RETRY,
    PFQ_REJECT,
    PFQ_STOP
};

enum pfq_code {
    PFQ_OK,
#define PFQ_ERROR(name, disposition, text) PFQ_E_##name,
#include "pfq/errors.def"
#undef PFQ_ERROR
    PFQ_CODE_COUNT /* last */
};

#define PFQ_ERR_TEXT 512

struct pfq_err {
    enum pfq_code code;
    char text[PFQ_ERR_TEXT]; /* for the operator: ids and numbers, never case text */
};

#define PFQ_CHECKED __attribute__((warn_unused_result))

/* Fill *err (which may be NULL) and hand its code back, so that failing is one line:
 *
 *     return pfq_fail(err, PFQ_E_DB_BUSY, "mailbox of force %s", force);
 *
 * The text becomes "<what the code means>: <fmt>". */
enum pfq_code pfq_fail(struct pfq_err *err, enum pfq_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

enum pfq_disposition pfq_disposition(enum pfq_code code);
const char *pfq_code_name(enum pfq_code code); /* "DB_BUSY", for logs and tests */
const char *pfq_code_text(enum pfq_code code); /* the sentence of errors.def */

#endif
