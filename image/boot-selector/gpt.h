/* GUID partition tables (UEFI 2.10 section 5.3): read and judge one copy, make a copy. Pure. */
#ifndef SOMA_GPT_H
#define SOMA_GPT_H

#include <stdbool.h>
#include <stdint.h>

#define GPT_ENTRY_SIZE 128
#define GPT_MAX_ENTRIES 128
#define GPT_ENTRIES_SIZE (GPT_ENTRY_SIZE * GPT_MAX_ENTRIES)
#define GPT_MAX_BLOCK_SIZE 4096
#define GPT_MAX_HEADER_SIZE 512
#define GPT_PRIMARY_LBA 1
#define GPT_PRIMARY_ENTRIES_LBA 2

/* Why a copy does not count; the numbers are part of the host program's protocol. */
enum gpt_status {
	GPT_VALID = 0,
	GPT_NOT_READ,
	GPT_NO_SIGNATURE,
	GPT_BAD_REVISION,
	GPT_BAD_HEADER_SIZE,
	GPT_BAD_HEADER_CRC,
	GPT_BAD_OWN_LBA,
	GPT_BAD_ALTERNATE_LBA,
	GPT_BAD_ENTRY_SIZE,
	GPT_BAD_ENTRY_COUNT,
	GPT_BAD_USABLE_RANGE,
	GPT_BAD_ENTRIES_LBA,
	GPT_BAD_ENTRIES_CRC,
	GPT_ENTRY_OUTSIDE,
	GPT_ENTRIES_OVERLAP,
	GPT_BEYOND_DISK,
};

/* A disk as the pure part sees it. A block that cannot be read counts as one of zeros. */
struct gpt_disk {
	uint32_t block_size;
	uint64_t blocks;
	void (*read)(void *context, uint64_t lba, uint32_t blocks, uint8_t *bytes);
	void *context;
};

struct gpt_copy {
	enum gpt_status status;
	uint64_t own_lba;
	uint64_t alternate_lba;
	uint64_t first_usable;
	uint64_t last_usable;
	uint64_t entries_lba;
	uint32_t entry_count;
	uint8_t disk_guid[16];
	/* Zero behind the header's own size. */
	uint8_t header[GPT_MAX_HEADER_SIZE];
	/* Zero behind the last entry. */
	uint8_t entries[GPT_ENTRIES_SIZE];
};

struct gpt_entry {
	uint8_t type[16];
	uint8_t guid[16];
	uint64_t first_lba;
	uint64_t last_lba;
	uint64_t attributes;
};

/* True when block size and count are such that a table fits at all. */
bool gpt_disk_usable(const struct gpt_disk *disk);

/* The blocks that 16 KiB of entries take: 32 of 512 bytes, 4 of 4096. */
uint32_t gpt_entry_blocks(uint32_t block_size);

/* The last block that a partition may use on a disk of this size. */
uint64_t gpt_last_usable(uint32_t block_size, uint64_t blocks);

/* The last block of the last whole MiB that a partition may use. */
uint64_t gpt_last_aligned(uint32_t block_size, uint64_t blocks);

/* Reads the copy whose header is at `lba` and judges it; everything but status may be unset. */
void gpt_load(const struct gpt_disk *disk, uint64_t lba, struct gpt_copy *copy);

/* True when status says that the header alone (not the entries) could be trusted. */
bool gpt_header_sound(enum gpt_status status);

/* True when two valid copies say the same. */
bool gpt_same_content(const struct gpt_copy *left, const struct gpt_copy *right);

/* True for an unused entry. */
bool gpt_entry_unused(const struct gpt_copy *copy, uint32_t index);
struct gpt_entry gpt_entry_at(const struct gpt_copy *copy, uint32_t index);
void gpt_set_attributes(struct gpt_copy *copy, uint32_t index, uint64_t attributes);
void gpt_set_last_lba(struct gpt_copy *copy, uint32_t index, uint64_t last_lba);

/* Fills one block with the header of a copy at `lba`; `other` is the place of the other copy. */
void gpt_format_header(const struct gpt_copy *copy, uint64_t lba, uint64_t entries_lba,
		       uint64_t other, uint32_t block_size, uint8_t *block);

/* True when block 0 holds a protective MBR that firmware accepts. */
bool mbr_protective(const uint8_t *block);

/* Makes block 0 a protective MBR and keeps the boot code in it (UEFI 2.10 section 5.2.3). */
void mbr_repair(uint8_t *block, uint64_t blocks);

/* One word for the console, such as "bad header CRC". */
const char *gpt_status_name(enum gpt_status status);

#endif
