/* The rules of a Digital Case File: one fault, exactly its problem or finding, and nothing
 * else new.  The faults are data: tests/support/dcf_faults.h. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/dcf_faults.h"
#include "support/doc.h"
#include "support/golden.h"

static struct pfq_arena arena;

static void setup(void)
{
    golden_open();
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
    golden_close();
}

TestSuite(dcf_rules, .init = setup, .fini = teardown);

/* --- what is said of a document -------------------------------------------------------- */

struct said {
    struct pfq_adapted *adapted;
    const Pfq__V1__Judged *judged; /* NULL where nothing could be read */
};

static struct said say(const json_t *document, const char *force)
{
    struct said said = {.adapted = doc_adapt(document, force, &arena)};
    if (said.adapted->envelope != NULL) {
        Pfq__V1__Submission *s = said.adapted->envelope->submission;
        said.judged = golden_judge_submission(s, force, &arena);
    }
    return said;
}

static const char *force_of(const json_t *document)
{
    const json_t *body = json_object_get(document, "case");
    return pfq_arena_strndup(&arena, json_string_value(json_object_get(body, "pti_urn")), 2);
}

static bool fails(struct said said, size_t check)
{
    return said.judged != NULL &&
           golden_outcome(said.judged, check) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
}

/* "CD22 BO04", in the order of the catalogue. */
static const char *new_findings(struct said before, struct said after)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    const char *ids = "";
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (fails(after, i) && !fails(before, i)) {
            ids = pfq_arena_printf(&arena, "%s%s%s", ids, *ids == '\0' ? "" : " ",
                                   texts->checks[i]->id);
        }
    }
    return ids;
}

static const char *problems(struct said said)
{
    return doc_problems(said.adapted, &arena);
}

static const char *text_of(const json_t *fault, const char *key)
{
    const char *text = json_string_value(json_object_get(fault, key));
    return text == NULL ? "" : text;
}

/* The same ids, in whatever order. */
static bool same_ids(const char *a, const char *b)
{
    bool same = strlen(a) == strlen(b);
    for (const char *id = a; same && *id != '\0'; id += strcspn(id, " ") + (id[4] == ' ')) {
        same = strstr(b, pfq_arena_strndup(&arena, id, strcspn(id, " "))) != NULL;
    }
    return same;
}

/* --- tests --------------------------------------------------------------------------------- */

Test(dcf_rules, a_clean_file_has_no_problem_and_no_failing)
{
    static const char *const bases[] = {"gap", "ngap", "youth", "bob"};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        json_t *fault = json_pack("{s:s}", "base", bases[i]);
        json_t *base = dcf_faults_base(fault);
        struct said said = say(base, force_of(base));
        cr_expect_str_eq(problems(said), "", "%s", bases[i]);
        cr_expect_str_eq(new_findings((struct said){0}, said), "", "%s", bases[i]);
        json_decref(base);
        json_decref(fault);
    }
}

static void expect_told(const json_t *fault, size_t at)
{
    json_t *base = dcf_faults_base(fault);
    json_t *spoilt = dcf_faults_plant(fault);
    const char *force = force_of(base);
    const char *rule = text_of(fault, "rule");
    struct said before = say(base, force);
    struct said after = say(spoilt, force);
    const char *found = new_findings(before, after);
    cr_expect_str_eq(problems(after), text_of(fault, "problem"), "%s (%zu)", rule, at);
    cr_expect(same_ids(found, text_of(fault, "finding")), "%s (%zu): %s", rule, at, found);
    json_decref(base);
    json_decref(spoilt);
}

Test(dcf_rules, one_fault_gives_exactly_what_belongs_to_it)
{
    json_t *faults = dcf_faults_load();
    json_t *fault = NULL;
    size_t i = 0;
    json_array_foreach(faults, i, fault)
    {
        expect_told(fault, i);
    }
    json_decref(faults);
}

/* Before the first edition no check looks at a file: what would be a finding is told by a
 * problem, once. */
Test(dcf_rules, where_no_check_judges_a_problem_tells_it)
{
    json_t *faults = dcf_faults_load();
    json_t *fault = NULL;
    size_t i = 0;
    json_array_foreach(faults, i, fault)
    {
        if (json_object_get(fault, "problem") == NULL) {
            json_t *base = dcf_faults_base(fault);
            json_t *spoilt = dcf_faults_plant(fault);
            doc_set(spoilt, "case.date", "\"2015-05-31\"");
            struct said said = say(spoilt, force_of(base));
            cr_expect_eq(said.adapted->problems.count, 1, "%s (%zu): %s", text_of(fault, "rule"), i,
                         problems(said));
            json_decref(base);
            json_decref(spoilt);
        }
    }
    json_decref(faults);
}

static bool warned(const struct pfq_adapted *got, const char *code)
{
    bool found = false;
    for (size_t i = 0; i < got->warnings.count; i++) {
        found = found || strcmp(got->warnings.rows[i]->code, code) == 0;
    }
    return found;
}

/* No plea can be read: nothing says that it is a not guilty file, and nothing that it is none. */
Test(dcf_rules, a_stage_that_had_to_be_assumed_is_warned_of)
{
    json_t *document = doc_load("tests/golden/dcf/ngap.json");
    cr_expect_not(warned(say(document, "41").adapted, "DCF_STAGE"));
    doc_set(document, "case.defendants[0].offences[0]", "7");
    cr_expect(warned(say(document, "41").adapted, "DCF_STAGE"));
    json_decref(document);
}

/* Not one after the other: a sender who mends a file sends it once. */
Test(dcf_rules, every_broken_rule_is_in_one_answer)
{
    static const struct {
        const char *path;
        const char *json;
        const char *problem;
    } rows[] = {
        {"case.defendants[0].occupation", "\"\"", "DCF_BLANK case.defendants[0].occupation"},
        {"case.defendants[0].arrest", NULL, "DCF_ARREST_MISSING case.defendants[0].arrest"},
        {"case.defendants[0].multimedia_evidence_response[0].id", "\"9\"",
         "DCF_MEDIA_UNRESOLVED case.defendants[0].multimedia_evidence_response[0].id"},
        {"case.witnesses[0].witness.special_measures", "true",
         "DCF_SPECIAL_MEASURES_UNASKED case.witnesses[0].witness.special_measures"},
        {"case.property[1].damage_cost", NULL,
         "DCF_DAMAGE_COST_MISSING case.property[1].damage_cost"},
        {"case.date", "\"soon\"", "DCF_DATE case.date"},
    };

    json_t *document = doc_load("tests/golden/dcf/gap.json");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        doc_set(document, rows[i].path, rows[i].json);
    }
    struct said said = say(document, "43");
    const char *all = problems(said);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_not_null(strstr(all, rows[i].problem), "%s", all);
    }
    cr_expect_eq(said.adapted->problems.count, sizeof rows / sizeof *rows, "%s", all);
    json_decref(document);
}

/* One lapse of a defendant among several is that defendant's. */
Test(dcf_rules, the_second_defendant_is_held_to_the_rules_too)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    json_t *second = json_deep_copy(doc_at(document, "case.defendants[0]"));
    json_object_del(second, "arrest");
    json_object_del(second, "offences");
    json_array_append_new(doc_at(document, "case.defendants"), second);
    cr_expect_str_eq(problems(say(document, "43")), "DCF_MISSING case.defendants[1].offences; "
                                                    "DCF_ARREST_MISSING case.defendants[1].arrest");
    json_decref(document);
}

/* What cannot be read is unknown: a rule that depends on it has nothing to say. */
Test(dcf_rules, what_cannot_be_read_breaks_no_other_rule)
{
    static const struct {
        const char *base;
        const char *path;
        const char *json;
    } rows[] = {
        {"gap", "case.defendants[0].initiation_type", "\"letter\""},
        {"gap", "case.defendants[0].person_remand_status", "\"at home\""},
        {"gap", "case.defendants[0].breach_of_order", "\"yes\""},
        {"gap", "case.defendants[0].class_a_drug_test_provided", "\"maybe\""},
        {"gap", "case.defendants[0].date_of_birth", "\"in May\""},
        {"gap", "case.defendants[0].interview.type", "\"Talk\""},
        {"gap", "case.defendants[0].offences[0].retail_theft_offences[0].offence.anticipated_plea",
         "\"unsure\""},
        {"gap", "case.property[1].property_action", "\"lost\""},
        {"gap", "case.multimedia_evidence", "\"CCTV\""},
        {"gap", "case.property", "7"},
        {"gap", "case.defendants[0].name", "\"Sample\""},
        {"gap", "case.witnesses[3].victim.compensation_applications[0].reasons_for_application",
         "7"},
        {"ngap", "case.likely_case_progression", "\"soon\""},
        {"ngap", "case.case_markers", "[\"Abuse in the home\"]"},
        {"ngap", "case.case_markers", "\"DomesticViolence\""},
        {"ngap", "case.witnesses[0].name", "7"},
        {"ngap", "case.witnesses[0].type", "\"Victim\""},
        {"youth", "case.date", "\"5 May 2016\""},
        {"ngap", "case.defendants[0].offences[0]", "7"},
        {"ngap", "case.defendants[0].offences[0].assault_offences[0].offence.anticipated_plea",
         NULL},
        {"bob", "case.type", "\"Bob\""},
        {"bob", "case.type", "\"\""},
        {"gap", "case.type", "\"Bob\""},
        {"gap", "case.defendants[0].offences[0].retail_theft_offences[0].offence.committed_on_bail",
         "\"zqx\""},
        {"gap", "case.defendants[0].offences[0].retail_theft_offences[0].offence", NULL},
        {"gap", "case.defendants[0].initiation_type", "{}"},
        {"gap", "case.property[1].property_action", "[]"},
        {"gap", "case.witnesses[3].victim.victim_wish_to_attend_court", "[]"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *fault = json_pack("{s:s}", "base", rows[i].base);
        json_t *document = dcf_faults_base(fault);
        const char *force = force_of(document);
        doc_set(document, rows[i].path, rows[i].json);
        struct said said = say(document, force);
        cr_expect_eq(said.adapted->problems.count, 1, "row %zu: %s", i, problems(said));
        cr_expect_str_eq(new_findings((struct said){0}, said), "", "row %zu", i);
        json_decref(document);
        json_decref(fault);
    }
}
