#include "model/recording/recording.h"

#include "model/time/timestamp.h"

const struct recording recording_unknown = {
    .queue_call_id = RECORDING_NO_NUMBER,
    .queue_id = RECORDING_NO_NUMBER,
    .agent_id = RECORDING_NO_NUMBER,
    .started = TIMESTAMP_NONE,
    .ended = TIMESTAMP_NONE,
};

bool recording_is_none(const struct recording *recording)
{
    const int64_t numbers[] = {recording->queue_call_id, recording->queue_id, recording->agent_id,
                               recording->started, recording->ended};
    const char *const texts[] = {recording->file_name,  recording->caller,       recording->agent_name,
                                 recording->queue_name, recording->unread_start, recording->unread_end};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (numbers[i] != RECORDING_NO_NUMBER)
            return false;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i] && *texts[i])
            return false;
    }
    return true;
}

const char *recording_file(const struct recording *recording)
{
    return recording->file_name ? recording->file_name : "";
}

int64_t recording_duration(const struct recording *recording)
{
    if (recording->started == TIMESTAMP_NONE || recording->ended == TIMESTAMP_NONE)
        return TIMESTAMP_NONE;
    int64_t duration = 0;
    if (__builtin_sub_overflow(recording->ended, recording->started, &duration) || duration < 0)
        return TIMESTAMP_NONE;
    return duration;
}
