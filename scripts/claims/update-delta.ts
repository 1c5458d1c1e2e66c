import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file: `userland/${file}`, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `update-delta-${name}`, topic: "update", text, evidence };
}

function delta(what: RegExp): Evidence {
	return { kind: "bench", name: "update-delta", row: what };
}

/** What the documents say about chunks, and about how little of a release is fetched. */
export const deltaClaims: readonly Claim[] = [
	row(
		"casync",
		"the real casync cuts and names chunks as we do, and unpacks what we store to the same bits",
		unit("system/chunk-blob.test.ts", /casync/),
		delta(/^cutting/),
	),
	row(
		"pieces",
		"cuts are a matter of content: pieces of any size give the same ones, memory stays bounded",
		unit("core/chunk/chunker.test.ts"),
		unit("system/chunk-blob.test.ts", /memory/),
	),
	row(
		"bombs",
		"a chunk that unpacks to more, asks for much memory or differs in one byte is refused",
		unit("system/chunk-store.test.ts", /refused/),
	),
	row(
		"index",
		"every flipped bit of an index is refused or makes another index",
		unit("core/chunk/index-file.test.ts"),
		unit("core/chunk/index-rows.test.ts"),
	),
	row(
		"rows",
		"of an index only the rows that differ are fetched; whatever they are, it is the signed one",
		unit("system/repository/index-rows.test.ts"),
		unit("system/update/repository.test.ts"),
		unit("applets/release/attacks.test.ts", /flips|attacks/),
		unit("applets/release/publish.test.ts", /rows/),
	),
	row(
		"code",
		"a changed line of our code, beside the whole, RAUC adaptive and casync",
		delta(/one line of one command|every command/),
	),
	row(
		"unknown",
		"a node whose own release nobody knows cuts its slot, and fetches what is missing all the same",
		unit("applets/update/advance.test.ts", /cut here/),
	),
	row("package", "a fix of one package, beside the same", delta(/one Debian package/)),
	row("point-release", "a point release of Debian, beside the same", delta(/point release/)),
	row("kernel", "a changed line of the kernel, beside the same", delta(/the kernel/)),
];
