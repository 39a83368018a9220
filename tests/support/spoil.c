/* spoil.c - see spoil.h. */
#include "support/spoil.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEP_MAX = 64
};

static bool set_member(json_t *object, const char *name, json_t *value)
{
    if (json_is_null(value)) {
        return json_object_del(object, name) == 0;
    }
    return json_object_set(object, name, value) == 0;
}

static bool set_entry(json_t *array, const char *position, json_t *value)
{
    size_t place = strtoul(position, NULL, 10);
    if (place == 0 || place > json_array_size(array) + 1) {
        return false;
    }
    if (place == json_array_size(array) + 1) {
        return json_array_append(array, value) == 0;
    }
    return json_is_null(value) ? json_array_remove(array, place - 1) == 0
                               : json_array_set(array, place - 1, value) == 0;
}

static json_t *step_into(json_t *at, const char *step)
{
    if (json_is_array(at)) {
        size_t place = strtoul(step, NULL, 10);
        return place > 0 ? json_array_get(at, place - 1) : NULL;
    }
    json_t *next = json_object_get(at, step);
    if (!next && json_object_set_new(at, step, json_object()) == 0) {
        next = json_object_get(at, step);
    }
    return next;
}

static bool set_path(json_t *at, const char *path, json_t *value)
{
    char step[STEP_MAX];
    for (const char *dot = strchr(path, '.'); dot && at; dot = strchr(path, '.')) {
        size_t size = (size_t)(dot - path);
        if (size >= sizeof step) {
            return false;
        }
        memcpy(step, path, size);
        step[size] = '\0';
        at = step_into(at, step);
        path = dot + 1;
    }
    return json_is_array(at) ? set_entry(at, path, value)
                             : json_is_object(at) && set_member(at, path, value);
}

static json_t *documents_of(json_t *submission)
{
    return json_object_get(json_object_get(submission, "documents"), "document");
}

static bool remove_documents(json_t *submission, const char *code)
{
    json_t *documents = documents_of(submission);
    bool found = false;
    for (size_t i = json_array_size(documents); i-- > 0;) {
        const json_t *document = json_array_get(documents, i);
        if (strcmp(json_string_value(json_object_get(document, "code")), code) == 0) {
            json_array_remove(documents, i);
            found = true;
        }
    }
    return found;
}

static bool add_document(json_t *submission, const char *code)
{
    json_t *documents = documents_of(submission);
    json_t *document = json_deep_copy(json_array_get(documents, 0));
    return document && json_object_set_new(document, "code", json_string(code)) == 0 &&
           json_array_append_new(documents, document) == 0;
}

const char *spoil(json_t *submission, const json_t *variant)
{
    const char *path = NULL;
    json_t *value = NULL;
    size_t i = 0;
    json_array_foreach(json_object_get(variant, "with"), i, value)
    {
        if (!add_document(submission, json_string_value(value))) {
            return json_string_value(value);
        }
    }
    json_array_foreach(json_object_get(variant, "without"), i, value)
    {
        if (!remove_documents(submission, json_string_value(value))) {
            return json_string_value(value);
        }
    }
    json_object_foreach(json_object_get(variant, "set"), path, value)
    {
        if (!set_path(submission, path, value)) {
            return path;
        }
    }
    return NULL;
}
