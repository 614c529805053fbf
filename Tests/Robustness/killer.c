// Loaded into a program (LD_PRELOAD), kills it before a chosen one of the calls that change files: CROSSFOOT_KILL_AT=17
// before the seventeenth. With CROSSFOOT_KILL_COUNT=FILE it writes the number of calls there when the program ends.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls;

static void count(void) {
    static long target = -1;
    if (target < 0) {
        const char *text = getenv("CROSSFOOT_KILL_AT");
        target = text ? atol(text) : 0;
    }
    if (atomic_fetch_add(&calls, 1) + 1 == target) kill(getpid(), SIGKILL);
}

// What the program would have called without this library.
#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

int rename(const char *from, const char *to) {
    REAL(rename);
    count();
    return real(from, to);
}

// The exchange of two names is a system call that the program makes by its number.
long syscall(long number, ...) {
    REAL(syscall);
    va_list list;
    va_start(list, number);
    long arguments[6];
    for (int index = 0; index < 6; index++) arguments[index] = va_arg(list, long);
    va_end(list);
    if (number == SYS_renameat2) count();
    return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

int fsync(int fd) {
    REAL(fsync);
    count();
    return real(fd);
}

int unlink(const char *path) {
    REAL(unlink);
    count();
    return real(path);
}

int rmdir(const char *path) {
    REAL(rmdir);
    count();
    return real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    count();
    return real(path, mode);
}

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(write);
    if (fd > STDERR_FILENO) count();
    return real(fd, bytes, size);
}

void _exit(int status) {
    REAL(_exit);
    const char *path = getenv("CROSSFOOT_KILL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", atomic_load(&calls));
        fclose(file);
    }
    real(status);
    __builtin_unreachable();
}
