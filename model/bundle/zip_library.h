/* libzip, loaded when the first bundle is written or read. Include this instead of its own header; the program is not
 * linked against it. */
#ifndef MODEL_BUNDLE_ZIP_LIBRARY_H
#define MODEL_BUNDLE_ZIP_LIBRARY_H

#include "net/base/failure.h"

#include <zip.h>

/* The functions that are used, without their prefix. */
#define ZIP_LIBRARY_FUNCTIONS(each)                                                                          \
    each(open) each(close) each(discard) each(source_buffer) each(source_file) each(source_free)             \
        each(file_add) each(set_file_compression) each(strerror) each(get_num_entries) each(get_name)        \
            each(fopen_index) each(fread) each(fclose) each(error_init_with_code) each(error_strerror)       \
                each(error_fini)

#define ZIP_LIBRARY_MEMBER(name) __typeof__(zip_##name) *(name);

struct zip_library {
    ZIP_LIBRARY_FUNCTIONS(ZIP_LIBRARY_MEMBER)
};

/* Thread-safe. NULL with *failure filled if it cannot be loaded. */
const struct zip_library *zip_library(struct failure *failure);

#endif
