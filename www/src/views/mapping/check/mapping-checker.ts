// Checks a configuration and maps the current conversation with it. Runs in a web worker, because both take longer than
// a frame for long conversations.

import {
  ConfigError,
  type Finding,
  type Limeobject,
  type Mapper,
  type Params,
  PayloadError,
  type PayloadErrorCode,
  type Preview,
  type Problem,
  type PropertyValue,
  type Role,
  type ValueSource,
} from "userlike-limeobject";
import { instancesOf } from "../../../state/config-outline.ts";
import { createMapper, isSameInput, type MapperInput } from "../../../state/mapper.ts";
import { BLOCKS, type Instance, ROLE_OF_BLOCK, relationsOf } from "../model/config.ts";
import { withOwnNames } from "../model/config-edit.ts";

export interface CheckInput extends MapperInput {
  payload: string;
  /** Index of the instance that maps the conversation; undefined when there is none. */
  index: number | undefined;
}

export interface CheckResult {
  problems: readonly Problem[];
  blocked: readonly BlockedInstance[];
  outcome: Outcome;
}

/** An instance that can send no conversation, and why. */
export interface BlockedInstance {
  index: number;
  /** Errors that do not depend on the conversation. */
  findings: readonly Finding[];
}

/** What becomes of the current conversation, or the reason why that is not known. */
export type Outcome =
  | { kind: "mapped"; mapped: MappedConversation }
  /** The configuration has errors, or no instance. */
  | { kind: "errors" }
  | { kind: "no-payload" }
  /** The payload is not a conversation. */
  | { kind: "payload"; code: PayloadErrorCode; message: string; params: Params | undefined };

/** What the view shows of a preview. */
export interface MappedConversation {
  objects: { readonly [R in Role]?: MappedObject };
  findings: readonly Finding[];
  /** Index of the instance that the topics choose; its name may be being typed. */
  routedTo: number | undefined;
}

export interface MappedObject {
  values: Readonly<Record<string, PropertyValue>>;
  sources: Readonly<Record<string, readonly ValueSource[]>>;
}

/** Maximum number of characters of a value, and of sources of a value: a history note has thousands. */
const MAX_TEXT = 5_000;
const MAX_SOURCES = 20;

/** Keeps the mapper until its input changes. */
export class MappingChecker {
  #input: MapperInput | undefined;
  #mapper: Mapper | undefined;
  /** Maps with an instance of a given name. It is another one than `mapper` when instances have the same name. */
  #named: Mapper | undefined;
  /** Names of the instances in `named`, by index. */
  #names: readonly string[] = [];
  #problems: readonly Problem[] = [];
  #blocked: readonly BlockedInstance[] = [];

  check({ payload, index, ...input }: CheckInput): CheckResult {
    this.#configure(input);
    const outcome = this.#map(payload, index === undefined ? undefined : this.#names[index]);
    return { problems: this.#problems, blocked: this.#blocked, outcome };
  }

  #configure(input: MapperInput): void {
    if (isSameInput(this.#input, input)) return;
    if (this.#named !== this.#mapper) this.#named?.free();
    this.#mapper?.free();
    this.#mapper = undefined;
    this.#named = undefined;
    this.#names = [];
    this.#blocked = [];
    try {
      this.#mapper = createMapper(input);
      this.#problems = this.#mapper.warnings;
      const instances = instancesOf(input.config);
      const { config, names } = withOwnNames(input.config, instances);
      this.#named = config === input.config ? this.#mapper : createMapper({ ...input, config });
      this.#names = names;
      this.#blocked = blockedInstances(this.#named, instances, names);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#problems = error.problems;
    }
    this.#input = input;
  }

  #map(payload: string, instance: string | undefined): Outcome {
    if (this.#mapper === undefined || this.#named === undefined || instance === undefined) return { kind: "errors" };
    if (payload.trim() === "") return { kind: "no-payload" };
    try {
      const preview = this.#named.preview(payload, { instance });
      const routedTo = this.#mapper.preview(payload).instance?.index;
      return { kind: "mapped", mapped: mappedConversation(preview, routedTo) };
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      const { code, message, params } = error;
      return { kind: "payload", code, message, params };
    }
  }
}

/** A conversation with nothing in it but a message. */
const PLAIN_CONVERSATION = JSON.stringify({
  id: 1,
  transcript: [{ type: "message", body: "…", sender: { type: "contact" }, sent_at: "2024-02-22T15:48:45Z" }],
});

/** Returns the instances that can send no conversation: a conversation without values has errors that values cannot mend. */
function blockedInstances(mapper: Mapper, instances: readonly Instance[], names: readonly string[]): BlockedInstance[] {
  return instances.flatMap((instance) => {
    const { findings } = mapper.preview(PLAIN_CONVERSATION, { instance: names[instance.index] ?? "" });
    const lasting = findings.filter((finding) => finding.severity === "error" && isLasting(finding, instance));
    return lasting.length === 0 ? [] : [{ index: instance.index, findings: lasting }];
  });
}

/** Whether an error does not depend on the conversation: the property gets no value of it. */
function isLasting({ object, property }: Finding, instance: Instance): boolean {
  if (property === undefined) return true;
  const block = BLOCKS.find((block) => ROLE_OF_BLOCK[block] === object);
  if (block === undefined || (block === "limeobject" && relationsOf(instance).includes(property))) return false;
  const rule = instance[block].properties.find((rule) => rule.property === property);
  return rule === undefined || (rule.userlikeKeys.length === 0 && rule.template === null);
}

export function mappedConversation(preview: Preview, routedTo: number | undefined): MappedConversation {
  const objects: { [R in Role]?: MappedObject } = {};
  for (const object of preview.objects) objects[object.role] ??= mappedObject(object);
  return { objects, findings: preview.findings, routedTo };
}

function mappedObject({ values, sources }: Limeobject): MappedObject {
  return {
    values: mapValues(values, (value) =>
      typeof value === "string" && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value,
    ),
    sources: mapValues(sources, (list) => list.slice(0, MAX_SOURCES)),
  };
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
