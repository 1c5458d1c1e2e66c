import { expect, test } from "vitest";
import { parseNodeConfig } from "../../userland/core/config/node-config.ts";
import { nodeConfiguration, untilAnswers } from "./cluster.ts";

test("a node is told its name and gets its ticket, which only root may read", () => {
	const { ignition, storage } = JSON.parse(nodeConfiguration("node-1", "soma-founder-1.x"));
	expect(ignition).toEqual({ version: "3.3.0" });
	const files = new Map<string, { mode: number; text: string }>(
		storage.files.map((file: { path: string; mode: number; contents: { source: string } }) => [
			file.path,
			{
				mode: file.mode,
				text: Buffer.from(file.contents.source.split(",")[1] ?? "", "base64").toString(),
			},
		]),
	);
	const node = parseNodeConfig(files.get("/etc/soma/node.json")?.text ?? "", "node.json");
	expect(node).toMatchObject({ hostname: "node-1", cluster: "start", role: "core" });
	expect(files.get("/etc/soma/ticket")).toEqual({ mode: 0o600, text: "soma-founder-1.x\n" });
});

test("a node is asked until it answers, and its last reason is told", async () => {
	let asked = 0;
	const cluster = {
		program: "",
		environment: {},
		configOf: async () => "",
		useNodes: async () => undefined,
		status: async () => {
			asked += 1;
			return { isUp: asked === 2, text: asked === 2 ? "page" : "refused" };
		},
	};
	expect(await untilAnswers(cluster, "127.0.0.1:1", 60_000)).toBe("page");
	await expect(untilAnswers(cluster, "127.0.0.1:1", 0)).rejects.toThrow("refused");
});
