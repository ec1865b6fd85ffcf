/* mpv as a child process that exchanges lines of JSON over a socket. All calls and callbacks on the loop's thread. */
#ifndef MODEL_AUDIO_MPV_PROCESS_H
#define MODEL_AUDIO_MPV_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct mpv_process;

enum { MPV_FILES = 100, MPV_FIRST_FILE = 4 }; /* files that it inherits, and the descriptor of the first */

struct mpv_options {
    uv_loop_t *loop;
    const char *program;          /* NULL: mpv in PATH */
    const char *const *arguments; /* additional arguments, NULL-terminated; or NULL */
    const int *files;             /* MPV_FILES descriptors that the child inherits, and no others; -1: none */
    void (*line)(void *context, const char *text, size_t length); /* a line from mpv, not terminated */
    void (*gone)(void *context); /* once, after its exit or a fault; then call mpv_process_end */
    void *context;
};

/* NULL with *error set to an error code of libuv if it cannot be started. */
struct mpv_process *mpv_process_start(const struct mpv_options *options, int *error);

/* Sends a line, without waiting. False if the socket does not take all of it. */
bool mpv_process_send(struct mpv_process *process, const char *line);

/* Kills and frees it, without further callbacks; the loop must run until it is gone. */
void mpv_process_end(struct mpv_process **process);

/* For tests: the process id. */
int mpv_process_id(const struct mpv_process *process);

#endif
