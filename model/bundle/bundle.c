#include "model/bundle/bundle.h"

#include "model/audit/audit_file.h"
#include "model/bundle/bag.h"
#include "model/notes/note_json.h"
#include "model/recording/export.h"
#include "model/recording/recording_copy.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"

#include <cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 8 };

struct item {
    struct recording *recording; /* owned, as are the texts */
    char *agent;                 /* its reference */
    char *audio;                 /* path of the audio file; NULL: there is none */
    char *origin;                /* see bundle_audio, as is `missing` */
    char *place;                 /* path of the audio in the bag's payload */
    char *missing;
    bool shares_place; /* an item before it has the same audio file */
    bool is_apart;     /* see bundle_is_apart */
};

struct bundle {
    char *case_name; /* owned, as are the others */
    char *coverage;
    char *log_folder;
    char *account; /* see bundle_new */
    struct item *items;
    size_t count, capacity;
    struct note_table notes;
    struct hold_table holds;
};

struct bundle *bundle_new(const char *case_name, const char *coverage, const char *log_folder,
                          const char *account)
{
    struct bundle *bundle = memory_new(sizeof *bundle);
    bundle->case_name = memory_text(case_name);
    bundle->coverage = memory_text(coverage);
    bundle->log_folder = log_folder ? memory_text(log_folder) : NULL;
    bundle->account = memory_text(account);
    return bundle;
}

void bundle_free(struct bundle **bundle)
{
    if (!*bundle)
        return;
    for (size_t i = 0; i < (*bundle)->count; i++) {
        const struct item *item = &(*bundle)->items[i];
        free(item->recording);
        free(item->agent);
        free(item->audio);
        free(item->origin);
        free(item->place);
        free(item->missing);
    }
    free((*bundle)->items);
    note_table_clear(&(*bundle)->notes);
    hold_table_clear(&(*bundle)->holds);
    free((*bundle)->case_name);
    free((*bundle)->coverage);
    free((*bundle)->log_folder);
    free((*bundle)->account);
    free(*bundle);
    *bundle = NULL;
}

size_t bundle_add(struct bundle *bundle, const struct recording *recording, const char *agent,
                  const struct note *note, const struct hold *hold)
{
    bundle->items = memory_grow(bundle->items, &bundle->capacity, bundle->count + 1, sizeof *bundle->items);
    bundle->items[bundle->count] = (struct item){.recording = recording_copy(recording),
                                                 .agent = memory_text(agent),
                                                 .is_apart = hold && (hold->audio || hold->is_gone)};
    if (note)
        note_table_add(&bundle->notes, note);
    if (hold)
        hold_table_add(&bundle->holds, hold);
    return bundle->count++;
}

size_t bundle_count(const struct bundle *bundle)
{
    return bundle->count;
}

const struct recording *bundle_recording(const struct bundle *bundle, size_t place)
{
    return bundle->items[place].recording;
}

bool bundle_is_apart(const struct bundle *bundle, size_t place)
{
    return bundle->items[place].is_apart;
}

static bool is_same(const struct recording *recording, const struct recording *other)
{
    return recording->queue_call_id == other->queue_call_id &&
           strcmp(recording_file(recording), recording_file(other)) == 0;
}

static void set_audio(struct item *item, const struct bundle_audio *audio)
{
    if (audio->path) {
        item->audio = memory_text(audio->path);
        item->origin = memory_text(audio->origin);
    } else if (!item->missing) {
        item->missing = memory_text(audio->missing);
    }
}

void bundle_set_audio(struct bundle *bundle, const struct recording *recording,
                      const struct bundle_audio *audio)
{
    bool is_apart = false;
    for (size_t i = 0; i < bundle->count; i++)
        is_apart = is_apart || (bundle->items[i].is_apart && is_same(bundle->items[i].recording, recording));
    for (size_t i = 0; i < bundle->count; i++) {
        struct item *item = &bundle->items[i];
        bool is_its = is_apart
                          ? is_same(item->recording, recording)
                          : item->recording->queue_call_id == recording->queue_call_id && !item->is_apart;
        if (is_its && !item->audio)
            set_audio(item, audio);
    }
}

void bundle_set_missing(struct bundle *bundle, const char *why)
{
    for (size_t i = 0; i < bundle->count; i++)
        if (!bundle->items[i].audio && !bundle->items[i].missing)
            bundle->items[i].missing = memory_text(why);
}

size_t bundle_missing(const struct bundle *bundle)
{
    size_t missing = 0;
    for (size_t i = 0; i < bundle->count; i++)
        missing += !bundle->items[i].audio;
    return missing;
}

/* The columns that a bundle adds to those of a recording, with room for the texts of times. */
struct row {
    struct record_value values[VALUES];
    char held_at[TIMESTAMP_TEXT_SIZE], until[TIMESTAMP_TEXT_SIZE];
};

static void fill(struct row *row, const struct bundle *bundle, const struct item *item)
{
    const char *file = item->recording->file_name;
    const struct hold *hold =
        hold_table_find(&bundle->holds, item->recording->queue_call_id, file ? file : "", timestamp_now());
    bool has_end = hold && hold->until != TIMESTAMP_NONE;
    const struct record_value values[VALUES] = {
        {.name = "Agent", .text = item->agent},
        {.name = "Audio", .text = item->place},
        {.name = "AudioOrigin", .text = item->origin},
        {.name = "AudioMissing", .text = item->missing},
        {.name = "HeldReason", .text = hold ? hold->reason : NULL},
        {.name = "HeldUtc",
         .plain = hold ? timestamp_utc_text(row->held_at, hold->held_at) : NULL,
         .is_quoted = true},
        {.name = "HeldUntilUtc",
         .plain = has_end ? timestamp_utc_text(row->until, hold->until) : NULL,
         .is_quoted = true},
        {.name = "IsGoneFromServer", .plain = hold && hold->is_gone ? "true" : NULL},
    };
    memcpy(row->values, values, sizeof values);
}

static FILE *open_text(char **text, size_t *length)
{
    FILE *stream = open_memstream(text, length);
    if (!stream)
        die("out of memory");
    return stream;
}

static void close_text(FILE *stream)
{
    if (fclose(stream) != 0)
        die("out of memory");
}

static void add_recordings(struct bag *bag, const struct bundle *bundle, const char *name,
                           enum record_format format)
{
    char *text;
    size_t length;
    struct row row;
    struct record_writer writer;
    const struct record_style style = record_style_plain(format);
    const struct item nothing = {.recording = (struct recording *)&recording_unknown};
    FILE *stream = open_text(&text, &length);
    fill(&row, bundle, &nothing);
    export_begin_with(&writer, stream, &style, row.values, VALUES);
    for (size_t i = 0; i < bundle->count; i++) {
        fill(&row, bundle, &bundle->items[i]);
        export_recording_with(&writer, bundle->items[i].recording, row.values, VALUES);
    }
    record_end(&writer);
    close_text(stream);
    bag_add_text(bag, name, text, length);
}

static void add_notes(struct bag *bag, const struct bundle *bundle)
{
    char *text;
    size_t length;
    struct record_writer writer;
    const struct record_style style = record_style_plain(RECORD_JSONL);
    if (bundle->notes.count == 0)
        return;
    FILE *stream = open_text(&text, &length);
    record_begin(&writer, stream, &style, NULL, 0);
    for (size_t i = 0; i < bundle->notes.count; i++)
        note_json_write(&writer, &bundle->notes.notes[i]);
    record_end(&writer);
    close_text(stream);
    bag_add_text(bag, "notes.jsonl", text, length);
}

/* Copies the lines of the access log that name one of the calls. */
struct lines {
    FILE *stream;
    const struct number_map *calls;
    const char *account;
    size_t count;
};

/* Whether a line is of that account: the log has those of all accounts, whose call ids overlap. */
static bool is_of(const char *text, const char *account)
{
    cJSON *object = cJSON_Parse(text);
    const char *own = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "account"));
    bool is_its = own && strcmp(own, account) == 0;
    cJSON_Delete(object);
    return is_its;
}

static bool take_line(void *context, const struct audit_line *line)
{
    static const char name[] = ",\"call\":";
    struct lines *lines = context;
    char *text = memory_text_part(line->text, line->length);
    const char *at = strstr(text, name);
    if (at && number_map_find(lines->calls, strtoll(at + sizeof name - 1, NULL, 10)) &&
        is_of(text, lines->account)) {
        fprintf(lines->stream, "%s\n", text);
        lines->count++;
    }
    free(text);
    return true;
}

static bool add_log(struct bag *bag, struct bundle *bundle, struct failure *failure)
{
    char *text;
    size_t length;
    struct number_map calls = {0};
    struct lines lines = {open_text(&text, &length), &calls, bundle->account, 0};
    for (size_t i = 0; i < bundle->count; i++)
        if (!number_map_find(&calls, bundle->items[i].recording->queue_call_id))
            number_map_add(&calls, bundle->items[i].recording->queue_call_id, bundle);
    bool is_read =
        !bundle->log_folder || audit_file_read(bundle->log_folder, NULL, take_line, &lines, failure);
    close_text(lines.stream);
    number_map_clear(&calls);
    if (is_read && lines.count)
        bag_add_text(bag, "access-log.jsonl", text, length);
    else
        free(text);
    return is_read;
}

static void add_coverage(struct bag *bag, const struct bundle *bundle)
{
    char now[TIMESTAMP_TEXT_SIZE];
    size_t missing = bundle_missing(bundle);
    char *text = memory_format(
        "Case: %s\nMade (UTC): %s\nRecordings: %zu, %zu of them without audio: see AudioMissing in"
        " recordings.csv\n\nHow complete what is here was known to be:\n%s\n",
        bundle->case_name, timestamp_utc_text(now, timestamp_now()), bundle->count, missing,
        bundle->coverage);
    bag_add_text(bag, "coverage.txt", text, strlen(text));
}

static void add_audio(struct bag *bag, struct bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++)
        if (bundle->items[i].audio && !bundle->items[i].shares_place)
            bag_add_file(bag, bundle->items[i].place, bundle->items[i].audio);
}

/* Chooses the path of the audio in the bag, "audio/47610.mp3", "audio/47610 (2).mp3" for a second file of that call.
 * Items with the same file share the path. */
static void find_place(struct bundle *bundle, size_t index)
{
    struct item *item = &bundle->items[index];
    const char *ending = strrchr(item->audio, '.');
    unsigned others = 0;
    for (size_t i = 0; i < index && !item->place; i++) {
        const struct item *before = &bundle->items[i];
        if (!before->audio || before->recording->queue_call_id != item->recording->queue_call_id)
            continue;
        if (strcmp(before->audio, item->audio) == 0)
            item->place = memory_text(before->place);
        others += !before->shares_place;
    }
    item->shares_place = item->place != NULL;
    char number[24] = "";
    if (others)
        snprintf(number, sizeof number, " (%u)", others + 1);
    if (!item->place)
        item->place = memory_format("audio/%" PRId64 "%s%s", item->recording->queue_call_id, number,
                                    ending ? ending : "");
}

char *bundle_write(struct bundle *bundle, const char *path, const char *key, struct failure *failure)
{
    char *kept_as = NULL;
    struct bag *bag = bag_new(bundle->case_name);
    hold_table_sort(&bundle->holds);
    for (size_t i = 0; i < bundle->count; i++)
        if (bundle->items[i].audio)
            find_place(bundle, i);
    add_coverage(bag, bundle);
    add_recordings(bag, bundle, "recordings.csv", RECORD_CSV);
    add_recordings(bag, bundle, "recordings.json", RECORD_JSON);
    add_notes(bag, bundle);
    if (add_log(bag, bundle, failure)) {
        add_audio(bag, bundle);
        kept_as = bag_write(bag, path, key, failure);
    }
    bag_free(&bag);
    return kept_as;
}
