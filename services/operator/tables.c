/* tables.c - see tables.h. */
#include "tables.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *tables_path(const char *directory, enum pfq_table table, bool previous,
                        struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s/%s%s.csv", directory, pfq_table_name(table),
                            previous ? ".previous" : "");
}

static enum pfq_code failed(const char *path, struct pfq_err *err)
{
    return pfq_fail(err, PFQ_E_IO, "%s: %s", path, strerror(errno));
}

static bool write_all(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        at += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* A file of its own beside the table, on disk when this returns. */
static enum pfq_code write_beside(char *path, const struct pfq_table_text *text, const char *stamp,
                                  struct pfq_err *err)
{
    int fd = mkstemp(path);
    if (fd < 0) {
        return failed(path, err);
    }
    bool good = write_all(fd, stamp, strlen(stamp)) &&
                write_all(fd, text->canonical.data, text->canonical.size) &&
                fchmod(fd, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) == 0 && fsync(fd) == 0;
    enum pfq_code code = good ? PFQ_OK : failed(path, err);
    (void)close(fd);
    if (code != PFQ_OK) {
        (void)unlink(path);
    }
    return code;
}

static enum pfq_code sync_directory(const char *directory, struct pfq_err *err)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return failed(directory, err);
    }
    enum pfq_code code = fsync(fd) == 0 ? PFQ_OK : failed(directory, err);
    (void)close(fd);
    return code;
}

/* The table in use becomes the one before, and stays in use all the while. */
static enum pfq_code keep(const char *path, const char *previous, struct pfq_arena *arena,
                          struct pfq_err *err)
{
    const char *beside = pfq_arena_printf(arena, "%s.%ld", previous, (long)getpid());
    (void)unlink(beside);
    if (link(path, beside) != 0) {
        return failed(path, err);
    }
    return rename(beside, previous) == 0 ? PFQ_OK : failed(previous, err);
}

static enum pfq_code put_in_place(const char *beside, const char *path, const char *previous,
                                  struct pfq_arena *arena, struct pfq_err *err)
{
    enum pfq_code code = previous == NULL ? PFQ_OK : keep(path, previous, arena, err);
    if (code == PFQ_OK && rename(beside, path) != 0) {
        code = failed(path, err);
    }
    if (code != PFQ_OK) {
        (void)unlink(beside);
    }
    return code;
}

enum pfq_code tables_put(const char *directory, const struct tables_new *new,
                         struct pfq_arena *arena, struct pfq_err *err)
{
    const char *path = tables_path(directory, new->table, false, arena);
    const char *previous = new->keep ? tables_path(directory, new->table, true, arena) : NULL;
    const char *stamp = pfq_table_stamp(new->text, new->loaded_at, arena);
    char *beside = pfq_arena_printf(arena, "%s.XXXXXX", path);
    if (mkdir(directory, S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH) != 0 && errno != EEXIST) {
        return failed(directory, err);
    }
    enum pfq_code code = write_beside(beside, new->text, stamp, err);
    if (code == PFQ_OK) {
        code = put_in_place(beside, path, previous, arena, err);
    }
    return code == PFQ_OK ? sync_directory(directory, err) : code;
}
