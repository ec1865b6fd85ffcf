#include "tui/input/mouse_sequence.h"

enum {
    NUMBERS = 3,
    INTRODUCER = 3 /* bytes of ESC [ < */,
    NUMBER_MOST = 9999,
    LEFT = 0,
    WHEEL_UP = 64,
    WHEEL_DOWN = 65
};

/* "0;12;40": three numbers, none left out. */
static bool read_numbers(int numbers[NUMBERS], const char *at, const char *end)
{
    for (int i = 0; i < NUMBERS; i++) {
        const char *begin = at;
        numbers[i] = 0;
        for (; at < end && *at >= '0' && *at <= '9' && numbers[i] <= NUMBER_MOST; at++)
            numbers[i] = numbers[i] * 10 + (*at - '0');
        bool is_ended = i + 1 < NUMBERS ? at < end && *at == ';' : at == end;
        if (at == begin || !is_ended || numbers[i] > NUMBER_MOST)
            return false;
        at++;
    }
    return true;
}

bool mouse_sequence_read(struct mouse_event *event, const char *sequence, size_t length)
{
    int numbers[NUMBERS];
    if (length <= INTRODUCER || sequence[1] != '[' || sequence[2] != '<' || sequence[length - 1] != 'M' ||
        !read_numbers(numbers, sequence + INTRODUCER, sequence + length - 1))
        return false;
    *event = (struct mouse_event){MOUSE_LEFT, numbers[2] - 1, numbers[1] - 1};
    if (numbers[0] == WHEEL_UP)
        event->button = MOUSE_WHEEL_UP;
    else if (numbers[0] == WHEEL_DOWN)
        event->button = MOUSE_WHEEL_DOWN;
    else
        return numbers[0] == LEFT;
    return true;
}
