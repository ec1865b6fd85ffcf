/* Paths as people write them, with ~ for their home. */
#ifndef TUI_BROWSE_BROWSE_PATH_H
#define TUI_BROWSE_BROWSE_PATH_H

enum { BROWSE_PATH_SIZE = 400 };

/* The path to be shown: escaped, with ~ for the home folder. Returns buffer. */
const char *browse_path_show(char buffer[BROWSE_PATH_SIZE], const char *path);

/* The path that somebody typed, with the home folder for ~/. The caller frees. */
char *browse_path_expand(const char *path);

#endif
