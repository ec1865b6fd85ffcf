#include "model/keep/sidecar.h"

#include "model/recording/export.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct kept_content sidecar_content(const struct recording *recording, const struct audio_status *audio)
{
    char bytes[24];
    char *text = NULL;
    size_t size = 0;
    struct record_writer writer;
    const struct record_style style = record_style_plain(RECORD_JSONL);
    const struct record_value values[] = {
        {.name = "AudioKind", .text = audio_kind_name(audio->kind)},
        {.name = "AudioBytes", .plain = bytes},
        {.name = "AudioIsHeld", .plain = audio->is_held ? "true" : "false"},
        {.name = "AudioIsProved", .plain = audio->state == AUDIO_COMPLETE ? "true" : "false"},
    };
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        die("out of memory");
    snprintf(bytes, sizeof bytes, "%" PRIu64, audio->bytes);
    export_begin(&writer, stream, &style);
    export_recording_with(&writer, recording, values, sizeof values / sizeof *values);
    if (!record_end(&writer) || fclose(stream) != 0)
        die("out of memory");
    return (struct kept_content){.file = -1, .text = text, .size = size};
}

bool sidecar_put(const char *audio_path, const struct kept_content *content, struct failure *failure)
{
    char *kept_as, *path = memory_format("%s.json", audio_path);
    bool is_there = kept_file_put(path, content, &kept_as, failure) != KEPT_FAILED;
    free(kept_as);
    free(path);
    return is_there;
}
