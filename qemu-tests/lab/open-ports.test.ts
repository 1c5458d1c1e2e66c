import { expect, test } from "vitest";
import { openPorts } from "./open-ports.ts";

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
const rest = "00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0";

test.each([
	["TCP that listens everywhere", `   0: 00000000:0016 00000000:0000 0A ${rest}`, ["tcp 22"]],
	["TCP over IPv6", `   0: ${"0".repeat(32)}:1F90 ${"0".repeat(32)}:0000 0A ${rest}`, ["tcp 8080"]],
	["UDP that is not connected", ` 12: 0F02000A:0044 00000000:0000 07 ${rest}`, ["udp 68"]],
	["a connection that is open", `   1: 0F02000A:8000 0202000A:01BB 01 ${rest}`, []],
	["TCP on loopback", `   0: 0100007F:0035 00000000:0000 0A ${rest}`, []],
	[
		"TCP on IPv6's loopback",
		`   0: ${"0".repeat(24)}01000000:0035 ${"0".repeat(32)}:0000 0A ${rest}`,
		[],
	],
])("%s", (_case, line, ports) => {
	const found = openPorts(`${head}${line}\n${head}`);
	expect(found.map(({ protocol, port }) => `${protocol} ${port}`)).toEqual(ports);
});
