import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";

/** From this moment on, counted from the promotion, this share of a group may take the release. */
export interface WaveStep {
	readonly afterMinutes: number;
	/** From 0 up to 1. */
	readonly share: number;
}

/** Nodes that take a release by the same curve. */
export interface WaveGroup {
	readonly name: string;
	/** A node belongs to the first group all of whose labels it has; none: every node. */
	readonly labels: Readonly<Record<string, string>>;
	/** At least one; both numbers grow. Between two steps the share grows evenly. */
	readonly steps: readonly WaveStep[];
}

/** Who takes a release when, as it stands in the file of a channel. */
export interface WavePolicy {
	/** No node begins to take the release while this is set. */
	readonly paused: boolean;
	/**
	 * A node takes the release only where a server counts outcomes: whoever stands in between could
	 * answer like a plain web server, which has no brake.
	 */
	readonly brake?: "required";
	/** The last one, and only it, has no labels. */
	readonly groups: readonly WaveGroup[];
}

const hours = 60;
const days = 24 * hours;

/** The label that makes a node a canary in the policies that have a name. */
const canaryLabels = { update: "canary" } as const;
const canaries: WaveGroup = {
	name: "canary",
	labels: canaryLabels,
	steps: [{ afterMinutes: 0, share: 1 }],
};

function staged(...steps: readonly (readonly [minutes: number, share: number])[]): WavePolicy {
	const rows = steps.map(([afterMinutes, share]) => ({ afterMinutes, share }));
	return { paused: false, groups: [canaries, { name: "everyone", labels: {}, steps: rows }] };
}

/** Policies by their names; `promote` writes what a name means into the file of the channel. */
export const wavePresets = {
	/** Everybody at once: for a fix that cannot wait, and for a handful of nodes. */
	immediate: {
		paused: false,
		groups: [{ name: "everyone", labels: {}, steps: [{ afterMinutes: 0, share: 1 }] }],
	},
	/** Four days; a working day before more than a twentieth has it. */
	default: staged(
		[2 * hours, 0],
		[8 * hours, 0.05],
		[1 * days, 0.15],
		[2 * days, 0.4],
		[3 * days, 0.7],
		[4 * days, 1],
	),
	/** Two weeks, the canaries a day ahead of everybody else. */
	careful: staged(
		[1 * days, 0],
		[2 * days, 0.05],
		[4 * days, 0.15],
		[7 * days, 0.4],
		[10 * days, 0.7],
		[14 * days, 1],
	),
} as const satisfies Readonly<Record<string, WavePolicy>>;

/** The name of a policy. */
export type WavePreset = keyof typeof wavePresets;

/** The names of the policies, in the order from fast to slow. */
export const wavePresetNames: readonly WavePreset[] = ["immediate", "default", "careful"];

const mostGroups = 16;
const mostSteps = 64;
const mostLabels = 8;
const yearMinutes = 366 * days;

const labelText = v.pipe(v.string(), v.regex(/^[\w./-]{1,63}$/, "a label"));
const schema = v.strictObject({
	format: v.literal(1),
	paused: v.boolean(),
	brake: v.optional(v.literal("required")),
	groups: v.pipe(
		v.array(
			v.strictObject({
				name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "a name such as canary")),
				labels: v.pipe(
					v.record(labelText, labelText),
					v.maxEntries(mostLabels, `at most ${mostLabels} labels`),
				),
				steps: v.pipe(
					v.array(
						v.strictObject({
							afterMinutes: v.pipe(
								v.number(),
								v.safeInteger(),
								v.minValue(0),
								v.maxValue(yearMinutes, "at most a year"),
							),
							share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
						}),
					),
					v.minLength(1, "at least one step"),
					v.maxLength(mostSteps, `at most ${mostSteps} steps`),
				),
			}),
		),
		v.minLength(1, "at least one group"),
		v.maxLength(mostGroups, `at most ${mostGroups} groups`),
	),
});

/** The value that stands in the file of a channel for a policy. */
export function waveValue(policy: WavePolicy): unknown {
	return { format: 1, ...policy };
}

/**
 * A policy, checked completely.
 * @param place where the value stands, for the message: `channels/stable.json: wave`
 */
export function parseWavePolicy(value: unknown, place: string): WavePolicy {
	const checked = v.safeParse(schema, value);
	if (!checked.success) {
		const [issue] = checked.issues;
		throw invalid(place, `${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`);
	}
	const { paused, brake, groups } = checked.output;
	for (const [at, group] of groups.entries()) {
		const isLast = at === groups.length - 1;
		if ((Object.keys(group.labels).length === 0) !== isLast) {
			const rule = "the last group, and only it, has no labels";
			throw invalid(place, `groups.${at}.labels: ${rule}`);
		}
		if (groups.findIndex(({ name }) => name === group.name) !== at) {
			throw invalid(place, `groups.${at}.name: ${group.name} stands there twice`);
		}
		for (const [index, step] of group.steps.entries()) {
			const before = group.steps[index - 1];
			if (before !== undefined && !grows(before, step)) {
				const rule = "later than the step before, and with no smaller share";
				throw invalid(place, `groups.${at}.steps.${index}: ${rule}`);
			}
		}
	}
	return { paused, ...(brake === undefined ? {} : { brake }), groups };
}

function grows(before: WaveStep, step: WaveStep): boolean {
	return step.afterMinutes > before.afterMinutes && step.share >= before.share;
}

function invalid(place: string, problem: string): SomaError {
	return new SomaError({
		code: "wave-policy-invalid",
		message: `${place} is not valid: ${problem}`,
		hint: `publish it with a policy that has a name: ${wavePresetNames.join(", ")}`,
	});
}

/** The group of a node with these labels. */
export function groupOf(
	policy: WavePolicy,
	labels: Readonly<Record<string, string>>,
): WaveGroup | undefined {
	return policy.groups.find((group) =>
		Object.entries(group.labels).every(
			([name, value]) => Object.hasOwn(labels, name) && labels[name] === value,
		),
	);
}

/**
 * How many minutes after the promotion the wave reaches a place in a group; undefined when it never
 * does.
 * @param position from 0 up to, but not including, 1
 */
export function reachedAfterMinutes(group: WaveGroup, position: number): number | undefined {
	let before: WaveStep | undefined;
	for (const step of group.steps) {
		if (position < step.share) {
			if (before === undefined) {
				return step.afterMinutes;
			}
			const part = (position - before.share) / (step.share - before.share);
			return before.afterMinutes + Math.max(0, part) * (step.afterMinutes - before.afterMinutes);
		}
		before = step;
	}
	return; // the wave ends before this place
}
