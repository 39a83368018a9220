/* status_report.c - the services' state on a page and as JSON: see status.h. */
#include <inttypes.h>
#include <stdio.h>

#include "pfq/grants.h"
#include "pfq/json.h"
#include "pfq/wire.h"
#include "status.h"
#include "who.h"

static const char *or_dash(const char *text)
{
    return text == NULL || *text == '\0' ? "-" : text;
}

static const char *state_name(const Pfq__V1__ServiceStatus *s)
{
    return or_dash(pfq_enum_name(&pfq__v1__service_state__descriptor, (int)s->state));
}

static void put_service(struct page *page, const struct status *status, enum status_service which,
                        int64_t now_ms)
{
    const Pfq__V1__ServiceStatus *s = status->services[which];
    bool denied = status->shut || (which == STATUS_STORE && status_is_limited(status));
    char up[TEXT_TIME];
    char oldest[TEXT_TIME];
    char at[TEXT_TIME];
    page_put(page, INK_PLAIN, "%-9s ", status_names[which]);
    if (s == NULL) {
        page_put(page, denied ? INK_WARN : INK_BAD, denied ? "NOT PERMITTED" : "NO ANSWER");
        page_end_line(page);
        return;
    }
    bool ready = s->state == PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY;
    page_put(page, ready ? INK_GOOD : INK_WARN, "%-9s ", state_name(s));
    page_put(page, INK_PLAIN, "%-8.8s %7s %8" PRIu64 " %8s  %s", or_dash(s->version),
             text_age(now_ms - s->started_at, up), s->backlog,
             s->backlog > 0 ? text_age(s->oldest_waiting_ms, oldest) : "-",
             text_time(s->last_commit_at, at));
    page_end_line(page);
}

static void put_alarms(struct page *page, const struct status *status)
{
    char label[32];
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        const Pfq__V1__ServiceStatus *s = status->services[i];
        for (size_t k = 0; s != NULL && k < s->n_alarms; k++) {
            (void)snprintf(label, sizeof label, "%s:", status_names[i]);
            page_paragraph(page, 10, label, s->alarms[k]);
        }
    }
}

/* Where a service does not answer it may be that another place was meant. */
static void put_looked(struct page *page, const struct status *status,
                       const struct status_verdict *verdict)
{
    char text[1200];
    if (verdict->code == PFQ_EXIT_AWAY && status->run != NULL) {
        (void)snprintf(text, sizeof text, "Their sockets were looked for in %s.%s", status->run,
                       status->tried);
        page_paragraph(page, 0, "", text);
    }
}

static void put_forces(struct page *page, const Pfq__V1__ServiceStatus *store)
{
    char at[TEXT_TIME];
    if (store->n_forces > 0) {
        page_end_line(page);
        page_put(page, INK_DIM, "force  last received      last number   unread");
        page_end_line(page);
    }
    for (size_t i = 0; i < store->n_forces; i++) {
        const Pfq__V1__ForceStatus *f = store->forces[i];
        page_put(page, INK_PLAIN, "%-5s  %-18s %10" PRIu64 " %8" PRIu64, or_dash(f->force),
                 text_time(f->last_received_at, at), f->last_number, f->unread);
        page_end_line(page);
    }
}

static void put_outbox(struct page *page, const Pfq__V1__OutboxStatus *o)
{
    char text[240];
    char at[TEXT_TIME];
    if (o == NULL ||
        o->queued + o->deferred + o->sending + o->in_doubt + o->bounced + o->expired == 0) {
        return;
    }
    (void)snprintf(text, sizeof text,
                   "%" PRIu64 " queued, %" PRIu64 " deferred, %" PRIu64 " sending, %" PRIu64
                   " in doubt, %" PRIu64 " bounced, %" PRIu64 " expired; oldest that waits: %s",
                   o->queued, o->deferred, o->sending, o->in_doubt, o->bounced, o->expired,
                   text_time(o->oldest_queued_at, at));
    page_paragraph(page, 10, "mail:", text);
}

/* "digests: monthly 2026-10: 43 made, 0 with nothing to say, 12 mails" */
static void put_digests(struct page *page, const Pfq__V1__ServiceStatus *store)
{
    char text[240];
    for (size_t i = 0; i < store->n_digests; i++) {
        const Pfq__V1__DigestStatus *d = store->digests[i];
        (void)snprintf(text, sizeof text,
                       "%s %s: %" PRIu64 " made, %" PRIu64 " with nothing to say, %" PRIu64
                       " mail%s queued%s",
                       or_dash(d->kind), or_dash(d->period), d->made, d->quiet, d->mails,
                       d->mails == 1 ? "" : "s", d->complete ? "" : "; not all of them yet");
        page_paragraph(page, 10, i == 0 ? "digests:" : "", text);
    }
}

static void put_figures(struct page *page, const Pfq__V1__ServiceStatus *store)
{
    char text[240];
    if (store->quarantined > 0) {
        (void)snprintf(text, sizeof text,
                       "Quarantine: %" PRIu64
                       " message%s had no id that could be read, so no sender could be answered "
                       "under it; the bytes are kept for 28 days, in a file beside the database "
                       "whose name ends in -quarantine.",
                       store->quarantined, store->quarantined == 1 ? "" : "s");
        page_paragraph(page, 0, "", text);
    }
    put_outbox(page, store->outbox);
    put_digests(page, store);
    put_forces(page, store);
}

/* Never passed off as the services' own word. */
static void put_database(struct page *page, const struct status *status)
{
    const Pfq__V1__ServiceStatus *d = status->database;
    page_end_line(page);
    if (status->database_path == NULL) {
        page_paragraph(page, 0, "",
                       "No database is known here, so there is nothing to show "
                       "without the services.  Start them with: pfq up");
    } else if (d == NULL) {
        page_put(page, INK_BAD, "The database %s cannot be read either.", status->database_path);
        page_end_line(page);
    } else {
        page_put(page, INK_PLAIN, "Read from the database itself (%s):", status->database_path);
        page_end_line(page);
        page_put(page, INK_PLAIN, "%" PRIu64 " file%s, last commit ", d->submissions,
                 d->submissions == 1 ? "" : "s");
        page_time(page, INK_PLAIN, d->last_commit_at);
        page_end_line(page);
        put_figures(page, d);
    }
}

/* What is in force, after a HUP too. */
static void put_catalogue(struct page *page, const Pfq__V1__ServiceStatus *intake)
{
    if (intake != NULL && intake->catalogue_version != NULL) {
        page_paragraph(page, 11, "catalogue:", intake->catalogue_version);
    }
}

/* A table that is not whole leaves questions to people, so it is said each time. */
static void put_tables(struct page *page, const Pfq__V1__ServiceStatus *intake)
{
    char text[400];
    char rows[TEXT_TIME];
    size_t used = 0;
    for (size_t i = 0; intake != NULL && i < intake->n_tables && used < sizeof text; i++) {
        const Pfq__V1__TableStatus *t = intake->tables[i];
        int n =
            t->whole
                ? snprintf(text + used, sizeof text - used, "%s%s %s rows (whole)",
                           i > 0 ? " \302\267 " : "", or_dash(t->name), text_number(t->rows, rows))
                : snprintf(text + used, sizeof text - used, "%s%s: %s", i > 0 ? " \302\267 " : "",
                           or_dash(t->name), t->rows > 0 ? "small built-in table only" : "missing");
        used += n < 0 ? 0 : (size_t)n;
    }
    if (used > 0) {
        page_paragraph(page, 11, "tables:", text);
    }
}

/* Why this is not all, and what would have to change. */
static void put_who(struct page *page, const struct status *status)
{
    char who[PFQ_GRANTS_WORDS];
    char text[PFQ_GRANTS_WORDS + 64];
    page_end_line(page);
    if (!status->shut) {
        pfq_grants_words(status->you, who);
        (void)snprintf(text, sizeof text,
                       "Not permitted: %s.  Store is asked by the operator alone.", who);
        page_paragraph(page, 0, "", text);
    }
    page_paragraph(page, 0, "", status->shut ? who_shut_fix : PFQ_GRANTS_FIX);
}

void status_report(struct page *page, const struct status *status, int64_t now_ms)
{
    static const enum ink inks[] = {INK_GOOD, INK_WARN, INK_BAD, INK_WARN};
    struct status_verdict verdict = status_judge(status);
    page_put(page, inks[verdict.word], "%s", verdict.text);
    page_end_line(page);
    page_end_line(page);
    page_put(page, INK_DIM,
             "service   state     version       up  waiting   oldest  last commit, London");
    page_end_line(page);
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        put_service(page, status, (enum status_service)i, now_ms);
    }
    put_alarms(page, status);
    put_catalogue(page, status->services[STATUS_INTAKE]);
    put_tables(page, status->services[STATUS_INTAKE]);
    put_looked(page, status, &verdict);
    if (status->shut || status_is_limited(status)) {
        put_who(page, status);
    } else if (status->services[STATUS_STORE] != NULL) {
        put_figures(page, status->services[STATUS_STORE]);
    } else {
        put_database(page, status);
    }
}

static json_t *service_json(const char *name, const Pfq__V1__ServiceStatus *s)
{
    json_t *one =
        s == NULL ? json_object() : pfq_json_value(&s->base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS);
    (void)json_object_set_new(one, "service", json_string(name));
    (void)json_object_set_new(one, "answers", json_boolean(s != NULL));
    return one;
}

/* Which view the figures are from. */
static const char *view_name(const struct status *status)
{
    return status->services[STATUS_STORE] != NULL ? "SERVICES"
           : status->database != NULL             ? "DATABASE"
                                                  : "NONE";
}

json_t *status_json(const struct status *status)
{
    static const char *const words[] = {"WELL", "DEGRADED", "DOWN", "NOT_PERMITTED"};
    struct status_verdict verdict = status_judge(status);
    json_t *object = json_object();
    json_t *services = json_array();
    (void)json_object_set_new(object, "verdict", json_string(words[verdict.word]));
    (void)json_object_set_new(object, "text", json_string(verdict.text));
    (void)json_object_set_new(object, "view", json_string(view_name(status)));
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        (void)json_array_append_new(services, service_json(status_names[i], status->services[i]));
    }
    (void)json_object_set_new(object, "services", services);
    if (status->database != NULL) {
        (void)json_object_set_new(
            object, "database",
            pfq_json_value(&status->database->base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS));
    }
    return object;
}
