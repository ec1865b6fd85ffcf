#include "tests/server/rows.h"

#include "tests/server/must.h"
#include "tests/server/odd.h"

#include <stdlib.h>
#include <string.h>

enum stage { STAGE_OPEN, STAGE_ROWS, STAGE_LAST, STAGE_CLOSE, STAGE_DONE };

/* Plain rows are rendered into the reader's buffer. What does not fit there, and everything that
 * is no plain row, goes through `spill`. */
struct row_body {
    struct body body;
    struct snapshot snapshot;
    struct recording *own; /* rows that were gathered or shuffled; NULL: those of the snapshot */
    const struct recording *rows;
    size_t next;
    size_t count;
    struct renderer renderer;
    enum stage stage;
    bool comma;
    size_t broken; /* index of the row; SIZE_MAX: none */
    size_t huge;
    size_t every; /* which rows are odd; 0: none */
    bool named;   /* of those only the names of the files */
    int64_t after;
    struct text spill;
    size_t spilled;    /* bytes of it that were read */
    size_t spill_rows; /* rows that are in it */
    char mode[32];
};

static bool is_plain(const struct row_body *self, size_t index)
{
    return index != self->broken && index != self->huge &&
           (self->every == 0 || index % self->every != self->every - 1);
}

static void spill_row(struct row_body *self)
{
    const struct recording *row = &self->rows[self->next];
    bool json = self->renderer.form != RENDER_LINE;

    if (self->comma && json)
        text_add(&self->spill, ",", 1);
    self->spill_rows = 1;
    if (self->next == self->broken)
        odd_broken(&self->spill, &self->renderer, row, self->mode);
    else if (self->next == self->huge)
        odd_huge(&self->spill, &self->renderer, row);
    else if (is_plain(self, self->next))
        self->spill.length =
            (size_t)(render_row(&self->renderer, row, text_reserve(&self->spill, RENDER_ROW)) -
                     self->spill.bytes);
    else if (self->named)
        self->spill_rows = odd_named(&self->spill, &self->renderer, row);
    else
        odd_element(&self->spill, &self->renderer, row, (unsigned)(self->next / self->every));
    self->comma = true;
    self->next++;
}

/* Puts the next piece into the empty spill, or steps to the next stage. */
static void step(struct row_body *self)
{
    bool json = self->renderer.form != RENDER_LINE;

    self->spill.length = 0;
    self->spilled = 0;
    switch (self->stage) {
    case STAGE_OPEN:
        if (json)
            text_add(&self->spill, "[", 1);
        self->stage = STAGE_ROWS;
        break;
    case STAGE_ROWS:
        if (self->next < self->count)
            spill_row(self);
        else
            self->stage = STAGE_LAST;
        break;
    case STAGE_LAST:
        if (self->every > 0 && !self->named)
            odd_last(&self->spill, self->after, self->comma);
        self->stage = STAGE_CLOSE;
        break;
    case STAGE_CLOSE:
        if (json)
            text_add(&self->spill, "]", 1);
        self->stage = STAGE_DONE;
        break;
    case STAGE_DONE:
        break;
    }
}

/* Renders plain rows as long as each one fits for sure. */
static char *render_plain(struct row_body *self, char *out, const char *end)
{
    bool json = self->renderer.form != RENDER_LINE;

    while (self->next < self->count && end - out > RENDER_ROW && is_plain(self, self->next)) {
        *out = ',';
        out += self->comma && json;
        __builtin_prefetch(&self->rows[self->next + 8]);
        out = render_row(&self->renderer, &self->rows[self->next++], out);
        self->comma = true;
        self->body.rows++;
    }
    return out;
}

/* A large buffer is handed over before it is quite full, rather than begin a row that may not fit. */
static bool is_full(const struct row_body *self, size_t room, size_t left)
{
    return self->stage == STAGE_ROWS && self->next < self->count && is_plain(self, self->next) &&
           room > (size_t)4 * RENDER_ROW && left <= RENDER_ROW;
}

static size_t row_read(struct body *body, char *out, size_t room)
{
    struct row_body *self = (struct row_body *)body;
    char *begin = out;
    const char *end = out + room;

    while (out < end) {
        if (self->spilled < self->spill.length) {
            size_t length = self->spill.length - self->spilled;

            if (length > (size_t)(end - out))
                length = (size_t)(end - out);
            memcpy(out, self->spill.bytes + self->spilled, length);
            out += length;
            self->spilled += length;
            continue;
        }
        body->rows += self->spill_rows;
        self->spill_rows = 0;
        if (self->stage == STAGE_DONE)
            break;
        if (self->stage == STAGE_ROWS)
            out = render_plain(self, out, end);
        if (is_full(self, room, (size_t)(end - out)))
            break;
        step(self);
    }
    if (self->spilled == self->spill.length) {
        body->rows += self->spill_rows;
        self->spill_rows = 0;
    }
    return (size_t)(out - begin);
}

static void row_release(struct body *body)
{
    struct row_body *self = (struct row_body *)body;

    snapshot_release(&self->snapshot);
    text_free(&self->spill);
    free(self->own);
    free(self);
}

static struct row_body *new_rows(const struct server *server, const struct rows_wish *wish)
{
    struct row_body *self = must_alloc(1, sizeof *self);
    const struct fault_effect *effects = wish->plan->effects;

    self->body = (struct body){row_read, row_release, -1, 0};
    self->renderer.people = server->people;
    self->renderer.callers = callers_table(server->callers);
    self->renderer.seed = (uint64_t)server->options.seed;
    self->renderer.form = wish->form;
    if (effects[FAULT_MISNAMED].on)
        self->renderer.misnamed = people_by_id(server->people, effects[FAULT_MISNAMED].amount);
    self->after = wish->after;
    self->broken = effects[FAULT_BROKEN].on ? (size_t)effects[FAULT_BROKEN].amount : SIZE_MAX;
    self->huge = effects[FAULT_HUGE].on ? (size_t)effects[FAULT_HUGE].amount : SIZE_MAX;
    self->every = effects[FAULT_ODD].on ? (size_t)effects[FAULT_ODD].amount : 0;
    self->named = strcmp(effects[FAULT_ODD].text, "names") == 0;
    memcpy(self->mode, effects[FAULT_BROKEN].text, sizeof self->mode - 1);
    return self;
}

/* Rows that are the body's own, of which there may be none. */
static void use_own(struct row_body *self, struct recording *rows, size_t count)
{
    free(self->own);
    self->own = rows;
    self->rows = rows;
    self->next = 0;
    self->count = count;
}

static void swap_rows(struct recording *rows, size_t one, size_t other)
{
    struct recording row = rows[one];

    rows[one] = rows[other];
    rows[other] = row;
}

static int by_end(const void *one, const void *other)
{
    const struct recording *first = one;
    const struct recording *second = other;
    int64_t difference = first->start + (int64_t)first->length - second->start - (int64_t)second->length;

    return (difference > 0) - (difference < 0);
}

/* The rows that are to be sent, as the body's own. */
static struct recording *copy_rows(struct row_body *self)
{
    size_t count = self->count - self->next;
    struct recording *rows = must_resize(NULL, count, sizeof *rows);

    if (count > 0)
        memcpy(rows, self->rows + self->next, count * sizeof *rows);
    use_own(self, rows, count);
    return rows;
}

static void sort_by_end(struct row_body *self)
{
    struct recording *rows = copy_rows(self);

    if (self->count > 0)
        qsort(rows, self->count, sizeof *rows, by_end);
}

/* The whole answer at random, or `local`: about every tenth row changes place with its neighbour. */
static void shuffle(struct row_body *self, const char *mode)
{
    struct recording *rows = copy_rows(self);
    size_t count = self->count;
    struct dice dice = {count};
    bool local = strcmp(mode, "local") == 0;

    for (size_t i = 0; i + 1 < count; i++) {
        if (!local)
            swap_rows(rows, i, i + dice_below(&dice, (uint32_t)(count - i)));
        else if (dice_below(&dice, 10) == 0)
            swap_rows(rows, i, i + 1);
    }
}

/* What the plan and the server's own cap do to the choice of rows. */
static struct body *chosen(const struct server *server, struct row_body *self, const struct rows_wish *wish)
{
    const struct fault_effect *effects = wish->plan->effects;
    int64_t cap = wish->whole ? -1 : server->options.cap;

    bool ended = effects[FAULT_SHUFFLE].on && strcmp(effects[FAULT_SHUFFLE].text, "ended") == 0;

    if (ended)
        sort_by_end(self);
    if (effects[FAULT_CAP].on)
        cap = effects[FAULT_CAP].amount;
    if (cap >= 0 && self->count - self->next > (size_t)cap)
        self->count = self->next + (size_t)cap;
    if (effects[FAULT_SHUFFLE].on && !ended)
        shuffle(self, effects[FAULT_SHUFFLE].text);
    return &self->body;
}

static int64_t cursor(const struct rows_wish *wish)
{
    return wish->plan->effects[FAULT_IGNORE_CURSOR].on ? INT64_MIN : wish->after;
}

struct body *rows_of_agent(const struct server *server, size_t agent, const struct rows_wish *wish)
{
    struct row_body *self = new_rows(server, wish);

    self->snapshot = history_snapshot(server->history, agent);
    self->rows = self->snapshot.rows;
    self->next = snapshot_after(&self->snapshot, cursor(wish));
    self->count = self->snapshot.count;
    /* The counters of a body begin at the first row that is sent. */
    self->rows += self->next;
    self->count -= self->next;
    self->next = 0;
    return chosen(server, self, wish);
}

static int by_id(const void *one, const void *other)
{
    const struct recording *first = one;
    const struct recording *second = other;

    if (first->id != second->id)
        return first->id < second->id ? -1 : 1;
    return (first->part > second->part) - (first->part < second->part);
}

/* Adds those rows of an agent that are of the queue, or, for a user, every eighth call. */
static size_t gather(const struct snapshot *snapshot, size_t from, int64_t queue, struct recording **rows,
                     size_t count, size_t *room)
{
    for (size_t i = from; i < snapshot->count; i++) {
        const struct recording *row = &snapshot->rows[i];

        if (queue >= 0 ? row->queue != queue || row->sample : row->id % 8 != 0)
            continue;
        if (count == *room) {
            *room = *room * 2 + 64;
            *rows = must_resize(*rows, *room, sizeof **rows);
        }
        (*rows)[count++] = *row;
    }
    return count;
}

static struct body *gathered(const struct server *server, size_t first, size_t last, int64_t queue,
                             const struct rows_wish *wish)
{
    struct row_body *self = new_rows(server, wish);
    struct recording *rows = NULL;
    size_t count = 0;
    size_t room = 0;

    for (size_t agent = first; agent < last; agent++) {
        struct snapshot snapshot = history_snapshot(server->history, agent);

        count = gather(&snapshot, snapshot_after(&snapshot, cursor(wish)), queue, &rows, count, &room);
        snapshot_release(&snapshot);
    }
    if (count > 1 && last - first > 1)
        qsort(rows, count, sizeof *rows, by_id);
    use_own(self, rows, count);
    return chosen(server, self, wish);
}

struct body *rows_of_queue(const struct server *server, size_t queue, const struct rows_wish *wish)
{
    return gathered(server, 0, history_agents(server->history), (int64_t)queue, wish);
}

struct body *rows_of_user(const struct server *server, size_t agent, const struct rows_wish *wish)
{
    return gathered(server, agent, agent + 1, -1, wish);
}
