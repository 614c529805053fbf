// Questions about bytes, 64 at a time: which of them are equal to one, as the bits of a word, bit 0 for the first; how
// many bits are set, and where.
//
// Swift's own SIMD types have no instruction for the step from a vector to bits. On x86-64 the processor is asked
// whether it has AVX2 (and with it BMI and POPCNT); without, SSE2 does it in about twice the time. arm64 has NEON.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Where bits are set in `one`, or in both words where there is an `other`. Eight places without a question are cheaper
// than a question for each; what is too many is written over.
#define BYTE_MASKS_PLACES(one, other, count, places)                              \
    size_t number = 0;                                                            \
    for (size_t index = 0; index < count; index++) {                              \
        uint64_t bits = other ? one[index] & other[index] : one[index];           \
        const size_t next = number + (size_t)__builtin_popcountll(bits);          \
        const uint32_t base = (uint32_t)index * 64;                               \
        uint32_t *to = places + number;                                           \
        while (bits != 0) {                                                       \
            for (int turn = 0; turn < 8; turn++) {                                \
                to[turn] = base + (uint32_t)__builtin_ctzll(bits | (1ULL << 63)); \
                bits &= bits - 1;                                                 \
            }                                                                     \
            to += 8;                                                              \
        }                                                                         \
        number = next;                                                            \
    }                                                                             \
    return number;

#define BYTE_MASKS_COUNTS(words, count, before)                         \
    uint32_t number = 0;                                                \
    for (size_t index = 0; index < count; index++) {                    \
        before[index] = number;                                         \
        number += (uint32_t)__builtin_popcountll(words[index]);         \
    }                                                                   \
    return number;

#define BYTE_MASKS_SUM(words, count)                                                              \
    size_t number = 0;                                                                           \
    for (size_t index = 0; index < count; index++) number += (size_t)__builtin_popcountll(words[index]); \
    return number;

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static inline uint64_t byte_masks_equal_avx2(__m256i low, __m256i high, uint8_t byte) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    const uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    const uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | (uint64_t)second << 32;
}

__attribute__((target("avx2"))) static inline void byte_masks_of_blocks_avx2(
    const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third, uint64_t *firsts,
    uint64_t *seconds_or_thirds, uint64_t *thirds) {
    for (size_t index = 0; index < count; index++) {
        const __m256i low = _mm256_loadu_si256((const __m256i *)(bytes + 64 * index));
        const __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 64 * index + 32));
        firsts[index] = byte_masks_equal_avx2(low, high, first);
        thirds[index] = byte_masks_equal_avx2(low, high, third);
        seconds_or_thirds[index] = byte_masks_equal_avx2(low, high, second) | thirds[index];
    }
}

__attribute__((target("avx2,bmi,popcnt"))) static inline size_t byte_masks_places_avx2(
    const uint64_t *one, const uint64_t *other, size_t count, uint32_t *places) {
    BYTE_MASKS_PLACES(one, other, count, places)
}

__attribute__((target("popcnt"))) static inline uint32_t byte_masks_counts_popcnt(
    const uint64_t *words, size_t count, uint32_t *before) {
    BYTE_MASKS_COUNTS(words, count, before)
}

__attribute__((target("popcnt"))) static inline size_t byte_masks_sum_popcnt(const uint64_t *words, size_t count) {
    BYTE_MASKS_SUM(words, count)
}

__attribute__((target("avx2,popcnt"))) static inline size_t byte_masks_count_avx2(
    const uint8_t *bytes, size_t blocks, uint8_t byte) {
    size_t count = 0;
    for (size_t index = 0; index < blocks; index++) {
        const __m256i low = _mm256_loadu_si256((const __m256i *)(bytes + 64 * index));
        const __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 64 * index + 32));
        count += (size_t)__builtin_popcountll(byte_masks_equal_avx2(low, high, byte));
    }
    return count;
}

static inline int byte_masks_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

static inline uint64_t byte_masks_equal(const uint8_t *bytes, uint8_t byte) {
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

static inline uint64_t byte_masks_equal(const uint8_t *bytes, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t parts[4];
    for (int part = 0; part < 4; part++) parts[part] = vandq_u8(vceqq_u8(vld1q_u8(bytes + 16 * part), wanted), bits);
    const uint8x16_t sums = vpaddq_u8(vpaddq_u8(parts[0], parts[1]), vpaddq_u8(parts[2], parts[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

#else

static inline uint64_t byte_masks_equal(const uint8_t *bytes, uint8_t byte) {
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) mask |= (uint64_t)(bytes[index] == byte) << index;
    return mask;
}

#endif

// Looks at `count` blocks of 64 readable bytes each: which are the first byte, which the second or the third, which the
// third. Each array has a word for each block.
static inline void byte_masks_of_blocks(
    const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third, uint64_t *firsts,
    uint64_t *seconds_or_thirds, uint64_t *thirds) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) {
        byte_masks_of_blocks_avx2(bytes, count, first, second, third, firsts, seconds_or_thirds, thirds);
        return;
    }
#endif
    for (size_t index = 0; index < count; index++) {
        firsts[index] = byte_masks_equal(bytes + 64 * index, first);
        thirds[index] = byte_masks_equal(bytes + 64 * index, third);
        seconds_or_thirds[index] = byte_masks_equal(bytes + 64 * index, second) | thirds[index];
    }
}

// Writes the places of the bits that are set in `count` words, or in both words where `other` is not null, counted from
// the first bit of the first word. Up to eight places more than there are may be written to. Returns their number.
static inline size_t byte_masks_places(
    const uint64_t *one, const uint64_t *other, size_t count, uint32_t *places) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) return byte_masks_places_avx2(one, other, count, places);
#endif
    BYTE_MASKS_PLACES(one, other, count, places)
}

// Writes for each of `count` words how many bits are set before it. Returns how many are set in all.
static inline uint32_t byte_masks_counts(const uint64_t *words, size_t count, uint32_t *before) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) return byte_masks_counts_popcnt(words, count, before);
#endif
    BYTE_MASKS_COUNTS(words, count, before)
}

// The first of `count` words, from one on, in which any bit is set; `count` when there is none.
static inline size_t byte_masks_next(const uint64_t *words, size_t from, size_t count) {
    while (from + 4 <= count && (words[from] | words[from + 1] | words[from + 2] | words[from + 3]) == 0) from += 4;
    while (from < count && words[from] == 0) from++;
    return from;
}

// How many bits are set in `count` words.
static inline size_t byte_masks_sum(const uint64_t *words, size_t count) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) return byte_masks_sum_popcnt(words, count);
#endif
    BYTE_MASKS_SUM(words, count)
}

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
