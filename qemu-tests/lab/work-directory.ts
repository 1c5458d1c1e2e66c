import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "soma-lab-";
const made = new Set<string>();

process.on("exit", () => {
	for (const directory of made) {
		rmSync(directory, { recursive: true, force: true });
	}
});

/**
 * Makes a private directory with a short path (sockets have room for 107 bytes). It goes when this
 * program ends; what a program left that was killed is removed by the next one.
 */
export function makeWorkDirectory(): string {
	removeAbandoned();
	const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
	made.add(directory);
	return directory;
}

/** Runs `body` with a directory of {@link makeWorkDirectory}, which goes afterwards. */
export async function withWorkDirectory<T>(body: (directory: string) => Promise<T>): Promise<T> {
	const directory = makeWorkDirectory();
	try {
		return await body(directory);
	} finally {
		removeWorkDirectory(directory);
	}
}

/** Removes a directory of {@link makeWorkDirectory} with all that is in it. */
export function removeWorkDirectory(directory: string): void {
	rmSync(directory, { recursive: true, force: true });
	made.delete(directory);
}

function removeAbandoned(): void {
	for (const name of readdirSync(tmpdir())) {
		const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
		if (owner !== undefined && !existsSync(`/proc/${owner}`)) {
			rmSync(join(tmpdir(), name), { recursive: true, force: true });
		}
	}
}
