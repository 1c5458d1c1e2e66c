import { createHash } from "node:crypto";
import { admissionByWave } from "../../core/wave/admission.ts";
import {
	groupOf,
	parseWavePolicy,
	type WaveGroup,
	type WavePolicy,
	wavePresetNames,
	wavePresets,
	waveValue,
} from "../../core/wave/policy.ts";
import { nodeIdOf, nodeIdText, positionOf, positionText } from "../../core/wave/position.ts";
import { SomaError } from "../../lib/errors.ts";
import { type FlagValues, usageError } from "../../lib/flags.ts";
import { formatDuration, formatTable } from "../../lib/table.ts";
import { readText } from "../../system/text-file.ts";
import type { Work } from "../command.ts";
import { formatJson } from "../context.ts";
import { wavesSpec } from "./wave-specs.ts";

/** `soma release waves`: what a policy means, for a group and for a node. */
export const runWaves: Work<typeof wavesSpec> = async (context, { positionals, flags }) => {
	const { POLICY } = positionals;
	const chosen = POLICY === undefined ? wavePresetNames : [POLICY];
	const policies = chosen.map((name) => ({ name, policy: readPolicy(name) }));
	const node = readNode(flags);
	if (node !== undefined) {
		const nodes = policies.map(({ name, policy }) => ({ name, ...whenFor(policy, node) }));
		context.print(
			flags.json ? formatJson(nodes) : nodes.map((row) => `${row.name}: ${row.because}`).join("\n"),
		);
		return 0;
	}
	if (flags.json) {
		context.print(
			formatJson(policies.map(({ name, policy }) => ({ name, wave: waveValue(policy) }))),
		);
		return 0;
	}
	const rows = policies.flatMap(({ name, policy }) =>
		policy.groups.flatMap((group) =>
			group.steps.map(({ afterMinutes, share }) => [
				titleOf(name, policy),
				group.name,
				labelsText(group),
				formatDuration(afterMinutes * 60),
				`${Math.round(share * 1000) / 10} %`,
			]),
		),
	);
	const share = { title: "SHARE", align: "right" } as const;
	context.print(formatTable(["POLICY", "GROUP", "LABELS", "AFTER", share], rows));
	return 0;
};

function titleOf(name: string, { paused, brake }: WavePolicy): string {
	const marks = [...(paused ? ["paused"] : []), ...(brake ? ["brake required"] : [])];
	return marks.length === 0 ? name : `${name} (${marks.join(", ")})`;
}

/** The policy of a name, or in a file. */
export function readPolicy(name: string): WavePolicy {
	if (isPreset(name)) {
		return wavePresets[name];
	}
	const text = readText(name);
	if (text === undefined) {
		throw new SomaError({
			code: "wave-policy-unknown",
			message: `${name} is no policy and no file`,
			hint: `policies: ${wavePresetNames.join(", ")}`,
		});
	}
	return parseWavePolicy(parseJson(text, name), name);
}

function isPreset(name: string): name is keyof typeof wavePresets {
	return Object.hasOwn(wavePresets, name);
}

function parseJson(text: string, place: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new SomaError({
			code: "wave-policy-invalid",
			message: `${place} is not JSON`,
			hint: "`soma release waves default --json` shows a policy",
			cause,
		});
	}
}

interface NodeOfWave {
	readonly labels: Readonly<Record<string, string>>;
	readonly position: number;
}

function readNode(flags: FlagValues<typeof wavesSpec>): NodeOfWave | undefined {
	const { "machine-id": machineId, release, label } = flags;
	if (machineId === undefined && release === undefined && label.length === 0) {
		return;
	}
	if (machineId === undefined || release === undefined) {
		throw usageError(wavesSpec, `${wavesSpec.name}: give both --machine-id and --release`);
	}
	if (!/^[0-9a-f]{32}$/.test(machineId)) {
		throw usageError(wavesSpec, `${wavesSpec.name}: --machine-id is 32 hexadecimal digits`);
	}
	const labels = label.map((text) => {
		const [, name = "", value = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
		if (name === "") {
			throw usageError(wavesSpec, `${wavesSpec.name}: --label is NAME=VALUE, not "${text}"`);
		}
		return [name, value] as const;
	});
	const nodeId = nodeIdOf(sha256Of(nodeIdText(machineId)));
	const position = positionOf(sha256Of(positionText(nodeId, release)));
	return { labels: Object.fromEntries(labels), position };
}

function sha256Of(text: string): Uint8Array {
	return createHash("sha256").update(text).digest();
}

function whenFor(policy: WavePolicy, node: NodeOfWave) {
	const group = groupOf(policy, node.labels)?.name ?? null;
	const facts = { policy, ...node, promotedAtSeconds: 0, nowSeconds: 0 };
	const { kind, because, ...rest } = admissionByWave(facts);
	const afterSeconds = "untilSeconds" in rest ? rest.untilSeconds : undefined;
	return { kind, group, position: node.position, afterSeconds: afterSeconds ?? null, because };
}

function labelsText(group: WaveGroup): string {
	const labels = Object.entries(group.labels).map(([name, value]) => `${name}=${value}`);
	return labels.length === 0 ? "-" : labels.join(" ");
}
