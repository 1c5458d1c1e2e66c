import { itemPath, keyPath } from "./problem.ts";
import type { MapShape, Shape } from "./shape.ts";

type Body = (shape: MapShape, value: Readonly<Record<string, unknown>>, path: string) => void;

/** Calls the body for each map in a value that was read by the shape, outer maps first. */
export function eachMap(shape: Shape, value: unknown, path: string, body: Body): void {
	if (shape.kind === "list" && Array.isArray(value)) {
		for (const [index, item] of value.entries()) {
			eachMap(shape.item, item, itemPath(path, index), body);
		}
	}
	if (shape.kind === "map" && isRecord(value)) {
		body(shape, value, path);
		for (const [key, row] of Object.entries(shape.keys)) {
			eachMap(row.shape, value[key], keyPath(path, key), body);
		}
	}
}

/** True for what a map or table of the configuration became. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
