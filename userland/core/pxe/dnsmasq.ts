/** Who gives addresses on the network: we, from a range, or somebody else. */
export type Addresses =
	| { readonly kind: "range"; readonly first: string; readonly last: string }
	/** The address of the network, beside whose DHCP server we only say what to boot. */
	| { readonly kind: "foreign"; readonly network: string };

/** What a network is served with. */
export interface PxePlan {
	readonly interfaceName: string;
	readonly addresses: Addresses;
	/** `http://ADDRESS:PORT`, without a slash at the end. */
	readonly serverUrl: string;
	/**
	 * The iPXE program for UEFI, which is served by TFTP, and its folder, which everybody can read:
	 * dnsmasq gives up root.
	 */
	readonly ipxe: { readonly folder: string; readonly file: string };
}

/** Where the two systems that can be booted lie on the server. */
const programPath = "/pxe/soma.efi";
const scriptPath = "/pxe/soma.ipxe";

/** Architectures of UEFI on x86-64 (RFC 4578 and IANA's processor architecture types). */
const architectures = { pxe: [7, 9], http: [16] } as const;

/**
 * The arguments of dnsmasq(8): no DNS, no file of the machine. UEFI HTTP boot gets the signed
 * program; UEFI PXE gets iPXE by TFTP, and iPXE the script.
 */
export function planDnsmasq(plan: PxePlan): readonly string[] {
	const { interfaceName, addresses, serverUrl, ipxe } = plan;
	const isFull = addresses.kind === "range";
	const range = isFull
		? `${addresses.first},${addresses.last},${leaseTime}`
		: `${addresses.network},proxy`;
	return [
		...["--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--log-facility=-"],
		...[`--interface=${interfaceName}`, "--bind-interfaces", "--leasefile-ro"],
		`--dhcp-range=${range}`,
		...["--dhcp-match=set:ipxe,175", "--dhcp-userclass=set:ipxe,iPXE"],
		...architectures.http.map((number) => `--dhcp-match=set:http,option:client-arch,${number}`),
		...architectures.pxe.map((number) => `--dhcp-match=set:efi,option:client-arch,${number}`),
		`--dhcp-boot=tag:ipxe,${serverUrl}${scriptPath}`,
		`--dhcp-option=225,${serverUrl}${programPath}`,
		...(isFull
			? [
					// Without this word firmware takes an offer for one of PXE (UEFI 2.10 section 24.7.3).
					"--dhcp-option-force=tag:http,tag:!ipxe,60,HTTPClient",
					`--dhcp-boot=tag:http,tag:!ipxe,${serverUrl}${programPath}`,
					`--dhcp-boot=tag:efi,tag:!ipxe,${ipxe.file}`,
				]
			: [`--pxe-service=tag:!ipxe,X86-64_EFI,Soma OS,${ipxe.file}`]),
		...["--enable-tftp", `--tftp-root=${ipxe.folder}`, "--tftp-single-port"],
	];
}

const leaseTime = "1h";

/** What the operator of another DHCP server puts into it, in the words of ISC and of dnsmasq. */
export function foreignDhcpAdvice(serverUrl: string): string {
	return [
		"Put this into the DHCP server of the network:",
		"  client architecture 16 (UEFI HTTP boot):",
		"    option 60 (vendor class)   HTTPClient",
		`    option 67 (boot file)      ${serverUrl}${programPath}`,
		"  everybody:",
		`    option 225 (as text)       ${serverUrl}${programPath}`,
		"  iPXE (user class iPXE):",
		`    option 67 (boot file)      ${serverUrl}${scriptPath}`,
		"  client architecture 7 or 9 (UEFI PXE): snponly.efi of iPXE from your TFTP server",
	].join("\n");
}
