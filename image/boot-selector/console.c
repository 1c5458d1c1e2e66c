#include "firmware.h"

#define MAX_KEYS 16

EFI_GUID soma_guid = {
	0x50a605b0, 0x07e1, 0x4f5e, { 0x8c, 0x2d, 0x73, 0x6f, 0x6d, 0x61, 0x62, 0x6f }
};

void print_line(const struct line *line)
{
	CHAR16 wide[LINE_SIZE + 2];
	size_t at = 0;
	for (; at < line->length; at++)
		wide[at] = (CHAR16)(unsigned char)line->text[at];
	if (ST->ConOut == NULL)
		return;
	wide[at++] = '\r';
	wide[at++] = '\n';
	wide[at] = 0;
	ST->ConOut->OutputString(ST->ConOut, wide);
}

static const char *status_text(EFI_STATUS status)
{
	switch (status) {
	case EFI_NOT_FOUND:
		return "not found";
	case EFI_SECURITY_VIOLATION:
	case EFI_ACCESS_DENIED:
		return "refused by Secure Boot";
	case EFI_UNSUPPORTED:
	case EFI_LOAD_ERROR:
		return "not an EFI program for this machine";
	case EFI_OUT_OF_RESOURCES:
		return "not enough memory";
	case EFI_DEVICE_ERROR:
		return "device error";
	case EFI_ABORTED:
		return "it gave up";
	case EFI_WRITE_PROTECTED:
		return "write protected";
	default:
		return "firmware error ";
	}
}

void say(const char *first, const char *second, EFI_STATUS status)
{
	struct line line;
	line_start(&line);
	line_add(&line, first);
	line_add(&line, second);
	if (EFI_ERROR(status)) {
		const char *text = status_text(status);
		line_add(&line, ": ");
		line_add(&line, text);
		if (text[0] == 'f')
			line_add_number(&line, status & 0xffff);
	}
	print_line(&line);
}

static bool key_pressed(void)
{
	EFI_INPUT_KEY key;
	bool pressed = false;
	if (ST->ConIn == NULL)
		return false;
	for (int left = MAX_KEYS; left > 0; left--) {
		if (EFI_ERROR(ST->ConIn->ReadKeyStroke(ST->ConIn, &key)))
			break;
		pressed = pressed || key.UnicodeChar == 'r' || key.UnicodeChar == 'R';
	}
	return pressed;
}

/* The variable holds for one boot: it is deleted before rescue starts. */
static bool variable_set(void)
{
	static CHAR16 name[] = L"SomaRescue";
	uint8_t value[64];
	UINTN size = sizeof(value);
	EFI_STATUS status = RT->GetVariable(name, &soma_guid, NULL, &size, value);
	if (EFI_ERROR(status) && status != EFI_BUFFER_TOO_SMALL)
		return false;
	RT->SetVariable(name, &soma_guid, 0, 0, NULL);
	return true;
}

bool rescue_requested(void)
{
	bool pressed = key_pressed();
	return variable_set() || pressed;
}

void publish_record(const struct record *record)
{
	static CHAR16 name[] = L"SomaBoot";
	uint8_t bytes[RECORD_SIZE];
	format_record(record, bytes);
	EFI_STATUS status =
		RT->SetVariable(name, &soma_guid,
				EFI_VARIABLE_BOOTSERVICE_ACCESS | EFI_VARIABLE_RUNTIME_ACCESS,
				sizeof(bytes), bytes);
	if (EFI_ERROR(status))
		say("the boot record could not be left for the system", "", status);
}

void give_up(void)
{
	say("nothing can be started; the machine restarts in 10 s", "", EFI_SUCCESS);
	BS->Stall(10 * 1000 * 1000);
	RT->ResetSystem(EfiResetCold, EFI_SUCCESS, 0, NULL);
	for (;;)
		__asm__ volatile("hlt");
}
