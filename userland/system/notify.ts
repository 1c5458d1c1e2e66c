import { sendUnixDatagram } from "./libc.ts";

/**
 * Tells the service manager a state such as `READY=1` or `WATCHDOG=1` (sd_notify(3)).
 * Nothing happens when the program is not a unit of Type=notify.
 * @returns why it could not be told, or undefined
 */
export function notify(state: string): string | undefined {
	const socket = process.env["NOTIFY_SOCKET"];
	if (socket === undefined || socket === "") {
		return undefined;
	}
	return sendUnixDatagram(socket, state)?.message;
}

/**
 * How often `WATCHDOG=1` is due, in milliseconds, or undefined without a watchdog
 * (sd_watchdog_enabled(3)).
 */
export function watchdogIntervalMs(): number | undefined {
	const periodUs = Number(process.env["WATCHDOG_USEC"]);
	return Number.isSafeInteger(periodUs) && periodUs > 0 ? periodUs / 1000 / 2 : undefined;
}
