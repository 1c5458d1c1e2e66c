import { X509Certificate as NativeCertificate } from "node:crypto";
import type * as types from "@peculiar/x509";
import type { CertificateFacts, CertificatePlan, Purpose } from "../../core/pki/certificate.ts";
import { derContext, derElement, derTags } from "../../core/pki/der.ts";
import { type Holder, organisationOf, roles } from "../../core/pki/roles.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { errorOfInput } from "./faults.ts";
import { type KeyPair, keyIdOf, signatureAlgorithm } from "./keys.ts";
import { x509 } from "./x509.ts";

/** A certificate as it was read: what it says, and its bytes for TLS and for verification. */
export interface Certificate {
	readonly facts: CertificateFacts;
	/** One PEM block that ends with a newline. */
	readonly pem: string;
	readonly der: Uint8Array;
	readonly native: NativeCertificate;
}

/** What signs: its key pair and, unless it signs itself, its certificate. */
export interface Signer {
	readonly keys: KeyPair;
	readonly certificate: Certificate | undefined;
}

const purposeIds: Readonly<Record<Purpose, string>> = {
	serverAuth: x509.ExtendedKeyUsage.serverAuth,
	clientAuth: x509.ExtendedKeyUsage.clientAuth,
};

const extensionIds = {
	keyUsage: "2.5.29.15",
	subjectAlternativeName: "2.5.29.17",
	basicConstraints: "2.5.29.19",
	nameConstraints: "2.5.29.30",
	extendedKeyUsage: "2.5.29.37",
} as const;

/**
 * Makes a certificate (RFC 5280) for a public key. A signer without a certificate signs its own.
 * Nothing in the plan is questioned here: that is the business of whoever planned it.
 */
export async function makeCertificate(
	plan: CertificatePlan,
	publicKey: CryptoKey,
	signer: Signer,
): Promise<Certificate> {
	const subject = nameOf(plan);
	const made = await x509.X509CertificateGenerator.create({
		serialNumber: plan.serial,
		subject,
		issuer: signer.certificate === undefined ? subject : parse(signer.certificate.der).subjectName,
		notBefore: new Date(plan.notBeforeSeconds * 1000),
		notAfter: new Date(plan.notAfterSeconds * 1000),
		publicKey,
		signingKey: signer.keys.privateKey,
		signingAlgorithm: signatureAlgorithm,
		extensions: await extensionsOf(plan, publicKey, signer),
	});
	return describe(made);
}

function nameOf({ organisation, commonName }: CertificatePlan): types.Name {
	const parts = organisation === undefined ? [] : [{ O: [organisation] }];
	return new x509.Name([...parts, { CN: [commonName] }]);
}

async function extensionsOf(
	plan: CertificatePlan,
	publicKey: CryptoKey,
	signer: Signer,
): Promise<types.Extension[]> {
	const { authority } = plan;
	const flags = x509.KeyUsageFlags;
	const usages =
		authority === undefined ? flags.digitalSignature : flags.keyCertSign | flags.cRLSign;
	const extensions: types.Extension[] = [
		new x509.BasicConstraintsExtension(authority !== undefined, authority?.pathLength, true),
		new x509.KeyUsagesExtension(usages, true),
		await x509.SubjectKeyIdentifierExtension.create(publicKey),
	];
	if (signer.certificate !== undefined) {
		extensions.push(await x509.AuthorityKeyIdentifierExtension.create(signer.keys.publicKey));
	}
	if (plan.purposes.length > 0) {
		const ids = plan.purposes.map((purpose) => purposeIds[purpose]);
		extensions.push(new x509.ExtendedKeyUsageExtension(ids));
	}
	if (authority?.permitted !== undefined) {
		const value = nameConstraints(authority.permitted);
		extensions.push(new x509.Extension(extensionIds.nameConstraints, true, value));
	}
	const names: types.JsonGeneralNames = [
		...plan.dnsNames.map((value) => ({ type: x509.DNS, value }) as const),
		...plan.addresses.map((value) => ({ type: x509.IP, value }) as const),
	];
	if (names.length > 0) {
		extensions.push(new x509.SubjectAlternativeNameExtension(names));
	}
	return extensions;
}

/** `permittedSubtrees` (RFC 5280 section 4.2.1.10) of directory names that begin with an `O=`. */
function nameConstraints(permitted: readonly Holder[]): Uint8Array<ArrayBuffer> {
	const subtrees = permitted.map((holder) => {
		const name = new x509.Name([{ O: [organisationOf(holder)] }]).toArrayBuffer();
		return derElement(derTags.sequence, derContext(4, new Uint8Array(name)));
	});
	return Uint8Array.from(derElement(derTags.sequence, derContext(0, ...subtrees)));
}

/** What a certificate with these name constraints may issue; nothing when they are not ours. */
function permittedBy(value: Uint8Array): readonly Holder[] {
	const ours: readonly (readonly Holder[])[] = [["node"], roles];
	return ours.find((holders) => equalBytes(nameConstraints(holders), value)) ?? [];
}

/** The certificates of a PEM text, in order. Fails for anything that is not one. */
export function readCertificates(pem: string, where: string): Certificate[] {
	try {
		const blocks = x509.PemConverter.decodeWithHeaders(pem);
		const foreign = blocks.find(({ type }) => type !== x509.PemConverter.CertificateTag);
		if (foreign === undefined && blocks.length > 0) {
			return blocks.map(({ rawData }) => readCertificate(new Uint8Array(rawData)));
		}
	} catch {
		// the error of the parser tells an operator nothing
	}
	throw errorOfInput("certificate-unreadable", `${where} is not a list of certificates in PEM`);
}

/** One certificate from its DER bytes. Throws whatever the parsers throw. */
export function readCertificate(der: Uint8Array): Certificate {
	return describe(parse(der));
}

/** The PEM text of several certificates. */
export function joinPem(certificates: readonly Certificate[]): string {
	return certificates.map(({ pem }) => pem).join("");
}

function parse(der: Uint8Array): types.X509Certificate {
	return new x509.X509Certificate(Uint8Array.from(der));
}

function describe(parsed: types.X509Certificate): Certificate {
	const der = new Uint8Array(parsed.rawData);
	const native = new NativeCertificate(der);
	const pem = `${parsed.toString("pem").trim()}\n`;
	return { der, native, pem, facts: factsOf(parsed, native) };
}

function factsOf(parsed: types.X509Certificate, native: NativeCertificate): CertificateFacts {
	const basic = parsed.getExtension(x509.BasicConstraintsExtension);
	const usages = parsed.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
	const purposes: readonly unknown[] =
		parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
	const names = parsed.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
	const constraints = parsed.getExtension(extensionIds.nameConstraints);
	const known: readonly string[] = Object.values(extensionIds);
	return {
		serial: parsed.serialNumber.toLowerCase(),
		organisations: parsed.subjectName.getField("O"),
		commonNames: parsed.subjectName.getField("CN"),
		subject: parsed.subject,
		issuer: parsed.issuer,
		notBeforeSeconds: Math.floor(parsed.notBefore.getTime() / 1000),
		notAfterSeconds: Math.floor(parsed.notAfter.getTime() / 1000),
		authority: basic?.ca === true ? { pathLength: basic.pathLength } : undefined,
		permitted: constraints === null ? undefined : permittedBy(new Uint8Array(constraints.value)),
		maySign: (usages & x509.KeyUsageFlags.digitalSignature) !== 0,
		mayCertify: (usages & x509.KeyUsageFlags.keyCertSign) !== 0,
		purposes: (["serverAuth", "clientAuth"] as const).filter((purpose) =>
			purposes.includes(purposeIds[purpose]),
		),
		dnsNames: names.filter(({ type }) => type === x509.DNS).map(({ value }) => value),
		addresses: names.filter(({ type }) => type === x509.IP).map(({ value }) => value),
		unknownCritical: parsed.extensions
			.filter(({ critical, type }) => critical && !known.includes(type))
			.map(({ type }) => type),
		keyId: keyIdOf(new Uint8Array(parsed.publicKey.rawData)),
		fingerprint: native.fingerprint256.replaceAll(":", "").toLowerCase(),
	};
}

/** The public key that a certificate is about. */
export function publicKeyOf(certificate: Certificate): Promise<CryptoKey> {
	return parse(certificate.der).publicKey.export();
}
