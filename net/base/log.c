#include "net/base/log.h"

#include "net/base/failure.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_SIZE = 1024, LINE_SIZE = 4 * TEXT_SIZE + 64 };

/* -1 while the log is off. Changed under the lock, read without it to be cheap when it is off. */
static atomic_int log_file = -1;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

static void replace_file(int file)
{
    pthread_mutex_lock(&log_lock);
    int previous = atomic_exchange(&log_file, file);
    pthread_mutex_unlock(&log_lock);
    if (previous >= 0)
        close(previous);
}

static bool refuse(struct failure *failure, const char *why, const char *path)
{
    return failure_set(failure, FAILURE_USAGE, tr("it was left as it is; name another file with --log"),
                       "%s: %s", why, path);
}

/* Whether a file begins as we begin a line: "2024-05-01T12:34:56.789Z ". */
static bool is_log(int file)
{
    static const char form[] = "0000-00-00T00:00:00.000Z ";
    char start[sizeof form - 1];
    if (pread(file, start, sizeof start, 0) != sizeof start)
        return false;
    for (size_t i = 0; i < sizeof start; i++) {
        bool digit = start[i] >= '0' && start[i] <= '9';
        if (form[i] == '0' ? !digit : start[i] != form[i])
            return false;
    }
    return true;
}

static bool is_usable(int file, const struct stat *status, const char *path, struct failure *failure)
{
    if (!S_ISREG(status->st_mode))
        return refuse(failure, tr("not a file to write a log to"), path);
    return status->st_size == 0 || is_log(file) || refuse(failure, tr("not a log of tapedeck"), path);
}

bool log_open(const char *path, unsigned *opened_up, struct failure *failure)
{
    struct stat status;
    *opened_up = 0;
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode)) /* opening a device may do something */
        return refuse(failure,
                      S_ISLNK(status.st_mode)   ? tr("a link, not a log")
                      : S_ISDIR(status.st_mode) ? tr("a folder, not a log")
                                                : tr("not a file to write a log to"),
                      path);
    int file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0600);
    if (file < 0 || fstat(file, &status) != 0) {
        failure_set(failure, FAILURE_DISK,
                    tr("name a file in a folder that exists and that you may write to"),
                    tr("cannot write the log file: %s: %.120s"), strerror(errno), path);
        if (file >= 0)
            close(file);
        return false;
    }
    if (!is_usable(file, &status, path, failure)) {
        close(file);
        return false;
    }
    unsigned others = status.st_mode & (S_IRWXG | S_IRWXO);
    if (others && status.st_uid == geteuid() && fchmod(file, S_IRUSR | S_IWUSR) == 0)
        *opened_up = status.st_mode & 0777;
    replace_file(file);
    return true;
}

void log_close(void)
{
    replace_file(-1);
}

/* Writes UTC time to the millisecond: "2024-05-01T12:34:56.789Z ". Returns its length. */
static size_t put_time(char *line, size_t size)
{
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t length = strftime(line, size, "%Y-%m-%dT%H:%M:%S", &utc);
    return length + (size_t)snprintf(line + length, size - length, ".%03ldZ ", now.tv_nsec / 1000000);
}

/* Control characters and bytes that are not UTF-8 become \xNN: at most four times the length of the text. */
static size_t put_escaped(char *line, const char *text)
{
    size_t length = 0, bytes;
    for (size_t left = strlen(text); left; left -= bytes, text += bytes) {
        uint32_t character;
        bytes = unicode_read(text, left, &character);
        if (character != UNICODE_NONE && !unicode_is_control(character)) {
            memcpy(line + length, text, bytes);
            length += bytes;
            continue;
        }
        for (size_t i = 0; i < bytes; i++)
            length += (size_t)sprintf(line + length, "\\x%02x", (unsigned char)text[i]);
    }
    return length;
}

void log_line(const char *format, ...)
{
    if (atomic_load(&log_file) < 0)
        return;
    int saved_errno = errno;
    char text[TEXT_SIZE];
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t length = put_time(line, sizeof line);
    length += put_escaped(line + length, text);
    line[length++] = '\n';
    pthread_mutex_lock(&log_lock);
    int file = atomic_load(&log_file);
    /* A log that cannot be written (a full disk) is no reason to disturb the user. */
    ssize_t written = file >= 0 ? write(file, line, length) : 0;
    (void)written;
    pthread_mutex_unlock(&log_lock);
    errno = saved_errno;
}
