/* What is kept of audio in memory, and what leaves for it. */
#include "model/audio/audio_store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static struct failure failure;
static char block[1000];
static int64_t gone[8];
static size_t gone_count;

static void note(void *context, int64_t call)
{
    (void)context;
    assert_true(gone_count < sizeof gone / sizeof *gone);
    gone[gone_count++] = call;
}

static int reset(void **state)
{
    (void)state;
    gone_count = 0;
    memset(block, 'x', sizeof block);
    return 0;
}

static bool append(struct audio_store *store, int64_t call, size_t length)
{
    assert_non_null(audio_store_add(store, call, &failure));
    return audio_store_append(store, call, block, length, &failure);
}

static unsigned open_descriptors(void)
{
    unsigned count = 0;
    for (int file = 0; file < 1024; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

static void what_was_heard_longest_ago_leaves(void **state)
{
    (void)state;
    unsigned before = open_descriptors();
    struct audio_store *store = audio_store_new(3000, note, NULL);
    for (int64_t call = 1; call <= 3; call++)
        assert_true(append(store, call, 1000));
    assert_non_null(audio_store_add(store, 1, &failure)); /* as one that is heard */
    assert_int_equal(gone_count, 0);
    assert_true(append(store, 4, 1000));
    assert_int_equal(gone_count, 1);
    assert_int_equal(gone[0], 2);
    assert_null(audio_store_find(store, 2));
    assert_int_equal(audio_store_size(store), 3000);
    audio_store_hear(store, 1);
    audio_store_hear(store, 4);
    audio_store_pin(store, 3, true);
    assert_true(append(store, 4, 1000));
    assert_int_equal(gone[1], 1);
    assert_false(append(store, 4, 1000)); /* for the pinned one stays */
    assert_non_null(strstr(failure.what, "MiB"));
    assert_int_equal(audio_buffer_size(audio_store_find(store, 4)), 2000);
    audio_store_remove(store, 3);
    assert_true(append(store, 4, 1000));
    audio_store_free(&store);
    assert_int_equal(open_descriptors(), before);
}

/* What somebody shares stays what it is; its place is another's when it is free again. */
static void a_buffer_is_another_calls_once_nobody_shares_it(void **state)
{
    (void)state;
    char bytes[4] = "";
    unsigned before = open_descriptors();
    struct audio_store *store = audio_store_new(1500, note, NULL);
    assert_true(append(store, 1, 1000));
    struct audio_buffer *shared = audio_buffer_share(audio_store_find(store, 1));
    assert_true(append(store, 2, 1000));
    assert_null(audio_store_find(store, 1));
    assert_ptr_not_equal(audio_store_find(store, 2), shared);
    assert_int_equal(audio_buffer_size(shared), 1000);
    assert_int_equal(audio_buffer_read(shared, 0, bytes, sizeof bytes), sizeof bytes);
    assert_memory_equal(bytes, block, sizeof bytes);
    const struct audio_buffer *was = shared;
    audio_buffer_free(&shared);
    assert_true(append(store, 3, 900));
    assert_ptr_equal(audio_store_find(store, 3), was);
    assert_int_equal(audio_buffer_size(audio_store_find(store, 3)), 900);
    const int *files = audio_store_files(store);
    for (int i = 1; i < AUDIO_BUFFERS; i++)
        assert_true(files[i] >= 0 && files[i] != files[0]);
    assert_int_equal(open_descriptors(), before + AUDIO_BUFFERS);
    bool is_among = false;
    assert_true(append(store, 4, 100));
    for (int i = 0; i < AUDIO_BUFFERS; i++)
        is_among |= files[i] == audio_buffer_file(audio_store_find(store, 4));
    assert_true(is_among);
    audio_store_free(&store);
    assert_int_equal(open_descriptors(), before);
}

/* However short they are, for each takes descriptors. */
static void many_calls_leave_too(void **state)
{
    (void)state;
    unsigned before = open_descriptors();
    struct audio_store *store = audio_store_new(1000000, note, NULL);
    for (int64_t call = 1; call <= AUDIO_BUFFERS + 5; call++)
        assert_true(append(store, call, 1));
    assert_int_equal(gone_count, 5);
    assert_int_equal(gone[4], 5);
    assert_int_equal(open_descriptors(), before + AUDIO_BUFFERS);
    audio_store_free(&store);
}

static void what_can_never_fit_drives_nothing_out(void **state)
{
    (void)state;
    struct audio_store *store = audio_store_new(3000, note, NULL);
    assert_non_null(audio_store_add(store, 7, &failure)); /* empty: it makes no room, either */
    assert_true(append(store, 1, 900));
    assert_true(append(store, 2, 900));
    assert_true(append(store, 2, 900));
    assert_true(append(store, 2, 500));
    assert_int_equal(gone_count, 1);
    assert_int_equal(gone[0], 1);
    assert_non_null(audio_store_find(store, 7));
    assert_true(append(store, 3, 500));
    assert_false(append(store, 2, 900));
    assert_int_equal(gone_count, 1);
    assert_non_null(audio_store_find(store, 3));
    audio_store_free(&store);
}

static void a_buffer_is_read_while_it_grows(void **state)
{
    (void)state;
    char bytes[20] = "";
    struct audio_buffer *buffer = audio_buffer_new(&failure);
    assert_non_null(buffer);
    int file = audio_buffer_open(buffer, &failure);
    assert_true(file >= 0);
    assert_true(fcntl(file, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(read(file, bytes, sizeof bytes), 0);
    assert_true(audio_buffer_append(buffer, "abc", 3, &failure));
    assert_true(audio_buffer_append(buffer, "defg", 4, &failure));
    assert_int_equal(read(file, bytes, sizeof bytes), 7);
    assert_memory_equal(bytes, "abcdefg", 7);
    assert_int_equal(write(file, "x", 1), -1);
    assert_int_equal(audio_buffer_read(buffer, 5, bytes, sizeof bytes), 2);
    assert_memory_equal(bytes, "fg", 2);
    audio_buffer_clear(buffer);
    assert_int_equal(audio_buffer_size(buffer), 0);
    assert_int_equal(audio_buffer_read(buffer, 0, bytes, sizeof bytes), 0);
    close(file);
    audio_buffer_free(&buffer);
}

/* A limit of the system is a failure, and leaves what was there. */
static void what_does_not_fit_is_not_half_there(void **state)
{
    (void)state;
    struct rlimit before, small;
    struct audio_buffer *buffer = audio_buffer_new(&failure);
    assert_non_null(buffer);
    assert_true(audio_buffer_append(buffer, block, 1000, &failure));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 1500;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool appended = audio_buffer_append(buffer, block, 1000, &failure);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(appended);
    assert_int_equal(failure.kind, FAILURE_FULL);
    assert_int_equal(audio_buffer_size(buffer), 1000);
    assert_int_equal(audio_buffer_read(buffer, 0, block, sizeof block), 1000);
    audio_buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_was_heard_longest_ago_leaves, reset),
        cmocka_unit_test_setup(a_buffer_is_another_calls_once_nobody_shares_it, reset),
        cmocka_unit_test_setup(many_calls_leave_too, reset),
        cmocka_unit_test_setup(what_can_never_fit_drives_nothing_out, reset),
        cmocka_unit_test_setup(a_buffer_is_read_while_it_grows, reset),
        cmocka_unit_test_setup(what_does_not_fit_is_not_half_there, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
