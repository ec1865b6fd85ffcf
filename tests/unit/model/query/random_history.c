#include "tests/unit/model/query/random_history.h"
#include "tests/unit/must.h"

#include "model/filter/filter_parse.h"
#include "model/query/search_index.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND TIMESTAMP_SECOND
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const zones[] = {"Europe/Copenhagen", "America/St_Johns", "Australia/Lord_Howe",
                                    "Asia/Kathmandu", "America/Sao_Paulo"};

unsigned random_history_pick(struct random_history *history, unsigned below)
{
    return archive_fixture_pick(&history->archive, below);
}

static int64_t random_start(struct random_history *history)
{
    static const int64_t odd[] = {TIMESTAMP_NONE,
                                  0,
                                  -5 * SECOND,
                                  TIMESTAMP_EARLIEST,
                                  TIMESTAMP_EARLIEST - 1,
                                  RANDOM_NOW + RANDOM_DAY,
                                  RANDOM_NOW + RANDOM_DAY + SECOND,
                                  RANDOM_NOW + 40000 * RANDOM_DAY};
    if (!random_history_pick(history, 20))
        return odd[random_history_pick(history, COUNT(odd))];
    return RANDOM_NOW - (int64_t)((double)history->span * random_history_pick(history, 1000000) / 1000000) -
           random_history_pick(history, 10000000);
}

static int64_t random_end(struct random_history *history, int64_t started)
{
    if (!random_history_pick(history, 15))
        return TIMESTAMP_NONE;
    if (started == TIMESTAMP_NONE || !random_history_pick(history, 25))
        return RANDOM_NOW - random_history_pick(history, 100000) * SECOND;
    if (!random_history_pick(history, 30)) /* about as long as is believed */
        return started + 32765 * SECOND + random_history_pick(history, 5) * SECOND / 2;
    return started + random_history_pick(history, 900) * SECOND + random_history_pick(history, 10000000);
}

static void add_row(struct random_history *history)
{
    struct random_row row = {.agent = 1 + random_history_pick(history, RANDOM_AGENTS),
                             .call = (int64_t)history->count + 1};
    row.started = random_start(history);
    row.ended = random_end(history, row.started);
    row.caller = random_history_pick(history, 4);
    row.queue = random_history_pick(history, 3);
    const int64_t values[] = {row.agent, row.call, row.started, row.ended, row.caller, row.queue};
    archive_fixture_file(
        &history->archive,
        "INSERT INTO recordings(agent, call, file, started, ended, caller, queue, person, kind)"
        " VALUES(?1, ?2, '', nullif(?3, -9223372036854775807 - 1),"
        " nullif(?4, -9223372036854775807 - 1), ?5, ?6, 0, 0)",
        values, 6);
    history->rows[history->count++] = row;
}

void random_history_open(struct random_history *history, unsigned seed)
{
    static const int64_t days[] = {1, 3, 30, 400, 9000};
    struct failure failure;
    memset(history, 0, sizeof *history);
    setenv("TZ", zones[seed % COUNT(zones)], 1);
    tzset();
    archive_fixture_open(&history->archive, seed);
    history->span = days[random_history_pick(history, COUNT(days))] * RANDOM_DAY;
    archive_fixture_run(&history->archive,
                        "INSERT INTO queues(queue, name) VALUES(1, 'Sales'), (2, 'Support');"
                        "INSERT INTO callers(caller, number) VALUES(1, '83123456'), (2, '112'), (3, '4583');"
                        "INSERT INTO agents(agent, reference, name) VALUES(1, 'id:101', 'Ida'), (2, "
                        "'id:102', NULL), (3, 'email:a@b', 'Bo');"
                        "BEGIN");
    for (unsigned i = random_history_pick(history, RANDOM_ROWS); i > 0; i--)
        add_row(history);
    archive_fixture_run(&history->archive, "COMMIT");
    history->index = search_index_new();
    history->indexed = reader_open(history->archive.path, &failure);
    must(history->indexed != NULL, &failure);
    reader_use_index(history->indexed, history->index, true);
}

void random_history_close(struct random_history *history)
{
    reader_close(&history->indexed);
    search_index_free(&history->index);
    archive_fixture_close(&history->archive);
}

struct reader *random_history_reader(struct random_history *history)
{
    return random_history_pick(history, 2) ? history->archive.reader : history->indexed;
}

struct list_query random_history_query(struct random_history *history)
{
    static const char *const filters[] = {"", "", "sales", "83", "longer:5m", "sales -112", "-longer:5m"};
    struct list_query query = {.agent = random_history_pick(history, RANDOM_AGENTS + 1)};
    unsigned filter = random_history_pick(history, COUNT(filters));
    filter_parse(&query.filter, filters[filter], RANDOM_NOW, true, NULL);
    if (!random_history_pick(history, 4))
        filter_take_caller(&query.filter, "83123456");
    for (size_t i = 0; i < history->count; i++) {
        struct random_row *row = &history->rows[i];
        bool has_length =
            row->started != TIMESTAMP_NONE && row->ended != TIMESTAMP_NONE && row->ended >= row->started;
        bool is_longer = has_length && row->ended - row->started >= 300 * SECOND + SECOND / 2;
        const bool matches[] = {true,
                                true,
                                row->queue == 1,
                                row->caller == 1 || row->caller == 3,
                                is_longer,
                                row->queue == 1 && row->caller != 2,
                                !is_longer};
        row->listed = matches[filter] && (!query.agent || row->agent == query.agent) &&
                      (query.filter.caller[0] == '\0' || row->caller == 1);
    }
    return query;
}

bool random_history_believes(int64_t started)
{
    return started != TIMESTAMP_NONE && started >= TIMESTAMP_EARLIEST &&
           started < RANDOM_NOW + RANDOM_DAY + SECOND;
}

int64_t random_history_length(const struct random_row *row)
{
    bool is_believed = row->started != TIMESTAMP_NONE && row->ended != TIMESTAMP_NONE &&
                       row->ended >= row->started && row->ended - row->started < 32767 * SECOND;
    return is_believed ? (row->ended - row->started) / (SECOND / 2) : -1;
}
