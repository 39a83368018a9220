/* failings.h - which failings a file gets: rates, who shifts them, and the draw.
 *
 * Private to services/simulate.
 */
#ifndef FAILINGS_H
#define FAILINGS_H

#include "facts.h"

enum theme {
    THEME_CASE_DATA,
    THEME_SUPERVISION_CHARGING,
    THEME_CASE_SUMMARY,
    THEME_INTERVIEW,
    THEME_WITNESS_EVIDENCE,
    THEME_EXHIBITS_MULTIMEDIA,
    THEME_FORENSIC_MEDICAL,
    THEME_DISCLOSURE_SCHEDULES,
    THEME_DISCLOSURE_MATERIAL,
    THEME_VICTIM_WITNESS_CARE,
    THEME_DA_SPECIALIST,
    THEME_PRECONS_BADCHAR,
    THEME_BAIL_ORDERS_ANCILLARY,
    THEME_DATA_PROTECTION,
    THEME_TIMELINESS,
    THEME_COUNT
};

_Static_assert((int)THEME_COUNT == (int)PFQ_SIMULATE_THEMES, "one list of themes");

/* Parts of a clean file whose numbers a failing sets. */
enum part {
    PART_FILE,
    PART_DEFENDANT, /* the first */
    PART_INTERVIEW, /* the first defendant's */
    PART_OFFENCE,   /* the first */
    PART_VICTIM,    /* and, without one, the first witness */
    PART_OFFICER,   /* the last witness */
    PART_PAPER,     /* the first document */
    PART_EXHIBIT,   /* the first */
    PART_CCTV,
    PART_BWV,
    PART_CALL_999,
    PART_RECORDING, /* the first */
    PART_OIC,
    PART_SUPERVISOR,
    PART_MG3,
    PART_MG5,
    PART_ITEM, /* the second of the MG6C */
    PART_MG9,
    PART_DISCLOSURE,
    PART_ABUSE,
    PART_BREACH
};

enum change {
    CHANGE_NUMBER,   /* field = value */
    CHANGE_SILENCE,  /* the field is not said */
    CHANGE_DROP,     /* no document of this code */
    CHANGE_ADD,      /* one more of this code */
    CHANGE_PRESUMED, /* presumed material of this kind is not provided */
    CHANGE_CALL
};

struct work; /* plant.h */

struct failing {
    const char *check;
    enum theme theme;
    bool grave; /* major or critical */
    uint32_t weight;
    unsigned stages;
    int32_t from;        /* first day, of files after charge */
    int32_t from_before; /* and before */
    uint64_t needs;
    uint32_t slot;
    enum change change;
    enum part part;
    size_t field;
    int32_t value;
    void (*call)(struct work *work);
};

extern const struct failing failings[];
extern const size_t failings_count;

struct failings_drawn {
    const struct failing *row[PFQ_SIMULATE_PLANTED];
    size_t count;
    uint32_t eligible; /* 1 << theme */
    uint32_t failing;
    unsigned grave; /* how many are major or critical */
};

struct failings_model {
    uint64_t seed;
    const struct pfq_shift *shifts;
    size_t shift_count;
};

/* Of this submission alone: a function of the model and the facts. */
void failings_draw(const struct failings_model *model, const struct facts *facts,
                   struct failings_drawn *out);

/* The file of the facts could have this failing. */
bool failing_possible(const struct failing *failing, const struct facts *facts);

/* --- shifts.c ----------------------------------------------------------------------------- */

/* Odds by which a shift multiplies failing in this month, in millionths; MILLION: it does not
 * concern it. */
uint64_t shift_odds(const struct pfq_shift *shift, int32_t month);

/* What interventions add to the share of files that meet the standard, ppm. */
int64_t shift_points(const struct failings_model *model, int force, const char *unit,
                     int32_t month);

bool shift_concerns(const struct pfq_shift *shift, int force, const char *unit, int32_t month);

#endif
