/* names.c - spellings of names: see names.h. */
#include "names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "pfq/wire.h"

void names_camel(const char *name, char out[NAMES_TEXT])
{
    size_t used = 0;
    for (; *name != '\0' && used + 1 < NAMES_TEXT; name++) {
        if (*name != '_') {
            out[used++] = *name;
        } else if (name[1] != '\0') {
            out[used++] = (char)toupper((unsigned char)*++name);
        }
    }
    out[used] = '\0';
}

const ProtobufCFieldDescriptor *names_field(const ProtobufCMessageDescriptor *type,
                                            const char *name)
{
    for (unsigned i = 0; i < type->n_fields; i++) {
        char camel[NAMES_TEXT];
        names_camel(type->fields[i].name, camel);
        if (strcmp(camel, name) == 0 || strcmp(type->fields[i].name, name) == 0) {
            return &type->fields[i];
        }
    }
    return NULL;
}

/* Letters and digits alone, in lower case. */
static size_t fold(const char *name, char out[NAMES_TEXT])
{
    size_t used = 0;
    for (; *name != '\0' && used + 1 < NAMES_TEXT; name++) {
        if (isalnum((unsigned char)*name)) {
            out[used++] = (char)tolower((unsigned char)*name);
        }
    }
    out[used] = '\0';
    return used;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance, one row at a time. */
static size_t edits(const char *a, const char *b)
{
    size_t row[NAMES_TEXT];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[width];
}

struct nearest {
    char wanted[NAMES_TEXT];
    size_t least; /* edits; only fewer than this are taken */
    char *name;   /* NAMES_TEXT bytes */
};

static void nearest_init(struct nearest *n, const char *wanted, char *out)
{
    n->least = fold(wanted, n->wanted) / 3 + 1;
    n->name = out;
    out[0] = '\0';
}

static void consider(struct nearest *n, const char *name)
{
    char folded[NAMES_TEXT] = "";
    (void)fold(name, folded);
    size_t distance = edits(n->wanted, folded);
    if (distance < n->least) {
        n->least = distance;
        (void)snprintf(n->name, NAMES_TEXT, "%s", name);
    }
}

bool names_near_field(const ProtobufCMessageDescriptor *type, const char *name,
                      char out[NAMES_TEXT])
{
    struct nearest n = {0};
    nearest_init(&n, name, out);
    for (unsigned i = 0; i < type->n_fields; i++) {
        char camel[NAMES_TEXT];
        names_camel(type->fields[i].name, camel);
        consider(&n, camel);
    }
    return out[0] != '\0';
}

bool names_near_value(const ProtobufCEnumDescriptor *type, const char *name, char out[NAMES_TEXT])
{
    struct nearest n = {0};
    nearest_init(&n, name, out);
    for (unsigned i = 0; i < type->n_values; i++) {
        consider(&n, pfq_enum_name(type, type->values[i].value));
    }
    return out[0] != '\0';
}

bool names_plain(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return length > 0 && name[length] == '\0' && length <= 48;
}
