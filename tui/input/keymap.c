#include "tui/input/keymap.h"

#include "net/base/likeness.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>

#define BLANKS " \t"

static bool is_of_prompt(const struct action *action)
{
    return action->where == ACTION_OF_PROMPT;
}

const struct action *keymap_find(const struct keymap *map, bool in_prompt, key_code key)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->bindings[i].key == key && is_of_prompt(map->bindings[i].action) == in_prompt)
            return map->bindings[i].action;
    return NULL;
}

/* Refuses an entry of the configuration; `line` is 0 if it is not one entry's fault. */
static bool refuse(struct failure *failure, const struct config *config, unsigned line, const char *what)
{
    char place[16] = "";
    if (line > 0)
        snprintf(place, sizeof(place), "%u:", line);
    return failure_set(failure, FAILURE_USAGE, tr("the manual lists the actions and how keys are written"),
                       "%s:%s [keys]: %s", config->path == NULL ? tr("configuration") : config->path, place,
                       what);
}

static void remove_action(struct keymap *map, const struct action *action)
{
    size_t kept = 0;
    for (size_t i = 0; i < map->count; i++)
        if (map->bindings[i].action != action)
            map->bindings[kept++] = map->bindings[i];
    map->count = kept;
}

/* The next word of *text; its length, 0 at the end. A comma behind a word is a separator too. */
static size_t next_word(const char **text, const char **word)
{
    *word = *text + strspn(*text, BLANKS);
    size_t length = strcspn(*word, BLANKS);
    *text = *word + length;
    return length > 1 && (*word)[length - 1] == ',' ? length - 1 : length;
}

static bool is_configured(const struct config *config, const struct action *action)
{
    for (size_t i = 0; i < config->key_count; i++)
        if (strcmp(config->keys[i].action, action->name) == 0)
            return true;
    return false;
}

/* Gives the action the key unless the map is full. */
static void bind(struct keymap *map, const struct action *action, key_code key)
{
    if (map->count < KEYMAP_SIZE)
        map->bindings[map->count++] = (struct keymap_binding){key, action};
}

/* Binds one word of the configuration; false with *what saying what is wrong with it. A word that is no key is
 * not repeated: it may be the secret. */
static bool bind_word(struct keymap *map, const struct action *action, const char *word, size_t length,
                      char what[160])
{
    char name[KEYS_NAME_SIZE];
    if (length == strlen("none") && strncmp(word, "none", length) == 0)
        return true;
    key_code key = keys_parse(word, length);
    const struct action *other = keymap_find(map, is_of_prompt(action), key);
    if (key == KEYS_NONE) {
        const char *like = keys_like(word, length);
        if (like != NULL)
            snprintf(what, 160, tr("%s: a word behind it is no key; did you mean %s?"), action->name, like);
        else
            snprintf(what, 160, tr("%s: a word behind it is no key"), action->name);
        return false;
    }
    if (other != NULL && other != action) {
        snprintf(what, 160, tr("%s: the key \"%s\" is already given to %s"), action->name,
                 keys_name(name, key), other->name);
        return false;
    }
    if (other == NULL)
        bind(map, action, key);
    return true;
}

/* The name is not repeated: it may be the secret, on a line of its own. */
static bool refuse_action(const struct keymap *map, const struct config *config,
                          const struct config_key *entry, struct failure *failure)
{
    char what[160];
    struct likeness best = {NULL, 0};
    for (const struct action *action = map->actions; action->name; action++)
        likeness_take(&best, entry->action, action->name);
    if (best.name != NULL)
        snprintf(what, sizeof(what), tr("there is no action of that name; did you mean %s?"), best.name);
    else
        snprintf(what, sizeof(what), "%s", tr("there is no action of that name"));
    return refuse(failure, config, entry->line, what);
}

static bool bind_configured(struct keymap *map, const struct config *config, const struct config_key *entry,
                            struct failure *failure)
{
    char what[160];
    const struct action *action = actions_find(map->actions, entry->action);
    if (action == NULL)
        return refuse_action(map, config, entry, failure);
    remove_action(map, action);
    const char *word = NULL, *rest = entry->keys;
    for (size_t length = next_word(&rest, &word); length > 0; length = next_word(&rest, &word))
        if (!bind_word(map, action, word, length, what))
            return refuse(failure, config, entry->line, what);
    return true;
}

/* Default keys of the actions that the configuration leaves alone, where it did not give the key away. */
static void bind_defaults(struct keymap *map, const struct config *config)
{
    for (const struct action *action = map->actions; action->name; action++) {
        if (is_configured(config, action))
            continue;
        const char *word = NULL, *rest = action->keys;
        for (size_t length = next_word(&rest, &word); length > 0; length = next_word(&rest, &word)) {
            key_code key = keys_parse(word, length);
            if (keymap_find(map, is_of_prompt(action), key) == NULL)
                bind(map, action, key);
        }
    }
}

/* Whether one of two actions has a key. */
static bool has_key(const struct keymap *map, const char *one, const char *other)
{
    char name[KEYS_NAME_SIZE];
    return keymap_first(map, one, name) != NULL || keymap_first(map, other, name) != NULL;
}

bool keymap_build(struct keymap *map, const struct action *actions, const struct config *config,
                  struct failure *failure)
{
    map->actions = actions;
    map->count = 0;
    for (size_t i = 0; i < config->key_count; i++)
        if (!bind_configured(map, config, &config->keys[i], failure))
            return false;
    bind_defaults(map, config);
    if (!has_key(map, "quit", "back"))
        return refuse(failure, config, 0, tr("neither quit nor back has a key left"));
    if (!has_key(map, "prompt-accept", "prompt-cancel"))
        return refuse(failure, config, 0, tr("neither prompt-accept nor prompt-cancel has a key left"));
    return true;
}

const char *keymap_text(const struct keymap *map, const struct action *action, char buffer[KEYMAP_TEXT_SIZE])
{
    size_t length = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < map->count; i++) {
        char name[KEYS_NAME_SIZE];
        if (map->bindings[i].action != action)
            continue;
        int written = snprintf(buffer + length, KEYMAP_TEXT_SIZE - length, "%s%s", length > 0 ? " " : "",
                               keys_name(name, map->bindings[i].key));
        if (written < 0 || length + (size_t)written >= KEYMAP_TEXT_SIZE) {
            buffer[length] = '\0';
            break;
        }
        length += (size_t)written;
    }
    return buffer;
}

const char *keymap_first(const struct keymap *map, const char *action, char buffer[KEYS_NAME_SIZE])
{
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->bindings[i].action->name, action) == 0)
            return keys_name(buffer, map->bindings[i].key);
    return NULL;
}
