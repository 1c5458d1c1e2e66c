import type { StatusObject } from "@grpc/grpc-js";
import { type MethodRow, mayCall } from "../../core/api/methods.ts";
import type { Peer, Refused } from "../../core/pki/peer.ts";
import type { Holder } from "../../core/pki/roles.ts";
import { SomaError } from "../../lib/errors.ts";
import type { Connection } from "./tls-listener.ts";
import { statusOfError } from "./wire.ts";

/** Who calls: the name of an operator or the id of a node, and its role. */
export interface Caller {
	readonly name: string;
	readonly role: Holder;
	/** Serial number of the certificate. */
	readonly serial: string;
}

/** What the audit log says about one call, or about a connection that got no call. */
export interface AuditEntry {
	readonly from: string;
	/** Undefined when nobody could be recognised. */
	readonly caller: Caller | undefined;
	/** Empty for a connection that was refused. */
	readonly method: string;
	/** What was changed. */
	readonly subject: string;
	/** `ok`, or why not. */
	readonly outcome: string;
}

export interface GuardOptions {
	/** The live connection from `address:port`. */
	readonly connection: (from: string) => Connection | undefined;
	/** Who shows these certificates; asked at the start of each call and while it runs. */
	readonly peerOf: (chain: readonly Uint8Array[]) => Peer;
	readonly audit: (entry: AuditEntry) => void;
	/** An error that is no {@link SomaError}: a fault of ours. */
	readonly unexpected: (method: string, error: unknown) => void;
	readonly limits: { readonly callsOfConnection: number };
	/** How often running calls are judged again. */
	readonly judgeEveryMs: number;
}

/** A call that runs. */
export interface OpenCall {
	readonly method: string;
	readonly row: MethodRow;
	readonly from: string;
	readonly caller: Caller | undefined;
	readonly signal: AbortSignal;
	subject: string;
}

/** The parts of a call of grpc-js that every kind has. */
interface GrpcCall {
	getPeer(): string;
	readonly cancelled: boolean;
	on(event: "cancelled", listener: () => void): unknown;
}

interface Work {
	/** Does the work; what it returns sends the last word, unless the call failed meanwhile. */
	work(open: OpenCall): Promise<() => void>;
	fail(status: StatusObject): void;
}

/** Lets calls in, watches over them while they run, and writes the audit log. */
export interface CallGuard {
	run(
		method: string,
		row: MethodRow,
		call: GrpcCall,
		timeoutMs: number | undefined,
		work: Work,
	): void;
	judgeAgain(): void;
	count(): number;
	/**
	 * Lets no call in any more, waits until the answers under way are out, then ends the streams;
	 * resolves when everybody was told.
	 */
	drain(): Promise<void>;
	/** Ends everything. */
	close(): void;
}

interface Running extends OpenCall {
	readonly connection: Connection;
	readonly abort: AbortController;
}

/** A call whose last word may be on its way still. */
interface Unsaid {
	readonly row: MethodRow;
	readonly abort: AbortController;
	/** Resolves when the last word was handed to the connection, or the client is gone. */
	readonly said: Promise<void>;
}

/** Deny by default: without a certificate that is good now and a role that suffices, no call. */
export function createCallGuard(options: GuardOptions): CallGuard {
	const running = new Set<Running>();
	const unsaid = new Set<Unsaid>();
	let closing = false;
	const judgeAgain = (): void => {
		for (const call of running) {
			try {
				authorise(options, call.connection, call.method, call.row);
			} catch (error) {
				call.abort.abort(error);
			}
		}
	};
	const timer = setInterval(judgeAgain, options.judgeEveryMs);
	timer.unref();
	return {
		run: (method, row, call, timeoutMs, work) => {
			const from = call.getPeer();
			const abort = new AbortController();
			// grpc-js says so of a call that is over, too: after its status.
			const said = new Promise<void>((resolve) => call.on("cancelled", resolve));
			call.on("cancelled", () => abort.abort(cancelled()));
			let open: Running;
			try {
				if (closing) {
					throw stopping();
				}
				open = admit(options, { method, row, from, abort });
			} catch (error) {
				finish(options, { method, row, from, caller: callerOf(error), subject: "" }, work, error);
				return;
			}
			running.add(open);
			const entry: Unsaid = { row, abort, said };
			unsaid.add(entry);
			void said.then(() => unsaid.delete(entry));
			const timer =
				timeoutMs === undefined
					? undefined
					: setTimeout(() => abort.abort(timedOut(method, timeoutMs)), timeoutMs);
			perform(options, open, work)
				.catch((error) => options.unexpected(method, error))
				.finally(() => {
					clearTimeout(timer);
					running.delete(open);
					open.connection.calls -= 1;
				});
		},
		judgeAgain,
		count: () => running.size,
		drain: async () => {
			closing = true;
			await allSaid([...unsaid].filter(({ row }) => row.kind === "unary"));
			for (const { abort } of unsaid) {
				abort.abort(stopping());
			}
			await allSaid([...unsaid]);
		},
		close: () => {
			closing = true;
			clearInterval(timer);
			for (const { abort } of unsaid) {
				abort.abort(stopping());
			}
		},
	};
}

async function allSaid(calls: readonly Unsaid[]): Promise<void> {
	await Promise.all(calls.map(({ said }) => said));
}

function admit(
	options: GuardOptions,
	call: Pick<Running, "method" | "row" | "from" | "abort">,
): Running {
	const { method, row, from, abort } = call;
	const connection = options.connection(from);
	if (connection === undefined) {
		throw refusal({ kind: "refused", code: "no-certificate", reason: "the connection is gone" });
	}
	const caller = authorise(options, connection, method, row);
	if (connection.calls >= options.limits.callsOfConnection) {
		throw new SomaError({
			code: "too-many-streams",
			message: `there are ${connection.calls} calls on this connection already`,
			hint: "end some, or open another connection",
			retryable: true,
		});
	}
	connection.calls += 1;
	return { method, row, from, caller, connection, abort, signal: abort.signal, subject: "" };
}

/** Who calls, when it may; fails otherwise. */
function authorise(
	options: GuardOptions,
	connection: Connection,
	method: string,
	row: MethodRow,
): Caller | undefined {
	if (row.least === "anyone") {
		return undefined;
	}
	const peer = options.peerOf(connection.chain);
	if (peer.kind === "refused") {
		throw refusal(peer);
	}
	const caller: Caller =
		peer.kind === "node"
			? { name: peer.id, role: "node", serial: peer.serial }
			: { name: peer.name, role: peer.role, serial: peer.serial };
	if (!mayCall(caller.role, row)) {
		throw new RoleError(caller, method, row.least);
	}
	return caller;
}

/** Knows the caller, for the audit line. */
class RoleError extends SomaError {
	readonly caller: Caller;

	constructor(caller: Caller, method: string, least: string) {
		super({
			code: "role-too-low",
			message: `${caller.name} has the role ${caller.role}, and ${method} needs ${least}`,
			hint: "use a context with that role",
			facts: { name: caller.name, role: caller.role, needs: least },
		});
		this.caller = caller;
	}
}

function callerOf(error: unknown): Caller | undefined {
	return error instanceof RoleError ? error.caller : undefined;
}

function refusal({ code, reason }: Refused): SomaError {
	return new SomaError({
		code: code === "no-certificate" ? "certificate-missing" : `certificate-${code}`,
		message: `the node does not accept the client certificate: ${reason}`,
		hint: "make a new one: `soma pki operator`",
	});
}

async function perform(options: GuardOptions, open: Running, work: Work): Promise<void> {
	try {
		const last = await untilAbort(work.work(open), open.signal);
		finish(options, open, work, undefined);
		last();
	} catch (error) {
		open.abort.abort(error); // what the handler still does, it does for nobody
		finish(options, open, work, error);
	}
}

/** The end of the work, or the reason of an abort if that comes first. */
function untilAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = (): void => reject(signal.reason);
		if (signal.aborted) {
			abort();
		}
		signal.addEventListener("abort", abort, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}

/** Answers a failure and writes the audit line, which is there before the client hears of it. */
function finish(
	options: GuardOptions,
	call: Pick<OpenCall, "method" | "row" | "from" | "caller" | "subject">,
	work: Work,
	error: unknown,
): void {
	const { method, from, caller, subject } = call;
	const known = error instanceof SomaError ? error : undefined;
	const isRefusal = known !== undefined && /^certificate-|^role-|^too-many/.test(known.code);
	if (error !== undefined && known === undefined) {
		options.unexpected(method, error);
	}
	if (call.row.audited || isRefusal) {
		const outcome = error === undefined ? "ok" : (known?.message ?? "an unexpected error");
		options.audit({ from, caller, method, subject, outcome });
	}
	if (error !== undefined) {
		work.fail(statusOfError(error));
	}
}

function cancelled(): SomaError {
	return new SomaError({ code: "call-cancelled", message: "the client cancelled the call" });
}

function timedOut(method: string, timeoutMs: number): SomaError {
	const message = `${method} did not end within ${timeoutMs} ms`;
	return new SomaError({ code: "call-timeout", message, retryable: true });
}

function stopping(): SomaError {
	const message = "the API of the node stops";
	return new SomaError({ code: "node-stopping", message, retryable: true });
}
