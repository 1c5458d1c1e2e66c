/** A line that is longer is cut: the journal of a node has entries of any size. */
const greatestLine = 256 * 1024;

/** The whole lines of each piece of output, some at a time; memory is bounded by the cut. */
export async function* readLines(output: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
	const decoder = new TextDecoder();
	let pending = "";
	for await (const chunk of output) {
		const lines = (pending + decoder.decode(chunk, { stream: true })).split("\n");
		pending = (lines.pop() ?? "").slice(0, greatestLine);
		if (lines.length > 0) {
			yield lines;
		}
	}
	if (pending !== "") {
		yield [pending];
	}
}
