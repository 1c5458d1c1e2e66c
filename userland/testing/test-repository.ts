import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RoleKeys, RoleName, Signer } from "../core/repository/keys.ts";
import {
	changeTargets,
	firstMetadata,
	type MetadataSet,
	type MetadataStep,
	makeRoot,
	type RepositoryFile,
	renewMetadata,
	type Signing,
	signRoot,
} from "../core/repository/metadata.ts";
import { targetPath } from "../core/repository/paths.ts";
import { digestOf, makeSigner } from "../system/repository/release-keys.ts";

/** The time at which everything in a test happens. */
export const testNowMs: number = Date.parse("2026-12-01T12:00:00Z");

/** A time so many days after that. */
export function daysLater(days: number): string {
	return `${new Date(testNowMs + days * 86_400_000).toISOString().slice(0, 19)}Z`;
}

/** Makes repositories step by step, without the commands: for tests of who reads them. */
export class TestRepository {
	readonly directory: string;
	readonly keys: Readonly<Record<"root1" | "root2" | "root3" | "targets" | "online", Signer>>;
	readonly firstRoot: string | Uint8Array;
	set: MetadataSet;
	expiresInDays: Readonly<Record<RoleName, number>> = {
		root: 365,
		targets: 90,
		snapshot: 30,
		timestamp: 7,
	};

	constructor(directory: string) {
		this.directory = directory;
		const [root1, root2, root3, targets, online] = Array.from(
			{ length: 5 },
			() => makeSigner().signer,
		) as [Signer, Signer, Signer, Signer, Signer];
		this.keys = { root1, root2, root3, targets, online };
		const root = makeRoot(1, daysLater(365), this.roles());
		const step = firstMetadata(signRoot(root, undefined, [root1, root2]), this.signing());
		this.set = step.next;
		this.firstRoot = step.files[0]?.content ?? "";
		this.write(step.files);
	}

	roles(keys: TestRepository["keys"] = this.keys): Readonly<Record<RoleName, RoleKeys>> {
		const online = { keys: [keys.online], threshold: 1 };
		return {
			root: { keys: [keys.root1, keys.root2, keys.root3], threshold: 2 },
			targets: { keys: [keys.targets], threshold: 1 },
			snapshot: online,
			timestamp: online,
		};
	}

	signing(signers: readonly Signer[] = Object.values(this.keys)): Signing {
		const expires = (role: RoleName): string => daysLater(this.expiresInDays[role]);
		return {
			signers,
			digestOf,
			expires: {
				root: expires("root"),
				targets: expires("targets"),
				snapshot: expires("snapshot"),
				timestamp: expires("timestamp"),
			},
		};
	}

	/** Publishes targets by their names. */
	put(targets: Readonly<Record<string, string | Uint8Array>>): void {
		const changes = new Map(
			Object.entries(targets).map(([name, content]) => {
				const sha256 = digestOf(content);
				this.write([{ path: targetPath(name, sha256), content }]);
				return [name, { sizeBytes: Buffer.byteLength(content), sha256 }];
			}),
		);
		this.take(changeTargets(this.set, changes, this.signing()));
	}

	renew(): void {
		this.take(renewMetadata(this.set, this.signing()));
	}

	take(step: MetadataStep): void {
		this.set = step.next;
		this.write(step.files);
	}

	write(files: readonly RepositoryFile[]): void {
		for (const { path, content } of files) {
			mkdirSync(dirname(join(this.directory, path)), { recursive: true });
			writeFileSync(join(this.directory, path), content);
		}
	}
}
