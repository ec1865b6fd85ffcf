#include "model/bundle/bag_verify.h"

#include "model/bundle/bag_folder.h"
#include "model/bundle/bag_manifest.h"
#include "model/bundle/bag_names.h"
#include "model/bundle/bag_source.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 64 << 20 }; /* of a tag file, which is read into memory */

struct text {
    char *bytes; /* owned */
    size_t length, capacity;
    bool is_cut; /* the file has more than MOST_BYTES */
};

struct checking {
    struct bag_check *check;
    struct bag_source *source;
    struct bag_manifest payload, tags; /* what the manifests list */
};

static void tell(struct checking *checking, const char *problem, const char *name)
{
    checking->check->problems++;
    checking->check->found(checking->check->context, problem, name);
}

/* The index of a file; bag_source_count if there is none. */
static size_t find(const struct checking *checking, const char *name)
{
    size_t begin = 0, end = bag_source_count(checking->source);
    const size_t count = end;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (strcmp(bag_source_name(checking->source, middle), name) < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin < count && strcmp(bag_source_name(checking->source, begin), name) == 0 ? begin : count;
}

static void take_text(void *context, const char *bytes, size_t length)
{
    struct text *text = context;
    text->is_cut = text->is_cut || length > MOST_BYTES - text->length;
    if (text->is_cut)
        return;
    text->bytes = memory_grow(text->bytes, &text->capacity, text->length + length + 1, 1);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

/* Reads a tag file; the caller frees text->bytes. Reports the problem and returns false if it is missing or cannot be
 * read. */
static bool read_text(struct checking *checking, const char *name, struct text *text)
{
    size_t place = find(checking, name);
    *text = (struct text){.bytes = memory_text("")};
    if (place == bag_source_count(checking->source))
        tell(checking, tr("missing"), name);
    else if (!bag_source_read(checking->source, place, take_text, text) || text->is_cut)
        tell(checking, tr("cannot be read"), name);
    else
        return true;
    free(text->bytes);
    return false;
}

static bool read_manifest(struct checking *checking, struct bag_manifest *manifest, const char *name)
{
    struct text text;
    if (!read_text(checking, name, &text))
        return false;
    if (!bag_manifest_read(manifest, text.bytes, text.length))
        tell(checking, tr("changed: a line of it is none"), name);
    free(text.bytes);
    return true;
}

static void take_digest(void *context, const char *bytes, size_t length)
{
    digest_stream_add(context, bytes, length);
}

static bool check_line(struct checking *checking, const struct bag_line *line, struct failure *failure)
{
    char digest[DIGEST_LONG_TEXT];
    size_t place = find(checking, line->name);
    if (place == bag_source_count(checking->source)) {
        tell(checking, tr("missing"), line->name);
        return true;
    }
    struct digest_stream *stream = digest_stream_new(failure);
    if (!stream)
        return false;
    bool is_read = bag_source_read(checking->source, place, take_digest, stream);
    if (!digest_stream_end(&stream, digest, failure))
        return false;
    if (!is_read)
        tell(checking, tr("changed: it cannot be read"), line->name);
    else if (strcmp(digest, line->digest) != 0)
        tell(checking, tr("changed"), line->name);
    else
        checking->check->files++;
    return true;
}

static bool check_lines(struct checking *checking, const struct bag_manifest *manifest,
                        struct failure *failure)
{
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < manifest->count; i++)
        goes_on = check_line(checking, &manifest->lines[i], failure);
    return goes_on;
}

static bool is_listed(const struct checking *checking, const char *name)
{
    if (strcmp(name, BAG_TAG_MANIFEST) == 0 || strcmp(name, BAG_SIGNATURE) == 0)
        return true;
    return bag_manifest_find(strncmp(name, BAG_PAYLOAD, strlen(BAG_PAYLOAD)) == 0 ? &checking->payload
                                                                                  : &checking->tags,
                             name) != NULL;
}

/* Reports files that no manifest lists, names that occur twice, and whether the tag manifest lacks the declaration or
 * the payload manifest: without their digests these could be replaced. */
static void check_names(struct checking *checking)
{
    static const char *const needed[] = {BAG_DECLARATION, BAG_MANIFEST};
    for (size_t i = 0; i < bag_source_count(checking->source); i++) {
        const char *name = bag_source_name(checking->source, i);
        if (i > 0 && strcmp(name, bag_source_name(checking->source, i - 1)) == 0)
            tell(checking, tr("added: it is there twice"), name);
        else if (!is_listed(checking, name))
            tell(checking, tr("added"), name);
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!bag_manifest_find(&checking->tags, needed[i]))
            tell(checking, tr("not in the tag manifest"), needed[i]);
}

static void check_version(struct checking *checking)
{
    struct text text;
    if (!read_text(checking, BAG_DECLARATION, &text))
        return;
    if (text.length != strlen(BAG_VERSION) || memcmp(text.bytes, BAG_VERSION, text.length) != 0)
        tell(checking, tr("not that of a bag of version 1.0"), BAG_DECLARATION);
    free(text.bytes);
}

static void judge(struct checking *checking, enum signature_verdict verdict)
{
    checking->check->is_signed = verdict == SIGNATURE_GOOD;
    if (verdict == SIGNATURE_BAD)
        tell(checking, tr("the signature is not of this bundle"), BAG_SIGNATURE);
    else if (verdict == SIGNATURE_UNKNOWN)
        tell(checking, tr("not checked: no ssh-keygen"), BAG_SIGNATURE);
    else if (checking->check->signers && !signature_is_of(checking->check->key, checking->check->signers))
        tell(checking, tr("signed by another key"), BAG_SIGNATURE);
}

static bool check_copies(struct checking *checking, const struct text *tags, const struct text *signature,
                         struct failure *failure)
{
    struct temporary_folder folder;
    bool is_made = bag_folder_make(&folder, NULL, failure);
    char *file = is_made ? bag_folder_write(&folder, "tags", tags->bytes, tags->length, failure) : NULL;
    char *copy =
        file ? bag_folder_write(&folder, "tags.sig", signature->bytes, signature->length, failure) : NULL;
    if (copy)
        judge(checking, signature_check(file, copy, checking->check->key));
    bool is_checked = copy != NULL;
    temporary_folder_remove(&folder);
    free(copy);
    free(file);
    return is_checked;
}

static bool check_signature(struct checking *checking, struct failure *failure)
{
    struct text tags, signature;
    bool is_checked = true;
    if (find(checking, BAG_SIGNATURE) == bag_source_count(checking->source)) {
        if (checking->check->signers)
            tell(checking, tr("not signed"), BAG_SIGNATURE);
        return true;
    }
    if (!read_text(checking, BAG_TAG_MANIFEST, &tags))
        return true;
    if (read_text(checking, BAG_SIGNATURE, &signature)) {
        is_checked = check_copies(checking, &tags, &signature, failure);
        free(signature.bytes);
    }
    free(tags.bytes);
    return is_checked;
}

bool bag_verify(const char *path, struct bag_check *check, struct failure *failure)
{
    struct checking checking = {.check = check};
    check->files = check->problems = 0;
    check->is_signed = false;
    check->key[0] = '\0';
    checking.source = bag_source_open(path, failure);
    if (!checking.source)
        return false;
    bool has_tags = read_manifest(&checking, &checking.tags, BAG_TAG_MANIFEST);
    bool has_payload = read_manifest(&checking, &checking.payload, BAG_MANIFEST);
    if (has_tags && has_payload)
        check_names(&checking);
    check_version(&checking);
    bool is_checked = check_lines(&checking, &checking.tags, failure) &&
                      check_lines(&checking, &checking.payload, failure) &&
                      (!has_tags || check_signature(&checking, failure));
    bag_manifest_clear(&checking.tags);
    bag_manifest_clear(&checking.payload);
    bag_source_close(&checking.source);
    return is_checked;
}
