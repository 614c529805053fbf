// What the header of the byte masks finds in thousands of made texts, as one number: compiled for another processor, or with
// less of this one's, it must print the same. HEADER names the file to include.
#include HEADER
#include <stdio.h>

enum { TEXT = 20000, ROUNDS = 3000, WIDTH = 12, PIECE = 8192 };

static uint64_t state = 88172645463325252ULL, sum = 1469598103934665603ULL;
static uint8_t text[TEXT + 64];
static uint32_t places[TEXT + 128], record_ends[TEXT + 128], quoted_fields[TEXT + 128];

static uint64_t draw(uint64_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

static void add(uint64_t value) { sum = (sum ^ value) * 1099511628211ULL; }

// Bytes in no order, of which many matter.
static void fill_wildly(size_t count) {
    for (size_t place = 0; place < count; place++) text[place] = (uint8_t)"ab,\"\n\r1\\"[draw(8)];
}

// Records of one width, or of nearly always one, with fields in quotes among them.
static void fill_with_records(size_t count, int has_others) {
    size_t place = 0;
    for (int column = 1; place < count; column++) {
        const int is_quoted = draw(9) == 0;
        if (is_quoted) text[place++] = '"';
        for (uint64_t length = draw(12); length > 0 && place < count; length--) {
            text[place++] = (uint8_t)(is_quoted ? " ,\nxy" : "abc12")[draw(5)];
        }
        if (is_quoted && place < count) text[place++] = '"';
        const int is_last = column == WIDTH || (has_others && draw(400) == 0);
        if (is_last) column = 0;
        if (place < count) text[place++] = is_last ? '\n' : ',';
    }
}

static void add_records(byte_masks_csv found, int has_all) {
    for (size_t record = 0, first = 0; record < found.record_ends; first = record_ends[record++] + 1) {
        add(record_ends[record]);
        add(places[record_ends[record]]);
        if (has_all || record_ends[record] - first != WIDTH - 1) continue;
        add(places[first + 3]);
        add(places[first + 4]);
    }
}

static void find(size_t count, int has_all, int has_quoted_fields) {
    static const uint32_t wanted[] = {3, 4, WIDTH - 1};
    const byte_masks_csv_places to = {
        places, record_ends, has_quoted_fields ? quoted_fields : NULL, has_all ? NULL : wanted, 3, WIDTH};
    byte_masks_csv found = {.behind_separator = 1};
    int has_stopped = 0;
    while (found.place < count && !has_stopped) {
        const size_t end = found.place + PIECE < count ? found.place + PIECE : count;
        has_stopped = byte_masks_find_separators(text, end, ',', &found, to);
    }
    add((uint64_t)has_stopped);
    add(found.place);
    add(found.separators);
    add(found.line_ends);
    add_records(found, has_all);
    if (!has_all) return;
    for (size_t place = 0; place < found.separators; place++) add(places[place]);
    for (size_t place = 0; has_quoted_fields && place < found.quoted_fields; place++) add(quoted_fields[place]);
}

static void unescape(size_t count) {
    static uint8_t to[TEXT];
    const size_t start = draw(count);
    size_t written = 0;
    add(byte_masks_count(text + start, count - start, ','));
    add(byte_masks_unescape(text + start, count - start, to, &written));
    for (size_t place = 0; place < written; place++) add(to[place]);
}

int main(void) {
    for (int round = 0; round < ROUNDS; round++) {
        const size_t count = draw(TEXT) + 1;
        if (round % 4 == 0) fill_wildly(count);
        if (round % 4 != 0) fill_with_records(count, round % 4 == 2);
        for (int kind = 0; kind < 4; kind++) find(count, kind % 2, kind / 2);
        unescape(count);
    }
    printf("%016llx\n", (unsigned long long)sum);
    return 0;
}
