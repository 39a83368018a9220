/* disclosure.c - see disclosure.h. */
#include "disclosure.h"

#include "activity.h"
#include "people_read.h"

static const char *or_dash(const char *text)
{
    return text == NULL || text[0] == '\0' ? "-" : text;
}

static enum pfq_code note(const struct turn *turn, const Pfq__V1__PeopleAsk *ask,
                          struct pfq_err *err)
{
    const Pfq__V1__PeopleRead *read = ask->read;
    struct pfq_arena scratch;
    pfq_arena_open(&scratch);
    const char *text = pfq_arena_printf(
        &scratch, "export kind=%d force=%s urn=%s unit=%s months=%d-%d outside=%d page=%s",
        (int)read->kind, or_dash(read->force), or_dash(read->urn), or_dash(read->unit),
        (int)read->from_month, (int)read->to_month, (int)read->outside,
        read->has_after ? "further" : "first");
    enum pfq_code code = activity_note(turn->db, ask->peer, turn->wall_ms, text, &scratch, err);
    pfq_arena_close(&scratch);
    return code;
}

enum pfq_code disclosure_read(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    enum {
        unpacked = 4 /* times as large as a page */
    };

    const struct pfq_arena *arena = turn->arena;
    if (!arena->grows && arena->size - arena->used < unpacked * turn->room) {
        job_try_again(job, "BUSY", "The store has no room for a page in this batch.");
        return PFQ_OK;
    }
    enum pfq_code code = people_read(turn, job, err);
    return code == PFQ_OK && job->people.n_problems == 0 ? note(turn, job->request->people_ask, err)
                                                         : code;
}
