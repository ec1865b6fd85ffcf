#include "tui/terminal/job.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { PARENT_PLACE = 4 };

/* 0 if it cannot be said. */
static pid_t parent_of(pid_t process)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof(path), "/proc/%ld/stat", (long)process);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    size_t length = fread(line, 1, sizeof(line) - 1, file);
    fclose(file);
    line[length] = '\0';
    const char *name_end = strrchr(line, ')'); /* the name may hold anything; ") S 123" follows */
    if (name_end == NULL || strlen(name_end) < PARENT_PLACE)
        return 0;
    return (pid_t)strtol(name_end + PARENT_PLACE, NULL, 10);
}

bool job_is_watched(void)
{
    pid_t group = getpgrp(), session = getsid(0);
    for (pid_t process = getppid(); process > 0; process = parent_of(process)) {
        if (getsid(process) != session)
            return false;
        if (getpgid(process) != group)
            return true;
    }
    return false;
}

void job_stop(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
    sigemptyset(&usual.sa_mask);
    sigaction(SIGTSTP, &usual, &ours);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}
