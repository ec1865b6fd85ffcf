#include "tui/terminal/editor.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/base/utf8.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOT_FOUND = 127, MOST_BYTES = 1 << 20, PATIENCE = 2000 /* ms */ };

static bool is_text(const char *text, size_t length)
{
    bool valid = memchr(text, '\0', length) == NULL;
    for (size_t at = 0; at < length && valid;)
        at += utf8_sequence(text + at, length - at, &valid);
    return valid;
}

/* Without the newlines at its end. NULL with *failure filled. */
static char *read_text(const char *path, struct failure *failure)
{
    FILE *file = fopen(path, "re");
    char *text = memory_array(MOST_BYTES + 1, 1);
    size_t length = file != NULL ? fread(text, 1, MOST_BYTES + 1, file) : 0;
    bool is_read = file != NULL && !ferror(file);
    if (file != NULL)
        fclose(file);
    if (is_read && length <= MOST_BYTES && is_text(text, length)) {
        while (length > 0 && text[length - 1] == '\n')
            length--;
        text[length] = '\0';
        return text;
    }
    free(text);
    failure_set(failure, FAILURE_DISK, tr("the note is as it was"), "%s",
                is_read ? tr("what the editor has left is no text, or too long")
                        : tr("what the editor has left cannot be read"));
    return NULL;
}

/* Why there is no text of an editor that has ended so. */
static void explain(struct failure *failure, int64_t status, int signal_number)
{
    if (signal_number != 0)
        failure_set(failure, FAILURE_USAGE, tr("the note is as it was"),
                    tr("the editor was ended by signal %d"), signal_number);
    else if (status == NOT_FOUND)
        failure_set(failure, FAILURE_USAGE, tr("set VISUAL or EDITOR"), "%s",
                    tr("the editor cannot be started"));
    else
        failure_set(failure, FAILURE_USAGE, tr("the note is as it was"),
                    tr("the editor ended with status %d"), (int)status);
}

/* What was not taken over is left in its file. */
static void on_child_exit(uv_process_t *child, int64_t status, int signal_number)
{
    struct editor *editor = child->data;
    struct failure failure;
    char *text = NULL, *left = NULL;
    uv_close((uv_handle_t *)child, NULL);
    uv_close((uv_handle_t *)&editor->patience, NULL);
    if (status != 0 || signal_number != 0)
        explain(&failure, status, signal_number);
    else if (!editor->is_closing)
        text = read_text(editor->file.path, &failure);
    if (text != NULL && editor_file_is_written(&editor->file)) {
        editor_file_remove(&editor->file);
    } else if (editor_file_leave(&editor->file, &left) && text != NULL) {
        free(text);
        text = NULL;
        failure_set(&failure, FAILURE_USAGE, "", "%s", tr("the editor did not wait for the text"));
    }
    if (!editor->is_closing)
        editor->ended(editor->context, text, left, &failure);
    else
        free(text);
    free(left);
}

/* It may have arguments, as in "code --wait": a shell reads it. */
static int spawn(struct editor *editor, uv_loop_t *loop)
{
    static char shell[] = "/bin/sh", option[] = "-c", name[] = "sh",
                command[] = "exec ${VISUAL:-${EDITOR:-vi}} \"$1\" </dev/tty >/dev/tty 2>&1";
    char *arguments[] = {shell, option, command, name, editor->file.path, NULL};
    uv_stdio_container_t files[] = {
        {.flags = UV_IGNORE},
        {.flags = UV_IGNORE},
        {.flags = UV_IGNORE},
        {.flags = UV_INHERIT_FD, .data.fd = editor->file.lock},
    };
    uv_process_options_t options = {
        .file = shell,
        .args = arguments,
        .exit_cb = on_child_exit,
        .stdio_count = sizeof files / sizeof *files,
        .stdio = files,
    };
    editor->child.data = editor;
    return uv_spawn(loop, &editor->child, &options);
}

bool editor_open(struct editor *editor, uv_loop_t *loop, const struct editor_text *text,
                 struct failure *failure)
{
    if (!editor_file_make(&editor->file, text->name, text->text, failure))
        return false;
    uv_timer_init(loop, &editor->patience);
    int code = spawn(editor, loop);
    if (code == 0)
        return true;
    failure_set(failure, FAILURE_DISK, "", tr("the note cannot be given to an editor: %s"),
                uv_strerror(code));
    uv_close((uv_handle_t *)&editor->child, NULL);
    uv_close((uv_handle_t *)&editor->patience, NULL);
    editor_file_remove(&editor->file);
    return false;
}

bool editor_is_open(const struct editor *editor)
{
    return editor->file.folder != NULL;
}

/* It may have things to do before it ends: its file is told of at the next start, if something is in it then. */
static void on_patience(uv_timer_t *timer)
{
    char *left;
    struct editor *editor = timer->data;
    uv_close((uv_handle_t *)timer, NULL);
    uv_close((uv_handle_t *)&editor->child, NULL);
    (void)editor_file_leave(&editor->file, &left);
    free(left);
}

void editor_close(struct editor *editor)
{
    if (!editor_is_open(editor))
        return;
    editor->is_closing = true;
    editor->patience.data = editor;
    uv_process_kill(&editor->child, SIGHUP);
    uv_timer_start(&editor->patience, on_patience, PATIENCE, 0);
}
