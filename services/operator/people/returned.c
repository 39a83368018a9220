/* returned.c - see returned.h. */
#include "returned.h"

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/render/csv_write.h"
#include "operator/input.h"
#include "operator/report.h"
#include "pfq/json.h"

enum {
    YEAR_MAX = 9999,
    MONTHS = 12
};

struct returned {
    struct people *people;
    const struct returned_kind *kind;
    const char *file;
    const char *where;    /* "answers.csv:12": the row in hand */
    const char *replaces; /* what it takes the place of; NULL: nothing */
    json_t *replaced;     /* what was replaced so far */
    int columns[RETURNED_COLUMNS];
    struct csv_file csv;
    struct pfq_problems problems; /* of the file, by line */
    size_t said;                  /* so many of them */
    struct csv_row *sorted;       /* by key */
    struct people_failure *failures;
    size_t failure_count; /* by key */
    struct returned_sums *sums;
    enum pfq_exit code;
};

const char *returned_word(struct returned *r, const char *text)
{
    const char *from = text + strspn(text, " \t");
    size_t size = strlen(from);
    while (size > 0 && (from[size - 1] == ' ' || from[size - 1] == '\t')) {
        size--;
    }
    return pfq_arena_strndup(&r->people->arena, from, size);
}

struct people *returned_people(struct returned *r)
{
    return r->people;
}

const struct returned_kind *returned_kind_of(const struct returned *r)
{
    return r->kind;
}

void returned_fault(struct returned *r, const char *fix, const char *fmt, ...)
{
    char sentence[320];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    folk_say_problem(r->where, sentence, fix);
}

void returned_replaces(struct returned *r, const char *what)
{
    r->replaces = what;
}

void returned_name(struct people *p, const struct people_failure *of, char **assessment,
                   Pfq__V1__AssessmentKind *kind, uint32_t *failure)
{
    *assessment = pfq_arena_strdup(&p->arena, of->row->id);
    *kind = of->row->kind;
    *failure = of->failure->number;
}

/* --- the file ------------------------------------------------------------------------------ */

/* "answers.csv:12" */
static unsigned line_of(const Pfq__V1__Problem *problem)
{
    const char *colon = strrchr(problem->path, ':');
    unsigned long line = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);
    return line == 0 || line > UINT_MAX ? UINT_MAX : (unsigned)line;
}

/* Those of one line stay as they are. */
static void sort_problems(struct pfq_problems *problems)
{
    for (size_t i = 1; i < problems->count; i++) {
        Pfq__V1__Problem *one = problems->rows[i];
        size_t to = i;
        for (; to > 0 && line_of(problems->rows[to - 1]) > line_of(one); to--) {
            problems->rows[to] = problems->rows[to - 1];
        }
        problems->rows[to] = one;
    }
}

/* What is wrong with the file, up to that line: the rest waits for what is wrong with rows. */
static void say_problems(struct returned *r, unsigned line)
{
    for (; r->said < r->problems.count && line_of(r->problems.rows[r->said]) <= line; r->said++) {
        const Pfq__V1__Problem *problem = r->problems.rows[r->said];
        folk_say_problem(problem->path, problem->message, problem->fix);
    }
}

static int by_row_key(const void *a, const void *b)
{
    const struct csv_row *x = a;
    const struct csv_row *y = b;
    return strcmp(x->key, y->key);
}

static int by_failure_key(const void *a, const void *b)
{
    const struct people_failure *x = a;
    const struct people_failure *y = b;
    return strcmp(x->key, y->key);
}

static bool find_columns(struct returned *r)
{
    const char *missing = "";
    for (size_t i = 0; i < RETURNED_COLUMNS && r->kind->columns[i] != NULL; i++) {
        r->columns[i] = csv_find(&r->csv, r->kind->columns[i]);
        if (i < r->kind->required && r->columns[i] < 0) {
            missing = pfq_arena_printf(&r->people->arena, "%s%s%s", missing,
                                       missing[0] == '\0' ? "" : " and ", r->kind->columns[i]);
        }
    }
    if (missing[0] != '\0' && csv_find(&r->csv, CSV_KEY_COLUMN) >= 0) { /* else it was told */
        r->where = pfq_arena_printf(&r->people->arena, "%s:1", r->file);
        returned_fault(r, "Keep the columns as they were sent, in any order.",
                       "The first line does not name the column %s.", missing);
    }
    return missing[0] == '\0';
}

static void sort_rows(struct returned *r)
{
    size_t count = r->csv.row_count;
    struct csv_row *sorted = pfq_arena_new(&r->people->arena, struct csv_row, count + 1);
    memcpy(sorted, r->csv.rows, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_row_key);
    for (size_t i = 1; i < count; i++) { /* told of, and counted with its row */
        r->sums->not_taken -= strcmp(sorted[i - 1].key, sorted[i].key) == 0;
    }
    r->sorted = sorted;
}

static bool read_csv(struct returned *r)
{
    struct pfq_bytes bytes;
    struct pfq_arena *arena = &r->people->arena;
    const char *why = input_bytes(r->file, arena, &bytes);
    if (why != NULL) {
        folk_say_problem(r->file, pfq_arena_printf(arena, "The file cannot be read: %s.", why),
                         NULL);
        return false;
    }
    pfq_problems_init(&r->problems, arena);
    (void)csv_read(r->file, (const char *)bytes.data, bytes.size, arena, &r->problems, &r->csv);
    pfq_problems_close(&r->problems);
    r->sums->not_taken += r->problems.count + r->problems.unlisted;
    sort_problems(&r->problems);
    sort_rows(r);
    say_problems(r, 1);
    return find_columns(r);
}

static bool is_alone(const struct returned *r, const struct csv_row *row)
{
    const struct csv_row *sorted = r->sorted;
    const struct csv_row *at = bsearch(row, sorted, r->csv.row_count, sizeof *sorted, by_row_key);
    size_t i = (size_t)(at - sorted);
    return (i == 0 || strcmp(sorted[i - 1].key, row->key) != 0) &&
           (i + 1 == r->csv.row_count || strcmp(sorted[i + 1].key, row->key) != 0);
}

/* --- what stands ----------------------------------------------------------------------------- */

/* "2026-10/40/..." */
static int32_t month_of(const char *key)
{
    char *end = NULL;
    long year = strtol(key, &end, 10);
    long month = *end == '-' ? strtol(end + 1, &end, 10) : 0;
    bool sound = year > 0 && year <= YEAR_MAX && month > 0 && month <= MONTHS && *end == '/';
    return sound ? (int32_t)(year * 100 + month) : 0;
}

static enum pfq_exit read_failures(struct returned *r)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    if (r->csv.row_count == 0) {
        return PFQ_EXIT_GOOD;
    }
    want.has_from_month = want.has_to_month = true; /* a key begins with its month */
    want.from_month = month_of(r->sorted[0].key);
    want.to_month = month_of(r->sorted[r->csv.row_count - 1].key);
    enum pfq_exit code = folk_read(r->people, &want, &rows);
    r->failure_count = folk_failures(&rows, &r->people->arena, &r->failures);
    qsort(r->failures, r->failure_count, sizeof *r->failures, by_failure_key);
    return code;
}

static const struct people_failure *find_failure(const struct returned *r, const char *key)
{
    const struct people_failure wanted = {.key = key};
    return r->failure_count == 0 ? NULL
                                 : bsearch(&wanted, r->failures, r->failure_count,
                                           sizeof *r->failures, by_failure_key);
}

/* --- row by row ------------------------------------------------------------------------------ */

static enum returned_state tell(struct returned *r, Pfq__V1__Event *event)
{
    Pfq__V1__Receipt *receipt = NULL;
    r->people->where = r->where;
    enum pfq_exit code = folk_tell(r->people, event, &receipt);
    if (receipt != NULL) {
        folk_say_receipt(r->where, receipt);
    }
    if (code == PFQ_EXIT_AWAY || code == PFQ_EXIT_CANNOT_TELL) {
        r->code = code;
    }
    return code == PFQ_EXIT_GOOD ? RETURNED_TELL : RETURNED_FAULT;
}

bool returned_tell(struct returned *r, Pfq__V1__Event *event)
{
    return tell(r, event) == RETURNED_TELL;
}

/* A dry run's standard output is the events alone. */
static void list_replaced(struct returned *r, const struct people_failure *of)
{
    struct people *p = r->people;
    const char *text =
        pfq_arena_printf(&p->arena, "%s, failure %u, in place of: %s",
                         folk_name(of->row, &p->arena), of->failure->number, r->replaces);
    (void)json_array_append_new(r->replaced, json_pack("{s:s, s:s, s:s}", "row", r->where, "key",
                                                       of->key, "was", r->replaces));
    if (p->dry_run) {
        folk_say_problem(r->where, text, NULL);
    } else if (!p->json) {
        page_paragraph(&p->page, 0, "", pfq_arena_printf(&p->arena, "%s: %s.", r->where, text));
    }
}

static enum returned_state tell_row(struct returned *r, const struct people_failure *of,
                                    Pfq__V1__Event *event)
{
    enum returned_state state = tell(r, event);
    if (state == RETURNED_TELL && r->replaces != NULL) {
        list_replaced(r, of);
    }
    return state;
}

/* There is such a failure, and the row is of it. */
static bool is_of(struct returned *r, const struct csv_row *row, const struct people_failure *of)
{
    const char *differs = of == NULL ? NULL : returned_differs(r, &r->csv, row, of);
    if (of == NULL) {
        returned_fault(r, "Copy the key from the file that was sent; or it was withdrawn since.",
                       "There is no failure of this key that you may answer.");
    } else if (differs != NULL) {
        returned_fault(r,
                       "Were some columns sorted and others not?  Sort whole rows, or export "
                       "again.",
                       "The row is of another failure than its key: %s.", differs);
    }
    return of != NULL && differs == NULL;
}

static enum returned_state take_row(struct returned *r, const struct csv_row *row)
{
    const char *fields[RETURNED_COLUMNS];
    const struct people_failure *of = find_failure(r, row->key);
    r->where = pfq_arena_printf(&r->people->arena, "%s:%u", r->file, row->line);
    if (!is_alone(r, row)) {
        return RETURNED_FAULT; /* the reading of the file told so, with both lines */
    }
    if (!is_of(r, row, of)) {
        return RETURNED_FAULT;
    }
    r->replaces = NULL;
    for (size_t i = 0; i < RETURNED_COLUMNS; i++) {
        bool there = r->kind->columns[i] != NULL && r->columns[i] >= 0;
        fields[i] = there ? row->fields[r->columns[i]] : "";
    }
    Pfq__V1__Event *event = folk_about(r->people, of->row);
    enum returned_state state = r->kind->read(r, of, fields, event);
    return state == RETURNED_TELL ? tell_row(r, of, event) : state;
}

static void count(struct returned_sums *sums, enum returned_state state)
{
    sums->told += state == RETURNED_TELL;
    sums->same += state == RETURNED_SAME;
    sums->empty += state == RETURNED_EMPTY;
    sums->not_taken += state == RETURNED_FAULT;
}

static void put_sums(struct people *p, const struct returned_sums *s, json_t *replaced)
{
    if (p->json) {
        report_write(stdout,
                     json_pack("{s:I, s:I, s:I, s:I, s:O}", "told", (json_int_t)s->told, "already",
                               (json_int_t)s->same, "empty", (json_int_t)s->empty, "notTaken",
                               (json_int_t)s->not_taken, "replaced", replaced));
        return;
    }
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(&p->arena,
                                    "%zu told, %zu that stand so already, %zu without an answer, "
                                    "%zu not taken.",
                                    s->told, s->same, s->empty, s->not_taken));
}

enum pfq_exit returned_import(struct people *p, const char *file, const struct returned_kind *kind,
                              struct returned_sums *sums)
{
    struct returned r = {.people = p, .kind = kind, .file = file, .sums = sums};
    *sums = (struct returned_sums){0};
    if (!read_csv(&r)) {
        say_problems(&r, UINT_MAX);
        return PFQ_EXIT_USAGE;
    }
    r.replaced = json_array();
    r.code = read_failures(&r);
    for (size_t i = 0; r.code == PFQ_EXIT_GOOD && i < r.csv.row_count; i++) {
        say_problems(&r, r.csv.rows[i].line);
        count(sums, take_row(&r, &r.csv.rows[i]));
    }
    say_problems(&r, UINT_MAX);
    if (r.code == PFQ_EXIT_GOOD) {
        put_sums(p, sums, r.replaced);
    }
    json_decref(r.replaced);
    return r.code == PFQ_EXIT_GOOD && sums->not_taken > 0 ? PFQ_EXIT_NOT_GOOD : r.code;
}
