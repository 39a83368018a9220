/* supervise.c - services in the foreground: see supervise.h. */
#include "supervise.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "readiness.h"

enum {
    PAUSE_FIRST_MS = 100,
    PAUSE_LAST_MS = 5000,
    STEADY_MS = 10000, /* ran so long: its next pause is the first again */
    STOP_MS = 10000
};

enum child_state {
    CHILD_DOWN,     /* to be started at start_at_ms */
    CHILD_STARTING, /* runs, has not said READY */
    CHILD_READY,
    CHILD_STOPPING, /* was told to */
    CHILD_GONE      /* stopped, and stays so */
};

struct child {
    const struct supervise_row *row;
    enum child_state state;
    pid_t pid;
    int64_t start_at_ms;
    int64_t started_ms;
    int64_t pause_ms;
};

struct supervisor {
    struct child children[SUPERVISE_MAX];
    size_t count;
    int signals;
    struct readiness notify;
    sigset_t mask_before;
    int64_t began_ms;
    int64_t kill_at_ms; /* 0: not stopping */
    bool announced;
    bool killed;
    const char *failed; /* the child that could not start */
    void (*ready)(void *self, int64_t took_ms);
    void *self;
};

static bool runs(const struct child *child)
{
    return child->state == CHILD_STARTING || child->state == CHILD_READY ||
           child->state == CHILD_STOPPING;
}

/* --- starting ------------------------------------------------------------------ */

/* In the child: no signal blocked, own process group (Ctrl-C is for the supervisor, which
 * stops in order), and an end with the parent, however the parent ends. */
_Noreturn static void become(const struct supervisor *s, const struct child *child, pid_t parent)
{
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(0); /* it died before the line above */
    }
    (void)sigprocmask(SIG_SETMASK, &s->mask_before, NULL);
    (void)setenv("NOTIFY_SOCKET", s->notify.name, 1);
    (void)unsetenv("WATCHDOG_USEC");
    (void)execv(child->row->argv[0], child->row->argv);
    fprintf(stderr, "pfq up: %s: %s\n", child->row->argv[0], strerror(errno));
    _exit(127);
}

static void start(struct supervisor *s, struct child *child, int64_t now)
{
    pid_t parent = getpid();
    child->pid = fork();
    if (child->pid == 0) {
        become(s, child, parent);
    }
    child->started_ms = now;
    child->state = CHILD_STARTING;
    if (child->pid < 0) {
        fprintf(stderr, "pfq up: %s cannot be started: %s\n", child->row->name, strerror(errno));
        child->state = CHILD_DOWN;
        child->start_at_ms = now + PAUSE_LAST_MS;
    }
}

/* Start what is due; each waits for those before it. */
static void start_due(struct supervisor *s, int64_t now)
{
    for (size_t i = 0; i < s->count && s->kill_at_ms == 0; i++) {
        struct child *child = &s->children[i];
        if (child->state == CHILD_DOWN && child->start_at_ms <= now) {
            start(s, child, now);
        }
        if (child->state != CHILD_READY) {
            return;
        }
    }
}

static void announce(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->children[i].state != CHILD_READY) {
            return;
        }
    }
    if (!s->announced) {
        s->announced = true;
        s->ready(s->self, pfq_monotonic_ms() - s->began_ms);
    }
}

/* --- stopping ------------------------------------------------------------------ */

static void begin_stop(struct supervisor *s)
{
    if (s->kill_at_ms == 0) {
        s->kill_at_ms = pfq_monotonic_ms() + STOP_MS;
    }
}

/* Last started, first stopped: each may still need those before it to finish. */
static void stop_next(struct supervisor *s)
{
    for (size_t i = s->count; i > 0; i--) {
        struct child *child = &s->children[i - 1];
        if (child->state == CHILD_DOWN) {
            child->state = CHILD_GONE;
        }
        if (child->state == CHILD_GONE) {
            continue;
        }
        if (child->state != CHILD_STOPPING) {
            child->state = CHILD_STOPPING;
            (void)kill(child->pid, SIGTERM);
        }
        return;
    }
}

static void kill_all(struct supervisor *s)
{
    s->killed = true;
    for (size_t i = 0; i < s->count; i++) {
        if (runs(&s->children[i])) {
            fprintf(stderr, "pfq up: %s did not stop in time and was killed\n",
                    s->children[i].row->name);
            (void)kill(s->children[i].pid, SIGKILL);
        }
    }
}

static bool all_gone(const struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->children[i].state != CHILD_GONE) {
            return false;
        }
    }
    return true;
}

/* --- what happens -------------------------------------------------------------- */

static void say_died(const struct child *child, int status, const char *then)
{
    if (WIFSIGNALED(status)) {
        fprintf(stderr, "pfq up: %s was ended by signal %d; %s\n", child->row->name,
                WTERMSIG(status), then);
    } else {
        fprintf(stderr, "pfq up: %s ended with code %d; %s\n", child->row->name,
                WEXITSTATUS(status), then);
    }
}

static void died(struct supervisor *s, struct child *child, int status)
{
    char then[64];
    int64_t now = pfq_monotonic_ms();
    if (s->kill_at_ms != 0) {
        child->state = CHILD_GONE;
        return;
    }
    child->state = CHILD_DOWN;
    if (!s->announced) {
        say_died(child, status, "its own words are above");
        s->failed = child->row->name;
        begin_stop(s);
        return;
    }
    if (child->pause_ms == 0 || now - child->started_ms >= STEADY_MS) {
        child->pause_ms = PAUSE_FIRST_MS;
    }
    (void)snprintf(then, sizeof then, "it starts again in %" PRId64 " ms", child->pause_ms);
    say_died(child, status, then);
    child->start_at_ms = now + child->pause_ms;
    child->pause_ms = child->pause_ms * 2 < PAUSE_LAST_MS ? child->pause_ms * 2 : PAUSE_LAST_MS;
}

static struct child *find_child(struct supervisor *s, pid_t pid)
{
    for (size_t i = 0; i < s->count; i++) {
        if (runs(&s->children[i]) && s->children[i].pid == pid) {
            return &s->children[i];
        }
    }
    return NULL;
}

static void reap(struct supervisor *s)
{
    int status = 0;
    pid_t pid = 0;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        struct child *child = find_child(s, pid);
        if (child != NULL) {
            died(s, child, status);
        }
    }
}

static void pass_on(const struct supervisor *s, int signal)
{
    for (size_t i = 0; i < s->count; i++) {
        if (runs(&s->children[i])) {
            (void)kill(s->children[i].pid, signal);
        }
    }
}

static void on_signals(struct supervisor *s)
{
    struct signalfd_siginfo info;
    while (read(s->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT) {
            begin_stop(s);
        } else if (info.ssi_signo == SIGHUP) {
            pass_on(s, SIGHUP);
        }
    }
    reap(s); /* CHLD signals merge: look whatever came */
}

static void on_notify(struct supervisor *s)
{
    bool ready = false;
    pid_t pid = 0;
    while ((pid = readiness_next(&s->notify, &ready)) != 0) {
        struct child *child = find_child(s, pid);
        if (child != NULL && child->state == CHILD_STARTING && ready) {
            child->state = CHILD_READY;
        }
    }
}

/* --- the loop ------------------------------------------------------------------ */

static int wait_ms(const struct supervisor *s, int64_t now)
{
    int64_t until = s->kill_at_ms != 0 && !s->killed ? s->kill_at_ms : now + 3600000;
    for (size_t i = 0; i < s->count && s->kill_at_ms == 0; i++) {
        const struct child *child = &s->children[i];
        if (child->state == CHILD_DOWN && child->start_at_ms > now && child->start_at_ms < until) {
            until = child->start_at_ms;
        }
    }
    return until > now ? (int)(until - now) : 0;
}

static void turn(struct supervisor *s)
{
    struct pollfd fds[] = {{.fd = s->signals, .events = POLLIN},
                           {.fd = s->notify.fd, .events = POLLIN}};
    (void)poll(fds, 2, wait_ms(s, pfq_monotonic_ms()));
    on_notify(s);
    on_signals(s);
    announce(s);
    int64_t now = pfq_monotonic_ms();
    start_due(s, now);
    if (s->kill_at_ms != 0) {
        stop_next(s);
    }
    if (s->kill_at_ms != 0 && now >= s->kill_at_ms && !s->killed && !all_gone(s)) {
        kill_all(s);
    }
}

static enum pfq_code open_signals(struct supervisor *s, struct pfq_err *err)
{
    sigset_t ours;
    (void)sigemptyset(&ours);
    (void)sigaddset(&ours, SIGTERM);
    (void)sigaddset(&ours, SIGINT);
    (void)sigaddset(&ours, SIGHUP);
    (void)sigaddset(&ours, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &ours, &s->mask_before);
    s->signals = signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
    return s->signals < 0 ? pfq_fail(err, PFQ_E_IO, "signalfd: %s", strerror(errno)) : PFQ_OK;
}

static enum pfq_code run(struct supervisor *s, struct pfq_err *err)
{
    enum pfq_code code = open_signals(s, err);
    if (code == PFQ_OK) {
        code = readiness_open(&s->notify, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    start_due(s, s->began_ms);
    while (!all_gone(s)) {
        turn(s);
    }
    if (s->failed != NULL) {
        return pfq_fail(err, PFQ_E_STOPPED, "%s could not start", s->failed);
    }
    return s->killed ? pfq_fail(err, PFQ_E_STOPPED, "not every service stopped by itself") : PFQ_OK;
}

enum pfq_code supervise(const struct supervise_row *rows, size_t count,
                        void (*ready)(void *self, int64_t took_ms), void *self, struct pfq_err *err)
{
    PFQ_ASSERT(count <= SUPERVISE_MAX);
    struct supervisor s = {.count = count,
                           .signals = -1,
                           .notify = {.fd = -1},
                           .began_ms = pfq_monotonic_ms(),
                           .ready = ready,
                           .self = self};
    for (size_t i = 0; i < count; i++) {
        s.children[i].row = &rows[i];
    }
    enum pfq_code code = run(&s, err);
    (void)close(s.signals);
    (void)close(s.notify.fd);
    (void)sigprocmask(SIG_SETMASK, &s.mask_before, NULL);
    return code;
}
