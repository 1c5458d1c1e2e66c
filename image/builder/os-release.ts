/**
 * The text of os-release(5) of a system of ours.
 * @param variant a system that is no node, such as `rescue`
 */
export function osRelease(version: string, variant?: string): string {
	const name = variant === undefined ? "Soma OS" : `Soma OS ${variant}`;
	return [
		"ID=soma",
		`NAME="${name}"`,
		`PRETTY_NAME="${name} ${version}"`,
		`VERSION_ID=${version}`,
		`IMAGE_VERSION=${version}`,
		"IMAGE_ID=soma",
		...(variant === undefined ? [] : [`VARIANT_ID=${variant}`]),
		"",
	].join("\n");
}
