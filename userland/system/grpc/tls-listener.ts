import type { AddressInfo } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { SomaError } from "../../lib/errors.ts";

/** Key, certificate with its issuing authority, and trusted roots: all PEM. */
export interface TlsMaterial {
	readonly key: string;
	readonly chain: string;
	readonly roots: string;
}

/** What a listener grants to connections. */
export interface ListenerLimits {
	/**
	 * Connections that finished their handshake, in all and of one certificate; without
	 * certificates, of one address.
	 */
	readonly connections: number;
	readonly connectionsOfOne: number;
	/** Connections that did not: the oldest gives way to the newest. */
	readonly handshakes: number;
	readonly handshakeTimeoutMs: number;
}

/** A connection that has finished its handshake. */
export interface Connection {
	/** `address:port` of the other end. */
	readonly from: string;
	/** DER: the certificate of the other end, then what issued it; empty when it has none. */
	readonly chain: readonly Uint8Array[];
	/** Calls that run on it. */
	calls: number;
	close(): void;
}

/** A port that speaks TLS, and who is connected to it. */
export interface TlsListener {
	readonly port: number;
	/** The connection from `address:port`, or undefined when it is gone. */
	connection(from: string): Connection | undefined;
	/** New connections get this from now on; those that exist live on. */
	replace(material: TlsMaterial): void;
	counts(): { readonly connections: number; readonly handshakes: number };
	close(): Promise<void>;
}

export interface ListenerOptions {
	readonly address: string;
	readonly port: number;
	readonly material: TlsMaterial;
	readonly clientCertificate: "required" | "none";
	readonly limits: ListenerLimits;
	/** Takes over a connection; may not fail. */
	readonly accept: (socket: TLSSocket) => void;
	/** Somebody was turned away before a call could be made. */
	readonly refused: (from: string, reason: string) => void;
}

/**
 * Opens the port. TLS is terminated here and not in grpc-js, because only so handshakes can be
 * counted and refused, certificates be replaced without a new server, and the whole chain of the
 * client be seen.
 */
export async function openTlsListener(options: ListenerOptions): Promise<TlsListener> {
	const { limits, refused } = options;
	const required = options.clientCertificate === "required";
	const handshakes = new Set<TLSSocket>();
	const connections = new Map<string, Connection>();
	const server = createServer({
		...contextOf(options.material),
		ALPNProtocols: ["h2"],
		minVersion: "TLSv1.3",
		requestCert: required,
		rejectUnauthorized: required,
		handshakeTimeout: limits.handshakeTimeoutMs,
	});
	server.on("connection", (socket: TLSSocket) => {
		socket.on("error", () => socket.destroy()); // the other end went away: no news
		handshakes.add(socket);
		socket.once("close", () => handshakes.delete(socket));
		const [oldest] = handshakes;
		if (handshakes.size > limits.handshakes && oldest !== undefined) {
			handshakes.delete(oldest);
			oldest.destroy();
		}
	});
	server.on("tlsClientError", (error, socket) => {
		handshakes.delete(socket);
		if (!isRoutine(error)) {
			refused(fromOf(socket), `no TLS connection: ${error.message}`);
		}
		socket.destroy();
	});
	server.on("secureConnection", (socket) => {
		handshakes.delete(socket);
		const connection = describe(socket);
		const problem = tooMany(connection, connections, limits);
		if (problem !== undefined || socket.destroyed) {
			refused(connection.from, problem ?? "it closed the connection");
			socket.destroy();
			return;
		}
		socket.setNoDelay(true);
		connections.set(connection.from, connection);
		socket.once("close", () => connections.delete(connection.from));
		options.accept(socket);
	});
	const port = await listen(server, options);
	return {
		port,
		connection: (from) => connections.get(from),
		replace: (material) => server.setSecureContext(contextOf(material)),
		counts: () => ({ connections: connections.size, handshakes: handshakes.size }),
		close: () => close(server, handshakes, connections),
	};
}

function contextOf({ key, chain, roots }: TlsMaterial): {
	readonly key: string;
	readonly cert: string;
	readonly ca: string;
} {
	return { key, cert: chain, ca: roots };
}

function fromOf(socket: TLSSocket): string {
	return `${socket.remoteAddress ?? "unknown"}:${socket.remotePort ?? 0}`;
}

/** A peer that goes away in the handshake, or is asked to, is not worth a line. */
function isRoutine(error: Error): boolean {
	return /socket hang up|ECONNRESET|EPIPE/.test(error.message);
}

function describe(socket: TLSSocket): Connection {
	const chain: Uint8Array[] = [];
	let certificate = socket.getPeerCertificate(true);
	while (certificate?.raw !== undefined && chain.length < 4) {
		chain.push(new Uint8Array(certificate.raw));
		const issuer = certificate.issuerCertificate;
		if (issuer === undefined || issuer === certificate) {
			break;
		}
		certificate = issuer;
	}
	return { from: fromOf(socket), chain, calls: 0, close: () => socket.destroy() };
}

function tooMany(
	connection: Connection,
	connections: ReadonlyMap<string, Connection>,
	limits: ListenerLimits,
): string | undefined {
	if (connections.size >= limits.connections) {
		return `there are ${connections.size} connections already`;
	}
	const same = [...connections.values()].filter((other) => isOfSame(connection, other));
	return same.length >= limits.connectionsOfOne
		? `there are ${same.length} connections of the same client already`
		: undefined;
}

function isOfSame(left: Connection, right: Connection): boolean {
	const [[leftLeaf], [rightLeaf]] = [left.chain, right.chain];
	if (leftLeaf === undefined || rightLeaf === undefined) {
		return addressOf(left.from) === addressOf(right.from);
	}
	return Buffer.compare(leftLeaf, rightLeaf) === 0;
}

/** Without the port. */
export function addressOf(from: string): string {
	return from.replace(/:\d+$/, "");
}

function listen(server: Server, { address, port }: ListenerOptions): Promise<number> {
	return new Promise((resolve, reject) => {
		const fail = (cause: Error): void => {
			const message = `port ${port} of ${address} cannot be listened on`;
			const hint = "see with `ss -ltnp` who has the port, or configure another one";
			reject(new SomaError({ code: "port-in-use", message, hint, cause, retryable: true }));
		};
		server.once("error", fail);
		server.listen(port, address, () => {
			server.off("error", fail);
			server.on("error", () => undefined); // of accept(2): the next connection may do better
			resolve((server.address() as AddressInfo).port);
		});
	});
}

function close(
	server: Server,
	handshakes: ReadonlySet<TLSSocket>,
	connections: ReadonlyMap<string, Connection>,
): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		for (const socket of handshakes) {
			socket.destroy();
		}
		for (const connection of connections.values()) {
			connection.close();
		}
	});
}
