/* Test signals: audio in which every moment says when it is. */
#ifndef TESTS_SERVER_AUDIO_TONES_H
#define TESTS_SERVER_AUDIO_TONES_H

#include <stdint.h>

/* One second: for nine tenths of it a low tone and a high one, then silence. Second 0 has 400 and 1400 Hz; each
 * further one has 50 Hz more in the low one, of 16, and every sixteenth 100 Hz more in the high one, of 16. After
 * 256 seconds it begins again. Adds to what is there. */
void tones_second(int64_t second, float *low, float *high);

#endif
