import { beforeAll, expect, test } from "vitest";
import { guidFromBytes } from "../../userland/core/gpt/guid.ts";
import { openToolTree } from "../tools/tree.ts";
import { ensureSelectorHost } from "./build.ts";
import { askHost } from "./host.ts";
import vectors from "./vectors.json" with { type: "json" };

let host = "";

beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

async function expectAnswers(
	rows: readonly { readonly question: string; readonly answer: string }[],
): Promise<void> {
	const answers = await askHost(
		host,
		rows.map(({ question }) => question),
	);
	expect(answers).toEqual(rows.map(({ answer }) => answer));
}

const digit = (value: boolean): number => (value ? 1 : 0);

function maskOf(slots: readonly string[]): number {
	return slots.reduce((mask, slot) => mask | (slot === "A" ? 1 : 2), 0);
}

test("attributes", async () => {
	await expectAnswers(
		vectors.attributes.map((row) => ({
			question: `attributes ${row.raw}`,
			answer: [
				row.priority,
				row.tries,
				digit(row.successful),
				row.unproven,
				digit(row.eligible),
			].join(" "),
		})),
	);
});

test("select", async () => {
	await expectAnswers(
		vectors.select.map(({ slots, writable, rescueRequested, failed, expect: expected }) => ({
			question: ["select", ...slots, digit(writable), digit(rescueRequested), maskOf(failed)].join(
				" ",
			),
			answer: `${expected.slot} ${expected.reason} ${expected.after.join(" ")}`,
		})),
	);
});

test("change", async () => {
	await expectAnswers(
		vectors.change.map((row) => ({
			question: `change ${row.operation} ${row.raw}`,
			answer: row.expect,
		})),
	);
});

test("partition GUIDs of a root hash", async () => {
	await expectAnswers(
		vectors.rootHash.flatMap((row) => [
			{ question: `guid ${row.rootHash.slice(0, 32)}`, answer: row.usrOnDisk },
			{ question: `guid ${row.rootHash.slice(32)}`, answer: row.verityOnDisk },
		]),
	);
});

test("ends of a grown disk", async () => {
	await expectAnswers(
		vectors.grow.map((row) => ({
			question: `grow ${row.blockSize} ${row.blocks}`,
			answer: `${row.lastUsable} ${row.stateEnd}`,
		})),
	);
});

test("boot image headers", async () => {
	await expectAnswers(
		vectors.bootHeader.map(({ partitionBytes, hex, fields, problem }) => ({
			question: `header ${partitionBytes} ${hex}`,
			answer:
				fields === undefined
					? `problem ${problem}`
					: `${fields.payloadBytes} ${fields.sha256} ${fields.version} ${fields.rootHash}`,
		})),
	);
});

test("versions in order", async () => {
	await expectAnswers(
		vectors.versions.map(({ left, right, order }) => ({
			question: `versions ${left} ${right}`,
			answer: order === undefined ? "unordered" : String(order),
		})),
	);
});

test("records, read and written again", async () => {
	const answers = await askHost(
		host,
		vectors.record.map(({ hex }) => `record ${hex || "-"}`),
	);
	for (const [at, { fields, hex }] of vectors.record.entries()) {
		if (fields === undefined) {
			expect(answers[at]).toBe("invalid");
			continue;
		}
		const words = answers[at]?.split("|") ?? [];
		const guid = (word: string | undefined): string =>
			guidFromBytes(Buffer.from(word ?? "", "hex"));
		expect(words.with(7, guid(words[7])).with(13, guid(words[13]))).toEqual([
			fields.slot,
			fields.reason,
			String(fields.repairs),
			...fields.before,
			...fields.after,
			fields.diskGuid,
			String(fields.headerCrc32),
			String(maskOf(fields.failed)),
			String(fields.startedAtUs),
			String(fields.handedOverAtUs),
			fields.version,
			fields.usrPartUuid,
			fields.devicePath,
			fields.line,
			hex,
		]);
	}
});

test("SHA-256 and CRC-32 of every length up to 200 bytes agree with Bun's", async () => {
	const pieces = Array.from({ length: 200 }, (_, size) =>
		Buffer.from(Array.from({ length: size }, (_byte, at) => (at * 7 + size) & 255)),
	);
	await expectAnswers(
		pieces.flatMap((bytes) => [
			{
				question: `sha256-plain ${bytes.toString("hex") || "-"}`,
				answer: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
			},
			{
				question: `sha256 ${bytes.toString("hex") || "-"}`,
				answer: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
			},
			{
				question: `crc32 ${bytes.toString("hex") || "-"}`,
				answer: Bun.hash.crc32(bytes).toString(16).padStart(8, "0"),
			},
		]),
	);
});
