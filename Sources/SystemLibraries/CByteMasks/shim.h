// Which of 64 bytes are equal to a byte, as the bits of a word: bit 0 for the first byte.
//
// Swift's own SIMD64 has no instruction for the step from a vector to bits and takes a hundred times as long here.
// x86-64 always has SSE2 and arm64 always has NEON, so nothing is asked of the processor at run time.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t first;
    uint64_t second;
    uint64_t third;
} byte_masks_three;

#if defined(__SSE2__)
#include <emmintrin.h>

typedef struct {
    __m128i parts[4];
} byte_masks_block;

static inline byte_masks_block byte_masks_load(const uint8_t *bytes) {
    const __m128i *from = (const __m128i *)bytes;
    byte_masks_block block = {{_mm_loadu_si128(from), _mm_loadu_si128(from + 1), _mm_loadu_si128(from + 2),
                               _mm_loadu_si128(from + 3)}};
    return block;
}

static inline uint64_t byte_masks_equal(byte_masks_block block, uint8_t byte) {
    const __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        const __m128i equal = _mm_cmpeq_epi8(block.parts[part], wanted);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << (16 * part);
    }
    return mask;
}

#elif defined(__ARM_NEON)
#include <arm_neon.h>

typedef struct {
    uint8x16_t parts[4];
} byte_masks_block;

static inline byte_masks_block byte_masks_load(const uint8_t *bytes) {
    byte_masks_block block = {{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32), vld1q_u8(bytes + 48)}};
    return block;
}

static inline uint64_t byte_masks_equal(byte_masks_block block, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t low = vpaddq_u8(vandq_u8(vceqq_u8(block.parts[0], wanted), bits),
                                     vandq_u8(vceqq_u8(block.parts[1], wanted), bits));
    const uint8x16_t high = vpaddq_u8(vandq_u8(vceqq_u8(block.parts[2], wanted), bits),
                                      vandq_u8(vceqq_u8(block.parts[3], wanted), bits));
    const uint8x16_t halves = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(halves, halves)), 0);
}

#else

typedef struct {
    uint64_t words[8];
} byte_masks_block;

static inline byte_masks_block byte_masks_load(const uint8_t *bytes) {
    byte_masks_block block;
    memcpy(block.words, bytes, sizeof block.words);
    return block;
}

static inline uint64_t byte_masks_equal(byte_masks_block block, uint8_t byte) {
    const uint8_t *bytes = (const uint8_t *)block.words;
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) mask |= (uint64_t)(bytes[index] == byte) << index;
    return mask;
}

#endif

// Three at once, of 64 readable bytes.
static inline byte_masks_three byte_masks_of_three(const uint8_t *bytes, uint8_t first, uint8_t second, uint8_t third) {
    const byte_masks_block block = byte_masks_load(bytes);
    byte_masks_three masks = {byte_masks_equal(block, first), byte_masks_equal(block, second),
                              byte_masks_equal(block, third)};
    return masks;
}

// One of 64 readable bytes.
static inline uint64_t byte_masks_of_one(const uint8_t *bytes, uint8_t byte) {
    return byte_masks_equal(byte_masks_load(bytes), byte);
}
