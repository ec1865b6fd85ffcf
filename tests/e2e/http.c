#include "tests/e2e/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"

static int connect_to(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor >= 0 && connect(descriptor, (struct sockaddr *)&address, sizeof(address)) != 0) {
        close(descriptor);
        descriptor = -1;
    }
    return descriptor;
}

/* `rest` is what follows the path: the version, CR LF and fields, each ended so, too. */
static bool send_request(int descriptor, int port, const char *path, const char *rest)
{
    struct buffer request = {0};
    buffer_text(&request, "GET ");
    for (const char *at = path; *at; at++) {
        if (*at == ' ')
            buffer_text(&request, "%20");
        else
            buffer_append(&request, at, 1);
    }
    buffer_format(&request, " %sHost: 127.0.0.1:%d\r\n\r\n", rest, port);
    bool good = send(descriptor, request.data, request.length, MSG_NOSIGNAL) == (ssize_t)request.length;
    buffer_clear(&request);
    return good;
}

static bool read_answer(int descriptor, struct buffer *answer, int64_t deadline)
{
    char bytes[16384];
    for (;;) {
        struct pollfd wait = {.fd = descriptor, .events = POLLIN};
        int left = clock_remaining(deadline);
        if (left == 0)
            return false;
        if (poll(&wait, 1, left) <= 0)
            continue;
        ssize_t length = recv(descriptor, bytes, sizeof(bytes), MSG_DONTWAIT);
        if (length == 0)
            return true;
        if (length < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        if (length > 0)
            buffer_append(answer, bytes, (size_t)length);
    }
}

/* The length that the head announces; SIZE_MAX if it does not. */
static size_t announced_length(const char *head)
{
    static const char name[] = "\r\nContent-Length:";
    const char *field = strcasestr(head, name);
    return field ? strtoul(field + sizeof(name) - 1, NULL, 10) : SIZE_MAX;
}

/* Takes an answer apart; NULL if it is none, or cut short. */
static char *take_body(struct buffer *answer, int *status)
{
    char *end = answer->data ? strstr(answer->data, "\r\n\r\n") : NULL;
    if (!end || strncmp(answer->data, "HTTP/1.", 7) != 0 || strlen(answer->data) < 12)
        return NULL;
    size_t head = (size_t)(end + 4 - answer->data);
    *end = '\0';
    size_t expected = announced_length(answer->data);
    *status = (int)strtol(answer->data + 9, NULL, 10);
    buffer_consume(answer, head);
    if (expected != SIZE_MAX && expected != answer->length)
        return NULL;
    return buffer_take(answer);
}

char *http_get_body(int port, const char *path, int *status, int limit)
{
    struct buffer answer = {0};
    char *body = NULL;
    errno = 0;
    int descriptor = connect_to(port);
    /* HTTP/1.0, so that the answer comes without chunks and ends with the connection */
    if (descriptor >= 0 && send_request(descriptor, port, path, "HTTP/1.0\r\n") &&
        read_answer(descriptor, &answer, clock_deadline(limit)))
        body = take_body(&answer, status);
    if (!body)
        fprintf(stderr, "tests: no answer from 127.0.0.1:%d%s %s\n", port, path,
                errno ? strerror(errno) : "");
    if (descriptor >= 0)
        close(descriptor);
    buffer_clear(&answer);
    return body;
}

/* Takes the marks of chunks out, in place; true if the last one, which is empty, is there. */
static bool join_chunks(struct http_answer *answer)
{
    const char *at = answer->body, *end = answer->body + answer->length;
    answer->length = 0;
    for (;;) {
        char *data;
        size_t size = strtoul(at, &data, 16);
        if (data == at || end - data < 2 || size == 0)
            return data != at && size == 0;
        data += 2; /* CR LF */
        size_t there = size < (size_t)(end - data) ? size : (size_t)(end - data);
        memmove(answer->body + answer->length, data, there);
        answer->length += there;
        if (there < size || end - data - (ptrdiff_t)there < 2)
            return false;
        at = data + there + 2;
    }
}

static bool take_answer(struct buffer *bytes, struct http_answer *answer)
{
    const char *end = bytes->data ? strstr(bytes->data, "\r\n\r\n") : NULL;
    if (!end || strncmp(bytes->data, "HTTP/1.", 7) != 0)
        return false;
    answer->head = strndup(bytes->data, (size_t)(end + 2 - bytes->data));
    answer->status = (int)strtol(answer->head + 9, NULL, 10);
    buffer_consume(bytes, (size_t)(end + 4 - bytes->data));
    answer->length = bytes->length;
    answer->body = buffer_take(bytes);
    if (strcasestr(answer->head, "\r\nTransfer-Encoding: chunked"))
        answer->is_whole = join_chunks(answer);
    else
        answer->is_whole = announced_length(answer->head) == answer->length;
    answer->body[answer->length] = '\0';
    return true;
}

bool http_exchange(int port, const char *path, const char *fields, struct http_answer *answer, int limit)
{
    struct buffer bytes = {0}, rest = {0};
    *answer = (struct http_answer){0};
    buffer_format(&rest, "HTTP/1.1\r\nConnection: close\r\n%s", fields);
    int descriptor = connect_to(port);
    bool good = false;
    if (descriptor >= 0 && send_request(descriptor, port, path, rest.data)) {
        read_answer(descriptor, &bytes, clock_deadline(limit));
        good = take_answer(&bytes, answer);
    }
    if (descriptor >= 0)
        close(descriptor);
    buffer_clear(&bytes);
    buffer_clear(&rest);
    return good;
}

void http_clear(struct http_answer *answer)
{
    free(answer->head);
    free(answer->body);
    *answer = (struct http_answer){0};
}
