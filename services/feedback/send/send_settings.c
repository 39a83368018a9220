/* send_settings.c - start and stop; the catalogue, tables and times that digests need, at the start
 * and on HUP; alarms: see send_run.h. */
#include <string.h>

#include "pfq/log.h"
#include "send_run.h"

static enum pfq_code load_standard(struct pfq_service *service, struct pfq_standard **out,
                                   struct pfq_err *err)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_standard_source source = {.tables = pfq_service_text(service, "tables"),
                                         .config = pfq_config_file(pfq_service_config(service))};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    enum pfq_code code =
        pfq_standard_find(pfq_service_text(service, "catalogue"),
                          pfq_service_text(service, "reference"), &arena, &source, err);
    if (code == PFQ_OK) {
        code = pfq_standard_load(&source, &problems, out, err);
    }
    pfq_service_log_faults("catalogue_fault", &problems);
    pfq_arena_close(&arena);
    return code;
}

static struct due_times times_of(const struct pfq_config *config)
{
    return (struct due_times){.hour = (int)pfq_config_number(config, "digest_hour"),
                              .month_day = (int)pfq_config_number(config, "digest_month_day")};
}

static void reload_times(struct send_run *run)
{
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    run->times_stale = pfq_service_reread(run->service, &config, &err) != PFQ_OK;
    if (run->times_stale) {
        pfq_log(PFQ_LOG_ERROR, "digest_times_kept", "why=\"%s\"", err.text);
        return;
    }
    run->times = times_of(config);
    pfq_config_close(config);
}

static void reload_standard(struct send_run *run)
{
    struct pfq_standard *fresh = NULL;
    struct pfq_err err = {0};
    if (load_standard(run->service, &fresh, &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "catalogue_kept", "why=\"%s\"", err.text);
        return;
    }
    if (run->standard != NULL) {
        pfq_standard_close(run->standard);
    }
    run->standard = fresh;
}

void send_run_reload(struct send_run *run)
{
    run->reload_wanted = send_worker_look(&run->worker) != SEND_WORKER_IDLE;
    if (run->reload_wanted) {
        return;
    }
    run->state = SEND_IDLE; /* what is in hand is begun anew: it borrows from texts and routes */
    run->token++;
    run->gathered = false;
    reload_times(run);
    reload_standard(run);
    memset(run->done, 0, sizeof run->done); /* asked again: the routes may be others */
    run->due = true;
    run->rest_until_ms = 0;
}

/* --- start and stop ----------------------------------------------------------------------- */

enum pfq_code send_run_init(struct send_run *run, struct pfq_service *service,
                            struct deliver *deliver, struct pfq_err *err)
{
    struct pfq_err fault = {0};
    run->service = service;
    run->deliver = deliver;
    run->store = pfq_service_sock(service, "store");
    run->made = pfq_service_counter(service, "digests_made");
    run->quiet = pfq_service_counter(service, "digests_quiet");
    run->failures = pfq_service_counter(service, "digest_failures");
    run->times = (struct due_times){(int)pfq_service_number(service, "digest_hour"),
                                    (int)pfq_service_number(service, "digest_month_day")};
    run->due = true;
    run->token = SEND_TOKENS;
    pfq_arena_open(&run->asking);
    pfq_arena_open(&run->facts);
    pfq_arena_open(&run->words);
    if (load_standard(service, &run->standard, &fault) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "no_digests", "why=\"%s\"", fault.text); /* mailboxes are served */
    }
    enum pfq_code code = targets_open(&run->targets, err);
    return code == PFQ_OK ? send_worker_open(&run->worker, run, err) : code;
}

void send_run_fini(struct send_run *run)
{
    send_worker_close(&run->worker);
    if (run->standard != NULL) {
        pfq_standard_close(run->standard);
    }
    targets_close(&run->targets);
    pfq_arena_close(&run->asking);
    pfq_arena_close(&run->facts);
    pfq_arena_close(&run->words);
}

void send_run_due(struct send_run *run)
{
    run->due = true;
}

/* --- alarms ------------------------------------------------------------------------------- */

void send_run_alarms(const struct send_run *run, Pfq__V1__ServiceStatus *out,
                     struct pfq_arena *arena)
{
    static char no_standard[] = "No digests are made, and bank holidays are not known: the "
                                "catalogue or its tables cannot be "
                                "read (see the log).  Mend them and send HUP.";
    static char stale[] =
        "pfq.conf has faults (see the log): digests go out at the hours of before.";
    if (run->standard == NULL) {
        out->alarms[out->n_alarms++] = no_standard;
    }
    if (run->times_stale) {
        out->alarms[out->n_alarms++] = stale;
    }
    for (int kind = 0; kind < SEND_KINDS; kind++) {
        if (run->trouble[kind][0] != '\0') {
            out->alarms[out->n_alarms++] = pfq_arena_printf(
                arena, "Digests are late, and tried again: %s", run->trouble[kind]);
        }
    }
}
