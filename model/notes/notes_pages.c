#include "model/notes/notes_pages.h"

#include "net/base/memory.h"
#include "net/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The format is that of https://www.sqlite.org/fileformat2.html. The tables are WITHOUT ROWID, so that their rows are
 * cells of index b-tree pages, with the columns of the primary key first. All sizes and offsets are in bytes. */
enum {
    INTERIOR = 2, /* page types */
    LEAF = 10,
    CELLS = 3,   /* offset in the page header of the number of cells */
    CONTENT = 5, /* offset in the page header of where the cells' content starts */
    INTERIOR_HEAD = 12,
    LEAF_HEAD = 8,
    POINTER = 4, /* size of a page number */
    MOST_COLUMNS = 6,
    MOST_VARINT = 9,
    PAGE_SIZE_AT = 16,
    USUAL_PAGE = 4096,
    LEAST_PAGE = 512,
    LARGEST_PAGE = 65536,
    JUDGED_BYTES =
        16 << 20, /* how much notes_pages_are_ours reads of a file, which may be of any kind and size */
    COPIES =
        4, /* how many copies of each row are expected at most; it bounds the overflow pages that are read */
};

/* The columns of each table in stored order: n for an integer, t for text. */
static const char *const shapes[] = {[NOTES_ROW_NOTE] = "nttntn",
                                     [NOTES_ROW_TAG] = "nttt",
                                     [NOTES_ROW_HEARD] = "n",
                                     [NOTES_ROW_GOING] = "nttnn"};

struct pages {
    sqlite3_file *file;
    int64_t size;
    int page_size;
    int64_t followed; /* overflow pages read so far: a damaged chain of them may be a circle */
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

static unsigned big_endian_16(const unsigned char *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static int64_t big_endian_32(const unsigned char *bytes)
{
    return (int64_t)big_endian_16(bytes) << 16 | big_endian_16(bytes + 2);
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
    unsigned page = size && bytes_of(pages->file, PAGE_SIZE_AT, head, sizeof head) ? big_endian_16(head) : 0;
    bool is_size = page >= LEAST_PAGE && (page & (page - 1)) == 0;
    /* The header has 1 for 65536. */
    pages->page_size = is_size ? (int)page : page == 1 ? LARGEST_PAGE : USUAL_PAGE;
    return pages;
}

/* Pages are numbered from 1. */
static bool read_page(const struct pages *pages, int64_t number, unsigned char *page)
{
    return number >= 1 && number <= pages->size / pages->page_size &&
           bytes_of(pages->file, (number - 1) * pages->page_size, page, pages->page_size);
}

/* The length of the varint; 0 if it runs past `end`. */
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

/* A copy of the text, which the caller frees; NULL if it is not UTF-8 or has a NUL. */
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

/* Reads the column at offset *body, which moves behind it; `type` is the serial type (section 2.1 of the format).
 * False if it is neither an integer nor valid text, or runs past the end of the record. */
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
    const char *needed =
        row->kind == NOTES_ROW_TAG ? row->text : row->key.agent; /* empty in no row of ours */
    return (set == 0 || set == 1) && (row->kind == NOTES_ROW_HEARD || (needed && *needed));
}

/* Reads the rest of a record, of which `local` bytes are there already, from the chain of overflow pages that starts
 * at `next`. */
static bool read_overflow(struct pages *pages, struct record *record, size_t local, int64_t next)
{
    size_t room = (size_t)pages->page_size - POINTER;
    for (size_t at = local, part; at < record->size; at += part) {
        pages->followed++;
        if (!read_page(pages, next, pages->overflow))
            return false;
        part = record->size - at < room ? record->size - at : room;
        memcpy(record->bytes + at, pages->overflow + POINTER, part);
        next = big_endian_32(pages->overflow);
    }
    return true;
}

/* Whether that many bytes may still be read from overflow pages. */
static bool may_follow(const struct pages *pages, size_t bytes)
{
    int64_t needed = (int64_t)bytes / (pages->page_size - POINTER);
    return needed + pages->followed <= COPIES * (pages->size / pages->page_size);
}

/* How many bytes of a record of that size are stored on the b-tree page itself (section 1.6 of the format, index
 * pages). */
static size_t local_part(size_t page, size_t size)
{
    size_t most = (page - 12) * 64 / 255 - 23, least = (page - 12) * 32 / 255 - 23;
    size_t rest = least + (size - least) % (page - POINTER);
    return size <= most ? size : rest <= most ? rest : least;
}

/* Reads the record of the cell at offset `at`; the caller frees record->bytes, also after a failure. */
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
    return local == size || read_overflow(pages, record, local, big_endian_32(next));
}

static void take_cell(struct pages *pages, size_t at, const struct taker *taker)
{
    struct record record = {.size = 0};
    struct notes_row row;
    if (read_record(pages, at, &record) && read_columns(&record) && make_row(&record, &row))
        taker->take(taker->context, &row);
    for (size_t i = 0; i < MOST_COLUMNS; i++)
        free(record.texts[i]);
    free(record.bytes);
}

/* Reports the rows of the page in pages->page. */
static void take_page(struct pages *pages, const struct taker *taker)
{
    size_t head = pages->page[0] == LEAF ? LEAF_HEAD : INTERIOR_HEAD;
    size_t cells = big_endian_16(pages->page + CELLS), room = ((size_t)pages->page_size - head) / 2;
    if (pages->page[0] != LEAF && pages->page[0] != INTERIOR)
        return;
    for (size_t i = 0; i < cells && i < room; i++)
        take_cell(pages, big_endian_16(pages->page + head + 2 * i), taker);
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

/* Whether page 2 is the root of a table without rows. In a file in which nothing is noted that page is the root of
 * `notes`. */
static bool is_empty_table(const struct pages *pages, int64_t number)
{
    const unsigned char head[LEAF_HEAD] = {[0] = LEAF,
                                           [CONTENT] = (unsigned char)(pages->page_size >> 8),
                                           [CONTENT + 1] = (unsigned char)pages->page_size};
    return number == 2 && memcmp(pages->page, head, sizeof head) == 0;
}

static void count_sure(void *context, const struct notes_row *row)
{
    /* The rows of the other two tables have too few columns to be told from those of a foreign file. */
    *(size_t *)context += row->kind == NOTES_ROW_NOTE || row->kind == NOTES_ROW_TAG;
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
