import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { MeasurementKey, SigningKey } from "../../image/builder/efi.ts";
import type { ReleaseFiles } from "../../image/outputs/plan.ts";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { ReleaseParts } from "./release-variant.ts";

/** What the newest build made: the disk image and what it was made of. */
export interface Build extends ReleaseParts, ReleaseFiles {
	readonly signer: SigningKey;
	readonly measured: MeasurementKey;
	/** A release repository without a release, whose root the image trusts, and its keys. */
	readonly repository: string;
	readonly repositoryKeys: string;
}

const recordPath = join(repositoryRoot, "out", "build.json");

/** Reads `out/build.json`; says what to run when there is none. */
export function readBuild(): Build {
	if (!existsSync(recordPath)) {
		throw new SomaError({
			code: "build-missing",
			message: `${recordPath} does not exist: no image was built`,
			hint: "run `npm run image`",
		});
	}
	const record: unknown = JSON.parse(readFileSync(recordPath, "utf8"));
	const lacking = (kind: string, name: string): SomaError =>
		new SomaError({
			code: "build-record",
			message: `${recordPath} has no ${kind} under ${name}`,
			hint: "run `npm run image` again",
		});
	const text = (name: string): string => {
		const value = valueAt(record, name);
		if (typeof value !== "string") {
			throw lacking("text", name);
		}
		return value;
	};
	const count = (name: string): number => {
		const value = valueAt(record, name);
		if (!Number.isSafeInteger(value)) {
			throw lacking("whole number", name);
		}
		return Number(value);
	};
	const path = (name: string): string => {
		const value = text(name);
		return isAbsolute(value) ? value : join(repositoryRoot, value);
	};
	return {
		version: text("version"),
		epochSeconds: count("epochSeconds"),
		disk: path("disk"),
		live: path("live"),
		networkBoot: path("networkBoot"),
		boot: path("boot"),
		kernel: path("kernel"),
		initrd: path("initrd"),
		networkInitrd: path("networkInitrd"),
		microcode: path("microcode"),
		commandLine: text("commandLine"),
		usr: path("usr"),
		verity: path("verity"),
		uki: path("uki"),
		selector: path("selector"),
		pk: path("pk"),
		kek: path("kek"),
		db: path("db"),
		sbom: path("sbom"),
		soma: path("soma"),
		rescue: path("rescue"),
		rootHash: text("rootHash"),
		repository: path("repository"),
		repositoryKeys: path("keys.releases"),
		signer: { key: path("keys.db.key"), certificate: path("keys.db.certificate") },
		measured: { key: path("keys.measurement.key"), publicKey: path("keys.measurement.publicKey") },
	};
}

function valueAt(value: unknown, dotted: string): unknown {
	let inner = value;
	for (const name of dotted.split(".")) {
		inner = typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined;
	}
	return inner;
}
