import { describe, expect, test } from "vitest";
import {
	commandLineUrl,
	fillUrl,
	listCandidates,
	type SourceFacts,
	sourceKinds,
} from "./source.ts";

const everything: Required<SourceFacts> = {
	esp: { config: "esp" },
	credentials: { config: "credential" },
	firmwareConfig: "fw",
	configDrive: { place: "drive", text: "drive" },
	bootUrl: "http://boot/folder/soma.efi",
	dhcpUrl: "http://dhcp/x.ign",
	commandLineUrl: "http://cmdline/x.ign",
};

describe("sources", () => {
	test("are taken in their order, the strongest first", () => {
		expect(listCandidates(everything).map(({ kind }) => kind)).toEqual(sourceKinds);
		const names = Object.keys(everything) as (keyof SourceFacts)[];
		for (const [at, name] of names.entries()) {
			const rest = Object.fromEntries(
				names.slice(at).map((other) => [other, everything[other]]),
			) as SourceFacts;
			expect(listCandidates(rest)[0]?.kind, name).toBe(sourceKinds[at]);
		}
	});

	test("without anything there is no candidate", () => {
		expect(listCandidates({})).toEqual([]);
		expect(listCandidates({ esp: {}, credentials: {} })).toEqual([]);
	});

	test("a configuration beats a URL in the same place, a stronger place beats both", () => {
		const [first] = listCandidates({ credentials: { config: "{}", url: "http://a" } });
		expect(first?.content).toEqual({ text: "{}" });
		const [second] = listCandidates({
			esp: { url: " http://esp/x \n" },
			credentials: { config: "{}" },
		});
		expect(second).toMatchObject({ kind: "esp", content: { url: "http://esp/x" } });
	});

	test("soma.ign beside the boot image may be missing, every other URL may not", () => {
		const [boot, dhcp] = listCandidates({
			bootUrl: "http://boot/folder/soma.efi?x=1",
			dhcpUrl: "http://d",
		});
		expect(boot).toMatchObject({ content: { url: "http://boot/folder/soma.ign" }, optional: true });
		expect(dhcp?.optional).toBe(false);
		expect(listCandidates({ bootUrl: "no url" })).toEqual([]);
	});
});

test("the command line names a URL with soma.config=, the last one counts", () => {
	expect(commandLineUrl("gpt soma.config=http://a quiet soma.config=http://b\n")).toBe("http://b");
	expect(commandLineUrl("gpt xsoma.config=http://a")).toBeUndefined();
});

describe("machine facts in URLs", () => {
	const machine = { mac: "52:54:00:AB:cd:01", serial: "S 1/2", uuid: "0F-1" };

	test("are filled in, safe for a URL, in lower case", () => {
		expect(fillUrl("http://a/{mac}/{serial}?u={uuid}", machine)).toEqual({
			url: "http://a/52:54:00:ab:cd:01/s%201%2F2?u=0f-1",
		});
		expect(fillUrl("http://a/%7Bmac%7D.ign", machine)).toEqual({
			url: "http://a/52:54:00:ab:cd:01.ign",
		});
		expect(fillUrl("http://a/{other}", machine)).toEqual({ url: "http://a/{other}" });
	});

	test("that the machine does not have are named", () => {
		expect(fillUrl("http://a/{serial}/{uuid}", { serial: " " })).toEqual({
			missing: ["serial", "uuid"],
		});
	});
});
