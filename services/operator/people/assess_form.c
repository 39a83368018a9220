/* assess_form.c - the prefilled form of `pfq assess`: see assess.h.
 *
 * What the machine found with what each finding would be recorded as, the questions that only a
 * person can answer, what was assessed before, and the command that agrees with all of it. */
#include <inttypes.h>
#include <string.h>

#include "assess.h"
#include "operator/report.h"
#include "pfq/json.h"

enum {
    INDENT = 14
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *stage_name(Pfq__V1__FileType stage)
{
    return or_empty(pfq_enum_name(&pfq__v1__file_type__descriptor, (int)stage));
}

/* --- for people ---------------------------------------------------------------------------- */

static void put_line(struct people *p, const char *label, const char *text)
{
    page_paragraph(&p->page, INDENT, pfq_arena_printf(&p->arena, "    %s", label), text);
}

static void put_finding(struct people *p, const struct assess_wish *wish,
                        const Pfq__V1__Finding *finding, unsigned number)
{
    const char *reason = assess_reason(finding, wish->kind);
    page_put(&p->page, INK_BOLD, "%3u %s", number, or_empty(finding->check));
    page_put(&p->page, INK_PLAIN, "  %s",
             folk_said(&pfq__v1__severity__descriptor, (int)finding->severity, &p->arena));
    page_end_line(&p->page);
    put_line(p, "What", or_empty(finding->title));
    put_line(p, "Reason",
             reason != NULL ? folk_reason(reason, &p->arena)
                            : "none of this kind of assessment; add --fail");
    put_line(p, "Detail", assess_suggest(finding, &p->arena));
}

static unsigned put_findings(struct people *p, const struct assess_wish *wish,
                             const struct assess_file *file)
{
    unsigned number = 0;
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            if (number == 0) {
                page_paragraph(&p->page, 0, "", "The machine found:");
            }
            put_finding(p, wish, finding, ++number);
        }
    }
    if (number == 0) {
        page_paragraph(&p->page, 0, "", "The machine found nothing that fails.");
    }
    return number;
}

/* What only a person decides; what lacks data is the police's to say. */
static void put_questions(struct people *p, const struct assess_file *file, unsigned number)
{
    bool said = false;
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON &&
            finding->question != NULL) {
            if (!said) {
                page_paragraph(&p->page, 0, "", "Only you can say (--answer CHECK=met):");
            }
            said = true;
            page_put(&p->page, INK_BOLD, "%3u %s", ++number, or_empty(finding->check));
            page_end_line(&p->page);
            put_line(p, "Question", finding->question);
        }
    }
}

static void put_before(struct people *p, const struct assess_file *file)
{
    const Pfq__V1__AssessmentRow *row = file->before;
    if (row == NULL) {
        page_paragraph(&p->page, 0, "", "Not assessed yet.");
        return;
    }
    const char *outcome =
        folk_said(&pfq__v1__assessment_outcome__descriptor, (int)row->outcome, &p->arena);
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(&p->arena,
                                    "Assessed on %s: %s, %zu failure%s%s.  What you tell now is "
                                    "a correction of the whole of it.",
                                    folk_instant(row->assessed_at, &p->arena), outcome,
                                    row->n_failures, row->n_failures == 1 ? "" : "s",
                                    row->withdrawn ? ", withdrawn" : ""));
}

static const char *quoted_run(struct people *p)
{
    return p->run == NULL ? "" : pfq_arena_printf(&p->arena, " --run %s", p->run);
}

static const char *command_of(struct people *p, const struct assess_wish *wish,
                              const struct assess_file *file)
{
    bool undecided = file->receipt->verdict == PFQ__V1__VERDICT__VERDICT_UNDECIDED;
    return pfq_arena_printf(
        &p->arena, "pfq assess %s --kind %s --stage %s --confirm-all%s%s%s%s%s", wish->urn,
        folk_typed(&pfq__v1__assessment_kind__descriptor, (int)wish->kind, &p->arena),
        stage_name(file->stage), undecided ? " --outcome met" : "", p->by == NULL ? "" : " --by ",
        or_empty(p->by),
        wish->force == NULL ? "" : pfq_arena_printf(&p->arena, " --force %s", wish->force),
        quoted_run(p));
}

static void put_text(struct people *p, const struct assess_wish *wish,
                     const struct assess_file *file)
{
    const Pfq__V1__Receipt *r = file->receipt;
    page_put(&p->page, INK_BOLD, "%s  %s  %s", or_empty(r->urn), stage_name(file->stage),
             report_verdict(r->verdict));
    page_put(&p->page, INK_DIM, "  submission %u, sequence %" PRIu64, r->ordinal, file->sequence);
    page_end_line(&p->page);
    unsigned number = put_findings(p, wish, file);
    put_questions(p, file, number);
    put_before(p, file);
    page_paragraph(&p->page, 0, "",
                   r->verdict == PFQ__V1__VERDICT__VERDICT_UNDECIDED
                       ? "To agree with all of it, with the outcome that is right:"
                       : "To agree with all of it:");
    page_put(&p->page, INK_PLAIN, "  %s", command_of(p, wish, file));
    page_end_line(&p->page);
}

/* --- for programs ---------------------------------------------------------------------------- */

static json_t *finding_json(struct people *p, const struct assess_wish *wish,
                            const Pfq__V1__Finding *finding)
{
    uint32_t items[ASSESS_ITEMS_MAX];
    size_t count = assess_items(finding, items);
    const char *reason = assess_reason(finding, wish->kind);
    json_t *object = pfq_json_value(&finding->base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(list, json_integer(items[i]));
    }
    (void)json_object_set_new(object, "reason", reason == NULL ? json_null() : json_string(reason));
    (void)json_object_set_new(object, "suggestedDetail",
                              json_string(assess_suggest(finding, &p->arena)));
    (void)json_object_set_new(object, "suggestedItems", list);
    return object;
}

static void put_json(struct people *p, const struct assess_wish *wish,
                     const struct assess_file *file)
{
    json_t *object = json_object();
    json_t *findings = json_array();
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        (void)json_array_append_new(findings, finding_json(p, wish, file->receipt->findings[i]));
    }
    (void)json_object_set_new(object, "urn", json_string(or_empty(file->receipt->urn)));
    (void)json_object_set_new(object, "force", json_string(or_empty(file->force)));
    (void)json_object_set_new(object, "fileType", json_string(stage_name(file->stage)));
    (void)json_object_set_new(object, "sequence", json_sprintf("%" PRIu64, file->sequence));
    (void)json_object_set_new(object, "assessment", json_string(file->id));
    (void)json_object_set_new(object, "findings", findings);
    (void)json_object_set_new(object, "before",
                              file->before == NULL
                                  ? json_null()
                                  : pfq_json_value(&file->before->base, PFQ_JSON_SHORT_ENUMS));
    (void)json_object_set_new(object, "confirm", json_string(command_of(p, wish, file)));
    report_write(stdout, object);
}

void assess_form(struct people *p, const struct assess_wish *wish, const struct assess_file *file)
{
    if (p->json) {
        put_json(p, wish, file);
    } else {
        put_text(p, wish, file);
    }
}
