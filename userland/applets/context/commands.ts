import { resolve } from "node:path";
import { parseAddress } from "../../core/context/address.ts";
import type { ContextFile, OperatorContext } from "../../core/context/contexts.ts";
import { SomaError } from "../../lib/errors.ts";
import { type CommandSpec, usageError } from "../../lib/flags.ts";
import { formatPairs, formatTable } from "../../lib/table.ts";
import { readText } from "../../system/text-file.ts";
import { makeCommand } from "../command.ts";
import { type Command, formatJson } from "../context.ts";

const json = { kind: "switch", help: "Print the result as JSON." } as const;
const nameArgument = { name: "NAME", help: "The name of a context" } as const;

const listSpec = {
	name: "soma context list",
	summary: "Shows the clusters that this machine knows, and which one commands go to.",
	details:
		"The file is $SOMA_CONTEXTS, or soma/contexts.yaml in $XDG_CONFIG_HOME (~/.config). It\n" +
		"holds private keys, so it must be readable for its owner only. $SOMA_CONTEXT names the\n" +
		"context for one terminal, --context for one command.",
	flags: { json },
} as const satisfies CommandSpec;

const useSpec = {
	name: "soma context use",
	summary: "Makes a context the one that commands go to.",
	positionals: [nameArgument],
	flags: { json },
} as const satisfies CommandSpec;

const showSpec = {
	name: "soma context show",
	summary: "Shows one context, without its private key.",
	positionals: [{ ...nameArgument, optional: true }],
	flags: { json },
} as const satisfies CommandSpec;

const addSpec = {
	name: "soma context add",
	summary: "Adds a context: from a directory of `soma pki`, or from files of an identity.",
	details:
		"The first context becomes the current one. An operator who has no directory of authorities\n" +
		"gives --roots, --certificate and --key.",
	positionals: [nameArgument],
	flags: {
		cluster: { kind: "text", value: "CLUSTER", help: "The name of the cluster; NAME if absent." },
		node: { kind: "list", value: "[ID@]HOST[:PORT],...", help: "Addresses of its nodes." },
		authority: {
			kind: "text",
			value: "DIR",
			help: "The directory of `soma pki`: roots, certificate and key are taken from there.",
		},
		operator: {
			kind: "text",
			value: "NAME",
			help: "Which operator of it; the only one if absent.",
		},
		roots: { kind: "text", value: "PATH", help: "The root authorities of the cluster, PEM." },
		certificate: { kind: "text", value: "PATH", help: "Your certificate, PEM." },
		key: { kind: "text", value: "PATH", help: "Its private key, PEM." },
		replace: { kind: "switch", help: "Replace a context of this name; what is not given stays." },
		use: { kind: "switch", help: "Make it the current one." },
		json,
	},
} as const satisfies CommandSpec;

const removeSpec = {
	name: "soma context remove",
	summary: "Forgets a context with the key in it.",
	positionals: [nameArgument],
	flags: { json },
} as const satisfies CommandSpec;

/** The commands of `soma context`, in the order of the help text. */
export const contextCommands: readonly Command[] = [
	makeCommand(listSpec, async (context, { flags }) => {
		const { file, path } = await open();
		if (flags.json) {
			context.print(formatJson({ path, ...reportAll(file) }));
		} else if (Object.keys(file.contexts).length === 0) {
			context.print(`no context in ${path}; \`soma context add\` makes one`);
		} else {
			context.print(formatList(file));
		}
		return 0;
	}),
	makeCommand(useSpec, async (context, { flags, positionals }) => {
		const store = await open();
		const name = positionals["NAME"] ?? "";
		const { findContext } = await import("../../core/context/contexts.ts");
		const { cluster } = findContext(store.file, name);
		store.write({ ...store.file, current: name });
		const text = `commands go to ${name} (cluster ${cluster}) now`;
		context.print(flags.json ? formatJson({ current: name }) : text);
		return 0;
	}),
	makeCommand(showSpec, async (context, { flags, positionals }) => {
		const { file } = await open();
		const { chooseTarget } = await import("../../core/context/target.ts");
		const { findContext } = await import("../../core/context/contexts.ts");
		const named = positionals["NAME"] ?? process.env["SOMA_CONTEXT"];
		const name = named ?? file.current;
		const found =
			name === undefined
				? chooseTarget(file, { context: undefined, nodes: [] }).context
				: findContext(file, name);
		const report = reportOne(file, name ?? "", found);
		context.print(flags.json ? formatJson(report) : formatOne(report));
		return 0;
	}),
	makeCommand(addSpec, async (context, { flags, positionals }) => {
		const name = positionals["NAME"] ?? "";
		const store = await open();
		const former = flags.replace ? store.file.contexts[name] : undefined;
		const { addContext } = await import("../../core/context/contexts.ts");
		const given = await readGiven(flags.authority, flags.operator);
		const base = { ...former, ...given };
		const added: OperatorContext = {
			cluster: flags.cluster ?? base.cluster ?? name,
			nodes: flags.node.length > 0 ? checkAddresses(flags.node) : (former?.nodes ?? []),
			roots: readPem("roots", flags.roots, base.roots),
			certificate: readPem("certificate", flags.certificate, base.certificate),
			key: readPem("key", flags.key, base.key),
		};
		const file = addContext(store.file, name, added, { replace: flags.replace });
		store.write(flags.use ? { ...file, current: name } : file);
		const current = flags.use ? name : file.current;
		const text = `added ${name}${current === name ? ", and commands go to it" : ""}`;
		context.print(flags.json ? formatJson({ added: name, current: current ?? null }) : text);
		return 0;
	}),
	makeCommand(removeSpec, async (context, { flags, positionals }) => {
		const store = await open();
		const name = positionals["NAME"] ?? "";
		const { removeContext } = await import("../../core/context/contexts.ts");
		const file = removeContext(store.file, name);
		store.write(file);
		const hint = file.current === undefined ? "; no context is current now" : "";
		const report = { removed: name, current: file.current ?? null };
		context.print(flags.json ? formatJson(report) : `removed ${name}${hint}`);
		return 0;
	}),
];

/** The file of contexts; its modules come late, since they bring the parser of YAML. */
async function open(): Promise<{
	readonly path: string;
	readonly file: ContextFile;
	readonly write: (file: ContextFile) => void;
}> {
	const store = await import("../../system/context-file.ts");
	const path = store.contextsPath(process.env);
	return {
		path,
		file: store.readContextFile(path),
		write: (file) => store.writeContextFile(path, file),
	};
}

async function readGiven(
	authority: string | undefined,
	operator: string | undefined,
): Promise<Partial<OperatorContext>> {
	if (authority === undefined) {
		return {};
	}
	const { readAuthority } = await import("./from-authority.ts");
	return readAuthority(authority, operator);
}

function checkAddresses(nodes: readonly string[]): readonly string[] {
	for (const node of nodes) {
		parseAddress(node);
	}
	return nodes;
}

function readPem(flag: string, path: string | undefined, former: string | undefined): string {
	if (path === undefined && former !== undefined) {
		return former;
	}
	if (path === undefined) {
		throw usageError(addSpec, `${addSpec.name}: --${flag} is missing`);
	}
	const text = readText(path);
	if (text === undefined) {
		throw new SomaError({
			code: "file-unreadable",
			message: `--${flag}: ${resolve(path)} cannot be read`,
			hint: "name a file that exists and that your user may read",
		});
	}
	return text;
}

function reportAll(file: ContextFile) {
	return {
		current: file.current ?? null,
		contexts: Object.entries(file.contexts).map(([name, found]) => reportOne(file, name, found)),
	};
}

function reportOne(file: ContextFile, name: string, found: OperatorContext) {
	const { cluster, nodes, roots, certificate } = found;
	return { name, current: name === file.current, cluster, nodes, roots, certificate };
}

function formatList(file: ContextFile): string {
	return formatTable(
		["", "NAME", "CLUSTER", { title: "NODES", shrinks: true }],
		Object.entries(file.contexts).map(([name, { cluster, nodes }]) => [
			name === file.current ? "*" : "",
			name,
			cluster,
			nodes.join(", ") || "-",
		]),
		process.stdout.isTTY ? process.stdout.columns : undefined,
	);
}

function formatOne(report: ReturnType<typeof reportOne>): string {
	return formatPairs([
		["name", report.current ? `${report.name} (current)` : report.name],
		["cluster", report.cluster],
		["nodes", report.nodes.join(", ") || "-"],
	]);
}
