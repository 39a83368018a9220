/* shifts.c - planted changes: how much, when and where; and a file of them read.
 *
 * A file has one shift a line, of seven fields between commas; README.md describes them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failings.h"

enum {
    FIELDS = 7,
    FIELD_CHARS = 32
};

static const char *const kinds[] = {"step", "drift", "spike", "intervention"};

const char *pfq_shift_kind_name(enum pfq_shift_kind kind)
{
    return kinds[kind];
}

bool shift_concerns(const struct pfq_shift *s, int force, const char *unit, int32_t month)
{
    bool here = (s->force < 0 || s->force == force) &&
                (s->unit[0] == '\0' || memcmp(s->unit, unit, 2) == 0);
    int32_t last = s->kind == PFQ_SHIFT_SPIKE ? s->from : s->to;
    bool stays = s->kind == PFQ_SHIFT_DRIFT || last == 0;
    return here && month >= s->from && (stays || month <= last);
}

bool pfq_shift_covers(const struct pfq_shift *s, const struct pfq_simulated *file)
{
    return shift_concerns(s, file->force, file->unit, file->month);
}

bool pfq_shift_eligible(const struct pfq_shift *s, const struct pfq_simulated *file)
{
    return s->theme < 0 || (file->eligible >> s->theme & 1) != 0;
}

/* Of all themes: the file falls short. */
bool pfq_shift_failing(const struct pfq_shift *s, const struct pfq_simulated *file)
{
    bool found = s->theme < 0 ? !file->meets : (file->failing >> s->theme & 1) != 0;
    if (s->check == NULL) {
        return found;
    }
    for (size_t i = 0; i < file->planted_count; i++) {
        if (strcmp(file->planted[i], s->check) == 0) {
            return true;
        }
    }
    return false;
}

/* Evenly from nothing before the first month to all of it in the last. */
static uint64_t part_of(int32_t from, int32_t to, int32_t month)
{
    uint64_t whole = (uint64_t)month_distance(from, to) + 1;
    uint64_t passed = (uint64_t)month_distance(from, month) + 1;
    return passed >= whole ? MILLION : passed * MILLION / whole;
}

uint64_t shift_odds(const struct pfq_shift *s, int32_t month)
{
    int64_t odds = (int64_t)s->odds * 1000;
    if (s->kind != PFQ_SHIFT_DRIFT) {
        return (uint64_t)odds;
    }
    return (uint64_t)(MILLION +
                      (odds - MILLION) * (int64_t)part_of(s->from, s->to, month) / MILLION);
}

int64_t shift_points(const struct failings_model *m, int force, const char *unit, int32_t month)
{
    int64_t points = 0;
    for (size_t i = 0; i < m->shift_count; i++) {
        const struct pfq_shift *s = &m->shifts[i];
        if (s->kind == PFQ_SHIFT_INTERVENTION && shift_concerns(s, force, unit, month)) {
            int64_t passed = month_distance(s->from, month) + 1;
            int64_t months = s->months;
            points += passed >= months ? s->points : s->points * passed / months;
        }
    }
    return points;
}

/* --- reading ---------------------------------------------------------------------------- */

struct line {
    char field[FIELDS][FIELD_CHARS];
    size_t count;
    unsigned number;
    struct pfq_problems *problems;
    bool wrong;
};

static void fault(struct line *line, const char *sentence, const char *fix)
{
    char path[24];
    (void)snprintf(path, sizeof path, "line %u", line->number);
    pfq_problem(line->problems, "SHIFT", path, fix, "%s", sentence);
    line->wrong = true;
}

/* Fields without the spaces around them; what is too long is no name and no number. */
static void split(const char *text, size_t size, struct line *line)
{
    const char *end = text + size;
    line->count = 0;
    while (line->count < FIELDS && text <= end) {
        const char *comma = memchr(text, ',', (size_t)(end - text));
        const char *stop = comma != NULL ? comma : end;
        const char *last = stop;
        text += strspn(text, " \t");
        while (last > text && strchr(" \t\r", last[-1]) != NULL) {
            last--;
        }
        size_t length = last > text ? (size_t)(last - text) : 0;
        length = length < FIELD_CHARS ? length : FIELD_CHARS - 1;
        memcpy(line->field[line->count], text, length);
        line->field[line->count++][length] = '\0';
        text = stop + 1;
    }
    if (text <= end) {
        fault(line, "The line has more than seven fields.", "See the example in pfq-simulate(1).");
    }
}

/* "2026-03" */
static int32_t read_month(struct line *line, size_t field)
{
    const char *text = line->field[field];
    char *end = NULL;
    long year = strtol(text, &end, 10);
    long month = *end == '-' ? strtol(end + 1, &end, 10) : 0;
    if (strlen(text) != 7 || *end != '\0' || month < 1 || month > 12 || year < 2000) {
        fault(line, "A month is not readable.", "Write it as 2026-03.");
        return 0;
    }
    return (int32_t)(year * 100 + month);
}

/* A number with up to three decimals, times `scale`; 0 where it is none. */
static uint64_t read_number(const char *text, uint64_t scale, const char **end)
{
    uint64_t value = 0;
    while (*text >= '0' && *text <= '9' && value < MILLION) {
        value = value * 10 + (uint64_t)(*text++ - '0');
    }
    value *= scale;
    if (*text == '.') {
        for (text++; *text >= '0' && *text <= '9'; text++) {
            scale /= 10;
            value += (uint64_t)(*text - '0') * scale;
        }
    }
    *end = text;
    return value;
}

static void read_place(struct line *line, struct pfq_shift *s)
{
    const char *force = line->field[1];
    const char *unit = line->field[2];
    s->force = strcmp(force, "all") == 0 ? -1 : pfq_simulate_force_place(force);
    if (s->force < 0 && strcmp(force, "all") != 0) {
        fault(line, "There is no such force.", "Write its two digits, or all.");
    }
    if (strcmp(unit, "all") != 0 && strlen(unit) != 2) {
        fault(line, "A unit has two characters.", "Write them, or all.");
    } else if (strcmp(unit, "all") != 0) {
        memcpy(s->unit, unit, 3);
    }
}

static bool find_check(struct pfq_shift *s, const char *name)
{
    for (size_t i = 0; i < failings_count; i++) {
        if (strcmp(failings[i].check, name) == 0) {
            s->theme = (int)failings[i].theme;
            s->check = failings[i].check;
            return true;
        }
    }
    return false;
}

static void read_what(struct line *line, struct pfq_shift *s)
{
    const char *name = line->field[3];
    s->theme = -1;
    if (strcmp(name, "all") == 0 || find_check(s, name)) {
        return;
    }
    for (int i = 0; i < PFQ_SIMULATE_THEMES; i++) {
        s->theme = strcmp(pfq_simulate_theme(i), name) == 0 ? i : s->theme;
    }
    if (s->theme < 0) {
        fault(line, "There is no such theme, and no such check that can be planted.",
              "Write a theme such as TIMELINESS, a check such as VW01, or all.");
    }
}

/* "odds 2.5", "rate 30%", "points 8 over 3" */
static void read_size(struct line *line, struct pfq_shift *s)
{
    const char *text = line->field[6];
    const char *end = text;
    bool intervention = s->kind == PFQ_SHIFT_INTERVENTION;
    if (strncmp(text, "odds ", 5) == 0 && !intervention) {
        s->odds = (uint32_t)read_number(text + 5, 1000, &end);
        line->wrong = line->wrong || s->odds > 100000;
    } else if (strncmp(text, "rate ", 5) == 0 && s->theme >= 0 && s->check == NULL &&
               s->kind != PFQ_SHIFT_DRIFT && !intervention) {
        s->rate = (uint32_t)read_number(text + 5, MILLION / 100, &end);
        end += *end == '%';
    } else if (strncmp(text, "points ", 7) == 0 && intervention) {
        bool less = text[7] == '-';
        s->points = (int32_t)read_number(text + 7 + less, MILLION / 100, &end);
        s->points = less ? -s->points : s->points;
        if (strncmp(end, " over ", 6) == 0) {
            s->months = (uint32_t)read_number(end + 6, 1, &end);
        }
    }
    bool sized =
        intervention
            ? s->points != 0 && s->months > 0 && s->points > -MILLION && s->points < MILLION
            : (s->odds > 0 && s->odds <= 100000) || (s->rate > 0 && s->rate < MILLION);
    if (end == text || *end != '\0' || !sized) {
        fault(line, "How much is not readable, or does not go with the rest.",
              "Write odds 2.5 (up to 100); for a theme also rate 30%; for an intervention points 8 "
              "over 3.");
    }
}

static void read_times(struct line *line, struct pfq_shift *s)
{
    bool open = line->field[5][0] == '\0';
    s->from = read_month(line, 4);
    s->to = open ? 0 : read_month(line, 5);
    if (!open && s->to < s->from) {
        fault(line, "The last month is before the first.", "Put the earlier month first.");
    }
    if (open && s->kind == PFQ_SHIFT_DRIFT) {
        fault(line, "A drift needs a last month.", "Write the month in which it is complete.");
    }
}

static bool read_line(struct line *line, struct pfq_shift *s)
{
    size_t kind = 0;
    *s = (struct pfq_shift){.theme = -1};
    if (line->count != FIELDS) {
        if (!line->wrong) {
            fault(line, "The line has fewer than seven fields.",
                  "Write kind, force, unit, theme or check, first month, last month, how much.");
        }
        return false;
    }
    while (kind < 4 && strcmp(kinds[kind], line->field[0]) != 0) {
        kind++;
    }
    if (kind == 4) {
        fault(line, "There is no such kind of shift.", "Write step, drift, spike or intervention.");
        return false;
    }
    s->kind = (enum pfq_shift_kind)kind;
    read_place(line, s);
    read_what(line, s);
    read_times(line, s);
    read_size(line, s);
    return !line->wrong;
}

static bool is_shift(const char *text, const char *end)
{
    text += strspn(text, " \t\r");
    return text < end && *text != '#' && strncmp(text, "kind,", 5) != 0;
}

size_t pfq_shifts_read(const char *text, struct pfq_shift out[PFQ_SIMULATE_SHIFTS],
                       struct pfq_problems *problems)
{
    struct line line = {.problems = problems};
    struct pfq_shift shift;
    size_t count = 0;
    for (size_t size = 0; *text != '\0'; text += size + (text[size] == '\n')) {
        size = strcspn(text, "\n");
        line.number++;
        line.wrong = false;
        if (!is_shift(text, text + size)) {
            continue;
        }
        if (count == PFQ_SIMULATE_SHIFTS) {
            fault(&line, "There are more than 256 shifts.", "Leave some out.");
            break;
        }
        split(text, size, &line);
        if (read_line(&line, &shift)) {
            out[count++] = shift;
        }
    }
    return count;
}
