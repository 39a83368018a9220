/* Compliance from rows as store gives them: who sees the reviewers (pfq/people.h, redact). */
#include <criterion/criterion.h>
#include <string.h>

#include "feedback/compliance/gather.h"
#include "pfq/clock.h"
#include "store/people_expect.h"
#include "support/people_kit.h"

#define ROLE(name) PFQ__V1__ROLE__ROLE_##name

static const char *const now = "2026-06-20T10:00:00Z";

static void tell_all(struct kit *kit)
{
    static const char *const reasons[] = {"D13", "D20"};
    struct pfq_err err;
    uint64_t up_to = 0;
    Pfq__V1__Event *one = people_assessment(kit, "2026-05-03T09:00:00Z", "A1", reasons, 2);
    Pfq__V1__Event *other = people_assessment(kit, "2026-05-04T09:00:00Z", "A2", reasons, 0);
    one->by = pfq_arena_strdup(&kit->arena, "rev-1");
    other->by = pfq_arena_strdup(&kit->arena, "rev-2");
    one->unit = other->unit = pfq_arena_strdup(&kit->arena, "U1");
    Pfq__V1__Event *review = people_review(kit, "2026-05-05T09:00:00Z", "R1");
    review->review->has_due_at = true;
    review->review->due_at = one->happened_at;
    review->review->has_done_at = false;
    kit_one(kit, kit_put(kit, "s1", "43AA0000126"));
    (void)people_tell(kit, "1", one, NULL, "2026-05-06T10:00:00Z");
    (void)people_tell(kit, "2", other, NULL, "2026-05-06T10:00:00Z");
    (void)people_tell(kit, "3", review, NULL, "2026-05-06T10:00:00Z");
    cr_assert_eq(people_expect(kit->batch.db, &kit->rules, one->happened_at, &up_to, &err), PFQ_OK);
}

/* Pages of some hundred bytes, so that there are several. */
static Pfq__V1__Compliance *seen_by(struct kit *kit, Pfq__V1__Peer *peer)
{
    struct compliance_gather g;
    struct compliance_wish wish = {.from_date = 20260501, .to_date = 20260531};
    struct pfq_err err;
    Pfq__V1__Envelope *question = NULL;
    cr_assert(pfq_instant_parse(now, &wish.made_at));
    compliance_gather_begin(&g, &wish, &kit->arena);
    while ((question = compliance_gather_next(&g)) != NULL) {
        const Pfq__V1__PeopleRows *rows =
            people_rows(kit, question->people_read, peer, 100000, now);
        cr_assert_eq(compliance_gather_take(&g, rows, &err), PFQ_OK, "%s", err.text);
    }
    return compliance_end(g.compliance);
}

Test(compliance_store, reviewers_are_shown_to_legal_managers_alone)
{
    static const struct {
        Pfq__V1__Role role;
        size_t reviewers;
    } rows[] = {{ROLE(LEGAL_MANAGER), 2}, {ROLE(OPERATOR), 2}, {ROLE(AREA_MANAGER), 0}};

    struct kit kit;
    kit_open(&kit);
    tell_all(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Pfq__V1__Compliance *c = seen_by(&kit, people_peer(&kit, rows[i].role, NULL));
        cr_expect_eq(c->n_reviewers, rows[i].reviewers, "role %d: %zu", (int)rows[i].role,
                     c->n_reviewers);
        cr_expect_eq(c->total->assessments, 2U);
        cr_expect_eq(c->total->failing->count, 1U);
        cr_expect_eq(c->total->reviews_late, 1U);
        cr_expect_eq(c->n_notes == 0, rows[i].reviewers > 0);
    }
    kit_close(&kit);
}

/* The first answer to such a wish. */
static const Pfq__V1__PeopleRows *first_answer(struct kit *kit, const char *unit,
                                               const char *reviewer, Pfq__V1__Peer *peer)
{
    struct compliance_gather g;
    struct compliance_wish wish = {.from_date = 20260501, .to_date = 20260531};
    cr_assert(pfq_instant_parse(now, &wish.made_at));
    wish.unit = unit;
    wish.reviewer = reviewer;
    compliance_gather_begin(&g, &wish, &kit->arena);
    return people_rows(kit, compliance_gather_next(&g)->people_read, peer, 9000, now);
}

Test(compliance_store, one_persons_work_is_refused_to_who_is_no_legal_manager)
{
    static const struct {
        Pfq__V1__Role role;
        bool granted;
    } rows[] = {{ROLE(LEGAL_MANAGER), true},
                {ROLE(OPERATOR), true},
                {ROLE(AREA_MANAGER), false},
                {ROLE(CPS), false},
                {ROLE(PROSECUTOR), false}};

    struct kit kit;
    kit_open(&kit);
    tell_all(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Peer *peer = people_peer(&kit, rows[i].role, NULL);
        const Pfq__V1__PeopleRows *answer = first_answer(&kit, NULL, "rev-1", peer);
        cr_expect_eq(answer->n_problems == 0, rows[i].granted, "role %d", (int)rows[i].role);
        cr_expect(rows[i].granted ||
                      strstr(answer->problems[0]->message, "to legal managers alone") != NULL,
                  "role %d", (int)rows[i].role);
    }
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    read.has_kind = true;
    read.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS;
    read.reviewer = pfq_arena_strdup(&kit.arena, "rev-1");
    const Pfq__V1__PeopleRows *hers = people_rows(&kit, &read, NULL, 100000, now);
    cr_assert_eq(hers->n_assessments, 1U);
    cr_expect_str_eq(hers->assessments[0]->by, "rev-1");
    kit_close(&kit);
}

static Pfq__V1__Peer *manager_of(struct kit *kit, const char *area, const char *force)
{
    Pfq__V1__Peer *peer = people_peer(kit, ROLE(AREA_MANAGER), NULL);
    peer->area = pfq_arena_strdup(&kit->arena, area);
    peer->forces = pfq_arena_new(&kit->arena, char *, 1);
    peer->forces[0] = pfq_arena_strdup(&kit->arena, force);
    peer->n_forces = 1;
    return peer;
}

/* Of force 43 alone is anything told, by unit U1. */
Test(compliance_store, the_unit_of_another_area_is_refused_and_not_called_idle)
{
    static const struct {
        const char *area, *force, *unit;
        bool granted;
    } rows[] = {{"TC", "43", "U1", true},
                {"TC", "43", "U2", true},
                {"WM", "20", "U1", false},
                {"WM", "20", "U2", true},
                {"WM", "20", NULL, true}};

    struct kit kit;
    kit_open(&kit);
    tell_all(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Pfq__V1__PeopleRows *answer =
            first_answer(&kit, rows[i].unit, NULL, manager_of(&kit, rows[i].area, rows[i].force));
        cr_expect_eq(answer->n_problems == 0, rows[i].granted, "row %zu", i);
        cr_expect(rows[i].granted || strstr(answer->problems[0]->message,
                                            "no file of a force of your Area") != NULL,
                  "row %zu", i);
        cr_expect(!rows[i].granted || strcmp(answer->area, rows[i].area) == 0,
                  "what is not of all forces says so");
    }
    cr_expect_null(first_answer(&kit, "U1", NULL, NULL)->area);
    kit_close(&kit);
}

Test(compliance_store, a_force_is_told_why_it_gets_none)
{
    struct kit kit;
    struct compliance_gather g;
    struct compliance_wish wish = {.from_date = 20260501, .to_date = 20260531};
    struct pfq_err err;
    kit_open(&kit);
    tell_all(&kit);
    compliance_gather_begin(&g, &wish, &kit.arena);
    Pfq__V1__Envelope *question = compliance_gather_next(&g);
    const Pfq__V1__PeopleRows *rows =
        people_rows(&kit, question->people_read, people_peer(&kit, ROLE(FORCE), "43"), 9000, now);
    cr_expect_eq(compliance_gather_take(&g, rows, &err), PFQ_E_NOT_FOUND);
    kit_close(&kit);
}
