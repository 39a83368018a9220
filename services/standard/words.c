/* words.c - standard.yaml: the label, the words and the values of a catalogue. */
#include <ctype.h>
#include <string.h>

#include "catalogue.h"
#include "pfq/clock.h"

static const char *const file_keys[] = {"label", "words", "values", "certificates"};
static const char *const word_keys[] = {"word", "means", "named"};
static const char *const value_keys[] = {"value", "is", "unit", "text"};

enum {
    LIMIT_MAX = 1000 /* failings that a verdict counts to */
};

static bool is_name(const char *text)
{
    for (const char *s = text; *s != '\0'; s++) {
        if (!islower((unsigned char)*s) && *s != '_' &&
            (s == text || !isdigit((unsigned char)*s))) {
            return false;
        }
    }
    return true;
}

static bool is_new(const struct catalogue_loader *l, const char *name)
{
    const struct rule_vocabulary *v = &l->vocabulary;
    for (size_t i = 0; i < v->word_count; i++) {
        if (strcmp(v->words[i].name, name) == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < v->value_count; i++) {
        if (strcmp(v->values[i].name, name) == 0) {
            return false;
        }
    }
    return true;
}

/* The name that an entry defines; NULL: faulty. */
static const char *read_name(struct catalogue_loader *l, const struct yaml_file *file,
                             struct fy_node *entry, const char *key)
{
    struct fy_node *node = fy_node_mapping_lookup_by_string(entry, key, FY_NT);
    const char *name = yaml_text(node, l->scratch);
    if (name == NULL) {
        yaml_fault(file, entry, "Give it a name.", "The key '%s' is missing.", key);
        return NULL;
    }
    if (!is_name(name)) {
        yaml_fault(file, node, "Use lower case letters, digits and _.", "%s is no name.", name);
        return NULL;
    }
    if (!is_new(l, name) || rule_name_taken(name)) {
        yaml_fault(file, node, "Choose another name.", "The name %s is taken.", name);
        return NULL;
    }
    return name;
}

static void read_word(struct catalogue_loader *l, const struct yaml_file *file,
                      struct fy_node *entry)
{
    const char *name = NULL;
    if (!rows_check_keys(file, entry, word_keys, sizeof word_keys / sizeof *word_keys) ||
        (name = read_name(l, file, entry, "word")) == NULL) {
        return;
    }
    struct fy_node *means = fy_node_mapping_lookup_by_string(entry, "means", FY_NT);
    struct rule_source *source = yaml_expression(file, means, l->scratch);
    if (source == NULL) {
        yaml_fault(file, entry, "Say what the word stands for.", "The key 'means' is missing.");
    }
    struct rule_word *w = &l->vocabulary.words[l->vocabulary.word_count++];
    w->name = name;
    w->named = yaml_text(fy_node_mapping_lookup_by_string(entry, "named", FY_NT), l->scratch);
    w->ast = source == NULL ? NULL : rule_parse_word(source, l->scratch, &l->faults);
    catalogue_ink_add(&l->ink, "word");
    catalogue_ink_add(&l->ink, name);
    catalogue_ink_add(&l->ink, w->named);
    catalogue_ink_add(&l->ink, source == NULL ? NULL : source->text);
}

/* A number, a date, a time of day, or else a text. */
static void read_literal(const char *text, struct rule_value *v)
{
    static const struct {
        enum rule_token_kind kind;
        enum rule_type type;
    } kinds[] = {{TOKEN_NUMBER, RULE_NUMBER}, {TOKEN_DATE, RULE_DATE}, {TOKEN_TIME, RULE_TIME}};
    struct rule_token t = rule_lex(text, 0);
    v->type = RULE_TEXT;
    v->text = text;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (t.kind == kinds[i].kind && text[t.size] == '\0') {
            v->type = kinds[i].type;
            v->number = t.number;
        }
    }
}

static void read_value(struct catalogue_loader *l, const struct yaml_file *file,
                       struct fy_node *entry)
{
    const char *name = NULL;
    if (!rows_check_keys(file, entry, value_keys, sizeof value_keys / sizeof *value_keys) ||
        (name = read_name(l, file, entry, "value")) == NULL) {
        return;
    }
    struct fy_node *is = fy_node_mapping_lookup_by_string(entry, "is", FY_NT);
    const char *text = yaml_text(is, l->scratch);
    if (text == NULL) {
        yaml_fault(file, entry, "Say what the value is.", "The key 'is' is missing.");
        text = "0";
    }
    if (fy_node_mapping_lookup_by_string(entry, "text", FY_NT) == NULL) {
        yaml_fault(file, entry, "Say what the value is for.", "The key 'text' is missing.");
    }
    struct rule_value *v = &l->vocabulary.values[l->vocabulary.value_count++];
    v->name = name;
    read_literal(pfq_arena_strdup(&l->standard->arena, text), v);
    catalogue_ink_add(&l->ink, "value");
    catalogue_ink_add(&l->ink, name);
    catalogue_ink_add(&l->ink, text);
}

static void read_all(struct catalogue_loader *l, const struct yaml_file *file, struct fy_node *list,
                     void (*read)(struct catalogue_loader *, const struct yaml_file *,
                                  struct fy_node *))
{
    void *next = NULL;
    struct fy_node *entry = NULL;
    if (list != NULL && !fy_node_is_sequence(list)) {
        yaml_fault(file, list, "Begin each entry with '- '.", "Here a list is needed.");
        return;
    }
    while (list != NULL && (entry = fy_node_sequence_iterate(list, &next)) != NULL) {
        read(l, file, entry);
    }
}

static size_t count_entries(struct fy_node *list)
{
    int n = list == NULL || !fy_node_is_sequence(list) ? 0 : fy_node_sequence_item_count(list);
    return n < 0 ? 1 : (size_t)n + 1;
}

/* --- verdict ----------------------------------------------------------------------------- */

/* *out stays as it is where the catalogue has no such value. */
static void read_limit(const struct catalogue_loader *l, const struct yaml_file *file,
                       const char *name, uint32_t *out)
{
    const struct rule_vocabulary *v = &l->vocabulary;
    for (size_t i = 0; i < v->value_count; i++) {
        if (strcmp(v->values[i].name, name) != 0) {
            continue;
        }
        if (v->values[i].type == RULE_NUMBER && v->values[i].number <= LIMIT_MAX) {
            *out = (uint32_t)v->values[i].number;
        } else {
            yaml_fault(file, NULL, "Write how many failings, or 0 for never.",
                       "The value %s is no count.", name);
        }
    }
}

static void read_limits(const struct catalogue_loader *l, const struct yaml_file *file)
{
    Pfq__V1__VerdictLimits *limits = &l->standard->limits;
    read_limit(l, file, "verdict_critical_fails", &limits->critical_fails);
    read_limit(l, file, "verdict_major_fails", &limits->major_fails);
    read_limit(l, file, "verdict_major_partly", &limits->major_partly);
}

/* --- the whole --------------------------------------------------------------------------- */

void words_read(struct catalogue_loader *l, const struct yaml_file *file)
{
    struct fy_node *root = fy_document_root(file->document);
    if (!rows_check_keys(file, root, file_keys, sizeof file_keys / sizeof *file_keys)) {
        return;
    }
    const char *label =
        yaml_text(fy_node_mapping_lookup_by_string(root, "label", FY_NT), &l->standard->arena);
    if (label == NULL) {
        yaml_fault(file, root, "Write label: \"2026.1\".", "The key 'label' is missing.");
        label = "";
    }
    l->standard->texts.label = pfq_arena_strdup(&l->standard->arena, label);
    catalogue_ink_add(&l->ink, label);
    struct fy_node *words = fy_node_mapping_lookup_by_string(root, "words", FY_NT);
    struct fy_node *values = fy_node_mapping_lookup_by_string(root, "values", FY_NT);
    l->vocabulary.words = pfq_arena_new(l->scratch, struct rule_word, count_entries(words));
    l->vocabulary.values = pfq_arena_new(l->scratch, struct rule_value, count_entries(values));
    read_all(l, file, words, read_word);
    read_all(l, file, values, read_value);
    read_limits(l, file);
}
