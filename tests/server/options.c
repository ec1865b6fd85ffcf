#include "tests/server/options.h"

#include "tests/server/must.h"
#include "tests/server/query.h"
#include "tests/server/ticks.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: demo-server [OPTION]... [--exec COMMAND [ARGUMENT]...]\n"
    "Serves a made-up history of call recordings over HTTP and prints its address.\n\n"
    "  --port N                    port; 0, the default, takes a free one\n"
    "  --bind ADDRESS              IPv4 address to listen on (127.0.0.1)\n"
    "  --account NAME              account in the address (greenbox)\n"
    "  --secret TEXT               shared secret (DEMO_SECRET, or demo-secret)\n"
    "  --tls CERTIFICATE KEY       serve HTTPS with these two PEM files\n"
    "  --ready-file PATH           also write the address to this file\n"
    "  --agents N                  agents, ids from 101 (36)\n"
    "  --queues N                  queues, ids from 301 (12)\n"
    "  --recordings N              recordings of all agents together (300000)\n"
    "  --agent-recordings ID=N     exactly N of them belong to this agent\n"
    "  --joined ID=DATE            the agent's first call is not before this date\n"
    "  --left ID=DATE              the agent's last call is before this date\n"
    "  --seed N                    another history (1)\n"
    "  --from DATE                 start of the history (five years before its end)\n"
    "  --until DATE|now            end of the history (now)\n"
    "  --shape steady|growing|bursty\n"
    "  --agent-style queue|api|mixed   names of the fields in the list of agents\n"
    "  --sample                    the documented sample: agent 1 with two recordings\n"
    "  --callbacks PERCENT         so many calls are called back, up to three and a half days later (0)\n"
    "  --audio talk|tones          two voices and music, or two tones that tell each second (talk)\n"
    "  --cap N                     never more than N recordings in one answer\n"
    "  --fault 'kind=KIND&...'     misbehave from the start; see README.md\n"
    "  --exec COMMAND ...          run this with TAPEDECK_URL and TAPEDECK_SECRET, end with it\n"
    "  --help                      show this\n\n"
    "DATE is YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS in UTC.\n";

enum kind { TEXT, NUMBER, DATE, NUMBER_PAIR, DATE_PAIR, CHOICE, OTHER };

struct option_row {
    const char *name;
    enum kind kind;
    size_t offset;
    int64_t least;
    int64_t greatest;
    const char *const *choices; /* ends with NULL */
};

static const char *const shapes[] = {"steady", "growing", "bursty", NULL};
static const char *const audios[] = {"talk", "tones", NULL};
static const char *const styles[] = {"queue", "api", "mixed", NULL};

#define FIELD(field) offsetof(struct options, field)

static const struct option_row rows[] = {
    {"port", NUMBER, FIELD(port), 0, 65535, NULL},
    {"bind", TEXT, FIELD(bind), 0, 0, NULL},
    {"account", TEXT, FIELD(account), 0, 0, NULL},
    {"secret", TEXT, FIELD(secret), 0, 0, NULL},
    {"ready-file", TEXT, FIELD(ready_file), 0, 0, NULL},
    {"agents", NUMBER, FIELD(agents), 0, 60000, NULL},
    {"queues", NUMBER, FIELD(queues), 1, 60000, NULL},
    {"recordings", NUMBER, FIELD(recordings), 0, 100000000, NULL},
    {"agent-recordings", NUMBER_PAIR, FIELD(fixed), 0, 100000000, NULL},
    {"joined", DATE_PAIR, FIELD(joined), 0, 0, NULL},
    {"left", DATE_PAIR, FIELD(left), 0, 0, NULL},
    {"seed", NUMBER, FIELD(seed), INT64_MIN, INT64_MAX, NULL},
    {"from", DATE, FIELD(from), 0, 0, NULL},
    {"until", DATE, FIELD(until), 0, 0, NULL},
    {"shape", CHOICE, FIELD(shape), 0, 0, shapes},
    {"agent-style", CHOICE, FIELD(style), 0, 0, styles},
    {"callbacks", NUMBER, FIELD(callbacks), 0, 100, NULL},
    {"audio", CHOICE, FIELD(audio), 0, 0, audios},
    {"cap", NUMBER, FIELD(cap), 1, INT64_MAX, NULL},
    {"tls", OTHER, 0, 0, 0, NULL},
    {"fault", OTHER, 0, 0, 0, NULL},
    {"exec", OTHER, 0, 0, 0, NULL},
    {"sample", OTHER, 0, 0, 0, NULL},
    {"help", OTHER, 0, 0, 0, NULL},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static int64_t read_number(const struct option_row *row, const char *string)
{
    int64_t number;

    if (!query_read_number(string, &number) || number < row->least || number > row->greatest)
        must_die("--%s: not a number in its range: %s", row->name, string);
    return number;
}

static int64_t read_date(const struct option_row *row, const char *string)
{
    static const struct ticks_clock clock;
    int64_t ticks;

    if (strcmp(string, "now") == 0)
        return ticks_now(&clock);
    if (!ticks_parse(string, &ticks))
        must_die("--%s: not a date like 2024-05-31: %s", row->name, string);
    return ticks;
}

static void read_pair(const struct option_row *row, const char *string, struct options_pairs *pairs)
{
    char agent[24];
    const char *equals = strchr(string, '=');
    struct options_pair pair;

    if (equals == NULL || (size_t)(equals - string) >= sizeof agent)
        must_die("--%s: not ID=VALUE: %s", row->name, string);
    snprintf(agent, sizeof agent, "%.*s", (int)(equals - string), string);
    if (!query_read_number(agent, &pair.agent))
        must_die("--%s: not ID=VALUE: %s", row->name, string);
    pair.value = row->kind == DATE_PAIR ? read_date(row, equals + 1) : read_number(row, equals + 1);
    pairs->pairs = must_resize(pairs->pairs, pairs->count + 1, sizeof pair);
    pairs->pairs[pairs->count++] = pair;
}

static int read_choice(const struct option_row *row, const char *string)
{
    for (int i = 0; row->choices[i] != NULL; i++) {
        if (strcmp(row->choices[i], string) == 0)
            return i;
    }
    must_die("--%s: unknown: %s", row->name, string);
}

/* The options whose value is more than one argument, or none. */
static void read_other(struct options *options, const char *name, char **argv)
{
    if (strcmp(name, "help") == 0) {
        fputs(help, stdout);
        exit(0);
    } else if (strcmp(name, "sample") == 0) {
        options->sample = true;
    } else if (strcmp(name, "exec") == 0) {
        options->command = argv + optind - 1;
    } else if (strcmp(name, "fault") == 0) {
        options->faults = must_resize(options->faults, options->fault_count + 1, sizeof *options->faults);
        options->faults[options->fault_count++] = optarg;
    } else {
        options->certificate = optarg;
        options->key = argv[optind];
        if (options->key == NULL)
            must_die("--tls: the file of the key is missing");
        optind++;
    }
}

static void read_option(struct options *options, const struct option_row *row, char **argv)
{
    char *field = (char *)options + row->offset;

    switch (row->kind) {
    case TEXT:
        *(const char **)(void *)field = optarg;
        break;
    case NUMBER:
        *(int64_t *)(void *)field = read_number(row, optarg);
        break;
    case DATE:
        *(int64_t *)(void *)field = read_date(row, optarg);
        break;
    case NUMBER_PAIR:
    case DATE_PAIR:
        read_pair(row, optarg, (struct options_pairs *)(void *)field);
        break;
    case CHOICE:
        *(int *)(void *)field = read_choice(row, optarg);
        break;
    case OTHER:
        read_other(options, row->name, argv);
        break;
    }
}

/* What was not given gets its default. */
static void complete(struct options *options)
{
    const char *environment = getenv("DEMO_SECRET");

    if (options->secret == NULL)
        options->secret = environment != NULL && *environment != '\0' ? environment : "demo-secret";
    if (options->agents < 0)
        options->agents = options->sample ? 0 : 36;
    if (options->recordings < 0)
        options->recordings = options->sample ? 0 : 300000;
    if (options->until == INT64_MIN)
        options->until = read_date(&rows[0], "now");
    if (options->from == INT64_MIN)
        options->from = options->until - INT64_C(5) * 365 * TICKS_PER_DAY;
    if (options->from < 0 || options->from >= options->until)
        must_die("--from must be before --until and not before 1970");
}

void options_parse(struct options *options, int argc, char **argv)
{
    struct option table[ROWS + 1] = {0};
    int found;

    *options = (struct options){.bind = "127.0.0.1",
                                .account = "greenbox",
                                .agents = -1,
                                .queues = 12,
                                .recordings = -1,
                                .seed = 1,
                                .from = INT64_MIN,
                                .until = INT64_MIN,
                                .cap = -1};
    for (int i = 0; i < ROWS; i++) {
        bool alone = strcmp(rows[i].name, "sample") == 0 || strcmp(rows[i].name, "help") == 0;

        table[i] = (struct option){rows[i].name, alone ? no_argument : required_argument, NULL, i};
    }
    while (options->command == NULL && (found = getopt_long(argc, argv, "+", table, NULL)) != -1) {
        if (found < 0 || found >= ROWS)
            must_die("see --help");
        read_option(options, &rows[found], argv);
    }
    if (options->command == NULL && argv[optind] != NULL)
        must_die("not an option: %s; see --help", argv[optind]);
    complete(options);
}

void options_free(struct options *options)
{
    free(options->fixed.pairs);
    free(options->joined.pairs);
    free(options->left.pairs);
    free(options->faults);
}

int64_t options_pair(const struct options_pairs *pairs, int64_t agent, int64_t otherwise)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (pairs->pairs[i].agent == agent)
            return pairs->pairs[i].value;
    }
    return otherwise;
}
