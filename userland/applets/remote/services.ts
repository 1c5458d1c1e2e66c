import type { soma } from "../../core/api/generated/soma.js";
import type { Work } from "../command.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import type { servicesSpec } from "./specs.ts";

interface ServiceReport {
	readonly name: string;
	readonly description: string;
	readonly loadState: string;
	readonly activeState: string;
	readonly subState: string;
}

const view: View<readonly ServiceReport[]> = {
	report: (services) => ({ services }),
	header: ["UNIT", "ACTIVE", "STATE", { title: "DESCRIPTION", shrinks: true }],
	rows: (services) =>
		services.map(({ name, loadState, activeState, subState, description }) => [
			name,
			activeState,
			loadState === "loaded" ? subState : loadState,
			description,
		]),
	nothing: "no such unit",
};

/** `soma services`. */
export const showServices: Work<typeof servicesSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const request = { all: flags.all, everyType: flags["every-type"] || flags.failed };
		const outcomes = await askAll(session, async ({ client }) => {
			const { services } = await client.call("ListServices", request, session.settings);
			return services
				.map(reportService)
				.filter(({ activeState }) => !flags.failed || activeState === "failed");
		});
		const failures = outcomes.some((outcome) => "answer" in outcome && outcome.answer.length > 0);
		const shown = { ...view, nothing: flags.failed ? "no unit has failed" : "no such unit" };
		const exitCode = showOutcomes(context, outcomes, shown, flags.json);
		return flags.failed && failures ? 1 : exitCode;
	} finally {
		session.close();
	}
};

function reportService(service: soma.v1.Service.$Properties): ServiceReport {
	return {
		name: service.name ?? "",
		description: service.description ?? "",
		loadState: service.loadState ?? "",
		activeState: service.activeState ?? "",
		subState: service.subState ?? "",
	};
}
