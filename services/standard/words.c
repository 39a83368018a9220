/* words.c - standard.yaml: the label, the words and the values of a catalogue. */
#include <ctype.h>
#include <string.h>

#include "catalogue.h"
#include "pfq/clock.h"

static const char *const file_keys[] = {"label", "words", "values", "certificates"};
static const char *const word_keys[] = {"word", "means", "named"};
static const char *const value_keys[] = {"value", "is", "unit", "text"};

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

/* --- values ------------------------------------------------------------------------------ */

/* One setting: all of a value are of one type. */
static void read_setting(struct catalogue_loader *l, const struct yaml_file *file,
                         struct fy_node *node, int32_t from, struct setting_row *row)
{
    int64_t number = 0;
    enum rule_type type = RULE_FAULTY;
    const char *text = yaml_text(node, l->scratch);
    if (text == NULL || !settings_literal(text, &type, &number)) {
        yaml_fault(file, node, "Write a number, a date or a time of day.",
                   "The value %s is none of these.", row->name);
        return;
    }
    if (row->type != RULE_FAULTY && row->type != type) {
        yaml_fault(file, node, "Write all settings of a value alike.",
                   "The value %s changes from one kind to another.", row->name);
    }
    row->type = type;
    *settings_add(row, &l->standard->arena) =
        (struct setting){.rank = SETTING_CATALOGUE, .from = from, .number = number};
}

/* {default: 28, 2026-04-01: 21} */
static void read_dated(struct catalogue_loader *l, const struct yaml_file *file,
                       struct fy_node *node, struct setting_row *row)
{
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    bool always = false;
    while ((pair = fy_node_mapping_iterate(node, &next)) != NULL) {
        int32_t from = 0;
        const char *key = yaml_text(fy_node_pair_key(pair), l->scratch);
        bool is_default = key != NULL && strcmp(key, "default") == 0;
        if (key == NULL || (!is_default && !pfq_date_parse(key, &from))) {
            yaml_fault(file, fy_node_pair_key(pair), "Write it as 2026-04-01, or default.",
                       "Here a date is needed.");
            continue;
        }
        always = always || is_default;
        read_setting(l, file, fy_node_pair_value(pair), from, row);
    }
    if (!always) {
        yaml_fault(file, node, "Add default: and what it was before.",
                   "The value %s is not set before its first date.", row->name);
    }
}

static void read_settings(struct catalogue_loader *l, const struct yaml_file *file,
                          struct fy_node *entry, struct setting_row *row)
{
    struct fy_node *is = fy_node_mapping_lookup_by_string(entry, "is", FY_NT);
    if (is == NULL) {
        yaml_fault(file, entry, "Say what the value is.", "The key 'is' is missing.");
    } else if (fy_node_is_mapping(is)) {
        read_dated(l, file, is, row);
    } else {
        read_setting(l, file, is, 0, row);
    }
}

static const char *read_about(struct catalogue_loader *l, struct fy_node *entry, const char *key)
{
    const char *text =
        yaml_text(fy_node_mapping_lookup_by_string(entry, key, FY_NT), &l->standard->arena);
    return text == NULL ? "" : text;
}

static void read_value(struct catalogue_loader *l, const struct yaml_file *file,
                       struct fy_node *entry)
{
    const char *name = NULL;
    if (!rows_check_keys(file, entry, value_keys, sizeof value_keys / sizeof *value_keys) ||
        (name = read_name(l, file, entry, "value")) == NULL) {
        return;
    }
    struct settings *settings = &l->standard->settings;
    struct setting_row *row = &settings->rows[settings->count++];
    row->name = pfq_arena_strdup(&l->standard->arena, name);
    row->type = RULE_FAULTY;
    row->unit = read_about(l, entry, "unit");
    row->text = read_about(l, entry, "text");
    read_settings(l, file, entry, row);
    if (row->text[0] == '\0') {
        yaml_fault(file, entry, "Say what the value is for.", "The key 'text' is missing.");
    }
    l->vocabulary.values[l->vocabulary.value_count++] = (struct rule_value){row->name, row->type};
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
    l->standard->settings.rows =
        pfq_arena_new(&l->standard->arena, struct setting_row, count_entries(values));
    read_all(l, file, words, read_word);
    read_all(l, file, values, read_value);
}
