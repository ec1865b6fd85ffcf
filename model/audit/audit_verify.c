#include "model/audit/audit_verify.h"

#include "model/audit/audit_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct checking {
    struct audit_verdict *verdict;
    const char *expected;
    uint64_t number; /* of the last line checked; one without a number counts as the next */
    struct failure *failure;
    bool failed;
};

/* Whether the line ends with this hash of the line before it. */
static bool names_hash(const struct audit_line *line, const char hash[DIGEST_TEXT])
{
    char end[DIGEST_TEXT + 16];
    size_t length = (size_t)snprintf(end, sizeof end, ",\"before\":\"%s\"}", hash);
    return line->length > length && memcmp(line->text + line->length - length, end, length) == 0;
}

/* Whether `expected` is the hash of the missing line before the first one, which that names. */
static bool is_behind(const struct audit_line *line, const char *expected)
{
    char hash[DIGEST_TEXT] = "";
    if (strlen(expected) != DIGEST_TEXT - 1)
        return false;
    for (size_t i = 0; expected[i]; i++)
        hash[i] = (char)tolower((unsigned char)expected[i]);
    return names_hash(line, hash);
}

/* The first line of a log has zeros for the hash of the line before it. */
static void begin(struct audit_verdict *verdict)
{
    memset(verdict, 0, sizeof *verdict);
    memset(verdict->head, '0', DIGEST_TEXT - 1);
}

/* Whether a line has the next number and the hash of the line before it. The first line with a number may have a
 * higher one, as older months may have been deleted; if no line precedes it, its hash cannot be checked. */
static bool follows(struct checking *checking, const struct audit_line *line)
{
    struct audit_verdict *verdict = checking->verdict;
    uint64_t number = audit_file_number(line->text, line->length);
    verdict->cut += number == 0;
    checking->number++;
    if (number == 0)
        return true;
    bool is_begin = verdict->first == 0 && number > checking->number;
    if (is_begin)
        checking->number = number;
    uint64_t before = verdict->lines - 1;
    if (verdict->first == 0)
        verdict->first = number > before ? number - before : 1;
    return number == checking->number &&
           ((is_begin && verdict->lines == 1) || names_hash(line, verdict->head));
}

static bool check_line(void *context, const struct audit_line *line)
{
    struct checking *checking = context;
    struct audit_verdict *verdict = checking->verdict;
    if (verdict->lines++ == 0)
        snprintf(verdict->file, sizeof verdict->file, "%s", line->file);
    if (!follows(checking, line) && verdict->kind != AUDIT_BROKEN) {
        verdict->kind = AUDIT_BROKEN;
        verdict->broken = checking->number;
        snprintf(verdict->file, sizeof verdict->file, "%s", line->file);
    } else if (verdict->kind == AUDIT_EMPTY) {
        verdict->kind = AUDIT_INTACT;
        if (checking->expected && verdict->first > 1 && is_behind(line, checking->expected))
            verdict->anchored = verdict->first - 1;
    }
    checking->failed = !digest_sha256(verdict->head, line->text, line->length, checking->failure);
    if (checking->expected && strcasecmp(verdict->head, checking->expected) == 0 &&
        verdict->kind == AUDIT_INTACT)
        verdict->anchored = checking->number;
    return !checking->failed;
}

bool audit_verify(struct audit_verdict *verdict, const char *folder, const char *expected,
                  struct failure *failure)
{
    struct checking checking = {.verdict = verdict, .expected = expected, .failure = failure};
    begin(verdict);
    return audit_file_read(folder, NULL, check_line, &checking, failure) && !checking.failed;
}
