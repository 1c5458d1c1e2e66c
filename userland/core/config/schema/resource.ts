import { localPath, matching, sourceUrl } from "../judges.ts";
import { boolean, contents, list, map, number, text, words } from "../shape.ts";

/** A header of a request. */
export const header = map({
	name: {
		shape: text("header name", matching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "a header's name")),
		help: "The name of the header.",
		required: true,
	},
	value: {
		shape: text("header value", matching(/^.+$/, "a value that is not empty")),
		help: "Its value.",
		required: true,
	},
});

const hash = text(
	"hash",
	matching(
		/^(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{128})$/,
		"a hash of the content",
		"for example sha256-, then the 64 digits that sha256sum prints",
	),
);

/** Where bytes come from: the configuration itself, a local file, or a URL. */
export const resource = map({
	inline: {
		shape: contents("contents"),
		help: "The contents themselves. Give exactly one of inline, local and source.",
	},
	local: {
		shape: text("local file", localPath),
		help: "A file below the folder of --files-dir; its contents go into the configuration.",
	},
	source: {
		shape: text("URL", sourceUrl),
		help: "A URL (https, http or data) that the node fetches when it is configured.",
	},
	compression: {
		shape: words("gzip"),
		help: "The contents are compressed already. Otherwise what is long is compressed by itself.",
	},
	http_headers: { shape: list(header), help: "Headers of the request for source." },
	verification: {
		shape: map({ hash: { shape: hash, help: "sha256- or sha512- and the digits." } }),
		help: "What the contents must be, after decompression; the node refuses anything else.",
	},
});

const numericId = number(0, 4_294_967_294);

/** Who owns a file: by number or by name. */
export const owner = map({
	id: { shape: numericId, help: "The number. Give either id or name." },
	name: {
		shape: text("name", matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "the name of an account")),
		help: "The name.",
	},
});

export const overwrite = {
	shape: boolean,
	help:
		"Replace what is there. Without it, what exists is an error, such as a file that a reset " +
		"left on a data disk.",
} as const;
