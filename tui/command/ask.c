#include "tui/command/ask.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

enum {
    LONGEST = 4096,
    CONTROL_C = 3,
    CONTROL_D = 4,
    BACKSPACE = 8,
    CONTROL_U = 21,
    DELETE = 127,
};

bool ask_is_possible(void)
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

static void trim(char *text)
{
    size_t length = strlen(text), begin = strspn(text, " \t");
    while (length > begin && isspace((unsigned char)text[length - 1]))
        length--;
    memmove(text, text + begin, length - begin);
    text[length - begin] = '\0';
}

char *ask_text(const char *question)
{
    char *line = NULL;
    size_t size = 0;
    fputs(question, stderr);
    if (getline(&line, &size, stdin) < 0) {
        fputc('\n', stderr);
        free(line);
        return NULL;
    }
    trim(line);
    return line;
}

bool ask_yes(const char *question)
{
    char *answer = ask_text(question);
    bool is_yes = answer && (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0 ||
                             strcasecmp(answer, tr("y")) == 0 || strcasecmp(answer, tr("yes")) == 0);
    free(answer);
    return is_yes;
}

/* What a signal finds: the terminal as it was. */
static struct termios before;
static const int ending[] = {SIGTERM, SIGHUP};

enum { ENDING = sizeof ending / sizeof *ending };

static void on_end(int number)
{
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    raise(number); /* reset to its default, see SA_RESETHAND */
}

static void watch(struct sigaction old[ENDING])
{
    struct sigaction action = {.sa_handler = on_end, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < ENDING; i++)
        sigaction(ending[i], &action, &old[i]);
}

static void unwatch(const struct sigaction old[ENDING])
{
    for (int i = 0; i < ENDING; i++)
        sigaction(ending[i], &old[i], NULL);
}

/* Takes a byte into the line. False when the line is done; *given_up if nothing is to come of it. */
static bool take(char line[LONGEST], size_t *length, int byte, bool *given_up)
{
    *given_up = byte == CONTROL_C || (byte == CONTROL_D && *length == 0);
    if (*given_up || byte == '\r' || byte == '\n')
        return false;
    if (byte == BACKSPACE || byte == DELETE) {
        while (*length > 0 && ((unsigned char)line[--*length] & 0xc0) == 0x80)
            ; /* the rest of a character */
    } else if (byte == CONTROL_U) {
        *length = 0;
    } else if (byte >= ' ' && *length + 1 < LONGEST) {
        line[(*length)++] = (char)byte;
    }
    return true;
}

static char *read_hidden(void)
{
    char line[LONGEST];
    unsigned char byte = 0;
    size_t length = 0;
    bool given_up = false;
    ssize_t count;
    do {
        count = read(STDIN_FILENO, &byte, 1);
    } while ((count < 0 && errno == EINTR) || (count == 1 && take(line, &length, byte, &given_up)));
    char *text = count == 1 && !given_up ? memory_text_part(line, length) : NULL;
    explicit_bzero(line, sizeof line);
    return text;
}

char *ask_secret(const char *question)
{
    struct sigaction old[ENDING];
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return NULL;
    struct termios hidden = before;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
    hidden.c_cc[VMIN] = 1;
    hidden.c_cc[VTIME] = 0;
    fputs(question, stderr);
    watch(old);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    char *text = read_hidden();
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    unwatch(old);
    fputc('\n', stderr);
    return text;
}
