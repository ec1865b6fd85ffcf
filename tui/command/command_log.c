#include "tui/command/command_log.h"

#include "model/audit/audit_log.h"
#include "model/audit/audit_prune.h"
#include "model/audit/audit_read.h"
#include "model/audit/audit_verify.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/base/name_list.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_query.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 4096, COUNT_SIZE = 64 };

static void print_line(void *context, const struct audit_event *event)
{
    ++*(size_t *)context;
    puts(event->line);
}

static void print_event(void *context, const struct audit_event *event)
{
    char time[MOMENT_SIZE], user[TEXT_SIZE], action[TEXT_SIZE], what[TEXT_SIZE];
    ++*(size_t *)context;
    if (!event->is_whole) {
        printf(tr("(a line that is not whole)\n"));
        return;
    }
    moment_weekday(time, event->time, false);
    printf("%s  %-12s  %-8s  %s\n", time, text_escape(user, sizeof user, event->user),
           text_escape(action, sizeof action, event->action), text_escape(what, sizeof what, event->what));
}

/* Who writes -30m may mean minutes. */
static void tell_months(const struct options *options)
{
    struct command command = {.options = options};
    command_query_tell_months(&command, options->since);
    command_query_tell_months(&command, options->until);
}

static enum command_status print(const char *folder, const struct options *options)
{
    struct failure failure;
    struct audit_period period;
    size_t printed = 0;
    bool is_raw = options->format_word && strcmp(options->format_word, "jsonl") == 0;
    if (!command_query_period(options, false, &period.begin, &period.end, &failure))
        return command_failure_print(&failure);
    tell_months(options);
    if (!audit_read(folder, &period, is_raw ? print_line : print_event, &printed, &failure))
        return command_failure_print(&failure);
    if (printed == 0 && (options->since || options->until)) {
        fputs(tr("tapedeck: the access log has no line of that time\n"), stderr);
        return COMMAND_NO_MATCH;
    }
    bool is_written = fflush(stdout) == 0 && !ferror(stdout);
    if (!is_written && errno != EPIPE)
        fprintf(stderr, tr("tapedeck: cannot write to standard output: %s\n"), strerror(errno));
    return is_written ? COMMAND_DONE : COMMAND_FAILED;
}

static void tell_anchor(const struct audit_verdict *verdict, const char *expected)
{
    unsigned long long first = verdict->first, anchored = verdict->anchored;
    if (anchored && anchored < first)
        printf(tr("anchored to line %llu, just before what is here: the first line here follows from it\n"),
               anchored);
    else if (anchored)
        printf(tr("anchored up to line %llu: up to there it is what it was when that head was noted\n"),
               anchored);
    else if (expected && first > 1)
        printf(
            tr("NOT ANCHORED: no line here has that head; it may be that of a line before %llu, which is not "
               "here,\nor the line that had it was changed or is gone, alone or with others, "
               "or it is the head of another log:\nit cannot be told\n"),
            first);
    else if (expected)
        puts(tr(
            "NOT ANCHORED: no line has that head: the one that had it was changed or is gone, alone or with "
            "others,\nor it is the head of another log"));
    else
        puts(tr("not anchored: that the last line was changed, that lines at the end are gone,\n"
                "or that all was written anew, it cannot show;\n"
                "note the head elsewhere, and give it to log verify --expect HEAD"));
}

/* What a chain proves, and what it cannot. */
static void tell_intact(const struct audit_verdict *verdict, const char *expected)
{
    if (verdict->first > 1)
        printf(tr("begins with line %llu (in %s): what came before is not here\n"),
               (unsigned long long)verdict->first, verdict->file);
    printf(tr("intact: each of %llu whole lines follows from the one before it\n"),
           (unsigned long long)(verdict->lines - verdict->cut));
    if (verdict->cut)
        printf(tr("no whole line: %llu more; a program leaves such a one if it is ended while it writes\n"),
               (unsigned long long)verdict->cut);
    tell_anchor(verdict, expected);
    printf(tr("head: %s\n"), verdict->head);
}

static enum command_status verify(const char *folder, const char *expected)
{
    struct failure failure;
    struct audit_verdict verdict;
    if (!audit_verify(&verdict, folder, expected, &failure))
        return command_failure_print(&failure);
    switch (verdict.kind) {
    case AUDIT_EMPTY:
        puts(tr("there is no line in the access log"));
        return expected ? COMMAND_NO_MATCH : COMMAND_DONE;
    case AUDIT_BROKEN:
        printf(tr("BROKEN: line %llu (in %s) does not follow from the one before it:\n"
                  "what stands up to there was changed, added or taken out\n"),
               (unsigned long long)verdict.broken, verdict.file);
        return COMMAND_NO_MATCH;
    default:
        tell_intact(&verdict, expected);
        return expected && !verdict.anchored ? COMMAND_NO_MATCH : COMMAND_DONE;
    }
}

/* `month`: that all of before it goes; NULL where something of before it stays. */
static void tell_deleted(bool is_look, const char *month, size_t months)
{
    char count[COUNT_SIZE];
    text_count(count, sizeof count, months, "%s month", "%s months");
    if (months && month)
        printf(tr(is_look ? N_("would delete %s of the access log: what is of before %s\n")
                          : N_("deleted %s of the access log: what is of before %s\n")),
               count, month);
    else if (months)
        printf(tr(is_look ? N_("would delete %s of the access log\n") : N_("deleted %s of the access log\n")),
               count);
    else if (month)
        printf(tr(is_look ? N_("would delete nothing: the access log has nothing of before %s\n")
                          : N_("nothing was deleted: the access log has nothing of before %s\n")),
               month);
    else
        puts(tr(is_look ? N_("would delete nothing of the access log")
                        : N_("nothing of the access log was deleted")));
}

/* The months are those of UTC, as in the names of the files. */
static enum command_status prune(const char *folder, const struct options *options)
{
    char month[TIMESTAMP_TEXT_SIZE];
    struct failure failure;
    struct when when;
    struct name_list months = {0};
    if (!when_parse(&when, options->before, timestamp_now(), true, &failure))
        return command_failure_print(&failure);
    timestamp_utc_text(month, when.begin);
    month[sizeof "2024-05" - 1] = '\0';
    if (options->dry_run)
        audit_prune_look(folder, month, &months);
    bool done = options->dry_run || audit_prune(folder, month, &months, &failure);
    char *kept = done ? audit_prune_kept(folder, month, months.count > 0) : NULL;
    tell_deleted(options->dry_run, done && !kept ? month : NULL, months.count);
    if (kept)
        printf(tr("%s stays, though it is of before %s: it is the newest, in which the log goes on\n"), kept,
               month);
    free(kept);
    name_list_clear(&months);
    if (!done)
        command_failure_print(&failure);
    return done ? COMMAND_DONE : COMMAND_FAILED;
}

enum deed { PRINT, VERIFY, PRUNE };

static bool is_read(const struct options *options, enum deed *deed, struct failure *failure)
{
    const char *word = options->operand ? options->operand : "";
    *deed = strcmp(word, "verify") == 0 ? VERIFY : strcmp(word, "prune") == 0 ? PRUNE : PRINT;
    if (*word && *deed == PRINT)
        return failure_set(failure, FAILURE_USAGE, tr("write log, log verify or log prune"),
                           tr("log knows no '%s'"), options->operand);
    if ((options->since || options->until) && *deed != PRINT)
        return failure_set(failure, FAILURE_USAGE, tr("write log --since WHEN --until WHEN"),
                           tr("--since and --until are of what log prints"));
    if (options->expect && *deed != VERIFY)
        return failure_set(failure, FAILURE_USAGE, tr("write log verify --expect HEAD"),
                           tr("--expect is of log verify"));
    if ((*deed == PRUNE) != (options->before != NULL) || (options->dry_run && *deed != PRUNE))
        return failure_set(failure, FAILURE_USAGE,
                           tr("write log prune --before WHEN, such as 2024-05 or -2y"),
                           *deed == PRUNE ? tr("nothing says which months are to go")
                                          : tr("--before and --dry-run are of log prune"));
    if (options->format_word && strcmp(options->format_word, "jsonl") != 0 &&
        strcmp(options->format_word, "table") != 0)
        return failure_set(failure, FAILURE_USAGE, tr("use --format table or jsonl"),
                           tr("the access log is no %s"), options->format_word);
    return true;
}

int command_log(const struct startup *startup)
{
    enum deed deed;
    struct failure failure;
    const struct options *options = &startup->options;
    if (!is_read(options, &deed, &failure))
        return command_failure_print(&failure);
    char *folder = audit_log_folder();
    if (!folder) {
        fputs(tr("tapedeck: set HOME or XDG_DATA_HOME: nothing says where the access log is\n"), stderr);
        return COMMAND_USAGE;
    }
    enum command_status status = deed == VERIFY  ? verify(folder, options->expect)
                                 : deed == PRUNE ? prune(folder, options)
                                                 : print(folder, options);
    free(folder);
    return (int)status;
}
