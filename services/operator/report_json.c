/* report_json.c - a receipt as one JSON object on a line: see report.h.
 *
 * The contract's own JSON, put into the order that is promised; what else the contract
 * has (feedbackNumber, mode ...) and what only this command knows follows. */
#include <stdlib.h>

#include "pfq/json.h"
#include "report.h"

static const char *const first_keys[] = {
    "source",  "id",      "answer",           "urn",    "force",    "fileType",
    "ordinal", "verdict", "catalogueVersion", "counts", "findings", "problems",
    "warnings"};

static void move(json_t *from, const char *key, json_t *to)
{
    json_t *value = json_object_get(from, key);
    if (value != NULL) {
        (void)json_object_set(to, key, value);
        (void)json_object_del(from, key);
    }
}

static json_t *ids_json(const struct report_context *context)
{
    json_t *ids = json_array();
    for (size_t i = 0; i < context->not_looked_at_count; i++) {
        (void)json_array_append_new(ids, json_string(context->not_looked_at[i]));
    }
    return ids;
}

json_t *report_json(const Pfq__V1__Receipt *receipt, const struct report_context *context)
{
    json_t *all = pfq_json_value(&receipt->base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS);
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof first_keys / sizeof first_keys[0]; i++) {
        move(all, first_keys[i], object);
    }
    (void)json_object_update(object, all);
    json_decref(all);
    if (context->file != NULL) {
        (void)json_object_set_new(object, "file", json_string(context->file));
    }
    if (context->line > 0) {
        (void)json_object_set_new(object, "line", json_integer(context->line));
    }
    if (context->told_here > 0) {
        (void)json_object_set_new(object, "problemsToldHereOnly",
                                  json_integer((json_int_t)context->told_here));
    }
    if (context->not_looked_at_count > 0) {
        (void)json_object_set_new(object, "notLookedAt", ids_json(context));
    }
    return object;
}

enum {
    FORMAT = 1 /* of --json: grows when a key changes its meaning or goes away */
};

json_t *report_object(void)
{
    json_t *object = json_object();
    (void)json_object_set_new(object, "format", json_integer(FORMAT));
    return object;
}

void report_message(const ProtobufCMessage *message)
{
    json_t *object = report_object();
    json_t *value = pfq_json_value(message, PFQ_JSON_SHORT_ENUMS);
    (void)json_object_update(object, value);
    json_decref(value);
    report_write(stdout, object);
}

/* ASCII alone: no byte of it drives a terminal. */
void report_write(FILE *out, json_t *object)
{
    (void)json_object_set_new(object, "format", json_integer(FORMAT));
    (void)json_dumpf(object, out, JSON_COMPACT | JSON_ENSURE_ASCII);
    putc('\n', out);
    json_decref(object);
}
