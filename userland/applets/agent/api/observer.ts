import type { EventKind } from "../../../core/api/event-ring.ts";
import { describeError } from "../../../lib/errors.ts";
import { log } from "../../../system/log.ts";
import type { Status } from "../../status/collect.ts";
import type { ApiPorts } from "./ports.ts";
import { parseUnits } from "./services.ts";

/** Makes events of what changes on the node. */
export interface Observer {
	started(): void;
	/** What the agent found in a round of health checks. */
	health(state: string, problem: string): void;
	close(): void;
}

const lookEveryMs = 30_000;

/** Looks at slots and failed units by itself from now on. */
export function createObserver(ports: ApiPorts): Observer {
	const { record, status } = ports;
	let healthText = "";
	let slotsText = slotsOf(status.read());
	let failedUnits: ReadonlySet<string> = new Set();
	const look = async (): Promise<void> => {
		try {
			const text = slotsOf(status.read());
			if (text !== slotsText) {
				slotsText = text;
				say("slots", `the slots are now: ${text}`, false);
			}
			failedUnits = await tellFailures(ports, failedUnits);
		} catch (error) {
			log("warning", `soma-agent: events are incomplete: ${describeError(error)}`);
		}
	};
	const say = (kind: EventKind, message: string, warning: boolean): void =>
		record({ kind, message, facts: {}, warning });
	const timer = setInterval(() => void look(), lookEveryMs);
	timer.unref();
	return {
		started: () => {
			const { slot, version, boot } = status.read();
			const facts = { slot: slot ?? "", version: version ?? "", reason: boot?.reason ?? "" };
			const message = `booted ${version ?? "an unknown version"} from slot ${slot ?? "unknown"}`;
			record({ kind: "boot", message, facts, warning: false });
			say("api", "the API answers", false);
		},
		health: (state, problem) => {
			const text = problem === "" ? state : `${state}: ${problem}`;
			if (text !== healthText) {
				healthText = text;
				say("health", `the node is ${text}`, state !== "ready");
				status.forget();
			}
		},
		close: () => clearInterval(timer),
	};
}

function slotsOf({ disk }: Status): string {
	const slots = disk?.slots.map(({ name, version, condition }) => {
		return `${name} ${version ?? "without a version"} ${condition}`;
	});
	return slots === undefined ? "unknown" : `${slots.join(", ")}; next ${disk?.next}`;
}

async function tellFailures(
	{ run, record }: ApiPorts,
	known: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
	const argv = ["systemctl", "list-units", "--failed", "--output=json", "--no-pager"];
	const { exitCode, stdout } = await run({ argv, timeoutMs: 20_000 });
	if (exitCode !== 0) {
		return known;
	}
	const now = new Set(parseUnits(stdout).map(({ name }) => name));
	for (const unit of now) {
		if (!known.has(unit)) {
			const message = `${unit} has failed`;
			record({ kind: "services", message, facts: { unit }, warning: true });
		}
	}
	for (const unit of known) {
		if (!now.has(unit)) {
			const message = `${unit} is no longer failed`;
			record({ kind: "services", message, facts: { unit }, warning: false });
		}
	}
	return now;
}
