import { SomaError } from "../../userland/lib/errors.ts";

/**
 * The packages that a mkosi.conf asks for: the value of `Packages=` and its continuation lines
 * (mkosi(1)). Only plain names; versions come from the lock.
 */
export function wantedPackages(configuration: string): string[] {
	const names = [...configuration.matchAll(/^Packages=(.*(?:\n[ \t]+.*)*)/gm)].flatMap((match) =>
		(match[1] ?? "").split(/[\s,]+/).filter((word) => word !== ""),
	);
	const odd = names.filter((name) => !/^[a-z0-9][a-z0-9+.-]+$/.test(name));
	if (names.length === 0 || odd.length > 0) {
		throw new SomaError({
			code: "packages-unreadable",
			message:
				names.length === 0
					? "mkosi.conf names no package"
					: `mkosi.conf asks for ${odd.join(", ")}, which is no plain package name`,
			hint: "list names only below Packages= in image/mkosi/mkosi.conf",
		});
	}
	return names;
}
