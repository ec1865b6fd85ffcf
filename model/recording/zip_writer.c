#include "model/recording/zip_writer.h"

#include "model/recording/zlib_library.h"
#include "net/base/memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 64 * 1024,
    LOCAL = 0x04034b50, /* the signatures of the records */
    DESCRIPTOR = 0x08074b50,
    CENTRAL = 0x02014b50,
    END = 0x06054b50,
    VERSION = 20,      /* that reads deflated entries */
    SIZES_BEHIND = 8,  /* flag: sizes and checksum stand in a descriptor behind the data */
    DEFLATED = 8,      /* method */
    FIRST_DAY = 0x21,  /* 1980-01-01: equal records give equal files */
    WINDOW_BITS = -15, /* of deflate, without a header of its own */
    MEMORY = 8,        /* 9 takes longer */
};

struct entry {
    const char *name;
    uint32_t checksum;
    uint64_t size, packed, at;
};

struct zip_writer {
    FILE *stream;
    const struct zlib_library *zlib;
    z_stream deflate;
    bool is_deflating;
    struct entry *entries; /* owned */
    size_t count, capacity;
    uint64_t written;
    int error;
    unsigned char out[BLOCK];
};

static void fail(struct zip_writer *zip, int error)
{
    if (!zip->error)
        zip->error = error ? error : EIO;
}

static void write_out(struct zip_writer *zip, const void *bytes, size_t count)
{
    if (zip->error)
        return;
    errno = 0;
    if (fwrite(bytes, 1, count, zip->stream) != count)
        fail(zip, errno);
    zip->written += count;
}

/* Little-endian numbers of two and four bytes: "2" and "4" in `widths`. */
static void write_record(struct zip_writer *zip, const char *widths, const uint64_t *numbers)
{
    unsigned char bytes[64];
    size_t count = 0;
    for (size_t i = 0; widths[i]; i++) {
        if (widths[i] == '4' && numbers[i] > UINT32_MAX)
            fail(zip, EFBIG);
        for (int byte = 0; byte < widths[i] - '0'; byte++)
            bytes[count++] = (unsigned char)(numbers[i] >> (8 * byte));
    }
    write_out(zip, bytes, count);
}

struct zip_writer *zip_writer_open(FILE *stream)
{
    struct zip_writer *zip = memory_new(sizeof *zip);
    zip->stream = stream;
    zip->zlib = zlib_library();
    if (!zip->zlib)
        fail(zip, ENOTSUP);
    else if (zip->zlib->deflateInit2_(&zip->deflate, Z_BEST_SPEED, Z_DEFLATED, WINDOW_BITS, MEMORY,
                                      Z_DEFAULT_STRATEGY, ZLIB_VERSION, (int)sizeof zip->deflate) != Z_OK)
        die("out of memory");
    else
        zip->is_deflating = true;
    return zip;
}

static void pack(struct zip_writer *zip, int flush)
{
    struct entry *entry = &zip->entries[zip->count - 1];
    do {
        zip->deflate.next_out = zip->out;
        zip->deflate.avail_out = BLOCK;
        zip->zlib->deflate(&zip->deflate, flush);
        size_t count = BLOCK - zip->deflate.avail_out;
        entry->packed += count;
        write_out(zip, zip->out, count);
    } while (!zip->error && zip->deflate.avail_out == 0);
}

static void end_entry(struct zip_writer *zip)
{
    if (zip->count == 0 || zip->error)
        return;
    const struct entry *entry = &zip->entries[zip->count - 1];
    zip->deflate.avail_in = 0;
    pack(zip, Z_FINISH);
    zip->zlib->deflateReset(&zip->deflate);
    write_record(zip, "4444", (const uint64_t[]){DESCRIPTOR, entry->checksum, entry->packed, entry->size});
}

void zip_writer_entry(struct zip_writer *zip, const char *name)
{
    end_entry(zip);
    if (zip->error)
        return;
    zip->entries = memory_grow(zip->entries, &zip->capacity, zip->count + 1, sizeof *zip->entries);
    zip->entries[zip->count++] = (struct entry){.name = name, .at = zip->written};
    write_record(
        zip,
        "4"
        "22222"
        "444"
        "22",
        (const uint64_t[]){LOCAL, VERSION, SIZES_BEHIND, DEFLATED, 0, FIRST_DAY, 0, 0, 0, strlen(name), 0});
    write_out(zip, name, strlen(name));
}

void zip_writer_put(struct zip_writer *zip, const void *bytes, size_t count)
{
    if (zip->error)
        return;
    struct entry *entry = &zip->entries[zip->count - 1];
    entry->size += count;
    entry->checksum = (uint32_t)zip->zlib->crc32(entry->checksum, bytes, (uInt)count);
    zip->deflate.next_in = (z_const Bytef *)bytes;
    zip->deflate.avail_in = (uInt)count;
    pack(zip, Z_NO_FLUSH);
    if (entry->size > UINT32_MAX || zip->written > UINT32_MAX)
        fail(zip, EFBIG);
}

void zip_writer_finish(struct zip_writer *zip)
{
    end_entry(zip);
    uint64_t begin = zip->written;
    for (size_t i = 0; i < zip->count; i++) {
        const struct entry *entry = &zip->entries[i];
        write_record(zip,
                     "4"
                     "222222"
                     "444",
                     (const uint64_t[]){CENTRAL, VERSION, VERSION, SIZES_BEHIND, DEFLATED, 0, FIRST_DAY,
                                        entry->checksum, entry->packed, entry->size});
        write_record(zip,
                     "22222"
                     "44",
                     (const uint64_t[]){strlen(entry->name), 0, 0, 0, 0, 0, entry->at});
        write_out(zip, entry->name, strlen(entry->name));
    }
    write_record(zip,
                 "4"
                 "2222"
                 "44"
                 "2",
                 (const uint64_t[]){END, 0, 0, zip->count, zip->count, zip->written - begin, begin, 0});
}

int zip_writer_error(const struct zip_writer *zip)
{
    return zip->error;
}

void zip_writer_free(struct zip_writer **zip_pointer)
{
    struct zip_writer *zip = *zip_pointer;
    *zip_pointer = NULL;
    if (!zip)
        return;
    if (zip->is_deflating)
        zip->zlib->deflateEnd(&zip->deflate);
    free(zip->entries);
    free(zip);
}
