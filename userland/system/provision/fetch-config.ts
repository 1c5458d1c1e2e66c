import { rootCertificates } from "node:tls";
import { SomaError } from "../../lib/errors.ts";

/** What bounds a fetch. */
export interface FetchLimits {
	readonly bytes: number;
	readonly timeoutMs: number;
	readonly redirects: number;
}

/** What answered: the text, or that nothing is there. */
export type Fetched = { readonly text: string } | { readonly notFound: true };

/**
 * Fetches a small text by HTTP or HTTPS, with a bound on everything. Certificates are checked
 * against the authorities that the runtime has, and against `authorities` (PEM) when given.
 * @throws SomaError `fetch-url`, `fetch-unreachable`, `fetch-tls`, `fetch-redirects`,
 *   `fetch-status`, `fetch-timeout`, `config-too-large`; all but the first are worth another try
 */
export async function fetchText(
	url: string,
	limits: FetchLimits,
	authorities?: string,
): Promise<Fetched> {
	const signal = AbortSignal.timeout(limits.timeoutMs);
	let place = checkUrl(url, url);
	for (let hop = 0; hop <= limits.redirects; hop++) {
		const response = await request(place, signal, limits, authorities);
		const target = response.headers.get("location");
		if (response.status >= 300 && response.status < 400 && target !== null) {
			await response.body?.cancel();
			place = nextPlace(place, target, url);
			continue;
		}
		if (response.status === 404 || response.status === 410) {
			await response.body?.cancel();
			return { notFound: true };
		}
		if (response.status !== 200) {
			await response.body?.cancel();
			throw failure(
				"fetch-status",
				`${url} answers ${response.status}`,
				"look at the log of the server",
			);
		}
		return { text: await readBody(response, url, limits) };
	}
	throw failure(
		"fetch-redirects",
		`${url} redirects more than ${limits.redirects} times`,
		"mend the redirects of the server",
	);
}

function checkUrl(text: string, asked: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !/^https?:$/.test(url.protocol)) {
		throw new SomaError({
			code: "fetch-url",
			message: `${JSON.stringify(asked)} is no http or https URL`,
			hint: "correct the URL in the source",
		});
	}
	return url;
}

function nextPlace(from: URL, target: string, asked: string): URL {
	const next = checkUrl(
		URL.canParse(target, from.href) ? new URL(target, from).href : target,
		asked,
	);
	if (from.protocol === "https:" && next.protocol !== "https:") {
		throw failure(
			"fetch-redirects",
			`${asked} redirects from https to http`,
			"let the server redirect to https only",
		);
	}
	return next;
}

async function request(
	url: URL,
	signal: AbortSignal,
	limits: FetchLimits,
	authorities: string | undefined,
): Promise<Response> {
	try {
		return await fetch(url.href, {
			redirect: "manual",
			signal,
			headers: { accept: "application/vnd.coreos.ignition+json;version=3.3.0, */*;q=0.1" },
			...(authorities === undefined ? {} : { tls: { ca: [...rootCertificates, authorities] } }),
		});
	} catch (cause) {
		throw explain(url.href, cause, limits);
	}
}

async function readBody(response: Response, url: string, limits: FetchLimits): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	try {
		for await (const piece of response.body ?? []) {
			bytes += piece.length;
			if (bytes > limits.bytes) {
				throw failure(
					"config-too-large",
					`${url} sends more than ${limits.bytes} bytes`,
					"let the configuration name large files by URL",
				);
			}
			text += decoder.decode(piece, { stream: true });
		}
	} catch (cause) {
		throw cause instanceof SomaError ? cause : explain(url, cause, limits);
	}
	return text + decoder.decode();
}

const tlsCode = /CERT|SSL|TLS|ISSUER|SELF_SIGNED|UNABLE_TO|SIGNATURE|HOSTNAME/;

/** What the runtime threw, in our words. */
function explain(url: string, cause: unknown, limits: FetchLimits): SomaError {
	const error = cause instanceof Error ? cause : new Error(String(cause));
	const code = "code" in error && typeof error.code === "string" ? error.code : "";
	if (error.name === "TimeoutError" || error.name === "AbortError") {
		return failure(
			"fetch-timeout",
			`${url} did not answer in full within ${limits.timeoutMs / 1000} s`,
			"look whether the server is overloaded, and at the network between",
		);
	}
	if (tlsCode.test(code)) {
		return failure(
			"fetch-tls",
			`${url}: the server's certificate is not accepted (${code}: ${error.message})`,
			"renew the certificate, set the clock, or give its authority as credential soma.config-ca",
		);
	}
	return failure(
		"fetch-unreachable",
		`${url} cannot be reached (${code === "" ? error.message : code})`,
		"look at the network, the name and the server",
	);
}

function failure(code: string, message: string, hint: string): SomaError {
	return new SomaError({ code, message, hint, retryable: true });
}
