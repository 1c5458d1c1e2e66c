/*
 * The pure part of the selector as a program for tests and tools on a build host.
 *   selector-host plan REQUESTS REPLIES   two files of binary frames, for many disks: see host.ts
 *   selector-host answers                 one line in, one line out: see host-answers.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "host-answers.h"
#include "plan.h"

#define OPERATION_BASE 1
#define OPERATION_PLAN 2
#define FLAG_WRITABLE 1
#define FLAG_RESCUE 2
#define FLAG_WITH_BYTES 4
#define REPLY_SIZE 256
#define PROBLEM_SIZE 96
#define MAX_EXTENTS 65536

struct extent {
	uint64_t lba;
	uint32_t blocks;
	uint8_t *bytes;
};

struct extents {
	uint32_t count;
	struct extent *list;
};

/* A disk of zeros, the extents of the base on it, and those of the present case above. */
static struct {
	uint32_t block_size;
	uint64_t blocks;
	struct extents base;
	struct extents overlay;
} disk;

static void fail(const char *why)
{
	fprintf(stderr, "selector-host: %s\n", why);
	exit(2);
}

static void read_exactly(uint8_t *bytes, size_t size)
{
	if (fread(bytes, 1, size, stdin) != size)
		fail("input ends inside a frame");
}

static void *allocate(size_t size)
{
	void *memory = malloc(size == 0 ? 1 : size);
	if (memory == NULL)
		fail("no memory");
	return memory;
}

static uint32_t read_u32(void)
{
	uint8_t bytes[4];
	read_exactly(bytes, sizeof(bytes));
	return load_u32(bytes);
}

static uint64_t read_u64(void)
{
	uint8_t bytes[8];
	read_exactly(bytes, sizeof(bytes));
	return load_u64(bytes);
}

static void read_extents(struct extents *extents)
{
	for (uint32_t index = 0; index < extents->count; index++)
		free(extents->list[index].bytes);
	free(extents->list);
	extents->count = read_u32();
	if (extents->count > MAX_EXTENTS)
		fail("too many extents");
	extents->list = allocate(extents->count * sizeof(struct extent));
	for (uint32_t index = 0; index < extents->count; index++) {
		struct extent *extent = &extents->list[index];
		extent->lba = read_u64();
		extent->blocks = read_u32();
		size_t size = (size_t)extent->blocks * disk.block_size;
		extent->bytes = allocate(size);
		read_exactly(extent->bytes, size);
	}
}

static bool read_from(const struct extents *extents, uint64_t lba, uint8_t *bytes)
{
	for (uint32_t index = 0; index < extents->count; index++) {
		const struct extent *extent = &extents->list[index];
		if (lba < extent->lba || lba - extent->lba >= extent->blocks)
			continue;
		memcpy(bytes, extent->bytes + (lba - extent->lba) * disk.block_size, disk.block_size);
		return true;
	}
	return false;
}

static void read_blocks(void *context, uint64_t lba, uint32_t blocks, uint8_t *bytes)
{
	(void)context;
	for (uint32_t block = 0; block < blocks; block++, bytes += disk.block_size)
		if (!read_from(&disk.overlay, lba + block, bytes) &&
		    !read_from(&disk.base, lba + block, bytes))
			memset(bytes, 0, disk.block_size);
}

static void write_reply(const struct plan *plan)
{
	uint8_t reply[REPLY_SIZE] = { plan->slot, plan->reason };
	store_u16(reply + 2, plan->repairs);
	reply[4] = (uint8_t)plan->source;
	reply[5] = (uint8_t)plan->primary_status;
	reply[6] = (uint8_t)plan->backup_status;
	reply[7] = plan->mbr_sound;
	memcpy(reply + 40, plan->disk_guid, 16);
	store_u32(reply + 56, plan->header_crc32);
	store_u32(reply + 60, plan->operation_count);
	for (int slot = 0; slot < SLOT_COUNT; slot++) {
		store_u64(reply + 8 + 8 * slot, plan->before[slot]);
		store_u64(reply + 24 + 8 * slot, plan->after[slot]);
		store_u64(reply + 64 + 8 * slot, plan->slots[slot].boot_first_lba);
		store_u64(reply + 80 + 8 * slot, plan->slots[slot].boot_last_lba);
		memcpy(reply + 96 + 16 * slot, plan->slots[slot].usr_guid, 16);
		memcpy(reply + 128 + 16 * slot, plan->slots[slot].verity_guid, 16);
	}
	if (plan->problem != NULL)
		strncpy((char *)reply + 160, plan->problem, PROBLEM_SIZE - 1);
	fwrite(reply, 1, sizeof(reply), stdout);
}

static void write_operations(const struct plan *plan, bool with_bytes)
{
	for (uint32_t index = 0; index < plan->operation_count; index++) {
		const struct plan_operation *operation = &plan->operations[index];
		uint32_t size = with_bytes ? operation->blocks * disk.block_size : 0;
		uint8_t head[16];
		store_u64(head, operation->lba);
		store_u32(head + 8, operation->blocks);
		store_u32(head + 12, size);
		fwrite(head, 1, sizeof(head), stdout);
		if (size > 0)
			fwrite(operation->bytes, 1, size, stdout);
	}
}

static void answer_plan(void)
{
	static struct plan plan;
	uint32_t flags = read_u32();
	read_extents(&disk.overlay);
	struct plan_question question = {
		.disk = { disk.block_size, disk.blocks, read_blocks, NULL },
		.writable = flags & FLAG_WRITABLE,
		.rescue_requested = flags & FLAG_RESCUE,
		.failed = flags >> 8 & 3,
	};
	make_plan(&question, &plan);
	write_reply(&plan);
	write_operations(&plan, flags & FLAG_WITH_BYTES);
}

static int serve_plans(void)
{
	uint8_t operation[4];
	while (fread(operation, 1, sizeof(operation), stdin) == sizeof(operation)) {
		switch (load_u32(operation)) {
		case OPERATION_BASE:
			disk.block_size = read_u32();
			disk.blocks = read_u64();
			if (disk.block_size > GPT_MAX_BLOCK_SIZE)
				fail("block size is too large");
			read_extents(&disk.base);
			break;
		case OPERATION_PLAN:
			answer_plan();
			break;
		default:
			fail("unknown operation");
		}
	}
	return fflush(stdout) == 0 ? 0 : 2;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "plan") == 0) {
		if (freopen(argv[2], "rb", stdin) == NULL || freopen(argv[3], "wb", stdout) == NULL)
			fail("a file cannot be opened");
		return serve_plans();
	}
	if (argc == 2 && strcmp(argv[1], "answers") == 0)
		return serve_answers();
	fprintf(stderr, "usage: selector-host plan REQUESTS REPLIES | answers\n");
	return 2;
}
