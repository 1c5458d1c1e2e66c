/*
 * The lowest version that may start: kept by the firmware where no operating system can reach it,
 * and only while Secure Boot makes it worth something. To turn Secure Boot off suspends it.
 */
#include "bytes.h"
#include "firmware.h"

static CHAR16 minimum_name[] = L"SomaMinimum";

static bool secure_boot_on(void)
{
	static CHAR16 name[] = L"SecureBoot";
	uint8_t value = 0;
	UINTN size = sizeof(value);
	return !EFI_ERROR(RT->GetVariable(name, &EfiGlobalVariable, NULL, &size, &value)) &&
	       value == 1;
}

void read_minimum(char minimum[BOOT_VERSION_SIZE])
{
	UINTN size = BOOT_VERSION_SIZE - 1;
	zero_bytes((uint8_t *)minimum, BOOT_VERSION_SIZE);
	if (!secure_boot_on())
		return;
	if (EFI_ERROR(RT->GetVariable(minimum_name, &soma_guid, NULL, &size, minimum)))
		minimum[0] = '\0';
}

void raise_minimum(const struct release *release, const char *minimum)
{
	UINTN size = 0;
	if (!secure_boot_on() || !raises_minimum(release, minimum))
		return;
	while (release->minimum[size] != '\0')
		size++;
	EFI_STATUS status = RT->SetVariable(
		minimum_name, &soma_guid,
		EFI_VARIABLE_NON_VOLATILE | EFI_VARIABLE_BOOTSERVICE_ACCESS, size,
		(VOID *)release->minimum);
	say(EFI_ERROR(status) ? "the minimum version could not be raised to " :
				"nothing older starts any more than version ",
	    release->minimum, status);
}
