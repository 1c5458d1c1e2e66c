import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OutcomeBook } from "../../core/wave/book.ts";
import { usualBrake } from "../../core/wave/brake.ts";
import { type OutcomeDesk, refreshBook } from "../../core/wave/server.ts";
import { SomaError } from "../../lib/errors.ts";
import { type ParsedCommand, usageError } from "../../lib/flags.ts";
import { listenForms, parseListenAddress } from "../../lib/listen-address.ts";
import { openServedOutcomeLog } from "../../system/outcome-log-lock.ts";
import { RepositoryDirectory } from "../../system/repository/repository-directory.ts";
import { serveRepository } from "../../system/repository/server.ts";
import { readText } from "../../system/text-file.ts";
import type { Context } from "../context.ts";
import { Published } from "./published.ts";
import { repositoryOf } from "./session.ts";
import { serveSpec } from "./specs.ts";

const usualPort = 8480;

/** `soma release serve`. */
export async function runServe(
	context: Context,
	{ flags }: ParsedCommand<typeof serveSpec>,
): Promise<number> {
	const { hostname, port } = readListen(flags.listen);
	if (flags["token-file"] !== undefined && flags.outcomes === undefined) {
		const problem = "--token-file is for nodes that ask and tell: give --outcomes DIR as well";
		throw usageError(serveSpec, `${serveSpec.name}: ${problem}`);
	}
	const repository = new RepositoryDirectory(repositoryOf(flags));
	repository.readMetadata(); // something else is not served by mistake
	const desk = openDesk(repository, flags.outcomes, flags["token-file"]);
	const server = serveRepository({
		...{ directory: repository.path, hostname, port, desk },
		log: flags.quiet ? () => {} : (line) => context.print(line),
	});
	try {
		context.print(`serving ${repository.path} at http://${hostname}:${server.port}/`);
		return await untilStopped();
	} finally {
		await server.stop();
	}
}

function readListen(text: string | undefined): { hostname: string; port: number } {
	const address = parseListenAddress(text ?? `:${usualPort}`);
	if (address === undefined) {
		throw usageError(serveSpec, `${serveSpec.name}: --listen is ${listenForms}, not "${text}"`);
	}
	const { hostname = "0.0.0.0", port = usualPort } = address;
	return { hostname, port };
}

/** Outcomes are collected in a directory of their own, which is no part of the repository. */
function openDesk(
	repository: RepositoryDirectory,
	outcomes: string | undefined,
	tokenFile: string | undefined,
): OutcomeDesk | undefined {
	if (outcomes === undefined) {
		return undefined;
	}
	mkdirSync(outcomes, { recursive: true, mode: 0o700 });
	const journal = openServedOutcomeLog(outcomes, usualBrake);
	const book = new OutcomeBook(usualBrake, Math.floor(Date.now() / 1000));
	refreshBook({ book, journal });
	const token = tokenFile === undefined ? undefined : readToken(tokenFile);
	return { book, journal, token, ...offersOf(repository) };
}

function readToken(path: string): string {
	const token = readText(path)?.trim() ?? "";
	if (token.length < 16) {
		throw new SomaError({
			code: "release-token",
			message: `${path} holds no token of 16 characters or more`,
			hint: "make one: `head -c 32 /dev/urandom | base64`",
		});
	}
	return token;
}

/** Which releases there are; the metadata is read anew when the timestamp is another one. */
function offersOf(repository: RepositoryDirectory): Pick<OutcomeDesk, "isOffered" | "isCurrent"> {
	const path = join(repository.path, "metadata/timestamp.json");
	let timestamp = "";
	let versions: ReadonlySet<string> = new Set();
	let current: ReadonlySet<string | null> = new Set();
	const refresh = (): void => {
		const now = readFileSync(path, "utf8");
		if (now !== timestamp) {
			const published = new Published(repository, repository.readMetadata());
			versions = new Set(published.versions());
			current = new Set(published.channels().map((channel) => channel.release));
			timestamp = now;
		}
	};
	return {
		isOffered: (release) => {
			refresh();
			return versions.has(release);
		},
		isCurrent: (release) => {
			refresh();
			return current.has(release);
		},
	};
}

function untilStopped(): Promise<number> {
	return new Promise((resolve) => {
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => resolve(0));
		}
	});
}
