import { assert } from "../../lib/assert.ts";
import { fromHex, toHex } from "../../lib/bytes.ts";

/** A GUID or UUID as canonical lower-case text, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
export type Guid = string;

export const zeroGuid: Guid = "00000000-0000-0000-0000-000000000000";

const guidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The canonical form of a GUID in any case, or undefined when the text is none. */
export function parseGuid(text: string): Guid | undefined {
	const lower = text.toLowerCase();
	return guidPattern.test(lower) ? lower : undefined;
}

/** Text from 16 bytes in the order in which they are printed (RFC 9562), as in a hash. */
export function guidFromBigEndian(bytes: Uint8Array): Guid {
	assert(bytes.length === 16, `a GUID has 16 bytes, not ${bytes.length}`);
	const hex = toHex(bytes);
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20),
	].join("-");
}

/**
 * Text from 16 bytes as they are on disk and in EFI structures: the first three groups
 * little-endian.
 */
export function guidFromBytes(bytes: Uint8Array): Guid {
	return guidFromBigEndian(swapGroups(bytes));
}

/** The 16 bytes of a GUID as they are on disk. */
export function guidToBytes(guid: Guid): Uint8Array {
	const bytes = fromHex(guid.replaceAll("-", ""));
	assert(bytes?.length === 16, `not a GUID: ${guid}`);
	return swapGroups(bytes);
}

/**
 * A random UUID (version 4) from 16 random bytes. Randomness comes from the caller, so that a plan
 * can be repeated in a test.
 */
export function guidFromRandom(random: Uint8Array): Guid {
	const bytes = random.slice();
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return guidFromBigEndian(bytes);
}

function swapGroups(bytes: Uint8Array): Uint8Array {
	assert(bytes.length === 16, `a GUID has 16 bytes, not ${bytes.length}`);
	const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
	return Uint8Array.from(order, (index) => bytes[index] ?? 0);
}
