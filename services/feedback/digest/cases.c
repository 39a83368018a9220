/* cases.c - what the mailboxes of the period hold: files to mend, and examples of themes.
 *
 * Of a file that came more than once in the period its latest submission counts. */
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/themes/systems.h"
#include "pfq/people.h"

enum {
    CHECKS_MAX = 5
};

static bool has_text(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* The unit of a file is told by its URN here: force, then two letters. */
bool digest_is_ours(const struct digest_build *b, const Pfq__V1__Receipt *receipt)
{
    enum {
        UNIT_AT = 2
    };

    const char *unit = b->facts->wish.police_unit;
    if (receipt == NULL || !has_text(receipt->urn)) {
        return false;
    }
    return unit == NULL || (strlen(receipt->urn) > UNIT_AT + strlen(unit) &&
                            strncmp(receipt->urn + UNIT_AT, unit, strlen(unit)) == 0);
}

static bool is_same_file(const Pfq__V1__Receipt *a, const Pfq__V1__Receipt *b)
{
    return b != NULL && b->urn != NULL && a->file_type == b->file_type &&
           strcmp(a->urn, b->urn) == 0 && a->force != NULL && b->force != NULL &&
           strcmp(a->force, b->force) == 0;
}

static bool is_latest(const struct digest_facts *facts, size_t place)
{
    const Pfq__V1__Receipt *receipt = facts->items[place]->receipt;
    for (size_t i = place + 1; i < facts->item_count; i++) {
        if (is_same_file(receipt, facts->items[i]->receipt)) {
            return false;
        }
    }
    return true;
}

static bool fails(const Pfq__V1__Finding *finding)
{
    return finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
}

/* --- examples --------------------------------------------------------------------- */

static bool shows_theme(const Pfq__V1__Receipt *receipt, const Pfq__V1__ThemeKey *key)
{
    int theme = 0;
    if (receipt->force == NULL || strcmp(receipt->force, key->force) != 0 ||
        !pfq_enum_value(&pfq__v1__theme__descriptor, key->name, &theme)) {
        return false;
    }
    for (size_t i = 0; i < receipt->n_findings; i++) {
        if (fails(receipt->findings[i]) && (int)receipt->findings[i]->theme == theme) {
            return true;
        }
    }
    return false;
}

static bool is_same_plan(const Pfq__V1__AssessmentRow *a, const Pfq__V1__AssessmentRow *b)
{
    return b != NULL && b->file != NULL && b->file->urn != NULL && b->id != NULL &&
           a->kind == b->kind && a->file->file_type == b->file->file_type &&
           strcmp(a->id, b->id) == 0 && strcmp(a->file->urn, b->file->urn) == 0;
}

/* As the mailbox told of it last. */
static bool is_latest_plan(const struct digest_facts *facts, size_t place)
{
    for (size_t i = place + 1; i < facts->item_count; i++) {
        if (is_same_plan(facts->items[place]->plan, facts->items[i]->plan)) {
            return false;
        }
    }
    return true;
}

/* Does a failure of the theme stand in what people said of a file? */
static bool plan_shows(const Pfq__V1__AssessmentRow *plan, const Pfq__V1__ThemeKey *key)
{
    int theme = 0;
    bool triage = plan->kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
    if (plan->withdrawn || !pfq_enum_value(&pfq__v1__theme__descriptor, key->name, &theme) ||
        triage != (key->system == PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE)) {
        return false;
    }
    for (size_t i = 0; i < plan->n_failures; i++) {
        if ((int)plan->failures[i]->theme == theme &&
            pfq_people_stands(plan->failures[i]->standing)) {
            return true;
        }
    }
    return false;
}

static const char *urn_of_plan(const struct digest_build *b, size_t place,
                               const Pfq__V1__ThemeKey *key)
{
    const Pfq__V1__AssessmentRow *plan = b->facts->items[place]->plan;
    const char *unit = b->facts->wish.police_unit;
    bool whole = plan != NULL && plan->file != NULL && has_text(plan->file->urn) &&
                 plan->file->force != NULL && plan->id != NULL;
    bool ours = whole && strcmp(plan->file->force, key->force) == 0 &&
                (unit == NULL || (plan->police_unit != NULL && !strcmp(unit, plan->police_unit)));
    return ours && plan_shows(plan, key) && is_latest_plan(b->facts, place) ? plan->file->urn
                                                                            : NULL;
}

static const char *urn_of_case(const struct digest_build *b, size_t place,
                               const Pfq__V1__ThemeKey *key)
{
    const Pfq__V1__Receipt *receipt = b->facts->items[place]->receipt;
    return digest_is_ours(b, receipt) && shows_theme(receipt, key) && is_latest(b->facts, place)
               ? receipt->urn
               : NULL;
}

static bool is_named(const Pfq__V1__ThemeLine *line, const char *urn)
{
    for (size_t i = 0; i < line->n_urns; i++) {
        if (strcmp(line->urns[i], urn) == 0) {
            return true;
        }
    }
    return false;
}

/* The case type of a file is in no receipt: a line of one case type has no examples. */
void digest_add_urns(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    bool checks = themes_system(line->key) == themes_systems;
    line->urns = pfq_arena_new(b->arena, char *, DIGEST_URNS);
    for (size_t i = b->facts->item_count;
         i-- > 0 && line->n_urns < DIGEST_URNS && !line->key->has_case_type;) {
        const char *urn = checks ? urn_of_case(b, i, line->key) : urn_of_plan(b, i, line->key);
        if (urn != NULL && (checks || !is_named(line, urn))) { /* one file may have two plans */
            line->urns[line->n_urns++] = pfq_arena_strdup(b->arena, urn);
        }
    }
}

/* --- files to mend ------------------------------------------------------------------------------
 */

static bool is_to_mend(const struct digest_build *b, const Pfq__V1__Receipt *receipt)
{
    if (b->digest->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        return receipt->resubmission != NULL && receipt->resubmission->failing_twice;
    }
    return receipt->verdict == PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS ||
           receipt->verdict == PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET;
}

static Pfq__V1__CaseLine *make(const struct digest_build *b, const Pfq__V1__FeedbackItem *item)
{
    const Pfq__V1__Receipt *receipt = item->receipt;
    Pfq__V1__CaseLine *line = pfq_arena_new(b->arena, Pfq__V1__CaseLine, 1);
    pfq__v1__case_line__init(line);
    line->urn = pfq_arena_strdup(b->arena, receipt->urn);
    line->has_file_type = receipt->has_file_type;
    line->file_type = receipt->file_type;
    line->has_number = true;
    line->number = item->number;
    line->has_verdict = receipt->has_verdict;
    line->verdict = receipt->verdict;
    line->checks = pfq_arena_new(b->arena, char *, CHECKS_MAX);
    for (size_t i = 0; i < receipt->n_findings && line->n_checks < CHECKS_MAX; i++) {
        const Pfq__V1__Finding *finding = receipt->findings[i];
        if (!fails(finding) || finding->check == NULL) {
            continue;
        }
        if (line->n_checks == 0 && finding->fix != NULL) {
            line->fix = pfq_arena_strdup(b->arena, finding->fix);
        }
        line->checks[line->n_checks++] = pfq_arena_strdup(b->arena, finding->check);
    }
    return line;
}

static const char *worst(const Pfq__V1__CaseLine *line)
{
    return line->n_checks > 0 ? line->checks[0] : "";
}

/* By fix, then as they came. */
static int by_fix(const void *a, const void *b)
{
    const Pfq__V1__CaseLine *x = *(Pfq__V1__CaseLine *const *)a;
    const Pfq__V1__CaseLine *y = *(Pfq__V1__CaseLine *const *)b;
    int order = strcmp(worst(x), worst(y));
    order = order != 0 ? order : strcmp(x->urn, y->urn);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

void digest_add_cases(struct digest_build *b)
{
    const struct digest_facts *facts = b->facts;
    Pfq__V1__Digest *d = b->digest;
    if (digest_is_monthly(d->kind)) {
        return;
    }
    Pfq__V1__CaseLine **all = pfq_arena_new(b->arena, Pfq__V1__CaseLine *, facts->item_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < facts->item_count; i++) {
        const Pfq__V1__Receipt *receipt = facts->items[i]->receipt;
        if (digest_is_ours(b, receipt) && is_to_mend(b, receipt) && is_latest(facts, i)) {
            all[count++] = make(b, facts->items[i]);
        }
    }
    qsort(all, count, sizeof(Pfq__V1__CaseLine *), by_fix);
    d->has_cases_in_all = true;
    d->cases_in_all = (uint32_t)count;
    d->cases = all;
    d->n_cases = count < DIGEST_CASES ? count : DIGEST_CASES;
}
