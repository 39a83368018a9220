/* feedback.c - start, sweep, status and stop of the feedback service. */
#include "feedback.h"

#include "pfq/log.h"

/* Mail of a digest, about a challenge, or of `pfq outbox test`. */
static void on_queued(void *self, uint64_t token, const Pfq__V1__OutboxRows *rows)
{
    struct feedback *f = self;
    if (!send_run_queued(&f->send, token, rows) && !ladder_run_queued(&f->ladder, token, rows)) {
        trial_on_queued(&f->trial, token, rows);
    }
}

static size_t find_forces(const void *standard, const char *area, int32_t date, const char **forces,
                          size_t room)
{
    return standard == NULL ? 0 : pfq_standard_area_forces(standard, area, date, forces, room);
}

/* Which forces an Area has changes with the tables, and with the day. */
static enum pfq_code look_up_areas(struct feedback *f, int64_t wall_ms, struct pfq_err *err)
{
    return pfq_grants_areas(&f->grants, find_forces, f->send.standard, pfq_london_date(wall_ms),
                            err);
}

static void refresh_areas(struct feedback *f, int64_t wall_ms)
{
    struct pfq_err err = {0};
    if (f->send.standard != NULL && look_up_areas(f, wall_ms, &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "no_forces_of_area", "why=\"%s\"", err.text);
    }
}

enum pfq_code feedback_init(void *self, struct pfq_service *service, struct pfq_err *err)
{
    struct feedback *f = self;
    f->service = service;
    f->front = pfq_service_sock(service, "feedback");
    f->store = pfq_service_sock(service, "store");
    f->pages = pfq_service_counter(service, "pages");
    f->items = pfq_service_counter(service, "items");
    f->acknowledgements = pfq_service_counter(service, "acknowledgements");
    f->rejected = pfq_service_counter(service, "rejected");
    f->timeouts = pfq_service_counter(service, "timeouts");
    catalogues_init(&f->catalogues);
    enum pfq_code code = pfq_grants_parse(pfq_service_text(service, "peers"), &f->grants, err);
    if (code == PFQ_OK) {
        code = pfq_pending_init(&f->readers, (uint32_t)pfq_service_number(service, "readers"),
                                sizeof(struct reader), err);
    }
    if (code == PFQ_OK) {
        code = own_targets_read(pfq_config_file(pfq_service_config(service)), &f->targets, err);
    }
    if (code == PFQ_OK) {
        code = themes_run_init(&f->themes, service, err);
        themes_run_targets(&f->themes, f->targets.all);
    }
    if (code == PFQ_OK) {
        trial_init(&f->trial, &f->deliver, f->front);
        code = deliver_init(&f->deliver, service, err);
        f->deliver.on_queued = on_queued;
        f->deliver.on_queued_self = f;
    }
    if (code == PFQ_OK) {
        f->send.fetch = request_own;
        f->send.fetch_self = f;
        f->send.own_targets = &f->targets;
        code = send_run_init(&f->send, service, &f->deliver, err);
    }
    if (code == PFQ_OK && f->send.standard != NULL) { /* else what is wrong was said */
        code = look_up_areas(f, pfq_wall_ms(), err);
    }
    if (code == PFQ_OK) {
        code = ladder_run_init(&f->ladder, service, &f->deliver, err);
        ladder_run_holidays(&f->ladder, f->send.standard);
        f->themes.is_muted = ladder_is_muted;
        f->themes.muted_self = &f->ladder;
    }
    return code;
}

/* The wait is over: an empty page, or the news that store is away. */
static void end_wait(struct feedback *f, uint64_t token, int64_t wall_ms)
{
    static unsigned char block[16 * 1024];
    struct pfq_arena arena;
    struct pfq_problems problems;
    const struct reader *reader = pfq_pending_find(&f->readers, token);
    pfq_arena_init(&arena, block, sizeof block);
    if (reader->state == READER_PARKED) {
        page_answer(f, token, NULL, wall_ms, &arena);
        return;
    }
    ++*f->timeouts;
    pfq_problems_init(&problems, &arena);
    pfq_problem(&problems, "STORE_AWAY", "", "Ask again in a few seconds; nothing is lost.",
                "The store did not answer in time.");
    page_answer_problems(f, token, problems.count, problems.rows, wall_ms, &arena);
}

void feedback_sweep(void *self, int64_t wall_ms, int64_t now_ms)
{
    struct feedback *f = self;
    trial_sweep(&f->trial, now_ms);
    uint64_t token = pfq_pending_next(&f->readers, 0);
    while (token != 0) {
        const struct reader *reader = pfq_pending_find(&f->readers, token);
        uint64_t next = pfq_pending_next(&f->readers, token);
        if (reader->deadline_ms <= now_ms) {
            end_wait(f, token, wall_ms);
        }
        token = next;
    }
    if (!f->draining) {
        ladder_run_turn(&f->ladder, wall_ms, now_ms);
    }
    if (!f->draining && ladder_mutes_known(&f->ladder)) { /* what is muted is not announced */
        themes_run_turn(&f->themes, wall_ms, now_ms);
    }
    if (!f->draining) {
        f->send.hold = ladder_mutes_known(&f->ladder) ? themes_run_busy(&f->themes, now_ms)
                                                      : ladder_run_busy(&f->ladder);
        send_run_turn(&f->send, wall_ms, now_ms);
    }
}

void feedback_themes(void *self, int64_t unused_wall_ms, int64_t unused_now_ms)
{
    struct feedback *f = self;
    (void)unused_wall_ms;
    (void)unused_now_ms;
    themes_run_due(&f->themes);
}

void feedback_digests(void *self, int64_t wall_ms, int64_t unused_now_ms)
{
    struct feedback *f = self;
    (void)unused_now_ms;
    refresh_areas(f, wall_ms);
    send_run_due(&f->send);
}

void feedback_ladder(void *self, int64_t unused_wall_ms, int64_t unused_now_ms)
{
    struct feedback *f = self;
    (void)unused_wall_ms;
    (void)unused_now_ms;
    ladder_run_holidays(&f->ladder, f->send.standard); /* HUP may have changed them */
    ladder_run_due(&f->ladder);
}

/* A run that is under way begins anew with them. */
static void reload_targets(struct feedback *f)
{
    struct pfq_err err = {0};
    themes_run_targets(&f->themes, (struct themes_targets){.count = 0});
    if (own_targets_reload(&f->targets, pfq_service_config(f->service), &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "targets_kept", "why=\"%s\"", err.text);
    }
    themes_run_targets(&f->themes, f->targets.all);
    pfq_log(PFQ_LOG_INFO, "targets", "count=%zu", f->targets.all.count);
}

static void add_alarms(const struct feedback *f, Pfq__V1__ServiceStatus *out,
                       struct pfq_arena *arena)
{
    static char stale[] =
        "The [targets] of pfq.conf have faults (see the log): those of before are in use.";
    out->alarms = pfq_arena_new(arena, char *, DELIVER_ALARMS_MAX + SEND_ALARMS_MAX + 1);
    deliver_alarms(&f->deliver, out, arena);
    send_run_alarms(&f->send, out, arena);
    if (f->targets.stale) {
        out->alarms[out->n_alarms++] = stale;
    }
    if (out->n_alarms > 0 && out->state == PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY) {
        out->state = PFQ__V1__SERVICE_STATE__SERVICE_STATE_DEGRADED;
    }
}

/* Alarms name forces and addresses. */
static void hide_alarms(Pfq__V1__ServiceStatus *out, struct pfq_arena *arena)
{
    if (out->n_alarms > 0 && out->you->role != PFQ__V1__ROLE__ROLE_OPERATOR) {
        out->alarms[0] = pfq_arena_strdup(arena, "Something needs the operator, who reads what.");
        out->n_alarms = 1;
    }
}

void feedback_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out)
{
    struct feedback *f = self;
    uint32_t backlog = 0;
    int64_t oldest_ms = 0;
    out->you = pfq_grants_you(&f->grants, frame);
    add_alarms(f, out, frame->arena);
    hide_alarms(out, frame->arena);
    for (uint64_t t = pfq_pending_next(&f->readers, 0); t != 0;
         t = pfq_pending_next(&f->readers, t)) {
        const struct reader *reader = pfq_pending_find(&f->readers, t);
        if (reader->state != READER_PARKED) { /* a parked one waits because it wants to */
            oldest_ms = backlog++ == 0 ? reader->since_ms : oldest_ms;
        }
    }
    out->has_backlog = true;
    out->backlog = backlog;
    if (backlog > 0) {
        out->has_oldest_waiting_ms = true;
        out->oldest_waiting_ms = (uint32_t)(pfq_monotonic_ms() - oldest_ms);
    }
}

bool feedback_drain(void *self, int64_t now_ms)
{
    struct feedback *f = self;
    bool mail_done = deliver_drain(&f->deliver, now_ms);
    f->draining = true;
    for (uint64_t t = pfq_pending_next(&f->readers, 0); t != 0;
         t = pfq_pending_next(&f->readers, t)) {
        struct reader *reader = pfq_pending_find(&f->readers, t);
        if (reader->state == READER_PARKED) {
            reader->deadline_ms = 0; /* the next sweep sends its empty page */
        }
    }
    return f->readers.count == 0 && mail_done;
}

void feedback_on_mail(void *self, int64_t wall_ms, int64_t now_ms)
{
    struct feedback *f = self;
    deliver_on_event(&f->deliver, wall_ms, now_ms);
}

void feedback_scan_mail(void *self, int64_t wall_ms, int64_t now_ms)
{
    struct feedback *f = self;
    deliver_scan(&f->deliver, wall_ms, now_ms);
}

void feedback_reload(void *self)
{
    struct feedback *f = self;
    deliver_reload(&f->deliver);
    send_run_reload(&f->send);
    reload_targets(f);
    refresh_areas(f, pfq_wall_ms());
}

void feedback_fini(void *self)
{
    struct feedback *f = self;
    send_run_fini(&f->send);
    ladder_run_fini(&f->ladder);
    deliver_fini(&f->deliver);
    trial_fini(&f->trial);
    pfq_pending_fini(&f->readers);
    catalogues_fini(&f->catalogues);
    themes_run_fini(&f->themes);
    own_targets_close(&f->targets);
}
