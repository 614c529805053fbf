#ifndef CROSSFOOT_CLINUX_SHIM_H
#define CROSSFOOT_CLINUX_SHIM_H

#include <sys/vfs.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The C library declares renameat2 only for _GNU_SOURCE, which Swift's importer does not define.
static inline int linux_exchange_names(const char *left, const char *right) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, left, AT_FDCWD, right, RENAME_EXCHANGE);
}

// Variadic functions have no Swift form.
static inline void linux_name_this_thread(const char *name) {
    prctl(PR_SET_NAME, name);
}

// glibc's option numbers are macros in a header that Swift's importer does not see.
static inline void linux_limit_heaps(int count) {
    mallopt(M_ARENA_MAX, count);
}

static inline void linux_keep_freed_memory(int bytes) {
    mallopt(M_TRIM_THRESHOLD, bytes);
    mallopt(M_MMAP_THRESHOLD, bytes);
}

// Glibc's module lacks statfs. The kind of the file system that a path lies on, as in linux/magic.h; below nought on
// failure, with errno.
static inline long long linux_file_system(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long long)(unsigned int)status.f_type : -1;
}

#endif
