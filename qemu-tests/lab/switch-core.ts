import { nextUnit, type Prng, prngFromSeed } from "./prng.ts";

/** A port of the switch: one machine's network card. */
export type PortName = string;

/** What happens to frames on their way from one port to another. Chances are in [0, 1]. */
export interface LinkCondition {
	readonly dropChance: number;
	readonly duplicateChance: number;
	/** The chance that a frame is held back by `reorderMs` so that later ones overtake it. */
	readonly reorderChance: number;
	readonly reorderMs: number;
	readonly delayMs: number;
	/** Up to this much is added to the delay, evenly spread; the order of frames is kept. */
	readonly jitterMs: number;
}

/** A link without faults. */
export const perfectLink: LinkCondition = {
	dropChance: 0,
	duplicateChance: 0,
	reorderChance: 0,
	reorderMs: 5,
	delayMs: 0,
	jitterMs: 0,
};

export interface SwitchState {
	readonly ports: readonly PortName[];
	/** MAC address (12 hex digits) to the port where it was last seen. */
	readonly learned: ReadonlyMap<string, PortName>;
	readonly everyLink: LinkCondition;
	/** Conditions of single directed links, by `from>to`. */
	readonly links: ReadonlyMap<string, LinkCondition>;
	/** The group of each port; frames do not leave a group. Ports without one are in group 0. */
	readonly groups: ReadonlyMap<PortName, number>;
	/**
	 * The time of the last ordered delivery on each directed link, so that a delay does not
	 * reorder.
	 */
	readonly lastDeliveryMs: ReadonlyMap<string, number>;
	readonly prng: Prng;
	readonly counters: SwitchCounters;
}

export interface SwitchCounters {
	readonly received: number;
	readonly delivered: number;
	readonly dropped: number;
	readonly partitioned: number;
	readonly duplicated: number;
	readonly reordered: number;
	readonly malformed: number;
}

export interface Delivery {
	readonly port: PortName;
	/** When, on the clock of the `nowMs` of {@link forward}. */
	readonly atMs: number;
}

const zeroCounters: SwitchCounters = {
	received: 0,
	delivered: 0,
	dropped: 0,
	partitioned: 0,
	duplicated: 0,
	reordered: 0,
	malformed: 0,
};

/** A switch without ports whose faults follow from a seed. */
export function newSwitch(seed: number): SwitchState {
	return {
		ports: [],
		learned: new Map(),
		everyLink: perfectLink,
		links: new Map(),
		groups: new Map(),
		lastDeliveryMs: new Map(),
		prng: prngFromSeed(seed),
		counters: zeroCounters,
	};
}

/** Plugs a port in; plugging it in again changes nothing. */
export function addPort(state: SwitchState, port: PortName): SwitchState {
	return state.ports.includes(port) ? state : { ...state, ports: [...state.ports, port] };
}

/** The key of a directed link. */
function linkKey(from: PortName, to: PortName): string {
	return `${from}>${to}`;
}

/** Sets faults on one directed link; what is not named is perfect. */
export function setLink(
	state: SwitchState,
	from: PortName,
	to: PortName,
	condition: Partial<LinkCondition>,
): SwitchState {
	const links = new Map(state.links).set(linkKey(from, to), { ...perfectLink, ...condition });
	return { ...state, links };
}

/** Sets faults on every link that has no condition of its own. */
export function setEveryLink(state: SwitchState, condition: Partial<LinkCondition>): SwitchState {
	return { ...state, everyLink: { ...perfectLink, ...condition } };
}

/** Cuts the network into groups; a port that is in none of them stays with the first. */
export function partition(
	state: SwitchState,
	groups: readonly (readonly PortName[])[],
): SwitchState {
	const numbered = groups.flatMap((members, index) =>
		members.map((port): readonly [PortName, number] => [port, index]),
	);
	return { ...state, groups: new Map(numbered) };
}

/** Removes the partition and every fault; counters and learned addresses stay. */
export function heal(state: SwitchState): SwitchState {
	return { ...state, groups: new Map(), links: new Map(), everyLink: perfectLink };
}

function macAt(frame: Uint8Array, offset: number): string {
	let text = "";
	for (let index = offset; index < offset + 6; index += 1) {
		text += (frame[index] ?? 0).toString(16).padStart(2, "0");
	}
	return text;
}

function isGroupAddress(mac: string): boolean {
	return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}

/** Least length of an Ethernet header: two addresses and the type. */
const headerBytes = 14;

/**
 * Takes one Ethernet frame that came in at `from` and says where it goes and when. Known unicast
 * goes to one port, all else to every other port; each copy meets the faults of its own link.
 */
export function forward(
	state: SwitchState,
	from: PortName,
	frame: Uint8Array,
	nowMs: number,
): { readonly state: SwitchState; readonly deliveries: readonly Delivery[] } {
	if (frame.length < headerBytes) {
		return { state: counted(state, { received: 1, malformed: 1 }), deliveries: [] };
	}
	let next = counted(learn(state, macAt(frame, 6), from), { received: 1 });
	const destination = macAt(frame, 0);
	const known = isGroupAddress(destination) ? undefined : next.learned.get(destination);
	const targets = known === undefined ? next.ports : [known];
	const deliveries: Delivery[] = [];
	for (const to of targets) {
		if (to === from) {
			continue;
		}
		const step = traverse(next, from, to, nowMs);
		next = step.state;
		deliveries.push(...step.deliveries);
	}
	return { state: next, deliveries };
}

function learn(state: SwitchState, source: string, from: PortName): SwitchState {
	if (isGroupAddress(source) || state.learned.get(source) === from) {
		return state;
	}
	return { ...state, learned: new Map(state.learned).set(source, from) };
}

function counted(state: SwitchState, more: Partial<SwitchCounters>): SwitchState {
	const counters = { ...state.counters };
	for (const [name, value] of Object.entries(more)) {
		counters[name as keyof SwitchCounters] += value;
	}
	return { ...state, counters };
}

function groupOf(state: SwitchState, port: PortName): number {
	return state.groups.get(port) ?? 0;
}

/** One frame on one directed link: lost, or delivered once or twice after its delay. */
function traverse(
	state: SwitchState,
	from: PortName,
	to: PortName,
	nowMs: number,
): { readonly state: SwitchState; readonly deliveries: readonly Delivery[] } {
	if (groupOf(state, from) !== groupOf(state, to)) {
		return { state: counted(state, { partitioned: 1 }), deliveries: [] };
	}
	const key = linkKey(from, to);
	const link = state.links.get(key) ?? state.everyLink;
	const [dropUnit, afterDrop] = nextUnit(state.prng);
	const [duplicateUnit, afterDuplicate] = nextUnit(afterDrop);
	const [reorderUnit, afterReorder] = nextUnit(afterDuplicate);
	const [jitterUnit, prng] = nextUnit(afterReorder);
	const moved = { ...state, prng };
	if (dropUnit < link.dropChance) {
		return { state: counted(moved, { dropped: 1 }), deliveries: [] };
	}
	const wishedMs = nowMs + link.delayMs + jitterUnit * link.jitterMs;
	const orderedMs = Math.max(wishedMs, state.lastDeliveryMs.get(key) ?? 0);
	const reordered = reorderUnit < link.reorderChance;
	const atMs = reordered ? orderedMs + link.reorderMs : orderedMs;
	const copies = duplicateUnit < link.duplicateChance ? 2 : 1;
	const lastDeliveryMs = reordered
		? state.lastDeliveryMs
		: new Map(state.lastDeliveryMs).set(key, orderedMs);
	const delivery = { port: to, atMs };
	return {
		state: counted(
			{ ...moved, lastDeliveryMs },
			{ delivered: copies, duplicated: copies - 1, reordered: reordered ? 1 : 0 },
		),
		deliveries: copies === 2 ? [delivery, delivery] : [delivery],
	};
}
