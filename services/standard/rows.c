/* rows.c - one row of the catalogue: its keys, its texts, its dates, its checks. */
#include <ctype.h>
#include <string.h>

#include "row.h"

enum {
    REASONS_MAX = 24
};

static const char *const row_keys[] = {
    "id",  "title", "stages", "when", "check", "person", "severity", "aspect",  "theme", "reason",
    "why", "fix",   "good",   "from", "until", "source", "standing", "unknown", "scope",
};

static bool among(const char *text, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i], text) == 0) {
            return true;
        }
    }
    return false;
}

bool rows_check_keys(const struct yaml_file *file, struct fy_node *mapping,
                     const char *const *known, size_t count)
{
    if (mapping == NULL || !fy_node_is_mapping(mapping)) {
        yaml_fault(file, mapping, "Write it as key: value.", "Here keys and values are needed.");
        return false;
    }
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    while ((pair = fy_node_mapping_iterate(mapping, &next)) != NULL) {
        struct fy_node *key = fy_node_pair_key(pair);
        const char *name = yaml_text(key, file->problems->arena);
        struct pfq_near nearest = {.wanted = name == NULL ? "" : name};
        char fix[RULE_FIX_TEXT];
        if (name != NULL && among(name, known, count)) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            pfq_near_offer(&nearest, known[i]);
        }
        yaml_fault(file, key,
                   rule_nearest_fix(&nearest, "services/standard/README.md has them.", fix),
                   "There is no key '%s'.", nearest.wanted);
    }
    return true;
}

struct fy_node *row_find(const struct row *r, const char *key)
{
    return fy_node_mapping_lookup_by_string(r->node, key, FY_NT);
}

/* A longer text could be written, and then no receipt that holds it could be read. */
static void check_length(const struct row *r, const char *key, const char *text,
                         const ProtobufCMessageDescriptor *type, const char *field)
{
    size_t most = pfq_wire_text_max(type, field);
    if (text != NULL && strlen(text) > most) {
        yaml_fault(r->file, row_find(r, key), "Say it in fewer words.",
                   "The text of '%s' has more than %zu bytes.", key, most);
    }
}

static char *read_text(const struct row *r, const char *key, bool required)
{
    const char *text = yaml_text(row_find(r, key), &r->l->standard->arena);
    struct fy_node *node = row_find(r, key);
    if (text == NULL && node != NULL) {
        yaml_fault(r->file, node, "Write a text.", "The text of '%s' is missing.", key);
    } else if (text == NULL && required) {
        yaml_fault(r->file, r->node, "Every row needs it.", "The key '%s' is missing.", key);
    }
    check_length(r, key, text, &pfq__v1__catalogue_check__descriptor, key);
    return pfq_arena_strdup(&r->l->standard->arena, text == NULL ? "" : text);
}

static const char *lower_case(struct pfq_arena *arena, const char *text)
{
    char *lower = pfq_arena_strdup(arena, text);
    for (char *s = lower; *s != '\0'; s++) {
        *s = (char)tolower((unsigned char)*s);
    }
    return lower;
}

/* "Write one of PRESENCE, QUALITY.", in the case of letters of what was written. */
static const char *every_value(const struct row *r, const ProtobufCEnumDescriptor *type, bool lower)
{
    const char *names = "";
    for (unsigned i = 1; i < type->n_values; i++) {
        names = pfq_arena_printf(r->l->scratch, "%s%s%s", names, i == 1 ? "" : ", ",
                                 pfq_enum_name(type, type->values[i].value));
    }
    return pfq_arena_printf(r->l->scratch, "Write one of %s.",
                            lower ? lower_case(r->l->scratch, names) : names);
}

int row_enum(const struct row *r, const ProtobufCEnumDescriptor *type, struct fy_node *node,
             const char *what)
{
    int value = 0;
    char fix[RULE_FIX_TEXT];
    const char *text = yaml_text(node, r->l->scratch);
    if (text == NULL) {
        yaml_fault(r->file, node == NULL ? r->node : node, "Every row needs it.",
                   "The key '%s' is missing.", what);
        return 0;
    }
    char *upper = pfq_arena_strdup(r->l->scratch, text);
    for (char *s = upper; *s != '\0'; s++) {
        *s = (char)toupper((unsigned char)*s);
    }
    if (pfq_enum_value(type, upper, &value) && value > 0) {
        return value;
    }
    struct pfq_near nearest = {.wanted = upper};
    for (unsigned i = 1; i < type->n_values; i++) {
        pfq_near_offer(&nearest, pfq_enum_name(type, type->values[i].value));
    }
    bool lower = islower((unsigned char)*text);
    if (nearest.name != NULL && lower) {
        nearest.name = lower_case(r->l->scratch, nearest.name);
    }
    yaml_fault(r->file, node, rule_nearest_fix(&nearest, every_value(r, type, lower), fix),
               "%s is no %s.", text, what);
    return 0;
}

/* --- id, title, texts -------------------------------------------------------------------- */

static bool is_id(const char *id)
{
    size_t n = strlen(id);
    for (size_t i = 0; i < n; i++) {
        if (!isupper((unsigned char)id[i]) && !isdigit((unsigned char)id[i])) {
            return false;
        }
    }
    return n >= 3 && n <= 8 && isupper((unsigned char)id[0]);
}

static void read_id(const struct row *r)
{
    r->texts->id = read_text(r, "id", true);
    if (r->texts->id[0] != '\0' && !is_id(r->texts->id)) {
        yaml_fault(r->file, row_find(r, "id"), "Write it as VW01.", "%s is no id of a check.",
                   r->texts->id);
    }
    for (size_t i = 0; i + 1 < r->l->standard->row_count; i++) {
        if (r->texts->id[0] != '\0' &&
            strcmp(r->l->standard->rows[i].texts->id, r->texts->id) == 0) {
            yaml_fault(r->file, row_find(r, "id"), "Every id is used once, for ever.",
                       "There is another row %s.", r->texts->id);
        }
    }
}

static size_t count_chars(const char *utf8)
{
    size_t n = 0;
    for (; *utf8 != '\0'; utf8++) {
        n += ((unsigned char)*utf8 & 0xC0) != 0x80;
    }
    return n;
}

static void read_texts(const struct row *r)
{
    r->texts->title = read_text(r, "title", true);
    r->texts->why = read_text(r, "why", true);
    r->texts->fix = read_text(r, "fix", true);
    r->texts->good = read_text(r, "good", false);
    r->texts->source = read_text(r, "source", true);
    r->texts->standing = read_text(r, "standing", true);
    if (count_chars(r->texts->title) > CATALOGUE_TITLE_CHARS) {
        yaml_fault(r->file, row_find(r, "title"), "Say it in 90 characters.",
                   "The title is too long.");
    }
    if (r->texts->standing[0] != '\0' && strcmp(r->texts->standing, "seen") != 0 &&
        strcmp(r->texts->standing, "drafted") != 0) {
        yaml_fault(r->file, row_find(r, "standing"), "Write seen or drafted.",
                   "%s is no standing of a row.", r->texts->standing);
    }
}

static void read_ranks(const struct row *r)
{
    int severity = row_enum(r, &pfq__v1__severity__descriptor, row_find(r, "severity"), "severity");
    int theme = row_enum(r, &pfq__v1__theme__descriptor, row_find(r, "theme"), "theme");
    r->texts->has_severity = true;
    r->texts->severity = (Pfq__V1__Severity)severity;
    r->texts->has_theme = true;
    r->texts->theme = (Pfq__V1__Theme)theme;
}

/* What the check asks, and what it looks at. */
static void read_kind(const struct row *r)
{
    struct fy_node *scope = row_find(r, "scope");
    r->texts->has_aspect = true;
    r->texts->aspect =
        (Pfq__V1__Aspect)row_enum(r, &pfq__v1__aspect__descriptor, row_find(r, "aspect"), "aspect");
    r->texts->has_scope = true;
    r->texts->scope = PFQ__V1__SCOPE__SCOPE_SUBMISSION;
    if (scope != NULL) {
        r->texts->scope = (Pfq__V1__Scope)row_enum(r, &pfq__v1__scope__descriptor, scope, "scope");
    }
    r->out->history = r->texts->scope == PFQ__V1__SCOPE__SCOPE_HISTORY;
    r->l->standard->history_count += r->out->history;
}

/* --- reasons ----------------------------------------------------------------------------- */

/* CPS's own codes: assessments D01 to D23, triage T01 to T13, priority P01 and P02. */
static bool is_reason(const char *code)
{
    static const char *const codes[] = {

#define PFQ_REASON(code, stage, family, theme, title) #code,
#include "pfq/reasons.def"
#undef PFQ_REASON
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strcmp(codes[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static void read_reason(const struct row *r, struct fy_node *node)
{
    const char *code = yaml_text(node, &r->l->standard->arena);
    if (code == NULL || !is_reason(code) || r->texts->n_reasons == REASONS_MAX) {
        yaml_fault(r->file, node, "CPS has D01 to D23, T01 to T13, P01 and P02.",
                   "This is no reason code.");
        return;
    }
    r->texts->reasons[r->texts->n_reasons++] = pfq_arena_strdup(&r->l->standard->arena, code);
}

static void read_reasons(const struct row *r)
{
    struct fy_node *node = row_find(r, "reason");
    void *next = NULL;
    r->texts->reasons = pfq_arena_new(&r->l->standard->arena, char *, REASONS_MAX);
    if (node == NULL) {
        yaml_fault(r->file, r->node, "Write [] where CPS has no code.",
                   "The key 'reason' is missing.");
    } else if (!fy_node_is_sequence(node)) {
        read_reason(r, node);
    } else {
        struct fy_node *item = NULL;
        while ((item = fy_node_sequence_iterate(node, &next)) != NULL) {
            read_reason(r, item);
        }
    }
}

/* --- when, check, person ------------------------------------------------------------------- */

static uint16_t read_condition(const struct row *r, const char *key)
{
    struct fy_node *node = row_find(r, key);
    struct rule_source *source = yaml_expression(r->file, node, r->l->scratch);
    if (source == NULL) {
        if (node != NULL) { /* nothing written would be always true */
            yaml_fault(r->file, node, "Write it, or take the key out.",
                       "Here a condition is needed.");
        }
        return 0;
    }
    struct rule_ast *ast = rule_parse(source, r->l->scratch, &r->l->faults);
    if (ast == NULL || r->l->shared.document == NULL) {
        return 0; /* without standard.yaml every word of it would be a fault */
    }
    struct pfq_standard *s = r->l->standard;
    return r->out->history
               ? rule_resolve_history(&s->history, &r->l->vocabulary, ast, &r->l->faults)
               : rule_resolve(&s->program, &r->l->vocabulary, ast, &r->l->faults);
}

/* As written, on one line; NULL: left out. */
static char *read_written(const struct row *r, const char *key)
{
    const char *text = yaml_text(row_find(r, key), r->l->scratch);
    char *line = text == NULL ? NULL : pfq_arena_strdup(&r->l->standard->arena, text);
    for (char *s = line; s != NULL && *s != '\0'; s++) {
        if (isspace((unsigned char)*s)) {
            *s = ' ';
        }
    }
    return line;
}

static void read_conditions(const struct row *r)
{
    bool check = row_find(r, "check") != NULL;
    bool person = row_find(r, "person") != NULL;
    if (person && yaml_text(row_find(r, "person"), r->l->scratch) == NULL) {
        yaml_fault(r->file, row_find(r, "person"), "Write the question.",
                   "The text of 'person' is missing.");
    }
    if (check == person) {
        yaml_fault(r->file, r->node, "Give it a condition to check, or a question for a person.",
                   check ? "The row has both 'check' and 'person'."
                         : "The row has neither 'check' nor 'person'.");
    }
    r->out->when = read_condition(r, "when");
    r->out->check = read_condition(r, "check");
    r->out->person = person;
    r->texts->has_person = person;
    r->texts->person = person;
    r->texts->when = read_written(r, "when");
    r->texts->check = read_written(r, person ? "person" : "check");
    check_length(r, "when", r->texts->when, &pfq__v1__catalogue_check__descriptor, "when");
    if (person) {
        check_length(r, "person", r->texts->check, &pfq__v1__finding__descriptor, "question");
    } else {
        check_length(r, "check", r->texts->check, &pfq__v1__catalogue_check__descriptor, "check");
    }
    const char *unknown = yaml_text(row_find(r, "unknown"), r->l->scratch);
    r->out->unknown_fails = unknown != NULL;
    r->texts->has_unknown_fails = unknown != NULL;
    r->texts->unknown_fails = unknown != NULL;
    if (unknown != NULL && (strcmp(unknown, "not_met") != 0 || person)) {
        yaml_fault(r->file, row_find(r, "unknown"), "Write unknown: not_met, beside a check.",
                   "This is no treatment of the unknown.");
    }
}

static void add_ink(const struct row *r)
{
    static const char *const keys[] = {"id", "when", "check", "person", "unknown"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        catalogue_ink_add(&r->l->ink, yaml_text(row_find(r, keys[i]), r->l->scratch));
    }
    for (int stage = 1; stage < CATALOGUE_STAGES; stage++) {
        catalogue_ink_add(&r->l->ink,
                          pfq_arena_printf(r->l->scratch, "%d %d", (int)r->out->from[stage],
                                           (int)r->out->until[stage]));
    }
}

static struct catalogue_row *add_row(struct catalogue_loader *l)
{
    struct pfq_standard *s = l->standard;
    if (s->row_count == l->row_room) {
        size_t room = l->row_room == 0 ? 256 : l->row_room * 2;
        struct catalogue_row *more = pfq_arena_new(&s->arena, struct catalogue_row, room);
        if (s->row_count > 0) {
            memcpy(more, s->rows, s->row_count * sizeof *more);
        }
        s->rows = more;
        l->row_room = room;
    }
    return &s->rows[s->row_count++];
}

void rows_read(struct catalogue_loader *l, const struct yaml_file *file, struct fy_node *node)
{
    struct row r = {.l = l, .file = file, .node = node};
    if (!rows_check_keys(file, node, row_keys, sizeof row_keys / sizeof *row_keys)) {
        return;
    }
    r.out = add_row(l);
    r.texts = pfq_arena_new(&l->standard->arena, Pfq__V1__CatalogueCheck, 1);
    pfq__v1__catalogue_check__init(r.texts);
    r.out->texts = r.texts;
    read_id(&r);
    read_texts(&r);
    read_ranks(&r);
    read_kind(&r);
    read_reasons(&r);
    row_stages(&r);
    row_editions(&r);
    read_conditions(&r);
    r.out->weight = verdict_weight(r.texts);
    add_ink(&r);
}
