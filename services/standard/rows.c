/* rows.c - one row of the catalogue: its keys, its texts, its dates, its checks. */
#include <ctype.h>
#include <string.h>

#include "catalogue.h"
#include "pfq/bug.h"
#include "pfq/clock.h"

enum {
    REASONS_MAX = 24,
    DATE_NEVER = 99991231,
    ALL_STAGES = (1 << CATALOGUE_STAGES) - 2
};

/* The row that is being read. */
struct row {
    struct catalogue_loader *l;
    const struct yaml_file *file;
    struct fy_node *node;
    struct catalogue_row *out;
    Pfq__V1__CatalogueCheck *texts;
};

static const char *const row_keys[] = {
    "id",  "title", "stages", "when", "check", "person", "severity", "theme",   "reason",
    "why", "fix",   "good",   "from", "until", "source", "standing", "unknown",
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
        struct rule_nearest nearest = {.wanted = name == NULL ? "" : name};
        char fix[RULE_FIX_TEXT];
        if (name != NULL && among(name, known, count)) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            rule_nearest_offer(&nearest, known[i]);
        }
        yaml_fault(file, key,
                   rule_nearest_fix(&nearest, "services/standard/README.md has them.", fix),
                   "There is no key '%s'.", nearest.wanted);
    }
    return true;
}

static struct fy_node *find(const struct row *r, const char *key)
{
    return fy_node_mapping_lookup_by_string(r->node, key, FY_NT);
}

static char *read_text(const struct row *r, const char *key, bool required)
{
    const char *text = yaml_text(find(r, key), &r->l->standard->arena);
    if (text == NULL && required) {
        yaml_fault(r->file, r->node, "Every row needs it.", "The key '%s' is missing.", key);
    }
    return pfq_arena_strdup(&r->l->standard->arena, text == NULL ? "" : text);
}

static int read_enum(const struct row *r, const ProtobufCEnumDescriptor *type, struct fy_node *node,
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
    struct rule_nearest nearest = {.wanted = upper};
    for (unsigned i = 1; i < type->n_values; i++) {
        rule_nearest_offer(&nearest, pfq_enum_name(type, type->values[i].value));
    }
    yaml_fault(r->file, node,
               rule_nearest_fix(&nearest, "The values are those of proto/receipt.proto.", fix),
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
        yaml_fault(r->file, find(r, "id"), "Write it as VW01.", "%s is no id of a check.",
                   r->texts->id);
    }
    for (size_t i = 0; i + 1 < r->l->standard->row_count; i++) {
        if (r->texts->id[0] != '\0' &&
            strcmp(r->l->standard->rows[i].texts->id, r->texts->id) == 0) {
            yaml_fault(r->file, find(r, "id"), "Every id is used once, for ever.",
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
        yaml_fault(r->file, find(r, "title"), "Say it in 90 characters.", "The title is too long.");
    }
    if (r->texts->standing[0] != '\0' && strcmp(r->texts->standing, "seen") != 0 &&
        strcmp(r->texts->standing, "drafted") != 0) {
        yaml_fault(r->file, find(r, "standing"), "Write seen or drafted.",
                   "%s is no standing of a row.", r->texts->standing);
    }
}

static void read_ranks(const struct row *r)
{
    int severity = read_enum(r, &pfq__v1__severity__descriptor, find(r, "severity"), "severity");
    int theme = read_enum(r, &pfq__v1__theme__descriptor, find(r, "theme"), "theme");
    r->texts->has_severity = true;
    r->texts->severity = (Pfq__V1__Severity)severity;
    r->texts->has_theme = true;
    r->texts->theme = (Pfq__V1__Theme)theme;
    r->out->decisive = severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL ||
                       severity == PFQ__V1__SEVERITY__SEVERITY_MAJOR;
}

/* --- reasons ----------------------------------------------------------------------------- */

/* CPS's own codes: assessments D01 to D23, triage T01 to T13, priority P01 and P02. */
static bool is_reason(const char *code)
{
    static const struct {
        char letter;
        int last;
    } families[] = {{'D', 23}, {'T', 13}, {'P', 2}};

    if (strlen(code) != 3 || !isdigit((unsigned char)code[1]) || !isdigit((unsigned char)code[2])) {
        return false;
    }
    int number = (code[1] - '0') * 10 + (code[2] - '0');
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (code[0] == families[i].letter && number >= 1 && number <= families[i].last) {
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
    struct fy_node *node = find(r, "reason");
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

/* --- stages and editions ------------------------------------------------------------------ */

static void add_stage(const struct row *r, int stage)
{
    if (stage <= 0 || (r->out->stages & (1U << stage)) != 0) {
        return;
    }
    r->out->stages |= 1U << stage;
    r->texts->stages[r->texts->n_stages++] = (Pfq__V1__FileType)stage;
}

static void read_stages(const struct row *r)
{
    struct fy_node *node = find(r, "stages");
    r->texts->stages = pfq_arena_new(&r->l->standard->arena, Pfq__V1__FileType, CATALOGUE_STAGES);
    const char *text = yaml_text(node, r->l->scratch);
    if (text != NULL && strcmp(text, "ALL") == 0) {
        for (int stage = 1; stage < CATALOGUE_STAGES; stage++) {
            add_stage(r, stage);
        }
        return;
    }
    if (node == NULL || !fy_node_is_sequence(node) || fy_node_sequence_item_count(node) <= 0) {
        yaml_fault(r->file, node == NULL ? r->node : node, "Write [FH_GAP, FH_NGAP] or ALL.",
                   "The stages are missing.");
        return;
    }
    void *next = NULL;
    struct fy_node *item = NULL;
    while ((item = fy_node_sequence_iterate(node, &next)) != NULL) {
        add_stage(r, read_enum(r, &pfq__v1__file_type__descriptor, item, "stage"));
    }
}

static int32_t read_date(const struct row *r, struct fy_node *node, int32_t otherwise)
{
    int32_t date = 0;
    const char *text = yaml_text(node, r->l->scratch);
    if (text != NULL && pfq_date_parse(text, &date)) {
        return date;
    }
    yaml_fault(r->file, node == NULL ? r->node : node, "Write it as 2021-01-01.",
               "Here a date is needed.");
    return otherwise;
}

static void fill(int32_t dates[CATALOGUE_STAGES], int32_t date)
{
    for (int stage = 0; stage < CATALOGUE_STAGES; stage++) {
        dates[stage] = date;
    }
}

/* {PCD_FCT: 2021-01-01, default: 2015-06-01} */
static void read_dates_by_stage(const struct row *r, struct fy_node *node, int32_t otherwise,
                                int32_t dates[CATALOGUE_STAGES])
{
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    uint32_t named = 0;
    struct fy_node *rest = fy_node_mapping_lookup_by_string(node, "default", FY_NT);
    fill(dates, rest == NULL ? otherwise : read_date(r, rest, otherwise));
    while ((pair = fy_node_mapping_iterate(node, &next)) != NULL) {
        struct fy_node *key = fy_node_pair_key(pair);
        if (fy_node_pair_value(pair) == rest) {
            continue;
        }
        int stage = read_enum(r, &pfq__v1__file_type__descriptor, key, "stage");
        named |= 1U << stage;
        dates[stage] = read_date(r, fy_node_pair_value(pair), otherwise);
    }
    if (rest == NULL && (r->out->stages & ~named) != 0) {
        yaml_fault(r->file, node, "Add default: 2015-06-01.",
                   "Some stages of the row have no date.");
    }
    if ((named & ~(r->out->stages | 1U)) != 0) {
        yaml_fault(r->file, node, "Take it out, or add it to the stages.",
                   "A date is given for a stage that the row does not have.");
    }
}

static void read_dates(const struct row *r, const char *key, int32_t otherwise,
                       int32_t dates[CATALOGUE_STAGES])
{
    struct fy_node *node = find(r, key);
    if (node != NULL && fy_node_is_mapping(node)) {
        read_dates_by_stage(r, node, otherwise, dates);
        return;
    }
    fill(dates, node == NULL ? otherwise : read_date(r, node, otherwise));
}

static void read_editions(const struct row *r)
{
    struct catalogue_row *out = r->out;
    if (find(r, "from") == NULL) {
        yaml_fault(r->file, r->node, "Say since when the standard asks for this.",
                   "The key 'from' is missing.");
    }
    read_dates(r, "from", 0, out->from);
    read_dates(r, "until", DATE_NEVER, out->until);
    int32_t first = DATE_NEVER;
    int32_t last = 0;
    out->every_until = DATE_NEVER;
    for (int stage = 1; stage < CATALOGUE_STAGES; stage++) {
        if ((out->stages & (1U << stage)) == 0) {
            continue;
        }
        first = out->from[stage] < first ? out->from[stage] : first;
        last = out->until[stage] > last ? out->until[stage] : last;
        out->every_from = out->from[stage] > out->every_from ? out->from[stage] : out->every_from;
        out->every_until =
            out->until[stage] < out->every_until ? out->until[stage] : out->every_until;
        if (out->from[stage] > out->until[stage]) {
            yaml_fault(r->file, find(r, "until"), "The last day comes after the first.",
                       "The row ends before it begins.");
            return;
        }
    }
    r->texts->has_from_date = true;
    r->texts->from_date = first;
    r->texts->has_until_date = last != DATE_NEVER;
    r->texts->until_date = last != DATE_NEVER ? last : 0;
}

/* --- when, check, person ------------------------------------------------------------------- */

static uint16_t read_condition(const struct row *r, const char *key)
{
    struct rule_source *source = yaml_expression(r->file, find(r, key), r->l->scratch);
    if (source == NULL) {
        return 0;
    }
    struct rule_ast *ast = rule_parse(source, r->l->scratch, &r->l->faults);
    if (ast == NULL) {
        return 0;
    }
    return rule_resolve(&r->l->standard->program, &r->l->vocabulary, ast, &r->l->faults);
}

static void read_conditions(const struct row *r)
{
    bool check = find(r, "check") != NULL;
    bool person = find(r, "person") != NULL;
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
    const char *unknown = yaml_text(find(r, "unknown"), r->l->scratch);
    r->out->unknown_fails = unknown != NULL;
    if (unknown != NULL && (strcmp(unknown, "not_met") != 0 || person)) {
        yaml_fault(r->file, find(r, "unknown"), "Write unknown: not_met, beside a check.",
                   "This is no treatment of the unknown.");
    }
}

static void add_ink(const struct row *r)
{
    static const char *const keys[] = {"id", "when", "check", "person", "unknown"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        catalogue_ink_add(&r->l->ink, yaml_text(find(r, keys[i]), r->l->scratch));
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
    read_reasons(&r);
    read_stages(&r);
    read_editions(&r);
    read_conditions(&r);
    add_ink(&r);
}
