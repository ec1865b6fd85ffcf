/* Allocation: what is new is empty, what grows keeps its contents, and what cannot be ends the program. */
#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_new_is_empty(void **state)
{
    (void)state;
    static const char zeros[64];
    char *block = memory_array(8, 8);
    assert_memory_equal(block, zeros, sizeof zeros);
    free(block);
    block = memory_new(0);
    assert_non_null(block);
    free(block);
}

static void test_texts(void **state)
{
    (void)state;
    assert_null(memory_text(NULL));
    char *text = memory_text("abc");
    char *part = memory_text_part("abcdef", 2);
    char *formatted = memory_format("%s-%d", "x", 7);
    assert_string_equal(text, "abc");
    assert_string_equal(part, "ab");
    assert_string_equal(formatted, "x-7");
    free(text);
    free(part);
    free(formatted);
}

static void test_grow(void **state)
{
    (void)state;
    int *numbers = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        numbers = memory_grow(numbers, &capacity, (size_t)i + 1, sizeof *numbers);
        assert_true(capacity > (size_t)i);
        numbers[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    size_t before = capacity;
    assert_ptr_equal(memory_grow(numbers, &capacity, 10, sizeof *numbers), numbers);
    assert_int_equal(capacity, before);
    free(numbers);
}

static void say_restored(void)
{
    (void)!write(STDERR_FILENO, "[restored]", strlen("[restored]"));
}

/* Runs what must end the program in a process of its own; returns its status, its messages in `text`. */
static int run_dying(void (*dying)(void), char *text, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        memory_on_die(say_restored);
        dying();
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    ssize_t got = 0;
    while (length + 1 < size && (got = read(ends[0], text + length, size - length - 1)) > 0)
        length += (size_t)got;
    text[length] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void die_plainly(void)
{
    die("the %s is full", "disk");
}

static void resize_beyond_measure(void)
{
    free(memory_resize(NULL, SIZE_MAX / 2, 3));
}

static void grow_beyond_measure(void)
{
    size_t capacity = 0;
    free(memory_grow(NULL, &capacity, SIZE_MAX, 1));
}

static void test_die(void **state)
{
    (void)state;
    char text[512];
    assert_int_equal(run_dying(die_plainly, text, sizeof text), 4);
    assert_string_equal(text, "[restored]tapedeck: the disk is full\n");
    assert_int_equal(run_dying(resize_beyond_measure, text, sizeof text), 4);
    assert_non_null(strstr(text, "out of memory"));
    assert_int_equal(run_dying(grow_beyond_measure, text, sizeof text), 4);
    assert_non_null(strstr(text, "out of memory"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_is_empty),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_die),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
