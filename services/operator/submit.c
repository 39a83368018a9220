/* submit.c - `pfq submit`: send files to intake and print every answer, in order. */
#include <argp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands.h"
#include "flight.h"
#include "input.h"
#include "operator.h"
#include "pfq/clock.h"
#include "places.h"
#include "report.h"
#include "text.h"

enum {
    OPT_ID = OPT_OWN,
    OPT_SOURCE,
    OPT_TEST,
    OPT_ENDPOINT,
    OPT_PATIENCE,
    PROGRESS_MS = 500
};

struct submit {
    struct input_options input;
    const char *run;
    const char *endpoint;
    int64_t patience_ms;
    struct flights flights;
    struct reach reach;
    struct page page;
    int64_t progress_at_ms; /* 0: nobody watches */
};

static const struct argp_option options[] = {
    {"id", OPT_ID, "ID", 0, "message id (else the file's own, else a digest of its bytes)", 0},
    {"source", OPT_SOURCE, "NAME", 0, "the sending system (else the file's own, else pfq)", 0},
    {"test", OPT_TEST, NULL, 0, "checked and answered, but counted nowhere", 0},
    {"patience", OPT_PATIENCE, "S", 0, "seconds to keep trying, 30 unless told", 0},
    OPTION_RUN,
    {"endpoint", OPT_ENDPOINT, "E", 0, "intake's endpoint, such as ipc:///run/pfq/intake.sock", 0},
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct submit *s = state->input;
    switch (key) {
    case OPT_ID:
        s->input.id = arg;
        return 0;
    case OPT_SOURCE:
        s->input.source = arg;
        return 0;
    case OPT_TEST:
        s->input.test = true;
        return 0;
    case OPT_RUN:
        s->run = arg;
        return 0;
    case OPT_ENDPOINT:
        s->endpoint = arg;
        return 0;
    case OPT_PATIENCE:
        s->patience_ms = (int64_t)option_number(state, "--patience", arg, 0, 86400) * 1000;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &s->input;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&input_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE...",
    .doc = "Send case files and print every answer.  An answer is given when the file is safely "
           "stored; sending the same file again gets the same answer again.\v"
           "Reads native JSON (one or many in a file) and Digital Case File 1.2.2; - is standard "
           "input.\n\nExample: pfq submit case.json"};

/* Only on a terminal, and only where the answers themselves go somewhere else. */
static void show_progress(struct submit *s, size_t done, size_t count)
{
    if (s->progress_at_ms == 0 || pfq_monotonic_ms() < s->progress_at_ms) {
        return;
    }
    fprintf(stderr, done < count ? "\r%zu of %zu answered" : "\r\033[K", done, count);
    s->progress_at_ms = pfq_monotonic_ms() + PROGRESS_MS;
}

static enum pfq_exit show(struct submit *s, const struct flight *flight)
{
    struct report_context context = {.sent = true};
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    enum pfq_exit code =
        input_show(&s->input, flight->item, flight->receipt, &context, &s->page, &arena);
    pfq_arena_close(&arena);
    return code;
}

static enum pfq_exit send_items(struct submit *s, const struct input_item *items, size_t count)
{
    enum pfq_exit worst = PFQ_EXIT_GOOD;
    size_t added = 0;
    for (size_t done = 0; done < count; done++) {
        while (added < count && s->flights.count < FLIGHT_WINDOW) {
            flights_add(&s->flights, &items[added++]);
        }
        worst = exit_worse(worst, show(s, flights_oldest(&s->flights)));
        flights_drop(&s->flights);
        show_progress(s, done + 1, count);
    }
    return worst;
}

static enum pfq_exit submit_file(struct submit *s, const char *file)
{
    struct pfq_arena document;
    struct input_item *items = NULL;
    enum pfq_exit worst = PFQ_EXIT_USAGE;
    pfq_arena_open(&document);
    size_t count = input_read(file, &s->input, &document, &items);
    if (s->input.id != NULL && count > 1) {
        fprintf(stderr,
                "pfq submit: --id names one submission, and %s holds %zu.\n"
                "Leave --id out: each then has a digest of its own bytes.\n",
                file, count);
    } else {
        worst = send_items(s, items, count);
    }
    pfq_arena_close(&document);
    return worst;
}

static void say_away(const struct submit *s)
{
    (void)fflush(stdout);
    if (!s->flights.sent) {
        fputs("pfq submit: nothing was sent\n", stderr);
        reach_say_nobody(&s->reach);
        return;
    }
    fprintf(stderr,
            "pfq submit: not everything was answered by intake at %s\n"
            "Try: pfq status, or start the services with: pfq up\n",
            reach_path(&s->reach));
}

static enum pfq_exit submit_all(struct submit *s, const char *endpoint)
{
    struct pfq_client *client = NULL;
    struct pfq_err err;
    enum pfq_exit worst = PFQ_EXIT_GOOD;
    if (pfq_client_open(endpoint, &client, &err) != PFQ_OK) {
        fprintf(stderr, "pfq submit: the endpoint cannot be used: %s\n", plain_words(&err));
        return PFQ_EXIT_USAGE;
    }
    s->reach = (struct reach){.command = "submit", .endpoint = endpoint};
    s->reach.tried = s->endpoint != NULL ? "" : place_tried(s->run);
    flights_init(&s->flights, client, s->patience_ms);
    s->flights.reach = &s->reach;
    for (int i = 0; i < s->input.file_count; i++) {
        worst = exit_worse(worst, submit_file(s, s->input.files[i]));
    }
    if (s->flights.away) {
        say_away(s);
    }
    flights_fini(&s->flights);
    pfq_client_close(client);
    return worst;
}

int command_submit(int argc, char **argv)
{
    static struct submit s; /* the window is too large for a stack frame */
    struct pfq_arena arena;
    s = (struct submit){.patience_ms = 30000, .input.purpose = "send"};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &s);
    if (s.input.id != NULL && s.input.file_count > 1) {
        fputs("pfq submit: --id names one submission, and there are several files.\n"
              "Send them one by one, or leave --id out.\n",
              stderr);
        return PFQ_EXIT_USAGE;
    }
    pfq_arena_open(&arena);
    page_open(&s.page, stdout);
    if (isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)) {
        s.progress_at_ms = pfq_monotonic_ms() + PROGRESS_MS;
    }
    const char *endpoint = s.endpoint != NULL
                               ? s.endpoint
                               : place_endpoint(place_run(s.run, &arena), "intake", &arena);
    enum pfq_exit code = submit_all(&s, endpoint);
    pfq_arena_close(&arena);
    return (int)code;
}
