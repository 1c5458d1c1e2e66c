/* Is this table the one of a Soma disk, and which entry plays which part? Pure. */
#ifndef SOMA_LAYOUT_H
#define SOMA_LAYOUT_H

#include "gpt.h"
#include "slots.h"

#define LAYOUT_NO_STATE 0xffffffffu

struct layout {
	/* NULL when the layout is ours, else what is missing or too many, for the console. */
	const char *problem;
	/* Indices of entries, from 0; rank 0 belongs to slot A, rank 1 to slot B. */
	uint32_t usr[SLOT_COUNT];
	uint32_t verity[SLOT_COUNT];
	uint32_t boot[SLOT_COUNT];
	/* The STATE partition if it can be extended to the end of the disk, else LAYOUT_NO_STATE. */
	uint32_t state;
};

struct layout find_layout(const struct gpt_copy *copy);

#endif
