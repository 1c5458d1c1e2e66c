/*
 * A flush that reaches the disk. EFI_BLOCK_IO_PROTOCOL.FlushBlocks is real for NVMe and virtio in
 * EDK II, but does nothing for SATA and SCSI disks, whose write caches would then be free to mix
 * what we write before and after. So those get their own command, beside FlushBlocks.
 */
#include "firmware.h"

/* 30 s, in units of 100 ns. */
#define TIMEOUT 300000000ull
#define ATA_FLUSH_CACHE_EXT 0xea
#define ATA_PROTOCOL_NON_DATA 0x02
#define SCSI_SYNCHRONIZE_CACHE 0x35
#define NO_PORT_MULTIPLIER 0xffff
#define MSG_SATA 18
#define MAX_NODES 64

/* UEFI 2.10 section 13.13: EFI_ATA_PASS_THRU_PROTOCOL. gnu-efi does not have it. */
struct ata_command {
	UINT8 reserved1[2];
	UINT8 command;
	UINT8 features;
	UINT8 sector[3];
	UINT8 device;
	UINT8 rest[12];
};

struct ata_packet {
	VOID *status;
	struct ata_command *command;
	UINT64 timeout;
	VOID *in_buffer;
	VOID *out_buffer;
	UINT32 in_length;
	UINT32 out_length;
	UINT8 protocol;
	UINT8 length;
};

struct ata_pass_thru {
	VOID *mode;
	EFI_STATUS(EFIAPI *pass)
	(struct ata_pass_thru *self, UINT16 port, UINT16 multiplier, struct ata_packet *packet,
	 EFI_EVENT event);
};

/* UEFI 2.10 section 15.4: EFI_SCSI_IO_PROTOCOL. */
struct scsi_packet {
	UINT64 timeout;
	VOID *in_buffer;
	VOID *out_buffer;
	VOID *sense;
	VOID *command;
	UINT32 in_length;
	UINT32 out_length;
	UINT8 command_length;
	UINT8 direction;
	UINT8 adapter_status;
	UINT8 target_status;
	UINT8 sense_length;
};

struct scsi_io {
	VOID *unused[4];
	EFI_STATUS(EFIAPI *execute)
	(struct scsi_io *self, struct scsi_packet *packet, EFI_EVENT event);
};

/* A SATA node of a device path (UEFI 2.10 section 10.3.4.7). */
struct sata_node {
	EFI_DEVICE_PATH header;
	UINT16 port;
	UINT16 multiplier;
	UINT16 unit;
} __attribute__((packed));

static const struct sata_node *find_sata_node(EFI_DEVICE_PATH *path)
{
	for (int left = MAX_NODES; left > 0 && !IsDevicePathEnd(path); left--) {
		if (DevicePathType(path) == MESSAGING_DEVICE_PATH &&
		    DevicePathSubType(path) == MSG_SATA)
			return (const struct sata_node *)path;
		path = NextDevicePathNode(path);
	}
	return NULL;
}

/* EFI_UNSUPPORTED when the disk is not a SATA disk of a controller with this protocol. */
static EFI_STATUS flush_ata(EFI_HANDLE disk)
{
	static EFI_GUID guid = {
		0x1d3de7f0, 0x0807, 0x424f, { 0xaa, 0x69, 0x11, 0xa5, 0x4e, 0x19, 0xa4, 0x6f }
	};
	/* The controller may ask for alignment of what it fills in. */
	static UINT8 status[64] __attribute__((aligned(64)));
	EFI_DEVICE_PATH *path = DevicePathFromHandle(disk);
	const struct sata_node *node = path == NULL ? NULL : find_sata_node(path);
	struct ata_pass_thru *ata;
	EFI_HANDLE controller;
	if (node == NULL || EFI_ERROR(BS->LocateDevicePath(&guid, &path, &controller)) ||
	    EFI_ERROR(BS->HandleProtocol(controller, &guid, (VOID **)&ata)))
		return EFI_UNSUPPORTED;
	UINT8 multiplier = node->multiplier == NO_PORT_MULTIPLIER ? 0 : (UINT8)node->multiplier;
	struct ata_command command = {
		.command = ATA_FLUSH_CACHE_EXT,
		.device = 0xe0 | (UINT8)(multiplier << 4),
	};
	struct ata_packet packet = {
		.status = status,
		.command = &command,
		.timeout = TIMEOUT,
		.protocol = ATA_PROTOCOL_NON_DATA,
	};
	return ata->pass(ata, node->port, node->multiplier, &packet, NULL);
}

static EFI_STATUS flush_scsi(EFI_HANDLE disk)
{
	static EFI_GUID guid = {
		0x932f47e6, 0x2362, 0x4002, { 0x80, 0x3e, 0x3c, 0xd5, 0x4b, 0x13, 0x8f, 0x85 }
	};
	static UINT8 sense[64] __attribute__((aligned(64)));
	/* SYNCHRONIZE CACHE(10) of the whole disk. */
	static UINT8 command[16] __attribute__((aligned(64))) = { SCSI_SYNCHRONIZE_CACHE };
	struct scsi_io *scsi;
	if (EFI_ERROR(BS->HandleProtocol(disk, &guid, (VOID **)&scsi)))
		return EFI_UNSUPPORTED;
	struct scsi_packet packet = {
		.timeout = TIMEOUT,
		.sense = sense,
		.command = command,
		.command_length = 10,
		.sense_length = 18,
	};
	return scsi->execute(scsi, &packet, NULL);
}

EFI_STATUS flush_disk(const struct own_disk *disk)
{
	static bool complained;
	EFI_STATUS status = disk->io->FlushBlocks(disk->io);
	if (EFI_ERROR(status))
		return status;
	EFI_STATUS ata = flush_ata(disk->handle);
	EFI_STATUS extra = ata == EFI_UNSUPPORTED ? flush_scsi(disk->handle) : ata;
	/* A disk without a cache may refuse the command: that must not keep the machine down. */
	if (EFI_ERROR(extra) && extra != EFI_UNSUPPORTED && !complained) {
		complained = true;
		say("the disk refused to flush its cache", "", extra);
	}
	return EFI_SUCCESS;
}
