#include "tui/browse/browse_sort.h"

#include "net/base/translate.h"
#include "tui/words/sort_words.h"

#include <stdio.h>

/* The recording that was selected stays so. */
static unsigned show(struct app *app)
{
    app_show(app, app->view->list.touched ? LIST_AT_SELECTED : LIST_AT_FIRST);
    return CHANGED_BOTTOM;
}

unsigned browse_reverse(struct app *app)
{
    struct list_view *view = app->view;
    if (view->sorting.by == LIST_SORT_START)
        view->oldest_first = !view->oldest_first;
    else
        view->sorting.is_descending = !view->sorting.is_descending;
    return show(app);
}

static void sort_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    (void)app;
    size_t at = (size_t)snprintf(text, APP_QUESTION_SIZE, "%s", tr("Sort:"));
    for (enum list_sort by = 0; by < LIST_SORTS; by++) {
        const struct sort_words *words = sort_words_of(by);
        at += (size_t)snprintf(text + at, APP_QUESTION_SIZE - at, "  %c %s", words->key, tr(words->name));
    }
    snprintf(text + at, APP_QUESTION_SIZE - at, "  %s", tr("(again: the other way round)"));
}

static unsigned choose(struct app *app, key_code key)
{
    enum list_sort by = 0;
    while (by < LIST_SORTS && (key_code)sort_words_of(by)->key != key)
        by++;
    if (by == LIST_SORTS)
        return CHANGED_NOTHING;
    if (by == app->view->sorting.by)
        return browse_reverse(app);
    app->view->sorting =
        (struct list_sorting){by, by != LIST_SORT_START && sort_words_of(by)->begins_descending};
    return show(app);
}

unsigned browse_ask_sort(struct app *app)
{
    static const struct app_prompt prompt = {.question = sort_question, .choose = choose};
    return app_ask(app, &prompt);
}

bool browse_sort_hides_times(struct app *app, unsigned *changes)
{
    char name[KEYS_NAME_SIZE];
    const char *key = keymap_first(&app->keymap, "sort", name);
    if (app->view->sorting.by == LIST_SORT_START)
        return false;
    *changes |= app_say(app, ACCOUNT_INFORMATION,
                        tr("the list is sorted %s; times are found in a list by start (%s %c)"),
                        sort_words_order(&app->view->sorting, false), key != NULL ? key : ":sort",
                        sort_words_of(LIST_SORT_START)->key);
    return true;
}
