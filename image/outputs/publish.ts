import { createPublicKey, verify } from "node:crypto";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseChecksums } from "../../userland/core/release/checksums.ts";
import { errnoOf, SomaError } from "../../userland/lib/errors.ts";
import { digestOfFile } from "./digest.ts";
import { vouchers } from "./plan.ts";

/** Every file below a directory, by its path there, sorted. */
export function filesBelow(directory: string): string[] {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(directory, join(entry.parentPath, entry.name)))
		.sort();
}

/** What differs between a directory of outputs and its checksums; undefined when nothing does. */
export async function damageOf(directory: string): Promise<string | undefined> {
	const listPath = join(directory, vouchers.sums);
	const sums = existsSync(listPath) ? parseChecksums(readFileSync(listPath, "utf8")) : undefined;
	if (sums === undefined) {
		return vouchers.sums;
	}
	const wanted = [...Object.keys(sums), vouchers.sums, vouchers.signature].sort();
	const there = filesBelow(directory);
	const differing = wanted
		.concat(there)
		.find((name) => wanted.includes(name) !== there.includes(name));
	if (differing !== undefined) {
		return differing;
	}
	for (const [name, digest] of Object.entries(sums)) {
		if ((await digestOfFile(join(directory, name))).sha256 !== digest) {
			return name;
		}
	}
	return isSigned(directory) ? undefined : vouchers.signature;
}

function isSigned(directory: string): boolean {
	const read = (name: string): Buffer => readFileSync(join(directory, name));
	const key = createPublicKey(read("certificate.pem"));
	return verify("sha256", read(vouchers.sums), key, read(vouchers.signature));
}

/** Puts the files of a directory in place of another one: linked, or copied to other disks. */
export function publish(source: string, target: string): void {
	const staging = `${target}.new`;
	try {
		rmSync(staging, { recursive: true, force: true });
		for (const name of filesBelow(source)) {
			mkdirSync(dirname(join(staging, name)), { recursive: true });
			linkOrCopy(join(source, name), join(staging, name));
		}
		rmSync(target, { recursive: true, force: true });
		renameSync(staging, target);
	} catch (cause) {
		throw new SomaError({
			code: "out-unusable",
			message: `the files of the release cannot be put into ${target}: ${errnoOf(cause) ?? cause}`,
			hint: `free space there, or make ${dirname(target)} writable; they are kept in ${source}`,
			cause,
		});
	}
}

function linkOrCopy(source: string, target: string): void {
	try {
		linkSync(source, target);
	} catch (cause) {
		if (!/^(?:EXDEV|EPERM|EMLINK|ENOTSUP)$/.test(errnoOf(cause) ?? "")) {
			throw cause;
		}
		copyFileSync(source, target);
		chmodSync(target, 0o444);
	}
}
