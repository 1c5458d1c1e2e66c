/* From the tables of a disk to a decision and the writes that must come before it. Pure. */
#ifndef SOMA_PLAN_H
#define SOMA_PLAN_H

#include "gpt.h"
#include "layout.h"
#include "record.h"
#include "slots.h"

#define PLAN_MAX_OPERATIONS 8

struct plan_question {
	struct gpt_disk disk;
	bool writable;
	bool rescue_requested;
	/* Slots whose boot image failed its check in this boot: bit 0 is A, bit 1 is B. */
	uint8_t failed;
};

/* One write, or (blocks = 0) a flush: nothing behind it may start before all before it is safe. */
struct plan_operation {
	uint64_t lba;
	uint32_t blocks;
	const uint8_t *bytes;
};

/* Where the parts of a slot are; blocks are inclusive. */
struct plan_slot {
	uint64_t boot_first_lba;
	uint64_t boot_last_lba;
	uint8_t usr_guid[16];
	uint8_t verity_guid[16];
};

enum plan_table {
	TABLE_NONE = 0,
	TABLE_PRIMARY = 1,
	TABLE_BACKUP_AT_END = 2,
	TABLE_BACKUP_ELSEWHERE = 3,
};

struct plan {
	uint8_t slot;
	uint8_t reason;
	/* What the operations repair; REPAIR_UNWRITABLE instead when nothing may be written. */
	uint16_t repairs;
	/* NULL, or why no slot of this disk can be considered, for the console. */
	const char *problem;
	/* Which copy was believed; `table` below holds it, with all changes made. */
	enum plan_table source;
	enum gpt_status primary_status;
	enum gpt_status backup_status;
	bool mbr_sound;
	uint64_t before[SLOT_COUNT];
	uint64_t after[SLOT_COUNT];
	struct plan_slot slots[SLOT_COUNT];
	uint8_t disk_guid[16];
	/* The CRC field of the primary header once the operations are done. */
	uint32_t header_crc32;
	uint32_t operation_count;
	struct plan_operation operations[PLAN_MAX_OPERATIONS];
	/* What the operations point to. */
	struct gpt_copy table;
	struct gpt_copy other;
	uint8_t mbr[GPT_MAX_BLOCK_SIZE];
	uint8_t primary_header[GPT_MAX_BLOCK_SIZE];
	uint8_t backup_header[GPT_MAX_BLOCK_SIZE];
};

/* Fills `plan`, which is large: do not put it on a stack. The operations point into it. */
void make_plan(const struct plan_question *question, struct plan *plan);

#endif
