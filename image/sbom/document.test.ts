import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type AccountedFile, type Component, packageUrl } from "./component.ts";
import { formatBill } from "./document.ts";

const keys = ["soma", "bun", "npm:a", "npm:b", "deb:libc6", "deb:unused"];
const components: readonly Component[] = keys.map((key) => ({
	key,
	name: key.replace(/^.*:/, ""),
	version: "1",
	supplier: "NOASSERTION",
	purl: undefined,
	license: key === "bun" ? "MIT" : undefined,
	comment: key,
}));

const fileBytes = fc.record({
	name: fc.stringMatching(/^usr\/[a-z@ \\.-]{1,12}$/),
	component: fc.constantFrom("soma", "deb:libc6"),
	isMade: fc.boolean(),
});
const fileList = fc
	.uniqueArray(fileBytes, { selector: ({ name }) => name, maxLength: 12 })
	.map((rows) =>
		rows.map(({ name, component, isMade }): AccountedFile => {
			const digest = (algorithm: string): string =>
				createHash(algorithm).update(name).digest("hex");
			const origin = { component, ...(isMade ? { how: "made", from: ["bun", "npm:*"] } : {}) };
			return {
				name,
				origin,
				sizeBytes: 1,
				sha1: digest("sha1"),
				sha256: digest("sha256"),
				linkTarget: undefined,
			};
		}),
	);

interface Document {
	readonly documentNamespace: string;
	readonly creationInfo: { readonly created: string };
	readonly packages: readonly {
		readonly SPDXID: string;
		readonly name: string;
		readonly filesAnalyzed: boolean;
		readonly packageVerificationCode?: { readonly packageVerificationCodeValue: string };
	}[];
	readonly files: readonly { readonly SPDXID: string; readonly fileName: string }[];
	readonly relationships: readonly {
		readonly spdxElementId: string;
		readonly relationshipType: string;
		readonly relatedSpdxElement: string;
	}[];
}

function format(files: readonly AccountedFile[]): string {
	return formatBill({ version: "4800", epochSeconds: 86_400, rootHash: "ab", components, files });
}

test("ids are unique and valid, and every relationship leads somewhere", () => {
	fc.assert(
		fc.property(fileList, (files) => {
			const document: Document = JSON.parse(format(files));
			const ids = [...document.packages, ...document.files].map(({ SPDXID }) => SPDXID);
			expect(new Set(ids).size).toBe(ids.length);
			for (const id of ids) {
				expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
			}
			const known = new Set([...ids, "SPDXRef-DOCUMENT"]);
			for (const { spdxElementId, relatedSpdxElement } of document.relationships) {
				expect(known).toContain(spdxElementId);
				expect(known).toContain(relatedSpdxElement);
			}
		}),
	);
});

test("each file is in one package, and packages without files are not called analyzed", () => {
	fc.assert(
		fc.property(fileList, (files) => {
			const document: Document = JSON.parse(format(files));
			for (const { SPDXID } of document.files) {
				const owners = document.relationships.filter(
					(row) => row.relationshipType === "CONTAINS" && row.relatedSpdxElement === SPDXID,
				);
				expect(owners).toHaveLength(1);
			}
			expect(document.packages.some(({ name }) => name === "unused")).toBe(false);
			for (const row of document.packages) {
				expect(row.packageVerificationCode !== undefined).toBe(row.filesAnalyzed);
			}
		}),
	);
});

test("the same files in another order give the same text", () => {
	fc.assert(
		fc.property(fileList, (files) => {
			expect(format(files.toReversed())).toBe(format(files));
		}),
	);
});

test("the verification code is the SHA-1 of the sorted SHA-1 values (SPDX 2.3, 7.9)", () => {
	const file = (name: string, sha1: string): AccountedFile => ({
		...{ name, sha1, sha256: "0".repeat(64), sizeBytes: 0, linkTarget: undefined },
		origin: { component: "soma" },
	});
	const [low, high] = ["1".repeat(40), "f".repeat(40)];
	const document: Document = JSON.parse(format([file("usr/a", high), file("usr/b", low)]));
	expect(document.packages[0]?.packageVerificationCode?.packageVerificationCodeValue).toBe(
		createHash("sha1").update(`${low}${high}`).digest("hex"),
	);
	expect(document.creationInfo.created).toBe("1970-01-02T00:00:00Z");
	expect(document.documentNamespace).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
});

test.each([
	[packageUrl("npm", "@oven/bun", "1.0"), "pkg:npm/%40oven/bun@1.0"],
	[
		packageUrl("deb", "debian/libc6", "2:2.41-12+deb13u5", { arch: "amd64" }),
		"pkg:deb/debian/libc6@2%3A2.41-12%2Bdeb13u5?arch=amd64",
	],
])("package URL %s is written as purl-spec says", (made, wanted) => {
	expect(made).toBe(wanted);
});
