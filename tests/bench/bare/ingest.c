/* The yardstick of an ingest: the least that can download, decode and file a history. curl, framing and cJSON
 * on one thread, SQLite on another, blocks of rows between them; the same tables, rows and transactions as
 * the archive of the product, and none of what it does besides. Arguments: the address, the secret's header,
 * the file. Prints how many rows it has filed. */
#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_ROWS = 1000, QUEUE_BLOCKS = 8, TRANSACTION_ROWS = 10000, TEXT_SIZE = 64, BUCKETS = 1 << 18 };

enum text { CALLER, AGENT_NAME, QUEUE_NAME, TYPE, CULTURE, TEXTS };

struct row {
    int64_t call, agent_id, queue_id, started, ended;
    unsigned char file[16];
    char texts[TEXTS][TEXT_SIZE];
};

struct block {
    size_t count;
    struct row rows[BLOCK_ROWS];
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct block *blocks[QUEUE_BLOCKS];
    size_t first, count;
    bool ended;
} queue = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bare: %s\n", what);
    exit(EXIT_FAILURE);
}

static void put_block(struct block *block)
{
    pthread_mutex_lock(&queue.mutex);
    while (block && queue.count == QUEUE_BLOCKS)
        pthread_cond_wait(&queue.changed, &queue.mutex);
    if (block)
        queue.blocks[(queue.first + queue.count++) % QUEUE_BLOCKS] = block;
    else
        queue.ended = true;
    pthread_cond_broadcast(&queue.changed);
    pthread_mutex_unlock(&queue.mutex);
}

static struct block *take_block(void)
{
    struct block *block = NULL;
    pthread_mutex_lock(&queue.mutex);
    while (!queue.count && !queue.ended)
        pthread_cond_wait(&queue.changed, &queue.mutex);
    if (queue.count) {
        block = queue.blocks[queue.first];
        queue.first = (queue.first + 1) % QUEUE_BLOCKS;
        queue.count--;
    }
    pthread_cond_broadcast(&queue.changed);
    pthread_mutex_unlock(&queue.mutex);
    return block;
}

/* Decoding. */

static int64_t number_at(const char *text, int count)
{
    int64_t value = 0;
    for (int i = 0; i < count; i++)
        value = value * 10 + text[i] - '0';
    return value;
}

/* "2020-10-22T10:29:53.1696606Z" into ticks of 100 ns. */
static int64_t ticks_of(const char *text)
{
    if (!text || strlen(text) != 28)
        return INT64_MIN;
    int64_t year = number_at(text, 4);
    int64_t month = number_at(text + 5, 2);
    year -= month <= 2;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number_at(text + 8, 2) - 1;
    int64_t era = year / 400;
    int64_t of_era = year - era * 400;
    int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719468;
    int64_t seconds = days * 86400 + number_at(text + 11, 2) * 3600 + number_at(text + 14, 2) * 60;
    return (seconds + number_at(text + 17, 2)) * 10000000 + number_at(text + 20, 7);
}

static void guid_of(unsigned char guid[16], const char *name)
{
    size_t digits = 0;
    for (; name && *name && digits < 32; name++) {
        if (*name == '-')
            continue;
        int value = *name <= '9' ? *name - '0' : *name - 'a' + 10;
        guid[digits / 2] = (unsigned char)(guid[digits / 2] << 4 | (value & 15));
        digits++;
    }
}

static int64_t number_of(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(member) ? (int64_t)member->valuedouble : 0;
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

static void decode(struct row *row, const char *text, size_t length)
{
    static const char *const names[TEXTS] = {"Caller", "AgentName", "QueueName", "QueueCallType", "Culture"};
    cJSON *object = cJSON_ParseWithLength(text, length);
    if (!object)
        give_up("an element is no JSON");
    row->call = number_of(object, "QueueCallId");
    row->agent_id = number_of(object, "AgentId");
    row->queue_id = number_of(object, "QueueId");
    row->started = ticks_of(text_of(object, "ConversationStartedUtc"));
    row->ended = ticks_of(text_of(object, "ConversationEndedUtc"));
    guid_of(row->file, text_of(object, "RecordingFileName"));
    for (int i = 0; i < TEXTS; i++)
        snprintf(row->texts[i], TEXT_SIZE, "%s", text_of(object, names[i]));
    cJSON_Delete(object);
}

/* Framing: the objects of an array. */

static struct {
    struct block *block;
    char *rest; /* of an element that has begun */
    size_t length, capacity;
    int depth;
    bool in_text, escaped;
} framing;

static void take_element(const char *text, size_t length)
{
    if (!framing.block && !(framing.block = calloc(1, sizeof *framing.block)))
        give_up("out of memory");
    decode(&framing.block->rows[framing.block->count++], text, length);
    if (framing.block->count == BLOCK_ROWS) {
        put_block(framing.block);
        framing.block = NULL;
    }
}

static void keep(const char *text, size_t length)
{
    if (framing.length + length > framing.capacity) {
        framing.capacity = (framing.length + length) * 2;
        framing.rest = realloc(framing.rest, framing.capacity);
        if (!framing.rest)
            give_up("out of memory");
    }
    memcpy(framing.rest + framing.length, text, length);
    framing.length += length;
}

static void end_element(const char *begin, const char *end)
{
    if (framing.length) {
        keep(begin, (size_t)(end - begin));
        take_element(framing.rest, framing.length);
        framing.length = 0;
    } else {
        take_element(begin, (size_t)(end - begin));
    }
}

/* The end of a string, or of the piece. */
static const char *skip_text(const char *at, const char *end)
{
    for (; at < end; at++) {
        if (framing.escaped)
            framing.escaped = false;
        else if (*at == '\\')
            framing.escaped = true;
        else if (*at == '"')
            break;
    }
    framing.in_text = at == end;
    return at;
}

static size_t on_data(const char *bytes, size_t size, size_t count, void *context)
{
    const char *end = bytes + size * count;
    const char *begin = bytes;
    (void)context;
    for (const char *at = bytes; at < end; at++) {
        if (framing.in_text || *at == '"') {
            at = skip_text(framing.in_text ? at : at + 1, end);
            if (at == end)
                break;
        } else if (*at == '{' && framing.depth++ == 0) {
            begin = at;
        } else if (*at == '}' && --framing.depth == 0) {
            end_element(begin, at + 1);
        }
    }
    if (framing.depth)
        keep(begin, (size_t)(end - begin));
    return size * count;
}

static void *download(void *context)
{
    char **arguments = context;
    struct curl_slist *header = curl_slist_append(NULL, arguments[2]);
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, arguments[1]);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, header);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 128L * 1024);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_data);
    if (curl_easy_perform(easy) != CURLE_OK)
        give_up("the download fails");
    curl_easy_cleanup(easy);
    curl_slist_free_all(header);
    if (framing.block)
        put_block(framing.block);
    put_block(NULL);
    return NULL;
}

/* Filing. */

static sqlite3 *database;

struct value {
    struct value *next;
    int64_t number, id;
    char first[TEXT_SIZE], second[TEXT_SIZE];
};

/* Values that stand in a table of their own, with the numbers that they have there. */
struct table {
    const char *sql;
    sqlite3_stmt *add;
    struct value *buckets[BUCKETS];
};

static struct table callers = {.sql = "INSERT INTO callers(number) VALUES(?2)"};
static struct table people = {.sql = "INSERT INTO people(agent_id, name) VALUES(?1, ?2)"};
static struct table queues = {.sql = "INSERT INTO queues(queue_id, name) VALUES(?1, ?2)"};
static struct table kinds = {.sql = "INSERT INTO kinds(type, culture) VALUES(?2, ?3)"};

static const char schema[] =
    "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
    "CREATE TABLE callers(caller INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE);"
    "CREATE TABLE people(person INTEGER PRIMARY KEY, agent_id INTEGER, name TEXT);"
    "CREATE UNIQUE INDEX people_key ON people(name, agent_id);"
    "CREATE TABLE queues(queue INTEGER PRIMARY KEY, queue_id INTEGER, name TEXT);"
    "CREATE UNIQUE INDEX queues_key ON queues(name, queue_id);"
    "CREATE TABLE kinds(kind INTEGER PRIMARY KEY, type TEXT, culture TEXT);"
    "CREATE UNIQUE INDEX kinds_key ON kinds(type, culture);"
    "CREATE TABLE recordings(agent INTEGER NOT NULL, call INTEGER NOT NULL, file NOT NULL, started INTEGER,"
    " ended INTEGER, caller INTEGER, person INTEGER, queue INTEGER, kind INTEGER, place INTEGER,"
    " PRIMARY KEY(agent, call, file)) WITHOUT ROWID;"
    "CREATE INDEX by_place ON recordings(agent, coalesce(place, started, -9223372036854775808), call);";

static void execute(const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        give_up(sqlite3_errmsg(database));
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        give_up(sqlite3_errmsg(database));
    return statement;
}

static void run(sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        give_up(sqlite3_errmsg(database));
    sqlite3_reset(statement);
}

static int64_t intern(struct table *table, int64_t number, const char *first, const char *second)
{
    uint64_t hash = 14695981039346656037ULL ^ (uint64_t)number;
    for (const char *at = first; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211ULL;
    struct value **bucket = &table->buckets[(hash ^ hash >> 32) % BUCKETS];
    for (struct value *value = *bucket; value; value = value->next) {
        if (value->number == number && strcmp(value->first, first) == 0 && strcmp(value->second, second) == 0)
            return value->id;
    }
    if (!table->add)
        table->add = prepare(table->sql);
    sqlite3_bind_int64(table->add, 1, number);
    sqlite3_bind_text(table->add, 2, first, -1, SQLITE_STATIC);
    sqlite3_bind_text(table->add, 3, second, -1, SQLITE_STATIC);
    run(table->add);
    struct value *value = calloc(1, sizeof *value);
    if (!value)
        give_up("out of memory");
    *value = (struct value){.next = *bucket, .number = number, .id = sqlite3_last_insert_rowid(database)};
    snprintf(value->first, TEXT_SIZE, "%s", first);
    snprintf(value->second, TEXT_SIZE, "%s", second);
    return (*bucket = value)->id;
}

static void file_row(sqlite3_stmt *add, const struct row *row)
{
    const char(*texts)[TEXT_SIZE] = row->texts;
    sqlite3_bind_int64(add, 1, row->call);
    sqlite3_bind_blob(add, 2, row->file, sizeof row->file, SQLITE_STATIC);
    sqlite3_bind_int64(add, 3, row->started);
    sqlite3_bind_int64(add, 4, row->ended);
    if (*texts[CALLER])
        sqlite3_bind_int64(add, 5, intern(&callers, 0, texts[CALLER], ""));
    else
        sqlite3_bind_null(add, 5);
    sqlite3_bind_int64(add, 6, intern(&people, row->agent_id, texts[AGENT_NAME], ""));
    sqlite3_bind_int64(add, 7, intern(&queues, row->queue_id, texts[QUEUE_NAME], ""));
    sqlite3_bind_int64(add, 8, intern(&kinds, 0, texts[TYPE], texts[CULTURE]));
    run(add);
}

static uint64_t file_all(void)
{
    struct block *block;
    uint64_t rows = 0;
    sqlite3_stmt *add =
        prepare("INSERT OR IGNORE INTO recordings VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)");
    execute("BEGIN IMMEDIATE");
    while ((block = take_block())) {
        for (size_t i = 0; i < block->count; i++) {
            file_row(add, &block->rows[i]);
            if (++rows % TRANSACTION_ROWS == 0)
                execute("COMMIT; BEGIN IMMEDIATE");
        }
        free(block);
    }
    execute("COMMIT");
    sqlite3_finalize(add);
    return rows;
}

int main(int count, char **arguments)
{
    pthread_t thread;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (count != 4 || sqlite3_open_v2(arguments[3], &database, flags, NULL) != SQLITE_OK)
        give_up("give an address, a header and a file");
    execute(schema);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    if (pthread_create(&thread, NULL, download, arguments) != 0)
        give_up("no thread");
    printf("%llu\n", (unsigned long long)file_all());
    pthread_join(thread, NULL);
    sqlite3_finalize(callers.add);
    sqlite3_finalize(people.add);
    sqlite3_finalize(queues.add);
    sqlite3_finalize(kinds.add);
    sqlite3_close(database);
    return EXIT_SUCCESS;
}
