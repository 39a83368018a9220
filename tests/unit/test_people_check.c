/* Everything that is wrong with an event: pfq/people.h.  Each row spoils one thing of an event
 * that is sound. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/json.h"
#include "pfq/wire.h"
#include "support/people_events.h"

enum {
    TODAY = 5
};

static struct pfq_arena arena;

static void open_arena(void)
{
    pfq_arena_open(&arena);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(people_check, .init = open_arena, .fini = close_arena);

/* --- sound events, as canonical JSON ----------------------------------------------------- */

#define DONE    "\"happenedAt\":\"2025-11-05T10:00:00Z\",\"by\":\"p101\",\"unit\":\"TC1\""
#define ON_FILE DONE ",\"file\":{\"force\":\"43\",\"urn\":\"43AA1234526\",\"fileType\":\"FH_NGAP\"}"
#define OF      "\"assessment\":\"a1\",\"kind\":\"DGA\""
#define THEME                                                                                      \
    "\"theme\":{\"force\":\"43\",\"system\":\"MACHINE\",\"name\":\"DISCLOSURE_SCHEDULES\"}"

static const char assessment[] =
    "{" ON_FILE ",\"assessment\":{\"id\":\"a1\",\"kind\":\"DGA\",\"outcome\":\"PARTLY_MET\","
    "\"failures\":[{\"number\":1,\"reason\":\"D06\",\"detail\":\"Items 3 and 7.\",\"items\":[3,7],"
    "\"check\":\"DS05\"},{\"number\":2,\"reason\":\"D23\"}],"
    "\"confirmed\":[\"DS05\"],\"overruled\":[\"VW01\"],"
    "\"objections\":[{\"check\":\"VW01\",\"reason\":\"It was offered.\"}],"
    "\"answered\":[{\"check\":\"CS01\",\"outcome\":\"MET\"}],\"responseDate\":20251203}}";
static const char met[] =
    "{" ON_FILE ",\"assessment\":{\"id\":\"a1\",\"kind\":\"TRIAGE\",\"outcome\":\"MET\"}}";
static const char withdrawal[] = "{" ON_FILE ",\"withdrawal\":{" OF "}}";
static const char response[] = "{" ON_FILE ",\"response\":{" OF
                               ",\"failure\":1,\"response\":\"DISPUTE\",\"comment\":\"No.\"}}";
static const char outcome[] =
    "{" ON_FILE ",\"outcome\":{" OF ",\"failure\":1,\"result\":\"REJECTED\",\"reason\":\"So.\"}}";
static const char review[] = "{" ON_FILE ",\"review\":{\"id\":\"r1\",\"kind\":\"INITIAL\","
                             "\"dueAt\":\"2025-12-01T10:00:00Z\",\"reviewer\":\"p7\"}}";
static const char remark[] =
    "{" ON_FILE ",\"remark\":{" OF ",\"outcome\":\"NOT_MET\",\"reasons\":[\"D06\"]}}";
static const char on_theme[] =
    "{" DONE ",\"challengeRaise\":{\"id\":\"c1\"," THEME ",\"fact\":\"31 of 90 failed.\","
    "\"wanted\":\"Train unit AA.\",\"dueDate\":20251201,\"evidence\":[1,2],\"owner\":\"p9\"}}";
static const char on_case[] =
    "{" DONE ",\"challengeRaise\":{\"id\":\"c1\",\"urn\":\"43AA1234526\",\"force\":\"43\","
    "\"fact\":\"No schedule.\",\"wanted\":\"Send it.\",\"dueDate\":20251201,\"check\":\"DS01\","
    "\"ruleVersion\":\"2026.1\"}}";
static const char move[] = "{" DONE ",\"challengeMove\":{\"id\":\"c1\",\"to\":\"ACKNOWLEDGED\"}}";
static const char reopen[] =
    "{" DONE ",\"challengeMove\":{\"id\":\"c1\",\"reopen\":true,\"reason\":\"Again.\"}}";
static const char mute[] =
    "{" DONE ",\"mute\":{" THEME ",\"owner\":\"p9\",\"reason\":\"A new system comes in May.\","
    "\"untilDate\":20260501}}";
static const char action[] =
    "{" DONE ",\"action\":{\"id\":\"x1\"," THEME ",\"kind\":\"TRAINING\",\"text\":\"Schedules.\","
    "\"date\":20251104,\"done\":true}}";

static const char *const sound[] = {assessment, met,    withdrawal, response, outcome,
                                    review,     remark, on_theme,   on_case,  move,
                                    reopen,     mute,   action};

static Pfq__V1__Event *read_event(const char *text)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, &arena);
    json_t *json = pfq_json_parse(text, strlen(text), 1, &problems);
    ProtobufCMessage *event =
        pfq_json_read(json, &pfq__v1__event__descriptor, "$", &arena, &problems);
    json_decref(json);
    cr_assert_not_null(event, "%s: %s %s", text, problems.rows[0]->path, problems.rows[0]->message);
    return (Pfq__V1__Event *)event;
}

/* The text with its first `from` replaced. */
static const char *spoiled(const char *json, const char *from, const char *to)
{
    const char *at = strstr(json, from);
    cr_assert_not_null(at, "%s is not in %s", from, json);
    return pfq_arena_printf(&arena, "%.*s%s%s", (int)(at - json), json, to, at + strlen(from));
}

static struct pfq_problems check(Pfq__V1__Event *event)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, &arena);
    bool good = pfq_people_check(event, people_day(TODAY), &arena, &problems);
    cr_expect_eq(good, problems.count == 0);
    return problems;
}

Test(people_check, what_is_sound_is_taken)
{
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        struct pfq_problems problems = check(read_event(sound[i]));
        cr_expect_eq(problems.count, 0, "%s: %s %s", sound[i],
                     problems.count == 0 ? "" : problems.rows[0]->path,
                     problems.count == 0 ? "" : problems.rows[0]->message);
    }
}

/* Five minutes are a clock that is before ours; a step from tomorrow would block all others. */
Test(people_check, a_step_of_a_challenge_is_at_most_five_minutes_ahead)
{
    const char *soon = spoiled(move, "2025-11-05T10:00", "2025-11-05T12:04");
    const char *ahead = spoiled(move, "2025-11-05T10:00", "2025-11-05T12:06");
    cr_expect_eq(check(read_event(soon)).count, 0);
    struct pfq_problems problems = check(read_event(ahead));
    cr_assert_eq(problems.count, 1);
    cr_expect_not_null(strstr(problems.rows[0]->message, "cannot be dated ahead"), "%s",
                       problems.rows[0]->message);
}

static const struct {
    const char *json;
    const char *from;
    const char *to;
    const char *code;
    const char *path;
} spoilt[] = {
    /* every event */
    {met, "\"happenedAt\":\"2025-11-05T10:00:00Z\",", "", "MISSING", "event.happened_at"},
    {met, "2025-11-05", "2025-11-07", "TIME_RANGE", "event.happened_at"},
    {met, "2025-11-05", "2014-12-31", "TIME_RANGE", "event.happened_at"},
    {move, "2025-11-05T10:00", "2025-11-05T12:06", "TIME_RANGE", "event.happened_at"},
    {on_case, "2025-11-05T10:00", "2025-11-05T12:06", "TIME_RANGE", "event.happened_at"},
    {move, "2025-11-05", "2025-12-05", "TIME_RANGE", "event.happened_at"},
    {met, "\"by\":\"p101\",", "", "MISSING", "event.by"},
    {met, "p101", "Ann Other", "STAFF_ID", "event.by"},
    {met, "p101", "a.other@cps.example", "STAFF_ID", "event.by"},
    {met, "p101", "p12345678901234567890123456789012", "STAFF_ID", "event.by"},
    {met, "TC1", "T\\u0007C1", "TEXT_CONTROL", "event.unit"},
    {met, "43AA1234526", "AA1234526", "URN_UNREADABLE", "event.file.urn"},
    {met, "\"force\":\"43\"", "\"force\":\"TVP\"", "FORCE_SHAPE", "event.file.force"},
    {met, ",\"fileType\":\"FH_NGAP\"", "", "MISSING", "event.file.file_type"},
    {met, ",\"assessment\":{\"id\":\"a1\",\"kind\":\"TRIAGE\",\"outcome\":\"MET\"}", "", "MISSING",
     "event"},
    {met, ",\"file\":{\"force\":\"43\",\"urn\":\"43AA1234526\",\"fileType\":\"FH_NGAP\"}", "",
     "MISSING", "event.file"},
    /* assessments */
    {met, "\"a1\"", "\"a 1\"", "ID_SHAPE", "event.assessment.id"},
    {met, "\"kind\":\"TRIAGE\",", "", "MISSING", "event.assessment.kind"},
    {met, ",\"outcome\":\"MET\"", "", "MISSING", "event.assessment.outcome"},
    {met, "\"MET\"", "\"NOT_MET\"", "CONTRADICTION", "event.assessment.failures"},
    {assessment, "PARTLY_MET", "MET", "CONTRADICTION", "event.assessment.failures"},
    {assessment, "D06", "D24", "REASON_UNKNOWN", "event.assessment.failures[0].reason"},
    {assessment, "D06", "T02", "REASON_KIND", "event.assessment.failures[0].reason"},
    {assessment, "\"number\":2", "\"number\":1", "NUMBER_TWICE",
     "event.assessment.failures[1].number"},
    {assessment, "\"number\":2", "\"number\":0", "NUMBER_RANGE",
     "event.assessment.failures[1].number"},
    {assessment, "[3,7]", "[3,0]", "NUMBER_RANGE", "event.assessment.failures[0].items"},
    {assessment, "Items 3", "Items\\u202e3", "TEXT_CONTROL", "event.assessment.failures[0].detail"},
    {assessment, "[\"VW01\"]", "[\"VW01\",\"ds05\"]", "CONTRADICTION",
     "event.assessment.overruled[1]"},
    {assessment, "\"check\":\"VW01\"", "\"check\":\"VW02\"", "CONTRADICTION",
     "event.assessment.objections[0].check"},
    {assessment, "{\"check\":\"VW01\",\"reason\":\"It was offered.\"}",
     "{\"check\":\"VW01\",\"reason\":\"a\"},{\"check\":\"vw01\",\"reason\":\"b\"}", "CONTRADICTION",
     "event.assessment.objections[1].check"},
    {assessment, "It was offered.", " ", "MISSING", "event.assessment.objections[0].reason"},
    {assessment, "offered", "off\\u0007ered", "TEXT_CONTROL",
     "event.assessment.objections[0].reason"},
    {assessment, "{\"check\":\"CS01\",\"outcome\":\"MET\"}",
     "{\"check\":\"CS01\",\"outcome\":\"NOT_RUN\"}", "MISSING",
     "event.assessment.answered[0].outcome"},
    {assessment, "{\"check\":\"CS01\",\"outcome\":\"MET\"}",
     "{\"check\":\"CS01\",\"outcome\":\"MET\"},{\"check\":\"cs01\",\"outcome\":\"NOT_MET\"}",
     "CONTRADICTION", "event.assessment.answered[1].check"},
    {assessment, "20251203", "20251104", "DATE_RANGE", "event.assessment.response_date"},
    {assessment, "20251203", "20251301", "DATE_RANGE", "event.assessment.response_date"},
    {assessment, "20251203", "20271203", "DATE_RANGE", "event.assessment.response_date"},
    {withdrawal, "\"assessment\":\"a1\",", "", "MISSING", "event.withdrawal.assessment"},
    {remark, "D06", "P01", "REASON_KIND", "event.remark.reasons[0]"},
    {remark, "[\"D06\"]", "[]", "CONTRADICTION", "event.remark.reasons"},
    /* what is said of a failure */
    {response, "\"failure\":1", "\"failure\":0", "NUMBER_RANGE", "event.response.failure"},
    {response, ",\"response\":\"DISPUTE\"", "", "MISSING", "event.response.response"},
    {outcome, ",\"result\":\"REJECTED\"", "", "MISSING", "event.outcome.result"},
    {outcome, "\"reason\":\"So.\"", "\"correction\":true", "MISSING", "event.outcome.reason"},
    /* reviews */
    {review, "\"dueAt\":\"2025-12-01T10:00:00Z\",", "", "MISSING", "event.review"},
    {review, "2025-12-01", "2035-12-01", "TIME_RANGE", "event.review.due_at"},
    {review, "dueAt", "doneAt", "TIME_RANGE", "event.review.done_at"},
    {review, "p7", "A Name", "STAFF_ID", "event.review.reviewer"},
    /* challenges */
    {on_theme, "\"id\":\"c1\",", "", "MISSING", "event.challenge_raise.id"},
    {on_theme, "DISCLOSURE_SCHEDULES", "WEATHER", "THEME_UNKNOWN",
     "event.challenge_raise.theme.name"},
    {on_theme, "\"system\":\"MACHINE\",", "", "MISSING", "event.challenge_raise.theme.system"},
    {on_theme, "\"fact\":", "\"urn\":\"43AA1234526\",\"fact\":", "CONTRADICTION",
     "event.challenge_raise"},
    {on_theme, "\"fact\":", "\"force\":\"40\",\"fact\":", "CONTRADICTION",
     "event.challenge_raise.force"},
    {on_theme, "31 of 90 failed.", "  ", "MISSING", "event.challenge_raise.fact"},
    {on_theme, ",\"dueDate\":20251201", "", "MISSING", "event.challenge_raise.due_date"},
    {on_theme, "20251201", "20251101", "DATE_RANGE", "event.challenge_raise.due_date"},
    {on_theme, "[1,2]", "[1,0]", "NUMBER_RANGE", "event.challenge_raise.evidence"},
    {on_theme, "[1,2]", "[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3]", "TOO_MANY",
     "event.challenge_raise.evidence"},
    {on_theme, "\"fact\":", "\"level\":6,\"fact\":", "NUMBER_RANGE", "event.challenge_raise.level"},
    {on_case, "\"urn\":\"43AA1234526\",", "", "CONTRADICTION", "event.challenge_raise"},
    {on_case, ",\"force\":\"43\"", "", "MISSING", "event.challenge_raise.force"},
    {on_case, ",\"ruleVersion\":\"2026.1\"", "", "MISSING", "event.challenge_raise.rule_version"},
    {move, ",\"to\":\"ACKNOWLEDGED\"", "", "CONTRADICTION", "event.challenge_move"},
    {move, "\"to\":", "\"level\":3,\"to\":", "CONTRADICTION", "event.challenge_move"},
    {reopen, ",\"reason\":\"Again.\"", "", "MISSING", "event.challenge_move.reason"},
    {reopen, "\"reopen\":true", "\"reopen\":true,\"to\":\"SENT\"", "CONTRADICTION",
     "event.challenge_move"},
    /* mutes and actions */
    {mute, "\"owner\":\"p9\",", "", "MISSING", "event.mute.owner"},
    {mute, "A new system comes in May.", "", "MISSING", "event.mute.reason"},
    {mute, ",\"untilDate\":20260501", "", "MISSING", "event.mute.until_date"},
    {mute, "20260501", "20261107", "DATE_RANGE", "event.mute.until_date"},
    {action, "\"kind\":\"TRAINING\",", "", "MISSING", "event.action.kind"},
    {action, "20251104", "20251106", "CONTRADICTION", "event.action.date"},
    {action, "\"date\":20251104,", "", "MISSING", "event.action.date"},
    {action, "\"date\":20251104,\"done\":true", "\"dueDate\":20251101", "DATE_RANGE",
     "event.action.due_date"},
    {action, "\"TRAINING\",\"text\":\"Schedules.\"", "\"OTHER\"", "MISSING", "event.action.text"},
};

Test(people_check, one_fault_is_one_problem_with_its_place_and_a_way_to_mend_it)
{
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        const char *json = spoiled(spoilt[i].json, spoilt[i].from, spoilt[i].to);
        struct pfq_problems problems = check(read_event(json));
        cr_assert_eq(problems.count, 1, "%zu problems: %s", problems.count, json);
        cr_expect_str_eq(problems.rows[0]->code, spoilt[i].code, "%s", json);
        cr_expect_str_eq(problems.rows[0]->path, spoilt[i].path, "%s", json);
        cr_expect_neq(problems.rows[0]->fix[0], '\0');
    }
}

/* The sentence alone is what a person at a command reads. */
Test(people_check, what_is_missing_is_named_in_the_sentence)
{
    Pfq__V1__Event *event = read_event(met);
    event->by = NULL;
    cr_expect_str_eq(check(event).rows[0]->message, "'by' is needed and was not said.");
    event = read_event(mute);
    event->mute->owner = NULL;
    cr_expect_str_eq(check(event).rows[0]->message, "'owner' is needed and was not said.");
    event = read_event(assessment);
    event->assessment->failures[1]->reason = NULL;
    cr_expect_str_eq(check(event).rows[0]->message, "'reason' is needed and was not said.");
}

Test(people_check, all_problems_are_named_at_once)
{
    Pfq__V1__Event *event = read_event(assessment);
    event->by = NULL;
    event->file->urn = pfq_arena_strdup(&arena, "?");
    event->assessment->failures[0]->reason = pfq_arena_strdup(&arena, "X1");
    event->assessment->failures[1]->number = 1;
    event->assessment->response_date = 1;
    cr_expect_eq(check(event).count, 5);
}

/* --- lengths: characters, not bytes ------------------------------------------------------ */

static char *of_length(size_t chars)
{
    char *text = pfq_arena_new(&arena, char, 2 * chars + 1);
    for (size_t i = 0; i < chars; i++) {
        memcpy(text + 2 * i, "\xC3\xA9", 2);
    }
    return text;
}

static size_t problems_with(const char *json, char **(*field)(Pfq__V1__Event *), size_t chars)
{
    Pfq__V1__Event *event = read_event(json);
    *field(event) = of_length(chars);
    return check(event).count;
}

static char **detail_of(Pfq__V1__Event *e)
{
    return &e->assessment->failures[0]->detail;
}

static char **comment_of(Pfq__V1__Event *e)
{
    return &e->response->comment;
}

static char **reason_of(Pfq__V1__Event *e)
{
    return &e->outcome->reason;
}

static char **fact_of(Pfq__V1__Event *e)
{
    return &e->challenge_raise->fact;
}

static char **wanted_of(Pfq__V1__Event *e)
{
    return &e->challenge_raise->wanted;
}

static char **note_of(Pfq__V1__Event *e)
{
    return &e->challenge_raise->note;
}

static char **move_reason_of(Pfq__V1__Event *e)
{
    return &e->challenge_move->reason;
}

static char **mute_reason_of(Pfq__V1__Event *e)
{
    return &e->mute->reason;
}

static char **text_of(Pfq__V1__Event *e)
{
    return &e->action->text;
}

Test(people_check, texts_are_measured_in_characters)
{
    static const struct {
        const char *json;
        char **(*field)(Pfq__V1__Event *);
        size_t chars;
    } rows[] = {
        {assessment, detail_of, 250}, {response, comment_of, 250}, {outcome, reason_of, 200},
        {on_theme, fact_of, 500},     {on_theme, wanted_of, 500},  {on_theme, note_of, 200},
        {move, move_reason_of, 500},  {mute, mute_reason_of, 200}, {action, text_of, 250}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(problems_with(rows[i].json, rows[i].field, rows[i].chars), 0, "%zu", i);
        cr_expect_eq(problems_with(rows[i].json, rows[i].field, rows[i].chars + 1), 1, "%zu", i);
    }
}

Test(people_check, counts_are_bounded)
{
    for (size_t more = 0; more <= 1; more++) {
        Pfq__V1__Event *event = people_assess(&arena, 1, NULL, 0);
        uint32_t numbers[41];
        for (uint32_t n = 0; n < 41; n++) {
            numbers[n] = n + 1;
        }
        event = people_assess(&arena, 1, numbers, 40 + more);
        cr_expect_eq(check(event).count, more);
        event = people_assess(&arena, 1, numbers, 1);
        uint32_t items[51];
        for (uint32_t n = 0; n < 51; n++) {
            items[n] = n + 1;
        }
        event->assessment->failures[0]->items = items;
        event->assessment->failures[0]->n_items = 50 + more;
        cr_expect_eq(check(event).count, more);
    }
}

Test(people_check, what_cannot_be_seen_is_refused_in_a_text)
{
    static const struct {
        const char *text;
        size_t problems;
    } rows[] = {{"a\x01z", 1},         {"a\x1Fz", 1},         {"a\x7Fz", 1},
                {"a\xC2\x80z", 1},     {"a\xC2\x9Fz", 1},     {"a\xC2\xA0z", 0},
                {"a\xE2\x80\xA7z", 0}, {"a\xE2\x80\xA8z", 1}, {"a\xE2\x80\xAEz", 1},
                {"a\xE2\x80\xAFz", 0}, {"a\xE2\x81\xA5z", 0}, {"a\xE2\x81\xA6z", 1},
                {"a\xE2\x81\xA9z", 1}, {"a\xE2\x81\xAAz", 0}, {"a\t\r\nz", 0}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Event *event = read_event(response);
        event->response->comment = pfq_arena_strdup(&arena, rows[i].text);
        cr_expect_eq(check(event).count, rows[i].problems, "row %zu", i);
    }
}

/* --- canonical --------------------------------------------------------------------------- */

Test(people_check, an_event_is_made_canonical)
{
    Pfq__V1__Event *event = read_event(assessment);
    Pfq__V1__Failure *failure = event->assessment->failures[0];
    event->file->force = pfq_arena_strdup(&arena, "02");
    event->file->urn = pfq_arena_strdup(&arena, "43/aa/12345/26/06");
    failure->reason = pfq_arena_strdup(&arena, "d06");
    failure->check = pfq_arena_strdup(&arena, "ds05");
    failure->detail = pfq_arena_strdup(&arena, "  items 3\r\n and\t7  \n");
    event->assessment->failures[1]->detail = pfq_arena_strdup(&arena, " \n ");
    cr_assert_eq(check(event).count, 0);
    cr_expect_str_eq(event->file->force, "01");
    cr_expect_str_eq(event->file->urn, "43AA1234526-6");
    cr_expect_str_eq(failure->reason, "D06");
    cr_expect_str_eq(failure->check, "DS05");
    cr_expect_str_eq(failure->detail, "items 3 and 7");
    cr_expect_null(event->assessment->failures[1]->detail);
}

Test(people_check, a_challenge_on_a_theme_is_to_the_force_of_the_theme)
{
    Pfq__V1__Event *event = read_event(on_theme);
    event->challenge_raise->theme->name = pfq_arena_strdup(&arena, "theme_disclosure_schedules");
    event->challenge_raise->theme->police_unit = pfq_arena_strdup(&arena, " aa ");
    cr_assert_eq(check(event).count, 0);
    cr_expect_str_eq(event->challenge_raise->force, "43");
    cr_expect_str_eq(event->challenge_raise->theme->name, "DISCLOSURE_SCHEDULES");
    cr_expect_str_eq(event->challenge_raise->theme->police_unit, "AA");
    event->challenge_raise->theme->name = pfq_arena_strdup(&arena, "d06");
    cr_expect_eq(check(event).count, 0);
}

/* A sound event stays as it is when it is checked again. */
Test(people_check, checking_twice_changes_nothing)
{
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        Pfq__V1__Event *event = read_event(sound[i]);
        cr_assert_eq(check(event).count, 0);
        struct pfq_bytes once = pfq_wire_pack(&event->base, &arena);
        cr_assert_eq(check(event).count, 0);
        struct pfq_bytes twice = pfq_wire_pack(&event->base, &arena);
        cr_expect_eq(once.size, twice.size);
        cr_expect_arr_eq(once.data, twice.data, once.size);
    }
}
