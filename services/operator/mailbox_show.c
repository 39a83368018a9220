/* mailbox_show.c - an item of a mailbox, whatever it is about: see mailbox_show.h. */
#include "mailbox_show.h"

#include <inttypes.h>
#include <stdio.h>

#include "challenge/item.h"
#include "digest_item.h"
#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"
#include "feedback/themes/states.h"
#include "feedback/themes/systems.h"
#include "loading.h"
#include "people/plan.h"
#include "pfq/json.h"
#include "report.h"

void mailbox_open(struct mailbox_show *m)
{
    page_open(&m->page, stdout);
}

void mailbox_close(struct mailbox_show *m)
{
    if (m->standard != NULL) {
        pfq_standard_close(m->standard);
    }
}

static void put_json(const Pfq__V1__FeedbackItem *item, const char *force)
{
    struct report_context context = {.file = NULL};
    json_t *object = pfq_json_value(&item->base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS);
    (void)json_object_set_new(object, "force", json_string(force));
    if (item->receipt != NULL) {
        (void)json_object_set_new(object, "receipt", report_json(item->receipt, &context));
    }
    report_write(stdout, object);
}

/* "Theme Interview, June 2026: recurring", then its sentence, and where it says what to do. */
static void put_theme(struct mailbox_show *m, const Pfq__V1__FeedbackItem *item)
{
    const Pfq__V1__ThemeMove *theme = item->theme;
    const char *name = theme->key == NULL || theme->key->name == NULL ? "" : theme->key->name;
    const char *state =
        (unsigned)theme->state < THEMES_STATES ? themes_states[theme->state].words : NULL;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    bool again = item->kind == PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_RESTATEMENT;
    page_put(&m->page, INK_BOLD, "%s %s%s, %s: %s", again ? "Re-statement, theme" : "Theme",
             theme->key == NULL ? "" : themes_system(theme->key)->before, digest_theme_title(name),
             figure_month(theme->month, &arena),
             state == NULL ? "a state that this pfq does not know" : state);
    page_end_line(&m->page);
    page_paragraph(&m->page, 2, "", theme->sentence == NULL ? "" : theme->sentence);
    page_paragraph(&m->page, 2, "",
                   pfq_arena_printf(&arena, "What to do: pfq digest %s --month %04d-%02d", m->force,
                                    (int)(theme->month / 100), (int)(theme->month % 100)));
    pfq_arena_close(&arena);
}

/* What it is, the one thing to do first, and where the rest is. */
static void put_digest(struct mailbox_show *m, const Pfq__V1__Digest *digest)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    page_put(&m->page, INK_BOLD, "%s", digest_item_title(digest, &arena));
    page_end_line(&m->page);
    if (digest->first_thing != NULL) {
        page_paragraph(&m->page, 2, "", digest->first_thing);
    }
    if (digest->kind != PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER) {
        page_paragraph(&m->page, 2, "",
                       pfq_arena_printf(&arena, "All of it: %s",
                                        digest_item_command(digest, m->force, &arena)));
    }
    pfq_arena_close(&arena);
}

/* Without the catalogue it is said less of why. */
static void put_plan(struct mailbox_show *m, const Pfq__V1__AssessmentRow *row)
{
    const struct loading from = {.catalogue = NULL};
    struct pfq_arena arena;
    if (!m->standard_tried && !loading_standard("feedback", &from, &m->standard)) {
        m->standard = NULL;
    }
    m->standard_tried = true;
    pfq_arena_open(&arena);
    plan_put(&m->page, row, m->standard == NULL ? NULL : pfq_standard_texts(m->standard), m->run,
             &arena);
    pfq_arena_close(&arena);
}

static void put_challenge(struct mailbox_show *m, const Pfq__V1__ChallengeRow *row)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    page_put(&m->page, INK_BOLD, "Challenge");
    page_end_line(&m->page);
    item_put(&m->page, row, NULL, &arena);
    pfq_arena_close(&arena);
}

void mailbox_put(struct mailbox_show *m, const Pfq__V1__FeedbackItem *item)
{
    if (m->json) {
        put_json(item, m->force);
        return;
    }
    page_put(&m->page, INK_DIM, "%" PRIu64 "  ", item->number);
    page_time(&m->page, INK_DIM, item->committed_at);
    page_end_line(&m->page);
    if (item->theme != NULL) {
        put_theme(m, item);
    }
    if (item->digest != NULL) {
        put_digest(m, item->digest);
    }
    if (item->plan != NULL) {
        put_plan(m, item->plan);
    }
    if (item->challenge != NULL && item->challenge->raised != NULL) {
        put_challenge(m, item->challenge);
    }
    if (item->receipt != NULL) {
        report_head(&m->page, item->receipt);
        report_body(&m->page, item->receipt, m->full ? REPORT_FULL : REPORT_BRIEF);
    }
    page_end_line(&m->page);
}
