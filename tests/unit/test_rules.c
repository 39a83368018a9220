/* The catalogue as its owners look at it: pfq/rules.h. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pfq/people.h"
#include "pfq/rules.h"
#include "support/catalogue_dir.h"

static struct pfq_arena arena;
static struct catalogue_dir dir;

static const char vocabulary[] =
    "label: \"2026.1\"\n"
    "words:\n"
    "  - {word: victim, means: \"witness where is_victim\", named: victim}\n"
    "  - {word: young, means: \"any victim: age_at_submission < young_age\"}\n"
    "values:\n"
    "  - {value: young_age, is: 10, unit: years, text: \"Oldest age.\"}\n";

static void begin(void)
{
    pfq_arena_open(&arena);
    catalogue_dir_make(&dir);
    catalogue_dir_write(&dir, "standard.yaml", vocabulary);
}

static void end(void)
{
    catalogue_dir_remove(&dir);
    pfq_arena_close(&arena);
}

TestSuite(rules, .init = begin, .fini = end);

/* --- compiled conditions ------------------------------------------------------------------- */

static const struct {
    const char *condition;
    const char *compiled;
} conditions[] = {
    {"has(MG5, MG5_SP)", "has (MG5, MG5_SP)"},
    {"mg5.word_count >= 80", "mg5.word_count >= 80"},
    {"mg5.word_count < 80 and not (venue = MAGISTRATES)", "and\n"
                                                          "  mg5.word_count < 80\n"
                                                          "  not\n"
                                                          "    venue = MAGISTRATES"},
    {"file_type in (FH_GAP, FH_CC)", "in (FH_GAP, FH_CC): file_type"},
    {"each victim: vps_status in (MADE)", "each witnesses.witness (shown as \"victim\")\n"
                                          "  where\n"
                                          "    witness.is_victim\n"
                                          "  holds\n"
                                          "    in (MADE): witness.vps_status"},
    {"count(defendant where remand_sought) > 1",
     "compare >\n"
     "  count defendants.defendant (shown as \"defendant\")\n"
     "    where\n"
     "      defendant.remand_sought\n"
     "  1"},
    {"each defendant: has_for(defendant, MG7) and count(objection_ground) > 0",
     "each defendants.defendant (shown as \"defendant\")\n"
     "  holds\n"
     "    and\n"
     "      has_for defendant (MG7)\n"
     "      compare >\n"
     "        count defendant.objection_grounds.objection_ground (shown as \"objection ground\")\n"
     "        0"},
    {"if urn_readable then urn_force = '43' else known(urn)", "if, then, else\n"
                                                              "  urn_readable\n"
                                                              "  equal texts\n"
                                                              "    urn_force\n"
                                                              "    '43'\n"
                                                              "  known\n"
                                                              "    urn"},
    {"days(charged_at, event_date) <= 2", "compare <=\n"
                                          "  days from, to\n"
                                          "    date of\n"
                                          "      charged_at\n"
                                          "    event_date\n"
                                          "  2"},
    {"exists(mg6c)", "exists mg6c"},
    {"unique(offence.cjs_code)", "unique\n"
                                 "  values of offences.offence\n"
                                 "    offence.cjs_code"},
    {"DOMESTIC_ABUSE in markers", "in list\n"
                                  "  DOMESTIC_ABUSE\n"
                                  "  values of markers.marker\n"
                                  "    marker"},
    {"event_date >= 2021-01-01", "compare >=\n"
                                 "  event_date\n"
                                 "  2021-01-01"},
};

Test(rules, a_compiled_condition_reads_as_it_is_evaluated)
{
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        catalogue_dir_write(
            &dir, "a.yaml",
            catalogue_dir_row(&arena, "CD01",
                              pfq_arena_printf(&arena, "check: \"%s\"", conditions[i].condition),
                              NULL, NULL, NULL));
        struct pfq_standard *standard = catalogue_dir_load(&dir, &arena);
        const char *compiled = pfq_rule_compiled(standard, 0, PFQ_RULE_CHECK, &arena);
        cr_expect_str_eq(compiled, conditions[i].compiled, "%s:\n%s", conditions[i].condition,
                         compiled);
        cr_expect_null(pfq_rule_compiled(standard, 0, PFQ_RULE_WHEN, &arena));
        pfq_standard_close(standard);
    }
}

/* No part of any condition is shown as an unknown operation or an unknown field. */
Test(rules, every_condition_of_the_shipped_catalogue_can_be_shown)
{
    struct pfq_problems problems;
    struct pfq_standard *standard = NULL;
    struct pfq_err err;
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    cr_assert_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_OK);
    for (size_t i = 0; i < pfq_standard_texts(standard)->n_checks; i++) {
        for (int part = PFQ_RULE_WHEN; part <= PFQ_RULE_CHECK; part++) {
            const char *compiled = pfq_rule_compiled(standard, i, (enum pfq_rule_part)part, &arena);
            bool shown = compiled == NULL ||
                         (strstr(compiled, "operation ") == NULL && strchr(compiled, '?') == NULL);
            cr_expect(shown, "%s:\n%s", pfq_standard_texts(standard)->checks[i]->id, compiled);
        }
    }
    pfq_standard_close(standard);
}

/* --- words and values ------------------------------------------------------------------------ */

Test(rules, words_and_values_are_written_out)
{
    static const struct {
        const char *written;
        const char *expanded;
    } rows[] = {
        {"has(MG5)", "has(MG5)"},
        {"count(victim) > 0", "count(witness where is_victim) > 0"},
        {"each victim: is_key", "each (witness where is_victim): is_key"},
        {"young or has(MG5)",
         "(any (witness where is_victim): age_at_submission < 10) or has(MG5)"},
        {"age_at_submission < young_age", "age_at_submission < 10"},
        {"urn = 'victim'", "urn = 'victim'"},
        {"", ""},
    };
    struct pfq_rule_names names;
    pfq_rule_names_read(dir.path, &arena, &names);
    cr_assert_eq(names.count, 3);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(pfq_rule_expand(&names, rows[i].written, &arena), rows[i].expanded, "%s",
                         pfq_rule_expand(&names, rows[i].written, &arena));
    }
}

Test(rules, a_word_that_means_itself_is_written_out_to_an_end)
{
    struct pfq_rule_names names;
    catalogue_dir_write(&dir, "standard.yaml", "words:\n  - {word: a, means: \"a or a\"}\n");
    pfq_rule_names_read(dir.path, &arena, &names);
    cr_assert_not_null(strstr(pfq_rule_expand(&names, "a", &arena), "a or a"));
}

/* --- editions and reasons --------------------------------------------------------------------- */

Test(rules, each_stage_has_its_own_days)
{
    struct pfq_rule_edition editions[PFQ_RULE_STAGES_MAX];
    catalogue_dir_write(&dir, "a.yaml",
                        catalogue_dir_row(&arena, "CD01", "check: \"has(MG5)\"", NULL,
                                          "[FH_GAP, PCD_FCT]",
                                          "{PCD_FCT: 2021-01-01, default: 2015-06-01}\n"
                                          "  until: {FH_GAP: 2024-12-31, default: 2030-01-01}"));
    struct pfq_standard *standard = catalogue_dir_load(&dir, &arena);
    cr_assert_eq(pfq_rule_editions(standard, 0, editions), 2);
    cr_expect_eq(editions[0].stage, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP);
    cr_expect_eq(editions[0].from_date, 20150601);
    cr_expect_eq(editions[0].until_date, 20241231);
    cr_expect_eq(editions[1].stage, PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_FCT);
    cr_expect_eq(editions[1].from_date, 20210101);
    cr_expect_eq(editions[1].until_date, 20300101);
    pfq_standard_close(standard);
}

Test(rules, every_reason_code_that_a_row_may_give_has_a_title)
{
    static const struct {
        char letter;
        unsigned codes;
    } families[] = {{'D', 23}, {'T', 13}, {'P', 2}};

    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        for (unsigned n = 1; n <= families[f].codes; n++) {
            char code[8];
            (void)snprintf(code, sizeof code, "%c%02u", families[f].letter, n);
            cr_expect_not_null(pfq_people_reason_title(code), "%s", code);
        }
    }
    cr_expect_null(pfq_people_reason_title("D24"));
    cr_expect_null(pfq_people_reason_title(""));
}

Test(rules, the_nearest_id_is_found)
{
    catalogue_dir_write(
        &dir, "a.yaml",
        pfq_arena_printf(
            &arena, "%s%s",
            catalogue_dir_row(&arena, "CD01", "check: \"has(MG5)\"", NULL, NULL, NULL),
            catalogue_dir_row(&arena, "VW02", "check: \"has(MG5)\"", NULL, NULL, NULL)));
    struct pfq_standard *standard = catalogue_dir_load(&dir, &arena);
    cr_expect_str_eq(pfq_rule_nearest(standard, "VW2"), "VW02");
    cr_expect_str_eq(pfq_rule_nearest(standard, "DC01"), "CD01");
    cr_expect_null(pfq_rule_nearest(standard, "nothing like it"));
    pfq_standard_close(standard);
}
