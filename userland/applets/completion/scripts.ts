/** The shells that can complete our commands. */
export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

/*
 * Each script asks the program itself for the words, so it knows what the installed release knows,
 * and contexts and nodes as they are now.
 */

/** bash splits words at `:` and `=` too; the program is told, and gives what stands behind them. */
const bash = `# soma completion bash; load it: source <(soma completion bash)
_soma() {
	local IFS=$'\\n'
	COMPREPLY=($("\${COMP_WORDS[0]}" completion bash --line "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
	if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=,] ]]; then
		compopt -o nospace
	fi
}
complete -F _soma soma`;

const zsh = `#compdef soma
# soma completion zsh; load it: source <(soma completion zsh)
_soma() {
	local -a found
	found=("\${(@f)$("\${words[1]}" completion zsh --line "\${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
	[[ -n "\${found[1]}" ]] && _describe soma found
}
if [[ "\${funcstack[1]}" == _soma ]]; then _soma "$@"; else compdef _soma soma; fi`;

const fish = `# soma completion fish; load it: soma completion fish | source
function __soma
	soma completion fish --line (commandline -cp | string collect) 2>/dev/null
end
complete -c soma -f -a '(__soma)'`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** What a shell has to read. */
export function completionScript(shell: Shell): string {
	return scripts[shell];
}
