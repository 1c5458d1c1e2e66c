import { afterEach, beforeEach, expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import { TestPublisher } from "./testing-publisher.ts";

let publisher: TestPublisher;

beforeEach(async () => {
	publisher = new TestPublisher();
	await publisher.change("init");
	await publisher.change("publish", publisher.build("4800"));
	await publisher.change("publish", publisher.build("4801"));
});

afterEach(() => {
	publisher.remove();
});

test("a release that was withdrawn is offered by no channel again, nor by a new one", async () => {
	await publisher.change("promote", "4801", "--channel=beta");
	await publisher.change("withdraw", "4801");
	for (const channel of ["beta", "stable"]) {
		const error = await errorOf(() => publisher.change("promote", "4801", `--channel=${channel}`));
		expect(error.code).toBe("release-withdrawn");
		expect(error.message).toContain("as channel beta says");
	}
	await publisher.change("promote", "4800", "--channel=stable");
	const before = await errorOf(() => publisher.change("withdraw", "4800", "--replace=4801"));
	expect(before.message).toContain("release 4801 is withdrawn, too");
});

test("without any channel nothing says that a release is withdrawn", async () => {
	const error = await errorOf(() => publisher.change("withdraw", "4800"));
	expect(error.code).toBe("release-no-channel");
	expect(error.hint).toContain("promote another one first, then withdraw this one");
});

test("verify finds a channel that offers what another one withdrew", async () => {
	await publisher.change("promote", "4801", "--channel=beta");
	await publisher.change("promote", "4801", "--channel=stable");
	const name = "channels/stable.json";
	const entry = publisher.entry(name);
	await publisher.change("withdraw", "4801");
	publisher.sign({ [name]: entry });
	const error = await errorOf(() => publisher.read("verify"));
	expect(error.message).toBe("channel stable offers release 4801, which beta withdrew");
	await publisher.change("withdraw", "4801");
	expect((await publisher.read("verify")).text).toContain("beta none, stable none");
});
