import { expect, test } from "vitest";
import { compareVersions } from "../../userland/core/boot/version.ts";
import { releaseOf } from "./main.ts";

test("a release is named by its day, and by a point when the day has several", () => {
	const today = new Date("2026-11-30T16:00:00Z");
	expect(releaseOf(today)).toEqual({ version: "4806", epochSeconds: 1_795_996_800 });
	const point = releaseOf(today, 1);
	expect(point).toEqual({ version: "4806.1", epochSeconds: 1_795_996_800 });
	const tomorrow = releaseOf(new Date("2026-12-01T00:00:00Z"));
	expect(compareVersions(point.version, releaseOf(today).version)).toBe(1);
	expect(compareVersions(tomorrow.version, point.version)).toBe(1);
});
