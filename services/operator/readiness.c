/* readiness.c - who says that it is ready: see readiness.h. */
#define _GNU_SOURCE /* struct ucred */
#include "readiness.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* The kernel picks an abstract name: no path to be too long or to be left behind. */
enum pfq_code readiness_open(struct readiness *r, struct pfq_err *err)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    socklen_t size = sizeof(sa_family_t);
    int on = 1;
    r->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (r->fd < 0 || bind(r->fd, (struct sockaddr *)&name, size) != 0 ||
        setsockopt(r->fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) {
        return pfq_fail(err, PFQ_E_IO, "the socket for readiness: %s", strerror(errno));
    }
    size = sizeof name;
    (void)getsockname(r->fd, (struct sockaddr *)&name, &size);
    (void)snprintf(r->name, sizeof r->name, "@%.*s", (int)(size - sizeof(sa_family_t) - 1),
                   name.sun_path + 1);
    return PFQ_OK;
}

/* The sender's process id, by the kernel's word; 0 when there is no datagram. */
static pid_t next_datagram(int fd, char *text, size_t size)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
    } control;
    struct iovec part = {text, size - 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t n = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    struct cmsghdr *header = n < 0 ? NULL : CMSG_FIRSTHDR(&message);
    struct ucred who = {.pid = -1};
    text[n < 0 ? 0 : n] = '\0';
    if (header != NULL && header->cmsg_type == SCM_CREDENTIALS) {
        memcpy(&who, CMSG_DATA(header), sizeof who);
    }
    return n < 0 ? 0 : who.pid;
}

static bool has_line(const char *text, const char *line)
{
    size_t size = strlen(line);
    for (const char *at = text; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, line, size) == 0 && (at[size] == '\n' || at[size] == '\0')) {
            return true;
        }
    }
    return false;
}

pid_t readiness_next(struct readiness *r, bool *ready)
{
    char text[1024];
    pid_t pid = next_datagram(r->fd, text, sizeof text);
    *ready = pid != 0 && has_line(text, "READY=1");
    return pid;
}
