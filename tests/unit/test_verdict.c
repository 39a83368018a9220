/* How failings add up: limits that are configured, each aspect alone, and beside what the
 * police certified. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/catalogue_dir.h"
#include "support/file_facts.h"

enum {
    ARRIVAL = 1777971660 /* 2026-05-05T09:01:00Z, in seconds */
};

#define MET      "check: \"true\""
#define NOT_MET  "check: \"false\""
#define OPEN     "check: \"is_update\""
#define PRESENCE "\n  aspect: presence"
#define QUALITY  "\n  aspect: quality"

static struct pfq_arena arena;
static struct pfq_standard *standard; /* of the last file: claims borrow its texts */

static void open_arena(void)
{
    pfq_arena_open(&arena);
}

static void close_all(void)
{
    pfq_standard_close(standard);
    pfq_arena_close(&arena);
}

TestSuite(verdict, .init = open_arena, .fini = close_all);

static Pfq__V1__Judged *judge_file(const char *shared, const char *rows, Pfq__V1__Submission *file)
{
    struct catalogue_dir dir;
    struct pfq_judgement out;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
    catalogue_dir_make(&dir);
    catalogue_dir_write(&dir, "standard.yaml", shared);
    catalogue_dir_write(&dir, "a.yaml", rows);
    pfq_standard_close(standard);
    standard = catalogue_dir_load(&dir, &arena);
    pfq_judge(standard, file_facts_envelope(&arena, file), (int64_t)ARRIVAL * 1000, &arena,
              &problems, &warnings, &out);
    catalogue_dir_remove(&dir);
    return out.judged;
}

static Pfq__V1__Judged *judge(const char *shared, const char *rows)
{
    return judge_file(shared, rows, file_facts(&arena));
}

static char *row(const char *id, const char *condition, const char *severity)
{
    return catalogue_dir_row(&arena, id, condition, severity, NULL, NULL);
}

/* So many rows that fail, after one that is met. */
static char *failings(int critical, int major)
{
    char *rows = row("AA01", MET, "minor");
    for (int i = 0; i < critical + major; i++) {
        rows = pfq_arena_printf(&arena, "%s%s", rows,
                                row(pfq_arena_printf(&arena, "CD%02d", i + 1), NOT_MET,
                                    i < critical ? "critical" : "major"));
    }
    return rows;
}

static const char *name(Pfq__V1__Verdict verdict)
{
    return pfq_enum_name(&pfq__v1__verdict__descriptor, (int)verdict);
}

Test(verdict, the_limits_of_the_catalogue_decide)
{
    static const struct {
        int critical_fails, major_fails, major_partly; /* -1: the catalogue does not say */
        int critical, major;
        const char *verdict;
    } rows[] = {
        {-1, -1, -1, 0, 0, "MEETS"},
        {-1, -1, -1, 0, 1, "PARTLY_MEETS"},
        {-1, -1, -1, 0, 2, "DOES_NOT_MEET"},
        {-1, -1, -1, 1, 0, "DOES_NOT_MEET"},
        {1, 3, 1, 0, 2, "PARTLY_MEETS"},
        {1, 3, 1, 0, 3, "DOES_NOT_MEET"},
        {1, 3, 2, 0, 1, "MEETS"},
        {1, 1, 1, 0, 1, "DOES_NOT_MEET"},
        {2, 3, 1, 1, 0, "PARTLY_MEETS"},
        {2, 3, 1, 2, 0, "DOES_NOT_MEET"},
        {2, 2, 1, 1, 1, "DOES_NOT_MEET"},
        {0, 0, 1, 3, 3, "PARTLY_MEETS"},
        {0, 0, 0, 3, 3, "MEETS"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *shared = "label: \"test\"\n";
        if (rows[i].critical_fails >= 0) {
            shared = pfq_arena_printf(
                &arena,
                "label: \"test\"\nvalues:\n"
                "  - {value: verdict_critical_fails, is: %d, unit: failings, text: T}\n"
                "  - {value: verdict_major_fails, is: %d, unit: failings, text: T}\n"
                "  - {value: verdict_major_partly, is: %d, unit: failings, text: T}\n",
                rows[i].critical_fails, rows[i].major_fails, rows[i].major_partly);
        }
        const Pfq__V1__Judged *j = judge(shared, failings(rows[i].critical, rows[i].major));
        cr_expect_str_eq(name(j->verdict), rows[i].verdict, "row %zu: %s", i, name(j->verdict));
        if (rows[i].critical_fails >= 0) {
            cr_expect_eq(j->limits->critical_fails, (uint32_t)rows[i].critical_fails);
            cr_expect_eq(j->limits->major_fails, (uint32_t)rows[i].major_fails);
            cr_expect_eq(j->limits->major_partly, (uint32_t)rows[i].major_partly);
        }
    }
}

Test(verdict, presence_and_quality_are_apart)
{
    static const struct {
        const char *first, *second; /* both major */
        const char *verdict, *presence, *quality;
    } rows[] = {
        {NOT_MET PRESENCE, MET QUALITY, "PARTLY_MEETS", "PARTLY_MEETS", "MEETS"},
        {MET PRESENCE, NOT_MET QUALITY, "PARTLY_MEETS", "MEETS", "PARTLY_MEETS"},
        {NOT_MET PRESENCE, NOT_MET QUALITY, "DOES_NOT_MEET", "PARTLY_MEETS", "PARTLY_MEETS"},
        {NOT_MET PRESENCE, NOT_MET PRESENCE, "DOES_NOT_MEET", "DOES_NOT_MEET", "UNDECIDED"},
        {OPEN PRESENCE, MET QUALITY, "UNDECIDED", "UNDECIDED", "MEETS"},
        {MET QUALITY, MET QUALITY, "MEETS", "UNDECIDED", "MEETS"},
        {MET PRESENCE, NOT_MET, "PARTLY_MEETS", "MEETS", "PARTLY_MEETS"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Pfq__V1__Judged *j =
            judge("label: \"test\"\n",
                  pfq_arena_printf(&arena, "%s%s", row("CD01", rows[i].first, "major"),
                                   row("CD02", rows[i].second, "major")));
        cr_expect_str_eq(name(j->verdict), rows[i].verdict, "row %zu", i);
        cr_expect_str_eq(name(j->presence), rows[i].presence, "row %zu: presence", i);
        cr_expect_str_eq(name(j->quality), rows[i].quality, "row %zu: quality", i);
    }
}

/* --- certificates ---------------------------------------------------------------------------- */

#define KIND(name) PFQ__V1__CERTIFICATION_KIND__CERTIFICATION_KIND_##name

/* What the police certified, in the order in which they said so. */
static const struct {
    Pfq__V1__CertificationKind kind;
    int64_t at; /* 0: not said */
    bool complete;
} certified[] = {
    {KIND(FILE_QUALITY), 2000, true},  {KIND(DISCLOSURE), 0, false},
    {KIND(FILE_QUALITY), 1000, false}, {KIND(CODE_TEST), 3000, true},
    {KIND(UNSPECIFIED), 1, true},
};

static Pfq__V1__Submission *certified_file(void)
{
    Pfq__V1__Submission *file = file_facts(&arena);
    size_t count = sizeof certified / sizeof *certified;
    Pfq__V1__Certifications *list = pfq_arena_new(&arena, Pfq__V1__Certifications, 1);
    pfq__v1__certifications__init(list);
    list->certification = pfq_arena_new(&arena, Pfq__V1__Certification *, count);
    for (size_t i = 0; i < count; i++) {
        Pfq__V1__Certification *c = pfq_arena_new(&arena, Pfq__V1__Certification, 1);
        pfq__v1__certification__init(c);
        c->has_kind = c->has_complete = 1;
        c->kind = certified[i].kind;
        c->has_certified_at = certified[i].at != 0;
        c->certified_at = certified[i].at;
        c->complete = certified[i].complete;
        list->certification[list->n_certification++] = c;
    }
    file->certifications = list;
    return file;
}

static const char *claim_words(const Pfq__V1__CertifiedClaim *claim)
{
    const char *text = pfq_arena_printf(
        &arena, "%s at %d %s: %u",
        pfq_enum_name(&pfq__v1__certification_kind__descriptor, (int)claim->kind),
        (int)claim->certified_at, claim->complete ? "complete" : "not complete", claim->failings);
    for (size_t i = 0; i < claim->n_checks; i++) {
        text = pfq_arena_printf(&arena, "%s %s", text, claim->checks[i]);
    }
    return text;
}

Test(verdict, each_certificate_is_told_beside_the_failings_that_it_covers)
{
    static const char *const wanted[] = {
        "DISCLOSURE at 0 not complete: 2 CD02 CD03",
        "CODE_TEST at 3000 complete: 0",
        "FILE_QUALITY at 2000 complete: 3 CD01 CD02 CD03",
    };
    char *third = row("CD03", NOT_MET, "minor");
    memcpy(strstr(third, "CASE_DATA"), "INTERVIEW", strlen("INTERVIEW"));
    const Pfq__V1__Judged *j = judge_file(
        "label: \"test\"\ncertificates:\n"
        "  - {certificate: FILE_QUALITY, covers: ALL}\n"
        "  - {certificate: DISCLOSURE, covers: [INTERVIEW, CD02]}\n"
        "  - {certificate: CODE_TEST, covers: [CD04]}\n",
        pfq_arena_printf(&arena, "%s%s%s%s", row("CD01", NOT_MET, "minor"),
                         row("CD02", NOT_MET, "minor"), third, row("CD04", MET, "minor")),
        certified_file());
    cr_assert_eq(j->n_certified, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_str_eq(claim_words(j->certified[i]), wanted[i]);
    }
}

Test(verdict, faults_of_limits_and_certificates_are_told_in_their_place)
{
    static const char *const wanted[][2] = {
        {"standard.yaml:1:1", "verdict_major_fails is no count"},
        {"standard.yaml:5:19", "Did you mean DISCLOSURE?"},
        {"standard.yaml:6:19", "another entry"},
        {"standard.yaml:6:42", "Did you mean CD01?"},
        {"standard.yaml:7:6", "What the certificate covers is missing"},
        {"standard.yaml:8:37", "There is no key 'cover'"},
        {"standard.yaml:8:6", "What the certificate covers is missing"},
    };
    struct catalogue_dir dir;
    struct pfq_problems problems;
    struct pfq_standard *none = NULL;
    struct pfq_err err;
    pfq_problems_init(&problems, &arena);
    catalogue_dir_make(&dir);
    catalogue_dir_write(&dir, "standard.yaml",
                        "label: \"test\"\n"
                        "values: [{value: verdict_major_fails, is: 08:30, text: T}]\n"
                        "certificates:\n"
                        "  - {certificate: FILE_QUALITY, covers: ALL}\n"
                        "  - {certificate: DISCLOSUR, covers: ALL}\n"
                        "  - {certificate: FILE_QUALITY, covers: [CD02]}\n"
                        "  - {certificate: CODE_TEST}\n"
                        "  - {certificate: LINES_OF_ENQUIRY, cover: ALL}\n");
    catalogue_dir_write(&dir, "a.yaml", row("CD01", MET, "minor"));
    const struct pfq_standard_source source = {.catalogue = dir.path,
                                               .reference = "services/standard/reference"};
    cr_assert_eq(pfq_standard_load(&source, &problems, &none, &err), PFQ_E_CATALOGUE);
    catalogue_dir_remove(&dir);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        bool told = false;
        for (size_t k = 0; k < problems.count; k++) {
            const Pfq__V1__Problem *p = problems.rows[k];
            told = told || (strcmp(p->path, wanted[i][0]) == 0 &&
                            (strstr(p->message, wanted[i][1]) || strstr(p->fix, wanted[i][1])));
        }
        cr_expect(told, "%s %s", wanted[i][0], wanted[i][1]);
    }
    cr_expect_eq(problems.count, sizeof wanted / sizeof *wanted);
}
