import { describe, expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import {
	devicesOf,
	enabledUnitFiles,
	findRefusals,
	greatestConfigBytes,
	isBlank,
	parseConfig,
	refuse,
} from "./check.ts";
import { findMountProblem, findPathProblem } from "./forbidden-paths.ts";

function codeOf(text: string): string {
	try {
		parseConfig(text, "somewhere");
		return "fine";
	} catch (error) {
		return error instanceof SomaError ? error.code : String(error);
	}
}

const ignition = { version: "3.3.0" };
const onBootDisk = (device: string): boolean => device.startsWith("/dev/vda");

describe("what comes from a source", () => {
	test.each([
		["3.0.0", "fine"],
		["3.3.0", "fine"],
		["3.4.0", "config-version"],
		["3.4.0-experimental", "config-version"],
		["2.2.0", "config-version"],
		[3, "config-version"],
		[undefined, "config-version"],
	])("version %s: %s", (version, code) => {
		expect(codeOf(JSON.stringify({ ignition: { version } }))).toBe(code);
	});

	test.each(["", "{", "[]", "null", "3", "variant: fcos", "[".repeat(200_000)])(
		"no JSON object: %#",
		(text) => {
			expect(codeOf(text)).toBe("config-not-json");
		},
	);

	test("a configuration of more than 16 MiB is not even read as JSON", () => {
		expect(codeOf(" ".repeat(greatestConfigBytes + 1))).toBe("config-too-large");
	});

	test("white space alone is no configuration at all", () => {
		expect(isBlank(" \n\t")).toBe(true);
		expect(isBlank("{}")).toBe(false);
	});
});

describe("refusals", () => {
	const pathsOf = (config: Readonly<Record<string, unknown>>): string[] =>
		findRefusals({ ignition, ...config }, onBootDisk).map(({ path }) => path);

	test("a usual configuration is not refused; wrong types are Ignition's business", () => {
		expect(
			pathsOf({
				storage: {
					files: [{ path: "/etc/soma/node.json" }, { path: "/var/lib/app/x" }],
					disks: [{ device: "/dev/vdb", partitions: [] }],
					filesystems: [{ device: "/dev/vdb1", format: "ext4", path: "/var/lib/data" }],
					directories: [{ path: "/opt/app" }],
				},
				kernelArguments: { shouldExist: [] },
			}),
		).toEqual([]);
		expect(pathsOf({ storage: { files: 7, disks: [null, "x"], luks: {} } })).toEqual([]);
	});

	test("kernel arguments, LUKS, RAID and the boot disk", () => {
		expect(
			pathsOf({
				kernelArguments: { shouldNotExist: ["quiet"] },
				storage: {
					luks: [{ name: "x" }],
					raid: [{ name: "x" }],
					disks: [{ device: "/dev/vdb" }, { device: "/dev/vda" }],
					filesystems: [{ device: "/dev/vda8", format: "ext4", path: "/var/lib/x" }],
				},
			}),
		).toEqual([
			"kernelArguments",
			"storage.luks",
			"storage.raid",
			"storage.disks.1.device",
			"storage.filesystems.0.device",
		]);
	});

	test("formats without their mkfs, and places where files would be lost", () => {
		expect(
			pathsOf({
				storage: {
					filesystems: [
						{ device: "/dev/vdb1", format: "xfs", path: "/data" },
						{ device: "/dev/vdb2", format: "vfat", path: "/var" },
					],
					files: [{ path: "/usr/bin/x" }, { path: "/etc/../run/x" }, { path: "/etc/machine-id" }],
					links: [{ path: "/var/lib/soma/reset.json" }],
				},
			}),
		).toEqual([
			"storage.filesystems.0.format",
			"storage.filesystems.1.path",
			"storage.files.0.path",
			"storage.files.1.path",
			"storage.files.2.path",
			"storage.links.0.path",
		]);
	});

	test("all of them are told at once, but no more than ten", () => {
		const problems = Array.from({ length: 12 }, (_, at) => ({ path: `p${at}`, message: "no" }));
		expect(() => refuse(problems, "here")).toThrow(/p0: no; .*p9: no; and 2 more/);
		expect(() => refuse([], "here")).not.toThrow();
	});
});

test.each([
	["/", true],
	["/var", true],
	["/var/lib", true],
	["/var/lib/soma/x", true],
	["/etc/x", true],
	["/usr/local", true],
	["/var/lib/sommer", false],
	["/var/lib/containers", false],
	["/home", false],
])("a file system at %s is refused: %s", (path, refused) => {
	expect(findMountProblem(path) !== undefined).toBe(refused);
});

test("a name that only begins like a forbidden one is free", () => {
	expect(findPathProblem("/usrlocal")).toBeUndefined();
	expect(findPathProblem("/running/x")).toBeUndefined();
});

test("devices and enabled units are found, each once", () => {
	const config = {
		storage: {
			disks: [{ device: "/dev/vdb" }],
			filesystems: [{ device: "/dev/vdb" }, { device: "/dev/vdc" }, {}],
		},
		systemd: {
			units: [
				{ name: "a.service", enabled: true },
				{ name: "b@x.service", enabled: true },
				{ name: "b@y.service", enabled: true },
				{ name: "c.service", enabled: false },
			],
		},
	};
	expect(devicesOf(config)).toEqual({
		disks: ["/dev/vdb"],
		fileSystems: ["/dev/vdb", "/dev/vdc"],
	});
	expect(enabledUnitFiles(config)).toEqual(["a.service", "b@.service"]);
});
