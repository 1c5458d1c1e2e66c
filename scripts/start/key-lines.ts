/** What a line of the console means for somebody who watches a boot. */
interface KeyLine {
	readonly pattern: RegExp;
	/** Made of the match; the whole line when absent. */
	readonly text?: (match: RegExpExecArray) => string;
}

const keyLines: readonly KeyLine[] = [
	{ pattern: /^soma-selector: .*/ },
	{ pattern: /^soma-rescue: .*/ },
	{ pattern: /Linux version (\S+)/, text: (match) => `kernel: Linux ${match[1]}` },
	{ pattern: /systemd\[1\]: (systemd \S+) running/, text: (match) => `init: ${match[1]}` },
	{ pattern: /Switching root/, text: () => "initrd: /usr is verified, switching root" },
	{
		pattern: /Reached target (?:\S+ - )?(?:multi-user\.target|Multi-User System)/,
		text: () => "init: multi-user.target",
	},
	{ pattern: /soma-agent: ready.*/ },
	{ pattern: /soma: slot [AB] proven good.*/ },
	{ pattern: /soma: .*(?:refused|failed|error).*/i },
	{ pattern: /Kernel panic.*/ },
	{ pattern: /You are in emergency mode.*/i },
];

/** What to show for a line of the console, or undefined when it is a detail. */
export function keyLineOf(line: string): string | undefined {
	for (const { pattern, text } of keyLines) {
		const match = pattern.exec(line);
		if (match !== null) {
			return text === undefined ? match[0].trim() : text(match);
		}
	}
	return undefined;
}

/** The line that says that this boot counts. */
export const provenPattern = /soma: slot ([AB]) proven good/;
