/* dcf_rules.c - the engine that walks the rule tables: see dcf_rules.h.
 *
 * A path is built on the way, in one buffer: it holds keys of the tables and positions,
 * never anything of the document (G9). */
#include "dcf_rules.h"

#include <stdio.h>
#include <string.h>

#include "dcf_shape.h"
#include "dcf_value.h"

enum {
    PATH_CHARS = 320,
    KEY_CHARS = 96
};

const struct dcf_place *const dcf_rules_all[] = {dcf_rules_case,
                                                 dcf_rules_defendant,
                                                 dcf_rules_bail,
                                                 dcf_rules_interview,
                                                 dcf_rules_media,
                                                 dcf_rules_offence,
                                                 dcf_rules_property,
                                                 dcf_rules_witness,
                                                 dcf_rules_victim,
                                                 dcf_rules_names,
                                                 NULL};

/* --- one rule --------------------------------------------------------------------- */

static enum dcf_truth condition(const struct dcf_scope *s, const struct dcf_when *when)
{
    if (when->key == NULL) {
        return DCF_YES;
    }
    enum dcf_truth t =
        when->word == NULL ? dcf_flag(s->item, when->key) : dcf_word_is(s, when->key, when->word);
    return when->is_not ? dcf_not(t) : t;
}

static bool is_of_file(const struct dcf_scope *s, const struct dcf_rule *rule)
{
    return (rule->files & (s->d->bob ? DCF_IN_BOB : DCF_IN_FH)) != 0;
}

static bool applies(const struct dcf_scope *s, const struct dcf_rule *rule)
{
    return condition(s, &rule->when[0]) == DCF_YES && condition(s, &rule->when[1]) == DCF_YES &&
           (rule->also == NULL || rule->also(s) == DCF_YES);
}

static const json_t *value_of(const struct dcf_scope *s, const struct dcf_rule *rule)
{
    return rule->key == NULL ? s->item : json_object_get(s->item, rule->key);
}

static bool broken(const struct dcf_scope *s, const struct dcf_rule *rule)
{
    const json_t *value = value_of(s, rule);
    switch (rule->demand) {
    case DCF_GIVEN:
        return dcf_blank(value);
    case DCF_NOT_BLANK:
        return value != NULL && !json_is_null(value) && dcf_blank(value);
    case DCF_ABSENT:
        return !dcf_blank(value);
    case DCF_MEETS:
        return rule->meets(s) == DCF_NO;
    }
    return false;
}

/* --- telling it once ---------------------------------------------------------------- */

/* The place itself; with `inside`, also what is in it. */
static bool is_at(const char *path, const char *place, bool inside)
{
    size_t length = strlen(place);
    return strncmp(path, place, length) == 0 &&
           (path[length] == '\0' || (inside && strchr(".[", path[length]) != NULL));
}

static bool told(const struct dcf_scope *s, const char *place)
{
    for (size_t i = 0; i < s->structural; i++) {
        if (is_at(s->d->problems->rows[i]->path, place, false)) {
            return true;
        }
    }
    return false;
}

/* Something stands there, and it is of the wrong type: that is no matter of what is missing. */
static bool is_unread(const Pfq__V1__Problem *p, bool given)
{
    return given && strcmp(p->code, "DCF_TYPE") == 0;
}

/* The finding says it: what the structure check said of the place goes.  What is not about
 * the format (whose file it is) stays, and so does a wrong type. */
static void leave_to_check(struct dcf_scope *s, const char *place, const json_t *value)
{
    struct pfq_problems *list = s->d->problems;
    bool given = value != NULL && !json_is_null(value);
    size_t kept = 0;
    size_t structural = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool of_format = strncmp(list->rows[i]->code, "DCF_", 4) == 0;
        if (!of_format || is_unread(list->rows[i], given) ||
            !is_at(list->rows[i]->path, place, dcf_blank(value))) {
            structural += i < s->structural;
            list->rows[kept++] = list->rows[i];
        }
    }
    list->count = kept;
    s->structural = structural;
}

static bool check_speaks(const struct dcf_scope *s, const struct dcf_rule *rule)
{
    return rule->check != NULL && dcf_judged(s) == DCF_YES &&
           (rule->speaks == NULL || rule->speaks(s) == DCF_YES);
}

static void tell(struct dcf_scope *s, const struct dcf_rule *rule)
{
    char place[PATH_CHARS + KEY_CHARS];
    (void)snprintf(place, sizeof place, "%s%s%s", s->path, rule->key == NULL ? "" : ".",
                   rule->key == NULL ? "" : rule->key);
    if (check_speaks(s, rule)) {
        leave_to_check(s, place, value_of(s, rule));
    } else if (!told(s, place)) {
        pfq_problem(s->d->problems, rule->code, place, rule->fix, "%s", rule->says);
    }
}

/* The demand before its condition: most files meet most demands, and then nobody need ask. */
static void check_rules(struct dcf_scope *s, const struct dcf_rule *rules)
{
    for (const struct dcf_rule *rule = rules; rule->ids != NULL; rule++) {
        bool readable = rule->key == NULL || json_is_object(s->item);
        if (readable && is_of_file(s, rule) && broken(s, rule) && applies(s, rule)) {
            tell(s, rule);
        }
    }
}

/* --- the walk ------------------------------------------------------------------------ */

struct walk {
    const struct dcf_rule *rules;
    struct dcf_scope scope;
    char path[PATH_CHARS];
};

static void visit(struct walk *w, const char *at, const json_t *value);

static void append(struct walk *w, const char *key, size_t size)
{
    size_t length = strlen(w->path);
    (void)snprintf(w->path + length, PATH_CHARS - length, ".%.*s", (int)size, key);
}

static void append_place(struct walk *w, size_t place)
{
    size_t length = strlen(w->path);
    (void)snprintf(w->path + length, PATH_CHARS - length, "[%zu]", place);
}

/* Each entry, until there are more problems than are listed. */
static void visit_entries(struct walk *w, const char *rest, const json_t *list)
{
    const struct dcf_scope before = w->scope;
    size_t length = strlen(w->path);
    for (size_t i = 0; i < dcf_count(list) && before.d->problems->unlisted == 0; i++) {
        const json_t *entry = json_array_get(list, i);
        size_t structural = w->scope.structural;
        w->scope = before;
        w->scope.structural = structural;
        w->scope.list = list;
        w->scope.at = i;
        if (before.owner == NULL) {
            w->scope.owner = entry;
            w->scope.owner_at = i;
        }
        append_place(w, i);
        visit(w, rest, entry);
        w->path[length] = '\0';
    }
    size_t structural = w->scope.structural;
    w->scope = before;
    w->scope.structural = structural;
}

static void visit_key(struct walk *w, const char *key, size_t size, const char *rest,
                      const json_t *object)
{
    size_t length = strlen(w->path);
    const json_t *value = json_object_getn(object, key, size);
    append(w, key, size);
    if (strncmp(rest, "[]", 2) == 0) {
        visit_entries(w, rest + 2, value);
    } else {
        w->scope.list = NULL;
        visit(w, rest, value);
    }
    w->path[length] = '\0';
}

/* What is not there has no rules: that it is missing is a rule of what holds it. */
static void visit(struct walk *w, const char *at, const json_t *value)
{
    at += *at == '.';
    if (value == NULL) {
        return;
    }
    if (*at == '\0') {
        w->scope.item = value;
        w->scope.path = w->path;
        check_rules(&w->scope, w->rules);
        return;
    }
    size_t size = strcspn(at, ".[");
    if (*at != '*') {
        visit_key(w, at, size, at + size, value);
        return;
    }
    for (const struct dcf_option *list = dcf_offence_lists; list->shape != NULL; list++) {
        visit_key(w, list->mark, strlen(list->mark), at + size, value);
    }
}

void dcf_rules_check(const struct dcf *d)
{
    struct walk w = {.scope = {.d = d, .structural = d->problems->count}};
    for (const struct dcf_place *const *table = dcf_rules_all; *table != NULL; table++) {
        for (const struct dcf_place *place = *table; place->at != NULL; place++) {
            size_t structural = w.scope.structural;
            w.scope = (struct dcf_scope){.d = d, .structural = structural};
            w.rules = place->rules;
            (void)snprintf(w.path, sizeof w.path, "$.case");
            visit(&w, place->at, d->body);
        }
    }
}
