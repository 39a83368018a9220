/* fault_vfs.c - see fault_vfs.h. */
#include "support/fault_vfs.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

static sqlite3_vfs shim;
static sqlite3_vfs *real;

/* The log has another table of methods than the database: it needs no locks. */
enum {
    TABLES_MAX = 4
};

static struct {
    const sqlite3_io_methods *real;
    sqlite3_io_methods ours;
} tables[TABLES_MAX];

static enum fault_kind kind;
static int countdown;
static int fired;

void fault_set(enum fault_kind which, int nth)
{
    kind = which;
    countdown = nth;
    fired = 0;
}

int fault_fired(void)
{
    return fired;
}

/* The n-th call fails; a full disk stays full. */
static int fails(enum fault_kind call)
{
    int watched = kind == call || (kind == FAULT_FULL && call == FAULT_WRITE);
    if (!watched) {
        return 0;
    }
    countdown--;
    int now = kind == FAULT_FULL ? countdown <= 0 : countdown == 0;
    fired += now;
    return now;
}

static const sqlite3_io_methods *real_of(const sqlite3_file *file)
{
    int i = 0;
    while (&tables[i].ours != file->pMethods) {
        i++;
    }
    return tables[i].real;
}

static int on_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    if (fails(FAULT_WRITE)) {
        /* half of it gets there, as on a real disk */
        (void)real_of(file)->xWrite(file, data, size / 2, at);
        return kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    return real_of(file)->xWrite(file, data, size, at);
}

static int on_sync(sqlite3_file *file, int flags)
{
    return fails(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : real_of(file)->xSync(file, flags);
}

/* The real file stays what it is; only its table of methods is exchanged for a copy. */
static void exchange(sqlite3_file *file)
{
    int i = 0;
    while (tables[i].real != NULL && tables[i].real != file->pMethods) {
        i++;
    }
    if (i == TABLES_MAX - 1) {
        return;
    }
    tables[i].real = file->pMethods;
    tables[i].ours = *file->pMethods;
    tables[i].ours.xWrite = on_write;
    tables[i].ours.xSync = on_sync;
    file->pMethods = &tables[i].ours;
}

static int on_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                   int *out_flags)
{
    (void)vfs;
    int result = real->xOpen(real, name, file, flags, out_flags);
    if (result == SQLITE_OK && file->pMethods != NULL) {
        exchange(file);
    }
    return result;
}

void fault_install(void)
{
    real = sqlite3_vfs_find(NULL);
    shim = *real;
    shim.zName = "fault";
    shim.xOpen = on_open;
    (void)sqlite3_vfs_register(&shim, 1);
}
