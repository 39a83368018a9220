/* Reference tables: read, checked, kept, and what checks make of them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/reference.h"
#include "support/catalogue_dir.h"
#include "support/file_facts.h"

struct tables {
    struct pfq_arena arena;
    struct catalogue_dir dir; /* of the tables */
    struct catalogue_dir catalogue;
    struct pfq_problems problems;
    struct pfq_standard *standard;
    struct pfq_judgement out;
};

static void begin(struct tables *t, const char *condition)
{
    pfq_arena_open(&t->arena);
    catalogue_dir_make(&t->dir);
    catalogue_dir_make(&t->catalogue);
    catalogue_dir_write(&t->catalogue, "standard.yaml", "label: \"test\"\n");
    catalogue_dir_write(&t->catalogue, "a.yaml",
                        catalogue_dir_row(&t->arena, "CD01",
                                          pfq_arena_printf(&t->arena, "check: \"%s\"", condition),
                                          NULL, NULL, NULL));
    t->standard = NULL;
}

static void end(struct tables *t)
{
    pfq_standard_close(t->standard);
    catalogue_dir_remove(&t->catalogue);
    catalogue_dir_remove(&t->dir);
    pfq_arena_close(&t->arena);
}

/* --- reading ---------------------------------------------------------------------------- */

static enum pfq_code read_text(struct tables *t, enum pfq_table which, const char *text,
                               struct pfq_table_text *out)
{
    struct pfq_err err = {0};
    catalogue_dir_write(&t->dir, "input", text);
    pfq_problems_init(&t->problems, &t->arena);
    return pfq_table_read(which, pfq_arena_printf(&t->arena, "%s/input", t->dir.path), "input",
                          &t->arena, &t->problems, out, &err);
}

static const char *canonical(struct tables *t, enum pfq_table which, const char *text)
{
    struct pfq_table_text out;
    enum pfq_code code = read_text(t, which, text, &out);
    for (size_t i = 0; i < t->problems.count; i++) {
        cr_log_error("%s: %s", t->problems.rows[i]->path, t->problems.rows[i]->message);
    }
    cr_assert_eq(code, PFQ_OK, "%s", text);
    return pfq_arena_strndup(&t->arena, (const char *)out.canonical.data, out.canonical.size);
}

static bool told(const struct tables *t, const char *path, const char *part)
{
    for (size_t i = 0; i < t->problems.count; i++) {
        const Pfq__V1__Problem *p = t->problems.rows[i];
        if (strcmp(p->path, path) == 0 &&
            (strstr(p->message, part) != NULL || strstr(p->fix, part) != NULL)) {
            return true;
        }
    }
    return false;
}

Test(reference, a_table_is_one_and_the_same_however_it_is_written)
{
    static const char wanted[] = "cjs_code,category,from,until\nCJ88116,CS,,\nTH68010,CE,,\n";
    static const char *const texts[] = {
        "cjs_code,category\nCJ88116,CS\nTH68010,CE\n",
        "cjs_code,category\nTH68010,CE\nCJ88116,CS",
        "\xEF\xBB\xBF"
        "CJS_Code,Category\r\nCJ88116,CS\r\n\r\nTH68010,CE\r\n",
        "title,category,cjs_code\n\"Assault, by beating\",CS,CJ88116\n\"A \"\"shop\"\"\nthief\",CE,"
        "TH68010\n",
        "# a remark\ncjs_code,category,until,from\n CJ88116 ,\"CS\",,\nTH68010,CE,,\n",
        "cjs_code,category\nCJ88116,CS\nTH68010,CE\nTH68010,CE\n",
    };
    struct tables t;
    begin(&t, "true");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_assert_str_eq(canonical(&t, PFQ_TABLE_OFFENCES, texts[i]), wanted, "text %zu", i);
    }
    end(&t);
}

/* A row is told of whole: whoever mends it mends it once. */
Test(reference, all_faults_of_a_row_are_told)
{
    static const struct {
        enum pfq_table which;
        const char *text;
        const char *paths[2];
    } rows[] = {
        {PFQ_TABLE_OFFENCES, "cjs_code,category\nBAD,ZZ\n", {"input:2:1", "input:2:5"}},
        {PFQ_TABLE_UNITS, "force_code,unit_code\nxx,yyy\n", {"input:2:1", "input:2:4"}},
        {PFQ_TABLE_DOCUMENTS, "cms_doc_type_id,document_type\nxx,\n", {"input:2:1", "input:2:4"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tables t;
        struct pfq_table_text out;
        begin(&t, "true");
        cr_assert_eq(read_text(&t, rows[i].which, rows[i].text, &out), PFQ_E_UNREADABLE);
        for (size_t k = 0; k < 2; k++) {
            cr_expect(told(&t, rows[i].paths[k], ""), "%s", rows[i].paths[k]);
        }
        end(&t);
    }
}

Test(reference, an_offence_code_has_seven_characters_and_perhaps_a_letter)
{
    static const char *const good[] = {"TH68010", "TH68010A", "COML025", "COML025B"};
    static const char *const bad[] = {"TH680101", "TH6801",    "THX8010",
                                      "T168010",  "TH68010AB", "TH6801A"};
    for (size_t i = 0; i < sizeof good / sizeof *good + sizeof bad / sizeof *bad; i++) {
        size_t goods = sizeof good / sizeof *good;
        const char *code = i < goods ? good[i] : bad[i - goods];
        struct tables t;
        struct pfq_table_text out;
        begin(&t, "true");
        const char *text = pfq_arena_printf(&t.arena, "cjs_code,category\n%s,CE\n", code);
        cr_expect_eq(read_text(&t, PFQ_TABLE_OFFENCES, text, &out),
                     i < goods ? PFQ_OK : PFQ_E_UNREADABLE, "%s", code);
        end(&t);
    }
}

/* G9: public tables of units carry names of places, and one of a person. */
Test(reference, columns_that_nobody_asks_for_are_never_kept)
{
    struct tables t;
    begin(&t, "true");
    cr_assert_str_eq(canonical(&t, PFQ_TABLE_UNITS,
                               "force_code,unit_code,name\n43,AA,Someone Real\n40,CH,A Place\n"),
                     "force_code,unit_code,from,until\n40,CH,,\n43,AA,,\n");
    cr_assert_str_eq(
        canonical(&t, PFQ_TABLE_DOCUMENTS,
                  "cms_doc_type_id,document_type,category,group\n1042,MG15(SDN),X,Y\n"
                  "1203,MG22 SFR,X,Y\n-6,Asset Recovery 3rd Party,X,Y\n1200,Other Material,X,Y\n"),
        "cms_doc_type_id,document_type,from,until\n-6,,,\n1042,MG15_SDN,,\n1200,,,\n1203,SFR1,,\n");
    cr_assert_str_eq(
        canonical(&t, PFQ_TABLE_HOLIDAYS, "date,name\n2026-05-25,Spring\n2026-05-04,M\n"),
        "date\n2026-05-04\n2026-05-25\n");
    end(&t);
}

Test(reference, every_fault_of_a_table_is_told_with_its_line)
{
    struct tables t;
    struct pfq_table_text out;
    begin(&t, "true");
    cr_assert_eq(read_text(&t, PFQ_TABLE_OFFENCES,
                           "cjs_code,category,from,until\n" /* 1 */
                           "th68010,CE,,\n"                 /* 2 */
                           "TH68010,either,,\n"             /* 3 */
                           "TH68011,CE,2026-13-01,\n"       /* 4 */
                           "TH68012,CE,2026-05-02,2026-05-01\n"
                           "TH68013,CE\n"                    /* 6 */
                           "TH68014,CE,,,\n"                 /* 7 */
                           "TH68015,CE,,\n"                  /* 8 */
                           "TH68015,CI,,\n"                  /* 9 */
                           "TH68016,\"C\"E,,\n"              /* 10 */
                           "\"TH68017,CE,,\nTH68018,CE,,\n", /* 11 */
                           &out),
                 PFQ_E_UNREADABLE);
    cr_assert(told(&t, "input:2:1", "no CJS offence code"));
    cr_assert(told(&t, "input:3:9", "CS, CM, CE or CI"));
    cr_assert(told(&t, "input:4:12", "no date"));
    cr_assert(told(&t, "input:5:23", "before it begins"));
    cr_assert(told(&t, "input:6:1", "too few"));
    cr_assert(told(&t, "input:7:1", "too many"));
    cr_assert(told(&t, "input:9:1", "Line 8"));
    cr_assert(told(&t, "input:10:1", "closing quotes"));
    cr_assert(told(&t, "input:11:1", "never closed"));
    cr_assert_eq(t.problems.count, 9);
    for (size_t i = 1; i < t.problems.count; i++) {
        cr_assert_leq(atoi(t.problems.rows[i - 1]->path + 6), atoi(t.problems.rows[i]->path + 6));
    }
    end(&t);
}

Test(reference, what_is_no_table_at_all_is_told_so)
{
    static const struct {
        enum pfq_table which;
        const char *text, *part;
    } rows[] = {
        {PFQ_TABLE_OFFENCES, "", "name the columns"},
        {PFQ_TABLE_OFFENCES, "code,category\nTH68010,CE\n", "cjs_code"},
        {PFQ_TABLE_OFFENCES, "cjs_code\nTH68010\n", "category"},
        {PFQ_TABLE_OFFENCES, "cjs_code,category\n", "no row"},
        {PFQ_TABLE_UNITS, "force,unit\n4,AA\n", "no force code"},
        {PFQ_TABLE_UNITS, "force,unit\n43,A\n", "no unit code"},
        {PFQ_TABLE_DOCUMENTS, "cms_doc_type_id,document_type\nMG3,MG3\n", "document type"},
        {PFQ_TABLE_HOLIDAYS, "date\n2026-05-03\n", "no weekday"},
        {PFQ_TABLE_HOLIDAYS, "date\n2026-13-01\n", "no date"},
    };
    struct tables t;
    struct pfq_table_text out;
    begin(&t, "true");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_eq(read_text(&t, rows[i].which, rows[i].text, &out), PFQ_E_UNREADABLE);
        cr_assert_eq(t.problems.count, 1);
        const Pfq__V1__Problem *p = t.problems.rows[0];
        cr_assert(strstr(p->message, rows[i].part) != NULL, "%zu: %s", i, p->message);
    }
    end(&t);
}

Test(reference, a_thousand_faults_are_bounded_and_counted)
{
    struct tables t;
    struct pfq_table_text out;
    char *text = NULL;
    begin(&t, "true");
    text = pfq_arena_new(&t.arena, char, 16 * 1000 + 64);
    size_t n = (size_t)sprintf(text, "cjs_code,category\n");
    for (int i = 0; i < 1000; i++) {
        n += (size_t)sprintf(text + n, "%d,CE\n", i);
    }
    cr_assert_eq(read_text(&t, PFQ_TABLE_OFFENCES, text, &out), PFQ_E_UNREADABLE);
    pfq_problems_close(&t.problems);
    cr_assert_leq(t.problems.count, PFQ_PROBLEMS_MAX + 1);
    cr_assert_not_null(strstr(t.problems.rows[t.problems.count - 1]->message, "more"));
    end(&t);
}

/* Every end that a file may have, and every byte that may be wrong, is answered. */
Test(reference, a_table_cut_off_or_spoiled_at_any_byte_is_answered)
{
    static const char whole[] = "\xEF\xBB\xBF# x\ncjs_code,category,title\r\nTH68010,CE,\"a "
                                "\"\"b\"\", c\"\r\nCJ88116,CS,d\n";
    static const char spoilers[] = "\",\r\n#x";
    struct tables t;
    struct pfq_table_text out;
    begin(&t, "true");
    for (size_t i = 0; i + 1 < sizeof whole; i++) {
        char *text = pfq_arena_strdup(&t.arena, whole);
        for (const char *c = spoilers; *c != '\0'; c++) {
            text[i] = *c;
            bool good = read_text(&t, PFQ_TABLE_OFFENCES, text, &out) == PFQ_OK;
            cr_assert(good == (t.problems.count == 0), "byte %zu", i);
        }
        text[i] = '\0';
        bool good = read_text(&t, PFQ_TABLE_OFFENCES, text, &out) == PFQ_OK;
        cr_assert(good == (t.problems.count == 0), "byte %zu", i);
    }
    end(&t);
}

/* --- what checks make of them ------------------------------------------------------------- */

static enum pfq_code load(struct tables *t)
{
    struct pfq_err err = {0};
    const struct pfq_standard_source source = {.catalogue = t->catalogue.path,
                                               .reference = "services/standard/reference",
                                               .tables = t->dir.path};
    pfq_problems_init(&t->problems, &t->arena);
    pfq_standard_close(t->standard);
    enum pfq_code code = pfq_standard_load(&source, &t->problems, &t->standard, &err);
    for (size_t i = 0; i < t->problems.count; i++) {
        cr_log_info("%s: %s", t->problems.rows[i]->path, t->problems.rows[i]->message);
    }
    return code;
}

/* Put a table where the operator's command puts it. */
static void put(struct tables *t, enum pfq_table which, const char *text)
{
    struct pfq_table_text table;
    char name[64];
    cr_assert_eq(read_text(t, which, text, &table), PFQ_OK);
    (void)snprintf(name, sizeof name, "%s.csv", pfq_table_name(which));
    catalogue_dir_write(
        &t->dir, name,
        pfq_arena_printf(&t->arena, "%s%.*s", pfq_table_stamp(&table, 1795000000000, &t->arena),
                         (int)table.canonical.size, (const char *)table.canonical.data));
}

static const Pfq__V1__Judged *judge(struct tables *t, Pfq__V1__Submission *file)
{
    static struct pfq_problems problems;
    static struct pfq_problems warnings;
    pfq_problems_init(&problems, &t->arena);
    pfq_problems_init(&warnings, &t->arena);
    pfq_judge(t->standard, file_facts_envelope(&t->arena, file), file->submitted_at, &t->arena,
              &problems, &warnings, &t->out);
    cr_assert_not(t->out.refused);
    return t->out.judged;
}

static unsigned outcome(struct tables *t, Pfq__V1__Submission *file)
{
    return judge(t, file)->outcomes.data[0] & 15;
}

/* One offence, of which the sender says its code alone. */
static Pfq__V1__Submission *coded(struct tables *t, const char *code)
{
    Pfq__V1__Submission *file = file_facts(&t->arena);
    file->offences->n_offence = 1;
    file->offences->offence[0]->cjs_code = pfq_arena_strdup(&t->arena, code);
    file->offences->offence[0]->has_category = false;
    return file;
}

#define IS_MET     PFQ__V1__OUTCOME__OUTCOME_MET
#define IS_NOT_MET PFQ__V1__OUTCOME__OUTCOME_NOT_MET
#define IS_OPEN    PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON

Test(reference, what_a_missing_table_would_tell_needs_a_person)
{
    struct tables t;
    begin(&t, "each offence: offence_known(cjs_code)");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, coded(&t, "TH68010")), IS_MET); /* of the small table */
    cr_assert_eq(outcome(&t, coded(&t, "TH68999")), IS_OPEN);
    put(&t, PFQ_TABLE_OFFENCES, "cjs_code,category\nTH68010,CE\nTH68011,CE\n");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, coded(&t, "TH68011")), IS_MET);
    cr_assert_eq(outcome(&t, coded(&t, "TH68999")), IS_NOT_MET);
    end(&t);
}

Test(reference, the_category_comes_from_the_table_where_the_sender_gives_none)
{
    struct tables t;
    begin(&t, "each offence: category = EITHER_WAY");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, coded(&t, "TH68010")), IS_MET);
    cr_assert_eq(outcome(&t, coded(&t, "CJ88116")), IS_NOT_MET);
    cr_assert_eq(outcome(&t, coded(&t, "TH68999")), IS_OPEN);
    Pfq__V1__Submission *said = coded(&t, "CJ88116"); /* the sender's word counts */
    said->offences->offence[0]->has_category = true;
    cr_assert_eq(outcome(&t, said), IS_MET);
    put(&t, PFQ_TABLE_OFFENCES, "cjs_code,category\nTH68999,CE\nAE71501,VP\n");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, coded(&t, "TH68999")), IS_MET);
    cr_assert_eq(outcome(&t, coded(&t, "AE71501")), IS_OPEN); /* no offence, no category */
    end(&t);
}

Test(reference, the_table_has_a_category_of_its_own_for_a_code)
{
    struct tables t;
    begin(&t, "each offence: category = offence_category(cjs_code)");
    cr_assert_eq(load(&t), PFQ_OK);
    Pfq__V1__Submission *said = coded(&t, "CJ88116");
    said->offences->offence[0]->has_category = true;
    said->offences->offence[0]->category = PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_SUMMARY;
    cr_assert_eq(outcome(&t, said), IS_MET);
    said->offences->offence[0]->category = PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_EITHER_WAY;
    cr_assert_eq(outcome(&t, said), IS_NOT_MET);
    said->offences->offence[0]->cjs_code = pfq_arena_strdup(&t.arena, "TH68999");
    cr_assert_eq(outcome(&t, said), IS_OPEN);
    end(&t);
}

Test(reference, an_indictable_only_code_makes_a_guilty_plea_file_a_crown_court_one)
{
    struct tables t;
    begin(&t, "true");
    cr_assert_eq(load(&t), PFQ_OK);
    Pfq__V1__Submission *file = coded(&t, "OF61016");
    file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    const Pfq__V1__Judged *judged = judge(&t, file);
    cr_assert_eq(judged->n_judged_as, 1);
    cr_assert_eq(judged->judged_as[0], PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC);
    end(&t);
}

/* A file that expects a plea of not guilty; for the Crown Court it is more than that. */
Test(reference, a_not_guilty_plea_makes_a_guilty_plea_file_a_not_guilty_one)
{
    static const struct {
        Pfq__V1__Plea of_file; /* 0: not said */
        bool of_offence;
        const char *code;
        unsigned judged_as; /* 0: just what it is */
    } rows[] = {
        {0, false, "TH68010", 0},
        {PFQ__V1__PLEA__PLEA_NOT_GUILTY, false, "TH68010", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP},
        {0, true, "TH68010", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP},
        {PFQ__V1__PLEA__PLEA_GUILTY, true, "TH68010", 0}, /* SC11 asks which is right */
        {PFQ__V1__PLEA__PLEA_NOT_GUILTY, true, "OF61016", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC},
    };

    struct tables t;
    begin(&t, "true");
    cr_assert_eq(load(&t), PFQ_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Submission *file = coded(&t, rows[i].code);
        Pfq__V1__Offence *offence = file->offences->offence[0];
        file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
        file->has_anticipated_plea = rows[i].of_file != 0;
        file->anticipated_plea = rows[i].of_file;
        offence->has_anticipated_plea = rows[i].of_offence;
        offence->anticipated_plea = PFQ__V1__PLEA__PLEA_NOT_GUILTY;
        const Pfq__V1__Judged *judged = judge(&t, file);
        cr_assert_eq(judged->n_judged_as, rows[i].judged_as != 0, "row %zu", i);
        cr_assert(judged->n_judged_as == 0 || judged->judged_as[0] == rows[i].judged_as);
    }
    end(&t);
}

Test(reference, a_row_holds_on_its_own_days)
{
    struct tables t;
    begin(&t, "each offence: category = EITHER_WAY");
    put(&t, PFQ_TABLE_OFFENCES,
        "cjs_code,category,from,until\nTH68010,CS,,2026-05-04\nTH68010,CE,2026-05-05,\n");
    cr_assert_eq(load(&t), PFQ_OK);
    Pfq__V1__Submission *file = coded(&t, "TH68010"); /* sent on 5 May */
    cr_assert_eq(outcome(&t, file), IS_MET);
    file = coded(&t, "TH68010");
    file->submitted_at -= 86400000;
    cr_assert_eq(outcome(&t, file), IS_NOT_MET);
    end(&t);
}

Test(reference, a_cms_type_stands_for_the_code_of_a_document)
{
    static const struct {
        int32_t type;
        unsigned outcome;
    } rows[] = {{1009, IS_MET}, {1010, IS_NOT_MET}, {1200, IS_OPEN}, {-6, IS_OPEN}};
    struct tables t;
    begin(&t, "has(MG6C)");
    cr_assert_eq(load(&t), PFQ_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Submission *file = file_facts(&t.arena);
        file->documents->document[0]->has_code = false;
        file->documents->document[0]->has_cms_document_type = true;
        file->documents->document[0]->cms_document_type = rows[i].type;
        cr_assert_eq(outcome(&t, file), rows[i].outcome, "%d", rows[i].type);
    }
    end(&t);
}

/* 25 May 2026 is a bank holiday in the shipped table, which ends somewhere. */
Test(reference, working_days_are_known_as_far_as_the_holidays_go)
{
    struct tables t;
    begin(&t, "working_days(event_date, event_date + 30) = 21");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, file_facts(&t.arena)), IS_MET);
    put(&t, PFQ_TABLE_HOLIDAYS, "date\n2026-01-01\n");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, file_facts(&t.arena)), IS_NOT_MET); /* one more */
    put(&t, PFQ_TABLE_HOLIDAYS, "date\n2025-01-01\n");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_eq(outcome(&t, file_facts(&t.arena)), IS_OPEN);
    end(&t);
}

/* With the two tables that must be there, and no other. */
Test(reference, without_a_table_of_classes_or_codes_a_person_is_asked_and_nothing_breaks)
{
    static const struct {
        const char *condition;
        unsigned outcome;
    } rows[] = {
        {"no offence: in_class(cjs_code, SEXUAL)", IS_OPEN},
        {"each offence: offence_known(cjs_code)", IS_OPEN},
        {"each offence: category = EITHER_WAY", IS_OPEN},
        {"unit_known('43', 'AA')", IS_OPEN},
        {"has(MG3)", IS_OPEN}, /* by its CMS type */
        {"working_days(event_date, event_date + 1) = 1", IS_MET},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tables t;
        struct pfq_err err = {0};
        begin(&t, rows[i].condition);
        const struct pfq_standard_source source = {.catalogue = t.catalogue.path,
                                                   .reference = t.dir.path};
        catalogue_dir_write(&t.dir, "forces.csv", "code,name,from,until\n43,X,,\n");
        catalogue_dir_write(&t.dir, "bank_holidays.csv", "date,name\n2026-01-01,X\n");
        pfq_problems_init(&t.problems, &t.arena);
        cr_assert_eq(pfq_standard_load(&source, &t.problems, &t.standard, &err), PFQ_OK);
        Pfq__V1__Submission *file = coded(&t, "SX03007");
        file->documents->document[0]->has_code = false;
        file->documents->document[0]->has_cms_document_type = true;
        file->documents->document[0]->cms_document_type = 1034;
        cr_assert_eq(outcome(&t, file), rows[i].outcome, "%s", rows[i].condition);
        end(&t);
    }
}

Test(reference, a_class_that_there_is_not_is_a_fault_with_the_nearest_one)
{
    struct tables t;
    begin(&t, "each offence: in_class(cjs_code, SEXUALL) or in_class(cjs_code)");
    cr_assert_eq(load(&t), PFQ_E_CATALOGUE);
    cr_assert(told(&t, "a.yaml:4:44", "Did you mean SEXUAL?"));
    cr_assert(told(&t, "a.yaml:4:56", "in_class(cjs_code, SEXUAL, WOUNDING)"));
    end(&t);
}

/* --- safe on disk --------------------------------------------------------------------------- */

Test(reference, a_table_that_was_cut_off_or_changed_is_not_taken)
{
    static const char *const damaged[] = {
        "", "# pfq offences loaded 17", "cjs_code,category\nTH68010,CE\n",
        "# pfq offences loaded 1795000000000 digest 00\ncjs_code,category\nTH68010,CE\n"};
    struct tables t;
    char whole[512];
    begin(&t, "true");
    put(&t, PFQ_TABLE_OFFENCES, "cjs_code,category\nTH68010,CE\nTH68011,CE\n");
    cr_assert_eq(load(&t), PFQ_OK);
    FILE *f = fopen(pfq_arena_printf(&t.arena, "%s/offences.csv", t.dir.path), "r");
    size_t size = fread(whole, 1, sizeof whole - 1, f);
    (void)fclose(f);
    whole[size] = '\0';
    for (size_t cut = 1; cut < size - 3; cut++) { /* the last line end may go, and its commas not */
        whole[size - cut - 1] = '\0';
        catalogue_dir_write(&t.dir, "offences.csv", whole);
        cr_assert_eq(load(&t), PFQ_E_CATALOGUE, "cut to %zu bytes", size - cut - 1);
    }
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        catalogue_dir_write(&t.dir, "offences.csv", damaged[i]);
        cr_assert_eq(load(&t), PFQ_E_CATALOGUE, "%zu", i);
    }
    end(&t);
}

/* G5: the tables in use are part of the version; when they were loaded is not. */
Test(reference, another_table_is_another_version)
{
    struct tables t;
    const struct pfq_table_info *info = NULL;
    begin(&t, "true");
    cr_assert_eq(load(&t), PFQ_OK);
    char *before = pfq_arena_strdup(&t.arena, pfq_standard_version(t.standard));
    cr_assert_eq(pfq_standard_tables(t.standard, &info), PFQ_TABLE_COUNT);
    cr_assert_not(info[PFQ_TABLE_OFFENCES].whole);
    cr_assert(info[PFQ_TABLE_HOLIDAYS].whole);
    put(&t, PFQ_TABLE_OFFENCES, "cjs_code,category\nTH68010,CE\n");
    cr_assert_eq(load(&t), PFQ_OK);
    cr_assert_str_neq(pfq_standard_version(t.standard), before);
    (void)pfq_standard_tables(t.standard, &info);
    cr_assert_str_eq(info[PFQ_TABLE_OFFENCES].name, "offences");
    cr_assert(info[PFQ_TABLE_OFFENCES].whole);
    cr_assert_eq(info[PFQ_TABLE_OFFENCES].rows, 1);
    cr_assert_eq(info[PFQ_TABLE_OFFENCES].loaded_at, 1795000000000);
    cr_assert_eq(strlen(info[PFQ_TABLE_OFFENCES].version), 12);
    end(&t);
}
