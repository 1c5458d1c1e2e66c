#include "record.h"

#include "bytes.h"
#include "crc32.h"

#define MAGIC "SOMAREC1"
#define CRC_AT (RECORD_SIZE - 4)

/* Copies up to the first NUL, so that nothing behind it leaks into the record. */
static void copy_text(uint8_t *to, const char *from, size_t size)
{
	size_t length = 0;
	while (length + 1 < size && from[length] != '\0')
		length++;
	copy_bytes(to, (const uint8_t *)from, length);
	zero_bytes(to + length, size - length);
}

void format_record(const struct record *record, uint8_t bytes[RECORD_SIZE])
{
	zero_bytes(bytes, RECORD_SIZE);
	copy_bytes(bytes, (const uint8_t *)MAGIC, 8);
	store_u32(bytes + 8, RECORD_SIZE);
	bytes[12] = record->slot;
	bytes[13] = record->reason;
	store_u16(bytes + 14, record->repairs);
	for (int slot = 0; slot < SLOT_COUNT; slot++) {
		store_u64(bytes + 16 + 8 * slot, record->before[slot]);
		store_u64(bytes + 32 + 8 * slot, record->after[slot]);
	}
	copy_bytes(bytes + 48, record->disk_guid, 16);
	store_u32(bytes + 64, record->header_crc32);
	store_u32(bytes + 68, record->failed);
	store_u64(bytes + 72, record->started_at_us);
	store_u64(bytes + 80, record->handed_over_at_us);
	copy_text(bytes + 88, record->version, BOOT_VERSION_SIZE);
	copy_bytes(bytes + 152, record->usr_guid, 16);
	copy_text(bytes + 168, record->device_path, RECORD_PATH_SIZE);
	copy_text(bytes + 424, record->line, RECORD_LINE_SIZE);
	store_u32(bytes + CRC_AT, crc32_of(bytes, CRC_AT));
}

bool parse_record(const uint8_t *bytes, uint64_t size, struct record *record)
{
	if (size != RECORD_SIZE || !equal_bytes(bytes, (const uint8_t *)MAGIC, 8) ||
	    load_u32(bytes + 8) != RECORD_SIZE || load_u32(bytes + CRC_AT) != crc32_of(bytes, CRC_AT))
		return false;
	record->slot = bytes[12];
	record->reason = bytes[13];
	record->repairs = load_u16(bytes + 14);
	for (int slot = 0; slot < SLOT_COUNT; slot++) {
		record->before[slot] = load_u64(bytes + 16 + 8 * slot);
		record->after[slot] = load_u64(bytes + 32 + 8 * slot);
	}
	copy_bytes(record->disk_guid, bytes + 48, 16);
	record->header_crc32 = load_u32(bytes + 64);
	record->failed = load_u32(bytes + 68);
	record->started_at_us = load_u64(bytes + 72);
	record->handed_over_at_us = load_u64(bytes + 80);
	copy_text((uint8_t *)record->version, (const char *)bytes + 88, BOOT_VERSION_SIZE);
	copy_bytes(record->usr_guid, bytes + 152, 16);
	copy_text((uint8_t *)record->device_path, (const char *)bytes + 168, RECORD_PATH_SIZE);
	copy_text((uint8_t *)record->line, (const char *)bytes + 424, RECORD_LINE_SIZE);
	return true;
}
