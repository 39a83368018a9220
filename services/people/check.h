/* check.h - the parts of pfq_people_check().
 *
 *     check.c         time, person, file; which event it is
 *     check_values.c  texts, ids, codes, days: what any event may hold
 *     check_file.c    events on a file
 *     check_theme.c   challenges, mutes and actions
 *
 * A value is made canonical where it stands; what has to change is copied into the arena.
 *
 * Private to services/people.
 */
#ifndef PEOPLE_CHECK_H
#define PEOPLE_CHECK_H

#include "pfq/people.h"

enum {
    DETAIL_CHARS = 250,
    REASON_CHARS = 200,
    FACT_CHARS = 500,
    ID_BYTES = 32,
    FAILURES_MAX = 40,
    ITEMS_MAX = 50,
    EVIDENCE_MAX = 20,
    LEVELS = 5,
    DAYS_AHEAD_MAX = 366
};

struct check {
    Pfq__V1__Event *event;
    int64_t now_ms;
    int32_t today; /* in London, of happened_at; of now when that is faulty */
    struct pfq_arena *arena;
    struct pfq_problems *problems;
    bool faulty;
};

/* Where in the event; its text is made only for a problem. */
struct at {
    const char *list; /* NULL: `field` is the whole path */
    size_t index;
    const char *field; /* NULL: the entry itself */
};

#define AT(path)                (&(const struct at){.field = (path)})
#define AT_ENTRY(path, i, name) (&(const struct at){(path), (i), (name)})

void check_fault(struct check *c, const char *code, const struct at *at, const char *fix,
                 const char *message);

/* --- check_values.c ---------------------------------------------------------------------- */

enum need {
    OPTIONAL,
    NEEDED
};

/* Free text of so many characters at most: line breaks become spaces, other controls are
 * refused, blank is absent. */
void check_text(struct check *c, const struct at *at, char **text, size_t chars, enum need need);

void check_staff(struct check *c, const struct at *at, char **id, enum need need);
void check_id(struct check *c, const struct at *at, char **id);

/* The id of a check of the machine, in upper case. */
void check_code(struct check *c, const struct at *at, char **code, enum need need);

/* A CPS reason code, in upper case, that an assessment of this kind may give. */
void check_reason(struct check *c, const struct at *at, char **code, Pfq__V1__AssessmentKind kind);

void check_force(struct check *c, const struct at *at, char **force);
void check_urn(struct check *c, const struct at *at, char **urn);

/* A day after that of the event, and not more than DAYS_AHEAD_MAX after it. */
void check_day_ahead(struct check *c, const struct at *at, int32_t date);
void check_day(struct check *c, const struct at *at, int32_t date);

/* An instant since 2015; `ahead_ms` after now at most. */
void check_instant(struct check *c, const struct at *at, int64_t at_ms, int64_t ahead_ms);

void check_said(struct check *c, const struct at *at, bool said, const char *fix);

/* --- the events -------------------------------------------------------------------------- */

void check_assessment(struct check *c, Pfq__V1__Assessment *assessment);
void check_withdrawal(struct check *c, Pfq__V1__Withdrawal *withdrawal);
void check_response(struct check *c, Pfq__V1__Response *response);
void check_outcome(struct check *c, Pfq__V1__DisputeOutcome *outcome);
void check_review(struct check *c, Pfq__V1__Review *review);
void check_remark(struct check *c, Pfq__V1__Remark *remark);
void check_raise(struct check *c, Pfq__V1__ChallengeRaise *challenge);
void check_move(struct check *c, Pfq__V1__ChallengeMove *move);
void check_mute(struct check *c, Pfq__V1__Mute *mute);
void check_action(struct check *c, Pfq__V1__Action *action);

#endif
