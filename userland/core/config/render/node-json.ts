import { valuesOf } from "../findings.ts";
import { defaultNodeConfig, type NodeConfig, weekdays } from "../node-config.ts";
import type { Config } from "../schema/config.ts";

type Soma = NonNullable<Config["soma"]>;

/** The section `soma` as programs of the node read it: complete, and without secrets. */
export function nodeConfigOf(soma: Soma): NodeConfig {
	const { api, update, ntp } = soma;
	return withoutUndefined<NodeConfig>({
		...defaultNodeConfig,
		hostname: soma.hostname,
		cluster: soma.cluster,
		role: soma.role ?? defaultNodeConfig.role,
		labels: soma.labels ?? {},
		update: withoutUndefined<NodeConfig["update"]>({
			channel: update?.channel ?? defaultNodeConfig.update.channel,
			window: update?.window === undefined ? undefined : windowOf(update.window),
			servers: update?.servers === undefined ? undefined : valuesOf(update.servers),
			neighbours: update?.neighbours === undefined ? undefined : valuesOf(update.neighbours),
			sharePort: update?.share_port,
			rateLimitKib: update?.rate_limit_kib,
			proveCommand:
				update?.prove_command === undefined ? undefined : valuesOf(update.prove_command),
		}),
		api: {
			shell: api?.shell ?? defaultNodeConfig.api.shell,
			port: api?.port ?? defaultNodeConfig.api.port,
			enrolPort: api?.enrol_port ?? defaultNodeConfig.api.enrolPort,
			names: valuesOf(api?.names),
		},
		ntp: ntp === undefined ? undefined : valuesOf(ntp),
		proxy: soma.proxy === undefined ? undefined : proxyOf(soma.proxy),
	});
}

type Window = NonNullable<NonNullable<Soma["update"]>["window"]>;

function windowOf(window: Window): NodeConfig["update"]["window"] {
	return {
		days: window.days === undefined ? [...weekdays] : valuesOf(window.days),
		start: window.start ?? "00:00",
		durationMinutes: window.duration_minutes ?? 1,
		timezone: window.timezone ?? "UTC",
	};
}

function proxyOf({ http, https, no }: NonNullable<Soma["proxy"]>): NodeConfig["proxy"] {
	const proxy = { http, https, no: no === undefined ? undefined : valuesOf(no) };
	return withoutUndefined<NonNullable<NodeConfig["proxy"]>>(proxy);
}

/** Keys without a value are no keys: JSON would not have them either. */
function withoutUndefined<T extends object>(value: { [Key in keyof T]: T[Key] | undefined }): T {
	return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
