/** One option that a fragment asks for. */
export interface AskedOption {
	/** With its prefix: `CONFIG_SMP`. */
	readonly name: string;
	/** As in a `.config`: `y`, `n`, a number, or a string with its quotes. */
	readonly value: string;
	readonly fragment: string;
	readonly line: number;
}

/** A fragment as read: its file name and its text. */
export interface Fragment {
	readonly name: string;
	readonly text: string;
}

/** Something wrong in a fragment, at a line that counts from 1. */
export interface FragmentProblem {
	readonly fragment: string;
	readonly line: number;
	readonly message: string;
}

/** All options of all fragments in the order of reading, and everything that is wrong with them. */
export interface ParsedFragments {
	readonly options: readonly AskedOption[];
	readonly problems: readonly FragmentProblem[];
}

const optionLine = /^(CONFIG_[A-Z0-9]\w*)=(.*)$/;
const valueOfOption = /^(?:[yn]|-?\d+|0x[0-9a-fA-F]+|"(?:[^"\\\n]|\\.)*")$/;

/**
 * Reads fragments of a kernel configuration. A line is blank, a comment that begins with `# `, or
 * an option. Every run of options has its reason in a comment right above it.
 */
export function parseFragments(fragments: readonly Fragment[]): ParsedFragments {
	const parsed = fragments.map(parseFragment);
	const options = parsed.flatMap((part) => part.options);
	const problems = [...parsed.flatMap((part) => part.problems), ...duplicates(options)];
	return { options, problems };
}

function parseFragment(fragment: Fragment): ParsedFragments {
	const options: AskedOption[] = [];
	const problems: FragmentProblem[] = [];
	let reasoned = false;
	for (const [index, text] of fragment.text.split("\n").entries()) {
		const place = { fragment: fragment.name, line: index + 1 };
		const complain = (message: string): void => {
			problems.push({ ...place, message });
		};
		if (text === "") {
			reasoned = false;
			continue;
		}
		if (text.startsWith("#")) {
			const complaint = wrongComment(text);
			if (complaint !== undefined) {
				complain(complaint);
			}
			reasoned = true;
			continue;
		}
		const [, name, value] = optionLine.exec(text) ?? [];
		if (name === undefined || value === undefined) {
			complain(`\`${text}\` is neither an option (CONFIG_NAME=value), a comment nor a blank line`);
			continue;
		}
		const complaint = wrongValue(name, value);
		if (complaint !== undefined) {
			complain(complaint);
		}
		if (!reasoned) {
			complain(`${name} has no reason above it`);
		}
		options.push({ name, value, ...place });
	}
	return { options, problems };
}

function wrongComment(text: string): string | undefined {
	const unset = /^#\s*(CONFIG_\w+) is not set/.exec(text);
	if (unset !== null) {
		return `write ${unset[1]}=n, with its reason above it`;
	}
	return /^# \S/.test(text) ? undefined : "a comment says something after `# `";
}

function wrongValue(name: string, value: string): string | undefined {
	if (value === "m") {
		return `${name}=m asks for a module, and this kernel has none`;
	}
	return valueOfOption.test(value) ? undefined : `${name} has the impossible value \`${value}\``;
}

function duplicates(options: readonly AskedOption[]): FragmentProblem[] {
	const first = new Map<string, AskedOption>();
	const problems: FragmentProblem[] = [];
	for (const option of options) {
		const earlier = first.get(option.name);
		if (earlier === undefined) {
			first.set(option.name, option);
			continue;
		}
		const place = `${earlier.fragment}:${earlier.line}`;
		const message =
			earlier.value === option.value
				? `${option.name} is asked for in ${place} already`
				: `${option.name}=${option.value} contradicts ${option.name}=${earlier.value} in ${place}`;
		problems.push({ fragment: option.fragment, line: option.line, message });
	}
	return problems;
}

/**
 * What the options ask for as one text, sorted, without comments: the input of `make allnoconfig`
 * (KCONFIG_ALLCONFIG) and of the cache key, so that a better reason does not cost a build.
 */
export function askedConfig(options: readonly AskedOption[]): string {
	return [...options]
		.sort((left, right) => (left.name < right.name ? -1 : 1))
		.map(({ name, value }) => (value === "n" ? `# ${name} is not set\n` : `${name}=${value}\n`))
		.join("");
}
