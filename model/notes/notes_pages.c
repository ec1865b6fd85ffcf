#include "model/notes/notes_pages.h"

#include "net/base/memory.h"
#include "net/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* All of it is in https://www.sqlite.org/fileformat2.html: the tables have no rowids, so that their rows are cells of index
 * pages, with the columns of the key first. */
enum {
    INTERIOR = 2,
    LEAF = 10,
    CELLS = 3,   /* places in the head of a page: how many there are, */
    CONTENT = 5, /* and where the first one of them begins */
    INTERIOR_HEAD = 12,
    LEAF_HEAD = 8,
    POINTER = 4, /* to another page */
    MOST_COLUMNS = 6,
    MOST_VARINT = 9,
    PAGE_SIZE_AT = 16,
    USUAL_PAGE = 4096,
    LEAST_PAGE = 512,
    LARGEST_PAGE = 65536,
    JUDGED_BYTES = 16 << 20, /* of a file that may be of any kind and size */
    COPIES = 4,              /* of a row that there may be, and of what does not fit on its page */
};

/* For each table, which of its columns are whole numbers. */
static const char *const shapes[] = {[NOTES_ROW_NOTE] = "nttntn",
                                     [NOTES_ROW_TAG] = "nttt",
                                     [NOTES_ROW_HEARD] = "n",
                                     [NOTES_ROW_GOING] = "nttnn"};

struct pages {
    sqlite3_file *file;
    int64_t size;
    int page_size;
    int64_t followed; /* pages with what does not fit: where they lead around there would be no end */
    unsigned char page[LARGEST_PAGE];
    unsigned char overflow[LARGEST_PAGE];
};

struct record {
    unsigned char *bytes;
    size_t size;
    char shape[MOST_COLUMNS + 1];
    int64_t numbers[MOST_COLUMNS];
    char *texts[MOST_COLUMNS]; /* owned */
};

struct taker {
    void (*take)(void *context, const struct notes_row *row);
    void *context;
};

static unsigned two_at(const unsigned char *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static int64_t page_at(const unsigned char *bytes)
{
    return (int64_t)two_at(bytes) << 16 | two_at(bytes + 2);
}

static bool bytes_of(sqlite3_file *file, int64_t at, void *bytes, int count)
{
    return file->pMethods && file->pMethods->xRead(file, bytes, count, at) == SQLITE_OK;
}

static sqlite3_file *file_of(sqlite3 *database)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file;
}

bool notes_pages_bytes(sqlite3 *database, int64_t at, void *bytes, int count)
{
    sqlite3_file *file = file_of(database);
    return file && bytes_of(file, at, bytes, count);
}

static struct pages *open_pages(sqlite3 *database)
{
    struct pages *pages = memory_new(sizeof *pages);
    sqlite3_int64 size = 0;
    unsigned char head[2];
    pages->file = file_of(database);
    if (pages->file && pages->file->pMethods)
        pages->file->pMethods->xFileSize(pages->file, &size);
    pages->size = size;
    unsigned page = size && bytes_of(pages->file, PAGE_SIZE_AT, head, sizeof head) ? two_at(head) : 0;
    bool is_size = page >= LEAST_PAGE && (page & (page - 1)) == 0;
    pages->page_size = is_size ? (int)page : page == 1 ? LARGEST_PAGE : USUAL_PAGE;
    return pages;
}

/* Numbers begin with 1. */
static bool read_page(const struct pages *pages, int64_t number, unsigned char *page)
{
    return number >= 1 && number <= pages->size / pages->page_size &&
           bytes_of(pages->file, (number - 1) * pages->page_size, page, pages->page_size);
}

/* How many bytes it has; 0: it does not end. */
static size_t varint(const unsigned char *at, const unsigned char *end, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < MOST_VARINT && at + i < end; i++) {
        bool is_last = i + 1 == MOST_VARINT;
        *value = is_last ? *value << 8 | at[i] : *value << 7 | (at[i] & 0x7f);
        if (is_last || at[i] < 0x80)
            return i + 1;
    }
    return 0;
}

static char *text_from(const unsigned char *bytes, size_t length)
{
    bool valid = !memchr(bytes, '\0', length);
    for (size_t at = 0; valid && at < length;)
        at += utf8_sequence((const char *)bytes + at, length - at, &valid);
    return valid ? memory_text_part((const char *)bytes, length) : NULL;
}

static int64_t number_from(const unsigned char *bytes, size_t length)
{
    uint64_t number = length && bytes[0] >= 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < length; i++)
        number = number << 8 | bytes[i];
    return (int64_t)number;
}

/* One by its type. False if it is neither a whole number nor a text, or reaches over the end. */
static bool read_column(struct record *record, size_t column, uint64_t type, size_t *body)
{
    static const unsigned char lengths[] = {0, 1, 2, 3, 4, 6, 8, 0, 0, 0};
    enum { REAL = 7, ZERO = 8, ONE = 9, TEXT = 13 };
    bool is_text = type >= TEXT && type % 2 != 0;
    uint64_t length = is_text ? (type - TEXT) / 2 : type <= ONE ? lengths[type] : 0;
    if ((!is_text && (type == 0 || type == REAL || type > ONE)) || length > record->size - *body)
        return false;
    if (is_text)
        record->texts[column] = text_from(record->bytes + *body, length);
    else
        record->numbers[column] = type >= ZERO ? type == ONE : number_from(record->bytes + *body, length);
    record->shape[column] = is_text ? 't' : 'n';
    *body += length;
    return !is_text || record->texts[column];
}

static bool read_columns(struct record *record)
{
    uint64_t head, type;
    size_t at = varint(record->bytes, record->bytes + record->size, &head), column = 0;
    if (at == 0 || head < at || head > record->size)
        return false;
    size_t body = (size_t)head;
    for (size_t length; at < head; at += length, column++) {
        length = varint(record->bytes + at, record->bytes + head, &type);
        if (length == 0 || column == MOST_COLUMNS || !read_column(record, column, type, &body))
            return false;
    }
    return body == record->size;
}

static bool make_row(const struct record *record, struct notes_row *row)
{
    size_t kind = 0, kinds = sizeof shapes / sizeof *shapes;
    while (kind < kinds && strcmp(record->shape, shapes[kind]) != 0)
        kind++;
    if (kind == kinds)
        return false;
    *row = (struct notes_row){.kind = (enum notes_row_kind)kind,
                              .key = {record->texts[2], record->numbers[0], record->texts[1]}};
    bool is_note = row->kind == NOTES_ROW_NOTE, is_going = row->kind == NOTES_ROW_GOING;
    int64_t set = record->numbers[is_going ? 4 : 3];
    row->text = record->texts[is_note ? 4 : 3];
    row->is_set = set != 0;
    row->number = record->numbers[is_going ? 3 : 5];
    const char *needed = row->kind == NOTES_ROW_TAG ? row->text : row->key.agent; /* not "" */
    return (set == 0 || set == 1) && (row->kind == NOTES_ROW_HEARD || (needed && *needed));
}

/* Follows what does not fit on its page. */
static bool read_overflow(struct pages *pages, struct record *record, size_t local, int64_t next)
{
    size_t room = (size_t)pages->page_size - POINTER;
    for (size_t at = local, part; at < record->size; at += part) {
        pages->followed++;
        if (!read_page(pages, next, pages->overflow))
            return false;
        part = record->size - at < room ? record->size - at : room;
        memcpy(record->bytes + at, pages->overflow + POINTER, part);
        next = page_at(pages->overflow);
    }
    return true;
}

/* Whether so many bytes may be followed yet. */
static bool may_follow(const struct pages *pages, size_t bytes)
{
    int64_t needed = (int64_t)bytes / (pages->page_size - POINTER);
    return needed + pages->followed <= COPIES * (pages->size / pages->page_size);
}

/* How much of a record of that size is on its page. */
static size_t local_part(size_t page, size_t size)
{
    size_t most = (page - 12) * 64 / 255 - 23, least = (page - 12) * 32 / 255 - 23;
    size_t rest = least + (size - least) % (page - POINTER);
    return size <= most ? size : rest <= most ? rest : least;
}

/* The record of a cell, which the caller frees. */
static bool read_record(struct pages *pages, size_t at, struct record *record)
{
    uint64_t size = 0;
    size_t page_size = (size_t)pages->page_size;
    at += pages->page[0] == INTERIOR ? POINTER : 0;
    if (at < page_size)
        at += varint(pages->page + at, pages->page + page_size, &size);
    if (size == 0 || size > (uint64_t)pages->size)
        return false;
    record->size = (size_t)size;
    size_t local = local_part(page_size, record->size);
    if (local + (local < size ? POINTER : 0) > page_size - at || !may_follow(pages, record->size - local))
        return false;
    const unsigned char *next = pages->page + at + local;
    record->bytes = memory_array(record->size, 1);
    memcpy(record->bytes, pages->page + at, local);
    return local == size || read_overflow(pages, record, local, page_at(next));
}

static bool take_cell(struct pages *pages, size_t at, const struct taker *taker)
{
    struct record record = {.size = 0};
    struct notes_row row;
    bool is_row = read_record(pages, at, &record) && read_columns(&record) && make_row(&record, &row);
    if (is_row)
        taker->take(taker->context, &row);
    for (size_t i = 0; i < MOST_COLUMNS; i++)
        free(record.texts[i]);
    free(record.bytes);
    return is_row;
}

/* How many rows are on the page that was read. */
static size_t take_page(struct pages *pages, const struct taker *taker)
{
    size_t rows = 0, head = pages->page[0] == LEAF ? LEAF_HEAD : INTERIOR_HEAD;
    size_t cells = two_at(pages->page + CELLS), room = ((size_t)pages->page_size - head) / 2;
    if (pages->page[0] != LEAF && pages->page[0] != INTERIOR)
        return 0;
    for (size_t i = 0; i < cells && i < room; i++)
        rows += take_cell(pages, two_at(pages->page + head + 2 * i), taker);
    return rows;
}

void notes_pages_read(sqlite3 *database, void (*take)(void *context, const struct notes_row *row),
                      void *context)
{
    const struct taker taker = {take, context};
    struct pages *pages = open_pages(database);
    for (int64_t number = 1; number <= pages->size / pages->page_size; number++)
        if (read_page(pages, number, pages->page))
            take_page(pages, &taker);
    free(pages);
}

/* Of a table without a row, as the notes are that are none: always on the second page. */
static bool is_empty_table(const struct pages *pages, int64_t number)
{
    const unsigned char head[LEAF_HEAD] = {[0] = LEAF,
                                           [CONTENT] = (unsigned char)(pages->page_size >> 8),
                                           [CONTENT + 1] = (unsigned char)pages->page_size};
    return number == 2 && memcmp(pages->page, head, sizeof head) == 0;
}

static void count_sure(void *context, const struct notes_row *row)
{
    *(size_t *)context +=
        row->kind == NOTES_ROW_NOTE || row->kind == NOTES_ROW_TAG; /* others look like anything */
}

static bool is_zero(const struct pages *pages)
{
    return pages->page[0] == 0 && memcmp(pages->page, pages->page + 1, (size_t)pages->page_size - 1) == 0;
}

bool notes_pages_are_ours(sqlite3 *database)
{
    size_t sure = 0;
    const struct taker taker = {count_sure, &sure};
    struct pages *pages = open_pages(database);
    bool is_nothing = pages->size % pages->page_size == 0, is_ours = false;
    int64_t count = (pages->size < JUDGED_BYTES ? pages->size : JUDGED_BYTES) / pages->page_size;
    for (int64_t number = 1; number <= count && !is_ours; number++) {
        bool is_read = read_page(pages, number, pages->page);
        is_nothing = is_nothing && is_read && is_zero(pages);
        if (is_read)
            take_page(pages, &taker);
        is_ours = sure > 0 || (is_read && is_empty_table(pages, number));
    }
    free(pages);
    return is_ours || is_nothing;
}
