import { type MethodRow, services } from "../../userland/core/api/methods.ts";
import { markdownTable } from "../lib/text-table.ts";

/** One line of a .proto file that declares something, with the comment above it. */
interface Declaration {
	readonly comment: string;
	readonly line: string;
}

const marks = { reader: "reader", operator: "operator", admin: "admin", node: "node", anyone: "-" };

/**
 * The document of the API, made from the comments of the .proto file and from the table of roles.
 * It understands the part of the language that our file uses, one declaration a line.
 */
export function apiDocument(proto: string): string {
	const declarations = readDeclarations(proto);
	const head = declarations.find(({ line }) => line.startsWith("syntax"));
	const parts = [
		"# Node API",
		"Made from [soma.proto](../userland/core/api/soma.proto) by `npm run generate`.",
		head?.comment ?? "",
	];
	for (const [name, rows] of Object.entries(services)) {
		parts.push(...describeService(name, rows, declarations));
	}
	return `${[...parts, ...describeMessages(declarations)].join("\n\n")}\n`;
}

function readDeclarations(proto: string): Declaration[] {
	const declarations: Declaration[] = [];
	let comment: string[] = [];
	for (const raw of proto.split("\n")) {
		const line = raw.trim();
		if (line.startsWith("//")) {
			comment.push(line.replace(/^\/\/ ?/, ""));
		} else if (line !== "") {
			declarations.push({ comment: comment.join("\n"), line });
			comment = [];
		}
	}
	return declarations;
}

function describeService(
	name: string,
	rows: Readonly<Record<string, MethodRow>>,
	declarations: readonly Declaration[],
): string[] {
	const short = name.split(".").at(-1) ?? name;
	const header = declarations.find(({ line }) => line === `service ${short} {`);
	const table = Object.entries(rows).map(([method, row]) => {
		const found = declarations.find(({ line }) => line.startsWith(`rpc ${method}(`));
		const [, request = "", response = ""] =
			/\((.*?)\) returns \((.*?)\)/.exec(found?.line ?? "") ?? [];
		const audited = row.audited ? "yes" : "no";
		return [`\`${method}\``, `${request} -> ${response}`, marks[row.least], audited];
	});
	const texts = Object.keys(rows).map((method) => {
		const found = declarations.find(({ line }) => line.startsWith(`rpc ${method}(`));
		return `- **${method}**: ${(found?.comment ?? "").replaceAll("\n", "\n  ")}`;
	});
	return [
		`## Service ${name}`,
		header?.comment ?? "",
		markdownTable([["call", "messages", "least role", "audited"], ...table]),
		texts.join("\n"),
	];
}

function describeMessages(declarations: readonly Declaration[]): string[] {
	const parts: string[] = ["## Messages"];
	let rows: string[] = [];
	let open = false;
	for (const { comment, line } of declarations) {
		const empty = /^message (\w+) \{\}$/.exec(line)?.[1];
		const name = /^(?:message|enum) (\w+) \{$/.exec(line)?.[1];
		if (empty !== undefined) {
			parts.push(`### ${empty}`, comment === "" ? "Empty." : comment);
		} else if (name !== undefined) {
			open = true;
			rows = [];
			parts.push(`### ${name}`, ...(comment === "" ? [] : [comment]));
		} else if (open && line !== "}" && !line.startsWith("oneof")) {
			rows.push(describeField(comment, line));
		}
		if (open && line === "}" && rows.length > 0) {
			parts.push(rows.join("\n"));
			rows = [];
		}
	}
	return parts;
}

function describeField(comment: string, line: string): string {
	const [, what = line, number = ""] = /^(.*?) = (\d+);$/.exec(line) ?? [];
	const text = comment === "" ? "" : `: ${comment.replaceAll("\n", "\n  ")}`;
	return `- \`${what}\` (${number})${text}`;
}
