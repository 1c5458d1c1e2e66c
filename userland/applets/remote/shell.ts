import { singleNode } from "../../core/context/target.ts";
import type { Conversation } from "../../system/grpc/client.ts";
import type { Work } from "../command.ts";
import { openSession } from "./session.ts";
import type { shellSpec } from "./specs.ts";

const controlBracket = 0x1d;

/** `soma shell`: this terminal is the shell's until it ends; the exit code is the shell's. */
export const openShell: Work<typeof shellSpec> = async (context, { flags, rest }) => {
	const session = openSession(context, flags);
	const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
	const abort = new AbortController();
	try {
		singleNode(session.target, "`soma shell` is for");
		const [node] = session.nodes;
		const conversation = node?.client.converse("Shell", {
			...session.settings,
			signal: abort.signal,
		});
		if (conversation === undefined) {
			return 1;
		}
		await conversation.send({
			start: {
				terminal: isTerminal ? (process.env["TERM"] ?? "dumb") : "dumb",
				size: terminalSize(),
				command: rest.join(" "),
			},
		});
		const release = takeInput(conversation, isTerminal, () => abort.abort());
		try {
			return await showOutput(conversation);
		} catch (error) {
			if (abort.signal.aborted) {
				return 130;
			}
			throw error;
		} finally {
			release();
		}
	} finally {
		session.close();
	}
};

/** Reads to the end, which comes after the exit code: who leaves earlier has cancelled the call. */
async function showOutput(conversation: Conversation<"Shell">): Promise<number> {
	let result = 1;
	for await (const { data, exitCode } of conversation.messages) {
		result = exitCode ?? result;
		if (data !== null && data !== undefined && process.stdout.write(data) === false) {
			await new Promise((resolve) => process.stdout.once("drain", resolve));
		}
	}
	return result;
}

/** Sends what is typed and how big the terminal is; gives the function that stops it. */
function takeInput(
	conversation: Conversation<"Shell">,
	isTerminal: boolean,
	leave: () => void,
): () => void {
	const { stdin, stdout } = process;
	const send = async (data: Buffer): Promise<void> => {
		stdin.pause(); // until there is room for more
		await conversation.send({ data });
		stdin.resume();
	};
	const onData = (data: Buffer): void => {
		if (isTerminal && data.includes(controlBracket)) {
			leave();
		} else {
			send(data).catch(leave);
		}
	};
	const onEnd = (): void => conversation.end();
	const onResize = (): void => {
		conversation.send({ resize: terminalSize() }).catch(leave);
	};
	if (isTerminal) {
		stdin.setRawMode(true);
	}
	stdin.on("data", onData);
	stdin.on("end", onEnd);
	stdout.on("resize", onResize);
	return () => {
		stdin.off("data", onData);
		stdin.off("end", onEnd);
		stdout.off("resize", onResize);
		if (isTerminal) {
			stdin.setRawMode(false);
		}
		stdin.pause();
		if ("unref" in stdin) {
			stdin.unref(); // a file has none
		}
	};
}

function terminalSize(): { columns: number; rows: number } {
	return { columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
}
