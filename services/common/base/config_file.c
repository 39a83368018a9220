/* config_file.c - the lines of a pfq.conf: pfq_config_pairs() of pfq/config.h.
 *
 * inih's handler is not told the line, so the reader that feeds it counts; the reader
 * also sees the lines that inih would pass over. */
#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include "pfq/config.h"

struct lines {
    FILE *stream;
    unsigned line;
    pfq_config_on_pair *on_pair;
    void *self;
};

static bool is_nothing(const char *line)
{
    return *line == '\0' || *line == ';' || *line == '#';
}

static void fault(const struct lines *l, const char *sentence)
{
    l->on_pair(l->self, NULL, NULL, sentence, l->line);
}

/* What inih would only count as the first error of the file. */
static void check_shape(const struct lines *l, const char *line)
{
    while (isspace((unsigned char)*line)) {
        line++;
    }
    const char *wanted = *line == '[' ? "]" : "=:";
    if (!is_nothing(line) && strpbrk(line, wanted) == NULL) {
        fault(l, *line == '[' ? "the section has no closing bracket"
                              : "write name = value or [section]");
    }
}

static char *read_line(char *line, int size, void *stream)
{
    struct lines *l = stream;
    if (fgets(line, size, l->stream) == NULL) {
        return NULL;
    }
    l->line++;
    if (strchr(line, '\n') == NULL && !feof(l->stream)) {
        char sentence[64];
        (void)snprintf(sentence, sizeof sentence, "the line has more than %d bytes", size - 2);
        fault(l, sentence);
        for (int c = fgetc(l->stream); c != '\n' && c != EOF;) {
            c = fgetc(l->stream);
        }
        line[0] = '\0';
    }
    check_shape(l, line);
    return line;
}

static int on_pair(void *user, const char *section, const char *name, const char *text)
{
    const struct lines *l = user;
    l->on_pair(l->self, section, name, text, l->line);
    return 1;
}

enum pfq_code pfq_config_pairs(const char *file, pfq_config_on_pair *handler, void *self,
                               struct pfq_err *err)
{
    struct lines l = {.stream = fopen(file, "re"), .on_pair = handler, .self = self};
    if (l.stream == NULL) {
        return pfq_fail(err, PFQ_E_CONFIG, "%s: %s", file, strerror(errno));
    }
    ini_allow_multiline = false; /* an indented line is a line like any other */
    (void)ini_parse_stream(read_line, &l, on_pair, &l);
    bool broken = ferror(l.stream) != 0;
    (void)fclose(l.stream);
    return broken ? pfq_fail(err, PFQ_E_CONFIG, "%s: it cannot be read", file) : PFQ_OK;
}

bool pfq_config_is_values(const char *section)
{
    size_t n = strlen(PFQ_CONFIG_VALUES);
    return strncmp(section, PFQ_CONFIG_VALUES, n) == 0 && (section[n] == '\0' || section[n] == ' ');
}
