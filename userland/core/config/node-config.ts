import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";

/** Days of the week as systemd writes them. */
export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export const nodeRoles = ["core", "worker"] as const;
export const updateChannels = ["stable", "beta", "alpha"] as const;

/** The ports of a node's API, unless its configuration names others. */
export const defaultApiPort = 7443;
export const defaultEnrolPort = 7444;

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const minutesOfWeek = 7 * 24 * 60;

const windowSchema = v.object({
	days: v.pipe(v.array(v.picklist(weekdays)), v.minLength(1)),
	/** `HH:MM` in the time zone below. */
	start: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
	durationMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(minutesOfWeek)),
	/** A name of the IANA database. */
	timezone: v.string(),
});

/**
 * What `/etc/soma/node.json` holds: the `soma:` section of the configuration, without secrets.
 * Unknown keys are ignored here, since after a roll-back an older release reads the file of a
 * newer one; a change that an older release must not ignore gets another `format`.
 */
const nodeConfigSchema = v.object({
	format: v.literal(1),
	hostname: v.exactOptional(v.string()),
	cluster: v.exactOptional(v.string()),
	role: v.picklist(nodeRoles),
	labels: v.record(v.string(), v.string()),
	update: v.object({
		channel: v.picklist(updateChannels),
		window: v.exactOptional(windowSchema),
		/** Copies of the release repository; without one the node takes no release by itself. */
		servers: v.exactOptional(v.array(v.string())),
		/** Stores of chunks that are asked first. */
		neighbours: v.exactOptional(v.array(v.string())),
		/** Where neighbours find what this node has; nowhere without it. */
		sharePort: v.exactOptional(port),
		rateLimitKib: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
		/** The operator's word on a new release: exit 0 yes, 1 no, all else is no answer. */
		proveCommand: v.exactOptional(v.array(v.string())),
	}),
	api: v.object({
		/** True when `soma shell` may open a shell on this node. */
		shell: v.boolean(),
		port,
		enrolPort: port,
		/** Further DNS names and addresses for the node's certificate. */
		names: v.array(v.string()),
	}),
	ntp: v.exactOptional(v.array(v.string())),
	proxy: v.exactOptional(
		v.object({
			http: v.exactOptional(v.string()),
			https: v.exactOptional(v.string()),
			no: v.exactOptional(v.array(v.string())),
		}),
	),
});

export type NodeConfig = v.InferOutput<typeof nodeConfigSchema>;

/** What holds for a node whose configuration has an empty `soma:` section. */
export const defaultNodeConfig: NodeConfig = {
	format: 1,
	role: "core",
	labels: {},
	update: { channel: "stable" },
	api: { shell: false, port: defaultApiPort, enrolPort: defaultEnrolPort, names: [] },
};

/**
 * Reads the text of `/etc/soma/node.json`.
 * @param place the file's path, for the message
 * @throws {SomaError} `node-config-invalid`: it is no JSON, or not what {@link NodeConfig} says
 */
export function parseNodeConfig(text: string, place: string): NodeConfig {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw invalid(`${place} is no JSON`, cause);
	}
	const result = v.safeParse(nodeConfigSchema, value);
	if (!result.success) {
		const [issue] = result.issues;
		const path = v.getDotPath(issue) ?? "the whole";
		throw invalid(`${place}: ${path}: ${issue.message}`);
	}
	return result.output;
}

function invalid(message: string, cause?: unknown): SomaError {
	return new SomaError({
		code: "node-config-invalid",
		message,
		hint: "render the file again with `soma config render` and configure the node with it",
		...(cause === undefined ? {} : { cause }),
	});
}
