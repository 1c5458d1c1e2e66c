import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";

/** A cluster's name for people, and its identity for programs. */
export interface Cluster {
	readonly name: string;
	/** RFC 9562, lower case. */
	readonly uuid: string;
}

/** The form of a cluster wherever it is written down. */
export const clusterSchema = v.strictObject({
	name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
	uuid: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
});

/** A whole number of seconds since 1970. */
export const secondsSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A checked cluster name. */
export function checkClusterName(name: string): string {
	if (!v.is(clusterSchema.entries.name, name)) {
		throw new SomaError({
			code: "cluster-name",
			message: `"${name}" is no name for a cluster`,
			hint: "use up to 40 letters, digits and hyphens, in lower case, a letter or digit first",
		});
	}
	return name;
}

/** A random UUID (RFC 9562 section 5.4) from 16 random bytes. */
export function uuidFrom(random: Uint8Array): string {
	const bytes = random.slice(0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Where in a value a schema found its first problem: `path: what`, without the value itself. */
export function firstProblem(issues: readonly v.BaseIssue<unknown>[]): string {
	const [issue] = issues;
	const path = issue?.path?.map(({ key }) => String(key)).join(".") ?? "";
	const what = issue?.type === "strict_object" ? "unknown or missing key" : "wrong form";
	return path === "" ? what : `${path}: ${what}`;
}
