/* themes.h - recurring themes: from the figures of all forces to what became of each theme.
 *
 * A run is a function of the figures (and of the baselines that people have set) alone, and
 * the figures are sums: what came late, twice or in another order gives the same states.
 * Nothing is kept from the run before but what was told, which alone decides what is news.
 *
 *     themes_open       once: the memory
 *     themes_prepare    once: where sums signal, a part at a time
 *     themes_begin      a run: which months there are
 *     themes_month ...  monthly figures, in any order
 *     themes_baseline   set by a person, for one of the cells
 *     themes_told       moves that were put before
 *     themes_action     what was promised about one of the cells
 *     themes_freeze     cell by cell: baselines, and where their sums signal
 *     themes_day ...    daily figures, each cell's in order of date
 *     themes_decide     month by month, oldest first: moves
 *     themes_move       a move for the wire
 *
 * freeze and decide go in slices, so that whoever has a loop to turn can do both in between.
 *
 * A cell is one ThemeKey.  Its tests are controlled together with those of its family: all
 * forces' cells of the same system, with and without unit, with and without case type.
 *
 * Layer 2 (themes): base, wire, stats; no clock, no disk, no socket.
 */
#ifndef THEMES_H
#define THEMES_H

#include "feedback/stats/cusum.h"
#include "feedback/stats/limits.h"
#include "feedback/stats/stats.h"
#include "feedback/themes/rules.h"
#include "feedback/themes/states.h"
#include "feedback/themes/threshold.h"
#include "people.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"

enum {
    THEMES_CELLS_MAX = 8192,   /* 43 forces x 15 themes x 6 case types are 3,870 */
    THEMES_MONTHS_MAX = 120,   /* the last ten years are looked at */
    THEMES_RAREST = 1000000,   /* chances of 1 in so many, or less, are told as one */
    THEMES_SETTLED_DAYS = 42,  /* after its end a month is taken as closed, usually */
    THEMES_SUM_MONTHS = 12,    /* of a sum that whoever reads a move can redo */
    THEMES_MOVES_MAX = 16384,  /* of one run; what is more comes with the next */
    THEMES_LATE_MAX = 16384,   /* months of cells that late files changed; what is more is untold */
    THEMES_NAMES = 1024 * 1024 /* bytes of the cells' names */
};

/* One month of all cells. */
struct themes_period {
    Pfq__V1__MonthState state;
    bool settled; /* closed; or over for so long that it is taken as closed */
};

/* One month of one cell. */
struct themes_count {
    uint32_t files;
    uint32_t failing;
    uint64_t told_up_to; /* of the move that was told last for this month */
    uint8_t days;        /* with a failing file */
    uint8_t marks;       /* enum themes_mark */
    uint8_t told;        /* ThemeState of that move; 0: none */
    bool overdue;        /* at its end an action was */
    bool told_announced;
    bool hushed;   /* that move was muted, which is over */
    uint8_t zero;  /* last day of the month at whose end the sum for a rise stood at 0; 0: none */
    uint32_t late; /* place in themes.late + 1; 0: its figures are as they were closed */
};

/* A closed month of a cell that late files changed. */
struct themes_late {
    struct stats_share now;
    struct stats_share told; /* in the last re-statement of it, if there was one; else as closed */
    bool counted;            /* `now` is known */
    bool was_told;
};

enum themes_mark {
    THEMES_MARK_UP = 1,    /* the sum for twice the odds signalled */
    THEMES_MARK_DOWN = 2,  /* the sum for odds that fell back did */
    THEMES_MARK_BH = 4,    /* among those that the month's tests picked out */
    THEMES_MARK_LIMIT = 8, /* outside the exact limit */
    THEMES_MARK_TAIL = 16  /* exact p below pooled_p by itself */
};

/* A baseline and what follows from it. */
struct themes_base {
    struct stats_share share;
    double p0;
    double spread; /* how much more its months vary than by chance: Laney's sigma z, 1 at least */
    int from;      /* its first month */
    int months;
    int first; /* the month from which it judges; INT_MAX: never */
    struct stats_weights up;
    struct stats_weights down;
    double up_height;
    double down_height;
};

/* Where a cell stands while the months go by. */
struct themes_walk {
    Pfq__V1__ThemeState state;
    int entered;  /* month in which it took this state */
    int evidence; /* only months from this one on count */
    int resolved; /* month; -1: never */
    int inside;   /* settled months in a row as expected, since improving */
    int calm;     /* settled months in a row without a signal */
    int above;    /* months in a row above the baseline's rate */
};

struct themes_cell {
    Pfq__V1__ThemeKey key;
    struct themes_count *months;
    struct themes_base bases[2]; /* by rule; by a person */
    struct themes_walk walk;
    double up; /* the sums */
    double down;
    int summed; /* the month that the sums are in */
    struct stats_share
        now; /* its files by days: of a closed month perhaps others than it was closed with */
    uint32_t family;
    uint32_t parent; /* the same theme for all case types; its own place: it is that */
};

/* What forces set themselves, in any order. */
struct themes_targets {
    Pfq__V1__ThemeTarget **rows;
    size_t count;
};

/* What became of a cell in a month. */
struct themes_step {
    uint32_t cell;
    int month;
    Pfq__V1__ThemeState before;
    Pfq__V1__ThemeState state;
    enum themes_why why;
    uint32_t above;
    bool announced;
    bool restates;
    bool unmuted;              /* told once, while it was muted, and now for all to see */
    struct stats_share told;   /* THEMES_LATE_FILES: the figures before */
    struct stats_share pooled; /* THEMES_ODDS_ABOVE, THEMES_TARGET: the months that were looked at
                                  together */
    int pooled_months;         /* how many they are */
};

struct themes {
    const struct themes_rules *rules;
    struct themes_targets targets; /* borrowed; set before a run, for all of it */
    struct themes_thresholds *thresholds;
    struct themes_cell *cells;
    struct themes_count *counts; /* THEMES_MONTHS_MAX for each cell */
    uint32_t *places;            /* hash to cell + 1 */
    struct themes_step *steps;
    double *p; /* of the tests of a month */
    size_t *picked;
    uint32_t *tested;
    unsigned char *names_block;
    struct pfq_arena names;
    struct themes_period months[THEMES_MONTHS_MAX];
    uint32_t cells_max;
    uint32_t cell_count;
    uint32_t step_count;
    struct themes_late *late;
    uint32_t late_count;
    int month_count;
    int first_month; /* year * 12 + month - 1 */
    bool full;       /* figures were left out: too many cells */
    char version[THEMES_VERSION_TEXT];
};

/* All memory, 30 MiB for the most cells and months, of which a run touches what it needs. */
enum pfq_code themes_open(struct themes *t, const struct themes_rules *rules, uint32_t cells_max,
                          struct pfq_err *err) PFQ_CHECKED;
void themes_close(struct themes *t);

/* Reckon one more part of the table of thresholds, some 10 ms; false: it is whole.  What was not
 * prepared is reckoned where it is needed. */
bool themes_prepare(struct themes *t);

/* `months` are `count` in a row from first_month (YYYYMM) on. */
void themes_begin(struct themes *t, int32_t first_month, const struct themes_period *months,
                  int count);

int themes_month_place(const struct themes *t, int32_t month); /* -1: not of this run */
int32_t themes_month_at(const struct themes *t, int place);    /* YYYYMM */

/* The cell of this key, made where there is none.  NULL: no room; `full` is set.
 * themes_find makes none. */
struct themes_cell *themes_cell(struct themes *t, const Pfq__V1__ThemeKey *key);

struct themes_cell *themes_find(const struct themes *t, const Pfq__V1__ThemeKey *key);

/* Added up; months that are not of this run are passed over. */
void themes_month(struct themes *t, const Pfq__V1__ThemeKey *key, int32_t month,
                  struct stats_share files, uint32_t failing_days);
void themes_day(struct themes *t, const Pfq__V1__ThemeKey *key, int32_t date,
                struct stats_share files);
void themes_baseline(struct themes *t, const Pfq__V1__Baseline *baseline);
/* `muted` is of now: what was put while its theme was muted is told when that is over. */
void themes_told(struct themes *t, const Pfq__V1__ThemeMove *move, bool muted);

/* `action` as it stands now: in which months it was overdue. */
void themes_action(struct themes *t, const Pfq__V1__Action *action);

/* By when it is promised, or was; 0: it was never said. */
int32_t themes_action_due(const Pfq__V1__Action *action);

/* Others for other targets, and for an action that stands otherwise: what moves themes. */
uint64_t themes_targets_digest(const struct themes_targets *targets);
uint64_t themes_action_digest(const Pfq__V1__Action *action);

/* For cells from `cell` on, `count` of them at most; the result is the next, cell_count at the
 * end. */
uint32_t themes_freeze(struct themes *t, uint32_t cell, uint32_t count);

/* What the month came to: steps are appended to t->steps.  False: no room for more of them;
 * the rest comes with a run that was told of these. */
bool themes_decide(struct themes *t, int month);

/* For the wire; in the arena, with its names borrowed from `t`. */
Pfq__V1__ThemeMove *themes_move(const struct themes *t, const struct themes_step *step,
                                uint64_t up_to, struct pfq_arena *arena);

/* The target that a theme is measured against in a month (YYYYMM), millionths; 0: none.  One of a
 * unit, of a case type or of another system than the checks has none. */
uint32_t themes_target(const struct themes_targets *targets, const Pfq__V1__ThemeKey *key,
                       int32_t month);

/* Which baseline judges a month; NULL: none. */
const struct themes_base *themes_base_at(const struct themes_cell *cell, int month);

/* A day of the sum for a rise: `sum` becomes what it is at its end, `reached` what it came to.
 * True: that is a signal, and the sum began anew.  This alone decides in a run; whoever shows a sum
 * takes it from here.  Of `base` p0's weights and the height are looked at: themes_watch sets them.
 */
bool themes_rise(const struct themes_base *base, struct stats_share files, double *sum,
                 double *reached);

/* The sum for a rise as a move tells of it: its baseline and its height in thousandths. */
void themes_watch(const struct themes_rules *rules, struct stats_share baseline,
                  uint32_t height_milli, struct themes_base *base);

/* The rate of a baseline: with half a file more on each side, since 0 would expect nothing. */
double themes_rate(struct stats_share baseline);

/* Chance of so many failing files or more at the baseline's rate, its spread allowed for: distances
 * from what is expected divided by it, down to a whole file.  1 without files. */
double themes_tail(struct stats_share files, const struct themes_base *base);

/* Failing files of n that chance and the baseline's spread explain: `chance` on each side.  The
 * exact limits, `spread` times as far from what is expected. */
struct stats_limits themes_expected(double p0, double spread, int64_t n, double chance);

/* The baseline that the rules find in the months of one theme, oldest first, of which so many are
 * settled: its share, rate, spread and months.  False: there is none yet. */
bool themes_usual(const struct themes_rules *rules, const struct themes_count *months, int settled,
                  struct themes_base *base);

/* --- what chance alone would announce ----------------------------------------------- */

/* A theme of one force, or one case type of it: files a month, and the rate at which they fail. */
struct themes_size {
    uint32_t files;
    double rate;
    bool joins; /* another case type of the theme before it; the theme is their sum */
};

struct themes_chance {
    double per_month; /* announced by chance in a month: themes, and case types of one that says
                       * nothing as a whole */
    double error;     /* its standard error */
    double in_all;    /* announced in the 36 months */
};

/* A seeded simulation of the whole state machine with nothing wrong anywhere: `runs` times
 * 36 months, of which the last 12 give the figure.  About 0.1 s a run for 645 cells of 60 files. */
enum pfq_code themes_false_alarms(const struct themes_rules *rules, const struct themes_size *sizes,
                                  uint32_t count, uint64_t seed, uint32_t runs,
                                  struct themes_chance *out, struct pfq_err *err) PFQ_CHECKED;

#endif
