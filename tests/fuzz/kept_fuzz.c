/* Reads what is kept in small files, or comes from another machine or program: each kind by a reader of its own, chosen
 * by the first byte. What is taken of it is what may be shown, and can be found again. */
#include "model/audio/heard_calls.h"
#include "model/audit/audit_read.h"
#include "model/audit/audit_verify.h"
#include "model/bundle/bag_manifest.h"
#include "model/bundle/bag_names.h"
#include "model/bundle/bag_verify.h"
#include "model/config/config_columns.h"
#include "model/hold/hold_json.h"
#include "model/notes/note_json.h"
#include "model/recording/zip_writer.h"
#include "net/base/catalogue.h"
#include "net/base/memory.h"
#include "net/base/utf8.h"
#include "net/http/server_words.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"
#include "tui/browse/last_view.h"
#include "tui/browse/last_visit.h"
#include "tui/browse/saved_views.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACCOUNT "https://host/mot/a"
#define SECRET "hUsh7"

/* Names in the folder of the state: all are the one file in memory. */
static const char *const names[] = {"tapedeck/views", "tapedeck/view", "tapedeck/visits", "tapedeck/heard",
                                    "log/2024-05.jsonl"};
static char folder[200];

static char *path_of(const char *name)
{
    return memory_format("%s/%s", folder, name);
}

static void remove_folder(void)
{
    static const char *const folders[] = {"tapedeck", "log", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = path_of(names[i]);
        unlink(path);
        free(path);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = path_of(folders[i]);
        rmdir(path);
        free(path);
    }
}

static void make_folder(const char *file)
{
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/kept.XXXXXX", temporary ? temporary : "/tmp");
    check(mkdtemp(folder) != NULL && atexit(remove_folder) == 0);
    char *state = path_of("tapedeck"), *log = path_of("log");
    check(mkdir(state, 0700) == 0 && mkdir(log, 0700) == 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = path_of(names[i]);
        check(symlink(file, path) == 0);
        free(path);
    }
    free(state);
    free(log);
    setenv("XDG_STATE_HOME", folder, 1);
}

static void put_file(const char *text, size_t length)
{
    const char *file = file_of(text, length);
    if (!*folder)
        make_folder(file);
}

static bool is_utf8(const char *text)
{
    bool valid = true;
    for (size_t left = strlen(text), length; left && valid; text += length, left -= length)
        length = utf8_sequence(text, left, &valid);
    return valid;
}

static void read_note(const char *text, size_t length)
{
    struct note_table table = {0};
    char *line = memory_text_part(text, length);
    bool read = note_json_read(&table, line);
    check(table.count == read);
    for (size_t i = 0; i < table.count; i++) {
        const struct note *note = &table.notes[i];
        check(is_utf8(note->agent) && is_utf8(note->file) && is_utf8(note->tags) && is_utf8(note->text));
        check(note_table_find(&table, &(struct note_key){note->agent, note->call, note->file}) == note);
    }
    note_table_clear(&table);
    free(line);
}

static void read_hold(const char *text, size_t length)
{
    struct hold_table table = {0};
    bool read = hold_json_read(&table, text, length);
    check(table.count == read);
    for (size_t i = 0; i < table.count; i++) {
        const struct hold *hold = &table.holds[i];
        check(hold->agent && hold->reason && hold->by && hold_file_name(hold));
        check(hold_is_over(hold, hold->until) || hold->until == INT64_MIN);
    }
    hold_table_clear(&table);
}

static void read_manifest(const char *text, size_t length)
{
    struct bag_manifest manifest = {0};
    bag_manifest_read(&manifest, text, length);
    for (size_t i = 0; i < manifest.count; i++) {
        const struct bag_line *line = &manifest.lines[i], *found = bag_manifest_find(&manifest, line->name);
        check(*line->name && !strchr(line->name, '\n') && strlen(line->digest) == DIGEST_LONG_TEXT - 1);
        check(found && strcmp(found->name, line->name) == 0);
        check(i == 0 || strcmp(line[-1].name, line->name) <= 0);
    }
    bag_manifest_clear(&manifest);
}

static void read_catalogue(const char *text, size_t length)
{
    static const char *const sought[] = {"", "Agent", "%s agent", "zzz"};
    struct catalogue catalogue;
    if (!catalogue_read(&catalogue, file_of(text, length)))
        return;
    for (size_t i = 0; i < sizeof sought / sizeof *sought; i++) {
        const char *found = catalogue_find(&catalogue, sought[i], (unsigned)i % 3);
        check(!found || (found >= catalogue.bytes && *found &&
                         found + strlen(found) < catalogue.bytes + catalogue.size));
    }
    catalogue_clear(&catalogue);
}

static void read_views(const char *text, size_t length)
{
    struct saved_views views = {.count = 0};
    put_file(text, length);
    saved_views_read(&views, ACCOUNT);
    for (size_t i = 0; i < views.count; i++) {
        const struct saved_view *found = saved_views_find(&views, views.views[i].name);
        check(found && strcmp(found->name, views.views[i].name) == 0 && found->name[0]);
        check(is_utf8(views.views[i].name) && is_utf8(views.views[i].shown.filter));
    }
    saved_views_clear(&views);
}

static void read_last(const char *text, size_t length)
{
    struct last_view view;
    put_file(text, length);
    if (last_view_read(&view, ACCOUNT))
        check(is_utf8(view.shown.filter) && strlen(view.file) < sizeof view.file);
    last_visit_read(ACCOUNT);
}

static void read_heard(const char *text, size_t length)
{
    struct failure failure;
    put_file(text, length);
    char *path = path_of("tapedeck/heard");
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    free(path);
    check(heard_calls_close(&calls, &failure)); /* nothing is written */
}

static void take_event(void *context, const struct audit_event *event)
{
    uint64_t *lines = context;
    check(event->line && event->is_whole == (event->user && event->action && event->what));
    ++*lines;
}

static void read_log(const char *text, size_t length)
{
    struct audit_verdict verdict;
    struct failure failure = {0};
    uint64_t lines = 0;
    put_file(text, length);
    char *path = path_of("log");
    check(audit_verify(&verdict, path, NULL, &failure) &&
          audit_read(path, &audit_always, take_event, &lines, &failure));
    check(verdict.lines == lines && verdict.cut <= lines);
    check(!verdict.broken || verdict.broken - verdict.first < lines);
    check((verdict.kind == AUDIT_EMPTY) == (lines == 0));
    free(path);
}

static void read_columns(const char *text, size_t length)
{
    struct config_columns columns = {.count = 0};
    unsigned seen = 0;
    char *list = memory_text_part(text, length);
    bool read = config_columns_read(&columns, list);
    check(read == (columns.count > 0) && columns.count <= CONFIG_COLUMNS_MOST);
    for (size_t i = 0; i < columns.count; i++) {
        check(columns.at[i] < CONFIG_COLUMNS_MOST && !(seen & 1U << columns.at[i]));
        seen |= 1U << columns.at[i];
    }
    free(list);
}

static void read_words(const char *text, size_t length)
{
    struct server_words words = {0};
    struct failure failure = {0};
    size_t half = length / 2;
    server_words_take(&words, text, half);
    server_words_take(&words, text + half, length - half);
    failure_set(&failure, FAILURE_SERVER, "", "status 500");
    server_words_tell(&words, SECRET, &failure);
    check(!strstr(failure.what, SECRET) && strlen(failure.what) < sizeof failure.what);
    check(!strstr(failure.advice, SECRET));
    server_words_clear(&words);
}

enum { BAG_FILES = 3 }; /* that its manifests list */

/* A bundle, zipped; the caller frees. */
static char *make_bag(size_t *size)
{
    static const char *const files[] = {BAG_PAYLOAD "a.mp3", BAG_DECLARATION, BAG_MANIFEST};
    static const char *const entries[] = {"c/" BAG_PAYLOAD "a.mp3", "c/" BAG_DECLARATION, "c/" BAG_MANIFEST,
                                          "c/" BAG_TAG_MANIFEST};
    char *texts[] = {memory_text("what was said"), memory_text(BAG_VERSION), NULL, memory_text("")};
    char *bytes = NULL;
    FILE *stream = open_memstream(&bytes, size);
    struct zip_writer *zip = zip_writer_open(stream);
    struct failure failure;
    for (size_t i = 0; i <= BAG_FILES; i++) {
        zip_writer_entry(zip, entries[i]);
        zip_writer_put(zip, texts[i], strlen(texts[i]));
        struct digest_stream *digest = digest_stream_new(&failure);
        check(digest != NULL);
        char text[DIGEST_LONG_TEXT], *before = texts[BAG_FILES];
        digest_stream_add(digest, texts[i], strlen(texts[i]));
        check(digest_stream_end(&digest, text, &failure));
        if (i == 0)
            texts[2] = memory_format("%s  %s\n", text, files[0]);
        else if (i < BAG_FILES) {
            texts[BAG_FILES] = memory_format("%s%s  %s\n", before, text, files[i]);
            free(before);
        }
        free(i == BAG_FILES ? texts[BAG_FILES] : texts[i]);
    }
    zip_writer_finish(zip);
    check(zip_writer_error(zip) == 0 && fclose(stream) == 0);
    zip_writer_free(&zip);
    return bytes;
}

static void count_problem(void *context, const char *problem, const char *name)
{
    size_t *problems = context;
    check(*problem && name);
    ++*problems;
}

/* Three bytes each change one of a bundle: two choose it, one is put there. */
static void read_bag(const char *text, size_t length)
{
    static char *bag;
    static size_t size;
    struct failure failure;
    size_t problems = 0;
    if (!bag)
        bag = make_bag(&size);
    char *changed = memory_array(size, 1);
    memcpy(changed, bag, size);
    for (; length >= 3; text += 3, length -= 3)
        changed[((unsigned char)text[0] * 257U + (unsigned char)text[1] * 6007U) % size] = text[2];
    struct bag_check bag_check = {.found = count_problem, .context = &problems};
    bool read = bag_verify(file_of(changed, size), &bag_check, &failure);
    check(bag_check.problems == problems && !bag_check.is_signed);
    check((read && !problems) || memcmp(changed, bag, size) != 0);
    check(!read || problems || bag_check.files == BAG_FILES);
    free(changed);
}

static const struct {
    char first;
    void (*read)(const char *text, size_t length);
} kinds[] = {{'n', read_note},    {'h', read_hold},  {'m', read_manifest}, {'c', read_catalogue},
             {'v', read_views},   {'l', read_last},  {'p', read_heard},    {'a', read_log},
             {'o', read_columns}, {'w', read_words}, {'z', read_bag}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = size ? memory_resize(NULL, size, 1) : NULL; /* a sanitizer sees every byte too far */
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].first == copy[0])
            kinds[i].read(copy + 1, size - 1);
    free(copy);
    return 0;
}

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define NUMBER(low) low "~~~" /* of 32 bits */

static const char *const seeds[] = {
    "n{\"Agent\":\"id:103\",\"QueueCallId\":47610,\"RecordingFileName\":\"0a1b.mp3\",\"Marked\":true,"
    "\"Tags\":\"coaching\",\"Note\":\"s\xc3\xb8g \\u00e6\",\"ChangedUtc\":\"2024-05-03T12:00:05.17Z\"}",
    "n{\"Agent\":\"\",\"QueueCallId\":\"9007199254740993\",\"RecordingFileName\":\"\",\"Marked\":false,"
    "\"Tags\":\"\",\"Note\":\"\",\"ChangedUtc\":\"2024-05-03\"}",
    "h{\"QueueCallId\":47610,\"RecordingFileName\":\"0a.mp3\",\"Caller\":\"+45\",\"HeldAgent\":\"id:103\","
    "\"HeldReason\":\"case\",\"HeldBy\":\"ida\",\"HeldUtc\":\"2024-05-03T12:00:05Z\",\"HeldUntilUtc\":null,"
    "\"IsGoneFromServer\":false,\"AudioBytes\":null}",
    "h{\"HeldAgent\":\"\",\"HeldReason\":\"\",\"HeldUtc\":\"2024-05-03T12:00:05Z\","
    "\"HeldUntilUtc\":\"2199-05-03T12:00:05Z\",\"IsGoneFromServer\":true}",
    "m" DIGEST DIGEST "  data/a b.mp3\n" DIGEST DIGEST " *bagit.txt\n",
    "c\xde\x12\x04\x95~~~~" NUMBER("\x02") NUMBER("\x1c") NUMBER("\x2c") "~~~~~~~~" NUMBER("\x01") NUMBER("<")
        NUMBER("\x05") NUMBER(">") NUMBER("\x01") NUMBER("D") NUMBER("\x05") NUMBER("F") "a~Agent~b~en~to~",
    "vview Sales\naccount " ACCOUNT "\nagent id:103\nfilter queue:sales longer:5m\norder oldest\n# mine\n"
    "view \xc3\x86gir\nfilter 8312\n",
    "laccount " ACCOUNT
    "\nagent id:103\nfilter 8312\norder oldest\nselected 47610 638500000000000000 id:103\nfile a.mp3\n"
    "2024-05-03T12:00:05Z " ACCOUNT "\n",
    "l" ACCOUNT " 2024-05-03T12:00:05Z\n" ACCOUNT " 17148168000000000\n",
    "p" ACCOUNT " 47610 1500 0-20 30-70 \n" ACCOUNT " 47611 0 \nother 1 2 3-4\n",
    "a{\"n\":1,\"time\":\"2024-05-03T12:00:05Z\",\"user\":\"ida\",\"action\":\"play\",\"call\":47610,"
    "\"before\":\""
    "0000000000000000000000000000000000000000000000000000000000000000\"}\n{\"n\":2,\"ti\n",
    "a{\"n\":1,\"ti\n{\"n\":9,\"before\":\"0\"}\n{\"n\":2,\"before\":\"0\"}\n",
    "ostart, length caller,agent queue, type",
    "w{\"Message\":\"licence expired for " SECRET "\",\"detail\":\"\\u001b[31m\"}",
    "z1a~2bT",
    "w<html><title>502 Bad Gateway</title>" SECRET,
};

const struct mutation_plan mutation_plan = {
    .name = "kept: small files and lines of others read, or left out",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "{}[]\":,\\u0 123-9afT\n~~~\x01\xc3\xb8\xff\x1b"
             "hUsh7",
    .zero = '~',
};
