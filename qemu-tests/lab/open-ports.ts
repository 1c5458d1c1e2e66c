/** A socket that takes what comes from outside. */
export interface OpenPort {
	readonly protocol: "tcp" | "udp";
	readonly port: number;
}

const listening = "0A";

/**
 * The ports in the text of `/proc/net/{tcp,tcp6,udp,udp6}` one after another (proc_net(5)): TCP
 * that listens (0A) and UDP that is not connected (07). TCP in state 07 is closed and never listed.
 * What only hears this machine (loopback) does not count.
 */
export function openPorts(text: string): OpenPort[] {
	const row = /^ *\d+: ([0-9A-F]{8,32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} (0A|07) /gm;
	return [...text.matchAll(row)].flatMap(([, address = "", port = "", state = ""]) =>
		isLoopback(address)
			? []
			: [{ protocol: state === listening ? "tcp" : "udp", port: Number.parseInt(port, 16) }],
	);
}

/** 127.0.0.0/8 and ::1 as the kernel prints them: 32-bit words in the order of the host. */
function isLoopback(address: string): boolean {
	return address.length === 8 ? address.endsWith("7F") : /^0{24}01000000$/.test(address);
}
