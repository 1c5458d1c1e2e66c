#include "bytes.h"
#include "firmware.h"

#define MAX_NODES 64
#define MAX_DISKS 256

static void keep_device_path(EFI_DEVICE_PATH *path, char text[RECORD_PATH_SIZE])
{
	CHAR16 *wide = DevicePathToStr(path);
	size_t at = 0;
	if (wide == NULL)
		return;
	for (; at + 1 < RECORD_PATH_SIZE && wide[at] != 0; at++)
		text[at] = wide[at] < 0x7f ? (char)wide[at] : '?';
	text[at] = '\0';
	FreePool(wide);
}

/* Ends the path before the first node of a partition, so that it names the whole disk. */
static void cut_partition(EFI_DEVICE_PATH *path)
{
	for (int left = MAX_NODES; left > 0 && !IsDevicePathEnd(path); left--) {
		if (DevicePathType(path) == MEDIA_DEVICE_PATH) {
			SetDevicePathEndNode(path);
			return;
		}
		path = NextDevicePathNode(path);
	}
}

void find_own_disk(EFI_HANDLE image, struct own_disk *disk)
{
	EFI_LOADED_IMAGE *loaded;
	EFI_DEVICE_PATH *path;
	if (EFI_ERROR(BS->HandleProtocol(image, &LoadedImageProtocol, (VOID **)&loaded)) ||
	    loaded->DeviceHandle == NULL)
		return;
	disk->esp = loaded->DeviceHandle;
	path = DuplicateDevicePath(DevicePathFromHandle(disk->esp));
	if (path == NULL)
		return;
	cut_partition(path);
	keep_device_path(path, disk->device_path);
	/* The device that is found must be the disk itself: nothing of the path may be left. */
	if (EFI_ERROR(BS->LocateDevicePath(&BlockIoProtocol, &path, &disk->handle)) ||
	    !IsDevicePathEnd(path) ||
	    EFI_ERROR(BS->HandleProtocol(disk->handle, &BlockIoProtocol, (VOID **)&disk->io)) ||
	    !disk->io->Media->MediaPresent) {
		disk->io = NULL;
		return;
	}
	open_view(disk);
}

/* Reads the disk GUID in the primary header of a whole disk that is not ours. */
static bool same_guid(const struct own_disk *disk, EFI_HANDLE handle, const uint8_t guid[16])
{
	EFI_BLOCK_IO_PROTOCOL *io;
	uint8_t *block = disk->bounce;
	if (EFI_ERROR(BS->HandleProtocol(handle, &BlockIoProtocol, (VOID **)&io)) || io == disk->io)
		return false;
	if (io->Media->LogicalPartition || !io->Media->MediaPresent ||
	    io->Media->BlockSize < 512 || io->Media->BlockSize > GPT_MAX_BLOCK_SIZE)
		return false;
	if (EFI_ERROR(io->ReadBlocks(io, io->Media->MediaId, GPT_PRIMARY_LBA, io->Media->BlockSize,
				     block)))
		return false;
	return equal_bytes(block, (const uint8_t *)"EFI PART", 8) &&
	       equal_bytes(block + 56, guid, 16);
}

bool find_twin_disk(const struct own_disk *disk, const uint8_t guid[16])
{
	EFI_HANDLE *handles;
	UINTN count = 0;
	bool found = false;
	if (disk->io == NULL || all_zero(guid, 16) ||
	    EFI_ERROR(BS->LocateHandleBuffer(ByProtocol, &BlockIoProtocol, NULL, &count, &handles)))
		return false;
	for (UINTN index = 0; index < count && index < MAX_DISKS; index++) {
		char path[RECORD_PATH_SIZE] = "";
		if (!same_guid(disk, handles[index], guid))
			continue;
		found = true;
		keep_device_path(DevicePathFromHandle(handles[index]), path);
		say("another disk has the same GUID and is left alone: ", path, EFI_SUCCESS);
	}
	FreePool(handles);
	return found;
}
