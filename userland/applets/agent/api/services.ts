import { SomaError } from "../../../lib/errors.ts";
import type { ApiPorts, Handler } from "./ports.ts";

/** One line of `systemctl list-units --output=json`. */
interface UnitLine {
	readonly unit?: unknown;
	readonly description?: unknown;
	readonly load?: unknown;
	readonly active?: unknown;
	readonly sub?: unknown;
}

const timeoutMs = 20_000;

/** ListServices: what systemctl(1) says. */
export function listServices({ run }: ApiPorts): Handler<"ListServices"> {
	return async ({ all, everyType }) => {
		const argv = [
			"systemctl",
			"list-units",
			"--output=json",
			"--full",
			"--no-pager",
			...(all ? ["--all"] : []),
			...(everyType ? [] : ["--type=service"]),
		];
		const { exitCode, stdout, stderr } = await run({ argv, timeoutMs });
		if (exitCode !== 0) {
			throw new SomaError({
				code: "service-manager-failed",
				message: `the service manager does not list its units: ${stderr.trim()}`,
				retryable: true,
			});
		}
		return { services: parseUnits(stdout) };
	};
}

/** The units of systemctl's JSON; what is no unit is left out. */
export function parseUnits(text: string): {
	readonly name: string;
	readonly description: string;
	readonly loadState: string;
	readonly activeState: string;
	readonly subState: string;
}[] {
	const parsed: unknown = JSON.parse(text);
	const lines = Array.isArray(parsed) ? (parsed as UnitLine[]) : [];
	const word = (value: unknown): string => (typeof value === "string" ? value : "");
	return lines
		.map((line) => ({
			name: word(line.unit),
			description: word(line.description),
			loadState: word(line.load),
			activeState: word(line.active),
			subState: word(line.sub),
		}))
		.filter(({ name }) => name !== "");
}
