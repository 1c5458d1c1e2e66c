import { describeError, SomaError } from "../userland/lib/errors.ts";
import { nearest } from "../userland/lib/nearest.ts";
import { isStopping, stopOnSignals } from "./lib/stopping.ts";

/** A subcommand: `npm run NAME -- ARGS`. Resolves to the exit code. */
type Subcommand = (args: readonly string[]) => Promise<number>;

/** Every subcommand, loaded only when it is called so that a broken one cannot break the others. */
const subcommands: Readonly<Record<string, () => Promise<Subcommand>>> = {
	bench: async () => (await import("./bench.ts")).bench,
	check: async () => (await import("./check.ts")).check,
	claims: async () => (await import("./claims.ts")).claims,
	doctor: async () => (await import("./doctor.ts")).doctor,
	generate: async () => (await import("./generate.ts")).generate,
	image: async () => (await import("./image.ts")).image,
	lock: async () => (await import("./lock.ts")).lock,
	qemu: async () => (await import("./qemu.ts")).qemu,
	setup: async () => (await import("./setup.ts")).setup,
	soak: async () => (await import("./soak.ts")).soak,
	start: async () => (await import("./start.ts")).start,
	test: async () => (await import("./test.ts")).test,
	unit: async () => (await import("./unit.ts")).unit,
	vm: async () => (await import("./vm.ts")).vm,
};

async function main(argv: readonly string[]): Promise<number> {
	const [name = "", ...args] = argv;
	const load = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
	if (load === undefined) {
		const guess = nearest(name, Object.keys(subcommands));
		throw new SomaError({
			code: "unknown-subcommand",
			message: name === "" ? "no subcommand was given" : `there is no subcommand ${name}`,
			hint:
				guess === undefined
					? `use one of: ${Object.keys(subcommands).join(", ")}`
					: `did you mean ${guess}?`,
		});
	}
	const subcommand = await load();
	return await subcommand(args);
}

stopOnSignals();
try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!isStopping()) {
		process.stderr.write(`${describeError(error)}\n`);
		process.exitCode = 1;
	}
}
