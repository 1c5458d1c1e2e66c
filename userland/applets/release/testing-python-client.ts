import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Attack } from "./testing-attack.ts";
import type { Files } from "./testing-lab.ts";

/** What a client that is not ours makes of a repository. */
export type PythonVerdict =
	/** SHA-256 of every target that it took, by name. */
	| { readonly took: Readonly<Record<string, string>> }
	/** The class of the exception. */
	| { readonly refused: string };

/** Reads cases from a file, visits each, and prints the verdicts: one program for all of them. */
export const pythonClient = `
import datetime, hashlib, json, os, shutil, sys, tempfile
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

base = "http://repository.invalid/"

class Folder(FetcherInterface):
    def __init__(self, folder):
        self.folder = folder

    def _fetch(self, url):
        path = os.path.join(self.folder, url[len(base):])
        if not os.path.exists(path):
            raise DownloadHTTPError(path, 404)
        with open(path, "rb") as file:
            while piece := file.read(65536):
                yield piece

def visit(case, work):
    metadata, targets = os.path.join(work, "metadata"), os.path.join(work, "targets")
    os.mkdir(targets)
    if case["state"] is None:
        os.mkdir(metadata)
        shutil.copy(case["root"], os.path.join(metadata, "root.json"))
    else:
        shutil.copytree(case["state"], metadata)
    places = [metadata, base + "metadata", targets, base + "targets"]
    updater = Updater(*places, Folder(case["folder"]))
    if case["nowSeconds"] is not None:
        now = datetime.datetime.fromtimestamp(case["nowSeconds"], datetime.timezone.utc)
        updater._trusted_set.reference_time = now
    updater.refresh()
    took = {}
    for name in sorted(updater._trusted_set.targets.targets):
        path = updater.download_target(updater.get_targetinfo(name))
        with open(path, "rb") as file:
            took[name] = hashlib.sha256(file.read()).hexdigest()
    if case["keep"] is not None:
        shutil.copytree(metadata, case["keep"])
    return {"took": took}

verdicts = []
for case in json.load(open(sys.argv[1])):
    with tempfile.TemporaryDirectory() as work:
        try:
            verdicts.append(visit(case, work))
        except Exception as error:
            verdicts.append({"refused": type(error).__name__})
json.dump(verdicts, open(sys.argv[2], "w"))
`;

/** A visit as the program above reads it. */
export interface PythonCase {
	readonly folder: string;
	readonly root: string;
	readonly state: string | null;
	readonly keep: string | null;
	readonly nowSeconds: number | null;
}

/** The visit of an attack; its files go into a folder, but for the chunks. */
export function caseOf(
	attack: Pick<Attack, "files" | "node" | "nowMs" | "isSynchronised" | "epochMs">,
	places: { readonly folder: string; readonly root: string; readonly seen: string },
): PythonCase {
	const { files, node, nowMs, isSynchronised = true, epochMs } = attack;
	const { folder, root, seen } = places;
	writeFiles(folder, files);
	const clockMs = isSynchronised ? nowMs : epochMs;
	const nowSeconds = clockMs === undefined ? null : Math.floor(clockMs / 1000);
	return { folder, root, state: node === "seen" ? seen : null, keep: null, nowSeconds };
}

function writeFiles(folder: string, files: Files): void {
	for (const [name, bytes] of files) {
		if (!name.endsWith(".cacnk")) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), bytes);
		}
	}
}
