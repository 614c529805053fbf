// Questions about bytes, 64 at a time: which of them are equal to one, as the bits of a word, bit 0 for the first; and
// which of them part the fields of CSV.
//
// Swift's own SIMD types have no instruction for the step from a vector to bits. On x86-64 the processor is asked
// whether it has AVX2 (and with it BMI, POPCNT and PCLMUL), and whether it has AVX-512 with VBMI2, which writes the places
// of bits in half of the time; without, SSE2 does it. arm64 has NEON.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Part of its caller whatever the optimizer thinks, so that it is compiled with the caller's instructions.
#define BYTE_MASKS_WITHIN __attribute__((always_inline)) static inline

#if defined(__x86_64__)
#include <immintrin.h>

#define BYTE_MASKS_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define BYTE_MASKS_VBMI2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul,avx512f,avx512bw,avx512vbmi2")))

BYTE_MASKS_WITHIN BYTE_MASKS_AVX2 uint64_t byte_masks_equal_avx2(const uint8_t *bytes, uint8_t byte) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    const __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)bytes), wanted);
    const __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(bytes + 32)), wanted);
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

// A product without carries by a word of ones adds up, for each bit, all bits below it.
BYTE_MASKS_WITHIN BYTE_MASKS_AVX2 uint64_t byte_masks_parities_avx2(uint64_t bits) {
    const __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

static inline int byte_masks_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

static inline int byte_masks_has_vbmi2(void) {
    return byte_masks_has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi2");
}

BYTE_MASKS_WITHIN uint64_t byte_masks_equal(const uint8_t *bytes, uint8_t byte) {
    const __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        const __m128i equal = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)bytes + part), wanted);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << (16 * part);
    }
    return mask;
}

#elif defined(__ARM_NEON)
#include <arm_neon.h>

BYTE_MASKS_WITHIN uint64_t byte_masks_equal(const uint8_t *bytes, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t parts[4];
    for (int part = 0; part < 4; part++) parts[part] = vandq_u8(vceqq_u8(vld1q_u8(bytes + 16 * part), wanted), bits);
    const uint8x16_t sums = vpaddq_u8(vpaddq_u8(parts[0], parts[1]), vpaddq_u8(parts[2], parts[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

#else

BYTE_MASKS_WITHIN uint64_t byte_masks_equal(const uint8_t *bytes, uint8_t byte) {
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) mask |= (uint64_t)(bytes[index] == byte) << index;
    return mask;
}

#endif

// For each bit whether an odd number of bits is set up to and with it.
BYTE_MASKS_WITHIN uint64_t byte_masks_parities(uint64_t bits) {
    for (int distance = 1; distance < 64; distance *= 2) bits ^= bits << distance;
    return bits;
}

// MARK: Places

// How many places may be written behind those of the bits.
enum { byte_masks_spare_places = 64 };

// The places of up to 64 bits that are set, one behind the other. Eight without a question are cheaper than a question for
// each; what is too many is written over by the next.
BYTE_MASKS_WITHIN void byte_masks_write_places(uint64_t bits, uint32_t base, uint32_t *places) {
    do {
        for (int turn = 0; turn < 8; turn++) {
            places[turn] = base + (uint32_t)__builtin_ctzll(bits | 1ULL << 63);
            bits &= bits - 1;
        }
        places += 8;
    } while (bits != 0);
}

#if defined(__x86_64__)
// The same with an instruction that also knows the place of no bit, and without the compiler's doubts whether a loop of
// eight turns is worth no loop.
BYTE_MASKS_WITHIN BYTE_MASKS_AVX2 void byte_masks_write_places_avx2(uint64_t bits, uint32_t base, uint32_t *places) {
    do {
#pragma clang loop unroll(full)
        for (int turn = 0; turn < 8; turn++) {
            places[turn] = base + (uint32_t)_tzcnt_u64(bits);
            bits = _blsr_u64(bits);
        }
        places += 8;
    } while (bits != 0);
}

// The numbers of the bits that are set move together as bytes, and become words of 32 bits, 16 at a time.
BYTE_MASKS_WITHIN BYTE_MASKS_VBMI2 void byte_masks_write_places_vbmi2(uint64_t bits, uint32_t base, uint32_t *places) {
    static const uint8_t numbers[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                        48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    const __m512i set = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
    const __m512i bases = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(places, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(set))));
    if (__builtin_popcountll(bits) <= 16) return;
    const __m128i second = _mm512_extracti32x4_epi32(set, 1);
    const __m128i third = _mm512_extracti32x4_epi32(set, 2), fourth = _mm512_extracti32x4_epi32(set, 3);
    _mm512_storeu_si512(places + 16, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(second)));
    _mm512_storeu_si512(places + 32, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(third)));
    _mm512_storeu_si512(places + 48, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(fourth)));
}
#endif

// For each bit that is set in one word, and in another too: how many bits of the other are below it, from a number on.
// More than one is seldom set, so the first is written without a question. Returns how many there are.
BYTE_MASKS_WITHIN size_t byte_masks_write_ranks(uint64_t bits, uint64_t others, size_t first, uint32_t *ranks) {
    size_t count = 0;
    do {
        const uint64_t below = (bits & -bits) - 1;
        ranks[count] = (uint32_t)first + (uint32_t)__builtin_popcountll(others & below);
        count += bits != 0;
        bits &= bits - 1;
    } while (bits != 0);
    return count;
}

// MARK: Searching

// How many counts are looked at in one go, and must be there behind the last one.
enum { byte_masks_counts_searched = 8 };

// The place of the first of some ascending counts, from a place on, that is above another.
BYTE_MASKS_WITHIN size_t byte_masks_first_above(const int16_t *counts, size_t from, int16_t count) {
    while (counts[from] <= count) from++;
    return from;
}

// The bit that has so many set bits below it, alone.
BYTE_MASKS_WITHIN uint64_t byte_masks_nth(uint64_t bits, unsigned number) {
    for (; number > 0; number--) bits &= bits - 1;
    return bits & -bits;
}

#if defined(__x86_64__)
BYTE_MASKS_WITHIN BYTE_MASKS_AVX2 size_t byte_masks_first_above_avx2(
    const int16_t *counts, size_t from, int16_t count) {
    const __m128i wanted = _mm_set1_epi16(count);
    for (;; from += byte_masks_counts_searched) {
        const __m128i above = _mm_cmpgt_epi16(_mm_loadu_si128((const __m128i *)(counts + from)), wanted);
        const uint32_t bytes = (uint32_t)_mm_movemask_epi8(above);
        if (bytes != 0) return from + (size_t)__builtin_ctz(bytes) / 2;
    }
}

BYTE_MASKS_WITHIN BYTE_MASKS_AVX2 uint64_t byte_masks_nth_avx2(uint64_t bits, unsigned number) {
    return _pdep_u64(1ULL << number, bits);
}
#endif

// MARK: CSV

// What was found of some CSV text, and what the next block inherits.
typedef struct {
    // Where it goes on: a block, or a byte at which it is clear that a quote before or there encloses no field.
    size_t place;
    // How many separators there are before: delimiters and line ends that are not quoted.
    size_t separators;
    // How many of them are line ends, and how many of them a quoted field stands behind. The start of the text counts as
    // one for that.
    size_t record_ends, quoted_fields;
    // How many line ends there are, quoted ones too.
    size_t line_ends;
    // All bits where the next block begins inside quotes; the lowest bit where it begins behind a separator, behind a
    // closing quote, behind a closing quote and a CR.
    uint64_t inside, behind_separator, behind_closing, behind_return;
} byte_masks_csv;

// Where what is found is written.
typedef struct {
    // The places of the separators in the text.
    uint32_t *places;
    // Which of the separators, counted from nought, are line ends.
    uint32_t *record_ends;
    // How many separators stand before each quoted field; null where nobody asks.
    uint32_t *quoted_fields;
    // Which separators of a record are wanted, counted from nought and ascending, the last one of the record among them;
    // null where all are. Places of others may then be missing, and quoted fields are not written.
    const uint32_t *wanted;
    size_t wanted_count;
    // How many separators a record has, where not all are wanted.
    size_t width;
} byte_masks_csv_places;

// What a processor does in its own way.
typedef struct {
    uint64_t (*equal)(const uint8_t *bytes, uint8_t byte);
    uint64_t (*parities)(uint64_t bits);
    void (*write_places)(uint64_t bits, uint32_t base, uint32_t *places);
    size_t (*first_above)(const int16_t *counts, size_t from, int16_t count);
    uint64_t (*nth)(uint64_t bits, unsigned number);
} byte_masks_way;

// What one block of CSV text holds.
typedef struct {
    uint64_t separators, line_ends;
    // Quotes that open a field.
    uint64_t quoted_fields;
    // Where it is clear that a quote there or before encloses no field; all else is what stands before the first of them.
    uint64_t unsound;
} byte_masks_csv_block;

// Quotes tell what is quoted as long as each that opens a field stands behind a separator, and each that closes one before
// one: a byte with an odd number of quotes before it is quoted. All the rules of CSV beside that are its caller's.
//
// The functions of the way are constants, so that they become part of the loop.
BYTE_MASKS_WITHIN byte_masks_csv_block byte_masks_look_at_block(
    const byte_masks_way way, const uint8_t *bytes, size_t length, uint8_t delimiter, byte_masks_csv *found) {
    uint64_t valid = ~0ULL;
    uint8_t last[64];
    if (length < 64) {
        bytes = memcpy(memset(last, 0, 64), bytes, length);
        valid = (1ULL << length) - 1;
    }
    const uint64_t quotes = way.equal(bytes, '"');
    const uint64_t inside = way.parities(quotes) ^ found->inside;
    byte_masks_csv_block block = {.line_ends = way.equal(bytes, '\n')};
    block.separators = (way.equal(bytes, delimiter) | block.line_ends) & ~inside & valid;
    const uint64_t opening = quotes & inside, closing = quotes & ~inside;
    const uint64_t behind_separator = block.separators << 1 | found->behind_separator;
    // Two quotes in a row inside quotes are one that closes and one that opens again.
    const uint64_t behind_closing = closing << 1 | found->behind_closing;
    block.unsound =
        (opening & ~(behind_separator | behind_closing)) | (behind_closing & ~(block.separators | opening));
    if ((block.unsound | found->behind_return) != 0) {
        // A CR may stand between the closing quote and the line end.
        const uint64_t returns = behind_closing & way.equal(bytes, '\r');
        const uint64_t behind_return = returns << 1 | found->behind_return;
        block.unsound = ((block.unsound & ~returns) | (behind_return & ~block.line_ends)) & valid;
        found->behind_return = returns >> 63;
    }
    found->inside = (uint64_t)((int64_t)inside >> 63);
    found->behind_separator = block.separators >> 63;
    found->behind_closing = closing >> 63;
    block.quoted_fields = opening & behind_separator;
    if (block.unsound != 0) {
        const uint64_t before = (block.unsound & -block.unsound) - 1;
        block.separators &= before;
        block.line_ends &= before;
        block.quoted_fields &= before;
    }
    return block;
}

// How many blocks are looked at before the places in them are written. Finding and writing in one loop takes a quarter
// longer: how many places a block has cannot be foretold, and a wrong guess waits for all that leads to the answer.
enum { byte_masks_most_blocks = 128 };

// What some blocks hold.
typedef struct {
    size_t blocks;
    // How many of the separators in the blocks are line ends.
    size_t record_end_count;
    uint64_t separators[byte_masks_most_blocks], record_ends[byte_masks_most_blocks], quoted_fields[byte_masks_most_blocks];
    // How many separators stand in the blocks up to and with each; behind them more than there can be, so that a search
    // ends.
    int16_t counts[byte_masks_most_blocks + byte_masks_counts_searched];
} byte_masks_csv_blocks;

// Looks at the next blocks, up to the end of the text or to a quote that encloses no field. Returns whether there is one.
BYTE_MASKS_WITHIN int byte_masks_look_at_blocks(
    const byte_masks_way way, const uint8_t *bytes, size_t end, uint8_t delimiter, byte_masks_csv *state,
    byte_masks_csv_blocks *seen) {
    byte_masks_csv found = *state;
    size_t number = 0, separators = 0, record_ends = 0;
    uint64_t unsound = 0;
    while (number < byte_masks_most_blocks && found.place < end && unsound == 0) {
        // All but the last are whole, and a length that is a constant makes looking at them quicker.
        const byte_masks_csv_block block =
            end - found.place < 64
                ? byte_masks_look_at_block(way, bytes + found.place, end - found.place, delimiter, &found)
                : byte_masks_look_at_block(way, bytes + found.place, 64, delimiter, &found);
        unsound = block.unsound;
        separators += (size_t)__builtin_popcountll(block.separators);
        record_ends += (size_t)__builtin_popcountll(block.separators & block.line_ends);
        seen->separators[number] = block.separators;
        seen->record_ends[number] = block.separators & block.line_ends;
        seen->quoted_fields[number] = block.quoted_fields;
        seen->counts[number++] = (int16_t)separators;
        found.line_ends += (size_t)__builtin_popcountll(block.line_ends);
        found.place += 64;
    }
    if (unsound != 0) found.place += (size_t)__builtin_ctzll(unsound) - 64;
    if (found.place > end) found.place = end;
    for (size_t spare = 0; spare < byte_masks_counts_searched; spare++) seen->counts[number + spare] = INT16_MAX;
    seen->blocks = number;
    seen->record_end_count = record_ends;
    found.separators += separators;
    *state = found;
    return unsound != 0;
}

// Writes all places of some blocks.
BYTE_MASKS_WITHIN void byte_masks_write_all(
    const byte_masks_way way, const byte_masks_csv_blocks *seen, const byte_masks_csv *before, byte_masks_csv *found,
    byte_masks_csv_places to) {
    size_t separators = before->separators, record_ends = before->record_ends, quoted_fields = before->quoted_fields;
    for (size_t number = 0; number < seen->blocks; number++) {
        const uint64_t bits = seen->separators[number];
        way.write_places(bits, (uint32_t)(before->place + 64 * number), to.places + separators);
        record_ends +=
            byte_masks_write_ranks(seen->record_ends[number], bits, separators, to.record_ends + record_ends);
        if (to.quoted_fields != NULL) {
            quoted_fields +=
                byte_masks_write_ranks(seen->quoted_fields[number], bits, separators, to.quoted_fields + quoted_fields);
        }
        separators += (size_t)__builtin_popcountll(bits);
    }
    found->record_ends = record_ends;
    found->quoted_fields = quoted_fields;
}

// Writes the wanted places of some blocks, at whose start a record may have begun before.
//
// Returns whether all records that end there have the width that is expected; if not, what was written counts for nothing.
BYTE_MASKS_WITHIN int byte_masks_write_wanted(
    const byte_masks_way way, const byte_masks_csv_blocks *seen, const byte_masks_csv *before, byte_masks_csv *found,
    byte_masks_csv_places to) {
    const size_t start = before->record_ends > 0 ? to.record_ends[before->record_ends - 1] + 1 : 0;
    if (before->separators - start >= to.width) return 0;
    // Numbers of separators, counted from the blocks' first; a record that began before has a negative one.
    int64_t record = (int64_t)start - (int64_t)before->separators;
    const int64_t count = seen->counts[seen->blocks - 1];
    size_t turn = 0, block = 0, ends = 0;
    while (record + to.wanted[turn] < 0) turn++;
    for (int64_t number; (number = record + to.wanted[turn]) < count;) {
        const size_t place = way.first_above(seen->counts, block, (int16_t)number);
        const int64_t passed = place > 0 ? seen->counts[place - 1] : 0;
        const uint64_t bit = way.nth(seen->separators[place], (unsigned)(number - passed));
        const size_t index = before->separators + (size_t)number;
        to.places[index] = (uint32_t)(before->place + 64 * place + (size_t)__builtin_ctzll(bit));
        if (++turn < to.wanted_count) continue;
        if ((seen->record_ends[place] & bit) == 0) return 0;
        to.record_ends[before->record_ends + ends++] = (uint32_t)index;
        turn = 0;
        block = place;
        record += (int64_t)to.width;
    }
    found->record_ends = before->record_ends + ends;
    return ends == seen->record_end_count;
}

BYTE_MASKS_WITHIN int byte_masks_find_by(
    const byte_masks_way way, const uint8_t *bytes, size_t end, uint8_t delimiter, byte_masks_csv *found,
    byte_masks_csv_places to) {
    byte_masks_csv_blocks seen;
    int has_stopped = 0;
    while (found->place < end && !has_stopped) {
        const byte_masks_csv before = *found;
        has_stopped = byte_masks_look_at_blocks(way, bytes, end, delimiter, found, &seen);
        if (to.wanted != NULL && byte_masks_write_wanted(way, &seen, &before, found, to)) continue;
        byte_masks_write_all(way, &seen, &before, found, to);
    }
    return has_stopped;
}

#if defined(__x86_64__)
BYTE_MASKS_AVX2 static inline int byte_masks_find_separators_avx2(
    const uint8_t *bytes, size_t end, uint8_t delimiter, byte_masks_csv *found, byte_masks_csv_places to) {
    const byte_masks_way way = {
        byte_masks_equal_avx2, byte_masks_parities_avx2, byte_masks_write_places_avx2, byte_masks_first_above_avx2,
        byte_masks_nth_avx2};
    return byte_masks_find_by(way, bytes, end, delimiter, found, to);
}

BYTE_MASKS_VBMI2 static inline int byte_masks_find_separators_vbmi2(
    const uint8_t *bytes, size_t end, uint8_t delimiter, byte_masks_csv *found, byte_masks_csv_places to) {
    const byte_masks_way way = {
        byte_masks_equal_avx2, byte_masks_parities_avx2, byte_masks_write_places_vbmi2, byte_masks_first_above_avx2,
        byte_masks_nth_avx2};
    return byte_masks_find_by(way, bytes, end, delimiter, found, to);
}
#endif

// Finds the separators of CSV text, from where it was left up to an end: that of the text, or a whole number of blocks
// further on.
//
// - found: what was found before, with all bits of what a block inherits nought but the one for the start of a record.
// - to: there is room for as many places, each, as there are bytes to look at, and `byte_masks_spare_places` more.
//
// Returns 1 when it stopped at a byte because of a quote, 0 when it came to the end.
static inline int byte_masks_find_separators(
    const uint8_t *bytes, size_t end, uint8_t delimiter, byte_masks_csv *found, byte_masks_csv_places to) {
#if defined(__x86_64__)
    if (byte_masks_has_vbmi2()) return byte_masks_find_separators_vbmi2(bytes, end, delimiter, found, to);
    if (byte_masks_has_avx2()) return byte_masks_find_separators_avx2(bytes, end, delimiter, found, to);
#endif
    const byte_masks_way way = {
        byte_masks_equal, byte_masks_parities, byte_masks_write_places, byte_masks_first_above, byte_masks_nth};
    return byte_masks_find_by(way, bytes, end, delimiter, found, to);
}

// MARK: Counting

#if defined(__x86_64__)
BYTE_MASKS_AVX2 static inline size_t byte_masks_count_avx2(const uint8_t *bytes, size_t blocks, uint8_t byte) {
    size_t count = 0;
    for (size_t index = 0; index < blocks; index++) {
        count += (size_t)__builtin_popcountll(byte_masks_equal_avx2(bytes + 64 * index, byte));
    }
    return count;
}
#endif

// How many of some bytes are equal to one.
static inline size_t byte_masks_count(const uint8_t *bytes, size_t length, uint8_t byte) {
    size_t count = 0, place = 0;
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) {
        count = byte_masks_count_avx2(bytes, length / 64, byte);
        place = length / 64 * 64;
    }
#endif
    for (; place < length; place++) count += bytes[place] == byte;
    return count;
}

// MARK: Text in JSON

// How many bytes are looked at in one go.
enum { byte_masks_text_block = 32 };

// Which of 32 bytes are no plain text: quotes, backslashes, control characters, and all that is not ASCII.
#if defined(__x86_64__)
BYTE_MASKS_WITHIN BYTE_MASKS_AVX2 uint32_t byte_masks_special_avx2(const uint8_t *bytes) {
    const __m256i block = _mm256_loadu_si256((const __m256i *)bytes);
    // With a sign, bytes beyond ASCII are below nought.
    const __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), block);
    const __m256i marks = _mm256_or_si256(
        _mm256_cmpeq_epi8(block, _mm256_set1_epi8('"')), _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\')));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, marks));
}
#endif

BYTE_MASKS_WITHIN uint32_t byte_masks_special(const uint8_t *bytes) {
    uint32_t mask = 0;
    for (int index = 0; index < byte_masks_text_block; index++) {
        const uint8_t byte = bytes[index];
        mask |= (uint32_t)(byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') << index;
    }
    return mask;
}

// The function is a constant, so that it becomes part of the loop.
BYTE_MASKS_WITHIN size_t byte_masks_unescape_by(
    uint32_t (*special)(const uint8_t *bytes), const uint8_t *bytes, size_t count, uint8_t *to, size_t *written) {
    static const uint8_t meanings[256] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
    };
    size_t from = 0, at = 0;
    while (count - from >= byte_masks_text_block) {
        // All of them, whatever they are: what is too many is written over by what comes next.
        memcpy(to + at, bytes + from, byte_masks_text_block);
        const uint32_t found = special(bytes + from);
        const size_t plain = found == 0 ? byte_masks_text_block : (size_t)__builtin_ctz(found);
        from += plain;
        at += plain;
        if (found == 0) continue;
        if (count - from < 2) break;
        const uint8_t first = bytes[from], second = bytes[from + 1];
        if (first == '\\' && meanings[second] != 0) {
            to[at++] = meanings[second];
        } else if (first >= 0xC2 && first <= 0xDF && (second & 0xC0) == 0x80) {
            // A character of two bytes of UTF-8, as nearly all beyond ASCII are.
            to[at++] = first;
            to[at++] = second;
        } else {
            break;
        }
        from += 2;
    }
    *written = at;
    return from;
}

#if defined(__x86_64__)
BYTE_MASKS_AVX2 static inline size_t byte_masks_unescape_avx2(
    const uint8_t *bytes, size_t count, uint8_t *to, size_t *written) {
    return byte_masks_unescape_by(byte_masks_special_avx2, bytes, count, to, written);
}
#endif

// Copies what a string of JSON says, from a place within it on: plain text, and what escapes of one letter stand for. It
// stops at the end of the string, at whatever needs a closer look, and before the last bytes.
//
// - to: has room for as many bytes as there are to read.
//
// Returns how many bytes were read, and in `written` how many were written, which are no more.
static inline size_t byte_masks_unescape(const uint8_t *bytes, size_t count, uint8_t *to, size_t *written) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) return byte_masks_unescape_avx2(bytes, count, to, written);
#endif
    return byte_masks_unescape_by(byte_masks_special, bytes, count, to, written);
}
