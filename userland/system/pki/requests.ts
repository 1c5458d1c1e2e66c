import type * as types from "@peculiar/x509";
import type { RequestFacts } from "../../core/pki/issue.ts";
import { errorOfInput } from "./faults.ts";
import { type KeyPair, keyIdOf, signatureAlgorithm } from "./keys.ts";
import { x509 } from "./x509.ts";

/** A certificate signing request (PKCS #10, RFC 2986) that was read and verified. */
export interface ReadRequest {
	readonly facts: RequestFacts;
	readonly der: Uint8Array;
	readonly publicKey: CryptoKey;
}

/** The names that a node would like besides `<id>.node.soma`. */
export interface RequestedNames {
	readonly dnsNames: readonly string[];
	readonly addresses: readonly string[];
}

/** More is not a request of a node. */
const greatestLength = 16 * 1024;

/** Makes the request of a node for its own key. */
export async function makeRequest(
	keys: KeyPair,
	id: string,
	{ dnsNames, addresses }: RequestedNames,
): Promise<string> {
	const names: types.JsonGeneralNames = [
		...dnsNames.map((value) => ({ type: x509.DNS, value }) as const),
		...addresses.map((value) => ({ type: x509.IP, value }) as const),
	];
	const made = await x509.Pkcs10CertificateRequestGenerator.create({
		name: new x509.Name([{ CN: [id] }]),
		keys: { privateKey: keys.privateKey, publicKey: keys.publicKey },
		signingAlgorithm: signatureAlgorithm,
		extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)],
	});
	return `${made.toString("pem").trim()}\n`;
}

/** Reads a request and verifies that it is signed with its own key, which is of our kind. */
export async function readRequest(pem: string): Promise<ReadRequest> {
	const broken = errorOfInput("request-unreadable", "this is no certificate signing request");
	if (pem.length > greatestLength) {
		throw broken;
	}
	let parsed: types.Pkcs10CertificateRequest;
	let isSigned: boolean;
	try {
		parsed = new x509.Pkcs10CertificateRequest(pem);
		isSigned = await parsed.verify();
	} catch {
		throw broken;
	}
	const algorithm = parsed.publicKey.algorithm;
	const isOurs = "namedCurve" in algorithm && algorithm.namedCurve === "P-256";
	if (!isSigned || algorithm.name !== "ECDSA" || !isOurs) {
		throw errorOfInput("request-wrong", "the request is not signed with its own P-256 key");
	}
	const names = parsed.extensions
		.filter((each) => each instanceof x509.SubjectAlternativeNameExtension)
		.flatMap((each) => each.names.items);
	return {
		der: new Uint8Array(parsed.rawData),
		publicKey: await parsed.publicKey.export(),
		facts: {
			keyId: keyIdOf(new Uint8Array(parsed.publicKey.rawData)),
			commonNames: parsed.subjectName.getField("CN"),
			organisations: parsed.subjectName.getField("O"),
			dnsNames: names.filter(({ type }) => type === x509.DNS).map(({ value }) => value),
			addresses: names.filter(({ type }) => type === x509.IP).map(({ value }) => value),
		},
	};
}
