/* A large database of an older schema: the service says that it migrates, and may be killed at any
 * moment of it (G1, G4). */
#include <criterion/criterion.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sql.h"
#include "support/command.h"

TestSuite(w_migrate, .timeout = 120);

enum {
    ROWS = 300000, /* of mailboxes: some tenth of a second to build anew */
    OLD = 4,
    PATH_BYTES = 160
};

struct old {
    char dir[64];
    char path[PATH_BYTES];
    char err[PATH_BYTES];
};

static void run_sql(sqlite3 *handle, const char *sql)
{
    cr_assert_eq(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(handle));
}

static int64_t ask(const struct old *o, const char *sql)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *q = NULL;
    cr_assert_eq(sqlite3_open(o->path, &handle), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(handle, sql, -1, &q, NULL), SQLITE_OK, "%s",
                 sqlite3_errmsg(handle));
    cr_assert_eq(sqlite3_step(q), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(q, 0);
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(handle);
    return number;
}

/* Each item tells of the same change of a theme: how many there are is what matters. */
static void make_old(struct old *o)
{
    sqlite3 *handle = NULL;
    char sql[400];
    strcpy(o->dir, "/tmp/pfq-migrate-XXXXXX");
    cr_assert_not_null(mkdtemp(o->dir));
    (void)snprintf(o->path, sizeof o->path, "%s/pfq.db", o->dir);
    (void)snprintf(o->err, sizeof o->err, "%s/log", o->dir);
    cr_assert_eq(sqlite3_open(o->path, &handle), SQLITE_OK);
    run_sql(handle, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF");
    for (size_t i = 0; i < OLD; i++) {
        run_sql(handle, sql_schema[i]);
    }
    run_sql(handle, "INSERT INTO theme_move VALUES (7, '43', 0, '', 1, 'INTERVIEW', 0, 202605, 2,"
                    " 60, 31, 1777800000000, x'82010178')");
    (void)snprintf(sql, sizeof sql,
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                   " INSERT INTO mailbox (force, number, kind, sequence, move)"
                   " SELECT '43', i, 3, NULL, 7 FROM n",
                   ROWS);
    run_sql(handle, sql);
    (void)snprintf(sql, sizeof sql, "INSERT INTO force VALUES ('43', 0, %d, 1777800000000)", ROWS);
    run_sql(handle, sql);
    (void)snprintf(sql, sizeof sql, "PRAGMA application_id=1885761841; PRAGMA user_version=%d",
                   OLD);
    run_sql(handle, sql);
    (void)sqlite3_close(handle);
}

static void remove_old(const struct old *o)
{
    char text[PATH_BYTES];
    (void)snprintf(text, sizeof text, "rm -r %s", o->dir);
    cr_expect_eq(system(text), 0);
}

static pid_t start(const struct old *o)
{
    static char run[PATH_BYTES + 16];
    static char database[PATH_BYTES + 16];
    (void)snprintf(run, sizeof run, "run=%s", o->dir);
    (void)snprintf(database, sizeof database, "database=%s", o->path);
    const char *const argv[] = {"pfq-store", "-o", run, "-o", database, NULL};
    (void)unlink(o->err);
    pid_t pid = command_start(argv, "/dev/null", o->err);
    cr_assert_gt(pid, 0);
    return pid;
}

static void end(pid_t pid, int how)
{
    (void)kill(pid, how);
    (void)waitpid(pid, NULL, 0);
}

Test(w_migrate, a_migration_says_how_much_there_is_and_when_it_is_done)
{
    struct old o;
    make_old(&o);
    pid_t pid = start(&o);
    cr_expect(command_wait_text(o.err, "migrating path=", 20000));
    cr_expect(command_wait_text(o.err, "from=4 to=7 mailbox_rows=300000", 1000));
    cr_expect(command_wait_text(o.err, "migrated schema=5 of=7 ms=", 20000));
    cr_expect(command_wait_text(o.err, "migrated schema=6 of=7 ms=", 20000));
    cr_expect(command_wait_text(o.err, "migrated schema=7 of=7 ms=", 20000));
    end(pid, SIGTERM);
    cr_expect_eq(ask(&o, "SELECT count(*) FROM mailbox WHERE move = 7"), ROWS);
    cr_expect_eq(ask(&o, "PRAGMA user_version"), 7);
    remove_old(&o);
}

/* Killed a little later each time, from its first word on, until one goes through. */
Test(w_migrate, g1_g4_killed_at_any_moment_the_next_start_finishes)
{
    struct old o;
    int64_t version = OLD;
    unsigned broken = 0;
    make_old(&o);
    for (long ms = 0; version < 7 && ms < 20000; ms += ms / 3 + 15) {
        pid_t pid = start(&o);
        cr_assert(command_wait_text(o.err, "migrating path=", 20000));
        (void)nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
        end(pid, SIGKILL);
        version = ask(&o, "PRAGMA user_version");
        broken += version < 7;
        cr_assert_eq(ask(&o, "SELECT count(*) FROM mailbox WHERE kind = 3 AND move = 7"), ROWS,
                     "after %ld ms, at version %ld", ms, (long)version);
    }
    cr_expect_eq(version, 7);
    cr_expect_geq(broken, 2, "it was killed on the way");
    remove_old(&o);
}
