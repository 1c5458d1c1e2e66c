import { compareVersions } from "../../userland/core/boot/version.ts";
import { assert } from "../../userland/lib/assert.ts";

/**
 * Set by hand to the version of a release that mends what older ones must not be started with any
 * more: once a release is proven under Secure Boot, the selector refuses everything older than
 * its minimum, for good (docs/decisions/0019). It bars the roll-back to such a release, too.
 */
const minimumVersion: string | undefined = undefined;

/**
 * The text of os-release(5) of a system of ours.
 * @param variant a system that is no node, such as `rescue`
 * @param minimum the oldest version that may start once this one is proven
 */
export function osRelease(version: string, variant?: string, minimum = minimumVersion): string {
	if (minimum !== undefined) {
		assert((compareVersions(minimum, version) ?? 1) <= 0, "a release does not bar itself");
	}
	const name = variant === undefined ? "Soma OS" : `Soma OS ${variant}`;
	return [
		"ID=soma",
		`NAME="${name}"`,
		`PRETTY_NAME="${name} ${version}"`,
		`VERSION_ID=${version}`,
		`IMAGE_VERSION=${version}`,
		"IMAGE_ID=soma",
		...(minimum === undefined ? [] : [`SOMA_MINIMUM=${minimum}`]),
		...(variant === undefined ? [] : [`VARIANT_ID=${variant}`]),
		"",
	].join("\n");
}
