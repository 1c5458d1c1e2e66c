import { expect, test } from "vitest";
import { parseRecord, parseReset, planBeginning, publicPlace, type StateFacts } from "./record.ts";

const fresh = {
	record: false,
	marker: false,
	unconfigured: false,
	reset: false,
	machineId: false,
};

test("a blank STATE is configured, a finished one never again", () => {
	expect(planBeginning(fresh)).toBe("configure");
	expect(planBeginning({ ...fresh, record: true, machineId: true })).toBe("done");
});

test("an attempt that was interrupted begins anew, one that only left its marker is done", () => {
	expect(planBeginning({ ...fresh, marker: true })).toBe("clean-and-configure");
	expect(planBeginning({ ...fresh, marker: true, record: true })).toBe("done");
});

test("a reset counts until its request is gone, whatever else is left", () => {
	for (const record of [true, false]) {
		for (const marker of [true, false]) {
			const state = { ...fresh, record, marker, reset: true, machineId: true };
			expect(planBeginning(state)).toBe("clean-and-configure");
		}
	}
});

test("a node that came up without a source is configured when the initrd found one", () => {
	const state = { ...fresh, record: true, unconfigured: true, machineId: true };
	expect(planBeginning(state)).toBe("clean-and-configure");
});

test("a node that ran before there was first-boot configuration is left as it is", () => {
	expect(planBeginning({ ...fresh, machineId: true })).toBe("adopt");
});

test("records and requests are read strictly", () => {
	const record = {
		format: 1,
		source: "dhcp",
		place: "http://a/b",
		configSha256: "0".repeat(64),
		atSeconds: 5,
		version: "4800",
	};
	expect(parseRecord(JSON.stringify(record))).toEqual(record);
	expect(parseRecord(JSON.stringify({ ...record, format: 2 }))).toBeUndefined();
	expect(parseRecord(JSON.stringify({ ...record, source: "moon" }))).toBeUndefined();
	expect(parseRecord("{")).toBeUndefined();
	expect(parseRecord(undefined)).toBeUndefined();
	expect(parseReset('{"format":1,"requestedAtSeconds":7}')).toEqual({
		format: 1,
		requestedAtSeconds: 7,
	});
});

test("the record keeps no password and no token of a URL", () => {
	expect(publicPlace("https://me:secret@host/a/b.ign?token=1#x (credential soma.config-url)")).toBe(
		"https://host/a/b.ign (credential soma.config-url)",
	);
	expect(publicPlace("credential soma.config")).toBe("credential soma.config");
});

/** What changes on STATE, in order; `written` stands for everything that Ignition wrote. */
type Disk = StateFacts & { readonly written: boolean };
type Change = Partial<Disk>;

const configuring: readonly Change[] = [
	{ marker: true },
	{ written: true },
	{ record: true },
	{ marker: false },
];
const resetting: readonly Change[] = [
	{ reset: true },
	{ record: false },
	{ written: false },
	{ marker: true },
	{ reset: false },
	...configuring.slice(1),
];

test.each([
	["the first boot", { ...fresh, written: false }, configuring],
	["a reset", { ...fresh, record: true, written: true, machineId: true }, resetting],
])(
	"a power cut at any point of %s begins anew or is done, and mixes nothing",
	(_, begin, steps) => {
		let disk: Disk = begin;
		for (const step of steps) {
			disk = { ...disk, ...step };
			const beginning = planBeginning(disk);
			expect(beginning, JSON.stringify(disk)).not.toBe("adopt");
			if (beginning === "done") {
				expect(disk).toMatchObject({ record: true, written: true, reset: false });
			}
			if (beginning === "configure") {
				expect(disk.written).toBe(false);
			}
		}
		expect(planBeginning(disk)).toBe("done");
	},
);
