#include "tui/browse/browse_notes.h"

#include "model/account/account_audit.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Its texts live as long as `agent` and the row. */
static struct note_key key_of(const struct app *app, const struct listed_recording *row,
                              char agent[AGENT_REFERENCE_SIZE])
{
    return (struct note_key){account_agent_reference(app->account, row->agent, agent),
                             row->recording.queue_call_id, recording_file(&row->recording)};
}

const struct note *browse_note_of(const struct app *app, const struct listed_recording *row)
{
    char agent[AGENT_REFERENCE_SIZE];
    const struct notes *notes = account_notes(app->account);
    if (notes == NULL || notes_table(notes)->count == 0)
        return NULL;
    const struct note_key key = key_of(app, row, agent);
    return notes_find(notes, &key);
}

bool browse_notes_are_coming(const struct app *app)
{
    const struct notes *notes = account_notes(app->account);
    return notes != NULL && !notes_is_read(notes) && notes_is_busy(notes);
}

/* The row that is meant; NULL with *changes set if there is none, or nothing can be kept. */
static const struct listed_recording *selected(struct app *app, unsigned *changes)
{
    const struct listed_recording *row = app_selected(app);
    const char *why = NULL;
    if (account_notes(app->account) == NULL)
        why = tr("with --no-archive nothing is kept, neither marks nor notes");
    else if (row == NULL)
        why = tr("no recording is selected");
    if (why == NULL)
        return row;
    *changes = app_say(app, ACCOUNT_INFORMATION, "%s", why);
    return NULL;
}

/* Likewise, of which a text is to be written in the place of what is there. */
static const struct listed_recording *selected_to_write(struct app *app, unsigned *changes)
{
    const struct listed_recording *row = selected(app, changes);
    if (row == NULL || notes_is_read(account_notes(app->account)))
        return row;
    notes_look(account_notes(app->account));
    *changes = app_say(app, ACCOUNT_WARNING,
                       tr("what is noted could not be read: nothing is written over it; try again"));
    return NULL;
}

static void note_noting(struct app *app, const struct note_key *key, const char *action)
{
    const struct audit_entry entry = {
        .action = action, .agent = key->agent, .call = key->call, .file = key->file};
    account_note(app->account, 0, &entry);
}

unsigned browse_mark(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    char agent[AGENT_REFERENCE_SIZE];
    const struct listed_recording *row = selected(app, &changes);
    if (row == NULL)
        return changes;
    const struct note_key key = key_of(app, row, agent);
    note_noting(app, &key, "mark");
    notes_mark(account_notes(app->account), &key);
    return CHANGED_NOTHING; /* it is drawn when it is on the disk */
}

/* Remembers of which recording the text is that will be typed, in the place of that one. */
static void note_begin(struct app_noting *noting, const struct note_key *key, const char *seen)
{
    free(noting->seen);
    noting->seen = memory_text(seen);
    free(noting->agent);
    free(noting->file);
    noting->agent = memory_text(key->agent);
    noting->file = memory_text(key->file);
    noting->call = key->call;
    noting->untold = NOTING_NOTHING;
}

/* Of what was asked. */
static struct note_key noted_key(struct app *app, const char *action)
{
    const struct note_key key = {app->noting.agent, app->noting.call, app->noting.file};
    note_noting(app, &key, action);
    return key;
}

static unsigned accept_tags(struct app *app)
{
    const struct note_key key = noted_key(app, "tag");
    notes_tag(account_notes(app->account), &key, app->noting.seen, app->noting.prompt.text);
    app->noting.untold = NOTING_TAGS;
    return app_prompt_leave(app);
}

static unsigned accept_note(struct app *app)
{
    const struct note_key key = noted_key(app, "note");
    notes_write(account_notes(app->account), &key, app->noting.seen, app->noting.prompt.text);
    app->noting.untold = NOTING_TEXT;
    return app_prompt_leave(app);
}

static int compare_names(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

struct name_list browse_tags(const struct app *app)
{
    struct name_list tags = {NULL, 0, 0};
    size_t kept = 0;
    const struct notes *notes = account_notes(app->account);
    for (size_t i = 0; notes != NULL && i < notes_table(notes)->count; i++)
        for (const char *at = notes_table(notes)->notes[i].tags; *at != '\0'; at += strspn(at, " ")) {
            char *tag = memory_text_part(at, strcspn(at, " "));
            at += strlen(tag);
            name_list_add(&tags, tag);
            free(tag);
        }
    if (tags.count > 0)
        qsort(tags.names, tags.count, sizeof(*tags.names), compare_names);
    for (size_t i = 0; i < tags.count; i++) {
        bool is_again = kept > 0 && strcmp(tags.names[kept - 1], tags.names[i]) == 0;
        if (is_again)
            free(tags.names[i]);
        else
            tags.names[kept++] = tags.names[i];
    }
    tags.count = kept;
    return tags;
}

static unsigned complete_tag(struct app *app, bool backwards)
{
    struct name_list tags = browse_tags(app);
    const struct completion_names names = {
        .tags = (const char *const *)tags.names, .tag_count = tags.count, .is_tags_only = true};
    bool changed = completion_turn(&app->completing.turn, &app->noting.prompt, &names, backwards);
    name_list_clear(&tags);
    return changed ? app_prompt_changed(app) : CHANGED_NOTHING;
}

static const struct app_prompt tags_prompt = {
    .sign = "#",
    .hint = N_("tags: words, for example coaching case-12"),
    .accept = accept_tags,
    .complete = complete_tag,
};

static const struct app_prompt note_prompt = {
    .sign = "\"",
    .hint = N_("a note, which stays when the recording is fetched anew"),
    .accept = accept_note,
};

/* The terminal is ours again. */
static void on_written(void *context, char *text, const char *left, const struct failure *failure)
{
    struct app *app = context;
    char path[BROWSE_PATH_SIZE];
    terminal_reclaim(app->terminal);
    terminal_measure(app->terminal);
    input_resume(&app->input);
    app->dirty |= CHANGED_LAYOUT;
    if (text != NULL) {
        const struct note_key key = noted_key(app, "note");
        notes_write(account_notes(app->account), &key, app->noting.seen, text);
        app->noting.untold = NOTING_TEXT;
    } else if (left != NULL) {
        app->dirty |= app_say(app, ACCOUNT_WARNING, tr("%s; what is written is in %s"), failure->what,
                              browse_path_show(path, left));
    } else {
        app->dirty |= app_say_failure(app, ACCOUNT_WARNING, failure);
    }
    free(text);
}

unsigned browse_write_note(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    char agent[AGENT_REFERENCE_SIZE], call[24];
    struct failure failure;
    const struct listed_recording *row = selected_to_write(app, &changes);
    if (row == NULL)
        return changes;
    const struct note_key key = key_of(app, row, agent);
    const struct note *note = notes_expected(account_notes(app->account), &key);
    note_begin(&app->noting, &key, note != NULL ? note->text : "");
    app->noting.editor.ended = on_written;
    app->noting.editor.context = app;
    input_pause(&app->input); /* what is typed from here on is the editor's */
    terminal_lend(app->terminal);
    snprintf(call, sizeof(call), "%lld", (long long)key.call);
    const struct editor_text text = {call, app->noting.seen};
    if (editor_open(&app->noting.editor, &app->loop, &text, &failure))
        return CHANGED_NOTHING;
    terminal_reclaim(app->terminal);
    input_resume(&app->input);
    return CHANGED_LAYOUT | app_say(app, ACCOUNT_ERROR, "%s", failure.what);
}

void browse_notes_tell_left(struct app *app)
{
    struct name_list paths = {0};
    char path[BROWSE_PATH_SIZE];
    editor_file_find_left(&paths);
    for (size_t i = 0; i < paths.count; i++)
        app->dirty |=
            app_say(app, ACCOUNT_WARNING, tr("unfinished note: %s; this is said until you delete it"),
                    browse_path_show(path, paths.names[i]));
    name_list_clear(&paths);
}

static unsigned edit(struct app *app, const struct app_prompt *prompt)
{
    unsigned changes = CHANGED_NOTHING;
    char agent[AGENT_REFERENCE_SIZE];
    const struct listed_recording *row = selected_to_write(app, &changes);
    if (row == NULL)
        return changes;
    const struct note_key key = key_of(app, row, agent);
    const struct note *note = notes_expected(account_notes(app->account), &key);
    const char *text = note == NULL ? "" : prompt == &tags_prompt ? note->tags : note->text;
    if (strlen(text) >= PROMPT_SIZE && prompt == &note_prompt)
        return browse_write_note(app);
    if (strlen(text) >= PROMPT_SIZE)
        return app_say(app, ACCOUNT_INFORMATION,
                       tr("it is too long for this line: tapedeck notes export and import have room for it"));
    note_begin(&app->noting, &key, text);
    prompt_start(&app->noting.prompt, text);
    return app_prompt_open(app, prompt, &app->noting.prompt);
}

unsigned browse_edit_tags(struct app *app)
{
    return edit(app, &tags_prompt);
}

unsigned browse_edit_note(struct app *app)
{
    return edit(app, &note_prompt);
}

static const char *text_of(const struct note *note, bool is_tags)
{
    return note == NULL ? "" : is_tags ? note->tags : note->text;
}

/* What was accepted is on the disk now: where there is no room for the details, which have it, that is said. */
static unsigned tell_kept(struct app *app)
{
    bool is_tags = app->noting.untold == NOTING_TAGS;
    long long call = app->noting.call;
    const struct notes *notes = account_notes(app->account);
    const struct note_key key = {app->noting.agent, app->noting.call, app->noting.file};
    const char *kept = text_of(notes_find(notes, &key), is_tags);
    if (strcmp(kept, text_of(notes_expected(notes, &key), is_tags)) != 0)
        return CHANGED_NOTHING;
    app->noting.untold = NOTING_NOTHING;
    if (app->layout.panes[LAYOUT_DETAILS].rows > 0 || strcmp(kept, app->noting.seen) == 0)
        return CHANGED_NOTHING;
    if (is_tags)
        return kept[0] == '\0' ? app_note(app, tr("call %lld has no tags any more"), call)
                               : app_note(app, tr("tags of call %lld: %s"), call, kept);
    return kept[0] == '\0' ? app_note(app, tr("call %lld has no note any more"), call)
                           : app_note(app, tr("the note of call %lld is kept"), call);
}

unsigned browse_notes_changed(struct app *app)
{
    if (app->view->list.wanted.filter.by_note) {
        list_rows_changed(&app->view->list);
        summary_watch_is_stale(&app->summary_watch);
    }
    unsigned told = app->noting.untold != NOTING_NOTHING ? tell_kept(app) : CHANGED_NOTHING;
    return CHANGED_LIST | CHANGED_DETAILS | told;
}

void browse_notes_close(struct app *app)
{
    editor_close(&app->noting.editor);
    free(app->noting.seen);
    free(app->noting.agent);
    free(app->noting.file);
}
