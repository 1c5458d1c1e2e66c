#include "crc32.h"

#include <stdbool.h>

#include "bytes.h"

/* Eight tables: the test harness checks hundreds of thousands of tables of 16 KiB. */
static uint32_t tables[8][256];
static bool tables_ready;

static void make_tables(void)
{
	for (uint32_t index = 0; index < 256; index++) {
		uint32_t value = index;
		for (int bit = 0; bit < 8; bit++)
			value = value & 1 ? value >> 1 ^ 0xedb88320u : value >> 1;
		tables[0][index] = value;
	}
	for (uint32_t index = 0; index < 256; index++)
		for (int step = 1; step < 8; step++) {
			uint32_t before = tables[step - 1][index];
			tables[step][index] = before >> 8 ^ tables[0][before & 0xff];
		}
	tables_ready = true;
}

uint32_t crc32_of(const uint8_t *bytes, size_t size)
{
	if (!tables_ready)
		make_tables();
	uint32_t crc = 0xffffffffu;
	for (; size >= 8; size -= 8, bytes += 8) {
		uint32_t low = load_u32(bytes) ^ crc;
		uint32_t high = load_u32(bytes + 4);
		crc = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^
		      tables[5][low >> 16 & 0xff] ^ tables[4][low >> 24] ^
		      tables[3][high & 0xff] ^ tables[2][high >> 8 & 0xff] ^
		      tables[1][high >> 16 & 0xff] ^ tables[0][high >> 24];
	}
	for (; size > 0; size--, bytes++)
		crc = crc >> 8 ^ tables[0][(crc ^ *bytes) & 0xff];
	return crc ^ 0xffffffffu;
}
