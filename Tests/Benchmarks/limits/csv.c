// How fast a processor with AVX2 finds the fields of a CSV file: counts rows and sums one decimal column exactly.
// A limit, not a reader: it refuses rows of another width and takes only numbers with at most ten fraction digits.
#include <fcntl.h>
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef __AVX2__
#error "This program measures AVX2."
#endif

enum { PIECE = 256 * 1024, KEPT = 64 * 1024, BLOCK = 64 };

static void fail(const char *message) {
    fprintf(stderr, "csv: %s\n", message);
    exit(1);
}

// Which of 64 bytes are this one.
static inline uint64_t matches(__m256i low, __m256i high, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    uint32_t first = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t second = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | (uint64_t)second << 32;
}

// Each bit becomes the parity of itself and all bits below: what lies between quotes.
static inline uint64_t parity(uint64_t quotes) {
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, quotes), _mm_set1_epi8(-1), 0);
    return _mm_cvtsi128_si64(product);
}

// Eight digits at once; the powers of ten that they stand for come together in three multiplications.
static inline uint64_t eight_digits(const char *text) {
    uint64_t digits;
    memcpy(&digits, text, 8);
    digits -= 0x3030303030303030;
    digits = digits * 10 + (digits >> 8);
    return ((digits & 0x000000FF000000FF) * 0x000F424000000064 +
            ((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
}

// The number times ten to the power of ten.
static inline int64_t decimal(const char *text, const char *end) {
    static const int64_t powers[] = {10000000000, 1000000000, 100000000, 10000000, 1000000, 100000,
                                     10000,       1000,       100,       10,       1};
    int isNegative = text < end && *text == '-';
    text += isNegative;
    int64_t value = 0;
    while (text < end && *text != '.') {
        unsigned digit = *text++ - '0';
        if (digit > 9) fail("not a number");
        value = value * 10 + digit;
    }
    int64_t fractionDigits = text < end ? end - ++text : 0;
    if (fractionDigits > 10) fail("more than ten fraction digits");
    if (fractionDigits >= 8) {
        value = value * 100000000 + eight_digits(text);
        text += 8;
    }
    for (; text < end; text++) value = value * 10 + (*text - '0');
    value *= powers[fractionDigits];
    return isNegative ? -value : value;
}

// Where a column of the first line stands, and how many there are. The line may hold no quotes.
static int column(const char *line, const char *end, const char *name, int *count) {
    int place = -1;
    *count = 0;
    while (1) {
        const char *stop = line;
        while (stop < end && *stop != ',' && *stop != '\n') stop++;
        if (stop == end) fail("no first line");
        if ((size_t)(stop - line) == strlen(name) && memcmp(line, name, stop - line) == 0) place = *count;
        ++*count;
        if (*stop == '\n') break;
        line = stop + 1;
    }
    if (place < 1 || place > *count - 2) fail("the column must be there, and be neither the first nor the last");
    return place;
}

// Reads until the piece is full or the file ends.
static ssize_t read_piece(int file, char *piece) {
    ssize_t length = 0, count;
    while ((count = read(file, piece + length, PIECE - length)) > 0) length += count;
    if (count < 0) fail("cannot read");
    return length;
}

int main(int argumentCount, char **arguments) {
    if (argumentCount != 3) fail("usage: csv FILE COLUMN");
    int file = open(arguments[1], O_RDONLY);
    if (file < 0) fail("cannot open the file");
    char *buffer = aligned_alloc(64, KEPT + PIECE + BLOCK), *base = buffer + KEPT;

    int64_t rows = 0, newlines = 0;
    __int128 sum = 0;
    uint64_t inside = 0;        // All ones where the last block ended between quotes.
    int columns = 0, place = 0; // Of the table; nought until the first line was read.
    // Three separators of a row matter: before the field, behind it, and the last. So many stand before the next one.
    int ahead = 0, event = 0;
    const char *field = NULL; // Where the field began that has not ended.

    while (1) {
        ssize_t count = read_piece(file, base);
        char *end = base + count;
        if (columns == 0) {
            place = column(base, end, arguments[2], &columns);
            event = 2, ahead = columns - 1; // The first line is passed over like the rest of a row.
            rows = -1;
        }
        int isLast = count < PIECE;
        if (isLast) memset(end, 0, BLOCK);
        for (char *block = base; block < end; block += BLOCK) {
            __m256i low = _mm256_load_si256((void *)block), high = _mm256_load_si256((void *)(block + 32));
            uint64_t quoted = parity(matches(low, high, '"')) ^ inside;
            inside = (uint64_t)((int64_t)quoted >> 63);
            uint64_t lineEnds = matches(low, high, '\n') & ~quoted;
            uint64_t separators = (matches(low, high, ',') & ~quoted) | lineEnds;
            newlines += _mm_popcnt_u64(lineEnds);
            int found = _mm_popcnt_u64(separators);
            int passed = 0;
            while (passed + ahead < found) {
                passed += ahead;
                int bit = _tzcnt_u64(_pdep_u64(1ull << passed, separators));
                passed++;
                if (event == 0) {
                    field = block + bit + 1;
                    event = 1, ahead = 0;
                } else if (event == 1) {
                    sum += decimal(field, block + bit);
                    field = NULL;
                    event = 2, ahead = columns - place - 2;
                } else {
                    if (!(lineEnds >> bit & 1)) fail("a row is too long");
                    rows++;
                    event = 0, ahead = place - 1;
                }
            }
            ahead -= found - passed;
        }
        if (isLast) break;
        // A field that goes on in the next piece moves in front of it.
        if (field) {
            size_t length = end - field;
            if (length > KEPT) fail("a field is too long");
            memmove(base - length, field, length);
            field = base - length;
        }
    }
    if (newlines != rows + 1) fail("a row is too short");
    uint64_t whole = (uint64_t)((sum < 0 ? -sum : sum) / 10000000000);
    uint64_t fraction = (uint64_t)((sum < 0 ? -sum : sum) % 10000000000);
    printf("count %ld\nsum %s%lu.%010lu\n", rows, sum < 0 ? "-" : "", whole, fraction);
    return 0;
}
