import { expect, test } from "vitest";
import { startProgram } from "../../../system/process.ts";
import { emptyHandlers, startTestApi } from "../../../testing/test-api.ts";
import { makeTestCluster } from "../../../testing/test-cluster.ts";
import { readLogs } from "./logs.ts";
import type { ApiPorts } from "./ports.ts";

test("a log that is followed ends with the node, and its reader may try again", async () => {
	const entry = JSON.stringify({ MESSAGE: "going down", __CURSOR: "s=1" });
	const argv = ["sh", "-c", `echo '${entry}'; kill -TERM $$`];
	const ports = { start: () => startProgram({ argv }) };
	const cluster = await makeTestCluster();
	const api = await startTestApi(cluster, await cluster.node(), {
		handlers: { ...emptyHandlers(), ReadLogs: readLogs(ports as unknown as ApiPorts) },
	});
	const reader = api.client(await cluster.operator("rita", "reader"));
	const reading = Array.fromAsync(reader.stream("ReadLogs", { follow: true }));
	const error = await reading.catch((reason: unknown) => reason);
	expect(error).toMatchObject({ code: "journal-ended", retryable: true });
	await api.close();
});
