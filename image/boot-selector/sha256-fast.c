/*
 * SHA-256 with the processor's own instructions, several times as fast: the boot image is hashed
 * at every start. Intel's "New Instructions Supporting the Secure Hash Algorithm" (2013).
 */
#include <immintrin.h>

#include "sha256.h"

#define LEAF_1_ECX_SSE41 (1u << 19)
#define LEAF_7_EBX_SHA (1u << 29)

static void cpuid(uint32_t leaf, uint32_t registers[4])
{
	__asm__ volatile("cpuid"
			 : "=a"(registers[0]), "=b"(registers[1]), "=c"(registers[2]),
			   "=d"(registers[3])
			 : "a"(leaf), "c"(0));
}

bool sha256_fast_present(void)
{
	uint32_t registers[4];
	cpuid(0, registers);
	if (registers[0] < 7)
		return false;
	cpuid(1, registers);
	if (!(registers[2] & LEAF_1_ECX_SSE41))
		return false;
	cpuid(7, registers);
	return registers[1] & LEAF_7_EBX_SHA;
}

/* The state is kept as the instructions want it: a, b, e, f in one register, others in another. */
__attribute__((target("sha,sse4.1"))) void sha256_compress_fast(uint32_t state[8],
								const uint8_t *blocks, size_t count)
{
	const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bll, 0x0405060700010203ll);
	__m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
	__m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
	__m128i abef = _mm_alignr_epi8(low, high, 8);
	__m128i cdgh = _mm_blend_epi16(high, low, 0xf0);
	for (; count > 0; count--, blocks += 64) {
		__m128i before_abef = abef, before_cdgh = cdgh, words[4];
#pragma GCC unroll 16
		for (int i = 0; i < 16; i++) {
			__m128i word;
			if (i < 4)
				word = _mm_shuffle_epi8(
					_mm_loadu_si128((const __m128i *)blocks + i), swap);
			else
				word = _mm_sha256msg2_epu32(
					_mm_add_epi32(_mm_sha256msg1_epu32(words[i % 4],
									   words[(i + 1) % 4]),
						      _mm_alignr_epi8(words[(i + 3) % 4],
								      words[(i + 2) % 4], 4)),
					words[(i + 3) % 4]);
			words[i % 4] = word;
			__m128i sum = _mm_add_epi32(
				word, _mm_loadu_si128((const __m128i *)sha256_rounds + i));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
		}
		abef = _mm_add_epi32(abef, before_abef);
		cdgh = _mm_add_epi32(cdgh, before_cdgh);
	}
	low = _mm_shuffle_epi32(abef, 0x1b);
	high = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
	_mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}
