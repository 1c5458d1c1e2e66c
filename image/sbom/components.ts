import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { required } from "../../userland/lib/assert.ts";
import { type InstalledPackage, parseDpkgStatus } from "../packages/dpkg-status.ts";
import { repositoryRoot } from "../tools/tree.ts";
import { type Component, packageUrl } from "./component.ts";
import { readLicenses } from "./licenses.ts";

/** Every Debian package of a tree. */
export function debianComponents(tree: string): Component[] {
	const status = readFileSync(join(tree, "var", "lib", "dpkg", "status"), "utf8");
	return parseDpkgStatus(status).map((row) => debianComponent(row, tree));
}

function debianComponent(row: InstalledPackage, tree: string): Component {
	const { name, version, architecture, source, sourceVersion } = row;
	const copyright = join(tree, "usr", "share", "doc", name, "copyright");
	const { names, expression } = readLicenses(
		existsSync(copyright) ? readFileSync(copyright, "utf8") : "",
	);
	const said =
		names.length === 0 ? "is not machine-readable" : `names these licences: ${names.join(", ")}`;
	return {
		key: `deb:${name}`,
		name,
		version,
		supplier: "Organization: Debian",
		purl: packageUrl("deb", `debian/${name}`, version, { arch: architecture }),
		license: expression,
		comment: `Debian source ${source} ${sourceVersion}; its copyright file ${said}`,
	};
}

/** systemd's stub comes from the tool tree, since no image installs it. */
export function stubComponent(toolTree: string): Component {
	const found = debianComponents(toolTree).find(({ name }) => name === "systemd-boot-efi");
	return { ...required(found, "systemd-boot-efi in the tool tree"), key: "stub" };
}

const kernelFacts = v.object({
	version: v.string(),
	sourcePackage: v.string(),
	sourceVersion: v.string(),
	license: v.string(),
	compiler: v.string(),
});

/** The kernel, from the facts that its build left. */
export function kernelComponent(directory: string): Component {
	const json: unknown = JSON.parse(readFileSync(join(directory, "facts.json"), "utf8"));
	const { version, sourcePackage, sourceVersion, license, compiler } = v.parse(kernelFacts, json);
	return {
		key: "linux",
		name: "linux",
		version,
		supplier: "Organization: Debian",
		purl: packageUrl("deb", `debian/${sourcePackage}`, sourceVersion, { arch: "all" }),
		license,
		comment: `built from ${sourcePackage} ${sourceVersion} and kernel-config/ by ${compiler}`,
	};
}

const manifest = v.object({
	name: v.string(),
	version: v.string(),
	license: v.string(),
	dependencies: v.optional(v.record(v.string(), v.string()), {}),
});

function readManifest(folder: string): v.InferOutput<typeof manifest> {
	return v.parse(manifest, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

/** What Bun puts into the userland binary: its runtime, and every package that it depends on. */
export function userlandComponents(root = repositoryRoot): Component[] {
	const folderOf = (name: string): string => join(root, "node_modules", name);
	const packages = new Map<string, Component>();
	const visit = (name: string): void => {
		const key = `npm:${name}`;
		if (!packages.has(key)) {
			const { dependencies, ...rest } = readManifest(folderOf(name));
			packages.set(key, npmComponent(key, rest));
			Object.keys(dependencies).forEach(visit);
		}
	};
	Object.keys(readManifest(root).dependencies).forEach(visit);
	const { dependencies: _, ...runtime } = readManifest(folderOf("@oven/bun-linux-x64-baseline"));
	return [npmComponent("bun", runtime), ...packages.values()];
}

function npmComponent(
	key: string,
	{ name, version, license }: Omit<v.InferOutput<typeof manifest>, "dependencies">,
): Component {
	return {
		key,
		name,
		version,
		supplier: "NOASSERTION",
		purl: packageUrl("npm", name, version),
		license,
		comment: "compiled into the userland binary",
	};
}

/** This repository's own part of a release. */
export function ownComponent(version: string): Component {
	return {
		key: "soma",
		name: "soma-os",
		version,
		supplier: "Organization: Soma OS",
		purl: undefined,
		license: "Apache-2.0",
		comment: "written or made by this project",
	};
}
