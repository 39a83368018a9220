/* sample_document.c - see sample_document.h. */
#include "support/sample_document.h"

#include <math.h>

#include "feedback/render/figure.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static double noise(unsigned *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return (double)(*seed >> 8) / (double)(1 << 24);
}

static double spread(double rate, double of, double z)
{
    double value = rate + z * sqrt(rate * (1 - rate) / of);
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* --- a table --------------------------------------------------------------------------- */

static const struct grid_column columns[] = {
    {"theme", "Theme", GRID_TEXT, MARK_ANYONE, 0},
    {"state", "State", GRID_STATE, MARK_ANYONE, 0},
    {"failing", "Files failing", GRID_COUNT, MARK_ANYONE, 0},
    {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
    {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
    {"days", "Days to mend", GRID_NUMBER, MARK_ANYONE, 1},
    {"since", "Since", GRID_DATE, MARK_ANYONE, 0},
    {"example", "Example", GRID_URN, MARK_ANYONE, 0},
    {"comment", "Comment", GRID_TEXT, MARK_RELEASED, 0},
    {"reviewer", "Reviewer", GRID_TEXT, MARK_INSIDE, 0},
};

enum {
    TABLE_WIDTH = COUNT(columns)
};

const struct grid *sample_grid(void)
{
    static struct grid_cell cells[6][TABLE_WIDTH];
    static const char *const themes[] = {"Victim and witness care",   "Unused material",
                                         "Case summary and <issues>", "=HYPERLINK(\"x\")",
                                         "Media not playable",        "Forensic evidence"};
    static const char *const states[] = {"worsening", "recurring", "improving",
                                         "watching",  "resolved",  "returned"};

    static const enum tone tones[] = {TONE_BAD,   TONE_BAD,  TONE_GOOD,
                                      TONE_WATCH, TONE_GOOD, TONE_BAD};

    static const int64_t failing[] = {31, 1234, 7, 3, 0, 1};
    static const int64_t files[] = {60, 4321, 20, 6, 0, 500};
    static struct grid_row rows[6];
    static const struct grid grid = {"Themes of the month", columns, TABLE_WIDTH, rows, 6, 15};
    static const char *const keys[] = {"52/2026-10/VWC", "52/2026-10/UNU", "52/2026-10/SUM",
                                       "52/2026-10/HYP", "52/2026-10/MED", "52/2026-10/FOR"};
    for (size_t i = 0; i < 6; i++) {
        struct grid_cell *c = cells[i];
        c[0] = grid_text(themes[i]);
        c[1] = grid_state(states[i], tones[i]);
        c[2] = grid_count(failing[i]);
        c[3] = grid_count(files[i]);
        c[4] = grid_per_cent(failing[i], files[i]);
        c[5] = i == 4 ? (struct grid_cell){.given = false} : grid_number((double)i * 1.25 - 1);
        c[6] = grid_date(20260503 + (int32_t)i);
        c[7] = grid_text("52AA0012326");
        c[8] = grid_text("-1 page \"missing\", see\nschedule");
        c[8].released = i == 0;
        c[9] = grid_text("Group A");
        rows[i] = (struct grid_row){keys[i], c};
    }
    return &grid;
}

/* --- charts ----------------------------------------------------------------------------- */

enum {
    MONTHS = 20,
    FORCES = 43,
    FILES = 420
};

static void mark_signal(struct run_point *p, double rate)
{
    if (p->limited && rate > p->high) {
        p->signal = CHART_HIGH;
        p->why = "above limit";
    } else if (p->limited && rate < p->low) {
        p->signal = CHART_LOW;
        p->why = "below limit";
    }
}

const struct chart *sample_run(struct pfq_arena *arena)
{
    static const int64_t files[MONTHS] = {88, 92, 75, 140, 130, 96, 24, 6,   88,  90,
                                          70, 66, 81, 77,  82,  95, 90, 101, 110, 60};
    static const int64_t failing[MONTHS] = {24, 25, 18, 41, 35, 27, 5,  2,  21, 26,
                                            17, 20, 22, 38, 39, 44, 25, 13, 12, 31};
    static const struct run_action actions[] = {{16.2, "training 3 May"},
                                                {18.4, "new form 10 July"}};
    static struct run_point points[MONTHS];
    static struct run_chart run = {"month", points, MONTHS, actions, COUNT(actions)};
    static const struct chart chart = {"Files with a victim care failure, Avon and Somerset",
                                       "Files failing", &run, NULL, NULL};
    for (int32_t i = 0; i < MONTHS; i++) {
        int32_t month = (i + 11) % 12 + 1 + (2024 + (i + 11) / 12) * 100;
        struct run_point *p = &points[i];
        *p = (struct run_point){.label = figure_month_short(month, arena),
                                .failing = failing[i],
                                .of = files[i],
                                .limited = true,
                                .centre = 0.28,
                                .low = spread(0.28, (double)files[i], -3),
                                .high = spread(0.28, (double)files[i], 3),
                                .provisional = i >= MONTHS - 2};
        mark_signal(p, (double)failing[i] / (double)files[i]);
    }
    return &chart;
}

static void make_limits(struct funnel_limit *limits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double of = 10 + (double)i * 12;
        double wide = 0.03;
        limits[i] = (struct funnel_limit){.of = of,
                                          .low95 = spread(0.3, of, -1.96),
                                          .high95 = spread(0.3, of, 1.96),
                                          .low998 = spread(0.3, of, -3.09),
                                          .high998 = spread(0.3, of, 3.09),
                                          .low_widened = fmax(0, spread(0.3, of, -3.09) - wide),
                                          .high_widened = fmin(1, spread(0.3, of, 3.09) + wide)};
    }
}

const struct chart *sample_funnel(struct pfq_arena *arena)
{
    static struct funnel_point points[FORCES];
    static struct funnel_limit limits[60];
    static const struct funnel_chart funnel = {0.3, points, FORCES, limits, 60, true};
    static const struct chart chart = {"Files with a victim care failure, all forces",
                                       "Files failing", NULL, &funnel, NULL};
    unsigned seed = 43;
    make_limits(limits, COUNT(limits));
    for (int i = 0; i < FORCES; i++) {
        struct funnel_point *p = &points[i];
        double of = i == 42 ? 7 : 30 + floor(600 * noise(&seed) * noise(&seed));
        double rate = 0.3 + (noise(&seed) - 0.5) * 0.14 + (i % 11 == 3 ? 0.2 : 0) - (i == 20) * 0.2;
        p->name = pfq_arena_printf(arena, i % 11 == 3 ? "Long Name Force %d" : "Force %d", i + 1);
        p->of = (int64_t)of;
        p->failing = (int64_t)(of * rate);
        rate = (double)p->failing / of;
        p->outside = rate > fmin(1, spread(0.3, of, 3.09) + 0.03)    ? CHART_HIGH
                     : rate < fmax(0, spread(0.3, of, -3.09) - 0.03) ? CHART_LOW
                                                                     : CHART_NO_SIGNAL;
        p->own = i == 7;
        p->adjusted = i % 2 == 0;
        p->rate = rate;
    }
    return &chart;
}

const struct chart *sample_cusum(struct pfq_arena *arena)
{
    static struct cusum_step steps[FILES];
    static const struct cusum_chart cusum = {.h = 4, .steps = steps, .step_count = FILES};
    static const struct chart chart = {"Evidence that failures have doubled, file by file",
                                       "Evidence", NULL, NULL, &cusum};
    unsigned seed = 7;
    double value = 0;
    for (int i = 0; i < FILES; i++) {
        bool fails = noise(&seed) < (i < 250 ? 0.1 : 0.25);
        value = fmax(0, value + (fails ? log(2) : 0) - log(1.1));
        steps[i].label = figure_date(20260101 + i / 15 % 28 + i / 420 * 100, arena);
        steps[i].value = value;
        steps[i].signal = value >= 4;
        value = value >= 4 ? 0 : value;
    }
    return &chart;
}

/* --- the document ------------------------------------------------------------------------ */

static const char *const items[] = {
    "Say for every victim whether a personal statement was offered, and when.",
    "Three files need CCTV that plays: 52AA0012326, 52AA0012426, 52AA0012526."};
static const struct part_line lines[] = {
    {"Files received", "1,204", MARK_ANYONE},
    {"Accepted first time", "733 of 1,204 files (61%)", MARK_ANYONE},
    {"Assessed", "1,020 of 1,204 files (85%)", MARK_ANYONE},
    {"Marker spread", "4 points between reviewers", MARK_INSIDE},
    {"Expected false alarms this month", "0.2", MARK_ANYONE}};

static struct part parts[16];

static const struct document document = {.service = "National File Standard feedback",
                                         .caption = "Monthly pack for October 2026",
                                         .title = "Avon and Somerset: what to mend first",
                                         .sandbox = "Demonstration: all of this is invented",
                                         .parts = parts,
                                         .part_count = COUNT(parts),
                                         .catalogue = "2026-10 (3f9a01)",
                                         .sequence = 123456,
                                         .made_ms = INT64_C(1793352600000)};

const struct document *sample_document(struct pfq_arena *arena)
{
    const struct part made[] = {
        {.kind = PART_NOTICE,
         .mark = MARK_ANYONE,
         .caption = "Do this first",
         .text = "31 of 60 files (52%) do not say whether a personal statement was offered; "
                 "expected 22 to 36; third month above its baseline; chance 1 in 900."},
        {.kind = PART_SUMMARY, .mark = MARK_ANYONE, .lines = lines, .line_count = COUNT(lines)},
        {.kind = PART_HEADING,
         .mark = MARK_ANYONE,
         .level = 2,
         .text = "Victim and witness care",
         .caption = "Theme 1 of 3",
         .tag = "worsening",
         .tone = TONE_BAD},
        {.kind = PART_PARAGRAPH,
         .mark = MARK_ANYONE,
         .text = "The court must know what the victim wants before sentence."},
        {.kind = PART_LIST, .mark = MARK_ANYONE, .items = items, .item_count = COUNT(items)},
        {.kind = PART_CHART, .mark = MARK_ANYONE, .chart = sample_run(arena)},
        {.kind = PART_INSET,
         .mark = MARK_ANYONE,
         .text = "Good looks like this: \"Offered 3 May 2026, declined.\""},
        {.kind = PART_INSET, .mark = MARK_INSIDE, .text = "Inside only: raise at the weekly call."},
        {.kind = PART_HEADING,
         .mark = MARK_ANYONE,
         .level = 3,
         .text = "Between forces",
         .tag = "too early to say",
         .tone = TONE_WATCH},
        {.kind = PART_CHART, .mark = MARK_ANYONE, .chart = sample_funnel(arena)},
        {.kind = PART_HEADING,
         .mark = MARK_ANYONE,
         .level = 3,
         .text = "File by file",
         .tag = "improving",
         .tone = TONE_GOOD},
        {.kind = PART_CHART, .mark = MARK_ANYONE, .chart = sample_cusum(arena)},
        {.kind = PART_HEADING,
         .mark = MARK_ANYONE,
         .level = 2,
         .text = "All themes",
         .tag = "closed",
         .tone = TONE_PLAIN},
        {.kind = PART_TABLE, .mark = MARK_ANYONE, .grid = sample_grid()},
        {.kind = PART_PARAGRAPH, .text = "A part without a mark is for inside."},
        {.kind = PART_PARAGRAPH, .mark = MARK_ANYONE, .text = "Questions: ask your CPS contact."},
    };
    _Static_assert(COUNT(made) == COUNT(parts), "every part has its place");
    for (size_t i = 0; i < COUNT(parts); i++) {
        parts[i] = made[i];
    }
    return &document;
}
