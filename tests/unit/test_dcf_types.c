/* A Digital Case File with one value of the wrong type, or a word that the format does not know:
 * the place is named, nothing else is said to be wrong, and no check fails that did not before.
 * Every value of the clean files in turn. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/doc.h"
#include "support/golden.h"

enum {
    PATH_CHARS = 256
};

TestSuite(dcf_types, .init = golden_open, .fini = golden_close);

/* One document, and where the walk is. */
struct sweep {
    json_t *root;
    const char *force;
    char path[PATH_CHARS];
    size_t tried;
};

/* Empty ones above all: what is empty is easily taken for what is missing. */
static const char *const others[] = {"{}",   "[]",      "\"\"", "7",
                                     "true", "\"zqx\"", "[7]",  "{\"x\": 1}"};

static bool same_type(const json_t *a, const json_t *b)
{
    return json_typeof(a) == json_typeof(b) || (json_is_boolean(a) && json_is_boolean(b)) ||
           (json_is_number(a) && json_is_number(b));
}

/* At the place or inside it. */
static bool is_at(const char *path, const char *place)
{
    size_t length = strlen(place);
    return strncmp(path, place, length) == 0 && strchr(".[", path[length]) != NULL;
}

static const char *failings(const struct sweep *s, const struct pfq_adapted *got,
                            struct pfq_arena *arena)
{
    const char *ids = "";
    if (got->envelope == NULL) {
        return ids;
    }
    const Pfq__V1__Catalogue *texts = golden_texts();
    const Pfq__V1__Judged *judged =
        golden_judge_submission(got->envelope->submission, s->path, arena);
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (golden_outcome(judged, i) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            ids = pfq_arena_printf(arena, "%s%s ", ids, texts->checks[i]->id);
        }
    }
    return ids;
}

static void expect_named_alone(struct sweep *s, const char *json)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const struct pfq_adapted *got = doc_adapt(s->root, s->force, &arena);
    bool named = false;
    for (size_t i = 0; i < got->problems.count; i++) {
        const char *path = got->problems.rows[i]->path;
        named = named || strcmp(path, s->path) == 0;
        cr_expect(is_at(path, s->path), "%s = %s: %s %s", s->path, json,
                  got->problems.rows[i]->code, path);
    }
    cr_expect(named, "%s = %s: not named: %s", s->path, json, doc_problems(got, &arena));
    const char *failing = failings(s, got, &arena);
    const char *wanted = strcmp(s->path, "$.case.pti_urn") == 0 ? "CD01 " : ""; /* as for none */
    cr_expect_str_eq(failing, wanted, "%s = %s: %s", s->path, json, failing);
    s->tried++;
    pfq_arena_close(&arena);
}

/* A text that is no word of the format, no date, no reference number. */
static void expect_alone(struct sweep *s)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const struct pfq_adapted *got = doc_adapt(s->root, s->force, &arena);
    bool named = false;
    for (size_t i = 0; i < got->problems.count; i++) {
        named = named || strcmp(got->problems.rows[i]->path, s->path) == 0;
    }
    cr_expect(!named || got->problems.count == 1, "%s: %s", s->path, doc_problems(got, &arena));
    const char *failing = named ? failings(s, got, &arena) : "";
    bool code = strstr(s->path, "cjs_offence_code") != NULL; /* nor is it in the national table */
    cr_expect_str_eq(failing, named && code ? "CD12 " : "", "%s: %s", s->path, failing);
    pfq_arena_close(&arena);
}

static void sweep_entry(struct sweep *s, json_t *holder, const char *key, size_t at);

static void sweep_inside(struct sweep *s, json_t *value)
{
    const char *key = NULL;
    json_t *entry = NULL;
    size_t i = 0;
    json_object_foreach(value, key, entry)
    {
        sweep_entry(s, value, key, 0);
    }
    json_array_foreach(value, i, entry)
    {
        sweep_entry(s, value, NULL, i);
    }
}

static void put(json_t *holder, const char *key, size_t at, json_t *value)
{
    int failed =
        key != NULL ? json_object_set(holder, key, value) : json_array_set(holder, at, value);
    cr_assert_eq(failed, 0);
}

/* The value of a key, or at a place of a list. */
static void sweep_entry(struct sweep *s, json_t *holder, const char *key, size_t at)
{
    size_t length = strlen(s->path);
    json_t *value =
        json_incref(key != NULL ? json_object_get(holder, key) : json_array_get(holder, at));
    if (key != NULL) {
        (void)snprintf(s->path + length, PATH_CHARS - length, ".%s", key);
    } else {
        (void)snprintf(s->path + length, PATH_CHARS - length, "[%zu]", at);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        json_t *other = json_loads(others[i], JSON_DECODE_ANY, NULL);
        if (!same_type(other, value)) {
            put(holder, key, at, other);
            expect_named_alone(s, others[i]);
            put(holder, key, at, value);
        }
        json_decref(other);
    }
    if (json_is_string(value)) {
        json_t *other = json_string("zqx");
        put(holder, key, at, other);
        expect_alone(s);
        put(holder, key, at, value);
        json_decref(other);
    }
    sweep_inside(s, value);
    s->path[length] = '\0';
    json_decref(value);
}

Test(dcf_types, what_cannot_be_read_is_named_and_nothing_else_is, .timeout = 300)
{
    static const struct {
        const char *file;
        const char *force;
    } rows[] = {{"gap", "43"}, {"ngap", "41"}, {"youth", "43"}, {"bob", "40"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const char *file = pfq_arena_printf(&arena, "tests/golden/dcf/%s.json", rows[i].file);
        struct sweep s = {.root = doc_load(file), .force = rows[i].force, .path = "$"};
        sweep_inside(&s, s.root);
        cr_log_info("%s: %zu", file, s.tried);
        json_decref(s.root);
        pfq_arena_close(&arena);
    }
}
