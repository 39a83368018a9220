/* A receipt for people: operator/report.h. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "operator/report.h"

struct sheet {
    struct page page;
    char *text;
    size_t size;
};

static const char *finish(struct sheet *sheet)
{
    (void)fclose(sheet->page.out);
    return sheet->text;
}

static void begin(struct sheet *sheet)
{
    *sheet = (struct sheet){.text = NULL};
    sheet->page = (struct page){.out = open_memstream(&sheet->text, &sheet->size), .width = 80};
}

static char *ids[] = {"CD01", "CD02", "CD03"};

#define SET(m, field, v) ((m)->has_##field = 1, (m)->field = (v))

static void make_finding(Pfq__V1__Finding *f, char *check, Pfq__V1__Change change)
{
    static char title[] = "Something is missing";
    pfq__v1__finding__init(f);
    f->check = check;
    f->title = title;
    SET(f, outcome, PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    SET(f, severity, PFQ__V1__SEVERITY__SEVERITY_MAJOR);
    if (change != PFQ__V1__CHANGE__CHANGE_UNSPECIFIED) {
        SET(f, change, change);
    }
}

static void make_claims(Pfq__V1__CertifiedClaim claims[3])
{
    for (size_t i = 0; i < 3; i++) {
        pfq__v1__certified_claim__init(&claims[i]);
        SET(&claims[i], failings, 0);
    }
    SET(&claims[0], kind, PFQ__V1__CERTIFICATION_KIND__CERTIFICATION_KIND_FILE_QUALITY);
    SET(&claims[0], certified_at, 1777971660000);
    SET(&claims[0], complete, 1);
    SET(&claims[0], failings, 4);
    SET(&claims[1], kind, PFQ__V1__CERTIFICATION_KIND__CERTIFICATION_KIND_CODE_TEST);
    SET(&claims[1], complete, 0);
    SET(&claims[1], failings, 1);
    SET(&claims[2], kind, PFQ__V1__CERTIFICATION_KIND__CERTIFICATION_KIND_DISCLOSURE);
}

Test(operator_report, a_resubmission_says_what_changed_and_what_was_certified)
{
    struct sheet sheet;
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    Pfq__V1__Resubmission r = PFQ__V1__RESUBMISSION__INIT;
    Pfq__V1__Finding rows[3];
    Pfq__V1__Finding *findings[] = {&rows[0], &rows[1], &rows[2]};
    Pfq__V1__CertifiedClaim claims[3];
    Pfq__V1__CertifiedClaim *certified[] = {&claims[0], &claims[1], &claims[2]};
    make_finding(&rows[0], ids[0], PFQ__V1__CHANGE__CHANGE_STILL_OPEN);
    make_finding(&rows[1], ids[1], PFQ__V1__CHANGE__CHANGE_NEW);
    make_finding(&rows[2], ids[2], PFQ__V1__CHANGE__CHANGE_UNSPECIFIED);
    make_claims(claims);
    receipt.n_findings = receipt.n_certified = 3;
    receipt.findings = findings;
    receipt.certified = certified;
    SET(&receipt, verdict, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    SET(&receipt, presence, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    SET(&receipt, quality, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    receipt.resubmission = &r;
    SET(&r, of_ordinal, 2);
    SET(&r, failing_twice, 1);
    r.n_fixed = 2;
    r.fixed = ids + 1;
    r.n_still_open = 1;
    r.still_open = ids;
    begin(&sheet);
    report_body(&sheet.page, &receipt, REPORT_BRIEF);
    cr_expect_str_eq(finish(&sheet),
                     "  presence: PARTLY MEETS, quality: UNDECIDED\n"
                     "  Since submission 2, failing twice:\n"
                     "    fixed           CD02, CD03\n"
                     "    still open      CD01\n"
                     "  Certified complete on 5 May 2026 (file quality): 4 failings found.\n"
                     "  Certified as not complete (code test): 1 failing found.\n"
                     "  Certified (disclosure): no failing found.\n"
                     " 1. Something is missing (major, still open, CD01)\n"
                     " 2. Something is missing (major, new, CD02)\n"
                     " 3. Something is missing (major, CD03)\n"
                     "    --full says why each matters and how to mend it\n");
    free(sheet.text);
}

Test(operator_report, a_clean_file_says_so_in_its_head_alone)
{
    struct sheet sheet;
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    Pfq__V1__Resubmission r = PFQ__V1__RESUBMISSION__INIT;
    SET(&receipt, verdict, PFQ__V1__VERDICT__VERDICT_MEETS);
    SET(&receipt, presence, PFQ__V1__VERDICT__VERDICT_MEETS);
    SET(&receipt, quality, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    receipt.resubmission = &r;
    begin(&sheet);
    report_body(&sheet.page, &receipt, REPORT_BRIEF);
    cr_expect_str_eq(finish(&sheet), "");
    free(sheet.text);
}

Test(operator_report, json_has_what_changed_under_the_names_of_the_contract)
{
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    Pfq__V1__Resubmission r = PFQ__V1__RESUBMISSION__INIT;
    Pfq__V1__Finding row;
    Pfq__V1__Finding *findings[] = {&row};
    struct report_context context = {.file = NULL};
    make_finding(&row, ids[0], PFQ__V1__CHANGE__CHANGE_STILL_OPEN);
    SET(&row, aspect, PFQ__V1__ASPECT__ASPECT_PRESENCE);
    receipt.n_findings = 1;
    receipt.findings = findings;
    SET(&receipt, presence, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    SET(&receipt, quality, PFQ__V1__VERDICT__VERDICT_MEETS);
    receipt.resubmission = &r;
    SET(&r, of_ordinal, 1);
    SET(&r, failing_twice, 1);
    r.n_still_open = 1;
    r.still_open = ids;
    json_t *object = report_json(&receipt, &context);
    char *text = json_dumps(object, JSON_COMPACT);
    static const char *const parts[] = {
        "\"presence\":\"PARTLY_MEETS\"",
        "\"quality\":\"MEETS\"",
        ("\"resubmission\":{\"ofOrdinal\":1,\"fixed\":[],\"stillOpen\":[\"CD01\"],\"newFailing\":[]"
         ","
         "\"undecidedNow\":[],\"notAskedNow\":[],\"failingTwice\":true,\"fixedTitles\":[]}"),
        "\"certified\":[]",
        "\"aspect\":\"PRESENCE\",\"change\":\"STILL_OPEN\"",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_expect_not_null(strstr(text, parts[i]), "%s\n%s", parts[i], text);
    }
    free(text);
    json_decref(object);
}
