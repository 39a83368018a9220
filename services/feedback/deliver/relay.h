/* relay.h - the mail server that takes our mail (a smarthost, as CJSM's is), as set in
 * pfq.conf, with everything that is wrong with the settings.
 *
 * SECURITY
 *     TLS is required, and the server's certificate is checked, unless smtp_tls = none,
 *     which only a loopback address may have.  With mail_reach = loopback (pfq up) no
 *     other address is ever connected to, whatever the name resolves to (smtp_talk.c
 *     looks at the address itself).  Files that hold secrets must be closed to others.
 *
 * Layer 4 (feedback).
 */
#ifndef RELAY_H
#define RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/err.h"

enum {
    RELAY_WORD_BYTES = 128
};

struct relay_texts { /* parameters as they stand; "" = not set */
    const char *url;
    const char *tls;
    const char *ca;
    const char *certificate;
    const char *key;
    const char *login;
    const char *reach;
    const char *from;
    const char *reply_to;
};

struct relay {
    const char *url; /* NULL: no mail is sent */
    const char *why_off;
    bool tls;
    bool loopback_only;
    const char *ca;
    const char *certificate;
    const char *key;
    char user[RELAY_WORD_BYTES]; /* "": none */
    char password[RELAY_WORD_BYTES];
    int64_t timeout_ms; /* of a whole conversation */
};

/* All faults are written to stderr; the error says how many there were.  `texts` must stay. */
enum pfq_code relay_read(const struct relay_texts *texts, struct relay *out,
                         struct pfq_err *err) PFQ_CHECKED;

/* "smtp://127.0.0.1:25": 127.x.x.x, [::1] or localhost. */
bool relay_is_loopback(const char *url);

#endif
