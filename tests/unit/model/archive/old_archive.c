/* Archives as versions 1 to 3 of the schema had them: what the programs of those versions wrote when they
 * were given the same small history, of which one agent was asked for by her address before the server listed
 * her with her id. Versions 2 and 3 then purged what had started before 2022-04-15 of agent 104. */
#include "tests/unit/model/archive/old_archive.h"

#include <sqlite3.h>
#include <stdio.h>

/* Of all three. */
static const char schema[] =
    "CREATE TABLE account(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE agents(agent INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, name TEXT, email "
    "TEXT, department TEXT, status TEXT, listed INTEGER NOT NULL DEFAULT 0, recordings INTEGER NOT "
    "NULL DEFAULT 0, tail INTEGER NOT NULL DEFAULT 0, as_of INTEGER, lost INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE coverage(agent INTEGER NOT NULL, whole INTEGER NOT NULL, lo INTEGER NOT NULL, hi "
    "INTEGER NOT NULL, PRIMARY KEY(agent, whole, lo)) WITHOUT ROWID;"
    "CREATE TABLE callers(caller INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE);"
    "CREATE TABLE people(person INTEGER PRIMARY KEY, agent_id INTEGER, name TEXT);"
    "CREATE TABLE queues(queue INTEGER PRIMARY KEY, queue_id INTEGER, name TEXT);"
    "CREATE TABLE kinds(kind INTEGER PRIMARY KEY, type TEXT, culture TEXT);"
    "CREATE TABLE recordings(agent INTEGER NOT NULL, call INTEGER NOT NULL, file NOT NULL, started "
    "INTEGER, ended INTEGER, caller INTEGER, person INTEGER, queue INTEGER, kind INTEGER, PRIMARY "
    "KEY(agent, call, file)) WITHOUT ROWID;"
    "CREATE UNIQUE INDEX people_key ON people(name, agent_id);"
    "CREATE UNIQUE INDEX queues_key ON queues(name, queue_id);"
    "CREATE UNIQUE INDEX kinds_key ON kinds(type, culture);";

static const char rows[] =
    "INSERT INTO account VALUES('base','http://127.0.0.1/mot/test'), "
    "('rises',14);"
    "INSERT INTO coverage VALUES(1,1,0,507), "
    "(2,0,0,506), "
    "(2,1,0,507);"
    "INSERT INTO callers VALUES(1,'+4583123456'), "
    "(2,'+4531000000'), "
    "(3,'anonymous'), "
    "(4,'1772'), "
    "(5,'+4540000000'), "
    "(6,'+4540000001');"
    "INSERT INTO people VALUES(1,103,'Ida Holm'), "
    "(2,104,'Bo Krogh');"
    "INSERT INTO queues VALUES(1,301,'Hovednummer'), "
    "(2,302,'Økonomi');"
    "INSERT INTO kinds VALUES(1,'QueueCall','da-DK'), "
    "(2,'CallbackCall','en-GB');"
    "INSERT INTO recordings "
    "VALUES(1,500,X'000001f40000400080000000000001f4',16413696000000000,16413697200000000,1,1,1,1), "
    "(1,501,X'00001393000040008000000000001393',16461252001234567,16461255000000000,1,1,1,1), "
    "(1,501,X'00001394000040008000000000001394',16461255600000000,16461256200000000,1,1,2,1), "
    "(1,503,X'',16513992000000000,16513992600000000,2,1,1,1), "
    "(1,504,'call 7.wav',16540776000000000,16540776600000000,2,1,1,2), "
    "(1,505,X'000001f90000400080000000000001f9',NULL,16566696600000000,3,1,1,1), "
    "(1,506,X'000001fa0000400080000000000001fa',16593480000000000,NULL,NULL,1,1,1), "
    "(1,507,'',16594344000000000,16594345800000000,4,1,1,1), "
    "(2,500,X'000001f40000400080000000000001f4',16413696000000000,16413697200000000,1,1,1,1), "
    "(2,501,X'00001393000040008000000000001393',16461252001234567,16461255000000000,1,1,1,1), "
    "(2,501,X'00001394000040008000000000001394',16461255600000000,16461256200000000,1,1,2,1), "
    "(2,503,X'',16513992000000000,16513992600000000,2,1,1,1), "
    "(2,504,'call 7.wav',16540776000000000,16540776600000000,2,1,1,2), "
    "(2,505,X'000001f90000400080000000000001f9',NULL,16566696600000000,3,1,1,1), "
    "(2,506,X'000001fa0000400080000000000001fa',16593480000000000,NULL,NULL,1,1,1), "
    "(2,507,'',16594344000000000,16594345800000000,4,1,1,1), "
    "(3,508,X'000001fc0000400080000000000001fc',16803360000000000,16803361200000000,5,2,1,1), "
    "(3,509,X'000001fd0000400080000000000001fd',16829280000000000,16829281200000000,6,2,1,1);";

static const char *const own[] = {
    "INSERT INTO agents VALUES(1,'email:ida.h@example.dk','','','','',0,8,0,17959095360691138,0), "
    "(2,'id:103','Ida Holm','ida.h@example.dk','Service','',1,8,0,17959095362687066,0), "
    "(3,'id:104','Bo Krogh','bo.k@example.dk','','',1,3,0,17959095362686579,0);"
    "INSERT INTO coverage VALUES(3,1,0,509);"
    "INSERT INTO recordings "
    "VALUES(3,502,X'000001f60000400080000000000001f6',16488000000000000,16488001200000000,1,2,1,1);",
    "CREATE TABLE purges(agent INTEGER PRIMARY KEY, before INTEGER NOT NULL, call INTEGER NOT NULL);"
    "INSERT INTO agents VALUES(1,'email:ida.h@example.dk','','','','',0,8,0,17959095374828839,0), "
    "(2,'id:103','Ida Holm','ida.h@example.dk','Service','',1,8,0,17959095377334101,0), "
    "(3,'id:104','Bo Krogh','bo.k@example.dk','','',1,2,502,17959095377333886,0);"
    "INSERT INTO coverage VALUES(3,1,502,509);"
    "INSERT INTO purges VALUES(3,16499808000000000,502);",
    "CREATE TABLE purges(agent INTEGER PRIMARY KEY, before INTEGER NOT NULL, call INTEGER NOT NULL);"
    "CREATE TABLE changes(change INTEGER PRIMARY KEY, agent INTEGER NOT NULL, first INTEGER NOT NULL, "
    "last INTEGER NOT NULL);"
    "INSERT INTO account VALUES('listed',17959095391173144);"
    "INSERT INTO agents VALUES(1,'email:ida.h@example.dk','','','','',0,8,0,17959095390069879,0), "
    "(2,'id:103','Ida Holm','ida.h@example.dk','Service','',1,8,0,17959095391581144,0), "
    "(3,'id:104','Bo Krogh','bo.k@example.dk','','',1,2,502,17959095391746279,0);"
    "INSERT INTO coverage VALUES(3,0,502,508), "
    "(3,1,502,509);"
    "INSERT INTO purges VALUES(3,16499808000000000,502);"
    "INSERT INTO changes VALUES(1,1,500,507), "
    "(2,2,500,507), "
    "(3,3,502,509), "
    "(4,3,-9223372036854775808,502), "
    "(5,0,0,0);",
};

const char old_archive_answer[] =
    "["
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":500,"
    "\"QueueCallType\":\"QueueCall\",\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationStartedUtc\":\"2022-01-05T08:00:00.0000000Z\","
    "\"ConversationEndedUtc\":\"2022-01-05T08:02:00.0000000Z\","
    "\"RecordingFileName\":\"000001f4-0000-4000-8000-0000000001f4.mp3\",\"Caller\":\"+4583123456\"},"
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":501,"
    "\"QueueCallType\":\"QueueCall\",\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationStartedUtc\":\"2022-03-01T09:00:00.1234567Z\","
    "\"ConversationEndedUtc\":\"2022-03-01T09:05:00.0000000Z\","
    "\"RecordingFileName\":\"00001393-0000-4000-8000-000000001393.mp3\",\"Caller\":\"+4583123456\"},"
    "{\"QueueId\":302,\"QueueName\":\"Økonomi\",\"QueueCallId\":501,\"QueueCallType\":\"QueueCall\","
    "\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\",\"AgentId\":103,"
    "\"ConversationStartedUtc\":\"2022-03-01T09:06:00.0000000Z\","
    "\"ConversationEndedUtc\":\"2022-03-01T09:07:00.0000000Z\","
    "\"RecordingFileName\":\"00001394-0000-4000-8000-000000001394.mp3\",\"Caller\":\"+4583123456\"},"
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":503,"
    "\"QueueCallType\":\"QueueCall\",\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationStartedUtc\":\"2022-05-01T10:00:00.0000000Z\","
    "\"ConversationEndedUtc\":\"2022-05-01T10:01:00.0000000Z\",\"Caller\":\"+4531000000\"},"
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":504,"
    "\"QueueCallType\":\"CallbackCall\",\"Culture\":\"en-GB\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationStartedUtc\":\"2022-06-01T10:00:00.0000000Z\","
    "\"ConversationEndedUtc\":\"2022-06-01T10:01:00.0000000Z\",\"RecordingFileName\":\"call 7.wav\","
    "\"Caller\":\"+4531000000\"},"
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":505,"
    "\"QueueCallType\":\"QueueCall\",\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationEndedUtc\":\"2022-07-01T10:01:00.0000000Z\","
    "\"RecordingFileName\":\"000001f9-0000-4000-8000-0000000001f9.mp3\",\"Caller\":\"anonymous\"},"
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":506,"
    "\"QueueCallType\":\"QueueCall\",\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationStartedUtc\":\"2022-08-01T10:00:00.0000000Z\","
    "\"RecordingFileName\":\"000001fa-0000-4000-8000-0000000001fa.mp3\"},"
    "{\"QueueId\":301,\"QueueName\":\"Hovednummer\",\"QueueCallId\":507,"
    "\"QueueCallType\":\"QueueCall\",\"Culture\":\"da-DK\",\"AgentName\":\"Ida Holm\","
    "\"AgentId\":103,\"ConversationStartedUtc\":\"2022-08-02T10:00:00.0000000Z\","
    "\"ConversationEndedUtc\":\"2022-08-02T10:03:00.0000000Z\",\"RecordingFileName\":\"\","
    "\"Caller\":\"1772\"}]";

#define MARK 0x74617065

int old_archive_make(const char *path, int version)
{
    sqlite3 *database = NULL;
    char pragmas[100];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;", MARK,
             version);
    const char *const texts[] = {"PRAGMA page_size=8192; PRAGMA journal_mode=WAL; BEGIN", schema, rows,
                                 own[version - 1], pragmas};
    int code = sqlite3_open(path, &database);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof texts / sizeof *texts; i++)
        code = sqlite3_exec(database, texts[i], NULL, NULL, NULL);
    sqlite3_close(database);
    return code;
}
