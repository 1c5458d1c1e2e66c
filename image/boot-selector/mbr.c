#include "bytes.h"
#include "gpt.h"

#define RECORDS_AT 446
#define RECORD_BYTES 16
#define RECORD_COUNT 4
#define PROTECTIVE_TYPE 0xee

bool mbr_protective(const uint8_t *block)
{
	if (block[510] != 0x55 || block[511] != 0xaa)
		return false;
	for (int index = 0; index < RECORD_COUNT; index++) {
		const uint8_t *record = block + RECORDS_AT + RECORD_BYTES * index;
		if (record[4] == PROTECTIVE_TYPE && load_u32(record + 8) == 1)
			return true;
	}
	return false;
}

void mbr_repair(uint8_t *block, uint64_t blocks)
{
	uint8_t *record = block + RECORDS_AT;
	zero_bytes(record, RECORD_BYTES * RECORD_COUNT);
	/* First and last place in cylinders, heads and sectors, as the specification gives them. */
	record[2] = 0x02;
	record[4] = PROTECTIVE_TYPE;
	record[5] = record[6] = record[7] = 0xff;
	store_u32(record + 8, 1);
	store_u32(record + 12, blocks - 1 > 0xffffffffu ? 0xffffffffu : (uint32_t)(blocks - 1));
	block[510] = 0x55;
	block[511] = 0xaa;
}
