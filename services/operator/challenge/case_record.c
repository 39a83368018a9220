/* case_record.c - what the CPS itself recorded of a check in a file that is to be challenged.
 *
 * A challenge on what the CPS already gave up, or on what its own assessor does not agree with,
 * does not hold; whoever raises it all the same says so.  Only assessments of the submission that
 * fails count: what was accepted of an earlier one says nothing of a file that came again. */
#include <inttypes.h>
#include <string.h>

#include "challenge.h"
#include "feedback/render/figure.h"
#include "pfq/clock.h"

static bool is_of(const Pfq__V1__AssessmentRow *row, const Pfq__V1__Receipt *receipt)
{
    bool same = !row->has_sequence || !receipt->has_sequence || row->sequence == receipt->sequence;
    return !row->withdrawn && row->file != NULL && row->file->file_type == receipt->file_type &&
           same;
}

static bool gave_up(const Pfq__V1__FailureRow *failure, const char *check)
{
    return failure->standing == PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED &&
           failure->check != NULL && strcmp(failure->check, check) == 0;
}

static void note_accepted(struct case_record *record, const Pfq__V1__AssessmentRow *row,
                          const Pfq__V1__FailureRow *failure, struct pfq_arena *arena)
{
    const char *kind = pfq_enum_name(&pfq__v1__assessment_kind__descriptor, (int)row->kind);
    record->against =
        pfq_arena_printf(arena,
                         "The CPS accepted that the police dispute exactly this: failure %" PRIu32
                         " of the %s assessment of this file.",
                         failure->number, kind);
    record->fact = " The CPS accepted a dispute of it.";
}

static void look_at(struct case_record *record, const Pfq__V1__AssessmentRow *row,
                    const char *check, struct pfq_arena *arena)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        if (gave_up(row->failures[i], check)) {
            note_accepted(record, row, row->failures[i], arena);
            return;
        }
    }
    for (size_t i = 0; i < row->n_overruled && record->against == NULL; i++) {
        if (strcmp(row->overruled[i], check) == 0) {
            record->against = "The CPS's own assessor does not agree that the file fails by this "
                              "check.";
        }
    }
}

enum pfq_exit case_record(struct people *p, const Pfq__V1__Receipt *receipt, const char *check,
                          struct case_record *out)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    *out = (struct case_record){.fact = ""};
    want.urn = receipt->urn;
    enum pfq_exit code = folk_read(p, &want, &rows);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < rows.count; i++) {
        if (is_of(rows.rows[i], receipt)) {
            look_at(out, rows.rows[i], check, &p->arena);
        }
    }
    return code;
}
