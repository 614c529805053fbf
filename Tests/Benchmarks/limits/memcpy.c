// How fast memory is copied: as many bytes as a file is long, between two buffers of 64 MiB that are not in the cache.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { SIZE = 64 << 20 };

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argumentCount, char **arguments) {
    struct stat file;
    if (argumentCount != 2 || stat(arguments[1], &file) != 0) return 1;
    char *from = malloc(SIZE), *to = malloc(SIZE);
    if (!from || !to) return 1;
    memset(from, 1, SIZE);
    memset(to, 2, SIZE); // Every page is there before the clock starts.
    double start = seconds();
    long copied = 0;
    for (; copied < file.st_size; copied += SIZE) {
        memcpy(to, from, SIZE);
        from[copied % SIZE] ^= to[SIZE - 1]; // The compiler cannot drop a copy that matters.
    }
    double taken = seconds() - start;
    printf("copied %ld bytes at %.1f GB/s (%d)\n", copied, copied / taken / 1e9, to[0]);
    return 0;
}
