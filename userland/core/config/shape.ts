/** What is wrong with a value, and what would be right. */
export interface Complaint {
	readonly message: string;
	readonly hint?: string;
}

/** Judges a value that has the right type; undefined when it is sound. */
export type Judge<T> = (value: T) => Complaint | undefined;

/** Text; `form` says in the documentation what kind. */
export interface TextShape {
	readonly kind: "text";
	readonly form: string;
	/** True when line breaks and other control characters are allowed. */
	readonly free?: boolean;
	readonly judge?: Judge<string>;
}

/** One of a few words. */
export interface WordShape {
	readonly kind: "word";
	readonly words: readonly string[];
}

/** A whole number within its bounds, both allowed. */
export interface NumberShape {
	readonly kind: "number";
	readonly minimum: number;
	readonly maximum: number;
}

/** The permissions of a file, in octal: `0644`. */
export interface ModeShape {
	readonly kind: "mode";
}

export interface BooleanShape {
	readonly kind: "boolean";
}

/** Free keys with texts as values. */
export interface TableShape {
	readonly kind: "table";
	readonly form: string;
	readonly judgeKey: Judge<string>;
	readonly judge: Judge<string>;
}

export interface ListShape<Item extends Shape = Shape> {
	readonly kind: "list";
	readonly item: Item;
}

export type KeyRows = Readonly<Record<string, KeyRow>>;

/** Fixed keys, each with a shape of its own. */
export interface MapShape<Keys extends KeyRows = KeyRows> {
	readonly kind: "map";
	readonly keys: Keys;
}

/** Something that Butane or Ignition knows and a node of ours refuses, with the reason. */
export interface RefusedShape {
	readonly kind: "refused";
	readonly reason: string;
	readonly hint: string;
}

export type Shape =
	| TextShape
	| WordShape
	| NumberShape
	| ModeShape
	| BooleanShape
	| TableShape
	| ListShape
	| MapShape
	| RefusedShape;

/** One key of a map. The row is also its documentation. */
export interface KeyRow {
	readonly shape: Shape;
	/** One sentence or more: what it does, and what holds without it. */
	readonly help: string;
	readonly required?: boolean;
}

/** The value of a shape. Everything may be missing while it is not known to be sound. */
export type ValueOf<S extends Shape> = S extends TextShape
	? string
	: S extends WordShape
		? S["words"][number]
		: S extends NumberShape | ModeShape
			? number
			: S extends BooleanShape
				? boolean
				: S extends TableShape
					? Readonly<Record<string, string>>
					: S extends ListShape<infer Item>
						? readonly (ValueOf<Item> | undefined)[]
						: S extends MapShape<infer Keys>
							? { readonly [Name in keyof Keys]?: ValueOf<Keys[Name]["shape"]> | undefined }
							: never;

/** Text of a kind that `form` names. */
export function text(form: string, judge?: Judge<string>): TextShape {
	return judge === undefined ? { kind: "text", form } : { kind: "text", form, judge };
}

/** Text of any length with any characters: the contents of a file. */
export function contents(form: string, judge?: Judge<string>): TextShape {
	return { ...text(form, judge), free: true };
}

export function words<const Words extends readonly string[]>(
	...allowed: Words
): { readonly kind: "word"; readonly words: Words } {
	return { kind: "word", words: allowed };
}

export function number(minimum: number, maximum: number): NumberShape {
	return { kind: "number", minimum, maximum };
}

export function list<Item extends Shape>(item: Item): ListShape<Item> {
	return { kind: "list", item };
}

export function map<const Keys extends KeyRows>(keys: Keys): MapShape<Keys> {
	return { kind: "map", keys };
}

export function refused(reason: string, hint: string): RefusedShape {
	return { kind: "refused", reason, hint };
}

export const boolean: BooleanShape = { kind: "boolean" };
export const mode: ModeShape = { kind: "mode" };
