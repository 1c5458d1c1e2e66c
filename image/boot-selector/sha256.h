/* SHA-256 (FIPS 180-4), fed piece by piece while a boot image is read. */
#ifndef SOMA_SHA256_H
#define SOMA_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32

struct sha256 {
	uint32_t state[8];
	uint64_t total;
	uint8_t pending[64];
	void (*compress)(uint32_t state[8], const uint8_t *blocks, size_t count);
};

/* The constants of the 64 rounds. */
extern const uint32_t sha256_rounds[64];

/* True when this processor has instructions for SHA-256. */
bool sha256_fast_present(void);
/* Adds blocks of 64 bytes with those instructions. */
void sha256_compress_fast(uint32_t state[8], const uint8_t *blocks, size_t count);
/* Adds blocks of 64 bytes on any processor. */
void sha256_compress_plain(uint32_t state[8], const uint8_t *blocks, size_t count);

void sha256_start(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const uint8_t *bytes, size_t size);
void sha256_end(struct sha256 *hash, uint8_t digest[SHA256_SIZE]);

#endif
