import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { errorOf } from "../../testing/errors.ts";
import { TestPublisher } from "./testing-publisher.ts";

let publisher: TestPublisher;
let repository: string;
let fresh: string;

beforeEach(() => {
	publisher = new TestPublisher();
	repository = publisher.repository;
	fresh = join(publisher.directory, "fresh");
});

afterEach(() => {
	vi.restoreAllMocks();
	publisher.remove();
});

/** Runs a command, and gives the states that it leaves when it is cut off before each file. */
async function cutOff(command: () => Promise<unknown>): Promise<readonly string[]> {
	const write = RepositoryDirectory.prototype.write;
	const states: string[] = [];
	const keep = (): void => {
		const state = join(publisher.directory, `state-${states.length}`);
		mkdirSync(repository, { recursive: true });
		cpSync(repository, state, { recursive: true });
		states.push(state);
	};
	vi.spyOn(RepositoryDirectory.prototype, "write").mockImplementation(function (
		this: RepositoryDirectory,
		files,
	) {
		for (const file of files) {
			keep();
			write.call(this, [file]);
		}
	});
	await command();
	vi.restoreAllMocks();
	return states;
}

function goBackTo(state: string): void {
	rmSync(repository, { recursive: true });
	cpSync(state, repository, { recursive: true });
}

test("an init that was stopped goes on by the keys that it made when it is run again", async () => {
	const states = await cutOff(() => publisher.change("init"));
	expect(states).toHaveLength(4);
	const keys = readdirSync(publisher.keys);
	for (const state of states) {
		goBackTo(state);
		await publisher.change("init");
		expect((await publisher.read("verify")).text).toContain("is whole");
		expect(readdirSync(publisher.keys)).toEqual(keys);
	}
	expect((await errorOf(() => publisher.change("init"))).code).toBe("release-repository-exists");
});

test("init replaces no root of other keys, and takes no key of another repository", async () => {
	const [, , begun = ""] = await cutOff(() => publisher.change("init"));
	goBackTo(begun);
	const root = join(repository, "metadata/1.root.json");
	const before = readFileSync(root, "utf8");
	publisher.keys = fresh;
	const error = await errorOf(() => publisher.change("init"));
	expect(error.message).toContain("was begun with other keys than those of");
	expect(readFileSync(root, "utf8")).toBe(before);
	expect(existsSync(fresh)).toBe(false);
	publisher.keys = join(publisher.directory, "keys");
	rmSync(repository, { recursive: true });
	expect((await errorOf(() => publisher.change("init"))).code).toBe("file-exists");
	expect(existsSync(repository)).toBe(false);
});

test("a repository that lost its timestamp is no new one", async () => {
	await publisher.change("init");
	await publisher.change("publish", publisher.build("4800"));
	rmSync(join(repository, "metadata/timestamp.json"));
	expect((await errorOf(() => publisher.change("init"))).code).toBe("release-repository-exists");
});

test.each(["root", "targets", "online"])(
	"nobody finds a rotation of %s half done, and it is run again wherever it was cut off",
	async (role) => {
		await publisher.change("init");
		await publisher.change("publish", publisher.build("4800"));
		const words = [`--role=${role}`, `--new-keys=${fresh}`];
		const rotate = () => publisher.change("rotate-keys", ...words);
		const states = await cutOff(rotate);
		expect(states).toHaveLength(4);
		const made = readdirSync(fresh);
		for (const state of states) {
			goBackTo(state);
			expect((await publisher.read("verify")).text).toContain("is whole");
			expect((await rotate()).warnings).toContain(`${made[0]} is there already, and is used`);
			expect(readdirSync(fresh)).toEqual(made);
			expect((await publisher.read("verify")).text).toContain("is whole");
		}
	},
);

test("a rotation without the old key has one moment in which nodes wait for the next", async () => {
	await publisher.change("init");
	const old = join(publisher.keys, "online.pem");
	renameSync(old, join(publisher.directory, "online.pem"));
	const rotate = () => publisher.change("rotate-keys", "--role=online", `--new-keys=${fresh}`);
	const states = await cutOff(rotate);
	for (const [at, state] of states.entries()) {
		goBackTo(state);
		if (at < 3) {
			await publisher.read("verify");
		} else {
			const error = await errorOf(() => publisher.read("verify"));
			expect(error.code).toBe("repository-signature");
		}
	}
	publisher.keys = `${publisher.keys},${fresh}`;
	await publisher.change("renew", "--role=root");
	expect((await publisher.read("verify")).text).toContain("is whole");
	await publisher.change("renew");
});

test("a rotation makes no key before everything that it needs is there", async () => {
	await publisher.change("init");
	for (const file of ["targets.pem", "online.pem"]) {
		const away = join(publisher.directory, file);
		renameSync(join(publisher.keys, file), away);
		for (const more of [[], ["--dry-run"]]) {
			const words = ["--role=root", `--new-keys=${fresh}`, ...more];
			const error = await errorOf(() => publisher.change("rotate-keys", ...words));
			expect(error.message).toMatch(/metadata needs signatures by 1 of the keys/);
			expect(existsSync(fresh)).toBe(false);
		}
		renameSync(away, join(publisher.keys, file));
	}
	await publisher.change("rotate-keys", "--role=root", `--new-keys=${fresh}`);
});

test("keys are never put where web servers give them to anybody", async () => {
	const served = async (action: () => Promise<unknown>): Promise<void> => {
		const error = await errorOf(action);
		expect(error.code).toBe("release-keys-served");
		expect(error.hint).toContain("keep keys elsewhere");
	};
	const { keys } = publisher;
	const link = join(publisher.directory, "link");
	symlinkSync(publisher.directory, link);
	for (const place of ["repository", "repository/keys", "repository/../repository/a/b"]) {
		for (const start of [publisher.directory, link]) {
			publisher.keys = join(start, place);
			await served(() => publisher.change("init"));
			expect(existsSync(repository)).toBe(false);
		}
	}
	publisher.keys = keys;
	await publisher.change("init");
	await served(() =>
		publisher.change("rotate-keys", "--role=online", `--new-keys=${join(repository, "fresh")}`),
	);
	expect(readdirSync(repository)).toEqual(["metadata"]);
});
