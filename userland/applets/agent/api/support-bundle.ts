import { concatBytes } from "../../../lib/bytes.ts";
import { describeError } from "../../../lib/errors.ts";
import { tarEnd, tarHeader, tarPadding } from "../../../lib/tar.ts";
import { readDisks, readFileSystems, readProcesses } from "../../../system/node-facts.ts";
import { readText } from "../../../system/text-file.ts";
import { formatJson } from "../../context.ts";
import type { ApiPorts, Handler } from "./ports.ts";

/** A file is collected in memory before its size can be written in front of it. */
const greatestFileBytes = 8 * 2 ** 20;
const chunkBytes = 64 * 1024;
const defaultJournalLines = 20_000;
const greatestJournalLines = 200_000;

/** One file of the bundle. */
interface BundleFile {
	readonly name: string;
	readonly collect: (ports: ApiPorts, signal: AbortSignal) => Promise<Uint8Array> | Uint8Array;
}

/**
 * SupportBundle. A part that cannot be collected is a file that says why: a bundle is asked for
 * because something does not work. No file under /etc or /var/lib is taken as it is, so keys,
 * tickets and whatever an operator put there stay on the node.
 */
export function supportBundle(ports: ApiPorts): Handler<"SupportBundle"> {
	return async function* ({ journalLines }, { signal }) {
		const lines = Math.min(journalLines || defaultJournalLines, greatestJournalLines);
		const atSeconds = Math.floor(ports.nowMs() / 1000);
		for (const { name, collect } of bundleFiles(lines)) {
			if (signal.aborted) {
				return;
			}
			const content = await collectSafely(() => collect(ports, signal));
			const path = `soma-${ports.identity.nodeId}/${name}`;
			yield* chunksOf([tarHeader(path, content.length, atSeconds), content]);
			yield { data: tarPadding(content.length) };
		}
		yield { data: tarEnd };
	};
}

function bundleFiles(journalLines: number): readonly BundleFile[] {
	const journal = (boot: number): BundleFile["collect"] =>
		outputOf([
			"journalctl",
			"--no-pager",
			"--quiet",
			"--output=short-precise",
			`--boot=${boot}`,
			`--lines=${journalLines}`,
		]);
	return [
		{ name: "status.json", collect: ({ status }) => textOf(formatJson(status.read())) },
		{ name: "journal-this-boot.txt", collect: journal(0) },
		{ name: "journal-last-boot.txt", collect: journal(-1) },
		{
			name: "units.txt",
			collect: outputOf(["systemctl", "list-units", "--all", "--full", "--no-pager"]),
		},
		{ name: "failed-units.txt", collect: outputOf(["systemctl", "status", "--failed", "--full"]) },
		{ name: "jobs.txt", collect: outputOf(["systemctl", "list-jobs", "--no-pager"]) },
		{
			name: "events.json",
			collect: ({ events }) => textOf(formatJson(events.after(0).events)),
		},
		{
			name: "processes.json",
			// Without arguments: a secret may stand there.
			collect: ({ context }) =>
				textOf(formatJson(readProcesses(context.paths).map(({ commandLine: _, ...rest }) => rest))),
		},
		{
			name: "disks.json",
			collect: ({ context }) => {
				const { paths } = context;
				return textOf(formatJson({ disks: readDisks(paths), fileSystems: readFileSystems(paths) }));
			},
		},
		...(["memory", "memoryPressure", "commandLine", "osRelease", "mounts"] as const).map(
			(name) => ({
				name: `${name.toLowerCase()}.txt`,
				collect: ({ context }: ApiPorts) =>
					textOf(readText(context.paths[name]) ?? `${context.paths[name]} cannot be read`),
			}),
		),
	];
}

/** What a program prints, whatever its exit code; its end is kept when it is too much. */
function outputOf(argv: readonly string[]): BundleFile["collect"] {
	return async ({ start }, signal) => {
		const program = start({ argv });
		const stop = (): void => program.kill();
		signal.addEventListener("abort", stop, { once: true });
		try {
			let pieces: Uint8Array[] = [];
			let sizeBytes = 0;
			for await (const piece of program.output) {
				pieces.push(piece);
				sizeBytes += piece.length;
				if (sizeBytes > 2 * greatestFileBytes) {
					pieces = [concatBytes(pieces).slice(-greatestFileBytes)];
					sizeBytes = greatestFileBytes;
				}
			}
			const { exitCode, stderr } = await program.ended;
			const note = exitCode === 0 ? "" : `\n(exit code ${exitCode}) ${stderr}`;
			return concatBytes([...pieces, textOf(note)]).slice(-greatestFileBytes);
		} finally {
			signal.removeEventListener("abort", stop);
			program.kill();
		}
	};
}

async function collectSafely(collect: () => Promise<Uint8Array> | Uint8Array): Promise<Uint8Array> {
	try {
		return await collect();
	} catch (error) {
		return textOf(`could not be collected: ${describeError(error)}\n`);
	}
}

function textOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

function* chunksOf(parts: readonly Uint8Array[]): Generator<{ readonly data: Uint8Array }> {
	for (const part of parts) {
		for (let offset = 0; offset < part.length; offset += chunkBytes) {
			yield { data: part.subarray(offset, offset + chunkBytes) };
		}
	}
}
