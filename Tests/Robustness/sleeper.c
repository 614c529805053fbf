// Loaded into a program (LD_PRELOAD), sleeps before each write into a file that is staged for publishing, for so many
// microseconds as CROSSFOOT_SLEEP says: a disk that is slower than the network.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_staged(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "/staging/") != NULL;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    const char *sleep = getenv("CROSSFOOT_SLEEP");
    if (sleep && is_staged(fd)) usleep((useconds_t)atol(sleep));
    return real(fd, bytes, size);
}
