/* endpoint.c - where a socket may be: see endpoint.h. */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "endpoint.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

bool net_endpoint_binds(enum pfq_sock_kind kind)
{
    return pfq_sock_answers(kind) || kind == PFQ_SOCK_PUB;
}

const char *net_endpoint_after(const char *endpoint, const char *scheme)
{
    size_t n = strlen(scheme);
    return strncmp(endpoint, scheme, n) == 0 ? endpoint + n : NULL;
}

/* Only literal loopback addresses: a name may resolve to anything. */
static bool is_loopback(const char *address)
{
    char host[64];
    const char *colon = strrchr(address, ':');
    size_t n = colon == NULL ? 0 : (size_t)(colon - address);
    if (n == 0 || n >= sizeof host || strchr(address, ';') != NULL) {
        return false;
    }
    memcpy(host, address, n);
    host[n] = '\0';
    struct in_addr ip;
    return strcmp(host, "[::1]") == 0 ||
           (inet_pton(AF_INET, host, &ip) == 1 && ntohl(ip.s_addr) >> 24 == 127);
}

static enum pfq_code check_path(const char *endpoint, const char *path, struct pfq_err *err)
{
    struct sockaddr_un address;
    if (path[0] == '\0' || path[0] == '@' || path[0] == '*') {
        return pfq_fail(err, PFQ_E_ENDPOINT,
                        "%s: give the path of a socket file, whose mode says who may connect",
                        endpoint);
    }
    if (strlen(path) >= sizeof address.sun_path) {
        return pfq_fail(err, PFQ_E_ENDPOINT, "%.80s...: the path has %zu bytes, at most %zu fit",
                        endpoint, strlen(path), sizeof address.sun_path - 1);
    }
    return PFQ_OK;
}

static enum pfq_code check_directory(const char *endpoint, const char *path, struct pfq_err *err)
{
    char directory[sizeof((struct sockaddr_un *)NULL)->sun_path] = ".";
    const char *slash = strrchr(path, '/');
    if (slash != NULL) {
        size_t n = slash == path ? 1 : (size_t)(slash - path);
        memcpy(directory, path, n);
        directory[n] = '\0';
    }
    struct stat st;
    if (stat(directory, &st) != 0 || !S_ISDIR(st.st_mode)) {
        return pfq_fail(err, PFQ_E_ENDPOINT, "%s: there is no directory %s: create it first",
                        endpoint, directory);
    }
    return PFQ_OK;
}

/* 0: somebody listens.  Otherwise the reason why not. */
static int try_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return errno;
    }
    int why = connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
    (void)close(fd);
    return why == EAGAIN ? 0 : why; /* a full backlog is somebody too */
}

static enum pfq_code clear_path(const char *endpoint, const char *path, struct pfq_err *err)
{
    struct stat st;
    if (lstat(path, &st) != 0) {
        return PFQ_OK;
    }
    if (!S_ISSOCK(st.st_mode)) {
        return pfq_fail(err, PFQ_E_ENDPOINT, "%s: there is a file of that name, not a socket",
                        endpoint);
    }
    int why = try_connect(path);
    if (why == 0) {
        return pfq_fail(err, PFQ_E_ENDPOINT, "%s: another process serves it: stop that one first",
                        endpoint);
    }
    if (why != ECONNREFUSED || unlink(path) != 0) {
        return pfq_fail(err, PFQ_E_ENDPOINT, "%s: the old socket file cannot be replaced: %s",
                        endpoint, strerror(why != ECONNREFUSED ? why : errno));
    }
    return PFQ_OK;
}

enum pfq_code net_endpoint_check(enum pfq_sock_kind kind, const char *endpoint, struct pfq_err *err)
{
    const char *path = net_endpoint_after(endpoint, "ipc://");
    const char *address = net_endpoint_after(endpoint, "tcp://");
    if (address != NULL && !is_loopback(address)) {
        return pfq_fail(err, PFQ_E_ENDPOINT,
                        "%s: it reaches beyond this machine, and keys do not exist yet: use "
                        "ipc://PATH, tcp://127.0.0.1:PORT or tcp://[::1]:PORT",
                        endpoint);
    }
    if (path == NULL && address == NULL) {
        return pfq_fail(err, PFQ_E_ENDPOINT, "%s: write ipc://PATH or tcp://127.0.0.1:PORT",
                        endpoint);
    }
    enum pfq_code code = path == NULL ? PFQ_OK : check_path(endpoint, path, err);
    if (code == PFQ_OK && path != NULL && net_endpoint_binds(kind)) {
        code = check_directory(endpoint, path, err);
        code = code == PFQ_OK ? clear_path(endpoint, path, err) : code;
    }
    return code;
}
