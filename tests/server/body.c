#include "tests/server/body.h"

#include "tests/server/must.h"

#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)256 * 1024)

struct text_body {
    struct body body;
    struct body *before; /* read first; NULL: nothing */
    struct text text;
    size_t taken;
    size_t all_rows; /* told when the last byte is taken */
};

static size_t text_read(struct body *body, char *out, size_t room)
{
    struct text_body *self = (struct text_body *)body;

    if (self->before != NULL) {
        size_t length = self->before->read(self->before, out, room);

        body->rows = self->before->rows;
        if (length > 0)
            return length;
        body_free(&self->before);
    }
    size_t length = self->text.length - self->taken;
    if (length > room)
        length = room;
    if (length > 0)
        memcpy(out, self->text.bytes + self->taken, length);
    self->taken += length;
    if (self->taken == self->text.length && self->all_rows > 0)
        body->rows = self->all_rows;
    return length;
}

static void text_release(struct body *body)
{
    struct text_body *self = (struct text_body *)body;

    body_free(&self->before);
    text_free(&self->text);
    free(self);
}

static struct text_body *new_text_body(struct text *text)
{
    struct text_body *self = must_alloc(1, sizeof *self);

    self->body = (struct body){text_read, text_release, (int64_t)text->length, 0};
    self->text = *text;
    *text = (struct text){0};
    return self;
}

struct body *body_of_text(struct text *text)
{
    return &new_text_body(text)->body;
}

struct body *body_of_string(const char *string)
{
    struct text text = {0};

    text_puts(&text, string);
    return body_of_text(&text);
}

struct body *body_with_tail(struct body *body, const char *tail)
{
    struct text text = {0};

    text_puts(&text, tail);
    struct text_body *self = new_text_body(&text);
    self->before = body;
    self->body.length = body->length < 0 ? -1 : body->length + (int64_t)strlen(tail);
    return &self->body;
}

struct body *body_measured(struct body *body)
{
    struct text text = {0};
    size_t length;

    do {
        length = body->read(body, text_reserve(&text, PIECE), PIECE);
        text.length += length;
    } while (length > 0);
    struct text_body *self = new_text_body(&text);
    self->all_rows = body->rows;
    body_free(&body);
    return &self->body;
}

void body_free(struct body **body)
{
    if (*body == NULL)
        return;
    (*body)->release(*body);
    *body = NULL;
}
