#include "tui/command/doctor_config.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/startup_config.h"

#include <stdlib.h>
#include <string.h>

enum { SECRET_LIMIT_MS = 30000 }; /* it may ask somebody for a password */

static const char name[] = N_("configuration");

/* "url (line 2), ca (--ca)": what is not as it is without a configuration. The caller frees. */
static char *list_settings(const struct doctor *doctor)
{
    const struct config_setting *setting;
    char origin[STARTUP_CONFIG_ORIGIN], *list = memory_text("");
    for (size_t i = 0; (setting = config_settings_at(i)) != NULL; i++) {
        startup_config_origin(origin, &doctor->config, setting, doctor->options);
        if (!*origin)
            continue;
        char *longer = memory_format("%s%s%s (%s)", list, *list ? ", " : "", setting->name, origin);
        free(list);
        list = longer;
    }
    return list;
}

/* Nobody else may write it, if anything in it is to be run. */
static void add_trust(struct doctor *doctor)
{
    const struct failure *distrust = &doctor->config.distrust;
    if (distrust->kind != FAILURE_NONE)
        findings_add(&doctor->findings, name, FINDING_WARNING, distrust->advice, "%s", distrust->what);
}

void doctor_config(struct doctor *doctor)
{
    struct failure failure;
    doctor->has_config = startup_config_read(&doctor->config, doctor->options, &failure);
    if (!doctor->has_config) {
        findings_add_failure(&doctor->findings, name, &failure);
        return;
    }
    char *usual = folders_path(FOLDERS_CONFIG, "config");
    char *settings = list_settings(doctor);
    if (doctor->config.path)
        findings_add(&doctor->findings, name, FINDING_OK, "", "%s", doctor->config.path);
    else
        findings_add(&doctor->findings, name, FINDING_OK, "", tr("no file %s"), usual ? usual : "");
    findings_add(&doctor->findings, N_("settings"), FINDING_OK, "", "%s",
                 *settings ? settings : tr("none are set"));
    add_trust(doctor);
    free(settings);
    free(usual);
}

void doctor_address(struct doctor *doctor)
{
    struct failure failure;
    if (!doctor->has_config) {
        findings_add(&doctor->findings, N_("address"), FINDING_UNCHECKED, tr("mend the configuration first"),
                     tr("the configuration cannot be read"));
        return;
    }
    doctor->has_url = startup_config_check_url(&doctor->config, doctor->options, &failure);
    if (doctor->has_url)
        findings_add(&doctor->findings, N_("address"), FINDING_OK, "", "%s", doctor->config.url);
    else
        findings_add_failure(&doctor->findings, N_("address"), &failure);
    if (!startup_config_check_ca(&doctor->config, doctor->options, &failure))
        findings_add_failure(&doctor->findings, N_("certificates"), &failure);
}

void doctor_secret(struct doctor *doctor)
{
    struct failure failure;
    const char *variable = getenv("TAPEDECK_SECRET");
    bool is_command = doctor->config.secret_command && !(variable && *variable);
    if (!doctor->has_config) {
        findings_add(&doctor->findings, N_("secret"), FINDING_UNCHECKED, tr("mend the configuration first"),
                     tr("the configuration cannot be read"));
        return;
    }
    if (is_command && doctor->options->offline) {
        findings_add(&doctor->findings, N_("secret"), FINDING_UNCHECKED, tr("run it without --offline"),
                     tr("secret_command is not run with --offline"));
        return;
    }
    doctor->config.secret_limit_ms = SECRET_LIMIT_MS;
    doctor->has_secret = config_find_secret(&doctor->config, &failure);
    if (doctor->has_secret)
        findings_add(&doctor->findings, N_("secret"), FINDING_OK, "", tr("from %s"),
                     doctor->config.secret_origin);
    else
        findings_add_failure(&doctor->findings, N_("secret"), &failure);
}
