import fc from "fast-check";
import { expect, test } from "vitest";
import { findMount, type HealthCheck } from "./checks.ts";
import { type HealthState, initialHealth, stepHealth } from "./machine.ts";

const good: HealthCheck = { name: "usr", ok: true, detail: "fine", fatal: false };
const bad: HealthCheck = { name: "state", ok: false, detail: "cannot be written", fatal: false };
const fatal: HealthCheck = { name: "slot", ok: false, detail: "wrong slot", fatal: true };

/** The states and effects of a run of rounds. */
function play(rounds: readonly (readonly HealthCheck[])[]): string[] {
	let state: HealthState = initialHealth;
	return rounds.map((checks) => {
		const step = stepHealth(state, checks);
		state = step.state;
		return [state.kind, ...step.effects.map(({ kind }) => kind)].join(" ");
	});
}

test("a node gets ready once, degrades and recovers, saying each change once", () => {
	expect(play([[bad], [bad], [good], [good], [bad], [bad], [good, bad], [good]])).toEqual([
		"starting report",
		"starting",
		"ready announce-ready",
		"ready",
		"degraded report",
		"degraded",
		"degraded",
		"ready report",
	]);
});

test("a contradiction ends everything, at any time", () => {
	expect(play([[fatal], [good]])).toEqual(["failed exit", "failed"]);
	expect(play([[good], [good, fatal]])).toEqual(["ready announce-ready", "failed exit"]);
});

test("ready is announced at most once and only without a bad check", () => {
	const checks = fc.array(fc.constantFrom(good, bad, fatal), { minLength: 1, maxLength: 4 });
	fc.assert(
		fc.property(fc.array(checks, { maxLength: 20 }), (rounds) => {
			const states = play(rounds);
			const announced = states.flatMap((line, at) => (line.includes("announce") ? [at] : []));
			expect(announced.length).toBeLessThanOrEqual(1);
			for (const at of announced) {
				expect(rounds[at]?.every(({ ok }) => ok)).toBe(true);
			}
			const failedAt = states.findIndex((line) => line.startsWith("failed"));
			expect(failedAt === -1 || states.slice(failedAt).every((line) => /^failed/.test(line))).toBe(
				true,
			);
		}),
	);
});

test("of several mounts at a directory the last one counts, options and all", () => {
	const text = [
		"22 1 8:3 / /usr rw,relatime shared:2 - ext4 /dev/sda3 rw",
		"36 24 254:0 / /usr ro,nodev shared:9 master:1 - erofs /dev/mapper/usr ro",
		"37 24 0:21 / /usr/share rw - tmpfs tmpfs rw",
		"",
	].join("\n");
	expect(findMount(text, "/usr")).toEqual({
		device: "254:0",
		readOnly: true,
		fileSystem: "erofs",
	});
	expect(findMount(text, "/home")).toBeUndefined();
});
