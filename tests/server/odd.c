#include "tests/server/odd.h"

#include "tests/server/ticks.h"

#include <stdio.h>
#include <string.h>

/* NULL: the field is not given. Else the JSON of its value; `$` stands for the true value. */
struct variant {
    const char *id;
    const char *start;
    const char *end;
    const char *agent;
    const char *agent_id;
    const char *file;
    const char *caller;
    const char *queue;
};

#define TRUE_ID "$"
#define TRUE "$"

static const struct variant variants[] = {
    /* control characters, escape sequences, right-to-left overrides */
    {TRUE_ID, TRUE, TRUE, "\"\\u001b[2J\\u001b[31mRed\\u0007\\u009b1m\"", TRUE, TRUE,
     "\"\\u001b]0;owned\\u0007+4512345678\"", "\"a\\tb\\nc\\rd\\u007f\""},
    {TRUE_ID, TRUE, TRUE, "\"\\u202egro.live\\u202c \\u2066x\"", TRUE, TRUE, "\"\\u202e8765432154+\"", TRUE},
    {TRUE_ID, TRUE, TRUE, "\"Nul\\u0000behind\"", TRUE, TRUE, "\"+45\\u00001234\"", TRUE},
    /* file names that must not become paths */
    {TRUE_ID, TRUE, TRUE, TRUE, TRUE, "\"../../etc/passwd\"", TRUE, TRUE},
    {TRUE_ID, TRUE, TRUE, TRUE, TRUE, "\"..\\\\..\\\\windows\\\\win.ini:x\\n-rf\"", TRUE, TRUE},
    /* times */
    {TRUE_ID, TRUE, "<", TRUE, TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", TRUE, TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, "\"2024-02-30T25:61:00Z\"", "\"yesterday\"", TRUE, TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, "-", "-", TRUE, TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, "+", "+", TRUE, TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, NULL, NULL, TRUE, TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, "\"9999-12-31T23:59:59.9999999Z\"", "null", TRUE, TRUE, TRUE, TRUE, TRUE},
    /* missing, null, of another type */
    {TRUE_ID, TRUE, TRUE, NULL, NULL, NULL, NULL, NULL},
    {TRUE_ID, TRUE, TRUE, "null", "null", "null", "null", "null"},
    {"\"$\"", TRUE, TRUE, TRUE, "\"$\"", TRUE, "4583123456", "17"},
    {TRUE_ID, "1603362593", "true", "[\"x\"]", "1.5e2", "{}", "{\"a\":[1,{}]}", "false"},
    {NULL, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE},
    {"null", TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE},
    /* names that are wide, combined, escaped, or no text at all */
    {TRUE_ID, TRUE, TRUE, "\"山田太郎 👩‍👩‍👧‍👦 e\\u0301\\u0323\"", TRUE, TRUE,
     "\"１２３４\"", "\"한국어 대기열 🇩🇰\""},
    {TRUE_ID, TRUE, TRUE, "\"S\\u00f8ren \\ud83d\\ude00 \\/ \\\"x\\\" \\ud800\"", TRUE, TRUE, TRUE, TRUE},
    {TRUE_ID, TRUE, TRUE, "\"bad \xff\xfe\xc3( utf-8 \xe2\x82\"", TRUE, TRUE, "\"+45\xc0\x80\"", TRUE},
    {TRUE_ID, TRUE, TRUE, "\"\"", TRUE, "\"\"", "\"   \"", "\"\""},
    {TRUE_ID, TRUE, TRUE, "\"=HYPERLINK(\\\"http://x\\\")\"", TRUE, TRUE, "\"+45 83 12 34 56;ext=9\"",
     "\"a,b;c\""},
};

/* What stands before and behind the true name; NULL: it is not in it. */
#define TEN "ten bytes "
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
static const struct {
    const char *before, *behind;
} file_names[] = {
    {HUNDRED HUNDRED HUNDRED, ""},
    {"Nul\\u0000behind ", ""},
    {"👩‍👩‍👧‍👦 \\ud83c\\udfa7 ", ""},
    {"../../etc/", ""},
    {"a/b\\\\c:", ""},
    {"..", NULL},
    {".", "."},
    {"-rf ", " "},
    {"e\\u0301\\u0323\\u202e\\n", ".MP3"},
    {"", NULL},
};

enum { VARIANTS = sizeof variants / sizeof variants[0] };

unsigned odd_variants(void)
{
    return VARIANTS;
}

const char *odd_name(unsigned variant)
{
    static const char *const names[] = {
        "\\u001b[31mRed\\u001b[0m\\u0007",
        "\\u202egro.live",
        "山田太郎 👩‍👩‍👧‍👦",
        "Nul\\u0000behind",
        "",
        "bad \xff\xfe utf-8",
        "a\\tb\\nc",
        "A long name that goes on and on, wider than any pane, and then goes on more"};

    return names[variant % (sizeof names / sizeof names[0])];
}

/* Adds `"name":value` with the true value at each `$`. */
static void add_field(struct text *text, const char *name, const char *value, const char *truth)
{
    if (value == NULL)
        return;
    text_format(text, "%s\"%s\":", text->bytes[text->length - 1] == '{' ? "" : ",", name);
    for (; *value != '\0'; value++) {
        if (*value == '$')
            text_puts(text, truth);
        else
            text_add(text, value, 1);
    }
}

/* `$` is the true time, `-` one without a zone, `+` one with an offset, `<` one that is too early. */
static void add_time(struct text *text, const char *name, const char *value, int64_t ticks, int64_t start)
{
    char truth[TICKS_TEXT_SIZE];
    char json[64];

    ticks_text(value != NULL && *value == '<' ? start - 61 * TICKS_PER_SECOND : ticks, truth);
    if (value != NULL && *value == '-') {
        snprintf(json, sizeof json, "\"%.19s\"", truth);
    } else if (value != NULL && *value == '+') {
        ticks_text(ticks + 2 * TICKS_PER_HOUR, truth);
        snprintf(json, sizeof json, "\"%.23s+02:00\"", truth);
    } else {
        snprintf(json, sizeof json, "\"%s\"", truth);
    }
    bool made = value != NULL && strchr("$-+<", *value) != NULL;
    add_field(text, name, made ? json : value, truth);
}

static void add_quoted(struct text *text, const char *name, const char *value, const char *truth)
{
    struct text quoted = {0};

    text_format(&quoted, "\"%s\"", truth);
    text_add(&quoted, "", 1);
    add_field(text, name, value, quoted.bytes);
    text_free(&quoted);
}

static void add_element(struct text *text, const struct renderer *renderer, const struct recording *row,
                        const struct variant *odd)
{
    const struct agent *agent = &renderer->people->agents[row->agent];
    const struct caller *caller = &renderer->callers[row->caller];
    char id[24];
    char agent_id[24];
    char file[RENDER_FILE_NAME];
    char number[sizeof caller->text + 1];

    snprintf(id, sizeof id, "%lld", (long long)row->id);
    snprintf(agent_id, sizeof agent_id, "%d", agent->id);
    snprintf(number, sizeof number, "%.*s", (int)caller->length, caller->text);
    render_file_name(renderer, row, file);
    text_puts(text, "{");
    add_quoted(text, "QueueName", odd->queue, renderer->people->queues[row->queue].name);
    add_field(text, "QueueCallId", odd->id, id);
    add_time(text, "ConversationStartedUtc", odd->start, row->start, row->start);
    add_time(text, "ConversationEndedUtc", odd->end, row->start + (int64_t)row->length, row->start);
    add_quoted(text, "AgentName", odd->agent, agent->name);
    add_field(text, "AgentId", odd->agent_id, agent_id);
    add_quoted(text, "RecordingFileName", odd->file, file);
    add_quoted(text, "Caller", odd->caller, number);
    text_puts(text, "}");
}

void odd_element(struct text *text, const struct renderer *renderer, const struct recording *row,
                 unsigned variant)
{
    add_element(text, renderer, row, &variants[variant % VARIANTS]);
}

size_t odd_named(struct text *text, const struct renderer *renderer, const struct recording *row)
{
    enum { NAMES = sizeof file_names / sizeof *file_names, TWO_OF = 5 };
    size_t count = row->id % TWO_OF == 0 ? 2 : 1;
    char file[RENDER_FILE_NAME];

    render_file_name(renderer, row, file);
    for (size_t i = 0; i < count; i++) {
        size_t which = ((size_t)row->id / TWO_OF + i) % NAMES;
        struct text name = {0};
        text_format(&name, "\"%s%s%s\"", file_names[which].before, file_names[which].behind ? file : "",
                    file_names[which].behind ? file_names[which].behind : "");
        text_add(&name, "", 1);
        text_puts(text, i > 0 ? "," : "");
        add_element(text, renderer, row,
                    &(struct variant){TRUE_ID, TRUE, TRUE, TRUE, TRUE, name.bytes, TRUE, TRUE});
        text_free(&name);
    }
    return count;
}

void odd_last(struct text *text, int64_t after, bool comma)
{
    static const int64_t ids[] = {INT64_C(9007199254740993), INT64_MAX};

    for (size_t i = 0; i < 2; i++) {
        if (ids[i] <= after)
            continue;
        text_format(text,
                    "%s{\"QueueCallId\":%lld,\"ConversationStartedUtc\":\"2024-05-31T08:00:0%zu.0000000Z\","
                    "\"ConversationEndedUtc\":\"2024-05-31T08:01:00.0000000Z\","
                    "\"RecordingFileName\":\"%lld.mp3\",\"Caller\":\"+4512345678\"}",
                    comma ? "," : "", (long long)ids[i], i, (long long)ids[i]);
        comma = true;
    }
}

void odd_broken(struct text *text, const struct renderer *renderer, const struct recording *row,
                const char *mode)
{
    char file[RENDER_FILE_NAME];

    render_file_name(renderer, row, file);
    text_format(text, "{\"QueueCallId\":%lld,", (long long)row->id);
    if (strcmp(mode, "string") == 0)
        text_format(text, "\"RecordingFileName\":\"%.12s", file);
    else if (strcmp(mode, "number") == 0)
        text_puts(text, "\"AgentId\":1-0-3}");
    else
        text_format(text, "\"RecordingFileName\":\"%s\",\"Caller\":,}", file);
}

void odd_huge(struct text *text, const struct renderer *renderer, const struct recording *row)
{
    size_t length = ((size_t)1 << 20) + 1000;
    char file[RENDER_FILE_NAME];

    render_file_name(renderer, row, file);
    text_format(text, "{\"QueueCallId\":%lld,\"RecordingFileName\":\"%s\",\"Caller\":\"", (long long)row->id,
                file);
    memset(text_reserve(text, length), '4', length);
    text->length += length;
    text_puts(text, "\"}");
}
