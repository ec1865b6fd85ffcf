/* A recording that outlives the page or answer that it came in. */
#ifndef MODEL_RECORDING_RECORDING_COPY_H
#define MODEL_RECORDING_RECORDING_COPY_H

#include "model/recording/recording.h"

/* One block with all its texts: free() is enough. */
struct recording *recording_copy(const struct recording *recording);

#endif
