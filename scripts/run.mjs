/**
 * The one JavaScript file that plain Node (18 or newer) runs: it makes sure of the pinned Bun and of the locked
 * dependencies, then hands over to `scripts/main.ts`. Everything else in this repository runs under Bun.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "soma");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const bunVersion = manifest.packageManager.replace("bun@", "");

function fail(message, cure) {
	process.stderr.write(`error: ${message}\n  cure: ${cure}\n`);
	process.exit(1);
}

/** The path of the pinned Bun; npm puts it into the cache the first time. */
function ensureBun() {
	const home = join(cache, `bun-${bunVersion}`);
	const binary = join(home, "node_modules", "bun", "bin", "bun.exe");
	if (existsSync(binary)) {
		return binary;
	}
	process.stderr.write(`soma: fetching bun ${bunVersion} with npm\n`);
	const staging = `${home}.${process.pid}`;
	mkdirSync(staging, { recursive: true });
	writeFileSync(join(staging, "package.json"), "{}\n");
	const args = [
		"install",
		"--prefix",
		staging,
		"--no-audit",
		"--no-fund",
		"--no-save",
		`bun@${bunVersion}`,
	];
	const done = spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"], cwd: staging });
	if (done.status !== 0) {
		rmSync(staging, { recursive: true, force: true });
		fail(
			`npm could not install bun ${bunVersion}`,
			"check the network and `npm config get registry`, then run again",
		);
	}
	try {
		renameSync(staging, home);
	} catch {
		rmSync(staging, { recursive: true, force: true }); // another run was faster
	}
	return binary;
}

/** Installs the locked dependencies when the lock file changed since the last time. */
function ensureDependencies(bun) {
	const lock = createHash("sha256")
		.update(readFileSync(join(root, "bun.lock")))
		.digest("hex");
	const stamp = join(root, "node_modules", ".soma-lock");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) {
		return;
	}
	process.stderr.write("soma: installing the locked JavaScript dependencies\n");
	const done = spawnSync(bun, ["install", "--frozen-lockfile", "--silent"], {
		stdio: ["ignore", "inherit", "inherit"],
		cwd: root,
	});
	if (done.status !== 0) {
		fail(
			"bun could not install the dependencies",
			"check the network and `npm config get registry`, then run again",
		);
	}
	writeFileSync(stamp, lock);
}

const bun = ensureBun();
ensureDependencies(bun);
const child = spawn(
	bun,
	["--no-env-file", join(root, "scripts", "main.ts"), ...process.argv.slice(2)],
	{ stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
	process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
