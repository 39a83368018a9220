/* random_message.c - see random_message.h. */
#include "support/random_message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "standard/language/ast.h"

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    HOUR_MS = 60 * 60 * 1000,
    MINUTE_MS = 60 * 1000,
    CODES = 77 /* of documents */
};

struct maker {
    uint64_t state; /* of the generator */
    uint64_t salt;  /* the same for the whole message */
    const struct random_pool *pool;
    struct pfq_arena *arena;
    int64_t event_at;
    unsigned given; /* per cent of fields that are said */
    unsigned good;  /* per cent of flags that are true */
    size_t index;   /* of the entry that is made */
};

/* --- chance ------------------------------------------------------------------------------------
 */

static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t n)
{
    return (size_t)(next(state) % n);
}

static bool chance(uint64_t *state, unsigned per_cent)
{
    return below(state, 100) < per_cent;
}

static bool is(const ProtobufCFieldDescriptor *field, const char *name)
{
    return strcmp(field->name, name) == 0;
}

/* --- what the catalogue names --------------------------------------------------------------------
 */

static void pool_text(const char *text, struct random_pool *out)
{
    struct rule_token t = {.kind = TOKEN_NUMBER};
    while (text != NULL && t.kind != TOKEN_END && t.kind != TOKEN_BAD) {
        t = rule_lex(text, t.offset + t.size);
        if (t.kind == TOKEN_NUMBER && out->number_count < RANDOM_NUMBERS_MAX) {
            out->numbers[out->number_count++] = t.number;
        }
        if (t.kind == TOKEN_DATE && out->date_count < RANDOM_NUMBERS_MAX) {
            out->dates[out->date_count++] = (int32_t)t.number;
        }
    }
}

void random_pool_read(const struct sources *sources, struct random_pool *out)
{
    static const int32_t dates[] = {20150601, 20160229, 20170301, 20210101, 20220501,
                                    20240229, 20250701, 20260329, 20261025};
    *out = (struct random_pool){.number_count = 0};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        out->dates[out->date_count++] = dates[i];
    }
    for (size_t i = 0; i < sources->row_count; i++) {
        pool_text(sources->rows[i].when, out);
        pool_text(sources->rows[i].check, out);
    }
    for (size_t i = 0; i < sources->word_count; i++) {
        pool_text(sources->words[i].means, out);
    }
    for (size_t i = 0; i < sources->value_count; i++) {
        pool_text(sources->values[i].is, out);
    }
}

static int64_t pooled(const struct maker *m, uint64_t *state)
{
    return m->pool->numbers[below(state, m->pool->number_count)];
}

/* --- numbers, dates, instants -------------------------------------------------------------------
 */

static uint32_t some_number(const struct maker *m, uint64_t *state,
                            const ProtobufCFieldDescriptor *field)
{
    bool position = is(field, "defendant") || is(field, "witness") || is(field, "exhibit") ||
                    is(field, "duplicate_of");
    if (is(field, "number") && chance(state, 95)) {
        return (uint32_t)m->index + 1;
    }
    if (is(field, "age_at_submission") && chance(state, 50)) {
        return 8 + (uint32_t)below(state, 60);
    }
    if (chance(state, position ? 90 : 35)) {
        return (uint32_t)below(state, 4);
    }
    if (chance(state, 20)) {
        return (uint32_t)below(state, position ? 140 : 2000);
    }
    int64_t n = pooled(m, state) + (int64_t)below(state, 3) - 1;
    return n < 0 ? 0 : (uint32_t)n;
}

static int64_t some_days(const struct maker *m, uint64_t *state)
{
    int64_t sign = chance(state, 50) ? 1 : -1;
    if (chance(state, 35)) {
        return (int64_t)below(state, 7) - 3;
    }
    if (chance(state, 75)) {
        return sign * (pooled(m, state) % 400 + (int64_t)below(state, 3) - 1);
    }
    return sign * (int64_t)below(state, 400);
}

static int32_t some_date(const struct maker *m, uint64_t *state)
{
    if (chance(state, 3)) {
        return m->pool->dates[below(state, m->pool->date_count)];
    }
    if (chance(state, 1)) {
        return 20260231; /* no such day */
    }
    return pfq_date_add(pfq_london_date(m->event_at), (int)some_days(m, state));
}

static int64_t some_instant(const struct maker *m, uint64_t *state)
{
    static const int minutes[] = {0, 1, 59, 60, 120, 509, 510, 511, 720, 1439};
    if (chance(state, 20)) {
        return m->event_at;
    }
    if (chance(state, 30)) {
        int64_t hours = pooled(m, state) % 200;
        return m->event_at - hours * HOUR_MS + ((int64_t)below(state, 3) - 1) * MINUTE_MS;
    }
    int32_t date = pfq_date_add(pfq_london_date(m->event_at), (int)some_days(m, state));
    return pfq_london_ms(date, minutes[below(state, sizeof minutes / sizeof *minutes)]);
}

/* --- texts ---------------------------------------------------------------------------------------
 */

static char *some_asn(const struct maker *m, uint64_t *state)
{
    static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
    unsigned sequence = (unsigned)below(state, 1000000);
    unsigned long long number = 0;
    char digits[32];
    (void)snprintf(digits, sizeof digits, "430126%011u", sequence);
    number = strtoull(digits, NULL, 10);
    unsigned letter = (unsigned)(number % 23 + (chance(state, m->good) ? 0 : 1)) % 23;
    return pfq_arena_printf(m->arena, "2643AA01%011u%c", sequence, letters[letter]);
}

static char *some_text(const struct maker *m, uint64_t *state,
                       const ProtobufCFieldDescriptor *field)
{
    static const char *const urns[] = {"43AA1234526",      "43/BA/00001/26", "02CH1234517",
                                       "40CH7654321-M",    "43ZZ1234526",    "99AA1234526",
                                       "43 aa 12345 26/2", "43AA123452",     "",
                                       "43AA1234525"};
    static const char *const codes[] = {"TH68010", "CJ88001", "PH97004", "PH97006", "PH97009",
                                        "PH97010", "PH97011", "OF61016", "SX03002", "ZZ99999"};
    static const char *const forces[] = {"43", "43", "43", "40", "41", "02", "01"};
    if (is(field, "asn")) {
        return some_asn(m, state);
    }
    const char *text = "AA";
    if (is(field, "urn")) {
        text = chance(state, m->good) ? urns[0] : urns[below(state, sizeof urns / sizeof *urns)];
    } else if (is(field, "cjs_code")) {
        text = codes[below(state, chance(state, m->good) ? 9 : 10)];
    } else if (is(field, "submitting_force")) {
        text = forces[below(state, sizeof forces / sizeof *forces)];
    }
    return pfq_arena_strdup(m->arena, text);
}

/* --- fields
 * --------------------------------------------------------------------------------------- */

static void fill(struct maker *m, ProtobufCMessage *message);

static ProtobufCMessage *make(struct maker *m, const ProtobufCMessageDescriptor *type)
{
    ProtobufCMessage *message =
        pfq_arena_alloc(m->arena, 1, type->sizeof_message, alignof(max_align_t));
    type->message_init(message);
    fill(m, message);
    return message;
}

static void put_value(struct maker *m, uint64_t *state, const ProtobufCFieldDescriptor *field,
                      void *out)
{
    const ProtobufCEnumDescriptor *codes = field->descriptor;
    bool rare = is(field, "submitted_day_only") || is(field, "force_from_urn");
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *)out = chance(state, rare ? 5 : m->good);
        break;
    case PROTOBUF_C_TYPE_ENUM:
        *(int32_t *)out = codes->values[below(state, codes->n_values)].value;
        break;
    case PROTOBUF_C_TYPE_UINT32:
        *(uint32_t *)out = some_number(m, state, field);
        break;
    case PROTOBUF_C_TYPE_INT32:
        *(int32_t *)out = some_date(m, state);
        break;
    case PROTOBUF_C_TYPE_INT64:
        *(int64_t *)out = some_instant(m, state);
        break;
    case PROTOBUF_C_TYPE_STRING:
        *(char **)out = some_text(m, state, field);
        break;
    default:
        *(ProtobufCMessage **)out = make(m, field->descriptor);
    }
}

static size_t some_count(struct maker *m, const ProtobufCFieldDescriptor *field)
{
    if (is(field, "defendant") && field->type != PROTOBUF_C_TYPE_MESSAGE) {
        return chance(&m->state, 60) ? 0 : 1 + below(&m->state, 2);
    }
    if (chance(&m->state, 1)) {
        return 60 + below(&m->state, 75);
    }
    return chance(&m->state, 15) ? 0 : 1 + below(&m->state, chance(&m->state, 70) ? 2 : 6);
}

static void put_list(struct maker *m, const ProtobufCFieldDescriptor *field, char *message,
                     size_t count)
{
    bool pointers = field->type == PROTOBUF_C_TYPE_MESSAGE || field->type == PROTOBUF_C_TYPE_STRING;
    size_t size = pointers ? sizeof(void *) : sizeof(uint32_t);
    size_t outer = m->index;
    char *entries = pfq_arena_alloc(m->arena, count + 1, size, alignof(max_align_t));
    for (size_t i = 0; i < count; i++) {
        m->index = i;
        put_value(m, &m->state, field, entries + i * size);
    }
    m->index = outer;
    *(size_t *)(void *)(message + field->quantifier_offset) = count;
    *(char **)(void *)(message + field->offset) = entries;
}

/* A document of nearly every code, or of a few. */
static void put_documents(struct maker *m, const ProtobufCFieldDescriptor *field,
                          ProtobufCMessage *message)
{
    static const unsigned densities[] = {3, 30, 60, 95, 100};
    unsigned density = densities[below(&m->state, sizeof densities / sizeof *densities)];
    int32_t codes[CODES];
    size_t count = 0;
    for (int32_t code = 1; code <= CODES; code++) {
        if (chance(&m->state, density)) {
            codes[count++] = code;
        }
    }
    put_list(m, field, (char *)message, count);
    Pfq__V1__Documents *documents = (Pfq__V1__Documents *)message;
    for (size_t i = 0; i < count; i++) {
        documents->document[i]->has_code = !chance(&m->state, 1);
        documents->document[i]->code = (Pfq__V1__DocumentCode)codes[i];
    }
}

/* The same name has the same seed in all of the message. */
static uint64_t own_state(const struct maker *m, const ProtobufCMessageDescriptor *type,
                          const ProtobufCFieldDescriptor *field)
{
    uint64_t hash = m->salt;
    for (const char *s = type->short_name; *s != '\0'; s++) {
        hash = (hash ^ (unsigned char)*s) * UINT64_C(0x100000001B3);
    }
    for (const char *s = field->name; *s != '\0'; s++) {
        hash = (hash ^ (unsigned char)*s) * UINT64_C(0x100000001B3);
    }
    return next(&hash);
}

static bool is_given(struct maker *m, uint64_t *state, const ProtobufCMessageDescriptor *type,
                     const ProtobufCFieldDescriptor *field)
{
    bool whom = type == &pfq__v1__document__descriptor &&
                (is(field, "witness") || is(field, "duplicate_of"));
    return chance(state, whom ? 15 : m->given);
}

static void put_field(struct maker *m, ProtobufCMessage *message,
                      const ProtobufCFieldDescriptor *field)
{
    char *base = (char *)message;
    uint64_t own = own_state(m, message->descriptor, field);
    bool message_field = field->type == PROTOBUF_C_TYPE_MESSAGE;
    uint64_t *state = own % 2 == 0 && !message_field ? &own : &m->state;
    if (!is_given(m, state, message->descriptor, field)) {
        return;
    }
    put_value(m, state, field, base + field->offset);
    if (field->quantifier_offset != 0) {
        *(protobuf_c_boolean *)(void *)(base + field->quantifier_offset) = 1;
    }
}

static void fill(struct maker *m, ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        if (field->label != PROTOBUF_C_LABEL_REPEATED) {
            put_field(m, message, field);
        } else if (type == &pfq__v1__documents__descriptor && chance(&m->state, 80)) {
            put_documents(m, field, message);
        } else {
            put_list(m, field, (char *)message, some_count(m, field));
        }
    }
}

/* --- messages
 * -------------------------------------------------------------------------------------- */

static int64_t some_event(struct maker *m)
{
    static const int minutes[] = {0, 59, 61, 509, 510, 511, 720, 1439};
    int32_t date = pfq_date_add(20260101, (int)below(&m->state, 400));
    if (chance(&m->state, 15)) {
        date = pfq_date_add(20150101, (int)below(&m->state, 5000));
    } else if (chance(&m->state, 10)) {
        date = pfq_date_add(m->pool->dates[below(&m->state, m->pool->date_count)],
                            (int)below(&m->state, 3) - 1);
    }
    return pfq_london_ms(date, minutes[below(&m->state, sizeof minutes / sizeof *minutes)]);
}

ProtobufCMessage *random_message(const ProtobufCMessageDescriptor *type, uint64_t seed,
                                 const struct random_pool *pool, struct pfq_arena *arena)
{
    static const unsigned given[] = {55, 85, 97, 100};
    static const unsigned good[] = {15, 50, 85, 97, 100};
    struct maker m = {.state = seed, .pool = pool, .arena = arena};
    m.salt = next(&m.state);
    m.given = given[below(&m.state, sizeof given / sizeof *given)];
    m.good = good[below(&m.state, sizeof good / sizeof *good)];
    m.event_at = some_event(&m);
    ProtobufCMessage *message = make(&m, type);
    if (type == &pfq__v1__submission__descriptor) {
        Pfq__V1__Submission *s = (Pfq__V1__Submission *)message;
        s->has_submitted_at = true;
        s->submitted_at = m.event_at;
        s->has_file_type = true;
        s->file_type = (Pfq__V1__FileType)(1 + below(&m.state, 12));
        s->submitting_force =
            s->submitting_force == NULL ? pfq_arena_strdup(arena, "43") : s->submitting_force;
    }
    return message;
}

Pfq__V1__Submission *random_submission(uint64_t seed, const struct random_pool *pool,
                                       struct pfq_arena *arena)
{
    return (Pfq__V1__Submission *)random_message(&pfq__v1__submission__descriptor, seed, pool,
                                                 arena);
}
