/* feed.c - stored files, one after another: see feed.h. */
#include "feed.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pfq/data.h"
#include "pfq/wire.h"

enum {
    FILE_BYTES_MAX = 4 * 1024 * 1024, /* of a packed StoredFile: frame, outcomes, catalogue */
    LENGTH_BYTES = 4
};

static void become_store(const char *program, char *const argv[], const int ends[2])
{
    (void)dup2(ends[1], STDOUT_FILENO);
    (void)close(ends[0]);
    (void)close(ends[1]);
    (void)execv(program, argv);
    _exit(127);
}

static enum pfq_code start(struct feed *feed, const char *program, char *const argv[],
                           struct pfq_err *err)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return pfq_fail(err, PFQ_E_IO, "a pipe: %s", strerror(errno));
    }
    feed->pid = fork();
    if (feed->pid == 0) {
        become_store(program, argv, ends);
    }
    (void)close(ends[1]);
    feed->in = feed->pid < 0 ? NULL : fdopen(ends[0], "r");
    if (feed->in == NULL) {
        (void)close(ends[0]);
        return pfq_fail(err, PFQ_E_IO, "%s: %s", program, strerror(errno));
    }
    return PFQ_OK;
}

enum pfq_code feed_open(struct feed *feed, const char *database, const char *from, const char *to,
                        struct pfq_err *err)
{
    char program[PFQ_DATA_PATH];
    char path[PFQ_DATA_PATH + 16];
    char since[32];
    char until[32];
    char use[] = "--stored";
    char option[] = "-o";
    char *argv[] = {program, use, since, until, option, path, NULL};
    *feed = (struct feed){.in = NULL};
    (void)snprintf(path, sizeof path, "database=%s", database);
    (void)snprintf(since, sizeof since, "--from=%s", from);
    (void)snprintf(until, sizeof until, "--to=%s", to);
    enum pfq_code code = pfq_data_program("pfq-store", program, err);
    return code == PFQ_OK ? start(feed, program, argv, err) : code;
}

enum pfq_code feed_next(struct feed *feed, struct pfq_arena *arena, Pfq__V1__StoredFile **out,
                        struct pfq_err *err)
{
    uint8_t length[LENGTH_BYTES];
    ProtobufCMessage *message = NULL;
    *out = NULL;
    size_t got = fread(length, 1, sizeof length, feed->in);
    if (got == 0 && feof(feed->in)) {
        return PFQ_OK;
    }
    size_t size = (size_t)length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 |
                  (size_t)length[3] << 24;
    if (got != sizeof length || size > FILE_BYTES_MAX) {
        return pfq_fail(err, PFQ_E_MALFORMED, "what pfq-store wrote is cut off or damaged");
    }
    uint8_t *bytes = pfq_arena_new(arena, uint8_t, size + 1);
    if (fread(bytes, 1, size, feed->in) != size) {
        return pfq_fail(err, PFQ_E_MALFORMED, "what pfq-store wrote is cut off");
    }
    enum pfq_code code = pfq_wire_trusted(&pfq__v1__stored_file__descriptor,
                                          (struct pfq_bytes){bytes, size}, arena, &message, err);
    *out = (Pfq__V1__StoredFile *)message;
    return code;
}

enum pfq_code feed_close(struct feed *feed, struct pfq_err *err)
{
    int status = 0;
    if (feed->in != NULL) {
        (void)fclose(feed->in);
    }
    if (feed->pid > 0 && (waitpid(feed->pid, &status, 0) != feed->pid || status != 0)) {
        return pfq_fail(err, PFQ_E_IO, "pfq-store could not read all of the database");
    }
    return PFQ_OK;
}
