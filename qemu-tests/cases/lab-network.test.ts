import { expect, test } from "vitest";
import { type Machine, withMachine } from "../lab/machine.ts";
import { smallGuest } from "../lab/small-guest.ts";
import { openSwitch, type VirtualSwitch } from "../lab/switch.ts";

/** A guest on the switch with an address that ends with its number. */
async function withGuest<T>(
	network: VirtualSwitch,
	number: number,
	body: (machine: Machine) => Promise<T>,
): Promise<T> {
	const path = await network.openPort(`port${number}`);
	const mac = `52:54:00:00:00:0${number}`;
	const spec = await smallGuest(`lab-network-${number}`, {
		nics: [{ kind: "switch", path, mac }],
	});
	return withMachine(spec, async (machine) => {
		await machine.hand.expect(`ip addr add 10.0.0.${number}/24 dev eth0; ip link set eth0 up`);
		return body(machine);
	});
}

test("two guests reach each other over the switch unless it is partitioned", async () => {
	const network = openSwitch(42);
	try {
		await withGuest(network, 1, (left) =>
			withGuest(network, 2, async () => {
				const ping = "ping -c 3 -W 2 -w 30 10.0.0.2";
				expect(await left.hand.expect(ping)).toMatch(/ 0% packet loss/);
				network.partition([["port1"], ["port2"]]);
				expect((await left.hand.run("ping -c 2 -W 1 -w 5 10.0.0.2")).exitCode).not.toBe(0);
				network.heal();
				network.setLink("port1", "port2", { delayMs: 100 }, { bothWays: true });
				const slow = await left.hand.expect(ping);
				expect(Number(/min\/avg\/max = ([\d.]+)/.exec(slow)?.[1])).toBeGreaterThan(200);
			}),
		);
		expect(network.counters().partitioned).toBeGreaterThan(0);
	} finally {
		await network.close();
	}
});
