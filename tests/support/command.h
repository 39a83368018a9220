/* command.h - run one of our programs as a user would, and keep what it said. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stddef.h>
#include <sys/types.h>

struct command {
    int code; /* exit code, or -signal */
    char *out;
    char *err;
};

/* Run `$PFQ_TREE/bin/<argv[0]>` with `input` on its standard input (NULL: nothing), wait for its
 * end, at most a minute.  The result is freed with command_free(). */
struct command command_run(const char *const argv[], const char *input);
/* "pfq" with these words, up to a NULL, asking the services in `run`. */
struct command command_pfq(const char *run, const char *const *words);

/* The same as this user, which root alone may; the groups stay root's. */
struct command command_run_as(uid_t uid, const char *const argv[]);
void command_free(struct command *command);

/* Start it with stdout and stderr in files; ends with the caller at the latest. */
pid_t command_start(const char *const argv[], const char *out, const char *err);

/* The whole text of a file, "" when it is not there; freed by the caller. */
char *command_read(const char *path);

/* Wait until the file holds `text`, at most `wait_ms`. */
int command_wait_text(const char *path, const char *text, int wait_ms);

#endif
