#include "tui/terminal/editor.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOT_FOUND = 127, MOST_BYTES = 1 << 20 };

/* Memory, where there is a folder in it. */
static bool make_folder(struct temporary_folder *folder)
{
    static const char *const variables[] = {"XDG_RUNTIME_DIR", "TMPDIR"};
    bool is_made = false;
    for (size_t i = 0; i < 3 && !is_made; i++) {
        const char *place = i < 2 ? getenv(variables[i]) : "/tmp";
        is_made = place != NULL && place[0] == '/' && temporary_folder_make(folder, place);
    }
    return is_made;
}

static bool write_text(const char *path, const char *text)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    bool is_written = file != NULL && fputs(text, file) >= 0 && (*text == '\0' || fputc('\n', file) >= 0);
    if (file == NULL && descriptor >= 0)
        close(descriptor);
    return file != NULL && fclose(file) == 0 && is_written;
}

/* With what editors leave beside it. */
static void remove_folder(struct editor *editor)
{
    temporary_folder_remove(&editor->folder);
    free(editor->path);
    editor->path = NULL;
}

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

static void on_child_exit(uv_process_t *child, int64_t status, int signal_number)
{
    struct editor *editor = child->data;
    struct failure failure;
    char *text = NULL;
    uv_close((uv_handle_t *)child, NULL);
    if (editor->path == NULL) /* it was closed before */
        return;
    if (signal_number != 0)
        failure_set(&failure, FAILURE_USAGE, tr("the note is as it was"),
                    tr("the editor was ended by signal %d"), signal_number);
    else if (status == NOT_FOUND)
        failure_set(&failure, FAILURE_USAGE, tr("set VISUAL or EDITOR"), "%s",
                    tr("the editor cannot be started"));
    else if (status != 0)
        failure_set(&failure, FAILURE_USAGE, tr("the note is as it was"),
                    tr("the editor ended with status %d"), (int)status);
    else
        text = read_text(editor->path, &failure);
    remove_folder(editor);
    editor->ended(editor->context, text, &failure);
}

/* It may have arguments, as in "code --wait": a shell reads it. */
static int spawn(struct editor *editor, uv_loop_t *loop)
{
    static char shell[] = "/bin/sh", option[] = "-c", name[] = "sh",
                command[] = "exec ${VISUAL:-${EDITOR:-vi}} \"$1\" </dev/tty >/dev/tty 2>&1";
    char *arguments[] = {shell, option, command, name, editor->path, NULL};
    uv_process_options_t options = {.file = shell, .args = arguments, .exit_cb = on_child_exit};
    editor->child.data = editor;
    return uv_spawn(loop, &editor->child, &options);
}

bool editor_open(struct editor *editor, uv_loop_t *loop, const char *text, struct failure *failure)
{
    bool is_made = make_folder(&editor->folder);
    editor->path = is_made ? memory_format("%s/note.txt", editor->folder.path) : NULL;
    bool is_written = editor->path != NULL && write_text(editor->path, text);
    if (is_written && spawn(editor, loop) == 0)
        return true;
    int error = errno;
    failure_set(failure, FAILURE_DISK, tr("check TMPDIR"), tr("the note cannot be given to an editor: %s"),
                strerror(error));
    if (is_written)
        uv_close((uv_handle_t *)&editor->child, NULL);
    remove_folder(editor);
    return false;
}

bool editor_is_open(const struct editor *editor)
{
    return editor->path != NULL;
}

void editor_close(struct editor *editor)
{
    if (!editor_is_open(editor))
        return;
    uv_process_kill(&editor->child, SIGKILL);
    remove_folder(editor);
}
