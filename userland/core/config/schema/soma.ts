import {
	hostName,
	hostOrAddress,
	localPath,
	matching,
	proxyUrl,
	repositoryPlace,
	timeZone,
} from "../judges.ts";
import { nodeRoles, updateChannels, weekdays } from "../node-config.ts";
import { boolean, contents, list, map, number, text, words } from "../shape.ts";
import { network } from "./network.ts";

const ticket = matching(
	/^soma-(founder|join)-1\.[A-Za-z0-9_-]+$/,
	"a ticket, which begins with soma-founder-1. or soma-join-1.",
	"`soma pki ticket` makes one",
);

const port = number(1, 65_535);
const releaseToken = matching(/^[\x21-\x7e]{16,256}$/, "16 to 256 printable characters");
const anyWord = matching(/^[^\0]+$/, "a word of a command");

const window = map({
	days: {
		shape: list(words(...weekdays)),
		help: "The days on which it opens; every day without it.",
	},
	start: {
		shape: text("time", matching(/^([01]\d|2[0-3]):[0-5]\d$/, "a time as HH:MM, in quotes")),
		help: 'When it opens: "02:30".',
		required: true,
	},
	duration_minutes: { shape: number(1, 10_080), help: "How long it is open.", required: true },
	timezone: {
		shape: text("time zone", timeZone),
		help: "Where it is that time, such as Europe/Berlin; UTC without it.",
	},
});

const api = map({
	shell: { shape: boolean, help: "Allow `soma shell` on this node; false without it." },
	port: { shape: port, help: "The port of the API; 7443 without it." },
	enrol_port: { shape: port, help: "The port where nodes ask for certificates; 7444 without it." },
	names: {
		shape: list(text("host", hostOrAddress)),
		help: "Further names and addresses that the node's certificate is valid for.",
	},
});

const authority = map({
	inline: {
		shape: contents("PEM"),
		help: "One or more certificates in PEM. Give exactly one of inline and local.",
	},
	local: { shape: text("local file", localPath), help: "A file below the folder of --files-dir." },
});

const labelKey = matching(
	/^[A-Za-z0-9]([A-Za-z0-9./_-]{0,61}[A-Za-z0-9])?$/,
	"a label's name: at most 63 letters, digits and inner dots, slashes, dashes, underscores",
);
const labelValue = matching(
	/^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
	"a label's value: at most 63 letters, digits and inner dots, dashes, underscores",
);

/** The section `soma`: what makes the machine a node. */
export const soma = map({
	hostname: {
		shape: text("host name", hostName),
		help: "The name of the node; without it the node is called localhost.",
	},
	cluster: {
		shape: text(
			"name",
			matching(
				/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
				"a name of lower-case letters, digits and inner dashes, at most 32",
			),
		),
		help: "The name of the cluster, shown to people; what counts is in the ticket.",
	},
	role: {
		shape: words(...nodeRoles),
		help: "core: may vote and holds the authority; worker: does neither. core without it.",
	},
	labels: {
		shape: { kind: "table", form: "label", judgeKey: labelKey, judge: labelValue },
		help: "Facts that placement can ask for, such as zone: east.",
	},
	ticket: {
		shape: text("ticket", ticket),
		help: "The secret that makes the node a member. Keep the rendered file as secret as that.",
	},
	ticket_local: {
		shape: text("local file", localPath),
		help: "A file with the ticket below the folder of --files-dir, instead of ticket.",
	},
	update: {
		shape: map({
			channel: {
				shape: words(...updateChannels),
				help: "Which releases the node takes; stable without it.",
			},
			window: { shape: window, help: "When it may restart into one; at any time without it." },
			servers: {
				shape: list(text("place", repositoryPlace)),
				help: "Copies of the release repository, in the order in which they are asked.",
			},
			neighbours: {
				shape: list(text("place", repositoryPlace)),
				help: "Where chunks are asked for first; what comes is verified like any other.",
			},
			token: {
				shape: text("secret", releaseToken),
				help: "What the release server asks nodes for that tell it outcomes; keep it secret.",
			},
			share_port: {
				shape: port,
				help: "Where neighbours find the releases of this node; nowhere without it.",
			},
			rate_limit_kib: {
				shape: number(8, 10_485_760),
				help: "The most KiB a second that fetching takes; no limit without it.",
			},
			prove_command: {
				shape: list(text("word", anyWord)),
				help: "Asked whether a new release has joined what it serves: exit 0 yes, 1 no.",
			},
		}),
		help: "Releases.",
	},
	api: { shape: api, help: "The node's API." },
	ntp: {
		shape: list(text("host", hostOrAddress)),
		help: "Time servers; those of DHCP come first, public ones are asked without any.",
	},
	proxy: {
		shape: map({
			http: { shape: text("URL", proxyUrl), help: "The proxy for http." },
			https: { shape: text("URL", proxyUrl), help: "The proxy for https." },
			no: {
				shape: list(text("host", matching(/^[A-Za-z0-9.:*/_-]+$/, "a host or network"))),
				help: "What is reached without a proxy; the node itself always is.",
			},
		}),
		help: "Proxies for all services of the node, given to them as HTTP_PROXY and the like.",
	},
	ca_certificates: {
		shape: list(authority),
		help: "Authorities that the node trusts besides the well-known ones.",
	},
	network: {
		shape: network,
		help: "The network. Links that are not named get addresses by DHCP and from IPv6 routers.",
	},
});
