/** A variable of iPXE's scripts. */
function variable(name: string): string {
	return ["$", "{", name, "}"].join("");
}

/**
 * The script for iPXE, which starts the parts of the live system from where the script came from.
 * `soma-arguments` is a variable that another script may set before, `soma.config=URL` for example.
 */
export function ipxeScript(commandLine: string): string {
	const [kernel, microcode, initrd] = ["vmlinuz", "microcode", "initrd"];
	const source = `soma.source=${variable("cwduri")} ${variable("soma-arguments")}`;
	return [
		"#!ipxe",
		"# Soma OS without a disk, for loaders that cannot start soma.efi. Nothing here is signed.",
		`kernel ${kernel} initrd=${microcode} initrd=${initrd} ${commandLine} ${source} || goto failed`,
		`initrd ${microcode} || goto failed`,
		`initrd ${initrd} || goto failed`,
		"boot || goto failed",
		":failed",
		"echo soma: the files could not be fetched or started: trying again in 10 s",
		"sleep 10",
		`chain ${variable("cwuri")}`,
		"",
	].join("\n");
}
