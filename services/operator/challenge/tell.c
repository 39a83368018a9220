/* tell.c - telling intake of a challenge, a mute or an action. */
#include <jansson.h>

#include "challenge.h"
#include "operator/report.h"
#include "pfq/clock.h"

char *challenge_text(struct people *p, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(&p->arena, text);
}

const char *challenge_next(struct people *p, const char *command, const char *id)
{
    return pfq_arena_printf(&p->arena, "pfq challenge %s %s%s%s", command, id,
                            p->by == NULL ? "" : " --by ", p->by == NULL ? "" : p->by);
}

int32_t option_day(struct argp_state *state, const char *name, const char *text)
{
    int32_t date = 0;
    if (!pfq_date_parse(text, &date)) {
        argp_error(state, "%s is a day such as 2026-12-01, not '%s'", name, text);
    }
    return date;
}

Pfq__V1__Event *challenge_event(struct people *p)
{
    Pfq__V1__Event *event = pfq_arena_new(&p->arena, Pfq__V1__Event, 1);
    pfq__v1__event__init(event);
    event->has_happened_at = true;
    event->happened_at = p->now_ms;
    event->by = challenge_text(p, p->by);
    event->unit = challenge_text(p, p->unit);
    return event;
}

static void put_json(const char *id, const Pfq__V1__Receipt *receipt)
{
    json_t *object = report_object();
    (void)json_object_set_new(object, "id", json_string(id));
    (void)json_object_set_new(
        object, "answer",
        json_string(pfq_enum_name(&pfq__v1__answer__descriptor, (int)receipt->answer)));
    json_t *problems = json_array();
    for (size_t i = 0; i < receipt->n_problems; i++) {
        (void)json_array_append_new(problems, json_string(receipt->problems[i]->message));
    }
    (void)json_object_set_new(object, "problems", problems);
    report_write(stdout, object);
}

enum pfq_exit challenge_tell(struct people *p, Pfq__V1__Event *event, const char *id,
                             const char *said)
{
    Pfq__V1__Receipt *receipt = NULL;
    enum pfq_exit code = folk_tell(p, event, &receipt);
    if (receipt == NULL) {
        return code;
    }
    folk_say_receipt(pfq_arena_printf(&p->arena, "pfq %s", p->command), receipt);
    if (p->json) {
        put_json(id, receipt);
    } else if (code == PFQ_EXIT_GOOD) {
        page_paragraph(&p->page, 0, "", said);
    }
    return code;
}
