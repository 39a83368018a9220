/* intake.c - start, sweep, reload, status and stop of the intake service. */
#include "intake.h"

#include <stdio.h>
#include <string.h>

#include "pfq/examples.h"
#include "pfq/log.h"

/* Answers when store did not: enough for one sweep's worth of small receipts. */
static unsigned char sweep_block[256 * 1024];

/* What `pfq rules lint` calls a fault is one here, too: an example of a row that is gone says that
 * the row was not meant to go. */
static enum pfq_code load_with_examples(const struct pfq_standard_source *source,
                                        struct pfq_problems *problems, struct pfq_standard **out,
                                        struct pfq_err *err)
{
    struct pfq_examples *examples = NULL;
    enum pfq_code code = pfq_standard_load(source, problems, out, err);
    if (code == PFQ_OK) {
        code = pfq_examples_load(source->catalogue, *out, problems, &examples, err);
        pfq_examples_close(examples);
        if (code != PFQ_OK) {
            pfq_standard_close(*out);
            *out = NULL;
        }
    }
    return code;
}

static enum pfq_code load_standard(struct intake *in, struct pfq_standard **out,
                                   struct pfq_err *err)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_standard_source source = {.tables = pfq_service_text(in->service, "tables"),
                                         .config =
                                             pfq_config_file(pfq_service_config(in->service))};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    enum pfq_code code =
        pfq_standard_find(pfq_service_text(in->service, "catalogue"),
                          pfq_service_text(in->service, "reference"), &arena, &source, err);
    if (code == PFQ_OK) {
        code = load_with_examples(&source, &problems, out, err);
        pfq_service_log_faults("catalogue_fault", &problems);
        (void)snprintf(in->see, sizeof in->see, "%s",
                       pfq_standard_remedy(&source, &problems, &arena));
        in->faults = problems.count + problems.unlisted;
    }
    pfq_arena_close(&arena);
    return code;
}

static size_t find_forces(const void *standard, const char *area, int32_t date, const char **forces,
                          size_t room)
{
    return pfq_standard_area_forces(standard, area, date, forces, room);
}

static enum pfq_code look_up_areas(struct intake *in, struct pfq_err *err)
{
    return pfq_grants_areas(&in->grants, find_forces, in->standard, pfq_london_date(pfq_wall_ms()),
                            err);
}

static void name_counters(struct intake *in)
{
    in->accepted = pfq_service_counter(in->service, "accepted");
    in->duplicates = pfq_service_counter(in->service, "duplicates");
    in->conflicts = pfq_service_counter(in->service, "conflicts");
    in->refused = pfq_service_counter(in->service, "refused");
    in->strangers = pfq_service_counter(in->service, "strangers");
    in->try_again = pfq_service_counter(in->service, "try_again");
    in->unanswered = pfq_service_counter(in->service, "unanswered");
}

static void read_limits(struct intake *in)
{
    in->limits = (struct intake_limits){
        .in_flight_bytes = (uint64_t)pfq_service_number(in->service, "in_flight_bytes"),
        .in_flight_per_peer = pfq_service_number(in->service, "in_flight_per_peer"),
        .store_timeout_ms = pfq_service_number(in->service, "store_timeout_ms"),
        .retry_after_ms = (uint32_t)pfq_service_number(in->service, "retry_after_ms"),
    };
}

enum pfq_code intake_init(void *self, struct pfq_service *service, struct pfq_err *err)
{
    struct intake *in = self;
    in->service = service;
    in->front = pfq_service_sock(service, "intake");
    in->store = pfq_service_sock(service, "store");
    name_counters(in);
    read_limits(in);
    uint32_t in_flight = (uint32_t)pfq_service_number(service, "in_flight");
    enum pfq_code code = pfq_grants_parse(pfq_service_text(service, "peers"), &in->grants, err);
    if (code == PFQ_OK) {
        code = pfq_pending_init(&in->waiting, in_flight, sizeof(struct intake_waiting), err);
    }
    if (code == PFQ_OK) {
        code = peers_init(&in->peers, in_flight, err);
    }
    if (code == PFQ_OK) {
        code = load_standard(in, &in->standard, err);
    }
    return code == PFQ_OK ? look_up_areas(in, err) : code;
}

static void give_up(struct intake *in, uint64_t token, int64_t wall_ms, struct pfq_arena *arena)
{
    const struct intake_waiting *row = pfq_pending_find(&in->waiting, token);
    intake_try_again(in, &row->sender, "STORE_AWAY", "The store did not answer in time.", wall_ms,
                     arena);
    intake_release(in, token);
}

/* All wait equally long, so the first that is not due ends the sweep. */
static void sweep_waiting(struct intake *in, int64_t wall_ms, int64_t now_ms)
{
    struct pfq_arena arena;
    uint64_t token = pfq_pending_next(&in->waiting, 0);
    while (token != 0) {
        const struct intake_waiting *row = pfq_pending_find(&in->waiting, token);
        if (row->deadline_ms > now_ms) {
            return;
        }
        if (in->away_since_ms == 0) {
            in->away_since_ms = wall_ms;
            in->registered = false; /* until it answers again */
            pfq_log(PFQ_LOG_WARN, "store_away", "waiting=%u", in->waiting.count);
        }
        uint64_t next = pfq_pending_next(&in->waiting, token);
        pfq_arena_init(&arena, sweep_block, sizeof sweep_block);
        give_up(in, token, wall_ms, &arena);
        token = next;
    }
}

void intake_sweep(void *self, int64_t wall_ms, int64_t now_ms)
{
    struct intake *in = self;
    sweep_waiting(in, wall_ms, now_ms);
    if (!in->registered) {
        struct pfq_arena arena;
        pfq_arena_init(&arena, sweep_block, sizeof sweep_block);
        intake_register(in, &arena);
    }
}

void intake_reload(void *self)
{
    struct intake *in = self;
    struct pfq_err err = {0};
    struct pfq_standard *fresh = NULL;
    in->kept = load_standard(in, &fresh, &err) != PFQ_OK;
    if (in->kept) {
        pfq_log(PFQ_LOG_ERROR, "catalogue_kept", "version=%s faults=%zu why=\"%s\" see=\"%s\"",
                pfq_standard_version(in->standard), in->faults, err.text, in->see);
        return;
    }
    if (in->previous != NULL) {
        pfq_standard_close(in->previous);
    }
    in->previous = in->standard;
    in->standard = fresh;
    in->registered = false; /* the next sweep makes it known */
    if (look_up_areas(in, &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "no_forces_of_area", "why=\"%s\"", err.text);
    }
    pfq_log(PFQ_LOG_INFO, "catalogue_loaded", "version=%s", pfq_standard_version(fresh));
}

static void put_tables(const struct intake *in, Pfq__V1__ServiceStatus *out,
                       struct pfq_arena *arena)
{
    const struct pfq_table_info *tables = NULL;
    size_t count = pfq_standard_tables(in->standard, &tables);
    out->tables = pfq_arena_new(arena, Pfq__V1__TableStatus *, count);
    for (size_t i = 0; i < count; i++) {
        Pfq__V1__TableStatus *t = pfq_arena_new(arena, Pfq__V1__TableStatus, 1);
        pfq__v1__table_status__init(t);
        t->name = pfq_arena_strdup(arena, tables[i].name);
        t->has_rows = true;
        t->rows = tables[i].rows;
        t->version = pfq_arena_strdup(arena, tables[i].version);
        t->has_loaded_at = tables[i].loaded_at != 0;
        t->loaded_at = tables[i].loaded_at;
        t->has_whole = true;
        t->whole = tables[i].whole;
        out->tables[out->n_tables++] = t;
    }
}

static void add_alarms(const struct intake *in, Pfq__V1__ServiceStatus *out,
                       struct pfq_arena *arena, int64_t wall_ms)
{
    out->alarms = pfq_arena_new(arena, char *, INTAKE_ALARMS_MAX);
    if (in->away_since_ms != 0) {
        out->alarms[out->n_alarms++] =
            pfq_arena_printf(arena,
                             "The store has not answered for %lld s; senders are told to try "
                             "again.",
                             (long long)((wall_ms - in->away_since_ms) / 1000));
    } else if (!in->registered) {
        out->alarms[out->n_alarms++] = pfq_arena_strdup(arena, "The store has not answered yet.");
    }
    if (in->kept) {
        out->alarms[out->n_alarms++] = pfq_arena_printf(
            arena,
            "The new catalogue, tables or values were not taken: %zu fault%s. "
            "%s stays in use. See: %s",
            in->faults, in->faults == 1 ? "" : "s", pfq_standard_version(in->standard), in->see);
    }
    if (out->n_alarms > 0) {
        out->state = PFQ__V1__SERVICE_STATE__SERVICE_STATE_DEGRADED;
    }
}

void intake_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out)
{
    struct intake *in = self;
    out->you = pfq_grants_you(&in->grants, frame);
    out->has_backlog = true;
    out->backlog = in->waiting.count;
    put_tables(in, out, frame->arena);
    out->catalogue_version = pfq_arena_strdup(frame->arena, pfq_standard_version(in->standard));
    uint64_t oldest = pfq_pending_next(&in->waiting, 0);
    if (oldest != 0) {
        const struct intake_waiting *row = pfq_pending_find(&in->waiting, oldest);
        out->has_oldest_waiting_ms = true;
        out->oldest_waiting_ms = (uint32_t)(pfq_monotonic_ms() - row->since_ms);
    }
    add_alarms(in, out, frame->arena, frame->wall_ms);
}

bool intake_drain(void *self, int64_t unused_now_ms)
{
    const struct intake *in = self;
    (void)unused_now_ms;
    return in->waiting.count == 0;
}

void intake_fini(void *self)
{
    struct intake *in = self;
    pfq_pending_fini(&in->waiting);
    peers_fini(&in->peers);
    if (in->previous != NULL) {
        pfq_standard_close(in->previous);
    }
    if (in->standard != NULL) {
        pfq_standard_close(in->standard);
    }
}
