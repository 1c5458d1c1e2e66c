import { type RoleName, roleNames } from "../../core/repository/keys.ts";
import { required } from "../../lib/assert.ts";
import { type Attack, attacks, type Family } from "./testing-attack.ts";
import { keysFor } from "./testing-attacks-on-trust.ts";
import { namesInForce, readJson, signLoose, withFiles } from "./testing-forge.ts";
import type { Files } from "./testing-lab.ts";
import { add, type Loose, listOf, within } from "./testing-loose.ts";

/** Signatures that are not what they should be; what is signed stays as it is. */
export const oddSignatures: Family = ({ genuine }) => {
	const names = namesInForce(genuine);
	const rows = (edit: (value: Loose) => void) =>
		roleNames.map((role) => {
			const value = readJson(genuine, names[role]);
			edit(value);
			return [role, withFiles(genuine, { [names[role]]: JSON.stringify(value) })] as const;
		});
	const garbage = { keyid: "0".repeat(64), sig: "00" };
	return [
		...attacks("no signatures", "new", [
			...rows((value) => (value["signatures"] = [])),
			...rows((value) => delete value["signatures"]),
		]),
		...attacks(
			"signatures that are none",
			"new",
			rows((value) => (value["signatures"] = listOf(value, "signatures").map(() => garbage))),
		),
		...attacks(
			"extra signatures",
			"new",
			rows((value) => listOf(value, "signatures").unshift(garbage)),
			{
				mayPass: true,
			},
		),
		...attacks(
			"signatures in another order",
			"new",
			rows((value) => listOf(value, "signatures").reverse()),
			{
				mayPass: true,
			},
		),
		...attacks(
			"signatures twice",
			"new",
			rows((value) => listOf(value, "signatures").push(...listOf(value, "signatures"))),
		),
		...attacks(
			"unsigned extra fields",
			"new",
			rows((value) => (value["more"] = { deep: [1] })),
			{
				mayPass: true,
			},
		),
		...attacks(
			"signed extra fields",
			"new",
			rows((value) => (within(value, "signed")["more"] = 1)),
		),
	];
};

type Edit = (text: string, role: RoleName) => string | Uint8Array;

/** Text that parsers read in more than one way, or not at all. */
export const oddTexts: Family = (lab) => {
	const { genuine } = lab;
	const names = namesInForce(genuine);
	const textOf = (role: RoleName): string =>
		new TextDecoder().decode(required(genuine.get(names[role]), role));
	const each = (kind: string, edit: Edit, more: Partial<Attack> = {}): readonly Attack[] => {
		const rows = roleNames.map((role) => {
			return [role, withFiles(genuine, { [names[role]]: edit(textOf(role), role) })] as const;
		});
		return attacks(kind, "new", rows, more);
	};
	const nested = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
	const second = ',"signed":{"_type":"root","version":9}}';
	const prototype = '"__proto__":{"x":1},"_type"';
	return [
		...each("deep nesting", () => nested),
		...each("deep nesting", (text) => text.replace("{", `{"x":${nested},`)),
		...attacks("deep nesting", "new", [["signed by the online key", deeplySigned(lab)]], {
			mayPass: true,
		}),
		...each("huge file", (text) => text + " ".repeat(5_000_000)),
		...each("white space", (text) => ` ${text}`, { mayPass: true }),
		...each("garbage behind", (text) => `${text}x`),
		...each("another role", (_text, role) => textOf(role === "root" ? "targets" : "root")),
		...each("a second value of the same key", (text) => text.replace(/\}\s*$/, second)),
		...each("a prototype", (text) => text.replace('"_type"', prototype)),
		...each("UTF-16", (text) => Buffer.from(text, "utf16le")),
		...each("not UTF-8", (text) => Buffer.from(text.replace('"_type"', '"\xff"'), "latin1")),
	];
};

function deeplySigned(lab: Parameters<Family>[0]): Files {
	const { timestamp } = namesInForce(lab.genuine);
	const signed = within(readJson(lab.genuine, timestamp), "signed");
	add(signed, "version", 1);
	signed["deep"] = JSON.parse(`${"[".repeat(4000)}${"]".repeat(4000)}`);
	return withFiles(lab.genuine, { [timestamp]: signLoose(signed, [keysFor(lab).online]) });
}
