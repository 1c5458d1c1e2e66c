import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { ReleaseParts } from "./release-variant.ts";

/** What the newest build made: the disk image and what the boot image was made of. */
export interface Build extends ReleaseParts {
	/** The raw disk image. */
	readonly disk: string;
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
	const text = (name: string): string => {
		const value = valueAt(record, name);
		if (typeof value !== "string") {
			throw new SomaError({
				code: "build-record",
				message: `${recordPath} has no text under ${name}`,
				hint: "run `npm run image` again",
			});
		}
		return value;
	};
	const path = (name: string): string => {
		const value = text(name);
		return isAbsolute(value) ? value : join(repositoryRoot, value);
	};
	return {
		version: text("version"),
		disk: path("disk"),
		kernel: path("kernel"),
		initrd: path("initrd"),
		commandLine: text("commandLine"),
		usr: path("usr"),
		rootHash: text("rootHash"),
		signer: { key: path("keys.db.key"), certificate: path("keys.db.certificate") },
	};
}

function valueAt(value: unknown, dotted: string): unknown {
	let inner = value;
	for (const name of dotted.split(".")) {
		inner = typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined;
	}
	return inner;
}
