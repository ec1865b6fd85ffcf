#include "tests/unit/model/query/random_noted.h"

#include "model/hold/hold_files.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/unit/must.h"

#include <stdlib.h>
#include <unistd.h>

static unsigned pick(struct random_noted *noted, unsigned below)
{
    return archive_fixture_pick(noted->archive, below);
}

void random_noted_open(struct random_noted *noted, struct archive_fixture *archive)
{
    char *set_aside;
    struct failure failure;
    noted->archive = archive;
    noted->path = memory_format("%s.notes", archive->path);
    noted->folder = hold_files_folder(archive->path);
    noted->file = notes_file_open(noted->path, &set_aside, &failure);
    must(noted->file != NULL, &failure);
}

void random_noted_close(struct random_noted *noted)
{
    struct name_list paths = {0};
    notes_file_close(&noted->file);
    assert_int_equal(unlink(noted->path), 0);
    hold_files_list(noted->folder, &paths);
    for (size_t i = 0; i < paths.count; i++)
        assert_int_equal(unlink(paths.names[i]), 0);
    if (paths.count || access(noted->folder, F_OK) == 0)
        assert_int_equal(rmdir(noted->folder), 0);
    name_list_clear(&paths);
    free(noted->path);
    free(noted->folder);
}

/* Until it is released, or has ended long ago. */
static void change_hold(struct random_noted *noted, const struct note_key *key)
{
    struct failure failure;
    struct recording recording = recording_unknown;
    recording.queue_call_id = key->call;
    recording.file_name = key->file;
    struct hold hold = {.recording = &recording,
                        .agent = key->agent,
                        .reason = "",
                        .by = "",
                        .until = pick(noted, 4) ? TIMESTAMP_NONE : TIMESTAMP_SECOND};
    must(pick(noted, 3) || access(noted->folder, F_OK) != 0
             ? hold_files_put(noted->folder, &hold, &failure)
             : hold_files_release(noted->folder, &hold, &failure),
         &failure);
}

static void change(struct random_noted *noted, unsigned first, unsigned many)
{
    static const char *const agents[] = {"id:100", "id:101", "id:102"};
    static const char *const files[] = {"f0", "f1"};
    struct notes_file *file = noted->file;
    struct failure failure = {0};
    const struct note_key key = {agents[pick(noted, 3)], first + pick(noted, many), files[pick(noted, 2)]};
    bool done = true;
    switch (pick(noted, 10)) {
    case 0:
        done = notes_file_mark(file, &key, pick(noted, 2), &failure);
        break;
    case 1:
        done = notes_file_tag(file, &key, "coaching", pick(noted, 3) != 0, &failure);
        break;
    case 2:
        done = notes_file_write(file, &key, "ring op", pick(noted, 3) ? "ring op" : "", &failure);
        break;
    case 3:
        done = notes_file_hear(file, key.call, pick(noted, 3) != 0, &failure);
        break;
    case 4:
        done = notes_file_forget(file, &key, &failure);
        break;
    case 5:
        change_hold(noted, &key);
        break;
    default:
        done =
            notes_file_mark(file, &key, true, &failure) && notes_file_tag(file, &key, "calm", true, &failure);
    }
    must(done, &failure);
}

void random_noted_change(struct random_noted *noted, unsigned first, unsigned many)
{
    struct failure failure;
    must(notes_file_begin(noted->file, &failure), &failure);
    for (unsigned i = pick(noted, 12); i > 0; i--)
        change(noted, first, many);
    must(notes_file_commit(noted->file, &failure), &failure);
}
