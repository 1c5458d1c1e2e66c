import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createEventRing } from "../../../core/api/event-ring.ts";
import { defaultNodeConfig } from "../../../core/config/node-config.ts";
import { SomaError } from "../../../lib/errors.ts";
import { startProgram } from "../../../system/process.ts";
import { makeFakeNode } from "../../../testing/fake-node.ts";
import { emptyHandlers, startTestApi } from "../../../testing/test-api.ts";
import { makeTestCluster } from "../../../testing/test-cluster.ts";
import type { ApiPorts } from "./ports.ts";
import { shell } from "./shell.ts";
import { createStatusSource } from "./status.ts";

/* The shell over a real server and a real terminal; only PID 1 is played by the test. */

const directory = mkdtempSync(join(tmpdir(), "soma-shell-"));
const paths = makeFakeNode(directory);
const cluster = await makeTestCluster();
const asked: string[] = [];
let program: ReturnType<typeof startProgram> | undefined;
let lastExit = 0;
/** Whether the terminal of a session was still its own when its unit was stopped. */
let wasHeld = false;

/** What systemctl would do with soma-shell@pts-N.service. */
async function systemctl(argv: readonly string[]): Promise<string> {
	const [, verb = ""] = argv;
	const unit = argv.at(-1) ?? "";
	asked.push(`${verb} ${unit}`);
	const number = /@pts-(\d+)\.service/.exec(unit)?.[1] ?? "";
	if (verb === "start") {
		const settings = readFileSync(join(paths.runtime, "shell", `pts-${number}.env`), "utf8");
		const encoded = /^SOMA_COMMAND_BASE64=(.*)$/m.exec(settings)?.[1] ?? "";
		const command = Buffer.from(encoded, "base64").toString() || "exec sh -i";
		const tty = `/dev/pts/${number}`;
		program = startProgram({ argv: ["sh", "-c", `exec <${tty} >${tty} 2>&1; ${command}`] });
		void program.ended.then(({ exitCode }) => {
			lastExit = exitCode;
			program = undefined;
		});
	} else if (verb === "stop") {
		wasHeld = existsSync(`/dev/pts/${number}`);
		program?.kill();
	}
	const state = program === undefined ? "failed" : "active";
	const [code, status] = lastExit > 128 ? [2, lastExit - 128] : [1, lastExit];
	return `ActiveState=${state}\nExecMainCode=${code}\nExecMainStatus=${status}\n`;
}

const ports: ApiPorts = {
	context: {
		paths,
		print: () => undefined,
		warn: () => undefined,
		randomBytes: (count) => new Uint8Array(count),
	},
	identity: { nodeId: "0".repeat(16) } as ApiPorts["identity"],
	events: createEventRing(5),
	status: createStatusSource(paths, () => performance.now()),
	run: async ({ argv }) => ({ exitCode: 0, stdout: await systemctl(argv), stderr: "" }),
	start: startProgram,
	nowMs: () => Date.now(),
	wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
	record: () => undefined,
};
const api = await startTestApi(cluster, await cluster.node(), {
	handlers: { ...emptyHandlers(), Shell: shell(ports) },
});
const admin = api.client(await cluster.operator("ada", "admin"));
afterAll(async () => {
	await api.close();
	rmSync(directory, { recursive: true });
});

function allow(isAllowed: boolean): void {
	mkdirSync(dirname(paths.nodeConfig), { recursive: true });
	const config = { ...defaultNodeConfig, api: { ...defaultNodeConfig.api, shell: isAllowed } };
	writeFileSync(paths.nodeConfig, JSON.stringify(config));
}

async function converse(
	start: object,
	keys: string,
): Promise<{ readonly screen: string; readonly exitCode: number | undefined }> {
	const conversation = admin.converse("Shell");
	await conversation.send({ start });
	await conversation.send({ data: new TextEncoder().encode(keys) });
	let screen = "";
	let exitCode: number | undefined;
	for await (const message of conversation.messages) {
		screen += new TextDecoder().decode(message.data ?? new Uint8Array());
		exitCode = message.exitCode ?? undefined;
	}
	conversation.end();
	return { screen, exitCode };
}

test("there is no shell unless the configuration allows it", async () => {
	await expect(converse({}, "")).rejects.toMatchObject({ code: "shell-disabled" });
	allow(false);
	await expect(converse({}, "")).rejects.toMatchObject({ code: "shell-disabled" });
	expect(asked).toEqual([]);
	expect(api.audit.at(-1)).toMatchObject({
		method: "Shell",
		outcome: expect.stringMatching(/allows no shell/),
	});
});

test("keys go in, the screen comes out, and the exit code is the last word", async () => {
	allow(true);
	const size = { columns: 101, rows: 33 };
	const { screen, exitCode } = await converse({ size }, "stty size; exit 7\n");
	expect(screen).toContain("33 101");
	expect(exitCode).toBe(7);
	expect(asked.map((line) => line.split(" ")[0])).toEqual(
		expect.arrayContaining(["start", "show", "stop", "reset-failed"]),
	);
	expect(api.audit.at(-1)).toMatchObject({ subject: "interactive", outcome: "ok" });
});

test("a command is run as it is written, and the audit log holds it", async () => {
	allow(true);
	const command = "echo \"a'b\" $((6*7)); printf 'x\\ny\\n'; exit 3";
	const { screen, exitCode } = await converse({ command }, "");
	expect(screen.replaceAll("\r", "")).toBe("a'b 42\nx\ny\n");
	expect(exitCode).toBe(3);
	expect(api.audit.at(-1)?.subject).toBe(`command: ${command}`);
});

test("a session keeps its terminal until its unit is stopped", async () => {
	allow(true);
	wasHeld = false;
	expect((await converse({ command: "true" }, "")).exitCode).toBe(0);
	expect(wasHeld).toBe(true);
});

test("a shell that a signal ended gives 128 and the number of the signal", async () => {
	allow(true);
	expect((await converse({ command: "kill -9 $$" }, "")).exitCode).toBe(137);
});

test("what is no sensible start is refused; a client that goes away ends the unit", async () => {
	allow(true);
	await expect(converse({ terminal: "a b" }, "")).rejects.toBeInstanceOf(SomaError);
	const conversation = admin.converse("Shell");
	await conversation.send({ start: { command: "echo ready; sleep 1000" } });
	for await (const { data } of conversation.messages) {
		if (new TextDecoder().decode(data ?? new Uint8Array()).includes("ready")) {
			break;
		}
	}
	const endMs = performance.now() + 10_000;
	while (program !== undefined || api.server.counts().calls > 0) {
		expect(performance.now()).toBeLessThan(endMs);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	expect(api.unexpected).toEqual([]);
});
