import { userInfo } from "node:os";
import { checkClusterName, uuidFrom } from "../../core/pki/cluster.ts";
import { livesSeconds } from "../../core/pki/plans.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { type MakingContext, makeIssuing, makeRoot } from "../../system/pki/authorities.ts";
import {
	AuthorityDirectory,
	checkVacant,
	createAuthorityDirectory,
	keyWriter,
} from "../../system/pki/authority-directory.ts";
import { askNewPassphrase, readPassphraseFile } from "../../system/pki/passphrase.ts";
import { type Context, formatJson } from "../context.ts";
import { checkOperatorName, issueOperator } from "./operator.ts";
import { prepareContext } from "./operator-context.ts";
import { publishTrust } from "./publish.ts";
import { currentSeconds } from "./session.ts";
import type { newSpec } from "./specs.ts";

/** `soma pki new CLUSTER`. */
export async function runNew(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof newSpec>,
): Promise<number> {
	const cluster = checkClusterName(positionals["CLUSTER"] ?? "");
	const path = flags.directory ?? `${cluster}-pki`;
	const operator = checkOperatorName(flags.operator ?? userInfo().username);
	checkVacant(path);
	const writeContext = prepareContext(flags);
	const passphrase = await newPassphrase(flags);
	const nowSeconds = currentSeconds();
	const { randomBytes } = context;
	const making: MakingContext = { cluster, nowSeconds, randomBytes };
	const root = await makeRoot(making, "1");
	const generation = {
		root,
		nodes: await makeIssuing(making, root, "nodes", "1"),
		operators: await makeIssuing(making, root, "operators", "1"),
	};
	const uuid = uuidFrom(randomBytes(16));
	const about = { name: cluster, uuid, madeAtSeconds: nowSeconds };
	await createAuthorityDirectory(path, about, generation, keyWriter(passphrase, randomBytes));
	const directory = new AuthorityDirectory(path, () => Promise.resolve(passphrase ?? ""));
	const session = { context, directory, nowSeconds, making };
	await publishTrust(session);
	const files = await issueOperator(session, {
		name: operator,
		role: "admin",
		lifeSeconds: livesSeconds.operator,
	});
	writeContext?.(session, files.identity);
	const { key, certificate } = files;
	report(context, flags.json, { cluster, uuid, directory: path, operator, key, certificate });
	return 0;
}

async function newPassphrase(
	flags: ParsedCommand<typeof newSpec>["flags"],
): Promise<string | undefined> {
	const file = flags["passphrase-file"];
	if (file !== undefined) {
		return readPassphraseFile(file);
	}
	return flags.passphrase ? await askNewPassphrase() : undefined;
}

interface Made {
	readonly cluster: string;
	readonly uuid: string;
	readonly directory: string;
	readonly operator: string;
	readonly key: string;
	readonly certificate: string;
}

function report(context: Context, asJson: boolean, made: Made): void {
	if (asJson) {
		context.print(formatJson(made));
		return;
	}
	context.print(
		`cluster ${made.cluster} (${made.uuid}) has its authorities in ${made.directory}\n` +
			`operator ${made.operator}, an admin: ${made.certificate}, ${made.key}\n` +
			"Back the directory up: whoever has it rules the cluster, and nobody can make it again.",
	);
}
