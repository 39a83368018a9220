/* store_status.c - how the store is, in figures and alarms: see store.h. */
#include "store.h"

enum {
    ALARMS_MAX = ALARM_COUNT + 2
};

static void add_alarms(struct store *s, Pfq__V1__ServiceStatus *out, struct pfq_arena *arena)
{
    out->alarms = pfq_arena_new(arena, char *, ALARMS_MAX);
    for (int i = 0; i < ALARM_COUNT; i++) {
        struct pfq_err why;
        if (writer_alarm(&s->writer, (enum writer_alarm)i, &why)) {
            out->alarms[out->n_alarms++] = pfq_arena_strdup(arena, why.text);
        }
    }
}

/* What only a person can settle. */
static void add_outbox_alarm(Pfq__V1__ServiceStatus *out, struct pfq_arena *arena)
{
    const Pfq__V1__OutboxStatus *o = out->outbox;
    if (o->in_doubt + o->bounced + o->expired == 0) {
        return;
    }
    out->alarms[out->n_alarms++] = pfq_arena_printf(
        arena,
        "Mail that needs a person: %llu in doubt, %llu bounced, %llu expired.  See pfq outbox list "
        "--state in_doubt (or bounced, expired), then pfq outbox retry or drop.",
        (unsigned long long)o->in_doubt, (unsigned long long)o->bounced,
        (unsigned long long)o->expired);
}

static void add_figures(struct store *s, bool with_forces, Pfq__V1__ServiceStatus *out,
                        struct pfq_arena *arena)
{
    struct pfq_err err = {0};
    enum pfq_code code = PFQ_OK;
    if (s->status_db == NULL) {
        code = db_open(s->reader.path, DB_READ, &s->status_db, &err);
    }
    if (code == PFQ_OK) {
        code = db_begin_read(s->status_db, &err);
    }
    if (code == PFQ_OK) {
        code = db_read_figures(s->status_db, arena, with_forces, out, &err);
        db_rollback(s->status_db);
    }
    if (code != PFQ_OK) {
        out->alarms[out->n_alarms++] = pfq_arena_strdup(arena, err.text);
    } else {
        add_outbox_alarm(out, arena);
    }
}

void store_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out)
{
    struct store *s = self;
    int64_t age_ms = 0;
    add_alarms(s, out, frame->arena);
    add_figures(s, frame->wire.envelope->status_request->with_forces, out, frame->arena);
    if (out->n_alarms > 0 && out->state != PFQ__V1__SERVICE_STATE__SERVICE_STATE_DRAINING) {
        out->has_state = true;
        out->state = PFQ__V1__SERVICE_STATE__SERVICE_STATE_DEGRADED;
    }
    int64_t now_ms = pfq_monotonic_ms();
    out->has_backlog = out->has_oldest_waiting_ms = out->has_quarantined = true;
    worker_backlog(&s->writing, now_ms, &out->backlog, &age_ms);
    worker_backlog(&s->reading, now_ms, &out->backlog, &age_ms);
    out->oldest_waiting_ms = (uint32_t)age_ms;
    out->quarantined = atomic_load(&s->writer.quarantined);
}
