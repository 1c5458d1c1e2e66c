import {
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatChunkIndex } from "../../core/chunk/index-file.ts";
import { defaultChunkSizes } from "../../core/chunk/sizes.ts";
import { type Channel, formatChannel } from "../../core/repository/channel.ts";
import {
	changeTargets,
	fileOf,
	makeRoot,
	renewMetadata,
	signRoot,
} from "../../core/repository/metadata.ts";
import { targetPath } from "../../core/repository/paths.ts";
import { formatRelease, type RepositoryRelease } from "../../core/repository/release.ts";
import { wavePresets } from "../../core/wave/policy.ts";
import { errorOf } from "../../testing/errors.ts";
import { daysLater, TestRepository, testNowMs } from "../../testing/test-repository.ts";
import { unreadableFile } from "../../testing/unreadable-file.ts";
import { digestOf, makeSigner } from "./release-keys.ts";
import { openRepositorySource } from "./source.ts";
import { type ClockFacts, TrustedRepository } from "./trusted-repository.ts";

let directory: string;
let published: TestRepository;

const channel: Channel = {
	channel: "stable",
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
		boot: content("boot.caibx"),
		usr: content("usr.caibx"),
		verity: content("verity.caibx"),
	},
	programs: {
		selector: { ...content("selector.caibx"), version: "4700" },
		rescue: { ...content("rescue.caibx"), version: "4801" },
	},
};

const chunk = { offsetBytes: 0, lengthBytes: 4096, id: "c".repeat(64) };
const index = { sizes: defaultChunkSizes, chunks: [chunk], lengthBytes: 4096 };

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-repository-"));
	published = new TestRepository(join(directory, "published"));
	published.put({
		"channels/stable.json": formatChannel(channel),
		"releases/4801/release.json": formatRelease(release),
		"releases/4801/usr.caibx": formatChunkIndex(index),
		"releases/4801/verity.caibx": formatChunkIndex({
			...index,
			chunks: [{ ...chunk, lengthBytes: 4095 }],
		}),
	});
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

const inTime: ClockFacts = { nowMs: testNowMs, isSynchronised: true, epochMs: 0 };

function open(
	places: readonly string[] = [published.directory],
	clock: ClockFacts = inTime,
): TrustedRepository {
	return new TrustedRepository({
		sources: places.map((place) => openRepositorySource(place)),
		baseRoot: Buffer.from(published.firstRoot),
		stateDirectory: join(directory, "state"),
		scratchDirectory: join(directory, "scratch"),
		clock: () => clock,
	});
}

test("a node reads what was published for it", async () => {
	const repository = open();
	expect(await repository.refresh()).toEqual({
		place: published.directory,
		fresh: "yes",
		expiresAtMs: Date.parse(daysLater(7)),
		versions: { root: 1, timestamp: 2, snapshot: 2, targets: 2 },
	});
	expect(await repository.channel("stable")).toEqual(channel);
	expect(await repository.release("4801")).toEqual(release);
	expect(await repository.index(release, "usr")).toEqual(index);
	expect((await errorOf(() => repository.channel("beta"))).code).toBe("repository-no-channel");
	expect((await errorOf(() => repository.release("1"))).code).toBe("repository-no-release");
	expect((await errorOf(() => repository.release("../x"))).code).toBe("repository-no-release");
	const short = await errorOf(() => repository.index(release, "verity"));
	expect(short.message).toContain("it is of 4095 bytes, not 4096");
	expect((await errorOf(() => repository.index(release, "boot"))).code).toBe("repository-mixed");
});

test("a worn medium is left for the next copy, for metadata and for what it signs", async () => {
	// Longer than the file that cannot be read, which else would be too long already.
	const text = formatRelease(release) + " ".repeat(5000);
	published.put({ "releases/4801/release.json": text });
	const worn = join(directory, "worn");
	cpSync(published.directory, worn, { recursive: true });
	const wear = (name: string): void => {
		unlinkSync(join(worn, name));
		symlinkSync(unreadableFile, join(worn, name));
	};
	wear(targetPath("releases/4801/release.json", digestOf(text)));
	const repository = open([worn, published.directory]);
	expect((await repository.refresh()).place).toBe(worn);
	expect(await repository.release("4801")).toEqual(release);
	wear("metadata/timestamp.json");
	expect((await repository.refresh()).place).toBe(published.directory);
	expect(await repository.release("4801")).toEqual(release);
});

test("an expired timestamp is refused with what ended, when, and what the clock says", async () => {
	const error = await errorOf(() =>
		open(undefined, { ...inTime, nowMs: Date.parse(daysLater(8)) }).refresh(),
	);
	expect(error.code).toBe("repository-expired");
	expect(error.message).toContain(
		"its timestamp metadata ended at 2026-12-08T12:00:00Z, and the clock of this machine says " +
			"2026-12-09T12:00:00.000Z",
	);
	expect(readdirSync(directory)).not.toContain("state");
});

test.each(["root", "targets", "snapshot"] as const)(
	"expired %s metadata is named",
	async (role) => {
		published.expiresInDays = { ...published.expiresInDays, [role]: 1, timestamp: 40 };
		if (role === "root") {
			const next = makeRoot(2, daysLater(1), published.roles());
			const root = signRoot(next, published.set.root, Object.values(published.keys));
			published.write([fileOf("root", root)]);
			published.set = { ...published.set, root };
		}
		published.put({});
		const clock = { ...inTime, nowMs: Date.parse(daysLater(2)) };
		const error = await errorOf(() => open(undefined, clock).refresh());
		expect(error.code).toBe("repository-expired");
		expect(error.facts["role"]).toBe(role);
	},
);

test("without a clock freshness is unknown, but what ended long ago is over", async () => {
	const wrong = { nowMs: 0, isSynchronised: false, epochMs: testNowMs };
	expect((await open(undefined, wrong).refresh()).fresh).toBe("unknown");
	const ahead = { nowMs: Date.parse(daysLater(9000)), isSynchronised: false, epochMs: testNowMs };
	expect((await open(undefined, ahead).refresh()).fresh).toBe("unknown");
	const over = { nowMs: 0, isSynchronised: false, epochMs: Date.parse(daysLater(8)) };
	expect((await errorOf(() => open(undefined, over).refresh())).code).toBe("repository-expired");
});

test("what was seen once is never replaced by something older", async () => {
	const old = join(directory, "old");
	cpSync(published.directory, old, { recursive: true });
	published.put({ "channels/beta.json": formatChannel({ ...channel, channel: "beta" }) });
	await open().refresh();
	const error = await errorOf(() => open([old]).refresh());
	expect(error.code).toBe("repository-rollback");
	expect((await open([old, published.directory]).refresh()).place).toBe(published.directory);
});

test("keys change hands: two roots later a node still follows, and old keys are over", async () => {
	await open().refresh();
	const { keys: before, set } = published;
	for (const version of [2, 3]) {
		const keys = { ...published.keys, root1: makeSigner().signer, online: makeSigner().signer };
		const next = makeRoot(version, daysLater(365), published.roles(keys));
		const signers = [...Object.values(published.keys), ...Object.values(keys)];
		const root = signRoot(next, published.set.root, signers);
		published.write([fileOf("root", root)]);
		Object.assign(published, { keys, set: { ...published.set, root } });
		published.put({ [`releases/${version}/usr.caibx`]: "x" });
	}
	expect((await open().refresh()).versions.root).toBe(3);
	unlinkSync(join(published.directory, "metadata/2.root.json"));
	expect((await open().refresh()).versions.root).toBe(3);

	const signing = { ...published.signing(), signers: [before.online] };
	const forged = renewMetadata({ ...published.set, root: set.root }, signing);
	published.write(forged.files);
	expect((await errorOf(() => open().refresh())).code).toBe("repository-signature");
});

test("damage on STATE is repaired from the repository", async () => {
	await open().refresh();
	const state = join(directory, "state");
	for (const name of readdirSync(state)) {
		const text = readFileSync(join(state, name), "utf8");
		writeFileSync(join(state, name), text.slice(0, 40));
		await open().refresh();
		expect(readFileSync(join(state, name), "utf8")).toBe(text);
	}
	expect(readdirSync(state).sort()).toEqual(["snapshot.json", "targets.json", "timestamp.json"]);
});

test("a copy that is not whole, or not there, is left for the next one", async () => {
	const broken = join(directory, "broken");
	cpSync(published.directory, broken, { recursive: true });
	unlinkSync(join(broken, "metadata/2.targets.json"));
	const nowhere = join(directory, "nowhere");
	expect((await errorOf(() => open([broken]).refresh())).code).toBe("repository-mixed");
	const repository = open([nowhere, broken, published.directory]);
	expect((await repository.refresh()).place).toBe(published.directory);
	const error = await errorOf(() => open([nowhere]).refresh());
	expect(error.code).toBe("repository-mixed");
	const closed = await errorOf(() => open(["http://127.0.0.1:1/"]).refresh());
	expect(closed.code).toBe("repository-unreachable");
});

test("a publisher that is cut off anywhere leaves the state before, or that after", async () => {
	const text = formatChannel({ ...channel, release: "4802" });
	const sha256 = digestOf(text);
	const entry = { sizeBytes: Buffer.byteLength(text), sha256 };
	const name = "channels/stable.json";
	const step = changeTargets(published.set, new Map([[name, entry]]), published.signing());
	const files = [{ path: targetPath(name, sha256), content: text }, ...step.files];
	expect(files.length).toBe(4);
	for (const [done, file] of files.entries()) {
		published.write([file]);
		const repository = open();
		await repository.refresh();
		const last = done === files.length - 1;
		expect((await repository.channel("stable")).release).toBe(last ? "4802" : "4801");
	}
});

test("a copy that was left behind holds nobody back from a newer one", async () => {
	const stale = join(directory, "stale");
	cpSync(published.directory, stale, { recursive: true });
	published.renew();
	const view = await open([stale, published.directory]).refresh();
	expect(view).toMatchObject({ place: published.directory, versions: { timestamp: 3 } });
});

test("a copy that only claims to be newer is not believed", async () => {
	const liar = join(directory, "liar");
	cpSync(published.directory, liar, { recursive: true });
	const timestamp = join(liar, "metadata", "timestamp.json");
	writeFileSync(timestamp, readFileSync(timestamp, "utf8").replace('"version": 2', '"version": 9'));
	const repository = open([published.directory, liar]);
	expect(await repository.refresh()).toMatchObject({ place: published.directory });
	expect(await repository.channel("stable")).toEqual(channel);
});
