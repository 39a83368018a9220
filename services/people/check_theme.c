/* check_theme.c - challenges, mutes and actions. */
#include <string.h>

#include "check.h"
#include "pfq/ident.h"
#include "pfq/wire.h"

static const struct paths {
    const char *itself;
    const char *force;
    const char *police_unit;
    const char *system;
    const char *name;
} challenge_theme = {"event.challenge_raise.theme", "event.challenge_raise.theme.force",
                     "event.challenge_raise.theme.police_unit",
                     "event.challenge_raise.theme.system", "event.challenge_raise.theme.name"},
  mute_theme = {"event.mute.theme", "event.mute.theme.force", "event.mute.theme.police_unit",
                "event.mute.theme.system", "event.mute.theme.name"},
  action_theme = {"event.action.theme", "event.action.theme.force",
                  "event.action.theme.police_unit", "event.action.theme.system",
                  "event.action.theme.name"};

/* A theme by its name, or a reason code; in the one way in which it is written. */
static void check_theme_name(struct check *c, const struct at *at, char **name)
{
    int value = 0;
    const ProtobufCEnumDescriptor *themes = &pfq__v1__theme__descriptor;
    check_code(c, at, name, NEEDED);
    if (*name == NULL || pfq_people_reason_title(*name) != NULL) {
        return;
    }
    if (pfq_enum_value(themes, *name, &value) && value != 0) {
        *name = (char *)(uintptr_t)pfq_enum_name(themes, value);
    } else {
        check_fault(c, "THEME_UNKNOWN", at,
                    "Name a theme, such as DISCLOSURE_SCHEDULES, or a CPS reason code.",
                    "There is no such theme.");
    }
}

static void check_theme(struct check *c, const struct paths *paths, Pfq__V1__ThemeKey *theme)
{
    if (theme == NULL) {
        check_said(c, AT(paths->itself), false, "Say which theme: force, system and name.");
        return;
    }
    check_force(c, AT(paths->force), &theme->force);
    check_said(c, AT(paths->system), theme->has_system && theme->system != 0,
               "Say where its failings come from: MACHINE, TRIAGE or ASSESSED.");
    check_theme_name(c, AT(paths->name), &theme->name);
    check_text(c, AT(paths->police_unit), &theme->police_unit, ID_BYTES, OPTIONAL);
    if (theme->police_unit != NULL) {
        theme->police_unit = pfq_arena_strdup(c->arena, theme->police_unit);
        pfq_asn_normalise(theme->police_unit);
    }
}

static void check_level(struct check *c, const struct at *at, bool has, uint32_t level)
{
    if (has && (level < 1 || level > LEVELS)) {
        check_fault(c, "NUMBER_RANGE", at, "The ladder has the levels 1 to 5.",
                    "There is no such level.");
    }
}

/* --- challenges -------------------------------------------------------------------------- */

static void check_subject(struct check *c, Pfq__V1__ChallengeRaise *r)
{
    if ((r->urn != NULL) == (r->theme != NULL)) {
        check_fault(c, "CONTRADICTION", AT("event.challenge_raise"),
                    "Name either a URN or a theme.", "A challenge is on one case or on one theme.");
    }
    if (r->urn != NULL) {
        check_urn(c, AT("event.challenge_raise.urn"), &r->urn);
    }
    if (r->theme != NULL) {
        check_theme(c, &challenge_theme, r->theme);
        r->force = r->force == NULL ? r->theme->force : r->force;
    }
    check_force(c, AT("event.challenge_raise.force"), &r->force);
    if (r->theme != NULL && r->theme->force != NULL && r->force != NULL &&
        strcmp(r->theme->force, r->force) != 0) {
        check_fault(c, "CONTRADICTION", AT("event.challenge_raise.force"),
                    "Name the force of the theme.", "The theme is another force's.");
    }
}

static void check_evidence(struct check *c, const Pfq__V1__ChallengeRaise *r)
{
    const struct at *at = AT("event.challenge_raise.evidence");
    if (r->n_evidence > EVIDENCE_MAX) {
        check_fault(c, "TOO_MANY", at, "Choose the 20 that show it best.", "There are too many.");
    }
    for (size_t i = 0; i < r->n_evidence; i++) {
        if (r->evidence[i] == 0) {
            check_fault(c, "NUMBER_RANGE", at, "Give sequence numbers of submissions.",
                        "There is no submission 0.");
            return;
        }
    }
}

void check_raise(struct check *c, Pfq__V1__ChallengeRaise *r)
{
    check_id(c, AT("event.challenge_raise.id"), &r->id);
    check_subject(c, r);
    check_text(c, AT("event.challenge_raise.fact"), &r->fact, FACT_CHARS, NEEDED);
    check_code(c, AT("event.challenge_raise.check"), &r->check, OPTIONAL);
    check_text(c, AT("event.challenge_raise.rule_version"), &r->rule_version, 64,
               r->check == NULL ? OPTIONAL : NEEDED);
    check_evidence(c, r);
    check_text(c, AT("event.challenge_raise.wanted"), &r->wanted, FACT_CHARS, NEEDED);
    check_said(c, AT("event.challenge_raise.due_date"), r->has_due_date,
               "Say by when it is wanted.");
    if (r->has_due_date) {
        check_day_ahead(c, AT("event.challenge_raise.due_date"), r->due_date);
    }
    check_level(c, AT("event.challenge_raise.level"), r->has_level, r->level);
    check_staff(c, AT("event.challenge_raise.owner"), &r->owner, OPTIONAL);
    check_text(c, AT("event.challenge_raise.note"), &r->note, REASON_CHARS, OPTIONAL);
}

void check_move(struct check *c, Pfq__V1__ChallengeMove *m)
{
    bool reopen = m->has_reopen && m->reopen;
    bool to = m->has_to && m->to != 0;
    m->has_to = to;
    check_id(c, AT("event.challenge_move.id"), &m->id);
    check_level(c, AT("event.challenge_move.level"), m->has_level, m->level);
    if (reopen &&
        (m->has_level || (to && m->to != PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_OPEN))) {
        check_fault(c, "CONTRADICTION", AT("event.challenge_move"),
                    "Reopen it without a level; it is open then.",
                    "A challenge that is reopened goes nowhere else in the same move.");
    } else if (!reopen && to == m->has_level) {
        check_fault(c, "CONTRADICTION", AT("event.challenge_move"),
                    "Give the state it enters, or the level it is escalated to.",
                    "A move is to one state or to one level.");
    }
    check_text(c, AT("event.challenge_move.reason"), &m->reason, FACT_CHARS,
               reopen ? NEEDED : OPTIONAL);
}

/* --- mutes and actions ------------------------------------------------------------------- */

void check_mute(struct check *c, Pfq__V1__Mute *m)
{
    enum need need = m->has_end && m->end ? OPTIONAL : NEEDED;
    check_theme(c, &mute_theme, m->theme);
    check_staff(c, AT("event.mute.owner"), &m->owner, need);
    check_text(c, AT("event.mute.reason"), &m->reason, REASON_CHARS, need);
    check_said(c, AT("event.mute.until_date"), need == OPTIONAL || m->has_until_date,
               "Say until when, at most 366 days ahead.");
    if (m->has_until_date) {
        check_day_ahead(c, AT("event.mute.until_date"), m->until_date);
    }
}

static void check_action_days(struct check *c, const Pfq__V1__Action *a)
{
    bool done = a->has_done && a->done;
    check_said(c, AT("event.action.date"), a->has_date || a->has_due_date,
               "Say when it was done, or in due_date by when it is to be.");
    if (a->has_date) {
        check_day(c, AT("event.action.date"), a->date);
    }
    if (a->has_due_date && !done) {
        check_day_ahead(c, AT("event.action.due_date"), a->due_date);
    }
    if (done && a->has_date && a->date > c->today) {
        check_fault(c, "CONTRADICTION", AT("event.action.date"),
                    "Say it when it has been done, or take out `done`.",
                    "It has been done, and yet its day is still to come.");
    }
}

void check_action(struct check *c, Pfq__V1__Action *a)
{
    check_id(c, AT("event.action.id"), &a->id);
    check_theme(c, &action_theme, a->theme);
    check_said(c, AT("event.action.kind"), a->has_kind && a->kind != 0,
               "Say what it is: TRAINING, GUIDANCE, SYSTEM or OTHER.");
    check_text(c, AT("event.action.text"), &a->text, DETAIL_CHARS,
               a->kind == PFQ__V1__ACTION_KIND__ACTION_KIND_OTHER ? NEEDED : OPTIONAL);
    check_staff(c, AT("event.action.owner"), &a->owner, OPTIONAL);
    check_action_days(c, a);
    if (a->challenge != NULL) {
        check_id(c, AT("event.action.challenge"), &a->challenge);
    }
}
