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
    ANSWER_TICKS = 20,    /* longest wait for an answer; ticks do not count while the program is suspended */
    START_TICKS = 100,    /* longest wait for the first answer of a child */
    MOST_RESTARTS = 3,    /* in a row */
    MOST_DELAY_MS = 3000, /* longest delay of an audio device, at three times the speed */
};

/* The request_id of a command, by which its answer is known. */
enum request { REQUEST_ORDER = 1, REQUEST_POSITION, REQUEST_OUTPUT, REQUEST_LOAD, REQUEST_JUMP };

struct audio_player {
    struct audio_player_options options;
    struct audio_player_status status;
    struct mpv_process *process; /* owned; NULL while there is none */
    uv_timer_t timer;
    int files[MPV_FILES]; /* our descriptors of the buffers that the child has */
    int file;             /* that of the buffer that is played */
    int64_t origin_ms;    /* position of the last load or jump, which may still be under way */
    bool is_paused;
    bool has_answered; /* the child has answered a command */
    bool lacks_output; /* its last answer named no output, maybe because it had come to the end */
    const char *begin; /* the event with which the load or jump under way begins; NULL: it has begun */
    uint64_t asked_ns; /* uv_hrtime of the last command to load, to jump or to tell the position */
    unsigned loads;    /* without an answer: events that come before are about what was played then */
    unsigned pending;  /* commands without an answer */
    unsigned ticks;    /* since the last line from the child, while commands are pending */
    unsigned restarts; /* in a row, without a position in between */
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

/* There is no audio device. The advice ends with a command line to copy. */
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

/* Sends a command to the child, the elements of a JSON array:
 * https://mpv.io/manual/stable/#json-ipc */
static void order(struct audio_player *player, enum request request, const char *text)
{
    char line[200];
    snprintf(line, sizeof line, "{\"command\":[%s],\"request_id\":%d}\n", text, (int)request);
    player->ticks = player->pending ? player->ticks : 0;
    player->pending++;
    if (player->process)
        mpv_process_send(player->process, line); /* a failure shows as a missing answer */
}

static void order_pause(struct audio_player *player, bool paused)
{
    order(player, REQUEST_ORDER,
          paused ? "\"set_property\",\"pause\",true" : "\"set_property\",\"pause\",false");
}

/* Sends a time in seconds, without printf's floating point, which follows the locale. */
static void send_seconds(struct audio_player *player, enum request request, const char *before, int64_t ms,
                         const char *behind)
{
    char text[120];
    snprintf(text, sizeof text, "%s%lld.%03lld%s", before, (long long)(ms / 1000), (long long)(ms % 1000),
             behind);
    order(player, request, text);
}

/* With its default filter to preserve the pitch, mpv before 0.37 is up to 75 ms behind its clock at three times the
 * speed. scaletempo with strides of 14 ms that overlap fully, searched within 14 ms, is within 25 ms in any version. */
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

/* Jumps to the position of the status. Only one jump is under way at a time; see is_overtaken for what follows. */
static void jump(struct audio_player *player)
{
    player->status.is_moving = true;
    player->begin = "seek";
    player->asked_ns = uv_hrtime();
    player->origin_ms = player->status.position_ms;
    send_seconds(player, REQUEST_JUMP, "\"seek\",", player->origin_ms, ",\"absolute+exact\"");
}

/* Whether another position was requested since the load or jump under way began. */
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

/* Events that come before the load or jump under way has begun are about what was played then, and are ignored. That
 * holds for the end, too: a jump that comes after it is refused, and take_answer loads again. */
static void take_event(struct audio_player *player, const char *event, const cJSON *message)
{
    if (strcmp(event, "start-file") == 0)
        order_pause(player, player->is_paused); /* not sooner: that would resume what was played before */
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

/* The position that mpv reports, in milliseconds. mpv subtracts the delay of the device, so that just after a load or
 * jump it may report a position before its origin: the origin is used then. */
static int64_t position_of(const struct audio_player *player, double seconds)
{
    double ms = seconds * 1000 + 0.5, origin = (double)player->origin_ms;
    bool is_on_its_way = ms <= origin && ms > origin - MOST_DELAY_MS;
    return !is_on_its_way && ms > 0 && ms < 1e15 ? (int64_t)ms : player->origin_ms;
}

/* Whether this is the refusal of a jump, which came after the end of what was played, or before its start. */
static bool is_refused_jump(const struct audio_player *player, int request, const char *error)
{
    bool is_jump = request == REQUEST_JUMP && !player->loads && player->status.is_moving && is_active(player);
    return is_jump && error && strcmp(error, "success") != 0;
}

/* At the end mpv has closed its output, and may say so before it reports the end. It is asked once more: the event for
 * the end comes before that answer. */
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
    } else if (request == REQUEST_OUTPUT && is_active(player) && !player->begin) { /* else none is open */
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

_Static_assert((int)MPV_FILES == (int)AUDIO_BUFFERS, "the child inherits all buffers");

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

/* Index in `files` of the buffer that is played; MPV_FILES if the child does not have it. */
static int place_of_file(const struct audio_player *player)
{
    int place = 0;
    while (place < MPV_FILES && player->files[place] != player->file)
        place++;
    return place;
}

/* Has the child load the buffer from the status's position on. */
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

/* The child has died or does not answer: kills it, and loads again in another one. */
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

/* If something else is played next mpv is only paused, so that it keeps the device open. */
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
