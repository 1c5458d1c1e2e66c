import { describeError, SomaError } from "../userland/lib/errors.ts";

/** A subcommand: `npm run NAME -- ARGS`. Resolves to the exit code. */
type Subcommand = (args: readonly string[]) => Promise<number>;

/** Every subcommand, loaded only when it is called so that a broken one cannot break the others. */
const subcommands: Readonly<Record<string, () => Promise<Subcommand>>> = {
	check: async () => (await import("./check.ts")).check,
	doctor: async () => (await import("./doctor.ts")).doctor,
	setup: async () => (await import("./setup.ts")).setup,
};

async function main(argv: readonly string[]): Promise<number> {
	const [name, ...args] = argv;
	const load = name === undefined ? undefined : subcommands[name];
	if (load === undefined) {
		throw new SomaError({
			code: "unknown-subcommand",
			message: `there is no subcommand ${name ?? "(none given)"}`,
			hint: `use one of: ${Object.keys(subcommands).join(", ")}`,
		});
	}
	const subcommand = await load();
	return subcommand(args);
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`${describeError(error)}\n`);
	process.exitCode = 1;
}
