import { absolutePath, accountName, matching, passwordHash, proxyUrl } from "../judges.ts";
import { boolean, contents, list, map, number, refused, text } from "../shape.ts";
import { judgeDropinName, judgeUnitName, judgeUnitText } from "../unit-text.ts";
import { resource } from "./resource.ts";

const seconds = number(1, 3600);

/** The section `ignition`: how the node fetches what the configuration names. */
export const ignition = map({
	config: {
		shape: map({
			merge: {
				shape: list(resource),
				help: "Further configurations (Ignition JSON) that are merged into this one.",
			},
			replace: { shape: resource, help: "A configuration that is used instead of this one." },
		}),
		help: "Other configurations. Their soma: sections must have been rendered before.",
	},
	timeouts: {
		shape: map({
			http_response_headers: {
				shape: seconds,
				help: "Seconds until the headers of an answer must have come; 10 without it.",
			},
			http_total: { shape: seconds, help: "Seconds for a whole fetch; no limit without it." },
		}),
		help: "Patience with servers.",
	},
	security: {
		shape: map({
			tls: {
				shape: map({
					certificate_authorities: {
						shape: list(resource),
						help: "Authorities that are trusted while fetching, besides the well-known ones.",
					},
				}),
				help: "Trust in servers.",
			},
		}),
		help: "Trust while the node is configured; soma.ca_certificates is for the running node.",
	},
	proxy: {
		shape: map({
			http_proxy: { shape: text("URL", proxyUrl), help: "The proxy for http." },
			https_proxy: { shape: text("URL", proxyUrl), help: "The proxy for https." },
			no_proxy: {
				shape: list(text("host", matching(/^[A-Za-z0-9.:*/_-]+$/, "a host or network"))),
				help: "Hosts, domains and networks that are reached without a proxy.",
			},
		}),
		help: "Proxies while the node is configured; without it those of soma.proxy.",
	},
});

const dropin = map({
	name: { shape: text("file name", judgeDropinName), help: "Ends in .conf.", required: true },
	contents: { shape: contents("unit text", judgeUnitText), help: "Its text." },
});

const unit = map({
	name: {
		shape: text("unit name", judgeUnitName),
		help: "With its type: web.service.",
		required: true,
	},
	enabled: {
		shape: boolean,
		help: "Start it at every boot, as its [Install] section says; false keeps it from that.",
	},
	mask: { shape: boolean, help: "Make it impossible to start." },
	contents: {
		shape: contents("unit text", judgeUnitText),
		help: "The text of the unit; without it, the unit is one that the image has.",
	},
	dropins: { shape: list(dropin), help: "Additions to the unit." },
});

/** The section `systemd`. */
export const systemd = map({ units: { shape: list(unit), help: "Units and their additions." } });

const noSsh = refused(
	"a node has no ssh server",
	"use `soma shell`, which soma.api.shell allows and which is audited",
);
const id = number(1, 60_000);

const user = map({
	name: { shape: text("name", accountName), help: "The name.", required: true },
	password_hash: {
		shape: text("hash", passwordHash),
		help: "The hash of a password. A node asks for passwords nowhere; services may.",
	},
	uid: { shape: id, help: "The number; the next free one without it." },
	gecos: {
		shape: text("text", matching(/^[^:]*$/, "text without a colon")),
		help: "Who that is.",
	},
	home_dir: { shape: text("absolute path", absolutePath), help: "The home directory." },
	no_create_home: { shape: boolean, help: "Do not make the home directory." },
	primary_group: { shape: text("name", accountName), help: "The primary group." },
	groups: { shape: list(text("name", accountName)), help: "Further groups." },
	no_user_group: { shape: boolean, help: "Do not make a group of the same name." },
	no_log_init: { shape: boolean, help: "Leave lastlog alone." },
	shell: {
		shape: text("absolute path", absolutePath),
		help: "The shell. A node has none; /usr/sbin/nologin says so.",
	},
	should_exist: { shape: boolean, help: "false removes the user." },
	system: { shape: boolean, help: "A user of a service: a low number, no home directory." },
	ssh_authorized_keys: { shape: noSsh, help: "Butane's ssh keys." },
	ssh_authorized_keys_local: { shape: noSsh, help: "Butane's ssh keys." },
});

const group = map({
	name: { shape: text("name", accountName), help: "The name.", required: true },
	gid: { shape: id, help: "The number; the next free one without it." },
	password_hash: { shape: text("hash", passwordHash), help: "The hash of a password." },
	should_exist: { shape: boolean, help: "false removes the group." },
	system: { shape: boolean, help: "A group of a service: a low number." },
});

/** The section `passwd`. */
export const passwd = map({
	users: { shape: list(user), help: "Users, for services and owners of files." },
	groups: { shape: list(group), help: "Groups." },
});
