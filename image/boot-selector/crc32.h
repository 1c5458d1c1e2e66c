/* CRC-32 as GPT uses it (UEFI 2.10 section 5.3: ISO 3309, reflected, polynomial 0xEDB88320). */
#ifndef SOMA_CRC32_H
#define SOMA_CRC32_H

#include <stddef.h>
#include <stdint.h>

uint32_t crc32_of(const uint8_t *bytes, size_t size);

#endif
