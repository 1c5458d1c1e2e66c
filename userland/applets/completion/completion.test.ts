import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeContextFile } from "../../system/context-file.ts";
import { run } from "../../system/process.ts";
import { formatCandidates } from "./command.ts";

/* The script in a real bash, which asks the real program. */

const main = join(import.meta.dirname, "..", "..", "main.ts");
const certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const context = {
	cluster: "lab",
	nodes: ["192.0.2.1", "0123456789abcdef@node-2:7000"],
	roots: certificate,
	certificate,
	key: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
};

let directory = "";
beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-completion-"));
	writeContextFile(join(directory, "contexts.yaml"), {
		current: "lab",
		contexts: { lab: context, home: context },
	});
	const script = await run({ argv: [process.execPath, main, "completion", "bash"] });
	const soma = `soma() { ${process.execPath} ${main} "$@"; }`;
	await Bun.write(join(directory, "completion.bash"), `${soma}\n${script.stdout}`);
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What bash has for the end of a line; it gets the words split as bash splits them. */
async function complete(line: string, words: readonly string[]): Promise<string[]> {
	const quoted = words.map((word) => `'${word}'`).join(" ");
	const program = [
		`source ${join(directory, "completion.bash")}`,
		`COMP_LINE='${line}' COMP_POINT=${line.length}`,
		`COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}`,
		"_soma",
		`printf '%s\\n' "\${COMPREPLY[@]}"`,
	].join("\n");
	const { stdout } = await run({
		argv: ["bash", "-c", program],
		env: { SOMA_CONTEXTS: join(directory, "contexts.yaml") },
	});
	return stdout.trim().split("\n");
}

test("a real bash completes commands, flags, contexts and nodes", async () => {
	expect(existsSync("/bin/bash") || existsSync("/usr/bin/bash")).toBe(true);
	const rows = await Promise.all([
		complete("soma stat", ["soma", "stat"]),
		complete("soma slot ma", ["soma", "slot", "ma"]),
		complete("soma status --js", ["soma", "status", "--js"]),
		complete("soma status --node ", ["soma", "status", "--node", ""]),
		complete("soma status --node=no", ["soma", "status", "--node", "=", "no"]),
		complete("soma context use ", ["soma", "context", "use", ""]),
		complete("soma logs --priority w", ["soma", "logs", "--priority", "w"]),
	]);
	expect(rows).toEqual([
		["status"],
		["mark-good", "mark-bad"],
		["--json"],
		["192.0.2.1", "node-2:7000"],
		["node-2:7000"],
		["lab", "home"],
		["warning"],
	]);
});

test("each shell gets words as it wants them", () => {
	const found = [{ word: "--node=a:1", help: "Nodes." }];
	expect(formatCandidates("bash", found, "--node=a:")).toBe("1");
	expect(formatCandidates("bash", found, "--node=")).toBe("a:1");
	expect(formatCandidates("zsh", found, "")).toBe("--node=a\\:1:Nodes.");
	expect(formatCandidates("fish", found, "")).toBe("--node=a:1\tNodes.");
});
