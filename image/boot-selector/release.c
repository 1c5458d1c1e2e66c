#include "release.h"

#include "bytes.h"

#define SECTION_SIZE 40
#define MAX_SECTIONS 96

/* PE/COFF specification, sections 3 and 4. */
static const uint8_t *find_section(const uint8_t *program, size_t size, const char name[8],
				   size_t *section_size)
{
	if (size < 0x40 || program[0] != 'M' || program[1] != 'Z')
		return NULL;
	uint64_t coff = load_u32(program + 0x3c);
	if (coff + 24 > size || load_u32(program + coff) != 0x4550)
		return NULL;
	uint32_t count = load_u16(program + coff + 6);
	uint64_t table = coff + 24 + load_u16(program + coff + 20);
	if (count > MAX_SECTIONS || table + (uint64_t)count * SECTION_SIZE > size)
		return NULL;
	for (uint32_t index = 0; index < count; index++) {
		const uint8_t *row = program + table + (uint64_t)index * SECTION_SIZE;
		uint64_t used = load_u32(row + 8), stored = load_u32(row + 16);
		uint64_t start = load_u32(row + 20);
		if (!equal_bytes(row, (const uint8_t *)name, 8))
			continue;
		if (used > stored || start + used > size)
			return NULL;
		*section_size = used;
		return program + start;
	}
	return NULL;
}

/* The value of a line NAME=VALUE, without quotes; empty when there is none or it is too long. */
static void read_field(const uint8_t *text, size_t size, const char *name, size_t name_size,
		       char value[BOOT_VERSION_SIZE])
{
	zero_bytes((uint8_t *)value, BOOT_VERSION_SIZE);
	for (size_t at = 0; at + name_size <= size; at++) {
		if ((at > 0 && text[at - 1] != '\n') ||
		    !equal_bytes(text + at, (const uint8_t *)name, name_size))
			continue;
		const uint8_t *from = text + at + name_size;
		size_t length = 0;
		while (at + name_size + length < size && from[length] > 0x20 && from[length] < 0x7f)
			length++;
		if (length < BOOT_VERSION_SIZE)
			copy_bytes((uint8_t *)value, from, length);
		return;
	}
}

void read_release(const uint8_t *program, size_t size, struct release *release)
{
	static const char version[] = "IMAGE_VERSION=", minimum[] = "SOMA_MINIMUM=";
	size_t text_size = 0;
	const uint8_t *text = find_section(program, size, ".osrel\0", &text_size);
	read_field(text, text_size, version, sizeof(version) - 1, release->version);
	read_field(text, text_size, minimum, sizeof(minimum) - 1, release->minimum);
}

static bool is_digit(char letter)
{
	return letter >= '0' && letter <= '9';
}

bool version_ordered(const char *version)
{
	for (;;) {
		if (!is_digit(*version))
			return false;
		while (is_digit(*version))
			version++;
		if (*version == '\0')
			return true;
		if (*version++ != '.')
			return false;
	}
}

/* Compares the numbers in front, of any length, and steps over them and the dot behind. */
static int compare_numbers(const char **left, const char **right)
{
	int difference = 0;
	while (**left == '0' && is_digit((*left)[1]))
		(*left)++;
	while (**right == '0' && is_digit((*right)[1]))
		(*right)++;
	while (is_digit(**left) && is_digit(**right)) {
		if (difference == 0)
			difference = **left - **right;
		(*left)++;
		(*right)++;
	}
	/* The longer number is the larger one. */
	if (is_digit(**left) || is_digit(**right))
		return is_digit(**left) ? 1 : -1;
	*left += **left == '.';
	*right += **right == '.';
	return difference;
}

int compare_versions(const char *left, const char *right)
{
	while (*left != '\0' && *right != '\0') {
		int difference = compare_numbers(&left, &right);
		if (difference != 0)
			return difference;
	}
	return (*left != '\0') - (*right != '\0');
}

const char *release_refused(const struct release *release, const char *minimum)
{
	if (!version_ordered(minimum))
		return NULL;
	if (!version_ordered(release->version))
		return "its signed part names no version";
	if (compare_versions(release->version, minimum) < 0)
		return "it is older than the minimum of a release that was proven here";
	return NULL;
}

bool raises_minimum(const struct release *release, const char *minimum)
{
	if (!version_ordered(release->minimum) || !version_ordered(release->version) ||
	    compare_versions(release->minimum, release->version) > 0)
		return false;
	return !version_ordered(minimum) || compare_versions(release->minimum, minimum) > 0;
}
