/* explain_markdown.c - the catalogue as Markdown: see explain.h. */
#include <string.h>

#include "explain.h"
#include "pfq/escape.h"

static const char *safe(const struct explain *e, const char *text)
{
    return pfq_escape(PFQ_ESCAPE_MARKDOWN, text, e->arena);
}

/* Code in a cell: a stroke would end the cell, and a backtick the code. */
static const char *code(const struct explain *e, const char *text)
{
    char *copy = pfq_arena_strdup(e->arena, text);
    for (char *s = copy; *s != '\0'; s++) {
        *s = *s == '`' ? '\'' : *s == '|' ? '/' : *s == '\n' ? ' ' : *s;
    }
    return copy;
}

/* "Case data" is #case-data, as every renderer makes it. */
static const char *anchor(const struct explain *e, const char *title)
{
    char *out = pfq_arena_strdup(e->arena, title);
    char *to = out;
    for (const char *s = title; *s != '\0'; s++) {
        if (*s != ',' && *s != ':') {
            *to++ = *s == ' ' ? '-' : (char)(*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s);
        }
    }
    *to = '\0';
    return out;
}

static void begin(const struct explain *e, const struct explain_theme *themes, size_t count)
{
    fprintf(e->out, "# %s\n\nCatalogue %s, %zu checks.\n\n%s\n\n%s\n\n## Contents\n\n",
            explain_title, safe(e, pfq_standard_version(e->book->standard)),
            e->book->texts->n_checks, explain_introduction, explain_outcomes);
    for (size_t i = 0; i < count; i++) {
        fprintf(e->out, "- [%s](#%s) (%zu)\n", themes[i].title, anchor(e, themes[i].title),
                themes[i].checks);
    }
    fputs("- [Values](#values)\n- [Words](#words)\n", e->out);
}

static void theme(const struct explain *e, const struct explain_theme *t)
{
    fprintf(e->out, "\n## %s\n", t->title);
}

static void check(const struct explain *e, const Pfq__V1__CatalogueCheck *c,
                  const struct explain_fact *facts, size_t count)
{
    fprintf(e->out, "\n### %s: %s\n\n| | |\n|---|---|\n", safe(e, c->id), safe(e, c->title));
    for (size_t i = 0; i < count; i++) {
        const char *mark = facts[i].code ? "`" : "";
        fprintf(e->out, "| **%s** | %s%s%s |\n", facts[i].name, mark,
                facts[i].code ? code(e, facts[i].text) : safe(e, facts[i].text), mark);
    }
}

static void names(const struct explain *e, bool values)
{
    const struct pfq_rule_names *all = &e->book->names;
    fputs(values ? "\n## Values\n\n| Value | Setting | Unit | What it is |\n|---|---|---|---|\n"
                 : "\n## Words\n\n| Word | Means |\n|---|---|\n",
          e->out);
    for (size_t i = 0; i < all->count; i++) {
        const struct pfq_rule_name *n = &all->rows[i];
        if (n->value && values) {
            fprintf(e->out, "| `%s` | %s | %s | %s |\n", code(e, n->name), safe(e, n->text),
                    safe(e, n->unit), safe(e, n->meaning));
        } else if (!n->value && !values) {
            fprintf(e->out, "| `%s` | `%s` |\n", code(e, n->name), code(e, n->text));
        }
    }
}

static void end(const struct explain *e)
{
    (void)e;
}

const struct explain_form explain_markdown = {begin, theme, check, names, end};
