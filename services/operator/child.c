/* child.c - see child.h. */
#include "child.h"

#include <sys/wait.h>
#include <unistd.h>

FILE *child_start(char *const argv[], pid_t *pid)
{
    int ends[2];
    (void)fflush(stdout);
    if (pipe(ends) != 0) {
        return NULL;
    }
    *pid = fork();
    if (*pid == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        (void)execv(argv[0], argv);
        _exit(127);
    }
    (void)close(ends[1]);
    if (*pid < 0) {
        (void)close(ends[0]);
        return NULL;
    }
    return fdopen(ends[0], "r");
}

bool child_ended_well(FILE *out, pid_t pid)
{
    int code = -1;
    (void)fclose(out);
    return waitpid(pid, &code, 0) == pid && code == 0;
}
