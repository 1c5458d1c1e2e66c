import fc from "fast-check";
import type { MapShape, Shape } from "../core/config/shape.ts";

/** Words of every kind that some key takes; each key is given those that its own judge accepts. */
const samples: readonly string[] = [
	...["/etc/app/app.conf", "/opt/app/bin/app", "/var/lib/data", "/etc/ünïcödé 100%", "/srv"],
	...["/dev/disk/by-id/virtio-data0", "/dev/disk/by-partlabel/data", "/dev/disk/by-path/pci-0:1"],
	...["app.service", "app@.service", "app@one.service", "data.mount", "10-more.conf", "x.timer"],
	...["web", "db", "node-1", "node-1.example.com", "example.com", "ntp.example.com", "h"],
	...["192.0.2.1", "192.0.2.2", "2001:db8::1", "fe80::1", "192.0.2.9/24", "2001:db8::9/64"],
	...["10.0.0.0/8", "::/0", "default", "enp1s0", "eth0", "bond0", "vlan100", "lan"],
	...["52:54:00:12:34:56", "52:54:00:AB:CD:EF", "02:30", "Europe/Berlin", "UTC"],
	...["https://files.example.com/a?b=c%20d#e", "http://192.0.2.1:8080/x", "https://[2001:db8::1]/"],
	...["data:,hello%20world", "data:;base64,aGVsbG8=", "data:text/plain;charset=utf-8,x", "data:,"],
	...["http://proxy.example.com:3128", "https://user:secret@proxy.example.com/", ".example.com"],
	...[`sha256-${"0".repeat(64)}`, `sha512-${"f".repeat(128)}`, "X-Token", "a value", "$y$j9T$a$b"],
	...["", "*", "!", "a", "text with % and \" and \\ and 'quotes'", "ümläut", "noatime", "-L"],
	...["4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "0FC63DAF-8483-4772-8E79-3D69D8477DE4", "ABCD-1234"],
	"soma-join-1.ZXhhbXBsZQ",
	"soma-founder-1.ZXhhbXBsZQ",
	"[Unit]\nDescription=x\n\n[Service]\nExecStart=/bin/x\n\n[Install]\nWantedBy=multi-user.target\n",
	"[Service]\n# comment\nExecStart=a \\\n  b\n; other\nEnvironment=A=%h\n",
	"[Mount]\nWhat=x\nWhere=/y",
];

/** Any text that a judge accepts: samples, and what chance brings. */
function textFor(shape: Extract<Shape, { kind: "text" }>): fc.Arbitrary<string> {
	const sound = (value: string): boolean =>
		(shape.free === true || !/\p{Cc}/u.test(value)) && shape.judge?.(value) === undefined;
	const known = samples.filter(sound);
	const random = fc.string({ unit: "binary", maxLength: 40 }).filter(sound);
	if (known.length === 0) {
		throw new Error(`no sample is a ${shape.form}: add one`);
	}
	return shape.judge === undefined || shape.free === true
		? fc.oneof(fc.constantFrom(...known), random)
		: fc.constantFrom(...known);
}

/** Values that a shape accepts; how they go together is left to chance. */
export function valuesFor(shape: Shape, skip: readonly string[] = []): fc.Arbitrary<unknown> {
	switch (shape.kind) {
		case "text":
			return textFor(shape);
		case "word":
			return fc.constantFrom(...shape.words);
		case "number": {
			const { minimum: min, maximum: max } = shape;
			return fc.integer({ min, max: Math.min(max, 2 ** 31 - 1) });
		}
		case "mode":
			return fc.constantFrom("0644", "0o755", "0000");
		case "boolean":
			return fc.boolean();
		case "table":
			return fc.constantFrom({}, { zone: "east" }, { "a/b": "1.2", c: "" });
		case "list":
			return fc.array(valuesFor(shape.item, skip), { maxLength: 2 });
		case "map":
			return mapFor(shape, skip);
		case "refused":
			return fc.constant(undefined);
	}
}

function mapFor(shape: MapShape, skip: readonly string[]): fc.Arbitrary<unknown> {
	const rows = Object.entries(shape.keys).filter(
		([key, row]) => row.shape.kind !== "refused" && !skip.includes(key),
	);
	const requiredKeys = rows.filter(([, row]) => row.required === true).map(([key]) => key);
	const values = Object.fromEntries(rows.map(([key, row]) => [key, valuesFor(row.shape, skip)]));
	return fc.record(values, { requiredKeys });
}

/**
 * Takes what is at a path out of a configuration; the path of an item that is not there any more
 * takes nothing.
 */
export function removeAt(config: unknown, path: string): void {
	const steps = [...path.matchAll(/\[(\d+)\]|"((?:[^"\\]|\\.)*)"|([A-Za-z_][\w-]*)/g)].map(
		([, index, quoted, plain]) => (index === undefined ? (quoted ?? plain ?? "") : Number(index)),
	);
	const last = steps.pop();
	let inside = config as Record<string | number, unknown> | undefined;
	for (const step of steps) {
		inside = inside?.[step] as typeof inside;
	}
	if (Array.isArray(inside) && typeof last === "number") {
		inside.splice(last, 1);
	} else if (inside !== undefined && last !== undefined) {
		delete inside[last];
	}
}
