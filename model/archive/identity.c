#include "model/archive/identity.h"

#include "model/archive/database.h"
#include "model/archive/statements.h"
#include "net/base/letter_case.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How many of an agent's newest recordings are compared, and how many of them have to carry the same id if nothing else
 * confirms it: at least LEAST_ALIKE, and MOST_ALIKE out of OUT_OF. */
#define COMPARED "500"
enum { LEAST_ALIKE = 3, OUT_OF = 10, MOST_ALIKE = 9 };

enum { REFERENCES = 4 };

static const char find_sql[] = "SELECT agent FROM identities WHERE reference = ?1";

/* `agent` is 0 for a reference that several agents have: it identifies none. `merged` has the numbers of merged agents,
 * by which other programs may still know them. */
const char identity_schema[] =
    "CREATE TABLE IF NOT EXISTS identities(reference TEXT PRIMARY KEY, agent INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS identities_agent ON identities(agent);"
    "CREATE TABLE IF NOT EXISTS merged(agent INTEGER PRIMARY KEY, other INTEGER NOT NULL);";

const char *identity_text(char buffer[IDENTITY_SIZE], const struct agent_reference *reference)
{
    const char *text = reference->identification;
    if (reference->type == API_REFERENCE_SIP_URI && strncasecmp(text, "sip:", 4) == 0)
        text += 4;
    snprintf(buffer, IDENTITY_SIZE, "%s:%s", api_reference_type_name(reference->type), text);
    for (char *letter = strchr(buffer, ':'); *letter; letter++)
        *letter = letter_case_ascii(*letter);
    return buffer;
}

/* Adds a reference of that type, unless it is absent, too long or there already. */
static void add_reference(char texts[REFERENCES][IDENTITY_SIZE], size_t *count, enum api_reference_type type,
                          const char *identification)
{
    struct agent_reference reference = {.type = type};
    size_t length = identification ? strlen(identification) : 0;
    if (!length || length >= sizeof reference.identification)
        return;
    memcpy(reference.identification, identification, length + 1);
    identity_text(texts[*count], &reference);
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(texts[i], texts[*count]) == 0)
            return;
    }
    ++*count;
}

/* All references of an entry, the most certain first. */
static size_t references_of(char texts[REFERENCES][IDENTITY_SIZE], const struct agent_entry *entry)
{
    size_t count = 0;
    add_reference(texts, &count, entry->reference.type, entry->reference.identification);
    add_reference(texts, &count, API_REFERENCE_SYNC_ID, entry->sync_id);
    add_reference(texts, &count, API_REFERENCE_SIP_URI, entry->sip_uri);
    add_reference(texts, &count, API_REFERENCE_EMAIL, entry->email);
    return count;
}

/* The first column of the first row of a query (?1 is a text, ?2 a number); *result is unchanged if there is none. */
static bool query(struct statements *statements, const char *sql, const char *text, int64_t number,
                  int64_t *result, struct failure *failure)
{
    sqlite3_stmt *statement = statements_get(statements, sql, failure);
    if (!statement)
        return false;
    if (sqlite3_bind_parameter_count(statement) > 0)
        database_bind_text(statement, 1, text);
    if (sqlite3_bind_parameter_count(statement) > 1)
        sqlite3_bind_int64(statement, 2, number);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *result = sqlite3_column_int64(statement, 0);
    return database_done(statements->database, statement, code, failure);
}

static bool execute(struct statements *statements, const char *sql, const char *text, int64_t number,
                    struct failure *failure)
{
    int64_t nothing;
    return query(statements, sql, text, number, &nothing, failure);
}

/* Whether the agent has another id than `reference`, if that is one. */
static bool has_other_id(struct statements *statements, int64_t agent, const char *reference, bool *has,
                         struct failure *failure)
{
    int64_t others = 0;
    static const char sql[] =
        "SELECT count(*) FROM identities WHERE agent = ?2 AND reference GLOB 'id:*' AND reference <> ?1";
    bool read = query(statements, sql, reference, agent, &others, failure);
    *has = others > 0;
    return read;
}

static bool set_agent(struct statements *statements, const char *reference, int64_t agent,
                      struct failure *failure)
{
    return execute(statements, "INSERT OR REPLACE INTO identities(reference, agent) VALUES(?1, ?2)",
                   reference, agent, failure);
}

/* Makes everything of one agent (?1) the other's (?2). Of rows that both have the other's stays; what was purged of
 * either counts as purged of both. */
static const char *const merging[] = {
    "UPDATE OR IGNORE recordings SET agent = ?2 WHERE agent = ?1",
    "DELETE FROM recordings WHERE agent = ?1",
    "UPDATE OR IGNORE coverage SET agent = ?2 WHERE agent = ?1",
    "DELETE FROM coverage WHERE agent = ?1",
    "UPDATE purges AS one SET before = max(one.before, other.before), call = max(one.call, other.call)"
    " FROM purges AS other WHERE one.agent = ?2 AND other.agent = ?1",
    "UPDATE OR IGNORE purges SET agent = ?2 WHERE agent = ?1",
    "DELETE FROM purges WHERE agent = ?1",
    "UPDATE unreadable AS one SET elements = max(one.elements, other.elements),"
    " place = max(one.place, other.place)"
    " FROM unreadable AS other WHERE one.agent = ?2 AND other.agent = ?1",
    "UPDATE OR IGNORE unreadable SET agent = ?2 WHERE agent = ?1",
    "DELETE FROM unreadable WHERE agent = ?1",
    "UPDATE agents SET (tail, as_of) = (SELECT tail, as_of FROM agents WHERE agent = ?1) WHERE agent = ?2"
    " AND ifnull(as_of, -1) < (SELECT ifnull(as_of, -1) FROM agents WHERE agent = ?1)",
    "UPDATE agents AS one SET listed = max(one.listed, other.listed), lost = max(one.lost, other.lost),"
    " name = CASE WHEN ifnull(one.name, '') = '' THEN other.name ELSE one.name END,"
    " email = CASE WHEN ifnull(one.email, '') = '' THEN other.email ELSE one.email END,"
    " department = CASE WHEN ifnull(one.department, '') = '' THEN other.department ELSE one.department END,"
    " recordings = (SELECT count(*) FROM recordings WHERE agent = ?2)"
    " FROM agents AS other WHERE one.agent = ?2 AND other.agent = ?1",
    "DELETE FROM agents WHERE agent = ?1",
    "UPDATE identities SET agent = ?2 WHERE agent = ?1",
    "UPDATE merged SET other = ?2 WHERE other = ?1",
    "INSERT OR REPLACE INTO merged(agent, other) VALUES(?1, ?2)",
};

static bool merge(struct statements *statements, int64_t from, int64_t into, struct failure *failure)
{
    bool merged = true;
    for (size_t i = 0; merged && i < sizeof merging / sizeof *merging; i++)
        merged = database_run_with(statements->database, merging[i], DATABASE_NUMBERS(from, into), failure);
    log_line("agent %lld of the archive is agent %lld: merged", (long long)from, (long long)into);
    return merged;
}

/* Merges two agents with the same reference, unless both have ids: then the reference identifies none. */
static bool join(struct statements *statements, const char *reference, int64_t other, int64_t *agent,
                 bool *merged, struct failure *failure)
{
    bool has_id, other_has_id;
    if (!has_other_id(statements, *agent, "", &has_id, failure) ||
        !has_other_id(statements, other, "", &other_has_id, failure))
        return false;
    if (has_id && other_has_id)
        return set_agent(statements, reference, 0, failure);
    int64_t from = other_has_id ? *agent : other;
    *agent = other_has_id ? other : *agent;
    *merged = true;
    return merge(statements, from, *agent, failure);
}

/* The agent that was added with the entry's own reference, even if that identifies none by now. */
static bool find_by_own(struct statements *statements, const struct agent_entry *entry, int64_t *agent,
                        struct failure *failure)
{
    char reference[IDENTITY_SIZE];
    agent_reference_text(reference, sizeof reference, &entry->reference);
    return query(statements, "SELECT agent FROM agents WHERE reference = ?1", reference, 0, agent, failure);
}

bool identity_find(struct statements *statements, const struct agent_entry *entry, int64_t *agent,
                   bool *merged, struct failure *failure)
{
    char texts[REFERENCES][IDENTITY_SIZE];
    size_t count = references_of(texts, entry);
    bool by_id = entry->reference.type == API_REFERENCE_ID;
    bool done = true;
    *agent = 0;
    for (size_t i = 0; done && i < count; i++) {
        int64_t other = 0;
        bool is_another = false;
        done = query(statements, find_sql, texts[i], 0, &other, failure) &&
               (!other || !by_id || has_other_id(statements, other, texts[0], &is_another, failure));
        if (!done || !other || other == *agent)
            continue;
        if (is_another)
            done = set_agent(statements, texts[i], 0, failure);
        else if (!*agent)
            *agent = other;
        else
            done = join(statements, texts[i], other, agent, merged, failure);
    }
    return done && (*agent || find_by_own(statements, entry, agent, failure));
}

bool identity_note(struct statements *statements, const struct agent_entry *entry, int64_t agent,
                   struct failure *failure)
{
    char texts[REFERENCES][IDENTITY_SIZE];
    size_t count = references_of(texts, entry);
    bool noted = true;
    for (size_t i = 0; noted && i < count; i++)
        noted = execute(statements, "INSERT OR IGNORE INTO identities(reference, agent) VALUES(?1, ?2)",
                        texts[i], agent, failure);
    if (noted && entry->reference.type == API_REFERENCE_ID) /* the server is asked by the id from now on */
        noted = execute(statements, "UPDATE OR IGNORE agents SET reference = ?1 WHERE agent = ?2", texts[0],
                        agent, failure);
    return noted;
}

/* The id that most of an agent's newest recordings carry. */
struct majority {
    int64_t id;
    int64_t count; /* recordings with that id */
    int64_t all;   /* recordings with any id */
};

static bool find_majority(struct statements *statements, int64_t agent, struct majority *majority,
                          struct failure *failure)
{
    static const char sql[] =
        "WITH newest AS (SELECT agent_id FROM recordings JOIN people USING(person) WHERE agent = ?1"
        " AND agent_id IS NOT NULL ORDER BY call DESC LIMIT " COMPARED ")"
        " SELECT agent_id, count(*), (SELECT count(*) FROM newest) FROM newest"
        " GROUP BY agent_id ORDER BY 2 DESC LIMIT 1";
    sqlite3_stmt *statement = statements_bound(statements, sql, DATABASE_NUMBERS(agent), failure);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *majority = (struct majority){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                                      sqlite3_column_int64(statement, 2)};
    return database_done(statements->database, statement, code, failure);
}

/* Whether one of the agent's newest recordings is also stored under the other agent: then both are one. */
static bool have_one_in_common(struct statements *statements, int64_t agent, int64_t other, bool *have,
                               struct failure *failure)
{
    static const char sql[] =
        "SELECT count(*) FROM (SELECT call, file FROM recordings WHERE agent = ?1"
        " ORDER BY call DESC LIMIT " COMPARED ") AS one WHERE EXISTS(SELECT 1 FROM recordings"
        " WHERE agent = ?2 AND call = one.call AND file = one.file)";
    sqlite3_stmt *statement = statements_bound(statements, sql, DATABASE_NUMBERS(agent, other), failure);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    *have = code == SQLITE_ROW && sqlite3_column_int64(statement, 0) > 0;
    return database_done(statements->database, statement, code, failure);
}

/* Gives the agent the id that its recordings carry, or merges it with the agent that has that id. */
static bool learn_id(struct statements *statements, int64_t agent, const struct majority *majority,
                     bool *merged, struct failure *failure)
{
    char reference[32];
    int64_t other = -1; /* no agent has the id */
    int64_t others_recordings = 0;
    bool have = false;
    bool is_clear = majority->count >= LEAST_ALIKE && majority->count * OUT_OF >= majority->all * MOST_ALIKE;
    snprintf(reference, sizeof reference, "id:%" PRId64, majority->id);
    if (!query(statements, find_sql, reference, 0, &other, failure))
        return false;
    if (other < 0)
        return !is_clear || set_agent(statements, reference, agent, failure);
    if (!have_one_in_common(statements, agent, other, &have, failure) ||
        !query(statements, "SELECT recordings FROM agents WHERE agent = ?2", "", other, &others_recordings,
               failure))
        return false;
    bool are_one = other && (have ? majority->count * 2 > majority->all : is_clear && others_recordings == 0);
    *merged = *merged || are_one;
    return !are_one || merge(statements, agent, other, failure);
}

/* Learns the id of an agent by its recordings, unless one is known. */
static bool learn_unknown(struct statements *statements, int64_t agent, bool *is_known, bool *merged,
                          struct failure *failure)
{
    struct majority majority = {0};
    if (!has_other_id(statements, agent, "", is_known, failure))
        return false;
    return *is_known || (find_majority(statements, agent, &majority, failure) &&
                         (!majority.count || learn_id(statements, agent, &majority, merged, failure)));
}

/* The agents without a known id. Two ranges of `reference` use its index, so that agents named by an id are not read.
 * The caller frees *agents. */
static bool find_unknown(struct statements *statements, int64_t **agents, size_t *count,
                         struct failure *failure)
{
    size_t capacity = 0;
    sqlite3_stmt *statement = statements_get(
        statements,
        "SELECT agent FROM (SELECT agent FROM agents WHERE reference < 'id:'"
        " UNION ALL SELECT agent FROM agents WHERE reference >= 'id;') AS one WHERE NOT EXISTS("
        "SELECT 1 FROM identities WHERE agent = one.agent AND reference GLOB 'id:*')",
        failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        *agents = memory_grow(*agents, &capacity, *count + 1, sizeof **agents);
        (*agents)[(*count)++] = sqlite3_column_int64(statement, 0);
    }
    return database_done(statements->database, statement, code, failure);
}

bool identity_learn(struct statements *statements, int64_t agent, bool *merged, struct failure *failure)
{
    bool is_known = false;
    if (!learn_unknown(statements, agent, &is_known, merged, failure))
        return false;
    int64_t *others = NULL;
    size_t count = 0;
    bool learned = !is_known || find_unknown(statements, &others, &count, failure);
    for (size_t i = 0; learned && i < count; i++)
        learned = learn_unknown(statements, others[i], &is_known, merged, failure);
    free(others);
    return learned;
}

/* An agent of an archive that kept one reference of each. */
struct known {
    int64_t agent;
    struct agent_entry entry;
};

static bool read_known(struct statements *statements, struct known **known, size_t *count,
                       struct failure *failure)
{
    size_t capacity = 0;
    sqlite3_stmt *statement = statements_get(
        statements, "SELECT agent, reference, email FROM agents ORDER BY reference GLOB 'id:*' DESC, agent",
        failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        *known = memory_grow(*known, &capacity, *count + 1, sizeof **known);
        struct known *one = &(*known)[(*count)++];
        const char *reference = (const char *)sqlite3_column_text(statement, 1);
        const char *email = (const char *)sqlite3_column_text(statement, 2);
        *one = (struct known){.agent = sqlite3_column_int64(statement, 0)};
        agent_reference_parse(&one->entry.reference, reference ? reference : "");
        one->entry.email = memory_text(email ? email : "");
    }
    return database_done(statements->database, statement, code, failure);
}

static bool migrate_one(struct statements *statements, const struct known *one, struct failure *failure)
{
    int64_t agent;
    bool merged = false, is_known;
    if (!identity_find(statements, &one->entry, &agent, &merged, failure))
        return false;
    if (agent && agent != one->agent)
        return merge(statements, one->agent, agent, failure);
    return identity_note(statements, &one->entry, one->agent, failure) &&
           learn_unknown(statements, one->agent, &is_known, &merged, failure);
}

bool identity_migrate(sqlite3 *database, struct failure *failure)
{
    struct statements statements = {.database = database};
    struct known *known = NULL;
    size_t count = 0;
    bool done = read_known(&statements, &known, &count, failure);
    for (size_t i = 0; i < count; i++) {
        done = done && migrate_one(&statements, &known[i], failure);
        agent_entry_clear(&known[i].entry);
    }
    free(known);
    statements_clear(&statements);
    return done;
}
