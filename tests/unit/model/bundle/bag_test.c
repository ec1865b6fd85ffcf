/* A bag that was written is intact; whatever is changed of it is found, in the zip and in the folder that it was
 * unpacked into. */
#include "model/bundle/bag.h"
#include "model/bundle/bag_names.h"
#include "model/bundle/bag_source.h"
#include "model/bundle/bag_verify.h"
#include "model/bundle/zip_library.h"
#include "net/base/hash.h"
#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_SIZE = 300, SOUND = 20000, FLIPS = 400 };

static char root[64], zip_path[PATH_SIZE], folder[PATH_SIZE];
static char told[1000];

__attribute__((format(printf, 1, 2))) static void run(const char *format, ...)
{
    char command[3 * PATH_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
    assert_int_equal(system(command), 0);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "r");
    char *bytes = malloc(1 << 20);
    assert_true(file && bytes);
    *length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static int set_up(void **state)
{
    (void)state;
    struct failure failure;
    char sound[SOUND], path[PATH_SIZE];
    snprintf(root, sizeof root, "/tmp/tapedeck-bag-XXXXXX");
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < SOUND; i++)
        sound[i] = (char)(i * i >> 3);
    snprintf(path, sizeof path, "%s/sound", root);
    write_file(path, sound, sizeof sound);
    snprintf(zip_path, sizeof zip_path, "%s/case.zip", root);
    snprintf(folder, sizeof folder, "%s/_a_case-1", root);
    struct bag *bag = bag_new("../a case-1"); /* no such folder */
    bag_add_text(bag, "recordings.csv", memory_text("a,b\n1,2\n"), 8);
    bag_add_file(bag, "audio/1.mp3", path);
    char *kept_as = bag_write(bag, zip_path, NULL, &failure);
    bag_free(&bag);
    assert_non_null(kept_as);
    assert_string_equal(kept_as, zip_path);
    free(kept_as);
    run("cd %s && unzip -q case.zip && mv _._a_case-1 _a_case-1", root);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    run("rm -rf %s", root);
    return 0;
}

static void found(void *context, const char *problem, const char *name)
{
    (void)context;
    size_t length = strlen(told);
    snprintf(told + length, sizeof told - length, "%s: %s;", problem, name);
}

/* How many things are wrong, which `told` has; -1 if it is no bag at all. */
static int verify(const char *path)
{
    struct failure failure;
    struct bag_check check = {.found = found};
    told[0] = '\0';
    return bag_verify(path, &check, &failure) ? (int)check.problems : -1;
}

static void expect(const char *path, const char *expected)
{
    verify(path);
    assert_string_equal(told, expected);
}

static void what_was_written_is_intact(void **state)
{
    (void)state;
    assert_int_equal(verify(zip_path), 0);
    assert_int_equal(verify(folder), 0);
}

static const char *inside(const char *name)
{
    static char path[2 * PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* One bit of each file. */
static void a_flipped_bit_is_named(void **state)
{
    static const char *const names[] = {"data/audio/1.mp3", "data/recordings.csv", BAG_INFO, BAG_GUIDE};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length;
        char expected[PATH_SIZE];
        char *bytes = read_file(inside(names[i]), &length);
        snprintf(expected, sizeof expected, "changed: %s;", names[i]);
        for (int bit = 0; bit < 8; bit++) {
            bytes[length / 2] = (char)(bytes[length / 2] ^ 1 << bit);
            write_file(inside(names[i]), bytes, length);
            expect(folder, expected);
            bytes[length / 2] = (char)(bytes[length / 2] ^ 1 << bit);
        }
        write_file(inside(names[i]), bytes, length);
        free(bytes);
    }
    assert_int_equal(verify(folder), 0);
}

static void what_is_added_or_missing_is_named(void **state)
{
    (void)state;
    write_file(inside("data/audio/2.mp3"), "x", 1);
    write_file(inside("data/.hidden"), "x", 1);
    expect(folder, "added: data/.hidden;added: data/audio/2.mp3;");
    unlink(inside("data/audio/2.mp3"));
    unlink(inside("data/.hidden"));
    assert_int_equal(symlink("/etc/passwd", inside("readme")), 0);
    expect(folder, "added: readme;");
    unlink(inside("readme"));
    unlink(inside("data/audio/1.mp3"));
    expect(folder, "missing: data/audio/1.mp3;");
}

static void a_manifest_is_needed(void **state)
{
    (void)state;
    run("mv %s %s/tags", inside(BAG_TAG_MANIFEST), root);
    expect(folder, "missing: " BAG_TAG_MANIFEST ";");
    run("mv %s/tags %s", root, inside(BAG_TAG_MANIFEST));
    run("sed -i 's/a/A/' %s", inside(BAG_MANIFEST));
    assert_true(verify(folder) > 0);
    run("sed -i 's/A/a/' %s", inside(BAG_MANIFEST));
    assert_int_equal(verify(folder), 0);
    run("grep -v manifest-sha512.txt %s >%s/tags; cp %s/tags %s", inside(BAG_TAG_MANIFEST), root, root,
        inside(BAG_TAG_MANIFEST));
    assert_true(verify(folder) > 0);
    assert_non_null(strstr(told, "not in the tag manifest: " BAG_MANIFEST ";"));
}

/* Nothing is read outside of the folder, whatever a manifest says. */
static void names_stay_inside(void **state)
{
    (void)state;
    run("sha512sum /etc/passwd | sed 's|/etc/passwd|data/../../../../../../etc/passwd|' >>%s",
        inside(BAG_MANIFEST));
    assert_true(verify(folder) > 0);
    assert_non_null(strstr(told, "missing: data/../../../../../../etc/passwd;"));
}

static void take(void *context, const char *bytes, size_t length)
{
    *(uint64_t *)context = hash_on(*(uint64_t *)context, bytes, length);
}

/* Of all names and contents; 0 if something cannot be read. */
static uint64_t content_of(const char *path)
{
    struct failure failure;
    uint64_t hash = HASH_BEGIN;
    struct bag_source *source = bag_source_open(path, &failure);
    bool is_read = source != NULL;
    for (size_t i = 0; is_read && i < bag_source_count(source); i++) {
        take(&hash, bag_source_name(source, i), strlen(bag_source_name(source, i)));
        is_read = bag_source_read(source, i, take, &hash);
    }
    bag_source_close(&source);
    return is_read ? hash : 0;
}

/* A bit anywhere in the zip: where it is called intact, all that is in it is as it was, as with that of a date. */
static void a_flipped_bit_of_the_zip_changes_nothing_unseen(void **state)
{
    size_t length, noticed = 0;
    uint64_t whole = content_of(zip_path);
    char *bytes = read_file(zip_path, &length);
    (void)state;
    assert_true(whole != 0);
    for (size_t i = 0; i < FLIPS; i++) {
        size_t at = (i * 7919 + 13) % length;
        bytes[at] = (char)(bytes[at] ^ 1 << i % 8);
        write_file(zip_path, bytes, length);
        bytes[at] = (char)(bytes[at] ^ 1 << i % 8);
        if (verify(zip_path) != 0)
            noticed++;
        else
            assert_true(content_of(zip_path) == whole);
    }
    assert_in_range(noticed, FLIPS / 2, FLIPS);
    free(bytes);
}

static void a_cut_zip_is_none(void **state)
{
    size_t length;
    char *bytes = read_file(zip_path, &length);
    (void)state;
    for (size_t left = 0; left < length; left += length / 50 + 1) {
        write_file(zip_path, bytes, left);
        assert_true(verify(zip_path) != 0);
    }
    free(bytes);
}

static void add_to_zip(const char *name)
{
    int code;
    struct failure failure;
    const struct zip_library *library = zip_library(&failure);
    assert_non_null(library);
    zip_t *zip = library->open(zip_path, 0, &code);
    assert_non_null(zip);
    zip_source_t *source = library->source_buffer(zip, "x", 1, 0);
    assert_true(library->file_add(zip, name, source, 0) >= 0);
    assert_int_equal(library->close(zip), 0);
}

/* All of the bag with other names; `flags` ZIP_TRUNCATE, or 0 where there is such a zip, behind what is in it. */
static void zip_below(const char *prefix, const char *path, int flags)
{
    int code;
    struct failure failure;
    const struct zip_library *library = zip_library(&failure);
    zip_t *zip = library->open(path, ZIP_CREATE | flags, &code);
    struct bag_source *source = bag_source_open(folder, &failure);
    for (size_t i = 0; i < bag_source_count(source); i++) {
        char name[PATH_SIZE], file[2 * PATH_SIZE];
        snprintf(name, sizeof name, "%s%s", prefix, bag_source_name(source, i));
        snprintf(file, sizeof file, "%s/%s", folder, bag_source_name(source, i));
        assert_true(library->file_add(zip, name, library->source_file(zip, file, 0, -1), 0) >= 0);
    }
    bag_source_close(&source);
    assert_int_equal(library->close(zip), 0);
}

static void what_is_unpacked_elsewhere_is_no_bag(void **state)
{
    static const char *const prefixes[] = {"/", "../", "./"};
    char path[2 * PATH_SIZE];
    (void)state;
    snprintf(path, sizeof path, "%s/other.zip", root);
    zip_below("other/", path, ZIP_TRUNCATE);
    assert_int_equal(verify(path), 0);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        zip_below(prefixes[i], path, ZIP_TRUNCATE);
        assert_int_not_equal(verify(path), 0);
    }
}

/* Before all that is in the bag, and with a folder of its own. */
static void what_is_put_first_into_the_zip_is_named(void **state)
{
    static const char *const names[] = {"stray", "elsewhere/stray", "_._a_case-1-2/stray"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int code;
        char path[2 * PATH_SIZE], expected[PATH_SIZE];
        struct failure failure;
        const struct zip_library *library = zip_library(&failure);
        snprintf(path, sizeof path, "%s/stray.zip", root);
        zip_t *zip = library->open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
        assert_true(library->file_add(zip, names[i], library->source_buffer(zip, "x", 1, 0), 0) >= 0);
        assert_int_equal(library->close(zip), 0);
        zip_below("_._a_case-1/", path, 0);
        snprintf(expected, sizeof expected, "added: %s;", names[i]);
        expect(path, expected);
    }
}

static void what_is_added_to_the_zip_is_named(void **state)
{
    (void)state;
    add_to_zip("_._a_case-1/data/more");
    add_to_zip("outside");
    expect(zip_path, "added: data/more;added: outside;");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_was_written_is_intact),
        IN_FOLDER(a_flipped_bit_is_named),
        IN_FOLDER(what_is_added_or_missing_is_named),
        IN_FOLDER(a_manifest_is_needed),
        IN_FOLDER(names_stay_inside),
        IN_FOLDER(a_flipped_bit_of_the_zip_changes_nothing_unseen),
        IN_FOLDER(a_cut_zip_is_none),
        IN_FOLDER(what_is_added_to_the_zip_is_named),
        IN_FOLDER(what_is_put_first_into_the_zip_is_named),
        IN_FOLDER(what_is_unpacked_elsewhere_is_no_bag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
