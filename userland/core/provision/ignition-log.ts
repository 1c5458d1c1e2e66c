/** What Ignition said, as far as people may see it. */
export interface IgnitionSaid {
	/** Lines for the log. */
	readonly lines: readonly string[];
	/** Why it failed, as well as its lines tell; empty when they do not. */
	readonly reasons: readonly string[];
}

/** No more reasons are told: a console has 25 lines. */
const greatestReasons = 6;
const greatestLength = 400;

/**
 * Ignition prints the whole configuration, secrets and all, when a stage fails. Everything from
 * there on goes; so do the values of users' passwords in the commands that it logs.
 */
export function readIgnitionOutput(stdout: string, stderr: string): IgnitionSaid {
	const lines = [...stdout.split("\n"), ...beforeConfig(stderr).split("\n")]
		.map((line) => hidePasswords(line.trimEnd()))
		.filter((line) => line !== "");
	const told = (pattern: RegExp): string[] =>
		lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(shorten);
	const network = told(/^INFO\s*: GET error: (.*)$/).slice(-1);
	const mistakes = told(/^(?:CRITICAL|ERROR)\s*: (error at .*)$/);
	const ends = told(/^CRITICAL\s*: Ignition failed: (.*)$/);
	const unique = [...new Set([...network, ...mistakes, ...ends])];
	return { lines, reasons: unique.slice(0, greatestReasons) };
}

/** Beginning and end of a long text; hashes and commands make lines that no console shows. */
function shorten(text: string): string {
	const plain = text.replace(/[0-9a-f]{64,}/g, (digits) => `${digits.slice(0, 12)}...`);
	return plain.length <= greatestLength
		? plain
		: `${plain.slice(0, greatestLength / 2)} ... ${plain.slice(-greatestLength / 2)}`;
}

function beforeConfig(stderr: string): string {
	const at = stderr.indexOf("Full config:");
	return at === -1 ? stderr : stderr.slice(0, at);
}

function hidePasswords(line: string): string {
	return line.replace(/("--password"|--password)([ =]+)("[^"]*"|\S+)/g, "$1$2***");
}
