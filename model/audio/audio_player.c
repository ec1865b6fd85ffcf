#include "model/audio/audio_player.h"

#include "model/audio/mpv_process.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <cJSON.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    TICK_MS = 100,
    ANSWER_TICKS =
        20, /* so long an answer may take; counted in ticks, so that a suspended program waits, too */
    START_TICKS = 100,    /* and the first */
    MOST_RESTARTS = 3,    /* in a row */
    MOST_DELAY_MS = 3000, /* of a device, at three times the speed */
};

enum request { REQUEST_ORDER = 1, REQUEST_POSITION, REQUEST_OUTPUT, REQUEST_LOAD, REQUEST_JUMP };

struct audio_player {
    struct audio_player_options options;
    struct audio_player_status status;
    struct mpv_process *process; /* NULL while there is none */
    uv_timer_t timer;
    int files[MPV_FILES]; /* what the child has */
    int file;             /* what is played */
    int64_t origin_ms;    /* what is heard began there, or will once the move under way is over */
    bool is_paused;
    bool has_answered; /* the child, once */
    bool lacks_output; /* it named none, which may be as it was at the end already */
    const char *begin; /* the event that the move under way (a load, a jump) begins with; NULL: it has */
    uint64_t asked_ns; /* when it was asked for its position last, or to move */
    unsigned loads;    /* without an answer: what is told before that is of another one */
    unsigned pending;  /* orders without an answer */
    unsigned ticks;    /* since one came */
    unsigned restarts; /* in a row */
};

static void tell(struct audio_player *player)
{
    player->options.changed(player->options.context);
}

static void fail(struct audio_player *player, const char *advice, const char *what)
{
    player->status.state = AUDIO_PLAYER_FAILED;
    failure_set(&player->status.failure, FAILURE_ANSWER, advice, "%s", what);
    uv_timer_stop(&player->timer);
    tell(player);
}

/* The advice ends with a line to copy. */
static void fail_silent(struct audio_player *player)
{
    char host[HOST_NAME_MAX + 1] = "", advice[HOST_NAME_MAX + 100];
    gethostname(host, sizeof host - 1);
    snprintf(advice, sizeof advice,
             tr("on your own machine it is heard with: ssh %s tapedeck audio %lld | mpv -"), host,
             (long long)player->status.call);
    fail(player, advice, tr("nothing can be heard here: there is no sound device"));
}

static void recover(struct audio_player *player);

static void order(struct audio_player *player, enum request request, const char *text)
{
    char line[200];
    snprintf(line, sizeof line, "{\"command\":[%s],\"request_id\":%d}\n", text, (int)request);
    player->ticks = player->pending ? player->ticks : 0;
    player->pending++;
    if (player->process)
        mpv_process_send(player->process, line); /* what is not taken is not answered */
}

static void order_pause(struct audio_player *player, bool paused)
{
    order(player, REQUEST_ORDER,
          paused ? "\"set_property\",\"pause\",true" : "\"set_property\",\"pause\",false");
}

/* A number in the C locale, whatever the program's is. */
static void send_seconds(struct audio_player *player, enum request request, const char *before, int64_t ms,
                         const char *behind)
{
    char text[120];
    snprintf(text, sizeof text, "%s%lld.%03lld%s", before, (long long)(ms / 1000), (long long)(ms % 1000),
             behind);
    order(player, request, text);
}

/* With its own way to keep the pitch mpv before 0.37 is up to 75 ms behind its clock at three times the speed. Pieces of
 * 14 ms, each laid over the one before where it fits best within 14 ms, are within 25 either way in all of them. */
static void order_speed(struct audio_player *player)
{
    order(player, REQUEST_ORDER,
          player->status.speed == 1 ? "\"set_property\",\"af\",\"\""
                                    : "\"set_property\",\"af\",\"scaletempo=stride=14:overlap=1:search=14\"");
    send_seconds(player, REQUEST_ORDER, "\"set_property\",\"speed\",",
                 (int64_t)(player->status.speed * 1000 + 0.5), "");
}

static void load(struct audio_player *player);

static void ask_position(struct audio_player *player)
{
    player->asked_ns = uv_hrtime();
    order(player, REQUEST_POSITION, "\"get_property\",\"time-pos\"");
}

/* One at a time: what is wanted meanwhile is gone to when it is over. */
static void jump(struct audio_player *player)
{
    player->status.is_moving = true;
    player->begin = "seek";
    player->asked_ns = uv_hrtime();
    player->origin_ms = player->status.position_ms;
    send_seconds(player, REQUEST_JUMP, "\"seek\",", player->origin_ms, ",\"absolute+exact\"");
}

/* Another place has been wanted since. */
static bool is_overtaken(const struct audio_player *player)
{
    return player->status.is_moving && player->status.position_ms != player->origin_ms;
}

static bool is_active(const struct audio_player *player)
{
    enum audio_player_state state = player->status.state;
    return state == AUDIO_PLAYER_LOADING || state == AUDIO_PLAYER_PLAYING || state == AUDIO_PLAYER_PAUSED;
}

static void take_end(struct audio_player *player, const cJSON *message)
{
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(message, "reason"));
    const char *error = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(message, "file_error"));
    char quoted[80], what[120];
    if (!reason || !is_active(player))
        return;
    if (strcmp(reason, "eof") == 0 && is_overtaken(player)) {
        load(player);
    } else if (strcmp(reason, "eof") == 0) {
        player->status.state = AUDIO_PLAYER_ENDED;
        tell(player);
    } else if (strcmp(reason, "error") == 0) {
        player->status.is_silent = error && strstr(error, "audio output");
        snprintf(what, sizeof what, tr("mpv cannot play it: %s"),
                 failure_quote(quoted, sizeof quoted, error ? error : tr("it does not say why")));
        if (player->status.is_silent)
            fail_silent(player);
        else
            fail(player, tr("save it, and try another player"), what);
    }
}

static void ask_output(struct audio_player *player)
{
    order(player, REQUEST_OUTPUT, "\"get_property\",\"current-ao\"");
}

static void take_restart(struct audio_player *player)
{
    player->status.state = player->is_paused ? AUDIO_PLAYER_PAUSED : AUDIO_PLAYER_PLAYING;
    player->lacks_output = false;
    ask_output(player);
    if (is_overtaken(player)) {
        jump(player);
    } else {
        player->status.is_moving = false;
        player->status.asked_ns = player->asked_ns;
        ask_position(player);
    }
    tell(player);
}

/* What comes before the move under way has begun is of what was played then; its end is of no account either: a
 * jump that comes too late is refused. */
static void take_event(struct audio_player *player, const char *event, const cJSON *message)
{
    if (strcmp(event, "start-file") == 0)
        order_pause(player, player->is_paused); /* now, as before what was played then would have gone on */
    if (player->begin && !player->loads && strcmp(event, player->begin) == 0)
        player->begin = NULL;
    if (player->begin)
        return;
    if (strcmp(event, "playback-restart") == 0 && is_active(player)) {
        take_restart(player);
    } else if (strcmp(event, "end-file") == 0) {
        take_end(player, message);
    }
}

/* What the device still has to play is taken off by mpv, also where that would be before what it plays. */
static int64_t position_of(const struct audio_player *player, double seconds)
{
    double ms = seconds * 1000 + 0.5, origin = (double)player->origin_ms;
    bool is_on_its_way = ms <= origin && ms > origin - MOST_DELAY_MS;
    return !is_on_its_way && ms > 0 && ms < 1e15 ? (int64_t)ms : player->origin_ms;
}

/* It was told to jump in what had ended, or was not played yet. */
static bool is_refused_jump(const struct audio_player *player, int request, const char *error)
{
    bool is_jump = request == REQUEST_JUMP && !player->loads && player->status.is_moving && is_active(player);
    return is_jump && error && strcmp(error, "success") != 0;
}

/* At the end mpv has no output any more, and may answer before it says that it is there: it is asked once more, for
 * that comes before the answer to a second question. */
static void take_output(struct audio_player *player, const char *output)
{
    if (!output && !player->lacks_output) {
        player->lacks_output = true;
        ask_output(player);
        return;
    }
    player->status.is_silent = !output || strcmp(output, "null") == 0;
    tell(player);
}

static void take_answer(struct audio_player *player, int request, const cJSON *message)
{
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(message, "data");
    const char *error = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(message, "error"));
    player->pending -= player->pending > 0;
    player->loads -= request == REQUEST_LOAD && player->loads > 0;
    player->has_answered = true;
    if (request == REQUEST_POSITION && cJSON_IsNumber(data) && !player->status.is_moving &&
        is_active(player)) {
        player->status.position_ms = position_of(player, cJSON_GetNumberValue(data));
        player->status.asked_ns = player->asked_ns;
        player->restarts = 0;
        tell(player);
    } else if (request == REQUEST_OUTPUT && is_active(player) && !player->begin) { /* else it has none */
        take_output(player, cJSON_GetStringValue(data));
    } else if (is_refused_jump(player, request, error)) {
        load(player);
    }
}

static void on_line(void *context, const char *text, size_t length)
{
    struct audio_player *player = context;
    cJSON *message = cJSON_ParseWithLength(text, length);
    const char *event = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(message, "event"));
    const cJSON *request = cJSON_GetObjectItemCaseSensitive(message, "request_id");
    player->ticks = 0;
    if (event)
        take_event(player, event, message);
    else if (cJSON_IsNumber(request))
        take_answer(player, request->valueint, message);
    cJSON_Delete(message);
}

static void on_gone(void *context)
{
    struct audio_player *player = context;
    log_line("mpv has ended by itself");
    recover(player);
}

static void on_tick(uv_timer_t *timer)
{
    struct audio_player *player = timer->data;
    unsigned limit = player->has_answered ? ANSWER_TICKS : START_TICKS;
    if (player->pending && ++player->ticks > limit) {
        log_line("mpv does not answer");
        recover(player);
    } else if (player->status.state == AUDIO_PLAYER_PLAYING && !player->pending) {
        ask_position(player);
    } else if (!player->pending && player->status.state != AUDIO_PLAYER_LOADING &&
               !player->status.is_moving) {
        uv_timer_stop(timer);
    }
}

static void watch(struct audio_player *player)
{
    if (!uv_is_active((uv_handle_t *)&player->timer))
        uv_timer_start(&player->timer, on_tick, TICK_MS, TICK_MS);
}

_Static_assert((int)MPV_FILES == (int)AUDIO_BUFFERS, "the child has them all");

static bool start_process(struct audio_player *player)
{
    const struct mpv_options options = {
        .loop = player->options.loop,
        .program = player->options.program,
        .arguments = player->options.arguments,
        .files = player->files,
        .line = on_line,
        .gone = on_gone,
        .context = player,
    };
    int error = 0;
    if (player->process)
        return true;
    player->pending = player->loads = player->ticks = 0;
    player->has_answered = false;
    memcpy(player->files, player->options.files(player->options.context), sizeof player->files);
    player->process = mpv_process_start(&options, &error);
    if (player->process)
        return true;
    if (error == UV_ENOENT)
        fail(player, tr("install mpv, or listen elsewhere: tapedeck audio CALLID >call.mp3"),
             tr("calls are played by mpv, which is not installed"));
    else
        fail(player, tr("try again"), uv_strerror(error));
    return false;
}

/* Where the child has what is played; MPV_FILES if it has not. */
static int place_of_file(const struct audio_player *player)
{
    int place = 0;
    while (place < MPV_FILES && player->files[place] != player->file)
        place++;
    return place;
}

/* Has the child play what is there, from the position on. */
static void load(struct audio_player *player)
{
    char text[60];
    player->status.state = AUDIO_PLAYER_LOADING;
    player->origin_ms = player->status.position_ms;
    player->status.is_moving = true;
    player->begin = "start-file";
    player->asked_ns = uv_hrtime();
    if (!start_process(player))
        return;
    int place = place_of_file(player);
    if (place == MPV_FILES) {
        fail(player, tr("close other programs"), tr("too many files are open"));
        return;
    }
    order_speed(player);
    send_seconds(player, REQUEST_ORDER, "\"set_property\",\"start\",\"", player->origin_ms, "\"");
    snprintf(text, sizeof text, "\"loadfile\",\"/proc/self/fd/%d\"", MPV_FIRST_FILE + place);
    player->loads++;
    order(player, REQUEST_LOAD, text);
    watch(player);
    tell(player);
}

/* The child is of no use any more. */
static void recover(struct audio_player *player)
{
    bool never_answered = !player->has_answered;
    mpv_process_end(&player->process);
    player->pending = 0;
    if (!is_active(player))
        return;
    if (never_answered || ++player->restarts > MOST_RESTARTS)
        fail(player, tr("try mpv by hand, or listen elsewhere: tapedeck audio CALLID >call.mp3"),
             never_answered ? tr("mpv does not answer") : tr("mpv ends again and again"));
    else
        load(player);
}

struct audio_player *audio_player_new(const struct audio_player_options *options)
{
    struct audio_player *player = memory_new(sizeof *player);
    player->options = *options;
    player->status.speed = 1;
    uv_timer_init(options->loop, &player->timer);
    player->timer.data = player;
    return player;
}

static void on_timer_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void audio_player_free(struct audio_player **player_pointer)
{
    struct audio_player *player = *player_pointer;
    *player_pointer = NULL;
    if (!player)
        return;
    mpv_process_end(&player->process);
    uv_close((uv_handle_t *)&player->timer, on_timer_closed);
}

void audio_player_warm(struct audio_player *player)
{
    if (player->status.state == AUDIO_PLAYER_FAILED)
        player->status.state = AUDIO_PLAYER_IDLE;
    start_process(player);
}

void audio_player_play(struct audio_player *player, int64_t call, const struct audio_buffer *buffer,
                       int64_t from_ms)
{
    player->status.call = call;
    player->status.position_ms = from_ms;
    player->status.is_silent = false;
    player->is_paused = false;
    player->restarts = 0;
    player->file = audio_buffer_file(buffer);
    load(player);
}

void audio_player_pause(struct audio_player *player, bool paused)
{
    if (!is_active(player) || player->is_paused == paused)
        return;
    player->is_paused = paused;
    order_pause(player, paused);
    if (player->status.state != AUDIO_PLAYER_LOADING)
        player->status.state = paused ? AUDIO_PLAYER_PAUSED : AUDIO_PLAYER_PLAYING;
    watch(player);
    tell(player);
}

void audio_player_seek(struct audio_player *player, int64_t to_ms)
{
    player->status.position_ms = to_ms > 0 ? to_ms : 0;
    if (player->status.state == AUDIO_PLAYER_ENDED) {
        load(player);
    } else if (is_active(player)) {
        if (!player->status.is_moving)
            jump(player);
        watch(player);
        tell(player);
    }
}

void audio_player_set_speed(struct audio_player *player, double speed)
{
    player->status.speed = speed < 0.5 ? 0.5 : speed > 3 ? 3 : speed;
    if (is_active(player)) {
        order_speed(player);
        watch(player);
    }
    tell(player);
}

/* Of what is played next the device need not be opened again if it only stands still until then. */
void audio_player_stop(struct audio_player *player, bool is_over)
{
    bool was_active = is_active(player);
    player->status.state = AUDIO_PLAYER_IDLE;
    if (was_active && !is_over)
        order_pause(player, true);
    else if (player->process)
        order(player, REQUEST_ORDER, "\"stop\"");
    tell(player);
}

struct audio_player_status audio_player_status(const struct audio_player *player)
{
    return player->status;
}

int audio_player_process(const struct audio_player *player)
{
    return player->process ? mpv_process_id(player->process) : 0;
}
