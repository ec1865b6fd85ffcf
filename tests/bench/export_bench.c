/* A whole archive written for other programs: CSV against sqlite3 -csv on the same archive, a workbook against CSV, in
 * CPU time of the same run, and the memory that it takes. Arguments: the sizes of the archives. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/environment.h"
#include "tests/e2e/tapedeck.h"

enum { RUNS = 3, MOST_SIZES = 8, LINE_SIZE = 4096, BLOCK = 64 * 1024 };

/* Budgets. */
enum { TIMES_SQLITE = 2, TIMES_CSV = 3, MORE_MIB = 64 };

#define ROW_END "</row>"

/* The same columns and rows, as texts. */
static const char query[] =
    "SELECT queue_id AS QueueId, queues.name AS QueueName, call AS QueueCallId, type AS QueueCallType, "
    "culture AS Culture, strftime('%Y-%m-%dT%H:%M:%S', started / 10000000, 'unixepoch') || "
    "printf('.%07dZ', started % 10000000) AS ConversationStartedUtc, "
    "strftime('%Y-%m-%dT%H:%M:%S', ended / 10000000, 'unixepoch') || "
    "printf('.%07dZ', ended % 10000000) AS ConversationEndedUtc, people.name AS AgentName, "
    "agent_id AS AgentId, lower(printf('%s-%s-%s-%s-%s.mp3', substr(hex(file), 1, 8), substr(hex(file), 9, "
    "4), "
    "substr(hex(file), 13, 4), substr(hex(file), 17, 4), substr(hex(file), 21))) AS RecordingFileName, "
    "number AS Caller, rtrim(rtrim(printf('%d.%07d', (ended - started) / 10000000, "
    "(ended - started) % 10000000), '0'), '.') AS DurationSeconds "
    "FROM recordings LEFT JOIN callers USING (caller) LEFT JOIN people USING (person) "
    "LEFT JOIN queues USING (queue) LEFT JOIN kinds USING (kind)";

/* The same without making texts of times and file names. */
static const char plain_query[] =
    "SELECT queue_id, queues.name, call, type, culture, started, ended, people.name, agent_id, hex(file), "
    "number, "
    "ended - started FROM recordings LEFT JOIN callers USING (caller) LEFT JOIN people USING (person) "
    "LEFT JOIN queues USING (queue) LEFT JOIN kinds USING (kind)";

struct cost {
    double seconds; /* of CPU time, the least of some runs; 0: it failed */
    double mib;     /* the most of resident memory */
};

struct bench {
    struct workspace *workspace;
    char *url; /* of a server that has gone */
    uint64_t size;
};

static void fill(struct bench *bench)
{
    struct buffer options = {0};
    buffer_format(&options, "--agents 1 --until " ORIGIN_END " --recordings %llu",
                  (unsigned long long)bench->size);
    struct server *server = origin_serve(options.data);
    bench->url = copy_text(server_url(server));
    sitting_sync(bench->workspace, bench->url);
    verdict_equal("recordings in the archive", origin_count(server), sitting_archive_count(bench->workspace));
    server_free(&server);
    buffer_clear(&options);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* What a program takes that writes into `output`; the first argument is its path. */
static void run(struct bench *bench, const char *const *arguments, const char *output, struct cost *cost)
{
    struct environment *environment = workspace_environment(bench->workspace);
    environment_set(environment, "TAPEDECK_SECRET", TAPEDECK_TEST_SECRET);
    char *const *variables = environment_list(environment);
    struct rusage usage;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600), nothing = open("/dev/null", O_WRONLY);
        if (file >= 0 && nothing >= 0 && dup2(file, STDOUT_FILENO) >= 0 && dup2(nothing, STDERR_FILENO) >= 0)
            execve(arguments[0], (char *const *)arguments, variables);
        _exit(127);
    }
    bool is_done = child > 0 && wait4(child, &status, 0, &usage) == child && WIFEXITED(status) &&
                   WEXITSTATUS(status) == 0;
    double seconds = is_done ? seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime) : 0;
    if (is_done && (cost->seconds == 0 || seconds < cost->seconds))
        cost->seconds = seconds;
    if (is_done && (double)usage.ru_maxrss / 1024 > cost->mib)
        cost->mib = (double)usage.ru_maxrss / 1024;
}

static void run_tapedeck(struct bench *bench, const char *format, const char *output, struct cost *cost)
{
    char *program = tapedeck_program();
    const char *const arguments[] = {program,
                                     "list",
                                     "--offline",
                                     "--archive",
                                     sitting_archive(bench->workspace),
                                     "--agent",
                                     ORIGIN_REFERENCE,
                                     "--url",
                                     bench->url,
                                     "--format",
                                     format,
                                     NULL};
    run(bench, arguments, output, cost);
    verdict_holds("tapedeck list has failed", cost->seconds > 0);
    free(program);
}

static const char *find_sqlite(void)
{
    static const char *const paths[] = {"/usr/bin/sqlite3", "/usr/local/bin/sqlite3"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (access(paths[i], X_OK) == 0)
            return paths[i];
    return NULL;
}

static void run_sqlite(struct bench *bench, const char *sql, const char *output, struct cost *cost)
{
    const char *const arguments[] = {find_sqlite(), "-csv", "-header", sitting_archive(bench->workspace),
                                     sql,           NULL};
    if (arguments[0])
        run(bench, arguments, output, cost);
}

/* The number of lines of a file, and the sum of what is in each but for quotes, in any order. */
static uint64_t read_lines(const char *path, uint64_t *sum)
{
    char line[LINE_SIZE];
    uint64_t count = 0;
    FILE *file = fopen(path, "r");
    for (*sum = 0; file && fgets(line, sizeof line, file); count++) {
        uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
        for (const char *at = line; *at; at++)
            if (*at != '"' && *at != '\r')
                hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
        *sum += hash;
    }
    if (file)
        fclose(file);
    return count;
}

static uint64_t count_rows(const char *text, size_t size, size_t *matched)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < size; i++) {
        *matched = text[i] == ROW_END[*matched] ? *matched + 1 : text[i] == ROW_END[0];
        if (*matched == strlen(ROW_END)) {
            rows++;
            *matched = 0;
        }
    }
    return rows;
}

/* The rows of all entries of a workbook, which follow each other: a header of 30 bytes and a name, data, 16 bytes. */
static uint64_t workbook_rows(const char *path)
{
    unsigned char header[30], in[1];
    char out[BLOCK];
    uint64_t rows = 0;
    FILE *file = fopen(path, "rb");
    while (file && fread(header, 1, sizeof header, file) == sizeof header && header[2] == 3) {
        z_stream stream = {.next_in = NULL};
        size_t matched = 0;
        int code = inflateInit2(&stream, -15);
        fseek(file, header[26] | header[27] << 8, SEEK_CUR);
        while (code == Z_OK && fread(in, 1, 1, file) == 1) {
            stream.next_in = in;
            stream.avail_in = 1;
            do {
                stream.next_out = (Bytef *)out;
                stream.avail_out = BLOCK;
                code = inflate(&stream, Z_NO_FLUSH);
                rows += count_rows(out, BLOCK - stream.avail_out, &matched);
            } while (code == Z_OK && stream.avail_out == 0);
        }
        inflateEnd(&stream);
        fseek(file, 16, SEEK_CUR);
    }
    if (file)
        fclose(file);
    return rows;
}

struct costs {
    struct cost csv, sqlite, plain, xlsx;
};

static void check(struct bench *bench, const struct costs *costs)
{
    uint64_t ours, theirs;
    uint64_t count = read_lines(workspace_path(bench->workspace, "list.csv"), &ours);
    verdict_equal("lines of CSV", bench->size + 1, count);
    if (costs->sqlite.seconds > 0) {
        read_lines(workspace_path(bench->workspace, "sqlite.csv"), &theirs);
        verdict_equal("CSV against that of sqlite3", theirs, ours);
    }
    uint64_t headers = bench->size / 1048575 + 1,
             rows = workbook_rows(workspace_path(bench->workspace, "list.xlsx"));
    verdict_holds("rows of the workbook",
                  rows > bench->size + headers && rows < bench->size + headers + 20); /* and those about it */
}

static void show(const struct costs *costs)
{
    table_value("CSV", costs->csv.seconds, "s", "of CPU time");
    if (costs->sqlite.seconds > 0) {
        table_value("sqlite3 -csv, the same texts", costs->sqlite.seconds, "s", "");
        table_at_most("CSV, times sqlite3's", costs->csv.seconds / costs->sqlite.seconds, "", TIMES_SQLITE);
        table_value("sqlite3 -csv, times and names as they are kept", costs->plain.seconds, "s", "");
        table_at_most("CSV, times that", costs->csv.seconds / costs->plain.seconds, "", TIMES_SQLITE);
    } else {
        puts("sqlite3 is not installed: nothing to compare CSV with");
    }
    table_value("workbook", costs->xlsx.seconds, "s", "");
    table_at_most("workbook, times CSV", costs->xlsx.seconds / costs->csv.seconds, "", TIMES_CSV);
    table_value("peak resident memory of CSV", costs->csv.mib, "MiB", "");
    table_at_most("and more for the workbook", costs->xlsx.mib - costs->csv.mib, "MiB", MORE_MIB);
}

static void measure(struct bench *bench)
{
    char number[TABLE_NUMBER_SIZE];
    struct costs costs = {.csv.seconds = 0};
    fill(bench);
    table_begin("Export of %s recordings, CPU time, the least of %d runs", table_number(number, bench->size),
                origin_rounds(RUNS));
    for (int i = 0; i < origin_rounds(RUNS); i++) {
        run_tapedeck(bench, "csv", workspace_path(bench->workspace, "list.csv"), &costs.csv);
        run_sqlite(bench, query, workspace_path(bench->workspace, "sqlite.csv"), &costs.sqlite);
        run_sqlite(bench, plain_query, "/dev/null", &costs.plain);
        run_tapedeck(bench, "xlsx", workspace_path(bench->workspace, "list.xlsx"), &costs.xlsx);
    }
    check(bench, &costs);
    show(&costs);
}

int main(int count, char **arguments)
{
    uint64_t sizes[MOST_SIZES] = {1000000};
    size_t size_count = origin_sizes(count, arguments, sizes, 1, MOST_SIZES);
    for (size_t i = 0; i < size_count; i++) {
        struct bench bench = {.workspace = workspace_new(), .size = sizes[i]};
        measure(&bench);
        workspace_free(&bench.workspace);
        free(bench.url);
    }
    return verdict_status();
}
