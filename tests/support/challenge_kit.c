/* challenge_kit.c - see challenge_kit.h. */
#include "support/challenge_kit.h"

#include "pfq/clock.h"

static char *text(const char *words)
{
    return (char *)(uintptr_t)words;
}

static Pfq__V1__ThemeKey *make_key(struct pfq_arena *arena)
{
    Pfq__V1__ThemeKey *key = pfq_arena_new(arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(key);
    key->force = text("43");
    key->police_unit = text("BA");
    key->has_system = true;
    key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    key->name = text("INTERVIEW");
    return key;
}

static Pfq__V1__ChallengeRaise *make_raise(struct pfq_arena *arena)
{
    static uint64_t evidence[] = {7, 19, 23};
    Pfq__V1__ChallengeRaise *r = pfq_arena_new(arena, Pfq__V1__ChallengeRaise, 1);
    pfq__v1__challenge_raise__init(r);
    r->id = text("TH-12");
    r->theme = make_key(arena);
    r->force = text("43");
    r->fact =
        text("31 of 60 files of October 2026 had no summary of the interview (52%, 95% interval "
             "39% to 64%); 6 to 17 by chance.");
    r->rule_version = text("themes-2 (0a1b2c3d4e5f)");
    r->evidence = evidence;
    r->n_evidence = 3;
    r->wanted = text("A summary of each interview before the file is sent");
    r->has_due_date = true;
    r->due_date = 20261130;
    r->owner = text("SECRET-S18");
    r->note = text("SECRET note");
    return r;
}

Pfq__V1__ChallengeRow *challenge_kit_row(struct pfq_arena *arena)
{
    Pfq__V1__ChallengeRow *row = pfq_arena_new(arena, Pfq__V1__ChallengeRow, 1);
    pfq__v1__challenge_row__init(row);
    row->raised = make_raise(arena);
    row->has_raised_at = row->has_changed_at = true;
    row->raised_at = row->changed_at = pfq_london_ms(20261102, 600);
    row->steps = pfq_arena_new(arena, Pfq__V1__ChallengeStep *, 16);
    challenge_kit_step(row, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN, 1, arena);
    challenge_kit_step(row, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT, 1, arena);
    return row;
}

void challenge_kit_step(Pfq__V1__ChallengeRow *row, Pfq__V1__ChallengeState state, uint32_t level,
                        struct pfq_arena *arena)
{
    Pfq__V1__ChallengeStep *step = pfq_arena_new(arena, Pfq__V1__ChallengeStep, 1);
    pfq__v1__challenge_step__init(step);
    step->has_state = step->has_level = row->has_state = row->has_level = true;
    step->state = row->state = state;
    step->level = row->level = level;
    step->by = text("SECRET-S18");
    row->steps[row->n_steps++] = step;
}

Pfq__V1__ThemeMove *challenge_kit_move(const Pfq__V1__ChallengeRow *row, struct pfq_arena *arena)
{
    Pfq__V1__ThemeMove *m = pfq_arena_new(arena, Pfq__V1__ThemeMove, 1);
    pfq__v1__theme_move__init(m);
    m->key = row->raised->theme;
    m->has_month = m->has_state = m->has_files = m->has_failing = true;
    m->month = 202610;
    m->state = PFQ__V1__THEME_STATE__THEME_STATE_WORSENING;
    m->files = 60;
    m->failing = 31;
    m->has_baseline_files = m->has_baseline_failing = true;
    m->baseline_files = 300;
    m->baseline_failing = 60;
    m->has_expected_low = m->has_expected_high = true;
    m->expected_low = 6;
    m->expected_high = 17;
    m->has_months_above = true;
    m->months_above = 1;
    return m;
}

/* --- around it --------------------------------------------------------------------------- */

static Pfq__V1__ActionRow *make_action(const Pfq__V1__ThemeKey *key, const char *words,
                                       int32_t date, bool done, struct pfq_arena *arena)
{
    Pfq__V1__ActionRow *row = pfq_arena_new(arena, Pfq__V1__ActionRow, 1);
    Pfq__V1__Action *a = pfq_arena_new(arena, Pfq__V1__Action, 1);
    pfq__v1__action_row__init(row);
    pfq__v1__action__init(a);
    a->theme = (Pfq__V1__ThemeKey *)(uintptr_t)key;
    a->has_kind = a->has_date = a->has_done = true;
    a->kind = PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING;
    a->text = text(words);
    a->date = date;
    a->done = done;
    row->action = a;
    return row;
}

static const struct effect_month *make_months(void)
{
    static struct effect_month months[CHALLENGE_KIT_MONTHS];
    for (int i = 0; i < CHALLENGE_KIT_MONTHS; i++) {
        months[i] = (struct effect_month){202601 + i, {i < 5 ? 31 : 20, 60}};
    }
    return months;
}

struct brief_facts challenge_kit_facts(struct pfq_arena *arena)
{
    static const struct brief_example examples[] = {
        {"43BA1001926", "no summary of the interview (defendant 1)", 20261003},
        {"43BA1003126", "no summary of the interview (defendant 2)", 20261014},
        {"43BA1004426", "no summary of the interview (defendant 1)", 20261029},
        {"43BA9999926", "one too many", 20261030}};

    Pfq__V1__ChallengeRow *earlier = challenge_kit_row(arena);
    Pfq__V1__ChallengeRow *row = challenge_kit_row(arena);
    struct brief_facts facts = {.row = row, .force_name = "Thames Valley"};
    earlier->raised->id = text("TH-3");
    earlier->raised_at = pfq_london_ms(20260302, 600);
    earlier->changed_at = pfq_london_ms(20260420, 600);
    challenge_kit_step(earlier, PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_REMEDIED, 1, arena);
    facts.move = challenge_kit_move(row, arena);
    facts.months = make_months();
    facts.month_count = CHALLENGE_KIT_MONTHS;
    facts.examples = examples;
    facts.example_count = 4;
    facts.actions = pfq_arena_new(arena, Pfq__V1__ActionRow *, 2);
    facts.actions[facts.action_count++] =
        make_action(row->raised->theme, "workshop on summaries", 20260512, true, arena);
    facts.actions[facts.action_count++] =
        make_action(row->raised->theme, "a second workshop", 20261215, false, arena);
    facts.others = pfq_arena_new(arena, Pfq__V1__ChallengeRow *, 1);
    facts.others[facts.other_count++] = earlier;
    facts.made_ms = pfq_london_ms(20261123, 570);
    facts.up_to = 1234;
    return facts;
}
