// Questions about bytes, 64 at a time: which of them are equal to one, as the bits of a word, bit 0 for the first; and
// the places of the bits that are set.
//
// Swift's own SIMD types have no instruction for the step from a vector to bits. On x86-64 the processor is asked once
// whether it has AVX2 (and with it BMI), which takes half the time that SSE2 takes; arm64 always has NEON.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Which of a block's 64 bytes are equal to three bytes, and which are what the caller has made of that.
typedef struct {
    uint64_t first;
    uint64_t second;
    uint64_t third;
    uint64_t chosen;
} byte_masks;

// The places of all bits that are chosen, and how many there are before each block.
#define BYTE_MASKS_PLACES(masks, count, base, places, before)                                     \
    uint32_t number = 0;                                                                          \
    for (size_t index = 0; index < count; index++) {                                              \
        uint64_t bits = masks[index].chosen;                                                      \
        const uint32_t start = base + (uint32_t)index * 64, next = number + __builtin_popcountll(bits); \
        before[index] = number;                                                                   \
        uint32_t *to = places + number;                                                           \
        while (bits != 0) {                                                                       \
            for (int turn = 0; turn < 8; turn++) {                                                \
                to[turn] = start + (uint32_t)__builtin_ctzll(bits | (1ULL << 63));                \
                bits &= bits - 1;                                                                 \
            }                                                                                     \
            to += 8;                                                                              \
        }                                                                                         \
        number = next;                                                                            \
    }                                                                                             \
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
    const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third, byte_masks *masks) {
    for (size_t index = 0; index < count; index++) {
        const __m256i low = _mm256_loadu_si256((const __m256i *)(bytes + 64 * index));
        const __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 64 * index + 32));
        masks[index].first = byte_masks_equal_avx2(low, high, first);
        masks[index].second = byte_masks_equal_avx2(low, high, second);
        masks[index].third = byte_masks_equal_avx2(low, high, third);
    }
}

__attribute__((target("avx2,bmi,popcnt"))) static inline uint32_t byte_masks_places_avx2(
    const byte_masks *masks, size_t count, uint32_t base, uint32_t *places, uint32_t *before) {
    BYTE_MASKS_PLACES(masks, count, base, places, before)
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

// Looks at `count` blocks of 64 readable bytes each and writes as many masks.
static inline void byte_masks_of_blocks(
    const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third, byte_masks *masks) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) {
        byte_masks_of_blocks_avx2(bytes, count, first, second, third, masks);
        return;
    }
#endif
    for (size_t index = 0; index < count; index++) {
        masks[index].first = byte_masks_equal(bytes + 64 * index, first);
        masks[index].second = byte_masks_equal(bytes + 64 * index, second);
        masks[index].third = byte_masks_equal(bytes + 64 * index, third);
    }
}

// Writes the places of the bits that are chosen in `count` blocks, the first of the bytes being at `base`, and for each
// block how many there are before it. Up to eight places more than there are may be written to. Returns their number.
static inline uint32_t byte_masks_places(
    const byte_masks *masks, size_t count, uint32_t base, uint32_t *places, uint32_t *before) {
#if defined(__x86_64__)
    if (byte_masks_has_avx2()) return byte_masks_places_avx2(masks, count, base, places, before);
#endif
    BYTE_MASKS_PLACES(masks, count, base, places, before)
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
