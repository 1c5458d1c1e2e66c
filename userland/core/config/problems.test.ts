import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../../image/tools/tree.ts";
import { readConfig } from "./configuration.ts";
import { formatProblem } from "./problem.ts";
import { yamlBounds } from "./yaml-text.ts";

const head = "variant: soma\nversion: 1.0.0\n";

function problemsOf(yaml: string | Uint8Array): string[] {
	const bytes = typeof yaml === "string" ? new TextEncoder().encode(yaml) : yaml;
	return readConfig(bytes).problems.map((problem) =>
		formatProblem("f", problem).replace("\n  cure: ", " | "),
	);
}

/** What is below the head, which has two lines, and what is said about it. */
const table: readonly (readonly [yaml: string, problem: RegExp])[] = [
	["sto: {}", /^f:3:1: sto: unknown key \| known keys: variant, /],
	["storag: {}", /^f:3:1: storag: unknown key \| did you mean storage\?$/],
	["variant: soma", /^f:3:1: variant: stands here twice, first in line 1 \| keep one of them$/],
	["soma:", /^f:3:\d: soma: has no value \| give it one or write \{\}, or remove the key$/],
	["soma: []", /^f:3:7: soma: must be a map of keys and values, but is a list$/],
	["soma: {hostname: 7}", /soma\.hostname: must be text .*, not 7 \| put it in quotes: "7"$/],
	["soma: {hostname: N_1}", /soma\.hostname: must be a host name/],
	["soma: {role: wroker}", /not "wroker" \| did you mean worker\?$/],
	["soma: {api: {shell: yes}}", /^f:3:21: soma\.api\.shell: must be true or false, not "yes"$/],
	["soma: {api: {port: 70000}}", /a whole number from 1 to 65535, not 70000$/],
	["soma: {api: {port: 7444}}", /soma\.api: port and enrol_port are the same/],
	["soma: {labels: {-x: a}}", /soma\.labels\.-x|soma\.labels\."-x": must be a label's name/],
	["soma: {ticket: soma-join-1.a, ticket_local: b}", /ticket and ticket_local exclude each other/],
	["soma: {ticket: x}", /soma\.ticket: must be a ticket/],
	["soma: {ticket: soma-founder-1.a, role: worker}", /a worker cannot found a cluster/],
	["soma: {update: {window: {start: 2:30}}}", /duration_minutes is missing/],
	[
		"soma: {update: {window: {start: '02:30', duration_minutes: 5, timezone: Europe/Berln}}}",
		/did you mean Europe\/Berlin\?$/,
	],
	["soma: {ca_certificates: [{inline: 'PRIVATE KEY'}]}", /holds a private key/],
	["soma: {ca_certificates: [{inline: x}]}", /holds no sound certificate in PEM/],
	["soma: {ca_certificates: [{}]}", /one of inline, local is missing/],
	["soma: {proxy: {http: proxy.example.com}}", /must be the URL of a proxy/],
	["soma: {ntp: [a, a]}", /soma\.ntp\[1\]: the entry a is named before, at soma\.ntp\[0\]$/],
	["soma: {network: {links: [{dhcp: both}]}}", /one of name, mac is missing/],
	[
		"soma: {network: {links: [{name: a, addresses: [192.0.2.1]}]}}",
		/for example 192\.0\.2\.10\/24/,
	],
	["soma: {network: {links: [{name: a, gateways: [192.0.2.1]}]}}", /out of reach/],
	["soma: {network: {links: [{name: a}, {name: a}]}}", /the link a is named before/],
	["soma: {network: {links: [{name: a, mtu: 600}]}}", /IPv6 needs packets of 1280 bytes/],
	["soma: {network: {links: [{name: a, routes: [{to: default}]}]}}", /needs via/],
	["soma: {network: {links: [{name: a, routes: [{to: 10.0.0.0/8, via: '::1'}]}]}}", /is of IPv6/],
	["soma: {network: {vlans: [{name: v, id: 1, over: x}]}}", /x is neither a link nor a bond/],
	["soma: {network: {vlans: [{name: v, id: 0, over: x}]}}", /from 1 to 4094, not 0/],
	["soma: {network: {bonds: [{name: b, members: []}]}}", /a bond without members/],
	[
		"soma: {network: {links: [{name: a}], bonds: [{name: b, members: [a, 'a b']}]}}",
		/members\[0\]: the link a is named before[\s\S]*members\[1\]: must be the name of a link/,
	],
	["kernel_arguments: {should_exist: [quiet]}", /refused: the command line is signed/],
	["boot_device: {mirror: {}}", /refused: the boot disk has its layout/],
	["storage: {luks: []}", /storage\.luks: refused: encrypted data disks/],
	["storage: {raid: []}", /storage\.raid: refused: the kernel has no software RAID/],
	[
		"storage: {filesystems: [{device: /dev/disk/by-id/x, format: btrfs}]}",
		/ext4, vfat, swap, none/,
	],
	["storage: {filesystems: [{device: /dev/vdb, format: ext4}]}", /no name that stays/],
	["storage: {disks: [{device: /dev/sda}]}", /no name that stays/],
	["storage: {disks: [{device: /dev/disk/by-partlabel/STATE}]}", /is on the boot disk/],
	["storage: {disks: [{device: /dev/disk/by-id/x, partitions: [{}]}]}", /neither a number nor/],
	[
		"storage: {disks: [{device: /dev/disk/by-id/x, partitions: [" +
			"{number: 1, start_mib: 1, size_mib: 10}, {number: 2, start_mib: 5, size_mib: 1}]}]}",
		/partitions\[1\]: overlaps with storage\.disks\[0\]\.partitions\[0\]$/,
	],
	["storage: {files: [{path: /usr/bin/x}]}", /\/usr is sealed/],
	["storage: {files: [{path: /run/x}]}", /made anew at every boot/],
	["storage: {files: [{path: /etc/../x}]}", /write \/x$/],
	["storage: {files: [{path: /etc/hosts}]}", /is in the image \| add overwrite: true/],
	["storage: {files: [{path: /a}, {path: /a}]}", /files\[1\]\.path: the path \/a is named before/],
	["storage: {files: [{path: /a}, {path: /a/b}]}", /\/a is a file .*nothing can be below it$/],
	[
		"storage: {files: [{path: /a, mode: 420}]}",
		/permissions in octal, not 420 \| write 0420, or 0644 if it was meant/,
	],
	["storage: {files: [{path: /a, mode: 04755}]}", /setuid, setgid or sticky/],
	["storage: {files: [{path: /a, overwrite: true}]}", /no contents to overwrite with/],
	["storage: {files: [{path: /a, user: {id: 1, name: a}}]}", /id and name exclude each other/],
	["storage: {files: [{path: /a, contents: {}}]}", /one of inline, local, source is missing/],
	["storage: {files: [{path: /a, contents: {inline: a, local: b}}]}", /exclude each other/],
	["storage: {files: [{path: /a, contents: {local: ../b}}]}", /below the folder/],
	["storage: {files: [{path: /a, contents: {source: s3://b/c}}]}", /does not fetch from s3:/],
	["storage: {files: [{path: /a, contents: {source: ftp://b/c}}]}", /must be a URL/],
	["storage: {links: [{path: /a, target: b, hard: true}]}", /must be an absolute path/],
	["systemd: {units: [{name: a}]}", /does not end in a type of units \| write a\.service/],
	["systemd: {units: [{name: a.service, contents: hello}]}", /line 1 of the unit is neither/],
	["systemd: {units: [{name: a.service, enabled: true, contents: '[Unit]'}]}", /no \[Install\]/],
	["systemd: {units: [{name: a.service, enabled: true, mask: true}]}", /cannot be enabled/],
	["systemd: {units: [{name: soma-agent.service, mask: true}]}", /is the node's own/],
	[
		"systemd: {units: [{name: a.service, contents: '[Unit]'}]}\n" +
			"storage: {files: [{path: /etc/systemd/system/a.service}]}",
		/files\[0\]\.path: the path .* is named before, at systemd\.units\[0\]$/,
	],
	["passwd: {users: [{name: a, ssh_authorized_keys: []}]}", /refused: a node has no ssh server/],
	["passwd: {users: [{name: a, password_hash: secret}]}", /must be a hash of crypt\(5\)/],
	["passwd: {users: [{name: a}, {name: a}]}", /the user a is named before/],
	["soma: {hostname: n}\nstorage: {files: [{path: /etc/hostname}]}", /before, at soma\.hostname$/],
];

test.each(table)("%s", (yaml, problem) => {
	expect(problemsOf(`${head}${yaml}\n`).join("\n")).toMatch(problem);
});

test("everything that is wrong is told at once, in the order of the text", () => {
	const yaml = `${head}soma:
  role: boss
  lables: {}
storage:
  files:
    - mode: 999
`;
	expect(problemsOf(yaml).map((line) => /^f:(\d+:\d+: \S+):/.exec(line)?.[1])).toEqual([
		"4:9: soma.role",
		"5:3: soma.lables",
		"8:7: storage.files[0]",
		"8:13: storage.files[0].mode",
	]);
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[..."bcdefghi"]
	.map((name, index) => {
		const former = `*${"abcdefgh"[index]}`;
		return `${name}: &${name} [${new Array(9).fill(former).join(", ")}]`;
	})
	.join("\n")}\n`;

const hostile: readonly (readonly [name: string, bytes: Uint8Array, problem: RegExp])[] = [
	["nothing", bytesOf(""), /^f:1:1: has no value/],
	["a number", bytesOf("7"), /must be a map of keys and values/],
	["bytes that are no UTF-8", Uint8Array.of(0x61, 0xff), /not UTF-8/],
	["UTF-16", new Uint8Array(Buffer.from("variant: soma", "utf16le")), /f:1:1/],
	["a tab as indentation", bytesOf("soma:\n\thostname: a"), /^f:2:1: .*[Tt]ab/m],
	["an alias bomb", bytesOf(bomb), /unknown key/],
	["an alias bomb in a list", bytesOf(`${head}storage: {files: [${bombInside()}]}`), /more than/],
	["an alias of itself", bytesOf(`${head}storage: &a {files: [*a]}`), /unknown key|itself/],
	["an alias to nothing", bytesOf(`${head}soma: *a`), /[Aa]lias|anchor/],
	["a merge key", bytesOf(`${head}soma: {<<: {role: core}}`), /merge keys are not supported/],
	["deep lists", bytesOf("[".repeat(200_000)), /nested deeper than 64 levels/],
	["deep maps", bytesOf("{a: ".repeat(100_000)), /nested deeper than 64 levels/],
	["deep block lists", bytesOf("- ".repeat(100_000)), /nested deeper than 64 levels/],
	["two documents", bytesOf(`${head}---\n${head}`), /a second document begins here/],
	["a key that is a list", bytesOf(`${head}? [a]\n: b`), /a key is not text/],
	["a tag of its own", bytesOf(`${head}soma: !x {}`), /tag/],
	["an old directive", bytesOf(`%YAML 1.1\n---\n${head}soma: {api: {shell: on}}`), /true or false/],
	["a number beyond doubles", bytesOf(`${head}soma: {api: {port: 1e999}}`), /whole number/],
	["a thousand problems", bytesOf(`${head}${manyKeys(1000)}`), /unknown key/],
	["forty thousand keys", bytesOf(`${head}${manyKeys(40_000)}`), /unknown key/],
	["many aliases", bytesOf(`${head}a: &a 1\nb: [${"*a,".repeat(150_000)}]`), /unknown key/],
	["prototype keys", bytesOf(`${head}__proto__: {}\nconstructor: {}`), /__proto__: unknown key/],
	["a null byte", bytesOf(`${head}soma: {hostname: "a\\0b"}`), /one line of text/],
	["half a character", bytesOf(`${head}soma: {hostname: "\\ud800"}`), /surrogate|escape/],
	[
		"too many bytes",
		new Uint8Array(yamlBounds.sizeBytes + 1),
		/1048577 bytes, more than 1048576 \| put long contents/,
	],
];

/** Some hundred files that share a list of some hundred items: in all more values than are read. */
function bombInside(): string {
	const items = new Array(300).fill("{inline: x}").join(", ");
	const files = new Array(300).fill("{path: /a, append: *a}").join(", ");
	return `{path: /a, append: &a [${items}]}, ${files}`;
}

function manyKeys(count: number): string {
	return Array.from({ length: count }, (_, index) => `key${index}: 1\n`).join("");
}

test.each(hostile)("%s: an error, soon", (_name, bytes, problem) => {
	const startedAt = performance.now();
	const problems = problemsOf(bytes);
	expect(problems.join("\n")).toMatch(problem);
	expect(problems.length).toBeLessThanOrEqual(2 * yamlBounds.problems);
	expect(performance.now() - startedAt).toBeLessThan(15_000);
});

const examples = join(repositoryRoot, "docs", "examples");
const texts = readdirSync(examples)
	.filter((name) => name.endsWith(".yaml"))
	.map((name) => readFileSync(join(examples, name), "utf8"));

test("an example with any change is sound or has problems inside the text, never a crash", () => {
	const noise = fc.oneof(
		fc.constantFrom("\t", "\n", ": ", "- ", "&a ", "*a", "!!", "{", "[", "}", '"', "'", "|\n", "#"),
		fc.string({ unit: "binary", maxLength: 4 }),
	);
	const change = fc.record({ at: fc.nat(), remove: fc.nat({ max: 30 }), insert: noise });
	fc.assert(
		fc.property(fc.constantFrom(...texts), fc.array(change, { maxLength: 4 }), (text, changes) => {
			const changed = changes.reduce((current, { at, remove, insert }) => {
				const offset = at % (current.length + 1);
				return current.slice(0, offset) + insert + current.slice(offset + remove);
			}, text);
			const lines = changed.split(/\r\n|\r|\n/).length;
			for (const { line, column } of readConfig(bytesOf(changed)).problems) {
				expect(line).toBeGreaterThanOrEqual(1);
				expect(line).toBeLessThanOrEqual(lines + 1);
				expect(column).toBeGreaterThanOrEqual(1);
			}
		}),
		{ numRuns: 600 },
	);
});
