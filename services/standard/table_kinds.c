/* table_kinds.c - what the columns of each reference table hold: see table_kinds.h. */
#include "table_kinds.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "submission.pb-c.h"

enum {
    NAME_TEXT = 96,
    OFFENCE_CHARS = 7 /* of a CJS code, without the letter that may follow */
};

/* --- what the columns hold ---------------------------------------------------------------- */

static bool is_code(const char *text, size_t least, size_t most)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        if (!isupper((unsigned char)text[i]) && !isdigit((unsigned char)text[i])) {
            return false;
        }
    }
    return n >= least && n <= most;
}

static const struct {
    const char *letters;
    Pfq__V1__OffenceCategory category;
} categories[] = {
    {"CS", PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_SUMMARY},
    {"CM", PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_SUMMARY_MOTORING},
    {"CE", PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_EITHER_WAY},
    {"CI", PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_INDICTABLE_ONLY},
};

enum {
    CATEGORIES = sizeof categories / sizeof *categories
};

/* Of the public table, what is no offence: breaches, applications and so on.  A table that pfq
 * wrote has nothing in their place. */
static bool is_category(const struct sheet *sheet, const char *letters)
{
    static const char *const others[] = {"VP", "CR", "CB", "EF", "EM", "EX"};
    bool known = *letters == '\0' && sheet_is_ours(sheet);
    for (size_t i = 0; i < CATEGORIES; i++) {
        known = known || strcmp(categories[i].letters, letters) == 0;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        known = known || strcmp(others[i], letters) == 0;
    }
    return known;
}

/* TH68010, TH68010A; of the common law COML025. */
static bool is_offence(const char *code)
{
    size_t letters = 0;
    while (isupper((unsigned char)code[letters])) {
        letters++;
    }
    size_t digits = strspn(code + letters, "0123456789");
    const char *end = code + letters + digits;
    return (letters == 2 || letters == 4) && letters + digits == OFFENCE_CHARS &&
           (*end == '\0' || (isupper((unsigned char)*end) && end[1] == '\0'));
}

/* Every fault of the row, also where its code is one: a row without a key is left out. */
static void read_offence(struct sheet *sheet, struct tables_row *row)
{
    const char *code = sheet_field(sheet, 0);
    bool good = is_offence(code);
    if (!good) {
        sheet_fault(sheet, "Write two letters and five digits, as TH68010; a letter may follow.",
                    "This is no CJS offence code.");
    }
    const char *letters = sheet_field(sheet, 1);
    if (!is_category(sheet, letters)) {
        sheet_fault(sheet, "Write CS, CM, CE or CI; VP, CR, CB, EF, EM or EX for what is none.",
                    *letters == '\0' ? "The category is missing."
                                     : "This is no category of offences.");
    }
    if (good) {
        (void)snprintf(row->key, sizeof row->key, "%s", code);
    }
    for (size_t i = 0; i < CATEGORIES; i++) {
        if (strcmp(categories[i].letters, letters) == 0) {
            row->value = (int32_t)categories[i].category;
        }
    }
}

static int write_offence(const struct tables_row *row, char *out, size_t size)
{
    const char *letters = "";
    for (size_t i = 0; i < CATEGORIES; i++) {
        if (row->value == (int32_t)categories[i].category) {
            letters = categories[i].letters;
        }
    }
    return snprintf(out, size, "%s,%s", row->key, letters);
}

static void read_unit(struct sheet *sheet, struct tables_row *row)
{
    const char *force = sheet_field(sheet, 0);
    bool good_force = is_code(force, 2, 2) && isdigit((unsigned char)force[0]) &&
                      isdigit((unsigned char)force[1]);
    if (!good_force) {
        sheet_fault(sheet, "Write two digits.", "This is no force code.");
    }
    const char *unit = sheet_field(sheet, 1);
    bool good_unit = is_code(unit, 2, 2);
    if (!good_unit) {
        sheet_fault(sheet, "Write two capital letters or digits.", "This is no unit code.");
    }
    if (good_force && good_unit) {
        (void)snprintf(row->key, sizeof row->key, "%s%s", force, unit);
    }
}

static int write_unit(const struct tables_row *row, char *out, size_t size)
{
    return snprintf(out, size, "%.2s,%s", row->key, row->key + 2);
}

/* "MG15(SDN)" and "MG15_SDN" are one name. */
static void squeeze(const char *name, char out[NAME_TEXT])
{
    size_t n = 0;
    for (; *name != '\0' && n + 1 < NAME_TEXT; name++) {
        if (isalnum((unsigned char)*name)) {
            out[n++] = (char)toupper((unsigned char)*name);
        }
    }
    out[n] = '\0';
}

/* What the CPS calls a type of document and we call otherwise. */
static const char *our_name(const char *squeezed)
{
    static const struct {
        const char *theirs;
        const char *ours;
    } names[] = {
        {"MG22SFR", "SFR1"},     {"SDCSTREAMLINEDDISCLOSURECERTIFICATE", "SDC"},
        {"MGFSSA", "FSSA"},      {"MG21A", "MG21"},
        {"MG16DBCI", "MG16"},    {"MG16D0I", "MG16"},
        {"MG16DOI", "MG16"},     {"MG11CONT", "MG11"},
        {"MG11T", "MG11"},       {"MG11TCONT", "MG11"},
        {"ABERECORDING", "ABE"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].theirs, squeezed) == 0) {
            return names[i].ours;
        }
    }
    return squeezed;
}

/* 0: none of ours.  What may be anything stays unknown: OTHER is never guessed. */
static int32_t document_code(const char *name)
{
    const ProtobufCEnumDescriptor *codes = &pfq__v1__document_code__descriptor;
    char wanted[NAME_TEXT];
    char ours[NAME_TEXT];
    squeeze(name, wanted);
    const char *called = our_name(wanted);
    for (unsigned i = 1; i < codes->n_values; i++) {
        squeeze(pfq_enum_name(codes, codes->values[i].value), ours);
        if (strcmp(called, ours) == 0) {
            return codes->values[i].value;
        }
    }
    return 0;
}

static void read_document(struct sheet *sheet, struct tables_row *row)
{
    const char *id = sheet_field(sheet, 0);
    char *end = NULL;
    long number = strtol(id, &end, 10);
    if (*id == '\0' || *end != '\0' || number > INT32_MAX || number < -INT32_MAX) {
        sheet_fault(sheet, "Write the number that CMS has for the type.",
                    "This is no id of a document type.");
    } else {
        (void)snprintf(row->key, sizeof row->key, "%ld", number);
    }
    const char *type = sheet_field(sheet, 1);
    if (*type == '\0' && !sheet_is_ours(sheet)) {
        sheet_fault(sheet, "Write its name, such as MG5.", "The document type is missing.");
    }
    row->value = document_code(type);
}

static int write_document(const struct tables_row *row, char *out, size_t size)
{
    const char *code =
        row->value == 0 ? "" : pfq_enum_name(&pfq__v1__document_code__descriptor, row->value);
    return snprintf(out, size, "%s,%s", row->key, code);
}

static void read_holiday(struct sheet *sheet, struct tables_row *row)
{
    int32_t date = sheet_date(sheet, 0, 0);
    if (date == 0 && *sheet_field(sheet, 0) != '\0') {
        return; /* it is no date, and that is told */
    }
    if (date == 0 || pfq_date_weekday(date) > 5) {
        sheet_fault(sheet, "Name the weekday that is free, the substitute day where there is one.",
                    "This is no weekday.");
        return;
    }
    (void)snprintf(row->key, sizeof row->key, "%08" PRId32, date);
    row->value = date;
}

static int write_holiday(const struct tables_row *row, char *out, size_t size)
{
    char date[PFQ_INSTANT_TEXT];
    pfq_date_format(row->value, date);
    return snprintf(out, size, "%s", date);
}

const struct table_kind table_kinds[PFQ_TABLE_COUNT] = {
    [PFQ_TABLE_OFFENCES] = {"offences",
                            "cjs_code,category,from,until\n",
                            {{"cjs_code", NULL, true},
                             {"category", NULL, true},
                             {"from", NULL, false},
                             {"until", NULL, false}},
                            read_offence,
                            write_offence,
                            false},
    [PFQ_TABLE_UNITS] = {"units",
                         "force_code,unit_code,from,until\n",
                         {{"force_code", "force", true},
                          {"unit_code", "unit", true},
                          {"from", NULL, false},
                          {"until", NULL, false}},
                         read_unit,
                         write_unit,
                         false},
    [PFQ_TABLE_DOCUMENTS] = {"documents",
                             "cms_doc_type_id,document_type,from,until\n",
                             {{"cms_doc_type_id", NULL, true},
                              {"document_type", NULL, true},
                              {"from", NULL, false},
                              {"until", NULL, false}},
                             read_document,
                             write_document,
                             true},
    [PFQ_TABLE_HOLIDAYS] =
        {"holidays", "date\n", {{"date", NULL, true}}, read_holiday, write_holiday, false},
};
