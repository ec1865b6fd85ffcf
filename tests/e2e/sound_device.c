#include "tests/e2e/sound_device.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sound_device_set(struct environment *environment, bool is_there)
{
    environment_set(environment, "PULSE_SERVER", "/nonexistent");
    environment_set(environment, "PIPEWIRE_REMOTE", "/nonexistent");
    environment_set(environment, "ALSA_CONFIG_PATH", "/dev/null");
    environment_set(environment, "JACK_NO_START_SERVER", "1");
    environment_set(environment, "SDL_AUDIODRIVER", is_there ? "dummy" : "nonexistent");
}

/* Reads "PID (NAME) STATE PARENT": the parent if that is the name of a process that has not ended, else 0. */
static pid_t parent_of(const char *process, const char *name)
{
    char path[300], line[200] = "";
    snprintf(path, sizeof path, "/proc/%s/stat", process);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    const char *read = fgets(line, sizeof line, file);
    fclose(file);
    const char *begin = read ? strchr(line, '(') : NULL, *end = read ? strrchr(line, ')') : NULL;
    bool is_named = begin && end && (size_t)(end - begin - 1) == strlen(name) &&
                    strncmp(begin + 1, name, strlen(name)) == 0;
    return is_named && end[2] != 'Z' ? (pid_t)strtol(end + 4, NULL, 10) : 0;
}

pid_t sound_device_player(pid_t parent)
{
    glob_t processes;
    pid_t found = 0;
    if (glob("/proc/[0-9]*", GLOB_NOSORT, NULL, &processes) != 0)
        return 0;
    for (size_t i = 0; i < processes.gl_pathc; i++) {
        const char *number = processes.gl_pathv[i] + strlen("/proc/");
        if (parent_of(number, "mpv") == parent)
            found = (pid_t)strtol(number, NULL, 10);
    }
    globfree(&processes);
    return found;
}

bool sound_device_player_ended(pid_t player)
{
    char number[20];
    snprintf(number, sizeof number, "%d", (int)player);
    return parent_of(number, "mpv") == 0;
}
