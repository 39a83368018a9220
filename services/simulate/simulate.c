/* simulate.c - the generator: whose turn it is, and one message.  See pfq/simulate.h.
 *
 * A day has four parts: files that are first sent, second and third submissions of files
 * that fell short before, and messages of earlier days that come late or again.  Every file
 * is a function of the seed and its number, so what comes back after weeks is not kept but
 * made again: files are of sixteen classes by number, each with its own delay, and a day
 * looks at one class of each of the days from which something may come back. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "plant.h"

enum {
    CLASSES = 16,
    LATES = 8,
    BLOCK = 8,       /* messages that may come in reverse */
    LATE_AFTER = 34, /* days for which messages come after the last day */
    SECOND_MS = 1000,
    OPEN_MINUTES = 7 * 60,   /* of the police's day */
    DAY_SECONDS = 15 * 3600, /* from then on */
    BACK_MINUTES = 14 * 60,  /* resubmissions come after this, in three hours */
    BACK_SECONDS = 3 * 3600
};

enum phase {
    PHASE_FIRST,
    PHASE_SECOND,
    PHASE_THIRD,
    PHASE_LATE,
    PHASE_END
};

/* Days until a file comes back.  Before charge: 51 on average and 21 more for the second
 * time (published: one action plan 51 days, two 72); after charge some days (assumed). */
static const uint8_t back_before[2][CLASSES] = {
    {21, 27, 31, 35, 39, 42, 45, 48, 51, 54, 58, 62, 66, 71, 77, 88},
    {9, 11, 13, 15, 16, 18, 19, 20, 21, 22, 24, 25, 27, 29, 32, 35}};
static const uint8_t back_after[2][CLASSES] = {{1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10},
                                               {1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10}};
static const uint8_t late_days[LATES] = {0, 1, 1, 2, 3, 8, 13, 33};

struct pfq_simulate {
    struct pfq_simulate_options options;
    struct pfq_shift shifts[PFQ_SIMULATE_SHIFTS];
    struct failings_model model;
    struct calendar calendar;
    struct wheel wheel;
    size_t day; /* of the run; beyond the last, late messages alone */
    enum phase phase;
    unsigned class; /* of what comes back or late */
    bool before;    /* the delays before charge are looked at */
    size_t k;       /* within the day, or the day looked back at */
};

static uint32_t share_of(uint64_t forces)
{
    uint64_t whole = 0;
    uint64_t part = 0;
    for (int f = 0; f < PFQ_SIMULATE_FORCES; f++) {
        whole += world_forces[f].weight;
        part += forces == 0 || (forces >> f & 1) != 0 ? world_forces[f].weight : 0;
    }
    return (uint32_t)(part * MILLION / whole);
}

enum pfq_code pfq_simulate_open(const struct pfq_simulate_options *options,
                                struct pfq_problems *problems, struct pfq_simulate **out,
                                struct pfq_err *err)
{
    size_t before = problems->count;
    struct pfq_simulate *s = calloc(1, sizeof *s);
    PFQ_ASSERT(s != NULL && options->shift_count <= PFQ_SIMULATE_SHIFTS);
    s->options = *options;
    for (size_t i = 0; i < options->shift_count; i++) {
        s->shifts[i] = options->shifts[i];
    }
    s->model = (struct failings_model){options->seed, s->shifts, options->shift_count};
    wheel_init(&s->wheel, options->seed, options->forces);
    options_check(options, s->wheel.widest, problems);
    if (problems->count > before) {
        free(s);
        return pfq_fail(err, PFQ_E_CONFIG, "%zu options cannot be used", problems->count - before);
    }
    calendar_init(&s->calendar, options->from, options->to, options->files,
                  share_of(options->forces));
    *out = s;
    return PFQ_OK;
}

void pfq_simulate_close(struct pfq_simulate *s)
{
    if (s != NULL) {
        calendar_fini(&s->calendar);
        free(s);
    }
}

uint64_t pfq_simulate_files(const struct pfq_simulate *s)
{
    return s->calendar.before[s->calendar.days];
}

/* --- one file ----------------------------------------------------------------------------- */

/* What a message is; the file itself is made from it. */
struct turn {
    struct facts facts;
    struct failings_drawn drawn;
    bool again;
    bool late;
};

static uint64_t first_of_year(const struct pfq_simulate *s, int year)
{
    int32_t day = pfq_date_days(year * 10000 + 101) - s->calendar.first;
    return s->calendar.before[day > 0 ? day : 0];
}

/* Which file is number k of a day: everything that does not depend on the submission. */
static void identify(const struct pfq_simulate *s, size_t day, size_t k, struct facts *f)
{
    f->index = s->calendar.before[day] + k;
    f->origin = pfq_days_date(s->calendar.first + (int32_t)day);
    f->date = f->origin;
    f->year = f->origin / 10000;
    f->ordinal = 1;
    struct wheel_place place = wheel_at(&s->wheel, f->year, f->index - first_of_year(s, f->year));
    f->force = place.force;
    f->unit = place.unit;
    f->number = place.number;
}

/* The files of a day come one after another, evenly but for some seconds. */
static void time_first(const struct pfq_simulate *s, size_t day, size_t k, struct facts *f)
{
    uint64_t count = calendar_files(&s->calendar, day);
    uint64_t jitter = dice_mix(s->options.seed ^ f->index) % 1000;
    int64_t ms = (int64_t)((k * 1000 + jitter) * DAY_SECONDS / count);
    if (has(f, HAS(NIGHT))) {
        f->sent_at = at_minutes(f->date, (int)(jitter % 60));
    } else {
        f->sent_at = at_minutes(f->date, OPEN_MINUTES) + ms;
    }
}

static void time_back(const struct pfq_simulate *s, struct facts *f)
{
    uint64_t at = dice_mix(s->options.seed ^ (f->index * 4 + f->ordinal)) % BACK_SECONDS;
    f->traits &= ~HAS(NIGHT);
    f->sent_at = at_minutes(f->date, BACK_MINUTES) + (int64_t)at * SECOND_MS;
}

static void make_first(const struct pfq_simulate *s, size_t day, size_t k, struct turn *t)
{
    identify(s, day, k, &t->facts);
    facts_draw(&t->facts, s->options.seed);
    time_first(s, day, k, &t->facts);
    failings_draw(&s->model, &t->facts, &t->drawn);
    t->again = false;
    t->late = false;
}

static unsigned class_of(const struct pfq_simulate *s, size_t day, size_t k)
{
    return (unsigned)((k + dice_mix(s->options.seed + day)) % CLASSES);
}

/* The turn as the submission after it; the file fell short. */
static void make_next(const struct pfq_simulate *s, size_t days, struct turn *t)
{
    struct facts *f = &t->facts;
    f->ordinal++;
    f->date = pfq_date_add(f->date, (int32_t)days);
    facts_draw(f, s->options.seed);
    time_back(s, f);
    failings_draw(&s->model, f, &t->drawn);
}

/* --- late, twice, out of order -------------------------------------------------------------- */

enum manner {
    IN_TIME,
    LATE,
    TWICE
};

static enum manner manner_of(const struct pfq_simulate *s, uint64_t index)
{
    struct dice dice = dice_named(s->options.seed, 7, index);
    uint32_t third = s->options.late_ppm / 3;
    uint32_t roll = dice_below(&dice, MILLION);
    return roll < third ? LATE : roll < 2 * third ? TWICE : IN_TIME;
}

static unsigned late_class(const struct pfq_simulate *s, uint64_t index)
{
    return (unsigned)(dice_mix(s->options.seed * 3 + index) % LATES);
}

/* Some blocks of messages come in reverse. */
static size_t order_of(const struct pfq_simulate *s, size_t k, size_t count)
{
    size_t first = k - k % BLOCK;
    struct dice dice = dice_named(s->options.seed, 8, s->calendar.before[s->day] + first);
    bool reversed = dice_ppm(&dice, s->options.late_ppm / 3) && first + BLOCK <= count;
    return reversed ? first + (BLOCK - 1 - k % BLOCK) : k;
}

/* --- whose turn it is ------------------------------------------------------------------------- */

static bool next_first(struct pfq_simulate *s, struct turn *t)
{
    size_t count = s->day < s->calendar.days ? calendar_files(&s->calendar, s->day) : 0;
    while (s->k < count) {
        size_t k = order_of(s, s->k++, count);
        if (manner_of(s, s->calendar.before[s->day] + k) != LATE) {
            make_first(s, s->day, k, t);
            return true;
        }
    }
    return false;
}

/* File k of an earlier day, if it comes back today with these delays. */
static bool comes_back(const struct pfq_simulate *s, size_t day, size_t k, unsigned ordinal,
                       struct turn *t)
{
    const uint8_t(*delays)[CLASSES] = s->before ? back_before : back_after;
    make_first(s, day, k, t);
    if (stage_in(&t->facts, STAGES_PCD) != s->before || t->drawn.grave == 0) {
        return false;
    }
    make_next(s, delays[0][s->class], t);
    if (ordinal == 3 && t->drawn.grave > 0) {
        make_next(s, delays[1][s->class], t);
        return true;
    }
    return ordinal == 2;
}

/* The next class, or the other delays, or nothing more. */
static bool next_class(struct pfq_simulate *s, unsigned classes)
{
    s->k = 0;
    if (++s->class < classes) {
        return true;
    }
    s->class = 0;
    s->before = !s->before;
    return !s->before;
}

/* Files of the class of `ago` days before that come back today. */
static bool scan_back(struct pfq_simulate *s, size_t ago, unsigned ordinal, struct turn *t)
{
    size_t count = ago <= s->day ? calendar_files(&s->calendar, s->day - ago) : 0;
    while (s->k < count) {
        size_t k = s->k++;
        if (class_of(s, s->day - ago, k) == s->class &&
            comes_back(s, s->day - ago, k, ordinal, t)) {
            return true;
        }
    }
    return false;
}

static bool next_back(struct pfq_simulate *s, unsigned ordinal, struct turn *t)
{
    if (s->day >= s->calendar.days) {
        return false;
    }
    do {
        const uint8_t(*delays)[CLASSES] = s->before ? back_before : back_after;
        size_t ago = delays[0][s->class] + (ordinal == 3 ? (size_t)delays[1][s->class] : 0);
        if (scan_back(s, ago, ordinal, t)) {
            return true;
        }
    } while (next_class(s, CLASSES));
    return false;
}

/* Files of `ago` days before that come late or again today. */
static bool scan_late(struct pfq_simulate *s, size_t ago, struct turn *t)
{
    bool there = ago <= s->day && s->day - ago < s->calendar.days;
    size_t count = there ? calendar_files(&s->calendar, s->day - ago) : 0;
    while (s->k < count) {
        size_t k = s->k++;
        uint64_t index = s->calendar.before[s->day - ago] + k;
        enum manner manner = manner_of(s, index);
        if (manner != IN_TIME && late_class(s, index) == s->class) {
            make_first(s, s->day - ago, k, t);
            t->again = manner == TWICE;
            t->late = ago > 0;
            return true;
        }
    }
    return false;
}

static bool next_late(struct pfq_simulate *s, struct turn *t)
{
    while (s->options.late_ppm > 0 && s->class < LATES) {
        if (scan_late(s, late_days[s->class], t)) {
            return true;
        }
        s->class ++;
        s->k = 0;
    }
    return false;
}

static bool next_turn(struct pfq_simulate *s, struct turn *t)
{
    while (s->day < s->calendar.days + LATE_AFTER) {
        bool found = s->phase == PHASE_FIRST    ? next_first(s, t)
                     : s->phase == PHASE_SECOND ? next_back(s, 2, t)
                     : s->phase == PHASE_THIRD  ? next_back(s, 3, t)
                                                : next_late(s, t);
        if (found) {
            return true;
        }
        s->k = 0;
        s->class = 0;
        s->before = true;
        if (++s->phase == PHASE_END) {
            s->phase = PHASE_FIRST;
            s->day++;
        }
    }
    return false;
}

/* --- the message --------------------------------------------------------------------------------
 */

static Pfq__V1__Envelope *wrap(const struct pfq_simulate *s, const struct turn *t,
                               struct pfq_arena *arena)
{
    Pfq__V1__Envelope *envelope = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
    struct work work = {.facts = &t->facts, .arena = arena};
    pfq__v1__envelope__init(envelope);
    envelope->id = pfq_arena_printf(arena, "sim-%" PRIu64 "-%" PRIu64, s->options.seed,
                                    t->facts.index * 4 + t->facts.ordinal);
    envelope->source = pfq_arena_strdup(arena, "sim");
    SAY(envelope, schema_version, 1);
    SAY(envelope, sent_at, t->facts.sent_at + SECOND_MS);
    SAY(envelope, mode, s->options.test ? PFQ__V1__MODE__MODE_TEST : PFQ__V1__MODE__MODE_LIVE);
    build_file(&work);
    plant(&work, &t->drawn);
    envelope->body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope->submission = work.file;
    return envelope;
}

bool pfq_simulate_next(struct pfq_simulate *s, struct pfq_arena *arena, struct pfq_simulated *out)
{
    struct turn t;
    if (!next_turn(s, &t)) {
        return false;
    }
    *out = (struct pfq_simulated){.envelope = wrap(s, &t, arena),
                                  .force = t.facts.force,
                                  .month = month_of(t.facts.date),
                                  .stage = t.facts.stage,
                                  .ordinal = t.facts.ordinal,
                                  .again = t.again,
                                  .late = t.late,
                                  .eligible = t.drawn.eligible,
                                  .failing = t.drawn.failing,
                                  .meets = t.drawn.grave == 0,
                                  .grave_count = t.drawn.grave};
    out->stage = out->envelope->submission->file_type;
    out->unit = out->envelope->submission->police_unit;
    for (size_t i = 0; i < t.drawn.count; i++) {
        out->planted[out->planted_count++] = t.drawn.row[i]->check;
    }
    return true;
}
