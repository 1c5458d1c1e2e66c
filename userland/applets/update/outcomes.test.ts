import { afterEach, expect, test } from "vitest";
import { outcomePort } from "./outcomes.ts";

const servers: { stop(force?: boolean): unknown }[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) {
		void server.stop(true);
	}
});

const nodeId = "0".repeat(32);

/** A server that answers everything like this; gives its URL. */
function serve(status: number, body: string): string {
	const fetch = (): Response => new Response(body, { status });
	const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });
	servers.push(server);
	return `http://127.0.0.1:${server.port}/`;
}

const plain = (): string => serve(404, "not found");
const letting = (): string => serve(200, '{"answer":"go"}');
const broken = (): string => serve(500, "out of order");

test.each([
	["folders and plain web servers count nothing", () => ["/run/stick", plain()], "absent"],
	["the first server that counts decides", () => [plain(), letting()], "go"],
	["a plain mirror behind a silent server is no permission", () => [broken(), plain()], "silent"],
	["a server that counts speaks for one that is silent", () => [broken(), letting()], "go"],
	["without any server nobody counts", () => [], "absent"],
] as const)("%s", async (_name, places, kind) => {
	expect((await outcomePort(places(), nodeId).ask("4801")).kind).toBe(kind);
});
