/* assess_look.c - the latest submission of a file, and what was assessed before: see assess.h. */
#include <ctype.h>
#include <string.h>

#include "assess.h"
#include "pfq/standard.h"
#include "pfq/wire.h"
#include "pfq/ident.h"

/* The latest of the stage, or of all. */
static const Pfq__V1__Stored *latest(const Pfq__V1__StoreRows *rows, const struct assess_wish *wish)
{
    const Pfq__V1__Stored *found = NULL;
    for (size_t i = 0; i < rows->n_rows; i++) {
        const Pfq__V1__Stored *row = rows->rows[i];
        bool live = row->mode != PFQ__V1__MODE__MODE_TEST;
        if (live && (wish->stage == 0 || row->file_type == wish->stage) &&
            (wish->force == NULL || strcmp(row->force, wish->force) == 0)) {
            found = row;
        }
    }
    return found;
}

static enum pfq_exit read_receipt(struct people *p, const Pfq__V1__Stored *row,
                                  struct assess_file *file)
{
    Pfq__V1__Receipt *receipt = NULL;
    enum pfq_exit code = folk_receipt(p, row, &receipt);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    file->receipt = receipt;
    file->sequence = row->sequence;
    file->force = row->force;
    file->stage = row->file_type;
    return PFQ_EXIT_GOOD;
}

static enum pfq_exit look_at_case(struct people *p, const struct assess_wish *wish,
                                  struct assess_file *file)
{
    Pfq__V1__StoreRows *rows = NULL;
    enum pfq_exit code = folk_case(p, wish->urn, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    const Pfq__V1__Stored *row = latest(rows, wish);
    if (row == NULL) {
        folk_say_problem("pfq assess",
                         wish->stage != 0 && rows->n_rows > 0
                             ? "No file of this case and stage was ever accepted."
                             : "No file of this case was ever accepted.",
                         pfq_arena_printf(&p->arena, "See: pfq case %s%s", wish->urn,
                                          p->run == NULL
                                              ? ""
                                              : pfq_arena_printf(&p->arena, " --run %s",
                                                                 folk_quoted(p->run, &p->arena))));
        return PFQ_EXIT_NOT_GOOD;
    }
    return read_receipt(p, row, file);
}

static const char *usual_id(struct people *p, const struct assess_wish *wish,
                            const struct assess_file *file)
{
    return pfq_arena_printf(
        &p->arena, "%s-%s",
        folk_typed(&pfq__v1__assessment_kind__descriptor, (int)wish->kind, &p->arena),
        folk_typed(&pfq__v1__file_type__descriptor, (int)file->stage, &p->arena));
}

static enum pfq_exit look_before(struct people *p, const struct assess_wish *wish,
                                 struct assess_file *file)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    want.urn = pfq_arena_strdup(&p->arena, wish->urn);
    want.force = pfq_arena_strdup(&p->arena, file->force);
    enum pfq_exit code = folk_read(p, &want, &file->all);
    for (size_t i = 0; i < file->all.count; i++) {
        const Pfq__V1__AssessmentRow *row = file->all.rows[i];
        if (row->file != NULL && row->file->file_type == file->stage && row->id != NULL &&
            row->kind == wish->kind && strcmp(row->id, file->id) == 0) {
            file->before = row;
        }
    }
    return code;
}

/* Whoever names the stage and says it all needs nothing of the machine's. */
static bool wants_case(const struct assess_wish *w)
{
    return w->stage == 0 || !assess_decides(w) || w->confirm_all ||
           w->confirm.count + w->overrule.count + w->met.count + w->not_met.count > 0;
}

enum pfq_exit assess_look(struct people *p, const struct assess_wish *wish,
                          struct assess_file *file)
{
    struct pfq_urn urn;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    *file = (struct assess_file){.stage = wish->stage};
    (void)pfq_urn_read(wish->urn, &urn);
    file->force = wish->force != NULL ? wish->force : pfq_arena_strdup(&p->arena, urn.force);
    if (wants_case(wish)) {
        code = look_at_case(p, wish, file);
    }
    file->id = wish->id != NULL ? wish->id : usual_id(p, wish, file);
    return code == PFQ_EXIT_GOOD ? look_before(p, wish, file) : code;
}
