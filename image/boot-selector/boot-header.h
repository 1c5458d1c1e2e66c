/* The 4096-byte header in front of a signed boot image in its raw partition. Pure. */
#ifndef SOMA_BOOT_HEADER_H
#define SOMA_BOOT_HEADER_H

#include <stdint.h>

#define BOOT_HEADER_SIZE 4096
#define BOOT_VERSION_SIZE 64

struct boot_header {
	uint64_t payload_size;
	uint8_t sha256[32];
	/* Printable ASCII, terminated by NUL. */
	char version[BOOT_VERSION_SIZE];
	/* Root hash of the verity tree of /usr; its halves name the usr and verity partitions. */
	uint8_t root_hash[32];
};

/*
 * Reads a header. Returns NULL when it is sound, else the name of what is wrong:
 * "magic", "format", "header-size", "crc", "length", "version" or "reserved".
 */
const char *parse_boot_header(const uint8_t bytes[BOOT_HEADER_SIZE], uint64_t partition_size,
			      struct boot_header *header);

/* The partition GUID, as bytes on the disk, whose text is 128 bits of a hash in plain order. */
void guid_from_hash(const uint8_t hash[16], uint8_t guid[16]);

#endif
