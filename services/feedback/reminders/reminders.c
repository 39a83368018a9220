/* reminders.c - see reminders.h. */
#include "reminders.h"

#include "pfq/clock.h"

enum {
    HOUR = 60
};

static const int stages[] = {1, 7, 14}; /* days before, the nearest first */

/* --- which ----------------------------------------------------------------------------------- */

static void count_row(const Pfq__V1__AssessmentRow *row, struct reminder *out)
{
    size_t before = out->awaited + out->disputed + out->unanswered;
    for (size_t i = 0; !row->withdrawn && i < row->n_failures; i++) {
        Pfq__V1__Standing standing = row->failures[i]->standing;
        out->awaited += standing == PFQ__V1__STANDING__STANDING_AWAITED;
        out->disputed += standing == PFQ__V1__STANDING__STANDING_DISPUTED;
        out->unanswered += standing == PFQ__V1__STANDING__STANDING_NO_RESPONSE;
    }
    out->files += out->awaited + out->disputed + out->unanswered > before;
}

static int stage_of(int days_left)
{
    for (size_t i = 0; days_left >= 0 && i < sizeof stages / sizeof *stages; i++) {
        if (days_left <= stages[i]) {
            return stages[i];
        }
    }
    return 0;
}

/* Whose they are and until when; what they come to. */
static void add_up(Pfq__V1__AssessmentRow *const *rows, size_t count, int64_t now_ms,
                   struct reminder *out)
{
    *out = (struct reminder){.force = ""};
    if (count == 0) {
        return;
    }
    out->force = rows[0]->file == NULL || rows[0]->file->force == NULL ? "" : rows[0]->file->force;
    out->month = rows[0]->month;
    out->deadline = rows[0]->deadline;
    out->days_left =
        pfq_date_days(pfq_london_date(out->deadline)) - pfq_date_days(pfq_london_date(now_ms));
    for (size_t i = 0; i < count; i++) {
        count_row(rows[i], out);
    }
}

bool reminder_due(Pfq__V1__AssessmentRow *const *rows, size_t count, int64_t now_ms,
                  struct reminder *out)
{
    add_up(rows, count, now_ms, out);
    out->days = now_ms > out->deadline ? 0 : stage_of(out->days_left);
    return out->days > 0 && out->awaited + out->disputed > 0;
}

bool reminder_over(Pfq__V1__AssessmentRow *const *rows, size_t count, int64_t now_ms,
                   struct reminder *out)
{
    add_up(rows, count, now_ms, out);
    out->awaited = out->disputed = 0;
    return now_ms > out->deadline && out->unanswered > 0;
}

bool reminder_concerns(const struct reminder *reminder, enum reminder_to to)
{
    return reminder->awaited > 0 || reminder->unanswered > 0 ||
           (to == REMINDER_CPS && reminder->disputed > 0);
}

/* --- words ----------------------------------------------------------------------------------- */

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static const char *month_name(int32_t month, struct pfq_arena *arena)
{
    int32_t at = month % 100;
    return pfq_arena_printf(arena, "%s %d", at < 1 || at > 12 ? "?" : months[at - 1],
                            (int)(month / 100));
}

static const char *until(int64_t deadline, struct pfq_arena *arena)
{
    int32_t date = pfq_london_date(deadline);
    int minutes = pfq_london_minutes(deadline);
    return pfq_arena_printf(arena, "%d %s at %d:%02d", (int)(date % 100),
                            month_name(date / 100, arena), minutes / HOUR, minutes % HOUR);
}

static const char *counted(size_t count, const char *one, const char *many, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
}

static const char *when(const struct reminder *reminder, struct pfq_arena *arena)
{
    return reminder->days_left == 0   ? "today"
           : reminder->days_left == 1 ? "tomorrow"
                                      : pfq_arena_printf(arena, "in %d days", reminder->days_left);
}

const char *reminder_line(const struct reminder *r, struct pfq_arena *arena)
{
    return pfq_arena_printf(
        arena,
        "%s that the CPS recorded in %s, in %s, had no answer by %s: recorded as no response, and "
        "%s.",
        counted(r->unanswered, "failure", "failures", arena), month_name(r->month, arena),
        counted(r->files, "file", "files", arena), until(r->deadline, arena),
        r->unanswered == 1 ? "counts" : "count");
}

const char *reminder_subject(const struct reminder *r, enum reminder_to to, struct pfq_arena *arena)
{
    if (r->unanswered > 0) {
        return pfq_arena_printf(arena, "%s of %s had no answer: recorded as no response",
                                counted(r->unanswered, "failure", "failures", arena),
                                month_name(r->month, arena));
    }
    const char *failures = counted(to == REMINDER_CPS ? r->awaited + r->disputed : r->awaited,
                                   "failure", "failures", arena);
    return pfq_arena_printf(arena, "%s of %s to %s: closed %s", failures,
                            month_name(r->month, arena), to == REMINDER_CPS ? "settle" : "answer",
                            when(r, arena));
}

static const char *force_text(const struct reminder *r, struct pfq_arena *arena)
{
    const char *waiting =
        r->disputed == 0 ? ""
                         : pfq_arena_printf(arena,
                                            "%s that you dispute %s for an outcome by the CPS; "
                                            "nothing more is asked of you there.\n\n",
                                            counted(r->disputed, "failure", "failures", arena),
                                            r->disputed == 1 ? "waits" : "wait");
    return pfq_arena_printf(
        arena,
        "%s that the CPS recorded in %s %s not been answered.\n"
        "Answers are taken until %s, London time: %s.\n\n"
        "For each, say one of: accept, dispute, fixed, not ours.  What is not answered by then is "
        "recorded as no response, and counts.\n\n%s"
        "To answer one:        pfq respond URN --failure N ANSWER\n"
        "To see what is open:  pfq respond --list\n"
        "All on one sheet:     pfq respond --export answers.csv\n"
        "or reply to whoever sends you your feedback.\n",
        counted(r->awaited, "failure", "failures", arena), month_name(r->month, arena),
        r->awaited == 1 ? "has" : "have", until(r->deadline, arena), when(r, arena), waiting);
}

static const char *cps_text(const struct reminder *r, struct pfq_arena *arena)
{
    return pfq_arena_printf(
        arena,
        "Force %s, %s: %s still open.\n"
        "Outcomes are taken until %s, London time: %s.\n\n"
        "  %s disputed, without an outcome\n"
        "  %s without an answer\n\n"
        "What is left then cannot be changed but by a correction with a reason; failures without "
        "an answer become no response, which is not the same as not disputed.\n\n"
        "To see disputes:      pfq dispute list --force %s\n"
        "To record one:        pfq dispute record URN --failure N accepted|rejected\n"
        "To record the rest:   pfq dispute bulk not-disputed --force %s --month %04d-%02d\n",
        r->force, month_name(r->month, arena), counted(r->files, "file", "files", arena),
        until(r->deadline, arena), when(r, arena),
        counted(r->disputed, "failure", "failures", arena),
        counted(r->awaited, "failure", "failures", arena), r->force, r->force,
        (int)(r->month / 100), (int)(r->month % 100));
}

static const char *over_text(const struct reminder *r, enum reminder_to to, struct pfq_arena *arena)
{
    const char *line = reminder_line(r, arena);
    return to == REMINDER_CPS
               ? pfq_arena_printf(arena,
                                  "Force %s: %s\n\nThis is not the same as not disputed. An "
                                  "outcome can still be recorded as a correction, with a reason:\n"
                                  "pfq dispute record URN --failure N accepted|rejected "
                                  "--correction --reason TEXT\n",
                                  r->force, line)
               : pfq_arena_printf(arena,
                                  "%s\n\nAnswers are taken no more. Where one of them is wrong, "
                                  "ask whoever sends you your feedback: the CPS can correct an "
                                  "outcome, with a reason.\n",
                                  line);
}

const char *reminder_text(const struct reminder *reminder, enum reminder_to to,
                          struct pfq_arena *arena)
{
    if (reminder->unanswered > 0) {
        return over_text(reminder, to, arena);
    }
    return to == REMINDER_CPS ? cps_text(reminder, arena) : force_text(reminder, arena);
}
