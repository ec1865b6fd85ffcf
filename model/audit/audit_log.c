#include "model/audit/audit_log.h"

#include "model/audit/audit_file.h"
#include "model/audit/audit_filter.h"
#include "model/audit/audit_user.h"
#include "model/recording/record_writer.h"
#include "net/base/folders.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    NUMBER_SIZE = 24,
    TIME_SIZE = 32,
    VALUES = 24,
    TEXTS = 11,
    TEXT_MOST = 4096 /* bytes, see LINE_MOST of audit_file.c */
};

/* An entry that waits to be written. */
struct audit_note {
    struct audit_note *next;
    struct timespec at;
    struct audit_entry entry;
    char *texts[TEXTS]; /* owned; the texts of the entry */
};

struct audit_log {
    struct audit_options options;
    char *folder;
    struct audit_note *waiting, **last;
    struct audit_note *writing; /* owned by the worker while is_working */
    uv_work_t work;
    uv_sem_t written; /* posted by the worker when it has written `writing` */
    uint64_t number;  /* the worker's: number of the last line written */
    bool is_working;
    void (*closed)(void *context); /* NULL while it is open */
    void *closed_context;
    struct failure failure; /* set by the worker, read after it */
    struct failure told;    /* the last failure reported; "" if writing has succeeded since */
    struct audit_user user; /* the worker's; filled for the first line */
    unsigned char key[DIGEST_BYTES];
    bool has_key;
};

static void free_note(struct audit_note *note)
{
    for (size_t i = 0; i < TEXTS; i++)
        free(note->texts[i]);
    free(note);
}

static void free_notes(struct audit_note *notes)
{
    while (notes) {
        struct audit_note *next = notes->next;
        free_note(notes);
        notes = next;
    }
}

/* The fields of a line; `texts` holds the digits of its numbers. */
struct line {
    struct record_value values[VALUES];
    size_t count;
    char texts[VALUES][NUMBER_SIZE];
};

static void put_text(struct line *line, const char *name, const char *text)
{
    if (text && *text)
        line->values[line->count++] = (struct record_value){.name = name, .text = text};
}

static void put_plain(struct line *line, const char *name, int64_t number)
{
    char *text = line->texts[line->count];
    snprintf(text, NUMBER_SIZE, "%" PRId64, number);
    line->values[line->count++] = (struct record_value){.name = name, .plain = text};
}

/* Omits what is not positive. */
static void put_number(struct line *line, const char *name, int64_t number)
{
    if (number > 0)
        put_plain(line, name, number);
}

struct writing {
    struct audit_log *log;
    const struct audit_note *note;
    const char *filter; /* with numbers replaced by HMACs; NULL if there is none */
    uint64_t number;    /* of the line; set by write_line */
};

static void write_line(FILE *stream, const struct audit_place *place, void *context)
{
    struct writing *writing = context;
    const struct audit_entry *entry = &writing->note->entry;
    const struct audit_user *user = &writing->log->user;
    writing->number = place->number;
    char time[2 * TIME_SIZE], seconds[TIME_SIZE];
    struct tm parts;
    struct line line = {.count = 0};
    strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", gmtime_r(&writing->note->at.tv_sec, &parts));
    snprintf(time, sizeof time, "%s.%03dZ", seconds, (int)(writing->note->at.tv_nsec / 1000000));
    put_number(&line, "n", (int64_t)place->number);
    put_text(&line, "time", time);
    put_plain(&line, "uid", user->uid);
    put_text(&line, "user", user->name);
    put_text(&line, "sudo_user", user->sudo_user);
    put_text(&line, "from", user->peer);
    put_text(&line, "action", entry->action);
    put_text(&line, "account", entry->account);
    put_text(&line, "agent", entry->agent);
    put_number(&line, "call", entry->call);
    put_text(&line, "file", entry->file);
    put_text(&line, "filter", writing->filter);
    put_number(&line, "recordings", entry->recordings);
    put_text(&line, "started_from", entry->started_from);
    put_text(&line, "started_before", entry->started_before);
    put_number(&line, "heard_ms", entry->heard_ms);
    put_text(&line, "target", entry->target);
    put_text(&line, "result", entry->result);
    put_text(&line, "case", entry->case_name);
    put_text(&line, "purpose", entry->purpose);
    put_text(&line, "before", place->before);
    const struct record_style style = record_style_plain(RECORD_JSONL);
    struct record_writer writer;
    record_begin(&writer, stream, &style, line.values, line.count);
    record_write(&writer, line.values, line.count);
}

static bool write_note(struct audit_log *log, const struct audit_note *note, struct failure *failure)
{
    struct writing writing = {log, note, NULL, 0};
    char *filter = NULL;
    if (note->entry.filter && !log->has_key) {
        log->has_key = audit_file_key(log->folder, log->key, failure);
        if (!log->has_key)
            return false;
    }
    if (note->entry.filter) {
        writing.filter = filter = audit_filter(note->entry.filter, log->key, failure);
        if (!filter)
            return false;
    }
    bool done = audit_file_add(log->folder, write_line, &writing, failure);
    free(filter);
    if (done && writing.number <= log->number)
        failure_set(failure, FAILURE_DAMAGED,
                    tr("what was there is not known to this program; see tapedeck log verify"),
                    tr("lines of the access log are gone that were there: its file was replaced or cut"));
    if (done)
        log->number = writing.number;
    return done;
}

/* An entry that cannot be written is reported and dropped; the next one is tried. */
static void write_notes(struct audit_log *log, const struct audit_note *notes)
{
    log->failure.kind = FAILURE_NONE;
    audit_user_find(&log->user);
    for (; notes; notes = notes->next)
        write_note(log, notes, &log->failure);
}

static void work(uv_work_t *work)
{
    struct audit_log *log = work->data;
    write_notes(log, log->writing);
    uv_sem_post(&log->written);
}

static void go_on(struct audit_log *log);

static void on_written(uv_work_t *work, int status)
{
    (void)status; /* it is never cancelled */
    struct audit_log *log = work->data;
    bool has_failed = log->failure.kind != FAILURE_NONE;
    free_notes(log->writing);
    log->writing = NULL;
    log->is_working = false;
    uv_sem_wait(&log->written);
    if (has_failed)
        log_line("%s", log->failure.what);
    if (has_failed && strcmp(log->told.what, log->failure.what) != 0)
        log->options.failed(log->options.context, &log->failure);
    if (has_failed)
        log->told = log->failure;
    else
        log->told.what[0] = '\0';
    go_on(log);
}

static void go_on(struct audit_log *log)
{
    if (log->is_working)
        return;
    if (log->waiting) {
        log->writing = log->waiting;
        log->waiting = NULL;
        log->last = &log->waiting;
        log->is_working = true;
        uv_queue_work(log->options.loop, &log->work, work, on_written);
    } else if (log->closed) {
        void (*closed)(void *context) = log->closed;
        void *context = log->closed_context;
        uv_sem_destroy(&log->written);
        free(log->folder);
        free(log);
        closed(context);
    }
}

char *audit_log_folder(void)
{
    return folders_path(FOLDERS_DATA, "log");
}

struct audit_log *audit_log_open(const struct audit_options *options)
{
    struct audit_log *log = memory_new(sizeof *log);
    log->options = *options;
    log->folder = memory_text(options->folder);
    log->options.folder = NULL;
    log->last = &log->waiting;
    log->work.data = log;
    if (uv_sem_init(&log->written, 0) != 0)
        die("cannot make the channel of the access log");
    return log;
}

void audit_log_close(struct audit_log **log, void (*closed)(void *context), void *context)
{
    struct audit_log *closing = *log;
    *log = NULL;
    if (!closing) {
        closed(context);
        return;
    }
    closing->closed = closed;
    closing->closed_context = context;
    go_on(closing);
}

void audit_log_finish(struct audit_log *log)
{
    if (log->is_working && uv_cancel((uv_req_t *)&log->work) == 0)
        write_notes(log, log->writing);
    else if (log->is_working)
        uv_sem_wait(&log->written);
    write_notes(log, log->waiting);
}

static struct audit_note *note_of(const struct audit_entry *entry)
{
    struct audit_note *note = memory_new(sizeof *note);
    clock_gettime(CLOCK_REALTIME, &note->at);
    note->entry = *entry;
    const char **texts[TEXTS] = {
        &note->entry.action,    &note->entry.account, &note->entry.agent,        &note->entry.file,
        &note->entry.filter,    &note->entry.target,  &note->entry.result,       &note->entry.started_before,
        &note->entry.case_name, &note->entry.purpose, &note->entry.started_from,
    };
    for (size_t i = 0; i < TEXTS; i++)
        *texts[i] = note->texts[i] =
            *texts[i] ? memory_text_part(*texts[i], failure_fit(*texts[i], TEXT_MOST + 1)) : NULL;
    return note;
}

void audit_log_note(struct audit_log *log, const struct audit_entry *entry)
{
    struct audit_note *note = note_of(entry);
    *log->last = note;
    log->last = &note->next;
    go_on(log);
}

bool audit_log_write(const char *folder, const struct audit_entry *entry, struct failure *failure)
{
    struct audit_log log = {.folder = (char *)folder};
    struct audit_note *note = note_of(entry);
    audit_user_find(&log.user);
    bool is_written = write_note(&log, note, failure);
    free_note(note);
    return is_written;
}
