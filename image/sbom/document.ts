import { createHash } from "node:crypto";
import { assert, required } from "../../userland/lib/assert.ts";
import type { AccountedFile, Component } from "./component.ts";

/** What a bill of materials is made of. */
export interface Bill {
	readonly version: string;
	/** When the release was made, in seconds since 1970: the bill has no other time. */
	readonly epochSeconds: number;
	/** Hash that names the content of the image; makes the namespace unique. */
	readonly rootHash: string;
	readonly components: readonly Component[];
	readonly files: readonly AccountedFile[];
}

const noAssertion = "NOASSERTION";
const rootId = "SPDXRef-Image";

/**
 * The bill as SPDX 2.3 JSON (ISO/IEC 5962 and its successor's JSON schema). Every file is contained
 * in exactly one package; a package lists only those of its files that are shipped. The same bill
 * gives the same text.
 */
export function formatBill(bill: Bill): string {
	const files = [...bill.files].sort((a, b) => (a.name < b.name ? -1 : 1));
	const components = usedComponents(bill.components, files);
	const fileIds = new Map(files.map(({ name }) => [name, idOf("File", name)]));
	assert(new Set(fileIds.values()).size === files.length, "every file has an id of its own");
	const document = {
		spdxVersion: "SPDX-2.3",
		dataLicense: "CC0-1.0",
		SPDXID: "SPDXRef-DOCUMENT",
		name: `soma-os-${bill.version}`,
		documentNamespace: `urn:uuid:${uuidOf(`sbom ${bill.version} ${bill.rootHash}`)}`,
		creationInfo: {
			created: new Date(bill.epochSeconds * 1000).toISOString().replace(".000Z", "Z"),
			creators: [`Tool: soma-os-image-${bill.version}`],
		},
		packages: [
			imagePackage(bill, files),
			...components.map((component) => packageOf(component, files)),
		],
		files: files.map((file) => fileOf(file, required(fileIds.get(file.name), file.name))),
		relationships: relationships(components, files, fileIds),
	};
	return `${JSON.stringify(document, null, "\t")}\n`;
}

/** Components that own or went into a file, sorted. `npm:*` stands for all JavaScript packages. */
function usedComponents(
	components: readonly Component[],
	files: readonly AccountedFile[],
): Component[] {
	const keys = new Set(
		files.flatMap(({ origin }) => [origin.component, ...sourcesOf(origin.from, components)]),
	);
	const known = new Map(components.map((component) => [component.key, component]));
	return [...keys].sort().map((key) => required(known.get(key), `component ${key}`));
}

function sourcesOf(from: readonly string[] = [], components: readonly Component[]): string[] {
	return from.flatMap((key) =>
		key.endsWith("*")
			? components.map((other) => other.key).filter((other) => other.startsWith(key.slice(0, -1)))
			: [key],
	);
}

function imagePackage(bill: Bill, files: readonly AccountedFile[]) {
	return {
		...packageHead(rootId, "soma-os-image", bill.version),
		...analyzed(files),
		supplier: "Organization: Soma OS",
		licenseDeclared: noAssertion,
		comment: "All files of the image; each is also in the package that it comes from.",
		primaryPackagePurpose: "OPERATING-SYSTEM",
	};
}

function packageOf(component: Component, files: readonly AccountedFile[]) {
	const own = files.filter(({ origin }) => origin.component === component.key);
	return {
		...packageHead(idOf("Package", component.key), component.name, component.version),
		...(own.length === 0 ? { filesAnalyzed: false } : analyzed(own)),
		supplier: component.supplier,
		licenseDeclared: component.license ?? noAssertion,
		comment: component.comment,
		...(component.purl === undefined
			? {}
			: {
					externalRefs: [
						{
							referenceCategory: "PACKAGE-MANAGER",
							referenceType: "purl",
							referenceLocator: component.purl,
						},
					],
				}),
	};
}

function packageHead(id: string, name: string, version: string) {
	return {
		SPDXID: id,
		name,
		versionInfo: version,
		downloadLocation: noAssertion,
		licenseConcluded: noAssertion,
		copyrightText: noAssertion,
	};
}

/** SPDX 2.3 clause 7.9: the SHA-1 of all files' SHA-1 values, sorted and joined. */
function analyzed(files: readonly AccountedFile[]) {
	const sums = files.map(({ sha1 }) => sha1).sort();
	const packageVerificationCodeValue = createHash("sha1").update(sums.join("")).digest("hex");
	return {
		filesAnalyzed: true,
		packageVerificationCode: { packageVerificationCodeValue },
		licenseInfoFromFiles: [noAssertion],
	};
}

function fileOf({ name, sha1, sha256, linkTarget, origin }: AccountedFile, id: string) {
	const remarks = [
		...(linkTarget === undefined
			? []
			: [`symbolic link to ${linkTarget}; the checksums are of this target`]),
		...(origin.how === undefined ? [] : [origin.how]),
	];
	return {
		SPDXID: id,
		fileName: `./${name}`,
		checksums: [
			{ algorithm: "SHA1", checksumValue: sha1 },
			{ algorithm: "SHA256", checksumValue: sha256 },
		],
		licenseConcluded: noAssertion,
		licenseInfoInFiles: [noAssertion],
		copyrightText: noAssertion,
		...(remarks.length === 0 ? {} : { comment: remarks.join("; ") }),
	};
}

function relationships(
	components: readonly Component[],
	files: readonly AccountedFile[],
	fileIds: ReadonlyMap<string, string>,
) {
	const relate = (from: string, relationshipType: string, to: string) => ({
		spdxElementId: from,
		relationshipType,
		relatedSpdxElement: to,
	});
	return [
		relate("SPDXRef-DOCUMENT", "DESCRIBES", rootId),
		...components.map(({ key }) => relate(rootId, "CONTAINS", idOf("Package", key))),
		...files.flatMap(({ name, origin }) => {
			const id = required(fileIds.get(name), name);
			return [
				relate(idOf("Package", origin.component), "CONTAINS", id),
				...sourcesOf(origin.from, components).map((key) =>
					relate(id, "GENERATED_FROM", idOf("Package", key)),
				),
			];
		}),
	];
}

/** Letters, digits, dot and dash are all that an SPDX id may have; the hash keeps it unique. */
function idOf(kind: "Package" | "File", name: string): string {
	const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
	return `SPDXRef-${kind}-${name.replaceAll(/[^A-Za-z0-9.]+/g, "-")}-${hash}`;
}

/** A name-based UUID in the form of version 8 (RFC 9562 section 5.8). */
function uuidOf(text: string): string {
	const hex = createHash("sha256").update(text).digest("hex");
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-a$4-$5");
}
