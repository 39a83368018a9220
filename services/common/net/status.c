/* status.c - how a service is, told by the loop that does its work: see loop.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loop.h"
#include "pfq/bug.h"
#include "pfq/log.h"

uint64_t *pfq_service_counter(struct pfq_service *service, const char *name)
{
    struct net_counters *counters = &service->counters;
    for (size_t i = 0; i < counters->count; i++) {
        if (strcmp(counters->rows[i].name, name) == 0) {
            return &counters->rows[i].value;
        }
    }
    PFQ_ASSERT(counters->count < NET_COUNTERS_MAX && strlen(name) < NET_COUNTER_BYTES);
    struct net_counter *row = &counters->rows[counters->count++];
    (void)snprintf(row->name, sizeof row->name, "%s", name);
    return &row->value;
}

void net_status_log(const struct pfq_service *service)
{
    for (size_t i = 0; i < service->counters.count; i++) {
        const struct net_counter *row = &service->counters.rows[i];
        pfq_log(PFQ_LOG_INFO, "counter", "%s=%" PRIu64, row->name, row->value);
    }
}

/* Second number of /proc/self/statm: resident pages. */
static uint64_t rss_bytes(void)
{
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) {
        return 0;
    }
    bool told = fgets(line, sizeof line, file) != NULL;
    (void)fclose(file);
    const char *second = told ? strchr(line, ' ') : NULL;
    return second == NULL ? 0 : strtoull(second, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void fill_counters(const struct net_counters *counters, Pfq__V1__ServiceStatus *status,
                          struct pfq_arena *arena)
{
    status->counters = pfq_arena_new(arena, Pfq__V1__Counter *, NET_COUNTERS_MAX);
    for (size_t i = 0; i < counters->count; i++) {
        Pfq__V1__Counter *counter = pfq_arena_new(arena, Pfq__V1__Counter, 1);
        pfq__v1__counter__init(counter);
        counter->name = pfq_arena_strdup(arena, counters->rows[i].name);
        counter->has_value = true;
        counter->value = counters->rows[i].value;
        status->counters[status->n_counters++] = counter;
    }
}

static void fill(const struct pfq_service *service, Pfq__V1__ServiceStatus *status,
                 struct pfq_arena *arena)
{
    status->service = pfq_arena_strdup(arena, service->ops->name);
    status->version = pfq_arena_strdup(arena, PFQ_VERSION);
    status->has_state = true;
    status->state = service->state == NET_RUNNING ? PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY
                                                  : PFQ__V1__SERVICE_STATE__SERVICE_STATE_DRAINING;
    status->has_started_at = true;
    status->started_at = service->started_at;
    status->has_pid = true;
    status->pid = (uint32_t)getpid();
    status->has_rss_bytes = true;
    status->rss_bytes = rss_bytes();
    fill_counters(&service->counters, status, arena);
}

void net_status_answer(struct pfq_service *service, const struct pfq_frame *frame)
{
    Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
    fill(service, &status, frame->arena);
    if (service->ops->status != NULL) {
        service->ops->status(service->self, frame, &status);
    }
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    answer.id = frame->wire.envelope->id;
    answer.source = pfq_arena_strdup(frame->arena, service->ops->name);
    answer.has_sent_at = true;
    answer.sent_at = frame->wall_ms;
    answer.has_schema_version = true;
    answer.schema_version = 1;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_SERVICE_STATUS;
    answer.service_status = &status;
    enum pfq_code code =
        pfq_sock_send(frame->from, &frame->peer, pfq_wire_pack(&answer.base, frame->arena));
    if (code != PFQ_OK) {
        (*pfq_service_counter(service, "status_unsent"))++;
    }
}
