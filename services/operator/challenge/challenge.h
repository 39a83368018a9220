/* challenge.h - what the commands on challenges, mutes and actions share.
 *
 * Asking and telling are those of operator/people/people.h.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_CHALLENGE_H
#define OPERATOR_CHALLENGE_H

#include "operator/people/people.h"

/* Options of themes; those of a subcommand start at OPT_CHALLENGE_OWN. */
enum {
    OPT_THEME_NAME = OPT_PEOPLE_OWN,
    OPT_THEME_FORCE,
    OPT_THEME_UNIT,
    OPT_THEME_CASES,
    OPT_THEME_SYSTEM,
    OPT_CHALLENGE_OWN
};

#define CHALLENGE(name, text) int challenge_##name(int argc, char **argv);
#include "challenge.def"
#undef CHALLENGE

/* --- themes: theme.c ----------------------------------------------------------------------- */

struct theme_option {
    const char *name; /* NULL: none was named */
    const char *force;
    const char *unit;
    int case_type; /* 0: all together */
    int system;    /* ThemeSystem; 0: the checks */
};

/* --theme, --force, --police-unit, --case-type and --system, into a struct theme_option: for
 * .children. */
extern const struct argp theme_argp;

/* The name of a theme in upper case; exits with the names there are. */
const char *theme_name(struct argp_state *state, const char *text);

Pfq__V1__ThemeKey *theme_key(const struct theme_option *theme, struct pfq_arena *arena);

/* The last move of the theme; *out is NULL where it never moved. */
enum pfq_exit theme_move(struct people *p, const Pfq__V1__ThemeKey *key,
                         const Pfq__V1__ThemeMove **out);

/* --- rows: rows.c ---------------------------------------------------------------------------- */

struct challenge_rows {
    Pfq__V1__ChallengeRow **challenges;
    size_t challenge_count;
    Pfq__V1__MuteRow **mutes;
    size_t mute_count;
    Pfq__V1__ActionRow **actions;
    size_t action_count;
    uint64_t up_to;
};

/* All pages. */
enum pfq_exit challenge_rows(struct people *p, Pfq__V1__PeopleRead *want,
                             struct challenge_rows *out);

/* The one; NOT_GOOD: there is none, and stderr says so. */
enum pfq_exit challenge_find(struct people *p, const char *id, Pfq__V1__ChallengeRow **out);

/* --- telling: tell.c -------------------------------------------------------------------------- */

/* An event of now, with --by and --unit. */
Pfq__V1__Event *challenge_event(struct people *p);

/* Tell it; what was taken is said as `said`, or as JSON with the id. */
enum pfq_exit challenge_tell(struct people *p, Pfq__V1__Event *event, const char *id,
                             const char *said);

/* "pfq challenge send C1 --by S18": what may be typed next, by whoever typed this. */
const char *challenge_next(struct people *p, const char *command, const char *id);

/* A text of an event, NULL where there is none. */
char *challenge_text(struct people *p, const char *text);

/* YYYY-MM-DD as YYYYMMDD; exits with a sentence where it is none. */
int32_t option_day(struct argp_state *state, const char *name, const char *text);

/* --- facts: case_fact.c, theme_fact.c -----------------------------------------------------------
 */

/* Fill fact, check, rule version, evidence and force of what is not given yet; of a case its
 * severity and first hearing, of a theme its last move, or NULL.  Of a case only what fails now,
 * or although it was mended; and nothing that the CPS's own record speaks against, but anyway. */
struct case_although {
    bool mended;
    bool anyway;
};
enum pfq_exit case_fact(struct people *p, Pfq__V1__ChallengeRaise *raise,
                        struct case_although although);
enum pfq_exit theme_fact(struct people *p, Pfq__V1__ChallengeRaise *raise,
                         const Pfq__V1__ThemeMove **move);

/* What the CPS recorded of the check in that submission. */
struct case_record {
    const char *against; /* a sentence for the CPS; NULL: nothing is */
    const char *fact;    /* what of it the fact says, with a space before it, or "" */
};
enum pfq_exit case_record(struct people *p, const Pfq__V1__Receipt *receipt, const char *check,
                          struct case_record *out);

/* "No statement was offered (witness 2, witness 3)" */
const char *finding_words(const Pfq__V1__Finding *finding, struct pfq_arena *arena);

/* A case's submissions as they came; none where they are not for the asker. */
struct submissions {
    Pfq__V1__Stored **rows;
    Pfq__V1__Receipt **receipts;
    size_t count;
};
enum pfq_exit case_submissions(struct people *p, const char *urn, struct submissions *out);

/* Of the force's last files those that fail by the theme, the latest first, at most `most`: with a
 * month (YYYYMM, 0: none) the ones that its figures count. */
struct theme_file {
    uint64_t sequence;
    const char *urn;
    const char *what;
    int32_t date;
};
enum pfq_exit theme_files(struct people *p, const Pfq__V1__ThemeKey *key, int32_t month,
                          size_t most, struct theme_file *files, size_t *count);

#endif
