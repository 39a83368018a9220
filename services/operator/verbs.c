/* verbs.c - the table of a command's verbs: see verbs.h. */
#include "verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/near.h"

enum {
    NAME_TEXT = 64,
    SENTENCE = 512
};

/* --- help ---------------------------------------------------------------------------- */

static int width_of(const struct verb *verb)
{
    return (int)(strlen(verb->name) + (verb->words == NULL ? 0 : 1 + strlen(verb->words)));
}

static void put_rows(const struct verbs *verbs, const char *command, FILE *out)
{
    int width = 0;
    for (size_t i = 0; i < verbs->count; i++) {
        width = width_of(&verbs->rows[i]) > width ? width_of(&verbs->rows[i]) : width;
    }
    for (size_t i = 0; i < verbs->count; i++) {
        const struct verb *verb = &verbs->rows[i];
        fprintf(out, "  %s%s%s%s%*s  %s\n", command, verb->name, verb->words == NULL ? "" : " ",
                verb->words == NULL ? "" : verb->words, width - width_of(verb), "", verb->text);
    }
}

static void overview(const struct verbs *verbs, FILE *out)
{
    char command[NAME_TEXT];
    (void)snprintf(command, sizeof command, "%s ", verbs->command);
    fprintf(out, "%s\n", verbs->before);
    put_rows(verbs, command, out);
    fprintf(out, "\n%s", verbs->after);
}

char *verbs_doc(const struct verbs *verbs, int key, const char *text)
{
    char *made = NULL;
    size_t size = 0;
    FILE *out = key == ARGP_KEY_HELP_PRE_DOC ? open_memstream(&made, &size) : NULL;
    if (out == NULL) {
        return text == NULL ? NULL : strdup(text);
    }
    fprintf(out, "%s\n\n", text);
    put_rows(verbs, "", out);
    (void)fclose(out);
    return made; /* argp frees what is not its own */
}

/* --- finding ------------------------------------------------------------------------- */

const struct verb *verbs_find(const struct verbs *verbs, const char *name)
{
    for (size_t i = 0; i < verbs->count; i++) {
        if (strcmp(verbs->rows[i].name, name) == 0) {
            return &verbs->rows[i];
        }
    }
    return NULL;
}

/* The nearest where one is near, else all. */
static const char *no_such_verb(const struct verbs *verbs, const char *name, char out[SENTENCE])
{
    struct pfq_near near = {.wanted = name};
    int used = snprintf(out, SENTENCE, "there is no command '%.*s'.", NAME_TEXT, name);
    for (size_t i = 0; i < verbs->count; i++) {
        pfq_near_offer(&near, verbs->rows[i].name);
    }
    if (near.name != NULL) {
        (void)snprintf(out + used, SENTENCE - (size_t)used, "  Did you mean %s?", near.name);
        return out;
    }
    used += snprintf(out + used, SENTENCE - (size_t)used, "  There are:");
    for (size_t i = 0; i < verbs->count && used < SENTENCE; i++) {
        used += snprintf(out + used, SENTENCE - (size_t)used, " %s", verbs->rows[i].name);
    }
    return out;
}

const struct verb *verbs_option(struct argp_state *state, const struct verbs *verbs,
                                const char *name)
{
    char sentence[SENTENCE];
    const struct verb *verb = verbs_find(verbs, name);
    if (verb == NULL) {
        argp_error(state, "%s", no_such_verb(verbs, name, sentence));
    }
    return verb;
}

/* --- running ------------------------------------------------------------------------- */

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "-?") == 0 ||
           strcmp(word, "help") == 0;
}

/* `help rules list` is `rules list --help`. */
static void turn_round(int argc, char **argv)
{
    static char option[] = "--help";
    for (int i = 1; i + 1 < argc; i++) {
        argv[i] = argv[i + 1];
    }
    argv[argc - 1] = option;
}

int verbs_run(const struct verbs *verbs, int argc, char **argv)
{
    char name[NAME_TEXT];
    char sentence[SENTENCE];
    if (argc < 2) {
        overview(verbs, stderr);
        return PFQ_EXIT_USAGE;
    }
    if (asks_for_help(argv[1]) && argc == 2) {
        overview(verbs, stdout);
        return PFQ_EXIT_GOOD;
    }
    if (asks_for_help(argv[1])) {
        turn_round(argc, argv);
    }
    const struct verb *verb = verbs_find(verbs, argv[1]);
    if (verb == NULL) {
        const char *space = strchr(verbs->command, ' ');
        fprintf(stderr, "%s: %s\nTry: pfq help%s\n", verbs->command,
                no_such_verb(verbs, argv[1], sentence), space == NULL ? "" : space);
        return PFQ_EXIT_USAGE;
    }
    (void)snprintf(name, sizeof name, "%s %s", verbs->command, verb->name);
    argv[1] = name;
    return verb->run(argc - 1, argv + 1);
}
