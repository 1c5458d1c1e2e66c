import { afterEach, expect, test } from "vitest";
import type { HistoryEntry } from "../../core/update/document.ts";
import { outcomePort } from "./outcomes.ts";

const servers: { stop(force?: boolean): unknown }[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) {
		void server.stop(true);
	}
});

const nodeId = "0".repeat(32);

const heard: string[] = [];

/** A server that answers everything like this; gives its URL. */
function serve(status: number, body: string): string {
	const fetch = async (request: Request): Promise<Response> => {
		heard.push(JSON.parse(await request.text()).kind);
		return new Response(body, { status });
	};
	const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });
	servers.push(server);
	return `http://127.0.0.1:${server.port}/`;
}

const plain = (): string => serve(404, "not found");
const letting = (): string => serve(200, '{"answer":"go"}');
const broken = (): string => serve(500, "out of order");
const without = (): string => serve(404, '{"error":"the release 4801 is not offered here"}');
const picky = (): string => serve(400, '{"error":"because: one line"}');
const locked = (): string => serve(401, '{"error":"the token is missing"}');

const entry: HistoryEntry = {
	release: { version: "4801", rootHash: "1".repeat(64) },
	from: { version: "4800", rootHash: "2".repeat(64) },
	...{ outcome: "rolled-back", because: "no network", evidence: [], reported: false },
	...{ committedAtSeconds: 1, decidedAtSeconds: 2 },
};

test.each([
	["folders and plain web servers count nothing", () => ["/run/stick", plain()], "absent"],
	["the first server that counts decides", () => [plain(), letting()], "go"],
	["a plain mirror behind a silent server is no permission", () => [broken(), plain()], "silent"],
	["a server that counts speaks for one that is silent", () => [broken(), letting()], "go"],
	["without any server nobody counts", () => [], "absent"],
	["a server without the release lets nobody", () => [without(), plain()], "refused"],
	["another server may have the release", () => [without(), letting()], "go"],
	["another server that is silent may know more", () => [without(), broken()], "silent"],
] as const)("%s", async (_name, places, kind) => {
	expect((await outcomePort(places(), nodeId).ask("4801")).kind).toBe(kind);
});

test.each([
	["that a server heard is told once", () => [letting()], true],
	["that a plain web server got is told once", () => [plain()], true],
	["of a release that the server does not have is told once", () => [without()], true],
	["in words that the server never takes is told once", () => [picky()], true],
	["is told again to a server that is out of order", () => [broken()], false],
	["is told again to a server that asks for another token", () => [locked()], false],
	["is told again when only one of two servers refused it", () => [without(), broken()], false],
] as const)("an outcome %s", async (_name, places, isTold) => {
	expect(await outcomePort(places(), nodeId).report(entry)).toBe(isTold);
});

test("a good release that fell is told as failed, one on trial as rolled back", async () => {
	const { report } = outcomePort([letting()], nodeId);
	heard.length = 0;
	await report(entry);
	await report({ ...entry, wasGood: true });
	await report({ ...entry, wasGood: true, outcome: "good" });
	expect(heard).toEqual(["rolled-back", "failed", "good"]);
});
