#include "tui/command/command_verify.h"

#include "model/bundle/bag_verify.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/draw/text.h"

#include <stdio.h>

enum { NAME_SIZE = 1024, MOST_LINES = 100 };

static void tell(void *context, const char *problem, const char *name)
{
    char shown[NAME_SIZE];
    const struct bag_check *check = context;
    if (check->problems <= MOST_LINES)
        printf("%s: %s\n", problem, text_escape(shown, sizeof shown, name));
}

static void tell_signer(const struct bag_check *check)
{
    char shown[NAME_SIZE];
    if (!check->is_signed)
        puts(tr("not signed: who has changed a file can have written all of it anew"));
    else if (check->signers)
        printf(tr("signed with %s, which is the key of --signer\n"),
               text_escape(shown, sizeof shown, check->key));
    else
        printf(
            tr("signed with %s; whose key that is has to be known from elsewhere: give --signer KEY.pub\n"),
            text_escape(shown, sizeof shown, check->key));
}

int command_verify(const struct startup *startup)
{
    struct failure failure;
    char keys[SIGNATURE_KEYS_SIZE];
    const char *signer = startup->options.signer;
    struct bag_check check = {.found = tell, .context = &check, .signers = signer ? keys : NULL};
    if (signer && !signature_read_keys(signer, keys, &failure))
        return command_failure_print(&failure);
    if (!bag_verify(startup->options.operand, &check, &failure)) {
        int status = command_failure_print(&failure);
        return failure.kind == FAILURE_DAMAGED ? COMMAND_NO_MATCH : status;
    }
    if (check.problems > MOST_LINES)
        printf(tr("and %zu more\n"), check.problems - MOST_LINES);
    if (check.problems) {
        printf(tr_count("NOT INTACT: files that are as they were: %zu, %zu thing is wrong\n",
                        "NOT INTACT: files that are as they were: %zu, %zu things are wrong\n",
                        check.problems),
               check.files, check.problems);
        return COMMAND_NO_MATCH;
    }
    printf(tr("intact: %zu files are what was bundled\n"), check.files);
    tell_signer(&check);
    return COMMAND_DONE;
}
