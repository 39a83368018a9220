/* people.h - what the people's subcommands share: asking feedback, telling intake, their words.
 *
 * What is read comes from feedback and is what store lets the asker see; what is told is an
 * Event to intake.  A client is opened when it is first needed.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_PEOPLE_H
#define OPERATOR_PEOPLE_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "operator/ask.h"
#include "operator/operator.h"
#include "operator/text.h"
#include "pfq/client.h"
#include "pfq/problems.h"

/* Options that mean the same in all of them; a subcommand's own start at OPT_PEOPLE_OWN. */
enum {
    OPT_BY = OPT_OWN,
    OPT_UNIT,
    OPT_DRY_RUN,
    OPT_KIND,
    OPT_STAGE,
    OPT_ID,
    OPT_POLICE_UNIT,
    OPT_OF_UNIT,
    OPT_MONTH,
    OPT_WEEK,
    OPT_PEOPLE_OWN
};

enum people_door {
    PEOPLE_INTAKE,
    PEOPLE_FEEDBACK,
    PEOPLE_DOORS
};

struct people {
    const char *command; /* "assess" */
    const char *run;
    const char *by;   /* NULL: whom pfq.conf says the user is */
    const char *unit; /* NULL: not said */
    bool json;
    bool dry_run; /* say what would be told, and tell nothing */
    int64_t now_ms;
    const char *where; /* "answers.csv:12": what a dry run's faults are of; NULL: the command */
    struct ask_to doors[PEOPLE_DOORS];
    struct pfq_arena arena; /* of everything read */
    struct page page;
};

/* What all of them do with --by, --unit, --dry-run, --json, --run and -h: for .children. */
extern const struct argp folk_argp;
#define PEOPLE_CHILDREN                                                                            \
    {                                                                                              \
        {&folk_argp, 0, NULL, 0},                                                                  \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

void folk_open(struct people *p, const char *command);
void folk_close(struct people *p);

/* Of that service.  NULL: nobody is there, and stderr has been told. */
struct pfq_client *folk_client(struct people *p, enum people_door door);

/* Not GOOD: why has been said on stderr. */
enum pfq_exit folk_ask(struct people *p, enum people_door door, Pfq__V1__Envelope *request,
                       Pfq__V1__Envelope__BodyCase wanted, Pfq__V1__Envelope **answer);

/* Say the problems of an answer; GOOD: it has none. */
enum pfq_exit folk_refused(struct people *p, size_t count, Pfq__V1__Problem *const *problems);

/* All pages of what is asked, as one; in the arena. */
struct people_rows {
    Pfq__V1__AssessmentRow **rows;
    size_t count;
    size_t room;
    size_t withdrawn; /* folk_filtered() left so many out */
};
enum pfq_exit folk_read(struct people *p, Pfq__V1__PeopleRead *want, struct people_rows *out);

/* One page of whatever is asked. */
enum pfq_exit folk_page(struct people *p, Pfq__V1__PeopleRead *want, Pfq__V1__PeopleRows **out);

/* The stored submissions of a case, in order; and one of them as it was answered. */
enum pfq_exit folk_case(struct people *p, const char *urn, Pfq__V1__StoreRows **out);
enum pfq_exit folk_receipt(struct people *p, const Pfq__V1__Stored *row, Pfq__V1__Receipt **out);

/* Tell it, now, under an id that follows from what it says, so that a repeat is one.  With
 * dry_run intake checks it and keeps nothing, what is wrong is said, and it is written to stdout
 * as JSON.  *receipt is NULL then.  `by` becomes "uid-1005" where neither --by nor pfq.conf says
 * who it is.  Not GOOD: it was not
 * taken; the receipt says why, or, where there is none, stderr has been told. */
enum pfq_exit folk_tell(struct people *p, Pfq__V1__Event *event, Pfq__V1__Receipt **receipt);

/* The problems and warnings of a receipt on stderr, each after `where` ("pfq assess",
 * "answers.csv:12"). */
void folk_say_receipt(const char *where, const Pfq__V1__Receipt *receipt);
void folk_say_problem(const char *where, const char *message, const char *fix);

/* --- words ------------------------------------------------------------------------------- */

/* "not-met" or the beginning of it, in either case; false: none or several. */
bool folk_value(const ProtobufCEnumDescriptor *type, const char *text, int *out);

/* "triage, nfq or dga" */
const char *folk_values(const ProtobufCEnumDescriptor *type, struct pfq_arena *arena);

/* "not-met" as it is typed, "not met" as it is read. */
const char *folk_typed(const ProtobufCEnumDescriptor *type, int value, struct pfq_arena *arena);
const char *folk_said(const ProtobufCEnumDescriptor *type, int value, struct pfq_arena *arena);

/* Exits with a sentence unless it is one. */
int folk_option(struct argp_state *state, const char *name, const ProtobufCEnumDescriptor *type,
                const char *text);

/* --kind and --stage. */
Pfq__V1__AssessmentKind folk_kind(struct argp_state *state, const char *text);
Pfq__V1__FileType folk_stage(struct argp_state *state, const char *text);

/* Upper case, without spaces and strokes but before a suffix; exits with a sentence where it
 * can be no URN. */
const char *folk_urn(struct argp_state *state, char *text);

/* "11 Jan 2027 23:59"; "October 2026"; "3 May 2026". */
const char *folk_instant(int64_t at_ms, struct pfq_arena *arena);
const char *folk_month(int32_t month, struct pfq_arena *arena);
const char *folk_date(int32_t date, struct pfq_arena *arena);

/* "40AA1234526 FH_NGAP, dga": what a row is of. */
const char *folk_name(const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena);

/* --- one failure --------------------------------------------------------------------------- */

struct people_failure {
    const Pfq__V1__AssessmentRow *row;
    const Pfq__V1__FailureRow *failure;
    const char *key; /* "2026-10/40/40AA1234526/FH_NGAP/DGA/dga-fh_ngap/2": the same for ever */
};

/* Every failure that is not withdrawn, in order of the rows. */
size_t folk_failures(const struct people_rows *rows, struct pfq_arena *arena,
                     struct people_failure **out);

/* Those whose police unit, CPS unit, month, week and kind are asked for. */
struct people_filter {
    const char *force;
    const char *police_unit;
    const char *of_unit; /* CPS unit */
    const char *id;
    int32_t month; /* YYYYMM */
    int32_t week;  /* a day of it */
    Pfq__V1__AssessmentKind kind;
};

/* --force, --police-unit, --of-unit, --month, --week, --kind and --id: for .children. */
extern const struct argp folk_filter_argp;
#define PEOPLE_FILTER_CHILDREN                                                                     \
    {                                                                                              \
        {&folk_filter_argp, 0, "Which of them:", 2}, {&folk_argp, 0, NULL, 0},                     \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

/* `want` says what else: its urn, outside, open_only. */
enum pfq_exit folk_filtered(struct people *p, const struct people_filter *filter,
                            Pfq__V1__PeopleRead *want, struct people_rows *out);

/* Of a case without rows, where some were left out. */
extern const char folk_all_withdrawn[];

/* The Sunday that ends the week of an instant, London. */
int32_t folk_week_ending(int64_t at_ms);

/* The one failure of a case with that number.  Not GOOD: none, several or nobody to ask, and
 * stderr says so. */
enum pfq_exit folk_find(struct people *p, const struct people_filter *filter, const char *urn,
                        uint32_t number, const struct people_failure **out);

/* NULL: outcomes are still taken; else until when they were, in a sentence. */
const char *folk_frozen(struct people *p, const Pfq__V1__AssessmentRow *row);

/* "in 28 days", "today", "past": until that day. */
const char *folk_days_left(struct people *p, int32_t date);

/* It stands so already: nothing was told.  GOOD. */
enum pfq_exit folk_say_unchanged(struct people *p);

/* What the police said last, "accept: as sent", and whether it came too late; NULL: nothing. */
const char *folk_answer(const Pfq__V1__AssessmentRow *row, const Pfq__V1__FailureRow *failure,
                        struct pfq_arena *arena);

/* In place of a detail that the reader is not given. */
const char *folk_withheld(const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena);

/* Whole assessments with their failures, for people, or as JSON a line each. */
void folk_show(struct people *p, const struct people_rows *rows);

/* An event on the file of that row, with --by and --unit; in the arena. */
Pfq__V1__Event *folk_about(struct people *p, const Pfq__V1__AssessmentRow *row);

/* " --by p101 --run /srv/run", as they were typed: what a command that is printed for its reader
 * must end with; "" where nothing was. */
const char *folk_again(struct people *p);

/* One word of a shell. */
const char *folk_quoted(const char *text, struct pfq_arena *arena);

/* Its reason in words: "D06 Schedules of unused material are not completed correctly". */
const char *folk_reason(const char *code, struct pfq_arena *arena);

#endif
