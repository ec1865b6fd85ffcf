#include "tui/command/command_hold.h"

#include "model/account/account_audit.h"
#include "model/account/account_fetch.h"
#include "model/hold/hold_end.h"
#include "model/hold/hold_json.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_chosen.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/command/command_style.h"
#include "tui/command/command_table.h"
#include "tui/command/hold_audio.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <inttypes.h>
#include <stdlib.h>

enum { FIRST_CALL = 1, COUNT_SIZE = 64 };

/* What is to be held is looked for first, then held, then its audio is saved. */
struct holding {
    struct command *command;
    struct command_chosen chosen;
    size_t held, unknown;     /* recordings; calls */
    struct hold_saver *saver; /* NULL: nothing is saved yet */
};

static bool reads_calls(struct command *command, struct failure *failure)
{
    return command_chosen_read_calls(command, FIRST_CALL, failure);
}

static bool prepare(struct command *command, struct failure *failure)
{
    const struct options *options = command->options;
    if (!reads_calls(command, failure))
        return false;
    if (options->no_archive)
        return failure_set(failure, FAILURE_USAGE, tr("leave it away"),
                           tr("with --no-archive nothing can be held"));
    if (!options->reason)
        return failure_set(failure, FAILURE_USAGE, tr("give --reason TEXT, such as the number of the case"),
                           tr("nothing says why it is to be held"));
    return hold_end_parse(&command->moment, options->until ? options->until : "", timestamp_now(),
                          command->config->utc, failure);
}

static void take(void *context, const struct listed_recording *row)
{
    char agent[AGENT_REFERENCE_SIZE];
    struct holding *holding = context;
    struct command *command = holding->command;
    account_agent_reference(command->account, row->agent, agent);
    const struct hold hold = {
        .recording = (struct recording *)&row->recording,
        .agent = agent,
        .reason = command->options->reason,
        .by = "",
        .held_at = timestamp_now(),
        .until = command->moment,
    };
    holds_put(account_holds(command->account), &hold);
    holding->held++;
}

static void count_unknown(void *context, int64_t call)
{
    struct holding *holding = context;
    command_chosen_tell_unknown(holding->command, call);
    holding->unknown++;
}

static void begin(struct command *command)
{
    struct holding *holding = memory_new(sizeof *holding);
    holding->command = command;
    command->state = holding;
    holding->chosen = (struct command_chosen){.command = command,
                                              .first_call = FIRST_CALL,
                                              .take = take,
                                              .lacks = count_unknown,
                                              .context = holding};
    command_chosen_begin(&holding->chosen);
}

static bool is_done(struct command *command)
{
    struct holding *holding = command->state;
    if (holding->chosen.walk || holds_is_busy(account_holds(command->account)))
        return false;
    if (!holding->saver)
        holding->saver = hold_audio_open(command);
    if (holding->saver)
        hold_saver_turn(holding->saver);
    return (!holding->saver || hold_saver_is_done(holding->saver)) &&
           !holds_is_busy(account_holds(command->account)) && command_fetch_is_checked(command);
}

static int status_of(const struct holding *holding)
{
    char count[COUNT_SIZE];
    struct command *command = holding->command;
    if (holding->chosen.failure.kind != FAILURE_NONE)
        return command_tell_failure(command, &holding->chosen.failure);
    if (holds_failure(account_holds(command->account)))
        return COMMAND_FAILED;
    command_tell(command, tr("%s on hold"),
                 text_count(count, sizeof count, holding->held, "%s recording", "%s recordings"));
    if (!holding->held)
        return COMMAND_NO_MATCH;
    bool is_all = !holding->unknown && holding->saver && !hold_saver_counts(holding->saver).failed;
    if (!holding->saver)
        command_tell(command,
                     tr("offline: the audio is saved when the server is asked next, by sync or the screen"));
    return is_all ? COMMAND_DONE : COMMAND_PARTIAL;
}

static void end(struct command *command)
{
    struct holding *holding = command->state;
    command_chosen_stop(&holding->chosen);
    if (!command->stopped)
        command_stop(command, status_of(holding));
    hold_saver_close(&holding->saver);
    free(holding);
    command->state = NULL;
}

static const struct command_stage hold_stage = {begin, is_done, end};

int command_hold(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&hold_stage, NULL};
    return command_chosen_run(startup, prepare, stages);
}

static bool is_read(struct command *command)
{
    return !holds_is_busy(account_holds(command->account));
}

static bool is_quiet(struct command *command)
{
    return is_read(command) && !account_is_busy(command->account);
}

static size_t release(struct holds *holds, int64_t call)
{
    size_t released = 0;
    const struct hold_table *table = holds_table(holds);
    for (size_t i = 0; i < table->count; i++) {
        if (table->holds[i].recording->queue_call_id != call)
            continue;
        holds_release(holds, &table->holds[i]);
        released++;
    }
    return released;
}

static void begin_release(struct command *command)
{
    const struct options *options = command->options;
    size_t *released = command->state = memory_new(sizeof *released);
    for (size_t i = 1; i < options->word_count; i++) {
        size_t of_call = release(account_holds(command->account), command_query_call(options->words[i]));
        if (!of_call)
            command_tell(command, tr("call %s is not on hold"), options->words[i]);
        *released += of_call;
    }
}

static void end_release(struct command *command)
{
    char count[COUNT_SIZE];
    size_t *released = command->state;
    command->state = NULL;
    if (!command->stopped && holds_failure(account_holds(command->account)))
        command->status = COMMAND_FAILED;
    else if (!command->stopped) {
        command_tell(command, tr("released %s"),
                     text_count(count, sizeof count, *released, "%s recording", "%s recordings"));
        command->status = *released ? COMMAND_DONE : COMMAND_NO_MATCH;
    }
    free(released);
}

static const struct command_stage read_stage = {NULL, is_read, NULL};
static const struct command_stage release_stage = {begin_release, is_quiet, end_release};

int command_release(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&read_stage, &release_stage, NULL};
    return command_run(startup,
                       &(struct command_plan){.stages = stages, .prepare = reads_calls, .keep_old = true});
}

static void print_table(const struct hold_table *holds, bool utc)
{
    static const struct command_column columns[] = {
        {N_("CALL"), true},  {N_("START"), false},  {N_("AGENT"), false}, {N_("UNTIL"), false},
        {N_("AUDIO"), true}, {N_("SERVER"), false}, {N_("REASON"), false}};
    struct command_table table;
    command_table_begin(&table, stdout, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < holds->count; i++) {
        const struct hold *hold = &holds->holds[i];
        char call[COUNT_SIZE], started[TIMESTAMP_TEXT_SIZE], until[MOMENT_SIZE], audio[COUNT_SIZE];
        char size[TEXT_NUMBER_SIZE];
        bool has_end = hold->until != TIMESTAMP_NONE;
        snprintf(call, sizeof call, "%" PRId64, hold->recording->queue_call_id);
        text_decimal(size, (double)hold->audio_size / 1e6);
        snprintf(audio, sizeof audio, "%s MB", size);
        const char *const cells[] = {
            call,
            timestamp_short_text(started, hold->recording->started, utc),
            hold->recording->agent_name ? hold->recording->agent_name : hold->agent,
            has_end ? moment_until(until, hold->until, utc) : NULL,
            hold->audio == NULL      ? NULL
            : hold->audio_is_damaged ? tr("damaged")
                                     : audio,
            hold->is_gone ? tr("gone") : NULL,
            hold->reason,
        };
        command_table_add(&table, cells);
    }
    command_table_end(&table);
}

static void print_records(const struct hold_table *holds, const struct options *options)
{
    struct record_writer writer;
    const struct record_style style = command_record_style(options);
    hold_json_begin(&writer, stdout, &style);
    for (size_t i = 0; i < holds->count; i++)
        hold_json_write(&writer, &holds->holds[i]);
    record_end(&writer);
}

static void print(struct command *command)
{
    const struct hold_table *holds = holds_table(account_holds(command->account));
    struct audit_entry entry = {
        .action = "list", .filter = "held:yes", .purpose = command->options->purpose, .result = "begun"};
    account_note(command->account, 0, &entry);
    if (command->options->format == OPTIONS_TABLE)
        print_table(holds, command->config->utc);
    else
        print_records(holds, command->options);
    entry.result = fflush(stdout) != 0 || ferror(stdout) ? "failed" : "done";
    entry.recordings = (int64_t)holds->count;
    account_note(command->account, 0, &entry);
    if (holds_failure(account_holds(command->account)))
        command_stop(command, COMMAND_FAILED);
    if (holds->count > 0 || holds_failure(account_holds(command->account)))
        return;
    command_tell(command, "%s", tr("nothing is on hold"));
    command_stop(command, COMMAND_NO_MATCH);
}

static const struct command_stage print_stage = {print, NULL, NULL};

int command_held(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&read_stage, &print_stage, NULL};
    return command_run(startup, &(struct command_plan){
                                    .stages = stages, .prepare = command_query_may_print, .keep_old = true});
}
