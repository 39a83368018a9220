/* routes.c - see routes.h. */
#include "routes.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/config.h"

#define OF_FORCES "daily, weekly, monthly, reminder, challenge and challenge_1 to challenge_5"

struct reading {
    const char *file;
    struct routes *out;
    unsigned line;
    unsigned faults;
};

static void fault(struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct reading *r, const char *fmt, ...)
{
    va_list args;
    r->faults++;
    (void)fprintf(stderr, "%s:%u: ", r->file, r->line);
    va_start(args, fmt);
    (void)vfprintf(stderr, fmt, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

/* --- a line --------------------------------------------------------------------------------- */

static bool set_unit(struct reading *r, struct route *route, const char *unit)
{
    while (*unit == ' ') {
        unit++;
    }
    if (*unit == '\0' || strlen(unit) > ROUTES_UNIT_BYTES) {
        fault(r, "a unit or Area has 1 to %d bytes", ROUTES_UNIT_BYTES);
        return false;
    }
    (void)snprintf(route->unit, sizeof route->unit, "%s", unit);
    return true;
}

/* "43", "43 AB", "area NAME", "*" */
static bool read_name(struct reading *r, const char *name, struct route *route)
{
    if (strlen(name) > ROUTES_NAME_BYTES) {
        fault(r, "a route's name has at most %d bytes", ROUTES_NAME_BYTES);
        return false;
    }
    if (strcmp(name, "*") == 0) {
        (void)strcpy(route->force, "*");
        return true;
    }
    if (strncmp(name, "area ", 5) == 0) {
        return set_unit(r, route, name + 5);
    }
    if (!isdigit((unsigned char)name[0]) || !isdigit((unsigned char)name[1]) ||
        (name[2] != '\0' && name[2] != ' ')) {
        fault(r, "a route is of a force (43), a unit (43 AB), an Area (area NAME) or all (*)");
        return false;
    }
    (void)snprintf(route->force, sizeof route->force, "%.2s",
                   strncmp(name, "02", 2) == 0 ? "01" : name);
    return name[2] == '\0' || set_unit(r, route, name + 2);
}

/* "challenge_3": the bit, or 0. */
static uint32_t level_bit(const char *word)
{
    static const char kind[] = "challenge_";
    const char *level = word + sizeof kind - 1;
    bool is_level = strncmp(word, kind, sizeof kind - 1) == 0 && level[0] >= '1' &&
                    level[0] <= '0' + ROUTES_LEVEL_TOP && level[1] == '\0';
    return is_level ? 1U << (ROUTES_LEVELS + level[0] - '0') : 0;
}

static bool read_kinds(struct reading *r, char *words, struct route *route)
{
    char *rest = NULL;
    for (char *word = strtok_r(words, ",", &rest); word != NULL;
         word = strtok_r(NULL, ",", &rest)) {
        char upper[16] = "";
        int value = 0;
        if (level_bit(word) != 0) {
            route->kinds |= level_bit(word);
            continue;
        }
        for (size_t i = 0; word[i] != '\0' && i + 1 < sizeof upper; i++) {
            upper[i] = (char)toupper((unsigned char)word[i]);
        }
        if (!pfq_enum_value(&pfq__v1__digest_kind__descriptor, upper, &value) || value == 0) {
            fault(r,
                  "there is no \"%s\": write daily, weekly, monthly, call_sheet, pack, reminder, "
                  "challenge or challenge_1 to challenge_5, with commas between",
                  word);
            return false;
        }
        route->kinds |= 1U << value;
    }
    return true;
}

static bool read_audience(struct reading *r, const char *word, struct route *route)
{
    bool inside = strcmp(word, "inside") == 0;
    if (!inside && strcmp(word, "outside") != 0) {
        fault(r, "for whom is it: inside (CPS) or outside (police)?");
        return false;
    }
    route->audience =
        inside ? PFQ__V1__AUDIENCE__AUDIENCE_INSIDE : PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    return true;
}

static bool read_address(struct reading *r, const char *word,
                         char recipient[MAIL_ADDRESS_BYTES + 1])
{
    if (!mail_address_good(word)) {
        fault(r, "the recipient is no plain name@domain");
        return false;
    }
    for (size_t i = 0; word[i] != '\0'; i++) {
        recipient[i] = (char)tolower((unsigned char)word[i]);
    }
    return true;
}

/* "lead@police.example weekly,monthly outside" */
static bool read_text(struct reading *r, const char *text, struct route *route)
{
    char copy[512];
    char *rest = NULL;
    (void)snprintf(copy, sizeof copy, "%s", text);
    const char *address = strtok_r(copy, " \t", &rest);
    char *kinds = strtok_r(NULL, " \t", &rest);
    const char *audience = strtok_r(NULL, " \t", &rest);
    if (audience == NULL || strtok_r(NULL, " \t", &rest) != NULL) {
        fault(r, "write three words: recipient, kinds of mail (weekly,monthly), inside or outside");
        return false;
    }
    bool good = read_address(r, address, route->recipient);
    good = read_kinds(r, kinds, route) && good;
    return read_audience(r, audience, route) && good;
}

#define KIND_BIT(name) (1U << PFQ__V1__DIGEST_KIND__DIGEST_KIND_##name)

/* A pack is of an Area and for the CPS; all else is of a force. */
static bool check_kinds(struct reading *r, const struct route *route)
{
    uint32_t packs = KIND_BIT(CALL_SHEET) | KIND_BIT(PACK);
    bool of_area = route->force[0] == '\0';
    if (of_area && (route->kinds & ~packs) != 0) {
        fault(r, "an Area takes call_sheet and pack; " OF_FORCES " go to a force (43), a unit "
                 "(43 AB) or all (*): give these a line of their own");
        return false;
    }
    if (!of_area && (route->kinds & packs) != 0) {
        fault(r, "a force, a unit and all (*) take " OF_FORCES "; call_sheet and pack are an "
                 "Area's: begin a line with \"area NAME\"");
        return false;
    }
    if (of_area && route->audience != PFQ__V1__AUDIENCE__AUDIENCE_INSIDE) {
        fault(r, "call_sheet and pack are for the CPS alone: write inside");
        return false;
    }
    return true;
}

static bool same_place(const struct route *a, const struct route *b)
{
    return strcmp(a->force, b->force) == 0 && strcmp(a->unit, b->unit) == 0;
}

static void add(struct reading *r, const struct route *route)
{
    for (size_t i = 0; i < r->out->count; i++) {
        const struct route *other = &r->out->rows[i];
        if (same_place(other, route) && strcmp(other->recipient, route->recipient) == 0 &&
            other->audience == route->audience && (other->kinds & route->kinds) != 0) {
            fault(r, "line %u says the same of this recipient already", other->line);
            return;
        }
    }
    if (r->out->count == ROUTES_MAX) {
        fault(r, "more than %d routes", ROUTES_MAX);
        return;
    }
    r->out->rows[r->out->count++] = *route;
}

static bool is_staff_id(const char *id)
{
    size_t size = strlen(id);
    return size > 0 && size <= ROUTES_STAFF_BYTES &&
           strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == size;
}

/* "S18 = s18@cps.example" */
static void add_staff(struct reading *r, const char *id, const char *text)
{
    struct route_staff row = {.line = r->line};
    bool named = is_staff_id(id);
    if (!named) {
        fault(r, "a staff id is 1 to %d of A-Z a-z 0-9 . _ -", ROUTES_STAFF_BYTES);
    }
    if (!read_address(r, text, row.recipient) || !named) {
        return;
    }
    if (routes_staff(r->out, id) != NULL) {
        fault(r, "%s has an address already", id);
    } else if (r->out->staff_count == ROUTES_STAFF_MAX) {
        fault(r, "more than %d staff ids", ROUTES_STAFF_MAX);
    } else {
        (void)snprintf(row.id, sizeof row.id, "%s", id);
        r->out->staff[r->out->staff_count++] = row;
    }
}

static void on_pair(void *self, const char *section, const char *name, const char *text,
                    unsigned line)
{
    struct reading *r = self;
    struct route route = {.line = line};
    r->line = line;
    if (section != NULL && strcmp(section, PFQ_CONFIG_STAFF) == 0) {
        add_staff(r, name, text);
    }
    if (section == NULL || strcmp(section, PFQ_CONFIG_ROUTES) != 0) {
        return; /* others are told by whoever reads them */
    }
    bool named = read_name(r, name, &route);
    if (read_text(r, text, &route) && named && check_kinds(r, &route)) {
        add(r, &route);
    }
}

enum pfq_code routes_read(const char *file, struct routes *out, struct pfq_err *err)
{
    struct reading r = {.file = file, .out = out};
    *out = (struct routes){.rows = calloc(ROUTES_MAX, sizeof *out->rows),
                           .staff = calloc(ROUTES_STAFF_MAX, sizeof *out->staff)};
    if (out->rows == NULL || out->staff == NULL) {
        routes_close(out);
        return pfq_fail(err, PFQ_E_CONFIG, "no memory");
    }
    enum pfq_code code = file == NULL ? PFQ_OK : pfq_config_pairs(file, on_pair, &r, err);
    if (code == PFQ_OK && r.faults > 0) {
        code = pfq_fail(err, PFQ_E_CONFIG, "[routes], [staff]: %u fault%s, listed above", r.faults,
                        r.faults == 1 ? "" : "s");
    }
    if (code != PFQ_OK) {
        routes_close(out);
    }
    return code;
}

void routes_close(struct routes *routes)
{
    free(routes->rows);
    free(routes->staff);
    *routes = (struct routes){.rows = NULL};
}

/* --- finding ---------------------------------------------------------------------------------- */

const char *routes_staff(const struct routes *routes, const char *id)
{
    for (size_t i = 0; i < routes->staff_count; i++) {
        if (strcmp(routes->staff[i].id, id) == 0) {
            return routes->staff[i].recipient;
        }
    }
    return NULL;
}

struct search {
    const Pfq__V1__Delivery *what;
    uint32_t level;
    const char **recipients;
    size_t most;
    size_t count;
    bool any;
};

static bool wants(const struct route *row, const struct search *s)
{
    return (row->kinds >> s->what->kind & 1U) != 0 ||
           (s->level > 0 && s->what->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CHALLENGE &&
            (row->kinds >> (ROUTES_LEVELS + s->level) & 1U) != 0);
}

static void look(const struct routes *routes, const char *force, const char *unit, struct search *s)
{
    for (size_t i = 0; i < routes->count; i++) {
        const struct route *row = &routes->rows[i];
        if (strcmp(row->force, force) != 0 || strcmp(row->unit, unit) != 0 ||
            row->audience != s->what->audience) {
            continue;
        }
        s->any = true;
        if (wants(row, s) && s->count < s->most) {
            s->recipients[s->count++] = row->recipient;
        }
    }
}

enum routes_answer routes_find(const struct routes *routes, const Pfq__V1__Delivery *what,
                               const char **recipients, size_t most, size_t *count)
{
    return routes_find_at(routes, what, 0, recipients, most, count);
}

enum routes_answer routes_find_at(const struct routes *routes, const Pfq__V1__Delivery *what,
                                  uint32_t level, const char **recipients, size_t most,
                                  size_t *count)
{
    struct search s = {.what = what, .level = level, .recipients = recipients, .most = most};
    look(routes, what->force, what->police_unit, &s);
    if (s.count == 0 && what->police_unit[0] != '\0' && what->force[0] != '\0') {
        look(routes, what->force, "", &s);
    }
    if (s.count == 0) {
        look(routes, "*", "", &s);
    }
    *count = s.count;
    return s.count > 0 ? ROUTES_FOUND : s.any ? ROUTES_NOT_WANTED : ROUTES_NONE;
}
