/* What is taken over of a damaged file of notes: all that lies on pages that are whole, whichever others are not. */
#include "model/notes/notes_file.h"
#include "model/notes/notes_peek.h"
#include "model/notes/notes_place.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/must.h"

#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* Of each call several recordings, so that the rows of one go on from page to page. */
enum { CALLS = 20, FILES = 100, ALL = CALLS * FILES, PAGE = 4096, LONG = 3 * PAGE, NUMBER = 77 };

static struct kept_folder folder;
static char path[100];

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&folder);
    snprintf(path, sizeof path, "%s/a.notes", folder.root);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&folder);
    return 0;
}

/* The text of a recording: some do not fit on a page. */
static void write_text(char text[LONG + 1], int number)
{
    snprintf(text, LONG + 1, "bl\xc3\xa5 note %d ", number);
    if (number % 500 == 0)
        for (size_t i = strlen(text); i < LONG; i++)
            text[i] = (char)('a' + (i + (size_t)number) % 26);
    text[number % 500 == 0 ? LONG : strlen(text)] = '\0';
}

static void fill(struct notes_file *file)
{
    static char text[LONG + 1];
    uint64_t taken = 0;
    struct failure failure;
    must(notes_file_begin(file, &failure), &failure);
    for (int i = 0; i < ALL; i++) {
        char name[20], agent[] = "id:103", tags[] = "angry case-12";
        snprintf(name, sizeof name, "%03d.mp3", i % FILES);
        write_text(text, i);
        const struct note note = {.agent = agent,
                                  .call = i / FILES,
                                  .file = name,
                                  .tags = tags,
                                  .text = text,
                                  .is_marked = i % 2 == 0,
                                  .changed = 1 + i};
        must(notes_file_put(file, &note, &taken, &failure), &failure);
    }
    for (int call = 0; call < CALLS; call++)
        must(notes_file_hear(file, call, true, &failure), &failure);
    const struct note_key going = {"id:103", 0, "000.mp3"};
    must(notes_file_condemn(file, &going, true, NUMBER, &failure), &failure);
    must(notes_file_commit(file, &failure), &failure);
}

static struct notes_file *open_file(char **set_aside)
{
    struct failure failure;
    struct notes_file *file = notes_file_open(path, set_aside, &failure);
    must(file != NULL, &failure);
    return file;
}

static void make_file(void)
{
    char *set_aside;
    struct notes_file *file = open_file(&set_aside);
    fill(file);
    notes_file_close(&file);
}

static void overwrite(long at, size_t count, int byte)
{
    char noise[PAGE];
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    memset(noise, byte, sizeof noise);
    fseek(file, at, SEEK_SET);
    assert_int_equal(fwrite(noise, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static void expect_as_it_was(const struct note *note, bool is_tag_lost)
{
    static char text[LONG + 1];
    int number = (int)note->call * FILES + (int)strtol(note->file, NULL, 10);
    write_text(text, number);
    assert_string_equal(note->agent, "id:103");
    assert_string_equal(note->text, text);
    assert_int_equal(note->is_marked, number % 2 == 0);
    assert_int_equal(note->changed, 1 + number);
    if (!is_tag_lost)
        assert_string_equal(note->tags, "angry case-12");
}

/* How many are left. What is there of a note is what was there, whatever the damage. */
static size_t count_in(struct notes_file *file, bool is_tag_lost, size_t *heard)
{
    struct note_table table = {0};
    struct failure failure;
    size_t count = 0;
    must(notes_file_read(file, &table, &failure), &failure);
    for (size_t i = 0; i < table.count; i++) {
        if (!*table.notes[i].text) /* only its tags are left */
            continue;
        expect_as_it_was(&table.notes[i], is_tag_lost);
        count++;
    }
    *heard = table.heard_count;
    note_table_clear(&table);
    notes_file_close(&file);
    return count;
}

static size_t count_left(bool is_tag_lost, size_t *heard)
{
    char *set_aside;
    struct notes_file *file = open_file(&set_aside);
    assert_non_null(set_aside);
    free(set_aside);
    return count_in(file, is_tag_lost, heard);
}

static long size_of(void)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return (long)status.st_size;
}

/* Where the tables are, and where they begin: nothing leads to what is written then, but all of it is there. */
static void pages_that_lead_to_others_are_not_needed(void **state)
{
    (void)state;
    static const struct {
        long at;
        size_t count;
        int byte;
    } damages[] = {{0, PAGE, 0}, {0, PAGE, 0xa5}, {0, 100, 0}, {60, 4, 0xa5}, {68, 4, 'x'}, {100, 8, 0xa5}};
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        size_t heard;
        make_file();
        overwrite(damages[i].at, damages[i].count, damages[i].byte);
        assert_int_equal(count_left(false, &heard), ALL);
        assert_int_equal(heard, CALLS);
        tear_down(NULL);
        set_up(NULL);
    }
}

/* Whichever page is lost: no other row goes with it, also of the same call. Those that overflow lose theirs alone. */
static void one_page_takes_no_other_along(void **state)
{
    (void)state;
    size_t heard, most_lost = 0;
    make_file();
    long pages = size_of() / PAGE;
    for (long page = 1; page < pages; page += 3) {
        tear_down(NULL);
        set_up(NULL);
        make_file();
        overwrite(page * PAGE, PAGE, 0xa5);
        size_t lost = ALL - count_left(true, &heard);
        most_lost = lost > most_lost ? lost : most_lost;
    }
    assert_in_range(most_lost, 1, 150); /* so many are on a page at the most */
}

static void put_note(struct notes_file *file, const char *text, int64_t changed)
{
    uint64_t taken = 0;
    struct failure failure;
    char agent[] = "id:103", name[] = "a.mp3", tags[] = "angry";
    const struct note note = {
        .agent = agent, .call = 1, .file = name, .tags = tags, .text = (char *)text, .changed = changed};
    must(notes_file_put(file, &note, &taken, &failure), &failure);
}

static void copy_page(long from, char page[PAGE])
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    fseek(file, from * PAGE, SEEK_SET);
    assert_int_equal(fread(page, 1, PAGE, file), PAGE);
    fclose(file);
}

/* A write that went elsewhere: as a page was before it is still there, in front of what it is now. */
static void the_newer_of_two_copies_keeps_its_tags(void **state)
{
    (void)state;
    enum { NOTES = 1 }; /* the page of the table that is made first */
    static char page[PAGE];
    char *set_aside;
    struct note_table table = {0};
    struct failure failure;
    struct notes_file *file = open_file(&set_aside);
    put_note(file, "before", 5);
    notes_file_close(&file);
    copy_page(NOTES, page);
    file = open_file(&set_aside);
    put_note(file, "after", 6);
    notes_file_close(&file);
    FILE *damaged = fopen(path, "r+");
    assert_non_null(damaged);
    assert_int_equal(fwrite(page, 1, PAGE, damaged), PAGE);
    assert_int_equal(fclose(damaged), 0);
    file = open_file(&set_aside);
    assert_non_null(set_aside);
    free(set_aside);
    must(notes_file_read(file, &table, &failure), &failure);
    assert_int_equal(table.count, 1);
    assert_string_equal(table.notes[0].text, "after");
    assert_string_equal(table.notes[0].tags, "angry");
    note_table_clear(&table);
    notes_file_close(&file);
}

/* A file of which each of many rows claims to have all that is in it, and the pages of that lead around: to read them as often
 * would take minutes. */
static void pages_that_lead_around_are_left(void **state)
{
    (void)state;
    enum { PAGES = 500, CELLS_OF_PAGE = 500, CELL = 2100, LOCAL = 489 + (PAGES * PAGE - 489) % (PAGE - 4) };
    static const unsigned char head[] = {10, 0, 0, CELLS_OF_PAGE >> 8, CELLS_OF_PAGE & 0xff};
    static const unsigned char size[] = {0x80 | PAGES * PAGE >> 14, 0x80 | (PAGES * PAGE >> 7 & 0x7f),
                                         PAGES * PAGE & 0x7f};
    static unsigned char page[PAGE];
    char *set_aside;
    struct failure failure;
    const unsigned local = LOCAL <= 1002 ? LOCAL : 489; /* of the row, on its page */
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    memcpy(page, head, sizeof head);
    for (size_t i = 0; i < CELLS_OF_PAGE; i++) {
        page[8 + 2 * i] = CELL >> 8;
        page[9 + 2 * i] = CELL & 0xff;
    }
    memcpy(page + CELL, size, sizeof size);
    page[CELL + sizeof size + local + 2] = PAGES >> 8;
    page[CELL + sizeof size + local + 3] = PAGES & 0xff;
    for (int i = 1; i < PAGES; i++)
        assert_int_equal(fwrite(page, 1, PAGE, file), PAGE);
    memset(page, 0, sizeof page);
    page[2] = PAGES >> 8; /* to itself */
    page[3] = PAGES & 0xff;
    assert_int_equal(fwrite(page, 1, PAGE, file), PAGE);
    assert_int_equal(fclose(file), 0);
    time_t begun = time(NULL);
    assert_null(notes_file_open(path, &set_aside, &failure));
    assert_in_range(time(NULL) - begun, 0, 30);
}

/* Else what is committed is in the file at once. */
static void hold_back(void)
{
    sqlite3 *reader;
    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT * FROM notes", NULL, NULL, NULL), SQLITE_OK);
}

static void leave_with_log(void)
{
    pid_t child = fork();
    if (child == 0) {
        char *set_aside;
        struct notes_file *file = open_file(&set_aside);
        hold_back();
        fill(file);
        _exit(0); /* as if it was killed */
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(access(kept_folder_path(&folder, "a.notes-wal"), F_OK), 0);
}

static void what_is_only_in_the_log_is_taken_over(void **state)
{
    (void)state;
    size_t heard;
    leave_with_log();
    assert_int_equal(truncate(path, 0), 0); /* SQLite would delete the log */
    assert_int_equal(count_left(false, &heard), ALL);
    assert_int_equal(heard, CALLS);
}

static void limit_files(bool is_full)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = is_full ? (rlim_t)16 * PAGE : limit.rlim_max;
    signal(SIGXFSZ, is_full ? SIG_IGN : SIG_DFL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Nothing of it is lost: it is there as it was until there is room. */
static void what_there_is_no_room_for_is_taken_over_later(void **state)
{
    (void)state;
    size_t heard;
    char *set_aside;
    struct failure failure;
    make_file();
    overwrite(0, PAGE, 0);
    limit_files(true);
    struct notes_file *file = notes_file_open(path, &set_aside, &failure);
    limit_files(false);
    assert_null(file);
    assert_null(set_aside);
    assert_int_not_equal(failure.kind, FAILURE_NONE);
    assert_int_equal(count_left(false, &heard), ALL);
    assert_int_equal(heard, CALLS);
}

/* That it had nothing is not known of what could not be opened. */
static void what_cannot_be_opened_is_not_taken_for_empty(void **state)
{
    (void)state;
    char *set_aside, *mending = notes_place_mending(path);
    struct failure failure;
    assert_int_equal(mkdir(mending, 0700), 0);
    assert_null(notes_file_open(path, &set_aside, &failure));
    assert_null(set_aside);
    assert_int_equal(failure.kind, FAILURE_DISK);
    rmdir(mending);
    rmdir(path); /* where it was put back */
    free(mending);
}

/* Another process opens the file, and is killed at one of its system calls. False if it was through before. */
static bool open_killed(unsigned calls)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        char *set_aside;
        struct failure failure;
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        notes_file_open(path, &set_aside, &failure);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    for (unsigned i = 0; i < calls && WIFSTOPPED(status); i++) {
        assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, NULL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
    }
    if (!WIFSTOPPED(status))
        return false;
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return true;
}

/* Whoever comes next goes on, whatever has been done. */
static void a_kill_while_it_is_mended_loses_nothing(void **state)
{
    (void)state;
    enum { STRIDE = 101 }; /* odd: where a call begins and where it ends take turns */
    unsigned kills = 0;
    for (bool is_killed = true; is_killed; kills++) {
        size_t heard;
        char *set_aside;
        tear_down(state);
        set_up(state);
        make_file();
        overwrite(0, PAGE, 0);
        is_killed = open_killed(1 + kills * STRIDE);
        struct notes_file *file = open_file(&set_aside);
        free(set_aside);
        assert_int_equal(count_in(file, false, &heard), ALL);
        assert_int_equal(heard, CALLS);
    }
    assert_true(kills > 10);
}

/* A file that is away from its place while it is mended has its log elsewhere for a moment. */
static void what_is_halfway_is_mended(void **state)
{
    (void)state;
    size_t heard;
    uint64_t version;
    struct failure failure;
    char *mending = notes_place_mending(path);
    leave_with_log();
    overwrite(0, PAGE, 0);
    assert_int_equal(rename(path, mending), 0);
    assert_true(notes_place_has_some(path));
    struct notes_peek *peek = notes_peek_open(path);
    assert_null(notes_peek_read(peek, &version, &failure)); /* not that there is nothing */
    assert_int_equal(count_left(false, &heard), ALL);
    assert_int_equal(heard, CALLS);
    assert_int_not_equal(access(mending, F_OK), 0);
    assert_non_null(notes_peek_read(peek, &version, &failure));
    notes_peek_close(&peek);
    free(mending);
}

/* Who asks for notes in a filter may be there before whoever mends them. */
static void whoever_only_looks_leaves_the_log(void **state)
{
    (void)state;
    size_t heard;
    uint64_t version;
    struct failure failure;
    leave_with_log();
    assert_int_equal(truncate(path, 0), 0);
    struct notes_peek *peek = notes_peek_open(path);
    const struct note_table *table = notes_peek_read(peek, &version, &failure);
    assert_true(!table || table->count == 0);
    assert_int_equal(count_left(false, &heard), ALL);
    table = notes_peek_read(peek, &version, &failure);
    assert_non_null(table);
    assert_int_equal(table->count, ALL);
    notes_peek_close(&peek);
}

/* A log that has the first page mends the file by itself. */
static void a_log_mends_the_file(void **state)
{
    (void)state;
    char *set_aside;
    struct note_table table = {0};
    struct failure failure;
    leave_with_log();
    overwrite(0, PAGE, 0);
    struct notes_file *file = open_file(&set_aside);
    assert_null(set_aside);
    must(notes_file_read(file, &table, &failure), &failure);
    assert_int_equal(table.count, ALL);
    note_table_clear(&table);
    notes_file_close(&file);
}

/* What the archive may have deleted is still known, for whoever knows whether it has. */
static void what_was_condemned_stays_so(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    const struct note_key going = {"id:103", 0, "000.mp3"};
    make_file();
    overwrite(0, PAGE, 0);
    struct notes_file *file = open_file(&set_aside);
    free(set_aside);
    assert_true(notes_file_knows(file, &going));
    must(notes_file_settle(file, NUMBER, &failure), &failure);
    assert_false(notes_file_knows(file, &going));
    notes_file_close(&file);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(pages_that_lead_to_others_are_not_needed),
        IN_FOLDER(one_page_takes_no_other_along),
        IN_FOLDER(the_newer_of_two_copies_keeps_its_tags),
        IN_FOLDER(pages_that_lead_around_are_left),
        IN_FOLDER(what_is_only_in_the_log_is_taken_over),
        IN_FOLDER(what_there_is_no_room_for_is_taken_over_later),
        IN_FOLDER(what_cannot_be_opened_is_not_taken_for_empty),
        IN_FOLDER(a_kill_while_it_is_mended_loses_nothing),
        IN_FOLDER(what_is_halfway_is_mended),
        IN_FOLDER(whoever_only_looks_leaves_the_log),
        IN_FOLDER(a_log_mends_the_file),
        IN_FOLDER(what_was_condemned_stays_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
