#include "key-file.h"

#include "bytes.h"

#define TIME_SIZE 16
#define AUTHENTICATION_HEAD 24
#define LIST_HEAD 28
#define OWNER_SIZE 16

static const uint8_t pkcs7_guid[16] = { 0x9d, 0xd2, 0xaf, 0x4a, 0xdf, 0x68, 0xee, 0x49,
					0x8a, 0xa9, 0x34, 0x7d, 0x37, 0x56, 0x65, 0xa7 };
static const uint8_t x509_guid[16] = { 0xa1, 0x59, 0xc0, 0xa5, 0xe4, 0x94, 0xa7, 0x4a,
				       0x87, 0xb5, 0xab, 0x15, 0x5c, 0x2b, 0xf0, 0x72 };

/* An EFI_TIME in UTC without parts of a second, as a signed update must have it. */
static bool time_sound(const uint8_t *time)
{
	return load_u16(time) >= 1900 && load_u16(time) <= 9999 && time[2] >= 1 && time[2] <= 12 &&
	       time[3] >= 1 && time[3] <= 31 && time[4] < 24 && time[5] < 60 && time[6] < 60 &&
	       all_zero(time + 7, TIME_SIZE - 7);
}

/* A DER sequence with two bytes of length that ends where the data does. */
static bool der_sound(const uint8_t *bytes, size_t size)
{
	return size > 4 && bytes[0] == 0x30 && bytes[1] == 0x82 &&
	       (size_t)(bytes[2] << 8 | bytes[3]) + 4 == size;
}

const char *parse_key_file(const uint8_t *bytes, size_t size, struct certificate *certificate)
{
	if (size < TIME_SIZE + AUTHENTICATION_HEAD + LIST_HEAD + OWNER_SIZE)
		return "size";
	if (!time_sound(bytes))
		return "time";
	const uint8_t *signature = bytes + TIME_SIZE;
	uint32_t signature_size = load_u32(signature);
	if (signature_size <= AUTHENTICATION_HEAD || signature_size > size - TIME_SIZE ||
	    load_u16(signature + 4) != 0x0200 || load_u16(signature + 6) != 0x0ef1 ||
	    !equal_bytes(signature + 8, pkcs7_guid, 16))
		return "signature";
	const uint8_t *list = signature + signature_size;
	size_t list_size = size - TIME_SIZE - signature_size;
	if (list_size < LIST_HEAD + OWNER_SIZE || !equal_bytes(list, x509_guid, 16) ||
	    load_u32(list + 16) != list_size || load_u32(list + 20) != 0 ||
	    load_u32(list + 24) != list_size - LIST_HEAD)
		return "list";
	certificate->bytes = list + LIST_HEAD + OWNER_SIZE;
	certificate->size = list_size - LIST_HEAD - OWNER_SIZE;
	return der_sound(certificate->bytes, certificate->size) ? NULL : "certificate";
}

/* PE/COFF specification: the fifth data directory of a PE32+ program is the certificate table. */
bool find_signatures(const uint8_t head[PE_HEAD_SIZE], uint64_t file_size, uint64_t *offset,
		     uint64_t *size)
{
	uint32_t coff = load_u32(head + 0x3c);
	if (head[0] != 'M' || head[1] != 'Z' || coff > PE_HEAD_SIZE - 256 ||
	    load_u32(head + coff) != 0x4550 || load_u16(head + coff + 24) != 0x020b ||
	    load_u32(head + coff + 24 + 108) <= 4)
		return false;
	const uint8_t *directory = head + coff + 24 + 112 + 4 * 8;
	*offset = load_u32(directory);
	*size = load_u32(directory + 4);
	return *size > 8 && *offset <= file_size && *size <= file_size - *offset;
}

bool holds_certificate(const uint8_t *bytes, size_t size, const struct certificate *certificate)
{
	for (size_t at = 0; at + certificate->size <= size; at++)
		if (equal_bytes(bytes + at, certificate->bytes, certificate->size))
			return true;
	return false;
}
