import { X509Certificate } from "node:crypto";
import type { soma } from "../../core/api/generated/soma.js";
import { formatAge, formatPairs } from "../../lib/table.ts";
import type { Work } from "../command.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import type { configurationSpec, identitySpec } from "./specs.ts";
import { printableLines, yesOrNo } from "./status.ts";
import { numberOf, timeOf } from "./wire-numbers.ts";

type IdentityReport = ReturnType<typeof identityOf>;

function identityOf(message: soma.v1.Identity.$Properties) {
	return {
		nodeId: message.nodeId ?? "",
		cluster: message.cluster ?? "",
		names: message.names ?? [],
		notAfter: timeOf(message.notAfterMicroseconds),
		renewAfter: timeOf(message.renewAfterMicroseconds),
		issues: message.issues ?? false,
		certificate: message.certificatePem ?? "",
		issuer: issuerOf(message.certificatePem ?? ""),
		roots: message.rootsPem ?? "",
		/** Base64 of the signed list. */
		revocations: Buffer.from(message.revocations ?? []).toString("base64"),
		/** By the clock here, for a person. */
		expires: formatAge(numberOf(message.notAfterMicroseconds) / 1_000_000, Date.now() / 1000),
	};
}

const identityView: View<IdentityReport> = {
	report: ({ expires: _, ...report }) => report,
	page: (identity) =>
		printableLines(
			formatPairs([
				["node id", identity.nodeId],
				["cluster", identity.cluster],
				["names", identity.names.join(", ")],
				["certificate", `until ${identity.notAfter ?? "?"} (${identity.expires})`],
				["issued by", identity.issuer ?? "?"],
				["renewed", `from ${identity.renewAfter ?? "?"} on`],
				["root authorities", String(countCertificates(identity.roots))],
				["issues certificates", yesOrNo(identity.issues)],
			]),
		),
	header: ["ID", "CLUSTER", "EXPIRES", "ISSUES", { title: "NAMES", shrinks: true }],
	rows: ({ nodeId, cluster, expires, issues, names }) => [
		[nodeId, cluster, expires, yesOrNo(issues), names.join(", ")],
	],
};

/** `soma identity`. */
export const showIdentity: Work<typeof identitySpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const outcomes = await askAll(session, async ({ client }) =>
			identityOf(await client.call("GetIdentity", {}, session.settings)),
		);
		return showOutcomes(context, outcomes, identityView, flags.json);
	} finally {
		session.close();
	}
};

/** The name of the authority behind a certificate, by which rotations are told apart. */
function issuerOf(pem: string): string | null {
	try {
		return new X509Certificate(pem).issuer.replace(/^CN=/, "").replaceAll("\n", ", ");
	} catch {
		return null;
	}
}

function countCertificates(pem: string): number {
	return pem.split("-----BEGIN CERTIFICATE-----").length - 1;
}

type ConfigurationReport = ReturnType<typeof configurationOf>;

function configurationOf(message: soma.v1.Configuration.$Properties) {
	return {
		node: parseJson(message.nodeJson ?? ""),
		source: message.source ? message.source : null,
		configSha256: message.configSha256 ? message.configSha256 : null,
		appliedAt: timeOf(message.appliedAtMicroseconds),
		appliedByVersion: message.appliedByVersion ? message.appliedByVersion : null,
	};
}

const configurationView: View<ConfigurationReport> = {
	report: (configuration) => configuration,
	page: ({ node, source, configSha256, appliedAt, appliedByVersion }) => {
		const facts = formatPairs([
			["source", source ?? "not recorded"],
			["sha256", configSha256 ?? "not recorded"],
			["applied", appliedAt ?? "not recorded"],
			["by release", appliedByVersion ?? "not recorded"],
		]);
		return printableLines(`${facts}\n\n${JSON.stringify(node, null, 2)}`);
	},
	header: ["APPLIED", "RELEASE", "SHA256", { title: "SOURCE", shrinks: true }],
	rows: ({ source, configSha256, appliedAt, appliedByVersion }) => [
		[appliedAt ?? "-", appliedByVersion ?? "-", configSha256?.slice(0, 12) ?? "-", source ?? "-"],
	],
};

/** `soma configuration`. */
export const showConfiguration: Work<typeof configurationSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const outcomes = await askAll(session, async ({ client }) =>
			configurationOf(await client.call("GetConfiguration", {}, session.settings)),
		);
		return showOutcomes(context, outcomes, configurationView, flags.json);
	} finally {
		session.close();
	}
};

/** The value of a JSON text; the text itself when a node sends something else. */
function parseJson(text: string): unknown {
	try {
		return text === "" ? null : JSON.parse(text);
	} catch {
		return text;
	}
}
