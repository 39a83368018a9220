/* notify.c - what the supervisor is told, one datagram each: see loop.h.
 *
 * The protocol of sd_notify(3): a Unix datagram socket named by NOTIFY_SOCKET, where a
 * leading '@' stands for the NUL of an abstract name.  A datagram that cannot be sent is
 * lost; the service goes on.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "loop.h"
#include "pfq/log.h"

static int64_t number_of(const char *text)
{
    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

/* WATCHDOG_PID guards against a variable inherited from a parent that is watched. */
static int64_t watchdog_ms(void)
{
    int64_t pid = number_of(getenv("WATCHDOG_PID"));
    int64_t half_ms = number_of(getenv("WATCHDOG_USEC")) / 2000;
    return half_ms > 0 && (pid == 0 || pid == getpid()) ? half_ms : 0;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = strlen(path);
    if (size < 2 || size > sizeof address.sun_path || (path[0] != '/' && path[0] != '@')) {
        return -1;
    }
    memcpy(address.sun_path, path, size);
    if (path[0] == '@') {
        address.sun_path[0] = '\0';
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    socklen_t used = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, used) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

void net_notify_open(struct net_notify *notify, int64_t now_ms)
{
    const char *path = getenv("NOTIFY_SOCKET");
    *notify = (struct net_notify){.fd = -1, .watchdog_due_ms = INT64_MAX};
    if (path == NULL || path[0] == '\0') {
        return;
    }
    notify->fd = connect_to(path);
    if (notify->fd < 0) {
        pfq_log(PFQ_LOG_WARN, "notify_away", "errno=%d", errno);
        return;
    }
    notify->watchdog_every_ms = watchdog_ms();
    if (notify->watchdog_every_ms > 0) {
        notify->watchdog_due_ms = now_ms;
    }
}

void net_notify_close(struct net_notify *notify)
{
    if (notify->fd >= 0) {
        (void)close(notify->fd);
    }
    notify->fd = -1;
}

void net_notify_send(const struct net_notify *notify, const char *text)
{
    if (notify->fd >= 0 && send(notify->fd, text, strlen(text), MSG_NOSIGNAL) < 0) {
        pfq_log(PFQ_LOG_WARN, "notify_lost", "errno=%d", errno);
    }
}

void net_notify_watchdog(struct net_notify *notify, int64_t now_ms)
{
    if (now_ms >= notify->watchdog_due_ms) {
        net_notify_send(notify, "WATCHDOG=1");
        notify->watchdog_due_ms = now_ms + notify->watchdog_every_ms;
    }
}
