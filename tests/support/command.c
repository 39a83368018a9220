/* command.c - run one of our programs as a user would: see command.h. */
#include "command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    LIMIT_S = 60,
    WORDS_MAX = 32
};

static _Noreturn void become(const char *const argv[], int in, int out, int err)
{
    char path[512];
    char *copy[WORDS_MAX] = {path};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)snprintf(path, sizeof path, "%s/bin/%s", PFQ_TREE, argv[0]);
    for (size_t i = 1; i < WORDS_MAX - 1 && argv[i] != NULL; i++) {
        copy[i] = strdup(argv[i]);
    }
    (void)dup2(in, STDIN_FILENO);
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(err, STDERR_FILENO);
    (void)alarm(LIMIT_S);
    execv(path, copy);
    perror(path);
    _exit(127);
}

static char *read_all(int fd)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *text = calloc(1, (size_t)(size < 0 ? 0 : size) + 1);
    if (text == NULL) {
        abort();
    }
    ssize_t got = size > 0 ? pread(fd, text, (size_t)size, 0) : 0;
    text[got < 0 ? 0 : got] = '\0';
    return text;
}

static struct command run_as(uid_t uid, const char *const argv[], const char *input)
{
    struct command result = {.code = -1};
    int in = memfd_create("in", MFD_CLOEXEC);
    int out = memfd_create("out", MFD_CLOEXEC);
    int err = memfd_create("err", MFD_CLOEXEC);
    int status = 0;
    if (input != NULL && write(in, input, strlen(input)) < 0) {
        abort();
    }
    (void)lseek(in, 0, SEEK_SET);
    pid_t pid = fork();
    if (pid == 0 && (uid == getuid() || (setgid(uid) == 0 && setuid(uid) == 0))) {
        become(argv, in, out, err);
    } else if (pid == 0) {
        _exit(127);
    }
    if (pid > 0 && waitpid(pid, &status, 0) == pid) {
        result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    result.out = read_all(out);
    result.err = read_all(err);
    (void)close(in);
    (void)close(out);
    (void)close(err);
    return result;
}

struct command command_run(const char *const argv[], const char *input)
{
    return run_as(getuid(), argv, input);
}

struct command command_pfq(const char *run, const char *const *words)
{
    const char *argv[WORDS_MAX] = {"pfq"};
    size_t count = 1;
    for (; *words != NULL && count < WORDS_MAX - 3; words++) {
        argv[count++] = *words;
    }
    argv[count++] = "--run";
    argv[count++] = run;
    return command_run(argv, NULL);
}

struct command command_run_as(uid_t uid, const char *const argv[])
{
    return run_as(uid, argv, NULL);
}

void command_free(struct command *command)
{
    free(command->out);
    free(command->err);
}

pid_t command_start(const char *const argv[], const char *out, const char *err)
{
    pid_t pid = fork();
    if (pid == 0) {
        int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
        become(argv, open("/dev/null", O_RDONLY | O_CLOEXEC), open(out, flags, 0600),
               open(err, flags, 0600));
    }
    return pid;
}

char *command_read(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return strdup("");
    }
    char *text = read_all(fd);
    (void)close(fd);
    return text;
}

int command_wait_text(const char *path, const char *text, int wait_ms)
{
    for (int waited = 0; waited <= wait_ms; waited += 10) {
        char *now = command_read(path);
        int found = strstr(now, text) != NULL;
        free(now);
        if (found) {
            return 1;
        }
        (void)usleep(10000);
    }
    return 0;
}
