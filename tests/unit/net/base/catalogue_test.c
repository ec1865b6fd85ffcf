/* Catalogues as msgfmt writes them, and any damage to one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/base/catalogue.h"

/* A head of 28 bytes, the two tables, the texts. */
static const struct {
    uint32_t head[7], texts[4], translations[4];
    char bytes[48];
} file = {{0x950412deU, 0, 2, 28, 44, 0, 0},
          {13, 60, 4, 74},
          {15, 79, 4, 95},
          "%s call\0%s ca\0"
          "list\0"
          "%s opkald\0%s op\0"
          "side"};

static const char *path_of(void)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/catalogue-test.%ld", (long)getpid());
    return path;
}

static bool read_bytes(struct catalogue *catalogue, const char *bytes, size_t size)
{
    FILE *stream = fopen(path_of(), "w");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
    bool is_read = catalogue_read(catalogue, path_of());
    assert_int_equal(unlink(path_of()), 0);
    return is_read;
}

static void sentences_are_found(void **state)
{
    struct catalogue catalogue;
    (void)state;
    assert_true(read_bytes(&catalogue, (const char *)&file, sizeof file));
    assert_string_equal(catalogue_find(&catalogue, "list", 0), "side");
    assert_string_equal(catalogue_find(&catalogue, "list", 1), "side"); /* it has no other form */
    assert_string_equal(catalogue_find(&catalogue, "%s call", 0), "%s opkald");
    assert_string_equal(catalogue_find(&catalogue, "%s call", 1), "%s op");
    assert_null(catalogue_find(&catalogue, "lists", 0));
    assert_null(catalogue_find(&catalogue, "a", 0));
    assert_null(catalogue_find(&catalogue, "", 0));
    catalogue_clear(&catalogue);
    assert_false(catalogue_read(&catalogue, path_of())); /* there is none */
}

/* Read or refused, it names nothing that is not in it. */
static void damage_is_refused(void **state)
{
    char bytes[sizeof file];
    struct catalogue catalogue;
    (void)state;
    for (size_t size = 0; size < 100; size++)
        assert_false(read_bytes(&catalogue, (const char *)&file, size));
    for (size_t i = 0; i < sizeof bytes * 8; i++) {
        memcpy(bytes, &file, sizeof bytes);
        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
        if (read_bytes(&catalogue, bytes, sizeof bytes))
            for (unsigned form = 0; form < 3; form++)
                catalogue_find(&catalogue, "list", form);
        catalogue_clear(&catalogue);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sentences_are_found),
                                       cmocka_unit_test(damage_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
