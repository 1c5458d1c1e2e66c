#include "gpt.h"

const char *gpt_status_name(enum gpt_status status)
{
	static const char *const names[] = {
		[GPT_VALID] = "valid",
		[GPT_NOT_READ] = "not read",
		[GPT_NO_SIGNATURE] = "no signature",
		[GPT_BAD_REVISION] = "unknown revision",
		[GPT_BAD_HEADER_SIZE] = "bad header size",
		[GPT_BAD_HEADER_CRC] = "bad header CRC",
		[GPT_BAD_OWN_LBA] = "header in the wrong place",
		[GPT_BAD_ALTERNATE_LBA] = "bad place of the other copy",
		[GPT_BAD_ENTRY_SIZE] = "bad entry size",
		[GPT_BAD_ENTRY_COUNT] = "bad entry count",
		[GPT_BAD_USABLE_RANGE] = "bad usable range",
		[GPT_BAD_ENTRIES_LBA] = "entries in a bad place",
		[GPT_BAD_ENTRIES_CRC] = "bad CRC of the entries",
		[GPT_ENTRY_OUTSIDE] = "a partition outside the usable range",
		[GPT_ENTRIES_OVERLAP] = "partitions overlap",
		[GPT_BEYOND_DISK] = "a partition beyond the end of the disk",
	};
	return (unsigned int)status < sizeof(names) / sizeof(names[0]) ? names[status] : "unknown";
}
