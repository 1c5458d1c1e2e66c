import { findRepeated, itemsOf, type Named } from "./findings.ts";
import type { Finding } from "./problem.ts";
import type { Config } from "./schema/config.ts";
import { hasInstallSection } from "./unit-text.ts";

type Systemd = NonNullable<Config["systemd"]>;
type Unit = NonNullable<NonNullable<Systemd["units"]>[number]>;

/** Units whose absence or change would keep the node from proving itself. */
const ownUnits = /^(soma-(agent|prove|deadline|root|state|grow-state)\b.*|boot-complete\.target)$/;

/** Units and their additions. */
export function checkUnits(systemd: Systemd): Finding[] {
	const units = itemsOf(systemd.units, "systemd.units");
	const named = units.flatMap(({ item, path }) =>
		item.name === undefined ? [] : [{ name: item.name, path: `${path}.name` }],
	);
	return [
		...findRepeated(named, "the unit"),
		...units.flatMap(({ item, path }) => [
			...checkUnit(item, path),
			...findRepeated(
				itemsOf(item.dropins, `${path}.dropins`).flatMap((dropin) =>
					dropin.item.name === undefined
						? []
						: [{ name: dropin.item.name, path: `${dropin.path}.name` }],
				),
				"the drop-in",
			),
		]),
		...checkInstances(units.map(({ item, path }) => ({ ...item, path }))),
	];
}

function checkUnit(unit: Unit, path: string): Finding[] {
	const { name = "", contents, enabled, mask } = unit;
	const at = `${path}.contents`;
	const findings: Finding[] = [];
	if (ownUnits.test(name) && (mask === true || contents !== undefined)) {
		findings.push({ path, message: `${name} is the node's own`, hint: "add a drop-in at most" });
	}
	if (enabled === true && mask === true) {
		findings.push({ path, message: "a masked unit cannot be enabled", hint: "remove one of them" });
	}
	if (mask === true && contents !== undefined) {
		findings.push({ path, message: "a masked unit has no contents", hint: "remove one of them" });
	}
	if (contents === "") {
		findings.push({ path: at, message: "is empty", hint: "remove it, or mask the unit" });
	}
	if (enabled === true && contents !== undefined && !hasInstallSection(contents)) {
		const hint = "add [Install] with WantedBy=multi-user.target";
		findings.push({ path: at, message: "has no [Install] section, so it would never start", hint });
	}
	return findings;
}

/** An enabled instance is started by the [Install] section of its template. */
function checkInstances(units: readonly (Unit & { readonly path: string })[]): Finding[] {
	return units.flatMap(({ name = "", enabled, path }) => {
		const [, base, type] = /^([^@]+)@[^.]+(\.[a-z]+)$/.exec(name) ?? [];
		const template = units.find((unit) => unit.name === `${base}@${type}`);
		return enabled === true &&
			template?.contents !== undefined &&
			!hasInstallSection(template.contents)
			? [{ path, message: `${template.name} has no [Install] section`, hint: "add one" }]
			: [];
	});
}

/** The files that the units become. */
export function unitFiles(systemd: Systemd | undefined): Named[] {
	return itemsOf(systemd?.units, "systemd.units").flatMap(({ item, path }) => {
		const at = `/etc/systemd/system/${item.name}`;
		if (item.name === undefined) {
			return [];
		}
		return [
			...(item.contents === undefined ? [] : [{ name: at, path }]),
			...itemsOf(item.dropins, `${path}.dropins`).map((dropin) => ({
				name: `${at}.d/${dropin.item.name}`,
				path: dropin.path,
			})),
		];
	});
}

/** Users and groups. */
export function checkAccounts(passwd: NonNullable<Config["passwd"]>): Finding[] {
	const users = itemsOf(passwd.users, "passwd.users");
	const groups = itemsOf(passwd.groups, "passwd.groups");
	return [
		...findRepeated(users.map(nameOf), "the user"),
		...findRepeated(groups.map(nameOf), "the group"),
		...findRepeated(
			users.flatMap(({ item, path }) =>
				item.uid === undefined ? [] : [{ name: String(item.uid), path: `${path}.uid` }],
			),
			"the user number",
		),
		...findRepeated(
			groups.flatMap(({ item, path }) =>
				item.gid === undefined ? [] : [{ name: String(item.gid), path: `${path}.gid` }],
			),
			"the group number",
		),
		...[...users, ...groups]
			.filter(({ item }) => item.name === "root" && item.should_exist === false)
			.map(({ path }) => ({ path, message: "root must exist" })),
	];
}

function nameOf({ item, path }: { item: { name?: string | undefined }; path: string }): Named {
	return { name: item.name ?? path, path: `${path}.name` };
}
