import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OutcomeBook } from "../core/wave/book.ts";
import { usualBrake } from "../core/wave/brake.ts";
import { answerOutcomeRequest, type OutcomeDesk, refreshBook } from "../core/wave/server.ts";
import { outcomeClient } from "../system/outcome-client.ts";
import { openOutcomeLog } from "../system/outcome-log.ts";
import { seededRandom } from "./fleet-world.ts";

/** A release server on loopback with its journal on a disk, whose clock the caller moves. */
export interface WireServer {
	readonly url: string;
	readonly directory: string;
	nowSeconds: number;
	/** Ends as a power cut ends it, in the middle of a line, and starts anew. */
	cutPower(): void;
	stop(): Promise<void>;
}

const release = "1.2.3";

/** Starts it. */
export function startWireServer(token?: string): WireServer {
	const directory = mkdtempSync(join(tmpdir(), "soma-wire-"));
	const path = join(directory, "outcomes.jsonl");
	const open = (nowSeconds: number): OutcomeDesk & { close(): void } => {
		const journal = openOutcomeLog(path);
		const book = new OutcomeBook(usualBrake, nowSeconds);
		refreshBook({ book, journal });
		const isOffered = (name: string): boolean => name === release;
		return { book, journal, token, isOffered, isCurrent: isOffered, close: () => journal.close() };
	};
	let desk = open(1_800_000_000);
	const listening = Bun.serve({
		hostname: "127.0.0.1",
		port: 0,
		fetch: async (request) => {
			const reply = answerOutcomeRequest(desk, {
				...{ method: request.method, path: new URL(request.url).pathname },
				body: await request.text(),
				authorization: request.headers.get("authorization") ?? undefined,
				nowSeconds: server.nowSeconds,
			});
			return new Response(reply?.body ?? "not found\n", { status: reply?.status ?? 404 });
		},
	});
	const server: WireServer = {
		...{ url: `http://127.0.0.1:${listening.port}/`, directory, nowSeconds: 1_800_000_000 },
		cutPower: () => {
			desk.close();
			appendFileSync(path, '{"kind":"admitt');
			desk = open(server.nowSeconds);
		},
		stop: async () => {
			await listening.stop(true);
			desk.close();
			rmSync(directory, { recursive: true });
		},
	};
	return server;
}

/**
 * Nodes that ask and tell over HTTP at once, through power cuts of the server. None fails, so that
 * in the end all have the release.
 * @returns what was wrong, a line each
 */
export async function wireRound(seed: number, nodes: number): Promise<readonly string[]> {
	const failures: string[] = [];
	const random = seededRandom(seed);
	const server = startWireServer();
	const client = outcomeClient({ baseUrl: server.url, timeoutMs: 10_000 });
	const waiting = new Set(
		Array.from({ length: nodes }, (_, at) => at.toString(16).padStart(32, "0")),
	);
	let proven = 0;
	try {
		for (let round = 0; waiting.size > 0; round++) {
			const took = await Promise.all(
				[...waiting].map(async (node) => {
					if ((await client.ask(release, node)).kind !== "go") {
						return 0;
					}
					const report = { release, node, because: "" } as const;
					const started = await client.report({ ...report, kind: "started" });
					waiting.delete(node);
					await client.report({ ...report, kind: "good" });
					return started.kind === "go" ? 1 : 0;
				}),
			);
			const count = took.reduce((sum: number, one) => sum + one, 0);
			const trial =
				proven < usualBrake.trialProofs ? usualBrake.mostOnTrial : usualBrake.mostUnderWay;
			if (count === 0 || count > Math.min(1 + Math.floor(proven / 2), trial)) {
				failures.push(`seed ${seed}, round ${round}: ${count} took it, ${proven} had proven it`);
				break;
			}
			proven += count;
			server.nowSeconds += usualBrake.soakMinutes * 60;
			if (random() < 0.5) {
				server.cutPower();
			}
		}
	} finally {
		await server.stop();
	}
	return failures;
}
