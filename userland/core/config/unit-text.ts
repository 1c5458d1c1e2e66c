import type { Complaint } from "./shape.ts";

const unitTypes = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** The name of a unit, with its type (systemd.unit(5)). */
export function judgeUnitName(name: string): Complaint | undefined {
	if (!/^[A-Za-z0-9:_.\\@-]{1,255}$/.test(name)) {
		return { message: `must be the name of a unit, not ${JSON.stringify(name.slice(0, 60))}` };
	}
	return unitTypes.test(name) && !/^[.@]/.test(name)
		? undefined
		: {
				message: `${name} does not end in a type of units`,
				hint: `write ${name.replace(/\.[^.]*$/, "")}.service, or another type`,
			};
}

/** The name of a drop-in file. */
export function judgeDropinName(name: string): Complaint | undefined {
	return /^[A-Za-z0-9_.@-]{1,250}\.conf$/.test(name) && !name.startsWith(".")
		? undefined
		: { message: "must be a file name that ends in .conf", hint: "for example 10-limits.conf" };
}

/** The longest line that every reader of units takes. */
const longestLine = 2048;

/**
 * Checks the text of a unit: sections and `Key=value`, comments, lines that a backslash continues.
 * Nothing is accepted that Ignition's own reader refuses.
 */
export function judgeUnitText(text: string): Complaint | undefined {
	let section = "";
	let continues = false;
	for (const [index, line] of text.split("\n").entries()) {
		const wrong = continues ? undefined : judgeLine(line, section);
		if (wrong !== undefined || line.length > longestLine || /[^\P{Cc}\t\r]/u.test(line)) {
			const reason = wrong ?? "is longer than 2048 characters or has control characters";
			return { message: `line ${index + 1} of the unit ${reason}` };
		}
		section = continues ? section : (sectionOf(line) ?? section);
		continues = isOption(line, continues) && /\\\s*$/.test(line);
	}
	return continues ? { message: "the last line of the unit ends in a backslash" } : undefined;
}

/** True when the text has an [Install] section, so that it can be enabled. */
export function hasInstallSection(text: string): boolean {
	return text.split("\n").some((line) => sectionOf(line) === "Install");
}

function sectionOf(line: string): string | undefined {
	return /^\[([A-Za-z][A-Za-z0-9-]*)\]\s*$/.exec(line)?.[1];
}

function isOption(line: string, continues: boolean): boolean {
	return continues || /^[A-Za-z]/.test(line);
}

function judgeLine(line: string, section: string): string | undefined {
	if (/^\s*$/.test(line) || /^[#;]/.test(line) || sectionOf(line) !== undefined) {
		return undefined;
	}
	if (line.startsWith("[")) {
		return "is no sound [Section]";
	}
	if (!/^[A-Za-z][A-Za-z0-9-]*\s*=/.test(line)) {
		return "is neither a [Section] nor Key=value nor a comment";
	}
	return section === "" ? "stands before the first [Section]" : undefined;
}
