/* What a signed boot image says of itself, and whether it is too old to start. Pure. */
#ifndef SOMA_RELEASE_H
#define SOMA_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "boot-header.h"

/* Texts as in os-release; empty when the image does not name them. */
struct release {
	char version[BOOT_VERSION_SIZE];
	/* Once this release is proven, nothing older than this may start any more. */
	char minimum[BOOT_VERSION_SIZE];
};

/*
 * Reads IMAGE_VERSION and SOMA_MINIMUM in the section .osrel of a unified kernel image. Unlike the
 * header before it, that section is covered by the signature.
 */
void read_release(const uint8_t *program, size_t size, struct release *release);

/* A version that can be compared: numbers with dots between them, such as "4799.1". */
bool version_ordered(const char *version);

/* Below 0, 0 or above 0, number by number; a missing number is lower than any. Both are ordered. */
int compare_versions(const char *left, const char *right);

/* NULL, or why a release must not start under a minimum; no minimum is an empty text. */
const char *release_refused(const struct release *release, const char *minimum);

/* Does this release, proven before, raise the minimum? Never beyond its own version. */
bool raises_minimum(const struct release *release, const char *minimum);

#endif
