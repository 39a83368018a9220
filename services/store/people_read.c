/* people_read.c - see people_read.h. */
#include "people_read.h"

#include <string.h>

#include "authorise.h"
#include "figures.h"
#include "pfq/bug.h"
#include "people_fold.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name

enum {
    ROWS_MAX = 500,
    UNPACKED = 3 /* times as large as packed, nearly */
};

struct cursor {
    int64_t place;
    uint64_t subject;
};

struct page {
    struct db *db;
    const struct pfq_people_rules *rules;
    struct pfq_arena *arena;
    struct pfq_arena scratch; /* grows; of one row */
    Pfq__V1__PeopleKind kind;
    bool outside;
    const char *reviewer; /* NULL: whoever */
    int64_t wall_ms;
    size_t room;
    void **rows;
    size_t count;
    size_t seen;        /* rows that were wanted, hidden ones too */
    size_t looked;      /* rows looked at */
    struct cursor last; /* of these */
    bool full;
    enum pfq_code code;
    struct pfq_err *err;
};

static const ProtobufCMessageDescriptor *const types[] = {
    [KIND(ASSESSMENTS)] = &pfq__v1__assessment_row__descriptor,
    [KIND(EXPECTED)] = &pfq__v1__expected_row__descriptor,
    [KIND(REVIEWS)] = &pfq__v1__review_row__descriptor,
    [KIND(CHALLENGES)] = &pfq__v1__challenge_row__descriptor,
    [KIND(MUTES)] = &pfq__v1__mute_row__descriptor,
    [KIND(ACTIONS)] = &pfq__v1__action_row__descriptor,
};

/* What is written and not yet sent concerns the CPS alone. */
static bool was_sent(const Pfq__V1__ChallengeRow *row)
{
    for (size_t i = 0; i < row->n_steps; i++) {
        if (row->steps[i]->state == PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_SENT) {
            return true;
        }
    }
    return false;
}

static bool is_of_reviewer(const struct page *p, const void *row)
{
    const char *by = p->kind == KIND(ASSESSMENTS) ? ((const Pfq__V1__AssessmentRow *)row)->by
                     : p->kind == KIND(EXPECTED)  ? ((const Pfq__V1__ExpectedRow *)row)->by
                     : p->kind == KIND(REVIEWS)
                         ? ((const Pfq__V1__ReviewRow *)row)->review->reviewer
                         : NULL;
    return p->reviewer == NULL || (by != NULL && strcmp(by, p->reviewer) == 0);
}

/* The row as it stands now, packed. */
static struct pfq_bytes as_now(struct page *p, uint64_t subject, int64_t settles_at,
                               struct pfq_bytes packed)
{
    struct people_row row = {.subject = {.subject = subject, .kind = p->kind}};
    if (settles_at == 0 || settles_at > p->wall_ms) {
        return packed;
    }
    pfq_arena_reset(&p->scratch);
    p->code = people_fold(p->db, p->rules, p->wall_ms, &p->scratch, &row, p->err);
    return row.subject.packed;
}

static bool add_row(void *self, uint64_t subject, int64_t place, int64_t settles_at,
                    struct pfq_bytes packed)
{
    struct page *p = self;
    ProtobufCMessage *message = NULL;
    p->looked++;
    if (packed.data == NULL) { /* none of those wanted */
        p->last = (struct cursor){place, subject};
        return true;
    }
    packed = as_now(p, subject, settles_at, packed);
    size_t size = packed.size * UNPACKED;
    p->full = p->seen == ROWS_MAX || (p->count > 0 && size > p->room);
    if (p->full || p->code != PFQ_OK) {
        return false;
    }
    p->code = pfq_wire_trusted(types[p->kind], packed, p->arena, &message, p->err);
    if (p->code != PFQ_OK) {
        return false;
    }
    p->room -= size < p->room ? size : p->room;
    p->last = (struct cursor){place, subject};
    p->seen++;
    bool hidden = p->outside && p->kind == KIND(CHALLENGES) &&
                  !was_sent((const Pfq__V1__ChallengeRow *)message);
    if (!hidden && is_of_reviewer(p, message)) {
        p->rows[p->count++] = message;
    }
    return true;
}

static const char *text(const char *given)
{
    return given == NULL ? "" : given;
}

static struct db_people_wish wish_of(const Pfq__V1__PeopleRead *read, const char *force)
{
    struct db_people_wish wish = {.kind = read->kind,
                                  .from = INT64_MIN,
                                  .to = INT64_MAX,
                                  .after_place = INT64_MIN,
                                  .force = force,
                                  .urn = text(read->urn),
                                  .unit = text(read->unit),
                                  .police_unit = text(read->police_unit),
                                  .id = text(read->id),
                                  .process =
                                      read->has_assessment_kind ? (int)read->assessment_kind : 0,
                                  .open_only = read->open_only,
                                  .limit = ROWS_MAX + 1};
    if (read->has_from_month) {
        int32_t before = figures_month_add(read->from_month, -1);
        wish.from = pfq_people_end_of_day(figures_last_day(before)) + 1;
    }
    if (read->has_to_month) {
        wish.to = pfq_people_end_of_day(figures_last_day(read->to_month));
    }
    if (read->has_after) {
        struct cursor after;
        memcpy(&after, read->after.data, sizeof after);
        wish.after_place = after.place;
        wish.after_subject = after.subject;
    }
    return wish;
}

/* --- a unit of another Area ------------------------------------------------------------------ */

static bool on_any(void *self, uint64_t subject, int64_t place, int64_t settles_at,
                   struct pfq_bytes packed)
{
    bool *any = self;
    (void)subject;
    (void)place;
    (void)settles_at;
    *any = packed.data != NULL;
    return !*any;
}

/* Did the unit ever assess or owe a review, for one of `forces` (NULL: for any)? */
static enum pfq_code unit_works(struct db *db, const char *unit, const char *forces, bool *any,
                                struct pfq_err *err)
{
    static const Pfq__V1__PeopleKind kinds[] = {KIND(ASSESSMENTS), KIND(REVIEWS)};
    enum pfq_code code = PFQ_OK;
    *any = false;
    for (size_t i = 0; i < 2 && code == PFQ_OK && !*any; i++) {
        struct db_people_wish wish = {.kind = kinds[i],
                                      .from = INT64_MIN,
                                      .to = INT64_MAX,
                                      .after_place = INT64_MIN,
                                      .force = "",
                                      .forces = forces,
                                      .urn = "",
                                      .unit = unit,
                                      .police_unit = "",
                                      .id = "",
                                      .limit = 1};
        code = db_read_subjects(db, &wish, on_any, any, err);
    }
    return code;
}

/* That there is nothing of it would be untrue. */
static enum pfq_code refuse_unit(const struct turn *turn, struct job *job, const char *forces,
                                 struct pfq_err *err)
{
    const Pfq__V1__PeopleAsk *ask = job->request->people_ask;
    const char *unit = text(ask->read->unit);
    bool ours = true;
    bool others = false;
    enum pfq_code code = PFQ_OK;
    if (forces != NULL && unit[0] != '\0') {
        code = unit_works(turn->db, unit, forces, &ours, err);
    }
    if (code == PFQ_OK && !ours) {
        code = unit_works(turn->db, unit, NULL, &others, err);
    }
    if (code == PFQ_OK && others) {
        authorise_refuse(job, ask->peer, "This unit has no file of a force of your Area.",
                         turn->arena);
    }
    return code;
}

/* --- a page ---------------------------------------------------------------------------------- */

/* The generated lists are pointers to pointers of their own types. */
static void give(const struct page *p, Pfq__V1__PeopleRows *out)
{
    const struct {
        void *list;
        size_t *count;
    } lists[] = {
        [KIND(ASSESSMENTS)] = {&out->assessments, &out->n_assessments},
        [KIND(EXPECTED)] = {&out->expected, &out->n_expected},
        [KIND(REVIEWS)] = {&out->reviews, &out->n_reviews},
        [KIND(CHALLENGES)] = {&out->challenges, &out->n_challenges},
        [KIND(MUTES)] = {&out->mutes, &out->n_mutes},
        [KIND(ACTIONS)] = {&out->actions, &out->n_actions},
    };

    PFQ_ASSERT(lists[p->kind].list != NULL);
    memcpy(lists[p->kind].list, &p->rows, sizeof p->rows);
    *lists[p->kind].count = p->count;
    if (p->full) {
        out->has_next = true;
        out->next.len = sizeof p->last;
        out->next.data = pfq_arena_alloc(p->arena, sizeof p->last, 1, 1);
        memcpy(out->next.data, &p->last, sizeof p->last);
    }
}

/* Before the rows are read: they may be newer, never older.  Files follow their commits, as figures
 * do; events are in the rows with theirs. */
static enum pfq_code say_up_to(struct db *db, Pfq__V1__PeopleRows *out, struct pfq_err *err)
{
    uint64_t last = 0;
    out->has_up_to = out->has_files_up_to = out->has_files_behind = true;
    enum pfq_code code = db_last_event(db, &out->up_to, err);
    if (code == PFQ_OK) {
        code = db_read_progress(db, "expected", &out->files_up_to, err);
    }
    if (code == PFQ_OK) {
        code = db_last_sequence(db, &last, err);
    }
    out->files_behind = last > out->files_up_to ? last - out->files_up_to : 0;
    return code;
}

enum pfq_code people_read(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    struct db *db = turn->db;
    struct pfq_arena *arena = turn->arena;
    const Pfq__V1__PeopleAsk *ask = job->request->people_ask;
    const char *force = text(ask->read->force);
    const char *sentence = authorise_people(ask->peer, ask->read, &force);
    struct page p = {.db = db,
                     .rules = turn->rules,
                     .arena = arena,
                     .kind = ask->read->kind,
                     .outside = ask->read->outside || authorise_outside(ask->peer),
                     .reviewer = ask->read->reviewer,
                     .wall_ms = turn->wall_ms,
                     .room = turn->room,
                     .err = err};
    if (sentence != NULL) {
        authorise_refuse(job, ask->peer, sentence, arena);
        return PFQ_OK;
    }
    p.rows = pfq_arena_try(arena, ROWS_MAX * sizeof *p.rows, alignof(void *));
    if (p.rows == NULL) {
        return pfq_fail(err, PFQ_E_TOO_LARGE, "no room for a page of rows");
    }
    struct db_people_wish wish = wish_of(ask->read, force);
    wish.forces = authorise_forces(ask->peer, arena);
    enum pfq_code code = say_up_to(db, &job->people, err);
    pfq_arena_open(&p.scratch);
    if (code == PFQ_OK) {
        code = db_read_subjects(db, &wish, add_row, &p, err);
    }
    pfq_arena_close(&p.scratch);
    code = code == PFQ_OK ? p.code : code;
    p.full = p.full || p.looked == DB_SUBJECTS_LOOKED;
    if (code == PFQ_OK && p.count == 0 && !p.full && !ask->read->has_after) {
        code = refuse_unit(turn, job, wish.forces, err);
    }
    if (code == PFQ_OK) {
        job->people.area = wish.forces == NULL || ask->peer == NULL ? NULL : ask->peer->area;
        give(&p, &job->people);
        pfq_people_redact(&job->people, authorise_role(ask->peer), p.outside);
    }
    return code;
}
