/* The pictures: places, colours, lines and escapes of the SVG that a screen gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/picture.h"

/* The picture of what a program wrote on a small screen; the caller frees it. */
static char *picture_of(const char *output)
{
    struct screen *screen = screen_new(3, 20, NULL, NULL);
    screen_feed(screen, output, strlen(output));
    char *svg = picture_render(screen, "a <title> & more");
    screen_free(&screen);
    return svg;
}

static void expect_part(const char *output, const char *part)
{
    char *svg = picture_of(output);
    if (!strstr(svg, part))
        print_error("not found: %s\n%s\n", part, svg);
    assert_non_null(strstr(svg, part));
    free(svg);
}

static void expect_no_part(const char *output, const char *part)
{
    char *svg = picture_of(output);
    assert_null(strstr(svg, part));
    free(svg);
}

static void places_every_letter(void **state)
{
    (void)state;
    expect_part("ab c", "x=\"14 23\" fill=\"#d3d7df\">ab</text>");
    expect_part("ab c", "x=\"41\" fill=\"#d3d7df\">c</text>");
    expect_part("\r\n x", "<text y=\"76\" x=\"23\"");
    expect_part("日a", "x=\"14\" fill=\"#d3d7df\">日</text>");
    expect_part("日a", "x=\"32\" fill=\"#d3d7df\">a</text>");
    expect_part("e\xCC\x81z", ">e\xCC\x81</text>");
}

static void escapes_text(void **state)
{
    (void)state;
    expect_part("a<b>&\"", ">a&lt;b&gt;&amp;\"</text>");
    expect_part("", "<title>a &lt;title&gt; &amp; more</title>");
}

static void shows_attributes(void **state)
{
    (void)state;
    expect_part("\033[1mA", "font-weight=\"bold\">A<");
    expect_part("\033[3mA", "font-style=\"italic\">A<");
    expect_part("\033[31mA", "fill=\"#e5636a\">A<");
    expect_part("\033[38;5;196mA", "fill=\"#ff0000\">A<");
    expect_part("\033[38;5;244mA", "fill=\"#808080\">A<");
    expect_part("\033[38;2;1;2;3mA", "fill=\"#010203\">A<");
    expect_part("\033[7mA b", "fill=\"#14171c\">A<");
    expect_part("\033[7mA b", "width=\"27\" height=\"19\" fill=\"#d3d7df\"");
    expect_part("\033[2mA", "fill=\"#82868d\">A<");
    expect_part("\033[4mA", "h9\" stroke=");
    expect_no_part("A", "h9\" stroke=");
}

static void draws_lines_and_blocks(void **state)
{
    (void)state;
    expect_part("─", "<path d=\"M18.5 52.5H14M18.5 52.5H23\"");
    expect_part("╭", "fill=\"none\"/>");
    expect_part("█", "<rect x=\"14\" y=\"43\" width=\"9\" height=\"19\" fill=\"#d3d7df\"");
    expect_part("░", "fill-opacity=\"0.25\"");
    expect_no_part("─│┌█", "─");
    expect_part("═", ">═</text>");
}

static void is_the_same_twice(void **state)
{
    (void)state;
    char *first = picture_of("same \033[7mbytes");
    char *second = picture_of("same \033[7mbytes");
    assert_string_equal(first, second);
    free(first);
    free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_every_letter), cmocka_unit_test(escapes_text),
        cmocka_unit_test(shows_attributes),    cmocka_unit_test(draws_lines_and_blocks),
        cmocka_unit_test(is_the_same_twice),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
