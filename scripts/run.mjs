/**
 * The one JavaScript file that plain Node (18 or newer) runs: it makes sure of the pinned Bun and
 * of the locked dependencies, then hands over to `scripts/main.ts`. Everything else here runs under
 * Bun.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "soma");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const bunVersion = manifest.packageManager.replace("bun@", "");
const networkCure = "check the network and `npm config get registry`, then run again";

function say(text) {
	process.stderr.write(`soma: ${text}\n`);
}

function fail(message, cure) {
	process.stderr.write(`error: ${message}\n  cure: ${cure}\n`);
	process.exit(1);
}

/** Like `mkdir -p`; Node's own recursive mkdir never ends below a directory such as /proc. */
function makeDirectories(path) {
	if (!existsSync(path)) {
		makeDirectories(dirname(path));
		try {
			mkdirSync(path);
		} catch (error) {
			if (error.code !== "EEXIST") {
				throw error; // another process was not simply faster
			}
		}
	}
}

function checkMachine() {
	if (process.platform !== "linux" || process.arch !== "x64") {
		const found = `${process.platform} on ${process.arch}`;
		fail(`Soma OS is built on Linux on x86-64, this is ${found}`, "use such a machine or a VM");
	}
	if (Number(process.versions.node.split(".")[0]) < 18) {
		fail(`Node ${process.versions.node} is too old`, "install Node 18 or newer");
	}
	try {
		makeDirectories(cache);
		writeFileSync(join(cache, `.writable.${process.pid}`), "");
		rmSync(join(cache, `.writable.${process.pid}`));
	} catch (error) {
		fail(
			`the cache ${cache} cannot be written: ${error.code}`,
			"make it yours, free space, or set XDG_CACHE_HOME to a writable directory",
		);
	}
}

/**
 * Does `work` alone among the processes that share the cache; waits for a living one that came
 * first.
 */
function alone(work) {
	const lock = join(cache, "dependencies.lock");
	for (let told = false; ; ) {
		try {
			writeFileSync(lock, String(process.pid), { flag: "wx" });
			break;
		} catch (error) {
			if (error.code !== "EEXIST") {
				fail(`${lock} cannot be written: ${error.code}`, "make the cache writable");
			}
		}
		const holder = existsSync(lock) ? readFileSync(lock, "utf8") : "";
		if (holder !== "" && !existsSync(`/proc/${holder}`)) {
			rmSync(lock, { force: true });
			continue;
		}
		if (!told) {
			say(`waiting for process ${holder}, which installs the dependencies`);
			told = true;
		}
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
	}
	try {
		return work();
	} finally {
		rmSync(lock, { force: true });
	}
}

/** Puts the pinned Bun into the cache by npm, which knows the registry of this machine. */
function fetchBun(home) {
	say(`fetching bun ${bunVersion} with npm (about 40 MB, once)`);
	const staging = `${home}.${process.pid}`;
	mkdirSync(staging, { recursive: true });
	writeFileSync(join(staging, "package.json"), "{}\n");
	const options = ["--prefix", staging, "--no-audit", "--no-fund", "--no-save"];
	const done = spawnSync("npm", ["install", ...options, `bun@${bunVersion}`], {
		stdio: ["ignore", "ignore", "inherit"],
		cwd: staging,
	});
	if (done.status !== 0) {
		rmSync(staging, { recursive: true, force: true });
		const why = done.error === undefined ? "" : ` (${done.error.message})`;
		fail(`npm could not install bun ${bunVersion}${why}`, networkCure);
	}
	rmSync(home, { recursive: true, force: true });
	renameSync(staging, home);
}

/** Installs the locked dependencies. */
function installDependencies(bun) {
	say("installing the locked JavaScript dependencies");
	const done = spawnSync(bun, ["install", "--frozen-lockfile", "--silent"], {
		stdio: ["ignore", "inherit", "inherit"],
		cwd: root,
	});
	if (done.status !== 0) {
		fail("bun could not install the dependencies", networkCure);
	}
}

/** The pinned Bun, after it and the dependencies are there. */
function prepare() {
	const home = join(cache, `bun-${bunVersion}`);
	const bun = join(home, "node_modules", "bun", "bin", "bun.exe");
	const lockFile = readFileSync(join(root, "bun.lock"));
	const lock = createHash("sha256").update(lockFile).digest("hex");
	const stamp = join(root, "node_modules", ".soma-lock");
	const isCurrent = () => existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
	if (!(existsSync(bun) && isCurrent())) {
		alone(() => {
			if (!existsSync(bun)) {
				fetchBun(home);
			}
			if (!isCurrent()) {
				installDependencies(bun);
				writeFileSync(stamp, lock);
			}
		});
	}
	return bun;
}

checkMachine();
const bun = prepare();
const program = join(root, "scripts", "main.ts");
const child = spawn(bun, ["--no-env-file", program, ...process.argv.slice(2)], {
	stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
	process.on(signal, () => {
		// A terminal sends its signals to the whole process group: the child has this one already.
		if (!(process.stdin.isTTY && signal !== "SIGTERM")) {
			child.kill(signal);
		}
	});
}
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
