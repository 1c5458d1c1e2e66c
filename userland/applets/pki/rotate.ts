import {
	issuingGeneration,
	overlapSeconds,
	planBegin,
	planFinish,
	type RotationFacts,
	type RotationScope,
	type RotationStep,
	rotationScopes,
} from "../../core/pki/rotation.ts";
import { assert, unreachable } from "../../lib/assert.ts";
import type { ParsedCommand } from "../../lib/flags.ts";
import { makeIssuing, makeRoot } from "../../system/pki/authorities.ts";
import { authorityNames, type Generation } from "../../system/pki/authority-directory.ts";
import { type Context, formatJson } from "../context.ts";
import { formatTime } from "./describe.ts";
import { publishTrust } from "./publish.ts";
import { chooseWord, openSession, type PkiSession } from "./session.ts";
import { rotateSpec } from "./specs.ts";

/** `soma pki rotate begin|finish|status`. */
export async function runRotate(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof rotateSpec>,
): Promise<number> {
	const step = positionals["STEP"];
	const session = openSession(context, flags);
	const facts = factsOf(session);
	if (step === "begin") {
		const scope = chooseWord(rotateSpec, "what", rotationScopes, flags.what);
		await perform(session, planBegin(facts, scope), scope);
	} else if (step === "finish") {
		await perform(session, planFinish(facts, flags.force), undefined);
	}
	report(session, flags.json);
	return 0;
}

function factsOf({ directory, nowSeconds }: PkiSession): RotationFacts {
	const state = directory.rotation();
	const published = directory.newestTrust()?.trust.bundle;
	const isListed = (generation: number): boolean =>
		(["nodes", "operators"] as const).every(
			(name) => published?.issuing.includes(directory.certificate(generation, name).pem) === true,
		);
	const newest = directory.newestGeneration();
	const both = newest > 1 && isListed(newest) && isListed(newest - 1);
	return {
		state,
		newestGeneration: newest,
		newestScope: newest > 1 ? scopeOf(directory, newest) : undefined,
		published: published === undefined ? undefined : publishedState(both),
		nowSeconds,
	};
}

function publishedState(both: boolean): "steady" | "overlap" {
	return both ? "overlap" : "steady";
}

/** Which authorities a generation does not share with the one before. */
function scopeOf(directory: PkiSession["directory"], generation: number): RotationScope {
	const isNew = (name: keyof Generation): boolean =>
		directory.certificate(generation, name).pem !== directory.certificate(generation - 1, name).pem;
	const newest = (["root", "operators", "nodes"] as const).find(isNew);
	assert(newest !== undefined, "a generation is the same as the one before");
	return newest;
}

async function perform(
	session: PkiSession,
	steps: readonly RotationStep[],
	scope: RotationScope | undefined,
): Promise<void> {
	const { directory } = session;
	for (const step of steps) {
		switch (step.kind) {
			case "make-generation": {
				const next = await nextGeneration(session, step.from, scope ?? "nodes");
				await directory.addGeneration(step.to, next, session.context.randomBytes);
				break;
			}
			case "enter":
				directory.enterRotation(step.state);
				break;
			case "revoke-generation":
				revokeGeneration(session, step.old, step.kept);
				break;
			case "publish":
				await publishTrust(session);
				break;
			default:
				unreachable(step);
		}
	}
}

/** The next generation: what the scope names is new, the rest stays. */
async function nextGeneration(
	{ directory, making }: PkiSession,
	from: number,
	scope: RotationScope,
): Promise<Generation> {
	const label = String(from + 1);
	const former = (name: keyof Generation) => directory.authority(from, name);
	const root = scope === "root" ? await makeRoot(making, label) : await former("root");
	const issuing = async (kind: "nodes" | "operators") =>
		scope === "root" || scope === kind
			? await makeIssuing(making, root, kind, label)
			: await former(kind);
	return { root, nodes: await issuing("nodes"), operators: await issuing("operators") };
}

/** An old issuing authority that a trusted root has signed would otherwise count for ever. */
function revokeGeneration({ directory, nowSeconds }: PkiSession, old: number, kept: number): void {
	const stay = authorityNames.map((name) => directory.certificate(kept, name).facts.serial);
	const done = directory.revoked().map(({ value }) => value);
	for (const name of ["nodes", "operators"] as const) {
		const { serial } = directory.certificate(old, name).facts;
		if (!(stay.includes(serial) || done.includes(serial))) {
			directory.recordRevoked({
				kind: "serial",
				value: serial,
				reason: "superseded",
				atSeconds: nowSeconds,
			});
		}
	}
}

function report(session: PkiSession, asJson: boolean): void {
	const { context, directory } = session;
	const { state, published } = factsOf(session);
	const number = directory.newestTrust()?.trust.bundle.number ?? null;
	if (asJson) {
		context.print(formatJson({ state, published: published ?? null, trustNumber: number }));
		return;
	}
	if (state.kind === "steady") {
		context.print(`no rotation is running; generation ${issuingGeneration(state)} is in force`);
		return;
	}
	const until = formatTime(state.sinceSeconds + overlapSeconds);
	context.print(
		`rotation of ${state.scope}: generations ${state.from} and ${state.to} are trusted ` +
			`(trust bundle ${number ?? "-"})\n` +
			"give every node the bundle (`soma pki trust`), and founders a new founder ticket\n" +
			`finish after ${until}, or earlier with --force when all nodes have new certificates`,
	);
	if (published !== "overlap") {
		context.print("the bundle is missing: run `soma pki rotate begin` again");
	}
}
