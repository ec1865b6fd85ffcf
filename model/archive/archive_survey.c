#include "model/archive/archive_survey.h"

#include "model/archive/archive.h"
#include "model/archive/archive_check.h"
#include "model/archive/archive_file.h"
#include "model/archive/database.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

static bool read_contents(struct archive_survey *survey, const char *path, const char *base,
                          struct failure *failure)
{
    int64_t version;
    sqlite3 *database = database_open(path, DATABASE_READ, failure);
    bool read = database && archive_judge(database, path, base, &version, failure);
    if (read) {
        survey->is_old = version < archive_version;
        survey->agents = database_integer(database, "SELECT count(*) FROM agents", 0);
        survey->recordings = database_integer(database, "SELECT sum(recordings) FROM agents", 0);
        survey->as_of = database_integer(database, "SELECT max(as_of) FROM agents HAVING max(as_of) NOT NULL",
                                         TIMESTAMP_NONE);
    }
    database_close(&database);
    return read;
}

/* The check runs on a thread of its own, so that the time limit can cancel it. */
struct checking {
    struct archive_checker *checker;
    struct archive_survey *survey;
    struct failure *failure;
    uv_timer_t timer;
    bool is_sound;
};

static void on_stopped(void *context)
{
    (void)context;
}

static void stop(struct checking *checking)
{
    archive_checker_stop(&checking->checker, on_stopped, NULL);
    uv_close((uv_handle_t *)&checking->timer, NULL);
}

static void on_checked(void *context, const struct failure *failure)
{
    struct checking *checking = context;
    checking->is_sound = !failure;
    if (failure)
        *checking->failure = *failure;
    stop(checking);
}

static void on_late(uv_timer_t *timer)
{
    struct checking *checking = timer->data;
    checking->survey->is_unchecked = checking->is_sound = true;
    stop(checking);
}

static bool check(struct archive_survey *survey, const char *path, unsigned limit_ms, struct failure *failure)
{
    uv_loop_t loop;
    struct checking checking = {.survey = survey, .failure = failure};
    if (uv_loop_init(&loop) != 0)
        die("cannot start the event loop");
    uv_timer_init(&loop, &checking.timer);
    checking.timer.data = &checking;
    uv_timer_start(&checking.timer, on_late, limit_ms, 0);
    checking.checker = archive_checker_start(&loop, path, on_checked, &checking);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    return checking.is_sound;
}

bool archive_survey_run(struct archive_survey *survey, const char *path, const char *base, unsigned limit_ms,
                        struct failure *failure)
{
    enum archive_file_kind kind;
    *survey = (struct archive_survey){.as_of = TIMESTAMP_NONE};
    if (access(path, F_OK) != 0 && errno == ENOENT) /* archive_file_look would create it */
        return true;
    char *place = archive_file_place(path, failure);
    bool good =
        place && archive_file_look(place, base, &kind, failure) && !archive_file_is_damaged(kind, failure);
    if (good && kind == ARCHIVE_FILE_MARKED) {
        survey->is_there = true;
        good = read_contents(survey, place, base, failure) && check(survey, place, limit_ms, failure);
    }
    free(place);
    return good;
}
