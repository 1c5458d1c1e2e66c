import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { NodeConfig } from "../../core/config/node-config.ts";
import { isPlainName } from "../../core/pki/issue.ts";
import { describeError } from "../../lib/errors.ts";
import { IdentityStore } from "../../system/identity-store.ts";
import { log } from "../../system/log.ts";
import type { RequestedNames } from "../../system/pki/requests.ts";
import type { Context } from "../context.ts";
import { NodeIdentity } from "../identity/node-identity.ts";
import { grpcEnrolment } from "./api/enrolment-transport.ts";
import { identityPortOf } from "./api/identity-port.ts";
import type { IdentityPort } from "./api/ports.ts";

/** How often disk and clock are looked at before there is a certificate, and afterwards. */
const startingMs = 500;
const everyMs = 10_000;
const greatestPauseMs = 60_000;

/** The identity of a configured node, which from now on looks after itself. */
export interface IdentityDriver {
	/** Undefined as long as there is no certificate. */
	readonly port: IdentityPort | undefined;
	/** Why there is none, in one clause. */
	readonly problem: string;
	close(): void;
}

/** Starts it. Nothing fails here: what goes wrong is logged, and tried again. */
export function driveIdentity(context: Context, config: NodeConfig): IdentityDriver {
	const identity = new NodeIdentity({
		store: new IdentityStore(join(context.paths.stateDirectory, "identity")),
		ticketPath: context.paths.ticket,
		isConfigured: () => true,
		names: () => namesOf(config),
		transport: grpcEnrolment(config.api.port), // a cluster has one port for all
		nowSeconds: () => Math.floor(Date.now() / 1000),
		nowMs: () => performance.now(),
		randomBytes: context.randomBytes,
		report: (level, text) => log(level, `soma-agent: this node ${text}`),
	});
	let port: IdentityPort | undefined;
	let damage: string | undefined;
	let failures = 0;
	let closed = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const loop = async (): Promise<void> => {
		try {
			await identity.tick();
			failures = 0;
			damage = undefined;
		} catch (error) {
			failures += 1;
			const [reason = ""] = describeError(error).split("\n");
			if (reason !== damage) {
				log("error", `soma-agent: the identity of this node: ${reason}`);
			}
			damage = reason;
		}
		if (!closed) {
			const pauseMs = identity.state.kind === "certified" ? everyMs : startingMs;
			timer = setTimeout(() => void loop(), Math.min(greatestPauseMs, pauseMs * 2 ** failures));
			timer.unref();
		}
	};
	void loop();
	return {
		get port() {
			port ??= identityPortOf(identity);
			return port;
		},
		get problem() {
			const { state } = identity;
			const told = "problem" in state ? state.problem : undefined;
			return damage ?? told ?? `its identity is ${state.kind}`;
		},
		close: () => {
			closed = true;
			clearTimeout(timer);
		},
	};
}

/** What the certificate is for besides the id: configured names, and the addresses of now. */
function namesOf({ hostname, api }: NodeConfig): RequestedNames {
	const addresses = Object.values(networkInterfaces())
		.flatMap((rows) => rows ?? [])
		.filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0)
		.map(({ address }) => address);
	const named = hostname === undefined ? api.names : [hostname, ...api.names];
	const isAddress = (name: string): boolean => isIP(name) !== 0;
	const lower = named.map((name) => name.toLowerCase());
	return {
		// A name that nobody would certify must not keep the node from having a certificate.
		dnsNames: unique(lower.filter((name) => !isAddress(name) && isPlainName(name))),
		addresses: unique([...named.filter(isAddress), ...addresses, "127.0.0.1", "::1"]),
	};
}

/** At most as many as an issuing node allows beside the others. */
function unique(names: readonly string[]): string[] {
	return [...new Set(names)].slice(0, 16);
}
