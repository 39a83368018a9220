/* log.c - one event, one line, one write(2): see pfq/log.h. */
#include "pfq/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"

static const char *const words[] = {"error", "warn", "info", "debug"};

static char speaker[32] = "pfq";
static enum pfq_level least_level = PFQ_LOG_INFO;

void pfq_log_init(const char *service, enum pfq_level least)
{
    (void)snprintf(speaker, sizeof speaker, "%s", service);
    least_level = least;
}

bool pfq_level_parse(const char *word, enum pfq_level *out)
{
    for (int i = PFQ_LOG_ERROR; i <= PFQ_LOG_DEBUG; i++) {
        if (strcmp(word, words[i]) == 0) {
            *out = (enum pfq_level)i;
            return true;
        }
    }
    return false;
}

/* Control bytes would forge lines and drive terminals. */
static void tame(char *line)
{
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || (unsigned char)*c == 0x7F) {
            *c = '?';
        }
    }
}

void pfq_log(enum pfq_level level, const char *event, const char *fmt, ...)
{
    if (level > least_level) {
        return;
    }
    char line[1024];
    char at[PFQ_INSTANT_TEXT];
    pfq_instant_format(pfq_wall_ms(), at);
    int n = snprintf(line, sizeof line, "%s %s %s %s ", at, speaker, words[level], event);
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, args);
    va_end(args);
    tame(line);
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == ' ') {
        length--;
    }
    line[length++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written; /* nobody is left to tell */
}
