import type { AccountedFile, Origin } from "./component.ts";
import { shippedFile } from "./survey.ts";

/** What firmware starts, and its parts: paths. */
export interface Programs {
	readonly bzImage: string;
	/** The stub of systemd before kernel and initrd. */
	readonly stub: string;
	/** The signed boot image. */
	readonly uki: string;
	/** Files of the EFI system partition by path there. */
	readonly esp: Readonly<Record<string, string>>;
	/** What carries the live system, still without it and not yet signed. */
	readonly networkBoot: string;
}

const system: Origin = {
	component: "soma",
	how: "kernel, initrd and command line behind systemd's stub, signed",
	from: ["linux", "stub"],
};
const selector: Origin = {
	component: "soma",
	how: "compiled from image/boot-selector/, signed",
};
const keys: Origin = {
	component: "soma",
	how: "the certificate of the build as Secure Boot takes it, signed",
};
const networkBootProgram: Origin = {
	component: "soma",
	how: "compiled from image/network-boot/; pxe/soma.efi is this with the live system in it, signed",
};

/** Their rows in the bill. */
export function programFiles(programs: Programs): AccountedFile[] {
	const { bzImage, stub, uki, esp, networkBoot } = programs;
	const rows: readonly (readonly [string, string, Origin])[] = [
		["boot/linux", bzImage, { component: "linux" }],
		["boot/stub.efi", stub, { component: "stub" }],
		["boot/soma.efi", uki, system],
		...Object.entries(esp).map(([path, source]): [string, string, Origin] => [
			`esp/${path}`,
			source,
			originOnEsp(path),
		]),
		["pxe/network-boot.efi", networkBoot, networkBootProgram],
	];
	return rows.map(([name, path, origin]) => ({ ...shippedFile(path, name), origin }));
}

function originOnEsp(path: string): Origin {
	if (path.startsWith("keys/")) {
		return keys;
	}
	return path.endsWith("/rescue.efi") ? system : selector;
}
