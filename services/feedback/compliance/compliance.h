/* compliance.h - whether CPS staff do their part: rows of people's events become one Compliance
 * message (proto/compliance.proto).
 *
 * Rows are given page by page in any order and are not kept: what comes out is the same in every
 * order.  Their texts may go after each call.
 *
 *     completed        made / assessments that ought to be made, one for each file and process
 *                      (pfq.conf: eligible), by day of arrival; who did not assess is
 *                      counted here and in no rate of a force
 *     before hearing   assessed before / of files that came before a known hearing, those
 *                      assessed or whose hearing has begun
 *     on time          assessed by due_at / assessed or due
 *     minutes          arrival to assessment; the median and the 90th centile are R's quantiles of
 *                      type 7 (stats/order.h)
 *     copied           of a unit: for each text that somebody wrote, the assessments that hold it,
 *                      less one / failures with such a text.  Texts are compared by a hash of
 *                      their letters and digits, in lower case.  The machine's own words that
 *                      were confirmed (FailureRow.suggested) are neither
 *     failing          marked partly or not met / assessments.  Where no process is asked for,
 *                      triage is left out of it and of all that follows: it asks whether all is
 *                      there, the others how good it is
 *     file_unknown     an assessment of a file that never came is in none of these, and a note
 *     of a force       files with a failure that stands / files that were assessed; one that was
 *                      assessed more than once is one, as the latest of the period has it
 *     spread           of the assessors of a unit with ten assessments and more each, about the
 *                      rate of the unit: stats_dispersion, drawn in at 10 %.  All units together:
 *                      tau^2 = sum (I_u - 1) tau^2_u / sum (I_u - 1), I_u the unit's assessors
 *     strictness       of marker a in unit u: d_a = w_a (asin sqrt(x_a/n_a) - asin sqrt(p_u)),
 *                      w_a = tau^2 / (tau^2 + 1/(4 n_a)): drawn to the unit's, the more the fewer
 *                      files were marked; 0 where marking differs no more than chance
 *     adjusted         of a force with rate p, share s_a of its assessments made by a:
 *                      sin^2(asin sqrt(p) - sum s_a d_a)
 *     band             sin^2(asin sqrt(p) +- 1.96 tau sqrt(sum s_a^2)): what the rate could be if
 *                      others had marked; wide where few did
 *     agreed           of a check, over assessments of files where it failed: confirmed, or named
 *                      by a failure (by its id, else by its reason code) / those, overruled, and
 *                      neither in a file that was marked met.  Order: overruled + met + named
 *                      where it did not fail
 *     plans, disputes  of a force, as they stand now, from before the period too, and before their
 *                      deadline: assessments with a failure not answered, of these past the day
 *                      to answer by; disputed failures without an outcome
 *     kappa            stats/kappa.h; of second markings those that the sample drew (Remark.drawn)
 *
 * Sources  Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202 (tau^2 on the arcsine scale);
 *          Efron and Morris, JASA 70 (1975) 311-319 (drawing in on that scale)
 *
 * Layer 2 (compliance): base, wire, people, stats, render, digest; no clock, no disk, no socket.
 */
#ifndef COMPLIANCE_H
#define COMPLIANCE_H

#include "pfq/arena.h"
#include "pfq/wire.h"

enum {
    COMPLIANCE_SHOWN = 20, /* of a list of what is late */
    COMPLIANCE_FORCES = 50
};

/* What is not given does not narrow. */
struct compliance_wish {
    int32_t from_date;
    int32_t to_date;
    int64_t made_at;
    Pfq__V1__AssessmentKind kind;
    const char *area;                      /* its name, for people */
    const char *forces[COMPLIANCE_FORCES]; /* two-digit codes */
    size_t force_count;
    const char *unit;
    const char *reviewer;
    size_t shown; /* of each list of what is late; 0: COMPLIANCE_SHOWN */
};

struct compliance;

/* Everything is in the arena, which must grow; the wish's texts are borrowed. */
struct compliance *compliance_begin(const struct compliance_wish *wish, struct pfq_arena *arena);

/* A page of assessments, expected files or reviews.  Give what is of the period; and of the time
 * before it what is not done: that is late, and in no rate. */
void compliance_add(struct compliance *c, const Pfq__V1__PeopleRows *rows);

/* Once, after all pages. */
Pfq__V1__Compliance *compliance_end(struct compliance *c);

#endif
