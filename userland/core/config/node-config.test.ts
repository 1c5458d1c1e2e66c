import { expect, test } from "vitest";
import { defaultNodeConfig, parseNodeConfig } from "./node-config.ts";

const full = {
	format: 1,
	hostname: "node-1",
	cluster: "home",
	role: "worker",
	labels: { rack: "a1" },
	update: {
		channel: "beta",
		window: {
			days: ["Sat", "Sun"],
			start: "02:30",
			durationMinutes: 90,
			timezone: "Europe/Berlin",
		},
	},
	api: { shell: true, port: 7443, enrolPort: 7444, names: ["node-1.example.com", "192.0.2.7"] },
	ntp: ["ntp.example.com"],
	proxy: { https: "http://proxy.example.com:3128", no: [".example.com"] },
};

test.each([[full], [defaultNodeConfig]])(
	"a configuration survives writing and reading",
	(value) => {
		expect(parseNodeConfig(JSON.stringify(value), "node.json")).toEqual(value);
	},
);

test("keys of a newer release are ignored, so that a roll-back can read the file", () => {
	const newer = { ...full, colour: "blue", api: { ...full.api, future: 1 } };
	expect(parseNodeConfig(JSON.stringify(newer), "node.json")).toEqual(full);
});

test.each([
	["{", /^\/x is no JSON$/],
	["3", /^\/x: the whole: /],
	[JSON.stringify({ ...full, format: 2 }), /^\/x: format: /],
	[JSON.stringify({ ...full, api: { ...full.api, port: 0 } }), /^\/x: api\.port: /],
	[
		JSON.stringify({
			...full,
			update: { channel: "beta", window: { ...full.update.window, start: "24:00" } },
		}),
		/^\/x: update\.window\.start: /,
	],
])("%s is refused with its place", (text, message) => {
	expect(() => parseNodeConfig(text, "/x")).toThrow(
		expect.objectContaining({
			code: "node-config-invalid",
			message: expect.stringMatching(message),
		}),
	);
});
