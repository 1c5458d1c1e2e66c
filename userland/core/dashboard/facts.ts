import type { LogLine } from "../logs/entry.ts";

/** Whether a node answers, as the dashboard sees it. */
export type Connection =
	| { readonly kind: "connecting" }
	| { readonly kind: "connected" }
	/** It was lost or never came; it is tried again. */
	| { readonly kind: "lost"; readonly sinceSeconds: number; readonly reason: string };

/** A share of something that has an end. */
export interface Room {
	readonly name: string;
	readonly usedBytes: number;
	readonly totalBytes: number;
}

/** What the dashboard shows of a node's status. */
export interface NodeStatus {
	readonly hostname: string | null;
	readonly version: string | null;
	readonly slot: string | null;
	readonly proven: boolean | null;
	/** Where a system without slots came from. */
	readonly live: { readonly source: string } | null;
	readonly uptimeSeconds: number | null;
	readonly loadAverages: readonly number[];
	readonly processorCount: number;
	readonly memory: { readonly totalBytes: number; readonly availableBytes: number } | null;
	readonly state: { readonly sizeBytes: number; readonly freeBytes: number } | null;
	readonly health: {
		readonly state: string;
		readonly checks: readonly {
			readonly name: string;
			readonly ok: boolean;
			readonly detail: string;
		}[];
	} | null;
	readonly boot: { readonly slot: string; readonly reason: string } | null;
	readonly disk: {
		readonly slots: readonly {
			readonly name: string;
			readonly version: string | null;
			readonly condition: string;
			readonly running: boolean;
			readonly next: boolean;
		}[];
	} | null;
}

/** Something that happened on a node. */
export interface EventLine {
	readonly timeMicroseconds: number;
	readonly kind: string;
	readonly message: string;
	readonly warning: boolean;
}

/** All that is known of one node. */
export interface NodeFacts {
	readonly name: string;
	readonly connection: Connection;
	/** The last one that came. */
	readonly status: NodeStatus | undefined;
	/** Names of failed units; undefined when nobody asked yet. */
	readonly failedUnits: readonly string[] | undefined;
	/** File systems besides STATE that can be written. */
	readonly rooms: readonly Room[];
	/** Oldest first. */
	readonly events: readonly EventLine[];
	/** Oldest first. */
	readonly logs: readonly LogLine[];
}

/** What the dashboard draws. */
export interface DashboardFacts {
	readonly contextName: string;
	/** The time of day here, as text. */
	readonly clock: string;
	/** Index of the node that is shown. */
	readonly selected: number;
	/** At least one. */
	readonly nodes: readonly NodeFacts[];
}

/** The size of a terminal. */
export interface Size {
	readonly columns: number;
	readonly rows: number;
}
