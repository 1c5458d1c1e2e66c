/*
 * One question a line, one answer a line, so that vectors.json can be run without a JSON reader:
 *   attributes RAW                              -> PRIORITY TRIES SUCCESSFUL UNPROVEN ELIGIBLE
 *   select RAW RAW WRITABLE RESCUE FAILED       -> SLOT REASON RAW RAW
 *   change count|mark-good|clear RAW            -> RAW
 *   guid HEX(16)                                -> HEX(16)
 *   grow BLOCKSIZE BLOCKS                       -> LASTUSABLE LASTALIGNED
 *   header PARTITIONSIZE HEX(4096)              -> problem NAME, or LENGTH SHA256 VERSION ROOTHASH
 *   record HEX                                  -> invalid, or the fields and the record made again
 *   versions LEFT RIGHT                         -> -1, 0 or 1, or unordered
 *   release HEX MINIMUM                         -> VERSION MINIMUM start|REASON raise|keep
 *   key-file HEX                                -> problem NAME, or the certificate as HEX
 *   signatures HEX(4096) FILESIZE               -> none, or OFFSET SIZE
 *   holds HEX CERTIFICATE                       -> yes or no
 *   sha256 HEX / sha256-plain HEX / crc32 HEX   -> HEX
 */
#include "host-answers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot-header.h"
#include "bytes.h"
#include "crc32.h"
#include "gpt.h"
#include "key-file.h"
#include "record.h"
#include "release.h"
#include "sha256.h"
#include "slots.h"

#define MAX_BYTES 65536
#define MAX_WORDS 8

static uint8_t bytes[MAX_BYTES];

static uint64_t number(const char *word)
{
	return word == NULL ? 0 : strtoull(word, NULL, 0);
}

/* Decodes "-" (nothing) or hexadecimal digits into `bytes`; returns their count. */
static size_t decode(const char *word)
{
	size_t size = 0;
	unsigned int byte;
	if (word == NULL || strcmp(word, "-") == 0)
		return 0;
	while (size < MAX_BYTES && sscanf(word + 2 * size, "%2x", &byte) == 1)
		bytes[size++] = (uint8_t)byte;
	return size;
}

static void print_hex(const uint8_t *from, size_t size)
{
	for (size_t index = 0; index < size; index++)
		printf("%02x", from[index]);
}

static const char *slot_word(uint8_t slot)
{
	return slot == 0 ? "A" : slot == 1 ? "B" : "rescue";
}

static void answer_attributes(char **words)
{
	uint64_t raw = number(words[1]);
	struct slot_state state = slot_state_of(raw);
	printf("%u %u %u %u %u", state.priority, state.tries, state.successful, state.unproven,
	       slot_eligible(raw));
}

static void answer_select(char **words)
{
	struct slot_question question = {
		.attributes = { number(words[1]), number(words[2]) },
		.writable = number(words[3]) != 0,
		.rescue_requested = number(words[4]) != 0,
		.failed = (uint8_t)number(words[5]),
	};
	struct slot_answer answer = choose_slot(&question);
	printf("%s %s 0x%016" PRIx64 " 0x%016" PRIx64, slot_word(answer.slot),
	       reason_name(answer.reason), answer.after[0], answer.after[1]);
}

static void answer_change(char **words)
{
	uint64_t raw = number(words[2]);
	if (strcmp(words[1], "count") == 0)
		raw = slot_counted(raw);
	else if (strcmp(words[1], "mark-good") == 0)
		raw = slot_marked_good(raw);
	else
		raw = slot_cleared(raw);
	printf("0x%016" PRIx64, raw);
}

static void answer_guid(char **words)
{
	uint8_t guid[16];
	decode(words[1]);
	guid_from_hash(bytes, guid);
	print_hex(guid, sizeof(guid));
}

static void answer_grow(char **words)
{
	uint32_t block_size = (uint32_t)number(words[1]);
	uint64_t blocks = number(words[2]);
	printf("%" PRIu64 " %" PRIu64, gpt_last_usable(block_size, blocks),
	       gpt_last_aligned(block_size, blocks));
}

static void answer_header(char **words)
{
	struct boot_header header;
	const char *problem = "truncated";
	if (decode(words[2]) == BOOT_HEADER_SIZE)
		problem = parse_boot_header(bytes, number(words[1]), &header);
	if (problem != NULL) {
		printf("problem %s", problem);
		return;
	}
	printf("%" PRIu64 " ", header.payload_size);
	print_hex(header.sha256, sizeof(header.sha256));
	printf(" %s ", header.version);
	print_hex(header.root_hash, sizeof(header.root_hash));
}

static void answer_record(char **words)
{
	struct record record;
	uint8_t again[RECORD_SIZE];
	if (!parse_record(bytes, decode(words[1]), &record)) {
		printf("invalid");
		return;
	}
	format_record(&record, again);
	printf("%s|%s|%u|0x%016" PRIx64 "|0x%016" PRIx64 "|0x%016" PRIx64 "|0x%016" PRIx64 "|",
	       slot_word(record.slot), reason_name(record.reason), record.repairs, record.before[0],
	       record.before[1], record.after[0], record.after[1]);
	print_hex(record.disk_guid, 16);
	printf("|%" PRIu32 "|%" PRIu32 "|%" PRIu64 "|%" PRIu64 "|%s|", record.header_crc32,
	       record.failed, record.started_at_us, record.handed_over_at_us, record.version);
	print_hex(record.usr_guid, 16);
	printf("|%s|%s|", record.device_path, record.line);
	print_hex(again, sizeof(again));
}

static void answer_versions(char **words)
{
	if (!version_ordered(words[1]) || !version_ordered(words[2])) {
		printf("unordered");
		return;
	}
	int order = compare_versions(words[1], words[2]);
	printf("%d", (order > 0) - (order < 0));
}

static void answer_release(char **words)
{
	struct release release;
	const char *minimum = strcmp(words[2], "-") == 0 ? "" : words[2];
	read_release(bytes, decode(words[1]), &release);
	const char *problem = release_refused(&release, minimum);
	printf("%s|%s|%s|%s", release.version, release.minimum, problem == NULL ? "start" : problem,
	       raises_minimum(&release, minimum) ? "raise" : "keep");
}

static void answer_key_file(char **words)
{
	struct certificate certificate;
	const char *problem = parse_key_file(bytes, decode(words[1]), &certificate);
	if (problem != NULL)
		printf("problem %s", problem);
	else
		print_hex(certificate.bytes, certificate.size);
}

static void answer_signatures(char **words)
{
	uint64_t offset, size;
	if (decode(words[1]) != PE_HEAD_SIZE ||
	    !find_signatures(bytes, number(words[2]), &offset, &size))
		printf("none");
	else
		printf("%" PRIu64 " %" PRIu64, offset, size);
}

static void answer_holds(char **words)
{
	static uint8_t copy[MAX_BYTES];
	struct certificate certificate = { copy, decode(words[2]) };
	memcpy(copy, bytes, certificate.size);
	size_t size = decode(words[1]);
	printf(holds_certificate(bytes, size, &certificate) ? "yes" : "no");
}

static void answer_digest(char **words)
{
	size_t size = decode(words[1]);
	uint8_t digest[SHA256_SIZE];
	struct sha256 hash;
	if (strcmp(words[0], "crc32") == 0) {
		printf("%08" PRIx32, crc32_of(bytes, size));
		return;
	}
	sha256_start(&hash);
	if (strcmp(words[0], "sha256-plain") == 0)
		hash.compress = sha256_compress_plain;
	/* In two pieces, as a boot image comes. */
	sha256_add(&hash, bytes, size / 3);
	sha256_add(&hash, bytes + size / 3, size - size / 3);
	sha256_end(&hash, digest);
	print_hex(digest, sizeof(digest));
}

static const struct {
	const char *name;
	int words;
	void (*answer)(char **words);
} questions[] = {
	{ "attributes", 2, answer_attributes },
	{ "select", 6, answer_select },
	{ "change", 3, answer_change },
	{ "guid", 2, answer_guid },
	{ "grow", 3, answer_grow },
	{ "header", 3, answer_header },
	{ "record", 2, answer_record },
	{ "versions", 3, answer_versions },
	{ "release", 3, answer_release },
	{ "key-file", 2, answer_key_file },
	{ "signatures", 3, answer_signatures },
	{ "holds", 3, answer_holds },
	{ "sha256", 2, answer_digest },
	{ "sha256-plain", 2, answer_digest },
	{ "crc32", 2, answer_digest },
};

static bool answer_line(char *line)
{
	char *words[MAX_WORDS + 1] = { NULL };
	int count = 0;
	for (char *word = strtok(line, " \n"); word != NULL && count < MAX_WORDS;
	     word = strtok(NULL, " \n"))
		words[count++] = word;
	for (size_t index = 0; index < sizeof(questions) / sizeof(questions[0]); index++) {
		if (count != questions[index].words || strcmp(words[0], questions[index].name) != 0)
			continue;
		questions[index].answer(words);
		putchar('\n');
		return true;
	}
	return false;
}

int serve_answers(void)
{
	static char line[2 * MAX_BYTES + 256];
	while (fgets(line, sizeof(line), stdin) != NULL)
		if (!answer_line(line)) {
			fprintf(stderr, "selector-host: this question is not understood: %.60s\n", line);
			return 2;
		}
	return fflush(stdout) == 0 ? 0 : 2;
}
