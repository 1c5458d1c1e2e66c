import { equalBytes, isAllZero, viewOf } from "../../lib/bytes.ts";

/** How many bytes at the start of STATE {@link describeState} looks at. */
export const stateHeadBytes = 4096;

const luks = Uint8Array.of(0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe);
const superblock = 1024;
const magic = 0xef53;
const errorsFound = 2;
const needsRecovery = 4;

/** True for a head of LUKS (LUKS2 On-Disk Format Specification 2.1): no file system lies bare. */
export function isEncrypted(head: Uint8Array): boolean {
	return equalBytes(head.subarray(0, luks.length), luks);
}

/**
 * What STATE holds, by the superblock of ext4 (Documentation/filesystems/ext4/super.rst): the
 * initrd of a node mends small damage by itself and refuses to start on anything else.
 */
export function describeState(head: Uint8Array): string {
	if (isEncrypted(head)) {
		return (
			"STATE: encrypted; a slot opens it by the TPM that sealed it, or by the credential " +
			"soma.state-key"
		);
	}
	const view = viewOf(head);
	if (view.getUint16(superblock + 56, true) === magic) {
		if ((view.getUint16(superblock + 58, true) & errorsFound) !== 0) {
			return "STATE: its file system has errors; f mends it";
		}
		return (view.getUint32(superblock + 96, true) & needsRecovery) === 0
			? "STATE: its file system is clean"
			: "STATE: its file system was in use; the next start replays its journal";
	}
	return isAllZero(head)
		? "STATE: blank; the next start makes its file system"
		: "STATE: holds no ext4; no slot starts until it is mended (f) or wiped";
}
