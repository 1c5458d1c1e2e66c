/* Which slot boots: attributes of a usr entry, eligibility, choice and counting. Pure. */
#ifndef SOMA_SLOTS_H
#define SOMA_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#define SLOT_COUNT 2
#define SLOT_RESCUE 255

/* Reason codes of the record; the numbers are part of the on-disk formats. */
enum reason {
	REASON_HIGHEST_PRIORITY = 1,
	REASON_TIE_LOWER_INDEX = 2,
	REASON_ONLY_ELIGIBLE = 3,
	REASON_UNCOUNTED_TABLE_UNWRITABLE = 4,
	REASON_FALLBACK_AFTER_BAD_BOOT_IMAGE = 5,
	REASON_RESCUE_NONE_ELIGIBLE = 16,
	REASON_RESCUE_NO_VALID_TABLE = 17,
	REASON_RESCUE_REQUESTED = 18,
	REASON_RESCUE_TABLE_UNWRITABLE = 19,
};

struct slot_state {
	uint8_t priority;
	uint8_t tries;
	bool successful;
	uint8_t unproven;
};

struct slot_question {
	uint64_t attributes[SLOT_COUNT];
	bool writable;
	bool rescue_requested;
	/* Slots whose boot image failed its check in this boot: bit 0 is A, bit 1 is B. */
	uint8_t failed;
};

struct slot_answer {
	uint8_t slot;
	uint8_t reason;
	uint64_t after[SLOT_COUNT];
};

struct slot_state slot_state_of(uint64_t attributes);
bool slot_eligible(uint64_t attributes);

/* The attributes after one more start; every bit that is not ours is kept. */
uint64_t slot_counted(uint64_t attributes);
/* The attributes once the slot has proven itself. */
uint64_t slot_marked_good(uint64_t attributes);
/* The attributes of a slot that holds nothing. */
uint64_t slot_cleared(uint64_t attributes);

struct slot_answer choose_slot(const struct slot_question *question);

/* The name of a reason as the console shows it, such as "highest-priority". */
const char *reason_name(uint8_t reason);

#endif
