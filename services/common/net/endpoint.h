/* endpoint.h - where a socket may be: a socket file, or TCP on this machine.
 *
 * A file that no process listens on is left over from a crash and is removed.  libzmq
 * would also remove one that a live process serves, and so steal its endpoint without
 * a word: therefore we try to connect first.
 */
#ifndef NET_ENDPOINT_H
#define NET_ENDPOINT_H

#include <stdbool.h>

#include "pfq/sock.h"

bool net_endpoint_binds(enum pfq_sock_kind kind);

/* The part of `endpoint` after its scheme ("ipc://"), or NULL when it has another. */
const char *net_endpoint_after(const char *endpoint, const char *scheme);

/* Says why a socket of this kind cannot be there.  Clears the way for one that binds. */
enum pfq_code net_endpoint_check(enum pfq_sock_kind kind, const char *endpoint,
                                 struct pfq_err *err) PFQ_CHECKED;

#endif
