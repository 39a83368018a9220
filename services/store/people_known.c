/* people_known.c - see people_known.h. */
#include "people_known.h"

#include <stdio.h>
#include <string.h>

#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

enum {
    TEXT_BYTES = 192
};

/* What an event answers. */
struct answered {
    const char *what;       /* as in its path; NULL: nothing */
    const char *assessment; /* its id */
    Pfq__V1__AssessmentKind kind;
    uint32_t failure; /* 0: the assessment as a whole */
};

static struct answered answered_by(const Pfq__V1__Event *e)
{
    switch ((int)e->what_case) {
    case WHAT(WITHDRAWAL):
        return (struct answered){"withdrawal", e->withdrawal->assessment, e->withdrawal->kind, 0};
    case WHAT(RESPONSE):
        return (struct answered){"response", e->response->assessment, e->response->kind,
                                 e->response->failure};
    case WHAT(OUTCOME):
        return (struct answered){"outcome", e->outcome->assessment, e->outcome->kind,
                                 e->outcome->failure};
    case WHAT(REMARK):
        return (struct answered){"remark", e->remark->assessment, e->remark->kind, 0};
    default:
        return (struct answered){0};
    }
}

static bool names(const Pfq__V1__Assessment *made, uint32_t failure)
{
    bool found = failure == 0;
    for (size_t i = 0; i < made->n_failures; i++) {
        found = found || made->failures[i]->number == failure;
    }
    return found;
}

/* What was committed before the event itself, if that is among them. */
struct before {
    bool assessment;
    bool failure; /* some version of the assessment has it */
};

static struct before look(const struct pfq_people_event *events, size_t count,
                          const Pfq__V1__EventPut *put, uint32_t failure)
{
    struct before found = {0};
    for (size_t i = 0; i < count; i++) {
        const Pfq__V1__Event *e = events[i].event;
        if (strcmp(events[i].source, put->source) == 0 && strcmp(events[i].id, put->id) == 0) {
            break;
        }
        if (e->what_case == WHAT(ASSESSMENT)) {
            found.assessment = true;
            found.failure = found.failure || names(e->assessment, failure);
        }
    }
    return found;
}

static void warn(struct job *job, const struct answered *to, bool assessment,
                 struct pfq_arena *arena)
{
    char *text = pfq_arena_try(arena, TEXT_BYTES, 1);
    char *path = pfq_arena_try(arena, TEXT_BYTES, 1);
    const char *kind = pfq_enum_name(&pfq__v1__assessment_kind__descriptor, (int)to->kind);
    if (text == NULL || path == NULL) {
        return; /* the event is what matters */
    }
    (void)snprintf(path, TEXT_BYTES, "event.%s.%s", to->what,
                   assessment ? "failure" : "assessment");
    if (assessment) {
        (void)snprintf(text, TEXT_BYTES,
                       "The %s assessment %s of this file is known, but no failure %u of it yet: "
                       "the %s holds as soon as that comes.",
                       kind, to->assessment, (unsigned)to->failure, to->what);
    } else {
        (void)snprintf(text, TEXT_BYTES,
                       "No %s assessment %s of this file at this stage is known yet: the %s holds "
                       "as soon as that comes.",
                       kind, to->assessment, to->what);
    }
    job_warn(
        job, assessment ? "NO_SUCH_FAILURE" : "NO_SUCH_ASSESSMENT", path, text,
        "None is needed if it is still to come; else tell it as it was meant, under a new id.");
}

/* --- files -------------------------------------------------------------------------------- */

static bool is_of_file(const Pfq__V1__Event *e)
{
    return e->what_case == WHAT(ASSESSMENT) || e->what_case == WHAT(REVIEW);
}

/* Did its first submission come before? */
static enum pfq_code file_came(struct db *db, const Pfq__V1__FileRef *file, int64_t told_at,
                               struct pfq_arena *scratch, bool *came, struct pfq_err *err)
{
    uint64_t *chain = NULL;
    size_t count = 0;
    int64_t at_ms = INT64_MAX;
    enum pfq_code code = db_read_chain(db, file, scratch, &chain, &count, err);
    if (code == PFQ_OK && count > 0) {
        code = db_first_after(db, chain[count - 1] - 1, &at_ms, err);
    }
    *came = count > 0 && at_ms < told_at;
    return code;
}

static void warn_of_file(struct job *job, const Pfq__V1__FileRef *file, struct pfq_arena *arena)
{
    char *text = pfq_arena_try(arena, TEXT_BYTES, 1);
    const char *stage = pfq_enum_name(&pfq__v1__file_type__descriptor, (int)file->file_type);
    if (text != NULL) {
        (void)snprintf(text, TEXT_BYTES,
                       "No file %s came from force %s at stage %s yet: this is in no rate until it "
                       "does.",
                       file->urn, file->force, stage);
        job_warn(job, "NO_SUCH_FILE", "event.file", text,
                 "None is needed if it is still to come; else withdraw this, and tell it of the "
                 "right file.");
    }
}

enum pfq_code people_known(struct db *db, struct job *job, uint64_t subject, int64_t told_at,
                           struct pfq_arena *arena, struct pfq_arena *scratch, struct pfq_err *err)
{
    const Pfq__V1__EventPut *put = job->request->event_put;
    const struct answered to = answered_by(put->event);
    struct pfq_people_event *events = NULL;
    size_t count = 0;
    if (is_of_file(put->event)) {
        bool came = false;
        enum pfq_code read = file_came(db, put->event->file, told_at, scratch, &came, err);
        if (read == PFQ_OK && !came) {
            warn_of_file(job, put->event->file, arena);
        }
        return read;
    }
    if (to.what == NULL) {
        return PFQ_OK;
    }
    enum pfq_code code = db_read_events(db, subject, scratch, &events, &count, err);
    if (code == PFQ_OK) {
        struct before found = look(events, count, put, to.failure);
        if (!found.failure) {
            warn(job, &to, found.assessment, arena);
        }
    }
    return code;
}
