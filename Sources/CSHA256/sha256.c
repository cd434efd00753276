#include "sha256.h"

#if defined(__x86_64__) && (defined(__clang__) || defined(__GNUC__))

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

static const uint32_t round_constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

bool tally_sha256_is_available(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

// The layout of the state and the use of the instructions are those of Intel's "SHA Extensions",
// <https://www.intel.com/content/www/us/en/developer/articles/technical/intel-sha-extensions.html>.
__attribute__((target("sha,sse4.1,ssse3")))
void tally_sha256_absorb(uint32_t *state, const uint8_t *blocks, size_t count) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    // The words a to h, arranged as ABEF and CDGH.
    __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    __m128i abef = _mm_alignr_epi8(low, high, 8);
    __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);

    for (; count > 0; count--, blocks += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        // The last sixteen words of the message schedule, four to a register.
        __m128i words[4];
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            __m128i next;
            if (i < 4) {
                next = _mm_loadu_si128((const __m128i *)(blocks + 16 * i));
                next = _mm_shuffle_epi8(next, big_endian);
            } else {
                const __m128i last = words[(i + 3) & 3];
                next = _mm_sha256msg1_epu32(words[i & 3], words[(i + 1) & 3]);
                next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(i + 2) & 3], 4));
                next = _mm_sha256msg2_epu32(next, last);
            }
            words[i & 3] = next;
            __m128i input =
                _mm_add_epi32(next, _mm_load_si128((const __m128i *)(round_constants + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
            input = _mm_shuffle_epi32(input, 0x0E);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, input);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }

    low = _mm_shuffle_epi32(abef, 0x1B);
    high = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

void tally_sha256_hash(uint8_t first, const uint8_t *bytes, size_t count, uint32_t *words) {
    static const uint32_t initial[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };
    const uint64_t bits = ((uint64_t)count + 1) * 8;
    // One block at either end of the message, and one more when its length does not fit the last.
    uint8_t ends[128] = {first};
    memcpy(words, initial, sizeof initial);
    size_t used = 1;
    if (count >= 63) {
        memcpy(ends + 1, bytes, 63);
        tally_sha256_absorb(words, ends, 1);
        bytes += 63, count -= 63;
        tally_sha256_absorb(words, bytes, count / 64);
        bytes += count / 64 * 64, count %= 64;
        memset(ends, 0, sizeof ends);
        used = 0;
    }
    if (count > 0) memcpy(ends + used, bytes, count);
    used += count;
    ends[used] = 0x80;
    const size_t blocks = used < 56 ? 1 : 2;
    for (int i = 0; i < 8; i++) ends[64 * blocks - 1 - i] = (uint8_t)(bits >> 8 * i);
    tally_sha256_absorb(words, ends, blocks);
}

#else

bool tally_sha256_is_available(void) { return false; }

void tally_sha256_absorb(uint32_t *state, const uint8_t *blocks, size_t count) {
    (void)state, (void)blocks, (void)count;
    __builtin_trap();
}

void tally_sha256_hash(uint8_t first, const uint8_t *bytes, size_t count, uint32_t *words) {
    (void)first, (void)bytes, (void)count, (void)words;
    __builtin_trap();
}

#endif
