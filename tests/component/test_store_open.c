/* Whose database it is, how it is set, and how its statements run. */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sql.h"
#include "support/store_kit.h"

TestSuite(store_open, .timeout = 60);

static sqlite3 *beside(const char *path)
{
    sqlite3 *handle = NULL;
    cr_assert_eq(sqlite3_open(path, &handle), SQLITE_OK);
    return handle;
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *handle = beside(path);
    cr_assert_eq(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK, "%s",
                 sqlite3_errmsg(handle));
    (void)sqlite3_close(handle);
}

static enum pfq_code try_open(const char *path, struct pfq_err *err)
{
    struct db *db = NULL;
    *err = (struct pfq_err){0};
    enum pfq_code code = db_open(path, DB_WRITE, &db, err);
    db_close(db);
    return code;
}

Test(store_open, no_statement_scans_a_table_unless_it_says_why)
{
    struct kit kit;
    kit_open(&kit);
    char other[128];
    (void)snprintf(other, sizeof other, "%s-quarantine", kit.path);
    sqlite3 *handles[] = {beside(kit.path), beside(other)};
    for (int i = 0; i < SQL_COUNT; i++) {
        char sql[8192];
        sqlite3_stmt *plan = NULL;
        const struct sql_statement *s = &sql_statements[i];
        (void)snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", s->text);
        cr_assert_eq(sqlite3_prepare_v2(handles[s->home], sql, -1, &plan, NULL), SQLITE_OK,
                     "%s: %s", s->name, sqlite3_errmsg(handles[s->home]));
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            cr_assert(s->may_scan || strncmp(step, "SCAN", 4) != 0 ||
                          strcmp(step, "SCAN CONSTANT ROW") == 0,
                      "%s: %s", s->name, step);
        }
        (void)sqlite3_finalize(plan);
    }
    (void)sqlite3_close(handles[0]);
    (void)sqlite3_close(handles[1]);
    kit_close(&kit);
}

Test(store_open, a_file_that_is_no_database_is_told_and_left_as_it_is)
{
    char path[] = "/tmp/pfq-foreign-XXXXXX";
    struct pfq_err err;
    int fd = mkstemp(path);
    static const char text[] = "This is a shopping list, and quite a long one as lists go.\n";
    for (int i = 0; i < 100; i++) {
        cr_assert_eq(write(fd, text, sizeof text - 1), (ssize_t)sizeof text - 1);
    }
    (void)close(fd);
    cr_assert_eq(try_open(path, &err), PFQ_E_DB_FOREIGN);
    struct stat stat_after;
    cr_assert_eq(stat(path, &stat_after), 0);
    cr_assert_eq(stat_after.st_size, 100 * ((off_t)sizeof text - 1));
    (void)unlink(path);
}

Test(store_open, somebody_elses_database_is_refused_and_not_changed)
{
    struct kit kit;
    struct pfq_err err;
    char other[128];
    kit_open(&kit);
    (void)snprintf(other, sizeof other, "%s/other.db", kit.dir);
    run_sql(other, "CREATE TABLE theirs (a)");
    cr_assert_eq(try_open(other, &err), PFQ_E_DB_FOREIGN, "%s", err.text);
    cr_assert_not_null(strstr(err.text, pfq_code_text(PFQ_E_DB_FOREIGN)));
    cr_assert_eq(pfq_disposition(err.code), PFQ_STOP);
    sqlite3 *handle = beside(other);
    cr_assert_eq(sqlite3_exec(handle, "SELECT 1 FROM theirs", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(handle);
    (void)unlink(other);
    /* the quarantine is not the database, either */
    (void)snprintf(other, sizeof other, "%s-quarantine", kit.path);
    cr_assert_eq(try_open(other, &err), PFQ_E_DB_FOREIGN);
    kit_close(&kit);
}

Test(store_open, a_newer_database_is_refused_with_both_versions)
{
    struct kit kit;
    struct pfq_err err;
    kit_open(&kit);
    run_sql(kit.path, "PRAGMA user_version=8");
    cr_assert_eq(try_open(kit.path, &err), PFQ_E_DB_TOO_NEW);
    cr_assert_not_null(strstr(err.text, "schema 8"), "%s", err.text);
    kit_close(&kit);
}

Test(store_open, a_damaged_database_stops)
{
    struct kit kit;
    struct pfq_err err = {0};
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    db_close(kit.batch.db);
    kit.batch.db = NULL;
    FILE *file = fopen(kit.path, "r+");
    static const char junk[4000] = "no page of a tree looks like this";
    for (long page = 1; page < 12; page++) {
        cr_assert_eq(fseek(file, page * 4096, SEEK_SET), 0);
        cr_assert_eq(fwrite(junk, sizeof junk, 1, file), 1);
    }
    (void)fclose(file);
    enum pfq_code code = db_open(kit.path, DB_WRITE, &kit.batch.db, &err);
    if (code == PFQ_OK) {
        struct batch_result result;
        Pfq__V1__Envelope *put = kit_put(&kit, "m2", "43AA1234526");
        const struct job *job = kit_run(&kit, &put, 1, &result);
        cr_assert_eq(job->store_answer.answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
        code = result.err.code;
    }
    cr_assert_eq(code, PFQ_E_DB_CORRUPT);
    cr_assert_eq(pfq_disposition(code), PFQ_STOP);
    kit_close(&kit);
}

Test(store_open, a_place_that_cannot_be_written_is_an_error_that_may_pass)
{
    struct pfq_err err;
    cr_assert_eq(try_open("/proc/pfq.db", &err), PFQ_E_DB_OPEN, "%s", err.text);
    cr_assert_eq(pfq_disposition(err.code), PFQ_RETRY);
    cr_assert_eq(try_open("/nowhere/at/all/pfq.db", &err), PFQ_E_DB_OPEN);
}

Test(store_open, while_another_program_holds_the_database_senders_are_put_off)
{
    struct kit kit;
    struct batch_result result;
    kit_open(&kit);
    sqlite3 *other = beside(kit.path);
    cr_assert_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    Pfq__V1__Envelope *put = kit_put(&kit, "m1", "43AA1234526");
    const struct job *job = kit_run(&kit, &put, 1, &result);
    cr_assert_eq(job->store_answer.answer, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    cr_assert_str_eq(job->store_answer.problems[0]->code, "DB_BUSY");
    cr_assert_gt(job->store_answer.retry_after_ms, 0);
    cr_assert_eq(result.err.code, PFQ_E_DB_BUSY);
    (void)sqlite3_close(other);
    cr_assert_eq(kit_one(&kit, put)->store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    kit_close(&kit);
}

Test(store_open, a_reader_changes_nothing_and_needs_a_database)
{
    struct kit kit;
    struct db *reader = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    cr_assert_eq(db_open(kit.path, DB_READ, &reader, &err), PFQ_OK, "%s", err.text);
    cr_assert_neq(db_write_progress(reader, "x", 1, &err), PFQ_OK);
    Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
    err = (struct pfq_err){0};
    cr_assert_eq(db_read_figures(reader, &kit.arena, true, &status, &err), PFQ_OK);
    cr_assert_eq(status.submissions, 1);
    db_close(reader);
    cr_assert_eq(db_open("/tmp/pfq-there-is-none.db", DB_READ, &reader, &err), PFQ_E_DB_OPEN);
    cr_assert_null(reader);
    kit_close(&kit);
}

Test(store_open, the_log_is_folded_back_without_waiting_for_anybody)
{
    struct kit kit;
    struct db *other = NULL;
    struct db_log log;
    struct pfq_err err = {0};
    kit_open(&kit);
    (void)kit_one(&kit, kit_put(&kit, "m1", "43AA1234526"));
    cr_assert_gt(db_log_bytes(kit.batch.db), 0);
    cr_assert_eq(db_open(kit.path, DB_WRITE, &other, &err), PFQ_OK);
    cr_assert_eq(db_checkpoint(other, true, &log, &err), PFQ_OK, "%s", err.text);
    cr_assert_eq(log.waiting, 0);
    (void)kit_one(&kit, kit_put(&kit, "m2", "43AA1234527"));
    cr_assert_lt(db_log_bytes(kit.batch.db), log.bytes, "the log started again");
    db_close(other);
    kit_close(&kit);
}
