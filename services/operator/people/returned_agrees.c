/* returned_agrees.c - does a returned row say the same of its failure as its key does?  Where some
 * columns were sorted and others not, it does not: see returned.h. */
#include <string.h>
#include <strings.h>

#include "operator/operator.h"
#include "pfq/ident.h"
#include "returned.h"
#include "sheet.h"

enum agreeing {
    AS_WORDS,
    AS_URN,   /* 40/AA/00001/26 is 40AA0000126 */
    AS_FORCE, /* by name or code */
    AS_CODE   /* of "D06 Schedules ..." the D06 */
};

/* The columns of both sheets that say which failure a row is of. */
static const struct named {
    const char *column;
    enum agreeing how;
} names[] = {{"urn", AS_URN},          {"stage", AS_WORDS},       {"review", AS_WORDS},
             {"assessment", AS_WORDS}, {"review_type", AS_WORDS}, {"force", AS_FORCE},
             {"failure", AS_CODE},     {"failure_types", AS_CODE}};

static bool same_urn(const char *a, const char *b)
{
    struct pfq_urn x;
    struct pfq_urn y;
    bool readable = pfq_urn_read(a, &x) && pfq_urn_read(b, &y);
    return readable ? strcmp(x.text, y.text) == 0 : strcmp(a, b) == 0;
}

static bool same_code(const char *a, const char *b)
{
    size_t size = strcspn(a, " ");
    return size == strcspn(b, " ") && strncasecmp(a, b, size) == 0;
}

static bool agrees(enum agreeing how, const char *said, const char *wanted,
                   const struct people_failure *of)
{
    const char *code = of->row->file == NULL ? NULL : of->row->file->force;
    switch (how) {
    case AS_URN:
        return same_urn(said, wanted);
    case AS_CODE:
        return same_code(said, wanted);
    case AS_FORCE:
        return strcasecmp(said, wanted) == 0 || (code != NULL && strcmp(said, code) == 0);
    case AS_WORDS:
        break;
    }
    return strcasecmp(said, wanted) == 0;
}

const char *returned_differs(struct returned *r, const struct csv_file *csv,
                             const struct csv_row *row, const struct people_failure *of)
{
    struct pfq_arena *arena = &returned_people(r)->arena;
    const char *all = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int column = csv_find(csv, names[i].column);
        const char *said = column < 0 ? "" : returned_word(r, row->fields[column]);
        const char *wanted = sheet_text(names[i].column, of, arena);
        if (said[0] != '\0' && wanted != NULL && !agrees(names[i].how, said, wanted, of)) {
            all = pfq_arena_printf(arena, "%s%s%s is %s, by its key %s", all == NULL ? "" : all,
                                   all == NULL ? "" : "; ", names[i].column, said, wanted);
        }
    }
    return all;
}
