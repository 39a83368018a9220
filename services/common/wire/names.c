/* names.c - spellings of names: see names.h. */
#include "names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "pfq/near.h"
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
    size_t distance = pfq_edits(n->wanted, folded);
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

static bool begins(const char *name, const char *start)
{
    return strlen(start) >= 3 && strncmp(name, start, strlen(start)) == 0;
}

/* DOMESTIC is DOMESTIC_ABUSE, and MG9A is MG9: the nearest in length. */
static void consider_start(struct nearest *n, const char *name)
{
    char folded[NAMES_TEXT] = "";
    size_t length = fold(name, folded);
    size_t wanted = strlen(n->wanted);
    size_t distance = length > wanted ? length - wanted : wanted - length;
    if ((begins(folded, n->wanted) || begins(n->wanted, folded)) && distance < n->least) {
        n->least = distance;
        (void)snprintf(n->name, NAMES_TEXT, "%s", name);
    }
}

/* Not the first value, which says nothing. */
bool names_near_value(const ProtobufCEnumDescriptor *type, const char *name, char out[NAMES_TEXT])
{
    struct nearest n = {0};
    nearest_init(&n, name, out);
    size_t edits_least = n.least;
    n.least = NAMES_TEXT;
    for (unsigned i = 1; i < type->n_values; i++) {
        consider_start(&n, pfq_enum_name(type, type->values[i].value));
    }
    n.least = out[0] == '\0' ? edits_least : 0;
    for (unsigned i = 1; i < type->n_values; i++) {
        consider(&n, pfq_enum_name(type, type->values[i].value));
    }
    return out[0] != '\0';
}

/* --- names that nobody knows -------------------------------------------------------- */

static bool ends(const char *name, const char *end)
{
    size_t length = strlen(name);
    return length >= strlen(end) && strcmp(name + length - strlen(end), end) == 0;
}

bool names_personal(const ProtobufCMessageDescriptor *type, const char *name,
                    const ProtobufCFieldDescriptor **given)
{
    static const struct {
        const char *end; /* folded */
        const char *given;
    } rows[] = {
        {"surname", "name_given"},
        {"forename", "name_given"},
        {"forenames", "name_given"},
        {"firstname", "name_given"},
        {"middlename", "name_given"},
        {"middlenames", "name_given"},
        {"lastname", "name_given"},
        {"familyname", "name_given"},
        {"givenname", "name_given"},
        {"givennames", "name_given"},
        {"fullname", "name_given"},
        {"maidenname", "name_given"},
        {"dob", "date_of_birth_given"},
        {"dateofbirth", "date_of_birth_given"},
        {"birthdate", "date_of_birth_given"},
        {"birthday", "date_of_birth_given"},
        {"email", "email_given"},
        {"emailaddress", "email_given"},
        {"phone", "phone_given"},
        {"telephone", "phone_given"},
        {"phonenumber", "phone_given"},
        {"telephonenumber", "phone_given"},
        {"mobile", "phone_given"},
        {"mobilenumber", "phone_given"},
        {"address", NULL},
        {"addressline", NULL},
        {"postcode", NULL},
        {"nationalinsurancenumber", NULL},
    };

    char folded[NAMES_TEXT] = "";
    size_t length = fold(name, folded);
    while (length > 0 && isdigit((unsigned char)folded[length - 1])) {
        folded[--length] = '\0'; /* addressLine1 */
    }
    const char *field = strcmp(folded, "name") == 0 ? "name_given" : NULL;
    bool personal = field != NULL;
    for (size_t i = 0; !personal && i < sizeof rows / sizeof *rows; i++) {
        personal = ends(folded, rows[i].end);
        field = rows[i].given;
    }
    *given = personal && field != NULL ? names_field(type, field) : NULL;
    return personal;
}

static bool plain(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return length > 0 && name[length] == '\0';
}

void names_shown(const char *name, char out[NAMES_TEXT])
{
    enum {
        SHOWN = 40
    };

    const char *quote = plain(name) ? "" : "'";
    char text[SHOWN + 1];
    size_t used = 0;
    for (; used < SHOWN && name[used] != '\0'; used++) {
        char c = name[used];
        if (c < ' ' || c > '~' || c == '\'') {
            c = '?';
        }
        text[used] = c;
    }
    text[used] = '\0';
    (void)snprintf(out, NAMES_TEXT, "%s%s%s%s", quote, text, name[used] == '\0' ? "" : "...",
                   quote);
}
