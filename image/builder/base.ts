import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseOneLineSources } from "../tools/apt-sources.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { archiveSources, repositoryRoot, type ToolTree } from "../tools/tree.ts";

const recipe = "1";

/** The base tree: every package of mkosi.conf, unpacked. Made once for each configuration. */
export async function ensureBase(
	tree: ToolTree,
	report: (line: string) => void,
): Promise<{ readonly path: string; readonly key: string }> {
	const configuration = join(repositoryRoot, "image", "mkosi", "mkosi.conf");
	const key = contentKey([recipe, tree.path, readFileSync(configuration)]);
	const directory = join(cacheDirectory(), `base-${key}`);
	if (!existsSync(directory)) {
		const staging = `${directory}.partial`;
		rmSync(staging, { recursive: true, force: true });
		mkdirSync(join(staging, "mkosi.sandbox", "etc", "apt", "sources.list.d"), { recursive: true });
		cpSync(configuration, join(staging, "mkosi.conf"));
		writeFileSync(
			join(staging, "mkosi.sandbox", "etc", "apt", "sources.list.d", "mkosi.sources"),
			stanzas(archiveSources(tree)),
		);
		const packages = join(cacheDirectory(), "packages");
		mkdirSync(packages, { recursive: true });
		await tree.run({
			argv: ["mkosi", "--force", `--package-cache-dir=${packages}`, "build"],
			cwd: staging,
			onLine: report,
		});
		renameSync(staging, directory);
	}
	return { path: join(directory, "base"), key };
}

/** One-line sources in the form that mkosi's sandbox takes; its default asks for more archives. */
function stanzas(lines: string): string {
	const stanza = ({ uri, suite, components }: ReturnType<typeof parseOneLineSources>[number]) =>
		`Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: ${components.join(" ")}\n` +
		"Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n";
	return parseOneLineSources(lines).map(stanza).join("\n");
}
