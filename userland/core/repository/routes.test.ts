import { expect, test } from "vitest";
import { chunkPath } from "../chunk/store-path.ts";
import {
	channelTarget,
	chunkFolder,
	metadataPath,
	releaseTarget,
	rowsTarget,
	targetPath,
} from "./paths.ts";
import { releasePartNames } from "./release.ts";
import { routeOfRepository } from "./routes.ts";

const digest = "0123456789abcdef".repeat(4);

test("every file that a repository has is served", () => {
	const paths = [
		...(["root", "targets", "snapshot"] as const).map((role) => metadataPath(role, 12)),
		targetPath(channelTarget("beta"), digest),
		targetPath(releaseTarget("4800.1"), digest),
		...releasePartNames.map((part) => targetPath(releaseTarget("4800", `${part}.caibx`), digest)),
		targetPath(rowsTarget(releaseTarget("4800", "usr.caibx")), digest),
		`${chunkFolder}/${chunkPath(digest)}`,
	];
	for (const path of paths) {
		expect(routeOfRepository(`/${path}`)).toEqual({ path, isFixed: true });
	}
	const timestamp = metadataPath("timestamp", 1);
	expect(routeOfRepository(`/${timestamp}`)).toEqual({ path: timestamp, isFixed: false });
});

test.each([
	"/",
	"//metadata/timestamp.json",
	"/metadata/",
	"/metadata/timestamp.json/",
	"/metadata/timestamp.json.1.new",
	"/metadata/../keys/root-1.pem",
	`/targets/releases/../${digest}.release.json`,
	`/targets/releases/4800/${digest}.release.json%00`,
	`/default.castr/0123/${digest}`,
	`/targets/releases/4800/${digest}.usr.other.caibx`,
	"/keys/online.pem",
	"/outcomes.jsonl",
])("%s is not", (path) => {
	expect(routeOfRepository(path)).toBeUndefined();
});
