/* input.c - files into Envelopes: see input.h. */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/standard.h"
#include "pfq/wire.h"
#include "report.h"

enum {
    INPUT_MAX = 64 << 20, /* bytes of one file; the adapters take fewer */
    READ_BYTES = 64 * 1024
};

/* --- options ------------------------------------------------------------------- */

static const struct argp_option rows[] = {OPTION_JSON, OPTION_FULL, OPTION_FORCE, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct input_options *o = state->input;
    switch (key) {
    case 'j':
        o->json = true;
        return 0;
    case OPT_FULL:
        o->full = true;
        return 0;
    case OPT_FORCE:
        o->force = option_force(state, arg);
        return 0;
    case ARGP_KEY_ARGS:
        o->files = state->argv + state->next;
        o->file_count = state->argc - state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the files to %s, or - for standard input", o->purpose);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp input_argp = {.options = rows, .parser = parse, .children = option_help};

/* --- reading ------------------------------------------------------------------- */

/* Doubling leaves half of the arena as waste, for one file at a time. */
static char *widen(struct pfq_arena *arena, const char *text, size_t used, size_t *room)
{
    *room *= 2;
    char *wider = pfq_arena_new(arena, char, *room + 1);
    memcpy(wider, text, used);
    return wider;
}

static const char *read_stream(FILE *in, struct pfq_arena *arena, struct pfq_bytes *out)
{
    size_t used = 0;
    size_t room = READ_BYTES;
    size_t got = 0;
    char *text = pfq_arena_new(arena, char, room + 1);
    while (used < INPUT_MAX && (got = fread(text + used, 1, room - used, in)) > 0) {
        used += got;
        if (used == room) {
            text = widen(arena, text, used, &room);
        }
    }
    *out = (struct pfq_bytes){(const uint8_t *)text, used};
    return ferror(in) ? strerror(errno) : used >= INPUT_MAX ? "it is larger than 64 MiB" : NULL;
}

const char *input_bytes(const char *file, struct pfq_arena *arena, struct pfq_bytes *out)
{
    if (strcmp(file, "-") == 0) {
        return read_stream(stdin, arena, out);
    }
    FILE *in = fopen(file, "rbe");
    if (in == NULL) {
        return strerror(errno);
    }
    const char *why = read_stream(in, arena, out);
    (void)fclose(in);
    return why;
}

static struct pfq_adapted *unreadable(const char *why, struct pfq_arena *arena)
{
    struct pfq_adapted *adapted = pfq_arena_new(arena, struct pfq_adapted, 1);
    pfq_problems_init(&adapted->problems, arena);
    pfq_problems_init(&adapted->warnings, arena);
    pfq_problem(&adapted->problems, "UNREADABLE", "", "Name a file that can be read.",
                "The file cannot be read: %s.", why);
    return adapted;
}

/* --- naming -------------------------------------------------------------------- */

static const char *digest_id(const struct pfq_adapted *adapted, struct pfq_arena *arena)
{
    uint8_t digest[PFQ_DIGEST_BYTES];
    char *id = pfq_arena_new(arena, char, 2 * PFQ_DIGEST_BYTES + 1);
    pfq_digest((struct pfq_bytes){(const uint8_t *)adapted->digest_of, adapted->digest_of_size},
               digest);
    for (size_t i = 0; i < PFQ_DIGEST_BYTES; i++) {
        (void)snprintf(id + 2 * i, 3, "%02x", digest[i]);
    }
    return id;
}

static const char *first_given(const char *option, const char *own, const char *otherwise)
{
    return option != NULL ? option : own != NULL && *own != '\0' ? own : otherwise;
}

static void name_item(struct input_item *item, const struct input_options *options,
                      struct pfq_arena *arena)
{
    struct pfq_adapted *adapted = item->adapted;
    Pfq__V1__Envelope *e = adapted->envelope;
    const char *digest = adapted->digest_of == NULL ? "" : digest_id(adapted, arena);
    item->id = first_given(options->id, e == NULL ? NULL : e->id, digest);
    item->source = first_given(options->source, e == NULL ? NULL : e->source, "pfq");
    if (e == NULL) {
        return;
    }
    e->id = pfq_arena_strdup(arena, item->id);
    e->source = pfq_arena_strdup(arena, item->source);
    e->has_sent_at = true;
    e->sent_at = pfq_wall_ms();
    e->has_schema_version = true;
    e->schema_version = 1;
    if (options->test) {
        e->has_mode = true;
        e->mode = PFQ__V1__MODE__MODE_TEST;
    }
}

size_t input_read(const char *file, const struct input_options *options, struct pfq_arena *arena,
                  struct input_item **out)
{
    struct pfq_bytes text = {NULL, 0};
    struct pfq_adapt_options adapt = {.force = options->force};
    struct pfq_adapted *adapted = NULL;
    size_t count = 1;
    const char *why = input_bytes(file, arena, &text);
    if (why != NULL) {
        adapted = unreadable(why, arena);
    } else {
        count = pfq_adapt((const char *)text.data, text.size, &adapt, arena, &adapted);
    }
    *out = pfq_arena_new(arena, struct input_item, count);
    for (size_t i = 0; i < count; i++) {
        (*out)[i] = (struct input_item){.file = file, .adapted = &adapted[i]};
        name_item(&(*out)[i], options, arena);
    }
    return count;
}

/* --- answering ----------------------------------------------------------------- */

Pfq__V1__Receipt *input_refusal(const struct input_item *item, struct pfq_arena *arena)
{
    struct pfq_problems none;
    pfq_problems_init(&none, arena);
    return pfq_receipt_without(item->source, item->id, PFQ__V1__ANSWER__ANSWER_REFUSED, &none,
                               arena);
}

static Pfq__V1__Problem **put_before(struct pfq_problems *first, Pfq__V1__Problem **rest,
                                     size_t *count, struct pfq_arena *arena)
{
    pfq_problems_close(first);
    Pfq__V1__Problem **all = pfq_arena_new(arena, Pfq__V1__Problem *, first->count + *count + 1);
    for (size_t i = 0; i < first->count; i++) {
        all[i] = first->rows[i];
    }
    for (size_t i = 0; i < *count; i++) {
        all[first->count + i] = rest[i];
    }
    *count += first->count;
    return all;
}

static size_t merge(const struct input_item *item, Pfq__V1__Receipt *receipt,
                    struct pfq_arena *arena)
{
    receipt->problems =
        put_before(&item->adapted->problems, receipt->problems, &receipt->n_problems, arena);
    receipt->warnings =
        put_before(&item->adapted->warnings, receipt->warnings, &receipt->n_warnings, arena);
    return item->adapted->problems.count;
}

enum pfq_exit input_show(const struct input_options *o, const struct input_item *item,
                         Pfq__V1__Receipt *receipt, struct report_context *context,
                         struct page *page, struct pfq_arena *arena)
{
    context->file = item->file;
    context->line = item->adapted->line;
    context->full = o->full;
    context->told_here = merge(item, receipt, arena);
    if (o->json) {
        report_write(stdout, report_json(receipt, context));
    } else {
        report_receipt(page, receipt, context);
    }
    return item->adapted->envelope != NULL ? report_exit(receipt) : PFQ_EXIT_USAGE;
}
