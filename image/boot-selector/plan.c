#include "plan.h"

#include "bytes.h"

/* Takes the first sound backup; one that belongs to a Soma disk is preferred. */
static void try_backup(const struct plan_question *question, uint64_t lba, struct plan *plan)
{
	const struct gpt_disk *disk = &question->disk;
	if (plan->source != TABLE_NONE && find_layout(&plan->table).problem == NULL)
		return;
	gpt_load(disk, lba, &plan->other);
	if (lba == disk->blocks - 1)
		plan->backup_status = plan->other.status;
	if (plan->other.status != GPT_VALID)
		return;
	if (plan->source != TABLE_NONE && find_layout(&plan->other).problem != NULL)
		return;
	plan->table = plan->other;
	plan->source = lba == disk->blocks - 1 ? TABLE_BACKUP_AT_END : TABLE_BACKUP_ELSEWHERE;
}

/*
 * A valid primary always wins. A primary that is sound but reaches beyond the disk means that the
 * disk has shrunk or that a part of it is missing: an old backup would be no better.
 */
static void choose_table(const struct plan_question *question, struct plan *plan)
{
	const struct gpt_disk *disk = &question->disk;
	uint64_t last = disk->blocks - 1;
	gpt_load(disk, GPT_PRIMARY_LBA, &plan->table);
	plan->primary_status = plan->table.status;
	plan->backup_status = GPT_NOT_READ;
	if (plan->primary_status == GPT_VALID) {
		plan->source = TABLE_PRIMARY;
		gpt_load(disk, last, &plan->other);
		plan->backup_status = plan->other.status;
		return;
	}
	if (plan->primary_status == GPT_BEYOND_DISK)
		return;
	/* A backup that the header names comes first: at the end may be one of an older use. */
	if (gpt_header_sound(plan->primary_status) && plan->table.alternate_lba < last)
		try_backup(question, plan->table.alternate_lba, plan);
	try_backup(question, last, plan);
}

/* What is wrong with the two copies and the MBR, seen from the copy that was believed. */
static uint16_t find_repairs(const struct plan_question *question, const struct plan *plan)
{
	uint64_t last = question->disk.blocks - 1;
	uint16_t repairs = plan->mbr_sound ? 0 : REPAIR_PROTECTIVE_MBR;
	switch (plan->source) {
	case TABLE_PRIMARY:
		if (plan->table.alternate_lba < last)
			return repairs | REPAIR_DISK_GROWN;
		if (plan->table.alternate_lba > last || plan->backup_status != GPT_VALID ||
		    !gpt_same_content(&plan->table, &plan->other))
			return repairs | REPAIR_BACKUP;
		return repairs;
	case TABLE_BACKUP_ELSEWHERE:
		return repairs | REPAIR_PRIMARY | REPAIR_DISK_GROWN;
	default:
		return repairs | REPAIR_PRIMARY;
	}
}

/* The end of the disk has moved: so do the usable range and, when it grew, STATE's end. */
static void follow_disk_size(const struct plan_question *question, const struct layout *layout,
			     struct plan *plan)
{
	const struct gpt_disk *disk = &question->disk;
	bool grown = plan->repairs & REPAIR_DISK_GROWN;
	bool shrunk = plan->source == TABLE_PRIMARY && plan->table.alternate_lba >= disk->blocks;
	if (!grown && !shrunk)
		return;
	plan->table.last_usable = gpt_last_usable(disk->block_size, disk->blocks);
	if (!grown || layout->state == LAYOUT_NO_STATE)
		return;
	uint64_t end = gpt_last_aligned(disk->block_size, disk->blocks);
	if (end > gpt_entry_at(&plan->table, layout->state).last_lba)
		gpt_set_last_lba(&plan->table, layout->state, end);
}

static void add_operation(struct plan *plan, uint64_t lba, uint32_t blocks, const uint8_t *bytes)
{
	plan->operations[plan->operation_count++] = (struct plan_operation){ lba, blocks, bytes };
}

static void add_backup(const struct gpt_disk *disk, struct plan *plan)
{
	uint64_t last = disk->blocks - 1;
	uint32_t entry_blocks = gpt_entry_blocks(disk->block_size);
	add_operation(plan, last - entry_blocks, entry_blocks, plan->table.entries);
	add_operation(plan, last, 1, plan->backup_header);
	add_operation(plan, 0, 0, NULL);
}

static void add_primary(const struct gpt_disk *disk, struct plan *plan)
{
	if (plan->repairs & REPAIR_PROTECTIVE_MBR)
		add_operation(plan, 0, 1, plan->mbr);
	add_operation(plan, GPT_PRIMARY_LBA, 1, plan->primary_header);
	add_operation(plan, GPT_PRIMARY_ENTRIES_LBA, gpt_entry_blocks(disk->block_size),
		      plan->table.entries);
	add_operation(plan, 0, 0, NULL);
}

/*
 * Backup first, so that a cut in the primary finds a new backup. But when the only sound copy is
 * the backup that would be overwritten, the primary comes first: never touch the last one.
 */
static void add_operations(const struct plan_question *question, struct plan *plan)
{
	const struct gpt_disk *disk = &question->disk;
	uint64_t last = disk->blocks - 1;
	uint32_t block_size = disk->block_size;
	uint64_t backup_entries = last - gpt_entry_blocks(block_size);
	gpt_format_header(&plan->table, GPT_PRIMARY_LBA, GPT_PRIMARY_ENTRIES_LBA, last, block_size,
			  plan->primary_header);
	gpt_format_header(&plan->table, last, backup_entries, GPT_PRIMARY_LBA, block_size,
			  plan->backup_header);
	if (!plan->mbr_sound)
		mbr_repair(plan->mbr, disk->blocks);
	if (plan->source == TABLE_BACKUP_AT_END) {
		add_primary(disk, plan);
		add_backup(disk, plan);
	} else {
		add_backup(disk, plan);
		add_primary(disk, plan);
	}
	plan->header_crc32 = load_u32(plan->primary_header + 16);
}

static void load_slots(const struct layout *layout, struct plan *plan)
{
	for (int slot = 0; slot < SLOT_COUNT; slot++) {
		struct gpt_entry usr = gpt_entry_at(&plan->table, layout->usr[slot]);
		struct gpt_entry boot = gpt_entry_at(&plan->table, layout->boot[slot]);
		struct gpt_entry verity = gpt_entry_at(&plan->table, layout->verity[slot]);
		plan->before[slot] = plan->after[slot] = usr.attributes;
		plan->slots[slot].boot_first_lba = boot.first_lba;
		plan->slots[slot].boot_last_lba = boot.last_lba;
		copy_bytes(plan->slots[slot].usr_guid, usr.guid, 16);
		copy_bytes(plan->slots[slot].verity_guid, verity.guid, 16);
	}
}

static void choose(const struct plan_question *question, struct plan *plan)
{
	struct slot_question ask = {
		.attributes = { plan->before[0], plan->before[1] },
		.writable = question->writable,
		.rescue_requested = question->rescue_requested,
		.failed = question->failed,
	};
	struct slot_answer answer = choose_slot(&ask);
	plan->slot = answer.slot;
	plan->reason = answer.reason;
	for (int slot = 0; slot < SLOT_COUNT; slot++)
		plan->after[slot] = answer.after[slot];
}

/* Reads block 0 and the CRC field of the primary header as they are now. */
static void look_at_head(const struct plan_question *question, struct plan *plan)
{
	const struct gpt_disk *disk = &question->disk;
	disk->read(disk->context, GPT_PRIMARY_LBA, 1, plan->mbr);
	plan->header_crc32 = load_u32(plan->mbr + 16);
	disk->read(disk->context, 0, 1, plan->mbr);
	plan->mbr_sound = mbr_protective(plan->mbr);
}

static const char *no_table_problem(const struct plan *plan)
{
	if (plan->primary_status == GPT_BEYOND_DISK)
		return "the table names blocks beyond the end of the disk";
	return "neither copy of the table is valid";
}

void make_plan(const struct plan_question *question, struct plan *plan)
{
	zero_bytes((uint8_t *)plan, sizeof(*plan));
	plan->slot = SLOT_RESCUE;
	plan->reason = question->rescue_requested ? REASON_RESCUE_REQUESTED :
						    REASON_RESCUE_NO_VALID_TABLE;
	plan->primary_status = plan->backup_status = GPT_NOT_READ;
	if (!gpt_disk_usable(&question->disk)) {
		plan->problem = "no disk that can hold a table";
		return;
	}
	look_at_head(question, plan);
	choose_table(question, plan);
	if (plan->source == TABLE_NONE) {
		plan->problem = no_table_problem(plan);
		return;
	}
	copy_bytes(plan->disk_guid, plan->table.disk_guid, 16);
	struct layout layout = find_layout(&plan->table);
	plan->problem = layout.problem;
	if (plan->problem != NULL)
		return;
	load_slots(&layout, plan);
	choose(question, plan);
	plan->repairs = find_repairs(question, plan);
	if (!question->writable) {
		plan->repairs = REPAIR_UNWRITABLE;
		return;
	}
	if (plan->repairs == 0 && plan->slot == SLOT_RESCUE)
		return;
	follow_disk_size(question, &layout, plan);
	for (int slot = 0; slot < SLOT_COUNT; slot++)
		gpt_set_attributes(&plan->table, layout.usr[slot], plan->after[slot]);
	add_operations(question, plan);
}
