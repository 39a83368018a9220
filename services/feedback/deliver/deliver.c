/* deliver.c - start and stop, mail into the outbox, alarms: see deliver.h. */
#include "deliver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "pfq/log.h"
#include "slots.h"

enum {
    UNROUTED_NAMED = 10 /* in an alarm; of the others it says how many */
};

/* --- start and stop ----------------------------------------------------------------------- */

static struct relay_texts texts_of(const struct pfq_config *config)
{
    return (struct relay_texts){
        .url = pfq_config_text(config, "smtp"),
        .tls = pfq_config_text(config, "smtp_tls"),
        .ca = pfq_config_text(config, "smtp_ca"),
        .certificate = pfq_config_text(config, "smtp_certificate"),
        .key = pfq_config_text(config, "smtp_key"),
        .login = pfq_config_text(config, "smtp_login"),
        .reach = pfq_config_text(config, "mail_reach"),
        .from = pfq_config_text(config, "mail_from"),
        .reply_to = pfq_config_text(config, "mail_reply_to"),
    };
}

static enum pfq_code open_slots(struct deliver *d, struct pfq_err *err)
{
    size_t count =
        d->relay.url == NULL ? 0 : (size_t)pfq_service_number(d->service, "smtp_connections");
    enum pfq_code code = PFQ_OK;
    d->event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (d->event_fd < 0) {
        return pfq_fail(err, PFQ_E_IO, "eventfd");
    }
    pfq_service_watch(d->service, d->event_fd);
    while (code == PFQ_OK && d->slot_count < count) {
        code = smtp_open(&d->relay, d->event_fd, &d->slots[d->slot_count].smtp, err);
        d->slot_count += code == PFQ_OK;
    }
    return code;
}

static enum pfq_code read_routes(const struct pfq_config *config, struct routes *out,
                                 struct pfq_err *err)
{
    enum pfq_code code = routes_read(pfq_config_file(config), out, err);
    if (code == PFQ_OK && out->count > 0 &&
        !mail_address_good(pfq_config_text(config, "mail_from"))) {
        routes_close(out);
        return pfq_fail(err, PFQ_E_CONFIG,
                        "[routes] has recipients, and mail_from says not from whom");
    }
    return code;
}

/* Everything that is wrong with the settings and with the routes, at once. */
static enum pfq_code read_settings(const struct pfq_config *config, struct relay *relay,
                                   struct routes *routes, struct pfq_err *err)
{
    struct relay_texts texts = texts_of(config);
    struct pfq_err other = {0};
    enum pfq_code code = relay_read(&texts, relay, err);
    enum pfq_code routed = read_routes(config, routes, code == PFQ_OK ? err : &other);
    return code == PFQ_OK ? routed : code;
}

enum pfq_code deliver_check(const struct pfq_config *config, struct pfq_err *err)
{
    struct relay relay;
    struct routes routes = {.count = 0};
    enum pfq_code code = read_settings(config, &relay, &routes, err);
    routes_close(&routes);
    return code;
}

enum pfq_code deliver_init(struct deliver *d, struct pfq_service *service, struct pfq_err *err)
{
    d->service = service;
    d->store = pfq_service_sock(service, "store");
    d->sent = pfq_service_counter(service, "mail_sent");
    d->deferred = pfq_service_counter(service, "mail_deferred");
    d->bounced = pfq_service_counter(service, "mail_bounced");
    d->event_fd = -1;
    d->fresh = true;
    pfq_arena_open(&d->arena);
    enum pfq_code code = read_settings(pfq_service_config(service), &d->relay, &d->routes, err);
    d->relay.timeout_ms = pfq_service_number(service, "smtp_timeout_ms");
    d->schedule = (struct schedule){pfq_service_number(service, "mail_retry_ms"),
                                    pfq_service_number(service, "mail_expire_ms")};
    return code == PFQ_OK ? open_slots(d, err) : code;
}

void deliver_fini(struct deliver *d)
{
    for (size_t i = 0; i < d->slot_count; i++) {
        smtp_close(d->slots[i].smtp);
    }
    routes_close(&d->routes);
    pfq_arena_close(&d->arena);
    if (d->event_fd >= 0) {
        (void)close(d->event_fd);
    }
}

/* --- routes --------------------------------------------------------------------------------- */

static Pfq__V1__Delivery names_of(const struct deliver_item *item)
{
    Pfq__V1__Delivery names = PFQ__V1__DELIVERY__INIT;
    names.force = (char *)(uintptr_t)item->force;
    names.police_unit = (char *)(uintptr_t)item->unit;
    names.period = (char *)(uintptr_t)item->period;
    names.has_kind = names.has_audience = true;
    names.kind = item->kind;
    names.audience = item->audience;
    return names;
}

static bool is_of(const struct deliver_unrouted *u, const Pfq__V1__Delivery *what)
{
    return strcmp(u->force, what->force) == 0 && strcmp(u->unit, what->police_unit) == 0 &&
           u->audience == what->audience;
}

static void remember_unrouted(struct deliver *d, const Pfq__V1__Delivery *what)
{
    for (size_t i = 0; i < d->unrouted_count; i++) {
        if (is_of(&d->unrouted[i], what)) {
            return;
        }
    }
    pfq_log(PFQ_LOG_WARN, "mail_without_route", "force=%s kind=%d", what->force, (int)what->kind);
    if (d->unrouted_count < DELIVER_UNROUTED_MAX) {
        struct deliver_unrouted *u = &d->unrouted[d->unrouted_count++];
        (void)snprintf(u->force, sizeof u->force, "%s", what->force);
        (void)snprintf(u->unit, sizeof u->unit, "%s", what->police_unit);
        u->audience = what->audience;
    }
}

void deliver_expect(struct deliver *d, Pfq__V1__DigestKind kind, char *const *forces, size_t count)
{
    for (size_t i = 0; i < count && d->routes.count > 0; i++) {
        const struct deliver_item item = {
            .force = forces[i],
            .unit = "",
            .kind = kind,
            .audience = PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE,
            .period = "",
        };
        Pfq__V1__Delivery what = names_of(&item);
        size_t none = 0;
        if (routes_find(&d->routes, &what, NULL, 0, &none) == ROUTES_NONE) {
            remember_unrouted(d, &what);
        }
    }
}

/* The alarm goes where the routes have somebody now, and where nobody gets any mail. */
static void forget_routed(struct deliver *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->unrouted_count; i++) {
        struct deliver_unrouted *u = &d->unrouted[i];
        struct deliver_item item = {u->force, u->unit, 0, u->audience, "", NULL, 0, 0, NULL};
        Pfq__V1__Delivery what = names_of(&item);
        size_t none = 0;
        if (d->routes.count > 0 && routes_find(&d->routes, &what, NULL, 0, &none) == ROUTES_NONE) {
            d->unrouted[kept++] = *u;
        }
    }
    d->unrouted_count = kept;
}

void deliver_reload(struct deliver *d)
{
    struct routes routes;
    struct pfq_err err = {0};
    d->routes_stale = read_routes(pfq_service_config(d->service), &routes, &err) != PFQ_OK;
    if (d->routes_stale) {
        pfq_log(PFQ_LOG_ERROR, "routes_kept", "why=\"%s\"", err.text);
        return;
    }
    routes_close(&d->routes);
    d->routes = routes;
    forget_routed(d);
    pfq_log(PFQ_LOG_INFO, "routes", "count=%zu", d->routes.count);
}

/* --- into the outbox -------------------------------------------------------------------------- */

static enum pfq_code put(struct deliver *d, Pfq__V1__Delivery *names, const struct mail *content,
                         uint64_t token, int64_t wall_ms, struct pfq_err *err)
{
    char id[MAIL_ID_BYTES + 1];
    struct mail mail = *content;
    struct pfq_bytes bytes = {NULL, 0};
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxPut body = PFQ__V1__OUTBOX_PUT__INIT;
    mail.from = pfq_service_text(d->service, "mail_from");
    mail.from_name = pfq_service_text(d->service, "mail_from_name");
    mail.reply_to = pfq_service_text(d->service, "mail_reply_to");
    mail.to = names->recipient;
    mail.message_id = id;
    mail.date_ms = wall_ms;
    mail_message_id(names, mail.from, id);
    enum pfq_code code = mail_build(&mail, &d->arena, &bytes, err);
    if (code != PFQ_OK) {
        pfq_arena_reset(&d->arena);
        return code;
    }
    names->message_id = id;
    names->has_message = true;
    names->message = (ProtobufCBinaryData){bytes.size, (uint8_t *)(uintptr_t)bytes.data};
    body.delivery = names;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT;
    request.outbox_put = &body;
    code = slots_ask(d, "put", token, &request);
    names->message_id = NULL; /* they end here */
    return code == PFQ_OK ? code : pfq_fail(err, code, "the outbox");
}

size_t deliver_recipients(struct deliver *d, const struct deliver_item *item,
                          const char *recipients[DELIVER_RECIPIENTS_MAX])
{
    Pfq__V1__Delivery names = names_of(item);
    size_t found = 0;
    const char *own = item->staff == NULL ? NULL : routes_staff(&d->routes, item->staff);
    if (own != NULL) {
        recipients[0] = own;
        return 1;
    }
    if (routes_find_at(&d->routes, &names, item->level, recipients, DELIVER_RECIPIENTS_MAX,
                       &found) == ROUTES_NONE) {
        remember_unrouted(d, &names);
    }
    return found;
}

enum pfq_code deliver_queue_to(struct deliver *d, const struct deliver_item *item,
                               const char *recipient, int64_t wall_ms, struct pfq_err *err)
{
    Pfq__V1__Delivery names = names_of(item);
    names.recipient = (char *)(uintptr_t)recipient;
    enum pfq_code code = put(d, &names, item->mail, item->token, wall_ms, err);
    d->used = d->used || code == PFQ_OK;
    return code;
}

enum pfq_code deliver_queue(struct deliver *d, const struct deliver_item *item, int64_t wall_ms,
                            size_t *count, struct pfq_err *err)
{
    const char *recipients[DELIVER_RECIPIENTS_MAX];
    size_t found = deliver_recipients(d, item, recipients);
    *count = 0;
    for (size_t i = 0; i < found; i++) {
        enum pfq_code code = deliver_queue_to(d, item, recipients[i], wall_ms, err);
        if (code != PFQ_OK) {
            return code;
        }
        ++*count;
    }
    return PFQ_OK;
}

bool deliver_on_rows(struct deliver *d, const char *id, const Pfq__V1__OutboxRows *rows,
                     int64_t wall_ms, int64_t now_ms)
{
    (void)wall_ms;
    if (strncmp(id, "mail-", 5) == 0) {
        slots_on_rows(d, strtoull(id + 5, NULL, 10), rows, now_ms);
        return true;
    }
    if (strncmp(id, "put-", 4) == 0) {
        if (d->on_queued != NULL) {
            d->on_queued(d->on_queued_self, strtoull(id + 4, NULL, 10), rows);
        }
        return true;
    }
    return false;
}

/* --- alarms ------------------------------------------------------------------------------------
 */

/* "43", "43 AB", "area Wessex" */
static const char *place_of(const struct deliver_unrouted *u, struct pfq_arena *arena)
{
    return u->force[0] == '\0'  ? pfq_arena_printf(arena, "area %s", u->unit)
           : u->unit[0] == '\0' ? u->force
                                : pfq_arena_printf(arena, "%s %s", u->force, u->unit);
}

/* Of one audience. */
struct unrouted {
    size_t count;
    bool forces;       /* and nothing else */
    const char *names; /* of the first */
};

static struct unrouted unrouted_of(const struct deliver *d, Pfq__V1__Audience audience,
                                   struct pfq_arena *arena)
{
    struct unrouted all = {.forces = true, .names = ""};
    for (size_t i = 0; i < d->unrouted_count; i++) {
        const struct deliver_unrouted *u = &d->unrouted[i];
        if (u->audience != audience) {
            continue;
        }
        all.forces = all.forces && u->force[0] != '\0' && u->unit[0] == '\0';
        if (all.count < UNROUTED_NAMED) {
            all.names = pfq_arena_printf(arena, "%s%s%s", all.names, all.count == 0 ? "" : ", ",
                                         place_of(u, arena));
        }
        all.count++;
    }
    return all;
}

static void add(Pfq__V1__ServiceStatus *out, const char *text)
{
    out->alarms[out->n_alarms++] = (char *)(uintptr_t)text;
}

/* "There can be no mail for 42 forces with no outside route: 01, 03, ... and 32 more." */
static void add_unrouted(const struct deliver *d, Pfq__V1__Audience audience,
                         Pfq__V1__ServiceStatus *out, struct pfq_arena *arena)
{
    bool inside = audience == PFQ__V1__AUDIENCE__AUDIENCE_INSIDE;
    struct unrouted all = unrouted_of(d, audience, arena);
    const char *more = all.count <= UNROUTED_NAMED
                           ? ""
                           : pfq_arena_printf(arena, " and %zu more", all.count - UNROUTED_NAMED);
    if (all.count > 0) {
        add(out,
            pfq_arena_printf(arena,
                             "There can be no mail for %zu%s %s%s with no %s route: %s%s.  Add "
                             "them to [routes] in pfq.conf and send HUP.",
                             all.count, d->unrouted_count == DELIVER_UNROUTED_MAX ? " or more" : "",
                             all.forces ? "force" : "place", all.count == 1 ? "" : "s",
                             inside ? "inside" : "outside", all.names, more));
    }
}

void deliver_alarms(const struct deliver *d, Pfq__V1__ServiceStatus *out, struct pfq_arena *arena)
{
    add_unrouted(d, PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE, out, arena);
    add_unrouted(d, PFQ__V1__AUDIENCE__AUDIENCE_INSIDE, out, arena);
    if (d->routes_stale) {
        add(out, "The [routes] of pfq.conf have faults (see the log): those of before are in use.");
    }
    if (d->relay.url == NULL && d->used) {
        add(out, d->relay.why_off);
    }
    if (d->trouble[0] != '\0') {
        add(out, pfq_arena_printf(arena, "The mail server takes nothing now: %s", d->trouble));
    }
}
