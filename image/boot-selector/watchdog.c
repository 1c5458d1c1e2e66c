/*
 * Hardware watchdogs that can be armed before the operating system runs. Linux's drivers stop both
 * kinds when they start (i6300esb, iTCO_wdt), and from then on the service manager feeds them.
 */
#include "firmware.h"

/* Needs the types that firmware.h brings. */
#include <efipciio.h>

#define TIMEOUT_SECONDS 120
#define MAX_DEVICES 256
#define INTEL 0x8086

/* Intel 6300ESB: registers in BAR 0, two stages of about 1 ms a tick, an unlocking sequence. */
#define ESB_DEVICE 0x25ab
#define ESB_CONFIG 0x60
#define ESB_LOCK 0x68
#define ESB_STAGE1 0x00
#define ESB_STAGE2 0x04
#define ESB_RELOAD 0x0c

/* TCO of ICH9 and later: ports behind the power management block of the LPC bridge. */
#define LPC_PMBASE 0x40
#define LPC_RCBA 0xf0
#define RCBA_GCS 0x3410
#define GCS_NO_REBOOT 0x20u
#define TCO_RELOAD 0x60
#define TCO1_STATUS 0x64
#define TCO2_STATUS 0x66
#define TCO1_CONTROL 0x68
#define TCO_TIMER 0x72
#define TCO_HALT 0x0800
#define TCO_TICK_MS 600

static inline void out_word(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint16_t in_word(uint16_t port)
{
	uint16_t value;
	__asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void esb_write(EFI_PCI_IO_PROTOCOL *pci, EFI_PCI_IO_PROTOCOL_WIDTH width, UINT64 offset,
		      UINT32 value)
{
	UINT16 first = 0x80, second = 0x86;
	pci->Mem.Write(pci, EfiPciIoWidthUint16, 0, ESB_RELOAD, 1, &first);
	pci->Mem.Write(pci, EfiPciIoWidthUint16, 0, ESB_RELOAD, 1, &second);
	pci->Mem.Write(pci, width, 0, offset, 1, &value);
}

static bool arm_esb(EFI_PCI_IO_PROTOCOL *pci)
{
	/* Reset output on, 1 kHz ticks, no interrupt between the stages. */
	UINT16 config = 0x0003;
	UINT8 lock = 0;
	/* Half of the time in each of the two stages. */
	UINT32 ticks = TIMEOUT_SECONDS * 1024 / 2;
	pci->Attributes(pci, EfiPciIoAttributeOperationEnable, EFI_PCI_IO_ATTRIBUTE_MEMORY, NULL);
	if (EFI_ERROR(pci->Pci.Read(pci, EfiPciIoWidthUint8, ESB_LOCK, 1, &lock)) || lock & 1)
		return false;
	lock = 0;
	pci->Pci.Write(pci, EfiPciIoWidthUint8, ESB_LOCK, 1, &lock);
	pci->Pci.Write(pci, EfiPciIoWidthUint16, ESB_CONFIG, 1, &config);
	esb_write(pci, EfiPciIoWidthUint32, ESB_STAGE1, ticks);
	esb_write(pci, EfiPciIoWidthUint32, ESB_STAGE2, ticks);
	esb_write(pci, EfiPciIoWidthUint16, ESB_RELOAD, 0x100);
	lock = 0x02;
	return !EFI_ERROR(pci->Pci.Write(pci, EfiPciIoWidthUint8, ESB_LOCK, 1, &lock));
}

static bool is_esb(uint16_t device)
{
	return device == ESB_DEVICE;
}

/* LPC bridges from ICH9 to the last with a root complex block; newer ones moved the TCO away. */
static bool has_tco(uint16_t device)
{
	static const struct {
		uint16_t first;
		uint16_t last;
	} ranges[] = {
		{ 0x2910, 0x2919 }, { 0x3a14, 0x3a1a }, { 0x3b00, 0x3b1f }, { 0x1c40, 0x1c5f },
		{ 0x1d40, 0x1d41 }, { 0x1e40, 0x1e5f }, { 0x8c40, 0x8c5f }, { 0x8cc0, 0x8cdf },
		{ 0x8d40, 0x8d5f }, { 0x9c40, 0x9c4f }, { 0x9cc0, 0x9ccf },
	};
	for (size_t index = 0; index < sizeof(ranges) / sizeof(ranges[0]); index++)
		if (device >= ranges[index].first && device <= ranges[index].last)
			return true;
	return false;
}

/* Allows the TCO to reset the machine; a strap on the board may forbid it. */
static bool allow_reset(uint32_t rcba)
{
	if (!(rcba & 1))
		return false;
	volatile uint32_t *gcs = (volatile uint32_t *)(UINTN)((rcba & 0xffffc000u) + RCBA_GCS);
	*gcs &= ~GCS_NO_REBOOT;
	return !(*gcs & GCS_NO_REBOOT);
}

static bool arm_tco(EFI_PCI_IO_PROTOCOL *pci)
{
	UINT32 pmbase = 0, rcba = 0;
	if (EFI_ERROR(pci->Pci.Read(pci, EfiPciIoWidthUint32, LPC_PMBASE, 1, &pmbase)) ||
	    EFI_ERROR(pci->Pci.Read(pci, EfiPciIoWidthUint32, LPC_RCBA, 1, &rcba)))
		return false;
	uint16_t base = pmbase & 0xff80;
	if (base == 0 || !allow_reset(rcba))
		return false;
	/* The second time-out resets, so each gets half of the time. */
	uint16_t ticks = TIMEOUT_SECONDS * 1000 / TCO_TICK_MS / 2;
	out_word(base + TCO1_CONTROL, in_word(base + TCO1_CONTROL) | TCO_HALT);
	out_word(base + TCO_TIMER, (in_word(base + TCO_TIMER) & 0xfc00) | ticks);
	out_word(base + TCO1_STATUS, 0x0008);
	out_word(base + TCO2_STATUS, 0x0002);
	out_word(base + TCO_RELOAD, 1);
	out_word(base + TCO1_CONTROL, in_word(base + TCO1_CONTROL) & (uint16_t)~TCO_HALT);
	return true;
}

/* The kinds that can be armed, in the order in which Linux's drivers register. */
static const struct {
	const char *armed;
	bool (*arm)(EFI_PCI_IO_PROTOCOL *pci);
	bool (*matches)(uint16_t device);
} kinds[] = {
	{ "watchdog i6300esb armed for 120 s", arm_esb, is_esb },
	{ "watchdog iTCO armed for 120 s", arm_tco, has_tco },
};

static bool arm_device(EFI_HANDLE handle, size_t kind)
{
	static EFI_GUID guid = EFI_PCI_IO_PROTOCOL_GUID;
	EFI_PCI_IO_PROTOCOL *pci;
	UINT32 id;
	if (EFI_ERROR(BS->HandleProtocol(handle, &guid, (VOID **)&pci)) ||
	    EFI_ERROR(pci->Pci.Read(pci, EfiPciIoWidthUint32, 0, 1, &id)) || (id & 0xffff) != INTEL)
		return false;
	if (!kinds[kind].matches((uint16_t)(id >> 16)) || !kinds[kind].arm(pci))
		return false;
	say(kinds[kind].armed, "", EFI_SUCCESS);
	return true;
}

/*
 * One only: the service manager feeds the first, and Linux feeds another that was left armed for
 * two minutes and then lets it bite.
 */
void arm_watchdogs(void)
{
	static EFI_GUID guid = EFI_PCI_IO_PROTOCOL_GUID;
	EFI_HANDLE *handles;
	UINTN count = 0;
	bool armed = false;
	/* The firmware's own, which ends when the operating system takes over. */
	BS->SetWatchdogTimer(TIMEOUT_SECONDS, 0x1000000, 0, NULL);
	if (EFI_ERROR(BS->LocateHandleBuffer(ByProtocol, &guid, NULL, &count, &handles)))
		return;
	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++)
		for (UINTN index = 0; index < count && index < MAX_DEVICES && !armed; index++)
			armed = arm_device(handles[index], kind);
	FreePool(handles);
}
