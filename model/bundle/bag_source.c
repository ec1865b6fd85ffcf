#include "model/bundle/bag_source.h"

#include "model/bundle/bag_names.h"
#include "model/bundle/zip_library.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, DEEPEST = 8, SHOWN_PATH = 180 };

struct entry {
    char *name;         /* owned */
    zip_uint64_t place; /* index in the zip; 0 in a folder */
};

struct bag_source {
    char *folder; /* path; owned; NULL: the bag is a zip */
    zip_t *zip;   /* NULL: the bag is a folder */
    const struct zip_library *library;
    struct entry *entries; /* owned */
    size_t count, capacity;
};

static void add(struct bag_source *source, const char *name, zip_uint64_t place)
{
    source->entries =
        memory_grow(source->entries, &source->capacity, source->count + 1, sizeof *source->entries);
    source->entries[source->count++] = (struct entry){memory_text(name), place};
}

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct entry *)left)->name, ((const struct entry *)right)->name);
}

/* Adds the files of a folder and of those in it. `below` is its path in the bag, "" or with a slash at its end. A
 * folder deeper than DEEPEST is added as if it were a file, so that it is reported. */
static void list_folder(struct bag_source *source, const char *below, unsigned depth)
{
    struct name_list names = {0};
    struct stat status;
    char *folder = memory_format("%s/%s", source->folder, below);
    if (!folders_names(folder, &names))
        add(source, below, 0); /* reported as an added file: what is in it is unknown */
    for (size_t i = 0; i < names.count; i++) {
        if (strcmp(names.names[i], ".") == 0 || strcmp(names.names[i], "..") == 0)
            continue;
        char *name = memory_format("%s%s", below, names.names[i]);
        char *path = memory_format("%s/%s", source->folder, name), *inside = memory_format("%s/", name);
        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && depth < DEEPEST)
            list_folder(source, inside, depth + 1);
        else
            add(source, name, 0);
        free(inside);
        free(path);
        free(name);
    }
    name_list_clear(&names);
    free(folder);
}

static const char *name_in_zip(const struct bag_source *source, zip_uint64_t place)
{
    const char *name = source->library->get_name(source->zip, place, ZIP_FL_ENC_RAW);
    return name ? name : "";
}

/* The length of the first folder in a path, with its slash; 0 if there is none, or it is "", "." or "..", which would
 * be unpacked elsewhere. */
static size_t folder_around(const char *name)
{
    const char *slash = strchr(name, '/');
    size_t length = slash ? (size_t)(slash - name) : 0;
    bool is_elsewhere = length <= 2 && strncmp(name, "..", length) == 0; /* "..", or the start of it */
    return is_elsewhere ? 0 : length + 1;
}

/* The name of the bag's declaration, which is directly in the folder that encloses the bag; the first name in the zip
 * if there is no declaration. */
static const char *find_declaration(const struct bag_source *source, zip_int64_t count)
{
    for (zip_uint64_t i = 0; (zip_int64_t)i < count; i++) {
        const char *name = name_in_zip(source, i);
        if (strcmp(name + folder_around(name), BAG_DECLARATION) == 0)
            return name;
    }
    return count > 0 ? name_in_zip(source, 0) : "";
}

/* Adds the files of the zip without the enclosing folder. A file outside that folder keeps its full name, so that no
 * manifest lists it. */
static void list_zip(struct bag_source *source)
{
    zip_int64_t count = source->library->get_num_entries(source->zip, 0);
    const char *first = find_declaration(source, count);
    size_t around = folder_around(first);
    for (zip_uint64_t i = 0; (zip_int64_t)i < count; i++) {
        const char *name = name_in_zip(source, i);
        bool is_inside = strncmp(name, first, around) == 0;
        size_t length = strlen(name);
        if (length > 0 && name[length - 1] == '/')
            continue; /* a folder */
        add(source, is_inside ? name + around : name, i);
    }
}

static bool open_zip(struct bag_source *source, const char *path, struct failure *failure)
{
    int code = 0;
    char shown[SHOWN_PATH];
    zip_error_t error;
    source->library = zip_library(failure);
    if (!source->library)
        return false;
    source->zip = source->library->open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (source->zip)
        return true;
    source->library->error_init_with_code(&error, code);
    failure_set(failure, FAILURE_DAMAGED, tr("have it sent again"), tr("it is no whole zip (%s): %s"),
                source->library->error_strerror(&error), failure_quote(shown, sizeof shown, path));
    source->library->error_fini(&error);
    return false;
}

struct bag_source *bag_source_open(const char *path, struct failure *failure)
{
    char shown[SHOWN_PATH];
    struct stat status;
    if (stat(path, &status) != 0) {
        failure_set(failure, FAILURE_DISK, tr("name a bundle, or the folder into which it was unpacked"),
                    tr("cannot read it (%s): %s"), strerror(errno), failure_quote(shown, sizeof shown, path));
        return NULL;
    }
    struct bag_source *source = memory_new(sizeof *source);
    if (S_ISDIR(status.st_mode)) {
        source->folder = memory_text(path);
        list_folder(source, "", 0);
    } else if (open_zip(source, path, failure)) {
        list_zip(source);
    } else {
        bag_source_close(&source);
        return NULL;
    }
    if (source->count)
        qsort(source->entries, source->count, sizeof *source->entries, compare);
    return source;
}

void bag_source_close(struct bag_source **source)
{
    if (!*source)
        return;
    for (size_t i = 0; i < (*source)->count; i++)
        free((*source)->entries[i].name);
    if ((*source)->zip)
        (*source)->library->discard((*source)->zip);
    free((*source)->entries);
    free((*source)->folder);
    free(*source);
    *source = NULL;
}

size_t bag_source_count(const struct bag_source *source)
{
    return source->count;
}

const char *bag_source_name(const struct bag_source *source, size_t index)
{
    return source->entries[index].name;
}

static bool read_zip(struct bag_source *source, zip_uint64_t place,
                     void (*take)(void *context, const char *bytes, size_t length), void *context)
{
    char block[BLOCK];
    zip_int64_t count = -1;
    zip_file_t *file = source->library->fopen_index(source->zip, place, 0);
    while (file && (count = source->library->fread(file, block, sizeof block)) > 0)
        take(context, block, (size_t)count);
    return (!file || source->library->fclose(file) == 0) && count == 0;
}

static bool read_file(const char *path, void (*take)(void *context, const char *bytes, size_t length),
                      void *context)
{
    char block[BLOCK];
    ssize_t count = -1;
    struct stat status;
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool is_file = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    while (is_file && (count = read(file, block, sizeof block)) > 0)
        take(context, block, (size_t)count);
    if (file >= 0)
        close(file);
    return count == 0;
}

bool bag_source_read(struct bag_source *source, size_t index,
                     void (*take)(void *context, const char *bytes, size_t length), void *context)
{
    const struct entry *entry = &source->entries[index];
    if (source->zip)
        return read_zip(source, entry->place, take, context);
    char *path = memory_format("%s/%s", source->folder, entry->name);
    bool is_read = read_file(path, take, context);
    free(path);
    return is_read;
}
