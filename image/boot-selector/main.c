/*
 * The boot selector of Soma OS: reads the partition table of its own disk, chooses a slot, counts
 * the start in the table, checks the slot's boot image and starts it; rescue when nothing may
 * start. The rules are in docs/on-disk-formats.md; everything that decides is in plan.c and
 * slots.c.
 */
#include "bytes.h"
#include "firmware.h"

#define SBAT                                                                             \
	"sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n" \
	"soma-selector,1,Soma OS,soma-selector,1,https://soma-os.invalid\n"

/* Secure Boot's revocation by generation (shim's SBAT.md): a section of its own, without a NUL. */
__attribute__((used, section(".sbat"), aligned(4096))) static const char sbat[sizeof(SBAT) - 1] =
	SBAT;

/* Each slot once, and once more each when the table turns out to be unwritable; then rescue. */
#define MAX_ATTEMPTS (2 * SLOT_COUNT)

struct selector {
	EFI_HANDLE image;
	struct own_disk disk;
	struct plan_question question;
	struct plan plan;
	struct record record;
	struct boot_header header;
	/* The lowest version that may start, and what the boot image says of itself. */
	char minimum[BOOT_VERSION_SIZE];
	struct release release;
	bool announced;
};

static void decide(struct selector *selector)
{
	make_plan(&selector->question, &selector->plan);
	if (perform_operations(&selector->disk, &selector->plan))
		return;
	/* Whatever reached the disk: read it again, and start nothing that needs a count. */
	selector->question.writable = false;
	make_plan(&selector->question, &selector->plan);
}

/* Once: what was repaired, and what the table was like before this boot. */
static void announce(struct selector *selector)
{
	const struct plan *plan = &selector->plan;
	struct record *record = &selector->record;
	struct line line;
	record->repairs |= plan->repairs;
	if (selector->announced)
		return;
	selector->announced = true;
	for (int slot = 0; slot < SLOT_COUNT; slot++)
		record->before[slot] = plan->before[slot];
	copy_bytes(record->disk_guid, plan->disk_guid, 16);
	if (plan->repairs & ~REPAIR_UNWRITABLE) {
		line_describe_repairs(&line, plan);
		print_line(&line);
	}
	if (plan->problem != NULL)
		say("this disk is not used: ", plan->problem, EFI_SUCCESS);
	if (find_twin_disk(&selector->disk, plan->disk_guid))
		record->repairs |= REPAIR_SAME_GUID_SEEN;
}

/* Prints the one line that says what starts and why, and leaves the record. */
static void hand_over(struct selector *selector, EFI_HANDLE image)
{
	const struct plan *plan = &selector->plan;
	struct record *record = &selector->record;
	struct line line;
	line_describe_choice(&line, plan, selector->header.version);
	print_line(&line);
	record->slot = plan->slot;
	record->reason = plan->reason;
	record->header_crc32 = plan->header_crc32;
	record->failed = selector->question.failed;
	for (int slot = 0; slot < SLOT_COUNT; slot++)
		record->after[slot] = plan->after[slot];
	zero_bytes((uint8_t *)record->version, sizeof(record->version));
	zero_bytes(record->usr_guid, sizeof(record->usr_guid));
	if (plan->slot != SLOT_RESCUE) {
		copy_bytes((uint8_t *)record->version, (uint8_t *)selector->header.version,
			   BOOT_VERSION_SIZE);
		copy_bytes(record->usr_guid, plan->slots[plan->slot].usr_guid, 16);
	}
	/* The record cuts the line to its own size. */
	copy_bytes((uint8_t *)record->line, (uint8_t *)line.text, RECORD_LINE_SIZE);
	copy_bytes((uint8_t *)record->device_path, (uint8_t *)selector->disk.device_path,
		   RECORD_PATH_SIZE);
	record->handed_over_at_us = microseconds_now();
	publish_record(record);
	if (image != NULL)
		start_image(image);
}

static void start_slot(struct selector *selector)
{
	uint8_t slot = selector->plan.slot;
	EFI_HANDLE image = load_boot_image(selector->image, &selector->disk,
					   &selector->plan.slots[slot], selector->minimum,
					   &selector->header, &selector->release);
	if (image != NULL) {
		if (slot_state_of(selector->plan.before[slot]).successful)
			raise_minimum(&selector->release, selector->minimum);
		hand_over(selector, image);
	}
	say(slot == 0 ? "slot A did not start" : "slot B did not start", "", EFI_SUCCESS);
	selector->question.failed |= (uint8_t)(1 << slot);
	selector->record.repairs |= REPAIR_BOOT_IMAGE_FAILED;
}

static void start_rescue(struct selector *selector)
{
	EFI_HANDLE image = load_rescue(selector->image, &selector->disk);
	hand_over(selector, image);
	give_up();
}

static void run(struct selector *selector)
{
	arm_watchdogs();
	find_own_disk(selector->image, &selector->disk);
	enrol_keys(&selector->disk);
	read_minimum(selector->minimum);
	selector->question.disk = selector->disk.view;
	selector->question.writable =
		selector->disk.io != NULL && !selector->disk.io->Media->ReadOnly;
	selector->question.rescue_requested = rescue_requested();
	for (int left = MAX_ATTEMPTS; left > 0; left--) {
		decide(selector);
		announce(selector);
		if (selector->plan.slot == SLOT_RESCUE)
			break;
		start_slot(selector);
	}
	if (selector->plan.slot != SLOT_RESCUE) {
		selector->question.rescue_requested = true;
		decide(selector);
	}
	start_rescue(selector);
}

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	InitializeLib(image, table);
	uint64_t started_at_us = microseconds_now();
	struct selector *selector = AllocateZeroPool(sizeof(*selector));
	if (selector == NULL) {
		say("no memory", "", EFI_OUT_OF_RESOURCES);
		give_up();
	}
	selector->image = image;
	selector->record.started_at_us = started_at_us;
	run(selector);
	return EFI_LOAD_ERROR;
}
