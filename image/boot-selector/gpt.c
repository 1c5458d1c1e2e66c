#include "gpt.h"

#include "bytes.h"
#include "crc32.h"

#define REVISION 0x00010000u
#define MIN_HEADER_SIZE 92
#define MIN_ENTRIES 4
#define MEBIBYTE 1048576u

bool gpt_disk_usable(const struct gpt_disk *disk)
{
	uint32_t size = disk->block_size;
	bool power_of_two = size >= 512 && size <= GPT_MAX_BLOCK_SIZE && (size & (size - 1)) == 0;
	/* MBR, two headers, two sets of entries, and at least one block between them. */
	return power_of_two && disk->blocks > 2 * (uint64_t)gpt_entry_blocks(size) + 3;
}

uint32_t gpt_entry_blocks(uint32_t block_size)
{
	return GPT_ENTRIES_SIZE / block_size;
}

uint64_t gpt_last_usable(uint32_t block_size, uint64_t blocks)
{
	return blocks - gpt_entry_blocks(block_size) - 2;
}

uint64_t gpt_last_aligned(uint32_t block_size, uint64_t blocks)
{
	uint64_t alignment = MEBIBYTE / block_size;
	uint64_t end = gpt_last_usable(block_size, blocks) + 1;
	return end < alignment ? 0 : end / alignment * alignment - 1;
}

/* Signature, revision, size and CRC: is this a header at all? */
static enum gpt_status judge_header_bytes(const uint8_t *block, uint32_t *header_size)
{
	if (!equal_bytes(block, (const uint8_t *)"EFI PART", 8))
		return GPT_NO_SIGNATURE;
	if (load_u32(block + 8) != REVISION)
		return GPT_BAD_REVISION;
	*header_size = load_u32(block + 12);
	if (*header_size < MIN_HEADER_SIZE || *header_size > GPT_MAX_HEADER_SIZE)
		return GPT_BAD_HEADER_SIZE;
	uint8_t header[GPT_MAX_HEADER_SIZE];
	copy_bytes(header, block, *header_size);
	store_u32(header + 16, 0);
	if (crc32_of(header, *header_size) != load_u32(block + 16))
		return GPT_BAD_HEADER_CRC;
	return GPT_VALID;
}

static void load_fields(struct gpt_copy *copy)
{
	copy->own_lba = load_u64(copy->header + 24);
	copy->alternate_lba = load_u64(copy->header + 32);
	copy->first_usable = load_u64(copy->header + 40);
	copy->last_usable = load_u64(copy->header + 48);
	copy_bytes(copy->disk_guid, copy->header + 56, 16);
	copy->entries_lba = load_u64(copy->header + 72);
	copy->entry_count = load_u32(copy->header + 80);
}

/* Places and sizes. The reserve of 16 KiB for entries must be free at both ends. */
static enum gpt_status judge_fields(const struct gpt_disk *disk, uint64_t lba,
				    const struct gpt_copy *copy)
{
	uint32_t entry_blocks = gpt_entry_blocks(disk->block_size);
	bool primary = lba == GPT_PRIMARY_LBA;
	uint64_t end = primary ? copy->alternate_lba : lba;
	if (copy->own_lba != lba)
		return GPT_BAD_OWN_LBA;
	if (!primary && copy->alternate_lba != GPT_PRIMARY_LBA)
		return GPT_BAD_ALTERNATE_LBA;
	if (load_u32(copy->header + 84) != GPT_ENTRY_SIZE)
		return GPT_BAD_ENTRY_SIZE;
	if (copy->entry_count < MIN_ENTRIES || copy->entry_count > GPT_MAX_ENTRIES)
		return GPT_BAD_ENTRY_COUNT;
	if (copy->first_usable < GPT_PRIMARY_ENTRIES_LBA + entry_blocks ||
	    copy->last_usable < copy->first_usable)
		return GPT_BAD_USABLE_RANGE;
	if (end <= copy->last_usable || end - copy->last_usable <= entry_blocks)
		return primary ? GPT_BAD_ALTERNATE_LBA : GPT_BAD_USABLE_RANGE;
	uint64_t from = primary ? GPT_PRIMARY_ENTRIES_LBA : copy->last_usable + 1;
	uint64_t limit = primary ? copy->first_usable : lba;
	if (copy->entries_lba < from || copy->entries_lba >= limit ||
	    limit - copy->entries_lba < entry_blocks)
		return GPT_BAD_ENTRIES_LBA;
	return GPT_VALID;
}

static enum gpt_status judge_entry(const struct gpt_disk *disk, const struct gpt_copy *copy,
				   uint32_t index)
{
	struct gpt_entry entry = gpt_entry_at(copy, index);
	if (entry.first_lba < copy->first_usable || entry.last_lba < entry.first_lba ||
	    entry.last_lba > copy->last_usable)
		return GPT_ENTRY_OUTSIDE;
	if (entry.last_lba > gpt_last_usable(disk->block_size, disk->blocks))
		return GPT_BEYOND_DISK;
	for (uint32_t other = 0; other < index; other++) {
		struct gpt_entry before = gpt_entry_at(copy, other);
		if (!gpt_entry_unused(copy, other) && entry.first_lba <= before.last_lba &&
		    before.first_lba <= entry.last_lba)
			return GPT_ENTRIES_OVERLAP;
	}
	return GPT_VALID;
}

static enum gpt_status judge_entries(const struct gpt_disk *disk, struct gpt_copy *copy)
{
	uint32_t size = copy->entry_count * GPT_ENTRY_SIZE;
	if (crc32_of(copy->entries, size) != load_u32(copy->header + 88))
		return GPT_BAD_ENTRIES_CRC;
	zero_bytes(copy->entries + size, GPT_ENTRIES_SIZE - size);
	for (uint32_t index = 0; index < copy->entry_count; index++) {
		if (gpt_entry_unused(copy, index))
			continue;
		enum gpt_status status = judge_entry(disk, copy, index);
		if (status != GPT_VALID)
			return status;
	}
	return GPT_VALID;
}

void gpt_load(const struct gpt_disk *disk, uint64_t lba, struct gpt_copy *copy)
{
	uint8_t block[GPT_MAX_BLOCK_SIZE];
	uint32_t header_size;
	copy->status = GPT_NOT_READ;
	if (lba >= disk->blocks)
		return;
	disk->read(disk->context, lba, 1, block);
	copy->status = judge_header_bytes(block, &header_size);
	if (copy->status != GPT_VALID)
		return;
	copy_bytes(copy->header, block, header_size);
	zero_bytes(copy->header + header_size, GPT_MAX_HEADER_SIZE - header_size);
	load_fields(copy);
	copy->status = judge_fields(disk, lba, copy);
	if (copy->status != GPT_VALID)
		return;
	uint32_t entry_blocks = gpt_entry_blocks(disk->block_size);
	if (copy->entries_lba + entry_blocks > disk->blocks) {
		copy->status = GPT_BEYOND_DISK;
		return;
	}
	disk->read(disk->context, copy->entries_lba, entry_blocks, copy->entries);
	copy->status = judge_entries(disk, copy);
}

bool gpt_header_sound(enum gpt_status status)
{
	return status == GPT_VALID || status >= GPT_BAD_ENTRIES_CRC;
}

bool gpt_same_content(const struct gpt_copy *left, const struct gpt_copy *right)
{
	return left->first_usable == right->first_usable &&
	       left->last_usable == right->last_usable && left->entry_count == right->entry_count &&
	       equal_bytes(left->disk_guid, right->disk_guid, 16) &&
	       equal_bytes(left->entries, right->entries, GPT_ENTRIES_SIZE);
}

static const uint8_t *entry_bytes(const struct gpt_copy *copy, uint32_t index)
{
	return copy->entries + (uint64_t)index * GPT_ENTRY_SIZE;
}

bool gpt_entry_unused(const struct gpt_copy *copy, uint32_t index)
{
	return all_zero(entry_bytes(copy, index), 16);
}

struct gpt_entry gpt_entry_at(const struct gpt_copy *copy, uint32_t index)
{
	const uint8_t *bytes = entry_bytes(copy, index);
	struct gpt_entry entry = {
		.first_lba = load_u64(bytes + 32),
		.last_lba = load_u64(bytes + 40),
		.attributes = load_u64(bytes + 48),
	};
	copy_bytes(entry.type, bytes, 16);
	copy_bytes(entry.guid, bytes + 16, 16);
	return entry;
}

void gpt_set_attributes(struct gpt_copy *copy, uint32_t index, uint64_t attributes)
{
	store_u64(copy->entries + (uint64_t)index * GPT_ENTRY_SIZE + 48, attributes);
}

void gpt_set_last_lba(struct gpt_copy *copy, uint32_t index, uint64_t last_lba)
{
	store_u64(copy->entries + (uint64_t)index * GPT_ENTRY_SIZE + 40, last_lba);
}

void gpt_format_header(const struct gpt_copy *copy, uint64_t lba, uint64_t entries_lba,
		       uint64_t other, uint32_t block_size, uint8_t *block)
{
	zero_bytes(block, block_size);
	copy_bytes(block, copy->header, GPT_MAX_HEADER_SIZE);
	store_u32(block + 16, 0);
	store_u64(block + 24, lba);
	store_u64(block + 32, other);
	store_u64(block + 48, copy->last_usable);
	store_u64(block + 72, entries_lba);
	store_u32(block + 88, crc32_of(copy->entries, copy->entry_count * GPT_ENTRY_SIZE));
	store_u32(block + 16, crc32_of(block, load_u32(block + 12)));
}
