#include "tests/unit/model/query/sorted_world.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { WORDS = 100 }; /* the place from which on callers have no number */

/* From WORDS on they have no number. */
static const struct value callers[] = {{"+45 83 12 34 56", 5},
                                       {"004583123456", 5},
                                       {"83123456", 6},
                                       {"112", 1},
                                       {"+4520304050", 4},
                                       {"0301234", 0},
                                       {"12345678901234567891", 3},
                                       {"12345678901234567890", 2},
                                       {"anonymous", WORDS},
                                       {"sip:ida@host", WORDS + 1},
                                       {"Ærø", WORDS + 2},
                                       {"", SORTED_NONE}};
static const struct value queues[] = {{"Salg", 4},   {"salg", 5},        {"Ægte", 7}, {"Ørsted", 8},
                                      {"Åben", 9},   {"Aabenraa", 10},   {"Zoo", 6},  {"", SORTED_NONE},
                                      {"Müller", 2}, {"Mynte", 3},       {"Élan", 0}, {"Eland", 1},
                                      {"Eland", 1},  {NULL, SORTED_NONE}};
static const struct value agents[SORTED_AGENTS] = {{"Åse", 4}, {"Bo", 1}, {NULL, 2}, {"", 3}, {"Bo", 1}};
static const char *const agent_names[SORTED_AGENTS] = {NULL, "Bo", "id:3", "id:4",
                                                       "Bo"}; /* as they are listed */
static const struct value renamed = {"Abe", 0};               /* the first one, at times */

static bool any(size_t caller, size_t queue, int64_t length)
{
    (void)caller;
    (void)queue;
    (void)length;
    return true;
}

static bool has_8312(size_t caller, size_t queue, int64_t length)
{
    (void)queue;
    (void)length;
    return caller >= 1 && caller <= 3;
}

static bool is_longer(size_t caller, size_t queue, int64_t length)
{
    (void)caller;
    (void)queue;
    return length >= 10 * TIMESTAMP_SECOND + TIMESTAMP_SECOND / 2; /* as it is shown */
}

static bool is_salg(size_t caller, size_t queue, int64_t length)
{
    (void)caller;
    (void)length;
    return queue == 1 || queue == 2;
}

static const struct {
    const char *text;
    bool (*matches)(size_t caller, size_t queue, int64_t length);
} filters[] = {{"", any}, {"8312", has_8312}, {"longer:10s", is_longer}, {"queue:salg", is_salg}};

unsigned sorted_world_pick(struct sorted_world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

/* The archive's number of a caller, 0 of none. */
static size_t number_of(const struct sorted_world *world, size_t caller)
{
    return caller ? 1 + (caller - 1 + world->shift) % COUNT(callers) : 0;
}

static int64_t random_length(struct sorted_world *world)
{
    static const int64_t odd[] = {0, 32766, 32767, 32768, 90000, INT64_C(4000000000)};
    if (!sorted_world_pick(world, 8))
        return SORTED_NONE;
    if (!sorted_world_pick(world, 4))
        return odd[sorted_world_pick(world, COUNT(odd))] * TIMESTAMP_SECOND;
    return (int64_t)sorted_world_pick(world, 30) * TIMESTAMP_SECOND / 2 + sorted_world_pick(world, 3);
}

void sorted_world_row(struct sorted_world *world, struct sorted_row *row)
{
    *row = (struct sorted_row){
        .agent = 1 + sorted_world_pick(world, SORTED_AGENTS),
        .call = sorted_world_pick(world, 30) ? 1 + sorted_world_pick(world, 60) : INT64_MIN,
        .started = sorted_world_pick(world, 8)
                       ? (int64_t)(1000 + sorted_world_pick(world, 5)) * TIMESTAMP_SECOND +
                             sorted_world_pick(world, 2)
                       : TIMESTAMP_NONE,
        .caller = sorted_world_pick(world, COUNT(callers) + 1),
        .queue = sorted_world_pick(world, COUNT(queues) + 1)};
    row->length = row->started == TIMESTAMP_NONE ? SORTED_NONE : random_length(world);
    int letter = 'a' + (int)sorted_world_pick(world, 3);
    snprintf(row->file, sizeof row->file, "%c%u.wav", letter, sorted_world_pick(world, 2));
}

static void run(struct sorted_world *world, const char *sql)
{
    archive_fixture_run(&world->archive, sql);
}

void sorted_world_tell(struct sorted_world *world)
{
    run(world, "INSERT INTO changes(agent, first, last) SELECT agent, -9223372036854775807 - 1,"
               " 9223372036854775807 FROM agents");
}

static void add_rows(struct sorted_world *world, size_t count)
{
    struct failure failure;
    sqlite3_stmt *insert =
        database_prepare(world->archive.writer,
                         "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller, queue)"
                         " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         &failure);
    must(insert != NULL, &failure);
    for (size_t i = 0; i < count && world->count < SORTED_MOST_ROWS; i++) {
        struct sorted_row *row = &world->rows[world->count];
        sorted_world_row(world, row);
        sqlite3_bind_int64(insert, 1, row->agent);
        sqlite3_bind_int64(insert, 2, row->call);
        sqlite3_bind_text(insert, 3, row->file, -1, SQLITE_STATIC);
        database_bind_integer(insert, 4, row->started, TIMESTAMP_NONE);
        database_bind_integer(insert, 5,
                              row->length == SORTED_NONE ? TIMESTAMP_NONE : row->started + row->length,
                              TIMESTAMP_NONE);
        database_bind_integer(insert, 6, (int64_t)number_of(world, row->caller), 0);
        database_bind_integer(insert, 7, (int64_t)row->queue, 0);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
        world->count += (size_t)sqlite3_changes(world->archive.writer);
    }
    sqlite3_finalize(insert);
    sorted_world_tell(world);
}

static void add_values(struct sorted_world *world, const char *sql, const struct value *values, size_t from,
                       size_t to)
{
    struct failure failure;
    sqlite3_stmt *insert = database_prepare(world->archive.writer, sql, &failure);
    must(insert != NULL, &failure);
    for (size_t i = from; i < to; i++) {
        sqlite3_bind_int64(insert, 1, (int64_t)i + 1);
        database_bind_text(insert, 2, values[i].text);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
    }
    sqlite3_finalize(insert);
}

static const char add_callers[] = "INSERT INTO callers VALUES(?1, ?2)";

void sorted_world_open(struct sorted_world *world, unsigned seed)
{
    struct failure failure;
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    world->first_agent = agents[0];
    run(world, "BEGIN");
    add_values(world, add_callers, callers, 0, COUNT(callers));
    add_values(world, "INSERT INTO queues VALUES(?1, 700 + ?1, ?2)", queues, 0, COUNT(queues));
    add_values(world, "INSERT INTO agents(agent, reference, name) VALUES(?1, 'id:' || ?1, ?2)", agents, 0,
               SORTED_AGENTS);
    add_rows(world, sorted_world_pick(world, SORTED_MOST_ROWS));
    run(world, "COMMIT");
    world->index = search_index_new();
    world->indexed = reader_open(world->archive.path, &failure);
    must(world->indexed != NULL, &failure);
    reader_use_index(world->indexed, world->index, true);
}

void sorted_world_close(struct sorted_world *world)
{
    reader_close(&world->indexed);
    search_index_free(&world->index);
    archive_fixture_close(&world->archive);
}

/* Its place among the others; SORTED_NONE for none. */
static int64_t value_of(const struct sorted_world *world, const struct sorted_row *row)
{
    switch (world->query.sorting.by) {
    case LIST_SORT_LENGTH:
        return row->length == SORTED_NONE ? SORTED_NONE : row->length / (TIMESTAMP_SECOND / 2);
    case LIST_SORT_CALLER:
        return row->caller ? callers[row->caller - 1].place : SORTED_NONE;
    case LIST_SORT_QUEUE:
        return row->queue ? queues[row->queue - 1].place : SORTED_NONE;
    default:
        return row->agent == 1 ? world->first_agent.place : agents[row->agent - 1].place;
    }
}

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Those without a value, and callers without a number, stand behind the others in both directions. */
static int compare_values(const struct sorted_world *world, int64_t a, int64_t b)
{
    bool by_caller = world->query.sorting.by == LIST_SORT_CALLER;
    int class_a = a == SORTED_NONE ? 2 : by_caller && a >= WORDS,
        class_b = b == SORTED_NONE ? 2 : by_caller && b >= WORDS;
    if (class_a != class_b)
        return class_a - class_b;
    return world->query.sorting.is_descending ? order_of(b, a) : order_of(a, b);
}

static int64_t second_of(int64_t started)
{
    return started == TIMESTAMP_NONE ? 0 : started / TIMESTAMP_SECOND;
}

int sorted_world_compare(const struct sorted_world *world, const struct sorted_row *a,
                         const struct sorted_row *b)
{
    int order = compare_values(world, value_of(world, a), value_of(world, b));
    if (order)
        return order;
    order = order_of(second_of(a->started), second_of(b->started));
    order = order ? order : order_of(a->call, b->call);
    order = order ? order : order_of(a->agent, b->agent);
    order = order ? order : strcmp(a->file, b->file);
    return world->query.oldest_first ? order : -order;
}

static int compare(const void *left, const void *right, void *world)
{
    return sorted_world_compare(world, *(const struct sorted_row *const *)left,
                                *(const struct sorted_row *const *)right);
}

static void list_rows(struct sorted_world *world, size_t filter)
{
    world->list_count = 0;
    for (size_t i = 0; i < world->count; i++) {
        const struct sorted_row *row = &world->rows[i];
        if ((world->query.agent == PAGE_ALL_AGENTS || world->query.agent == row->agent) &&
            filters[filter].matches(row->caller, row->queue, row->length))
            world->list[world->list_count++] = row;
    }
    qsort_r(world->list, world->list_count, sizeof *world->list, compare, world);
}

struct recording_key sorted_world_key(const struct sorted_world *world, struct sorted_row *row)
{
    const char *name = NULL;
    if (world->query.sorting.by == LIST_SORT_CALLER && row->caller)
        name = callers[row->caller - 1].text;
    else if (world->query.sorting.by == LIST_SORT_QUEUE && row->queue)
        name = queues[row->queue - 1].text;
    else if (world->query.sorting.by == LIST_SORT_AGENT)
        name = row->agent == 1 ? world->first_agent.text : agent_names[row->agent - 1];
    return (struct recording_key){.agent = row->agent,
                                  .queue_call_id = row->call,
                                  .file_name = row->file,
                                  .place = row->started,
                                  .length = row->length == SORTED_NONE
                                                ? SEARCH_NO_WHOLE_LENGTH
                                                : search_terms_whole_length(0, row->length),
                                  .name = (char *)name};
}

void sorted_world_query(struct sorted_world *world)
{
    size_t filter = sorted_world_pick(world, COUNT(filters));
    world->query = (struct list_query){
        .agent = sorted_world_pick(world, 2) ? PAGE_ALL_AGENTS : 1 + sorted_world_pick(world, SORTED_AGENTS),
        .sorting = {LIST_SORT_LENGTH + sorted_world_pick(world, LIST_SORTS - LIST_SORT_LENGTH),
                    sorted_world_pick(world, 2)},
        .oldest_first = sorted_world_pick(world, 2)};
    filter_parse(&world->query.filter, filters[filter].text, 0, true, NULL);
    list_rows(world, filter);
}

static void rename_first_agent(struct sorted_world *world)
{
    char sql[100];
    world->first_agent = world->first_agent.place == renamed.place ? agents[0] : renamed;
    snprintf(sql, sizeof sql, "UPDATE agents SET name = '%s' WHERE agent = 1", world->first_agent.text);
    run(world, sql);
}

static void delete_call(struct sorted_world *world)
{
    const struct sorted_row gone = world->rows[sorted_world_pick(world, (unsigned)world->count)];
    const int64_t key[] = {gone.agent, gone.call};
    size_t kept = 0;
    archive_fixture_file(&world->archive, "DELETE FROM recordings WHERE agent = ?1 AND call = ?2", key, 2);
    for (size_t i = 0; i < world->count; i++)
        if (world->rows[i].agent != gone.agent || world->rows[i].call != gone.call)
            world->rows[kept++] = world->rows[i];
    world->count = kept;
    sorted_world_tell(world);
}

/* As a purge does it: what is found again gets other numbers. */
static void renumber_callers(struct sorted_world *world)
{
    struct failure failure;
    size_t count = COUNT(callers);
    world->shift = (world->shift + 1) % count;
    run(world, "DELETE FROM callers");
    sqlite3_stmt *insert = database_prepare(world->archive.writer, add_callers, &failure);
    must(insert != NULL, &failure);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(insert, 1, (int64_t)number_of(world, i + 1));
        sqlite3_bind_text(insert, 2, callers[i].text, -1, SQLITE_STATIC);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
    }
    sqlite3_finalize(insert);
    for (size_t i = 0; i < world->count; i++) {
        const struct sorted_row *row = &world->rows[i];
        const int64_t values[] = {row->agent, row->call, (int64_t)number_of(world, row->caller), row->file[0],
                                  row->file[1]};
        archive_fixture_file(&world->archive,
                             "UPDATE recordings SET caller = nullif(?3, 0) WHERE agent = ?1 AND call = ?2"
                             " AND file = char(?4, ?5) || '.wav'",
                             values, 5);
    }
    run(world, "INSERT INTO changes(agent, first, last) VALUES(0, 0, 0)");
    sorted_world_tell(world);
}

void sorted_world_change(struct sorted_world *world)
{
    void (*const changes[])(struct sorted_world *) = {rename_first_agent, renumber_callers, delete_call};
    size_t which = sorted_world_pick(world, COUNT(changes) + 1);
    run(world, "BEGIN");
    if (which == COUNT(changes) || !world->count)
        add_rows(world, 30);
    else
        changes[which](world);
    run(world, "COMMIT");
    world->query.sorting.by = LIST_SORT_START; /* another query comes next */
}
