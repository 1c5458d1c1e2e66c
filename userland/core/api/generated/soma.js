// Generated from userland/core/api/soma.proto by `npm run generate`.
import $protobuf from "protobufjs/minimal.js";
import Long from "long";
$protobuf.util.Long = Long;
$protobuf.configure();
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});
export const soma = $root.soma = (() => {
	const soma = {};
	soma.v1 = (function() {
		const v1 = {};
		v1.Failure = (function() {
			const Failure = function (properties) {
				this.facts = {};
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Failure.prototype.code = "";
			Failure.prototype.message = "";
			Failure.prototype.hint = "";
			Failure.prototype.facts = $util.emptyObject;
			Failure.prototype.retryable = false;
			Failure.create = function(properties) {
				return new Failure(properties);
			};
			Failure.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
					writer.uint32(10).string(message.code);
				if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
					writer.uint32(18).string(message.message);
				if (message.hint != null && $Object.hasOwnProperty.call(message, "hint") && message.hint !== "")
					writer.uint32(26).string(message.hint);
				if (message.facts != null && $Object.hasOwnProperty.call(message, "facts"))
					for (let keys = $Object.keys(message.facts), i = 0; i < keys.length; ++i)
						writer.uint32(34).fork().uint32(10).string(keys[i]).uint32(18).string(message.facts[keys[i]]).ldelim();
				if (message.retryable != null && $Object.hasOwnProperty.call(message, "retryable") && message.retryable !== false)
					writer.uint32(40).bool(message.retryable);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Failure.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, key, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Failure();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.code = value;
							else
								delete message.code;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.message = value;
							else
								delete message.message;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.hint = value;
							else
								delete message.hint;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if (message.facts === $util.emptyObject)
								message.facts = {};
							let end2 = reader.size() + reader.pos;
							if (end2 > reader.len)
								throw $RangeError("index out of range");
							reader.len = end2;
							key = "";
							value = "";
							while (reader.pos < end2) {
								let tag2 = reader.tag();
								wireType = tag2 & 7;
								switch (tag2 >>>= 3) {
								case 1:
									if (wireType !== 2)
										break;
									key = reader.stringVerify();
									continue;
								case 2:
									if (wireType !== 2)
										break;
									value = reader.stringVerify();
									continue;
								}
								reader.skipType(wireType, _depth, tag2);
							}
							if (reader.pos !== end2)
								throw $RangeError("index out of range");
							reader.len = end;
							if (key === "__proto__")
								$util.makeProp(message.facts, key);
							message.facts[key] = value;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.retryable = value;
							else
								delete message.retryable;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Failure;
		})();
		v1.GetStatusRequest = (function() {
			const GetStatusRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			GetStatusRequest.create = function(properties) {
				return new GetStatusRequest(properties);
			};
			GetStatusRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			GetStatusRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.GetStatusRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return GetStatusRequest;
		})();
		v1.WatchStatusRequest = (function() {
			const WatchStatusRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			WatchStatusRequest.prototype.heartbeatSeconds = 0;
			WatchStatusRequest.create = function(properties) {
				return new WatchStatusRequest(properties);
			};
			WatchStatusRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.heartbeatSeconds != null && $Object.hasOwnProperty.call(message, "heartbeatSeconds") && message.heartbeatSeconds !== 0)
					writer.uint32(8).uint32(message.heartbeatSeconds);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			WatchStatusRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.WatchStatusRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.heartbeatSeconds = value;
							else
								delete message.heartbeatSeconds;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return WatchStatusRequest;
		})();
		v1.Status = (function() {
			const Status = function (properties) {
				this.unknown = {};
				this.loadAverages = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Status.prototype.version = null;
			Status.prototype.kernel = null;
			Status.prototype.machineId = null;
			Status.prototype.uptimeSeconds = null;
			Status.prototype.memoryTotalBytes = null;
			Status.prototype.memoryAvailableBytes = null;
			Status.prototype.stateSizeBytes = null;
			Status.prototype.stateFreeBytes = null;
			Status.prototype.boot = null;
			Status.prototype.slot = null;
			Status.prototype.slots = null;
			Status.prototype.health = null;
			Status.prototype.proven = null;
			Status.prototype.unknown = $util.emptyObject;
			Status.prototype.hostname = null;
			Status.prototype.nodeId = null;
			Status.prototype.cluster = null;
			Status.prototype.timeMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Status.prototype.loadAverages = $util.emptyArray;
			Status.prototype.processorCount = 0;
			Status.prototype.bootId = null;
			Status.prototype.nodeJson = null;
			Status.prototype.stateProtection = null;
			Status.prototype.live = null;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_version", {
				get: $util.oneOfGetter($oneOfFields = ["version"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_kernel", {
				get: $util.oneOfGetter($oneOfFields = ["kernel"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_machineId", {
				get: $util.oneOfGetter($oneOfFields = ["machineId"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_uptimeSeconds", {
				get: $util.oneOfGetter($oneOfFields = ["uptimeSeconds"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_memoryTotalBytes", {
				get: $util.oneOfGetter($oneOfFields = ["memoryTotalBytes"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_memoryAvailableBytes", {
				get: $util.oneOfGetter($oneOfFields = ["memoryAvailableBytes"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_stateSizeBytes", {
				get: $util.oneOfGetter($oneOfFields = ["stateSizeBytes"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_stateFreeBytes", {
				get: $util.oneOfGetter($oneOfFields = ["stateFreeBytes"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_boot", {
				get: $util.oneOfGetter($oneOfFields = ["boot"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_slot", {
				get: $util.oneOfGetter($oneOfFields = ["slot"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_slots", {
				get: $util.oneOfGetter($oneOfFields = ["slots"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_health", {
				get: $util.oneOfGetter($oneOfFields = ["health"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_proven", {
				get: $util.oneOfGetter($oneOfFields = ["proven"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_hostname", {
				get: $util.oneOfGetter($oneOfFields = ["hostname"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_nodeId", {
				get: $util.oneOfGetter($oneOfFields = ["nodeId"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_cluster", {
				get: $util.oneOfGetter($oneOfFields = ["cluster"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_bootId", {
				get: $util.oneOfGetter($oneOfFields = ["bootId"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_nodeJson", {
				get: $util.oneOfGetter($oneOfFields = ["nodeJson"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_stateProtection", {
				get: $util.oneOfGetter($oneOfFields = ["stateProtection"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Status.prototype, "_live", {
				get: $util.oneOfGetter($oneOfFields = ["live"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			Status.create = function(properties) {
				return new Status(properties);
			};
			Status.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
					writer.uint32(10).string(message.version);
				if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel"))
					writer.uint32(18).string(message.kernel);
				if (message.machineId != null && $Object.hasOwnProperty.call(message, "machineId"))
					writer.uint32(26).string(message.machineId);
				if (message.uptimeSeconds != null && $Object.hasOwnProperty.call(message, "uptimeSeconds"))
					writer.uint32(33).double(message.uptimeSeconds);
				if (message.memoryTotalBytes != null && $Object.hasOwnProperty.call(message, "memoryTotalBytes"))
					writer.uint32(40).uint64(message.memoryTotalBytes);
				if (message.memoryAvailableBytes != null && $Object.hasOwnProperty.call(message, "memoryAvailableBytes"))
					writer.uint32(48).uint64(message.memoryAvailableBytes);
				if (message.stateSizeBytes != null && $Object.hasOwnProperty.call(message, "stateSizeBytes"))
					writer.uint32(56).uint64(message.stateSizeBytes);
				if (message.stateFreeBytes != null && $Object.hasOwnProperty.call(message, "stateFreeBytes"))
					writer.uint32(64).uint64(message.stateFreeBytes);
				if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
					$root.soma.v1.Boot.encode(message.boot, writer.uint32(74).fork(), _depth + 1).ldelim();
				if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
					writer.uint32(82).string(message.slot);
				if (message.slots != null && $Object.hasOwnProperty.call(message, "slots"))
					$root.soma.v1.SlotList.encode(message.slots, writer.uint32(90).fork(), _depth + 1).ldelim();
				if (message.health != null && $Object.hasOwnProperty.call(message, "health"))
					$root.soma.v1.Health.encode(message.health, writer.uint32(98).fork(), _depth + 1).ldelim();
				if (message.proven != null && $Object.hasOwnProperty.call(message, "proven"))
					writer.uint32(104).bool(message.proven);
				if (message.unknown != null && $Object.hasOwnProperty.call(message, "unknown"))
					for (let keys = $Object.keys(message.unknown), i = 0; i < keys.length; ++i)
						writer.uint32(114).fork().uint32(10).string(keys[i]).uint32(18).string(message.unknown[keys[i]]).ldelim();
				if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
					writer.uint32(122).string(message.hostname);
				if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
					writer.uint32(130).string(message.nodeId);
				if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster"))
					writer.uint32(138).string(message.cluster);
				if (message.timeMicroseconds != null && $Object.hasOwnProperty.call(message, "timeMicroseconds") && (typeof message.timeMicroseconds === "object" ? message.timeMicroseconds.low || message.timeMicroseconds.high : message.timeMicroseconds !== 0))
					writer.uint32(144).uint64(message.timeMicroseconds);
				if (message.loadAverages != null && message.loadAverages.length)
					writer.uint32(154).doubles(message.loadAverages);
				if (message.processorCount != null && $Object.hasOwnProperty.call(message, "processorCount") && message.processorCount !== 0)
					writer.uint32(160).uint32(message.processorCount);
				if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
					writer.uint32(170).string(message.bootId);
				if (message.nodeJson != null && $Object.hasOwnProperty.call(message, "nodeJson"))
					writer.uint32(178).string(message.nodeJson);
				if (message.stateProtection != null && $Object.hasOwnProperty.call(message, "stateProtection"))
					writer.uint32(186).string(message.stateProtection);
				if (message.live != null && $Object.hasOwnProperty.call(message, "live"))
					$root.soma.v1.Live.encode(message.live, writer.uint32(194).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Status.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, key, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Status();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.version = reader.stringVerify();
							message._version = "version";
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.kernel = reader.stringVerify();
							message._kernel = "kernel";
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.machineId = reader.stringVerify();
							message._machineId = "machineId";
							continue;
						}
					case 4: {
							if (wireType !== 1)
								break;
							message.uptimeSeconds = reader.double();
							message._uptimeSeconds = "uptimeSeconds";
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							message.memoryTotalBytes = reader.uint64();
							message._memoryTotalBytes = "memoryTotalBytes";
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							message.memoryAvailableBytes = reader.uint64();
							message._memoryAvailableBytes = "memoryAvailableBytes";
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							message.stateSizeBytes = reader.uint64();
							message._stateSizeBytes = "stateSizeBytes";
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							message.stateFreeBytes = reader.uint64();
							message._stateFreeBytes = "stateFreeBytes";
							continue;
						}
					case 9: {
							if (wireType !== 2)
								break;
							message.boot = $root.soma.v1.Boot.decode(reader, reader.size(), $undefined, _depth + 1, message.boot);
							message._boot = "boot";
							continue;
						}
					case 10: {
							if (wireType !== 2)
								break;
							message.slot = reader.stringVerify();
							message._slot = "slot";
							continue;
						}
					case 11: {
							if (wireType !== 2)
								break;
							message.slots = $root.soma.v1.SlotList.decode(reader, reader.size(), $undefined, _depth + 1, message.slots);
							message._slots = "slots";
							continue;
						}
					case 12: {
							if (wireType !== 2)
								break;
							message.health = $root.soma.v1.Health.decode(reader, reader.size(), $undefined, _depth + 1, message.health);
							message._health = "health";
							continue;
						}
					case 13: {
							if (wireType !== 0)
								break;
							message.proven = reader.bool();
							message._proven = "proven";
							continue;
						}
					case 14: {
							if (wireType !== 2)
								break;
							if (message.unknown === $util.emptyObject)
								message.unknown = {};
							let end2 = reader.size() + reader.pos;
							if (end2 > reader.len)
								throw $RangeError("index out of range");
							reader.len = end2;
							key = "";
							value = "";
							while (reader.pos < end2) {
								let tag2 = reader.tag();
								wireType = tag2 & 7;
								switch (tag2 >>>= 3) {
								case 1:
									if (wireType !== 2)
										break;
									key = reader.stringVerify();
									continue;
								case 2:
									if (wireType !== 2)
										break;
									value = reader.stringVerify();
									continue;
								}
								reader.skipType(wireType, _depth, tag2);
							}
							if (reader.pos !== end2)
								throw $RangeError("index out of range");
							reader.len = end;
							if (key === "__proto__")
								$util.makeProp(message.unknown, key);
							message.unknown[key] = value;
							continue;
						}
					case 15: {
							if (wireType !== 2)
								break;
							message.hostname = reader.stringVerify();
							message._hostname = "hostname";
							continue;
						}
					case 16: {
							if (wireType !== 2)
								break;
							message.nodeId = reader.stringVerify();
							message._nodeId = "nodeId";
							continue;
						}
					case 17: {
							if (wireType !== 2)
								break;
							message.cluster = reader.stringVerify();
							message._cluster = "cluster";
							continue;
						}
					case 18: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.timeMicroseconds = value;
							else
								delete message.timeMicroseconds;
							continue;
						}
					case 19: {
							if (wireType === 2) {
								if (!(message.loadAverages && message.loadAverages.length))
									message.loadAverages = [];
								reader.doubles(message.loadAverages);
								continue;
							}
							if (wireType !== 1)
								break;
							if (!(message.loadAverages && message.loadAverages.length))
								message.loadAverages = [];
							message.loadAverages.push(reader.double());
							continue;
						}
					case 20: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.processorCount = value;
							else
								delete message.processorCount;
							continue;
						}
					case 21: {
							if (wireType !== 2)
								break;
							message.bootId = reader.stringVerify();
							message._bootId = "bootId";
							continue;
						}
					case 22: {
							if (wireType !== 2)
								break;
							message.nodeJson = reader.stringVerify();
							message._nodeJson = "nodeJson";
							continue;
						}
					case 23: {
							if (wireType !== 2)
								break;
							message.stateProtection = reader.stringVerify();
							message._stateProtection = "stateProtection";
							continue;
						}
					case 24: {
							if (wireType !== 2)
								break;
							message.live = $root.soma.v1.Live.decode(reader, reader.size(), $undefined, _depth + 1, message.live);
							message._live = "live";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Status;
		})();
		v1.Live = (function() {
			const Live = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Live.prototype.version = "";
			Live.prototype.source = "";
			Live.prototype.baseUrl = "";
			Live.prototype.state = "";
			Live.prototype.unsigned = false;
			Live.create = function(properties) {
				return new Live(properties);
			};
			Live.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
					writer.uint32(10).string(message.version);
				if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
					writer.uint32(18).string(message.source);
				if (message.baseUrl != null && $Object.hasOwnProperty.call(message, "baseUrl") && message.baseUrl !== "")
					writer.uint32(26).string(message.baseUrl);
				if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
					writer.uint32(34).string(message.state);
				if (message.unsigned != null && $Object.hasOwnProperty.call(message, "unsigned") && message.unsigned !== false)
					writer.uint32(40).bool(message.unsigned);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Live.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Live();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.version = value;
							else
								delete message.version;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.source = value;
							else
								delete message.source;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.baseUrl = value;
							else
								delete message.baseUrl;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.state = value;
							else
								delete message.state;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.unsigned = value;
							else
								delete message.unsigned;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Live;
		})();
		v1.Boot = (function() {
			const Boot = function (properties) {
				this.repairs = [];
				this.failed = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Boot.prototype.slot = "";
			Boot.prototype.reason = "";
			Boot.prototype.line = "";
			Boot.prototype.repairs = $util.emptyArray;
			Boot.prototype.failed = $util.emptyArray;
			Boot.prototype.firmwareMilliseconds = 0;
			Boot.prototype.selectorMilliseconds = 0;
			Boot.create = function(properties) {
				return new Boot(properties);
			};
			Boot.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
					writer.uint32(10).string(message.slot);
				if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
					writer.uint32(18).string(message.reason);
				if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== "")
					writer.uint32(26).string(message.line);
				if (message.repairs != null && message.repairs.length)
					for (let i = 0; i < message.repairs.length; ++i)
						writer.uint32(34).string(message.repairs[i]);
				if (message.failed != null && message.failed.length)
					for (let i = 0; i < message.failed.length; ++i)
						writer.uint32(42).string(message.failed[i]);
				if (message.firmwareMilliseconds != null && $Object.hasOwnProperty.call(message, "firmwareMilliseconds") && message.firmwareMilliseconds !== 0)
					writer.uint32(48).uint32(message.firmwareMilliseconds);
				if (message.selectorMilliseconds != null && $Object.hasOwnProperty.call(message, "selectorMilliseconds") && message.selectorMilliseconds !== 0)
					writer.uint32(56).uint32(message.selectorMilliseconds);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Boot.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Boot();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.slot = value;
							else
								delete message.slot;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.reason = value;
							else
								delete message.reason;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.line = value;
							else
								delete message.line;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if (!(message.repairs && message.repairs.length))
								message.repairs = [];
							message.repairs.push(reader.stringVerify());
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if (!(message.failed && message.failed.length))
								message.failed = [];
							message.failed.push(reader.stringVerify());
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.firmwareMilliseconds = value;
							else
								delete message.firmwareMilliseconds;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.selectorMilliseconds = value;
							else
								delete message.selectorMilliseconds;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Boot;
		})();
		v1.Health = (function() {
			const Health = function (properties) {
				this.checks = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Health.prototype.state = "";
			Health.prototype.checks = $util.emptyArray;
			Health.create = function(properties) {
				return new Health(properties);
			};
			Health.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
					writer.uint32(10).string(message.state);
				if (message.checks != null && message.checks.length)
					for (let i = 0; i < message.checks.length; ++i)
						$root.soma.v1.HealthCheck.encode(message.checks[i], writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Health.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Health();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.state = value;
							else
								delete message.state;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if (!(message.checks && message.checks.length))
								message.checks = [];
							message.checks.push($root.soma.v1.HealthCheck.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Health;
		})();
		v1.HealthCheck = (function() {
			const HealthCheck = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			HealthCheck.prototype.name = "";
			HealthCheck.prototype.ok = false;
			HealthCheck.prototype.detail = "";
			HealthCheck.create = function(properties) {
				return new HealthCheck(properties);
			};
			HealthCheck.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
					writer.uint32(10).string(message.name);
				if (message.ok != null && $Object.hasOwnProperty.call(message, "ok") && message.ok !== false)
					writer.uint32(16).bool(message.ok);
				if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
					writer.uint32(26).string(message.detail);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			HealthCheck.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.HealthCheck();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.name = value;
							else
								delete message.name;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.ok = value;
							else
								delete message.ok;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.detail = value;
							else
								delete message.detail;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return HealthCheck;
		})();
		v1.ListSlotsRequest = (function() {
			const ListSlotsRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ListSlotsRequest.create = function(properties) {
				return new ListSlotsRequest(properties);
			};
			ListSlotsRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ListSlotsRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ListSlotsRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ListSlotsRequest;
		})();
		v1.SlotList = (function() {
			const SlotList = function (properties) {
				this.findings = [];
				this.slots = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			SlotList.prototype.disk = "";
			SlotList.prototype.diskGuid = "";
			SlotList.prototype.diskSizeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			SlotList.prototype.blockSizeBytes = 0;
			SlotList.prototype.findings = $util.emptyArray;
			SlotList.prototype.next = "";
			SlotList.prototype.slots = $util.emptyArray;
			SlotList.create = function(properties) {
				return new SlotList(properties);
			};
			SlotList.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.disk != null && $Object.hasOwnProperty.call(message, "disk") && message.disk !== "")
					writer.uint32(10).string(message.disk);
				if (message.diskGuid != null && $Object.hasOwnProperty.call(message, "diskGuid") && message.diskGuid !== "")
					writer.uint32(18).string(message.diskGuid);
				if (message.diskSizeBytes != null && $Object.hasOwnProperty.call(message, "diskSizeBytes") && (typeof message.diskSizeBytes === "object" ? message.diskSizeBytes.low || message.diskSizeBytes.high : message.diskSizeBytes !== 0))
					writer.uint32(24).uint64(message.diskSizeBytes);
				if (message.blockSizeBytes != null && $Object.hasOwnProperty.call(message, "blockSizeBytes") && message.blockSizeBytes !== 0)
					writer.uint32(32).uint32(message.blockSizeBytes);
				if (message.findings != null && message.findings.length)
					for (let i = 0; i < message.findings.length; ++i)
						writer.uint32(42).string(message.findings[i]);
				if (message.next != null && $Object.hasOwnProperty.call(message, "next") && message.next !== "")
					writer.uint32(50).string(message.next);
				if (message.slots != null && message.slots.length)
					for (let i = 0; i < message.slots.length; ++i)
						$root.soma.v1.Slot.encode(message.slots[i], writer.uint32(58).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			SlotList.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.SlotList();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.disk = value;
							else
								delete message.disk;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.diskGuid = value;
							else
								delete message.diskGuid;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.diskSizeBytes = value;
							else
								delete message.diskSizeBytes;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.blockSizeBytes = value;
							else
								delete message.blockSizeBytes;
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if (!(message.findings && message.findings.length))
								message.findings = [];
							message.findings.push(reader.stringVerify());
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.next = value;
							else
								delete message.next;
							continue;
						}
					case 7: {
							if (wireType !== 2)
								break;
							if (!(message.slots && message.slots.length))
								message.slots = [];
							message.slots.push($root.soma.v1.Slot.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return SlotList;
		})();
		v1.Slot = (function() {
			const Slot = function (properties) {
				this.partitions = {};
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Slot.prototype.name = "";
			Slot.prototype.version = null;
			Slot.prototype.condition = "";
			Slot.prototype.priority = 0;
			Slot.prototype.tries = 0;
			Slot.prototype.successful = false;
			Slot.prototype.unproven = 0;
			Slot.prototype.ineligible = null;
			Slot.prototype.next = false;
			Slot.prototype.running = false;
			Slot.prototype.rootHash = null;
			Slot.prototype.attributes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Slot.prototype.partitions = $util.emptyObject;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Slot.prototype, "_version", {
				get: $util.oneOfGetter($oneOfFields = ["version"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Slot.prototype, "_ineligible", {
				get: $util.oneOfGetter($oneOfFields = ["ineligible"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Slot.prototype, "_rootHash", {
				get: $util.oneOfGetter($oneOfFields = ["rootHash"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			Slot.create = function(properties) {
				return new Slot(properties);
			};
			Slot.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
					writer.uint32(10).string(message.name);
				if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
					writer.uint32(18).string(message.version);
				if (message.condition != null && $Object.hasOwnProperty.call(message, "condition") && message.condition !== "")
					writer.uint32(26).string(message.condition);
				if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
					writer.uint32(32).uint32(message.priority);
				if (message.tries != null && $Object.hasOwnProperty.call(message, "tries") && message.tries !== 0)
					writer.uint32(40).uint32(message.tries);
				if (message.successful != null && $Object.hasOwnProperty.call(message, "successful") && message.successful !== false)
					writer.uint32(48).bool(message.successful);
				if (message.unproven != null && $Object.hasOwnProperty.call(message, "unproven") && message.unproven !== 0)
					writer.uint32(56).uint32(message.unproven);
				if (message.ineligible != null && $Object.hasOwnProperty.call(message, "ineligible"))
					writer.uint32(66).string(message.ineligible);
				if (message.next != null && $Object.hasOwnProperty.call(message, "next") && message.next !== false)
					writer.uint32(72).bool(message.next);
				if (message.running != null && $Object.hasOwnProperty.call(message, "running") && message.running !== false)
					writer.uint32(80).bool(message.running);
				if (message.rootHash != null && $Object.hasOwnProperty.call(message, "rootHash"))
					writer.uint32(90).string(message.rootHash);
				if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes") && (typeof message.attributes === "object" ? message.attributes.low || message.attributes.high : message.attributes !== 0))
					writer.uint32(96).uint64(message.attributes);
				if (message.partitions != null && $Object.hasOwnProperty.call(message, "partitions"))
					for (let keys = $Object.keys(message.partitions), i = 0; i < keys.length; ++i)
						writer.uint32(106).fork().uint32(10).string(keys[i]).uint32(16).uint32(message.partitions[keys[i]]).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Slot.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, key, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Slot();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.name = value;
							else
								delete message.name;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.version = reader.stringVerify();
							message._version = "version";
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.condition = value;
							else
								delete message.condition;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.priority = value;
							else
								delete message.priority;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.tries = value;
							else
								delete message.tries;
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.successful = value;
							else
								delete message.successful;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.unproven = value;
							else
								delete message.unproven;
							continue;
						}
					case 8: {
							if (wireType !== 2)
								break;
							message.ineligible = reader.stringVerify();
							message._ineligible = "ineligible";
							continue;
						}
					case 9: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.next = value;
							else
								delete message.next;
							continue;
						}
					case 10: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.running = value;
							else
								delete message.running;
							continue;
						}
					case 11: {
							if (wireType !== 2)
								break;
							message.rootHash = reader.stringVerify();
							message._rootHash = "rootHash";
							continue;
						}
					case 12: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.attributes = value;
							else
								delete message.attributes;
							continue;
						}
					case 13: {
							if (wireType !== 2)
								break;
							if (message.partitions === $util.emptyObject)
								message.partitions = {};
							let end2 = reader.size() + reader.pos;
							if (end2 > reader.len)
								throw $RangeError("index out of range");
							reader.len = end2;
							key = "";
							value = 0;
							while (reader.pos < end2) {
								let tag2 = reader.tag();
								wireType = tag2 & 7;
								switch (tag2 >>>= 3) {
								case 1:
									if (wireType !== 2)
										break;
									key = reader.stringVerify();
									continue;
								case 2:
									if (wireType !== 0)
										break;
									value = reader.uint32();
									continue;
								}
								reader.skipType(wireType, _depth, tag2);
							}
							if (reader.pos !== end2)
								throw $RangeError("index out of range");
							reader.len = end;
							if (key === "__proto__")
								$util.makeProp(message.partitions, key);
							message.partitions[key] = value;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Slot;
		})();
		v1.SlotAction = (function() {
			const valuesById = $Object.create(null), values = $Object.create(valuesById);
			values[valuesById[0] = "SLOT_ACTION_UNSPECIFIED"] = 0;
			values[valuesById[1] = "SLOT_ACTION_MARK_GOOD"] = 1;
			values[valuesById[2] = "SLOT_ACTION_MARK_BAD"] = 2;
			values[valuesById[3] = "SLOT_ACTION_PRIORITIZE"] = 3;
			return values;
		})();
		v1.ChangeSlotRequest = (function() {
			const ChangeSlotRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ChangeSlotRequest.prototype.slot = "";
			ChangeSlotRequest.prototype.action = 0;
			ChangeSlotRequest.prototype.force = false;
			ChangeSlotRequest.create = function(properties) {
				return new ChangeSlotRequest(properties);
			};
			ChangeSlotRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
					writer.uint32(10).string(message.slot);
				if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== 0)
					writer.uint32(16).int32(message.action);
				if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
					writer.uint32(24).bool(message.force);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ChangeSlotRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ChangeSlotRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.slot = value;
							else
								delete message.slot;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.int32())
								message.action = value;
							else
								delete message.action;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.force = value;
							else
								delete message.force;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ChangeSlotRequest;
		})();
		v1.ChangeSlotResult = (function() {
			const ChangeSlotResult = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ChangeSlotResult.prototype.changed = false;
			ChangeSlotResult.prototype.explanation = "";
			ChangeSlotResult.prototype.slots = null;
			ChangeSlotResult.create = function(properties) {
				return new ChangeSlotResult(properties);
			};
			ChangeSlotResult.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.changed != null && $Object.hasOwnProperty.call(message, "changed") && message.changed !== false)
					writer.uint32(8).bool(message.changed);
				if (message.explanation != null && $Object.hasOwnProperty.call(message, "explanation") && message.explanation !== "")
					writer.uint32(18).string(message.explanation);
				if (message.slots != null && $Object.hasOwnProperty.call(message, "slots"))
					$root.soma.v1.SlotList.encode(message.slots, writer.uint32(26).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ChangeSlotResult.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ChangeSlotResult();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.changed = value;
							else
								delete message.changed;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.explanation = value;
							else
								delete message.explanation;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.slots = $root.soma.v1.SlotList.decode(reader, reader.size(), $undefined, _depth + 1, message.slots);
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ChangeSlotResult;
		})();
		v1.GetUpdateRequest = (function() {
			const GetUpdateRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			GetUpdateRequest.create = function(properties) {
				return new GetUpdateRequest(properties);
			};
			GetUpdateRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			GetUpdateRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.GetUpdateRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return GetUpdateRequest;
		})();
		v1.Update = (function() {
			const Update = function (properties) {
				this.servers = [];
				this.refused = [];
				this.history = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Update.prototype.running = null;
			Update.prototype.channel = "";
			Update.prototype.servers = $util.emptyArray;
			Update.prototype.phase = null;
			Update.prototype.check = null;
			Update.prototype.wishes = null;
			Update.prototype.refused = $util.emptyArray;
			Update.prototype.history = $util.emptyArray;
			Update.prototype.programs = null;
			Update.prototype.configurationJson = null;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Update.prototype, "_running", {
				get: $util.oneOfGetter($oneOfFields = ["running"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(Update.prototype, "_configurationJson", {
				get: $util.oneOfGetter($oneOfFields = ["configurationJson"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			Update.create = function(properties) {
				return new Update(properties);
			};
			Update.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.running != null && $Object.hasOwnProperty.call(message, "running"))
					writer.uint32(10).string(message.running);
				if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
					writer.uint32(18).string(message.channel);
				if (message.servers != null && message.servers.length)
					for (let i = 0; i < message.servers.length; ++i)
						writer.uint32(26).string(message.servers[i]);
				if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
					$root.soma.v1.UpdatePhase.encode(message.phase, writer.uint32(34).fork(), _depth + 1).ldelim();
				if (message.check != null && $Object.hasOwnProperty.call(message, "check"))
					$root.soma.v1.UpdateCheck.encode(message.check, writer.uint32(42).fork(), _depth + 1).ldelim();
				if (message.wishes != null && $Object.hasOwnProperty.call(message, "wishes"))
					$root.soma.v1.UpdateWishes.encode(message.wishes, writer.uint32(50).fork(), _depth + 1).ldelim();
				if (message.refused != null && message.refused.length)
					for (let i = 0; i < message.refused.length; ++i)
						$root.soma.v1.RefusedRelease.encode(message.refused[i], writer.uint32(58).fork(), _depth + 1).ldelim();
				if (message.history != null && message.history.length)
					for (let i = 0; i < message.history.length; ++i)
						$root.soma.v1.UpdateOutcome.encode(message.history[i], writer.uint32(66).fork(), _depth + 1).ldelim();
				if (message.programs != null && $Object.hasOwnProperty.call(message, "programs"))
					$root.soma.v1.UpdatePrograms.encode(message.programs, writer.uint32(74).fork(), _depth + 1).ldelim();
				if (message.configurationJson != null && $Object.hasOwnProperty.call(message, "configurationJson"))
					writer.uint32(82).string(message.configurationJson);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Update.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Update();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.running = reader.stringVerify();
							message._running = "running";
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.channel = value;
							else
								delete message.channel;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if (!(message.servers && message.servers.length))
								message.servers = [];
							message.servers.push(reader.stringVerify());
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							message.phase = $root.soma.v1.UpdatePhase.decode(reader, reader.size(), $undefined, _depth + 1, message.phase);
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							message.check = $root.soma.v1.UpdateCheck.decode(reader, reader.size(), $undefined, _depth + 1, message.check);
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							message.wishes = $root.soma.v1.UpdateWishes.decode(reader, reader.size(), $undefined, _depth + 1, message.wishes);
							continue;
						}
					case 7: {
							if (wireType !== 2)
								break;
							if (!(message.refused && message.refused.length))
								message.refused = [];
							message.refused.push($root.soma.v1.RefusedRelease.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 8: {
							if (wireType !== 2)
								break;
							if (!(message.history && message.history.length))
								message.history = [];
							message.history.push($root.soma.v1.UpdateOutcome.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 9: {
							if (wireType !== 2)
								break;
							message.programs = $root.soma.v1.UpdatePrograms.decode(reader, reader.size(), $undefined, _depth + 1, message.programs);
							continue;
						}
					case 10: {
							if (wireType !== 2)
								break;
							message.configurationJson = reader.stringVerify();
							message._configurationJson = "configurationJson";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Update;
		})();
		v1.ReleaseName = (function() {
			const ReleaseName = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ReleaseName.prototype.version = "";
			ReleaseName.prototype.rootHash = "";
			ReleaseName.create = function(properties) {
				return new ReleaseName(properties);
			};
			ReleaseName.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
					writer.uint32(10).string(message.version);
				if (message.rootHash != null && $Object.hasOwnProperty.call(message, "rootHash") && message.rootHash !== "")
					writer.uint32(18).string(message.rootHash);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ReleaseName.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ReleaseName();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.version = value;
							else
								delete message.version;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.rootHash = value;
							else
								delete message.rootHash;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ReleaseName;
		})();
		v1.UpdatePhase = (function() {
			const UpdatePhase = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdatePhase.prototype.kind = "";
			UpdatePhase.prototype.release = null;
			UpdatePhase.prototype.slot = null;
			UpdatePhase.prototype.from = null;
			UpdatePhase.prototype.committedMicroseconds = null;
			UpdatePhase.prototype.committedInBoot = null;
			UpdatePhase.prototype.hadNetwork = null;
			UpdatePhase.prototype.byHand = null;
			UpdatePhase.prototype.formerRootHash = null;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdatePhase.prototype, "_slot", {
				get: $util.oneOfGetter($oneOfFields = ["slot"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdatePhase.prototype, "_committedMicroseconds", {
				get: $util.oneOfGetter($oneOfFields = ["committedMicroseconds"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdatePhase.prototype, "_committedInBoot", {
				get: $util.oneOfGetter($oneOfFields = ["committedInBoot"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdatePhase.prototype, "_hadNetwork", {
				get: $util.oneOfGetter($oneOfFields = ["hadNetwork"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdatePhase.prototype, "_byHand", {
				get: $util.oneOfGetter($oneOfFields = ["byHand"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdatePhase.prototype, "_formerRootHash", {
				get: $util.oneOfGetter($oneOfFields = ["formerRootHash"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			UpdatePhase.create = function(properties) {
				return new UpdatePhase(properties);
			};
			UpdatePhase.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
					writer.uint32(10).string(message.kind);
				if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
					$root.soma.v1.ReleaseName.encode(message.release, writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
					writer.uint32(26).string(message.slot);
				if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
					$root.soma.v1.ReleaseName.encode(message.from, writer.uint32(34).fork(), _depth + 1).ldelim();
				if (message.committedMicroseconds != null && $Object.hasOwnProperty.call(message, "committedMicroseconds"))
					writer.uint32(40).uint64(message.committedMicroseconds);
				if (message.committedInBoot != null && $Object.hasOwnProperty.call(message, "committedInBoot"))
					writer.uint32(50).string(message.committedInBoot);
				if (message.hadNetwork != null && $Object.hasOwnProperty.call(message, "hadNetwork"))
					writer.uint32(56).bool(message.hadNetwork);
				if (message.byHand != null && $Object.hasOwnProperty.call(message, "byHand"))
					writer.uint32(64).bool(message.byHand);
				if (message.formerRootHash != null && $Object.hasOwnProperty.call(message, "formerRootHash"))
					writer.uint32(74).string(message.formerRootHash);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdatePhase.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdatePhase();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.kind = value;
							else
								delete message.kind;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.release = $root.soma.v1.ReleaseName.decode(reader, reader.size(), $undefined, _depth + 1, message.release);
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.slot = reader.stringVerify();
							message._slot = "slot";
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							message.from = $root.soma.v1.ReleaseName.decode(reader, reader.size(), $undefined, _depth + 1, message.from);
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							message.committedMicroseconds = reader.uint64();
							message._committedMicroseconds = "committedMicroseconds";
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							message.committedInBoot = reader.stringVerify();
							message._committedInBoot = "committedInBoot";
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							message.hadNetwork = reader.bool();
							message._hadNetwork = "hadNetwork";
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							message.byHand = reader.bool();
							message._byHand = "byHand";
							continue;
						}
					case 9: {
							if (wireType !== 2)
								break;
							message.formerRootHash = reader.stringVerify();
							message._formerRootHash = "formerRootHash";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdatePhase;
		})();
		v1.UpdateCheck = (function() {
			const UpdateCheck = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdateCheck.prototype.timeMicroseconds = null;
			UpdateCheck.prototype.failures = 0;
			UpdateCheck.prototype.problem = null;
			UpdateCheck.prototype.offered = null;
			UpdateCheck.prototype.standing = null;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdateCheck.prototype, "_timeMicroseconds", {
				get: $util.oneOfGetter($oneOfFields = ["timeMicroseconds"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdateCheck.prototype, "_problem", {
				get: $util.oneOfGetter($oneOfFields = ["problem"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdateCheck.prototype, "_offered", {
				get: $util.oneOfGetter($oneOfFields = ["offered"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdateCheck.prototype, "_standing", {
				get: $util.oneOfGetter($oneOfFields = ["standing"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			UpdateCheck.create = function(properties) {
				return new UpdateCheck(properties);
			};
			UpdateCheck.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.timeMicroseconds != null && $Object.hasOwnProperty.call(message, "timeMicroseconds"))
					writer.uint32(8).uint64(message.timeMicroseconds);
				if (message.failures != null && $Object.hasOwnProperty.call(message, "failures") && message.failures !== 0)
					writer.uint32(16).uint32(message.failures);
				if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
					writer.uint32(26).string(message.problem);
				if (message.offered != null && $Object.hasOwnProperty.call(message, "offered"))
					writer.uint32(34).string(message.offered);
				if (message.standing != null && $Object.hasOwnProperty.call(message, "standing"))
					writer.uint32(42).string(message.standing);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdateCheck.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdateCheck();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							message.timeMicroseconds = reader.uint64();
							message._timeMicroseconds = "timeMicroseconds";
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.failures = value;
							else
								delete message.failures;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.problem = reader.stringVerify();
							message._problem = "problem";
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							message.offered = reader.stringVerify();
							message._offered = "offered";
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							message.standing = reader.stringVerify();
							message._standing = "standing";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdateCheck;
		})();
		v1.UpdateWishes = (function() {
			const UpdateWishes = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdateWishes.prototype.hold = null;
			UpdateWishes.prototype.pin = null;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdateWishes.prototype, "_pin", {
				get: $util.oneOfGetter($oneOfFields = ["pin"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			UpdateWishes.create = function(properties) {
				return new UpdateWishes(properties);
			};
			UpdateWishes.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.hold != null && $Object.hasOwnProperty.call(message, "hold"))
					$root.soma.v1.UpdateHold.encode(message.hold, writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.pin != null && $Object.hasOwnProperty.call(message, "pin"))
					writer.uint32(18).string(message.pin);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdateWishes.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdateWishes();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.hold = $root.soma.v1.UpdateHold.decode(reader, reader.size(), $undefined, _depth + 1, message.hold);
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.pin = reader.stringVerify();
							message._pin = "pin";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdateWishes;
		})();
		v1.UpdateHold = (function() {
			const UpdateHold = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdateHold.prototype.because = "";
			UpdateHold.prototype.timeMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			UpdateHold.create = function(properties) {
				return new UpdateHold(properties);
			};
			UpdateHold.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.because != null && $Object.hasOwnProperty.call(message, "because") && message.because !== "")
					writer.uint32(10).string(message.because);
				if (message.timeMicroseconds != null && $Object.hasOwnProperty.call(message, "timeMicroseconds") && (typeof message.timeMicroseconds === "object" ? message.timeMicroseconds.low || message.timeMicroseconds.high : message.timeMicroseconds !== 0))
					writer.uint32(16).uint64(message.timeMicroseconds);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdateHold.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdateHold();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.because = value;
							else
								delete message.because;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.timeMicroseconds = value;
							else
								delete message.timeMicroseconds;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdateHold;
		})();
		v1.RefusedRelease = (function() {
			const RefusedRelease = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			RefusedRelease.prototype.release = null;
			RefusedRelease.prototype.because = "";
			RefusedRelease.create = function(properties) {
				return new RefusedRelease(properties);
			};
			RefusedRelease.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
					$root.soma.v1.ReleaseName.encode(message.release, writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.because != null && $Object.hasOwnProperty.call(message, "because") && message.because !== "")
					writer.uint32(18).string(message.because);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			RefusedRelease.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.RefusedRelease();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.release = $root.soma.v1.ReleaseName.decode(reader, reader.size(), $undefined, _depth + 1, message.release);
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.because = value;
							else
								delete message.because;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return RefusedRelease;
		})();
		v1.UpdateOutcome = (function() {
			const UpdateOutcome = function (properties) {
				this.evidence = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdateOutcome.prototype.release = null;
			UpdateOutcome.prototype.from = null;
			UpdateOutcome.prototype.outcome = "";
			UpdateOutcome.prototype["class"] = null;
			UpdateOutcome.prototype.because = "";
			UpdateOutcome.prototype.evidence = $util.emptyArray;
			UpdateOutcome.prototype.committedMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			UpdateOutcome.prototype.decidedMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			UpdateOutcome.prototype.reported = false;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(UpdateOutcome.prototype, "_class", {
				get: $util.oneOfGetter($oneOfFields = ["class"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			UpdateOutcome.create = function(properties) {
				return new UpdateOutcome(properties);
			};
			UpdateOutcome.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
					$root.soma.v1.ReleaseName.encode(message.release, writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
					$root.soma.v1.ReleaseName.encode(message.from, writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== "")
					writer.uint32(26).string(message.outcome);
				if (message["class"] != null && $Object.hasOwnProperty.call(message, "class"))
					writer.uint32(34).string(message["class"]);
				if (message.because != null && $Object.hasOwnProperty.call(message, "because") && message.because !== "")
					writer.uint32(42).string(message.because);
				if (message.evidence != null && message.evidence.length)
					for (let i = 0; i < message.evidence.length; ++i)
						writer.uint32(50).string(message.evidence[i]);
				if (message.committedMicroseconds != null && $Object.hasOwnProperty.call(message, "committedMicroseconds") && (typeof message.committedMicroseconds === "object" ? message.committedMicroseconds.low || message.committedMicroseconds.high : message.committedMicroseconds !== 0))
					writer.uint32(56).uint64(message.committedMicroseconds);
				if (message.decidedMicroseconds != null && $Object.hasOwnProperty.call(message, "decidedMicroseconds") && (typeof message.decidedMicroseconds === "object" ? message.decidedMicroseconds.low || message.decidedMicroseconds.high : message.decidedMicroseconds !== 0))
					writer.uint32(64).uint64(message.decidedMicroseconds);
				if (message.reported != null && $Object.hasOwnProperty.call(message, "reported") && message.reported !== false)
					writer.uint32(72).bool(message.reported);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdateOutcome.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdateOutcome();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.release = $root.soma.v1.ReleaseName.decode(reader, reader.size(), $undefined, _depth + 1, message.release);
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.from = $root.soma.v1.ReleaseName.decode(reader, reader.size(), $undefined, _depth + 1, message.from);
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.outcome = value;
							else
								delete message.outcome;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							message["class"] = reader.stringVerify();
							message._class = "class";
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.because = value;
							else
								delete message.because;
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							if (!(message.evidence && message.evidence.length))
								message.evidence = [];
							message.evidence.push(reader.stringVerify());
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.committedMicroseconds = value;
							else
								delete message.committedMicroseconds;
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.decidedMicroseconds = value;
							else
								delete message.decidedMicroseconds;
							continue;
						}
					case 9: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.reported = value;
							else
								delete message.reported;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdateOutcome;
		})();
		v1.UpdatePrograms = (function() {
			const UpdatePrograms = function (properties) {
				this.failed = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdatePrograms.prototype.rescue = null;
			UpdatePrograms.prototype.selector = null;
			UpdatePrograms.prototype.trial = null;
			UpdatePrograms.prototype.failed = $util.emptyArray;
			UpdatePrograms.prototype.check = null;
			UpdatePrograms.create = function(properties) {
				return new UpdatePrograms(properties);
			};
			UpdatePrograms.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.rescue != null && $Object.hasOwnProperty.call(message, "rescue"))
					$root.soma.v1.ProgramBits.encode(message.rescue, writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.selector != null && $Object.hasOwnProperty.call(message, "selector"))
					$root.soma.v1.ProgramBits.encode(message.selector, writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.trial != null && $Object.hasOwnProperty.call(message, "trial"))
					$root.soma.v1.SelectorTrial.encode(message.trial, writer.uint32(26).fork(), _depth + 1).ldelim();
				if (message.failed != null && message.failed.length)
					for (let i = 0; i < message.failed.length; ++i)
						$root.soma.v1.FailedSelector.encode(message.failed[i], writer.uint32(34).fork(), _depth + 1).ldelim();
				if (message.check != null && $Object.hasOwnProperty.call(message, "check"))
					$root.soma.v1.UpdateCheck.encode(message.check, writer.uint32(42).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdatePrograms.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdatePrograms();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.rescue = $root.soma.v1.ProgramBits.decode(reader, reader.size(), $undefined, _depth + 1, message.rescue);
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.selector = $root.soma.v1.ProgramBits.decode(reader, reader.size(), $undefined, _depth + 1, message.selector);
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.trial = $root.soma.v1.SelectorTrial.decode(reader, reader.size(), $undefined, _depth + 1, message.trial);
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if (!(message.failed && message.failed.length))
								message.failed = [];
							message.failed.push($root.soma.v1.FailedSelector.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							message.check = $root.soma.v1.UpdateCheck.decode(reader, reader.size(), $undefined, _depth + 1, message.check);
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdatePrograms;
		})();
		v1.ProgramBits = (function() {
			const ProgramBits = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ProgramBits.prototype.version = "";
			ProgramBits.prototype.sha256 = "";
			ProgramBits.create = function(properties) {
				return new ProgramBits(properties);
			};
			ProgramBits.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
					writer.uint32(10).string(message.version);
				if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256 !== "")
					writer.uint32(18).string(message.sha256);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ProgramBits.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ProgramBits();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.version = value;
							else
								delete message.version;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.sha256 = value;
							else
								delete message.sha256;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ProgramBits;
		})();
		v1.SelectorTrial = (function() {
			const SelectorTrial = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			SelectorTrial.prototype.kind = "";
			SelectorTrial.prototype.target = null;
			SelectorTrial.prototype.bootId = null;
			SelectorTrial.prototype.because = null;
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(SelectorTrial.prototype, "_bootId", {
				get: $util.oneOfGetter($oneOfFields = ["bootId"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(SelectorTrial.prototype, "_because", {
				get: $util.oneOfGetter($oneOfFields = ["because"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			SelectorTrial.create = function(properties) {
				return new SelectorTrial(properties);
			};
			SelectorTrial.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
					writer.uint32(10).string(message.kind);
				if (message.target != null && $Object.hasOwnProperty.call(message, "target"))
					$root.soma.v1.ProgramBits.encode(message.target, writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
					writer.uint32(26).string(message.bootId);
				if (message.because != null && $Object.hasOwnProperty.call(message, "because"))
					writer.uint32(34).string(message.because);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			SelectorTrial.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.SelectorTrial();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.kind = value;
							else
								delete message.kind;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.target = $root.soma.v1.ProgramBits.decode(reader, reader.size(), $undefined, _depth + 1, message.target);
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.bootId = reader.stringVerify();
							message._bootId = "bootId";
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							message.because = reader.stringVerify();
							message._because = "because";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return SelectorTrial;
		})();
		v1.FailedSelector = (function() {
			const FailedSelector = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			FailedSelector.prototype.selector = null;
			FailedSelector.prototype.because = "";
			FailedSelector.prototype.timeMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			FailedSelector.create = function(properties) {
				return new FailedSelector(properties);
			};
			FailedSelector.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.selector != null && $Object.hasOwnProperty.call(message, "selector"))
					$root.soma.v1.ProgramBits.encode(message.selector, writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.because != null && $Object.hasOwnProperty.call(message, "because") && message.because !== "")
					writer.uint32(18).string(message.because);
				if (message.timeMicroseconds != null && $Object.hasOwnProperty.call(message, "timeMicroseconds") && (typeof message.timeMicroseconds === "object" ? message.timeMicroseconds.low || message.timeMicroseconds.high : message.timeMicroseconds !== 0))
					writer.uint32(24).uint64(message.timeMicroseconds);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			FailedSelector.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.FailedSelector();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.selector = $root.soma.v1.ProgramBits.decode(reader, reader.size(), $undefined, _depth + 1, message.selector);
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.because = value;
							else
								delete message.because;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.timeMicroseconds = value;
							else
								delete message.timeMicroseconds;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return FailedSelector;
		})();
		v1.ChangeUpdateWishesRequest = (function() {
			const ChangeUpdateWishesRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ChangeUpdateWishesRequest.prototype.setHold = null;
			ChangeUpdateWishesRequest.prototype.clearHold = null;
			ChangeUpdateWishesRequest.prototype.setPin = null;
			ChangeUpdateWishesRequest.prototype.clearPin = null;
			let $oneOfFields;
			$Object.defineProperty(ChangeUpdateWishesRequest.prototype, "hold", {
				get: $util.oneOfGetter($oneOfFields = ["setHold", "clearHold"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			$Object.defineProperty(ChangeUpdateWishesRequest.prototype, "pin", {
				get: $util.oneOfGetter($oneOfFields = ["setPin", "clearPin"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			ChangeUpdateWishesRequest.create = function(properties) {
				return new ChangeUpdateWishesRequest(properties);
			};
			ChangeUpdateWishesRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.setHold != null && $Object.hasOwnProperty.call(message, "setHold"))
					writer.uint32(10).string(message.setHold);
				if (message.clearHold != null && $Object.hasOwnProperty.call(message, "clearHold"))
					writer.uint32(16).bool(message.clearHold);
				if (message.setPin != null && $Object.hasOwnProperty.call(message, "setPin"))
					writer.uint32(26).string(message.setPin);
				if (message.clearPin != null && $Object.hasOwnProperty.call(message, "clearPin"))
					writer.uint32(32).bool(message.clearPin);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ChangeUpdateWishesRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ChangeUpdateWishesRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.setHold = reader.stringVerify();
							message.hold = "setHold";
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							message.clearHold = reader.bool();
							message.hold = "clearHold";
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.setPin = reader.stringVerify();
							message.pin = "setPin";
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							message.clearPin = reader.bool();
							message.pin = "clearPin";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ChangeUpdateWishesRequest;
		})();
		v1.ApplyUpdateRequest = (function() {
			const ApplyUpdateRequest = function (properties) {
				this.from = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ApplyUpdateRequest.prototype.version = "";
			ApplyUpdateRequest.prototype.from = $util.emptyArray;
			ApplyUpdateRequest.prototype.force = false;
			ApplyUpdateRequest.prototype.dryRun = false;
			ApplyUpdateRequest.prototype.noRestart = false;
			ApplyUpdateRequest.create = function(properties) {
				return new ApplyUpdateRequest(properties);
			};
			ApplyUpdateRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
					writer.uint32(10).string(message.version);
				if (message.from != null && message.from.length)
					for (let i = 0; i < message.from.length; ++i)
						writer.uint32(18).string(message.from[i]);
				if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
					writer.uint32(24).bool(message.force);
				if (message.dryRun != null && $Object.hasOwnProperty.call(message, "dryRun") && message.dryRun !== false)
					writer.uint32(32).bool(message.dryRun);
				if (message.noRestart != null && $Object.hasOwnProperty.call(message, "noRestart") && message.noRestart !== false)
					writer.uint32(40).bool(message.noRestart);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ApplyUpdateRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ApplyUpdateRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.version = value;
							else
								delete message.version;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if (!(message.from && message.from.length))
								message.from = [];
							message.from.push(reader.stringVerify());
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.force = value;
							else
								delete message.force;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.dryRun = value;
							else
								delete message.dryRun;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.noRestart = value;
							else
								delete message.noRestart;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ApplyUpdateRequest;
		})();
		v1.RollBackRequest = (function() {
			const RollBackRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			RollBackRequest.prototype.dryRun = false;
			RollBackRequest.prototype.noRestart = false;
			RollBackRequest.create = function(properties) {
				return new RollBackRequest(properties);
			};
			RollBackRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.dryRun != null && $Object.hasOwnProperty.call(message, "dryRun") && message.dryRun !== false)
					writer.uint32(8).bool(message.dryRun);
				if (message.noRestart != null && $Object.hasOwnProperty.call(message, "noRestart") && message.noRestart !== false)
					writer.uint32(16).bool(message.noRestart);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			RollBackRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.RollBackRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.dryRun = value;
							else
								delete message.dryRun;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.noRestart = value;
							else
								delete message.noRestart;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return RollBackRequest;
		})();
		v1.UpdateProgress = (function() {
			const UpdateProgress = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdateProgress.prototype.line = null;
			UpdateProgress.prototype.exitCode = null;
			UpdateProgress.prototype.restarts = false;
			let $oneOfFields;
			$Object.defineProperty(UpdateProgress.prototype, "output", {
				get: $util.oneOfGetter($oneOfFields = ["line", "exitCode"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			UpdateProgress.create = function(properties) {
				return new UpdateProgress(properties);
			};
			UpdateProgress.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
					writer.uint32(10).string(message.line);
				if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
					writer.uint32(16).uint32(message.exitCode);
				if (message.restarts != null && $Object.hasOwnProperty.call(message, "restarts") && message.restarts !== false)
					writer.uint32(24).bool(message.restarts);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdateProgress.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdateProgress();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.line = reader.stringVerify();
							message.output = "line";
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							message.exitCode = reader.uint32();
							message.output = "exitCode";
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.restarts = value;
							else
								delete message.restarts;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdateProgress;
		})();
		v1.ListServicesRequest = (function() {
			const ListServicesRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ListServicesRequest.prototype.all = false;
			ListServicesRequest.prototype.everyType = false;
			ListServicesRequest.create = function(properties) {
				return new ListServicesRequest(properties);
			};
			ListServicesRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.all != null && $Object.hasOwnProperty.call(message, "all") && message.all !== false)
					writer.uint32(8).bool(message.all);
				if (message.everyType != null && $Object.hasOwnProperty.call(message, "everyType") && message.everyType !== false)
					writer.uint32(16).bool(message.everyType);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ListServicesRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ListServicesRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.all = value;
							else
								delete message.all;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.everyType = value;
							else
								delete message.everyType;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ListServicesRequest;
		})();
		v1.ServiceList = (function() {
			const ServiceList = function (properties) {
				this.services = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ServiceList.prototype.services = $util.emptyArray;
			ServiceList.create = function(properties) {
				return new ServiceList(properties);
			};
			ServiceList.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.services != null && message.services.length)
					for (let i = 0; i < message.services.length; ++i)
						$root.soma.v1.Service.encode(message.services[i], writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ServiceList.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ServiceList();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if (!(message.services && message.services.length))
								message.services = [];
							message.services.push($root.soma.v1.Service.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ServiceList;
		})();
		v1.Service = (function() {
			const Service = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Service.prototype.name = "";
			Service.prototype.description = "";
			Service.prototype.loadState = "";
			Service.prototype.activeState = "";
			Service.prototype.subState = "";
			Service.create = function(properties) {
				return new Service(properties);
			};
			Service.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
					writer.uint32(10).string(message.name);
				if (message.description != null && $Object.hasOwnProperty.call(message, "description") && message.description !== "")
					writer.uint32(18).string(message.description);
				if (message.loadState != null && $Object.hasOwnProperty.call(message, "loadState") && message.loadState !== "")
					writer.uint32(26).string(message.loadState);
				if (message.activeState != null && $Object.hasOwnProperty.call(message, "activeState") && message.activeState !== "")
					writer.uint32(34).string(message.activeState);
				if (message.subState != null && $Object.hasOwnProperty.call(message, "subState") && message.subState !== "")
					writer.uint32(42).string(message.subState);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Service.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Service();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.name = value;
							else
								delete message.name;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.description = value;
							else
								delete message.description;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.loadState = value;
							else
								delete message.loadState;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.activeState = value;
							else
								delete message.activeState;
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.subState = value;
							else
								delete message.subState;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Service;
		})();
		v1.LogPriority = (function() {
			const valuesById = $Object.create(null), values = $Object.create(valuesById);
			values[valuesById[0] = "LOG_PRIORITY_UNSPECIFIED"] = 0;
			values[valuesById[1] = "LOG_PRIORITY_EMERGENCY"] = 1;
			values[valuesById[2] = "LOG_PRIORITY_ALERT"] = 2;
			values[valuesById[3] = "LOG_PRIORITY_CRITICAL"] = 3;
			values[valuesById[4] = "LOG_PRIORITY_ERROR"] = 4;
			values[valuesById[5] = "LOG_PRIORITY_WARNING"] = 5;
			values[valuesById[6] = "LOG_PRIORITY_NOTICE"] = 6;
			values[valuesById[7] = "LOG_PRIORITY_INFO"] = 7;
			values[valuesById[8] = "LOG_PRIORITY_DEBUG"] = 8;
			return values;
		})();
		v1.ReadLogsRequest = (function() {
			const ReadLogsRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ReadLogsRequest.prototype.follow = false;
			ReadLogsRequest.prototype.unit = "";
			ReadLogsRequest.prototype.boot = null;
			ReadLogsRequest.prototype.sinceMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			ReadLogsRequest.prototype.untilMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			ReadLogsRequest.prototype.lines = 0;
			ReadLogsRequest.prototype.priority = 0;
			ReadLogsRequest.prototype.afterCursor = "";
			let $oneOfFields;
			// Virtual OneOf for proto3 optional field
			$Object.defineProperty(ReadLogsRequest.prototype, "_boot", {
				get: $util.oneOfGetter($oneOfFields = ["boot"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			ReadLogsRequest.create = function(properties) {
				return new ReadLogsRequest(properties);
			};
			ReadLogsRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.follow != null && $Object.hasOwnProperty.call(message, "follow") && message.follow !== false)
					writer.uint32(8).bool(message.follow);
				if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== "")
					writer.uint32(18).string(message.unit);
				if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
					writer.uint32(24).sint32(message.boot);
				if (message.sinceMicroseconds != null && $Object.hasOwnProperty.call(message, "sinceMicroseconds") && (typeof message.sinceMicroseconds === "object" ? message.sinceMicroseconds.low || message.sinceMicroseconds.high : message.sinceMicroseconds !== 0))
					writer.uint32(32).uint64(message.sinceMicroseconds);
				if (message.untilMicroseconds != null && $Object.hasOwnProperty.call(message, "untilMicroseconds") && (typeof message.untilMicroseconds === "object" ? message.untilMicroseconds.low || message.untilMicroseconds.high : message.untilMicroseconds !== 0))
					writer.uint32(40).uint64(message.untilMicroseconds);
				if (message.lines != null && $Object.hasOwnProperty.call(message, "lines") && message.lines !== 0)
					writer.uint32(48).uint32(message.lines);
				if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
					writer.uint32(56).int32(message.priority);
				if (message.afterCursor != null && $Object.hasOwnProperty.call(message, "afterCursor") && message.afterCursor !== "")
					writer.uint32(66).string(message.afterCursor);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ReadLogsRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ReadLogsRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.follow = value;
							else
								delete message.follow;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.unit = value;
							else
								delete message.unit;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							message.boot = reader.sint32();
							message._boot = "boot";
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.sinceMicroseconds = value;
							else
								delete message.sinceMicroseconds;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.untilMicroseconds = value;
							else
								delete message.untilMicroseconds;
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.lines = value;
							else
								delete message.lines;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (value = reader.int32())
								message.priority = value;
							else
								delete message.priority;
							continue;
						}
					case 8: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.afterCursor = value;
							else
								delete message.afterCursor;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ReadLogsRequest;
		})();
		v1.LogBatch = (function() {
			const LogBatch = function (properties) {
				this.entries = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			LogBatch.prototype.entries = $util.emptyArray;
			LogBatch.create = function(properties) {
				return new LogBatch(properties);
			};
			LogBatch.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.entries != null && message.entries.length)
					for (let i = 0; i < message.entries.length; ++i)
						$root.soma.v1.LogEntry.encode(message.entries[i], writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			LogBatch.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.LogBatch();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if (!(message.entries && message.entries.length))
								message.entries = [];
							message.entries.push($root.soma.v1.LogEntry.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return LogBatch;
		})();
		v1.LogEntry = (function() {
			const LogEntry = function (properties) {
				this.audit = {};
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			LogEntry.prototype.timeMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			LogEntry.prototype.unit = "";
			LogEntry.prototype.identifier = "";
			LogEntry.prototype.pid = 0;
			LogEntry.prototype.priority = 0;
			LogEntry.prototype.message = "";
			LogEntry.prototype.cursor = "";
			LogEntry.prototype.bootId = "";
			LogEntry.prototype.audit = $util.emptyObject;
			LogEntry.create = function(properties) {
				return new LogEntry(properties);
			};
			LogEntry.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.timeMicroseconds != null && $Object.hasOwnProperty.call(message, "timeMicroseconds") && (typeof message.timeMicroseconds === "object" ? message.timeMicroseconds.low || message.timeMicroseconds.high : message.timeMicroseconds !== 0))
					writer.uint32(8).uint64(message.timeMicroseconds);
				if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== "")
					writer.uint32(18).string(message.unit);
				if (message.identifier != null && $Object.hasOwnProperty.call(message, "identifier") && message.identifier !== "")
					writer.uint32(26).string(message.identifier);
				if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
					writer.uint32(32).uint32(message.pid);
				if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
					writer.uint32(40).int32(message.priority);
				if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
					writer.uint32(50).string(message.message);
				if (message.cursor != null && $Object.hasOwnProperty.call(message, "cursor") && message.cursor !== "")
					writer.uint32(58).string(message.cursor);
				if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
					writer.uint32(66).string(message.bootId);
				if (message.audit != null && $Object.hasOwnProperty.call(message, "audit"))
					for (let keys = $Object.keys(message.audit), i = 0; i < keys.length; ++i)
						writer.uint32(74).fork().uint32(10).string(keys[i]).uint32(18).string(message.audit[keys[i]]).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			LogEntry.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, key, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.LogEntry();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.timeMicroseconds = value;
							else
								delete message.timeMicroseconds;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.unit = value;
							else
								delete message.unit;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.identifier = value;
							else
								delete message.identifier;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.pid = value;
							else
								delete message.pid;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (value = reader.int32())
								message.priority = value;
							else
								delete message.priority;
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.message = value;
							else
								delete message.message;
							continue;
						}
					case 7: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.cursor = value;
							else
								delete message.cursor;
							continue;
						}
					case 8: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.bootId = value;
							else
								delete message.bootId;
							continue;
						}
					case 9: {
							if (wireType !== 2)
								break;
							if (message.audit === $util.emptyObject)
								message.audit = {};
							let end2 = reader.size() + reader.pos;
							if (end2 > reader.len)
								throw $RangeError("index out of range");
							reader.len = end2;
							key = "";
							value = "";
							while (reader.pos < end2) {
								let tag2 = reader.tag();
								wireType = tag2 & 7;
								switch (tag2 >>>= 3) {
								case 1:
									if (wireType !== 2)
										break;
									key = reader.stringVerify();
									continue;
								case 2:
									if (wireType !== 2)
										break;
									value = reader.stringVerify();
									continue;
								}
								reader.skipType(wireType, _depth, tag2);
							}
							if (reader.pos !== end2)
								throw $RangeError("index out of range");
							reader.len = end;
							if (key === "__proto__")
								$util.makeProp(message.audit, key);
							message.audit[key] = value;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return LogEntry;
		})();
		v1.ListProcessesRequest = (function() {
			const ListProcessesRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ListProcessesRequest.create = function(properties) {
				return new ListProcessesRequest(properties);
			};
			ListProcessesRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ListProcessesRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ListProcessesRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ListProcessesRequest;
		})();
		v1.ProcessList = (function() {
			const ProcessList = function (properties) {
				this.processes = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ProcessList.prototype.processes = $util.emptyArray;
			ProcessList.prototype.ticksPerSecond = 0;
			ProcessList.create = function(properties) {
				return new ProcessList(properties);
			};
			ProcessList.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.processes != null && message.processes.length)
					for (let i = 0; i < message.processes.length; ++i)
						$root.soma.v1.Process.encode(message.processes[i], writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.ticksPerSecond != null && $Object.hasOwnProperty.call(message, "ticksPerSecond") && message.ticksPerSecond !== 0)
					writer.uint32(16).uint32(message.ticksPerSecond);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ProcessList.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ProcessList();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if (!(message.processes && message.processes.length))
								message.processes = [];
							message.processes.push($root.soma.v1.Process.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.ticksPerSecond = value;
							else
								delete message.ticksPerSecond;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ProcessList;
		})();
		v1.Process = (function() {
			const Process = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Process.prototype.pid = 0;
			Process.prototype.parentPid = 0;
			Process.prototype.userId = 0;
			Process.prototype.name = "";
			Process.prototype.commandLine = "";
			Process.prototype.state = "";
			Process.prototype.residentBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Process.prototype.processorTicks = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Process.prototype.startedTicks = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Process.prototype.threads = 0;
			Process.prototype.unit = "";
			Process.create = function(properties) {
				return new Process(properties);
			};
			Process.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
					writer.uint32(8).uint32(message.pid);
				if (message.parentPid != null && $Object.hasOwnProperty.call(message, "parentPid") && message.parentPid !== 0)
					writer.uint32(16).uint32(message.parentPid);
				if (message.userId != null && $Object.hasOwnProperty.call(message, "userId") && message.userId !== 0)
					writer.uint32(24).uint32(message.userId);
				if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
					writer.uint32(34).string(message.name);
				if (message.commandLine != null && $Object.hasOwnProperty.call(message, "commandLine") && message.commandLine !== "")
					writer.uint32(42).string(message.commandLine);
				if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
					writer.uint32(50).string(message.state);
				if (message.residentBytes != null && $Object.hasOwnProperty.call(message, "residentBytes") && (typeof message.residentBytes === "object" ? message.residentBytes.low || message.residentBytes.high : message.residentBytes !== 0))
					writer.uint32(56).uint64(message.residentBytes);
				if (message.processorTicks != null && $Object.hasOwnProperty.call(message, "processorTicks") && (typeof message.processorTicks === "object" ? message.processorTicks.low || message.processorTicks.high : message.processorTicks !== 0))
					writer.uint32(64).uint64(message.processorTicks);
				if (message.startedTicks != null && $Object.hasOwnProperty.call(message, "startedTicks") && (typeof message.startedTicks === "object" ? message.startedTicks.low || message.startedTicks.high : message.startedTicks !== 0))
					writer.uint32(72).uint64(message.startedTicks);
				if (message.threads != null && $Object.hasOwnProperty.call(message, "threads") && message.threads !== 0)
					writer.uint32(80).uint32(message.threads);
				if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== "")
					writer.uint32(90).string(message.unit);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Process.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Process();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.pid = value;
							else
								delete message.pid;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.parentPid = value;
							else
								delete message.parentPid;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.userId = value;
							else
								delete message.userId;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.name = value;
							else
								delete message.name;
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.commandLine = value;
							else
								delete message.commandLine;
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.state = value;
							else
								delete message.state;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.residentBytes = value;
							else
								delete message.residentBytes;
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.processorTicks = value;
							else
								delete message.processorTicks;
							continue;
						}
					case 9: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.startedTicks = value;
							else
								delete message.startedTicks;
							continue;
						}
					case 10: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.threads = value;
							else
								delete message.threads;
							continue;
						}
					case 11: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.unit = value;
							else
								delete message.unit;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Process;
		})();
		v1.GetMemoryRequest = (function() {
			const GetMemoryRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			GetMemoryRequest.create = function(properties) {
				return new GetMemoryRequest(properties);
			};
			GetMemoryRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			GetMemoryRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.GetMemoryRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return GetMemoryRequest;
		})();
		v1.Memory = (function() {
			const Memory = function (properties) {
				this.pressurePercent = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Memory.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.availableBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.freeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.cachedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.dirtyBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.sharedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.kernelBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.swapTotalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.swapFreeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Memory.prototype.pressurePercent = $util.emptyArray;
			Memory.create = function(properties) {
				return new Memory(properties);
			};
			Memory.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
					writer.uint32(8).uint64(message.totalBytes);
				if (message.availableBytes != null && $Object.hasOwnProperty.call(message, "availableBytes") && (typeof message.availableBytes === "object" ? message.availableBytes.low || message.availableBytes.high : message.availableBytes !== 0))
					writer.uint32(16).uint64(message.availableBytes);
				if (message.freeBytes != null && $Object.hasOwnProperty.call(message, "freeBytes") && (typeof message.freeBytes === "object" ? message.freeBytes.low || message.freeBytes.high : message.freeBytes !== 0))
					writer.uint32(24).uint64(message.freeBytes);
				if (message.cachedBytes != null && $Object.hasOwnProperty.call(message, "cachedBytes") && (typeof message.cachedBytes === "object" ? message.cachedBytes.low || message.cachedBytes.high : message.cachedBytes !== 0))
					writer.uint32(32).uint64(message.cachedBytes);
				if (message.dirtyBytes != null && $Object.hasOwnProperty.call(message, "dirtyBytes") && (typeof message.dirtyBytes === "object" ? message.dirtyBytes.low || message.dirtyBytes.high : message.dirtyBytes !== 0))
					writer.uint32(40).uint64(message.dirtyBytes);
				if (message.sharedBytes != null && $Object.hasOwnProperty.call(message, "sharedBytes") && (typeof message.sharedBytes === "object" ? message.sharedBytes.low || message.sharedBytes.high : message.sharedBytes !== 0))
					writer.uint32(48).uint64(message.sharedBytes);
				if (message.kernelBytes != null && $Object.hasOwnProperty.call(message, "kernelBytes") && (typeof message.kernelBytes === "object" ? message.kernelBytes.low || message.kernelBytes.high : message.kernelBytes !== 0))
					writer.uint32(56).uint64(message.kernelBytes);
				if (message.swapTotalBytes != null && $Object.hasOwnProperty.call(message, "swapTotalBytes") && (typeof message.swapTotalBytes === "object" ? message.swapTotalBytes.low || message.swapTotalBytes.high : message.swapTotalBytes !== 0))
					writer.uint32(64).uint64(message.swapTotalBytes);
				if (message.swapFreeBytes != null && $Object.hasOwnProperty.call(message, "swapFreeBytes") && (typeof message.swapFreeBytes === "object" ? message.swapFreeBytes.low || message.swapFreeBytes.high : message.swapFreeBytes !== 0))
					writer.uint32(72).uint64(message.swapFreeBytes);
				if (message.pressurePercent != null && message.pressurePercent.length)
					writer.uint32(82).doubles(message.pressurePercent);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Memory.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Memory();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.totalBytes = value;
							else
								delete message.totalBytes;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.availableBytes = value;
							else
								delete message.availableBytes;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.freeBytes = value;
							else
								delete message.freeBytes;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.cachedBytes = value;
							else
								delete message.cachedBytes;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.dirtyBytes = value;
							else
								delete message.dirtyBytes;
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.sharedBytes = value;
							else
								delete message.sharedBytes;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.kernelBytes = value;
							else
								delete message.kernelBytes;
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.swapTotalBytes = value;
							else
								delete message.swapTotalBytes;
							continue;
						}
					case 9: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.swapFreeBytes = value;
							else
								delete message.swapFreeBytes;
							continue;
						}
					case 10: {
							if (wireType === 2) {
								if (!(message.pressurePercent && message.pressurePercent.length))
									message.pressurePercent = [];
								reader.doubles(message.pressurePercent);
								continue;
							}
							if (wireType !== 1)
								break;
							if (!(message.pressurePercent && message.pressurePercent.length))
								message.pressurePercent = [];
							message.pressurePercent.push(reader.double());
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Memory;
		})();
		v1.ListDisksRequest = (function() {
			const ListDisksRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ListDisksRequest.create = function(properties) {
				return new ListDisksRequest(properties);
			};
			ListDisksRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ListDisksRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ListDisksRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ListDisksRequest;
		})();
		v1.DiskList = (function() {
			const DiskList = function (properties) {
				this.disks = [];
				this.fileSystems = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			DiskList.prototype.disks = $util.emptyArray;
			DiskList.prototype.fileSystems = $util.emptyArray;
			DiskList.create = function(properties) {
				return new DiskList(properties);
			};
			DiskList.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.disks != null && message.disks.length)
					for (let i = 0; i < message.disks.length; ++i)
						$root.soma.v1.Disk.encode(message.disks[i], writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.fileSystems != null && message.fileSystems.length)
					for (let i = 0; i < message.fileSystems.length; ++i)
						$root.soma.v1.FileSystem.encode(message.fileSystems[i], writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			DiskList.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.DiskList();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if (!(message.disks && message.disks.length))
								message.disks = [];
							message.disks.push($root.soma.v1.Disk.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if (!(message.fileSystems && message.fileSystems.length))
								message.fileSystems = [];
							message.fileSystems.push($root.soma.v1.FileSystem.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return DiskList;
		})();
		v1.Disk = (function() {
			const Disk = function (properties) {
				this.partitions = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Disk.prototype.path = "";
			Disk.prototype.model = "";
			Disk.prototype.serial = "";
			Disk.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Disk.prototype.blockSizeBytes = 0;
			Disk.prototype.removable = false;
			Disk.prototype.readOnly = false;
			Disk.prototype.rotational = false;
			Disk.prototype.bootDisk = false;
			Disk.prototype.partitions = $util.emptyArray;
			Disk.prototype.readBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Disk.prototype.writtenBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Disk.create = function(properties) {
				return new Disk(properties);
			};
			Disk.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
					writer.uint32(10).string(message.path);
				if (message.model != null && $Object.hasOwnProperty.call(message, "model") && message.model !== "")
					writer.uint32(18).string(message.model);
				if (message.serial != null && $Object.hasOwnProperty.call(message, "serial") && message.serial !== "")
					writer.uint32(26).string(message.serial);
				if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
					writer.uint32(32).uint64(message.sizeBytes);
				if (message.blockSizeBytes != null && $Object.hasOwnProperty.call(message, "blockSizeBytes") && message.blockSizeBytes !== 0)
					writer.uint32(40).uint32(message.blockSizeBytes);
				if (message.removable != null && $Object.hasOwnProperty.call(message, "removable") && message.removable !== false)
					writer.uint32(48).bool(message.removable);
				if (message.readOnly != null && $Object.hasOwnProperty.call(message, "readOnly") && message.readOnly !== false)
					writer.uint32(56).bool(message.readOnly);
				if (message.rotational != null && $Object.hasOwnProperty.call(message, "rotational") && message.rotational !== false)
					writer.uint32(64).bool(message.rotational);
				if (message.bootDisk != null && $Object.hasOwnProperty.call(message, "bootDisk") && message.bootDisk !== false)
					writer.uint32(72).bool(message.bootDisk);
				if (message.partitions != null && message.partitions.length)
					for (let i = 0; i < message.partitions.length; ++i)
						$root.soma.v1.Partition.encode(message.partitions[i], writer.uint32(82).fork(), _depth + 1).ldelim();
				if (message.readBytes != null && $Object.hasOwnProperty.call(message, "readBytes") && (typeof message.readBytes === "object" ? message.readBytes.low || message.readBytes.high : message.readBytes !== 0))
					writer.uint32(88).uint64(message.readBytes);
				if (message.writtenBytes != null && $Object.hasOwnProperty.call(message, "writtenBytes") && (typeof message.writtenBytes === "object" ? message.writtenBytes.low || message.writtenBytes.high : message.writtenBytes !== 0))
					writer.uint32(96).uint64(message.writtenBytes);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Disk.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Disk();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.path = value;
							else
								delete message.path;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.model = value;
							else
								delete message.model;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.serial = value;
							else
								delete message.serial;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.sizeBytes = value;
							else
								delete message.sizeBytes;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.blockSizeBytes = value;
							else
								delete message.blockSizeBytes;
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.removable = value;
							else
								delete message.removable;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.readOnly = value;
							else
								delete message.readOnly;
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.rotational = value;
							else
								delete message.rotational;
							continue;
						}
					case 9: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.bootDisk = value;
							else
								delete message.bootDisk;
							continue;
						}
					case 10: {
							if (wireType !== 2)
								break;
							if (!(message.partitions && message.partitions.length))
								message.partitions = [];
							message.partitions.push($root.soma.v1.Partition.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 11: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.readBytes = value;
							else
								delete message.readBytes;
							continue;
						}
					case 12: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.writtenBytes = value;
							else
								delete message.writtenBytes;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Disk;
		})();
		v1.Partition = (function() {
			const Partition = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Partition.prototype.path = "";
			Partition.prototype.index = 0;
			Partition.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Partition.prototype.label = "";
			Partition.create = function(properties) {
				return new Partition(properties);
			};
			Partition.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
					writer.uint32(10).string(message.path);
				if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
					writer.uint32(16).uint32(message.index);
				if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
					writer.uint32(24).uint64(message.sizeBytes);
				if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
					writer.uint32(34).string(message.label);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Partition.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Partition();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.path = value;
							else
								delete message.path;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.index = value;
							else
								delete message.index;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.sizeBytes = value;
							else
								delete message.sizeBytes;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.label = value;
							else
								delete message.label;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Partition;
		})();
		v1.FileSystem = (function() {
			const FileSystem = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			FileSystem.prototype.directory = "";
			FileSystem.prototype.device = "";
			FileSystem.prototype.type = "";
			FileSystem.prototype.readOnly = false;
			FileSystem.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			FileSystem.prototype.freeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			FileSystem.prototype.availableBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			FileSystem.create = function(properties) {
				return new FileSystem(properties);
			};
			FileSystem.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.directory != null && $Object.hasOwnProperty.call(message, "directory") && message.directory !== "")
					writer.uint32(10).string(message.directory);
				if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
					writer.uint32(18).string(message.device);
				if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
					writer.uint32(26).string(message.type);
				if (message.readOnly != null && $Object.hasOwnProperty.call(message, "readOnly") && message.readOnly !== false)
					writer.uint32(32).bool(message.readOnly);
				if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
					writer.uint32(40).uint64(message.sizeBytes);
				if (message.freeBytes != null && $Object.hasOwnProperty.call(message, "freeBytes") && (typeof message.freeBytes === "object" ? message.freeBytes.low || message.freeBytes.high : message.freeBytes !== 0))
					writer.uint32(48).uint64(message.freeBytes);
				if (message.availableBytes != null && $Object.hasOwnProperty.call(message, "availableBytes") && (typeof message.availableBytes === "object" ? message.availableBytes.low || message.availableBytes.high : message.availableBytes !== 0))
					writer.uint32(56).uint64(message.availableBytes);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			FileSystem.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.FileSystem();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.directory = value;
							else
								delete message.directory;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.device = value;
							else
								delete message.device;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.type = value;
							else
								delete message.type;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.readOnly = value;
							else
								delete message.readOnly;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.sizeBytes = value;
							else
								delete message.sizeBytes;
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.freeBytes = value;
							else
								delete message.freeBytes;
							continue;
						}
					case 7: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.availableBytes = value;
							else
								delete message.availableBytes;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return FileSystem;
		})();
		v1.WatchEventsRequest = (function() {
			const WatchEventsRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			WatchEventsRequest.prototype.afterId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			WatchEventsRequest.prototype.bootId = "";
			WatchEventsRequest.prototype.noFollow = false;
			WatchEventsRequest.create = function(properties) {
				return new WatchEventsRequest(properties);
			};
			WatchEventsRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.afterId != null && $Object.hasOwnProperty.call(message, "afterId") && (typeof message.afterId === "object" ? message.afterId.low || message.afterId.high : message.afterId !== 0))
					writer.uint32(8).uint64(message.afterId);
				if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
					writer.uint32(18).string(message.bootId);
				if (message.noFollow != null && $Object.hasOwnProperty.call(message, "noFollow") && message.noFollow !== false)
					writer.uint32(24).bool(message.noFollow);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			WatchEventsRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.WatchEventsRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.afterId = value;
							else
								delete message.afterId;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.bootId = value;
							else
								delete message.bootId;
							continue;
						}
					case 3: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.noFollow = value;
							else
								delete message.noFollow;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return WatchEventsRequest;
		})();
		v1.EventBatch = (function() {
			const EventBatch = function (properties) {
				this.events = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			EventBatch.prototype.events = $util.emptyArray;
			EventBatch.prototype.missed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			EventBatch.prototype.bootId = "";
			EventBatch.create = function(properties) {
				return new EventBatch(properties);
			};
			EventBatch.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.events != null && message.events.length)
					for (let i = 0; i < message.events.length; ++i)
						$root.soma.v1.Event.encode(message.events[i], writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.missed != null && $Object.hasOwnProperty.call(message, "missed") && (typeof message.missed === "object" ? message.missed.low || message.missed.high : message.missed !== 0))
					writer.uint32(16).uint64(message.missed);
				if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
					writer.uint32(26).string(message.bootId);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			EventBatch.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.EventBatch();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if (!(message.events && message.events.length))
								message.events = [];
							message.events.push($root.soma.v1.Event.decode(reader, reader.size(), $undefined, _depth + 1));
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.missed = value;
							else
								delete message.missed;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.bootId = value;
							else
								delete message.bootId;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return EventBatch;
		})();
		v1.Event = (function() {
			const Event = function (properties) {
				this.facts = {};
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Event.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Event.prototype.timeMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Event.prototype.kind = "";
			Event.prototype.message = "";
			Event.prototype.facts = $util.emptyObject;
			Event.prototype.warning = false;
			Event.create = function(properties) {
				return new Event(properties);
			};
			Event.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
					writer.uint32(8).uint64(message.id);
				if (message.timeMicroseconds != null && $Object.hasOwnProperty.call(message, "timeMicroseconds") && (typeof message.timeMicroseconds === "object" ? message.timeMicroseconds.low || message.timeMicroseconds.high : message.timeMicroseconds !== 0))
					writer.uint32(16).uint64(message.timeMicroseconds);
				if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
					writer.uint32(26).string(message.kind);
				if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
					writer.uint32(34).string(message.message);
				if (message.facts != null && $Object.hasOwnProperty.call(message, "facts"))
					for (let keys = $Object.keys(message.facts), i = 0; i < keys.length; ++i)
						writer.uint32(42).fork().uint32(10).string(keys[i]).uint32(18).string(message.facts[keys[i]]).ldelim();
				if (message.warning != null && $Object.hasOwnProperty.call(message, "warning") && message.warning !== false)
					writer.uint32(48).bool(message.warning);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Event.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, key, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Event();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.id = value;
							else
								delete message.id;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.timeMicroseconds = value;
							else
								delete message.timeMicroseconds;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.kind = value;
							else
								delete message.kind;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.message = value;
							else
								delete message.message;
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if (message.facts === $util.emptyObject)
								message.facts = {};
							let end2 = reader.size() + reader.pos;
							if (end2 > reader.len)
								throw $RangeError("index out of range");
							reader.len = end2;
							key = "";
							value = "";
							while (reader.pos < end2) {
								let tag2 = reader.tag();
								wireType = tag2 & 7;
								switch (tag2 >>>= 3) {
								case 1:
									if (wireType !== 2)
										break;
									key = reader.stringVerify();
									continue;
								case 2:
									if (wireType !== 2)
										break;
									value = reader.stringVerify();
									continue;
								}
								reader.skipType(wireType, _depth, tag2);
							}
							if (reader.pos !== end2)
								throw $RangeError("index out of range");
							reader.len = end;
							if (key === "__proto__")
								$util.makeProp(message.facts, key);
							message.facts[key] = value;
							continue;
						}
					case 6: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.warning = value;
							else
								delete message.warning;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Event;
		})();
		v1.RebootRequest = (function() {
			const RebootRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			RebootRequest.create = function(properties) {
				return new RebootRequest(properties);
			};
			RebootRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			RebootRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.RebootRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return RebootRequest;
		})();
		v1.ShutdownRequest = (function() {
			const ShutdownRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ShutdownRequest.create = function(properties) {
				return new ShutdownRequest(properties);
			};
			ShutdownRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ShutdownRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ShutdownRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ShutdownRequest;
		})();
		v1.ResetRequest = (function() {
			const ResetRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ResetRequest.prototype.confirmNodeId = "";
			ResetRequest.create = function(properties) {
				return new ResetRequest(properties);
			};
			ResetRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.confirmNodeId != null && $Object.hasOwnProperty.call(message, "confirmNodeId") && message.confirmNodeId !== "")
					writer.uint32(10).string(message.confirmNodeId);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ResetRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ResetRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.confirmNodeId = value;
							else
								delete message.confirmNodeId;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ResetRequest;
		})();
		v1.PowerResult = (function() {
			const PowerResult = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			PowerResult.prototype.explanation = "";
			PowerResult.create = function(properties) {
				return new PowerResult(properties);
			};
			PowerResult.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.explanation != null && $Object.hasOwnProperty.call(message, "explanation") && message.explanation !== "")
					writer.uint32(10).string(message.explanation);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			PowerResult.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.PowerResult();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.explanation = value;
							else
								delete message.explanation;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return PowerResult;
		})();
		v1.SupportBundleRequest = (function() {
			const SupportBundleRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			SupportBundleRequest.prototype.journalLines = 0;
			SupportBundleRequest.create = function(properties) {
				return new SupportBundleRequest(properties);
			};
			SupportBundleRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.journalLines != null && $Object.hasOwnProperty.call(message, "journalLines") && message.journalLines !== 0)
					writer.uint32(8).uint32(message.journalLines);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			SupportBundleRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.SupportBundleRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.journalLines = value;
							else
								delete message.journalLines;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return SupportBundleRequest;
		})();
		v1.Chunk = (function() {
			const Chunk = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Chunk.prototype.data = $util.newBuffer([]);
			Chunk.create = function(properties) {
				return new Chunk(properties);
			};
			Chunk.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
					writer.uint32(10).bytes(message.data);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Chunk.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Chunk();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.data = value;
							else
								delete message.data;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Chunk;
		})();
		v1.GetConfigurationRequest = (function() {
			const GetConfigurationRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			GetConfigurationRequest.create = function(properties) {
				return new GetConfigurationRequest(properties);
			};
			GetConfigurationRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			GetConfigurationRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.GetConfigurationRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return GetConfigurationRequest;
		})();
		v1.Configuration = (function() {
			const Configuration = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Configuration.prototype.nodeJson = "";
			Configuration.prototype.source = "";
			Configuration.prototype.configSha256 = "";
			Configuration.prototype.appliedAtMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Configuration.prototype.appliedByVersion = "";
			Configuration.create = function(properties) {
				return new Configuration(properties);
			};
			Configuration.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.nodeJson != null && $Object.hasOwnProperty.call(message, "nodeJson") && message.nodeJson !== "")
					writer.uint32(10).string(message.nodeJson);
				if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
					writer.uint32(18).string(message.source);
				if (message.configSha256 != null && $Object.hasOwnProperty.call(message, "configSha256") && message.configSha256 !== "")
					writer.uint32(26).string(message.configSha256);
				if (message.appliedAtMicroseconds != null && $Object.hasOwnProperty.call(message, "appliedAtMicroseconds") && (typeof message.appliedAtMicroseconds === "object" ? message.appliedAtMicroseconds.low || message.appliedAtMicroseconds.high : message.appliedAtMicroseconds !== 0))
					writer.uint32(32).uint64(message.appliedAtMicroseconds);
				if (message.appliedByVersion != null && $Object.hasOwnProperty.call(message, "appliedByVersion") && message.appliedByVersion !== "")
					writer.uint32(42).string(message.appliedByVersion);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Configuration.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Configuration();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.nodeJson = value;
							else
								delete message.nodeJson;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.source = value;
							else
								delete message.source;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.configSha256 = value;
							else
								delete message.configSha256;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.appliedAtMicroseconds = value;
							else
								delete message.appliedAtMicroseconds;
							continue;
						}
					case 5: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.appliedByVersion = value;
							else
								delete message.appliedByVersion;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Configuration;
		})();
		v1.GetIdentityRequest = (function() {
			const GetIdentityRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			GetIdentityRequest.create = function(properties) {
				return new GetIdentityRequest(properties);
			};
			GetIdentityRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			GetIdentityRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.GetIdentityRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return GetIdentityRequest;
		})();
		v1.Identity = (function() {
			const Identity = function (properties) {
				this.names = [];
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Identity.prototype.nodeId = "";
			Identity.prototype.cluster = "";
			Identity.prototype.certificatePem = "";
			Identity.prototype.notAfterMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Identity.prototype.renewAfterMicroseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
			Identity.prototype.rootsPem = "";
			Identity.prototype.revocations = $util.newBuffer([]);
			Identity.prototype.issues = false;
			Identity.prototype.names = $util.emptyArray;
			Identity.create = function(properties) {
				return new Identity(properties);
			};
			Identity.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
					writer.uint32(10).string(message.nodeId);
				if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster") && message.cluster !== "")
					writer.uint32(18).string(message.cluster);
				if (message.certificatePem != null && $Object.hasOwnProperty.call(message, "certificatePem") && message.certificatePem !== "")
					writer.uint32(26).string(message.certificatePem);
				if (message.notAfterMicroseconds != null && $Object.hasOwnProperty.call(message, "notAfterMicroseconds") && (typeof message.notAfterMicroseconds === "object" ? message.notAfterMicroseconds.low || message.notAfterMicroseconds.high : message.notAfterMicroseconds !== 0))
					writer.uint32(32).uint64(message.notAfterMicroseconds);
				if (message.renewAfterMicroseconds != null && $Object.hasOwnProperty.call(message, "renewAfterMicroseconds") && (typeof message.renewAfterMicroseconds === "object" ? message.renewAfterMicroseconds.low || message.renewAfterMicroseconds.high : message.renewAfterMicroseconds !== 0))
					writer.uint32(40).uint64(message.renewAfterMicroseconds);
				if (message.rootsPem != null && $Object.hasOwnProperty.call(message, "rootsPem") && message.rootsPem !== "")
					writer.uint32(50).string(message.rootsPem);
				if (message.revocations != null && $Object.hasOwnProperty.call(message, "revocations") && message.revocations.length)
					writer.uint32(58).bytes(message.revocations);
				if (message.issues != null && $Object.hasOwnProperty.call(message, "issues") && message.issues !== false)
					writer.uint32(64).bool(message.issues);
				if (message.names != null && message.names.length)
					for (let i = 0; i < message.names.length; ++i)
						writer.uint32(74).string(message.names[i]);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Identity.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Identity();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.nodeId = value;
							else
								delete message.nodeId;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.cluster = value;
							else
								delete message.cluster;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.certificatePem = value;
							else
								delete message.certificatePem;
							continue;
						}
					case 4: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.notAfterMicroseconds = value;
							else
								delete message.notAfterMicroseconds;
							continue;
						}
					case 5: {
							if (wireType !== 0)
								break;
							if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
								message.renewAfterMicroseconds = value;
							else
								delete message.renewAfterMicroseconds;
							continue;
						}
					case 6: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.rootsPem = value;
							else
								delete message.rootsPem;
							continue;
						}
					case 7: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.revocations = value;
							else
								delete message.revocations;
							continue;
						}
					case 8: {
							if (wireType !== 0)
								break;
							if (value = reader.bool())
								message.issues = value;
							else
								delete message.issues;
							continue;
						}
					case 9: {
							if (wireType !== 2)
								break;
							if (!(message.names && message.names.length))
								message.names = [];
							message.names.push(reader.stringVerify());
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Identity;
		})();
		v1.RenewCertificateRequest = (function() {
			const RenewCertificateRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			RenewCertificateRequest.prototype.requestPem = "";
			RenewCertificateRequest.create = function(properties) {
				return new RenewCertificateRequest(properties);
			};
			RenewCertificateRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.requestPem != null && $Object.hasOwnProperty.call(message, "requestPem") && message.requestPem !== "")
					writer.uint32(10).string(message.requestPem);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			RenewCertificateRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.RenewCertificateRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.requestPem = value;
							else
								delete message.requestPem;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return RenewCertificateRequest;
		})();
		v1.IssuedCertificate = (function() {
			const IssuedCertificate = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			IssuedCertificate.prototype.certificatePem = "";
			IssuedCertificate.prototype.rootsPem = "";
			IssuedCertificate.prototype.trust = $util.newBuffer([]);
			IssuedCertificate.create = function(properties) {
				return new IssuedCertificate(properties);
			};
			IssuedCertificate.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.certificatePem != null && $Object.hasOwnProperty.call(message, "certificatePem") && message.certificatePem !== "")
					writer.uint32(10).string(message.certificatePem);
				if (message.rootsPem != null && $Object.hasOwnProperty.call(message, "rootsPem") && message.rootsPem !== "")
					writer.uint32(18).string(message.rootsPem);
				if (message.trust != null && $Object.hasOwnProperty.call(message, "trust") && message.trust.length)
					writer.uint32(26).bytes(message.trust);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			IssuedCertificate.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.IssuedCertificate();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.certificatePem = value;
							else
								delete message.certificatePem;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.rootsPem = value;
							else
								delete message.rootsPem;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.trust = value;
							else
								delete message.trust;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return IssuedCertificate;
		})();
		v1.UpdateTrustRequest = (function() {
			const UpdateTrustRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			UpdateTrustRequest.prototype.trust = $util.newBuffer([]);
			UpdateTrustRequest.prototype.founderTicket = "";
			UpdateTrustRequest.create = function(properties) {
				return new UpdateTrustRequest(properties);
			};
			UpdateTrustRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.trust != null && $Object.hasOwnProperty.call(message, "trust") && message.trust.length)
					writer.uint32(10).bytes(message.trust);
				if (message.founderTicket != null && $Object.hasOwnProperty.call(message, "founderTicket") && message.founderTicket !== "")
					writer.uint32(18).string(message.founderTicket);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			UpdateTrustRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.UpdateTrustRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.trust = value;
							else
								delete message.trust;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.founderTicket = value;
							else
								delete message.founderTicket;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return UpdateTrustRequest;
		})();
		v1.ShellInput = (function() {
			const ShellInput = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ShellInput.prototype.start = null;
			ShellInput.prototype.data = null;
			ShellInput.prototype.resize = null;
			let $oneOfFields;
			$Object.defineProperty(ShellInput.prototype, "input", {
				get: $util.oneOfGetter($oneOfFields = ["start", "data", "resize"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			ShellInput.create = function(properties) {
				return new ShellInput(properties);
			};
			ShellInput.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
					$root.soma.v1.ShellStart.encode(message.start, writer.uint32(10).fork(), _depth + 1).ldelim();
				if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
					writer.uint32(18).bytes(message.data);
				if (message.resize != null && $Object.hasOwnProperty.call(message, "resize"))
					$root.soma.v1.TerminalSize.encode(message.resize, writer.uint32(26).fork(), _depth + 1).ldelim();
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ShellInput.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ShellInput();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.start = $root.soma.v1.ShellStart.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
							message.input = "start";
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.data = reader.bytes();
							message.input = "data";
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							message.resize = $root.soma.v1.TerminalSize.decode(reader, reader.size(), $undefined, _depth + 1, message.resize);
							message.input = "resize";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ShellInput;
		})();
		v1.ShellStart = (function() {
			const ShellStart = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ShellStart.prototype.terminal = "";
			ShellStart.prototype.size = null;
			ShellStart.prototype.command = "";
			ShellStart.create = function(properties) {
				return new ShellStart(properties);
			};
			ShellStart.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.terminal != null && $Object.hasOwnProperty.call(message, "terminal") && message.terminal !== "")
					writer.uint32(10).string(message.terminal);
				if (message.size != null && $Object.hasOwnProperty.call(message, "size"))
					$root.soma.v1.TerminalSize.encode(message.size, writer.uint32(18).fork(), _depth + 1).ldelim();
				if (message.command != null && $Object.hasOwnProperty.call(message, "command") && message.command !== "")
					writer.uint32(26).string(message.command);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ShellStart.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ShellStart();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.terminal = value;
							else
								delete message.terminal;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							message.size = $root.soma.v1.TerminalSize.decode(reader, reader.size(), $undefined, _depth + 1, message.size);
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.command = value;
							else
								delete message.command;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ShellStart;
		})();
		v1.TerminalSize = (function() {
			const TerminalSize = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			TerminalSize.prototype.columns = 0;
			TerminalSize.prototype.rows = 0;
			TerminalSize.create = function(properties) {
				return new TerminalSize(properties);
			};
			TerminalSize.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.columns != null && $Object.hasOwnProperty.call(message, "columns") && message.columns !== 0)
					writer.uint32(8).uint32(message.columns);
				if (message.rows != null && $Object.hasOwnProperty.call(message, "rows") && message.rows !== 0)
					writer.uint32(16).uint32(message.rows);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			TerminalSize.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.TerminalSize();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.columns = value;
							else
								delete message.columns;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.rows = value;
							else
								delete message.rows;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return TerminalSize;
		})();
		v1.ShellOutput = (function() {
			const ShellOutput = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			ShellOutput.prototype.data = null;
			ShellOutput.prototype.exitCode = null;
			let $oneOfFields;
			$Object.defineProperty(ShellOutput.prototype, "output", {
				get: $util.oneOfGetter($oneOfFields = ["data", "exitCode"]),
				set: $util.oneOfSetter($oneOfFields)
			});
			ShellOutput.create = function(properties) {
				return new ShellOutput(properties);
			};
			ShellOutput.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
					writer.uint32(10).bytes(message.data);
				if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
					writer.uint32(16).uint32(message.exitCode);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			ShellOutput.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.ShellOutput();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							message.data = reader.bytes();
							message.output = "data";
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							message.exitCode = reader.uint32();
							message.output = "exitCode";
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return ShellOutput;
		})();
		v1.GetChallengeRequest = (function() {
			const GetChallengeRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			GetChallengeRequest.create = function(properties) {
				return new GetChallengeRequest(properties);
			};
			GetChallengeRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			GetChallengeRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.GetChallengeRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					reader.skipType(tag & 7, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return GetChallengeRequest;
		})();
		v1.Challenge = (function() {
			const Challenge = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			Challenge.prototype.nonce = $util.newBuffer([]);
			Challenge.prototype.validSeconds = 0;
			Challenge.create = function(properties) {
				return new Challenge(properties);
			};
			Challenge.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
					writer.uint32(10).bytes(message.nonce);
				if (message.validSeconds != null && $Object.hasOwnProperty.call(message, "validSeconds") && message.validSeconds !== 0)
					writer.uint32(16).uint32(message.validSeconds);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			Challenge.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.Challenge();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.nonce = value;
							else
								delete message.nonce;
							continue;
						}
					case 2: {
							if (wireType !== 0)
								break;
							if (value = reader.uint32())
								message.validSeconds = value;
							else
								delete message.validSeconds;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return Challenge;
		})();
		v1.EnrolRequest = (function() {
			const EnrolRequest = function (properties) {
				if (properties)
					for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
						if (properties[keys[i]] != null && keys[i] !== "__proto__")
							this[keys[i]] = properties[keys[i]];
			};
			EnrolRequest.prototype.requestPem = "";
			EnrolRequest.prototype.secretId = "";
			EnrolRequest.prototype.nonce = $util.newBuffer([]);
			EnrolRequest.prototype.proof = $util.newBuffer([]);
			EnrolRequest.create = function(properties) {
				return new EnrolRequest(properties);
			};
			EnrolRequest.encode = function (message, writer, _depth) {
				if (!writer)
					writer = $Writer.create();
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $util.recursionLimit)
					throw $Error("max depth exceeded");
				if (message.requestPem != null && $Object.hasOwnProperty.call(message, "requestPem") && message.requestPem !== "")
					writer.uint32(10).string(message.requestPem);
				if (message.secretId != null && $Object.hasOwnProperty.call(message, "secretId") && message.secretId !== "")
					writer.uint32(18).string(message.secretId);
				if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
					writer.uint32(26).bytes(message.nonce);
				if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
					writer.uint32(34).bytes(message.proof);
				if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
					for (let i = 0; i < message.$unknowns.length; ++i)
						writer.raw(message.$unknowns[i]);
				return writer;
			};
			EnrolRequest.decode = function (reader, length, _end, _depth, _target) {
				if (!(reader instanceof $Reader))
					reader = $Reader.create(reader);
				if (_depth === $undefined)
					_depth = 0;
				if (_depth > $Reader.recursionLimit)
					throw $Error("max depth exceeded");
				let end, message, value;
				if (length === $undefined)
					end = reader.len;
				else {
					end = reader.pos + length;
					if (end > reader.len)
						throw $RangeError("index out of range");
					length = reader.len;
					reader.len = end;
				}
				message = _target || new $root.soma.v1.EnrolRequest();
				while (reader.pos < end) {
					let start = reader.pos;
					let tag = reader.tag();
					if (tag === _end) {
						_end = $undefined;
						break;
					}
					let wireType = tag & 7;
					switch (tag >>>= 3) {
					case 1: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.requestPem = value;
							else
								delete message.requestPem;
							continue;
						}
					case 2: {
							if (wireType !== 2)
								break;
							if ((value = reader.stringVerify()).length)
								message.secretId = value;
							else
								delete message.secretId;
							continue;
						}
					case 3: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.nonce = value;
							else
								delete message.nonce;
							continue;
						}
					case 4: {
							if (wireType !== 2)
								break;
							if ((value = reader.bytes()).length)
								message.proof = value;
							else
								delete message.proof;
							continue;
						}
					}
					reader.skipType(wireType, _depth, tag);
					if (!reader.discardUnknown) {
						$util.makeProp(message, "$unknowns", false);
						(message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
					}
				}
				if (length !== $undefined) {
					if (reader.pos !== end)
						throw $RangeError("index out of range");
					reader.len = length;
				}
				if (_end !== $undefined)
					throw $Error("missing end group");
				return message;
			};
			return EnrolRequest;
		})();
		return v1;
	})();
	return soma;
})();
export {
$root as default
};
