/* A digest whose texts are all as long as they may be is read back by the guard and kept by the
 * store: what people and the catalogue may say at length, our own services may repeat. */
#include <criterion/criterion.h>
#include <string.h>

#include "feedback/challenge/onto_digest.h"
#include "support/challenge_kit.h"
#include "support/digest_kit.h"
#include "support/store_kit.h"

enum {
    MANY = 60, /* challenges and mutes: more than a digest lists */
    TODAY = 20261216
};

static struct kit store;
static struct digest_kit kit;

static void setup(void)
{
    kit_open(&store);
}

static void teardown(void)
{
    kit_close(&store);
}

TestSuite(digest_longest, .init = setup, .fini = teardown);

/* As long as the limits let it be. */
static char *longest(const ProtobufCMessageDescriptor *type, const char *field)
{
    size_t size = pfq_wire_text_max(type, field);
    char *text = pfq_arena_new(&store.arena, char, size + 1);
    memset(text, 'm', size);
    text[size] = '\0';
    return text;
}

#define LONGEST(type, row, field) (row)->field = longest(&pfq__v1__##type##__descriptor, #field)

static void stretch_catalogue(void)
{
    for (size_t i = 0; i < kit.facts.catalogue->n_checks; i++) {
        Pfq__V1__CatalogueCheck *check = kit.facts.catalogue->checks[i];
        LONGEST(catalogue_check, check, title);
        LONGEST(catalogue_check, check, fix);
        LONGEST(catalogue_check, check, why);
        LONGEST(catalogue_check, check, good);
    }
}

/* A month that was closed, with files that came later; what moved restates a month before. */
static void stretch_figures(void)
{
    struct digest_figures *now = &kit.facts.now;
    now->rows = pfq_arena_new(&store.arena, Pfq__V1__Figure *, kit.facts.first.count);
    for (size_t i = 0; i < kit.facts.first.count; i++) {
        Pfq__V1__Figure *row = pfq_arena_new(&store.arena, Pfq__V1__Figure, 1);
        *row = *kit.facts.first.rows[i];
        row->failing += 2;
        row->applicable += 7;
        now->rows[now->count++] = row;
    }
    for (size_t i = 0; i < kit.facts.move_count; i++) {
        LONGEST(theme_move, kit.facts.moves[i], sentence);
        kit.facts.moves[i]->has_restates = kit.facts.moves[i]->restates = true;
        kit.facts.moves[i]->month = 202609 + (i == 2); /* of another month, and what is praised */
        digest_kit_told(&kit, kit.facts.moves[i]);
    }
    for (size_t i = 0; i < kit.facts.month_count; i++) {
        kit.facts.months[i]->state = PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
        kit.facts.months[i]->late = 1000000;
    }
}

static Pfq__V1__ActionRow *action(const char *theme, size_t nth)
{
    Pfq__V1__ActionRow *row = pfq_arena_new(&store.arena, Pfq__V1__ActionRow, 1);
    pfq__v1__action_row__init(row);
    row->action = pfq_arena_new(&store.arena, Pfq__V1__Action, 1);
    pfq__v1__action__init(row->action);
    row->action->theme = pfq_arena_new(&store.arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(row->action->theme);
    row->action->theme->force = pfq_arena_strdup(&store.arena, "43");
    row->action->theme->name = pfq_arena_strdup(&store.arena, theme);
    row->action->kind = PFQ__V1__ACTION_KIND__ACTION_KIND_SYSTEM;
    row->action->has_done = true;
    row->action->done = nth % 3 != 0; /* the others are overdue */
    row->action->date = 20260320;
    row->action->due_date = 20260401;
    LONGEST(action, row->action, text);
    return row;
}

static Pfq__V1__MuteRow *mute(void)
{
    Pfq__V1__MuteRow *row = pfq_arena_new(&store.arena, Pfq__V1__MuteRow, 1);
    pfq__v1__mute_row__init(row);
    row->has_active = row->active = true;
    row->mute = pfq_arena_new(&store.arena, Pfq__V1__Mute, 1);
    pfq__v1__mute__init(row->mute);
    row->mute->theme = action("TIMELINESS", 0)->action->theme;
    row->mute->until_date = 20270101;
    LONGEST(mute, row->mute, reason);
    return row;
}

/* So many of each: on themes with a chart and on one without. */
static Pfq__V1__PeopleRows *people(size_t many)
{
    static const char *const themes[] = {"VICTIM_WITNESS_CARE", "INTERVIEW", "FORENSIC_MEDICAL"};
    Pfq__V1__PeopleRows *rows = pfq_arena_new(&store.arena, Pfq__V1__PeopleRows, 1);
    pfq__v1__people_rows__init(rows);
    rows->challenges = pfq_arena_new(&store.arena, Pfq__V1__ChallengeRow *, many);
    rows->mutes = pfq_arena_new(&store.arena, Pfq__V1__MuteRow *, many);
    rows->actions = pfq_arena_new(&store.arena, Pfq__V1__ActionRow *, many);
    for (size_t i = 0; i < many; i++) {
        Pfq__V1__ChallengeRow *row = challenge_kit_row(&store.arena);
        LONGEST(challenge_raise, row->raised, fact);
        LONGEST(challenge_raise, row->raised, wanted);
        LONGEST(challenge_raise, row->raised, id);
        row->raised->theme->name = action(themes[i % 2], 0)->action->theme->name;
        row->raised->theme->police_unit = NULL;
        rows->challenges[rows->n_challenges++] = row;
        rows->mutes[rows->n_mutes++] = mute();
        rows->actions[rows->n_actions++] = action(themes[i % 3], i);
    }
    return rows;
}

static Pfq__V1__Digest *build(Pfq__V1__DigestKind kind, size_t many)
{
    digest_kit_open(&kit, kind, &store.arena);
    if (kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        digest_kit_fill_pack(&kit);
        kit.facts.wish.area = longest(&pfq__v1__digest__descriptor, "area");
    } else if (kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY) {
        digest_kit_fill_month(&kit);
    } else {
        digest_kit_fill_week(&kit);
    }
    digest_kit_trend(&kit, "43", 202603, "FORENSIC_MEDICAL", 9, 60);
    stretch_catalogue();
    stretch_figures();
    Pfq__V1__PeopleRows *rows = people(many);
    kit.facts.mutes = rows->mutes;
    kit.facts.mute_count = rows->n_mutes;
    Pfq__V1__Digest *d = digest_build(&kit.facts, &store.arena);
    cr_assert_not_null(d);
    onto_digest(d, rows, &kit.facts, TODAY, &store.arena);
    return d;
}

/* As feedback sends it. */
static Pfq__V1__Envelope *put(Pfq__V1__Digest *d)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&store.arena, Pfq__V1__Envelope, 1);
    Pfq__V1__DigestRow *row = pfq_arena_new(&store.arena, Pfq__V1__DigestRow, 1);
    pfq__v1__envelope__init(e);
    pfq__v1__digest_row__init(row);
    e->id = pfq_arena_strdup(&store.arena, "d1");
    e->source = pfq_arena_strdup(&store.arena, "pfq-feedback");
    e->body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_PUT;
    e->digest_put = pfq_arena_new(&store.arena, Pfq__V1__DigestPut, 1);
    pfq__v1__digest_put__init(e->digest_put);
    e->digest_put->row = row;
    row->has_kind = row->has_audience = true;
    row->kind = d->kind;
    row->audience = d->audience;
    row->force = pfq_arena_strdup(&store.arena, d->force == NULL ? "" : d->force);
    row->unit = pfq_arena_strdup(&store.arena, "");
    row->period = pfq_arena_strdup(&store.arena, "2026-10");
    row->digest = d;
    return e;
}

static void expect_kept(Pfq__V1__Digest *d, const char *which)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire read;
    pfq_problems_init(&problems, &store.arena);
    pfq_problems_init(&warnings, &store.arena);
    struct pfq_bytes packed = pfq_wire_pack(&put(d)->base, &store.arena);
    bool sound = pfq_wire_read(packed, &store.arena, &problems, &warnings, &read);
    for (size_t i = 0; i < problems.count; i++) {
        cr_expect_fail("%s: %s %s", which, problems.rows[i]->path, problems.rows[i]->message);
    }
    cr_assert(sound);
    const struct job *job = kit_one(&store, read.envelope);
    cr_assert_eq(job->digests.n_problems, 0U, "%s", which);
    cr_assert_eq(job->digests.n_rows, 1U, "%s", which);
    cr_assert_not_null(job->digests.rows[0]->digest, "%s", which);
}

Test(digest_longest, every_kind_is_kept_with_each_text_as_long_as_it_may_be)
{
    static const struct {
        Pfq__V1__DigestKind kind;
        const char *name;
    } kinds[] = {{PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, "weekly"},
                 {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, "monthly"},
                 {PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, "call sheet"},
                 {PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, "pack"}};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Pfq__V1__Digest *d = build(kinds[i].kind, 3);
        bool monthly = kinds[i].kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
        cr_expect_gt(d->n_challenges, 0U);
        cr_expect_gt(d->n_muted, 0U);
        cr_expect(!monthly || (d->n_done > 0 && d->n_restated > 0 && d->themes[0]->n_done > 0 &&
                               d->n_praise > 0));
        cr_assert(digest_fit(d, DIGEST_MAIL_BYTES), "%s", kinds[i].name);
        expect_kept(d, kinds[i].name);
    }
}

Test(digest_longest, however_much_is_open_it_fits_a_mailbox)
{
    Pfq__V1__Digest *d = build(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, MANY);
    cr_assert(digest_outside(d));
    cr_assert(digest_fit(d, DIGEST_BUS_BYTES));
    cr_expect_gt(d->n_challenges, 0U);
    cr_expect_not_null(strstr(d->challenges[d->n_challenges - 1], "more: pfq challenge list"), "%s",
                       d->challenges[d->n_challenges - 1]);
    cr_expect_not_null(strstr(d->muted[d->n_muted - 1], "more: pfq mute list"));
    expect_kept(d, "monthly");
}
