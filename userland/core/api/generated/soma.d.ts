// Generated from userland/core/api/soma.proto by `npm run generate`.
import * as $protobuf from "protobufjs/minimal.js";
import Long from "long";
/** Namespace soma. */
export namespace soma {
	/** Namespace v1. */
	namespace v1 {
		/**
		* Properties of a Failure.
		* @deprecated Use soma.v1.Failure.$Properties instead.
		*/
		interface IFailure extends soma.v1.Failure.$Properties {
		}
		/** Why a call failed: in the trailer `soma-error-bin` of every call that did. */
		class Failure {
			/**
			* Constructs a new Failure.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Failure.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Stable, kebab-case name of the situation, for programs. */
			code: string;
			/** One sentence: what failed, and where. */
			message: string;
			/** One sentence: what the reader can do about it. Empty when nothing is known. */
			hint: string;
			/** Plain facts about it. */
			facts: { [k: string]: string };
			/** True when the same call may succeed later without any change. */
			retryable: boolean;
			/**
			* Creates a new Failure instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Failure instance
			*/
			static create(properties: soma.v1.Failure.$Shape): soma.v1.Failure & soma.v1.Failure.$Shape;
			static create(properties?: soma.v1.Failure.$Properties): soma.v1.Failure;
			/**
			* Encodes the specified Failure message. Does not implicitly {@link soma.v1.Failure.verify|verify} messages.
			* @param message Failure message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Failure message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Failure & soma.v1.Failure.$Shape} Failure
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Failure & soma.v1.Failure.$Shape;
		}
		namespace Failure {
			/** Properties of a Failure. */
			interface $Properties {
				/** Stable, kebab-case name of the situation, for programs. */
				code?: (string|null);
				/** One sentence: what failed, and where. */
				message?: (string|null);
				/** One sentence: what the reader can do about it. Empty when nothing is known. */
				hint?: (string|null);
				/** Plain facts about it. */
				facts?: ({ [k: string]: string }|null);
				/** True when the same call may succeed later without any change. */
				retryable?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Failure. */
			type $Shape = soma.v1.Failure.$Properties;
		}
		/**
		* Properties of a GetStatusRequest.
		* @deprecated Use soma.v1.GetStatusRequest.$Properties instead.
		*/
		interface IGetStatusRequest extends soma.v1.GetStatusRequest.$Properties {
		}
		/** Represents a GetStatusRequest. */
		class GetStatusRequest {
			/**
			* Constructs a new GetStatusRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.GetStatusRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new GetStatusRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns GetStatusRequest instance
			*/
			static create(properties: soma.v1.GetStatusRequest.$Shape): soma.v1.GetStatusRequest & soma.v1.GetStatusRequest.$Shape;
			static create(properties?: soma.v1.GetStatusRequest.$Properties): soma.v1.GetStatusRequest;
			/**
			* Encodes the specified GetStatusRequest message. Does not implicitly {@link soma.v1.GetStatusRequest.verify|verify} messages.
			* @param message GetStatusRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.GetStatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a GetStatusRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.GetStatusRequest & soma.v1.GetStatusRequest.$Shape} GetStatusRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.GetStatusRequest & soma.v1.GetStatusRequest.$Shape;
		}
		namespace GetStatusRequest {
			/** Properties of a GetStatusRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a GetStatusRequest. */
			type $Shape = soma.v1.GetStatusRequest.$Properties;
		}
		/**
		* Properties of a WatchStatusRequest.
		* @deprecated Use soma.v1.WatchStatusRequest.$Properties instead.
		*/
		interface IWatchStatusRequest extends soma.v1.WatchStatusRequest.$Properties {
		}
		/** Represents a WatchStatusRequest. */
		class WatchStatusRequest {
			/**
			* Constructs a new WatchStatusRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.WatchStatusRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The longest time between two messages, 1 to 3600; 30 when 0. */
			heartbeatSeconds: number;
			/**
			* Creates a new WatchStatusRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns WatchStatusRequest instance
			*/
			static create(properties: soma.v1.WatchStatusRequest.$Shape): soma.v1.WatchStatusRequest & soma.v1.WatchStatusRequest.$Shape;
			static create(properties?: soma.v1.WatchStatusRequest.$Properties): soma.v1.WatchStatusRequest;
			/**
			* Encodes the specified WatchStatusRequest message. Does not implicitly {@link soma.v1.WatchStatusRequest.verify|verify} messages.
			* @param message WatchStatusRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.WatchStatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a WatchStatusRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.WatchStatusRequest & soma.v1.WatchStatusRequest.$Shape} WatchStatusRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.WatchStatusRequest & soma.v1.WatchStatusRequest.$Shape;
		}
		namespace WatchStatusRequest {
			/** Properties of a WatchStatusRequest. */
			interface $Properties {
				/** The longest time between two messages, 1 to 3600; 30 when 0. */
				heartbeatSeconds?: (number|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a WatchStatusRequest. */
			type $Shape = soma.v1.WatchStatusRequest.$Properties;
		}
		/**
		* Properties of a Status.
		* @deprecated Use soma.v1.Status.$Properties instead.
		*/
		interface IStatus extends soma.v1.Status.$Properties {
		}
		/** The state of a node. */
		class Status {
			/**
			* Constructs a new Status.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Status.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The release of /usr. */
			version?: (string|null);
			/** The release of the kernel. */
			kernel?: (string|null);
			/** Status machineId. */
			machineId?: (string|null);
			/** Status uptimeSeconds. */
			uptimeSeconds?: (number|null);
			/** Memory of the machine. */
			memoryTotalBytes?: (Long|null);
			/** Status memoryAvailableBytes. */
			memoryAvailableBytes?: (Long|null);
			/** The file system STATE, where everything is that a node remembers. */
			stateSizeBytes?: (Long|null);
			/** Status stateFreeBytes. */
			stateFreeBytes?: (Long|null);
			/** What the boot selector did; absent when it did not start this system. */
			boot?: (soma.v1.Boot.$Properties|null);
			/** The slot that this system runs from: `A` or `B`. */
			slot?: (string|null);
			/** The boot disk and its slots. */
			slots?: (soma.v1.SlotList.$Properties|null);
			/** Status health. */
			health?: (soma.v1.Health.$Properties|null);
			/** The running slot is successful, and this boot does not count as unproven any more. */
			proven?: (boolean|null);
			/** Why a field above is absent: by its name in `soma status --json`. */
			unknown: { [k: string]: string };
			/** Status hostname. */
			hostname?: (string|null);
			/** 16 hexadecimal digits, made from the public key of the node. */
			nodeId?: (string|null);
			/** Status cluster. */
			cluster?: (string|null);
			/** The node's own clock. */
			timeMicroseconds: Long;
			/** Means over 1, 5 and 15 minutes of processes that run or want to. */
			loadAverages: number[];
			/** Status processorCount. */
			processorCount: number;
			/** The id of this boot, 32 hexadecimal digits. */
			bootId?: (string|null);
			/** The text of /etc/soma/node.json, without line ends. */
			nodeJson?: (string|null);
			/** What keeps whoever has the disk from reading STATE: `tpm`, `operator-key` or `none`. */
			stateProtection?: (string|null);
			/** Where a live system came from; absent when the system runs from a disk. */
			live?: (soma.v1.Live.$Properties|null);
			/**
			* Creates a new Status instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Status instance
			*/
			static create(properties: soma.v1.Status.$Shape): soma.v1.Status & soma.v1.Status.$Shape;
			static create(properties?: soma.v1.Status.$Properties): soma.v1.Status;
			/**
			* Encodes the specified Status message. Does not implicitly {@link soma.v1.Status.verify|verify} messages.
			* @param message Status message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Status.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Status message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Status & soma.v1.Status.$Shape} Status
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Status & soma.v1.Status.$Shape;
		}
		namespace Status {
			/** Properties of a Status. */
			interface $Properties {
				/** The release of /usr. */
				version?: (string|null);
				/** The release of the kernel. */
				kernel?: (string|null);
				/** Status machineId */
				machineId?: (string|null);
				/** Status uptimeSeconds */
				uptimeSeconds?: (number|null);
				/** Memory of the machine. */
				memoryTotalBytes?: (Long|null);
				/** Status memoryAvailableBytes */
				memoryAvailableBytes?: (Long|null);
				/** The file system STATE, where everything is that a node remembers. */
				stateSizeBytes?: (Long|null);
				/** Status stateFreeBytes */
				stateFreeBytes?: (Long|null);
				/** What the boot selector did; absent when it did not start this system. */
				boot?: (soma.v1.Boot.$Properties|null);
				/** The slot that this system runs from: `A` or `B`. */
				slot?: (string|null);
				/** The boot disk and its slots. */
				slots?: (soma.v1.SlotList.$Properties|null);
				/** Status health */
				health?: (soma.v1.Health.$Properties|null);
				/** The running slot is successful, and this boot does not count as unproven any more. */
				proven?: (boolean|null);
				/** Why a field above is absent: by its name in `soma status --json`. */
				unknown?: ({ [k: string]: string }|null);
				/** Status hostname */
				hostname?: (string|null);
				/** 16 hexadecimal digits, made from the public key of the node. */
				nodeId?: (string|null);
				/** Status cluster */
				cluster?: (string|null);
				/** The node's own clock. */
				timeMicroseconds?: (Long|null);
				/** Means over 1, 5 and 15 minutes of processes that run or want to. */
				loadAverages?: (number[]|null);
				/** Status processorCount */
				processorCount?: (number|null);
				/** The id of this boot, 32 hexadecimal digits. */
				bootId?: (string|null);
				/** The text of /etc/soma/node.json, without line ends. */
				nodeJson?: (string|null);
				/** What keeps whoever has the disk from reading STATE: `tpm`, `operator-key` or `none`. */
				stateProtection?: (string|null);
				/** Where a live system came from; absent when the system runs from a disk. */
				live?: (soma.v1.Live.$Properties|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Status. */
			type $Shape = soma.v1.Status.$Properties;
		}
		/**
		* Properties of a Live.
		* @deprecated Use soma.v1.Live.$Properties instead.
		*/
		interface ILive extends soma.v1.Live.$Properties {
		}
		/** A system that was booted from the network or from a medium, and has no slot. */
		class Live {
			/**
			* Constructs a new Live.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Live.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Live version. */
			version: string;
			/** Where /usr came from: a URL. */
			source: string;
			/** The folder of the release, `http:` or, of a medium, `file:`; ends with a slash. */
			baseUrl: string;
			/** Where STATE is: `ram` or `disk`. */
			state: string;
			/** Nothing signed vouches for what was started. */
			unsigned: boolean;
			/**
			* Creates a new Live instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Live instance
			*/
			static create(properties: soma.v1.Live.$Shape): soma.v1.Live & soma.v1.Live.$Shape;
			static create(properties?: soma.v1.Live.$Properties): soma.v1.Live;
			/**
			* Encodes the specified Live message. Does not implicitly {@link soma.v1.Live.verify|verify} messages.
			* @param message Live message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Live.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Live message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Live & soma.v1.Live.$Shape} Live
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Live & soma.v1.Live.$Shape;
		}
		namespace Live {
			/** Properties of a Live. */
			interface $Properties {
				/** Live version */
				version?: (string|null);
				/** Where /usr came from: a URL. */
				source?: (string|null);
				/** The folder of the release, `http:` or, of a medium, `file:`; ends with a slash. */
				baseUrl?: (string|null);
				/** Where STATE is: `ram` or `disk`. */
				state?: (string|null);
				/** Nothing signed vouches for what was started. */
				unsigned?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Live. */
			type $Shape = soma.v1.Live.$Properties;
		}
		/**
		* Properties of a Boot.
		* @deprecated Use soma.v1.Boot.$Properties instead.
		*/
		interface IBoot extends soma.v1.Boot.$Properties {
		}
		/** What the boot selector said about this boot. */
		class Boot {
			/**
			* Constructs a new Boot.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Boot.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `A`, `B` or `rescue`. */
			slot: string;
			/** Boot reason. */
			reason: string;
			/** What it printed on the console. */
			line: string;
			/** What it had to mend. */
			repairs: string[];
			/** Slots whose boot image failed its check in this boot. */
			failed: string[];
			/** From power-on to the selector. */
			firmwareMilliseconds: number;
			/** From there to the boot image. */
			selectorMilliseconds: number;
			/**
			* Creates a new Boot instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Boot instance
			*/
			static create(properties: soma.v1.Boot.$Shape): soma.v1.Boot & soma.v1.Boot.$Shape;
			static create(properties?: soma.v1.Boot.$Properties): soma.v1.Boot;
			/**
			* Encodes the specified Boot message. Does not implicitly {@link soma.v1.Boot.verify|verify} messages.
			* @param message Boot message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Boot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Boot message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Boot & soma.v1.Boot.$Shape} Boot
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Boot & soma.v1.Boot.$Shape;
		}
		namespace Boot {
			/** Properties of a Boot. */
			interface $Properties {
				/** `A`, `B` or `rescue`. */
				slot?: (string|null);
				/** Boot reason */
				reason?: (string|null);
				/** What it printed on the console. */
				line?: (string|null);
				/** What it had to mend. */
				repairs?: (string[]|null);
				/** Slots whose boot image failed its check in this boot. */
				failed?: (string[]|null);
				/** From power-on to the selector. */
				firmwareMilliseconds?: (number|null);
				/** From there to the boot image. */
				selectorMilliseconds?: (number|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Boot. */
			type $Shape = soma.v1.Boot.$Properties;
		}
		/**
		* Properties of a Health.
		* @deprecated Use soma.v1.Health.$Properties instead.
		*/
		interface IHealth extends soma.v1.Health.$Properties {
		}
		/** What the agent found when it last checked the node. */
		class Health {
			/**
			* Constructs a new Health.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Health.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `starting`, `ready`, `degraded` or `failed`. */
			state: string;
			/** Health checks. */
			checks: soma.v1.HealthCheck.$Properties[];
			/**
			* Creates a new Health instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Health instance
			*/
			static create(properties: soma.v1.Health.$Shape): soma.v1.Health & soma.v1.Health.$Shape;
			static create(properties?: soma.v1.Health.$Properties): soma.v1.Health;
			/**
			* Encodes the specified Health message. Does not implicitly {@link soma.v1.Health.verify|verify} messages.
			* @param message Health message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Health.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Health message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Health & soma.v1.Health.$Shape} Health
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Health & soma.v1.Health.$Shape;
		}
		namespace Health {
			/** Properties of a Health. */
			interface $Properties {
				/** `starting`, `ready`, `degraded` or `failed`. */
				state?: (string|null);
				/** Health checks */
				checks?: (soma.v1.HealthCheck.$Properties[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Health. */
			type $Shape = soma.v1.Health.$Properties;
		}
		/**
		* Properties of a HealthCheck.
		* @deprecated Use soma.v1.HealthCheck.$Properties instead.
		*/
		interface IHealthCheck extends soma.v1.HealthCheck.$Properties {
		}
		/** Represents a HealthCheck. */
		class HealthCheck {
			/**
			* Constructs a new HealthCheck.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.HealthCheck.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** HealthCheck name. */
			name: string;
			/** HealthCheck ok. */
			ok: boolean;
			/** What was found, or what is wrong. */
			detail: string;
			/**
			* Creates a new HealthCheck instance using the specified properties.
			* @param [properties] Properties to set
			* @returns HealthCheck instance
			*/
			static create(properties: soma.v1.HealthCheck.$Shape): soma.v1.HealthCheck & soma.v1.HealthCheck.$Shape;
			static create(properties?: soma.v1.HealthCheck.$Properties): soma.v1.HealthCheck;
			/**
			* Encodes the specified HealthCheck message. Does not implicitly {@link soma.v1.HealthCheck.verify|verify} messages.
			* @param message HealthCheck message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.HealthCheck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a HealthCheck message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.HealthCheck & soma.v1.HealthCheck.$Shape} HealthCheck
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.HealthCheck & soma.v1.HealthCheck.$Shape;
		}
		namespace HealthCheck {
			/** Properties of a HealthCheck. */
			interface $Properties {
				/** HealthCheck name */
				name?: (string|null);
				/** HealthCheck ok */
				ok?: (boolean|null);
				/** What was found, or what is wrong. */
				detail?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a HealthCheck. */
			type $Shape = soma.v1.HealthCheck.$Properties;
		}
		/**
		* Properties of a ListSlotsRequest.
		* @deprecated Use soma.v1.ListSlotsRequest.$Properties instead.
		*/
		interface IListSlotsRequest extends soma.v1.ListSlotsRequest.$Properties {
		}
		/** Represents a ListSlotsRequest. */
		class ListSlotsRequest {
			/**
			* Constructs a new ListSlotsRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ListSlotsRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new ListSlotsRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ListSlotsRequest instance
			*/
			static create(properties: soma.v1.ListSlotsRequest.$Shape): soma.v1.ListSlotsRequest & soma.v1.ListSlotsRequest.$Shape;
			static create(properties?: soma.v1.ListSlotsRequest.$Properties): soma.v1.ListSlotsRequest;
			/**
			* Encodes the specified ListSlotsRequest message. Does not implicitly {@link soma.v1.ListSlotsRequest.verify|verify} messages.
			* @param message ListSlotsRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ListSlotsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ListSlotsRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ListSlotsRequest & soma.v1.ListSlotsRequest.$Shape} ListSlotsRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ListSlotsRequest & soma.v1.ListSlotsRequest.$Shape;
		}
		namespace ListSlotsRequest {
			/** Properties of a ListSlotsRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ListSlotsRequest. */
			type $Shape = soma.v1.ListSlotsRequest.$Properties;
		}
		/**
		* Properties of a SlotList.
		* @deprecated Use soma.v1.SlotList.$Properties instead.
		*/
		interface ISlotList extends soma.v1.SlotList.$Properties {
		}
		/** The boot disk and its two slots. */
		class SlotList {
			/**
			* Constructs a new SlotList.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.SlotList.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** SlotList disk. */
			disk: string;
			/** SlotList diskGuid. */
			diskGuid: string;
			/** SlotList diskSizeBytes. */
			diskSizeBytes: Long;
			/** SlotList blockSizeBytes. */
			blockSizeBytes: number;
			/** What `soma slot repair` would mend; empty for a sound table. */
			findings: string[];
			/** What boots next: `A`, `B` or `rescue`. */
			next: string;
			/** SlotList slots. */
			slots: soma.v1.Slot.$Properties[];
			/**
			* Creates a new SlotList instance using the specified properties.
			* @param [properties] Properties to set
			* @returns SlotList instance
			*/
			static create(properties: soma.v1.SlotList.$Shape): soma.v1.SlotList & soma.v1.SlotList.$Shape;
			static create(properties?: soma.v1.SlotList.$Properties): soma.v1.SlotList;
			/**
			* Encodes the specified SlotList message. Does not implicitly {@link soma.v1.SlotList.verify|verify} messages.
			* @param message SlotList message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.SlotList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a SlotList message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.SlotList & soma.v1.SlotList.$Shape} SlotList
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.SlotList & soma.v1.SlotList.$Shape;
		}
		namespace SlotList {
			/** Properties of a SlotList. */
			interface $Properties {
				/** SlotList disk */
				disk?: (string|null);
				/** SlotList diskGuid */
				diskGuid?: (string|null);
				/** SlotList diskSizeBytes */
				diskSizeBytes?: (Long|null);
				/** SlotList blockSizeBytes */
				blockSizeBytes?: (number|null);
				/** What `soma slot repair` would mend; empty for a sound table. */
				findings?: (string[]|null);
				/** What boots next: `A`, `B` or `rescue`. */
				next?: (string|null);
				/** SlotList slots */
				slots?: (soma.v1.Slot.$Properties[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a SlotList. */
			type $Shape = soma.v1.SlotList.$Properties;
		}
		/**
		* Properties of a Slot.
		* @deprecated Use soma.v1.Slot.$Properties instead.
		*/
		interface ISlot extends soma.v1.Slot.$Properties {
		}
		/** A slot: three partitions that hold one release. */
		class Slot {
			/**
			* Constructs a new Slot.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Slot.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `A` or `B`. */
			name: string;
			/** Slot version. */
			version?: (string|null);
			/** `empty`, `new`, `good`, `bad` and the like, in one word. */
			condition: string;
			/** 0 never boots; the higher one boots first. */
			priority: number;
			/** Starts left to a slot that was never good. */
			tries: number;
			/** Slot successful. */
			successful: boolean;
			/** Starts since the last one that was proven good. */
			unproven: number;
			/** Why it cannot boot. */
			ineligible?: (string|null);
			/** Slot next. */
			next: boolean;
			/** Slot running. */
			running: boolean;
			/** Slot rootHash. */
			rootHash?: (string|null);
			/** The raw attributes of the usr partition, exact. */
			attributes: Long;
			/** Partition numbers by role: `boot`, `usr`, `verity`. */
			partitions: { [k: string]: number };
			/**
			* Creates a new Slot instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Slot instance
			*/
			static create(properties: soma.v1.Slot.$Shape): soma.v1.Slot & soma.v1.Slot.$Shape;
			static create(properties?: soma.v1.Slot.$Properties): soma.v1.Slot;
			/**
			* Encodes the specified Slot message. Does not implicitly {@link soma.v1.Slot.verify|verify} messages.
			* @param message Slot message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Slot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Slot message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Slot & soma.v1.Slot.$Shape} Slot
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Slot & soma.v1.Slot.$Shape;
		}
		namespace Slot {
			/** Properties of a Slot. */
			interface $Properties {
				/** `A` or `B`. */
				name?: (string|null);
				/** Slot version */
				version?: (string|null);
				/** `empty`, `new`, `good`, `bad` and the like, in one word. */
				condition?: (string|null);
				/** 0 never boots; the higher one boots first. */
				priority?: (number|null);
				/** Starts left to a slot that was never good. */
				tries?: (number|null);
				/** Slot successful */
				successful?: (boolean|null);
				/** Starts since the last one that was proven good. */
				unproven?: (number|null);
				/** Why it cannot boot. */
				ineligible?: (string|null);
				/** Slot next */
				next?: (boolean|null);
				/** Slot running */
				running?: (boolean|null);
				/** Slot rootHash */
				rootHash?: (string|null);
				/** The raw attributes of the usr partition, exact. */
				attributes?: (Long|null);
				/** Partition numbers by role: `boot`, `usr`, `verity`. */
				partitions?: ({ [k: string]: number }|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Slot. */
			type $Shape = soma.v1.Slot.$Properties;
		}
		/** What can be done to a slot. */
		enum SlotAction {
			/** SLOT_ACTION_UNSPECIFIED value */
			SLOT_ACTION_UNSPECIFIED = 0,
			/** Proven good: it boots until it fails three times in a row. */
			SLOT_ACTION_MARK_GOOD = 1,
			/** It does not boot any more. */
			SLOT_ACTION_MARK_BAD = 2,
			/** It boots next. */
			SLOT_ACTION_PRIORITIZE = 3
		}
		/**
		* Properties of a ChangeSlotRequest.
		* @deprecated Use soma.v1.ChangeSlotRequest.$Properties instead.
		*/
		interface IChangeSlotRequest extends soma.v1.ChangeSlotRequest.$Properties {
		}
		/** Represents a ChangeSlotRequest. */
		class ChangeSlotRequest {
			/**
			* Constructs a new ChangeSlotRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ChangeSlotRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `A` or `B`; empty for the one that this system runs from. */
			slot: string;
			/** ChangeSlotRequest action. */
			action: soma.v1.SlotAction;
			/** Do it although the machine may end in the rescue system. */
			force: boolean;
			/**
			* Creates a new ChangeSlotRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ChangeSlotRequest instance
			*/
			static create(properties: soma.v1.ChangeSlotRequest.$Shape): soma.v1.ChangeSlotRequest & soma.v1.ChangeSlotRequest.$Shape;
			static create(properties?: soma.v1.ChangeSlotRequest.$Properties): soma.v1.ChangeSlotRequest;
			/**
			* Encodes the specified ChangeSlotRequest message. Does not implicitly {@link soma.v1.ChangeSlotRequest.verify|verify} messages.
			* @param message ChangeSlotRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ChangeSlotRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ChangeSlotRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ChangeSlotRequest & soma.v1.ChangeSlotRequest.$Shape} ChangeSlotRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ChangeSlotRequest & soma.v1.ChangeSlotRequest.$Shape;
		}
		namespace ChangeSlotRequest {
			/** Properties of a ChangeSlotRequest. */
			interface $Properties {
				/** `A` or `B`; empty for the one that this system runs from. */
				slot?: (string|null);
				/** ChangeSlotRequest action */
				action?: (soma.v1.SlotAction|null);
				/** Do it although the machine may end in the rescue system. */
				force?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ChangeSlotRequest. */
			type $Shape = soma.v1.ChangeSlotRequest.$Properties;
		}
		/**
		* Properties of a ChangeSlotResult.
		* @deprecated Use soma.v1.ChangeSlotResult.$Properties instead.
		*/
		interface IChangeSlotResult extends soma.v1.ChangeSlotResult.$Properties {
		}
		/** Represents a ChangeSlotResult. */
		class ChangeSlotResult {
			/**
			* Constructs a new ChangeSlotResult.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ChangeSlotResult.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** False when the slot was as wanted already, and nothing was written. */
			changed: boolean;
			/** ChangeSlotResult explanation. */
			explanation: string;
			/** The slots afterwards. */
			slots?: (soma.v1.SlotList.$Properties|null);
			/**
			* Creates a new ChangeSlotResult instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ChangeSlotResult instance
			*/
			static create(properties: soma.v1.ChangeSlotResult.$Shape): soma.v1.ChangeSlotResult & soma.v1.ChangeSlotResult.$Shape;
			static create(properties?: soma.v1.ChangeSlotResult.$Properties): soma.v1.ChangeSlotResult;
			/**
			* Encodes the specified ChangeSlotResult message. Does not implicitly {@link soma.v1.ChangeSlotResult.verify|verify} messages.
			* @param message ChangeSlotResult message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ChangeSlotResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ChangeSlotResult message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ChangeSlotResult & soma.v1.ChangeSlotResult.$Shape} ChangeSlotResult
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ChangeSlotResult & soma.v1.ChangeSlotResult.$Shape;
		}
		namespace ChangeSlotResult {
			/** Properties of a ChangeSlotResult. */
			interface $Properties {
				/** False when the slot was as wanted already, and nothing was written. */
				changed?: (boolean|null);
				/** ChangeSlotResult explanation */
				explanation?: (string|null);
				/** The slots afterwards. */
				slots?: (soma.v1.SlotList.$Properties|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ChangeSlotResult. */
			type $Shape = soma.v1.ChangeSlotResult.$Properties;
		}
		/**
		* Properties of a GetUpdateRequest.
		* @deprecated Use soma.v1.GetUpdateRequest.$Properties instead.
		*/
		interface IGetUpdateRequest extends soma.v1.GetUpdateRequest.$Properties {
		}
		/** Represents a GetUpdateRequest. */
		class GetUpdateRequest {
			/**
			* Constructs a new GetUpdateRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.GetUpdateRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new GetUpdateRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns GetUpdateRequest instance
			*/
			static create(properties: soma.v1.GetUpdateRequest.$Shape): soma.v1.GetUpdateRequest & soma.v1.GetUpdateRequest.$Shape;
			static create(properties?: soma.v1.GetUpdateRequest.$Properties): soma.v1.GetUpdateRequest;
			/**
			* Encodes the specified GetUpdateRequest message. Does not implicitly {@link soma.v1.GetUpdateRequest.verify|verify} messages.
			* @param message GetUpdateRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.GetUpdateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a GetUpdateRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.GetUpdateRequest & soma.v1.GetUpdateRequest.$Shape} GetUpdateRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.GetUpdateRequest & soma.v1.GetUpdateRequest.$Shape;
		}
		namespace GetUpdateRequest {
			/** Properties of a GetUpdateRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a GetUpdateRequest. */
			type $Shape = soma.v1.GetUpdateRequest.$Properties;
		}
		/**
		* Properties of an Update.
		* @deprecated Use soma.v1.Update.$Properties instead.
		*/
		interface IUpdate extends soma.v1.Update.$Properties {
		}
		/** Updating, as the node remembers it. */
		class Update {
			/**
			* Constructs a new Update.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Update.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The release that runs. */
			running?: (string|null);
			/** The channel that is followed. */
			channel: string;
			/** Where releases come from; a node without servers takes none by itself. */
			servers: string[];
			/** Update phase. */
			phase?: (soma.v1.UpdatePhase.$Properties|null);
			/** Update check. */
			check?: (soma.v1.UpdateCheck.$Properties|null);
			/** Update wishes. */
			wishes?: (soma.v1.UpdateWishes.$Properties|null);
			/** Releases that failed here: they are not taken again by themselves. */
			refused: soma.v1.RefusedRelease.$Properties[];
			/** What became of releases, oldest first. */
			history: soma.v1.UpdateOutcome.$Properties[];
			/** The rescue system and the selector on the EFI system partition. */
			programs?: (soma.v1.UpdatePrograms.$Properties|null);
			/** `soma.update` of the configuration, in JSON; absent on a node that has none. */
			configurationJson?: (string|null);
			/**
			* Creates a new Update instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Update instance
			*/
			static create(properties: soma.v1.Update.$Shape): soma.v1.Update & soma.v1.Update.$Shape;
			static create(properties?: soma.v1.Update.$Properties): soma.v1.Update;
			/**
			* Encodes the specified Update message. Does not implicitly {@link soma.v1.Update.verify|verify} messages.
			* @param message Update message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Update.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an Update message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Update & soma.v1.Update.$Shape} Update
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Update & soma.v1.Update.$Shape;
		}
		namespace Update {
			/** Properties of an Update. */
			interface $Properties {
				/** The release that runs. */
				running?: (string|null);
				/** The channel that is followed. */
				channel?: (string|null);
				/** Where releases come from; a node without servers takes none by itself. */
				servers?: (string[]|null);
				/** Update phase */
				phase?: (soma.v1.UpdatePhase.$Properties|null);
				/** Update check */
				check?: (soma.v1.UpdateCheck.$Properties|null);
				/** Update wishes */
				wishes?: (soma.v1.UpdateWishes.$Properties|null);
				/** Releases that failed here: they are not taken again by themselves. */
				refused?: (soma.v1.RefusedRelease.$Properties[]|null);
				/** What became of releases, oldest first. */
				history?: (soma.v1.UpdateOutcome.$Properties[]|null);
				/** The rescue system and the selector on the EFI system partition. */
				programs?: (soma.v1.UpdatePrograms.$Properties|null);
				/** `soma.update` of the configuration, in JSON; absent on a node that has none. */
				configurationJson?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an Update. */
			type $Shape = soma.v1.Update.$Properties;
		}
		/**
		* Properties of a ReleaseName.
		* @deprecated Use soma.v1.ReleaseName.$Properties instead.
		*/
		interface IReleaseName extends soma.v1.ReleaseName.$Properties {
		}
		/** A release by its bits; the version is for people. */
		class ReleaseName {
			/**
			* Constructs a new ReleaseName.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ReleaseName.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** ReleaseName version. */
			version: string;
			/** Verity root hash of its /usr, 64 hexadecimal digits. */
			rootHash: string;
			/**
			* Creates a new ReleaseName instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ReleaseName instance
			*/
			static create(properties: soma.v1.ReleaseName.$Shape): soma.v1.ReleaseName & soma.v1.ReleaseName.$Shape;
			static create(properties?: soma.v1.ReleaseName.$Properties): soma.v1.ReleaseName;
			/**
			* Encodes the specified ReleaseName message. Does not implicitly {@link soma.v1.ReleaseName.verify|verify} messages.
			* @param message ReleaseName message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ReleaseName.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ReleaseName message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ReleaseName & soma.v1.ReleaseName.$Shape} ReleaseName
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ReleaseName & soma.v1.ReleaseName.$Shape;
		}
		namespace ReleaseName {
			/** Properties of a ReleaseName. */
			interface $Properties {
				/** ReleaseName version */
				version?: (string|null);
				/** Verity root hash of its /usr, 64 hexadecimal digits. */
				rootHash?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ReleaseName. */
			type $Shape = soma.v1.ReleaseName.$Properties;
		}
		/**
		* Properties of an UpdatePhase.
		* @deprecated Use soma.v1.UpdatePhase.$Properties instead.
		*/
		interface IUpdatePhase extends soma.v1.UpdatePhase.$Properties {
		}
		/** Where an update stands. What does not belong to the phase is absent. */
		class UpdatePhase {
			/**
			* Constructs a new UpdatePhase.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdatePhase.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `idle`, `fetching`, `waiting`, `writing`, `restarting` or `proving`. */
			kind: string;
			/** UpdatePhase release. */
			release?: (soma.v1.ReleaseName.$Properties|null);
			/** The slot that the release goes to: `A` or `B`. */
			slot?: (string|null);
			/** What ran when the slot was committed. */
			from?: (soma.v1.ReleaseName.$Properties|null);
			/** UpdatePhase committedMicroseconds. */
			committedMicroseconds?: (Long|null);
			/** The boot in which that was. */
			committedInBoot?: (string|null);
			/** The node had a network then. */
			hadNetwork?: (boolean|null);
			/** An operator restarts the machine himself. */
			byHand?: (boolean|null);
			/** The root hash of what a slot held that is being written. */
			formerRootHash?: (string|null);
			/**
			* Creates a new UpdatePhase instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdatePhase instance
			*/
			static create(properties: soma.v1.UpdatePhase.$Shape): soma.v1.UpdatePhase & soma.v1.UpdatePhase.$Shape;
			static create(properties?: soma.v1.UpdatePhase.$Properties): soma.v1.UpdatePhase;
			/**
			* Encodes the specified UpdatePhase message. Does not implicitly {@link soma.v1.UpdatePhase.verify|verify} messages.
			* @param message UpdatePhase message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdatePhase.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdatePhase message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdatePhase & soma.v1.UpdatePhase.$Shape} UpdatePhase
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdatePhase & soma.v1.UpdatePhase.$Shape;
		}
		namespace UpdatePhase {
			/** Properties of an UpdatePhase. */
			interface $Properties {
				/** `idle`, `fetching`, `waiting`, `writing`, `restarting` or `proving`. */
				kind?: (string|null);
				/** UpdatePhase release */
				release?: (soma.v1.ReleaseName.$Properties|null);
				/** The slot that the release goes to: `A` or `B`. */
				slot?: (string|null);
				/** What ran when the slot was committed. */
				from?: (soma.v1.ReleaseName.$Properties|null);
				/** UpdatePhase committedMicroseconds */
				committedMicroseconds?: (Long|null);
				/** The boot in which that was. */
				committedInBoot?: (string|null);
				/** The node had a network then. */
				hadNetwork?: (boolean|null);
				/** An operator restarts the machine himself. */
				byHand?: (boolean|null);
				/** The root hash of what a slot held that is being written. */
				formerRootHash?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdatePhase. */
			type $Shape = soma.v1.UpdatePhase.$Properties;
		}
		/**
		* Properties of an UpdateCheck.
		* @deprecated Use soma.v1.UpdateCheck.$Properties instead.
		*/
		interface IUpdateCheck extends soma.v1.UpdateCheck.$Properties {
		}
		/** How it went when the node last asked for releases. */
		class UpdateCheck {
			/**
			* Constructs a new UpdateCheck.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdateCheck.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Absent when it never did. */
			timeMicroseconds?: (Long|null);
			/** Failures in a row. */
			failures: number;
			/** What went wrong; absent after a check that worked. */
			problem?: (string|null);
			/** The version that was offered. */
			offered?: (string|null);
			/** Why nothing happens at present. */
			standing?: (string|null);
			/**
			* Creates a new UpdateCheck instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdateCheck instance
			*/
			static create(properties: soma.v1.UpdateCheck.$Shape): soma.v1.UpdateCheck & soma.v1.UpdateCheck.$Shape;
			static create(properties?: soma.v1.UpdateCheck.$Properties): soma.v1.UpdateCheck;
			/**
			* Encodes the specified UpdateCheck message. Does not implicitly {@link soma.v1.UpdateCheck.verify|verify} messages.
			* @param message UpdateCheck message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdateCheck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdateCheck message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdateCheck & soma.v1.UpdateCheck.$Shape} UpdateCheck
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdateCheck & soma.v1.UpdateCheck.$Shape;
		}
		namespace UpdateCheck {
			/** Properties of an UpdateCheck. */
			interface $Properties {
				/** Absent when it never did. */
				timeMicroseconds?: (Long|null);
				/** Failures in a row. */
				failures?: (number|null);
				/** What went wrong; absent after a check that worked. */
				problem?: (string|null);
				/** The version that was offered. */
				offered?: (string|null);
				/** Why nothing happens at present. */
				standing?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdateCheck. */
			type $Shape = soma.v1.UpdateCheck.$Properties;
		}
		/**
		* Properties of an UpdateWishes.
		* @deprecated Use soma.v1.UpdateWishes.$Properties instead.
		*/
		interface IUpdateWishes extends soma.v1.UpdateWishes.$Properties {
		}
		/** What operators asked for. */
		class UpdateWishes {
			/**
			* Constructs a new UpdateWishes.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdateWishes.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Absent when updates are not on hold. */
			hold?: (soma.v1.UpdateHold.$Properties|null);
			/** The only version that is taken. */
			pin?: (string|null);
			/**
			* Creates a new UpdateWishes instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdateWishes instance
			*/
			static create(properties: soma.v1.UpdateWishes.$Shape): soma.v1.UpdateWishes & soma.v1.UpdateWishes.$Shape;
			static create(properties?: soma.v1.UpdateWishes.$Properties): soma.v1.UpdateWishes;
			/**
			* Encodes the specified UpdateWishes message. Does not implicitly {@link soma.v1.UpdateWishes.verify|verify} messages.
			* @param message UpdateWishes message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdateWishes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdateWishes message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdateWishes & soma.v1.UpdateWishes.$Shape} UpdateWishes
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdateWishes & soma.v1.UpdateWishes.$Shape;
		}
		namespace UpdateWishes {
			/** Properties of an UpdateWishes. */
			interface $Properties {
				/** Absent when updates are not on hold. */
				hold?: (soma.v1.UpdateHold.$Properties|null);
				/** The only version that is taken. */
				pin?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdateWishes. */
			type $Shape = soma.v1.UpdateWishes.$Properties;
		}
		/**
		* Properties of an UpdateHold.
		* @deprecated Use soma.v1.UpdateHold.$Properties instead.
		*/
		interface IUpdateHold extends soma.v1.UpdateHold.$Properties {
		}
		/** Represents an UpdateHold. */
		class UpdateHold {
			/**
			* Constructs a new UpdateHold.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdateHold.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** UpdateHold because. */
			because: string;
			/** UpdateHold timeMicroseconds. */
			timeMicroseconds: Long;
			/**
			* Creates a new UpdateHold instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdateHold instance
			*/
			static create(properties: soma.v1.UpdateHold.$Shape): soma.v1.UpdateHold & soma.v1.UpdateHold.$Shape;
			static create(properties?: soma.v1.UpdateHold.$Properties): soma.v1.UpdateHold;
			/**
			* Encodes the specified UpdateHold message. Does not implicitly {@link soma.v1.UpdateHold.verify|verify} messages.
			* @param message UpdateHold message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdateHold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdateHold message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdateHold & soma.v1.UpdateHold.$Shape} UpdateHold
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdateHold & soma.v1.UpdateHold.$Shape;
		}
		namespace UpdateHold {
			/** Properties of an UpdateHold. */
			interface $Properties {
				/** UpdateHold because */
				because?: (string|null);
				/** UpdateHold timeMicroseconds */
				timeMicroseconds?: (Long|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdateHold. */
			type $Shape = soma.v1.UpdateHold.$Properties;
		}
		/**
		* Properties of a RefusedRelease.
		* @deprecated Use soma.v1.RefusedRelease.$Properties instead.
		*/
		interface IRefusedRelease extends soma.v1.RefusedRelease.$Properties {
		}
		/** Represents a RefusedRelease. */
		class RefusedRelease {
			/**
			* Constructs a new RefusedRelease.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.RefusedRelease.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** RefusedRelease release. */
			release?: (soma.v1.ReleaseName.$Properties|null);
			/** RefusedRelease because. */
			because: string;
			/**
			* Creates a new RefusedRelease instance using the specified properties.
			* @param [properties] Properties to set
			* @returns RefusedRelease instance
			*/
			static create(properties: soma.v1.RefusedRelease.$Shape): soma.v1.RefusedRelease & soma.v1.RefusedRelease.$Shape;
			static create(properties?: soma.v1.RefusedRelease.$Properties): soma.v1.RefusedRelease;
			/**
			* Encodes the specified RefusedRelease message. Does not implicitly {@link soma.v1.RefusedRelease.verify|verify} messages.
			* @param message RefusedRelease message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.RefusedRelease.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a RefusedRelease message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.RefusedRelease & soma.v1.RefusedRelease.$Shape} RefusedRelease
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.RefusedRelease & soma.v1.RefusedRelease.$Shape;
		}
		namespace RefusedRelease {
			/** Properties of a RefusedRelease. */
			interface $Properties {
				/** RefusedRelease release */
				release?: (soma.v1.ReleaseName.$Properties|null);
				/** RefusedRelease because */
				because?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a RefusedRelease. */
			type $Shape = soma.v1.RefusedRelease.$Properties;
		}
		/**
		* Properties of an UpdateOutcome.
		* @deprecated Use soma.v1.UpdateOutcome.$Properties instead.
		*/
		interface IUpdateOutcome extends soma.v1.UpdateOutcome.$Properties {
		}
		/** What became of a release on the node. */
		class UpdateOutcome {
			/**
			* Constructs a new UpdateOutcome.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdateOutcome.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** UpdateOutcome release. */
			release?: (soma.v1.ReleaseName.$Properties|null);
			/** What ran before it. */
			from?: (soma.v1.ReleaseName.$Properties|null);
			/** `good` or `rolled-back`. */
			outcome: string;
			/** Why it did not stay, in a word: `panic`, `verity`, `health`, `network`, `operator` and the like. */
			class?: (string|null);
			/** The same in a sentence; empty for a good release. */
			because: string;
			/** Lines of the failed boot that led to it. */
			evidence: string[];
			/** UpdateOutcome committedMicroseconds. */
			committedMicroseconds: Long;
			/** UpdateOutcome decidedMicroseconds. */
			decidedMicroseconds: Long;
			/** The release server knows of it, or there is none. */
			reported: boolean;
			/**
			* Creates a new UpdateOutcome instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdateOutcome instance
			*/
			static create(properties: soma.v1.UpdateOutcome.$Shape): soma.v1.UpdateOutcome & soma.v1.UpdateOutcome.$Shape;
			static create(properties?: soma.v1.UpdateOutcome.$Properties): soma.v1.UpdateOutcome;
			/**
			* Encodes the specified UpdateOutcome message. Does not implicitly {@link soma.v1.UpdateOutcome.verify|verify} messages.
			* @param message UpdateOutcome message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdateOutcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdateOutcome message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdateOutcome & soma.v1.UpdateOutcome.$Shape} UpdateOutcome
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdateOutcome & soma.v1.UpdateOutcome.$Shape;
		}
		namespace UpdateOutcome {
			/** Properties of an UpdateOutcome. */
			interface $Properties {
				/** UpdateOutcome release */
				release?: (soma.v1.ReleaseName.$Properties|null);
				/** What ran before it. */
				from?: (soma.v1.ReleaseName.$Properties|null);
				/** `good` or `rolled-back`. */
				outcome?: (string|null);
				/** Why it did not stay, in a word: `panic`, `verity`, `health`, `network`, `operator` and the like. */
				"class"?: (string|null);
				/** The same in a sentence; empty for a good release. */
				because?: (string|null);
				/** Lines of the failed boot that led to it. */
				evidence?: (string[]|null);
				/** UpdateOutcome committedMicroseconds */
				committedMicroseconds?: (Long|null);
				/** UpdateOutcome decidedMicroseconds */
				decidedMicroseconds?: (Long|null);
				/** The release server knows of it, or there is none. */
				reported?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdateOutcome. */
			type $Shape = soma.v1.UpdateOutcome.$Properties;
		}
		/**
		* Properties of an UpdatePrograms.
		* @deprecated Use soma.v1.UpdatePrograms.$Properties instead.
		*/
		interface IUpdatePrograms extends soma.v1.UpdatePrograms.$Properties {
		}
		/** Represents an UpdatePrograms. */
		class UpdatePrograms {
			/**
			* Constructs a new UpdatePrograms.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdatePrograms.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** UpdatePrograms rescue. */
			rescue?: (soma.v1.ProgramBits.$Properties|null);
			/** UpdatePrograms selector. */
			selector?: (soma.v1.ProgramBits.$Properties|null);
			/** UpdatePrograms trial. */
			trial?: (soma.v1.SelectorTrial.$Properties|null);
			/** Selectors that did not start this machine: they are not tried again. */
			failed: soma.v1.FailedSelector.$Properties[];
			/** UpdatePrograms check. */
			check?: (soma.v1.UpdateCheck.$Properties|null);
			/**
			* Creates a new UpdatePrograms instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdatePrograms instance
			*/
			static create(properties: soma.v1.UpdatePrograms.$Shape): soma.v1.UpdatePrograms & soma.v1.UpdatePrograms.$Shape;
			static create(properties?: soma.v1.UpdatePrograms.$Properties): soma.v1.UpdatePrograms;
			/**
			* Encodes the specified UpdatePrograms message. Does not implicitly {@link soma.v1.UpdatePrograms.verify|verify} messages.
			* @param message UpdatePrograms message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdatePrograms.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdatePrograms message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdatePrograms & soma.v1.UpdatePrograms.$Shape} UpdatePrograms
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdatePrograms & soma.v1.UpdatePrograms.$Shape;
		}
		namespace UpdatePrograms {
			/** Properties of an UpdatePrograms. */
			interface $Properties {
				/** UpdatePrograms rescue */
				rescue?: (soma.v1.ProgramBits.$Properties|null);
				/** UpdatePrograms selector */
				selector?: (soma.v1.ProgramBits.$Properties|null);
				/** UpdatePrograms trial */
				trial?: (soma.v1.SelectorTrial.$Properties|null);
				/** Selectors that did not start this machine: they are not tried again. */
				failed?: (soma.v1.FailedSelector.$Properties[]|null);
				/** UpdatePrograms check */
				check?: (soma.v1.UpdateCheck.$Properties|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdatePrograms. */
			type $Shape = soma.v1.UpdatePrograms.$Properties;
		}
		/**
		* Properties of a ProgramBits.
		* @deprecated Use soma.v1.ProgramBits.$Properties instead.
		*/
		interface IProgramBits extends soma.v1.ProgramBits.$Properties {
		}
		/** A program by its bits; the version is that of the release in which they appeared first. */
		class ProgramBits {
			/**
			* Constructs a new ProgramBits.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ProgramBits.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** ProgramBits version. */
			version: string;
			/** SHA-256, 64 hexadecimal digits. */
			sha256: string;
			/**
			* Creates a new ProgramBits instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ProgramBits instance
			*/
			static create(properties: soma.v1.ProgramBits.$Shape): soma.v1.ProgramBits & soma.v1.ProgramBits.$Shape;
			static create(properties?: soma.v1.ProgramBits.$Properties): soma.v1.ProgramBits;
			/**
			* Encodes the specified ProgramBits message. Does not implicitly {@link soma.v1.ProgramBits.verify|verify} messages.
			* @param message ProgramBits message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ProgramBits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ProgramBits message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ProgramBits & soma.v1.ProgramBits.$Shape} ProgramBits
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ProgramBits & soma.v1.ProgramBits.$Shape;
		}
		namespace ProgramBits {
			/** Properties of a ProgramBits. */
			interface $Properties {
				/** ProgramBits version */
				version?: (string|null);
				/** SHA-256, 64 hexadecimal digits. */
				sha256?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ProgramBits. */
			type $Shape = soma.v1.ProgramBits.$Properties;
		}
		/**
		* Properties of a SelectorTrial.
		* @deprecated Use soma.v1.SelectorTrial.$Properties instead.
		*/
		interface ISelectorTrial extends soma.v1.SelectorTrial.$Properties {
		}
		/** Where the update of the selector stands. */
		class SelectorTrial {
			/**
			* Constructs a new SelectorTrial.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.SelectorTrial.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `none`, `preparing`, `arming`, `waiting`, `copying` or `restoring`. */
			kind: string;
			/** The new selector; of `restoring` the one that failed, if one did. */
			target?: (soma.v1.ProgramBits.$Properties|null);
			/** The boot in which that was begun. */
			bootId?: (string|null);
			/** Why it failed. */
			because?: (string|null);
			/**
			* Creates a new SelectorTrial instance using the specified properties.
			* @param [properties] Properties to set
			* @returns SelectorTrial instance
			*/
			static create(properties: soma.v1.SelectorTrial.$Shape): soma.v1.SelectorTrial & soma.v1.SelectorTrial.$Shape;
			static create(properties?: soma.v1.SelectorTrial.$Properties): soma.v1.SelectorTrial;
			/**
			* Encodes the specified SelectorTrial message. Does not implicitly {@link soma.v1.SelectorTrial.verify|verify} messages.
			* @param message SelectorTrial message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.SelectorTrial.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a SelectorTrial message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.SelectorTrial & soma.v1.SelectorTrial.$Shape} SelectorTrial
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.SelectorTrial & soma.v1.SelectorTrial.$Shape;
		}
		namespace SelectorTrial {
			/** Properties of a SelectorTrial. */
			interface $Properties {
				/** `none`, `preparing`, `arming`, `waiting`, `copying` or `restoring`. */
				kind?: (string|null);
				/** The new selector; of `restoring` the one that failed, if one did. */
				target?: (soma.v1.ProgramBits.$Properties|null);
				/** The boot in which that was begun. */
				bootId?: (string|null);
				/** Why it failed. */
				because?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a SelectorTrial. */
			type $Shape = soma.v1.SelectorTrial.$Properties;
		}
		/**
		* Properties of a FailedSelector.
		* @deprecated Use soma.v1.FailedSelector.$Properties instead.
		*/
		interface IFailedSelector extends soma.v1.FailedSelector.$Properties {
		}
		/** Represents a FailedSelector. */
		class FailedSelector {
			/**
			* Constructs a new FailedSelector.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.FailedSelector.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** FailedSelector selector. */
			selector?: (soma.v1.ProgramBits.$Properties|null);
			/** FailedSelector because. */
			because: string;
			/** FailedSelector timeMicroseconds. */
			timeMicroseconds: Long;
			/**
			* Creates a new FailedSelector instance using the specified properties.
			* @param [properties] Properties to set
			* @returns FailedSelector instance
			*/
			static create(properties: soma.v1.FailedSelector.$Shape): soma.v1.FailedSelector & soma.v1.FailedSelector.$Shape;
			static create(properties?: soma.v1.FailedSelector.$Properties): soma.v1.FailedSelector;
			/**
			* Encodes the specified FailedSelector message. Does not implicitly {@link soma.v1.FailedSelector.verify|verify} messages.
			* @param message FailedSelector message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.FailedSelector.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a FailedSelector message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.FailedSelector & soma.v1.FailedSelector.$Shape} FailedSelector
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.FailedSelector & soma.v1.FailedSelector.$Shape;
		}
		namespace FailedSelector {
			/** Properties of a FailedSelector. */
			interface $Properties {
				/** FailedSelector selector */
				selector?: (soma.v1.ProgramBits.$Properties|null);
				/** FailedSelector because */
				because?: (string|null);
				/** FailedSelector timeMicroseconds */
				timeMicroseconds?: (Long|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a FailedSelector. */
			type $Shape = soma.v1.FailedSelector.$Properties;
		}
		/**
		* Properties of a ChangeUpdateWishesRequest.
		* @deprecated Use soma.v1.ChangeUpdateWishesRequest.$Properties instead.
		*/
		interface IChangeUpdateWishesRequest extends soma.v1.ChangeUpdateWishesRequest.$Properties {
		}
		/** Represents a ChangeUpdateWishesRequest. */
		class ChangeUpdateWishesRequest {
			/**
			* Constructs a new ChangeUpdateWishesRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ChangeUpdateWishesRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Puts updates on hold for this reason: one line of at most 500 characters. */
			setHold?: (string|null);
			/** Lets updates go on; has to be true. */
			clearHold?: (boolean|null);
			/** The only version that is taken. */
			setPin?: (string|null);
			/** Follows the channel again; has to be true. */
			clearPin?: (boolean|null);
			/** Neither leaves the hold as it is. */
			hold?: ("setHold"|"clearHold");
			/** Neither leaves the pin as it is. */
			pin?: ("setPin"|"clearPin");
			/**
			* Creates a new ChangeUpdateWishesRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ChangeUpdateWishesRequest instance
			*/
			static create(properties: soma.v1.ChangeUpdateWishesRequest.$Shape): soma.v1.ChangeUpdateWishesRequest & soma.v1.ChangeUpdateWishesRequest.$Shape;
			static create(properties?: soma.v1.ChangeUpdateWishesRequest.$Properties): soma.v1.ChangeUpdateWishesRequest;
			/**
			* Encodes the specified ChangeUpdateWishesRequest message. Does not implicitly {@link soma.v1.ChangeUpdateWishesRequest.verify|verify} messages.
			* @param message ChangeUpdateWishesRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ChangeUpdateWishesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ChangeUpdateWishesRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ChangeUpdateWishesRequest & soma.v1.ChangeUpdateWishesRequest.$Shape} ChangeUpdateWishesRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ChangeUpdateWishesRequest & soma.v1.ChangeUpdateWishesRequest.$Shape;
		}
		namespace ChangeUpdateWishesRequest {
			/** Properties of a ChangeUpdateWishesRequest. */
			interface $Properties {
				/** Puts updates on hold for this reason: one line of at most 500 characters. */
				setHold?: (string|null);
				/** Lets updates go on; has to be true. */
				clearHold?: (boolean|null);
				/** The only version that is taken. */
				setPin?: (string|null);
				/** Follows the channel again; has to be true. */
				clearPin?: (boolean|null);
				/** Neither leaves the hold as it is. */
				hold?: ("setHold"|"clearHold");
				/** Neither leaves the pin as it is. */
				pin?: ("setPin"|"clearPin");
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Narrowed shape of a ChangeUpdateWishesRequest. */
			type $Shape = {
			setHold?: string|null;
			clearHold?: boolean|null;
			setPin?: string|null;
			clearPin?: boolean|null;
			$unknowns?: Uint8Array[];
			} & (
			({ hold?: undefined; setHold?: null; clearHold?: null }|{ hold?: "setHold"; setHold: string; clearHold?: null }|{ hold?: "clearHold"; setHold?: null; clearHold: boolean })
			) & (
			({ pin?: undefined; setPin?: null; clearPin?: null }|{ pin?: "setPin"; setPin: string; clearPin?: null }|{ pin?: "clearPin"; setPin?: null; clearPin: boolean })
			);
		}
		/**
		* Properties of an ApplyUpdateRequest.
		* @deprecated Use soma.v1.ApplyUpdateRequest.$Properties instead.
		*/
		interface IApplyUpdateRequest extends soma.v1.ApplyUpdateRequest.$Properties {
		}
		/** Represents an ApplyUpdateRequest. */
		class ApplyUpdateRequest {
			/**
			* Constructs a new ApplyUpdateRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ApplyUpdateRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The release to take; empty for what the channel offers. */
			version: string;
			/**
			* Copies of the repository to use instead of those of the configuration: http or https URLs, at
			* most 16.
			*/
			from: string[];
			/** Take it although it is older, was withdrawn, or failed on this node. */
			force: boolean;
			/** Say what would be fetched and written, and do nothing. */
			dryRun: boolean;
			/** Write and commit it; it starts at the next restart, whenever that is. */
			noRestart: boolean;
			/**
			* Creates a new ApplyUpdateRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ApplyUpdateRequest instance
			*/
			static create(properties: soma.v1.ApplyUpdateRequest.$Shape): soma.v1.ApplyUpdateRequest & soma.v1.ApplyUpdateRequest.$Shape;
			static create(properties?: soma.v1.ApplyUpdateRequest.$Properties): soma.v1.ApplyUpdateRequest;
			/**
			* Encodes the specified ApplyUpdateRequest message. Does not implicitly {@link soma.v1.ApplyUpdateRequest.verify|verify} messages.
			* @param message ApplyUpdateRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ApplyUpdateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an ApplyUpdateRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ApplyUpdateRequest & soma.v1.ApplyUpdateRequest.$Shape} ApplyUpdateRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ApplyUpdateRequest & soma.v1.ApplyUpdateRequest.$Shape;
		}
		namespace ApplyUpdateRequest {
			/** Properties of an ApplyUpdateRequest. */
			interface $Properties {
				/** The release to take; empty for what the channel offers. */
				version?: (string|null);
				/**
				* Copies of the repository to use instead of those of the configuration: http or https URLs, at
				* most 16.
				*/
				from?: (string[]|null);
				/** Take it although it is older, was withdrawn, or failed on this node. */
				force?: (boolean|null);
				/** Say what would be fetched and written, and do nothing. */
				dryRun?: (boolean|null);
				/** Write and commit it; it starts at the next restart, whenever that is. */
				noRestart?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an ApplyUpdateRequest. */
			type $Shape = soma.v1.ApplyUpdateRequest.$Properties;
		}
		/**
		* Properties of a RollBackRequest.
		* @deprecated Use soma.v1.RollBackRequest.$Properties instead.
		*/
		interface IRollBackRequest extends soma.v1.RollBackRequest.$Properties {
		}
		/** Represents a RollBackRequest. */
		class RollBackRequest {
			/**
			* Constructs a new RollBackRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.RollBackRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Say what would be done, and do nothing. */
			dryRun: boolean;
			/** Prefer the other slot; it starts at the next restart, whenever that is. */
			noRestart: boolean;
			/**
			* Creates a new RollBackRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns RollBackRequest instance
			*/
			static create(properties: soma.v1.RollBackRequest.$Shape): soma.v1.RollBackRequest & soma.v1.RollBackRequest.$Shape;
			static create(properties?: soma.v1.RollBackRequest.$Properties): soma.v1.RollBackRequest;
			/**
			* Encodes the specified RollBackRequest message. Does not implicitly {@link soma.v1.RollBackRequest.verify|verify} messages.
			* @param message RollBackRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.RollBackRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a RollBackRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.RollBackRequest & soma.v1.RollBackRequest.$Shape} RollBackRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.RollBackRequest & soma.v1.RollBackRequest.$Shape;
		}
		namespace RollBackRequest {
			/** Properties of a RollBackRequest. */
			interface $Properties {
				/** Say what would be done, and do nothing. */
				dryRun?: (boolean|null);
				/** Prefer the other slot; it starts at the next restart, whenever that is. */
				noRestart?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a RollBackRequest. */
			type $Shape = soma.v1.RollBackRequest.$Properties;
		}
		/**
		* Properties of an UpdateProgress.
		* @deprecated Use soma.v1.UpdateProgress.$Properties instead.
		*/
		interface IUpdateProgress extends soma.v1.UpdateProgress.$Properties {
		}
		/** What a run of the update agent says, or how it ended. */
		class UpdateProgress {
			/**
			* Constructs a new UpdateProgress.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdateProgress.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** A line for people. */
			line?: (string|null);
			/** It ended, and this is the last message: 0 when what was asked for is done or under way. */
			exitCode?: (number|null);
			/**
			* Beside a line: everything is on the disk and the machine restarts now. The stream may end
			* before an exit code comes.
			*/
			restarts: boolean;
			/** UpdateProgress output. */
			output?: ("line"|"exitCode");
			/**
			* Creates a new UpdateProgress instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdateProgress instance
			*/
			static create(properties: soma.v1.UpdateProgress.$Shape): soma.v1.UpdateProgress & soma.v1.UpdateProgress.$Shape;
			static create(properties?: soma.v1.UpdateProgress.$Properties): soma.v1.UpdateProgress;
			/**
			* Encodes the specified UpdateProgress message. Does not implicitly {@link soma.v1.UpdateProgress.verify|verify} messages.
			* @param message UpdateProgress message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdateProgress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdateProgress message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdateProgress & soma.v1.UpdateProgress.$Shape} UpdateProgress
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdateProgress & soma.v1.UpdateProgress.$Shape;
		}
		namespace UpdateProgress {
			/** Properties of an UpdateProgress. */
			interface $Properties {
				/** A line for people. */
				line?: (string|null);
				/** It ended, and this is the last message: 0 when what was asked for is done or under way. */
				exitCode?: (number|null);
				/**
				* Beside a line: everything is on the disk and the machine restarts now. The stream may end
				* before an exit code comes.
				*/
				restarts?: (boolean|null);
				/** UpdateProgress output */
				output?: ("line"|"exitCode");
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Narrowed shape of an UpdateProgress. */
			type $Shape = {
			line?: string|null;
			exitCode?: number|null;
			restarts?: boolean|null;
			$unknowns?: Uint8Array[];
			} & (
			({ output?: undefined; line?: null; exitCode?: null }|{ output?: "line"; line: string; exitCode?: null }|{ output?: "exitCode"; line?: null; exitCode: number })
			);
		}
		/**
		* Properties of a ListServicesRequest.
		* @deprecated Use soma.v1.ListServicesRequest.$Properties instead.
		*/
		interface IListServicesRequest extends soma.v1.ListServicesRequest.$Properties {
		}
		/** Represents a ListServicesRequest. */
		class ListServicesRequest {
			/**
			* Constructs a new ListServicesRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ListServicesRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Units that are not loaded or not active too. */
			all: boolean;
			/** Units of other types than `service` too: mounts, sockets, timers, targets. */
			everyType: boolean;
			/**
			* Creates a new ListServicesRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ListServicesRequest instance
			*/
			static create(properties: soma.v1.ListServicesRequest.$Shape): soma.v1.ListServicesRequest & soma.v1.ListServicesRequest.$Shape;
			static create(properties?: soma.v1.ListServicesRequest.$Properties): soma.v1.ListServicesRequest;
			/**
			* Encodes the specified ListServicesRequest message. Does not implicitly {@link soma.v1.ListServicesRequest.verify|verify} messages.
			* @param message ListServicesRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ListServicesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ListServicesRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ListServicesRequest & soma.v1.ListServicesRequest.$Shape} ListServicesRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ListServicesRequest & soma.v1.ListServicesRequest.$Shape;
		}
		namespace ListServicesRequest {
			/** Properties of a ListServicesRequest. */
			interface $Properties {
				/** Units that are not loaded or not active too. */
				all?: (boolean|null);
				/** Units of other types than `service` too: mounts, sockets, timers, targets. */
				everyType?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ListServicesRequest. */
			type $Shape = soma.v1.ListServicesRequest.$Properties;
		}
		/**
		* Properties of a ServiceList.
		* @deprecated Use soma.v1.ServiceList.$Properties instead.
		*/
		interface IServiceList extends soma.v1.ServiceList.$Properties {
		}
		/** Represents a ServiceList. */
		class ServiceList {
			/**
			* Constructs a new ServiceList.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ServiceList.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** ServiceList services. */
			services: soma.v1.Service.$Properties[];
			/**
			* Creates a new ServiceList instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ServiceList instance
			*/
			static create(properties: soma.v1.ServiceList.$Shape): soma.v1.ServiceList & soma.v1.ServiceList.$Shape;
			static create(properties?: soma.v1.ServiceList.$Properties): soma.v1.ServiceList;
			/**
			* Encodes the specified ServiceList message. Does not implicitly {@link soma.v1.ServiceList.verify|verify} messages.
			* @param message ServiceList message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ServiceList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ServiceList message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ServiceList & soma.v1.ServiceList.$Shape} ServiceList
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ServiceList & soma.v1.ServiceList.$Shape;
		}
		namespace ServiceList {
			/** Properties of a ServiceList. */
			interface $Properties {
				/** ServiceList services */
				services?: (soma.v1.Service.$Properties[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ServiceList. */
			type $Shape = soma.v1.ServiceList.$Properties;
		}
		/**
		* Properties of a Service.
		* @deprecated Use soma.v1.Service.$Properties instead.
		*/
		interface IService extends soma.v1.Service.$Properties {
		}
		/** A unit of systemd, in its words. */
		class Service {
			/**
			* Constructs a new Service.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Service.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `soma-agent.service` */
			name: string;
			/** Service description. */
			description: string;
			/** `loaded`, `not-found`, `masked`, ... */
			loadState: string;
			/** `active`, `inactive`, `failed`, `activating`, ... */
			activeState: string;
			/** `running`, `exited`, `dead`, ... */
			subState: string;
			/**
			* Creates a new Service instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Service instance
			*/
			static create(properties: soma.v1.Service.$Shape): soma.v1.Service & soma.v1.Service.$Shape;
			static create(properties?: soma.v1.Service.$Properties): soma.v1.Service;
			/**
			* Encodes the specified Service message. Does not implicitly {@link soma.v1.Service.verify|verify} messages.
			* @param message Service message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Service.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Service message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Service & soma.v1.Service.$Shape} Service
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Service & soma.v1.Service.$Shape;
		}
		namespace Service {
			/** Properties of a Service. */
			interface $Properties {
				/** `soma-agent.service` */
				name?: (string|null);
				/** Service description */
				description?: (string|null);
				/** `loaded`, `not-found`, `masked`, ... */
				loadState?: (string|null);
				/** `active`, `inactive`, `failed`, `activating`, ... */
				activeState?: (string|null);
				/** `running`, `exited`, `dead`, ... */
				subState?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Service. */
			type $Shape = soma.v1.Service.$Properties;
		}
		/** Severities as in syslog(3); a lower one is worse. */
		enum LogPriority {
			/** LOG_PRIORITY_UNSPECIFIED value */
			LOG_PRIORITY_UNSPECIFIED = 0,
			/** LOG_PRIORITY_EMERGENCY value */
			LOG_PRIORITY_EMERGENCY = 1,
			/** LOG_PRIORITY_ALERT value */
			LOG_PRIORITY_ALERT = 2,
			/** LOG_PRIORITY_CRITICAL value */
			LOG_PRIORITY_CRITICAL = 3,
			/** LOG_PRIORITY_ERROR value */
			LOG_PRIORITY_ERROR = 4,
			/** LOG_PRIORITY_WARNING value */
			LOG_PRIORITY_WARNING = 5,
			/** LOG_PRIORITY_NOTICE value */
			LOG_PRIORITY_NOTICE = 6,
			/** LOG_PRIORITY_INFO value */
			LOG_PRIORITY_INFO = 7,
			/** LOG_PRIORITY_DEBUG value */
			LOG_PRIORITY_DEBUG = 8
		}
		/**
		* Properties of a ReadLogsRequest.
		* @deprecated Use soma.v1.ReadLogsRequest.$Properties instead.
		*/
		interface IReadLogsRequest extends soma.v1.ReadLogsRequest.$Properties {
		}
		/** Represents a ReadLogsRequest. */
		class ReadLogsRequest {
			/**
			* Constructs a new ReadLogsRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ReadLogsRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Goes on with what is written from now on. */
			follow: boolean;
			/** Only entries of this unit: `soma-agent.service`, or `soma-agent` for short. */
			unit: string;
			/** 0 is this boot, -1 the last one, and so on; absent for every boot. */
			boot?: (number|null);
			/** Only entries from this time on; 0 for no bound. */
			sinceMicroseconds: Long;
			/** Only entries before this time; 0 for no bound. Not together with `follow`. */
			untilMicroseconds: Long;
			/** Only the last so many entries that match; 0 for all. A follower starts behind them. */
			lines: number;
			/** Entries as bad as this or worse; unspecified for all. */
			priority: soma.v1.LogPriority;
			/** Goes on behind the entry with this cursor. */
			afterCursor: string;
			/**
			* Creates a new ReadLogsRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ReadLogsRequest instance
			*/
			static create(properties: soma.v1.ReadLogsRequest.$Shape): soma.v1.ReadLogsRequest & soma.v1.ReadLogsRequest.$Shape;
			static create(properties?: soma.v1.ReadLogsRequest.$Properties): soma.v1.ReadLogsRequest;
			/**
			* Encodes the specified ReadLogsRequest message. Does not implicitly {@link soma.v1.ReadLogsRequest.verify|verify} messages.
			* @param message ReadLogsRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ReadLogsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ReadLogsRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ReadLogsRequest & soma.v1.ReadLogsRequest.$Shape} ReadLogsRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ReadLogsRequest & soma.v1.ReadLogsRequest.$Shape;
		}
		namespace ReadLogsRequest {
			/** Properties of a ReadLogsRequest. */
			interface $Properties {
				/** Goes on with what is written from now on. */
				follow?: (boolean|null);
				/** Only entries of this unit: `soma-agent.service`, or `soma-agent` for short. */
				unit?: (string|null);
				/** 0 is this boot, -1 the last one, and so on; absent for every boot. */
				boot?: (number|null);
				/** Only entries from this time on; 0 for no bound. */
				sinceMicroseconds?: (Long|null);
				/** Only entries before this time; 0 for no bound. Not together with `follow`. */
				untilMicroseconds?: (Long|null);
				/** Only the last so many entries that match; 0 for all. A follower starts behind them. */
				lines?: (number|null);
				/** Entries as bad as this or worse; unspecified for all. */
				priority?: (soma.v1.LogPriority|null);
				/** Goes on behind the entry with this cursor. */
				afterCursor?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ReadLogsRequest. */
			type $Shape = soma.v1.ReadLogsRequest.$Properties;
		}
		/**
		* Properties of a LogBatch.
		* @deprecated Use soma.v1.LogBatch.$Properties instead.
		*/
		interface ILogBatch extends soma.v1.LogBatch.$Properties {
		}
		/** Some entries of the journal, oldest first. */
		class LogBatch {
			/**
			* Constructs a new LogBatch.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.LogBatch.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** LogBatch entries. */
			entries: soma.v1.LogEntry.$Properties[];
			/**
			* Creates a new LogBatch instance using the specified properties.
			* @param [properties] Properties to set
			* @returns LogBatch instance
			*/
			static create(properties: soma.v1.LogBatch.$Shape): soma.v1.LogBatch & soma.v1.LogBatch.$Shape;
			static create(properties?: soma.v1.LogBatch.$Properties): soma.v1.LogBatch;
			/**
			* Encodes the specified LogBatch message. Does not implicitly {@link soma.v1.LogBatch.verify|verify} messages.
			* @param message LogBatch message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.LogBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a LogBatch message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.LogBatch & soma.v1.LogBatch.$Shape} LogBatch
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.LogBatch & soma.v1.LogBatch.$Shape;
		}
		namespace LogBatch {
			/** Properties of a LogBatch. */
			interface $Properties {
				/** LogBatch entries */
				entries?: (soma.v1.LogEntry.$Properties[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a LogBatch. */
			type $Shape = soma.v1.LogBatch.$Properties;
		}
		/**
		* Properties of a LogEntry.
		* @deprecated Use soma.v1.LogEntry.$Properties instead.
		*/
		interface ILogEntry extends soma.v1.LogEntry.$Properties {
		}
		/** Represents a LogEntry. */
		class LogEntry {
			/**
			* Constructs a new LogEntry.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.LogEntry.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** LogEntry timeMicroseconds. */
			timeMicroseconds: Long;
			/** Empty for messages of the kernel. */
			unit: string;
			/** The name that the program gives itself. */
			identifier: string;
			/** LogEntry pid. */
			pid: number;
			/** LogEntry priority. */
			priority: soma.v1.LogPriority;
			/** The text; bytes that are no UTF-8 are replaced. Cut behind 48 KiB. */
			message: string;
			/** Where `after_cursor` goes on. */
			cursor: string;
			/** 32 hexadecimal digits. */
			bootId: string;
			/** Fields of Soma's audit log, when this is an entry of it. */
			audit: { [k: string]: string };
			/**
			* Creates a new LogEntry instance using the specified properties.
			* @param [properties] Properties to set
			* @returns LogEntry instance
			*/
			static create(properties: soma.v1.LogEntry.$Shape): soma.v1.LogEntry & soma.v1.LogEntry.$Shape;
			static create(properties?: soma.v1.LogEntry.$Properties): soma.v1.LogEntry;
			/**
			* Encodes the specified LogEntry message. Does not implicitly {@link soma.v1.LogEntry.verify|verify} messages.
			* @param message LogEntry message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.LogEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a LogEntry message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.LogEntry & soma.v1.LogEntry.$Shape} LogEntry
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.LogEntry & soma.v1.LogEntry.$Shape;
		}
		namespace LogEntry {
			/** Properties of a LogEntry. */
			interface $Properties {
				/** LogEntry timeMicroseconds */
				timeMicroseconds?: (Long|null);
				/** Empty for messages of the kernel. */
				unit?: (string|null);
				/** The name that the program gives itself. */
				identifier?: (string|null);
				/** LogEntry pid */
				pid?: (number|null);
				/** LogEntry priority */
				priority?: (soma.v1.LogPriority|null);
				/** The text; bytes that are no UTF-8 are replaced. Cut behind 48 KiB. */
				message?: (string|null);
				/** Where `after_cursor` goes on. */
				cursor?: (string|null);
				/** 32 hexadecimal digits. */
				bootId?: (string|null);
				/** Fields of Soma's audit log, when this is an entry of it. */
				audit?: ({ [k: string]: string }|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a LogEntry. */
			type $Shape = soma.v1.LogEntry.$Properties;
		}
		/**
		* Properties of a ListProcessesRequest.
		* @deprecated Use soma.v1.ListProcessesRequest.$Properties instead.
		*/
		interface IListProcessesRequest extends soma.v1.ListProcessesRequest.$Properties {
		}
		/** Represents a ListProcessesRequest. */
		class ListProcessesRequest {
			/**
			* Constructs a new ListProcessesRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ListProcessesRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new ListProcessesRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ListProcessesRequest instance
			*/
			static create(properties: soma.v1.ListProcessesRequest.$Shape): soma.v1.ListProcessesRequest & soma.v1.ListProcessesRequest.$Shape;
			static create(properties?: soma.v1.ListProcessesRequest.$Properties): soma.v1.ListProcessesRequest;
			/**
			* Encodes the specified ListProcessesRequest message. Does not implicitly {@link soma.v1.ListProcessesRequest.verify|verify} messages.
			* @param message ListProcessesRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ListProcessesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ListProcessesRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ListProcessesRequest & soma.v1.ListProcessesRequest.$Shape} ListProcessesRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ListProcessesRequest & soma.v1.ListProcessesRequest.$Shape;
		}
		namespace ListProcessesRequest {
			/** Properties of a ListProcessesRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ListProcessesRequest. */
			type $Shape = soma.v1.ListProcessesRequest.$Properties;
		}
		/**
		* Properties of a ProcessList.
		* @deprecated Use soma.v1.ProcessList.$Properties instead.
		*/
		interface IProcessList extends soma.v1.ProcessList.$Properties {
		}
		/** Represents a ProcessList. */
		class ProcessList {
			/**
			* Constructs a new ProcessList.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ProcessList.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** ProcessList processes. */
			processes: soma.v1.Process.$Properties[];
			/** Clock ticks a second, the unit of `processor_ticks`. */
			ticksPerSecond: number;
			/**
			* Creates a new ProcessList instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ProcessList instance
			*/
			static create(properties: soma.v1.ProcessList.$Shape): soma.v1.ProcessList & soma.v1.ProcessList.$Shape;
			static create(properties?: soma.v1.ProcessList.$Properties): soma.v1.ProcessList;
			/**
			* Encodes the specified ProcessList message. Does not implicitly {@link soma.v1.ProcessList.verify|verify} messages.
			* @param message ProcessList message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ProcessList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ProcessList message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ProcessList & soma.v1.ProcessList.$Shape} ProcessList
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ProcessList & soma.v1.ProcessList.$Shape;
		}
		namespace ProcessList {
			/** Properties of a ProcessList. */
			interface $Properties {
				/** ProcessList processes */
				processes?: (soma.v1.Process.$Properties[]|null);
				/** Clock ticks a second, the unit of `processor_ticks`. */
				ticksPerSecond?: (number|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ProcessList. */
			type $Shape = soma.v1.ProcessList.$Properties;
		}
		/**
		* Properties of a Process.
		* @deprecated Use soma.v1.Process.$Properties instead.
		*/
		interface IProcess extends soma.v1.Process.$Properties {
		}
		/** Represents a Process. */
		class Process {
			/**
			* Constructs a new Process.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Process.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Process pid. */
			pid: number;
			/** Process parentPid. */
			parentPid: number;
			/** A numeric user id. */
			userId: number;
			/** The name of the program, at most 15 bytes. */
			name: string;
			/** With arguments; empty for a thread of the kernel. Cut behind 4 KiB. */
			commandLine: string;
			/** R, S, D, Z, ... as in proc_pid_stat(5). */
			state: string;
			/** Process residentBytes. */
			residentBytes: Long;
			/** User and system time since it started. */
			processorTicks: Long;
			/** Since boot. */
			startedTicks: Long;
			/** Process threads. */
			threads: number;
			/** The unit that it belongs to; empty for none. */
			unit: string;
			/**
			* Creates a new Process instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Process instance
			*/
			static create(properties: soma.v1.Process.$Shape): soma.v1.Process & soma.v1.Process.$Shape;
			static create(properties?: soma.v1.Process.$Properties): soma.v1.Process;
			/**
			* Encodes the specified Process message. Does not implicitly {@link soma.v1.Process.verify|verify} messages.
			* @param message Process message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Process.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Process message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Process & soma.v1.Process.$Shape} Process
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Process & soma.v1.Process.$Shape;
		}
		namespace Process {
			/** Properties of a Process. */
			interface $Properties {
				/** Process pid */
				pid?: (number|null);
				/** Process parentPid */
				parentPid?: (number|null);
				/** A numeric user id. */
				userId?: (number|null);
				/** The name of the program, at most 15 bytes. */
				name?: (string|null);
				/** With arguments; empty for a thread of the kernel. Cut behind 4 KiB. */
				commandLine?: (string|null);
				/** R, S, D, Z, ... as in proc_pid_stat(5). */
				state?: (string|null);
				/** Process residentBytes */
				residentBytes?: (Long|null);
				/** User and system time since it started. */
				processorTicks?: (Long|null);
				/** Since boot. */
				startedTicks?: (Long|null);
				/** Process threads */
				threads?: (number|null);
				/** The unit that it belongs to; empty for none. */
				unit?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Process. */
			type $Shape = soma.v1.Process.$Properties;
		}
		/**
		* Properties of a GetMemoryRequest.
		* @deprecated Use soma.v1.GetMemoryRequest.$Properties instead.
		*/
		interface IGetMemoryRequest extends soma.v1.GetMemoryRequest.$Properties {
		}
		/** Represents a GetMemoryRequest. */
		class GetMemoryRequest {
			/**
			* Constructs a new GetMemoryRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.GetMemoryRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new GetMemoryRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns GetMemoryRequest instance
			*/
			static create(properties: soma.v1.GetMemoryRequest.$Shape): soma.v1.GetMemoryRequest & soma.v1.GetMemoryRequest.$Shape;
			static create(properties?: soma.v1.GetMemoryRequest.$Properties): soma.v1.GetMemoryRequest;
			/**
			* Encodes the specified GetMemoryRequest message. Does not implicitly {@link soma.v1.GetMemoryRequest.verify|verify} messages.
			* @param message GetMemoryRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.GetMemoryRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a GetMemoryRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.GetMemoryRequest & soma.v1.GetMemoryRequest.$Shape} GetMemoryRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.GetMemoryRequest & soma.v1.GetMemoryRequest.$Shape;
		}
		namespace GetMemoryRequest {
			/** Properties of a GetMemoryRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a GetMemoryRequest. */
			type $Shape = soma.v1.GetMemoryRequest.$Properties;
		}
		/**
		* Properties of a Memory.
		* @deprecated Use soma.v1.Memory.$Properties instead.
		*/
		interface IMemory extends soma.v1.Memory.$Properties {
		}
		/** Represents a Memory. */
		class Memory {
			/**
			* Constructs a new Memory.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Memory.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Memory totalBytes. */
			totalBytes: Long;
			/** What programs can still get without swapping. */
			availableBytes: Long;
			/** Memory freeBytes. */
			freeBytes: Long;
			/** Content of files, given up when programs want the room. */
			cachedBytes: Long;
			/** Written, but not on a disk yet. */
			dirtyBytes: Long;
			/** Memory sharedBytes. */
			sharedBytes: Long;
			/** Memory kernelBytes. */
			kernelBytes: Long;
			/** Memory swapTotalBytes. */
			swapTotalBytes: Long;
			/** Memory swapFreeBytes. */
			swapFreeBytes: Long;
			/**
			* The share of the last 10, 60 and 300 seconds in which some process waited for memory, in
			* percent. Empty when the kernel does not measure it.
			*/
			pressurePercent: number[];
			/**
			* Creates a new Memory instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Memory instance
			*/
			static create(properties: soma.v1.Memory.$Shape): soma.v1.Memory & soma.v1.Memory.$Shape;
			static create(properties?: soma.v1.Memory.$Properties): soma.v1.Memory;
			/**
			* Encodes the specified Memory message. Does not implicitly {@link soma.v1.Memory.verify|verify} messages.
			* @param message Memory message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Memory.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Memory message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Memory & soma.v1.Memory.$Shape} Memory
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Memory & soma.v1.Memory.$Shape;
		}
		namespace Memory {
			/** Properties of a Memory. */
			interface $Properties {
				/** Memory totalBytes */
				totalBytes?: (Long|null);
				/** What programs can still get without swapping. */
				availableBytes?: (Long|null);
				/** Memory freeBytes */
				freeBytes?: (Long|null);
				/** Content of files, given up when programs want the room. */
				cachedBytes?: (Long|null);
				/** Written, but not on a disk yet. */
				dirtyBytes?: (Long|null);
				/** Memory sharedBytes */
				sharedBytes?: (Long|null);
				/** Memory kernelBytes */
				kernelBytes?: (Long|null);
				/** Memory swapTotalBytes */
				swapTotalBytes?: (Long|null);
				/** Memory swapFreeBytes */
				swapFreeBytes?: (Long|null);
				/**
				* The share of the last 10, 60 and 300 seconds in which some process waited for memory, in
				* percent. Empty when the kernel does not measure it.
				*/
				pressurePercent?: (number[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Memory. */
			type $Shape = soma.v1.Memory.$Properties;
		}
		/**
		* Properties of a ListDisksRequest.
		* @deprecated Use soma.v1.ListDisksRequest.$Properties instead.
		*/
		interface IListDisksRequest extends soma.v1.ListDisksRequest.$Properties {
		}
		/** Represents a ListDisksRequest. */
		class ListDisksRequest {
			/**
			* Constructs a new ListDisksRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ListDisksRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new ListDisksRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ListDisksRequest instance
			*/
			static create(properties: soma.v1.ListDisksRequest.$Shape): soma.v1.ListDisksRequest & soma.v1.ListDisksRequest.$Shape;
			static create(properties?: soma.v1.ListDisksRequest.$Properties): soma.v1.ListDisksRequest;
			/**
			* Encodes the specified ListDisksRequest message. Does not implicitly {@link soma.v1.ListDisksRequest.verify|verify} messages.
			* @param message ListDisksRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ListDisksRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ListDisksRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ListDisksRequest & soma.v1.ListDisksRequest.$Shape} ListDisksRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ListDisksRequest & soma.v1.ListDisksRequest.$Shape;
		}
		namespace ListDisksRequest {
			/** Properties of a ListDisksRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ListDisksRequest. */
			type $Shape = soma.v1.ListDisksRequest.$Properties;
		}
		/**
		* Properties of a DiskList.
		* @deprecated Use soma.v1.DiskList.$Properties instead.
		*/
		interface IDiskList extends soma.v1.DiskList.$Properties {
		}
		/** Represents a DiskList. */
		class DiskList {
			/**
			* Constructs a new DiskList.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.DiskList.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** DiskList disks. */
			disks: soma.v1.Disk.$Properties[];
			/** DiskList fileSystems. */
			fileSystems: soma.v1.FileSystem.$Properties[];
			/**
			* Creates a new DiskList instance using the specified properties.
			* @param [properties] Properties to set
			* @returns DiskList instance
			*/
			static create(properties: soma.v1.DiskList.$Shape): soma.v1.DiskList & soma.v1.DiskList.$Shape;
			static create(properties?: soma.v1.DiskList.$Properties): soma.v1.DiskList;
			/**
			* Encodes the specified DiskList message. Does not implicitly {@link soma.v1.DiskList.verify|verify} messages.
			* @param message DiskList message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.DiskList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a DiskList message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.DiskList & soma.v1.DiskList.$Shape} DiskList
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.DiskList & soma.v1.DiskList.$Shape;
		}
		namespace DiskList {
			/** Properties of a DiskList. */
			interface $Properties {
				/** DiskList disks */
				disks?: (soma.v1.Disk.$Properties[]|null);
				/** DiskList fileSystems */
				fileSystems?: (soma.v1.FileSystem.$Properties[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a DiskList. */
			type $Shape = soma.v1.DiskList.$Properties;
		}
		/**
		* Properties of a Disk.
		* @deprecated Use soma.v1.Disk.$Properties instead.
		*/
		interface IDisk extends soma.v1.Disk.$Properties {
		}
		/** Represents a Disk. */
		class Disk {
			/**
			* Constructs a new Disk.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Disk.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** `/dev/vda` */
			path: string;
			/** Disk model. */
			model: string;
			/** Disk serial. */
			serial: string;
			/** Disk sizeBytes. */
			sizeBytes: Long;
			/** Disk blockSizeBytes. */
			blockSizeBytes: number;
			/** Disk removable. */
			removable: boolean;
			/** Disk readOnly. */
			readOnly: boolean;
			/** Disk rotational. */
			rotational: boolean;
			/** The system was started from it. */
			bootDisk: boolean;
			/** Disk partitions. */
			partitions: soma.v1.Partition.$Properties[];
			/** Disk readBytes. */
			readBytes: Long;
			/** Disk writtenBytes. */
			writtenBytes: Long;
			/**
			* Creates a new Disk instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Disk instance
			*/
			static create(properties: soma.v1.Disk.$Shape): soma.v1.Disk & soma.v1.Disk.$Shape;
			static create(properties?: soma.v1.Disk.$Properties): soma.v1.Disk;
			/**
			* Encodes the specified Disk message. Does not implicitly {@link soma.v1.Disk.verify|verify} messages.
			* @param message Disk message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Disk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Disk message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Disk & soma.v1.Disk.$Shape} Disk
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Disk & soma.v1.Disk.$Shape;
		}
		namespace Disk {
			/** Properties of a Disk. */
			interface $Properties {
				/** `/dev/vda` */
				path?: (string|null);
				/** Disk model */
				model?: (string|null);
				/** Disk serial */
				serial?: (string|null);
				/** Disk sizeBytes */
				sizeBytes?: (Long|null);
				/** Disk blockSizeBytes */
				blockSizeBytes?: (number|null);
				/** Disk removable */
				removable?: (boolean|null);
				/** Disk readOnly */
				readOnly?: (boolean|null);
				/** Disk rotational */
				rotational?: (boolean|null);
				/** The system was started from it. */
				bootDisk?: (boolean|null);
				/** Disk partitions */
				partitions?: (soma.v1.Partition.$Properties[]|null);
				/** Disk readBytes */
				readBytes?: (Long|null);
				/** Disk writtenBytes */
				writtenBytes?: (Long|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Disk. */
			type $Shape = soma.v1.Disk.$Properties;
		}
		/**
		* Properties of a Partition.
		* @deprecated Use soma.v1.Partition.$Properties instead.
		*/
		interface IPartition extends soma.v1.Partition.$Properties {
		}
		/** Represents a Partition. */
		class Partition {
			/**
			* Constructs a new Partition.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Partition.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Partition path. */
			path: string;
			/** Partition index. */
			index: number;
			/** Partition sizeBytes. */
			sizeBytes: Long;
			/** The label in the partition table. */
			label: string;
			/**
			* Creates a new Partition instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Partition instance
			*/
			static create(properties: soma.v1.Partition.$Shape): soma.v1.Partition & soma.v1.Partition.$Shape;
			static create(properties?: soma.v1.Partition.$Properties): soma.v1.Partition;
			/**
			* Encodes the specified Partition message. Does not implicitly {@link soma.v1.Partition.verify|verify} messages.
			* @param message Partition message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Partition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Partition message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Partition & soma.v1.Partition.$Shape} Partition
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Partition & soma.v1.Partition.$Shape;
		}
		namespace Partition {
			/** Properties of a Partition. */
			interface $Properties {
				/** Partition path */
				path?: (string|null);
				/** Partition index */
				index?: (number|null);
				/** Partition sizeBytes */
				sizeBytes?: (Long|null);
				/** The label in the partition table. */
				label?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Partition. */
			type $Shape = soma.v1.Partition.$Properties;
		}
		/**
		* Properties of a FileSystem.
		* @deprecated Use soma.v1.FileSystem.$Properties instead.
		*/
		interface IFileSystem extends soma.v1.FileSystem.$Properties {
		}
		/** Represents a FileSystem. */
		class FileSystem {
			/**
			* Constructs a new FileSystem.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.FileSystem.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Where it is mounted. */
			directory: string;
			/** FileSystem device. */
			device: string;
			/** `ext4`, `erofs`, `tmpfs`, ... */
			type: string;
			/** FileSystem readOnly. */
			readOnly: boolean;
			/** FileSystem sizeBytes. */
			sizeBytes: Long;
			/** FileSystem freeBytes. */
			freeBytes: Long;
			/** FileSystem availableBytes. */
			availableBytes: Long;
			/**
			* Creates a new FileSystem instance using the specified properties.
			* @param [properties] Properties to set
			* @returns FileSystem instance
			*/
			static create(properties: soma.v1.FileSystem.$Shape): soma.v1.FileSystem & soma.v1.FileSystem.$Shape;
			static create(properties?: soma.v1.FileSystem.$Properties): soma.v1.FileSystem;
			/**
			* Encodes the specified FileSystem message. Does not implicitly {@link soma.v1.FileSystem.verify|verify} messages.
			* @param message FileSystem message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.FileSystem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a FileSystem message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.FileSystem & soma.v1.FileSystem.$Shape} FileSystem
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.FileSystem & soma.v1.FileSystem.$Shape;
		}
		namespace FileSystem {
			/** Properties of a FileSystem. */
			interface $Properties {
				/** Where it is mounted. */
				directory?: (string|null);
				/** FileSystem device */
				device?: (string|null);
				/** `ext4`, `erofs`, `tmpfs`, ... */
				type?: (string|null);
				/** FileSystem readOnly */
				readOnly?: (boolean|null);
				/** FileSystem sizeBytes */
				sizeBytes?: (Long|null);
				/** FileSystem freeBytes */
				freeBytes?: (Long|null);
				/** FileSystem availableBytes */
				availableBytes?: (Long|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a FileSystem. */
			type $Shape = soma.v1.FileSystem.$Properties;
		}
		/**
		* Properties of a WatchEventsRequest.
		* @deprecated Use soma.v1.WatchEventsRequest.$Properties instead.
		*/
		interface IWatchEventsRequest extends soma.v1.WatchEventsRequest.$Properties {
		}
		/** Represents a WatchEventsRequest. */
		class WatchEventsRequest {
			/**
			* Constructs a new WatchEventsRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.WatchEventsRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Only events with a higher id; 0 for every event that the node still keeps. When the node has
			* been restarted since, ids started anew: give `boot_id` too.
			*/
			afterId: Long;
			/** The boot that `after_id` is of; empty to trust it blindly. */
			bootId: string;
			/** Ends behind the newest event instead of waiting for more. */
			noFollow: boolean;
			/**
			* Creates a new WatchEventsRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns WatchEventsRequest instance
			*/
			static create(properties: soma.v1.WatchEventsRequest.$Shape): soma.v1.WatchEventsRequest & soma.v1.WatchEventsRequest.$Shape;
			static create(properties?: soma.v1.WatchEventsRequest.$Properties): soma.v1.WatchEventsRequest;
			/**
			* Encodes the specified WatchEventsRequest message. Does not implicitly {@link soma.v1.WatchEventsRequest.verify|verify} messages.
			* @param message WatchEventsRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.WatchEventsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a WatchEventsRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.WatchEventsRequest & soma.v1.WatchEventsRequest.$Shape} WatchEventsRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.WatchEventsRequest & soma.v1.WatchEventsRequest.$Shape;
		}
		namespace WatchEventsRequest {
			/** Properties of a WatchEventsRequest. */
			interface $Properties {
				/**
				* Only events with a higher id; 0 for every event that the node still keeps. When the node has
				* been restarted since, ids started anew: give `boot_id` too.
				*/
				afterId?: (Long|null);
				/** The boot that `after_id` is of; empty to trust it blindly. */
				bootId?: (string|null);
				/** Ends behind the newest event instead of waiting for more. */
				noFollow?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a WatchEventsRequest. */
			type $Shape = soma.v1.WatchEventsRequest.$Properties;
		}
		/**
		* Properties of an EventBatch.
		* @deprecated Use soma.v1.EventBatch.$Properties instead.
		*/
		interface IEventBatch extends soma.v1.EventBatch.$Properties {
		}
		/** Some events, oldest first. */
		class EventBatch {
			/**
			* Constructs a new EventBatch.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.EventBatch.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** EventBatch events. */
			events: soma.v1.Event.$Properties[];
			/** So many events after `after_id` are not kept any more. */
			missed: Long;
			/** The boot that the ids are of. */
			bootId: string;
			/**
			* Creates a new EventBatch instance using the specified properties.
			* @param [properties] Properties to set
			* @returns EventBatch instance
			*/
			static create(properties: soma.v1.EventBatch.$Shape): soma.v1.EventBatch & soma.v1.EventBatch.$Shape;
			static create(properties?: soma.v1.EventBatch.$Properties): soma.v1.EventBatch;
			/**
			* Encodes the specified EventBatch message. Does not implicitly {@link soma.v1.EventBatch.verify|verify} messages.
			* @param message EventBatch message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.EventBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an EventBatch message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.EventBatch & soma.v1.EventBatch.$Shape} EventBatch
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.EventBatch & soma.v1.EventBatch.$Shape;
		}
		namespace EventBatch {
			/** Properties of an EventBatch. */
			interface $Properties {
				/** EventBatch events */
				events?: (soma.v1.Event.$Properties[]|null);
				/** So many events after `after_id` are not kept any more. */
				missed?: (Long|null);
				/** The boot that the ids are of. */
				bootId?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an EventBatch. */
			type $Shape = soma.v1.EventBatch.$Properties;
		}
		/**
		* Properties of an Event.
		* @deprecated Use soma.v1.Event.$Properties instead.
		*/
		interface IEvent extends soma.v1.Event.$Properties {
		}
		/** Something that happened on the node. */
		class Event {
			/**
			* Constructs a new Event.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Event.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Rises by one with each event of a boot, from 1 on. */
			id: Long;
			/** Event timeMicroseconds. */
			timeMicroseconds: Long;
			/**
			* What it is about: `boot`, `health`, `slots`, `services`, `identity`, `api`,
			* `power`, `configuration`, `update`.
			*/
			kind: string;
			/** One sentence for a person. */
			message: string;
			/** The same for a program. */
			facts: { [k: string]: string };
			/** True when somebody should look. */
			warning: boolean;
			/**
			* Creates a new Event instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Event instance
			*/
			static create(properties: soma.v1.Event.$Shape): soma.v1.Event & soma.v1.Event.$Shape;
			static create(properties?: soma.v1.Event.$Properties): soma.v1.Event;
			/**
			* Encodes the specified Event message. Does not implicitly {@link soma.v1.Event.verify|verify} messages.
			* @param message Event message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an Event message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Event & soma.v1.Event.$Shape} Event
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Event & soma.v1.Event.$Shape;
		}
		namespace Event {
			/** Properties of an Event. */
			interface $Properties {
				/** Rises by one with each event of a boot, from 1 on. */
				id?: (Long|null);
				/** Event timeMicroseconds */
				timeMicroseconds?: (Long|null);
				/**
				* What it is about: `boot`, `health`, `slots`, `services`, `identity`, `api`,
				* `power`, `configuration`, `update`.
				*/
				kind?: (string|null);
				/** One sentence for a person. */
				message?: (string|null);
				/** The same for a program. */
				facts?: ({ [k: string]: string }|null);
				/** True when somebody should look. */
				warning?: (boolean|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an Event. */
			type $Shape = soma.v1.Event.$Properties;
		}
		/**
		* Properties of a RebootRequest.
		* @deprecated Use soma.v1.RebootRequest.$Properties instead.
		*/
		interface IRebootRequest extends soma.v1.RebootRequest.$Properties {
		}
		/** Represents a RebootRequest. */
		class RebootRequest {
			/**
			* Constructs a new RebootRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.RebootRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new RebootRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns RebootRequest instance
			*/
			static create(properties: soma.v1.RebootRequest.$Shape): soma.v1.RebootRequest & soma.v1.RebootRequest.$Shape;
			static create(properties?: soma.v1.RebootRequest.$Properties): soma.v1.RebootRequest;
			/**
			* Encodes the specified RebootRequest message. Does not implicitly {@link soma.v1.RebootRequest.verify|verify} messages.
			* @param message RebootRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.RebootRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a RebootRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.RebootRequest & soma.v1.RebootRequest.$Shape} RebootRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.RebootRequest & soma.v1.RebootRequest.$Shape;
		}
		namespace RebootRequest {
			/** Properties of a RebootRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a RebootRequest. */
			type $Shape = soma.v1.RebootRequest.$Properties;
		}
		/**
		* Properties of a ShutdownRequest.
		* @deprecated Use soma.v1.ShutdownRequest.$Properties instead.
		*/
		interface IShutdownRequest extends soma.v1.ShutdownRequest.$Properties {
		}
		/** Represents a ShutdownRequest. */
		class ShutdownRequest {
			/**
			* Constructs a new ShutdownRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ShutdownRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new ShutdownRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ShutdownRequest instance
			*/
			static create(properties: soma.v1.ShutdownRequest.$Shape): soma.v1.ShutdownRequest & soma.v1.ShutdownRequest.$Shape;
			static create(properties?: soma.v1.ShutdownRequest.$Properties): soma.v1.ShutdownRequest;
			/**
			* Encodes the specified ShutdownRequest message. Does not implicitly {@link soma.v1.ShutdownRequest.verify|verify} messages.
			* @param message ShutdownRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ShutdownRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ShutdownRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ShutdownRequest & soma.v1.ShutdownRequest.$Shape} ShutdownRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ShutdownRequest & soma.v1.ShutdownRequest.$Shape;
		}
		namespace ShutdownRequest {
			/** Properties of a ShutdownRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ShutdownRequest. */
			type $Shape = soma.v1.ShutdownRequest.$Properties;
		}
		/**
		* Properties of a ResetRequest.
		* @deprecated Use soma.v1.ResetRequest.$Properties instead.
		*/
		interface IResetRequest extends soma.v1.ResetRequest.$Properties {
		}
		/** Represents a ResetRequest. */
		class ResetRequest {
			/**
			* Constructs a new ResetRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ResetRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The id of the node, so that the wrong one is not reset by mistake. */
			confirmNodeId: string;
			/**
			* Creates a new ResetRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ResetRequest instance
			*/
			static create(properties: soma.v1.ResetRequest.$Shape): soma.v1.ResetRequest & soma.v1.ResetRequest.$Shape;
			static create(properties?: soma.v1.ResetRequest.$Properties): soma.v1.ResetRequest;
			/**
			* Encodes the specified ResetRequest message. Does not implicitly {@link soma.v1.ResetRequest.verify|verify} messages.
			* @param message ResetRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ResetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ResetRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ResetRequest & soma.v1.ResetRequest.$Shape} ResetRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ResetRequest & soma.v1.ResetRequest.$Shape;
		}
		namespace ResetRequest {
			/** Properties of a ResetRequest. */
			interface $Properties {
				/** The id of the node, so that the wrong one is not reset by mistake. */
				confirmNodeId?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ResetRequest. */
			type $Shape = soma.v1.ResetRequest.$Properties;
		}
		/**
		* Properties of a PowerResult.
		* @deprecated Use soma.v1.PowerResult.$Properties instead.
		*/
		interface IPowerResult extends soma.v1.PowerResult.$Properties {
		}
		/** The node goes down. */
		class PowerResult {
			/**
			* Constructs a new PowerResult.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.PowerResult.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** What happens now, in one sentence. */
			explanation: string;
			/**
			* Creates a new PowerResult instance using the specified properties.
			* @param [properties] Properties to set
			* @returns PowerResult instance
			*/
			static create(properties: soma.v1.PowerResult.$Shape): soma.v1.PowerResult & soma.v1.PowerResult.$Shape;
			static create(properties?: soma.v1.PowerResult.$Properties): soma.v1.PowerResult;
			/**
			* Encodes the specified PowerResult message. Does not implicitly {@link soma.v1.PowerResult.verify|verify} messages.
			* @param message PowerResult message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.PowerResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a PowerResult message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.PowerResult & soma.v1.PowerResult.$Shape} PowerResult
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.PowerResult & soma.v1.PowerResult.$Shape;
		}
		namespace PowerResult {
			/** Properties of a PowerResult. */
			interface $Properties {
				/** What happens now, in one sentence. */
				explanation?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a PowerResult. */
			type $Shape = soma.v1.PowerResult.$Properties;
		}
		/**
		* Properties of a SupportBundleRequest.
		* @deprecated Use soma.v1.SupportBundleRequest.$Properties instead.
		*/
		interface ISupportBundleRequest extends soma.v1.SupportBundleRequest.$Properties {
		}
		/** Represents a SupportBundleRequest. */
		class SupportBundleRequest {
			/**
			* Constructs a new SupportBundleRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.SupportBundleRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** At most so many entries of the journal of each boot; 20,000 when 0. */
			journalLines: number;
			/**
			* Creates a new SupportBundleRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns SupportBundleRequest instance
			*/
			static create(properties: soma.v1.SupportBundleRequest.$Shape): soma.v1.SupportBundleRequest & soma.v1.SupportBundleRequest.$Shape;
			static create(properties?: soma.v1.SupportBundleRequest.$Properties): soma.v1.SupportBundleRequest;
			/**
			* Encodes the specified SupportBundleRequest message. Does not implicitly {@link soma.v1.SupportBundleRequest.verify|verify} messages.
			* @param message SupportBundleRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.SupportBundleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a SupportBundleRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.SupportBundleRequest & soma.v1.SupportBundleRequest.$Shape} SupportBundleRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.SupportBundleRequest & soma.v1.SupportBundleRequest.$Shape;
		}
		namespace SupportBundleRequest {
			/** Properties of a SupportBundleRequest. */
			interface $Properties {
				/** At most so many entries of the journal of each boot; 20,000 when 0. */
				journalLines?: (number|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a SupportBundleRequest. */
			type $Shape = soma.v1.SupportBundleRequest.$Properties;
		}
		/**
		* Properties of a Chunk.
		* @deprecated Use soma.v1.Chunk.$Properties instead.
		*/
		interface IChunk extends soma.v1.Chunk.$Properties {
		}
		/** The next bytes of a stream of bytes. */
		class Chunk {
			/**
			* Constructs a new Chunk.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Chunk.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Chunk data. */
			data: Uint8Array;
			/**
			* Creates a new Chunk instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Chunk instance
			*/
			static create(properties: soma.v1.Chunk.$Shape): soma.v1.Chunk & soma.v1.Chunk.$Shape;
			static create(properties?: soma.v1.Chunk.$Properties): soma.v1.Chunk;
			/**
			* Encodes the specified Chunk message. Does not implicitly {@link soma.v1.Chunk.verify|verify} messages.
			* @param message Chunk message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Chunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Chunk message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Chunk & soma.v1.Chunk.$Shape} Chunk
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Chunk & soma.v1.Chunk.$Shape;
		}
		namespace Chunk {
			/** Properties of a Chunk. */
			interface $Properties {
				/** Chunk data */
				data?: (Uint8Array|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Chunk. */
			type $Shape = soma.v1.Chunk.$Properties;
		}
		/**
		* Properties of a GetConfigurationRequest.
		* @deprecated Use soma.v1.GetConfigurationRequest.$Properties instead.
		*/
		interface IGetConfigurationRequest extends soma.v1.GetConfigurationRequest.$Properties {
		}
		/** Represents a GetConfigurationRequest. */
		class GetConfigurationRequest {
			/**
			* Constructs a new GetConfigurationRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.GetConfigurationRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new GetConfigurationRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns GetConfigurationRequest instance
			*/
			static create(properties: soma.v1.GetConfigurationRequest.$Shape): soma.v1.GetConfigurationRequest & soma.v1.GetConfigurationRequest.$Shape;
			static create(properties?: soma.v1.GetConfigurationRequest.$Properties): soma.v1.GetConfigurationRequest;
			/**
			* Encodes the specified GetConfigurationRequest message. Does not implicitly {@link soma.v1.GetConfigurationRequest.verify|verify} messages.
			* @param message GetConfigurationRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.GetConfigurationRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a GetConfigurationRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.GetConfigurationRequest & soma.v1.GetConfigurationRequest.$Shape} GetConfigurationRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.GetConfigurationRequest & soma.v1.GetConfigurationRequest.$Shape;
		}
		namespace GetConfigurationRequest {
			/** Properties of a GetConfigurationRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a GetConfigurationRequest. */
			type $Shape = soma.v1.GetConfigurationRequest.$Properties;
		}
		/**
		* Properties of a Configuration.
		* @deprecated Use soma.v1.Configuration.$Properties instead.
		*/
		interface IConfiguration extends soma.v1.Configuration.$Properties {
		}
		/** Represents a Configuration. */
		class Configuration {
			/**
			* Constructs a new Configuration.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Configuration.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The text of /etc/soma/node.json. */
			nodeJson: string;
			/** Where the configuration came from; empty when that is not recorded. */
			source: string;
			/** SHA-256 of the configuration that was applied, in hexadecimal digits. */
			configSha256: string;
			/** When it was applied; 0 when that is not recorded. */
			appliedAtMicroseconds: Long;
			/** The release that applied it. */
			appliedByVersion: string;
			/**
			* Creates a new Configuration instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Configuration instance
			*/
			static create(properties: soma.v1.Configuration.$Shape): soma.v1.Configuration & soma.v1.Configuration.$Shape;
			static create(properties?: soma.v1.Configuration.$Properties): soma.v1.Configuration;
			/**
			* Encodes the specified Configuration message. Does not implicitly {@link soma.v1.Configuration.verify|verify} messages.
			* @param message Configuration message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Configuration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Configuration message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Configuration & soma.v1.Configuration.$Shape} Configuration
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Configuration & soma.v1.Configuration.$Shape;
		}
		namespace Configuration {
			/** Properties of a Configuration. */
			interface $Properties {
				/** The text of /etc/soma/node.json. */
				nodeJson?: (string|null);
				/** Where the configuration came from; empty when that is not recorded. */
				source?: (string|null);
				/** SHA-256 of the configuration that was applied, in hexadecimal digits. */
				configSha256?: (string|null);
				/** When it was applied; 0 when that is not recorded. */
				appliedAtMicroseconds?: (Long|null);
				/** The release that applied it. */
				appliedByVersion?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Configuration. */
			type $Shape = soma.v1.Configuration.$Properties;
		}
		/**
		* Properties of a GetIdentityRequest.
		* @deprecated Use soma.v1.GetIdentityRequest.$Properties instead.
		*/
		interface IGetIdentityRequest extends soma.v1.GetIdentityRequest.$Properties {
		}
		/** Represents a GetIdentityRequest. */
		class GetIdentityRequest {
			/**
			* Constructs a new GetIdentityRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.GetIdentityRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new GetIdentityRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns GetIdentityRequest instance
			*/
			static create(properties: soma.v1.GetIdentityRequest.$Shape): soma.v1.GetIdentityRequest & soma.v1.GetIdentityRequest.$Shape;
			static create(properties?: soma.v1.GetIdentityRequest.$Properties): soma.v1.GetIdentityRequest;
			/**
			* Encodes the specified GetIdentityRequest message. Does not implicitly {@link soma.v1.GetIdentityRequest.verify|verify} messages.
			* @param message GetIdentityRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.GetIdentityRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a GetIdentityRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.GetIdentityRequest & soma.v1.GetIdentityRequest.$Shape} GetIdentityRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.GetIdentityRequest & soma.v1.GetIdentityRequest.$Shape;
		}
		namespace GetIdentityRequest {
			/** Properties of a GetIdentityRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a GetIdentityRequest. */
			type $Shape = soma.v1.GetIdentityRequest.$Properties;
		}
		/**
		* Properties of an Identity.
		* @deprecated Use soma.v1.Identity.$Properties instead.
		*/
		interface IIdentity extends soma.v1.Identity.$Properties {
		}
		/** Who a node is and whom it trusts. */
		class Identity {
			/**
			* Constructs a new Identity.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Identity.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Identity nodeId. */
			nodeId: string;
			/** Identity cluster. */
			cluster: string;
			/** The certificate of the node with its issuing authority, PEM. */
			certificatePem: string;
			/** Until when it is valid. */
			notAfterMicroseconds: Long;
			/** When the node begins to renew it. */
			renewAfterMicroseconds: Long;
			/** The trusted root authorities, PEM. */
			rootsPem: string;
			/**
			* The trust bundle in force, as it was received: roots, issuing authorities and what is revoked,
			* signed. Empty for none.
			*/
			revocations: Uint8Array;
			/** The node can issue certificates itself. */
			issues: boolean;
			/** The names that the certificate is for. */
			names: string[];
			/**
			* Creates a new Identity instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Identity instance
			*/
			static create(properties: soma.v1.Identity.$Shape): soma.v1.Identity & soma.v1.Identity.$Shape;
			static create(properties?: soma.v1.Identity.$Properties): soma.v1.Identity;
			/**
			* Encodes the specified Identity message. Does not implicitly {@link soma.v1.Identity.verify|verify} messages.
			* @param message Identity message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Identity.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an Identity message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Identity & soma.v1.Identity.$Shape} Identity
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Identity & soma.v1.Identity.$Shape;
		}
		namespace Identity {
			/** Properties of an Identity. */
			interface $Properties {
				/** Identity nodeId */
				nodeId?: (string|null);
				/** Identity cluster */
				cluster?: (string|null);
				/** The certificate of the node with its issuing authority, PEM. */
				certificatePem?: (string|null);
				/** Until when it is valid. */
				notAfterMicroseconds?: (Long|null);
				/** When the node begins to renew it. */
				renewAfterMicroseconds?: (Long|null);
				/** The trusted root authorities, PEM. */
				rootsPem?: (string|null);
				/**
				* The trust bundle in force, as it was received: roots, issuing authorities and what is revoked,
				* signed. Empty for none.
				*/
				revocations?: (Uint8Array|null);
				/** The node can issue certificates itself. */
				issues?: (boolean|null);
				/** The names that the certificate is for. */
				names?: (string[]|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an Identity. */
			type $Shape = soma.v1.Identity.$Properties;
		}
		/**
		* Properties of a RenewCertificateRequest.
		* @deprecated Use soma.v1.RenewCertificateRequest.$Properties instead.
		*/
		interface IRenewCertificateRequest extends soma.v1.RenewCertificateRequest.$Properties {
		}
		/** Represents a RenewCertificateRequest. */
		class RenewCertificateRequest {
			/**
			* Constructs a new RenewCertificateRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.RenewCertificateRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** A certificate signing request (PKCS #10, PEM). */
			requestPem: string;
			/**
			* Creates a new RenewCertificateRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns RenewCertificateRequest instance
			*/
			static create(properties: soma.v1.RenewCertificateRequest.$Shape): soma.v1.RenewCertificateRequest & soma.v1.RenewCertificateRequest.$Shape;
			static create(properties?: soma.v1.RenewCertificateRequest.$Properties): soma.v1.RenewCertificateRequest;
			/**
			* Encodes the specified RenewCertificateRequest message. Does not implicitly {@link soma.v1.RenewCertificateRequest.verify|verify} messages.
			* @param message RenewCertificateRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.RenewCertificateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a RenewCertificateRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.RenewCertificateRequest & soma.v1.RenewCertificateRequest.$Shape} RenewCertificateRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.RenewCertificateRequest & soma.v1.RenewCertificateRequest.$Shape;
		}
		namespace RenewCertificateRequest {
			/** Properties of a RenewCertificateRequest. */
			interface $Properties {
				/** A certificate signing request (PKCS #10, PEM). */
				requestPem?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a RenewCertificateRequest. */
			type $Shape = soma.v1.RenewCertificateRequest.$Properties;
		}
		/**
		* Properties of an IssuedCertificate.
		* @deprecated Use soma.v1.IssuedCertificate.$Properties instead.
		*/
		interface IIssuedCertificate extends soma.v1.IssuedCertificate.$Properties {
		}
		/** Represents an IssuedCertificate. */
		class IssuedCertificate {
			/**
			* Constructs a new IssuedCertificate.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.IssuedCertificate.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The certificate, then its issuing authority, PEM. */
			certificatePem: string;
			/** The trusted root authorities, PEM. */
			rootsPem: string;
			/** The trust bundle in force, as it was received; empty for none. */
			trust: Uint8Array;
			/**
			* Creates a new IssuedCertificate instance using the specified properties.
			* @param [properties] Properties to set
			* @returns IssuedCertificate instance
			*/
			static create(properties: soma.v1.IssuedCertificate.$Shape): soma.v1.IssuedCertificate & soma.v1.IssuedCertificate.$Shape;
			static create(properties?: soma.v1.IssuedCertificate.$Properties): soma.v1.IssuedCertificate;
			/**
			* Encodes the specified IssuedCertificate message. Does not implicitly {@link soma.v1.IssuedCertificate.verify|verify} messages.
			* @param message IssuedCertificate message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.IssuedCertificate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an IssuedCertificate message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.IssuedCertificate & soma.v1.IssuedCertificate.$Shape} IssuedCertificate
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.IssuedCertificate & soma.v1.IssuedCertificate.$Shape;
		}
		namespace IssuedCertificate {
			/** Properties of an IssuedCertificate. */
			interface $Properties {
				/** The certificate, then its issuing authority, PEM. */
				certificatePem?: (string|null);
				/** The trusted root authorities, PEM. */
				rootsPem?: (string|null);
				/** The trust bundle in force, as it was received; empty for none. */
				trust?: (Uint8Array|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an IssuedCertificate. */
			type $Shape = soma.v1.IssuedCertificate.$Properties;
		}
		/**
		* Properties of an UpdateTrustRequest.
		* @deprecated Use soma.v1.UpdateTrustRequest.$Properties instead.
		*/
		interface IUpdateTrustRequest extends soma.v1.UpdateTrustRequest.$Properties {
		}
		/** Represents an UpdateTrustRequest. */
		class UpdateTrustRequest {
			/**
			* Constructs a new UpdateTrustRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.UpdateTrustRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* A trust bundle (`soma pki trust`): roots, issuing authorities and what is revoked, signed by a
			* root that is trusted already, with a greater number than the one in force. Empty to leave it.
			*/
			trust: Uint8Array;
			/**
			* A founder ticket, for a node that is to issue certificates by the newest authority for nodes.
			* A secret. Empty to leave it.
			*/
			founderTicket: string;
			/**
			* Creates a new UpdateTrustRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns UpdateTrustRequest instance
			*/
			static create(properties: soma.v1.UpdateTrustRequest.$Shape): soma.v1.UpdateTrustRequest & soma.v1.UpdateTrustRequest.$Shape;
			static create(properties?: soma.v1.UpdateTrustRequest.$Properties): soma.v1.UpdateTrustRequest;
			/**
			* Encodes the specified UpdateTrustRequest message. Does not implicitly {@link soma.v1.UpdateTrustRequest.verify|verify} messages.
			* @param message UpdateTrustRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.UpdateTrustRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an UpdateTrustRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.UpdateTrustRequest & soma.v1.UpdateTrustRequest.$Shape} UpdateTrustRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.UpdateTrustRequest & soma.v1.UpdateTrustRequest.$Shape;
		}
		namespace UpdateTrustRequest {
			/** Properties of an UpdateTrustRequest. */
			interface $Properties {
				/**
				* A trust bundle (`soma pki trust`): roots, issuing authorities and what is revoked, signed by a
				* root that is trusted already, with a greater number than the one in force. Empty to leave it.
				*/
				trust?: (Uint8Array|null);
				/**
				* A founder ticket, for a node that is to issue certificates by the newest authority for nodes.
				* A secret. Empty to leave it.
				*/
				founderTicket?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an UpdateTrustRequest. */
			type $Shape = soma.v1.UpdateTrustRequest.$Properties;
		}
		/**
		* Properties of a ShellInput.
		* @deprecated Use soma.v1.ShellInput.$Properties instead.
		*/
		interface IShellInput extends soma.v1.ShellInput.$Properties {
		}
		/** What goes into a shell. */
		class ShellInput {
			/**
			* Constructs a new ShellInput.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ShellInput.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The first message, and only that one. */
			start?: (soma.v1.ShellStart.$Properties|null);
			/** Keys. */
			data?: (Uint8Array|null);
			/** The terminal of the client has another size now. */
			resize?: (soma.v1.TerminalSize.$Properties|null);
			/** ShellInput input. */
			input?: ("start"|"data"|"resize");
			/**
			* Creates a new ShellInput instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ShellInput instance
			*/
			static create(properties: soma.v1.ShellInput.$Shape): soma.v1.ShellInput & soma.v1.ShellInput.$Shape;
			static create(properties?: soma.v1.ShellInput.$Properties): soma.v1.ShellInput;
			/**
			* Encodes the specified ShellInput message. Does not implicitly {@link soma.v1.ShellInput.verify|verify} messages.
			* @param message ShellInput message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ShellInput.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ShellInput message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ShellInput & soma.v1.ShellInput.$Shape} ShellInput
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ShellInput & soma.v1.ShellInput.$Shape;
		}
		namespace ShellInput {
			/** Properties of a ShellInput. */
			interface $Properties {
				/** The first message, and only that one. */
				start?: (soma.v1.ShellStart.$Properties|null);
				/** Keys. */
				data?: (Uint8Array|null);
				/** The terminal of the client has another size now. */
				resize?: (soma.v1.TerminalSize.$Properties|null);
				/** ShellInput input */
				input?: ("start"|"data"|"resize");
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Narrowed shape of a ShellInput. */
			type $Shape = {
			start?: soma.v1.ShellStart.$Shape|null;
			data?: Uint8Array|null;
			resize?: soma.v1.TerminalSize.$Shape|null;
			$unknowns?: Uint8Array[];
			} & (
			({ input?: undefined; start?: null; data?: null; resize?: null }|{ input?: "start"; start: soma.v1.ShellStart.$Shape; data?: null; resize?: null }|{ input?: "data"; start?: null; data: Uint8Array; resize?: null }|{ input?: "resize"; start?: null; data?: null; resize: soma.v1.TerminalSize.$Shape })
			);
		}
		/**
		* Properties of a ShellStart.
		* @deprecated Use soma.v1.ShellStart.$Properties instead.
		*/
		interface IShellStart extends soma.v1.ShellStart.$Properties {
		}
		/** Represents a ShellStart. */
		class ShellStart {
			/**
			* Constructs a new ShellStart.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ShellStart.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** The terminal type of the client, `xterm-256color`; `dumb` when empty. */
			terminal: string;
			/** ShellStart size. */
			size?: (soma.v1.TerminalSize.$Properties|null);
			/** A command line to run instead of an interactive shell. */
			command: string;
			/**
			* Creates a new ShellStart instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ShellStart instance
			*/
			static create(properties: soma.v1.ShellStart.$Shape): soma.v1.ShellStart & soma.v1.ShellStart.$Shape;
			static create(properties?: soma.v1.ShellStart.$Properties): soma.v1.ShellStart;
			/**
			* Encodes the specified ShellStart message. Does not implicitly {@link soma.v1.ShellStart.verify|verify} messages.
			* @param message ShellStart message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ShellStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ShellStart message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ShellStart & soma.v1.ShellStart.$Shape} ShellStart
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ShellStart & soma.v1.ShellStart.$Shape;
		}
		namespace ShellStart {
			/** Properties of a ShellStart. */
			interface $Properties {
				/** The terminal type of the client, `xterm-256color`; `dumb` when empty. */
				terminal?: (string|null);
				/** ShellStart size */
				size?: (soma.v1.TerminalSize.$Properties|null);
				/** A command line to run instead of an interactive shell. */
				command?: (string|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a ShellStart. */
			type $Shape = soma.v1.ShellStart.$Properties;
		}
		/**
		* Properties of a TerminalSize.
		* @deprecated Use soma.v1.TerminalSize.$Properties instead.
		*/
		interface ITerminalSize extends soma.v1.TerminalSize.$Properties {
		}
		/** Represents a TerminalSize. */
		class TerminalSize {
			/**
			* Constructs a new TerminalSize.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.TerminalSize.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** TerminalSize columns. */
			columns: number;
			/** TerminalSize rows. */
			rows: number;
			/**
			* Creates a new TerminalSize instance using the specified properties.
			* @param [properties] Properties to set
			* @returns TerminalSize instance
			*/
			static create(properties: soma.v1.TerminalSize.$Shape): soma.v1.TerminalSize & soma.v1.TerminalSize.$Shape;
			static create(properties?: soma.v1.TerminalSize.$Properties): soma.v1.TerminalSize;
			/**
			* Encodes the specified TerminalSize message. Does not implicitly {@link soma.v1.TerminalSize.verify|verify} messages.
			* @param message TerminalSize message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.TerminalSize.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a TerminalSize message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.TerminalSize & soma.v1.TerminalSize.$Shape} TerminalSize
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.TerminalSize & soma.v1.TerminalSize.$Shape;
		}
		namespace TerminalSize {
			/** Properties of a TerminalSize. */
			interface $Properties {
				/** TerminalSize columns */
				columns?: (number|null);
				/** TerminalSize rows */
				rows?: (number|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a TerminalSize. */
			type $Shape = soma.v1.TerminalSize.$Properties;
		}
		/**
		* Properties of a ShellOutput.
		* @deprecated Use soma.v1.ShellOutput.$Properties instead.
		*/
		interface IShellOutput extends soma.v1.ShellOutput.$Properties {
		}
		/** What comes out of a shell. */
		class ShellOutput {
			/**
			* Constructs a new ShellOutput.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.ShellOutput.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** What the terminal shows. */
			data?: (Uint8Array|null);
			/** It ended, and this is the last message: the exit code, 128 and more for a signal. */
			exitCode?: (number|null);
			/** ShellOutput output. */
			output?: ("data"|"exitCode");
			/**
			* Creates a new ShellOutput instance using the specified properties.
			* @param [properties] Properties to set
			* @returns ShellOutput instance
			*/
			static create(properties: soma.v1.ShellOutput.$Shape): soma.v1.ShellOutput & soma.v1.ShellOutput.$Shape;
			static create(properties?: soma.v1.ShellOutput.$Properties): soma.v1.ShellOutput;
			/**
			* Encodes the specified ShellOutput message. Does not implicitly {@link soma.v1.ShellOutput.verify|verify} messages.
			* @param message ShellOutput message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.ShellOutput.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a ShellOutput message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.ShellOutput & soma.v1.ShellOutput.$Shape} ShellOutput
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.ShellOutput & soma.v1.ShellOutput.$Shape;
		}
		namespace ShellOutput {
			/** Properties of a ShellOutput. */
			interface $Properties {
				/** What the terminal shows. */
				data?: (Uint8Array|null);
				/** It ended, and this is the last message: the exit code, 128 and more for a signal. */
				exitCode?: (number|null);
				/** ShellOutput output */
				output?: ("data"|"exitCode");
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Narrowed shape of a ShellOutput. */
			type $Shape = {
			data?: Uint8Array|null;
			exitCode?: number|null;
			$unknowns?: Uint8Array[];
			} & (
			({ output?: undefined; data?: null; exitCode?: null }|{ output?: "data"; data: Uint8Array; exitCode?: null }|{ output?: "exitCode"; data?: null; exitCode: number })
			);
		}
		/**
		* Properties of a GetChallengeRequest.
		* @deprecated Use soma.v1.GetChallengeRequest.$Properties instead.
		*/
		interface IGetChallengeRequest extends soma.v1.GetChallengeRequest.$Properties {
		}
		/** Represents a GetChallengeRequest. */
		class GetChallengeRequest {
			/**
			* Constructs a new GetChallengeRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.GetChallengeRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/**
			* Creates a new GetChallengeRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns GetChallengeRequest instance
			*/
			static create(properties: soma.v1.GetChallengeRequest.$Shape): soma.v1.GetChallengeRequest & soma.v1.GetChallengeRequest.$Shape;
			static create(properties?: soma.v1.GetChallengeRequest.$Properties): soma.v1.GetChallengeRequest;
			/**
			* Encodes the specified GetChallengeRequest message. Does not implicitly {@link soma.v1.GetChallengeRequest.verify|verify} messages.
			* @param message GetChallengeRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.GetChallengeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a GetChallengeRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.GetChallengeRequest & soma.v1.GetChallengeRequest.$Shape} GetChallengeRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.GetChallengeRequest & soma.v1.GetChallengeRequest.$Shape;
		}
		namespace GetChallengeRequest {
			/** Properties of a GetChallengeRequest. */
			interface $Properties {
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a GetChallengeRequest. */
			type $Shape = soma.v1.GetChallengeRequest.$Properties;
		}
		/**
		* Properties of a Challenge.
		* @deprecated Use soma.v1.Challenge.$Properties instead.
		*/
		interface IChallenge extends soma.v1.Challenge.$Properties {
		}
		/** Represents a Challenge. */
		class Challenge {
			/**
			* Constructs a new Challenge.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.Challenge.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** Challenge nonce. */
			nonce: Uint8Array;
			/** How long the nonce is good. */
			validSeconds: number;
			/**
			* Creates a new Challenge instance using the specified properties.
			* @param [properties] Properties to set
			* @returns Challenge instance
			*/
			static create(properties: soma.v1.Challenge.$Shape): soma.v1.Challenge & soma.v1.Challenge.$Shape;
			static create(properties?: soma.v1.Challenge.$Properties): soma.v1.Challenge;
			/**
			* Encodes the specified Challenge message. Does not implicitly {@link soma.v1.Challenge.verify|verify} messages.
			* @param message Challenge message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.Challenge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes a Challenge message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.Challenge & soma.v1.Challenge.$Shape} Challenge
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.Challenge & soma.v1.Challenge.$Shape;
		}
		namespace Challenge {
			/** Properties of a Challenge. */
			interface $Properties {
				/** Challenge nonce */
				nonce?: (Uint8Array|null);
				/** How long the nonce is good. */
				validSeconds?: (number|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of a Challenge. */
			type $Shape = soma.v1.Challenge.$Properties;
		}
		/**
		* Properties of an EnrolRequest.
		* @deprecated Use soma.v1.EnrolRequest.$Properties instead.
		*/
		interface IEnrolRequest extends soma.v1.EnrolRequest.$Properties {
		}
		/** Represents an EnrolRequest. */
		class EnrolRequest {
			/**
			* Constructs a new EnrolRequest.
			* @param [properties] Properties to set
			*/
			constructor(properties?: soma.v1.EnrolRequest.$Properties);
			/** Unknown fields preserved while decoding when enabled */
			$unknowns?: Uint8Array[];
			/** A certificate signing request (PKCS #10, PEM). */
			requestPem: string;
			/** Which join secret of the ticket. */
			secretId: string;
			/** The nonce of the challenge. */
			nonce: Uint8Array;
			/** HMAC-SHA-256 with the join secret over cluster, secret, nonce and request. */
			proof: Uint8Array;
			/**
			* Creates a new EnrolRequest instance using the specified properties.
			* @param [properties] Properties to set
			* @returns EnrolRequest instance
			*/
			static create(properties: soma.v1.EnrolRequest.$Shape): soma.v1.EnrolRequest & soma.v1.EnrolRequest.$Shape;
			static create(properties?: soma.v1.EnrolRequest.$Properties): soma.v1.EnrolRequest;
			/**
			* Encodes the specified EnrolRequest message. Does not implicitly {@link soma.v1.EnrolRequest.verify|verify} messages.
			* @param message EnrolRequest message or plain object to encode
			* @param [writer] Writer to encode to
			* @returns Writer
			*/
			static encode(message: soma.v1.EnrolRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
			/**
			* Decodes an EnrolRequest message from the specified reader or buffer.
			* @param reader Reader or buffer to decode from
			* @param [length] Message length if known beforehand
			* @returns {soma.v1.EnrolRequest & soma.v1.EnrolRequest.$Shape} EnrolRequest
			* @throws {Error} If the payload is not a reader or valid buffer
			* @throws {$protobuf.util.ProtocolError} If required fields are missing
			*/
			static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): soma.v1.EnrolRequest & soma.v1.EnrolRequest.$Shape;
		}
		namespace EnrolRequest {
			/** Properties of an EnrolRequest. */
			interface $Properties {
				/** A certificate signing request (PKCS #10, PEM). */
				requestPem?: (string|null);
				/** Which join secret of the ticket. */
				secretId?: (string|null);
				/** The nonce of the challenge. */
				nonce?: (Uint8Array|null);
				/** HMAC-SHA-256 with the join secret over cluster, secret, nonce and request. */
				proof?: (Uint8Array|null);
				/** Unknown fields preserved while decoding when enabled */
				$unknowns?: Uint8Array[];
			}
			/** Shape of an EnrolRequest. */
			type $Shape = soma.v1.EnrolRequest.$Properties;
		}
	}
}
