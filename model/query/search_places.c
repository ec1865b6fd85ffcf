#include "model/query/search_places.h"

#include "net/base/memory.h"

#include <stdlib.h>

static void add(struct search_places *places, const struct search_call *call)
{
    const struct search_place *last = places->count ? &places->places[places->count - 1] : NULL;
    if (last && last->agent == call->agent && last->call == call->call)
        return;
    places->places =
        memory_grow(places->places, &places->capacity, places->count + 1, sizeof *places->places);
    places->places[places->count++] = (struct search_place){call->agent, call->call};
}

void search_places_add(void *context, const struct search_call *calls, size_t count)
{
    struct search_places *places = context;
    for (size_t i = 0; i < count; i++)
        add(places, &calls[i]);
    places->too_many = places->most && places->count >= places->most;
}

void search_places_clear(struct search_places *places)
{
    free(places->places);
    *places = (struct search_places){0};
}
