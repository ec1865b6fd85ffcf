/* What gives the terminal back when the program ends by a fault. */
#include "tui/terminal/crash.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Nobody reads: until the line takes no more. */
static void fill(int fd)
{
    static const char bytes[4096] = {0};
    size_t length = sizeof bytes;
    while (length)
        if (write(fd, bytes, length) < 0)
            length /= 2;
}

static void a_stalled_line_has_its_modes_again(void **state)
{
    (void)state;
    struct termios before, raw, after;
    int reader = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(reader >= 0 && grantpt(reader) == 0 && unlockpt(reader) == 0);
    int fd = open(ptsname(reader), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    assert_int_equal(tcgetattr(fd, &before), 0);
    raw = before;
    cfmakeraw(&raw);
    assert_int_equal(tcsetattr(fd, TCSANOW, &raw), 0);
    crash_watch(fd, &before);
    crash_also("the title");
    fill(fd);
    crash_reset();
    crash_also(NULL);
    crash_forget();
    assert_int_equal(tcgetattr(fd, &after), 0);
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_int_equal(after.c_oflag, before.c_oflag);
    close(fd);
    close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stalled_line_has_its_modes_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
