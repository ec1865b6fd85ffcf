/* VERIFY.txt: how to check a bundle with sha512sum and ssh-keygen only. In English, since bundles are passed on. */
#ifndef MODEL_BUNDLE_BAG_GUIDE_H
#define MODEL_BUNDLE_BAG_GUIDE_H

#include <stdbool.h>

char *bag_guide(bool is_signed); /* the caller frees */

#endif
