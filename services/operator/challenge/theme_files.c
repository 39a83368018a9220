/* theme_files.c - the files that a theme's figures count as failing, from the force's mailbox: see
 * challenge.h.
 *
 * It is searched from its end.  Of the checks' themes a file's first submission counts, in the
 * month of its event; of people's a failure that stands, in the month of the assessment, as the
 * mailbox told of it last. */
#include <string.h>

#include "challenge.h"
#include "feedback/themes/systems.h"
#include "pfq/clock.h"
#include "pfq/people.h"
#include "pfq/wire.h"

enum {
    LOOKED_AT = 5000, /* of the force's mailbox, the last ones */
    OF_PAGE = 100,
    URN_UNIT_AT = 2
};

struct search {
    struct people *p;
    const Pfq__V1__ThemeKey *key;
    int32_t month; /* YYYYMM; 0: any */
    struct theme_file *files;
    size_t count;
    size_t most;
    const Pfq__V1__AssessmentRow **plans; /* LOOKED_AT of them: whose last word was read */
    size_t plan_count;
};

static enum pfq_exit fetch(struct people *p, const char *force, uint64_t after,
                           const Pfq__V1__MailboxPage **out)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    want.force = challenge_text(p, force);
    want.has_after = want.has_limit = true;
    want.after = after;
    want.limit = OF_PAGE;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    enum pfq_exit code =
        folk_ask(p, PEOPLE_FEEDBACK, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE, &answer);
    *out = code == PFQ_EXIT_GOOD ? answer->mailbox_page : NULL;
    return code;
}

static const Pfq__V1__Finding *failing_by(const Pfq__V1__Receipt *receipt, const char *theme)
{
    for (size_t i = 0; receipt != NULL && i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *f = receipt->findings[i];
        const char *name = pfq_enum_name(&pfq__v1__theme__descriptor, (int)f->theme);
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET && name != NULL &&
            strcmp(name, theme) == 0) {
            return f;
        }
    }
    return NULL;
}

static bool of_unit(const Pfq__V1__Receipt *receipt, const char *unit)
{
    return unit == NULL || (receipt->urn != NULL && strlen(receipt->urn) > URN_UNIT_AT + 2 &&
                            strncmp(receipt->urn + URN_UNIT_AT, unit, strlen(unit)) == 0);
}

/* Figures count a file's first submission, in the month of its event. */
static bool is_counted(struct search *s, const Pfq__V1__Stored *row)
{
    ProtobufCMessage *message = NULL;
    struct pfq_err err;
    struct pfq_bytes packed = {row->judged.data, row->judged.len};
    if (s->month == 0) {
        return true;
    }
    if (row->ordinal != 1 || pfq_wire_trusted(&pfq__v1__judged__descriptor, packed, &s->p->arena,
                                              &message, &err) != PFQ_OK) {
        return false;
    }
    const Pfq__V1__Judged *judged = (const Pfq__V1__Judged *)message;
    return pfq_london_date(judged->event_at) / 100 == s->month;
}

static enum pfq_exit take_receipt(struct search *s, const Pfq__V1__FeedbackItem *item)
{
    const Pfq__V1__Receipt *receipt = item->receipt;
    const Pfq__V1__Finding *finding = failing_by(receipt, s->key->name);
    Pfq__V1__StoreRows *rows = NULL;
    if (finding == NULL || !of_unit(receipt, s->key->police_unit)) {
        return PFQ_EXIT_GOOD;
    }
    enum pfq_exit code = folk_case(s->p, receipt->urn, &rows);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < rows->n_rows; i++) {
        if (rows->rows[i]->number == item->number && is_counted(s, rows->rows[i])) {
            s->files[s->count++] =
                (struct theme_file){rows->rows[i]->sequence, receipt->urn, finding->title,
                                    pfq_london_date(receipt->received_at)};
            break;
        }
    }
    return code;
}

/* --- what people found --------------------------------------------------------------- */

static const Pfq__V1__FailureRow *standing_by(const Pfq__V1__AssessmentRow *plan, const char *theme)
{
    for (size_t i = 0; !plan->withdrawn && i < plan->n_failures; i++) {
        const Pfq__V1__FailureRow *f = plan->failures[i];
        const char *name = pfq_enum_name(&pfq__v1__theme__descriptor, (int)f->theme);
        if (pfq_people_stands(f->standing) && name != NULL && strcmp(name, theme) == 0) {
            return f;
        }
    }
    return NULL;
}

/* Is it the last word on that assessment?  From then on there is none. */
static bool is_last_word(struct search *s, const Pfq__V1__AssessmentRow *plan)
{
    for (size_t i = 0; i < s->plan_count; i++) {
        const Pfq__V1__AssessmentRow *other = s->plans[i];
        if (other->kind == plan->kind && strcmp(other->id, plan->id) == 0 &&
            other->file->file_type == plan->file->file_type &&
            strcmp(other->file->urn, plan->file->urn) == 0) {
            return false;
        }
    }
    s->plans[s->plan_count++] = plan;
    return true;
}

static bool is_of_theme(const struct search *s, const Pfq__V1__AssessmentRow *plan)
{
    bool triage = s->key->system == PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE;
    const char *unit = s->key->police_unit;
    return plan != NULL && plan->file != NULL && plan->file->urn != NULL && plan->id != NULL &&
           (plan->kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE) == triage &&
           (s->month == 0 || pfq_london_date(plan->assessed_at) / 100 == s->month) &&
           (unit == NULL || (plan->police_unit != NULL && strcmp(plan->police_unit, unit) == 0));
}

static enum pfq_exit take_plan(struct search *s, const Pfq__V1__AssessmentRow *plan)
{
    Pfq__V1__StoreRows *rows = NULL;
    const Pfq__V1__FailureRow *failure = NULL;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    if (is_of_theme(s, plan) && is_last_word(s, plan)) {
        failure = standing_by(plan, s->key->name);
    }
    if (failure == NULL) {
        return PFQ_EXIT_GOOD;
    }
    uint64_t sequence = plan->sequence;
    if (!plan->has_sequence) {
        code = folk_case(s->p, plan->file->urn, &rows);
        sequence =
            code == PFQ_EXIT_GOOD && rows->n_rows > 0 ? rows->rows[rows->n_rows - 1]->sequence : 0;
    }
    if (sequence > 0) {
        const char *title = pfq_people_reason_title(failure->reason);
        s->files[s->count++] =
            (struct theme_file){sequence, plan->file->urn, title == NULL ? failure->reason : title,
                                pfq_london_date(plan->assessed_at)};
    }
    return code;
}

/* --- the mailbox --------------------------------------------------------------------- */

/* The items after that number up to the other, OF_PAGE at most, which may take several answers. */
static enum pfq_exit read_block(struct search *s, uint64_t after, uint64_t last,
                                const Pfq__V1__FeedbackItem **items, size_t *count)
{
    const Pfq__V1__MailboxPage *page = NULL;
    enum pfq_exit code = fetch(s->p, s->key->force, after, &page);
    *count = 0;
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < page->n_items;) {
        after = page->items[i]->number;
        if (after > last || *count == OF_PAGE) {
            break;
        }
        items[(*count)++] = page->items[i++];
        if (i == page->n_items && after < last) {
            code = fetch(s->p, s->key->force, after, &page);
            i = 0;
        }
    }
    return code;
}

/* The same, the latest first. */
static enum pfq_exit take_block(struct search *s, uint64_t after, uint64_t last)
{
    const Pfq__V1__FeedbackItem *items[OF_PAGE];
    size_t count = 0;
    enum pfq_exit code = read_block(s, after, last, items, &count);
    while (code == PFQ_EXIT_GOOD && count > 0 && s->count < s->most) {
        const Pfq__V1__FeedbackItem *item = items[--count];
        code = themes_system(s->key) == themes_systems ? take_receipt(s, item)
                                                       : take_plan(s, item->plan);
    }
    return code;
}

enum pfq_exit theme_files(struct people *p, const Pfq__V1__ThemeKey *key, int32_t month,
                          size_t most, struct theme_file *files, size_t *count)
{
    struct search s = {.p = p, .key = key, .month = month, .files = files, .most = most};
    const Pfq__V1__MailboxPage *page = NULL;
    s.plans = pfq_arena_new(&p->arena, const Pfq__V1__AssessmentRow *, LOOKED_AT);
    enum pfq_exit code = fetch(p, key->force, INT64_MAX, &page);
    uint64_t last = page == NULL ? 0 : page->last_number;
    uint64_t end = last > LOOKED_AT ? last - LOOKED_AT : 0;
    /* The case type of a file is in no receipt: of one case type there are no examples. */
    while (code == PFQ_EXIT_GOOD && last > end && s.count < most && !key->has_case_type) {
        uint64_t after = last - end > OF_PAGE ? last - OF_PAGE : end;
        code = take_block(&s, after, last);
        last = after;
    }
    *count = s.count;
    return code;
}
