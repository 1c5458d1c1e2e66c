import fc from "fast-check";
import { expect, test } from "vitest";
import { soma } from "../../core/api/generated/soma.js";
import { defaultNodeConfig } from "../../core/config/node-config.ts";
import { failureClasses } from "../../core/update/document.ts";
import { updateMessage } from "../agent/api/update-message.ts";
import type { UpdateReport } from "../update/report.ts";
import { updateReportOf } from "./update-report.ts";

/* What a node knows is what an operator's machine shows: to the wire and back. */

const version = fc.integer({ min: 1, max: 9999 }).map(String);
const rootHash = fc.constantFrom("a", "b", "0").map((digit) => digit.repeat(64));
const release = fc.record({ version, rootHash });
const bits = fc.record({ version, sha256: rootHash });
const slot = fc.constantFrom("A" as const, "B" as const);
const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const text = fc.string();
const byHand = fc.option(fc.constant(true), { nil: undefined });
const attempt = {
	...{ release, slot, from: release, byHand },
	committedAtSeconds: seconds,
	committedInBoot: text,
	hadNetwork: fc.boolean(),
};
const maybeText = fc.option(text, { nil: undefined });
const check = fc.record({
	...{ atSeconds: seconds, failures: fc.nat(100) },
	...{ problem: maybeText, offered: maybeText, standing: maybeText },
});
const phase = fc.oneof(
	fc.constant({ kind: "idle" as const }),
	fc.record({ kind: fc.constantFrom("fetching" as const, "waiting" as const), release }),
	fc.record({
		...{ kind: fc.constant("writing" as const), release, slot, byHand },
		formerRootHash: fc.option(rootHash, { nil: undefined }),
	}),
	fc.record({ kind: fc.constantFrom("restarting" as const, "proving" as const), ...attempt }),
);
const trial = fc.oneof(
	fc.constant({ kind: "none" as const }),
	fc.record({ kind: fc.constantFrom("preparing" as const, "copying" as const), target: bits }),
	fc.record({ kind: fc.constant("arming" as const), target: bits, writtenInBoot: text }),
	fc.record({ kind: fc.constant("waiting" as const), target: bits, armedInBoot: text }),
	fc.record({
		kind: fc.constant("restoring" as const),
		failed: fc.option(fc.record({ version, sha256: rootHash, because: text }), { nil: undefined }),
	}),
);
const update: UpdateReport["config"] = {
	channel: "beta",
	servers: ["https://a/"],
	sharePort: 80,
};
const report: fc.Arbitrary<UpdateReport> = fc.record({
	running: fc.option(version),
	config: fc.constantFrom<UpdateReport["config"][]>(null, defaultNodeConfig.update, update),
	phase,
	wishes: fc.record({
		hold: fc.option(fc.record({ because: text, atSeconds: seconds }), { nil: undefined }),
		pin: fc.option(version, { nil: undefined }),
	}),
	refused: fc.array(fc.record({ version, rootHash, because: text }), { maxLength: 3 }),
	history: fc.array(
		fc.record({
			...{ release, from: release, because: text, reported: fc.boolean() },
			outcome: fc.constantFrom("good" as const, "rolled-back" as const),
			class: fc.option(fc.constantFrom(...failureClasses), { nil: undefined }),
			evidence: fc.array(text),
			...{ committedAtSeconds: seconds, decidedAtSeconds: seconds },
		}),
		{ maxLength: 3 },
	),
	check,
	programs: fc.record({
		rescue: fc.option(bits, { nil: undefined }),
		selector: fc.option(bits, { nil: undefined }),
		trial,
		failed: fc.array(fc.record({ version, sha256: rootHash, because: text, atSeconds: seconds }), {
			maxLength: 2,
		}),
		check,
	}),
});

test("everything that a node knows about updates comes over the wire", () => {
	fc.assert(
		fc.property(report, (known) => {
			const bytes = soma.v1.Update.encode(updateMessage(known)).finish();
			expect(updateReportOf(soma.v1.Update.decode(bytes))).toEqual(known);
		}),
	);
});

test("what a newer node says in words that are not known yet is still shown", () => {
	const shown = updateReportOf({
		phase: { kind: "levitating" },
		history: [{ release: { version: "9" }, outcome: "rolled-back", class: "ghosts" }],
		programs: { trial: { kind: "juggling", target: { version: "9" } } },
		configurationJson: "{",
	});
	expect(shown).toMatchObject({
		phase: { kind: "idle" },
		history: [{ release: { version: "9" }, class: "unknown" }],
		programs: { trial: { kind: "none" } },
		config: { channel: "stable" },
	});
});
