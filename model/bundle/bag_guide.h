/* VERIFY.txt: how a bundle is checked with nothing but sha512sum and ssh-keygen. In English, as it goes to others. */
#ifndef MODEL_BUNDLE_BAG_GUIDE_H
#define MODEL_BUNDLE_BAG_GUIDE_H

#include <stdbool.h>

char *bag_guide(bool is_signed); /* the caller frees */

#endif
