/* mpv as a child that talks over a socket: lines of JSON go both ways. All calls on the loop's thread. */
#ifndef MODEL_AUDIO_MPV_PROCESS_H
#define MODEL_AUDIO_MPV_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct mpv_process;

enum { MPV_FILES = 100, MPV_FIRST_FILE = 4 }; /* at most; the child has them from that descriptor on */

struct mpv_options {
    uv_loop_t *loop;
    const char *program;          /* NULL: mpv, where PATH has it */
    const char *const *arguments; /* more of them, ended by NULL; or NULL */
    const int *files;             /* MPV_FILES, of which the child gets copies, and no others; -1: none */
    void (*line)(void *context, const char *text, size_t length); /* not terminated */
    void (*gone)(void *context);                                  /* once; then end it */
    void *context;
};

/* NULL, and an error number of libuv's, if it cannot be started. */
struct mpv_process *mpv_process_start(const struct mpv_options *options, int *error);

/* False if it takes nothing more. */
bool mpv_process_send(struct mpv_process *process, const char *line);

/* Kills it. Nothing is called any more; the loop runs until it is gone. */
void mpv_process_end(struct mpv_process **process);

/* For tests. */
int mpv_process_id(const struct mpv_process *process);

#endif
