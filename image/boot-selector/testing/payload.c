/*
 * Stands for a boot image in the selector's smoke test: says who it is, prints the record that the
 * selector left, and switches the machine off (or comes back, or hangs, if it was built so).
 */
#include <efi.h>
#include <efilib.h>

#define RECORD_BYTES 512
#define BYTES_PER_LINE 32

static EFI_GUID record_guid = {
	0x50a605b0, 0x07e1, 0x4f5e, { 0x8c, 0x2d, 0x73, 0x6f, 0x6d, 0x61, 0x62, 0x6f }
};

static void print_record(const UINT8 *record, UINTN size)
{
	for (UINTN at = 0; at < size; at += BYTES_PER_LINE) {
		CHAR16 line[2 * BYTES_PER_LINE + 1];
		for (UINTN byte = 0; byte < BYTES_PER_LINE; byte++)
			SPrint(line + 2 * byte, sizeof(line) - 4 * byte, L"%02x", record[at + byte]);
		Print(L"smoke-record %03x: %s\r\n", at, line);
	}
}

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	UINT8 record[RECORD_BYTES];
	UINTN size = sizeof(record);
	EFI_LOADED_IMAGE *loaded;
	InitializeLib(image, table);
	Print(L"smoke-payload: %s\r\n", PAYLOAD_NAME);
	if (!EFI_ERROR(BS->HandleProtocol(image, &LoadedImageProtocol, (VOID **)&loaded)) &&
	    loaded->DeviceHandle != NULL)
		Print(L"smoke-device: %s\r\n",
		      DevicePathToStr(DevicePathFromHandle(loaded->DeviceHandle)));
	if (EFI_ERROR(RT->GetVariable(L"SomaBoot", &record_guid, NULL, &size, record)))
		Print(L"smoke-payload: no record\r\n");
	else
		/* The firmware's console drops characters when the machine is busy. */
		for (int round = 0; round < 3; round++)
			print_record(record, size);
	Print(L"smoke-end\r\n");
#if PAYLOAD_HANGS
	/* As a system does that has taken over: only a hardware watchdog is left. */
	BS->SetWatchdogTimer(0, 0, 0, NULL);
	for (;;)
		BS->Stall(1000 * 1000);
#elif !PAYLOAD_RETURNS
	RT->ResetSystem(EfiResetShutdown, EFI_SUCCESS, 0, NULL);
#endif
	return EFI_ABORTED;
}
