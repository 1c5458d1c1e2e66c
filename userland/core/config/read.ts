import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { nearest } from "../../lib/nearest.ts";
import { type Finding, itemPath, keyPath, locate, type Position, type Problem } from "./problem.ts";
import { readScalar } from "./read-scalar.ts";
import type { Complaint, KeyRows, Shape, TableShape, ValueOf } from "./shape.ts";
import { parseYaml, yamlBounds } from "./yaml-text.ts";

/** A configuration as far as it could be read. It is sound only when there is no problem. */
export interface Reading<S extends Shape> {
	readonly value: ValueOf<S> | undefined;
	readonly problems: readonly Problem[];
	readonly positions: ReadonlyMap<string, Position>;
}

/**
 * Reads YAML against a shape. Everything that is wrong is reported, not only the first thing:
 * unknown and repeated keys, wrong types, values that a judge refuses, keys that are missing.
 */
export function readYaml<S extends Shape>(shape: S, bytes: Uint8Array): Reading<S> {
	const parsed = parseYaml(bytes);
	if ("problems" in parsed) {
		return { value: undefined, problems: parsed.problems, positions: new Map() };
	}
	const walk: Walk = {
		positionAt: parsed.positionAt,
		findings: [],
		positions: new Map(),
		anchors: new Map(),
		visits: 0,
	};
	const value = visit(walk, shape, parsed.document.contents, "", 0);
	return {
		// The walk gave each part the type that its shape says, or left it out.
		value: value as ValueOf<S> | undefined,
		problems: locate(walk.findings, walk.positions),
		positions: walk.positions,
	};
}

/** One pass over a document. */
interface Walk {
	readonly positionAt: (offset: number) => Position;
	readonly findings: Finding[];
	readonly positions: Map<string, Position>;
	/** The latest node of each name; what comes first in the text is visited first. */
	readonly anchors: Map<string, Node>;
	visits: number;
}

function complain(walk: Walk, path: string, complaint: Complaint): undefined {
	if (walk.findings.length < yamlBounds.problems) {
		walk.findings.push({ path, ...complaint });
	}
}

/** The value of a node, without the parts that are wrong; those are complained about. */
function visit(walk: Walk, shape: Shape, given: Node | null, path: string, depth: number): unknown {
	walk.visits++;
	if (walk.visits > yamlBounds.values) {
		return walk.visits === yamlBounds.values + 1
			? complain(walk, path, { message: `more than ${yamlBounds.values} values, aliases counted` })
			: undefined;
	}
	place(walk, path, given);
	const node = follow(walk, given, path);
	if (node === undefined) {
		return undefined;
	}
	if (depth > yamlBounds.depth) {
		return complain(walk, path, { message: "an alias leads back to itself" });
	}
	if (shape.kind === "refused") {
		return complain(walk, path, { message: `refused: ${shape.reason}`, hint: shape.hint });
	}
	if (node === null || (isScalar(node) && node.value === null)) {
		return complain(walk, path, { message: "has no value", hint: hintForEmpty(shape) });
	}
	if (shape.kind === "map" || shape.kind === "table") {
		if (!isMap(node)) {
			return complain(walk, path, wrongType("a map of keys and values", node));
		}
		return shape.kind === "map"
			? visitMap(walk, shape.keys, node, path, depth)
			: visitTable(walk, shape, node, path, depth);
	}
	if (shape.kind === "list") {
		if (!isSeq(node)) {
			return complain(walk, path, wrongType("a list", node));
		}
		return node.items.map((item, index) =>
			visit(walk, shape.item, item as Node | null, itemPath(path, index), depth + 1),
		);
	}
	if (!isScalar(node)) {
		return complain(walk, path, wrongType("a single value", node));
	}
	const result = readScalar(shape, node);
	return "value" in result ? result.value : complain(walk, path, result);
}

function place(walk: Walk, path: string, node: Node | null): void {
	const offset = node?.range?.[0];
	if (offset !== undefined) {
		walk.positions.set(path, walk.positionAt(offset));
	}
}

/** The node that an alias stands for; undefined when there is none, which is complained about. */
function follow(walk: Walk, node: Node | null, path: string): Node | null | undefined {
	if (node === null) {
		return null;
	}
	if (isAlias(node)) {
		const target = walk.anchors.get(node.source);
		return target ?? complain(walk, path, { message: `no anchor &${node.source} before it` });
	}
	const anchor = "anchor" in node ? node.anchor : undefined;
	if (typeof anchor === "string") {
		walk.anchors.set(anchor, node);
	}
	return node;
}

function visitMap(
	walk: Walk,
	rows: KeyRows,
	node: YAMLMap,
	path: string,
	depth: number,
): Readonly<Record<string, unknown>> {
	const result: Record<string, unknown> = {};
	for (const { key, value } of keysOf(walk, node, path)) {
		const row = Object.hasOwn(rows, key) ? rows[key] : undefined;
		if (row === undefined && walk.findings.length >= yamlBounds.problems) {
			break;
		}
		if (row === undefined) {
			complain(walk, keyPath(path, key), unknownKey(key, Object.keys(rows)));
		} else {
			result[key] = visit(walk, row.shape, value, keyPath(path, key), depth + 1);
		}
	}
	for (const [key, row] of Object.entries(rows)) {
		if (row.required === true && !node.has(key)) {
			complain(walk, path, { message: `${key} is missing`, hint: row.help });
		}
	}
	return result;
}

function visitTable(
	walk: Walk,
	shape: TableShape,
	node: YAMLMap,
	path: string,
	depth: number,
): Readonly<Record<string, unknown>> {
	const value: Shape = { kind: "text", form: shape.form, judge: shape.judge };
	return Object.fromEntries(
		keysOf(walk, node, path).map((pair) => {
			const at = keyPath(path, pair.key);
			const complaint = shape.judgeKey(pair.key);
			if (complaint !== undefined) {
				complain(walk, at, complaint);
			}
			return [pair.key, visit(walk, value, pair.value, at, depth + 1)];
		}),
	);
}

/** The keys of a map that are text and stand there for the first time, with their values. */
function keysOf(walk: Walk, node: YAMLMap, path: string): { key: string; value: Node | null }[] {
	const seen = new Map<string, Position>();
	return node.items.flatMap((item) => {
		const pair = item as Pair<Node | null, Node | null>;
		const key = pair.key;
		if (!(isScalar(key) && typeof key.value === "string")) {
			const at = key?.range?.[0];
			const where = at === undefined ? {} : walk.positionAt(at);
			const hint = "write the key as text, in quotes if need be";
			complain(walk, path, { message: "a key is not text", hint, ...where });
			return [];
		}
		const here = keyPath(path, key.value);
		const former = seen.get(key.value);
		const position = walk.positionAt(key.range?.[0] ?? 0);
		if (former !== undefined) {
			const message = `stands here twice, first in line ${former.line}`;
			complain(walk, here, { message, hint: "keep one of them", ...position });
			return [];
		}
		walk.positions.set(here, position);
		seen.set(key.value, position);
		return [{ key: key.value, value: pair.value }];
	});
}

function unknownKey(key: string, known: readonly string[]): Complaint {
	if (key === "<<") {
		return { message: "merge keys are not supported", hint: "write the keys out" };
	}
	const guess = nearest(key, known);
	const hint = guess === undefined ? `known keys: ${known.join(", ")}` : `did you mean ${guess}?`;
	return { message: "unknown key", hint };
}

function wrongType(wanted: string, node: Node): Complaint {
	let found = "a single value";
	if (isMap(node) || isSeq(node)) {
		found = isMap(node) ? "a map of keys and values" : "a list";
	}
	return { message: `must be ${wanted}, but is ${found}` };
}

function hintForEmpty({ kind }: Shape): string {
	const empty = { map: " or write {}", table: " or write {}", list: " or write []" };
	const way = kind === "map" || kind === "table" || kind === "list" ? empty[kind] : "";
	return `give it one${way}, or remove the key`;
}
