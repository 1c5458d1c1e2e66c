import { expect, test } from "vitest";
import { freePort } from "./free-port.ts";

test("a free port is one of loopback", async () => {
	const port = await freePort();
	expect(port).toBeGreaterThan(1023);
});
