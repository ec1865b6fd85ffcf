/* The order of names in which people look them up: without case and marks, æ, ø and å (also written aa) behind z, as
 * the Danish alphabet has them (CLDR, da). Pure. */
#ifndef MODEL_FILTER_NAME_ORDER_H
#define MODEL_FILTER_NAME_ORDER_H

#include <stdint.h>

/* Less than, equal to or greater than 0; 0 only for the same bytes. */
int name_order_compare(const char *a, const char *b);

/* A sort key of the first letters of a name: names with different keys are ordered by them, names with the same key
 * need name_order_compare. The upper byte is 0. */
uint64_t name_order_key(const char *name);

#endif
