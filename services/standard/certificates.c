/* certificates.c - which checks a certificate of the police covers: `certificates:` of
 * standard.yaml, a list of
 *
 *     {certificate: DISCLOSURE, covers: [DISCLOSURE_SCHEDULES, DM12]}
 *
 * with themes and ids of checks, or ALL. */
#include <string.h>

#include "row.h"

enum {
    KINDS_MAX = 8 /* of certificates that cover one check */
};

static const char *const keys[] = {"certificate", "covers"};

static void cover(const struct row *entry, Pfq__V1__CatalogueCheck *check, int kind)
{
    if (check->certificates == NULL) {
        check->certificates =
            pfq_arena_new(&entry->l->standard->arena, Pfq__V1__CertificationKind, KINDS_MAX);
    }
    for (size_t i = 0; i < check->n_certificates; i++) {
        if ((int)check->certificates[i] == kind) {
            return;
        }
    }
    if (check->n_certificates < KINDS_MAX) {
        check->certificates[check->n_certificates++] = (Pfq__V1__CertificationKind)kind;
    }
}

/* The checks that are called so, by id or by theme; NULL: every one.  How many? */
static size_t cover_named(const struct row *entry, const char *name, int kind)
{
    const struct pfq_standard *s = entry->l->standard;
    size_t found = 0;
    for (size_t i = 0; i < s->row_count; i++) {
        Pfq__V1__CatalogueCheck *check = s->rows[i].texts;
        const char *theme = pfq_enum_name(&pfq__v1__theme__descriptor, (int)check->theme);
        if (name == NULL || strcmp(name, check->id) == 0 ||
            (theme != NULL && strcmp(name, theme) == 0)) {
            cover(entry, check, kind);
            found++;
        }
    }
    return found;
}

static void read_covered(const struct row *entry, struct fy_node *node, int kind)
{
    const char *name = yaml_text(node, entry->l->scratch);
    struct pfq_near nearest = {.wanted = name == NULL ? "" : name};
    char fix[RULE_FIX_TEXT];
    if (name != NULL && cover_named(entry, name, kind) > 0) {
        return;
    }
    for (size_t i = 0; i < entry->l->standard->row_count; i++) {
        const Pfq__V1__CatalogueCheck *check = entry->l->standard->rows[i].texts;
        const char *theme = pfq_enum_name(&pfq__v1__theme__descriptor, (int)check->theme);
        pfq_near_offer(&nearest, check->id);
        pfq_near_offer(&nearest, theme == NULL ? "" : theme);
    }
    yaml_fault(entry->file, node,
               rule_nearest_fix(&nearest, "Name themes and ids of checks, or write ALL.", fix),
               "No check has the id or the theme '%s'.", nearest.wanted);
}

static void read_certificate(const struct row *entry, uint32_t *seen)
{
    void *next = NULL;
    struct fy_node *covers = row_find(entry, "covers");
    struct fy_node *name = row_find(entry, "certificate");
    int kind = row_enum(entry, &pfq__v1__certification_kind__descriptor, name, "certificate");
    if (kind != 0 && (*seen & 1U << kind) != 0) {
        yaml_fault(entry->file, name, "Name each certificate once.",
                   "There is another entry for it.");
    }
    *seen |= 1U << kind;
    const char *all = yaml_text(covers, entry->l->scratch);
    if (all != NULL && strcmp(all, "ALL") == 0) {
        (void)cover_named(entry, NULL, kind);
        return;
    }
    if (covers == NULL || !fy_node_is_sequence(covers)) {
        yaml_fault(entry->file, covers == NULL ? entry->node : covers,
                   "Write covers: [THEME, DM01] or ALL.",
                   "What the certificate covers is missing.");
        return;
    }
    struct fy_node *item = NULL;
    while ((item = fy_node_sequence_iterate(covers, &next)) != NULL) {
        read_covered(entry, item, kind);
    }
}

void certificates_read(struct catalogue_loader *l, const struct yaml_file *file)
{
    struct fy_node *root = fy_document_root(file->document);
    struct fy_node *list =
        root == NULL ? NULL : fy_node_mapping_lookup_by_string(root, "certificates", FY_NT);
    void *next = NULL;
    uint32_t seen = 0;
    struct fy_node *node = NULL;
    if (list != NULL && !fy_node_is_sequence(list)) {
        yaml_fault(file, list, "Begin each entry with '- '.", "Here a list is needed.");
        return;
    }
    while (list != NULL && (node = fy_node_sequence_iterate(list, &next)) != NULL) {
        struct row entry = {.l = l, .file = file, .node = node};
        if (rows_check_keys(file, node, keys, sizeof keys / sizeof *keys)) {
            read_certificate(&entry, &seen);
        }
    }
}
