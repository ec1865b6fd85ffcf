/* The ids of some days ago, as the archive knows them: at each hour of the day, though most calls come by day, and
 * however long the history is. */
#include "model/archive/writer_chronology.h"
#include "model/coverage/chronology.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>

#define HOUR (INT64_C(3600))
#define DAY (24 * HOUR)
#define BEGIN (INT64_C(1600000000) / DAY * DAY) /* midnight, in seconds since 1970 */

enum { DAYS = 400, DAY_CALLS = 600, BY_DAY = 570, AGENTS = 3, LATE_HOURS = 3 };

/* When an id was given: 570 of 600 from 8 to 17 o'clock; in seconds. */
static int64_t time_of(int64_t id)
{
    int64_t call = id % DAY_CALLS, begin = BEGIN + id / DAY_CALLS * DAY;
    return call < BY_DAY ? begin + 8 * HOUR + call * 9 * HOUR / BY_DAY
                         : begin + 17 * HOUR + (call - BY_DAY) * 15 * HOUR / (DAY_CALLS - BY_DAY);
}

static void fill(struct filed *filed)
{
    char sql[600];
    filed_add_named(filed, "id:104");
    filed_add_named(filed, "id:105");
    snprintf(
        sql, sizeof sql,
        "WITH RECURSIVE ids(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < %d)"
        " INSERT INTO recordings(agent, call, file, started) SELECT 1 + id %% %d, id, x'',"
        " 10000000 * (%lld + id / %d * 86400 + CASE WHEN id %% %d < %d THEN 28800 + id %% %d * 32400 / %d"
        " ELSE 61200 + (id %% %d - %d) * 54000 / %d END) FROM ids",
        DAYS * DAY_CALLS, AGENTS, (long long)BEGIN, DAY_CALLS, DAY_CALLS, BY_DAY, DAY_CALLS, BY_DAY,
        DAY_CALLS, BY_DAY, DAY_CALLS - BY_DAY);
    filed_rewrite(filed, sql);
}

static void the_last_days_are_known_by_the_hour(void **state)
{
    struct filed *filed = *state;
    fill(filed);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM agents"), AGENTS);
    for (int hour = 0; hour < 24; hour++) {
        struct chronology chronology = {0};
        struct failure failure;
        int64_t now = BEGIN + (DAYS - 1) * DAY + hour * HOUR;
        must(writer_read_chronology(filed->writer, now * TIMESTAMP_SECOND, &chronology, &failure), &failure);
        for (int days = 1; days <= 5; days++) {
            int64_t id, wanted = now - days * DAY;
            assert_true(chronology_id_at(&chronology, wanted * TIMESTAMP_SECOND, &id));
            if (llabs(time_of(id) - wanted) > LATE_HOURS * HOUR)
                fail_msg("%d days before %d:00 it is %+.1f h off", days, hour,
                         (double)(time_of(id) - wanted) / (double)HOUR);
        }
        chronology_clear(&chronology);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_days_are_known_by_the_hour, filed_set_up, filed_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
