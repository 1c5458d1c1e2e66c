/* What is enrolled for Secure Boot, and whether it fits the programs of this disk. Pure. */
#ifndef SOMA_KEY_FILE_H
#define SOMA_KEY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Enough of a program to find its signatures. */
#define PE_HEAD_SIZE 4096

struct certificate {
	const uint8_t *bytes;
	size_t size;
};

/*
 * Reads a signed update of PK, KEK or db (UEFI 2.10 section 8.2.2) that holds exactly one X.509
 * certificate; `certificate` then points into `bytes`. Returns NULL when it is sound, else the name
 * of what is wrong: "size", "time", "signature", "list" or "certificate".
 */
const char *parse_key_file(const uint8_t *bytes, size_t size, struct certificate *certificate);

/* Where the signatures of a program lie in its file; false when it has none. */
bool find_signatures(const uint8_t head[PE_HEAD_SIZE], uint64_t file_size, uint64_t *offset,
		     uint64_t *size);

/* Is the certificate among these bytes? */
bool holds_certificate(const uint8_t *bytes, size_t size, const struct certificate *certificate);

#endif
