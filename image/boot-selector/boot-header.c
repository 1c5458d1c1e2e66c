#include "boot-header.h"

#include "bytes.h"
#include "crc32.h"

#define FORMAT 1
#define VERSION_AT 56
#define ROOT_HASH_AT 120
#define RESERVED_AT 152
#define CRC_AT (BOOT_HEADER_SIZE - 4)

/* At least one printable character without spaces, then nothing but NUL, of which at least one. */
static bool version_sound(const uint8_t *bytes)
{
	size_t length = 0;
	while (length < BOOT_VERSION_SIZE && bytes[length] > 0x20 && bytes[length] < 0x7f)
		length++;
	return length > 0 && length < BOOT_VERSION_SIZE &&
	       all_zero(bytes + length, BOOT_VERSION_SIZE - length);
}

const char *parse_boot_header(const uint8_t bytes[BOOT_HEADER_SIZE], uint64_t partition_size,
			      struct boot_header *header)
{
	if (!equal_bytes(bytes, (const uint8_t *)"SOMABOOT", 8))
		return "magic";
	if (load_u32(bytes + CRC_AT) != crc32_of(bytes, CRC_AT))
		return "crc";
	if (load_u32(bytes + 8) != FORMAT)
		return "format";
	if (load_u32(bytes + 12) != BOOT_HEADER_SIZE)
		return "header-size";
	header->payload_size = load_u64(bytes + 16);
	if (header->payload_size == 0 || partition_size < BOOT_HEADER_SIZE ||
	    header->payload_size > partition_size - BOOT_HEADER_SIZE)
		return "length";
	if (!version_sound(bytes + VERSION_AT))
		return "version";
	if (!all_zero(bytes + RESERVED_AT, CRC_AT - RESERVED_AT))
		return "reserved";
	copy_bytes(header->sha256, bytes + 24, sizeof(header->sha256));
	copy_bytes((uint8_t *)header->version, bytes + VERSION_AT, BOOT_VERSION_SIZE);
	copy_bytes(header->root_hash, bytes + ROOT_HASH_AT, sizeof(header->root_hash));
	return NULL;
}

void guid_from_hash(const uint8_t hash[16], uint8_t guid[16])
{
	/* The first three fields of a GUID are little-endian on the disk, big-endian as text. */
	static const uint8_t order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	for (int i = 0; i < 16; i++)
		guid[i] = hash[order[i]];
}
