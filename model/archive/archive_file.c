#include "model/archive/archive_file.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARKED_MAGIC "SQLite format 3" /* with its NUL, the first bytes of every SQLite database */

/* Offsets in the first page and kinds of pages: https://www.sqlite.org/fileformat2.html */
enum {
    HEADER_SIZE = 105, /* bytes that are read: the database header, and the page header of the schema table */
    USER_VERSION = 60,
    APPLICATION = 68,
    PAGE_KIND = 100,
    PAGE_CELLS = 103, /* the number of its rows, 2 bytes */
    LEAF = 13,
    INDEX_LEAF = 10,
    PAGE = 8192, /* page size of an archive, see database.c */
};

static uint32_t number_at(const unsigned char *header, size_t at)
{
    return (uint32_t)header[at] << 24 | (uint32_t)header[at + 1] << 16 | (uint32_t)header[at + 2] << 8 |
           header[at + 3];
}

static bool is_sqlite(const unsigned char header[HEADER_SIZE])
{
    return memcmp(header, MARKED_MAGIC, sizeof MARKED_MAGIC) == 0;
}

static bool is_marked(const unsigned char header[HEADER_SIZE])
{
    return is_sqlite(header) && number_at(header, APPLICATION) == ARCHIVE_FILE_MARK;
}

/* A database without tables, left by a program that was killed while it created an archive. */
static bool is_bare(const unsigned char header[HEADER_SIZE])
{
    return number_at(header, APPLICATION) == 0 && number_at(header, USER_VERSION) == 0 &&
           header[PAGE_KIND] == LEAF && header[PAGE_CELLS] == 0 && header[PAGE_CELLS + 1] == 0;
}

static bool has_log(const char *path)
{
    struct stat status;
    char *log = memory_format("%s-wal", path);
    bool has = stat(log, &status) == 0 && status.st_size > 0;
    free(log);
    return has;
}

static bool cannot_read(struct failure *failure, const char *path)
{
    return failure_set(failure, FAILURE_DISK,
                       tr("check the folder and its permissions, or name another file with --archive"),
                       tr("cannot read the archive: %s: %s"), strerror(errno), path);
}

static bool refuse(struct failure *failure, const char *why, const char *path)
{
    return failure_set(failure, FAILURE_USAGE, tr("it was left as it is; name another file with --archive"),
                       "%s: %s", tr(why), path);
}

char *archive_file_place(const char *path, struct failure *failure)
{
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISLNK(status.st_mode))
        return memory_text(path);
    char *place = realpath(path, NULL);
    if (!place)
        refuse(failure, tr("a link that leads nowhere, not an archive"), path);
    return place;
}

static bool check_type(mode_t mode, const char *path, struct failure *failure)
{
    static const struct {
        mode_t type;
        const char *why;
    } types[] = {
        {S_IFDIR, N_("a folder, not an archive")},  {S_IFCHR, N_("a device, not an archive")},
        {S_IFBLK, N_("a device, not an archive")},  {S_IFIFO, N_("a pipe, not an archive")},
        {S_IFSOCK, N_("a socket, not an archive")},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if ((mode & S_IFMT) == types[i].type)
            return refuse(failure, types[i].why, path);
    return true;
}

/* A file that cannot be locked (over NFS without its lock service) looks to SQLite as if others held it. */
static bool check_locks(int file, const char *path, struct failure *failure)
{
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    if (fcntl(file, F_SETLK, &lock) == 0 || errno == EACCES || errno == EAGAIN || errno == EINTR)
        return true;
    return failure_set(
        failure, FAILURE_DISK,
        tr("its file system has no locks (NFS without them?); name another file with --archive"),
        tr("cannot lock the archive: %s: %s"), strerror(errno), path);
}

/* Whether SQLite finds our mark, which may still be in the write-ahead log alone. The database is not changed. */
static bool is_marked_in_log(const char *path)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    bool marked = false;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(database, "PRAGMA application_id", -1, &statement, NULL) == SQLITE_OK)
        marked =
            sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0) == ARCHIVE_FILE_MARK;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return marked;
}

/* Whether the second page is that of the account table, which is created first. In its row for "base" the address
 * follows the name. */
static bool has_account(int file, const char *base)
{
    unsigned char page[PAGE];
    char *row = memory_format("base%s", base);
    bool has = pread(file, page, sizeof page, PAGE) == PAGE && page[0] == INDEX_LEAF &&
               memmem(page, sizeof page, row, strlen(row)) != NULL;
    free(row);
    return has;
}

static bool refuse_unknown(struct failure *failure, const char *why, const char *path)
{
    return failure_set(failure, FAILURE_USAGE,
                       tr("left as it is; if it is yours move it away (marks and notes beside it stay), else "
                          "name another file with --archive"),
                       "%s: %s", why, path);
}

/* Classifies a file by its first bytes. False with *failure filled if it is not ours. */
static bool classify(int file, const char *path, const char *base, enum archive_file_kind *kind,
                     struct failure *failure)
{
    unsigned char header[HEADER_SIZE] = {0};
    ssize_t length = pread(file, header, sizeof header, 0);
    bool whole = length == HEADER_SIZE;
    if (length < 0)
        return cannot_read(failure, path);
    *kind = ARCHIVE_FILE_EMPTY;
    if (length == 0) {
        *kind = has_log(path) ? ARCHIVE_FILE_ORPHAN : ARCHIVE_FILE_EMPTY;
        return true;
    }
    if (whole && is_marked(header)) {
        *kind = ARCHIVE_FILE_MARKED;
        return true;
    }
    if (whole && ((is_sqlite(header) && is_bare(header)) || (has_log(path) && is_marked_in_log(path))))
        return true;
    if (has_account(file, base)) {
        *kind = ARCHIVE_FILE_TORN;
        return true;
    }
    if (!whole || !is_sqlite(header))
        return refuse_unknown(failure, tr("not an archive of tapedeck (or its first page is damaged)"), path);
    return refuse_unknown(failure, tr("a database of another program"), path);
}

static int open_file(const char *path)
{
    const int flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    int file = open(path, O_RDONLY | flags);
    if (file < 0 && errno == ENOENT)
        file = open(path, O_RDWR | O_CREAT | flags, 0600);
    return file;
}

bool archive_file_look(const char *path, const char *base, enum archive_file_kind *kind,
                       struct failure *failure)
{
    struct stat status;
    bool is_new = stat(path, &status) != 0 && errno == ENOENT;
    if (!is_new && !check_type(status.st_mode, path, failure)) /* opening a device may have effects */
        return false;
    int file = open_file(path);
    if (file < 0)
        return cannot_read(failure, path);
    bool good = classify(file, path, base, kind, failure) && check_locks(file, path, failure);
    close(file);
    if (is_new && !good)
        unlink(path);
    return good;
}

bool archive_file_is_damaged(enum archive_file_kind kind, struct failure *failure)
{
    bool is_torn = kind == ARCHIVE_FILE_TORN;
    if (!is_torn && kind != ARCHIVE_FILE_ORPHAN)
        return false;
    failure_set(failure, FAILURE_DAMAGED, tr("start again to have it set aside"), "%s",
                is_torn ? tr("the first page of the archive is damaged")
                        : tr("the archive is empty, but its log is not"));
    return true;
}

/* Removes the permissions of group and others. Returns the mode before; 0 if nothing was changed. */
static mode_t close_to_others(int file)
{
    struct stat status;
    if (fstat(file, &status) != 0 || status.st_uid != geteuid())
        return 0;
    mode_t excess = status.st_mode & (S_IRWXG | S_IRWXO);
    return excess && fchmod(file, status.st_mode & ~excess & 07777) == 0 ? status.st_mode & 0777 : 0;
}

static mode_t protect_part(const char *path, const char *suffix, int flags)
{
    char *name = memory_format("%s%s", path, suffix);
    int file = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags);
    unsigned char header[HEADER_SIZE] = {0};
    bool ours = file >= 0 && (*suffix || (flags & O_DIRECTORY) ||
                              (pread(file, header, sizeof header, 0) == sizeof header && is_marked(header)));
    mode_t had = ours ? close_to_others(file) : 0;
    if (file >= 0)
        close(file);
    free(name);
    return had;
}

void archive_file_protect(const char *path, bool own_folder, char *said, size_t size)
{
    const char *slash = strrchr(path, '/');
    mode_t had = protect_part(path, "", 0);
    protect_part(path, "-wal", O_NOFOLLOW);
    protect_part(path, "-shm", O_NOFOLLOW);
    said[0] = '\0';
    if (had)
        snprintf(said, size, tr("The archive was open to others (mode %03o); now it is only yours: %s"), had,
                 path);
    if (!own_folder || !slash)
        return;
    char *folder = memory_text_part(path, (size_t)(slash - path));
    had = protect_part(folder, "", O_DIRECTORY | O_NOFOLLOW);
    if (had) {
        size_t used = strlen(said);
        snprintf(said + used, size - used, "%s", used ? " " : "");
        used = strlen(said);
        snprintf(said + used, size - used,
                 tr("The archive's folder was open to others (mode %03o); now it is only yours: %s"), had,
                 folder);
    }
    free(folder);
}
