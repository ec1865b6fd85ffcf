#include "tests/unit/net/http/loopback.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 128, HEAD_SIZE = 8192, LOG_SIZE = 256 * 1024 };

struct loopback_client {
    struct loopback *server;
    int socket;
    bool answering; /* counted in at_once */
    pthread_t thread;
};

struct loopback {
    loopback_answer *answer;
    int socket;
    int port;
    int stop[2]; /* a pipe: readable at its first end when the server is to end */
    pthread_t thread;
    pthread_mutex_t lock; /* for all below */
    struct loopback_client clients[CLIENTS];
    unsigned connections;
    unsigned requests;
    unsigned at_once;
    unsigned most_at_once;
    char heads[LOG_SIZE];
    size_t heads_length;
};

static void fail(const char *what)
{
    perror(what);
    abort();
}

static bool is_stopping(struct loopback *server, int other, int timeout)
{
    struct pollfd ends[2] = {{.fd = server->stop[0], .events = POLLIN}, {.fd = other, .events = POLLIN}};
    return poll(ends, other >= 0 ? 2 : 1, timeout) < 0 || ends[0].revents;
}

/* Reads up to the empty line. Returns false if there is no whole head. */
static bool read_head(struct loopback_client *client, char *head)
{
    size_t length = 0;
    head[0] = '\0';
    while (!strstr(head, "\r\n\r\n")) {
        if (length + 1 >= HEAD_SIZE || is_stopping(client->server, client->socket, -1))
            return false;
        ssize_t got = recv(client->socket, head + length, HEAD_SIZE - length - 1, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        head[length] = '\0';
        if (head[0] != 'G' && head[0] != 'C') /* neither GET nor CONNECT: TLS */
            return loopback_send_text(client, "HTTP/1.1 400 Bad Request\r\n\r\n") && false;
    }
    return true;
}

static void note_request(struct loopback_client *client, const char *head)
{
    struct loopback *server = client->server;
    pthread_mutex_lock(&server->lock);
    server->requests++;
    client->answering = true;
    if (++server->at_once > server->most_at_once)
        server->most_at_once = server->at_once;
    size_t length = strlen(head);
    if (server->heads_length + length < LOG_SIZE) {
        memcpy(server->heads + server->heads_length, head, length + 1);
        server->heads_length += length;
    }
    pthread_mutex_unlock(&server->lock);
}

/* Done with the first byte sent: the other side may ask anew before the answering function has returned. */
static void note_answer(struct loopback_client *client)
{
    pthread_mutex_lock(&client->server->lock);
    client->server->at_once -= client->answering;
    client->answering = false;
    pthread_mutex_unlock(&client->server->lock);
}

static void *serve_client(void *context)
{
    struct loopback_client *client = context;
    struct loopback *server = client->server;
    char head[HEAD_SIZE];
    bool stays = true;
    while (stays && read_head(client, head)) {
        note_request(client, head);
        stays = server->answer(client, head);
        note_answer(client);
    }
    pthread_mutex_lock(&server->lock);
    close(client->socket);
    client->socket = -1;
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

static void *serve(void *context)
{
    struct loopback *server = context;
    while (!is_stopping(server, server->socket, -1)) {
        int socket = accept4(server->socket, NULL, NULL, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        pthread_mutex_lock(&server->lock);
        struct loopback_client *client =
            server->connections < CLIENTS ? &server->clients[server->connections++] : NULL;
        pthread_mutex_unlock(&server->lock);
        if (!client) {
            close(socket);
            continue;
        }
        client->server = server;
        client->socket = socket;
        if (pthread_create(&client->thread, NULL, serve_client, client) != 0)
            fail("pthread_create");
    }
    return NULL;
}

struct loopback *loopback_new(loopback_answer *answer)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct loopback *server = calloc(1, sizeof *server);
    if (!server || pipe2(server->stop, O_CLOEXEC) != 0)
        fail("loopback");
    server->answer = answer;
    pthread_mutex_init(&server->lock, NULL);
    server->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->socket < 0 || bind(server->socket, (struct sockaddr *)&address, length) != 0 ||
        listen(server->socket, CLIENTS) != 0 ||
        getsockname(server->socket, (struct sockaddr *)&address, &length) != 0)
        fail("loopback");
    server->port = ntohs(address.sin_port);
    if (pthread_create(&server->thread, NULL, serve, server) != 0)
        fail("pthread_create");
    return server;
}

void loopback_free(struct loopback **server_pointer)
{
    struct loopback *server = *server_pointer;
    *server_pointer = NULL;
    close(server->stop[1]); /* the first end becomes readable for all threads */
    pthread_join(server->thread, NULL);
    for (unsigned i = 0; i < server->connections; i++) {
        pthread_mutex_lock(&server->lock);
        if (server->clients[i].socket >= 0)
            shutdown(server->clients[i].socket, SHUT_RDWR);
        pthread_mutex_unlock(&server->lock);
        pthread_join(server->clients[i].thread, NULL);
    }
    close(server->stop[0]);
    close(server->socket);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

int loopback_port(const struct loopback *server)
{
    return server->port;
}

static unsigned locked(struct loopback *server, const unsigned *number)
{
    pthread_mutex_lock(&server->lock);
    unsigned value = *number;
    pthread_mutex_unlock(&server->lock);
    return value;
}

unsigned loopback_connections(struct loopback *server)
{
    return locked(server, &server->connections);
}

unsigned loopback_requests(struct loopback *server)
{
    return locked(server, &server->requests);
}

unsigned loopback_most_at_once(struct loopback *server)
{
    return locked(server, &server->most_at_once);
}

bool loopback_saw(struct loopback *server, const char *text)
{
    pthread_mutex_lock(&server->lock);
    bool saw = strstr(server->heads, text) != NULL;
    pthread_mutex_unlock(&server->lock);
    return saw;
}

bool loopback_send(struct loopback_client *client, const char *bytes, size_t length)
{
    note_answer(client);
    while (length) {
        ssize_t sent = send(client->socket, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

bool loopback_send_text(struct loopback_client *client, const char *text)
{
    return loopback_send(client, text, strlen(text));
}

void loopback_wait(struct loopback_client *client, unsigned milliseconds)
{
    is_stopping(client->server, -1, (int)milliseconds);
}

void loopback_reset(struct loopback_client *client)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client->socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}
