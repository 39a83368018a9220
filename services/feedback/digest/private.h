/* private.h - what the files of digest/ share.
 *
 * Layer 2 (digest).
 */
#ifndef DIGEST_PRIVATE_H
#define DIGEST_PRIVATE_H

#include "feedback/digest/digest.h"
#include "feedback/stats/stats.h"
#include "feedback/themes/themes.h"

struct digest_build {
    const struct digest_facts *facts;
    struct pfq_arena *arena;
    Pfq__V1__Digest *digest;
    int32_t month;    /* YYYYMM that the period ends in */
    size_t unpraised; /* sentences of praise that there was no room for */
};

/* --- figures.c: sums --------------------------------------------------------------------- */

/* Zero or NULL: any. */
struct digest_ask {
    const char *force;
    const char *police_unit;
    Pfq__V1__FigureKind kind;
    const char *name;
    int case_type; /* -1: all */
    int32_t from;  /* days or months, as the rows have them */
    int32_t to;
};

enum {
    DIGEST_ALL_CASES = -1
};

/* Failing and applicable, added up. */
struct stats_share digest_sum(const struct digest_figures *rows, const struct digest_ask *ask);

/* The period as the rows of `first` name it. */
struct digest_period digest_rows_period(const struct digest_facts *facts, bool before);

/* Files by what came of them; with kind PRESENCE or QUALITY, on that alone. */
struct digest_verdicts {
    int64_t meets;
    int64_t partly;
    int64_t does_not;
    int64_t undecided;
};

struct digest_verdicts digest_verdicts(const struct digest_figures *rows, struct digest_ask ask);

/* The share that meets the standard, of those that were decided. */
struct stats_share digest_first_time(struct digest_verdicts v);

int64_t digest_files(struct digest_verdicts v);

/* So many are undecided that what is said of the others is to be read with care. */
bool digest_is_low_coverage(const struct digest_build *b, struct stats_share undecided);

/* --- coverage.c ---------------------------------------------------------------------------- */

/* " that ought to be assessed were", of files, where people looked at them. */
const char *digest_ought_words(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena);

/* Of a theme's files, those that it was decided for, or, of files that people ought to look at,
 * those that they did; of a month that was closed before these were counted, whole files stand for
 * them.  What is not decided may differ from what is: a flag on such figures is greyed.  Then what
 * is returned says how many they are, " (10 of 40 files undecided)", " (12 of 40 files that ought
 * to be assessed were)"; else "". */
const char *digest_add_coverage(const struct digest_build *b, Pfq__V1__ThemeLine *line);

/* --- lines.c: themes ---------------------------------------------------------------------- */

void digest_add_themes(struct digest_build *b);

/* Announced and not over, of the whole force: a case type's only where the whole theme is not, as
 * they are told. */
uint32_t digest_count_themes(const struct digest_build *b, const char *force);

/* Of a pack: the themes that the months of its forces list, each by its figures and state alone. */
Pfq__V1__ThemeLine **digest_month_lines(const struct digest_build *b, size_t *count);

/* So many themes are told in full, the others in the table alone. */
size_t digest_in_full(Pfq__V1__DigestKind kind);

/* An Area's digest that names at most so many files: challenges before what fails, that before what
 * is overdue.  What is left out is counted as ever. */
Pfq__V1__Digest *digest_few_files(const Pfq__V1__Digest *digest, size_t most,
                                  struct pfq_arena *arena);
/* Sentences on challenges, as long as their files are no more than are left; the rest in a line. */
void digest_few_sentences(char ***texts, size_t *count, size_t *left, struct pfq_arena *arena);

/* Is the move's state shown as a problem (announced and not over)? */
bool digest_is_problem(const Pfq__V1__ThemeMove *move);

/* The last day on which the theme is muted, whole or with others of its name; 0: it is not. */
int32_t digest_muted_until(const struct digest_facts *facts, const Pfq__V1__ThemeKey *key);

/* Its last move; NULL: it never moved. */
const Pfq__V1__ThemeMove *digest_find_move(const struct digest_facts *facts,
                                           const Pfq__V1__ThemeKey *key);

/* within.c: of a monthly page, the month since which an announced theme is within the limits of
 * its baseline again, and not above the force's own target, YYYYMM; 0: it is not.  Its state stays
 * until its months are closed and its sums agree; what is said of it must not wait.  In words: ";
 * within its limits since July 2026", or "". */
int32_t digest_within_since(const struct digest_build *b, const Pfq__V1__ThemeKey *key);
const char *digest_within_words(const struct digest_build *b, const Pfq__V1__ThemeKey *key);

/* The force's own target for a theme in a month, millionths; 0: none. */
uint32_t digest_target(const struct digest_build *b, const Pfq__V1__ThemeKey *key, int32_t month);

/* Two keys of the same force, unit, system, theme and case type. */
bool digest_is_same_theme(const Pfq__V1__ThemeKey *a, const Pfq__V1__ThemeKey *b);

/* usual.c: the baseline of a theme that never moved; false: there is none yet. */
bool digest_usual(const struct digest_build *b, const Pfq__V1__ThemeKey *key,
                  struct themes_base *out);

/* usual.c: a person set another baseline than the move has, so it is measured otherwise now. */
bool digest_is_set_anew(const struct digest_build *b, const Pfq__V1__ThemeMove *move);

/* usual.c: where a theme stands that is not announced, by its figures alone, and so the same
 * whether it is watched or not. */
enum digest_standing {
    DIGEST_NO_BASELINE,
    DIGEST_AS_USUAL,
    DIGEST_FEWER,
    DIGEST_ABOVE,    /* in the tail of what is expected: no sign by itself */
    DIGEST_FAR_ABOVE /* by more than chance explains */
};
enum digest_standing digest_standing(const Pfq__V1__ThemeLine *line);
const char *digest_standing_words(enum digest_standing standing);

/* topics.c: what prevents it, where a file that failed cannot be mended afterwards; else NULL. */
const char *digest_theme_prevents(const char *name);

/* behind.c: which checks or reasons a theme failed by, why they matter, what good looks like. */
void digest_add_behind(const struct digest_build *b, Pfq__V1__ThemeLine *line);

/* trend.c: the months of a theme, with their limits. */
void digest_add_trend(const struct digest_build *b, Pfq__V1__ThemeLine *line);

/* sums.c: how the sum of an announced theme came about, day by day; of a force's month alone. */
void digest_add_sums(const struct digest_build *b, Pfq__V1__ThemeLine *line);
/* The first closed month whose days are others now, so that the theme's sum, shown else, is left
 * out; 0: none. */
int32_t digest_sums_changed(const struct digest_build *b, const Pfq__V1__ThemeKey *key);

/* trend.c: YYYYMM. */
int32_t digest_month_before(int32_t month);

/* trend.c: how much wider than by chance its limits are; 1: not. */
double digest_spread(const Pfq__V1__ThemeLine *line);

/* The rows of a theme line's files. */
struct digest_ask digest_ask_theme(const Pfq__V1__ThemeKey *key, struct digest_period period);

/* --- cases.c: the items of mailboxes -------------------------------------------------------- */

void digest_add_cases(struct digest_build *b);

/* Is the file of the unit that this digest is about? */
bool digest_is_ours(const struct digest_build *b, const Pfq__V1__Receipt *receipt);

/* Up to DIGEST_URNS files that fail a check of the theme, the last ones first. */
void digest_add_urns(const struct digest_build *b, Pfq__V1__ThemeLine *line);

/* --- restated.c: of a closed month, after its themes ------------------------------------------ */

void digest_add_restated(struct digest_build *b);

/* --- forces.c: packs ------------------------------------------------------------------------ */

/* chance.c: what chance alone would announce, in a pack; and in words: "2.1". */
void digest_add_false_alarms(struct digest_build *b);
const char *digest_false_alarms(const Pfq__V1__Digest *d, struct pfq_arena *arena);

void digest_add_forces(struct digest_build *b);

/* "Interview, Crown Court", "CPS triage: Interview" */
const char *digest_key_title(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena);

/* As keys of rows have it: "INTERVIEW", "TRIAGE/INTERVIEW". */
const char *digest_theme_path(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena);

/* --- words.c, praise.c, notes.c: sentences
 * --------------------------------------------------------------------- */

void digest_add_praise(struct digest_build *b);
bool digest_is_praised(const Pfq__V1__Digest *d, const Pfq__V1__ThemeKey *key);
void digest_add_notes(struct digest_build *b);
#define DIGEST_FEW_UNLISTED "NOT_LISTED_FEW" /* the code of a note that stays inside */
void digest_add_first_thing(struct digest_build *b);

/* "Avon and Somerset: " where the digest is of more than one force. */
const char *digest_whose(const struct digest_build *b, const char *force);

/* "31 of 60 files (52%)" */
const char *digest_rate_words(const Pfq__V1__Rate *rate, struct pfq_arena *arena);

/* The same of a theme: where people looked at the files, "12 of 40 files assessed (30%)". */
const char *digest_theme_words(const Pfq__V1__ThemeKey *key, const Pfq__V1__Rate *rate,
                               struct pfq_arena *arena);

#endif
