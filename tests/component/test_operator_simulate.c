/* `pfq simulate`: where its files go, and what it says of them. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/simulate.h"
#include "pfq/wire.h"
#include "support/command.h"

struct place {
    char dir[32];
    char out[64];
    char report[64];
    char plant[64];
};

static void place_make(struct place *place, const char *plant)
{
    (void)snprintf(place->dir, sizeof place->dir, "/tmp/pfq-simulate-XXXXXX");
    cr_assert_not_null(mkdtemp(place->dir));
    (void)snprintf(place->out, sizeof place->out, "%s/out", place->dir);
    (void)snprintf(place->report, sizeof place->report, "%s/report", place->dir);
    (void)snprintf(place->plant, sizeof place->plant, "%s/plant", place->dir);
    FILE *file = fopen(place->plant, "we");
    cr_assert_not_null(file);
    (void)fputs(plant, file);
    (void)fclose(file);
}

static void place_remove(const struct place *place)
{
    (void)unlink(place->out);
    (void)unlink(place->report);
    (void)unlink(place->plant);
    (void)rmdir(place->dir);
}

static json_t *read_report(const struct place *place)
{
    json_t *report = json_load_file(place->report, 0, NULL);
    cr_assert_not_null(report);
    return report;
}

static json_int_t number_at(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++) {
        lines++;
    }
    return lines;
}

Test(operator_simulate, what_is_written_can_be_checked_and_is_what_the_report_counts)
{
    struct place place;
    place_make(&place, "");
    const char *const argv[] = {
        "pfq",    "simulate", "--months", "2026-03", "--files",  "60",         "--late",   "10",
        "--mode", "TEST",     "--out",    place.out, "--report", place.report, "--verify", NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "the catalogue finds exactly what was planted"));
    cr_expect_str_empty(ran.out);
    char *text = command_read(place.out);
    json_t *report = read_report(&place);
    json_t *counted = json_object_get(report, "counted");
    cr_expect_eq(number_at(counted, "files"), 60);
    cr_expect_eq((size_t)number_at(counted, "messages"), lines_of(text));
    cr_expect_eq(number_at(json_object_get(report, "verified"), "agree"),
                 number_at(counted, "messages"));
    const char *const check[] = {"pfq", "check", "--json", place.out, NULL};
    struct command checked = command_run(check, NULL);
    cr_expect_eq(lines_of(checked.out), lines_of(text));
    cr_expect_null(strstr(checked.out, "REFUSED"));
    cr_expect_null(strstr(text, "MODE_LIVE"));
    json_decref(report);
    free(text);
    command_free(&checked);
    command_free(&ran);
    place_remove(&place);
}

Test(operator_simulate, packed_files_are_those_of_the_generator_each_after_its_length)
{
    struct place place;
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_simulate *simulate = NULL;
    struct pfq_simulated file;
    struct pfq_err err = {0};
    place_make(&place, "");
    const char *const argv[] = {"pfq",     "simulate", "--seed",   "5",        "--months",
                                "2026-03", "--files",  "40",       "--packed", "--out",
                                place.out, "--forces", "40,41,43", NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    uint64_t forces = 0;
    for (size_t i = 0; i < 3; i++) {
        static const char *const codes[] = {"40", "41", "43"};
        forces |= UINT64_C(1) << pfq_simulate_force_place(codes[i]);
    }
    const struct pfq_simulate_options options = {
        .seed = 5, .from = 202603, .to = 202603, .files = 40, .forces = forces};
    cr_assert_eq(pfq_simulate_open(&options, &problems, &simulate, &err), PFQ_OK);
    FILE *in = fopen(place.out, "re");
    cr_assert_not_null(in);
    while (pfq_simulate_next(simulate, &arena, &file)) {
        static uint8_t bytes[PFQ_FRAME_BYTES];
        uint8_t length[4];
        struct pfq_bytes frame = pfq_wire_pack(&file.envelope->base, &arena);
        cr_assert_eq(fread(length, 1, 4, in), 4);
        cr_assert_eq(frame.size, length[0] + 256U * length[1] + 65536U * length[2]);
        cr_assert_eq(fread(bytes, 1, frame.size, in), frame.size);
        cr_assert_arr_eq(bytes, frame.data, frame.size);
    }
    cr_expect_eq(fgetc(in), EOF);
    (void)fclose(in);
    pfq_simulate_close(simulate);
    pfq_arena_close(&arena);
    command_free(&ran);
    place_remove(&place);
}

Test(operator_simulate, the_report_says_what_was_planted_and_how_often_it_failed)
{
    struct place place;
    place_make(&place, "step, 43, all, TIMELINESS, 2026-02, , rate 80%\n");
    const char *const argv[] = {
        "pfq", "simulate", "--months",   "2026-01..2026-02", "--files",   "500", "--forces",
        "43",  "--report", place.report, "--plant",          place.plant, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    json_t *report = read_report(&place);
    json_t *shift = json_array_get(json_object_get(report, "planted"), 0);
    json_int_t eligible = number_at(shift, "eligible");
    cr_expect_gt(number_at(shift, "failing") * 100, eligible * 70);
    cr_expect_eq(number_at(shift, "rate_ppm"), 800000);
    json_t *cells = json_object_get(report, "cells");
    cr_assert_eq(json_array_size(cells), 2);
    json_t *after = json_array_get(cells, 1);
    cr_expect_str_eq(json_string_value(json_object_get(after, "month")), "2026-02");
    cr_expect_eq(json_integer_value(json_array_get(json_object_get(after, "eligible"), 14)),
                 eligible);
    cr_expect_gt(json_array_size(json_object_get(report, "parameters")), 30);
    json_decref(report);
    command_free(&ran);
    place_remove(&place);
}

Test(operator_simulate, wrong_usage_ends_with_2_and_names_every_fault)
{
    struct place place;
    place_make(&place, "step, 99, all, TIMELINESS, 2026-01, , odds 2\n"
                       "step, 43, all, NOTHING, 2026-01, , odds 2\n");

    const struct {
        const char *argv[10];
        const char *says[2];
    } rows[] = {
        {{"pfq", "simulate"}, {"say where the files go", "--out"}},
        {{"pfq", "simulate", "--months", "2026-1", "--verify"}, {"two months", ""}},
        {{"pfq", "simulate", "--months", "2014-01", "--verify"}, {"2015-07 to 2030-09", ""}},
        {{"pfq", "simulate", "--forces", "43,98", "--verify"}, {"codes of forces", ""}},
        {{"pfq", "simulate", "--files", "0", "--verify"}, {"--files takes a number", ""}},
        {{"pfq", "simulate", "--late", "101", "--verify"}, {"--late takes a number", ""}},
        {{"pfq", "simulate", "--mode", "DEMO", "--verify"}, {"LIVE or TEST", ""}},
        {{"pfq", "simulate", "--null", "--plant", "x", "--verify"}, {"plants nothing", ""}},
        {{"pfq", "simulate", "--packed", "--verify"}, {"--packed is for --out", ""}},
        {{"pfq", "simulate", "--out", "-", "--report", "-"}, {"one place", ""}},
        {{"pfq", "simulate", "--plant", "/nonexistent", "--verify"}, {"cannot be read", ""}},
        {{"pfq", "simulate", "--plant", place.plant, "--verify"}, {"line 1", "line 2"}},
        {{"pfq", "simulate", "--out", "/nonexistent/x"}, {"cannot be written", ""}},
        {{"pfq", "simulate", "files.ndjson"}, {"one word too many", ""}},
        {{"pfq", "simulate", "--months", "2026-01..2030-09", "--submit"},
         {"2030-09 is not over", "the last month that can is "}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct command ran = command_run(rows[i].argv, NULL);
        cr_expect_eq(ran.code, 2, "row %zu: %d", i, ran.code);
        cr_expect_not_null(strstr(ran.err, rows[i].says[0]), "row %zu: %s", i, ran.err);
        cr_expect_not_null(strstr(ran.err, rows[i].says[1]), "row %zu: %s", i, ran.err);
        cr_expect_str_empty(ran.out, "row %zu", i);
        command_free(&ran);
    }
    place_remove(&place);
}

Test(operator_simulate, what_cannot_be_written_to_the_end_is_told)
{
    const char *const argv[] = {"pfq", "simulate", "--months",  "2026-03", "--files",
                                "20",  "--out",    "/dev/full", NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_eq(ran.code, 2);
    cr_expect_not_null(strstr(ran.err, "could not be written"), "%s", ran.err);
    command_free(&ran);
}

Test(operator_simulate, nobody_to_send_to_is_3_and_says_what_to_try)
{
    const char *const argv[] = {"pfq",   "simulate",     "--months",   "2026-03", "--files",  "20",
                                "--run", "/nonexistent", "--patience", "0",       "--submit", NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_eq(ran.code, 3);
    cr_expect_not_null(strstr(ran.err, "pfq up"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "nobody took any of"), "%s", ran.err);
    command_free(&ran);
}
