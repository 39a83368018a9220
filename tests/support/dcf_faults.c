/* dcf_faults.c - see dcf_faults.h. */
#include "support/dcf_faults.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "pfq/bug.h"
#include "support/doc.h"

json_t *dcf_faults_load(void)
{
    glob_t files;
    json_t *all = json_array();
    PFQ_ASSERT(glob("tests/golden/dcf/faults_*.json", 0, NULL, &files) == 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        json_t *some = doc_load(files.gl_pathv[i]);
        PFQ_ASSERT(json_array_extend(all, some) == 0);
        json_decref(some);
    }
    globfree(&files);
    return all;
}

static void set(json_t *document, const char *path, const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    doc_set(document, path, text);
    free(text);
}

json_t *dcf_faults_base(const json_t *fault)
{
    char file[64];
    const char *path = NULL;
    json_t *value = NULL;
    snprintf(file, sizeof file, "tests/golden/dcf/%s.json",
             json_string_value(json_object_get(fault, "base")));
    json_t *document = doc_load(file);
    json_object_foreach(json_object_get(fault, "first"), path, value)
    {
        if (json_is_null(value)) {
            doc_set(document, path, NULL);
        } else {
            set(document, path, value);
        }
    }
    return document;
}

json_t *dcf_faults_plant(const json_t *fault)
{
    json_t *document = dcf_faults_base(fault);
    const char *path = NULL;
    json_t *value = NULL;
    size_t i = 0;
    json_object_foreach(json_object_get(fault, "set"), path, value)
    {
        set(document, path, value);
    }
    json_array_foreach(json_object_get(fault, "without"), i, value)
    {
        doc_set(document, json_string_value(value), NULL);
    }
    if (json_object_get(fault, "again") != NULL) {
        json_t *list = doc_at(document, json_string_value(json_object_get(fault, "again")));
        PFQ_ASSERT(json_array_append_new(list, json_deep_copy(json_array_get(list, 0))) == 0);
    }
    return document;
}
