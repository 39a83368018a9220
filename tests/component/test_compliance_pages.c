/* Compliance as people read it: a page of its own, and its part of the pack and the call sheet. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/pages.h"
#include "feedback/render/figure.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "support/compliance_kit.h"
#include "support/digest_kit.h"
#include "support/markup.h"

static struct pfq_arena arena;
static struct compliance_kit kit;

static void begin(void)
{
    pfq_arena_open(&arena);
    compliance_kit_open(&kit, &arena);
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(compliance_pages, .init = begin, .fini = end);

enum form {
    TEXT,
    HTML,
    CSV,
    FORMS
};

/* Runs of white space are one space: a sentence may go over lines. */
static char *squeezed(char *text)
{
    char *to = text;
    for (char *from = text; *from != '\0'; from++) {
        bool space = *from == ' ' || *from == '\n' || *from == '\r';
        if (!space || (to > text && to[-1] != ' ')) {
            *to++ = space ? ' ' : *from;
        }
    }
    *to = '\0';
    return text;
}

static char *page(const struct document *document, enum form form)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    if (form == TEXT) {
        plain_write(document, AUDIENCE_INSIDE, &arena, out);
    } else if (form == HTML) {
        html_write(document, AUDIENCE_INSIDE, &arena, out);
    } else {
        digest_document_csv(document, true, &arena, out);
    }
    fclose(out);
    char *text = pfq_arena_strdup(&arena, buffer);
    free(buffer);
    return text;
}

static void expect_everywhere(const struct document *document, const char *text)
{
    static const char *const names[FORMS] = {"text", "HTML", "CSV"};
    for (enum form form = TEXT; form < FORMS; form++) {
        cr_expect_not_null(strstr(squeezed(page(document, form)), text), "no '%s' in %s", text,
                           names[form]);
    }
}

/* What people read; a CSV holds the tables alone. */
static void expect_read(const struct document *document, const char *text)
{
    for (enum form form = TEXT; form < CSV; form++) {
        cr_expect_not_null(strstr(squeezed(page(document, form)), text), "no '%s'", text);
    }
}

static void expect_rate(const struct document *document, const Pfq__V1__Rate *rate)
{
    expect_everywhere(document, figure_count((int64_t)rate->count, &arena));
    expect_everywhere(document, figure_count((int64_t)rate->files, &arena));
    expect_everywhere(document,
                      figure_per_cent((int64_t)rate->count, (int64_t)rate->files, &arena));
}

Test(compliance_pages, every_duty_and_unit_is_in_every_form)
{
    compliance_kit_random(&kit, 3);
    const Pfq__V1__Compliance *c = compliance_kit_end(&kit);
    const struct document *document = digest_compliance(c, false, 77, &arena);
    const Pfq__V1__DutyLine *t = c->total;
    const Pfq__V1__Rate *const rates[] = {
        t->completed,       t->before_hearing,     t->on_time,       t->without_detail,
        t->copied,          t->never_answered,     t->never_decided, t->overturned,
        t->reviews_on_time, t->disclosure_recorded};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        expect_rate(document, rates[i]);
    }
    for (size_t i = 0; i < c->n_units; i++) {
        expect_everywhere(document, c->units[i]->name[0] == '\0' ? "not known" : c->units[i]->name);
        expect_everywhere(document, figure_count((int64_t)c->units[i]->late, &arena));
    }
    for (size_t i = 0; i < c->n_forces; i++) {
        const Pfq__V1__StrictnessLine *f = c->forces[i];
        expect_everywhere(document, figure_per_cent((int64_t)f->failing->count,
                                                    (int64_t)f->failing->files, &arena));
        expect_everywhere(document, figure_rate(f->adjusted_ppm / 1e6, &arena));
    }
    for (size_t i = 0; i < c->n_reviewers; i++) {
        expect_everywhere(document, c->reviewers[i]->name);
    }
    cr_expect_not_null(strstr(page(document, TEXT),
                              pfq_arena_printf(&arena, "Shown 20 of %u", c->late_files_in_all)));
    cr_expect_null(markup_fault(page(document, HTML), &arena));
}

/* A machine that finds a failing in every file tells nothing of who agrees with it. */
Test(compliance_pages, where_all_marks_of_a_side_are_alike_kappa_cannot_be_told)
{
    for (int i = 0; i < 12; i++) {
        Pfq__V1__AssessmentRow *row = compliance_kit_assessment(&kit, 3);
        row->has_sequence = true;
        row->machine_failed = pfq_arena_new(&arena, char *, 1);
        row->machine_failed[row->n_machine_failed++] = compliance_kit_text(&kit, "VW01");
        if (i % 2 == 0) {
            compliance_kit_failure(&kit, row, "No offer");
        }
    }
    const struct document *document = digest_compliance(compliance_kit_end(&kit), false, 1, &arena);
    expect_read(document, "beyond chance cannot be told");
    cr_expect_null(strstr(page(document, TEXT), "kappa"));
}

Test(compliance_pages, what_the_shares_of_a_reviewer_are_of_is_said)
{
    compliance_kit_random(&kit, 3);
    const struct document *document = digest_compliance(compliance_kit_end(&kit), false, 1, &arena);
    expect_read(document, "Without detail: of failures");
    expect_read(document, "Overturned: of decided disputes");
    expect_read(document, "reviews on time is of case reviews");
}

Test(compliance_pages, no_line_of_text_is_wider_than_the_page)
{
    compliance_kit_random(&kit, 3);
    char *text = page(digest_compliance(compliance_kit_end(&kit), false, 1, &arena), TEXT);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        cr_expect_leq(strlen(line), 80U, "%s", line);
    }
}

/* Acceptance case 15. */
Test(compliance_pages, a_month_without_files_says_no_data)
{
    const struct document *document = digest_compliance(compliance_kit_end(&kit), false, 1, &arena);
    const char *text = page(document, TEXT);
    cr_expect_not_null(strstr(text, "no data"));
    cr_expect_null(strstr(text, " 0%"));
    cr_expect_null(strstr(text, "100%"));
}

/* One file that triage and DGA ask for. */
Test(compliance_pages, what_ought_to_be_done_are_assessments_and_not_files)
{
    Pfq__V1__ExpectedRow *triage = compliance_kit_expected(&kit, 2);
    Pfq__V1__ExpectedRow *dga = compliance_kit_expected(&kit, 2);
    dga->file = triage->file;
    triage->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
    triage->has_done_at = true;
    triage->done_at = triage->received_at + 1;
    expect_read(digest_compliance(compliance_kit_end(&kit), false, 1, &arena),
                "Of 2 assessments that ought to be made 1 was: a file counts once for each process "
                "that asks for it.");
}

Test(compliance_pages, few_are_words_and_some_have_an_interval)
{
    static const struct {
        int files;
        const char *says;
    } rows[] = {{6, "3 of 6"}, {20, "50% of 20 (30% to 70%)"}, {40, "50% of 40"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        compliance_kit_open(&kit, &arena);
        for (int j = 0; j < rows[i].files; j++) {
            Pfq__V1__ExpectedRow *row = compliance_kit_expected(&kit, 3);
            row->has_done_at = j % 2 == 0;
            row->done_at = row->received_at;
        }
        expect_everywhere(digest_compliance(compliance_kit_end(&kit), false, 1, &arena),
                          rows[i].says);
    }
}

/* --- in packs ---------------------------------------------------------------------------- */

static Pfq__V1__Digest *packed(Pfq__V1__DigestKind kind)
{
    static struct digest_kit pack;
    digest_kit_open(&pack, kind, &arena);
    digest_kit_fill_pack(&pack);
    compliance_kit_random(&kit, 3);
    pack.facts.compliance = compliance_kit_end(&kit);
    Pfq__V1__Digest *digest = digest_build(&pack.facts, &arena);
    cr_assert_not_null(digest);
    return digest;
}

Test(compliance_pages, the_pack_has_both_sides_and_no_person)
{
    Pfq__V1__Digest *digest = packed(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    const char *text = page(digest_document(digest, &arena), TEXT);
    cr_expect_not_null(strstr(text, "Both sides' duties"));
    cr_expect_not_null(strstr(text, "What CPS staff did"));
    cr_expect_not_null(strstr(text, "What waits for an answer now, by force code"));
    struct pfq_bytes bytes = pfq_wire_pack(&digest->base, &arena);
    cr_expect_null(memmem(bytes.data, bytes.size, "p1.2", 4), "a reviewer");
    cr_expect_eq(digest->compliance->n_units, 4U);
    cr_expect_not(digest_outside(digest), "a pack never leaves");
}

Test(compliance_pages, the_call_sheet_has_the_units_and_the_longest_overdue)
{
    Pfq__V1__Digest *digest = packed(PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET);
    const Pfq__V1__Compliance *c = digest->compliance;
    const char *text = page(digest_document(digest, &arena), TEXT);
    cr_expect_eq(c->n_late_files, 20U);
    cr_expect_not_null(strstr(text, "Assessments and case reviews by CPS unit"));
    cr_expect_not_null(
        strstr(text, pfq_arena_printf(&arena, "Longest overdue: 5 of %u shown",
                                      c->late_files_in_all + c->late_reviews_in_all)));
    const char *first = strstr(text, "Longest overdue");
    const char *oldest = c->late_reviews[0]->due_at < c->late_files[0]->due_at
                             ? c->late_reviews[0]->file->urn
                             : c->late_files[0]->file->urn;
    cr_expect_lt(strstr(first, oldest), strstr(first, "Open challenges"),
                 "whatever it is that is owed");
    cr_expect_null(strstr(text, "Do those who mark agree?"));
}

Test(compliance_pages, the_call_sheet_says_what_either_side_owes)
{
    Pfq__V1__Digest *digest = packed(PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET);
    const Pfq__V1__Compliance *c = digest->compliance;
    uint32_t plans = 0;
    uint32_t late = 0;
    uint32_t disputes = 0;
    for (size_t i = 0; i < c->n_coverage; i++) {
        plans += c->coverage[i]->plans_open;
        late += c->coverage[i]->plans_late;
        disputes += c->coverage[i]->disputes_open;
    }
    cr_assert(plans > 1 && disputes > 1);
    const char *text = squeezed(page(digest_document(digest, &arena), TEXT));
    const char *const wanted[] = {
        pfq_arena_printf(&arena, "%u assessments and %u case reviews overdue; %u disputes wait",
                         c->late_files_in_all, c->late_reviews_in_all, disputes),
        pfq_arena_printf(&arena, "Police: %u action plans without an answer, %u of them past",
                         plans, late)};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect_not_null(strstr(text, wanted[i]), "%s", wanted[i]);
    }
}

/* Marked strings in every text and the digest of a force made for outside: none leaves. */
Test(compliance_pages, of_compliance_a_forces_own_coverage_alone_leaves)
{
    struct digest_kit month;
    digest_kit_open(&month, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, &arena);
    digest_kit_fill_month(&month);
    compliance_kit_random(&kit, 3);
    kit.wish.unit = NULL;
    for (size_t i = 0; i < kit.rows.n_assessments; i++) {
        kit.rows.assessments[i]->by = pfq_arena_printf(&arena, "MARKER-%zu", i % 7);
        kit.rows.assessments[i]->unit = compliance_kit_text(&kit, "MARKER-U");
    }
    month.facts.compliance = compliance_kit_end(&kit);
    Pfq__V1__Digest *digest = digest_build(&month.facts, &arena);
    struct pfq_bytes before = pfq_wire_pack(&digest->base, &arena);
    cr_expect_not_null(memmem(before.data, before.size, "MARKER-", 7));
    cr_assert(digest_outside(digest));
    struct pfq_bytes after = pfq_wire_pack(&digest->base, &arena);
    cr_expect_null(memmem(after.data, after.size, "MARKER-", 7));
    cr_assert_eq(digest->compliance->n_coverage, 1U, "its own");
    cr_expect_str_eq(digest->compliance->coverage[0]->force, "43");
    cr_expect_null(digest->compliance->total);
    cr_expect_null(strstr(page(digest_document(digest, &arena), TEXT), "CPS units"));
}
