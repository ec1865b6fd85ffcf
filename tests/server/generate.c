#include "tests/server/generate.h"

#include "tests/server/calendar.h"
#include "tests/server/must.h"
#include "tests/server/ticks.h"

#include <math.h>
#include <stdlib.h>

#define FIRST_ID 41000
#define CALLBACK_MINUTES (84 * 60)

/* One agent while its history is made. */
struct desk {
    int64_t id;
    int64_t joined; /* ticks: no call begins before */
    int64_t left;   /* ticks: no call ends after */
    double begin;   /* the same two as positions in the calendar */
    double end;
    size_t count; /* recordings wanted */
    uint64_t seed;
    struct recording *rows;
    size_t filled;
};

/* The history is cut into spans of equal business. First every agent throws its calls into the
 * spans, then the spans are walked in order of time, so that ids ascend over all agents. */
struct generation {
    const struct options *options;
    const struct mint *mint;
    struct calendar *calendar;
    struct dice dice;
    size_t desk_count;
    struct desk *desks;
    double begin; /* position */
    double width; /* of all spans together */
    size_t total;
    size_t span_count;
    uint32_t *span_ends; /* indexes into `order` */
    uint16_t *order;     /* which agent's call */
    int64_t id;
    struct recording newest; /* the call with the greatest id so far */
};

static void set_desk(struct generation *generation, size_t index, const struct agent *agent)
{
    const struct options *options = generation->options;
    struct desk *desk = &generation->desks[index];

    desk->id = agent->id;
    desk->joined = options_pair(&options->joined, agent->id, options->from);
    desk->left = options_pair(&options->left, agent->id, options->until);
    if (desk->joined < options->from)
        desk->joined = options->from;
    if (desk->left > options->until)
        desk->left = options->until;
    desk->begin = calendar_position(generation->calendar, desk->joined);
    desk->end = fmax(calendar_position(generation->calendar, desk->left), desk->begin);
    desk->seed = dice_next(&generation->dice);
}

/* Shares the recordings that are not fixed among the other agents, by chance and presence. */
static void set_counts(struct generation *generation)
{
    const struct options *options = generation->options;
    double *weights = must_alloc(generation->desk_count, sizeof *weights);
    int64_t rest = options->recordings;
    double all = 0;
    double shared = 0;

    for (size_t i = 0; i < generation->desk_count; i++) {
        struct desk *desk = &generation->desks[i];
        int64_t fixed = options_pair(&options->fixed, desk->id, -1);
        double unit = dice_unit(&generation->dice);

        desk->count = fixed > 0 ? (size_t)fixed : 0;
        rest -= fixed > 0 ? fixed : 0;
        weights[i] =
            fixed >= 0 || desk->id < PEOPLE_FIRST_AGENT ? 0 : (0.3 + unit) * (desk->end - desk->begin);
        all += weights[i];
    }
    rest = rest < 0 ? 0 : rest;
    for (size_t i = 0; i < generation->desk_count && all > 0; i++) {
        double before = floor(shared / all * (double)rest + 0.5);

        shared += weights[i];
        if (weights[i] > 0)
            generation->desks[i].count = (size_t)(floor(shared / all * (double)rest + 0.5) - before);
    }
    free(weights);
}

/* Calls `visit` with the span of every call of every agent, the same at every fetch. */
static void throw_calls(struct generation *generation,
                        void (*visit)(struct generation *generation, size_t span, size_t agent))
{
    double scale = (double)generation->span_count / generation->width;

    for (size_t i = 0; i < generation->desk_count; i++) {
        const struct desk *desk = &generation->desks[i];
        struct dice dice = {desk->seed};

        for (size_t n = 0; n < desk->count; n++) {
            double position = desk->begin + dice_unit(&dice) * (desk->end - desk->begin);
            size_t span = (size_t)((position - generation->begin) * scale);

            visit(generation, span < generation->span_count ? span : generation->span_count - 1, i);
        }
    }
}

static void count_call(struct generation *generation, size_t span, size_t agent)
{
    (void)agent;
    generation->span_ends[span]++;
}

/* Fills each span from its end down; its end becomes its start. */
static void order_call(struct generation *generation, size_t span, size_t agent)
{
    generation->order[--generation->span_ends[span]] = (uint16_t)agent;
}

static void order_calls(struct generation *generation)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < generation->desk_count; i++)
        generation->total += generation->desks[i].count;
    generation->span_count = generation->total / 8 + 1;
    if (generation->span_count > 1 << 18)
        generation->span_count = 1 << 18;
    generation->span_ends = must_alloc(generation->span_count + 1, sizeof *generation->span_ends);
    generation->order = must_alloc(generation->total, sizeof *generation->order);
    throw_calls(generation, count_call);
    for (size_t i = 0; i < generation->span_count; i++)
        generation->span_ends[i] = sum += generation->span_ends[i];
    generation->span_ends[generation->span_count] = sum;
    throw_calls(generation, order_call);
}

/* Moves a call so that it lies within the agent's time, and behind the call before if that is near. */
static void fit(const struct desk *desk, struct recording *call)
{
    if (desk->filled > 0) {
        const struct recording *before = &desk->rows[desk->filled - 1];
        int64_t free_from = before->start + (int64_t)before->length + 5 * TICKS_PER_SECOND;

        if (call->start < free_from && free_from - call->start < TICKS_PER_HOUR / 4)
            call->start = free_from + call->start % TICKS_PER_SECOND;
    }
    if (call->start + (int64_t)call->length > desk->left)
        call->start = desk->left - (int64_t)call->length - 1;
    if (call->start < desk->joined)
        call->start = desk->joined + 1;
}

/* A second recording of a call that is known: after a hold, or with another agent. */
static struct recording continued(struct generation *generation, const struct recording *call, size_t agent)
{
    struct recording next;

    mint_call(generation->mint, &generation->dice, agent, &next);
    next.id = call->id;
    next.part = call->part + 1U;
    next.queue = call->queue;
    next.caller = call->caller;
    next.type = call->type;
    next.culture = call->culture;
    next.start = call->start + (int64_t)call->length + mint_wait(generation->mint, &generation->dice);
    return next;
}

/* Some callers ask to be called back, and wait for that for hours and days. */
static void delay_callback(struct generation *generation, struct recording *call)
{
    int64_t percent = generation->options->callbacks;

    if (percent == 0 || (int64_t)dice_below(&generation->dice, 100) >= percent)
        return;
    call->type = TYPE_CALLBACK_CALL;
    call->start += TICKS_PER_HOUR / 60 * dice_below(&generation->dice, CALLBACK_MINUTES);
}

static void place_call(struct generation *generation, size_t agent, int64_t entered)
{
    struct desk *desk = &generation->desks[agent];
    struct recording call;
    uint32_t roll = dice_below(&generation->dice, 1000);
    /* The newest call goes on in one line only: two of its parts would have the same number otherwise. */
    bool behind = desk->filled > 0 && desk->rows[desk->filled - 1].id != generation->newest.id;

    if (roll < 12 && behind) {
        call = continued(generation, &desk->rows[desk->filled - 1], agent);
    } else if (roll < 30 && generation->newest.id > 0) {
        call = generation->newest = continued(generation, &generation->newest, agent);
    } else {
        generation->id += 1 + (roll % 4 == 0 ? roll / 4 % 5 : 0);
        mint_call(generation->mint, &generation->dice, agent, &call);
        call.id = generation->id;
        call.part = 0;
        call.start = entered + mint_wait(generation->mint, &generation->dice);
        delay_callback(generation, &call);
        generation->newest = call;
    }
    fit(desk, &call);
    desk->rows[desk->filled++] = call;
}

static void fetch_spans(struct generation *generation)
{
    size_t day = 0;

    for (size_t span = 0; span < generation->span_count; span++) {
        uint32_t first = generation->span_ends[span];
        uint32_t count = generation->span_ends[span + 1] - first;
        uint16_t *order = generation->order + first;

        for (uint32_t i = 0; i < count; i++) {
            uint32_t other = i + dice_below(&generation->dice, count - i);
            uint16_t agent = order[other];
            double part = ((double)i + dice_unit(&generation->dice)) / count;
            double position = generation->begin +
                              generation->width * ((double)span + part) / (double)generation->span_count;

            order[other] = order[i];
            place_call(generation, agent, calendar_time(generation->calendar, &day, position));
        }
    }
}

/* The two documented recordings of Claus Clausen. */
static void fill_sample(struct history *history)
{
    struct recording *rows = history_fill(history, 0, 2);

    rows[0] = (struct recording){
        .id = 47610, .start = INT64_C(16033625931696606), .length = 70761822, .caller = 2, .sample = 1};
    rows[1] = (struct recording){
        .id = 47611, .start = INT64_C(16034367810090962), .length = 34151851, .caller = 2, .sample = 1};
}

void generate_history(struct history *history, const struct options *options, const struct people *people,
                      const struct mint *mint)
{
    struct generation generation = {.options = options, .mint = mint, .id = FIRST_ID};

    generation.dice.state = dice_mix((uint64_t)options->seed);
    generation.calendar =
        calendar_new(options->from, options->until, options->shape, (uint64_t)options->seed);
    generation.begin = calendar_position(generation.calendar, options->from);
    generation.width = calendar_position(generation.calendar, options->until) - generation.begin;
    if (generation.width <= 0)
        generation.width = 1e-9;
    generation.desk_count = people->agent_count;
    generation.desks = must_alloc(people->agent_count, sizeof *generation.desks);
    for (size_t i = 0; i < people->agent_count; i++)
        set_desk(&generation, i, &people->agents[i]);
    set_counts(&generation);
    order_calls(&generation);
    for (size_t i = 0; i < people->agent_count; i++)
        generation.desks[i].rows = history_fill(history, i, generation.desks[i].count);
    fetch_spans(&generation);
    if (options->sample) {
        fill_sample(history);
        generation.id = generation.id > 47611 ? generation.id : 47611;
    }
    history_set_greatest(history, generation.id);
    free(generation.desks);
    free(generation.span_ends);
    free(generation.order);
    calendar_free(&generation.calendar);
}
