#include "tests/server/request.h"

#include "tests/server/must.h"

#include <stdlib.h>
#include <string.h>

void request_read(struct request *request, const char *uri)
{
    char *rest;

    *request = (struct request){.uri = must_copy(uri), .path = must_copy(uri)};
    rest = request->path;
    char *mark = strchr(rest, '?');
    if (mark != NULL)
        *mark++ = '\0';
    request->query = query_parse(mark);
    while (rest != NULL && request->segment_count < REQUEST_SEGMENTS) {
        char *segment = strsep(&rest, "/");

        if (*segment == '\0')
            continue;
        query_decode(segment);
        request->segments[request->segment_count++] = segment;
    }
}

void request_free(struct request *request)
{
    free(request->uri);
    free(request->path);
    query_free(&request->query);
}

bool request_is(const struct request *request, int first, const char *pattern)
{
    for (int i = first; i < request->segment_count; i++) {
        size_t length = strcspn(pattern, "/");
        const char *segment = request->segments[i];
        bool any = length == 1 && pattern[0] == '*';

        if (length == 0 || (!any && (strlen(segment) != length || strncmp(segment, pattern, length) != 0)))
            return false;
        pattern += length;
        pattern += *pattern == '/';
    }
    return *pattern == '\0';
}

void reply_error(struct reply *reply, unsigned status, const char *message)
{
    struct text text = {0};

    text_format(&text, "{\"Message\":\"%s\"}", message);
    reply->status = status;
    reply->body = body_of_text(&text);
}
