import type { Scalar } from "yaml";
import { nearest } from "../../lib/nearest.ts";
import type { Complaint, NumberShape, Shape, TextShape, WordShape } from "./shape.ts";

type ScalarShape = Exclude<Shape, { readonly kind: "map" | "list" | "table" | "refused" }>;

/** A value of the type that the shape says, or what is wrong with it. */
export type ReadValue = { readonly value: string | number | boolean } | Complaint;

/** Reads a single value. Nothing is converted: text is never a number, and 1 never true. */
export function readScalar(shape: ScalarShape, node: Scalar): ReadValue {
	switch (shape.kind) {
		case "text":
			return readText(shape, node);
		case "word":
			return readWord(shape, node);
		case "number":
			return readNumber(shape, node);
		case "mode":
			return readMode(node);
		case "boolean":
			return typeof node.value === "boolean"
				? { value: node.value }
				: { message: `must be true or false, not ${describe(node)}` };
	}
}

function readText(shape: TextShape, node: Scalar): ReadValue {
	const { value } = node;
	if (typeof value !== "string") {
		const message = `must be text (${shape.form}), not ${describe(node)}`;
		return { message, hint: `put it in quotes: "${node.source ?? String(value)}"` };
	}
	if (!value.isWellFormed()) {
		return { message: "holds half of a surrogate pair, which is no character" };
	}
	if (shape.free !== true && /\p{Cc}/u.test(value)) {
		return { message: `must be one line of text (${shape.form}) without control characters` };
	}
	return shape.judge?.(value) ?? { value };
}

function readWord(shape: WordShape, node: Scalar): ReadValue {
	const { value } = node;
	if (typeof value === "string" && shape.words.includes(value)) {
		return { value };
	}
	const guess = typeof value === "string" ? nearest(value, shape.words) : undefined;
	const message = `must be one of ${shape.words.join(", ")}, not ${describe(node)}`;
	return guess === undefined ? { message } : { message, hint: `did you mean ${guess}?` };
}

function readNumber({ minimum, maximum }: NumberShape, node: Scalar): ReadValue {
	const { value } = node;
	const wanted = `a whole number from ${minimum} to ${maximum}`;
	return typeof value === "number" &&
		Number.isSafeInteger(value) &&
		value >= minimum &&
		value <= maximum
		? { value }
		: { message: `must be ${wanted}, not ${describe(node)}` };
}

/**
 * Permissions in octal with a leading zero, as Butane's files have them. In YAML 1.2 `0644` is the
 * decimal number 644, so the text counts and not the number. Plain 420 is refused: who writes 644
 * means 0644, and no program can tell.
 */
function readMode(node: Scalar): ReadValue {
	const source = typeof node.value === "string" ? node.value : (node.source ?? "");
	const digits = /^0o?([0-7]{1,4})$/.exec(source)?.[1];
	if (digits === undefined) {
		const decimal = Number(source).toString(8);
		const hint = /^[0-7]{3}$/.test(source)
			? `write 0${source}, or 0${decimal} if it was meant to be decimal`
			: "for example 0644";
		return { message: `must be permissions in octal, not ${describe(node)}`, hint };
	}
	const value = Number.parseInt(digits, 8);
	return value <= 0o777
		? { value }
		: {
				message: "has a setuid, setgid or sticky bit, which specification 3.3.0 cannot set",
				hint: "give the lower nine bits only",
			};
}

/** The value as the text has it, cut where it is long. */
function describe({ value, source }: Scalar): string {
	const text = typeof value === "string" ? JSON.stringify(value) : (source ?? String(value));
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
