import { longFrom } from "../../../core/api/longs.ts";
import { parseRecord } from "../../../core/provision/record.ts";
import { required } from "../../../lib/assert.ts";
import { SomaError } from "../../../lib/errors.ts";
import { readText } from "../../../system/text-file.ts";
import type { ApiPorts, EnrolmentHandlers, Handler } from "./ports.ts";

/** GetIdentity. */
export function getIdentity({ identity }: ApiPorts): Handler<"GetIdentity"> {
	return () => identity.describe();
}

/** RenewCertificate: only nodes get here. */
export function renewCertificate({ identity }: ApiPorts): Handler<"RenewCertificate"> {
	return async ({ requestPem }, call) => {
		const caller = required(call.caller, "the caller of RenewCertificate");
		call.subject(`certificate of ${caller.name}`);
		return await identity.renewFor(requestPem, caller);
	};
}

/** UpdateTrust. */
export function updateTrust({ identity }: ApiPorts): Handler<"UpdateTrust"> {
	return async (request, call) => {
		const parts = [
			...(request.trust.length === 0 ? [] : ["trust bundle"]),
			...(request.founderTicket === "" ? [] : ["issuing authority"]),
		];
		if (parts.length === 0) {
			const message = "nothing is given that could be updated";
			throw new SomaError({ code: "request-invalid", message });
		}
		call.subject(parts.join(", "));
		await identity.updateTrust(request);
		return identity.describe();
	};
}

/** GetConfiguration. */
export function getConfiguration({ context }: ApiPorts): Handler<"GetConfiguration"> {
	return () => {
		const record = parseRecord(readText(context.paths.provisioned));
		return {
			nodeJson: readText(context.paths.nodeConfig) ?? "",
			source: record?.source ?? "",
			configSha256: record?.configSha256 ?? "",
			appliedAtMicroseconds: longFrom((record?.atSeconds ?? 0) * 1e6),
			appliedByVersion: record?.version ?? "",
		};
	};
}

/** The calls of the enrolment port. */
export function enrolmentHandlers(
	{ identity, record }: ApiPorts,
	admit: (from: string) => void,
): EnrolmentHandlers {
	return {
		GetChallenge: (_request, { from }) => {
			admit(from);
			return identity.challenge();
		},
		Enrol: async (request, call) => {
			admit(call.from);
			call.subject(`secret ${request.secretId.slice(0, 40)}`);
			const issued = await identity.enrol(request);
			const facts = { from: call.from, secret: request.secretId.slice(0, 40) };
			record({ kind: "identity", message: "a node has enrolled here", facts, warning: false });
			return issued;
		},
	};
}
