/* pfq/people.h - what people's events come to: where each assessment and each of its failures
 * stands, deadlines, the roll-up of a case, what ought to be assessed, and the moves of a
 * challenge.
 *
 * Pure: events and a time in, rows out.  The same events in any order give the same row: they
 * are put in order of happened_at, then source, then id.  Nothing here knows who may see
 * what; that is pfq_people_redact()'s one table and store's authorise.c.
 *
 * Layer 2 (core `people`: base, wire).
 */
#ifndef PFQ_PEOPLE_H
#define PFQ_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/problems.h"

enum {
    PFQ_LADDER_CUSTODY_BYTES = 64
};

/* What may be set in pfq.conf; all have defaults. */
struct pfq_people_rules {
    int deadline_days;    /* after the end of the reporting month: 42 */
    int response_days[4]; /* by AssessmentKind: triage 7, NFQ 28, DGA 28 */
    unsigned eligible[4]; /* by AssessmentKind: 1 << FileType of what ought to be assessed */
    int64_t due_ms[4];    /* by AssessmentKind: after arrival; DGA and NFQ also before the first
                             hearing */
    int ladder_days[6];   /* working days until the next level by itself; 0 = never; by level */
    int ladder_strong_days[6]; /* the same where the facts call for a higher level */
    int ladder_months[2];      /* above the baseline: of a unit, of a force */
    int ladder_hearing_days;   /* working days before the first hearing that are too few */
    char ladder_custody[PFQ_LADDER_CUSTODY_BYTES]; /* checks on custody time limits, " BO10 " */
    const int32_t *holidays; /* borrowed: YYYYMMDD, ascending; days that are no working days
                                besides Saturday and Sunday */
    size_t holiday_count;
};

/* The same in words, as [store] and [feedback] of pfq.conf have them; NULL: the default. */
struct pfq_people_words {
    const char *deadline_days;
    const char *response_days; /* of triage, NFQ and DGA */
    const char *due;           /* of the same: "24h 28d 28d" */
    const char *eligible_triage;
    const char *eligible_nfq;
    const char *eligible_dga;
    const char *ladder_days; /* of levels 1 to 4 */
    const char *ladder_strong_days;
    const char *ladder_months;
    const char *ladder_hearing_days;
    const char *ladder_custody;
};

#define PFQ_PEOPLE_DEADLINE_DAYS   "42"
#define PFQ_PEOPLE_RESPONSE_DAYS   "7 28 28"
#define PFQ_PEOPLE_DUE             "24h 28d 28d"
#define PFQ_PEOPLE_ELIGIBLE_TRIAGE "PCD_EA PCD_GAP PCD_FCT PCD_TT"
/* DGA has taken the place of NFQ, and a file is not expected twice. */
#define PFQ_PEOPLE_ELIGIBLE_NFQ ""
#define PFQ_PEOPLE_ELIGIBLE_DGA "PCD_GAP PCD_FCT PCD_TT FH_GAP FH_NGAP FH_CC"
/* the third level waits for a meeting */
#define PFQ_PEOPLE_LADDER_DAYS "5 2 0 10"
/* a meeting comes round within a month; nothing calls for the fifth level but time */
#define PFQ_PEOPLE_LADDER_STRONG_DAYS  "2 2 20 0"
#define PFQ_PEOPLE_LADDER_MONTHS       "2 3"
#define PFQ_PEOPLE_LADDER_HEARING_DAYS "5"
#define PFQ_PEOPLE_LADDER_CUSTODY      "BO10"

extern const struct pfq_people_words pfq_people_words_default;

void pfq_people_rules_default(struct pfq_people_rules *out);

/* All faults are named in the one error.  Without holidays: the caller's. */
enum pfq_code pfq_people_rules_read(const struct pfq_people_words *words,
                                    struct pfq_people_rules *out, struct pfq_err *err) PFQ_CHECKED;

/* --- time ------------------------------------------------------------------------------- */

/* YYYYMM in London of an instant. */
int32_t pfq_people_month(int64_t at_ms);

/* The last instant at which outcomes of a reporting month are taken: the end of its last day
 * and `days` more, at 23:59:59.999 London time.  November 2025 and 42 days: 11 January 2026. */
int64_t pfq_people_deadline(int32_t month, int days);

/* The last instant of a London day: 23:59:59.999. */
int64_t pfq_people_end_of_day(int32_t date);

/* The last instant of the n-th working day after the London day of `at_ms`. */
int64_t pfq_people_working_days(const struct pfq_people_rules *rules, int64_t at_ms, int days);

/* --- events ------------------------------------------------------------------------------- */

/* Everything that is wrong with an event, with its path and how to mend it; false: something
 * is.  Makes it canonical: force, URN, upper case of codes; line breaks in texts are spaces and
 * a blank text is absent.  `by` must be there: a front service that knows who asks fills it in
 * first.
 *
 * Codes: MISSING, CONTRADICTION, TIME_RANGE, DATE_RANGE, NUMBER_RANGE, NUMBER_TWICE, TOO_MANY,
 * TEXT_LONG, TEXT_CONTROL, STAFF_ID, ID_SHAPE, CHECK_SHAPE, FORCE_SHAPE, URN_UNREADABLE,
 * REASON_UNKNOWN, REASON_KIND, THEME_UNKNOWN. */
bool pfq_people_check(Pfq__V1__Event *event, int64_t now_ms, struct pfq_arena *arena,
                      struct pfq_problems *problems);

/* Is it of one force, or of an Area?  And is this force its own?  NULL: what is of all. */
bool pfq_people_limited(const Pfq__V1__Peer *peer);
bool pfq_people_own(const Pfq__V1__Peer *peer, const char *force);

/* May this peer tell such an event?  NULL: yes; else a sentence.  What a challenge's owner alone
 * may do passes here for whoever could be one. */
const char *pfq_people_refuse(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event);

/* What is said where it is of another force, which no other role of such a user mends. */
#define PFQ_PEOPLE_ANOTHER_FORCE "This is of another force."

/* The same where it is known what the event is about: whose it is, and of a challenge who answers
 * for it (NULL: nobody). */
const char *pfq_people_refuse_of(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event,
                                 const char *force, const char *owner);

/* May `by` mark a second time what `first` marked?  NULL: yes, or it is not known; else a
 * sentence. */
const char *pfq_people_refuse_second(const char *first, const char *by);

/* How what pfq_people_refuse() refuses is mended, and by which field, which is set; NULL: by
 * another role. */
const char *pfq_people_refuse_fix(const Pfq__V1__Peer *peer, const Pfq__V1__Event *event,
                                  struct pfq_arena *arena, const char **path);

struct pfq_people_event {
    const Pfq__V1__Event *event;
    const char *source;
    const char *id;
};

/* What all events about one assessment come to at `now_ms`: its versions, withdrawals,
 * responses, outcomes and second markings.  False: no event makes it (responses to what is
 * not there yet wait).  The row borrows from the events and the arena.  File facts
 * (police_unit, case_type, sequence, machine_failed, machine_named) are the caller's. */
bool pfq_people_fold(const struct pfq_people_event *events, size_t count,
                     const struct pfq_people_rules *rules, int64_t now_ms, struct pfq_arena *arena,
                     Pfq__V1__AssessmentRow *out);

/* Is it in the force's rate as a failure? */
bool pfq_people_stands(Pfq__V1__Standing standing);

/* CPS reason codes: pfq/reasons.def.  THEME_UNSPECIFIED, NULL: no such code. */
Pfq__V1__Theme pfq_people_reason_theme(const char *code);
const char *pfq_people_reason_title(const char *code);
const char *pfq_people_reason_family(const char *code); /* "DISCLOSURE" */

/* May an assessment of this kind give it?  TRIAGE the T and P codes, DGA the D codes, NFQ,
 * which has none of its own, T and D. */
bool pfq_people_reason_of(const char *code, Pfq__V1__AssessmentKind kind);

/* The code of a row of the table; NULL: there are no more. */
const char *pfq_people_reason_at(size_t i);

/* --- challenges --------------------------------------------------------------------------- */

/* May it move so?  NULL: yes; else a sentence that names what may be done instead. */
const char *pfq_challenge_refuse(const Pfq__V1__ChallengeRow *row,
                                 const Pfq__V1__ChallengeMove *move, Pfq__V1__Role role);

/* Its row after a raise and moves in commit order. */
void pfq_challenge_fold(const struct pfq_people_event *events, size_t count,
                        const struct pfq_people_rules *rules, struct pfq_arena *arena,
                        Pfq__V1__ChallengeRow *out);

/* When it escalates by itself, anew by these rules. */
void pfq_challenge_next_step(Pfq__V1__ChallengeRow *row, const struct pfq_people_rules *rules);

/* The same where since `since` the facts call for this level: sooner, but never before whoever
 * deals with it where it is has had the days of ladder_strong_days. */
void pfq_challenge_next_step_called(Pfq__V1__ChallengeRow *row,
                                    const struct pfq_people_rules *rules, uint32_t level,
                                    int64_t since);

/* The level that a case calls for by what was known when it was challenged; 0: none.  *since: from
 * when on.  *why: in a sentence. */
uint32_t pfq_challenge_called(const Pfq__V1__ChallengeRow *row,
                              const struct pfq_people_rules *rules, int64_t *since,
                              const char **why);

/* --- who sees what -------------------------------------------------------------------------- */

/* Take out of rows what `role` may not see ([inside] in people.proto); `outside` as a force
 * sees it.  Field by field from one table: a field that is in none is a fault of the tests. */
void pfq_people_redact(Pfq__V1__PeopleRows *rows, Pfq__V1__Role role, bool outside);

#endif
