import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { OperatorContext } from "../../core/context/contexts.ts";
import { trustedGenerations } from "../../core/pki/rotation.ts";
import { SomaError } from "../../lib/errors.ts";
import { AuthorityDirectory } from "../../system/pki/authority-directory.ts";
import { joinPem } from "../../system/pki/certificates.ts";
import { readText } from "../../system/text-file.ts";

/**
 * What a directory of `soma pki` knows of its cluster and of one of its operators: the newest
 * certificate of the name, or of the only operator when there is no name.
 */
export function readAuthority(
	path: string,
	operator: string | undefined,
): Omit<OperatorContext, "nodes"> {
	const directory = new AuthorityDirectory(path, () => {
		throw new SomaError({ code: "key-sealed", message: "no key of an authority is needed here" });
	});
	const base = join(path, "operators", chooseOperator(join(path, "operators"), operator));
	const roots = trustedGenerations(directory.rotation()).map((generation) =>
		directory.certificate(generation, "root"),
	);
	return {
		cluster: directory.cluster.name,
		roots: joinPem(roots),
		certificate: readText(`${base}.pem`) ?? "",
		key: readText(`${base}.key`) ?? "",
	};
}

/** The name of the newest files of an operator, without their ending: `ada-2`. */
function chooseOperator(folder: string, wanted: string | undefined): string {
	const found = readdirSync(folder).flatMap((file) => {
		const [, name = "", number] = /^(.+)-(\d+)\.pem$/.exec(file) ?? [];
		return number === undefined ? [] : [{ name, number: Number(number) }];
	});
	const names = [...new Set(found.map(({ name }) => name))].sort();
	const name = wanted ?? (names.length === 1 ? names[0] : undefined);
	const numbers = found.filter((file) => file.name === name).map(({ number }) => number);
	if (name === undefined || numbers.length === 0) {
		throw new SomaError({
			code: "operator-unknown",
			message:
				wanted === undefined
					? `${folder} has ${names.length} operators`
					: `${folder} has no operator ${wanted}`,
			hint: `name one with --operator (${names.join(", ") || "`soma pki operator` makes one"})`,
		});
	}
	return `${name}-${Math.max(...numbers)}`;
}
