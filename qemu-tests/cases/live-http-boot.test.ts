import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { required } from "../../userland/lib/assert.ts";
import { trustOnly } from "../lab/efi-signing.ts";
import { liveLines, waitForLive, withLiveLab, withLiveMachine } from "../lab/live-node.ts";
import { reportSeconds } from "../lab/report.ts";

test("with Secure Boot on, firmware boots the program by HTTP, which fetches /usr", async () => {
	await withLiveLab(async ({ build, directory, server, programUrl }) => {
		const usr = readFileSync(join(directory, "release/usr.zst"));
		const wrong = Uint8Array.from(usr);
		wrong[usr.length >> 1] = (wrong[usr.length >> 1] ?? 0) ^ 1;
		let answers = 0;
		server.route("/release/usr.zst", {
			kind: "handler",
			handle: (_request, response) => {
				answers += 1;
				const bytes = answers === 1 ? wrong : usr;
				response.writeHead(200, { "content-length": String(bytes.length) }).end(bytes);
			},
		});
		const keys = trustOnly(required(build.signer, "keys of the build"));
		const firmware = { kind: "secure-boot", keys, bootUrl: programUrl } as const;
		const startedAt = performance.now();
		await withLiveMachine("live-http-boot", { firmware }, async (machine) => {
			const { serial, hand } = machine;
			// One bit is wrong at first: the file is refused with its reason, and fetched again.
			await serial.waitFor(/soma-live: .*usr\.zst is refused: .*trying again in \d+ s/s);
			await serial.waitFor(liveLines.whole);
			await waitForLive(machine);
			reportSeconds("live-http-boot-to-healthy", performance.now() - startedAt);
			expect(answers).toBe(2);
			expect(serial.text()).not.toMatch(/WARNING: nothing signed vouches/);

			const mounts = await hand.expect("cat /proc/mounts");
			expect(mounts).toMatch(/\/dev\/mapper\/usr \/usr erofs ro/);
			expect(mounts).toMatch(/soma-state \/ tmpfs rw/);
			const status = await machine.status.waitFor((candidate) => candidate["live"] !== null);
			expect(status).toMatchObject({ version: build.version, slot: null, disk: null });
			expect(status["live"]).toMatchObject({
				...{ version: build.version, source: programUrl, state: "ram", unsigned: false },
				baseUrl: `${server.guestUrl}/`,
			});
			expect(await hand.expect("cat /run/soma/boot-url")).toBe(programUrl);
			const manifest = readFileSync(join(directory, "release/manifest.json"), "utf8");
			expect(`${await hand.expect("cat /run/soma/release-manifest.json")}\n`).toBe(manifest);
			expect(await hand.expect("soma status")).toMatch(/live +from http:/);
			expect(await hand.expect("systemctl is-active soma-deadline.timer || true")).toBe("inactive");
			expect(await hand.expect("systemctl --failed --plain --no-legend")).toBe("");
		});
	});
});
