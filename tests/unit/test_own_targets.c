/* What forces set themselves: [targets] of pfq.conf, feedback/own_targets.h. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feedback/own_targets.h"

static struct own_targets targets;

static enum pfq_code read_targets(const char *text)
{
    struct pfq_err err = {0};
    char path[] = "/tmp/pfq-own-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
    enum pfq_code code = own_targets_read(path, &targets, &err);
    (void)unlink(path);
    return code;
}

Test(own_targets, each_line_is_a_target_from_a_month_on)
{
    static const struct {
        const char *force;
        const char *name;
        int32_t from;
        uint32_t ppm;
    } rows[] = {{"43", "INTERVIEW", 202604, 100000},
                {"43", "INTERVIEW", 202704, 75000},
                {NULL, "CASE_SUMMARY", 202604, 200000},
                {"40", "CASE_SUMMARY", 202610, 0},
                {"01", "BAIL_ORDERS_ANCILLARY", 201501, 995000}};

    cr_assert_eq(read_targets("[common]\nrun = /tmp\n[targets]\n"
                              "43 INTERVIEW from 2026-04 = 10%\n"
                              "43 INTERVIEW from 2027-04 = 7.5%\n"
                              "*  CASE_SUMMARY from 2026-04 = 20%\n"
                              "40 CASE_SUMMARY from 2026-10 = none\n"
                              "02 BAIL_ORDERS_ANCILLARY from 2015-01 = 99.5%\n"
                              "[routes]\n43 = nobody\n"),
                 PFQ_OK);
    cr_assert_eq(targets.all.count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < targets.all.count; i++) {
        const Pfq__V1__ThemeTarget *row = targets.all.rows[i];
        cr_expect_eq(row->force == NULL, rows[i].force == NULL, "row %zu", i);
        cr_expect(row->force == NULL || strcmp(row->force, rows[i].force) == 0, "row %zu", i);
        cr_expect_str_eq(row->name, rows[i].name);
        cr_expect_eq(row->from_month, rows[i].from, "row %zu", i);
        cr_expect_eq(row->target_ppm, rows[i].ppm, "row %zu: %u", i, (unsigned)row->target_ppm);
    }
    own_targets_close(&targets);
}

Test(own_targets, without_a_file_there_is_none)
{
    struct pfq_err err = {0};
    cr_assert_eq(own_targets_read(NULL, &targets, &err), PFQ_OK);
    cr_expect_eq(targets.all.count, 0U);
    own_targets_close(&targets);
}

Test(own_targets, every_fault_is_told_with_its_line, .init = cr_redirect_stderr)
{
    static const char *const told[] = {
        ":2: write the force, or *, the theme, and from which month it counts",
        ":3: \"4x\" is no force",
        ":3: there is no theme \"INTERVEIW\"; is INTERVIEW meant?",
        ":3: \"2026-13\" is no month",
        ":3: \"10\" is no share",
        ":4: there is no theme \"UNSPECIFIED\": their names are as pfq themes has them",
        ":4: \"0%\" is no share",
        ":6: line 5 says it of the same month already",
        ":7: \"100%\" is no share",
        ":8: \"7.55%\" is no share",
        ":9: \"202604\" is no month",
        ":10: \"2026-4\" is no month",
        ":11: what a target is for has at most 48 bytes",
    };
    char text[4096];
    cr_assert_eq(read_targets("[targets]\n"
                              "43 INTERVIEW = 10%\n"
                              "4x INTERVEIW from 2026-13 = 10\n"
                              "43 UNSPECIFIED from 2026-04 = 0%\n"
                              "43 INTERVIEW from 2026-04 = 10%\n"
                              "43 INTERVIEW from 2026-04 = 11%\n"
                              "43 CASE_DATA from 2026-04 = 100%\n"
                              "43 CASE_DATA from 2026-04 = 7.55%\n"
                              "43 CASE_DATA from 202604 = 7%\n"
                              "43 CASE_DATA from 2026-4 = 7%\n"
                              "43 CASE_DATA from 2026-04 and so on and so on for ever = 7%\n"),
                 PFQ_E_CONFIG);
    (void)fflush(stderr);
    FILE *err = cr_get_redirected_stderr();
    size_t size = fread(text, 1, sizeof text - 1, err);
    text[size] = '\0';
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        cr_expect_not_null(strstr(text, told[i]), "no \"%s\" in %s", told[i], text);
    }
}

/* Of one force as many as a page of themes has room for. */
Test(own_targets, too_many_are_a_fault)
{
    size_t used = 0;
    char *text = malloc(64 * 1024);
    cr_assert_not_null(text);
    used = (size_t)sprintf(text, "[targets]\n");
    for (int i = 0; i <= OWN_TARGETS_EACH; i++) {
        cr_assert_eq(i > 0 ? read_targets(text) : PFQ_OK, PFQ_OK, "%d", i);
        used += (size_t)sprintf(text + used, "* CASE_DATA from %04d-%02d = 5%%\n", 2015 + i / 12,
                                i % 12 + 1);
        if (i > 0) {
            own_targets_close(&targets);
        }
    }
    cr_assert_eq(read_targets(text), PFQ_E_CONFIG);
    free(text);
}

Test(own_targets, a_page_of_a_force_has_its_own_and_those_for_all)
{
    struct pfq_arena arena;
    Pfq__V1__ThemeRows rows = PFQ__V1__THEME_ROWS__INIT;
    pfq_arena_open(&arena);
    cr_assert_eq(read_targets("[targets]\n43 INTERVIEW from 2026-04 = 10%\n"
                              "40 INTERVIEW from 2026-04 = 20%\n* CASE_DATA from 2026-04 = 5%\n"),
                 PFQ_OK);
    own_targets_put(&targets, "43", &rows, &arena);
    cr_assert_eq(rows.n_targets, 2U);
    cr_expect_eq(rows.targets[0]->target_ppm, 100000U);
    cr_expect_null(rows.targets[1]->force);
    own_targets_put(&targets, "", &rows, &arena);
    cr_expect_eq(rows.n_targets, 0U, "nobody's: who asks for all may be told of none");
    rows.n_problems = 1;
    own_targets_put(&targets, "43", &rows, &arena);
    cr_expect_eq(rows.n_targets, 0U, "store refused it");
    own_targets_close(&targets);
    pfq_arena_close(&arena);
}
