/* sheet.c - see sheet.h. */
#include "sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/render/csv_write.h"
#include "pfq/clock.h"
#include "pfq/wire.h"

/* A column and how its cell is made of a failure. */
struct column {
    struct grid_column column;
    struct grid_cell (*cell)(const struct people_failure *of, struct pfq_arena *arena);
};

static const char *name_of(const ProtobufCEnumDescriptor *type, int value)
{
    return value == 0 ? "" : pfq_enum_name(type, value);
}

const char *sheet_standing(const Pfq__V1__FailureRow *failure)
{
    return name_of(&pfq__v1__standing__descriptor, (int)failure->standing);
}

/* --- of the file ----------------------------------------------------------------------------- */

#define CELL(name)                                                                                 \
    static struct grid_cell name(const struct people_failure *of, struct pfq_arena *arena)

CELL(urn)
{
    (void)arena;
    return grid_text(of->row->file == NULL ? NULL : of->row->file->urn);
}

CELL(stage)
{
    (void)arena;
    return grid_text(of->row->file == NULL
                         ? NULL
                         : name_of(&pfq__v1__file_type__descriptor, (int)of->row->file->file_type));
}

/* The case types as the CPS says them. */
CELL(case_type)
{
    static const char *const words[] = {[PFQ__V1__CASE_TYPE__CASE_TYPE_MC] = "Magistrates",
                                        [PFQ__V1__CASE_TYPE__CASE_TYPE_CC] = "Crown Court",
                                        [PFQ__V1__CASE_TYPE__CASE_TYPE_RASSO] = "RASSO",
                                        [PFQ__V1__CASE_TYPE__CASE_TYPE_CCU] = "Complex casework",
                                        [PFQ__V1__CASE_TYPE__CASE_TYPE_UNKNOWN] = NULL};
    size_t at = (size_t)of->row->case_type;
    (void)arena;
    return grid_text(at < sizeof words / sizeof *words ? words[at] : NULL);
}

/* What nobody tells us: to be filled in by whoever keeps the sheet. */
CELL(not_known)
{
    (void)of;
    (void)arena;
    return grid_text(NULL);
}

CELL(force)
{
    const char *code = of->row->file == NULL ? NULL : of->row->file->force;
    const char *name = code == NULL ? NULL : force_name(code, arena);
    return grid_text(name == NULL ? code : name);
}

CELL(police_unit_code)
{
    (void)arena;
    return grid_text(of->row->police_unit);
}

static struct grid_cell flag(const Pfq__V1__AssessmentRow *row, const char *part)
{
    const char *said = row->markers != NULL ? "no" : NULL;
    for (size_t i = 0; row->markers != NULL && i < row->markers->n_marker; i++) {
        const char *name =
            pfq_enum_name(&pfq__v1__marker__descriptor, (int)row->markers->marker[i]);
        said = name != NULL && strstr(name, part) != NULL ? "yes" : said;
    }
    return grid_text(said);
}

CELL(rape)
{
    (void)arena;
    return flag(of->row, "RAPE");
}

CELL(domestic)
{
    (void)arena;
    return flag(of->row, "DOMESTIC");
}

CELL(hate)
{
    (void)arena;
    return flag(of->row, "HATE");
}

/* --- of the assessment ------------------------------------------------------------------------ */

CELL(unit)
{
    (void)arena;
    return grid_text(of->row->unit);
}

CELL(kind)
{
    (void)arena;
    return grid_text(name_of(&pfq__v1__assessment_kind__descriptor, (int)of->row->kind));
}

CELL(declaration)
{
    (void)arena;
    return grid_text(name_of(&pfq__v1__assessment_outcome__descriptor, (int)of->row->outcome));
}

CELL(week_ending)
{
    (void)arena;
    return grid_date(folk_week_ending(of->row->assessed_at));
}

CELL(answer_by)
{
    (void)arena;
    return grid_date(of->row->response_date);
}

CELL(deadline)
{
    (void)arena;
    return grid_date(pfq_london_date(of->row->deadline));
}

CELL(reviewer)
{
    (void)arena;
    return grid_text(of->row->by);
}

/* --- of the failure -----------------------------------------------------------------------------
 */

CELL(reason)
{
    return grid_text(folk_reason(of->failure->reason, arena));
}

CELL(detail)
{
    struct grid_cell cell = grid_text(of->failure->detail);
    cell.released = of->failure->releasable;
    (void)arena;
    return cell;
}

CELL(items)
{
    const char *all = NULL;
    for (size_t i = 0; i < of->failure->n_items; i++) {
        all = pfq_arena_printf(arena, "%s%s%u", all == NULL ? "" : all, all == NULL ? "" : "; ",
                               of->failure->items[i]);
    }
    return grid_text(all);
}

CELL(standing)
{
    (void)arena;
    return grid_text(sheet_standing(of->failure));
}

CELL(response)
{
    (void)arena;
    return grid_text(name_of(&pfq__v1__response_kind__descriptor, (int)of->failure->response));
}

CELL(comment)
{
    (void)arena;
    return grid_text(of->failure->comment);
}

bool sheet_disputed(const Pfq__V1__FailureRow *failure)
{
    return failure->has_response &&
           (failure->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE ||
            failure->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_NOT_OURS);
}

/* Nothing is said of what nobody has recorded: empty is not "no".  What the CPS decided though
 * nobody disputed it is not disputed. */
CELL(disputed)
{
    const Pfq__V1__FailureRow *f = of->failure;
    bool set_aside = f->result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED;
    bool yes = f->standing == PFQ__V1__STANDING__STANDING_DISPUTED ||
               (f->has_result && !set_aside && sheet_disputed(f));
    (void)arena;
    return grid_text(yes ? "yes" : f->has_result ? "no" : NULL);
}

CELL(cps_accepted)
{
    (void)arena;
    return grid_text(of->failure->result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED ? "yes"
                     : of->failure->result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED
                         ? "no"
                         : NULL);
}

CELL(channel)
{
    (void)arena;
    return grid_text(name_of(&pfq__v1__channel__descriptor, (int)of->failure->channel));
}

CELL(result_reason)
{
    (void)arena;
    return grid_text(of->failure->result_reason);
}

/* --- the sheets
 * ----------------------------------------------------------------------------------- */

#define ANYONE(name, title, cell)                                                                  \
    {                                                                                              \
        {name, title, GRID_TEXT, MARK_ANYONE, 0}, cell                                             \
    }
#define RELEASED(name, title, cell)                                                                \
    {                                                                                              \
        {name, title, GRID_TEXT, MARK_RELEASED, 0}, cell                                           \
    }
#define INSIDE(name, title, cell)                                                                  \
    {                                                                                              \
        {name, title, GRID_TEXT, MARK_INSIDE, 0}, cell                                             \
    }
#define DAY(name, title, cell)                                                                     \
    {                                                                                              \
        {name, title, GRID_DATE, MARK_ANYONE, 0}, cell                                             \
    }

static const struct column answers[] = {
    ANYONE("urn", "URN", urn),
    ANYONE("stage", "Stage", stage),
    ANYONE("assessment", "Assessment", kind),
    ANYONE("police_unit_code", "Police unit", police_unit_code),
    ANYONE("failure", "Failure", reason),
    RELEASED("detail", "Detail", detail),
    ANYONE("items", "Items", items),
    DAY("answer_by", "Answer by", answer_by),
    DAY("deadline", "Outcomes until", deadline),
    ANYONE("standing", "Stands", standing),
    ANYONE("response", "accept, dispute, fixed or not-ours", response),
    ANYONE("comment", "Comment", comment),
};

static const struct column disputes[] = {
    ANYONE("urn", "URN", urn),
    ANYONE("casework_type", "Casework type", case_type),
    ANYONE("unit", "Unit", unit),
    ANYONE("police_unit_name", "Police unit name", not_known),
    ANYONE("police_unit_code", "Police unit code", police_unit_code),
    ANYONE("reviewing_group", "Reviewing group", not_known),
    ANYONE("review_type", "Review type", kind),
    ANYONE("review", "Review", stage),
    ANYONE("prosecutors_declaration", "Prosecutor's declaration", declaration),
    ANYONE("rape", "Rape", rape),
    ANYONE("domestic_violence", "Domestic violence", domestic),
    ANYONE("hate_crime", "Hate crime", hate),
    ANYONE("failure_types", "Failure types", reason),
    ANYONE("disputed", "Disputed?", disputed),
    ANYONE("cps_accepted", "CPS accepted?", cps_accepted),
    ANYONE("contact_methods", "Contact methods", channel),
    INSIDE("comments", "Comments", result_reason),
    RELEASED("detail", "Detail", detail),
    ANYONE("items", "Items", items),
    ANYONE("police_comment", "Comment of the police", comment),
    ANYONE("standing", "Stands", standing),
    ANYONE("force", "Force", force),
    DAY("week_ending", "Week ending", week_ending),
    DAY("deadline", "Outcomes until", deadline),
    INSIDE("reviewer", "Reviewer", reviewer),
};

static const char *text_in(const struct column *columns, size_t width, const char *column,
                           const struct people_failure *of, struct pfq_arena *arena)
{
    for (size_t i = 0; i < width; i++) {
        if (strcmp(columns[i].column.name, column) == 0) {
            return columns[i].cell(of, arena).text;
        }
    }
    return NULL;
}

const char *sheet_text(const char *column, const struct people_failure *of, struct pfq_arena *arena)
{
    const char *text = text_in(answers, sizeof answers / sizeof *answers, column, of, arena);
    return text != NULL ? text
                        : text_in(disputes, sizeof disputes / sizeof *disputes, column, of, arena);
}

static void make(const struct column *columns, size_t width, const struct people_failure *failures,
                 size_t count, struct pfq_arena *arena, struct grid *out)
{
    struct grid_column *heads = pfq_arena_new(arena, struct grid_column, width);
    struct grid_row *rows = pfq_arena_new(arena, struct grid_row, count + 1);
    for (size_t i = 0; i < width; i++) {
        heads[i] = columns[i].column;
    }
    for (size_t i = 0; i < count; i++) {
        struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, width);
        for (size_t k = 0; k < width; k++) {
            cells[k] = columns[k].cell(&failures[i], arena);
        }
        rows[i] = (struct grid_row){failures[i].key, cells};
    }
    *out = (struct grid){.columns = heads, .column_count = width, .rows = rows, .row_count = count};
}

void sheet_answers(const struct people_failure *failures, size_t count, struct pfq_arena *arena,
                   struct grid *out)
{
    make(answers, sizeof answers / sizeof *answers, failures, count, arena, out);
}

static int by_unit_and_week(const void *a, const void *b)
{
    const struct people_failure *x = a;
    const struct people_failure *y = b;
    const char *left = x->row->police_unit == NULL ? "" : x->row->police_unit;
    const char *right = y->row->police_unit == NULL ? "" : y->row->police_unit;
    int32_t weeks = folk_week_ending(x->row->assessed_at) - folk_week_ending(y->row->assessed_at);
    int order = strcmp(left, right);
    return order != 0 ? order : weeks != 0 ? weeks : strcmp(x->key, y->key);
}

void sheet_disputes(const struct people_failure *failures, size_t count, struct pfq_arena *arena,
                    struct grid *out)
{
    struct people_failure *sorted = pfq_arena_new(arena, struct people_failure, count + 1);
    if (count > 0) {
        memcpy(sorted, failures, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_unit_and_week);
    }
    make(disputes, sizeof disputes / sizeof *disputes, sorted, count, arena, out);
}

bool sheet_is_for_one(const struct people_failure *failures, size_t count, struct pfq_arena *arena)
{
    for (size_t i = 1; i < count; i++) {
        const char *first = failures[0].row->file->force;
        const char *force = failures[i].row->file->force;
        if (strcmp(first, force) != 0) {
            folk_say_problem(
                "force",
                pfq_arena_printf(arena,
                                 "There are failures of forces %s and %s, and a sheet that leaves "
                                 "the CPS goes to one force.",
                                 first, force),
                "Add --force, a sheet for each force.  Nothing was written.");
            return false;
        }
    }
    return true;
}

bool sheet_write(struct people *p, const struct grid *grid, enum audience audience,
                 const char *path)
{
    bool out = strcmp(path, "-") == 0;
    FILE *file = out ? stdout : fopen(path, "wbe");
    bool good = file != NULL;
    if (good) {
        csv_write(grid, audience, CSV_BYTE_ORDER_MARK, &p->arena, file);
        good = fflush(file) == 0 && ferror(file) == 0;
    }
    int why = errno;
    if (file != NULL && !out) {
        good = fclose(file) == 0 && good;
    }
    if (!good) {
        folk_say_problem(
            path, pfq_arena_printf(&p->arena, "The file cannot be written: %s.", strerror(why)),
            NULL);
    }
    return good;
}
