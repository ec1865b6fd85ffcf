#include "tui/input/completion.h"

#include "model/filter/filter_fold.h"
#include "model/filter/filter_number.h"
#include "model/filter/filter_terms.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const types[] = {"queue", "callback"};
static const char *const callers[] = {"none"};
static const char *const marks[] = {"yes", "no"};
static const char *const states[] = {"new", "unheard", "heard"};
static const char *const dates[] = {"today",      "yesterday",  "this week", "last week",
                                    "this month", "last month", "-7d",       "-1m"};
static const char *const days[] = {"mon-fri",  "weekend", "monday",   "tuesday", "wednesday",
                                   "thursday", "friday",  "saturday", "sunday"};
static const char *const hours[] = {"8-12", "12-16", "16-20"};
static const char *const lengths[] = {"1m", "5m", "30m", "1h"};

/* The word or term before the cursor. */
struct fragment {
    size_t begin; /* of what is replaced: behind the name of a term and a quote */
    size_t end;
    char term[16]; /* "agent:", "" for none */
    bool is_quoted;
};

/* Takes what is proposed of one kind, and counts or picks. */
struct picker {
    const char *text; /* what is completed */
    size_t length;
    size_t wanted; /* place of the proposal that is looked for */
    size_t seen;
    const char *found; /* NULL until then */
};

/* Where the last of several values with commas between them begins. */
static size_t last_value(const char *line, size_t begin, size_t cursor)
{
    bool within = false;
    for (size_t i = begin; i < cursor; i++) {
        within = within != (line[i] == '"');
        begin = line[i] == ',' && !within ? i + 1 : begin;
    }
    return begin;
}

static struct fragment fragment_of(const char *line, size_t cursor)
{
    struct fragment fragment = {.begin = 0, .end = cursor};
    bool within = false;
    for (size_t i = 0; i < cursor; i++) {
        if (line[i] == '"')
            within = !within;
        else if (line[i] == ' ' && !within)
            fragment.begin = i + 1;
    }
    if (fragment.begin < cursor && strchr("-!", line[fragment.begin]))
        fragment.begin++;
    for (size_t i = 0; filter_term_name(i); i++) {
        const char *name = filter_term_name(i);
        size_t length = strlen(name);
        if (length <= cursor - fragment.begin && strncasecmp(line + fragment.begin, name, length) == 0) {
            snprintf(fragment.term, sizeof(fragment.term), "%s", name);
            fragment.begin += length;
            break;
        }
    }
    if (fragment.term[0] != '\0')
        fragment.begin = last_value(line, fragment.begin, cursor);
    fragment.is_quoted = fragment.begin < cursor && line[fragment.begin] == '"';
    fragment.begin += fragment.is_quoted;
    return fragment;
}

/* The word before the cursor. */
static struct fragment word_of(const char *line, size_t cursor)
{
    struct fragment fragment = {.begin = cursor, .end = cursor, .term = "tag:"};
    while (fragment.begin > 0 && line[fragment.begin - 1] != ' ')
        fragment.begin--;
    return fragment;
}

static void offer(struct picker *picker, const char *proposal)
{
    if (picker->seen++ == picker->wanted)
        picker->found = proposal;
}

static void offer_beginnings(struct picker *picker, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncasecmp(words[i], picker->text, picker->length) == 0)
            offer(picker, words[i]);
}

/* A name that is that of an earlier one is offered once. */
static void offer_names(struct picker *picker, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool is_again = i > 0 && strcmp(names[i], names[i - 1]) == 0;
        if (names[i][0] != '\0' && names[i][0] != '"' && !is_again &&
            filter_begins_word(names[i], picker->text, picker->length))
            offer(picker, names[i]);
    }
}

static void offer_all(struct picker *picker, const struct fragment *fragment,
                      const struct completion_names *names)
{
    static const struct {
        const char *term;
        const char *const *words;
        size_t count;
    } values[] = {{"type:", types, COUNT(types)},        {"caller:", callers, COUNT(callers)},
                  {"mark:", marks, COUNT(marks)},        {"is:", states, COUNT(states)},
                  {"after:", dates, COUNT(dates)},       {"before:", dates, COUNT(dates)},
                  {"on:", dates, COUNT(dates)},          {"longer:", lengths, COUNT(lengths)},
                  {"shorter:", lengths, COUNT(lengths)}, {"weekday:", days, COUNT(days)},
                  {"hour:", hours, COUNT(hours)}};
    bool is_word = fragment->term[0] == '\0', is_empty = picker->length == 0;
    for (size_t i = 0; is_word && !fragment->is_quoted && filter_term_name(i); i++)
        offer_beginnings(picker, (const char *const[]){filter_term_name(i)}, 1);
    if (strcmp(fragment->term, "agent:") == 0 || (is_word && !is_empty))
        offer_names(picker, names->agents, names->agent_count);
    if (strcmp(fragment->term, "queue:") == 0 || (is_word && !is_empty))
        offer_names(picker, names->queues, names->queue_count);
    if (strcmp(fragment->term, "tag:") == 0)
        offer_beginnings(picker, names->tags, names->tag_count);
    for (size_t i = 0; i < COUNT(values); i++)
        if (strcmp(fragment->term, values[i].term) == 0)
            offer_beginnings(picker, values[i].words, values[i].count);
}

static bool is_term_name(const char *text)
{
    for (size_t i = 0; filter_term_name(i); i++)
        if (text == filter_term_name(i))
            return true;
    return false;
}

/* Whether a name has to be quoted to be read as one: it has blanks, or looks like something else. */
static bool needs_quotes(const char *text, bool is_name)
{
    if (text[filter_word(text)] != '\0' || strpbrk(text, ":,") != NULL || filter_odd_text(text))
        return true;
    return is_name && (strchr("!<>+(./0123456789", text[0]) != NULL || filter_sign(text) > 0 ||
                       filter_quote(text) > 0 || filter_odd_word(text));
}

/* Puts a proposal between what stands before and behind. False if the line is too long for it. */
static bool put(struct completion *completion, struct prompt *prompt, const struct fragment *fragment,
                const char *proposal, bool may_quote)
{
    const char *line = completion->typed, *rest = line + completion->cursor;
    bool takes_names = fragment->term[0] == '\0' || strcmp(fragment->term, "agent:") == 0 ||
                       strcmp(fragment->term, "queue:") == 0;
    bool quotes = may_quote && !is_term_name(proposal) && needs_quotes(proposal, takes_names);
    size_t kept = fragment->begin - fragment->is_quoted;
    int length = (int)strcspn(proposal, "\""); /* a quote cannot stand within quotes */
    const char *quote = quotes || fragment->is_quoted ? "\"" : "";
    char made[2 * PROMPT_SIZE];
    size_t needed = kept + (size_t)length + 2 * strlen(quote);
    if (needed + strlen(rest) >= PROMPT_SIZE)
        return false;
    snprintf(made, sizeof(made), "%.*s%s%.*s%s%s", (int)kept, line, quote, length, proposal, quote, rest);
    prompt_start(prompt, made);
    prompt->cursor = needed;
    memcpy(completion->made, prompt->text, sizeof(completion->made));
    return true;
}

bool completion_is_shown(const struct completion *completion, const struct prompt *prompt)
{
    return completion->count > 0 && strcmp(completion->made, prompt->text) == 0 &&
           completion->place < completion->count;
}

static void begin(struct completion *completion, const struct prompt *prompt)
{
    memcpy(completion->typed, prompt->text, sizeof(completion->typed));
    memcpy(completion->made, prompt->text, sizeof(completion->made));
    completion->cursor = prompt->cursor;
    completion->count = completion->place = 0;
}

bool completion_turn(struct completion *completion, struct prompt *prompt,
                     const struct completion_names *names, bool backwards)
{
    bool goes_on = completion->count > 0 && strcmp(completion->made, prompt->text) == 0;
    if (!goes_on)
        begin(completion, prompt);
    struct fragment fragment = names->is_tags_only ? word_of(completion->typed, completion->cursor)
                                                   : fragment_of(completion->typed, completion->cursor);
    struct picker picker = {.text = completion->typed + fragment.begin,
                            .length = fragment.end - fragment.begin,
                            .wanted = SIZE_MAX};
    offer_all(&picker, &fragment, names);
    completion->count = picker.seen;
    if (picker.seen == 0)
        return false;
    size_t places = picker.seen + 1, place = goes_on ? completion->place : picker.seen;
    completion->place = (place + (backwards ? places - 1 : 1)) % places;
    if (completion->place == picker.seen) {
        size_t cursor = completion->cursor;
        prompt_start(prompt, completion->typed);
        prompt->cursor = cursor;
        memcpy(completion->made, prompt->text, sizeof(completion->made));
        return true;
    }
    picker = (struct picker){.text = picker.text, .length = picker.length, .wanted = completion->place};
    offer_all(&picker, &fragment, names);
    return put(completion, prompt, &fragment, picker.found, !names->is_tags_only);
}
