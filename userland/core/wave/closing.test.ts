import { expect, test } from "vitest";
import { BrakeServer, nodeId } from "../../testing/brake-server.ts";
import { usualBrake } from "./brake.ts";

const minute = 60;

/** A fleet of 40 nodes, of which a server remembers 50, has one release and gets the next one. */
function nextRelease(): BrakeServer {
	const server = new BrakeServer({ settings: { mostNodes: 50 } });
	server.prove(40);
	server.promote("1.2.4");
	return server;
}

function summaryOf(server: BrakeServer, version = "1.2.3") {
	server.book.hear(server.now);
	return server.book.summaries().find(({ release }) => release === version);
}

test("a fleet takes release after release, however many its nodes were told of before", () => {
	const server = new BrakeServer({ settings: { mostNodes: 50 } });
	for (const version of ["1.2.3", "1.2.4", "1.2.5", "1.2.6"]) {
		server.promote(version);
		server.prove(40, version);
		expect(summaryOf(server, version)).toMatchObject({ taken: 40, good: 40, proven: 40 });
	}
	server.restart();
	for (const version of ["1.2.3", "1.2.4", "1.2.5", "1.2.6"]) {
		expect(summaryOf(server, version)).toMatchObject({ taken: 40, good: 40, proven: 40 });
	}
});

test("nodes of a release that no channel offers count while they are under way", () => {
	const server = new BrakeServer({ settings: { mostNodes: 41 } });
	server.prove(40);
	expect(server.take(40)).toBe("go");
	server.promote("1.2.4");
	const asked = { release: "1.2.4", node: nodeId(0) };
	expect(server.post("/v1/admission", asked)).toMatchObject({
		because: "it remembers as many nodes as it can",
	});
	server.now += usualBrake.soakMinutes * minute;
	expect(server.ask(0, "1.2.4")).toBe("go");
});

test("what halted a release still halts it when no channel offers it any more", () => {
	const server = new BrakeServer();
	server.take(0);
	server.tell(0, "failed", "no network");
	server.promote("1.2.4");
	expect(server.ask(1, "1.2.4")).toBe("go");
	server.restart();
	expect(server.ask(1)).toBe("halted");
	expect(summaryOf(server)).toMatchObject({
		...{ taken: 1, good: 0, bad: 1, lastBad: "failed: no network" },
		badNodes: [{ node: nodeId(0), because: "failed: no network" }],
	});
	server.say("resumed");
	expect(server.ask(1)).toBe("go");
});

test("a bad word about a release that is over is heard, once for each node that had it", () => {
	const server = nextRelease();
	expect(server.ask(0, "1.2.4")).toBe("go");
	for (let again = 0; again < 3; again++) {
		server.tell(7, "failed", "crashed after a day");
	}
	expect(summaryOf(server)).toMatchObject({ taken: 40, good: 39, proven: 39, bad: 1 });
	for (let at = 0; at < 40; at++) {
		server.tell(at, "failed", "crashed after a day");
	}
	expect(summaryOf(server)).toMatchObject({ taken: 40, good: 0, proven: 0, bad: 40 });
	for (let at = 40; at < 200; at++) {
		server.tell(at, "failed", "a stranger's word");
	}
	expect(summaryOf(server)).toMatchObject({ taken: 50, bad: 50 });
	expect(server.ask(300)).toBe("halted");
	server.restart();
	expect(summaryOf(server)).toMatchObject({ taken: 50, good: 0, proven: 0, bad: 50 });
	expect(server.take(0, "1.2.4")).toBe("go");
});

test("of nodes on which a release that is over went wrong the last ones are named", () => {
	const server = new BrakeServer({ settings: { mostWrong: 2 } });
	for (let at = 0; at < 5; at++) {
		server.tell(at, "failed", `disk ${at}`);
		server.now += minute;
	}
	server.promote("1.2.4");
	server.ask(0, "1.2.4");
	expect(summaryOf(server)).toMatchObject({ taken: 5, bad: 5, lastBad: "failed: disk 4" });
	const named = summaryOf(server)?.badNodes.map(({ because }) => because);
	expect(named).toEqual(["failed: disk 4", "failed: disk 3"]);
});

test("strangers who speak of a release that is over fill no memory, and not the disk", () => {
	const server = nextRelease();
	for (let round = 0; round < 20; round++) {
		for (let at = 0; at < 100; at++) {
			server.tell(1000 * round + at, "started", "", true);
			server.tell(1000 * round + at, "good");
		}
		server.now += usualBrake.soakMinutes * minute;
		server.ask(0, "1.2.4");
	}
	expect(summaryOf(server)?.taken).toBe(50);
	expect(server.memory.records.length).toBeLessThan(40 * 3 + 20 * 3);
	expect(server.take(0, "1.2.4")).toBe("go");
});

test("a release that is offered again goes on with what is known of it", () => {
	const server = nextRelease();
	server.ask(0, "1.2.4");
	server.promote("1.2.3");
	const taken = Array.from({ length: 30 }, (_, at) => server.take(at)).filter(
		(answer) => answer === "go",
	);
	expect(taken.length).toBe(10); // 40 have it already, of 50 that are remembered
	expect(summaryOf(server)).toMatchObject({ taken: 50, good: 50, proven: 40 });
});

test("all nodes that take a release by hand may fall silent at once", () => {
	const server = new BrakeServer({ settings: { silentMinutes: 1 } });
	for (let at = 0; at < 2500; at++) {
		server.tell(at, "started", "", true);
	}
	for (let request = 0; request < 6; request++) {
		server.now += minute;
		server.ask(3000);
	}
	expect(summaryOf(server)).toMatchObject({ taken: 2500, lost: 2500 });
	expect(server.memory.records.filter(({ kind }) => kind === "lost")).toHaveLength(2500);
});
