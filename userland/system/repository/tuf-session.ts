import type { Root } from "@tufjs/models";
import { Updater } from "tuf-js";
import { ExpiredMetadataError } from "tuf-js/dist/error.js";
import type { TrustedMetadataStore } from "tuf-js/dist/store.js";
import { metadataFolder } from "../../core/repository/paths.ts";
import { invalid } from "../../core/repository/schema.ts";
import type { SomaError } from "../../lib/errors.ts";
import { expired, metadataFailure } from "./failures.ts";
import type { MetadataState, SignedRoot } from "./metadata-state.ts";
import type { RepositorySource } from "./source.ts";
import { repositoryUrl, SourceFetcher } from "./source-fetcher.ts";

/** Bounds of what is read before anything of it is verified. */
const bounds = {
	maxRootRotations: 256,
	maxDelegations: 0, // targets signs everything itself
	rootMaxLength: 64 * 1024,
	timestampMaxLength: 16 * 1024,
	snapshotMaxLength: 64 * 1024,
	targetsMaxLength: 4 * 1024 * 1024,
} as const;

/** What a session begins with. */
export interface SessionOptions {
	readonly source: RepositorySource;
	/** The first root, from /usr. */
	readonly baseRoot: Uint8Array;
	readonly state: MetadataState;
	/** A directory in memory, for this session alone. */
	readonly scratch: string;
	/** Metadata that ended before is refused. */
	readonly referenceMs: number;
}

/** One reading of the metadata of one copy: all of it is from one state, or it fails. */
export class TufSession {
	readonly #options: SessionOptions;
	readonly #updater: Updater;
	readonly #store: TrustedMetadataStore;
	/** Every root on the way from the first one, as it was signed. */
	readonly #roots: SignedRoot[] = [];
	/** The client hides the reason of some failures in a text. */
	#lastFailure: unknown;

	constructor(options: SessionOptions) {
		this.#options = options;
		const { source, state, scratch, baseRoot, referenceMs } = options;
		state.copyTo(scratch, baseRoot);
		const note = (error: unknown): void => {
			this.#lastFailure = error;
		};
		try {
			this.#updater = new Updater({
				metadataDir: scratch,
				metadataBaseUrl: `${repositoryUrl}${metadataFolder}`,
				fetcher: new SourceFetcher(source, note),
				config: bounds,
			});
		} catch (error) {
			throw metadataFailure("the first root of this system", error);
		}
		this.#store = this.#updater["trustedSet"];
		this.#store["referenceTime"] = new Date(referenceMs);
		requireDistinctKeys(this.#store.root.signed);
		this.#watch(note);
	}

	/** Sees the roots that are accepted, and the failures that the client hides. */
	#watch(note: (error: unknown) => void): void {
		const store = this.#store;
		const updateRoot = store.updateRoot.bind(store);
		const updateSnapshot = store.updateSnapshot.bind(store);
		const updateTargets = store.updateDelegatedTargets.bind(store);
		const noting = <Result>(action: () => Result): Result => {
			try {
				return action();
			} catch (error) {
				note(error);
				throw error;
			}
		};
		store.updateRoot = (bytes) => {
			const root = updateRoot(bytes);
			requireDistinctKeys(root.signed);
			this.#roots.push({ version: root.signed.version, bytes });
			return root;
		};
		store.updateSnapshot = (bytes, trusted) => noting(() => updateSnapshot(bytes, trusted));
		store.updateDelegatedTargets = (bytes, role, parent) =>
			noting(() => updateTargets(bytes, role, parent));
	}

	/**
	 * Reads all metadata, and keeps it on STATE when all is good. Roots are kept in any case: keys
	 * that were revoked must not come back.
	 * @throws SomaError `repository-...`, `source-...`
	 */
	async refresh(): Promise<void> {
		const { state, scratch } = this.#options;
		this.#followKeptRoots();
		try {
			await this.#updater.refresh();
		} catch (error) {
			throw this.#explain(error);
		} finally {
			state.keepRoots(this.#roots);
		}
		this.#requireEnds();
		state.keepFrom(scratch);
	}

	/** The client takes an end that is no time for one that never comes. */
	#requireEnds(): void {
		const { root, timestamp, snapshot, targets } = this.#store;
		for (const [role, metadata] of Object.entries({ root, timestamp, snapshot, targets })) {
			const { expires } = metadata?.signed ?? { expires: "" };
			if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(expires) || Number.isNaN(Date.parse(expires))) {
				throw invalid(`the ${role} metadata`, `its end is no time: ${JSON.stringify(expires)}`);
			}
		}
	}

	/** The length and the SHA-256 of a target; undefined when there is none of this name. */
	async target(name: string): Promise<{ sizeBytes: number; sha256: string } | undefined> {
		const info = await this.#updater.getTargetInfo(name);
		if (info === undefined) {
			return undefined;
		}
		const { sha256 } = info.hashes;
		if (sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256)) {
			throw invalid(`the entry of ${name}`, "it has no SHA-256");
		}
		return { sizeBytes: info.length, sha256 };
	}

	/** Every name that the metadata signs. */
	targetNames(): readonly string[] {
		return Object.keys(this.#store.targets?.signed.targets ?? {});
	}

	/** Numbers of the four roles, and the first time at which one of them ends. */
	facts() {
		const { root, timestamp, snapshot, targets } = this.#store;
		const all = { root, timestamp, snapshot, targets };
		const ends = Object.values(all).map((metadata) => Date.parse(metadata?.signed.expires ?? ""));
		return {
			versions: {
				root: root.signed.version,
				timestamp: timestamp?.signed.version ?? 0,
				snapshot: snapshot?.signed.version ?? 0,
				targets: targets?.signed.version ?? 0,
			},
			expiresAtMs: Math.min(...ends),
		};
	}

	#followKeptRoots(): void {
		for (;;) {
			const bytes = this.#options.state.root(this.#store.root.signed.version + 1);
			if (bytes === undefined) {
				return;
			}
			try {
				this.#store.updateRoot(bytes);
			} catch {
				return; // it is damaged, and comes from the repository again
			}
		}
	}

	#explain(error: unknown): SomaError {
		const isHidden = error instanceof Error && error.message.startsWith("Unable to load ");
		const cause = isHidden ? this.#lastFailure : error;
		const { source, referenceMs } = this.#options;
		if (cause instanceof ExpiredMetadataError) {
			const { root, timestamp, snapshot } = this.#store;
			const ended = Object.entries({ root, timestamp, snapshot }).find(
				([, metadata]) => metadata?.signed.isExpired(new Date(referenceMs)) === true,
			);
			const [role, metadata] = ended ?? ["targets", undefined];
			return expired(
				source.place,
				role,
				metadata?.signed.expires ?? "an earlier time",
				referenceMs,
			);
		}
		return metadataFailure(source.place, cause);
	}
}

/** A threshold counts people: no key may stand in a role under two names. */
function requireDistinctKeys(root: Root): void {
	for (const [name, role] of Object.entries(root.roles)) {
		const keys = role.keyIDs.map((id) => root.keys[id]);
		const values = keys.map((key) => key?.keyVal["public"]);
		const isEd25519 = keys.every(
			(key) => key?.keyType === "ed25519" && /^[0-9a-f]{64}$/.test(key.keyVal["public"] ?? ""),
		);
		const isSound = Number.isSafeInteger(role.threshold) && role.threshold <= keys.length;
		if (!isEd25519 || !isSound || new Set(values).size !== values.length) {
			throw invalid(
				`root ${root.version}`,
				`role ${name} needs ${role.threshold} different Ed25519 keys`,
			);
		}
	}
}
