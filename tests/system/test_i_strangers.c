/* Whoever can open store's socket is not yet one of its services. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/rig.h"

TestSuite(i_strangers, .timeout = 60);

enum {
    SOMEBODY = 65534,
    NOT_GRANTED = 1,
    ROWS = 2,
    OTHERWISE = 3
};

static mode_t mode_of(const struct rig *rig, const char *name)
{
    char path[128];
    struct stat st;
    (void)snprintf(path, sizeof path, "%s/run/%s.sock", rig->dir, name);
    cr_assert_eq(stat(path, &st), 0);
    return st.st_mode & 0777;
}

/* As an operator might by mistake. */
static void open_all_doors(const struct rig *rig)
{
    static const char *const names[] = {"", "/run", "/run/store.sock"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s%s", rig->dir, names[i]);
        cr_assert_eq(chmod(path, 0777), 0);
    }
}

/* A request that says it is made for an operator. */
static int ask_for_mailbox(struct rig *rig)
{
    struct pfq_arena arena;
    struct pfq_err err = {0};
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxRead read = PFQ__V1__MAILBOX_READ__INIT;
    Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
    Pfq__V1__Envelope *answer = NULL;
    char id[] = "ask";
    char source[] = "somebody";
    char force[] = "43";
    peer.has_role = true;
    peer.role = PFQ__V1__ROLE__ROLE_OPERATOR;
    read.peer = &peer;
    read.force = force;
    request.id = id;
    request.source = source;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_READ;
    request.mailbox_read = &read;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(rig, RIG_STORE);
    if (pfq_client_ask(client, &request, 5000, &arena, &answer, &err) != PFQ_OK ||
        answer->body_case != PFQ__V1__ENVELOPE__BODY_STORE_ROWS) {
        return OTHERWISE;
    }
    const Pfq__V1__StoreRows *rows = answer->store_rows;
    bool refused = rows->n_problems == 1 && strcmp(rows->problems[0]->code, "NOT_GRANTED") == 0;
    bool told = rows->n_rows > 0 || rows->has_last_number;
    pfq_client_close(client);
    return refused && !told ? NOT_GRANTED : told ? ROWS : OTHERWISE;
}

/* Not even what is wrong with it. */
static int send_nonsense(struct rig *rig)
{
    static const uint8_t nonsense[] = {0xFF, 0xFF, 0xFF};
    struct pfq_arena arena;
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(rig, RIG_STORE);
    struct pfq_bytes frame = {nonsense, sizeof nonsense};
    if (pfq_client_send_bytes(client, frame, &err) != PFQ_OK ||
        pfq_client_next(client, 5000, &arena, &answer, &err) != PFQ_OK ||
        answer->body_case != PFQ__V1__ENVELOPE__BODY_STORE_ANSWER) {
        return OTHERWISE;
    }
    const Pfq__V1__StoreAnswer *said = answer->store_answer;
    bool refused = said->answer == PFQ__V1__ANSWER__ANSWER_REFUSED && said->n_problems == 1 &&
                   strcmp(said->problems[0]->code, "NOT_GRANTED") == 0;
    pfq_client_close(client);
    return refused ? NOT_GRANTED : OTHERWISE;
}

/* What somebody else is answered: in the exit status of a process of that user. */
static int as_somebody(struct rig *rig, int (*act)(struct rig *rig))
{
    pid_t pid = fork();
    if (pid == 0) {
        bool other = setgid(SOMEBODY) == 0 && setuid(SOMEBODY) == 0;
        _exit(other ? act(rig) : OTHERWISE);
    }
    int status = 0;
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static uint64_t strangers(struct rig *rig)
{
    struct pfq_arena arena;
    uint64_t count = 0;
    pfq_arena_open(&arena);
    const Pfq__V1__ServiceStatus *status = rig_status(rig, RIG_STORE, &arena);
    for (size_t i = 0; i < status->n_counters; i++) {
        bool found = strcmp(status->counters[i]->name, "strangers") == 0;
        count = found ? status->counters[i]->value : count;
    }
    pfq_arena_close(&arena);
    return count;
}

static void start_store(struct rig *rig)
{
    rig_start(rig, RIG_STORE);
    rig_wait_ready(rig, RIG_STORE);
}

Test(i_strangers, only_the_stores_own_user_may_open_its_sockets)
{
    struct rig rig;
    rig_begin(&rig);
    start_store(&rig);
    cr_assert_eq(mode_of(&rig, "store"), 0600);
    cr_assert_eq(mode_of(&rig, "hints"), 0600);
    cr_assert_eq(ask_for_mailbox(&rig), ROWS);
    rig_end(&rig);
}

Test(i_strangers, another_user_gets_nothing_from_store_even_if_its_socket_stands_open)
{
    struct rig rig;
    if (geteuid() != 0) {
        cr_skip_test("only root can send as another user");
    }
    rig_begin(&rig);
    start_store(&rig);
    open_all_doors(&rig);
    cr_assert_eq(as_somebody(&rig, ask_for_mailbox), NOT_GRANTED);
    cr_assert_eq(as_somebody(&rig, send_nonsense), NOT_GRANTED);
    cr_assert_eq(strangers(&rig), 2);
    rig_end(&rig);
}

Test(i_strangers, a_user_named_in_services_is_answered)
{
    struct rig rig;
    if (geteuid() != 0) {
        cr_skip_test("only root can send as another user");
    }
    rig_begin(&rig);
    rig.options[RIG_STORE][0] = "services=1, 65534";
    start_store(&rig);
    open_all_doors(&rig);
    cr_assert_eq(as_somebody(&rig, ask_for_mailbox), ROWS);
    rig_end(&rig);
}

Test(i_strangers, services_that_are_no_user_ids_stop_the_start)
{
    static const char *const wrong[] = {"services=pfq", "services=1000x", "services=4294967295",
                                        "services=-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rig rig;
        rig_begin(&rig);
        rig.options[RIG_STORE][0] = wrong[i];
        rig_start(&rig, RIG_STORE);
        int status = rig_reap(&rig, RIG_STORE);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1, "%s", wrong[i]);
        rig_end(&rig);
    }
}
