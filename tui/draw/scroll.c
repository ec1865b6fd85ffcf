#include "tui/draw/scroll.h"

size_t scroll_move(size_t selected, int64_t lines, size_t count)
{
    int64_t last = count > 0 ? (int64_t)count - 1 : 0, target = (int64_t)selected + lines;
    return (size_t)(target < 0 ? 0 : target > last ? last : target);
}

size_t scroll_top(size_t top, size_t selected, size_t count, size_t height)
{
    if (selected < top)
        top = selected;
    if (height > 0 && selected >= top + height)
        top = selected - height + 1;
    if (top + height > count)
        top = count > height ? count - height : 0;
    return top;
}
