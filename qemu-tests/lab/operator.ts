import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { required } from "../../userland/lib/assert.ts";
import { readContextFile } from "../../userland/system/context-file.ts";
import { type NodeClient, openNodeClient } from "../../userland/system/grpc/client.ts";
import {
	type ProcessResult,
	type RunningProgram,
	run,
	runUnchecked,
	startProgram,
} from "../../userland/system/process.ts";
import { freePort } from "../../userland/testing/free-port.ts";
import { readBuild } from "./build.ts";
import { timeouts } from "./timeouts.ts";
import { makeWorkDirectory, removeWorkDirectory } from "./work-directory.ts";

/** An operator's machine: the program of the release, authorities of a cluster, contexts. */
export interface Operator {
	/** Of loopback; behind it is the API of the node. */
	readonly port: number;
	/** `soma` and these words, which must succeed; gives its standard output. */
	soma(...words: readonly string[]): Promise<string>;
	/** `soma` and these words, however it ends. */
	attempt(...words: readonly string[]): Promise<ProcessResult>;
	/** `soma` and these words, which run until they are ended. */
	follow(...words: readonly string[]): Following;
	/** The command line of `soma` with these words, and its environment, for a terminal. */
	command(...words: readonly string[]): {
		readonly argv: readonly string[];
		readonly env: Readonly<Record<string, string>>;
	};
	/** Writes a file into the directory of the operator; gives its path. */
	write(name: string, text: string): string;
	/** Makes an operator of this name, with a context of the same name. */
	enlist(name: string, role: "reader" | "operator" | "admin"): Promise<void>;
	/** The root authorities of the cluster, PEM. */
	roots(): string;
	/** A client with the certificate of a context. */
	client(context: string): NodeClient;
}

/** A command whose output is read as it comes. */
export interface Following {
	text(): string;
	/** Resolves once the output has it; fails when the command ends before, or after the time. */
	waitFor(pattern: RegExp): Promise<void>;
	readonly ended: RunningProgram["ended"];
	end(): Promise<void>;
}

/**
 * Runs `body` with the cluster `lab` and its admin `ada`, whose context `lab` has a node behind
 * the port.
 */
export async function withOperator<T>(body: (operator: Operator) => Promise<T>): Promise<T> {
	const operator = await openOperator();
	try {
		return await body(operator);
	} finally {
		operator.close();
	}
}

async function openOperator(): Promise<Operator & { close(): void }> {
	const port = await freePort();
	const directory = makeWorkDirectory();
	const program = readBuild().soma;
	const address = `127.0.0.1:${port}`;
	const contexts = join(directory, "contexts.yaml");
	const pki = join(directory, "pki");
	const env = {
		PATH: process.env["PATH"] ?? "/usr/bin:/bin",
		TERM: "xterm-256color",
		SOMA_CONTEXTS: contexts,
		SOMA_PKI_DIRECTORY: pki,
	};
	const contextOf = (name: string) =>
		required(readContextFile(contexts).contexts[name], `context ${name}`);
	const command: Operator["command"] = (...words) => ({ argv: [program, ...words], env });
	const limits = { timeoutMs: timeouts.bootMs };
	const soma: Operator["soma"] = async (...words) =>
		(await run({ ...command(...words), ...limits })).stdout;
	const making = ["--directory", pki, "--operator", "ada", "--context", "lab", "--node", address];
	await soma("pki", "new", "lab", ...making);
	return {
		port,
		soma,
		command,
		attempt: (...words) => runUnchecked({ ...command(...words), ...limits }),
		follow: (...words) => followProgram(startProgram(command(...words))),
		write: (name, text) => {
			const path = join(directory, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text, { mode: 0o600 });
			return path;
		},
		enlist: async (name, role) => {
			await soma("pki", "operator", name, "--role", role, "--context", name, "--node", address);
			await soma("context", "use", "lab");
		},
		roots: () => contextOf("lab").roots,
		client: (name) => {
			const { roots, certificate: chain, key } = contextOf(name);
			return openNodeClient({ address, tls: { roots, chain, key }, nodeId: "any" });
		},
		close: () => removeWorkDirectory(directory),
	};
}

function followProgram(program: RunningProgram): Following {
	let text = "";
	let look = (): void => undefined;
	let isOver = false;
	const reading = (async () => {
		const decoder = new TextDecoder();
		for await (const chunk of program.output) {
			text += decoder.decode(chunk, { stream: true });
			look();
		}
		isOver = true;
		look();
	})();
	const waitFor = (pattern: RegExp): Promise<void> =>
		new Promise((resolve, reject) => {
			const late = (): void => settle(new Error(`${pattern} does not come: ${text}`));
			const timer = setTimeout(late, timeouts.serialMs);
			const settle = (error?: Error): void => {
				clearTimeout(timer);
				look = () => undefined;
				error === undefined ? resolve() : reject(error);
			};
			look = () => {
				if (pattern.test(text)) {
					settle();
				} else if (isOver) {
					settle(new Error(`it ended before ${pattern}: ${text}`));
				}
			};
			look();
		});
	return {
		text: () => text,
		waitFor,
		ended: program.ended,
		end: async () => {
			program.kill();
			await reading;
		},
	};
}
