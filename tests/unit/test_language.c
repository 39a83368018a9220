/* The language of the checks: true, false and unknown; items at fault; faults. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "standard/language/eval.h"
#include "standard/language/resolve.h"
#include "support/file_facts.h"

enum {
    TEXT = 1024
};

/* Faults as "offset: sentence fix" lines. */
struct heard {
    char text[TEXT * 2];
};

static void hear(void *self, const struct rule_source *source, size_t offset, const char *sentence,
                 const char *fix)
{
    struct heard *h = self;
    size_t used = strlen(h->text);
    (void)source;
    (void)snprintf(h->text + used, sizeof h->text - used, "%zu: %s %s\n", offset, sentence, fix);
}

struct bench {
    struct pfq_arena arena;
    struct rule_program program;
    struct rule_tables tables;
    struct rule_facts facts;
    struct rule_vocabulary vocabulary;
    struct rule_source sources[4];
    struct rule_word words[4];
    struct rule_value values[2];
    struct heard heard;
    struct rule_faults faults;
};

static int32_t holidays[2];
static struct tables_force forces[] = {{"43", 0, 99991231}, {"91", 20131007, 99991231}};

static void add_word(struct bench *b, const char *name, const char *means, const char *named)
{
    size_t i = b->vocabulary.word_count++;
    b->sources[i].text = means;
    b->words[i].name = name;
    b->words[i].named = named;
    b->words[i].ast = rule_parse_word(&b->sources[i], &b->arena, &b->faults);
    cr_assert_not_null(b->words[i].ast, "%s", b->heard.text);
}

static void open_bench(struct bench *b)
{
    memset(b, 0, sizeof *b);
    pfq_arena_open(&b->arena);
    rule_program_init(&b->program, &b->arena);
    static const int64_t values[] = {80, 510};
    b->faults = (struct rule_faults){.report = hear, .self = &b->heard};
    holidays[0] = 20578; /* Monday 4 May 2026 */
    holidays[1] = 20599; /* Monday 25 May 2026 */
    b->tables = (struct rule_tables){.forces = forces,
                                     .force_count = 2,
                                     .holidays = holidays,
                                     .holiday_count = 2,
                                     .first_day = 20454,
                                     .last_day = 20818};
    rule_facts_read(file_facts(&b->arena), &b->tables, 20260505, &b->facts);
    b->facts.values = values;
    b->vocabulary.words = b->words;
    b->vocabulary.values = b->values;
    b->values[0] = (struct rule_value){"min_words", RULE_NUMBER};
    b->values[1] = (struct rule_value){"cutoff", RULE_TIME};
    b->vocabulary.value_count = 2;
    add_word(b, "victim", "witness where is_victim", "victim");
    add_word(b, "silent_victim", "victim where vps_status = NOT_STATED", NULL);
    add_word(b, "in_custody", "any defendant: remand_status = CUSTODY", NULL);
    add_word(b, "mg6c_item", "mg6c.unused_item", "MG6C item");
}

static uint16_t compile(struct bench *b, const char *text)
{
    struct rule_source *source = pfq_arena_new(&b->arena, struct rule_source, 1);
    source->text = text;
    struct rule_ast *ast = rule_parse(source, &b->arena, &b->faults);
    return ast == NULL ? 0 : rule_resolve(&b->program, &b->vocabulary, ast, &b->faults);
}

static char truth(struct bench *b, const char *text)
{
    uint16_t root = compile(b, text);
    cr_assert_neq(root, 0, "%s\n%s", text, b->heard.text);
    struct rule_run run;
    rule_begin(&run, &b->program, b->facts.submission, &b->facts);
    return "FUT"[rule_eval(&run, root)];
}

struct row {
    const char *text;
    char truth;
};

static void check_rows(const struct row *rows, size_t count)
{
    struct bench b;
    open_bench(&b);
    for (size_t i = 0; i < count; i++) {
        char got = truth(&b, rows[i].text);
        cr_expect_eq(got, rows[i].truth, "%s is %c, not %c", rows[i].text, got, rows[i].truth);
    }
    pfq_arena_close(&b.arena);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof rows / sizeof *rows)

/* T: true, F: co_suspects_elsewhere (said, false), U: is_update (not said) */
Test(language, and_or_not_if_follow_kleene)
{
    static const struct row rows[] = {
        {"true", 'T'},
        {"co_suspects_elsewhere", 'F'},
        {"is_update", 'U'},
        {"not true", 'F'},
        {"not false", 'T'},
        {"not is_update", 'U'},
        {"true and true", 'T'},
        {"true and false", 'F'},
        {"true and is_update", 'U'},
        {"is_update and false", 'F'},
        {"false and is_update", 'F'},
        {"is_update and is_update", 'U'},
        {"false or false", 'F'},
        {"true or is_update", 'T'},
        {"is_update or true", 'T'},
        {"false or is_update", 'U'},
        {"is_update or is_update", 'U'},
        {"if true then false", 'F'},
        {"if false then false", 'T'},
        {"if is_update then true", 'T'},
        {"if is_update then false", 'U'},
        {"if true then is_update", 'U'},
        {"if true then true else false", 'T'},
        {"if false then true else false", 'F'},
        {"if is_update then true else true", 'T'},
        {"if is_update then true else false", 'U'},
        {"true or true and false", 'T'},
        {"(true or true) and false", 'F'},
        {"not false and false", 'F'},
        {"not not true", 'T'},
        {"not code_test = THRESHOLD", 'T'},
        {"not co_suspects_elsewhere = true", 'T'},
        {"co_suspects_elsewhere = false", 'T'},
        {"co_suspects_elsewhere != false", 'F'},
        {"is_update = false", 'U'},
        {"is_update = is_resubmission", 'U'},
        {"urn_readable = (code_test = FULL_CODE)", 'T'},
    };
    CHECK_ROWS(rows);
}

Test(language, comparisons_of_every_type)
{
    static const struct row rows[] = {
        {"mg5.word_count = 100", 'T'},
        {"mg5.word_count != 100", 'F'},
        {"mg5.word_count < 100", 'F'},
        {"mg5.word_count <= 100", 'T'},
        {"mg5.word_count > 99", 'T'},
        {"mg5.word_count >= 101", 'F'},
        {"100 = mg5.word_count", 'T'},
        {"99 < mg5.word_count", 'T'},
        {"101 <= mg5.word_count", 'F'},
        {"mg5.word_count >= min_words", 'T'},
        {"mg5.word_count - 20 = min_words", 'T'},
        {"mg5.word_count + 1 > 100", 'T'},
        {"mg5.issues_chars > 0", 'U'},
        {"mg5.issues_chars + 1 > 0", 'U'},
        {"mg9.witness_count = 3", 'U'},
        {"code_test = FULL_CODE", 'T'},
        {"THRESHOLD = code_test", 'F'},
        {"venue = CROWN", 'U'},
        {"code_test in (FULL_CODE, THRESHOLD)", 'T'},
        {"code_test not in (THRESHOLD)", 'T'},
        {"venue in (CROWN)", 'U'},
        {"venue not in (CROWN)", 'U'},
        {"mg5.word_count in (99, 100)", 'T'},
        {"urn_force in ('40', '43')", 'T'},
        {"urn_force = submitting_force", 'T'},
        {"urn_force != '43'", 'F'},
        {"police_unit = 'AA'", 'U'},
        {"DOMESTIC_ABUSE in markers", 'T'},
        {"RAPE in markers", 'F'},
        {"RAPE not in marker", 'T'},
        {"'TH68010' in offence.cjs_code", 'T'},
        {"'SX03002' in mg3.authorised_codes", 'F'},
        {"NONE in offence.aggravation", 'U'},
        {"event_date = 2026-05-05", 'T'},
        {"event_date >= 2021-01-01", 'T'},
        {"date(submitted_at) = event_date", 'T'},
        {"date(first_hearing_at) > event_date + 22", 'T'},
        {"event_date - 4 = date(charged_at)", 'T'},
        {"submitted_at < first_hearing_at", 'T'},
        {"time(submitted_at) = 10:00", 'T'},
        {"time(submitted_at) <= cutoff", 'F'},
        {"order_issue_date < event_date", 'U'},
        {"date(breach_of_bail.arrested_at) = event_date", 'U'},
    };
    CHECK_ROWS(rows);
}

Test(language, lists_with_what_is_not_said)
{
    static const struct row rows[] = {
        /* victims: witness 1 and 2 surely, 3 perhaps */
        {"each victim: vps_status = MADE", 'F'},
        {"any victim: vps_status = MADE", 'T'},
        {"any victim: vps_status = DECLINED", 'U'},
        {"no victim: vps_status = DECLINED", 'U'},
        {"no victim: vps_status = MADE", 'F'},
        {"each witness: is_victim", 'U'},
        {"each victim: known(vps_status) or retracted", 'T'},
        {"each victim where vps_status = NOT_STATED: is_victim", 'U'},
        {"each witness where vps_status = MADE: is_victim", 'U'},
        {"count(witness) = 3", 'T'},
        {"count(victim) = 2", 'U'},
        {"count(victim) > 1", 'T'},
        {"count(victim) <= 3", 'T'},
        {"count(victim) > 3", 'F'},
        {"count(silent_victim) >= 1", 'T'},
        {"count(victim where vps_status = MADE) >= 1", 'T'},
        /* an empty list, and one that is not said */
        {"each media_item: provided", 'T'},
        {"any media_item: provided", 'F'},
        {"no media_item: provided", 'T'},
        {"count(media_item) = 0", 'T'},
        {"share(media_item: provided) = 100", 'T'},
        {"each exhibit: provided", 'U'},
        {"any exhibit: provided", 'U'},
        {"no exhibit: provided", 'U'},
        {"count(exhibit) >= 0", 'T'},
        {"count(exhibit) > 0", 'U'},
        {"share(exhibit: provided) >= 0", 'T'},
        {"share(exhibit: provided) > 50", 'U'},
        /* MG6C items: holds, does not, not said */
        {"share(mg6c_item: not generic) >= 33", 'T'},
        {"share(mg6c_item: not generic) <= 66", 'T'},
        {"share(mg6c_item: not generic) > 66", 'F'},
        {"share(mg6c_item: not generic) >= 50", 'U'},
        {"share(mg6c_item where known(generic): not generic) = 50", 'T'},
        /* lists in lists, and whose field a name is */
        {"each defendant: each bail_condition: grounds_count > 0", 'F'},
        {"any defendant: count(bail_condition) = 2", 'T'},
        {"each defendant: any offence: defendant = position(defendant)", 'T'},
        {"any defendant: any offence: offence.defendant = position(defendant)", 'T'},
        {"each offence: any defendant: position(defendant) = offence.defendant", 'T'},
        {"each defendant: file.submitting_force = '43'", 'T'},
        {"each defendant: urn_readable and submitting_force = '43'", 'T'},
        {"any defendant: interview.held", 'T'},
        {"each defendant: defendant.interview.held", 'U'},
        {"each associated_cases.urn: urn_well_formed(urn)", 'F'},
        {"any associated_cases: urn_well_formed(urn)", 'T'},
        {"count(associated_cases.urn) = 2", 'T'},
        {"any markers: marker = DOMESTIC_ABUSE", 'T'},
        {"in_custody and not (each defendant: age_at_submission >= 18)", 'T'},
    };
    CHECK_ROWS(rows);
}

Test(language, functions)
{
    static const struct row rows[] = {
        {"has(MG5)", 'T'},
        {"has(MG6C)", 'F'},
        {"has(MG6C, MG5)", 'T'},
        {"has(DCF, MG00)", 'F'},
        {"each defendant: has_for(defendant, MG7)", 'T'},
        {"each defendant: has_for(defendant, MG4)", 'F'},
        {"any defendant: has_for(defendant, MG4, MG4D)", 'T'},
        {"each witness where position(witness) = 1: has_for(witness, MG11)", 'T'},
        {"each witness where position(witness) = 2: has_for(witness, MG11)", 'F'},
        {"each victim where known(is_victim): has_for(victim, MG11)", 'F'},
        {"known(code_test)", 'T'},
        {"known(venue)", 'F'},
        {"known(is_update)", 'F'},
        {"known(co_suspects_elsewhere)", 'T'},
        {"known(urn)", 'T'},
        {"known(police_unit)", 'F'},
        {"known(media)", 'T'},
        {"known(exhibit)", 'F'},
        {"known(mg6e)", 'F'},
        {"exists(mg6c)", 'T'},
        {"exists(mg6d)", 'F'},
        {"exists(exhibits)", 'F'},
        {"exists(media)", 'T'},
        {"exists(mg6c.unused_item)", 'T'},
        {"exists(mg6d.sensitive_item)", 'F'},
        {"days(2026-05-01, 2026-05-05) = 4", 'T'},
        {"days(event_date, 2026-05-01) = 0 - 4", 'T'},
        {"days(charged_at, first_hearing_at) = 27", 'T'},
        {"working_days(2026-05-01, 2026-05-05) = 1", 'T'},
        {"working_days(2026-05-05, 2026-05-01) < 0", 'T'},
        {"working_days(event_date, first_hearing_at) = 16", 'T'},
        {"working_days(event_date, 2027-05-01) > 0", 'U'},
        {"working_days(2026-05-02, 2026-05-03) = 0", 'T'},
        {"hours(charged_at, submitted_at) = 95", 'T'},
        {"hours(charged_at, submitted_at) <= 48", 'F'},
        {"year(event_date) = 2026", 'T'},
        {"2000 + urn_year = year(submitted_at)", 'T'},
        {"urn_unit = 'AA'", 'T'},
        {"urn_well_formed(urn)", 'T'},
        {"urn_well_formed(police_unit)", 'U'},
        {"any defendant: asn_valid(asn)", 'T'},
        {"asn_valid('1101ZD0100000448754L')", 'F'},
        {"force_known(urn_force)", 'T'},
        {"force_known('00')", 'F'},
        {"force_known('91')", 'T'},
        {"offence_known('TH68010')", 'U'},
        {"known(offence_category('TH68010'))", 'F'},
        {"unit_known(urn_force, urn_unit)", 'U'},
        {"unique(offence.cjs_code)", 'T'},
        {"unique(offence.start_date)", 'F'},
        {"unique(offence.charge_date)", 'U'},
        {"unique(associated_cases)", 'T'},
        {"same_set(offence.cjs_code, mg3.authorised_codes.cjs_code)", 'T'},
        {"same_set(offence.cjs_code, associated_cases)", 'F'},
        {"same_set(offence.cjs_code, mg3.proposed_codes)", 'U'},
        {"consecutive(mg6c.unused_item.number)", 'F'},
        {"consecutive(offence.defendant)", 'T'},
        {"consecutive(mg6c.unused_item.description_words)", 'F'},
    };
    CHECK_ROWS(rows);
}

Test(language, a_list_of_documents_that_is_not_said_is_unknown_and_an_empty_one_is_not)
{
    struct bench b;
    open_bench(&b);
    Pfq__V1__Submission *s = file_facts(&b.arena);
    s->documents->n_document = 0;
    rule_facts_read(s, &b.tables, 20260505, &b.facts);
    cr_expect_eq(truth(&b, "has(MG5)"), 'F');
    s->documents = NULL;
    rule_facts_read(s, &b.tables, 20260505, &b.facts);
    cr_expect_eq(truth(&b, "has(MG5)"), 'U');
    cr_expect_eq(truth(&b, "each defendant: has_for(defendant, MG7)"), 'U');
    pfq_arena_close(&b.arena);
}

Test(language, a_document_without_a_code_may_be_any_document)
{
    struct bench b;
    open_bench(&b);
    Pfq__V1__Submission *s = file_facts(&b.arena);
    s->documents->document[0]->has_code = 0;
    rule_facts_read(s, &b.tables, 20260505, &b.facts);
    cr_expect_eq(truth(&b, "has(MG5)"), 'U');
    cr_expect_eq(truth(&b, "has(MG11)"), 'T');
    pfq_arena_close(&b.arena);
}

Test(language, a_document_without_a_code_may_be_any_document_of_those_whom_it_names)
{
    static const struct row rows[] = {
        {"any defendant where position(defendant) = 1: has_for(defendant, MG16)", 'F'},
        {"any defendant where position(defendant) = 2: has_for(defendant, MG16)", 'U'},
        {"any witness where position(witness) = 1: has_for(witness, MG16)", 'U'},
    };
    static uint32_t second[] = {2};
    struct bench b;
    open_bench(&b);
    Pfq__V1__Submission *s = file_facts(&b.arena);
    s->documents->document[0]->has_code = 0;
    s->documents->document[0]->defendant = second;
    s->documents->document[0]->n_defendant = 1;
    rule_facts_read(s, &b.tables, 20260505, &b.facts);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got = truth(&b, rows[i].text);
        cr_expect_eq(got, rows[i].truth, "%s is %c, not %c", rows[i].text, got, rows[i].truth);
    }
    pfq_arena_close(&b.arena);
}

/* A file with `defendants` defendants and `documents` documents MG4 that each name the
 * same `named` positions. */
struct named_file {
    size_t defendants, documents, named;
    uint32_t *position;
};

static void read_named(struct bench *b, struct named_file *f)
{
    Pfq__V1__Submission *s = file_facts(&b->arena);
    s->defendants->defendant = pfq_arena_new(&b->arena, Pfq__V1__Defendant *, f->defendants);
    s->defendants->n_defendant = f->defendants;
    for (size_t i = 0; i < f->defendants; i++) {
        s->defendants->defendant[i] = pfq_arena_new(&b->arena, Pfq__V1__Defendant, 1);
        pfq__v1__defendant__init(s->defendants->defendant[i]);
    }
    s->documents->document = pfq_arena_new(&b->arena, Pfq__V1__Document *, f->documents);
    s->documents->n_document = f->documents;
    for (size_t i = 0; i < f->documents; i++) {
        Pfq__V1__Document *d = pfq_arena_new(&b->arena, Pfq__V1__Document, 1);
        pfq__v1__document__init(d);
        d->has_code = 1;
        d->code = PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG4;
        d->defendant = f->position;
        d->n_defendant = f->named;
        s->documents->document[i] = d;
    }
    rule_facts_read(s, &b->tables, 20260505, &b->facts);
}

Test(language, a_document_concerns_those_whom_it_names_wherever_they_stand)
{
    enum {
        LONG = 1100 /* more than are worked out at once */
    };

    static uint32_t named[] = {0, 1, 64, 65, 130, 1024, 1025, 4000000000};
    static const struct row rows[] = {
        {"count(defendant where has_for(defendant, MG4)) = 6", 'T'},
        {"each defendant: has_for(defendant, MG4) = (position(defendant) in (1, 64, 65, 130,"
         " 1024, 1025))",
         'T'},
        {"any defendant: has_for(defendant, MG7)", 'F'},
    };
    struct bench b;
    open_bench(&b);
    read_named(&b, &(struct named_file){LONG, 2, sizeof named / sizeof *named, named});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got = truth(&b, rows[i].text);
        cr_expect_eq(got, rows[i].truth, "%s is %c, not %c", rows[i].text, got, rows[i].truth);
    }
    pfq_arena_close(&b.arena);
}

/* More of them than a file's evaluation keeps. */
Test(language, any_number_of_has_for_come_out_as_each_of_them_alone)
{
    static const char *const others[] = {"MG3",  "MG5",  "MG6",  "MG6C", "MG6D", "MG6E",
                                         "MG7",  "MG8",  "MG9",  "MG10", "MG11", "MG12",
                                         "MG17", "MG16", "MG18", "MG19", "MG21", "MG4A"};
    static uint32_t second = 2;
    struct bench b;
    open_bench(&b);
    read_named(&b, &(struct named_file){2, 1, 1, &second});
    uint16_t roots[sizeof others / sizeof *others];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        roots[i] = compile(&b, pfq_arena_printf(&b.arena,
                                                "each defendant: has_for(defendant, MG4, %s) ="
                                                " (position(defendant) = 2)",
                                                others[i]));
        cr_assert_neq(roots[i], 0, "%s", b.heard.text);
    }
    struct rule_run run;
    rule_begin(&run, &b.program, b.facts.submission, &b.facts);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        cr_expect_eq(rule_eval(&run, roots[i]), RULE_TRUE, "%s", others[i]);
    }
    pfq_arena_close(&b.arena);
}

Test(language, items_at_fault_are_named)
{
    static const struct {
        const char *text;
        const char *items;
    } rows[] = {
        {"each victim: vps_status = MADE", "victim 2"},
        {"each witness: vps_status = MADE", "witness 2"},
        {"no witness: retracted", "witness 3"},
        {"not (any witness: retracted)", "witness 3"},
        {"each defendant: each bail_condition: grounds_count > 0", "defendant 1, bail condition 2"},
        {"(each defendant: each bail_condition: grounds_count > 0) and "
         "(each defendant: each bail_condition: grounds_count >= 1)",
         "defendant 1, bail condition 2"},
        {"each defendant: age_at_submission >= 18", "defendant 2"},
        {"has(MG6C) and (each defendant: age_at_submission >= 18)", "defendant 2"},
        {"if in_custody then (each defendant: age_at_submission >= 18)", "defendant 2"},
        {"share(mg6c_item: not generic) >= 90", "MG6C item 2"},
        {"each mg6c_item: not generic and description_words >= 4", "MG6C item 2"},
        {"unique(offence.start_date)", "offence 2"},
        {"consecutive(mg6c.unused_item.number)", "unused item 3"},
        {"any defendant: age_at_submission > 90", ""},
        {"has(MG6C)", ""},
        /* unknown: the entries that could not be judged */
        {"each defendant: interview.held", "defendant 2"},
        {"each witness where vps_status = MADE: is_victim", "witness 3"},
        {"count(victim) = 3", "victim 3"},
    };
    struct bench b;
    open_bench(&b);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[TEXT] = "";
        uint16_t root = compile(&b, rows[i].text);
        struct rule_run run;
        rule_begin(&run, &b.program, b.facts.submission, &b.facts);
        struct rule_items items = {.arena = &b.arena};
        cr_assert_neq(root, 0, "%s", b.heard.text);
        rule_blame(&run, root, rule_eval(&run, root), &items);
        for (size_t k = 0; k < items.count; k++) {
            strcat(strcat(got, k > 0 ? "; " : ""), items.names[k]);
        }
        cr_expect_str_eq(got, rows[i].items, "%s: %s", rows[i].text, got);
    }
    pfq_arena_close(&b.arena);
}

Test(language, no_more_than_32_items_are_listed)
{
    struct bench b;
    open_bench(&b);
    Pfq__V1__Submission *s = file_facts(&b.arena);
    Pfq__V1__Witness *one = s->witnesses->witness[2];
    s->witnesses->n_witness = 37;
    s->witnesses->witness = pfq_arena_new(&b.arena, Pfq__V1__Witness *, 37);
    for (size_t i = 0; i < 37; i++) {
        s->witnesses->witness[i] = one;
    }
    rule_facts_read(s, &b.tables, 20260505, &b.facts);
    struct rule_items items = {.arena = &b.arena};
    uint16_t root = compile(&b, "no witness: retracted");
    struct rule_run run;
    rule_begin(&run, &b.program, b.facts.submission, &b.facts);
    rule_blame(&run, root, RULE_FALSE, &items);
    rule_items_close(&items);
    cr_assert_eq(items.count, 33);
    cr_assert_str_eq(items.names[31], "witness 32");
    cr_assert_str_eq(items.names[32], "and 5 more");
    pfq_arena_close(&b.arena);
}

/* A file with `count` witnesses, of whom one retracted and one is not said to have. */
static void crowd(struct bench *b, size_t count, size_t retracted, size_t silent)
{
    Pfq__V1__Submission *s = file_facts(&b->arena);
    Pfq__V1__Witness *some = pfq_arena_new(&b->arena, Pfq__V1__Witness, count);
    s->witnesses->n_witness = count;
    s->witnesses->witness = pfq_arena_new(&b->arena, Pfq__V1__Witness *, count);
    for (size_t i = 0; i < count; i++) {
        pfq__v1__witness__init(&some[i]);
        some[i].has_retracted = i != silent;
        some[i].retracted = i == retracted;
        s->witnesses->witness[i] = &some[i];
    }
    rule_facts_read(s, &b->tables, 20260505, &b->facts);
}

Test(language, long_lists_are_walked_to_their_end)
{
    static const struct row rows[] = {
        {"any witness: retracted", 'T'},
        {"each witness: not retracted", 'F'},
        {"count(witness where retracted) = 1", 'U'},
        {"count(witness where retracted) >= 1", 'T'},
        {"count(witness where retracted) <= 2", 'T'},
        {"count(witness where not retracted) >= 148", 'T'},
        {"share(witness: not retracted) >= 98", 'T'},
        {"each witness: retracted or not retracted", 'U'},
        {"each witness: if position(witness) = 130 then retracted else true", 'T'},
        {"(any witness: retracted) and (any witness: retracted and position(witness) > 128)", 'T'},
    };
    struct bench b;
    open_bench(&b);
    crowd(&b, 150, 129, 70);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got = truth(&b, rows[i].text);
        cr_expect_eq(got, rows[i].truth, "%s is %c, not %c", rows[i].text, got, rows[i].truth);
    }
    pfq_arena_close(&b.arena);
}

Test(language, what_is_written_twice_is_one_node_and_keeps_its_own_names)
{
    struct bench b;
    open_bench(&b);
    uint16_t first = compile(&b, "any witness: retracted and is_victim");
    size_t nodes = b.program.count;
    cr_expect_eq(compile(&b, "any witness: retracted and is_victim"), first);
    cr_expect_eq(b.program.count, nodes);
    uint16_t victim = compile(&b, "any victim: retracted");
    uint16_t witness = compile(&b, "any witness where is_victim: retracted");
    cr_expect_str_eq(b.program.nodes[b.program.nodes[victim].a].text, "victim");
    cr_expect_str_eq(b.program.nodes[b.program.nodes[witness].a].text, "witness");
    pfq_arena_close(&b.arena);
}

Test(language, one_condition_on_two_lists_has_two_answers)
{
    struct bench b;
    open_bench(&b);
    Pfq__V1__Submission *s = file_facts(&b.arena);
    char *here[] = {"AA10001"};
    char *there[] = {"BB20002"};
    Pfq__V1__OffenceCodes proposed = PFQ__V1__OFFENCE_CODES__INIT;
    Pfq__V1__OffenceCodes authorised = PFQ__V1__OFFENCE_CODES__INIT;
    Pfq__V1__Mg3 mg3 = PFQ__V1__MG3__INIT;
    proposed.n_cjs_code = authorised.n_cjs_code = 1;
    proposed.cjs_code = here;
    authorised.cjs_code = there;
    mg3.proposed_codes = &proposed;
    mg3.authorised_codes = &authorised;
    s->mg3 = &mg3;
    rule_facts_read(s, &b.tables, 20260505, &b.facts);
    cr_expect_eq(truth(&b, "(any mg3.proposed_codes.cjs_code: cjs_code = 'AA10001') and"
                           " (no mg3.authorised_codes.cjs_code: cjs_code = 'AA10001') and"
                           " (any mg3.proposed_codes.cjs_code: cjs_code = 'AA10001')"),
                 'T');
    pfq_arena_close(&b.arena);
}

Test(language, a_condition_on_two_entries_is_asked_for_each_pair)
{
    struct bench b;
    open_bench(&b); /* two defendants and three witnesses */
    cr_expect_eq(truth(&b, "(each defendant: any witness: position(witness) > position(defendant)"
                           " + 1) or (each defendant: any witness: position(witness) >"
                           " position(defendant) + 1)"),
                 'F');
    cr_expect_eq(truth(&b, "each defendant: any witness: position(witness) > position(defendant)"),
                 'T');
    pfq_arena_close(&b.arena);
}

Test(language, evaluation_takes_no_memory)
{
    static const char *const texts[] = {
        "each witness: known(retracted)",
        "count(victim) > 0 and in_custody",
        "share(mg6c_item: known(kind)) >= 90",
        "any defendant: any bail_condition: grounds_count = 0",
        "working_days(event_date, date(first_hearing_at)) >= 5",
        "unique(associated_cases.urn)",
    };
    struct bench b;
    open_bench(&b);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint16_t root = compile(&b, texts[i]);
        cr_assert_neq(root, 0, "%s", b.heard.text);
        size_t used = b.arena.used;
        const struct pfq_arena_block *blocks = b.arena.blocks;
        struct rule_run run;
        rule_begin(&run, &b.program, b.facts.submission, &b.facts);
        (void)rule_eval(&run, root);
        cr_expect_eq(b.arena.used, used, "%s", texts[i]);
        cr_expect_eq(b.arena.blocks, blocks, "%s", texts[i]);
    }
    pfq_arena_close(&b.arena);
}

Test(language, faults_are_told_with_their_place_and_the_nearest_name)
{
    static const struct {
        const char *text;
        const char *fault; /* each of its lines must be heard, and no more */
    } rows[] = {
        {"vps_statuss = MADE", "0: Nothing is called vps_statuss here."},
        {"each witness: vps_statuss = MADE",
         "14: Nothing is called vps_statuss here. Did you mean vps_status?"},
        {"each witnes: is_victim", "5: Nothing is called witnes here. Did you mean witness?"},
        {"mg5.wordcount > 1", "0: Nothing is called wordcount here. Did you mean word_count?"},
        {"hass(MG5)", "0: There is no function hass(). Did you mean has?"},
        {"has(MG6F)", "4: MG6F is no code of DocumentCode. Did you mean MG6?"},
        {"code_test = FULL_COD", "12: FULL_COD is no code of CodeTest. Did you mean FULL_CODE?"},
        {"code_test = CROWN", "12: CROWN is no code of CodeTest."},
        {"code_test = venue", "10: Two different kinds of code are compared"},
        {"mg5.word_count = 2026-01-01", "15: Different things are compared: a number and a date."},
        {"charged_at < event_date", "11: Different things are compared: an instant and a date."},
        {"urn < 'x'", "4: These have no order"},
        {"mg5.word_count", "0: Here a condition is needed, and this is a number."},
        {"mg6c and true", "0: Here a condition is needed, and this is a form."},
        {"witness", "0: Here a condition is needed, and this is a list."},
        {"each urn: true", "5: urn is no list of entries."},
        {"MADE = MADE", "0: Nothing here says which codes are meant."},
        {"days(urn, event_date) > 1", "5: Here a date is needed, and this is a text."},
        {"days(event_date) > 1", "0: days() is given the wrong things. It takes two values."},
        {"has_for(defendant, MG7)", "0: has_for() is given the wrong things."},
        {"unique(witness)", "7: Here a list of values is needed."},
        {"event_date + event_date = 1", "11: Numbers can be added, and days to a date."},
        {"DOMESTIC_ABUSE in offence", "18: After 'in' a list of values is needed."},
        {"true and", "8: Here a name, a value or a bracket is missing."},
        {"(true", "5: A closing bracket is missing."},
        {"true true", "5: The expression should end here."},
        {"each witness is_victim", "13: A colon is missing"},
        {"if true", "7: 'then' is missing after 'if'."},
        {"event_date > 2026-02-30", "13: There is no such day."},
        {"urn = 'x", "6: The text has no closing quote."},
        {"true & true", "5: This character has no meaning here."},
        {"Is_update", "0: A name is written in lower case"},
        {"urn.x = 'a'", "0: urn is a value and has no parts."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        open_bench(&b);
        cr_expect_eq(compile(&b, rows[i].text), 0, "%s", rows[i].text);
        cr_expect(strncmp(b.heard.text, rows[i].fault, strlen(rows[i].fault)) == 0,
                  "%s\nheard    %sexpected %s", rows[i].text, b.heard.text, rows[i].fault);
        cr_expect_eq(b.faults.count, 1, "%s\n%s", rows[i].text, b.heard.text);
        pfq_arena_close(&b.arena);
    }
}

Test(language, every_fault_of_an_expression_is_told_at_once)
{
    struct bench b;
    open_bench(&b);
    cr_assert_eq(compile(&b, "has(MG6F) and code_tes = FULL_CODE and (each witnes: true)"), 0);
    cr_assert_eq(b.faults.count, 3, "%s", b.heard.text);
    pfq_arena_close(&b.arena);
}

Test(language, a_word_that_is_defined_by_itself_is_a_fault_and_ends)
{
    static const char *const means[] = {"not in_circle", "any witness: in_circle",
                                        "count(witness where in_circle) > 0"};
    for (size_t i = 0; i < 3; i++) {
        struct bench b;
        open_bench(&b);
        b.vocabulary.word_count = 0;
        add_word(&b, "in_circle", means[i], NULL);
        cr_assert_eq(compile(&b, "in_circle"), 0);
        cr_assert_gt(b.faults.count, 0);
        pfq_arena_close(&b.arena);
    }
}

Test(language, deep_nesting_is_refused_not_followed)
{
    struct bench b;
    char text[TEXT];
    open_bench(&b);
    memset(text, '(', sizeof text);
    text[sizeof text - 1] = '\0';
    cr_assert_eq(compile(&b, text), 0);
    for (size_t i = 0; i + 4 < sizeof text; i += 4) {
        memcpy(text + i, "not ", 5);
    }
    cr_assert_eq(compile(&b, text), 0);
    pfq_arena_close(&b.arena);
}

Test(ident, urns_are_read_in_the_forms_that_forces_write)
{
    static const struct {
        const char *raw;
        const char *canonical; /* "": unreadable */
    } rows[] = {
        {"43AA1234526", "43AA1234526"},
        {"43/AA/12345/26", "43AA1234526"},
        {" 43 aa 12345 26 ", "43AA1234526"},
        {"43AA1234526-M", "43AA1234526-M"},
        {"43aa1234526/m", "43AA1234526-M"},
        {"43AA1234526/6", "43AA1234526-6"},
        {"43AA1234526-06", "43AA1234526-6"},
        {"43/AA/12345/26/12", "43AA1234526-12"},
        {"43AA1234526M", "43AA1234526-M"}, /* as the CPS's screens take it */
        {"43AA1234526(M)", "43AA1234526-M"},
        {"43AA1234526S", "43AA1234526-S"},
        {"43AA1234526(S)", "43AA1234526-S"},
        {"43aa1234526 (m) / 06", "43AA1234526-M-6"},
        {"43AA1234526S/12", "43AA1234526-S-12"},
        {"43AA1234526-M-12", "43AA1234526-M-12"},
        {"43A11234526", "43A11234526"},
        {"43AA123452", ""},
        {"43AA12345267", ""},
        {"4XAA1234526", ""},
        {"43AA1234526-", ""},
        {"43AA1234526-X", ""},
        {"43AA1234526-123", ""},
        {"43AA1234526(M", ""},
        {"43AA1234526M)", ""},
        {"43AA1234526()", ""},
        {"43AA1234526MS", ""},
        {"43AA1234526M6", ""},
        {"43AA1234526(M)/123456789012345", ""},
        {"43A-1234526", ""},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_urn urn;
        bool read = pfq_urn_read(rows[i].raw, &urn);
        cr_expect_eq(read, rows[i].canonical[0] != '\0', "%s", rows[i].raw);
        cr_expect_str_eq(urn.text, rows[i].canonical, "%s", rows[i].raw);
    }
}

Test(ident, the_form_of_the_cps_is_known)
{
    static const char *const good[] = {"43AA1234526", "43A11234526M", "43AA1234526(S)",
                                       "43AA1234526M/6", "43AA1234526/12"};
    static const char *const bad[] = {"",
                                      "43aa1234526",
                                      "43/AA/12345/26",
                                      "43AA1234526-M",
                                      "43AA1234526/123",
                                      "43AA1234526(M",
                                      "43AA123452"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct pfq_urn urn;
        cr_expect(pfq_urn_is_cps(good[i]), "%s", good[i]);
        cr_expect(pfq_urn_read(good[i], &urn), "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_not(pfq_urn_is_cps(bad[i]), "%s", bad[i]);
    }
}

/* G9: a text in the place of a reference number may be anybody's name. */
Test(ident, only_what_looks_like_a_reference_number_may_be_shown)
{
    static const char *const plain[] = {"43AA123452", "4XAA1234526", "43AA1234526(M", "123",
                                        "43AA1234526-123"};
    static const char *const words[] = {"Jane Doe, 12 High St",
                                        "Jane",
                                        "J. Doe 12345",
                                        "AA12",
                                        "",
                                        "43AA1234526 1234567890 123456789",
                                        "12345;"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        cr_expect(pfq_urn_is_plain(plain[i]), "%s", plain[i]);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cr_expect_not(pfq_urn_is_plain(words[i]), "%s", words[i]);
    }
}

Test(ident, the_asn_has_its_shape_and_its_check_letter)
{
    static const char *const bad[] = {"", "1101ZD0100000448754", "1101ZD0100000448755K",
                                      "1101ZD0100000448754I", "110AZD0100000448754K"};
    char raw[] = "11/01zd/01/00000448754k";
    pfq_asn_normalise(raw);
    cr_assert_str_eq(raw, "1101ZD0100000448754K");
    cr_assert(pfq_asn_valid(raw));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_not(pfq_asn_valid(bad[i]), "%s", bad[i]);
    }
}
