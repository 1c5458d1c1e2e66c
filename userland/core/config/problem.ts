import type { Complaint } from "./shape.ts";

/** One thing that is wrong with a configuration. */
export interface Problem extends Complaint {
	/** Both count from 1. */
	readonly line: number;
	readonly column: number;
	/** Which key: `storage.files[2].mode`; empty for the whole. */
	readonly path: string;
}

/** A complaint about the value at a path; its position is looked up later. */
export interface Finding extends Complaint {
	readonly path: string;
}

/** Where a value stands in the text. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** The position of each value and key by its path. */
export type Positions = ReadonlyMap<string, Position>;

/** A key below a path: `storage` and `files` give `storage.files`. */
export function keyPath(path: string, key: string): string {
	const plain = /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
	return path === "" ? plain : `${path}.${plain}`;
}

export function itemPath(path: string, index: number): string {
	return `${path}[${index}]`;
}

/** Gives each finding the position of its value, or of the nearest thing around it. */
export function locate(findings: readonly Finding[], positions: Positions): Problem[] {
	return findings.map((finding) => ({ ...positionOf(finding.path, positions), ...finding }));
}

function positionOf(path: string, positions: Positions): Position {
	for (let part = path; part !== ""; part = part.replace(/(^|\.)("[^"]*"|[\w-]+)$|\[\d+\]$/, "")) {
		const found = positions.get(part);
		if (found !== undefined) {
			return found;
		}
		if (!/["\w\]-]$/.test(part)) {
			break;
		}
	}
	return positions.get("") ?? { line: 1, column: 1 };
}

/** In the order of the text. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
	return [...problems].sort(
		(left, right) =>
			left.line - right.line || left.column - right.column || (left.path < right.path ? -1 : 1),
	);
}

/** `node.yaml:3:9: storage.files[0].mode: what is wrong` and the cure on a line of its own. */
export function formatProblem(file: string, problem: Problem): string {
	const { line, column, path, message, hint } = problem;
	const where = path === "" ? "" : `${path}: `;
	const cure = hint === undefined ? "" : `\n  cure: ${hint}`;
	return `${file}:${line}:${column}: ${where}${message}${cure}`;
}
