/* What the selector tells userland through the volatile EFI variable SomaBoot. Pure. */
#ifndef SOMA_RECORD_H
#define SOMA_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "boot-header.h"
#include "slots.h"

#define RECORD_SIZE 512
#define RECORD_PATH_SIZE 256
#define RECORD_LINE_SIZE 84

enum repair {
	REPAIR_PRIMARY = 1,
	REPAIR_BACKUP = 2,
	REPAIR_PROTECTIVE_MBR = 4,
	REPAIR_DISK_GROWN = 8,
	REPAIR_UNWRITABLE = 16,
	REPAIR_SAME_GUID_SEEN = 32,
	REPAIR_BOOT_IMAGE_FAILED = 64,
};

struct record {
	uint8_t slot;
	uint8_t reason;
	uint16_t repairs;
	uint64_t before[SLOT_COUNT];
	uint64_t after[SLOT_COUNT];
	uint8_t disk_guid[16];
	uint32_t header_crc32;
	uint32_t failed;
	uint64_t started_at_us;
	uint64_t handed_over_at_us;
	char version[BOOT_VERSION_SIZE];
	uint8_t usr_guid[16];
	char device_path[RECORD_PATH_SIZE];
	char line[RECORD_LINE_SIZE];
};

void format_record(const struct record *record, uint8_t bytes[RECORD_SIZE]);

/* False when size, magic or CRC is wrong. */
bool parse_record(const uint8_t *bytes, uint64_t size, struct record *record);

#endif
