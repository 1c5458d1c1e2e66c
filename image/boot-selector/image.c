#include "bytes.h"
#include "firmware.h"
#include "sha256.h"

#define CHUNK_BYTES (1024 * 1024)
#define PATIENCE_US (3 * 1000 * 1000)

static bool header_matches(const struct plan_slot *slot, const struct boot_header *header)
{
	uint8_t usr[16], verity[16];
	guid_from_hash(header->root_hash, usr);
	guid_from_hash(header->root_hash + 16, verity);
	return equal_bytes(usr, slot->usr_guid, 16) && equal_bytes(verity, slot->verity_guid, 16);
}

static void show_progress(uint64_t done, uint64_t total)
{
	struct line line;
	line_start(&line);
	line_add(&line, "reading the boot image: ");
	line_add_number(&line, done / CHUNK_BYTES);
	line_add(&line, " of ");
	line_add_number(&line, total / CHUNK_BYTES);
	line_add(&line, " MiB");
	print_line(&line);
}

/* Reads and hashes in step, so that a slow disk is seen to make progress. */
static bool read_payload(const struct own_disk *disk, uint64_t lba,
			 const struct boot_header *header, uint64_t padded_size, uint8_t *bytes)
{
	struct sha256 hash;
	uint8_t digest[SHA256_SIZE];
	uint64_t next_report = microseconds_now() + PATIENCE_US;
	sha256_start(&hash);
	for (uint64_t done = 0; done < padded_size; done += CHUNK_BYTES) {
		uint64_t piece = padded_size - done < CHUNK_BYTES ? padded_size - done : CHUNK_BYTES;
		uint64_t used = header->payload_size - done < piece ? header->payload_size - done :
								     piece;
		if (!read_disk(disk, lba + done / disk->view.block_size, piece, bytes + done)) {
			say("the boot image cannot be read", "", EFI_DEVICE_ERROR);
			return false;
		}
		sha256_add(&hash, bytes + done, used);
		if (microseconds_now() > next_report) {
			next_report += PATIENCE_US;
			show_progress(done, header->payload_size);
		}
	}
	sha256_end(&hash, digest);
	if (!equal_bytes(digest, header->sha256, SHA256_SIZE)) {
		say("the boot image does not have the SHA-256 of its header", "", EFI_SUCCESS);
		return false;
	}
	return true;
}

static EFI_HANDLE hand_to_firmware(EFI_HANDLE parent, EFI_DEVICE_PATH *path, uint8_t *bytes,
				   uint64_t size, const char *what)
{
	EFI_HANDLE image = NULL;
	EFI_STATUS status = BS->LoadImage(FALSE, parent, path, bytes, size, &image);
	if (!EFI_ERROR(status))
		return image;
	/* With a security violation the firmware leaves an image that must not start. */
	if (image != NULL)
		BS->UnloadImage(image);
	say(what, "", status);
	return NULL;
}

/* The same bytes go to the firmware, whose check of their signature proves what they say here. */
static bool new_enough(const uint8_t *bytes, uint64_t size, const char *minimum,
		       struct release *release)
{
	read_release(bytes, size, release);
	const char *problem = release_refused(release, minimum);
	if (problem == NULL)
		return true;
	say("the boot image must not start: ", problem, EFI_SUCCESS);
	say("the minimum version is ", minimum, EFI_SUCCESS);
	return false;
}

static EFI_HANDLE load_payload(EFI_HANDLE parent, const struct own_disk *disk, uint64_t lba,
			       const struct boot_header *header, const char *minimum,
			       struct release *release)
{
	uint32_t block_size = disk->view.block_size;
	uint64_t padded_size = (header->payload_size + block_size - 1) / block_size * block_size;
	EFI_PHYSICAL_ADDRESS pages;
	EFI_HANDLE image = NULL;
	EFI_STATUS status = BS->AllocatePages(AllocateAnyPages, EfiLoaderData,
					      EFI_SIZE_TO_PAGES(padded_size), &pages);
	if (EFI_ERROR(status)) {
		say("no memory for the boot image", "", status);
		return NULL;
	}
	uint8_t *bytes = (uint8_t *)(UINTN)pages;
	if (read_payload(disk, lba, header, padded_size, bytes) &&
	    new_enough(bytes, header->payload_size, minimum, release))
		image = hand_to_firmware(parent, DevicePathFromHandle(disk->esp), bytes,
					 header->payload_size, "the boot image cannot start");
	BS->FreePages(pages, EFI_SIZE_TO_PAGES(padded_size));
	return image;
}

EFI_HANDLE load_boot_image(EFI_HANDLE parent, const struct own_disk *disk,
			   const struct plan_slot *slot, const char *minimum,
			   struct boot_header *header, struct release *release)
{
	uint32_t block_size = disk->view.block_size;
	uint64_t partition_size =
		(slot->boot_last_lba - slot->boot_first_lba + 1) * (uint64_t)block_size;
	if (partition_size < BOOT_HEADER_SIZE ||
	    !read_disk(disk, slot->boot_first_lba, BOOT_HEADER_SIZE, disk->bounce)) {
		say("the header of the boot image cannot be read", "", EFI_DEVICE_ERROR);
		return NULL;
	}
	const char *problem = parse_boot_header(disk->bounce, partition_size, header);
	if (problem != NULL) {
		say("the header of the boot image is bad: ", problem, EFI_SUCCESS);
		return NULL;
	}
	if (!header_matches(slot, header)) {
		say("the boot image does not belong to the /usr of its slot: ", header->version,
		    EFI_SUCCESS);
		return NULL;
	}
	return load_payload(parent, disk, slot->boot_first_lba + BOOT_HEADER_SIZE / block_size,
			    header, minimum, release);
}

EFI_HANDLE load_rescue(EFI_HANDLE parent, const struct own_disk *disk)
{
	static CHAR16 name[] = L"\\EFI\\soma\\rescue.efi";
	if (disk->esp == NULL) {
		say("there is no file system to load rescue from", "", EFI_SUCCESS);
		return NULL;
	}
	EFI_DEVICE_PATH *path = FileDevicePath(disk->esp, name);
	return hand_to_firmware(parent, path, NULL, 0, "\\EFI\\soma\\rescue.efi cannot start");
}

void start_image(EFI_HANDLE image)
{
	UINTN exit_size = 0;
	CHAR16 *exit_data = NULL;
	EFI_STATUS status = BS->StartImage(image, &exit_size, &exit_data);
	if (exit_data != NULL)
		BS->FreePool(exit_data);
	say("the image came back instead of starting a system", "", status);
}
