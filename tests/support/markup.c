/* markup.c - see markup.h. */
#include "support/markup.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum {
    DEPTH_MAX = 64,
    NAME_MAX_BYTES = 32
};

struct stack {
    char names[DEPTH_MAX][NAME_MAX_BYTES];
    size_t depth;
};

/* The end of a tag that begins at `at`; NULL: it has none, or a mark stands in it. */
static const char *tag_end(const char *at)
{
    char quote = '\0';
    for (const char *c = at + 1; *c != '\0'; c++) {
        if (quote != '\0') {
            quote = *c == quote ? '\0' : quote;
            if (*c == '<') {
                return NULL;
            }
        } else if (*c == '"' || *c == '\'') {
            quote = *c;
        } else if (*c == '>') {
            return c;
        } else if (*c == '<') {
            return NULL;
        }
    }
    return NULL;
}

static bool is_empty_element(const char *name)
{
    return strcmp(name, "meta") == 0 || strcmp(name, "link") == 0;
}

static bool take_tag(struct stack *s, const char *at, const char *end)
{
    char name[NAME_MAX_BYTES] = "";
    bool closes = at[1] == '/';
    const char *from = at + 1 + closes;
    size_t size = strcspn(from, " />");
    memcpy(name, from, size < sizeof name - 1 ? size : sizeof name - 1);
    if (at[1] == '!' || end[-1] == '/' || is_empty_element(name)) {
        return true;
    }
    if (closes) {
        return s->depth > 0 && strcmp(s->names[--s->depth], name) == 0;
    }
    if (s->depth == DEPTH_MAX || !isalpha((unsigned char)name[0])) {
        return false;
    }
    strcpy(s->names[s->depth++], name);
    return true;
}

static bool is_entity(const char *at)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strncmp(at, known[i], strlen(known[i])) == 0) {
            return true;
        }
    }
    return false;
}

const char *markup_fault(const char *text, struct pfq_arena *arena)
{
    struct stack stack = {.depth = 0};
    for (const char *at = text; *at != '\0'; at++) {
        const char *end = *at == '<' ? tag_end(at) : at;
        if (end == NULL || (*at == '<' && !take_tag(&stack, at, end)) ||
            (*at == '&' && !is_entity(at))) {
            return pfq_arena_printf(arena, "at byte %zu: %.60s", (size_t)(at - text), at);
        }
        at = end;
    }
    return stack.depth == 0
               ? NULL
               : pfq_arena_printf(arena, "<%s> stays open", stack.names[stack.depth - 1]);
}

size_t markup_count(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) {
        count++;
    }
    return count;
}
