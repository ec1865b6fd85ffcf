#include "tui/command/doctor_archive.h"

#include "model/archive/archive_files.h"
#include "model/archive/archive_survey.h"
#include "model/audit/audit_log.h"
#include "model/time/timestamp.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/stored.h"
#include "tui/draw/text.h"

#include <stdlib.h>

enum { LIMIT_MS = 20000, COUNT_SIZE = 64 };

static void add_contents(struct doctor *doctor, const struct archive_survey *survey)
{
    char recordings[COUNT_SIZE], agents[COUNT_SIZE], when[TIMESTAMP_TEXT_SIZE] = "";
    text_count(recordings, sizeof recordings, (uint64_t)survey->recordings, "%s recording", "%s recordings");
    text_count(agents, sizeof agents, (uint64_t)survey->agents, "%s agent", "%s agents");
    bool was_fetched = survey->as_of != TIMESTAMP_NONE;
    if (was_fetched)
        timestamp_short_text(when, survey->as_of, doctor->config.utc);
    findings_add(
        &doctor->findings, N_("archive"), survey->is_unchecked ? FINDING_UNCHECKED : FINDING_OK,
        survey->is_unchecked ? tr("run it again while nothing else uses the disk") : "",
        was_fetched ? tr("%s of %s, last fetched %s%s%s") : tr("%s of %s, last fetched never%.0s%s%s"),
        recordings, agents, when, survey->is_old ? tr(", of an earlier version") : "",
        survey->is_unchecked ? tr("; there was no time to look through all of it") : tr(", and sound"));
}

static void add_files(struct doctor *doctor, const struct stored *stored)
{
    char size[TEXT_NUMBER_SIZE];
    for (size_t i = 0; i < stored->count; i++) {
        const struct stored_file *file = &stored->files[i];
        bool is_sound = file->damage == STORED_SOUND;
        findings_add(&doctor->findings, N_("stored"), is_sound ? FINDING_OK : FINDING_WARNING,
                     is_sound                         ? ""
                     : file->damage == STORED_MENDING ? tr("run tapedeck notes export, which goes on with it")
                                                      : tr("delete it, unless somebody is to look at it"),
                     "%s: %s (%s)", tr(file->what), file->path, text_bytes(size, (uint64_t)file->size));
    }
    findings_add(&doctor->findings, N_("stored"), FINDING_OK, "",
                 tr("%s in all, agents' and callers' names among it; tapedeck wipe deletes it"),
                 text_bytes(size, (uint64_t)stored_size(stored)));
}

/* Of all accounts, and not deleted with one. */
static void add_access_log(struct doctor *doctor)
{
    char size[TEXT_NUMBER_SIZE], *folder = audit_log_folder();
    struct name_list names = {NULL, 0, 0};
    int64_t bytes = 0;
    if (folder)
        folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *path = memory_format("%s/%s", folder, names.names[i]);
        bytes += archive_files_size(path);
        free(path);
    }
    if (bytes > 0)
        findings_add(&doctor->findings, N_("stored"), FINDING_OK, "",
                     tr("the access log, which stays: %s (%s)"), folder, text_bytes(size, (uint64_t)bytes));
    name_list_clear(&names);
    free(folder);
}

void doctor_archive(struct doctor *doctor)
{
    struct stored stored;
    struct archive_survey survey;
    struct failure failure;
    if (!doctor->has_url) {
        findings_add(&doctor->findings, N_("archive"), FINDING_UNCHECKED, tr("mend what is above first"),
                     tr("without an address nobody knows which one"));
        return;
    }
    if (!stored_find(&stored, &doctor->config, &failure)) {
        findings_add_failure(&doctor->findings, N_("archive"), &failure);
        return;
    }
    if (!archive_survey_run(&survey, stored.archive, stored.base, LIMIT_MS, &failure))
        findings_add_failure(&doctor->findings, N_("archive"), &failure);
    else if (!survey.is_there)
        findings_add(&doctor->findings, N_("archive"), FINDING_OK, "", tr("none yet: %s"), stored.archive);
    else
        add_contents(doctor, &survey);
    if (stored.count > 0)
        add_files(doctor, &stored);
    add_access_log(doctor);
    stored_clear(&stored);
}
