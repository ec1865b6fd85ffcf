/* Keys by their names, as key scripts and help texts write them. */
#ifndef TESTS_E2E_KEYS_H
#define TESTS_E2E_KEYS_H

#include <stdbool.h>
#include <vterm.h>

/*
 * Makes the emulator send a key: Enter Esc Tab Space Backspace Up Down Left Right Home End PgUp PgDn Ins Del
 * F1..F12, or any one character, with S- (shift; not on characters), C- (control) or M- (alt) before it, as
 * in S-Tab, C-c, M-x. What goes out depends on the modes that the program has set. False if the name is none
 * of these.
 */
bool keys_press(VTerm *emulator, const char *name);

#endif
