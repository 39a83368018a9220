/* A new catalogue while the service runs: a bad one is not taken, and feedback that was
 * given under the old one reads as it was sent (G4, G5). */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/rig.h"

static void shell(const char *fmt, const char *dir)
{
    char command[512];
    (void)snprintf(command, sizeof command, fmt, dir, dir);
    cr_assert_eq(system(command), 0, "%s", command);
}

static const char *version_of(struct rig *rig, struct pfq_arena *arena)
{
    return rig_status(rig, RIG_INTAKE, arena)->catalogue_version;
}

/* The reload is done between two turns of the loop: ask until it shows. */
static bool version_becomes(struct rig *rig, const char *start, struct pfq_arena *arena)
{
    for (int tries = 0; tries < 40; tries++) {
        if (strncmp(version_of(rig, arena), start, strlen(start)) == 0) {
            rig_wait_ready(rig, RIG_INTAKE);
            return true;
        }
        (void)usleep(50000);
    }
    return false;
}

/* Who looks at the status learns that the old one is in use, and how to see the faults. */
static void assert_alarm(struct rig *rig, const char *directory, const char *version,
                         struct pfq_arena *arena)
{
    const Pfq__V1__ServiceStatus *status = rig_status(rig, RIG_INTAKE, arena);
    cr_assert_eq(status->state, PFQ__V1__SERVICE_STATE__SERVICE_STATE_DEGRADED);
    cr_assert_eq(status->n_alarms, 1);
    const char *const parts[] = {"not taken: 3 faults.", version,
                                 pfq_arena_printf(arena, "pfq rules lint %s", directory)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_assert_not_null(strstr(status->alarms[0], parts[i]), "%s", status->alarms[0]);
    }
}

static struct pfq_bytes packed(Pfq__V1__Receipt *receipt, struct pfq_arena *arena)
{
    receipt->answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED; /* the one difference that is due */
    return pfq_wire_pack(&receipt->base, arena);
}

Test(f_reload, a_bad_catalogue_is_not_taken_and_old_feedback_reads_as_it_was_sent, .timeout = 60)
{
    struct rig rig;
    struct pfq_arena arena;
    char option[128];
    pfq_arena_open(&arena);
    rig_begin(&rig);
    shell("cp -rL services/standard/catalogue %s/catalogue", rig.dir);
    (void)snprintf(option, sizeof option, "catalogue=%s/catalogue", rig.dir);
    rig.options[RIG_INTAKE][0] = option;
    rig_start_all(&rig);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    const char *before = version_of(&rig, &arena);
    Pfq__V1__Envelope *envelope = rig_envelope("t", "43", 1, &arena);
    struct pfq_bytes first = packed(rig_submit(client, envelope, &arena), &arena);

    shell("echo '- id: [' >> %s/catalogue/case_data.yaml", rig.dir);
    shell("sed -i 's/^label:/lable:/' %s/catalogue/standard.yaml", rig.dir);
    rig_signal(&rig, RIG_INTAKE, SIGHUP);
    (void)usleep(300000);
    cr_assert_str_eq(version_of(&rig, &arena), before, "a bad catalogue was taken");
    assert_alarm(&rig, option + sizeof "catalogue=" - 1, before, &arena);

    shell("cp services/standard/catalogue/case_data.yaml %s/catalogue/", rig.dir);
    shell("sed -i 's/^lable:.*/label: \"next\"/' %s/catalogue/standard.yaml", rig.dir);
    shell("sed -i 's/^  title: .*/  title: Reworded/' %s/catalogue/case_data.yaml", rig.dir);
    rig_signal(&rig, RIG_INTAKE, SIGHUP);
    cr_assert(version_becomes(&rig, "next-", &arena));
    cr_assert_eq(rig_status(&rig, RIG_INTAKE, &arena)->n_alarms, 0, "the alarm outlives its cause");

    Pfq__V1__Receipt *again = rig_submit(client, envelope, &arena);
    cr_assert_eq(again->answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    struct pfq_bytes second = packed(again, &arena);
    cr_assert_eq(first.size, second.size);
    cr_assert_eq(memcmp(first.data, second.data, first.size), 0);
    const Pfq__V1__Receipt *other = rig_submit(client, rig_envelope("t", "43", 2, &arena), &arena);
    cr_assert_eq(strncmp(other->catalogue_version, "next-", 5), 0);
    pfq_client_close(client);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

/* The examples are still there, so the checks were not meant to go. */
Test(f_reload, a_catalogue_that_lint_finds_fault_with_is_not_taken, .timeout = 60)
{
    static const struct {
        const char *command;
        const char *said;
    } faults[] = {
        {"rm %s/catalogue/interview.yaml", "not taken: "},
        {"cp services/standard/catalogue/interview.yaml %s/catalogue/ && "
         "sed -i 's/^IN01:/IN99:/' %s/catalogue/examples/interview.yaml",
         "not taken: 1 fault. "},
    };
    struct rig rig;
    struct pfq_arena arena;
    char option[128];
    pfq_arena_open(&arena);
    rig_begin(&rig);
    shell("cp -rL services/standard/catalogue %s/catalogue", rig.dir);
    (void)snprintf(option, sizeof option, "catalogue=%s/catalogue", rig.dir);
    rig.options[RIG_INTAKE][0] = option;
    rig_start_all(&rig);
    const char *before = version_of(&rig, &arena);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        shell(faults[i].command, rig.dir);
        rig_signal(&rig, RIG_INTAKE, SIGHUP);
        const char *alarm = "";
        for (int tries = 0; tries < 40 && strstr(alarm, faults[i].said) == NULL; tries++) {
            (void)usleep(50000);
            const Pfq__V1__ServiceStatus *status = rig_status(&rig, RIG_INTAKE, &arena);
            cr_assert_str_eq(status->catalogue_version, before, "%s", faults[i].command);
            alarm = status->n_alarms == 0 ? "" : status->alarms[0];
        }
        cr_assert_not_null(strstr(alarm, faults[i].said), "%s", alarm);
        cr_assert_not_null(strstr(alarm, "pfq rules lint"), "%s", alarm);
    }
    rig_end(&rig);
    pfq_arena_close(&arena);
}

static const Pfq__V1__MailboxPage *fetch_after(struct pfq_client *client, uint64_t after,
                                               struct pfq_arena *arena)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    request.id = pfq_arena_strdup(arena, "fetch");
    request.source = pfq_arena_strdup(arena, "test");
    want.force = pfq_arena_strdup(arena, "43");
    want.has_after = true;
    want.after = after;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    cr_assert_eq(pfq_client_ask(client, &request, 10000, arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    return answer->mailbox_page;
}

Test(f_reload, a_mailbox_that_spans_many_catalogues_is_read_to_its_end, .timeout = 60)
{
    enum {
        VERSIONS = 7 /* more than feedback keeps */
    };
    struct rig rig;
    struct pfq_arena arena;
    char option[128];
    pfq_arena_open(&arena);
    rig_begin(&rig);
    shell("cp -rL services/standard/catalogue %s/catalogue", rig.dir);
    (void)snprintf(option, sizeof option, "catalogue=%s/catalogue", rig.dir);
    rig.options[RIG_INTAKE][0] = option;
    rig_start_all(&rig);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    for (uint32_t n = 1; n <= VERSIONS; n++) {
        char edit[128];
        char label[8];
        (void)snprintf(edit, sizeof edit,
                       "sed -i 's/^label:.*/label: \"v%u\"/' %%s/catalogue/standard.yaml", n);
        (void)snprintf(label, sizeof label, "v%u-", n);
        shell(edit, rig.dir);
        rig_signal(&rig, RIG_INTAKE, SIGHUP);
        cr_assert(version_becomes(&rig, label, &arena));
        (void)rig_submit(client, rig_envelope("t", "43", n, &arena), &arena);
    }
    struct pfq_client *reader = rig_client(&rig, RIG_FEEDBACK);
    uint64_t number = 0;
    for (int pages = 0; number < VERSIONS; pages++) {
        cr_assert_lt(pages, VERSIONS + 1, "stuck after number %lu", (unsigned long)number);
        const Pfq__V1__MailboxPage *page = fetch_after(reader, number, &arena);
        for (size_t i = 0; i < page->n_items; i++) {
            char label[8];
            cr_assert_eq(page->items[i]->number, ++number);
            (void)snprintf(label, sizeof label, "v%lu-", (unsigned long)number);
            cr_assert_eq(strncmp(page->items[i]->receipt->catalogue_version, label, 3), 0);
        }
    }
    pfq_client_close(reader);
    pfq_client_close(client);
    rig_end(&rig);
    pfq_arena_close(&arena);
}
