#include "bytes.h"
#include "firmware.h"

#define CHUNK_BYTES (1024 * 1024)

bool read_disk(const struct own_disk *disk, uint64_t lba, uint64_t size, uint8_t *bytes)
{
	uint32_t block_size = disk->io->Media->BlockSize;
	/* In pieces: some firmware refuses large transfers. */
	while (size > 0) {
		uint64_t piece = size < CHUNK_BYTES ? size : CHUNK_BYTES;
		if (EFI_ERROR(disk->io->ReadBlocks(disk->io, disk->io->Media->MediaId, lba, piece,
						   bytes)))
			return false;
		lba += piece / block_size;
		bytes += piece;
		size -= piece;
	}
	return true;
}

/* A torn block may be unreadable: it counts as zeros, and the checks of the table find it. */
static void read_view(void *context, uint64_t lba, uint32_t blocks, uint8_t *bytes)
{
	const struct own_disk *disk = context;
	uint32_t block_size = disk->io->Media->BlockSize;
	if (read_disk(disk, lba, (uint64_t)blocks * block_size, disk->bounce)) {
		copy_bytes(bytes, disk->bounce, (size_t)blocks * block_size);
		return;
	}
	for (uint32_t block = 0; block < blocks; block++, bytes += block_size) {
		if (!read_disk(disk, lba + block, block_size, disk->bounce))
			zero_bytes(disk->bounce, block_size);
		copy_bytes(bytes, disk->bounce, block_size);
	}
}

void open_view(struct own_disk *disk)
{
	EFI_PHYSICAL_ADDRESS pages;
	EFI_STATUS status = BS->AllocatePages(AllocateAnyPages, EfiLoaderData,
					      EFI_SIZE_TO_PAGES(GPT_ENTRIES_SIZE), &pages);
	if (EFI_ERROR(status)) {
		say("no memory to read the disk", "", status);
		disk->io = NULL;
		return;
	}
	disk->bounce = (uint8_t *)(UINTN)pages;
	disk->view.block_size = disk->io->Media->BlockSize;
	disk->view.blocks = disk->io->Media->LastBlock + 1;
	disk->view.read = read_view;
	disk->view.context = disk;
}

static bool write_operation(const struct own_disk *disk, const struct plan_operation *operation)
{
	EFI_BLOCK_IO_PROTOCOL *io = disk->io;
	UINTN size = (UINTN)operation->blocks * io->Media->BlockSize;
	copy_bytes(disk->bounce, operation->bytes, size);
	EFI_STATUS status =
		io->WriteBlocks(io, io->Media->MediaId, operation->lba, size, disk->bounce);
	if (EFI_ERROR(status))
		say("the partition table could not be written", "", status);
	return !EFI_ERROR(status);
}

/* Flushes, then compares everything since the flush before with what is on the disk. */
static bool settle(const struct own_disk *disk, const struct plan_operation *operations,
		   uint32_t from, uint32_t to)
{
	EFI_STATUS status = flush_disk(disk);
	if (EFI_ERROR(status)) {
		say("the disk did not flush the partition table", "", status);
		return false;
	}
	for (uint32_t index = from; index < to; index++) {
		UINTN size = (UINTN)operations[index].blocks * disk->io->Media->BlockSize;
		if (!read_disk(disk, operations[index].lba, size, disk->bounce) ||
		    !equal_bytes(disk->bounce, operations[index].bytes, size)) {
			say("the disk did not keep the partition table that was written", "",
			    EFI_SUCCESS);
			return false;
		}
	}
	return true;
}

bool perform_operations(const struct own_disk *disk, const struct plan *plan)
{
	uint32_t from = 0;
	for (uint32_t index = 0; index < plan->operation_count; index++) {
		const struct plan_operation *operation = &plan->operations[index];
		if (operation->blocks > 0) {
			if (!write_operation(disk, operation))
				return false;
			continue;
		}
		if (!settle(disk, plan->operations, from, index))
			return false;
		from = index + 1;
	}
	return true;
}
