/* assess_form.c - the prefilled form of `pfq assess`: see assess.h.
 *
 * What the machine found with what each finding would be recorded as, the questions that only a
 * person can answer, what was assessed before, and the command that agrees with all of it. */
#include <inttypes.h>
#include <string.h>

#include "assess.h"
#include "operator/report.h"
#include "pfq/json.h"
#include "pfq/people.h"

enum {
    INDENT = 14,
    LACKING_SHOWN = 10,
    ANSWERS_SHOWN = 5
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
    if (reason != NULL) {
        put_line(p, "Force", "reads this detail; it had the same words with its receipt");
    }
}

static unsigned put_findings(struct people *p, const struct assess_wish *wish,
                             const struct assess_file *file)
{
    unsigned number = 0;
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (finding->outcome != PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            continue;
        }
        if (number == 0) {
            page_paragraph(&p->page, 0, "", "The machine found:");
        }
        put_finding(p, wish, finding, ++number);
    }
    if (number == 0) {
        page_paragraph(&p->page, 0, "", "The machine found nothing that fails.");
    }
    return number;
}

/* What only a person decides. */
static unsigned put_questions(struct people *p, const struct assess_file *file, unsigned number)
{
    unsigned first = number;
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (finding->outcome != PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON ||
            finding->question == NULL) {
            continue;
        }
        if (number == first) {
            page_paragraph(&p->page, 0, "", "Only you can say (--answer CHECK=met):");
        }
        page_put(&p->page, INK_BOLD, "%3u %s", ++number, or_empty(finding->check));
        page_end_line(&p->page);
        put_line(p, "Question", finding->question);
    }
    return number;
}

static bool lacks_data(const Pfq__V1__Finding *finding)
{
    return finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON && finding->question == NULL;
}

static void put_lacking(struct people *p, const Pfq__V1__Finding *finding, unsigned number)
{
    const char *all = "";
    page_put(&p->page, INK_BOLD, "%3u %s", number, or_empty(finding->check));
    page_put(&p->page, INK_PLAIN, "  %s",
             folk_said(&pfq__v1__severity__descriptor, (int)finding->severity, &p->arena));
    page_end_line(&p->page);
    put_line(p, "If so", or_empty(finding->title));
    for (size_t i = 0; i < finding->n_not_said; i++) {
        all = pfq_arena_printf(&p->arena, "%s%s%s", all, i == 0 ? "" : ", ", finding->not_said[i]);
    }
    if (all[0] != '\0') {
        put_line(p, "Not said", all);
    }
}

/* What the police left open, worst first: whoever reads the file may see it all the same. */
static void put_undecided(struct people *p, const struct assess_file *file, unsigned number)
{
    size_t count = 0;
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (!lacks_data(finding) || ++count > LACKING_SHOWN) {
            continue;
        }
        if (count == 1) {
            page_paragraph(&p->page, 0, "",
                           "The data does not decide these; do you see it in the file? "
                           "(--answer CHECK=met, or CHECK=not-met and --fail):");
        }
        put_lacking(p, finding, ++number);
    }
    if (count > LACKING_SHOWN) {
        page_paragraph(&p->page, 0, "",
                       pfq_arena_printf(&p->arena, "    and %zu more: pfq case %s",
                                        count - LACKING_SHOWN, or_empty(file->receipt->urn)));
    }
}

static void put_before(struct people *p, const struct assess_file *file)
{
    if (file->before == NULL) {
        page_paragraph(&p->page, 0, "", "Not assessed yet.");
    } else {
        assess_put_before(&p->page, file, &p->arena);
    }
    if (assess_stands(file)) {
        page_paragraph(&p->page, 0, "",
                       "What you tell now takes the place of the whole of it, with --replace.");
    }
    assess_put_others(&p->page, file, &p->arena);
}

/* --- to agree with all of it -------------------------------------------------------------------
 */

static bool is_undecided(const struct assess_file *file)
{
    return file->receipt->verdict == PFQ__V1__VERDICT__VERDICT_UNDECIDED;
}

/* " --answer DP01=met": nothing critical is passed over in silence.  NULL: there is too much of it.
 */
static const char *answers_of(struct people *p, const struct assess_file *file)
{
    const char *all = "";
    size_t count = 0;
    for (size_t i = 0; is_undecided(file) && i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON &&
            finding->severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL) {
            all = pfq_arena_printf(&p->arena, "%s --answer %s=met", all, finding->check);
            count++;
        }
    }
    return count > ANSWERS_SHOWN ? NULL : all;
}

/* NULL: nothing comes of agreeing alone. */
static const char *command_of(struct people *p, const struct assess_wish *wish,
                              const struct assess_file *file)
{
    struct pfq_problems problems;
    Pfq__V1__Assessment *made = NULL;
    struct assess_wish *all = pfq_arena_new(&p->arena, struct assess_wish, 1);
    all->kind = wish->kind;
    all->confirm_all = true;
    all->outcome = is_undecided(file) ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET : 0;
    pfq_problems_init(&problems, &p->arena);
    bool sound = assess_make(all, file, &p->arena, &problems, &made);
    pfq_problems_close(&problems);
    const ProtobufCEnumDescriptor *kinds = &pfq__v1__assessment_kind__descriptor;
    const char *answers = answers_of(p, file);
    return !sound || answers == NULL
               ? NULL
               : pfq_arena_printf(
                     &p->arena, "pfq assess %s --kind %s --stage %s --confirm-all%s%s%s%s%s%s%s",
                     wish->urn, folk_typed(kinds, (int)wish->kind, &p->arena),
                     stage_name(file->stage), answers, is_undecided(file) ? " --outcome met" : "",
                     assess_stands(file) ? " --replace" : "",
                     wish->force == NULL ? "" : " --force ", or_empty(wish->force),
                     wish->id == NULL ? "" : " --id ",
                     wish->id == NULL ? "" : folk_quoted(wish->id, &p->arena));
}

/* The codes of this kind of assessment whose theme is that of a finding. */
static const char *codes_of(struct people *p, const struct assess_wish *wish,
                            const struct assess_file *file)
{
    const char *all = "";
    for (size_t i = 0; pfq_people_reason_at(i) != NULL; i++) {
        const char *code = pfq_people_reason_at(i);
        bool fits = false;
        for (size_t k = 0; k < file->receipt->n_findings; k++) {
            const Pfq__V1__Finding *finding = file->receipt->findings[k];
            fits = fits || (finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
                            finding->theme == pfq_people_reason_theme(code));
        }
        if (fits && pfq_people_reason_of(code, wish->kind)) {
            all = pfq_arena_printf(&p->arena, "%s%s%s", all, all[0] == '\0' ? "" : "; ",
                                   folk_reason(code, &p->arena));
        }
    }
    return all;
}

static void put_how(struct people *p, const struct assess_wish *wish,
                    const struct assess_file *file)
{
    const char *command = command_of(p, wish, file);
    if (command != NULL) {
        page_paragraph(&p->page, 0, "",
                       is_undecided(file)
                           ? "To agree with all of it, with the answers and the outcome that are "
                             "right:"
                           : "To agree with all of it:");
        page_put(&p->page, INK_PLAIN, "  %s%s", command, folk_again(p));
        page_end_line(&p->page);
        return;
    }
    if (answers_of(p, file) == NULL) {
        page_paragraph(&p->page, 0, "",
                       pfq_arena_printf(&p->arena,
                                        "More than %d critical questions are open, so there is "
                                        "nothing to agree with: look at the file, then say what "
                                        "failed (--fail CODE=TEXT) and the --outcome.",
                                        ANSWERS_SHOWN));
        return;
    }
    const char *codes = codes_of(p, wish, file);
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(
                       &p->arena,
                       "No finding has a reason code of this kind of assessment, so agreeing "
                       "alone records nothing: say what failed with --confirm-all --fail CODE=TEXT "
                       "and --outcome partly or not-met, or overrule it.%s%s",
                       codes[0] == '\0' ? "" : "  Codes of the same themes: ", codes));
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
    number = put_questions(p, file, number);
    put_undecided(p, file, number);
    put_before(p, file);
    put_how(p, wish, file);
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
    const char *command = command_of(p, wish, file);
    (void)json_object_set_new(
        object, "confirm",
        command == NULL ? json_null()
                        : json_string(pfq_arena_printf(&p->arena, "%s%s", command, folk_again(p))));
    json_t *others = json_array();
    for (size_t i = 0; i < file->all.count; i++) {
        if (file->all.rows[i] != file->before) {
            (void)json_array_append_new(
                others, pfq_json_value(&file->all.rows[i]->base, PFQ_JSON_SHORT_ENUMS));
        }
    }
    (void)json_object_set_new(object, "others", others);
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
