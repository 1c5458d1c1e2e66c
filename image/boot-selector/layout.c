#include "layout.h"

#include "bytes.h"

/* Types of the Discoverable Partitions Specification as bytes on the disk, and our own. */
static const uint8_t type_esp[16] = {
	0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8, 0xd2, 0x11, 0xba, 0x4b, 0x00, 0xa0, 0xc9, 0x3e, 0xc9, 0x3b,
};
static const uint8_t type_boot[16] = {
	0x07, 0xb0, 0xf3, 0x50, 0xec, 0xa5, 0x0d, 0x4c, 0x9e, 0x1b, 0x73, 0x6f, 0x6d, 0x61, 0x62, 0x6f,
};
static const uint8_t type_usr[16] = {
	0x0c, 0x68, 0x84, 0x84, 0x21, 0x95, 0xc6, 0x48, 0x9c, 0x11, 0xb0, 0x72, 0x06, 0x56, 0xf6, 0x9e,
};
static const uint8_t type_verity[16] = {
	0x63, 0x5f, 0xff, 0x77, 0xb6, 0xe7, 0x33, 0x46, 0xac, 0xf4, 0x15, 0x65, 0xb8, 0x64, 0xc0, 0xe6,
};
static const uint8_t type_state[16] = {
	0xe3, 0xbc, 0x68, 0x4f, 0xcd, 0xe8, 0xb1, 0x4d, 0x96, 0xe7, 0xfb, 0xca, 0xf9, 0x84, 0xb7, 0x09,
};

/* Counts the entries of a type and keeps the indices of the first two. */
static uint32_t find_type(const struct gpt_copy *copy, const uint8_t *type, uint32_t found[2])
{
	uint32_t count = 0;
	for (uint32_t index = 0; index < copy->entry_count; index++) {
		if (!equal_bytes(gpt_entry_at(copy, index).type, type, 16))
			continue;
		if (count < 2)
			found[count] = index;
		count++;
	}
	return count;
}

/* STATE can grow only when it is the partition that ends last. */
static uint32_t find_state(const struct gpt_copy *copy)
{
	uint32_t last = LAYOUT_NO_STATE;
	uint64_t end = 0;
	for (uint32_t index = 0; index < copy->entry_count; index++) {
		if (gpt_entry_unused(copy, index))
			continue;
		struct gpt_entry entry = gpt_entry_at(copy, index);
		if (entry.last_lba > end) {
			end = entry.last_lba;
			last = equal_bytes(entry.type, type_state, 16) ? index : LAYOUT_NO_STATE;
		}
	}
	return last;
}

struct layout find_layout(const struct gpt_copy *copy)
{
	struct layout layout = { .problem = NULL };
	uint32_t esp[2];
	if (find_type(copy, type_esp, esp) == 0)
		layout.problem = "no EFI system partition";
	else if (find_type(copy, type_usr, layout.usr) != SLOT_COUNT)
		layout.problem = "not exactly two usr partitions";
	else if (find_type(copy, type_verity, layout.verity) != SLOT_COUNT)
		layout.problem = "not exactly two verity partitions";
	else if (find_type(copy, type_boot, layout.boot) != SLOT_COUNT)
		layout.problem = "not exactly two boot image partitions";
	layout.state = find_state(copy);
	return layout;
}
