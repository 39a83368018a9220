/* reach.c - whether anybody listens at an endpoint: see reach.h. */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "reach.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "who.h"

enum {
    SAY_AFTER_MS = 1000,
    LOOK_EVERY_MS = 50
};

static const char scheme[] = "ipc://";

static bool is_local(const char *endpoint)
{
    return strncmp(endpoint, scheme, sizeof scheme - 1) == 0;
}

const char *reach_path(const struct reach *reach)
{
    return reach->endpoint + (is_local(reach->endpoint) ? sizeof scheme - 1 : 0);
}

/* 0, or the errno of the connect.  One that would block has a listener. */
static int try_connect(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return 0;
    }
    memcpy(to.sun_path, path, strlen(path) + 1);
    int code = connect(fd, (const struct sockaddr *)&to, sizeof to) == 0 ? 0 : errno;
    (void)close(fd);
    return code == EAGAIN || code == EINPROGRESS ? 0 : code;
}

const char *reach_why_not(const struct reach *reach)
{
    const char *path = reach_path(reach);
    struct sockaddr_un to;
    if (!is_local(reach->endpoint) || strlen(path) >= sizeof to.sun_path) {
        return NULL;
    }
    int code = try_connect(path);
    return code == 0              ? NULL
           : code == ENOENT       ? "there is no such socket"
           : code == ECONNREFUSED ? "the socket is there, but nobody listens at it"
           : code == EACCES       ? "this user may not use the socket"
                                  : strerror(code);
}

bool reach_is_shut(const struct reach *reach)
{
    struct sockaddr_un to;
    const char *path = reach_path(reach);
    return is_local(reach->endpoint) && strlen(path) < sizeof to.sun_path &&
           try_connect(path) == EACCES;
}

void reach_say_waiting(struct reach *reach, int64_t wait_ms)
{
    const char *why = reach->said ? NULL : reach_why_not(reach);
    if (why == NULL) {
        return;
    }
    reach->said = true;
    fprintf(stderr, "pfq %s: no service at %s yet (%s); trying ", reach->command, reach_path(reach),
            why);
    if (wait_ms == REACH_FOR_EVER) {
        fputs("until it is there", stderr);
    } else {
        fprintf(stderr, "for %" PRId64 " s", (wait_ms + 999) / 1000);
    }
    fprintf(stderr, "\nStart the services with: pfq up%s\n", reach->tried);
}

void reach_say_back(struct reach *reach)
{
    if (reach->said) {
        fprintf(stderr, "pfq %s: the service is there now\n", reach->command);
    }
    reach->said = false;
}

void reach_say_nobody(const struct reach *reach)
{
    if (who_say_denied(reach->command, reach_path(reach), reach_is_shut(reach))) {
        return;
    }
    const char *why = reach_why_not(reach);
    fprintf(stderr, "pfq %s: no service at %s: %s\n", reach->command, reach_path(reach),
            why == NULL ? "it came too late" : why);
    if (!reach->said) {
        fprintf(stderr, "Start the services with: pfq up%s\n", reach->tried);
    }
}

/* Longer waiting is in vain, or its time is over. */
static bool has_waited(const struct reach *reach, int64_t waited, int64_t wait_ms)
{
    bool denied = waited >= SAY_AFTER_MS && !reach->said && who_is_denied(reach_path(reach));
    return denied || (wait_ms != REACH_FOR_EVER && (waited >= wait_ms || reach_is_shut(reach)));
}

bool reach_wait(struct reach *reach, int64_t wait_ms)
{
    int64_t began = pfq_monotonic_ms();
    while (reach_why_not(reach) != NULL) {
        int64_t waited = pfq_monotonic_ms() - began;
        if (has_waited(reach, waited, wait_ms)) {
            return false;
        }
        if (waited >= SAY_AFTER_MS && !reach->said) {
            reach_say_waiting(reach, wait_ms);
        }
        (void)poll(NULL, 0, LOOK_EVERY_MS);
    }
    reach_say_back(reach);
    return true;
}
