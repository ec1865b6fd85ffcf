#include "tests/e2e/keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
