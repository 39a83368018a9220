/* people_fold.h - the row of one subject, made from its events and a moment.
 *
 * The same events in any order make the same row; but challenges go in order of their commits
 * (pfq/people.h).
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_FOLD_H
#define PEOPLE_FOLD_H

#include "db_people.h"

struct people_row {
    struct db_subject subject;         /* with its packed row; no data: no event makes one */
    Pfq__V1__AssessmentRow assessment; /* one of these, by kind */
    Pfq__V1__ReviewRow review;
    Pfq__V1__Review merged; /* of `review` */
    Pfq__V1__ChallengeRow challenge;
    Pfq__V1__MuteRow mute;
    Pfq__V1__ActionRow action;
};

/* What an event is about, in the arena; false: it names nothing. */
bool people_subject_of(const Pfq__V1__Event *event, struct pfq_arena *arena,
                       Pfq__V1__PeopleKind *kind, const char **name);

/* The name of a file's duty to be assessed, or, with an id, of an assessment. */
const char *people_file_name(const Pfq__V1__FileRef *file, Pfq__V1__AssessmentKind process,
                             const char *id, struct pfq_arena *arena);

/* Fold the events of out->subject (its number, kind and name), all made in the arena. */
enum pfq_code people_fold(struct db *db, const struct pfq_people_rules *rules, int64_t now_ms,
                          struct pfq_arena *arena, struct people_row *out,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
