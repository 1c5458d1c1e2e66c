import { checkNetwork } from "./check-network.ts";
import { findNotOne, itemsOf } from "./findings.ts";
import { defaultApiPort, defaultEnrolPort } from "./node-config.ts";
import type { Finding } from "./problem.ts";
import type { Config } from "./schema/config.ts";

type Soma = NonNullable<Config["soma"]>;

/** The section `soma`. */
export function checkSoma(soma: Soma): Finding[] {
	const days = itemsOf(soma.update?.window?.days, "soma.update.window.days");
	const { api, network } = soma;
	return [
		...(soma.ticket !== undefined && soma.ticket_local !== undefined
			? findNotOne(soma, ["ticket", "ticket_local"], "soma.ticket")
			: []),
		...(soma.ticket !== undefined ? judgeTicket(soma.ticket, soma.role, "soma.ticket") : []),
		...(days.length === 0 && soma.update?.window?.days !== undefined
			? [{ path: "soma.update.window.days", message: "names no day: the window never opens" }]
			: []),
		...((api?.port ?? defaultApiPort) === (api?.enrol_port ?? defaultEnrolPort)
			? [{ path: "soma.api", message: "port and enrol_port are the same", hint: "change one" }]
			: []),
		...itemsOf(soma.ca_certificates, "soma.ca_certificates").flatMap(({ item, path }) => [
			...findNotOne(item, ["inline", "local"], path),
			...(item.inline === undefined ? [] : judgeCertificates(item.inline, `${path}.inline`)),
		]),
		...(network === undefined ? [] : checkNetwork(network)),
	];
}

/** The text of a ticket, wherever it came from. */
export function judgeTicket(text: string, role: Soma["role"], path: string): Finding[] {
	const trimmed = text.trim();
	const kind = /^soma-(founder|join)-1\.[A-Za-z0-9_-]+$/.exec(trimmed)?.[1];
	if (kind === undefined) {
		return [{ path, message: "is no ticket", hint: "`soma pki ticket` makes one" }];
	}
	return kind === "founder" && role === "worker"
		? [{ path, message: "a worker cannot found a cluster", hint: "give it a join ticket" }]
		: [];
}

/** Text that holds nothing but certificates in PEM (RFC 7468). */
export function judgeCertificates(text: string, path: string): Finding[] {
	if (/PRIVATE KEY/.test(text)) {
		const hint = "give the certificate only; a key belongs on the machine that made it";
		return [{ path, message: "holds a private key", hint }];
	}
	const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
	const sound = blocks.every((block) => {
		const body = block.replaceAll(/-----[A-Z ]+-----/g, "").replaceAll(/\s/g, "");
		// DER of a certificate is a sequence whose length has two bytes.
		return body.length > 100 && body.length % 4 === 0 && /^MII[A-Za-z0-9+/]*={0,2}$/.test(body);
	});
	return blocks.length > 0 && sound
		? []
		: [{ path, message: "holds no sound certificate in PEM", hint: "-----BEGIN CERTIFICATE-----" }];
}
