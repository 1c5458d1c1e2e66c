import { expect, test } from "vitest";
import {
	extraUnit,
	mergeCredentials,
	smbiosString,
	smbiosStrings,
	wantedBy,
} from "./credentials.ts";

test("a credential is an SMBIOS string that systemd decodes", () => {
	expect(smbiosString(extraUnit("a.service", "[Unit]\n"))).toBe(
		"io.systemd.credential.binary:systemd.extra-unit.a.service=W1VuaXRdCg==",
	);
});

test("drop-ins of one unit are joined, since the second of a name would be ignored", () => {
	const merged = mergeCredentials([
		wantedBy("sysinit.target", ["a.service"]),
		extraUnit("a.service", "[Unit]\n"),
		wantedBy("sysinit.target", ["b.service"]),
	]);
	expect(merged.map(({ name }) => name)).toEqual([
		"systemd.unit-dropin.sysinit.target",
		"systemd.extra-unit.a.service",
	]);
	expect(merged[0]?.text).toMatch(/Wants=a\.service[\s\S]*Wants=b\.service/);
});

test("credentials that the guest would not see are refused", () => {
	const half = "x".repeat(25_000);
	expect(smbiosStrings([extraUnit("a.service", half)])).toHaveLength(1);
	expect(() => smbiosStrings([extraUnit("a.service", half), extraUnit("b.service", half)])).toThrow(
		/60000 fit/,
	);
});
