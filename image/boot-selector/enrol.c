/*
 * Secure Boot with our own keys: when the firmware is in setup mode and the ESP holds keys, they
 * are enrolled after a countdown. Never in user mode, never keys that did not sign what must start.
 */
#include "bytes.h"
#include "firmware.h"
#include "key-file.h"

#define MAX_FILE_SIZE (64 * 1024)
#define COUNTDOWN_SECONDS 10
#define POLLS_PER_SECOND 10
#define KEPT (EFI_VARIABLE_NON_VOLATILE | EFI_VARIABLE_BOOTSERVICE_ACCESS)
#define AUTHENTICATED                                                                     \
	(KEPT | EFI_VARIABLE_RUNTIME_ACCESS | EFI_VARIABLE_TIME_BASED_AUTHENTICATED_WRITE_ACCESS)

static EFI_GUID database_guid = {
	0xd719b2cb, 0x3d3a, 0x4596, { 0xa3, 0xbc, 0xda, 0xd0, 0x0e, 0x67, 0x65, 0x6f }
};
static CHAR16 attempt_name[] = L"SomaEnrolment";

/* In the order of writing: with PK in place the firmware enforces what the others say. */
static struct key {
	CHAR16 *variable;
	CHAR16 *path;
	const char *name;
	EFI_GUID *guid;
	uint8_t *bytes;
	UINTN size;
	struct certificate certificate;
} keys[] = {
	{ L"db", L"\\keys\\db.auth", "db", &database_guid, NULL, 0, { NULL, 0 } },
	{ L"KEK", L"\\keys\\KEK.auth", "KEK", &EfiGlobalVariable, NULL, 0, { NULL, 0 } },
	{ L"PK", L"\\keys\\PK.auth", "PK", &EfiGlobalVariable, NULL, 0, { NULL, 0 } },
};
#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

static bool flag_is(CHAR16 *name, uint8_t wanted)
{
	uint8_t value = 0;
	UINTN size = sizeof(value);
	return !EFI_ERROR(RT->GetVariable(name, &EfiGlobalVariable, NULL, &size, &value)) &&
	       value == wanted;
}

static bool attempted_before(void)
{
	uint8_t value;
	UINTN size = sizeof(value);
	return !EFI_ERROR(RT->GetVariable(attempt_name, &soma_guid, NULL, &size, &value));
}

static EFI_STATUS note_attempt(bool attempted)
{
	uint8_t value = 1;
	return RT->SetVariable(attempt_name, &soma_guid, KEPT, attempted ? 1 : 0, &value);
}

/* Reads a piece of a file; at most the rest of it. `size` is what was asked for, then what came. */
static EFI_STATUS read_piece(EFI_FILE_HANDLE root, CHAR16 *path, uint64_t offset, uint8_t *bytes,
			     UINTN *size, uint64_t *file_size)
{
	EFI_FILE_HANDLE file;
	EFI_STATUS status = root->Open(root, &file, path, EFI_FILE_MODE_READ, 0);
	if (EFI_ERROR(status))
		return status;
	/* To the end, to learn where it is. */
	status = file->SetPosition(file, UINT64_MAX);
	if (!EFI_ERROR(status))
		status = file->GetPosition(file, file_size);
	if (!EFI_ERROR(status))
		status = file->SetPosition(file, offset);
	if (!EFI_ERROR(status))
		status = file->Read(file, size, bytes);
	file->Close(file);
	return status;
}

static bool read_keys(EFI_FILE_HANDLE root)
{
	for (size_t at = 0; at < KEY_COUNT; at++) {
		struct key *key = &keys[at];
		uint64_t file_size;
		key->size = MAX_FILE_SIZE;
		key->bytes = AllocatePool(MAX_FILE_SIZE);
		if (key->bytes == NULL)
			return false;
		EFI_STATUS status =
			read_piece(root, key->path, 0, key->bytes, &key->size, &file_size);
		if (status == EFI_NOT_FOUND && at == 0)
			return false; /* A disk without keys is nothing to talk about. */
		const char *problem = "it cannot be read";
		if (!EFI_ERROR(status))
			problem = file_size != key->size ? "size" :
				  parse_key_file(key->bytes, key->size, &key->certificate);
		if (problem == NULL)
			continue;
		say("no Secure Boot keys are enrolled; bad file of keys: ", key->name, status);
		say("what is wrong with it: ", problem, EFI_SUCCESS);
		return false;
	}
	return true;
}

/* A machine that refuses its own selector or rescue would need hands. */
static bool signed_by(EFI_FILE_HANDLE root, CHAR16 *path, const struct certificate *certificate)
{
	uint64_t file_size, offset, signatures_size;
	UINTN size = PE_HEAD_SIZE;
	uint8_t *bytes = AllocatePool(MAX_FILE_SIZE);
	bool found = bytes != NULL &&
		     !EFI_ERROR(read_piece(root, path, 0, bytes, &size, &file_size)) &&
		     size == PE_HEAD_SIZE &&
		     find_signatures(bytes, file_size, &offset, &signatures_size) &&
		     signatures_size <= MAX_FILE_SIZE;
	if (found) {
		size = signatures_size;
		found = !EFI_ERROR(read_piece(root, path, offset, bytes, &size, &file_size)) &&
			holds_certificate(bytes, size, certificate);
	}
	if (bytes != NULL)
		FreePool(bytes);
	return found;
}

static bool programs_signed(EFI_FILE_HANDLE root, const struct certificate *certificate)
{
	static CHAR16 *paths[] = { L"\\EFI\\BOOT\\BOOTX64.EFI", L"\\EFI\\soma\\rescue.efi" };
	for (size_t at = 0; at < sizeof(paths) / sizeof(paths[0]); at++)
		if (!signed_by(root, paths[at], certificate)) {
			say("no Secure Boot keys are enrolled: db has not the key that signed ",
			    at == 0 ? "the selector" : "rescue", EFI_SUCCESS);
			return false;
		}
	return true;
}

static bool any_key_pressed(void)
{
	EFI_INPUT_KEY key;
	return ST->ConIn != NULL && !EFI_ERROR(ST->ConIn->ReadKeyStroke(ST->ConIn, &key));
}

/* True when nobody cancelled. */
static bool count_down(void)
{
	say("this machine is in Secure Boot setup mode and has no keys of an owner", "",
	    EFI_SUCCESS);
	say("the keys of this disk are enrolled in 10 s, then nothing else starts here; any key "
	    "cancels",
	    "", EFI_SUCCESS);
	for (int left = COUNTDOWN_SECONDS * POLLS_PER_SECOND; left > 0; left--) {
		if (any_key_pressed()) {
			say("cancelled: no Secure Boot keys are enrolled", "", EFI_SUCCESS);
			return false;
		}
		BS->Stall(1000 * 1000 / POLLS_PER_SECOND);
	}
	return true;
}

/* False when one was refused: without PK the firmware enforces nothing. */
static bool write_keys(void)
{
	for (size_t at = 0; at < KEY_COUNT; at++) {
		struct key *key = &keys[at];
		EFI_STATUS status = RT->SetVariable(key->variable, key->guid, AUTHENTICATED, key->size,
						    key->bytes);
		if (EFI_ERROR(status)) {
			say("the firmware does not take the Secure Boot key ", key->name, status);
			return false;
		}
		say("enrolled the Secure Boot key ", key->name, EFI_SUCCESS);
	}
	return true;
}

static void enrol(EFI_FILE_HANDLE root)
{
	if (!read_keys(root) || !programs_signed(root, &keys[0].certificate))
		return;
	if (attempted_before()) {
		say("Secure Boot keys were enrolled before, and are gone; delete SomaEnrolment to try "
		    "again",
		    "", EFI_SUCCESS);
		return;
	}
	if (!count_down() || EFI_ERROR(note_attempt(true)) || !write_keys())
		return;
	if (!flag_is(L"SetupMode", 0)) {
		say("the firmware took the Secure Boot keys and stays in setup mode", "", EFI_SUCCESS);
		return;
	}
	say("Secure Boot is set up; the machine restarts", "", EFI_SUCCESS);
	RT->ResetSystem(EfiResetCold, EFI_SUCCESS, 0, NULL);
}

void enrol_keys(const struct own_disk *disk)
{
	EFI_FILE_IO_INTERFACE *volume;
	EFI_FILE_HANDLE root;
	if (!flag_is(L"SetupMode", 1)) {
		/* In user mode: the keys hold, and the next setup mode is somebody's wish. */
		if (attempted_before())
			note_attempt(false);
		return;
	}
	if (disk->esp == NULL ||
	    EFI_ERROR(BS->HandleProtocol(disk->esp, &FileSystemProtocol, (VOID **)&volume)) ||
	    EFI_ERROR(volume->OpenVolume(volume, &root)))
		return;
	enrol(root);
	for (size_t at = 0; at < KEY_COUNT; at++)
		if (keys[at].bytes != NULL)
			FreePool(keys[at].bytes);
	root->Close(root);
}
