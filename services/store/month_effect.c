/* month_effect.c - see month_effect.h. */
#include "month_effect.h"

#include <string.h>

#include "pfq/clock.h"

static size_t kinds(void)
{
    return pfq__v1__assessment_kind__descriptor.n_values;
}

void month_effect_open(struct month_effect *e, struct pfq_arena *arena)
{
    *e = (struct month_effect){.expected = pfq_arena_new(arena, Pfq__V1__Figure, kinds())};
    for (size_t i = 0; i < kinds(); i++) {
        Pfq__V1__Figure *row = &e->expected[i];
        const ProtobufCEnumDescriptor *all = &pfq__v1__assessment_kind__descriptor;
        const char *name = pfq_enum_name(all, all->values[i].value);
        pfq__v1__figure__init(row);
        row->has_kind = row->has_applicable = row->has_failing = true;
        row->kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_EXPECTED;
        row->name = (char *)(uintptr_t)name; /* generated types know no const */
    }
}

/* --- what is counted ----------------------------------------------------------------------- */

static struct sum sum_of(const struct sums *sums, const struct db_code *name)
{
    struct sum all = {0};
    for (size_t g = 0; g < sums->count; g++) {
        all.applicable += sums->groups[g].sums[name->code].applicable;
        all.failing += sums->groups[g].sums[name->code].failing;
    }
    return all;
}

static void add_expected(struct month_effect *e, const char *name, struct sum sum)
{
    for (size_t i = 0; i < kinds(); i++) {
        bool same = strcmp(e->expected[i].name, name) == 0;
        e->expected[i].applicable += same ? sum.applicable : 0;
        e->expected[i].failing += same ? sum.failing : 0;
    }
}

void month_effect_add(struct month_effect *e, const struct sums *sums,
                      const struct figures_names *names, uint64_t files)
{
    const char *undecided =
        pfq_enum_name(&pfq__v1__verdict__descriptor, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    e->forces += files > 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct db_code *name = &names->rows[i];
        if (name->kind == DB_CODE_EXPECTED) {
            add_expected(e, name->name, sum_of(sums, name));
        } else if (name->kind == DB_CODE_VERDICT && strcmp(name->name, undecided) == 0) {
            e->undecided += sum_of(sums, name).applicable;
        }
    }
}

/* --- failures ------------------------------------------------------------------------------ */

struct looking {
    struct month_effect *e;
    struct db_people_wish wish; /* where to go on, too */
    int64_t wall_ms;
    struct pfq_arena scratch; /* of one row */
    size_t looked;
};

static bool look_at(void *self, uint64_t subject, int64_t place, int64_t settles_at,
                    struct pfq_bytes packed)
{
    struct looking *l = self;
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    l->looked++;
    l->wish.after_place = place;
    l->wish.after_subject = subject;
    pfq_arena_reset(&l->scratch);
    if (packed.data == NULL || settles_at <= l->wall_ms ||
        pfq_wire_trusted(&pfq__v1__assessment_row__descriptor, packed, &l->scratch, &message,
                         &damage) != PFQ_OK) {
        return true;
    }
    const Pfq__V1__AssessmentRow *row = (const Pfq__V1__AssessmentRow *)message;
    for (size_t i = 0; i < row->n_failures; i++) {
        Pfq__V1__Standing standing = row->failures[i]->standing;
        l->e->unanswered += standing == PFQ__V1__STANDING__STANDING_AWAITED;
        l->e->disputed += standing == PFQ__V1__STANDING__STANDING_DISPUTED;
    }
    return true;
}

enum pfq_code month_effect_failures(struct month_effect *e, struct db *db, int32_t month,
                                    int64_t wall_ms, struct pfq_err *err)
{
    struct looking l = {.e = e,
                        .wish = {.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS,
                                 .from = pfq_london_ms(figures_first_day(month), 0),
                                 .to = pfq_people_end_of_day(figures_last_day(month)),
                                 .after_place = INT64_MIN,
                                 .force = "",
                                 .urn = "",
                                 .unit = "",
                                 .police_unit = "",
                                 .id = "",
                                 .open_only = true},
                        .wall_ms = wall_ms};
    enum pfq_code code = PFQ_OK;
    pfq_arena_open(&l.scratch);
    do {
        struct db_people_wish wish = l.wish;
        l.looked = 0;
        code = db_read_subjects(db, &wish, look_at, &l, err);
    } while (code == PFQ_OK && l.looked == DB_SUBJECTS_LOOKED);
    pfq_arena_close(&l.scratch);
    return code;
}

/* --- the row ------------------------------------------------------------------------------- */

bool month_effect_put(const struct month_effect *e, struct pfq_arena *arena, Pfq__V1__MonthRow *row)
{
    row->has_forces = row->has_undecided = row->has_unanswered = row->has_disputed = true;
    row->forces = (uint32_t)e->forces;
    row->undecided = e->undecided;
    row->unanswered = e->unanswered;
    row->disputed = e->disputed;
    row->expected = pfq_arena_try(arena, kinds() * sizeof(void *), alignof(void *));
    for (size_t i = 0; row->expected != NULL && i < kinds(); i++) {
        Pfq__V1__Figure *one = pfq_arena_try(arena, sizeof *one, alignof(Pfq__V1__Figure));
        if (one == NULL) {
            return false;
        }
        *one = e->expected[i]; /* its name is of the enum */
        if (one->applicable > 0) {
            row->expected[row->n_expected++] = one;
        }
    }
    return row->expected != NULL;
}
