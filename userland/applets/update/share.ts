import { SomaError } from "../../lib/errors.ts";
import { findBootDisk } from "../../system/boot-disk.ts";
import { pathOf, refuseChanges, serveHttp } from "../../system/http-server.ts";
import { log } from "../../system/log.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import { openUpdateDisk } from "../../system/update/disk.ts";
import { updateFiles } from "../../system/update/files.ts";
import { openShare, type Share } from "../../system/update/share.ts";
import type { Work } from "../command.ts";
import { readSystemFacts } from "./machine.ts";
import type { shareSpec } from "./specs.ts";

/** More neighbours at once wait for each other: the node has other work. */
const mostAtOnce = 4;
/** Nobody sends anything here. */
const mostRequestBytes = 1024;

/** `soma update share`: serves until it is ended. */
export const share: Work<typeof shareSpec> = async ({ paths }) => {
	const port = readNodeConfig(paths)?.update.sharePort;
	if (port === undefined) {
		throw new SomaError({
			code: "share-not-configured",
			message: "this node shares nothing: soma.update.share_port is not set",
			hint: "set it in the configuration of the node",
		});
	}
	const disk = openUpdateDisk(findBootDisk(paths));
	const offered = openShare({
		files: updateFiles(paths.update),
		disk,
		baseRoot: paths.updateRoot,
		slots: async () => {
			const { A, B } = readSystemFacts(paths).slots;
			return { A: A.rootHash, B: B.rootHash };
		},
	});
	const answer = limited(mostAtOnce, (request: Request) => answerOf(offered, request));
	const quiet = (): void => {}; // a neighbour asks a thousand times for one release
	serveHttp({ hostname: "::", port, mostRequestBytes, answer, log: quiet });
	log("notice", `soma-update: neighbours find releases at port ${port}`);
	return await new Promise<never>(() => {});
};

async function answerOf(offered: Share, request: Request): Promise<Response> {
	const refused = refuseChanges(request);
	if (refused !== undefined) {
		return refused;
	}
	const bytes = await offered.read(pathOf(request).slice(1));
	return bytes === undefined
		? new Response("not found\n", { status: 404 })
		: new Response(request.method === "HEAD" ? null : Buffer.from(bytes));
}

/** Lets only so many calls run at a time; the others wait in their order. */
function limited<Argument, Result>(
	most: number,
	work: (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
	let free = most;
	const waiting: (() => void)[] = [];
	return async (argument) => {
		if (free === 0) {
			await new Promise<void>((resolve) => waiting.push(resolve));
		} else {
			free--;
		}
		try {
			return await work(argument);
		} finally {
			const next = waiting.shift();
			if (next === undefined) {
				free++;
			} else {
				next();
			}
		}
	};
}
