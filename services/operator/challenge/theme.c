/* theme.c - naming a theme on the command line, and its last move. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/ladder.h"
#include "feedback/digest/digest.h"

static const struct argp_option options[] = {
    {"theme", OPT_THEME_NAME, "NAME", 0, "the theme, such as INTERVIEW", 2},
    {"force", OPT_THEME_FORCE, "NN", 0, "the force, two digits", 2},
    {"police-unit", OPT_THEME_UNIT, "UNIT", 0, "of this police unit alone", 2},
    {"case-type", OPT_THEME_CASES, "TYPE", 0, "of this case type alone: mc, cc, rasso, ccu", 2},
    {"system", OPT_THEME_SYSTEM, "SYSTEM", 0,
     "where its failings come from: machine (the checks, as without it), triage or assessed", 2},
    {0}};

const char *theme_name(struct argp_state *state, const char *text)
{
    char upper[40] = "";
    char all[600] = "";
    const char *name = NULL;
    for (size_t i = 0; text[i] != '\0' && i + 1 < sizeof upper; i++) {
        upper[i] = (char)toupper((unsigned char)text[i]);
    }
    for (size_t i = 0; (name = digest_theme_name(i)) != NULL; i++) {
        if (strcmp(name, upper) == 0) {
            return name;
        }
        size_t used = strlen(all);
        (void)snprintf(all + used, sizeof all - used, "%s%s", used == 0 ? "" : ", ", name);
    }
    argp_error(state, "there is no theme '%s'; there are %s", text, all);
    return NULL;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct theme_option *t = state->input;
    switch (key) {
    case OPT_THEME_NAME:
        t->name = theme_name(state, arg);
        return 0;
    case OPT_THEME_FORCE:
        t->force = option_force(state, arg);
        return 0;
    case OPT_THEME_UNIT:
        t->unit = arg;
        return 0;
    case OPT_THEME_CASES:
        t->case_type = folk_option(state, "a case type", &pfq__v1__case_type__descriptor, arg);
        return 0;
    case OPT_THEME_SYSTEM:
        t->system = folk_option(state, "a system", &pfq__v1__theme_system__descriptor, arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp theme_argp = {.options = options, .parser = parse};

Pfq__V1__ThemeKey *theme_key(const struct theme_option *theme, struct pfq_arena *arena)
{
    Pfq__V1__ThemeKey *key = pfq_arena_new(arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(key);
    key->force = pfq_arena_strdup(arena, theme->force);
    key->police_unit = theme->unit == NULL ? NULL : pfq_arena_strdup(arena, theme->unit);
    key->has_system = true;
    key->system = theme->system == 0 ? PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE
                                     : (Pfq__V1__ThemeSystem)theme->system;
    key->name = pfq_arena_strdup(arena, theme->name);
    key->has_case_type = theme->case_type != 0;
    key->case_type = (Pfq__V1__CaseType)theme->case_type;
    return key;
}

static const Pfq__V1__ThemeMove *find(const Pfq__V1__ThemeRows *rows, const Pfq__V1__ThemeKey *key)
{
    const Pfq__V1__ThemeMove *found = NULL;
    for (size_t i = 0; rows != NULL && i < rows->n_moves; i++) {
        found = ladder_same_theme(rows->moves[i]->key, key) ? rows->moves[i] : found;
    }
    return found;
}

enum pfq_exit theme_move(struct people *p, const Pfq__V1__ThemeKey *key,
                         const Pfq__V1__ThemeMove **out)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    bool more = true;
    read.force = key->force;
    read.has_latest_only = read.latest_only = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    request.themes_read = &read;
    *out = NULL;
    while (code == PFQ_EXIT_GOOD && more && *out == NULL) {
        Pfq__V1__Envelope *answer = NULL;
        code = folk_ask(p, PEOPLE_FEEDBACK, &request, PFQ__V1__ENVELOPE__BODY_THEME_ROWS, &answer);
        const Pfq__V1__ThemeRows *rows = code == PFQ_EXIT_GOOD ? answer->theme_rows : NULL;
        if (rows != NULL) {
            code = folk_refused(p, rows->n_problems, rows->problems);
        }
        *out = find(rows, key);
        more = rows != NULL && rows->has_next;
        read.has_after = more;
        read.after = more ? rows->next : (ProtobufCBinaryData){0, NULL};
    }
    return code;
}
