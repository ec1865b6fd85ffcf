#include "tui/command/stored.h"

#include "model/archive/archive.h"
#include "model/archive/archive_file.h"
#include "model/archive/archive_files.h"
#include "model/hold/hold_files.h"
#include "net/api/api.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/last_view.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz";

enum { TEMPORARY_LETTERS = 6 }; /* behind the dot, see state_file_replace */

static void add_file(struct stored *stored, const char *what, const char *path, enum stored_damage damage)
{
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    stored->files = memory_grow(stored->files, &stored->capacity, stored->count + 1, sizeof *stored->files);
    stored->files[stored->count++] = (struct stored_file){
        .what = what, .path = memory_text(path), .size = status.st_size, .damage = damage};
}

/* Of the archive at that place; NULL: there is none. */
static void find_held(struct stored *stored, const char *place)
{
    struct name_list paths = {NULL, 0, 0};
    char *folder = place ? hold_files_folder(place) : NULL;
    if (folder)
        hold_files_list(folder, &paths);
    for (size_t i = 0; i < paths.count; i++)
        add_file(stored, N_("of a recording on hold"), paths.names[i], STORED_SOUND);
    name_list_clear(&paths);
    free(folder);
}

static void find_archive(struct stored *stored)
{
    struct failure failure;
    struct name_list paths = {NULL, 0, 0};
    char *place = archive_file_place(stored->archive, &failure);
    size_t length = place ? strlen(place) : 0;
    if (place)
        archive_files_list(place, &paths);
    for (size_t i = 0; i < paths.count; i++) {
        const char *end = paths.names[i] + length;
        bool is_notes = strstr(end, ".notes") != NULL;
        if (strstr(end, ".damaged-") != NULL)
            add_file(stored,
                     is_notes ? N_("marks, tags and notes that were damaged")
                              : N_("an archive that was damaged"),
                     paths.names[i], is_notes ? STORED_DAMAGED_NOTES : STORED_DAMAGED);
        else if (strncmp(end, ".notes.mending", strlen(".notes.mending")) == 0)
            add_file(stored, N_("marks, tags and notes that are being mended"), paths.names[i],
                     STORED_MENDING);
        else
            add_file(stored,
                     is_notes ? N_("marks, tags and notes")
                     : *end   ? N_("of the archive")
                              : N_("the archive"),
                     paths.names[i], STORED_SOUND);
    }
    stored->has_archive = stored->count > 0;
    name_list_clear(&paths);
    find_held(stored, place);
    free(place);
}

/* Whether a file's name is that of a file of state, or what is left of an attempt to replace it: six letters and
 * digits at random, of which hardly ever all are small letters, as in "filters.backup". */
static bool is_state(const char *entry, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(entry, name, length) != 0 || !entry[length])
        return strcmp(entry, name) == 0;
    const char *letters = entry + length + 1;
    return entry[length] == '.' && strlen(letters) == TEMPORARY_LETTERS &&
           strspn(letters, alphabet) < TEMPORARY_LETTERS;
}

static void find_state(struct stored *stored, const char *name, const char *what)
{
    char *path = folders_path(FOLDERS_STATE, name);
    char *folder = path ? memory_text_part(path, strlen(path) - strlen(name)) : NULL;
    struct name_list names = {NULL, 0, 0};
    if (folder)
        folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *found = memory_format("%s%s", folder, names.names[i]);
        if (is_state(names.names[i], name))
            add_file(stored, what, found, STORED_SOUND);
        free(found);
    }
    name_list_clear(&names);
    free(folder);
    free(path);
}

bool stored_find(struct stored *stored, const struct config *config, struct failure *failure)
{
    struct last_view view;
    *stored = (struct stored){.count = 0};
    stored->base = api_base(config->url, failure);
    if (!stored->base)
        return false;
    stored->label = api_account_label(stored->base);
    stored->archive = config->archive_file ? memory_text(config->archive_file)
                                           : archive_default_path(stored->label, failure);
    if (!stored->archive) {
        stored_clear(stored);
        return false;
    }
    find_archive(stored);
    find_state(stored, "filters", N_("filters that were kept, of all accounts"));
    find_state(stored, "heard", N_("where calls were left, of all accounts"));
    find_state(stored, "visits", N_("when the screen was last there, of all accounts"));
    find_state(stored, "views", N_("saved searches, of all accounts"));
    if (last_view_read(&view, stored->label))
        find_state(stored, "view", N_("the last view"));
    return true;
}

int64_t stored_size(const struct stored *stored)
{
    int64_t size = 0;
    for (size_t i = 0; i < stored->count; i++)
        size += stored->files[i].size;
    return size;
}

void stored_clear(struct stored *stored)
{
    for (size_t i = 0; i < stored->count; i++)
        free(stored->files[i].path);
    free(stored->files);
    free(stored->archive);
    free(stored->label);
    free(stored->base);
    *stored = (struct stored){.count = 0};
}
