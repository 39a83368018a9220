/* The values of a catalogue: dated, and other ones for a CPS Area (pfq.conf). */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/catalogue_dir.h"
#include "support/file_facts.h"

/* One check that a file of 100 words meets while the value is 100 or less. */
static const char vocabulary[] =
    "label: \"test\"\n"
    "values:\n"
    "  - {value: min_words, is: {default: 80, 2026-04-01: 120}, unit: words, text: Shortest.}\n"
    "  - {value: cutoff, is: 08:30, unit: time of day, text: Latest.}\n"
    "  - {value: least_share, is: 90, unit: per cent, text: Least.}\n"
    "  - {value: last_day, is: 2026-12-31, unit: day, text: Last.}\n";

struct values {
    struct pfq_arena arena;
    struct catalogue_dir dir;
    struct pfq_problems problems;
    struct pfq_standard *standard;
    const char *config;
};

static void begin(struct values *v, const char *condition)
{
    pfq_arena_open(&v->arena);
    catalogue_dir_make(&v->dir);
    catalogue_dir_write(&v->dir, "standard.yaml", vocabulary);
    catalogue_dir_write(&v->dir, "a.yaml",
                        catalogue_dir_row(&v->arena, "CD01",
                                          pfq_arena_printf(&v->arena, "check: \"%s\"", condition),
                                          NULL, NULL, NULL));
    v->standard = NULL;
    v->config = NULL;
}

static enum pfq_code load(struct values *v, const char *conf)
{
    struct pfq_err err = {0};
    struct pfq_standard_source source = {.catalogue = v->dir.path,
                                         .reference = "services/standard/reference"};
    if (conf != NULL) {
        catalogue_dir_write(&v->dir, "pfq.conf", conf);
        v->config = pfq_arena_printf(&v->arena, "%s/pfq.conf", v->dir.path);
    }
    source.config = v->config;
    pfq_problems_init(&v->problems, &v->arena);
    pfq_standard_close(v->standard);
    enum pfq_code code = pfq_standard_load(&source, &v->problems, &v->standard, &err);
    for (size_t i = 0; i < v->problems.count; i++) {
        cr_log_info("%s: %s %s", v->problems.rows[i]->path, v->problems.rows[i]->message,
                    v->problems.rows[i]->fix);
    }
    return code;
}

static void end(struct values *v)
{
    pfq_standard_close(v->standard);
    catalogue_dir_remove(&v->dir);
    pfq_arena_close(&v->arena);
}

/* Does a file of 100 words that `force` sent at that time meet the check? */
static bool meets(struct values *v, const char *force, const char *sent_at)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement out;
    Pfq__V1__Submission *file = file_facts(&v->arena);
    file->submitting_force = pfq_arena_strdup(&v->arena, force);
    file->mg5 = pfq_arena_new(&v->arena, Pfq__V1__Mg5, 1);
    pfq__v1__mg5__init(file->mg5);
    file->mg5->has_word_count = true;
    file->mg5->word_count = 100;
    cr_assert(pfq_instant_parse(sent_at, &file->submitted_at));
    pfq_problems_init(&problems, &v->arena);
    pfq_problems_init(&warnings, &v->arena);
    pfq_judge(v->standard, file_facts_envelope(&v->arena, file), file->submitted_at, &v->arena,
              &problems, &warnings, &out);
    cr_assert_not(out.refused);
    return (out.judged->outcomes.data[0] & 15) == PFQ__V1__OUTCOME__OUTCOME_MET;
}

static bool told(const struct values *v, const char *place, const char *part)
{
    for (size_t i = 0; i < v->problems.count; i++) {
        const Pfq__V1__Problem *p = v->problems.rows[i];
        size_t n = strlen(p->path);
        if (n >= strlen(place) && strcmp(p->path + n - strlen(place), place) == 0 &&
            (strstr(p->message, part) != NULL || strstr(p->fix, part) != NULL)) {
            return true;
        }
    }
    return false;
}

Test(values, a_dated_value_flips_on_its_day_in_london)
{
    struct values v;
    begin(&v, "mg5.word_count >= min_words");
    cr_assert_eq(load(&v, NULL), PFQ_OK);
    cr_assert(meets(&v, "43", "2026-03-31T22:59:59Z"));
    cr_assert_not(meets(&v, "43", "2026-03-31T23:00:00Z")); /* midnight of summer time */
    cr_assert(meets(&v, "43", "2016-03-31T12:00:00Z"));
    end(&v);
}

/* As one node beside a field, in a sum, in a list, and the other way round. */
Test(values, a_value_counts_wherever_it_is_written)
{
    static const char *const conditions[] = {
        "mg5.word_count >= min_words",
        "min_words <= mg5.word_count",
        "mg5.word_count > min_words - 1",
        "mg5.word_count not in (min_words, 7) and not mg5.word_count < min_words",
        "count(witness) > 50 or not (min_words > mg5.word_count)",
        "no witness: retracted and min_words > 100",
        "count(offence where position(offence) < min_words) = count(offence) and min_words <= 100",
    };
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        struct values v;
        begin(&v, conditions[i]);
        cr_assert_eq(load(&v, NULL), PFQ_OK, "%s", conditions[i]);
        cr_assert(meets(&v, "43", "2026-03-31T12:00:00Z"), "%s", conditions[i]);
        cr_assert_not(meets(&v, "43", "2026-04-01T12:00:00Z"), "%s", conditions[i]);
        end(&v);
    }
}

Test(values, two_areas_judge_the_same_file_differently)
{
    struct values v;
    begin(&v, "mg5.word_count >= min_words");
    cr_assert_eq(load(&v, "[values]\n"
                          "min_words = 101\n"
                          "[values Thames & Chiltern]\n"
                          "min_words = 60\n"
                          "[values EE]\n"
                          "min_words from 2026-05-01 = 90\n"),
                 PFQ_OK);
    cr_assert(meets(&v, "43", "2026-05-05T09:00:00Z"));     /* Thames and Chiltern */
    cr_assert(meets(&v, "40", "2026-05-05T09:00:00Z"));     /* the same */
    cr_assert_not(meets(&v, "30", "2026-05-05T09:00:00Z")); /* another: everywhere's */
    cr_assert_not(meets(&v, "93", "2026-05-05T09:00:00Z")); /* none */
    cr_assert_not(meets(&v, "35", "2026-04-30T09:00:00Z")); /* its own begins in May */
    cr_assert(meets(&v, "35", "2026-05-01T09:00:00Z"));
    end(&v);
}

/* London was one Area until March 2017; two share its forces since. */
Test(values, an_area_holds_for_its_own_days)
{
    struct values v;
    begin(&v, "mg5.word_count >= min_words");
    cr_assert_eq(load(&v, "[values London]\nmin_words = 200\n"), PFQ_OK);
    cr_assert_not(meets(&v, "01", "2017-03-31T09:00:00Z"));
    cr_assert(meets(&v, "01", "2017-04-01T09:00:00Z"));
    cr_assert_eq(load(&v, "[values London North]\nmin_words = 200\n"), PFQ_E_CATALOGUE);
    cr_assert(told(&v, "pfq.conf:2", "more than one Area"));
    cr_assert_eq(
        load(&v,
             "[values London North]\nmin_words = 200\n[values London South]\nmin_words = 200\n"),
        PFQ_OK);
    cr_assert_not(meets(&v, "02", "2017-04-01T09:00:00Z"));
    end(&v);
}

Test(values, every_fault_of_the_file_is_told_with_its_line_and_the_nearest_name)
{
    struct values v;
    begin(&v, "mg5.word_count >= min_words");
    cr_assert_eq(load(&v, "[values]\n"                        /* 1 */
                          "min_word = 5\n"                    /* 2 */
                          "min_words = five\n"                /* 3 */
                          "min_words from 2026-02-30 = 5\n"   /* 4 */
                          "min_words since 2026-02-03 = 5\n"  /* 5 */
                          "cutoff = 8\n"                      /* 6 */
                          "cutoff = 09:00\n"                  /* 7 */
                          "cutoff = 09:30\n"                  /* 8 */
                          "least_share = 101\n"               /* 9 */
                          "last_day = 20270101\n"             /* 10 */
                          "min_words = -1\n"                  /* 11 */
                          "[values Thames and Chilterns]\n"   /* 12 */
                          "min_words = 5\n"                   /* 13 */
                          "nonsense\n"                        /* 14 */
                          "[values TC]\n"                     /* 15 */
                          "min_words from 2026-02-03 = 5\n"   /* 16 */
                          "min_words from 2026-02-03 = 6\n"), /* 17 */
                 PFQ_E_CATALOGUE);

    static const struct {
        const char *place, *part;
    } wanted[] = {
        {"pfq.conf:2", "Did you mean min_words?"},
        {"pfq.conf:3", "cannot be set to five"},
        {"pfq.conf:4", "2026-02-30 is no date"},
        {"pfq.conf:5", "from 2026-04-01"},
        {"pfq.conf:6", "Write it as 08:30."},
        {"pfq.conf:8", "in line 7 already"},
        {"pfq.conf:9", "0 to 100"},
        {"pfq.conf:10", "Write it as 2026-04-01."},
        {"pfq.conf:11", "whole number"},
        {"pfq.conf:13", "Did you mean Thames and Chiltern?"},
        {"pfq.conf:14", "name = value"},
        {"pfq.conf:17", "in line 16 already"},
    };

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect(told(&v, wanted[i].place, wanted[i].part), "%s", wanted[i].place);
    }
    cr_assert_eq(v.problems.count, sizeof wanted / sizeof *wanted);
    v.config = "/nonexistent/pfq.conf";
    cr_assert_eq(load(&v, NULL), PFQ_E_CATALOGUE);
    cr_assert(told(&v, "pfq.conf", "No such file"));
    end(&v);
}

Test(values, faults_of_standard_yaml_are_told)
{
    struct values v;
    begin(&v, "true");
    catalogue_dir_write(&v.dir, "standard.yaml",
                        "label: \"test\"\nvalues:\n"
                        "  - {value: a, is: {2026-04-01: 5}, unit: u, text: T}\n"
                        "  - {value: b, is: {default: 5, 2026-04-31: 6}, unit: u, text: T}\n"
                        "  - {value: c, is: {default: 5, 2026-04-01: 08:30}, unit: u, text: T}\n"
                        "  - {value: d, is: many, unit: u, text: T}\n");
    cr_assert_eq(load(&v, NULL), PFQ_E_CATALOGUE);
    cr_assert(told(&v, "standard.yaml:3:21", "before its first date"));
    cr_assert(told(&v, "standard.yaml:4:33", "a date is needed"));
    cr_assert(told(&v, "standard.yaml:5:45", "from one kind to another"));
    cr_assert(told(&v, "standard.yaml:6:20", "none of these"));
    cr_assert_eq(v.problems.count, 4);
    end(&v);
}

/* G5: what was configured is part of the version; how it was written down is not. */
Test(values, another_configuration_is_another_version)
{
    struct values v;
    begin(&v, "mg5.word_count >= min_words");
    cr_assert_eq(load(&v, NULL), PFQ_OK);
    char *none = pfq_arena_strdup(&v.arena, pfq_standard_version(v.standard));
    cr_assert_eq(load(&v, "[common]\nlog_level = warn\n[values]\n"), PFQ_OK);
    cr_assert_str_eq(pfq_standard_version(v.standard), none);
    cr_assert_eq(load(&v, "[values]\nmin_words = 70\ncutoff = 09:00\n[values TC]\nmin_words=60\n"),
                 PFQ_OK);
    char *some = pfq_arena_strdup(&v.arena, pfq_standard_version(v.standard));
    cr_assert_str_neq(some, none);
    cr_assert_eq(load(&v, "[values thames and chiltern]\nmin_words = 60\n# said otherwise\n"
                          "[values]\ncutoff = 09:00\nmin_words = 70\n"),
                 PFQ_OK);
    cr_assert_str_eq(pfq_standard_version(v.standard), some);
    cr_assert_eq(load(&v, "[values]\nmin_words = 70\ncutoff = 09:00\n[values EE]\nmin_words=60\n"),
                 PFQ_OK);
    cr_assert_str_neq(pfq_standard_version(v.standard), some);
    end(&v);
}

Test(values, each_tells_where_it_was_set_and_since_when)
{
    struct values v;
    struct pfq_value *values = NULL;
    begin(&v, "true");
    cr_assert_eq(load(&v, "[values]\ncutoff = 09:05\n[values TC]\nmin_words from 2026-05-01=60\n"),
                 PFQ_OK);
    cr_assert_eq(pfq_standard_values(v.standard, "TC", 20260501, &v.arena, &values), 4);
    cr_assert_str_eq(values[0].name, "min_words");
    cr_assert_str_eq(values[0].setting, "60");
    cr_assert_str_eq(values[0].unit, "words");
    cr_assert_eq(values[0].line, 4);
    cr_assert_eq(values[0].since, 20260501);
    cr_assert(values[0].of_area);
    cr_assert_str_eq(values[1].setting, "09:05");
    cr_assert_eq(values[1].line, 2);
    cr_assert_str_eq(values[3].setting, "2026-12-31");
    (void)pfq_standard_values(v.standard, NULL, 20260501, &v.arena, &values);
    cr_assert_str_eq(values[0].setting, "120");
    cr_assert_eq(values[0].since, 20260401);
    cr_assert_eq(values[0].line, 0);
    cr_assert_str_eq(pfq_standard_area(v.standard, "thames & chiltern"), "Thames and Chiltern");
    cr_assert_null(pfq_standard_area(v.standard, "Thames"));
    end(&v);
}
