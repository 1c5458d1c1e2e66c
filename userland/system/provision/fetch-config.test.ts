import "reflect-metadata";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import {
	PemConverter,
	SubjectAlternativeNameExtension,
	X509CertificateGenerator,
} from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import { fetchText } from "./fetch-config.ts";

const limits = { bytes: 1000, timeoutMs: 2000, redirects: 3 };
const server = createServer((request, response) => {
	const path = request.url ?? "";
	if (path === "/good") {
		response.end("{}");
	} else if (path === "/hop") {
		response.writeHead(302, { location: "/good" }).end();
	} else if (path === "/loop") {
		response.writeHead(302, { location: "/loop" }).end();
	} else if (path === "/elsewhere") {
		response.writeHead(302, { location: "file:///etc/shadow" }).end();
	} else if (path === "/huge") {
		response.write("x".repeat(2000)); // and it never ends
	} else if (path === "/silent") {
		request.resume();
	} else {
		response.writeHead(Number(path.slice(1))).end("no");
	}
});
let secure: Server;
let authority = "";

async function listen(any: Server): Promise<string> {
	await new Promise<void>((resolve) => any.listen(0, "127.0.0.1", resolve));
	return `127.0.0.1:${(any.address() as AddressInfo).port}`;
}

let http = "";
let https = "";

beforeAll(async () => {
	const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
	const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: "CN=a server of a test",
		keys,
		signingAlgorithm: algorithm,
		extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
	});
	authority = certificate.toString("pem");
	const key = PemConverter.encode(
		await crypto.subtle.exportKey("pkcs8", keys.privateKey),
		"PRIVATE KEY",
	);
	secure = createTlsServer({ cert: authority, key }, (request, response) => {
		if (request.url === "/down") {
			response.writeHead(302, { location: `http://${http}/good` }).end();
			return;
		}
		response.end("{}");
	});
	http = await listen(server);
	https = await listen(secure);
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
	secure.closeAllConnections();
	secure.close();
});

async function codeOf(url: string, authorities?: string): Promise<string> {
	try {
		const fetched = await fetchText(url, limits, authorities);
		return "text" in fetched ? fetched.text : "not found";
	} catch (error) {
		expect(error, url).toBeInstanceOf(SomaError);
		return error instanceof SomaError ? error.code : "";
	}
}

describe("a fetch", () => {
	test.each([
		["/good", "{}"],
		["/hop", "{}"],
		["/404", "not found"],
		["/410", "not found"],
		["/500", "fetch-status"],
		["/403", "fetch-status"],
		["/loop", "fetch-redirects"],
		["/elsewhere", "fetch-url"],
		["/huge", "config-too-large"],
		["/silent", "fetch-timeout"],
	])("of %s ends with %s", async (path, result) => {
		expect(await codeOf(`http://${http}${path}`)).toBe(result);
	});

	test("of something that is no URL, or of a closed port, is explained", async () => {
		expect(await codeOf("soma.ign")).toBe("fetch-url");
		expect(await codeOf("ftp://127.0.0.1/x")).toBe("fetch-url");
		expect(await codeOf("http://127.0.0.1:1/x")).toBe("fetch-unreachable");
	});

	test("trusts a server only by an authority that it was given", async () => {
		expect(await codeOf(`https://${https}/x`)).toBe("fetch-tls");
		expect(await codeOf(`https://${https}/x`, authority)).toBe("{}");
		expect(await codeOf(`https://${https}/down`, authority)).toBe("fetch-redirects");
	});
});
