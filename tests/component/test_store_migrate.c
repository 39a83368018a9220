/* A database of an older schema: what was promised of it still holds. */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sql.h"
#include "support/figures.h"
#include "support/figures_kit.h"

TestSuite(store_migrate, .timeout = 60);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET
};

static void run_sql(sqlite3 *handle, const char *sql)
{
    cr_assert_eq(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(handle));
}

/* Some files with resubmissions, one that arrived late; a TEST message; a reader. */
static void fill(struct kit *kit)
{
    static const unsigned char bad[3] = {NOT_MET, MET, MET};
    static const unsigned char good[3] = {MET, MET, MET};

    static const struct {
        const char *urn;
        const char *at;
        const unsigned char *outcomes;
    } rows[] = {
        {"43AA0000126", "2026-05-03T09:30:00Z", bad},
        {"43AA0000226", "2026-05-03T09:31:00Z", good},
        {"43AA0000126", "2026-05-05T09:30:00Z", good},
        {"43AA0000126", "2026-05-01T09:30:00Z", bad},
        {"43AA0000326", "2026-05-06T09:30:00Z", bad},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%zu", i);
        (void)figures_put(kit, id, rows[i].urn, rows[i].at, rows[i].outcomes,
                          kit_verdict(rows[i].outcomes, 3));
    }
    Pfq__V1__Envelope *test = kit_put(kit, "t1", "43AA0000126");
    test->store_put->has_mode = true;
    test->store_put->mode = PFQ__V1__MODE__MODE_TEST;
    (void)kit_one(kit, test);
    (void)kit_one(kit, kit_position(kit, "default", 2));
}

/* The rows of `from`, as version 1 of the schema held them, in a database at `path`. */
static void make_version_1(const char *path, const char *from)
{
    static const char *const copies[] = {
        "INSERT INTO catalogue SELECT * FROM new.catalogue",
        ("INSERT INTO submission SELECT sequence, force, number, ordinal, previous, id_hash, "
         "source,"
         " id, content_digest, received_at, committed_at, catalogue, urn, urn_readable, file_type,"
         " breach_date, police_unit, case_type, judged, original FROM new.submission"),
        ("INSERT INTO file SELECT urn, force, file_type, breach_date, submissions, last_sequence,"
         " first_sequence FROM new.file"),
        "INSERT INTO mailbox SELECT force, number, kind, sequence FROM new.mailbox",
        "INSERT INTO force SELECT * FROM new.force",
        "INSERT INTO consumer SELECT * FROM new.consumer",
        "INSERT INTO trial SELECT * FROM new.trial",
        /* figures that are no longer true of anything must not survive */
        "INSERT INTO code VALUES (1, 1, 'AA01'), (2, 4, 'MEETS')",
        "INSERT INTO rollup VALUES ('43', 20260503, 'AA', 1, 6, 0, x'010500')",
        "INSERT INTO progress VALUES ('rollup', 5), ('rollup_rebuild', 3), ('other', 4)",
    };
    sqlite3 *handle = NULL;
    char attach[160];
    (void)snprintf(attach, sizeof attach, "ATTACH '%s' AS new", from);
    cr_assert_eq(sqlite3_open(path, &handle), SQLITE_OK);
    run_sql(handle, sql_schema[0]);
    run_sql(handle, "PRAGMA application_id=1885761841; PRAGMA user_version=1");
    run_sql(handle, attach);
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
        run_sql(handle, copies[i]);
    }
    (void)sqlite3_close(handle);
}

/* Two databases that ought to tell the same: one as it was made, one migrated. */
struct pair {
    struct kit made;
    struct kit migrated;
};

static void open_pair(struct pair *pair)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    kit_open(&pair->made);
    kit_open(&pair->migrated);
    fill(&pair->made);
    db_close(pair->migrated.batch.db);
    pair->migrated.batch.db = NULL;
    for (size_t i = 0; i < 3; i++) {
        char path[160];
        (void)snprintf(path, sizeof path, "%s%s", pair->migrated.path, suffixes[i]);
        (void)unlink(path);
    }
    make_version_1(pair->migrated.path, pair->made.path);
}

static void close_pair(struct pair *pair)
{
    kit_close(&pair->made);
    kit_close(&pair->migrated);
}

static void same(struct kit *kit, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
    struct pfq_bytes x = job_pack(a, &kit->arena);
    struct pfq_bytes y = job_pack(b, &kit->arena);
    cr_assert_eq(x.size, y.size);
    cr_assert_eq(memcmp(x.data, y.data, x.size), 0);
}

static char *schema_of(struct kit *kit)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *rows = NULL;
    char *text = pfq_arena_strdup(&kit->arena, "");
    cr_assert_eq(sqlite3_open(kit->path, &handle), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(handle,
                                    "SELECT type, name, tbl_name, sql FROM sqlite_schema"
                                    " UNION ALL SELECT 'version', user_version, '', ''"
                                    " FROM pragma_user_version ORDER BY 1, 2",
                                    -1, &rows, NULL),
                 SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < 4; i++) {
            const unsigned char *part = sqlite3_column_text(rows, i);
            text = pfq_arena_printf(&kit->arena, "%s%s|", text,
                                    part == NULL ? "" : (const char *)part);
        }
    }
    (void)sqlite3_finalize(rows);
    (void)sqlite3_close(handle);
    return text;
}

Test(store_migrate, a_migrated_database_has_the_schema_of_a_fresh_one)
{
    struct pair pair;
    open_pair(&pair);
    kit_reopen(&pair.migrated);
    cr_assert_not_null(strstr(schema_of(&pair.made), "final_sequence"));
    cr_assert_str_eq(schema_of(&pair.made), schema_of(&pair.migrated));
    close_pair(&pair);
}

Test(store_migrate, g1_g4_what_was_acknowledged_is_read_as_it_was)
{
    struct pair pair;
    open_pair(&pair);
    kit_reopen(&pair.migrated);
    struct kit *kit = &pair.migrated;
    same(kit, &kit_mailbox(&pair.made, "43", 0)->base, &kit_mailbox(kit, "43", 0)->base);
    Pfq__V1__StoreRows *rows = kit_case(&pair.made, "43AA0000126");
    cr_assert_eq(rows->n_rows, 3);
    for (size_t i = 0; i < rows->n_rows; i++) {
        rows->rows[i]->history = NULL; /* was not kept then */
    }
    same(kit, &rows->base, &kit_case(kit, "43AA0000126")->base);
    cr_assert_eq(kit_one(kit, kit_position(kit, "default", 0))->rows.acknowledged, 2);
    close_pair(&pair);
}

Test(store_migrate, g2_repeats_are_known_and_the_next_submission_goes_on_from_there)
{
    static const unsigned char good[3] = {MET, MET, MET};
    struct pair pair;
    open_pair(&pair);
    kit_reopen(&pair.migrated);
    struct kit *kit = &pair.migrated;
    const struct job *first = kit_one(&pair.made, kit_put(&pair.made, "m0", "43AA0000126"));
    const struct job *again = kit_one(kit, kit_put(kit, "m0", "43AA0000126"));
    cr_assert_eq(again->store_answer.answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    same(kit, &first->store_answer.stored->base, &again->store_answer.stored->base);
    const Pfq__V1__Judged *j = figures_put(kit, "m9", "43AA0000326", "2026-05-07T09:30:00Z", good,
                                           PFQ__V1__VERDICT__VERDICT_MEETS);
    cr_assert_eq(j->resubmission->n_fixed, 1, "compared with one of the old schema");
    cr_assert_eq(kit_mailbox(kit, "43", 5)->rows[0]->ordinal, 2);
    close_pair(&pair);
}

Test(store_migrate, g3_the_figures_are_counted_again_and_follow_what_comes)
{
    static const unsigned char good[3] = {MET, MET, MET};
    struct pair pair;
    struct kit *kits[] = {&pair.made, &pair.migrated};
    struct figures *figures[2];
    open_pair(&pair);
    kit_reopen(&pair.migrated);
    for (size_t i = 0; i < 2; i++) {
        struct rollup *rollup = NULL;
        struct pfq_err err = {0};
        cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
        if (i == 0) { /* one was counted before the other file came, one counts all at once */
            (void)figures_follow(rollup, kits[i]);
        }
        (void)figures_put(kits[i], "m9", "43AA0000326", "2026-05-07T09:30:00Z", good,
                          PFQ__V1__VERDICT__VERDICT_MEETS);
        cr_assert_eq(figures_follow(rollup, kits[i]), 6);
        figures[i] = figures_read(kits[i]);
        rollup_close(rollup);
    }
    figures_same(figures[0], figures[1]);
    cr_assert_gt(figures[0]->count, 5);
    free(figures[0]);
    free(figures[1]);
    close_pair(&pair);
}

Test(store_migrate, a_reader_does_not_migrate_and_says_what_to_do)
{
    struct pair pair;
    struct db *db = NULL;
    struct pfq_err err = {0};
    open_pair(&pair);
    cr_assert_eq(db_open(pair.migrated.path, DB_READ, &db, &err), PFQ_E_DB_OPEN);
    cr_assert_not_null(strstr(err.text, "schema 1 of 7: start the store once"), "%s", err.text);
    close_pair(&pair);
}

/* Version 5 builds the mailbox anew: what tells of a theme keeps its number and its words. */
Test(store_migrate, g4_a_mailbox_with_themes_is_read_as_it_was)
{
    static const char *const rows[] = {
        ("INSERT INTO theme_move VALUES (7, '43', 0, '', 1, 'INTERVIEW', 0, 202605, 2,"
         " 60, 31, 1777800000000, x'82010178')"), /* a sentence: x */
        "INSERT INTO mailbox (force, number, kind, sequence, move) VALUES ('43', 1, 3, NULL, 7)",
        "INSERT INTO force VALUES ('43', 0, 1, 1777800000000)",
        "PRAGMA application_id=1885761841; PRAGMA user_version=4",
    };
    struct kit kit;
    sqlite3 *handle = NULL;
    kit_open(&kit);
    db_close(kit.batch.db);
    kit.batch.db = NULL;
    (void)unlink(kit.path);
    cr_assert_eq(sqlite3_open(kit.path, &handle), SQLITE_OK);
    for (size_t i = 0; i < 4; i++) {
        run_sql(handle, sql_schema[i]);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run_sql(handle, rows[i]);
    }
    (void)sqlite3_close(handle);
    kit_reopen(&kit);
    const Pfq__V1__StoreRows *mailbox = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(mailbox->n_rows, 1);
    cr_expect_eq(mailbox->rows[0]->number, 1);
    cr_expect_eq(mailbox->rows[0]->committed_at, INT64_C(1777800000000));
    cr_assert_not_null(mailbox->rows[0]->theme);
    cr_expect_str_eq(mailbox->rows[0]->theme->sentence, "x");
    kit_close(&kit);
}

/* The rows of `from` as version 6 held them, with cells and a closed month that knew no coverage.
 */
static void make_version_6(const char *path, const char *from)
{
    static const char *const tables[] = {"catalogue", "submission", "file",
                                         "mailbox",   "force",      "progress"};

    static const char *const rows[] = {
        "INSERT INTO code VALUES (1, 1, 'AA01'), (2, 2, 'CASE_DATA'), (3, 4, 'MEETS')",
        "INSERT INTO rollup VALUES ('43', 20260503, 'AA', 1, 6, 0, x'010500')",
        "INSERT INTO month VALUES (202604, 1777800000000, 'kit', 0, 3, 3, zeroblob(32))",
        ("INSERT INTO month_figures VALUES ('43', 202604, 0, 'AA', 1, x'010301010301',"
         " x'010100010100')"),
        "PRAGMA application_id=1885761841; PRAGMA user_version=6",
    };
    sqlite3 *handle = NULL;
    char sql[160];
    (void)unlink(path);
    cr_assert_eq(sqlite3_open(path, &handle), SQLITE_OK);
    for (size_t i = 0; i < 6; i++) {
        run_sql(handle, sql_schema[i]);
    }
    run_sql(handle, "DELETE FROM progress"); /* that of a database without a file */
    (void)snprintf(sql, sizeof sql, "ATTACH '%s' AS new", from);
    run_sql(handle, sql);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        (void)snprintf(sql, sizeof sql, "INSERT INTO %s SELECT * FROM new.%s", tables[i],
                       tables[i]);
        run_sql(handle, sql);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run_sql(handle, rows[i]);
    }
    (void)sqlite3_close(handle);
}

static unsigned rows_of(struct kit *kit, int32_t month, Pfq__V1__FigureKind kind)
{
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    size_t pages = 0;
    read.has_from_date = read.has_to_date = true;
    read.from_date = read.to_date = month * 100 + 1;
    read.kinds = &kind;
    read.n_kinds = 1;
    return (unsigned)figures_pages(kit, &read, 100000, &pages)->n_rows;
}

/* Sent again, a file takes out of a cell what was counted there: that must be what it would put in
 * now.  The closed month says what it said, and nothing of coverage. */
Test(store_migrate, g3_coverage_is_counted_from_the_first_file_on_and_closed_months_stay)
{
    static const unsigned char open[3] = {MET, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON, MET};
    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    const Pfq__V1__FigureKind coverage = PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME;
    struct pair pair;
    struct kit *kits[] = {&pair.made, &pair.migrated};
    struct figures *figures[2];
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    open_pair(&pair);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    (void)figures_put(&pair.made, "m8", "43AA0000426", "2026-05-03T09:30:00Z", open,
                      PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    cr_assert_eq(figures_follow(rollup, &pair.made), 6);
    make_version_6(pair.migrated.path, pair.made.path);
    kit_reopen(&pair.migrated);
    for (size_t i = 0; i < 2; i++) {
        (void)figures_put(kits[i], "m9", "43AA0000426", "2026-05-02T09:30:00Z", open,
                          PFQ__V1__VERDICT__VERDICT_UNDECIDED);
        cr_assert_eq(figures_follow(rollup, kits[i]), 7);
        figures[i] = figures_read(kits[i]);
        rollup_close(rollup); /* it knows the names of one database */
        cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
        cr_expect_eq(rows_of(kits[i], 202605, coverage), 2U);
    }
    figures_same(figures[0], figures[1]);
    cr_expect_eq(rows_of(&pair.migrated, 202604, theme), 1U);
    cr_expect_eq(rows_of(&pair.migrated, 202604, coverage), 0U);
    free(figures[0]);
    free(figures[1]);
    rollup_close(rollup);
    close_pair(&pair);
}
