import { expect, test } from "vitest";
import { dataDisk } from "../lab/data-disk.ts";
import { openHttpServer } from "../lab/http-server.ts";
import { withMachine } from "../lab/machine.ts";
import { smallGuest } from "../lab/small-guest.ts";

test("a guest reads a data disk, and fetches from the lab's HTTP server", async () => {
	const text = "from the host\n";
	const server = await openHttpServer({ "/hello": { kind: "text", text } });
	try {
		const spec = await smallGuest("lab-data", {
			// The smallest guest takes every erofs on virtio for its hand.
			disks: [{ ...(await dataDisk("LAB-DATA", { "deep/file": "data\n" })), bus: "scsi" }],
			nics: [{ kind: "user", mac: "52:54:00:00:00:01" }],
		});
		await withMachine(spec, async ({ hand }) => {
			const mounted = "mkdir /data; mount -t erofs -o ro /dev/sda /data; cat /data/deep/file";
			expect(await hand.expect(mounted)).toBe("data");
			await hand.expect("ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up");
			expect(await hand.expect(`wget -T 30 -q -O - ${server.guestUrl}/hello`)).toBe(text.trim());
		});
		expect(server.requests).toEqual([{ method: "GET", path: "/hello", status: 200 }]);
	} finally {
		await server.close();
	}
});
