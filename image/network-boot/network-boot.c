/*
 * Starts the live system that it carries (section .uki, a signed program of its own) and tells it
 * where both were fetched from. UEFI HTTP boot keeps that URL in the device path of the handle that
 * the program came from, which the kernel and systemd's stub 257 do not show; this leaves it in the
 * variable LoaderDeviceURL, as stub 258 does.
 */
#include <efi.h>
#include <efilib.h>

#define SBAT                                                                             \
	"sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n" \
	"soma-network-boot,1,Soma OS,soma-network-boot,1,https://soma-os.invalid\n"

/* Secure Boot's revocation by generation (shim's SBAT.md): a section of its own, without a NUL. */
__attribute__((used, section(".sbat"), aligned(4096))) static const char sbat[sizeof(SBAT) - 1] =
	SBAT;

#define URI_SUBTYPE 24
#define NODE_HEADER ((int)sizeof(EFI_DEVICE_PATH))
#define MAX_URL 2048
#define MIB (1024 * 1024)
#define KERNEL_ROOM (96 * MIB)
#define PAUSE_MICROSECONDS (10 * 1000 * 1000)

static EFI_GUID loader_guid = {
	0x4a67b082, 0x0a4c, 0x41cf, { 0xb6, 0xc7, 0x44, 0x0b, 0x29, 0xbb, 0x8c, 0x4f }
};

/* The last URI that is not empty on a device path, or NULL. */
static EFI_DEVICE_PATH *find_uri(EFI_DEVICE_PATH *node)
{
	EFI_DEVICE_PATH *found = NULL;
	for (; node != NULL && !IsDevicePathEnd(node); node = NextDevicePathNode(node)) {
		if (DevicePathNodeLength(node) < NODE_HEADER)
			break;
		if (DevicePathType(node) == MESSAGING_DEVICE_PATH &&
		    DevicePathSubType(node) == URI_SUBTYPE &&
		    DevicePathNodeLength(node) > NODE_HEADER)
			found = node;
	}
	return found;
}

static void publish_url(const EFI_LOADED_IMAGE *loaded)
{
	static CHAR16 name[] = L"LoaderDeviceURL";
	static CHAR16 url[MAX_URL + 1];
	EFI_DEVICE_PATH *node = find_uri(loaded->FilePath);
	if (node == NULL)
		node = find_uri(DevicePathFromHandle(loaded->DeviceHandle));
	if (node == NULL)
		return;
	const UINT8 *text = (const UINT8 *)(node + 1);
	UINTN length = DevicePathNodeLength(node) - NODE_HEADER;
	if (length > MAX_URL)
		return;
	for (UINTN at = 0; at < length; at++)
		url[at] = text[at];
	url[length] = 0;
	EFI_STATUS status =
		RT->SetVariable(name, &loader_guid,
				EFI_VARIABLE_BOOTSERVICE_ACCESS | EFI_VARIABLE_RUNTIME_ACCESS,
				(length + 1) * sizeof(url[0]), url);
	if (EFI_ERROR(status))
		Print(L"soma: the URL could not be left for the system: %r\r\n", status);
}

static UINT32 number_at(const UINT8 *bytes)
{
	return bytes[0] | (UINT32)bytes[1] << 8 | (UINT32)bytes[2] << 16 | (UINT32)bytes[3] << 24;
}

/* The section .uki of this very program in memory (PE format, section table), or NULL. */
static VOID *find_program(const EFI_LOADED_IMAGE *loaded, UINTN *size)
{
	static const UINT8 wanted[8] = ".uki";
	UINT8 *base = loaded->ImageBase;
	const UINT8 *header = base + number_at(base + 0x3c);
	UINTN count = number_at(header + 6) & 0xffff;
	const UINT8 *section = header + 24 + (number_at(header + 20) & 0xffff);
	for (; count > 0; count--, section += 40) {
		UINT32 virtual_size = number_at(section + 8);
		UINT32 address = number_at(section + 12);
		if (CompareMem(section, wanted, sizeof(wanted)) == 0 &&
		    address < loaded->ImageSize && virtual_size <= loaded->ImageSize - address) {
			*size = virtual_size;
			return base + address;
		}
	}
	return NULL;
}

/* Bytes of memory that nobody has taken yet. */
static UINT64 free_memory(void)
{
	UINTN count = 0, key = 0, entry_size = 0;
	UINT32 version = 0;
	UINT8 *map = (UINT8 *)LibMemoryMap(&count, &key, &entry_size, &version);
	UINT64 pages = 0;
	if (map == NULL)
		return 0;
	for (UINTN at = 0; at < count; at++) {
		const EFI_MEMORY_DESCRIPTOR *entry = (VOID *)(map + at * entry_size);
		if (entry->Type == EfiConventionalMemory)
			pages += entry->NumberOfPages;
	}
	FreePool(map);
	return pages * EFI_PAGE_SIZE;
}

/*
 * Says when memory is too little: the kernel needs its initrd and what that unpacks to, about three
 * times as much, at once. What fails for want of it says no word of memory, or none at all.
 */
static void warn_of_memory(UINTN size)
{
	UINT64 needed = 4 * (UINT64)size + KERNEL_ROOM;
	UINT64 available = free_memory();
	if (available >= needed)
		return;
	Print(L"soma: %d MiB of memory are free, and this live system needs %d MiB to start:\r\n",
	      (INT32)(available / MIB), (INT32)(needed / MIB));
	Print(L"soma: give the machine more memory, or install the release on a disk\r\n");
}

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	EFI_LOADED_IMAGE *loaded = NULL;
	EFI_HANDLE system = NULL;
	UINTN size = 0;
	InitializeLib(image, table);
	EFI_STATUS status = BS->HandleProtocol(image, &LoadedImageProtocol, (VOID **)&loaded);
	VOID *program = EFI_ERROR(status) ? NULL : find_program(loaded, &size);
	if (program == NULL) {
		Print(L"soma: this program does not carry a system\r\n");
		return EFI_LOAD_ERROR;
	}
	publish_url(loaded);
	warn_of_memory(size);
	status = BS->LoadImage(FALSE, image, DevicePathFromHandle(loaded->DeviceHandle), program,
			       size, &system);
	if (!EFI_ERROR(status))
		status = BS->StartImage(system, NULL, NULL);
	Print(L"soma: the live system did not start: %r\r\n", status);
	BS->Stall(PAUSE_MICROSECONDS); /* for whoever reads it */
	return status;
}
