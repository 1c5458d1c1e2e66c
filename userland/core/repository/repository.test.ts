import { expect, test } from "vitest";
import { wavePresets } from "../wave/policy.ts";
import { type Channel, formatChannel, parseChannel } from "./channel.ts";
import { formatRelease, parseRelease, type RepositoryRelease } from "./release.ts";

const channel: Channel = {
	channel: "beta",
	release: "4801",
	promotedAtSeconds: 1_795_000_000,
	wave: wavePresets.default,
	withdrawn: ["4799"],
};
const content = (index: string) => ({ index, sizeBytes: 4096, sha256: "a".repeat(64) });
const release: RepositoryRelease = {
	version: "4801",
	rootHash: "b".repeat(64),
	epochSeconds: 1_795_000_000,
	parts: {
		verity: content("verity.caibx"),
		usr: content("usr.caibx"),
		boot: content("boot.caibx"),
	},
	programs: {
		rescue: { ...content("rescue.caibx"), version: "4801" },
		selector: { ...content("selector.caibx"), version: "4700" },
	},
};

test("what is formatted is read back", () => {
	expect(parseChannel(formatChannel(channel), "beta")).toEqual(channel);
	expect(parseRelease(formatRelease(release), "4801")).toEqual(release);
	const none = { ...channel, release: null };
	expect(parseChannel(formatChannel(none), "beta")).toEqual(none);
});

const goodChannel = JSON.parse(formatChannel(channel));
test.each([
	["no JSON", "{", /no JSON/],
	["another format", { ...goodChannel, format: 2 }, /format/],
	["an unknown key", { ...goodChannel, colour: "red" }, /colour/],
	["another channel", { ...goodChannel, channel: "stable" }, /describes channel stable/],
	["an unknown channel", { ...goodChannel, channel: "gamma" }, /channel/],
	["a version that has no order", { ...goodChannel, release: "4801-rc" }, /release: numbers/],
	["a release that is withdrawn", { ...goodChannel, release: "4799" }, /which is withdrawn/],
	["no waves", { ...goodChannel, wave: undefined }, /wave/],
	["a time with a fraction", { ...goodChannel, promotedAtSeconds: 0.5 }, /promotedAtSeconds/],
])("a channel with %s is refused, and the place is named", (_case, value, message) => {
	const text = typeof value === "string" ? value : JSON.stringify(value);
	expect(() => parseChannel(text, "beta")).toThrow(message);
});

const good = JSON.parse(formatRelease(release));
const usr = good.parts.usr;
const withUsr = (change: object) => ({
	...good,
	parts: { ...good.parts, usr: { ...usr, ...change } },
});
test.each([
	["another version", { ...good, version: "4802" }, /describes release 4802/],
	["an unknown key", { ...good, colour: "red" }, /colour/],
	["a part too few", { ...good, parts: { usr } }, /parts\.boot/],
	[
		"a part that does not fit",
		withUsr({ sizeBytes: 1024 ** 3 + 1 }),
		/usr\.sizeBytes: it does not/,
	],
	["an index elsewhere", withUsr({ index: "../usr.caibx" }), /usr\.index: the name/],
	["a short digest", withUsr({ sha256: "a" }), /usr\.sha256: 64 hexadecimal digits/],
	[
		"a program without a version",
		{ ...good, programs: { ...good.programs, rescue: usr } },
		/version/,
	],
])("a release with %s is refused, and the place is named", (_case, value, message) => {
	expect(() => parseRelease(JSON.stringify(value), "4801")).toThrow(message);
});
