#include "model/bundle/bag.h"

#include "model/audit/digest_stream.h"
#include "model/bundle/bag_folder.h"
#include "model/bundle/bag_guide.h"
#include "model/bundle/bag_names.h"
#include "model/bundle/signature.h"
#include "model/bundle/zip_library.h"
#include "model/keep/kept_file.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, NAME_MOST = 100, SHOWN_PATH = 180 };

struct part {
    char *name; /* path in the bag; owned, as are the two below */
    char *text; /* content; NULL: that of the file `path` */
    char *path;
    size_t length;
};

struct bag {
    char *title;        /* owned */
    char *folder;       /* name of the folder in the zip that encloses the bag; owned */
    struct part *parts; /* the payload, followed by the tag files; owned */
    size_t count, capacity;
    uint64_t bytes; /* size of the payload */
};

/* Replaces all but ASCII letters, digits and a few signs; a dot at the start would hide the folder, a dash look like
 * an option. */
char *bag_name(const char *title)
{
    char *name = memory_format("%.*s", (int)NAME_MOST, title);
    for (char *at = name; *at; at++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *at) ||
            (at == name && strchr(".-", *at)))
            *at = '_';
    return name;
}

struct bag *bag_new(const char *title)
{
    struct bag *bag = memory_new(sizeof *bag);
    bag->title = memory_text(title);
    bag->folder = bag_name(*title ? title : "bundle");
    return bag;
}

void bag_free(struct bag **bag)
{
    if (!*bag)
        return;
    for (size_t i = 0; i < (*bag)->count; i++) {
        free((*bag)->parts[i].name);
        free((*bag)->parts[i].text);
        free((*bag)->parts[i].path);
    }
    free((*bag)->parts);
    free((*bag)->folder);
    free((*bag)->title);
    free(*bag);
    *bag = NULL;
}

static void add(struct bag *bag, struct part part)
{
    bag->parts = memory_grow(bag->parts, &bag->capacity, bag->count + 1, sizeof *bag->parts);
    bag->parts[bag->count++] = part;
}

void bag_add_text(struct bag *bag, const char *name, char *text, size_t length)
{
    add(bag, (struct part){.name = memory_format(BAG_PAYLOAD "%s", name), .text = text, .length = length});
}

void bag_add_file(struct bag *bag, const char *name, const char *path)
{
    add(bag, (struct part){.name = memory_format(BAG_PAYLOAD "%s", name), .path = memory_text(path)});
}

static void add_tag(struct bag *bag, const char *name, char *text)
{
    add(bag, (struct part){.name = memory_text(name), .text = text, .length = strlen(text)});
}

static bool fail(struct failure *failure, bool is_read, const char *path)
{
    char shown[SHOWN_PATH];
    return failure_set_disk(failure, tr("check the file and its folder"),
                            tr(is_read ? N_("cannot read it (%s): %s") : N_("cannot write (%s): %s")),
                            strerror(errno), failure_quote(shown, sizeof shown, path));
}

static bool digest_file(struct digest_stream *stream, struct part *part, struct failure *failure)
{
    char block[BLOCK];
    ssize_t count = -1;
    int file = open(part->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    while (file >= 0 && (count = read(file, block, sizeof block)) > 0) {
        digest_stream_add(stream, block, (size_t)count);
        part->length += (size_t)count;
    }
    if (count < 0)
        fail(failure, true, part->path);
    if (file >= 0)
        close(file);
    return count == 0;
}

static bool write_line(FILE *manifest, struct part *part, struct failure *failure)
{
    char digest[DIGEST_LONG_TEXT];
    struct digest_stream *stream = digest_stream_new(failure);
    if (!stream)
        return false;
    if (part->text) {
        digest_stream_add(stream, part->text, part->length);
    } else if (!digest_file(stream, part, failure)) {
        digest_stream_free(&stream);
        return false;
    }
    if (!digest_stream_end(&stream, digest, failure))
        return false;
    fprintf(manifest, "%s  %s\n", digest, part->name);
    return true;
}

/* The manifest of the parts from `first` on; the caller frees. NULL with *failure filled. From 0 on, which is the
 * payload, the size of that is counted as well. */
static char *make_manifest(struct bag *bag, size_t first, struct failure *failure)
{
    char *text = NULL;
    size_t size;
    bool is_good = true;
    FILE *manifest = open_memstream(&text, &size);
    if (!manifest)
        die("out of memory");
    for (size_t i = first; is_good && i < bag->count; i++) {
        is_good = write_line(manifest, &bag->parts[i], failure);
        bag->bytes += first == 0 ? bag->parts[i].length : 0;
    }
    if (fclose(manifest) != 0)
        die("out of memory");
    if (is_good)
        return text;
    free(text);
    return NULL;
}

/* The text of bag-info.txt (RFC 8493, 2.2.2). Control characters of the title become blanks, since a line break in it
 * would start another field. */
static char *make_info(const struct bag *bag, size_t payload)
{
    char date[32];
    struct tm parts;
    time_t now = time(NULL);
    strftime(date, sizeof date, "%Y-%m-%d", gmtime_r(&now, &parts));
    char *title = memory_text(bag->title);
    for (char *at = title; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = ' ';
    char *info = memory_format("External-Identifier: %s\nBagging-Date: %s\nPayload-Oxum: %" PRIu64 ".%zu\n"
                               "Bag-Software-Agent: tapedeck " TAPEDECK_VERSION "\n",
                               title, date, bag->bytes, payload);
    free(title);
    return info;
}

static bool add_tags(struct bag *bag, bool is_signed, struct failure *failure)
{
    size_t payload = bag->count;
    char *manifest = make_manifest(bag, 0, failure);
    if (!manifest)
        return false;
    add_tag(bag, BAG_DECLARATION, memory_text(BAG_VERSION));
    add_tag(bag, BAG_INFO, make_info(bag, payload));
    add_tag(bag, BAG_MANIFEST, manifest);
    add_tag(bag, BAG_GUIDE, bag_guide(is_signed));
    char *tags = make_manifest(bag, payload, failure);
    if (tags)
        add_tag(bag, BAG_TAG_MANIFEST, tags);
    return tags != NULL;
}

static char *read_text(const char *path)
{
    char text[BLOCK];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0)
        close(file);
    return length > 0 ? memory_text_part(text, (size_t)length) : NULL;
}

static bool sign(struct bag *bag, const struct temporary_folder *folder, const char *key,
                 struct failure *failure)
{
    const struct part *tags = &bag->parts[bag->count - 1];
    char *file = bag_folder_write(folder, BAG_TAG_MANIFEST, tags->text, tags->length, failure);
    char *path = file ? memory_format("%s.sig", file) : NULL;
    bool is_signed = file && signature_make(file, key, failure);
    char *text = is_signed ? read_text(path) : NULL;
    if (is_signed && !text)
        fail(failure, true, path);
    if (text)
        add_tag(bag, BAG_SIGNATURE, text);
    free(path);
    free(file);
    return text != NULL;
}

static bool fail_zip(const struct zip_library *library, zip_t *zip, struct failure *failure)
{
    return failure_set(failure, FAILURE_DISK, tr("check the folder and the room in it"),
                       tr("the zip cannot be written: %s"), library->strerror(zip));
}

/* Adds the tag files before the payload. Files are stored as they are, since audio does not get smaller. */
static bool fill_zip(const struct zip_library *library, zip_t *zip, const struct bag *bag,
                     struct failure *failure)
{
    for (size_t i = bag->count; i-- > 0;) {
        const struct part *part = &bag->parts[i];
        zip_source_t *source = part->text ? library->source_buffer(zip, part->text, part->length, 0)
                                          : library->source_file(zip, part->path, 0, -1);
        char *name = memory_format("%s/%s", bag->folder, part->name);
        zip_int64_t place = source ? library->file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
        free(name);
        if (place < 0 && source)
            library->source_free(source);
        if (place < 0 ||
            (!part->text && library->set_file_compression(zip, (zip_uint64_t)place, ZIP_CM_STORE, 0)))
            return fail_zip(library, zip, failure);
    }
    return true;
}

static bool write_zip(const struct bag *bag, const char *path, struct failure *failure)
{
    int code;
    const struct zip_library *library = zip_library(failure);
    zip_t *zip = library ? library->open(path, ZIP_CREATE | ZIP_EXCL, &code) : NULL;
    if (!zip)
        return library ? fail(failure, false, path) : false;
    if (fill_zip(library, zip, bag, failure) && (library->close(zip) == 0 || fail_zip(library, zip, failure)))
        return true;
    library->discard(zip);
    return false;
}

/* Copies the zip from its temporary folder to its final path, see kept_file_put. Returns that path; NULL with
 * *failure filled. */
static char *keep(const char *from, const char *path, struct failure *failure)
{
    struct stat status;
    char *kept_as = NULL;
    int file = open(from, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &status) == 0)
        kept_file_put(path, &(struct kept_content){.file = file, .size = (uint64_t)status.st_size}, &kept_as,
                      failure);
    else
        fail(failure, true, from);
    if (file >= 0)
        close(file);
    return kept_as;
}

char *bag_write(struct bag *bag, const char *path, const char *key, struct failure *failure)
{
    const char *slash = strrchr(path, '/');
    char *below = slash ? memory_text_part(path, (size_t)(slash - path + 1)) : memory_text(".");
    struct temporary_folder folder;
    bool is_made = bag_folder_make(&folder, below, failure);
    char *zip = is_made ? memory_format("%s/zip", folder.path) : NULL, *kept_as = NULL;
    if (is_made && add_tags(bag, key != NULL, failure) && (!key || sign(bag, &folder, key, failure)) &&
        write_zip(bag, zip, failure))
        kept_as = keep(zip, path, failure);
    temporary_folder_remove(&folder);
    free(zip);
    free(below);
    return kept_as;
}
