/* sentence.c - a move in one sentence, with its numbers:
 *
 *     31 of 60 files (52%); expected 22 to 36; third month above its usual rate; chance 1 in 900
 *
 * where the force's own target made it recur:
 *
 *     ...; the last 12 months together, 144 of 720 files (20.0%), are above the force's own target
 *     of 15%
 *
 * and where files came after the month was closed:
 *
 *     restated: 33 of 61 files (54%), was 31 of 60; expected 22 to 36; ...
 *
 * Of files that people looked at it says so: "12 of 40 files assessed (30%)".
 *
 * Below ten files there is no percentage: it would say more than is known. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "feedback/themes/private.h"
#include "feedback/themes/systems.h"

enum {
    SENTENCE_BYTES = 400,
    PERCENT_FILES = 10,
    TOLD_CHANCE = 5 /* 1 in fewer than this is nothing to speak of */
};

struct sentence {
    char text[SENTENCE_BYTES];
    size_t used;
};

static void __attribute__((format(printf, 2, 3))) say(struct sentence *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int size = vsnprintf(s->text + s->used, sizeof s->text - s->used, fmt, args);
    va_end(args);
    s->used += size > 0 ? (size_t)size : 0;
    s->used = s->used < sizeof s->text ? s->used : sizeof s->text - 1;
}

static void say_share(struct sentence *s, const Pfq__V1__ThemeMove *move)
{
    const char *seen = themes_system(move->key)->seen;
    if (move->files == 0) {
        say(s, "no files%s this month", seen);
        return;
    }
    say(s, "%" PRIu64 " of %" PRIu64 " file%s%s", move->failing, move->files,
        move->files == 1 ? "" : "s", seen);
    if (move->files >= PERCENT_FILES) {
        say(s, " (%.0f%%)", 100.0 * (double)move->failing / (double)move->files);
    }
    if (move->has_files_before) {
        say(s, ", was %" PRIu64 " of %" PRIu64, move->failing_before, move->files_before);
    }
    if (move->has_expected_low) {
        say(s, "; expected %" PRIu64 " to %" PRIu64, move->expected_low, move->expected_high);
    }
}

/* Of a theme that gets better it is no news, and beside "as expected" it would say the contrary. */
static void say_above(struct sentence *s, const Pfq__V1__ThemeMove *move)
{
    bool better = move->state == THEMES_IMPROVING || move->state == THEMES_RESOLVED ||
                  move->state == THEMES_QUIET;
    uint32_t months = move->files == 0 || better ? 0 : move->months_above;
    static const char *const words[] = {"",      "",        "second", "third", "fourth", "fifth",
                                        "sixth", "seventh", "eighth", "ninth", "tenth"};
    if (months > 10) {
        say(s, "; above its usual rate for %" PRIu32 " months", months);
    } else if (months > 1) {
        say(s, "; %s month above its usual rate", words[months]);
    }
}

/* "900", "1,200": two figures are enough. */
static bool say_chance(struct sentence *s, uint32_t one_in)
{
    uint64_t unit = 1;
    while (one_in / unit >= 100) {
        unit *= 10;
    }
    uint64_t rounded = (one_in + unit / 2) / unit * unit;
    if (one_in >= THEMES_RAREST) {
        say(s, "; chance below 1 in 1,000,000");
    } else if (rounded >= 1000) {
        say(s, "; chance 1 in %" PRIu64 ",%03" PRIu64, rounded / 1000, rounded % 1000);
    } else if (one_in >= TOLD_CHANCE) {
        say(s, "; chance 1 in %" PRIu64, rounded);
    }
    return one_in >= TOLD_CHANCE;
}

/* Of other figures than the month's own, and what they are measured against: three months of a
 * target at least, or it would make no theme recur. */
static void say_target(struct sentence *s, const struct themes_step *step, uint32_t target_ppm)
{
    say(s, "; the last %d months together, %" PRId64 " of %" PRId64 " files (%.1f%%), %s of %.*f%%",
        step->pooled_months, step->pooled.failing, step->pooled.of,
        100.0 * (double)step->pooled.failing / (double)step->pooled.of, themes_why_words(step->why),
        target_ppm % 10000 == 0 ? 0 : 1, target_ppm / 1e4);
}

/* "1.9", "1.234": as many decimals as it takes to reckon the chance anew. */
static void say_spread(struct sentence *s, uint32_t milli)
{
    int decimals = milli % 10 != 0 ? 3 : milli % 100 != 0 ? 2 : 1;
    say(s, ", its months varying %.*f times as much as by chance", decimals, milli / 1e3);
}

/* Of the pooled months there are fewer where they begin after the baseline, or after a better time.
 */
static const char *last_words(int months)
{
    return months == 1 ? "month" : months == 2 ? "two months together" : "three months together";
}

char *sentence_of(const struct themes *t, const struct themes_step *step,
                  const Pfq__V1__ThemeMove *move, struct pfq_arena *arena)
{
    struct sentence s = {.used = 0};
    const struct themes_count *count = &t->cells[step->cell].months[step->month];
    const char *words = themes_why_words(step->why);
    if (step->why == THEMES_LATE_FILES) {
        say(&s, "restated: ");
    } else if (step->restates) {
        say(&s, "restated, was %s: ", themes_states[count->told].words);
    }
    say_share(&s, move);
    say_above(&s, move);
    if (move->has_one_in && say_chance(&s, move->one_in) && move->has_spread_milli) {
        say_spread(&s, move->spread_milli);
    }
    if (step->why == THEMES_ODDS_ABOVE) { /* of other figures than the month's own */
        say(&s, "; the last %s, %" PRId64 " of %" PRId64 " files%s, %s",
            last_words(step->pooled_months), step->pooled.failing, step->pooled.of,
            themes_system(move->key)->seen, words);
    } else if (step->why == THEMES_TARGET) {
        say_target(&s, step, move->target_ppm);
    } else if (words[0] != '\0') {
        say(&s, "; %s", words);
    }
    return pfq_arena_strdup(arena, s.text);
}
