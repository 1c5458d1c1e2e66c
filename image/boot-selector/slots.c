#include "slots.h"

#define PRIORITY_SHIFT 48
#define TRIES_SHIFT 52
#define SUCCESSFUL_SHIFT 56
#define UNPROVEN_SHIFT 57
#define UNPROVEN_LIMIT 3
#define OUR_BITS 0x07ff000000000000ull

struct slot_state slot_state_of(uint64_t attributes)
{
	return (struct slot_state){
		.priority = attributes >> PRIORITY_SHIFT & 15,
		.tries = attributes >> TRIES_SHIFT & 15,
		.successful = attributes >> SUCCESSFUL_SHIFT & 1,
		.unproven = attributes >> UNPROVEN_SHIFT & 3,
	};
}

static uint64_t with_state(uint64_t attributes, struct slot_state state)
{
	return (attributes & ~OUR_BITS) | (uint64_t)state.priority << PRIORITY_SHIFT |
	       (uint64_t)state.tries << TRIES_SHIFT |
	       (uint64_t)state.successful << SUCCESSFUL_SHIFT |
	       (uint64_t)state.unproven << UNPROVEN_SHIFT;
}

bool slot_eligible(uint64_t attributes)
{
	struct slot_state state = slot_state_of(attributes);
	if (state.priority == 0)
		return false;
	return state.successful ? state.unproven < UNPROVEN_LIMIT : state.tries > 0;
}

uint64_t slot_counted(uint64_t attributes)
{
	struct slot_state state = slot_state_of(attributes);
	if (state.successful)
		state.unproven += state.unproven < UNPROVEN_LIMIT;
	else
		state.tries -= state.tries > 0;
	return with_state(attributes, state);
}

uint64_t slot_marked_good(uint64_t attributes)
{
	struct slot_state state = slot_state_of(attributes);
	state.successful = true;
	state.tries = 0;
	state.unproven = 0;
	return with_state(attributes, state);
}

uint64_t slot_cleared(uint64_t attributes)
{
	return attributes & ~OUR_BITS;
}

/* May this slot start now? Without a count only a proven slot may. */
static bool may_start(const struct slot_question *question, int slot)
{
	uint64_t attributes = question->attributes[slot];
	if (!slot_eligible(attributes) || question->failed >> slot & 1)
		return false;
	return question->writable || slot_state_of(attributes).successful;
}

/* Why `slot` was preferred to `other`, both seen as the table was before the count. */
static uint8_t reason_of(const struct slot_question *question, int slot, int other)
{
	uint8_t mine = slot_state_of(question->attributes[slot]).priority;
	uint8_t theirs = slot_state_of(question->attributes[other]).priority;
	if (!question->writable)
		return REASON_UNCOUNTED_TABLE_UNWRITABLE;
	if (question->failed != 0)
		return REASON_FALLBACK_AFTER_BAD_BOOT_IMAGE;
	if (mine > theirs)
		return REASON_HIGHEST_PRIORITY;
	if (mine == theirs && may_start(question, other))
		return REASON_TIE_LOWER_INDEX;
	return REASON_ONLY_ELIGIBLE;
}

/* Only a table that cannot be written keeps an eligible slot from starting. */
static uint8_t rescue_reason(const struct slot_question *question)
{
	for (int slot = 0; slot < SLOT_COUNT; slot++)
		if (slot_eligible(question->attributes[slot]) && !(question->failed >> slot & 1))
			return REASON_RESCUE_TABLE_UNWRITABLE;
	return REASON_RESCUE_NONE_ELIGIBLE;
}

struct slot_answer choose_slot(const struct slot_question *question)
{
	struct slot_answer answer = { .slot = SLOT_RESCUE };
	int best = -1;
	uint8_t best_priority = 0;
	for (int slot = 0; slot < SLOT_COUNT; slot++) {
		uint8_t priority = slot_state_of(question->attributes[slot]).priority;
		answer.after[slot] = question->attributes[slot];
		if (may_start(question, slot) && priority > best_priority) {
			best = slot;
			best_priority = priority;
		}
	}
	if (question->rescue_requested) {
		answer.reason = REASON_RESCUE_REQUESTED;
	} else if (best < 0) {
		answer.reason = rescue_reason(question);
	} else {
		answer.slot = (uint8_t)best;
		answer.reason = reason_of(question, best, 1 - best);
		if (question->writable)
			answer.after[best] = slot_counted(question->attributes[best]);
	}
	return answer;
}

const char *reason_name(uint8_t reason)
{
	switch (reason) {
	case REASON_HIGHEST_PRIORITY:
		return "highest-priority";
	case REASON_TIE_LOWER_INDEX:
		return "tie-lower-index";
	case REASON_ONLY_ELIGIBLE:
		return "only-eligible";
	case REASON_UNCOUNTED_TABLE_UNWRITABLE:
		return "uncounted-table-unwritable";
	case REASON_FALLBACK_AFTER_BAD_BOOT_IMAGE:
		return "fallback-after-bad-boot-image";
	case REASON_RESCUE_NONE_ELIGIBLE:
		return "rescue-none-eligible";
	case REASON_RESCUE_NO_VALID_TABLE:
		return "rescue-no-valid-table";
	case REASON_RESCUE_REQUESTED:
		return "rescue-requested";
	case REASON_RESCUE_TABLE_UNWRITABLE:
		return "rescue-table-unwritable";
	default:
		return "unknown";
	}
}
