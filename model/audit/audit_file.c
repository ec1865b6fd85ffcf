#include "model/audit/audit_file.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* LINE_MOST, in bytes, is more than the longest line: seven of its texts (account, agent, file, filter, target, case
 * and purpose) may have TEXT_MOST bytes (audit_log.c). JSON escapes a byte as six at the most, and HMACs make a
 * filter ten times as long. */
enum { NAME_LENGTH = sizeof "2024-05.jsonl" - 1, LINE_MOST = 256 * 1024 };

static const char zeros[DIGEST_TEXT] = "0000000000000000000000000000000000000000000000000000000000000000";
static const char advice[] = N_("check the folder, its permissions and the room on the disk");

static bool failed(struct failure *failure, const char *verb, const char *path)
{
    return failure_set_disk(failure, advice, tr("the access log cannot be %s: %s: %s"), tr(verb), path,
                            strerror(errno));
}

static bool is_month(const char *name)
{
    static const char form[] = "dddd-dd.jsonl";
    if (strlen(name) != NAME_LENGTH)
        return false;
    for (size_t i = 0; i < NAME_LENGTH; i++)
        if (form[i] == 'd' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
            return false;
    return true;
}

/* Adds the names of the monthly files, oldest first. */
static void list_months(struct name_list *months, const char *folder)
{
    struct name_list all = {0};
    folders_names(folder, &all);
    for (size_t i = 0; i < all.count; i++)
        if (is_month(all.names[i]))
            name_list_add(months, all.names[i]);
    name_list_clear(&all);
}

/* The path of this month's file, or of the newest one where the clock was set back: lines stay in the order of
 * writing. */
static char *newest_path(const char *folder)
{
    char month[NAME_LENGTH + 1];
    struct tm parts;
    time_t now = time(NULL);
    struct name_list months = {0};
    strftime(month, sizeof month, "%Y-%m.jsonl", gmtime_r(&now, &parts));
    list_months(&months, folder);
    const char *newest = months.count ? months.names[months.count - 1] : month;
    char *path = memory_format("%s/%s", folder, strcmp(newest, month) > 0 ? newest : month);
    name_list_clear(&months);
    return path;
}

/* Whether a line ends with the hash of the one before. Looking for "}" alone is not enough: a line may have been cut
 * behind one that is in a text. */
static bool ends_with_hash(const char *text, size_t length)
{
    static const char name[] = ",\"before\":\"", end[] = "\"}";
    enum { HASH = DIGEST_TEXT - 1, TAIL = sizeof name - 1 + HASH + sizeof end - 1 };
    char tail[TAIL + 1];
    if (length <= TAIL)
        return false;
    memcpy(tail, text + length - TAIL, TAIL);
    tail[TAIL] = '\0';
    const char *hash = tail + sizeof name - 1;
    return strncmp(tail, name, sizeof name - 1) == 0 && strspn(hash, "0123456789abcdef") == HASH &&
           strcmp(hash + HASH, end) == 0;
}

uint64_t audit_file_number(const char *text, size_t length)
{
    static const char begin[] = "{\"n\":";
    char digits[24];
    size_t skipped = sizeof begin - 1, rest = length > skipped ? length - skipped : 0;
    if (rest == 0 || memcmp(text, begin, skipped) != 0 || !ends_with_hash(text, length))
        return 0;
    rest = rest < sizeof digits ? rest : sizeof digits - 1;
    memcpy(digits, text + skipped, rest);
    digits[rest] = '\0';
    size_t count = strspn(digits, "0123456789");
    return count && digits[count] == ',' ? strtoull(digits, NULL, 10) : 0;
}

/* The end of the log. */
struct tail {
    struct audit_place place; /* of the line to be added */
    bool is_cut;              /* the last line has no newline: a program was killed while it wrote it */
};

/* Reads the last bytes of a file. Returns how many, -1 with *failure filled. */
static ssize_t read_end(int descriptor, const char *path, char *bytes, struct failure *failure)
{
    struct stat status;
    bool is_known = fstat(descriptor, &status) == 0;
    off_t begin = is_known && status.st_size > LINE_MOST ? status.st_size - LINE_MOST : 0;
    ssize_t length = is_known ? pread(descriptor, bytes, LINE_MOST, begin) : -1;
    if (length < 0)
        failed(failure, N_("read"), path);
    return length;
}

/* Computes the hash of the last line of `bytes`, the end of a file. */
static bool take_last(struct tail *tail, const char *bytes, size_t length, struct failure *failure)
{
    tail->is_cut = bytes[length - 1] != '\n';
    size_t end = length - !tail->is_cut;
    const char *before = memrchr(bytes, '\n', end), *line = before ? before + 1 : bytes;
    return digest_sha256(tail->place.before, line, (size_t)(bytes + end - line), failure);
}

/* Adds to the number of the line to be added: the last number in `bytes` and one for each line behind it, as lines
 * without a number (cut ones) count, too. False if no line has a number. */
static bool take_number(struct tail *tail, const char *bytes, size_t length)
{
    uint64_t number = 0, behind = 0;
    for (const char *at = bytes, *end = bytes + length; at < end; at++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((stop ? stop : end) - at);
        uint64_t own = audit_file_number(at, size);
        number = own ? own : number;
        behind = own ? 0 : behind + 1;
        at += size;
    }
    tail->place.number += number + behind;
    return number > 0;
}

/* Finds the end of the log. Reads the files from the newest one back until one has a line with a number. */
static bool find_end(struct tail *tail, const char *folder, const char *path, struct failure *failure)
{
    struct name_list months = {0};
    char *bytes = memory_array(LINE_MOST, 1);
    bool found = true, is_last = true, is_over = false;
    *tail = (struct tail){.place.number = 1};
    memcpy(tail->place.before, zeros, sizeof zeros);
    list_months(&months, folder);
    for (size_t i = months.count; i-- > 0 && found && !is_over;) {
        char *month = memory_format("%s/%s", folder, months.names[i]);
        int descriptor = open(month, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        ssize_t length = descriptor >= 0 ? read_end(descriptor, month, bytes, failure) : -1;
        found = length >= 0 || (descriptor < 0 && failed(failure, N_("read"), month));
        if (length > 0 && is_last) {
            found = take_last(tail, bytes, (size_t)length, failure);
            tail->is_cut = tail->is_cut && strcmp(month, path) == 0;
            is_last = false;
        }
        is_over = length > 0 && take_number(tail, bytes, (size_t)length);
        if (descriptor >= 0)
            close(descriptor);
        free(month);
    }
    free(bytes);
    name_list_clear(&months);
    return found;
}

/* Writes the line with a single write(), so that it is cut only where the disk is full. */
static bool write_whole(int descriptor, const char *path, const struct tail *tail,
                        audit_write_line *write_line, void *context, struct failure *failure)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        die("out of memory");
    if (tail->is_cut)
        fputc('\n', stream);
    write_line(stream, &tail->place, context);
    if (fclose(stream) != 0)
        die("out of memory");
    ssize_t written = write(descriptor, text, size);
    if (written >= 0 && (size_t)written < size)
        errno = ENOSPC;
    bool done = written == (ssize_t)size && fdatasync(descriptor) == 0;
    free(text);
    return done || failed(failure, N_("written"), path);
}

static bool add(const char *folder, audit_write_line *write_line, void *context, struct failure *failure)
{
    struct tail tail;
    char *path = newest_path(folder);
    bool done = false;
    int descriptor =
        open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
    if (descriptor < 0)
        failed(failure, N_("written"), path);
    else
        done = find_end(&tail, folder, path, failure) &&
               write_whole(descriptor, path, &tail, write_line, context, failure);
    if (descriptor >= 0)
        close(descriptor);
    free(path);
    return done;
}

/* Locks the folder, which is made if it is missing. Returns the descriptor that holds the lock; -1 with *failure
 * filled. */
static int lock_folder(const char *folder, struct failure *failure)
{
    char *path = memory_format("%s/lock", folder);
    int descriptor = -1, got = -1;
    if (folders_make_for(path, advice, failure)) {
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        while (descriptor >= 0 && (got = flock(descriptor, LOCK_EX)) != 0 && errno == EINTR)
            ;
        if (got != 0)
            failed(failure, N_("locked"), path);
    }
    if (descriptor >= 0 && got != 0)
        close(descriptor);
    free(path);
    return got == 0 ? descriptor : -1;
}

bool audit_file_add(const char *folder, audit_write_line *write_line, void *context, struct failure *failure)
{
    int lock = lock_folder(folder, failure);
    if (lock < 0)
        return false;
    bool done = add(folder, write_line, context, failure);
    close(lock);
    return done;
}

static bool read_month(const char *path, const char *name,
                       bool (*take)(void *context, const struct audit_line *line), void *context,
                       bool *goes_on)
{
    char *text = NULL;
    size_t size = 0;
    ssize_t length;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* not to wait for a FIFO's writer */
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "r") : NULL;
    while (file && *goes_on && (length = getline(&text, &size, file)) > 0) {
        const struct audit_line line = {name, text, (size_t)length - (text[length - 1] == '\n')};
        *goes_on = take(context, &line);
    }
    bool is_read = file && !ferror(file);
    int error = errno;
    if (file)
        fclose(file);
    errno = error;
    free(text);
    return is_read;
}

bool audit_file_read(const char *folder, const char *month,
                     bool (*take)(void *context, const struct audit_line *line), void *context,
                     struct failure *failure)
{
    struct name_list months = {0};
    bool is_read = true, goes_on = true;
    if (access(folder, R_OK | X_OK) != 0 && errno != ENOENT)
        return failed(failure, N_("read"), folder);
    list_months(&months, folder);
    for (size_t i = 0; i < months.count && is_read && goes_on; i++) {
        if (month && strcmp(months.names[i], month) < 0)
            continue;
        char *path = memory_format("%s/%s", folder, months.names[i]);
        is_read =
            read_month(path, months.names[i], take, context, &goes_on) || failed(failure, N_("read"), path);
        free(path);
    }
    name_list_clear(&months);
    return is_read;
}

void audit_file_before(const char *folder, const char *month, struct name_list *names)
{
    struct name_list months = {0};
    list_months(&months, folder);
    for (size_t i = 0; i + 1 < months.count && strcmp(months.names[i], month) < 0; i++)
        name_list_add(names, months.names[i]);
    name_list_clear(&months);
}

char *audit_file_kept(const char *folder, const char *month, bool is_written)
{
    struct name_list months = {0};
    list_months(&months, folder);
    char *path = newest_path(folder);
    const char *newest = is_written     ? strrchr(path, '/') + 1
                         : months.count ? months.names[months.count - 1]
                                        : NULL;
    char *kept = newest && strcmp(newest, month) < 0 ? memory_text(newest) : NULL;
    free(path);
    name_list_clear(&months);
    return kept;
}

bool audit_file_prune(const char *folder, const char *month, struct name_list *gone, struct failure *failure)
{
    struct name_list old = {0};
    bool done = true;
    int lock = lock_folder(folder, failure);
    if (lock < 0)
        return false;
    audit_file_before(folder, month, &old);
    for (size_t i = 0; i < old.count && done; i++) {
        char *path = memory_format("%s/%s", folder, old.names[i]);
        done = unlink(path) == 0 || failed(failure, N_("deleted"), path);
        if (done)
            name_list_add(gone, old.names[i]);
        free(path);
    }
    name_list_clear(&old);
    close(lock);
    return done;
}

/* Reads the key, or makes it. Call with the folder locked: another program may do the same. */
static bool make_key(const char *path, unsigned char key[DIGEST_BYTES])
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool is_there = descriptor >= 0 && pread(descriptor, key, DIGEST_BYTES, 0) == DIGEST_BYTES;
    bool done =
        is_there || (descriptor >= 0 && getrandom(key, DIGEST_BYTES, 0) == DIGEST_BYTES &&
                     pwrite(descriptor, key, DIGEST_BYTES, 0) == DIGEST_BYTES && fsync(descriptor) == 0);
    if (descriptor >= 0)
        close(descriptor);
    return done;
}

bool audit_file_key(const char *folder, unsigned char key[DIGEST_BYTES], struct failure *failure)
{
    int lock = lock_folder(folder, failure);
    if (lock < 0)
        return false;
    char *path = memory_format("%s/key", folder);
    bool done = make_key(path, key) || failed(failure, N_("written"), path);
    free(path);
    close(lock);
    return done;
}
