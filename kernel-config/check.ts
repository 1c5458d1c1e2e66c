import { SomaError } from "../userland/lib/errors.ts";
import {
	type AskedOption,
	type Fragment,
	type FragmentProblem,
	parseFragments,
} from "./fragments.ts";

/** An option that the finished configuration does not have as asked. */
export interface MissedOption extends AskedOption {
	/** The value in the `.config`; `n` when it is not there. */
	readonly got: string;
}

/** The options of a finished `.config`; what is `n` or unknown to the kernel is absent. */
export function parseFinalConfig(text: string): ReadonlyMap<string, string> {
	const values = new Map<string, string>();
	for (const line of text.split("\n")) {
		const [, name, value] = /^(CONFIG_\w+)=(.*)$/.exec(line) ?? [];
		if (name !== undefined && value !== undefined) {
			values.set(name, value);
		}
	}
	return values;
}

/**
 * Every option that did not take: Kconfig drops one silently when its dependencies are missing, and
 * switches one on when another selects it. Numbers are compared as numbers (0x10 is 16).
 */
export function missedOptions(
	options: readonly AskedOption[],
	finalConfig: string,
): readonly MissedOption[] {
	const values = parseFinalConfig(finalConfig);
	return options
		.map((option) => ({ ...option, got: values.get(option.name) ?? "n" }))
		.filter((option) => !sameValue(option.value, option.got));
}

function sameValue(asked: string, got: string): boolean {
	const isNumber = /^(?:-?\d+|0x[0-9a-fA-F]+)$/;
	return (
		asked === got || (isNumber.test(asked) && isNumber.test(got) && Number(asked) === Number(got))
	);
}

/** The options of faultless fragments, or a SomaError that lists every fault with its place. */
export function checkedOptions(fragments: readonly Fragment[]): readonly AskedOption[] {
	const { options, problems } = parseFragments(fragments);
	if (problems.length > 0) {
		throw faultsOf(problems);
	}
	if (options.length === 0) {
		throw new SomaError({
			code: "kernel-fragments-missing",
			message: "no fragment in kernel-config/ asks for any option",
			hint: "the checkout is incomplete; restore kernel-config/*.config",
		});
	}
	return options;
}

/**
 * Options that this kernel does not know, from what `make allnoconfig` printed with
 * KCONFIG_WARN_UNKNOWN_SYMBOLS; a misspelt `=n` would else be taken for an option that is off.
 */
export function unknownOptions(
	options: readonly AskedOption[],
	output: string,
): readonly FragmentProblem[] {
	const unknown = new Set(
		[...output.matchAll(/unknown symbol: (\w+)/g)].map((match) => `CONFIG_${match[1]}`),
	);
	return options
		.filter((option) => unknown.has(option.name))
		.map(({ fragment, line, name }) => ({
			fragment,
			line,
			message: `this kernel has no option ${name}`,
		}));
}

/** Fails with the list of all options that the kernel does not know. */
export function requireKnown(options: readonly AskedOption[], output: string): void {
	const problems = unknownOptions(options, output);
	if (problems.length > 0) {
		throw faultsOf(problems);
	}
}

/** Fails with the list of all options that did not take: place, asked, got. */
export function requireTaken(options: readonly AskedOption[], finalConfig: string): void {
	const missed = missedOptions(options, finalConfig);
	if (missed.length > 0) {
		const lines = list(missed.map(missedLine));
		throw new SomaError({
			code: "kernel-options-not-taken",
			message: `${missed.length} option(s) of the kernel did not take:${lines}`,
			hint: "ask for what they depend on too (Kconfig's `depends on`), or do without",
		});
	}
}

function faultsOf(problems: readonly FragmentProblem[]): SomaError {
	const lines = list(problems.map(problemLine));
	return new SomaError({
		code: "kernel-fragments-wrong",
		message: `the kernel's fragments have ${problems.length} fault(s):${lines}`,
		hint: "correct these lines of kernel-config/",
	});
}

function problemLine(problem: FragmentProblem): string {
	return `kernel-config/${problem.fragment}:${problem.line}: ${problem.message}`;
}

function missedLine({ fragment, line, name, value, got }: MissedOption): string {
	return `kernel-config/${fragment}:${line}: ${name} asked ${value}, got ${got}`;
}

function list(lines: readonly string[]): string {
	return lines.map((line) => `\n    ${line}`).join("");
}
