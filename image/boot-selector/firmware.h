/* The part of the selector that speaks to UEFI: disk, console, clock, watchdogs, images. */
#ifndef SOMA_FIRMWARE_H
#define SOMA_FIRMWARE_H

#include <efi.h>
#include <efilib.h>
#include <stdbool.h>

#include "line.h"
#include "plan.h"
#include "release.h"

/* The vendor of all our variables. */
extern EFI_GUID soma_guid;

/* The disk that the selector was started from. */
struct own_disk {
	/* NULL when there is none: every decision is then for rescue. */
	EFI_BLOCK_IO_PROTOCOL *io;
	EFI_HANDLE handle;
	/* The ESP on it, which stands for the boot image in LoadImage. */
	EFI_HANDLE esp;
	char device_path[RECORD_PATH_SIZE];
	/* One page-aligned buffer for all reads and writes of tables. */
	uint8_t *bounce;
	struct gpt_disk view;
};

/* console.c */
void print_line(const struct line *line);
/* Prints "soma-selector: ", both texts and, unless it is a success, what the status means. */
void say(const char *first, const char *second, EFI_STATUS status);
/* True when the operator pressed 'r' or a variable asks for rescue; never waits. */
bool rescue_requested(void);
/* Makes the record visible to the operating system. */
void publish_record(const struct record *record);
/* Waits 10 s so that a person can read the console, then resets. Does not return. */
void give_up(void) __attribute__((noreturn));

/* clock.c: time since the processor's counter was zero, usually power-on. */
uint64_t microseconds_now(void);

/* own-disk.c */
void find_own_disk(EFI_HANDLE image, struct own_disk *disk);
/* True when another disk carries the same disk GUID; it is named on the console. */
bool find_twin_disk(const struct own_disk *disk, const uint8_t guid[16]);

/* disk.c */
void open_view(struct own_disk *disk);
bool read_disk(const struct own_disk *disk, uint64_t lba, uint64_t size, uint8_t *bytes);
/* Writes in order with flushes, and reads back at each flush. */
bool perform_operations(const struct own_disk *disk, const struct plan *plan);

/* flush.c: everything written so far is safe against a power cut when this returns. */
EFI_STATUS flush_disk(const struct own_disk *disk);

/*
 * image.c: reads and checks the boot image of a slot; NULL when it must not start, for example when
 * it is older than `minimum`.
 */
EFI_HANDLE load_boot_image(EFI_HANDLE parent, const struct own_disk *disk,
			   const struct plan_slot *slot, const char *minimum,
			   struct boot_header *header, struct release *release);
EFI_HANDLE load_rescue(EFI_HANDLE parent, const struct own_disk *disk);
/* Starts an image and says so when it comes back. */
void start_image(EFI_HANDLE image);

/* minimum.c: the lowest version that may start; an empty text for any. */
void read_minimum(char minimum[BOOT_VERSION_SIZE]);
/* What a release that was proven asks for, if that is more. */
void raise_minimum(const struct release *release, const char *minimum);

/* enrol.c: the Secure Boot keys of the ESP, in setup mode, unless somebody cancels; may restart. */
void enrol_keys(const struct own_disk *disk);

/* watchdog.c: about 120 s from now on, until Linux takes over. */
void arm_watchdogs(void);

#endif
