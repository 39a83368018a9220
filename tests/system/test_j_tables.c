/* Reference tables while the services run: what is missing needs a person, a table that is
 * loaded counts from then on, and a damaged one does not (G5, G6). */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/command.h"
#include "support/rig.h"

static const Pfq__V1__TableStatus *table_of(struct rig *rig, const char *name,
                                            struct pfq_arena *arena)
{
    const Pfq__V1__ServiceStatus *status = rig_status(rig, RIG_INTAKE, arena);
    size_t i = 0;
    while (i < status->n_tables && strcmp(status->tables[i]->name, name) != 0) {
        i++;
    }
    cr_assert_lt(i, status->n_tables, "intake tells nothing of the table %s", name);
    return status->tables[i];
}

/* The receipt of a file with one offence, of a code that the small table does not have. */
static const Pfq__V1__Receipt *submit(struct pfq_client *client, uint32_t n,
                                      struct pfq_arena *arena)
{
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", n, arena);
    Pfq__V1__Submission *s = envelope->submission;
    s->offences = pfq_arena_new(arena, Pfq__V1__Offences, 1);
    pfq__v1__offences__init(s->offences);
    s->offences->offence = pfq_arena_new(arena, Pfq__V1__Offence *, 1);
    s->offences->offence[0] = pfq_arena_new(arena, Pfq__V1__Offence, 1);
    s->offences->n_offence = 1;
    pfq__v1__offence__init(s->offences->offence[0]);
    s->offences->offence[0]->cjs_code = pfq_arena_strdup(arena, "TH68999");
    return rig_submit(client, envelope, arena);
}

static Pfq__V1__Outcome outcome_of(const Pfq__V1__Receipt *receipt, const char *check)
{
    for (size_t i = 0; i < receipt->n_findings; i++) {
        if (strcmp(receipt->findings[i]->check, check) == 0) {
            return receipt->findings[i]->outcome;
        }
    }
    return PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
}

static struct command load(const struct rig *rig, const char *text)
{
    static char run[96];
    static char tables[96];
    static char input[96];
    const char *const argv[] = {"pfq", "reference", "load", "offences", input, "--run",
                                run,   "--tables",  tables, "--reload", NULL};
    (void)snprintf(run, sizeof run, "%s/run", rig->dir);
    (void)snprintf(tables, sizeof tables, "%s/tables", rig->dir);
    (void)snprintf(input, sizeof input, "%s/input.csv", rig->dir);
    FILE *f = fopen(input, "w");
    cr_assert_not_null(f);
    cr_assert_geq(fputs(text, f), 0);
    (void)fclose(f);
    return command_run(argv, NULL);
}

Test(j_tables, a_loaded_table_counts_from_then_on_and_a_damaged_one_never, .timeout = 60)
{
    struct rig rig;
    struct pfq_arena arena;
    char line[160];
    pfq_arena_open(&arena);
    rig_begin(&rig);
    rig_start_all(&rig);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    cr_assert_not(table_of(&rig, "offences", &arena)->whole);
    const Pfq__V1__Receipt *before = submit(client, 1, &arena);
    cr_assert_eq(outcome_of(before, "CD12"), PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON);

    struct command ran = load(&rig, "cjs_code,category\nTH68010,CE\nTH68036,CE\n");
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    cr_assert_not_null(strstr(ran.out, "intake uses it now."), "%s", ran.out);
    command_free(&ran);
    const Pfq__V1__TableStatus *table = table_of(&rig, "offences", &arena);
    cr_assert(table->whole && table->has_loaded_at);
    cr_assert_eq(table->rows, 2);
    rig_wait_ready(&rig, RIG_INTAKE);
    const Pfq__V1__Receipt *after = submit(client, 2, &arena);
    cr_assert_eq(outcome_of(after, "CD12"), PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    cr_assert_str_neq(after->catalogue_version, before->catalogue_version);

    (void)snprintf(line, sizeof line, "sed -i '$d' %s/tables/offences.csv", rig.dir);
    cr_assert_eq(system(line), 0);
    rig_signal(&rig, RIG_INTAKE, SIGHUP);
    (void)usleep(300000);
    const Pfq__V1__Receipt *last = submit(client, 3, &arena);
    cr_assert_str_eq(last->catalogue_version, after->catalogue_version);
    cr_assert_eq(outcome_of(last, "CD12"), PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    pfq_client_close(client);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

Test(j_tables, status_tells_people_what_is_whole_and_what_is_not, .timeout = 60)
{
    struct rig rig;
    char run[96];
    rig_begin(&rig);
    rig_start_all(&rig);
    (void)snprintf(run, sizeof run, "%s/run", rig.dir);
    struct command ran = load(&rig, "cjs_code,category\nTH68010,CE\nTH68036,CE\n");
    command_free(&ran);
    const char *const argv[] = {"pfq", "status", "--run", run, NULL};
    ran = command_run(argv, NULL);
    cr_assert_not_null(strstr(ran.out, "offences 2 rows (whole)"), "%s", ran.out);
    cr_assert_not_null(strstr(ran.out, "units: small built-in table only"), "%s", ran.out);
    command_free(&ran);
    rig_end(&rig);
}
