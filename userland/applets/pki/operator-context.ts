import { addContext, type ContextFile, findContext } from "../../core/context/contexts.ts";
import { trustedGenerations } from "../../core/pki/rotation.ts";
import { contextsPath, readContextFile, writeContextFile } from "../../system/context-file.ts";
import type { PkiSession } from "./session.ts";

/** Where the context of a new operator is to go. */
export interface ContextWish {
	readonly context: string | undefined;
	readonly node: readonly string[];
	readonly replace: boolean;
}

/** Writes the context; the identity is the operator's, in PEM. */
export type ContextWriter = (
	session: PkiSession,
	identity: { readonly certificate: string; readonly key: string },
) => void;

/**
 * Prepares to add a context, and fails now when that would fail later: an operator whose
 * certificate was made and whose context was not would be in nobody's hands.
 */
export function prepareContext(wish: ContextWish): ContextWriter | undefined {
	const name = wish.context;
	if (name === undefined) {
		return undefined;
	}
	const path = contextsPath(process.env);
	const before = readContextFile(path);
	add(before, name, wish, { cluster: "x", roots: "", certificate: "", key: "" });
	return ({ directory }, { certificate, key }) => {
		const generations = trustedGenerations(directory.rotation());
		const roots = generations.map((each) => directory.certificate(each, "root").pem);
		const entry = {
			cluster: directory.cluster.name,
			roots: [...new Set(roots)].join(""),
			certificate,
			key,
		};
		writeContextFile(path, add(readContextFile(path), name, wish, entry));
	};
}

function add(
	file: ContextFile,
	name: string,
	{ node, replace }: ContextWish,
	entry: Omit<Parameters<typeof addContext>[2], "nodes">,
): ContextFile {
	const keeps = node.length === 0 && Object.hasOwn(file.contexts, name);
	const nodes = keeps ? findContext(file, name).nodes : node;
	return addContext(file, name, { ...entry, nodes }, { replace });
}
