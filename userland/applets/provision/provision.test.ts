import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ProvisionRecord, StateFacts } from "../../core/provision/record.ts";
import type { SourceFacts } from "../../core/provision/source.ts";
import { SomaError } from "../../lib/errors.ts";
import type { Fetched } from "../../system/provision/fetch-config.ts";
import type { Stage } from "../../system/provision/ignition.ts";
import { type ProvisionPorts, provision } from "./provision.ts";

const config = JSON.stringify({ ignition: { version: "3.3.0" } });

/** What a simulated machine answers, by attempt (from 0 on); the last one stays. */
interface Script {
	readonly state?: Partial<StateFacts>;
	readonly sources?: readonly SourceFacts[];
	readonly dhcpUrl?: string;
	readonly fetched?: readonly (Fetched | SomaError)[];
	/** Stages that fail once. */
	readonly failing?: readonly Stage[];
	/** What Ignition merged; the configuration itself by default. */
	readonly merged?: unknown;
	readonly needsNetwork?: boolean;
	/** The first clean slate fails. */
	readonly clearFails?: boolean;
}

let folder = "";

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "soma-provision-"));
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

class Machine {
	/** What happened, in order. */
	readonly events: string[] = [];
	readonly said: string[] = [];
	record: ProvisionRecord | undefined;
	pausesMs: number[] = [];
	readonly #script: Script;
	#nowMs = 1_000_000_000_000;
	#clears = 0;
	#counted = true;
	#looks = 0;
	#fetches = 0;
	readonly #failed = new Set<string>();

	constructor(script: Script) {
		this.#script = script;
	}

	get ports(): ProvisionPorts {
		const { events } = this;
		return {
			localFacts: async () => this.#pick(this.#script.sources ?? [{}], this.#looks++),
			machine: () => ({ mac: "52:54:00:00:00:01" }),
			network: {
				dhcpUrl: async () => {
					events.push("dhcp");
					return this.#script.dhcpUrl;
				},
				online: async () => {
					events.push("online");
				},
			},
			fetch: async (url) => {
				events.push(`fetch ${url}`);
				const answer = this.#pick(this.#script.fetched ?? [{ text: config }], this.#fetches++);
				if (answer instanceof SomaError) {
					throw answer;
				}
				return answer;
			},
			ignition: {
				begin: async () => {
					await this.#stage("fetch-offline");
					const needsNetwork = this.#script.needsNetwork === true;
					return { complete: !needsNetwork, needsNetwork };
				},
				run: (stage) => this.#stage(stage),
				merged: () => this.#script.merged ?? JSON.parse(config),
			},
			isBootDisk: () => (device) => device === "/dev/vda",
			prepareDevices: async () => {},
			applyPresets: async () => {
				events.push("presets");
				return [];
			},
			state: {
				facts: () => ({
					record: false,
					marker: false,
					unconfigured: false,
					reset: false,
					machineId: false,
					...this.#script.state,
				}),
				begin: () => events.push("begin"),
				clear: async () => {
					events.push("clear");
					if (this.#script.clearFails === true && ++this.#clears === 1) {
						throw new SomaError({ code: "state-not-cleared", message: "busy" });
					}
				},
				settle: () => events.push("settle"),
				finish: (record) => {
					this.record = record;
					events.push("finish");
				},
			},
			changeCount: (change) => {
				const wanted = change === "count-again";
				const changed = this.#counted !== wanted;
				this.#counted = wanted;
				if (changed) {
					events.push(change);
				}
				return changed;
			},
			say: (lines) => this.said.push(...lines),
			statePath: join(folder, "provision.json"),
			version: "4800",
			nowMs: () => this.#nowMs,
			random: () => 0.5,
			sleep: async (ms) => {
				this.pausesMs.push(ms);
				this.#nowMs += ms;
				if (this.pausesMs.length === 1) {
					this.events.push(`told ${this.told().state}`);
				}
			},
		};
	}

	/** What stands in /run for others. */
	told(): { readonly state: string; readonly reason?: { readonly code: string } } {
		return JSON.parse(readFileSync(join(folder, "provision.json"), "utf8"));
	}

	async #stage(stage: Stage): Promise<void> {
		this.events.push(stage);
		if (this.#script.failing?.includes(stage) === true && !this.#failed.has(stage)) {
			this.#failed.add(stage);
			throw new SomaError({ code: `ignition-${stage}`, message: `${stage} failed` });
		}
	}

	#pick<T>(list: readonly T[], at: number): T {
		const value = list[Math.min(at, list.length - 1)];
		if (value === undefined) {
			throw new Error("the script needs an answer");
		}
		return value;
	}
}

async function play(script: Script): Promise<Machine> {
	const machine = new Machine(script);
	await provision(machine.ports);
	return machine;
}

const stages = ["fetch-offline", "begin", "disks", "mount", "files", "umount", "presets", "finish"];
const withCredential = { credentials: { config } };

describe("a node", () => {
	test("with a configuration is configured once, in the order of the stages", async () => {
		const machine = await play({ sources: [withCredential] });
		expect(machine.events).toEqual(stages);
		expect(machine.record).toMatchObject({
			source: "credential",
			place: "credential soma.config",
			configSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			atSeconds: 1_000_000_000,
			version: "4800",
		});
		expect(machine.said).toEqual(["configured from credential soma.config"]);
		expect(machine.told()).toMatchObject({ state: "done" });
	});

	test("that is configured is left alone; an older one gets its record", async () => {
		const done = await play({ state: { record: true }, sources: [withCredential] });
		expect(done.events).toEqual(["settle"]);
		const adopted = await play({ state: { machineId: true }, sources: [withCredential] });
		expect(adopted.events).toEqual(["finish"]);
		expect(adopted.record).toMatchObject({ source: "adopted", configSha256: null });
	});

	test.each([
		["a reset is asked for", { reset: true, record: true, machineId: true }],
		["an attempt was interrupted", { marker: true }],
		["it had no source and has one now", { record: true, unconfigured: true, machineId: true }],
	])("begins anew when %s", async (_, state) => {
		const machine = await play({ state, sources: [withCredential] });
		expect(machine.events).toEqual(["clear", ...stages]);
	});

	test("without any source gets the empty configuration, and Ignition is not run", async () => {
		const machine = await play({});
		expect(machine.events).toEqual(["dhcp", "finish"]);
		expect(machine.record).toMatchObject({ source: "none", configSha256: null });
	});

	test("does not ask the network when a stronger source has a configuration", async () => {
		const machine = await play({
			sources: [{ ...withCredential, bootUrl: "http://b/soma.efi", commandLineUrl: "http://c" }],
			dhcpUrl: "http://d",
		});
		expect(machine.events).toEqual(stages);
	});

	test("takes a blank configuration for an empty one of that source", async () => {
		const machine = await play({ sources: [{ configDrive: { place: "drive", text: " \n" } }] });
		expect(machine.events).toEqual(["finish"]);
		expect(machine.record).toMatchObject({ source: "config-drive" });
	});
});

describe("a configuration from the network", () => {
	test("has the facts of the machine in its URL, and no secret of it in the record", async () => {
		const machine = await play({ dhcpUrl: "http://me:pw@d/{mac}.ign?t=1" });
		expect(machine.events.slice(0, 3)).toEqual([
			"dhcp",
			"online",
			"fetch http://me:pw@d/52:54:00:00:00:01.ign?t=1",
		]);
		expect(machine.record).toMatchObject({
			source: "dhcp",
			place: "http://d/52:54:00:00:00:01.ign",
		});
	});

	test("may be missing beside the boot image; then the next source is asked", async () => {
		const machine = await play({
			sources: [{ bootUrl: "http://b/x/soma.efi" }],
			dhcpUrl: "http://d/x.ign",
			fetched: [{ notFound: true }, { text: config }],
		});
		expect(machine.events).toContain("fetch http://b/x/soma.ign");
		expect(machine.record).toMatchObject({ source: "dhcp" });
	});

	test("that names others has the network and a fetch before anything is written", async () => {
		const machine = await play({ sources: [withCredential], needsNetwork: true });
		expect(machine.events).toEqual(["fetch-offline", "online", "fetch", ...stages.slice(1)]);
	});
});

describe("a configuration that is not usable", () => {
	test("is waited for; the slot is not blamed until the boot goes on", async () => {
		const machine = await play({
			sources: [{ credentials: { config: "{" } }, { credentials: { config: "{" } }, withCredential],
		});
		expect(machine.events).toEqual([
			"give-back",
			"told waiting",
			...stages.slice(0, -1),
			"count-again",
			"finish",
		]);
		expect(machine.said[1]).toMatch(/reason: credential soma.config: the configuration is no JSON/);
		expect(machine.pausesMs).toEqual([5000, 10_000]);
	});

	test("that fails in the middle leaves nothing behind before the next attempt", async () => {
		const machine = await play({ sources: [withCredential], failing: ["files"] });
		const { events } = machine;
		expect(events.slice(0, 7)).toEqual([
			...["fetch-offline", "begin", "disks", "mount", "files", "give-back", "clear"],
		]);
		expect(events.at(-1)).toBe("finish");
	});

	test("is not tried again before a clean slate that failed has worked", async () => {
		const machine = await play({
			sources: [withCredential],
			failing: ["files"],
			clearFails: true,
		});
		const { events } = machine;
		expect(events.filter((event) => event === "clear")).toHaveLength(2);
		expect(events.indexOf("clear")).toBeLessThan(events.lastIndexOf("clear"));
		expect(events.lastIndexOf("clear")).toBeLessThan(events.lastIndexOf("fetch-offline"));
		expect(machine.said).toContain("error: busy");
	});

	test("is refused after it was merged as well, and nothing was begun", async () => {
		const machine = new Machine({
			sources: [withCredential],
			merged: { storage: { disks: [{ device: "/dev/vda" }] } },
		});
		const ports = machine.ports;
		let waits = 0;
		const end = new Error("enough");
		const sleep = async (): Promise<void> => {
			if (++waits === 2) {
				throw end;
			}
		};
		await expect(provision({ ...ports, sleep })).rejects.toBe(end);
		expect(machine.told()).toMatchObject({ reason: { code: "config-refused" } });
		expect(machine.events).not.toContain("begin");
	});

	test("whose source vanishes does not make a blank node", async () => {
		const machine = await play({
			sources: [{ credentials: { config: "{" } }, {}, withCredential],
		});
		expect(machine.record).toMatchObject({ source: "credential" });
		expect(machine.said.join("\n")).toMatch(/which is gone/);
	});

	test("that was only looked for beside the boot image makes a blank node at once", async () => {
		const machine = await play({
			sources: [{ bootUrl: "http://b/soma.efi" }],
			fetched: [{ notFound: true }],
		});
		expect(machine.record).toMatchObject({ source: "none" });
		expect(machine.said.join("\n")).not.toMatch(/which is gone/);
	});

	test("is told again every minute while the pause lasts", async () => {
		const failure = new SomaError({ code: "fetch-unreachable", message: "no way", hint: "cable" });
		const failures = Array.from({ length: 7 }, () => failure);
		const machine = await play({
			dhcpUrl: "http://d",
			fetched: [...failures, { text: config }],
		});
		expect(machine.pausesMs.slice(0, 6)).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 20_000]);
		expect(Math.max(...machine.pausesMs)).toBe(60_000);
		expect(machine.said.filter((line) => line.includes("cure: cable")).length).toBe(
			machine.pausesMs.length,
		);
	});

	test("a mistake of ours is no configuration error: it ends the program", async () => {
		const machine = new Machine({ sources: [withCredential] });
		const broken = {
			...machine.ports,
			prepareDevices: async () => Promise.reject(new TypeError("ours")),
		};
		await expect(provision(broken)).rejects.toThrow(TypeError);
	});
});
