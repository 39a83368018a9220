/* command.c - `pfq simulate`: its options, and files from the generator to wherever they go. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "operator/commands.h"
#include "pfq/clock.h"
#include "pfq/json.h"
#include "pfq/wire.h"
#include "simulate.h"

enum {
    OPT_SEED = OPT_OWN,
    OPT_MONTHS,
    OPT_FORCES,
    OPT_FILES,
    OPT_PLANT,
    OPT_NULL,
    OPT_OUT,
    OPT_PACKED,
    OPT_REPORT,
    OPT_SUBMIT,
    OPT_LATE,
    OPT_MODE,
    OPT_VERIFY,
    OPT_ENDPOINT,
    OPT_PATIENCE,
    PLANT_BYTES = 256 * 1024
};

struct simulation {
    struct pfq_simulate_options options;
    struct pfq_shift shifts[PFQ_SIMULATE_SHIFTS];
    struct loading from;
    const char *plant;
    const char *out;
    const char *report;
    const char *run;
    const char *endpoint;
    int64_t patience_ms;
    bool nothing; /* planted */
    bool packed;
    bool submit;
    bool verify;
    FILE *file;
    struct sender *sender;
    struct truth truth;
};

static const struct argp_option options[] = {
    {"seed", OPT_SEED, "N", 0, "the same seed makes the same files; 1 unless told", 0},
    {"months", OPT_MONTHS, "FROM..TO", 0, "such as 2026-01..2026-03; the twelve before this one",
     0},
    {"forces", OPT_FORCES, "LIST", 0, "such as 40,41,43; all unless told", 0},
    {"files", OPT_FILES, "N", 0, "first submissions a month, of all these forces; as published", 0},
    {"plant", OPT_PLANT, "FILE", 0, "shifts, one a line; see pfq-simulate(1)", 0},
    {"null", OPT_NULL, NULL, 0, "plant no shift, which is so without a file, too", 0},
    {"late", OPT_LATE, "P", 0, "per cent of messages that come late, twice or out of order", 0},
    {"mode", OPT_MODE, "LIVE|TEST", 0, "of the messages; LIVE unless told", 0},
    {"out", OPT_OUT, "FILE", 0, "Envelopes as JSON, one a line; - is standard output", 0},
    {"packed", OPT_PACKED, NULL, 0, "packed instead, each after four bytes of length", 0},
    {"submit", OPT_SUBMIT, NULL, 0, "send them to intake", 0},
    {"report", OPT_REPORT, "FILE", 0, "what was planted and how often it failed, as JSON", 0},
    {"verify", OPT_VERIFY, NULL, 0, "judge each file, and compare with what was planted", 0},
    {"patience", OPT_PATIENCE, "S", 0, "when sending: seconds to keep trying, 30 unless told", 0},
    {"endpoint", OPT_ENDPOINT, "E", 0, "when sending: intake's endpoint", 0},
    OPTION_RUN,
    {"catalogue", OPT_CATALOGUE, "DIR", 0, "when verifying: judge by the catalogue in DIR", 0},
    {0}};

/* "2026-03" at the beginning of a text. */
static bool read_month(const char *text, int32_t *out)
{
    static const char form[] = "dddd-dd";
    *out = 0;
    for (size_t i = 0; form[i] != '\0'; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit != (form[i] == 'd') || (!digit && text[i] != form[i])) {
            return false;
        }
        *out = digit ? *out * 10 + (text[i] - '0') : *out;
    }
    return true;
}

/* "2026-03" is one month. */
static void option_months(struct argp_state *state, const char *text,
                          struct pfq_simulate_options *o)
{
    size_t length = strlen(text);
    bool both = length == 16 && text[7] == '.' && text[8] == '.';
    if ((length != 7 && !both) || !read_month(text, &o->from) ||
        !read_month(both ? text + 9 : text, &o->to)) {
        argp_error(state, "--months takes two months, such as 2026-01..2026-03, or one");
    }
}

static uint64_t option_forces(struct argp_state *state, const char *text)
{
    uint64_t chosen = 0;
    while (strcmp(text, "all") != 0) {
        char code[3] = "";
        size_t length = strcspn(text, ",");
        memcpy(code, text, length == 2 ? 2 : 0);
        int place = pfq_simulate_force_place(code);
        if (place < 0) {
            argp_error(state, "--forces takes codes of forces, such as 40,41,43, or all");
        }
        chosen |= UINT64_C(1) << (place > 0 ? place : 0);
        if (text[length] == '\0') {
            break;
        }
        text += length + 1;
    }
    return chosen;
}

/* Where files go. */
static error_t parse_ways(int key, char *arg, struct argp_state *state)
{
    struct simulation *s = state->input;
    switch (key) {
    case OPT_OUT:
        s->out = arg;
        return 0;
    case OPT_PACKED:
        s->packed = true;
        return 0;
    case OPT_REPORT:
        s->report = arg;
        return 0;
    case OPT_SUBMIT:
        s->submit = true;
        return 0;
    case OPT_VERIFY:
        s->verify = true;
        return 0;
    case OPT_RUN:
        s->run = arg;
        return 0;
    case OPT_ENDPOINT:
        s->endpoint = arg;
        return 0;
    case OPT_CATALOGUE:
        s->from.catalogue = arg;
        return 0;
    case OPT_PATIENCE:
        s->patience_ms = (int64_t)option_number(state, "--patience", arg, 0, 86400) * 1000;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void check_ways(struct argp_state *state, const struct simulation *s)
{
    if (s->out == NULL && !s->submit && s->report == NULL && !s->verify) {
        argp_error(state,
                   "say where the files go: --out FILE, --submit, --report FILE or --verify");
    }
    if (s->nothing && s->plant != NULL) {
        argp_error(state, "--null plants nothing; leave it or --plant out");
    }
    if (s->packed && s->out == NULL) {
        argp_error(state, "--packed is for --out");
    }
    if (s->out != NULL && s->report != NULL && strcmp(s->out, s->report) == 0) {
        argp_error(state, "--out and --report cannot go to one place");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct simulation *s = state->input;
    switch (key) {
    case OPT_SEED:
        s->options.seed = option_number(state, "--seed", arg, 0, INT64_MAX);
        return 0;
    case OPT_MONTHS:
        option_months(state, arg, &s->options);
        return 0;
    case OPT_FORCES:
        s->options.forces = option_forces(state, arg);
        return 0;
    case OPT_FILES:
        s->options.files = (uint32_t)option_number(state, "--files", arg, 1, PFQ_SIMULATE_FILES);
        return 0;
    case OPT_PLANT:
        s->plant = arg;
        return 0;
    case OPT_NULL:
        s->nothing = true;
        return 0;
    case OPT_LATE:
        s->options.late_ppm = (uint32_t)option_number(state, "--late", arg, 0, 100) * 10000;
        return 0;
    case OPT_MODE:
        s->options.test = strcmp(arg, "TEST") == 0;
        if (!s->options.test && strcmp(arg, "LIVE") != 0) {
            argp_error(state, "--mode takes LIVE or TEST");
        }
        return 0;
    case ARGP_KEY_END:
        check_ways(state, s);
        return 0;
    default:
        return parse_ways(key, arg, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Make up case files of 43 forces and the British Transport Police, with failings "
           "that are known.  Nobody in them exists.\v"
           "Example: pfq simulate --months 2026-01..2026-03 --files 2000 --out files.ndjson "
           "--report truth.json"};

/* --- what is planted ------------------------------------------------------------------------ */

static bool read_plant(struct simulation *s, char text[PLANT_BYTES])
{
    FILE *in = fopen(s->plant, "r");
    size_t size = in != NULL ? fread(text, 1, PLANT_BYTES - 1, in) : 0;
    bool good = in != NULL && ferror(in) == 0 && feof(in) != 0;
    if (!good) {
        fprintf(stderr, "pfq simulate: %s cannot be read: %s\n", s->plant,
                in != NULL && ferror(in) == 0 ? "it is larger than 256 KiB" : strerror(errno));
    }
    if (in != NULL) {
        (void)fclose(in);
    }
    text[size] = '\0';
    return good;
}

static bool load_shifts(struct simulation *s, struct pfq_problems *problems)
{
    static char text[PLANT_BYTES];
    if (s->plant == NULL) {
        return true;
    }
    if (!read_plant(s, text)) {
        return false;
    }
    s->options.shift_count = pfq_shifts_read(text, s->shifts, problems);
    s->options.shifts = s->shifts;
    return true;
}

/* The twelve whole months before this one. */
static void choose_months(struct pfq_simulate_options *o)
{
    if (o->from == 0) {
        int32_t month = pfq_london_date(pfq_wall_ms()) / 100;
        o->from = month - 100;
        o->to = month % 100 == 1 ? month - 89 : month - 1;
    }
}

/* Intake would read a file of the future as sent on arrival: it would be counted today. */
static bool is_past(const struct simulation *s)
{
    int32_t month = pfq_london_date(pfq_wall_ms()) / 100;
    int32_t last = month % 100 == 1 ? month - 89 : month - 1;
    if (!s->submit || s->options.to <= last) {
        return true;
    }
    fprintf(stderr,
            "pfq simulate: %04d-%02d is not over, and files of days to come cannot be sent; the "
            "last month that can is %04d-%02d\n",
            (int)(s->options.to / 100), (int)(s->options.to % 100), (int)(last / 100),
            (int)(last % 100));
    return false;
}

static struct pfq_simulate *begin(struct simulation *s)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_simulate *made = NULL;
    struct pfq_err err = {.code = PFQ_OK};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    choose_months(&s->options);
    if (is_past(s) && load_shifts(s, &problems)) {
        (void)!pfq_simulate_open(&s->options, &problems, &made, &err);
    }
    if (problems.count > 0) {
        fputs("pfq simulate: this cannot be simulated:\n", stderr);
        loading_put_faults(&problems);
        pfq_simulate_close(made);
        made = NULL;
    }
    pfq_arena_close(&arena);
    return made;
}

/* --- files out -------------------------------------------------------------------------------- */

static bool write_packed(FILE *out, const Pfq__V1__Envelope *envelope, struct pfq_arena *arena)
{
    struct pfq_bytes frame = pfq_wire_pack(&envelope->base, arena);
    uint8_t length[4];
    for (unsigned i = 0; i < sizeof length; i++) {
        length[i] = (uint8_t)(frame.size >> (8 * i));
    }
    return fwrite(length, 1, sizeof length, out) == sizeof length &&
           fwrite(frame.data, 1, frame.size, out) == frame.size;
}

static bool write_file(struct simulation *s, const Pfq__V1__Envelope *envelope,
                       struct pfq_arena *arena)
{
    if (s->packed) {
        return write_packed(s->file, envelope, arena);
    }
    const char *text = pfq_json_write(&envelope->base, PFQ_JSON_CANONICAL, arena);
    return fputs(text, s->file) >= 0 && putc('\n', s->file) != EOF;
}

static bool open_ways(struct simulation *s, const struct pfq_simulate *made)
{
    if (s->verify && !loading_standard("simulate", &s->from, &s->truth.standard)) {
        return false;
    }
    if (s->out != NULL) {
        s->file = strcmp(s->out, "-") == 0 ? stdout : fopen(s->out, "w");
        if (s->file == NULL) {
            fprintf(stderr, "pfq simulate: %s cannot be written: %s\n", s->out, strerror(errno));
            return false;
        }
    }
    if (s->submit) {
        s->sender =
            sender_open(s->run, s->endpoint, s->patience_ms, pfq_simulate_files(made) * 8 / 5);
    }
    return !s->submit || s->sender != NULL;
}

/* Nothing is written twice, and what cannot be written ends the run. */
static bool run(struct simulation *s, struct pfq_simulate *made)
{
    struct pfq_arena arena;
    struct pfq_simulated file;
    bool good = true;
    pfq_arena_open(&arena);
    while (good && pfq_simulate_next(made, &arena, &file)) {
        if (s->file != NULL) {
            good = write_file(s, file.envelope, &arena);
        }
        if (s->sender != NULL && !sender_add(s->sender, &file)) {
            break;
        }
        truth_add(&s->truth, &file, &arena);
        pfq_arena_reset(&arena);
    }
    pfq_arena_close(&arena);
    if (s->file != NULL) {
        good = (s->file == stdout ? fflush(stdout) : fclose(s->file)) == 0 && good;
    }
    if (!good) {
        fprintf(stderr, "pfq simulate: %s could not be written to the end\n", s->out);
    }
    return good;
}

static enum pfq_exit simulate(struct simulation *s, struct pfq_simulate *made)
{
    if (!open_ways(s, made)) {
        return PFQ_EXIT_USAGE;
    }
    enum pfq_exit code = run(s, made) ? PFQ_EXIT_GOOD : PFQ_EXIT_USAGE;
    if (s->sender != NULL) {
        code = exit_worse(code, sender_close(s->sender));
    }
    truth_say(&s->truth);
    if (s->report != NULL && !truth_write(&s->truth, s->report)) {
        code = exit_worse(code, PFQ_EXIT_USAGE);
    }
    return exit_worse(code,
                      s->truth.agreed == s->truth.verified ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD);
}

int command_simulate(int argc, char **argv)
{
    static struct simulation s; /* the shifts are too large for a stack frame */
    s = (struct simulation){.options = {.seed = 1}, .patience_ms = 30000};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &s);
    struct pfq_simulate *made = begin(&s);
    if (made == NULL) {
        return (int)PFQ_EXIT_USAGE;
    }
    truth_open(&s.truth, &s.options);
    enum pfq_exit code = simulate(&s, made);
    truth_close(&s.truth);
    pfq_simulate_close(made);
    return (int)code;
}
