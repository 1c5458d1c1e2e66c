import { expect, test } from "vitest";
import { debFileName, parseMadison, parseUris, withFirmware } from "./apt.ts";
import { parseDpkgStatus } from "./dpkg-status.ts";
import { wantedPackages } from "./wanted.ts";

const hash = "5".repeat(64);

test("packages come from the lines of --print-uris, with epochs, without addresses", () => {
	const text = [
		"NOTE: nothing is done",
		`'https://archive.example/udev_257.deb' udev_257-1_amd64.deb 49432 SHA256:${hash}`,
		`'https://archive.example/x.deb' dmsetup_2%3a1.02-2_amd64.deb 1 SHA256:${hash}`,
		"'https://archive.example/y.deb' weak_1_all.deb 1 MD5Sum:1234",
	].join("\n");
	expect(parseUris(text)).toEqual([
		{ name: "dmsetup", version: "2:1.02-2", architecture: "amd64", sha256: hash },
		{ name: "udev", version: "257-1", architecture: "amd64", sha256: hash },
	]);
});

test("a file is named as apt names it", () => {
	const dmsetup = { name: "dmsetup", version: "2:1.02-2", architecture: "amd64", sha256: hash };
	expect(debFileName(dmsetup)).toBe("dmsetup_2%3a1.02-2_amd64.deb");
});

test("microcode and firmware come from their component at the same archives", () => {
	const sources = "# none\ndeb https://archive.example trixie main\n\ndeb [a=b] file:/x y main\n";
	expect(withFirmware(sources)).toBe(
		"# none\ndeb https://archive.example trixie main non-free-firmware\n\n" +
			"deb [a=b] file:/x y main non-free-firmware\n",
	);
});

test("madison's table gives every version of a name", () => {
	const text = "  udev | 257-1 | archive trixie\n  udev | 256-1 | archive old\n dash | 0.5 | x\n";
	const versions = parseMadison(text);
	expect([...(versions.get("udev") ?? [])]).toEqual(["257-1", "256-1"]);
	expect(versions.get("bash")).toBeUndefined();
});

test("the names below Packages= are what the image asks for", () => {
	const conf = "[Content]\nBootable=no\nPackages=\n    dash\n    mount\n[Other]\nX=y\n";
	expect(wantedPackages(conf)).toEqual(["dash", "mount"]);
	expect(() => wantedPackages("[Content]\n")).toThrow(/names no package/);
	expect(() => wantedPackages("Packages=dash=1.2\n")).toThrow(/dash=1\.2/);
});

test("dpkg's status names the source; what is not completely installed does not count", () => {
	const stanza = (status: string, more: string): string =>
		`Package: passwd\nStatus: ${status}\nArchitecture: amd64\nVersion: 1:4.17-2+b1\n` +
		`Maintainer: A <a@example.org>\n${more}Description: x\n more\n`;
	const good = "install ok installed";
	const [plain, renamed] = parseDpkgStatus(
		[stanza(good, ""), stanza(good, "Source: shadow (1:4.17-2)\n")].join("\n"),
	);
	expect(plain).toMatchObject({ source: "passwd", sourceVersion: "1:4.17-2+b1" });
	expect(renamed).toMatchObject({ source: "shadow", sourceVersion: "1:4.17-2" });
	expect(parseDpkgStatus(stanza("deinstall ok config-files", ""))).toEqual([]);
});
