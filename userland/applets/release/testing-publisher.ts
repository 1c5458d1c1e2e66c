import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signer } from "../../core/repository/keys.ts";
import { changeTargets, type TargetEntry } from "../../core/repository/metadata.ts";
import { required } from "../../lib/assert.ts";
import { readKeys } from "../../system/repository/key-directory.ts";
import { digestOf } from "../../system/repository/release-keys.ts";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { makeFakeRelease, writeFakeRelease } from "../../testing/fake-release.ts";
import type { Ran } from "../testing-run.ts";
import { expiriesOf } from "./session.ts";
import { runRelease } from "./testing-commands.ts";

const usualLives = {
	"root-days": undefined,
	"targets-days": undefined,
	"snapshot-days": undefined,
	"timestamp-days": undefined,
} as const;

/** A publisher with a repository and its keys, which `init` made. */
export class TestPublisher {
	readonly directory: string = mkdtempSync(join(tmpdir(), "soma-release-"));
	readonly repository: string = join(this.directory, "repository");
	/** Directories with keys. */
	keys: string = join(this.directory, "keys");

	/** A command that signs. */
	async change(verb: string, ...words: readonly string[]): Promise<Ran> {
		const places = [`--repository=${this.repository}`, `--keys=${this.keys}`];
		return await runRelease(verb, ...words, ...places);
	}

	/** A command that reads. */
	async read(verb: string, ...words: readonly string[]): Promise<Ran> {
		return await runRelease(verb, ...words, `--repository=${this.repository}`);
	}

	/** Builds a release as the pipeline does, and gives its directory. */
	build(version: string, contents = version): string {
		const path = join(this.directory, "out", version);
		const release = makeFakeRelease(contents);
		mkdirSync(path, { recursive: true });
		writeFakeRelease(path, { ...release, manifest: { ...release.manifest, version } });
		return path;
	}

	signerOf(file: string): Signer {
		const found = readKeys(this.keys.split(",")).find((key) => key.file === file);
		return required(found, file).signer;
	}

	/** What is signed of a target. */
	entry(name: string): TargetEntry {
		const { targets } = new RepositoryDirectory(this.repository).readMetadata();
		const { length, hashes } = required(targets.signed.targets[name], name);
		return { sizeBytes: length, sha256: required(hashes["sha256"], name) };
	}

	/** Signs what no command of ours would sign. */
	sign(changes: Readonly<Record<string, TargetEntry>>): void {
		const repository = new RepositoryDirectory(this.repository);
		const signers = readKeys(this.keys.split(",")).map(({ signer }) => signer);
		const expires = expiriesOf(usualLives, Date.now());
		const set = repository.readMetadata();
		const signing = { signers, digestOf, expires };
		repository.write(changeTargets(set, new Map(Object.entries(changes)), signing).files);
	}

	remove(): void {
		rmSync(this.directory, { recursive: true });
	}
}
