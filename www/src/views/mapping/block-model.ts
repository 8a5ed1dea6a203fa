// One part of the selected instance with properties of its own: what it can have, has, and gets.

import type { Finding, PropertyInfo, PropertyValue, Role, ValueSource } from "userlike-limeobject";
import { computed, type ReadonlySignal } from "../../platform/signal.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import type { MappedConversation } from "./check/mapping-checker.ts";
import type { Block, Instance, PropertyRule } from "./model/config.ts";
import { limetypeOf, writableProperties } from "./model/metadata.ts";
import { type PropertyGroup, type PropertyGroups, propertyGroups } from "./model/property-groups.ts";
import { share } from "./model/share.ts";
import type { OpenProperty } from "./place.ts";

const ROLE_OF_BLOCK: Record<Block, Role> = {
  limeobject: "limeobject",
  history: "history",
  conversation: "ulconversation",
  document: "document",
};

/** What a property gets from the current conversation. */
export interface PropertyOutcome {
  /** Undefined when no value is written. */
  value: PropertyValue | undefined;
  sources: readonly ValueSource[];
}

interface BlockInput {
  instance: ReadonlySignal<Instance | undefined>;
  limetypes: ReadonlySignal<LimetypeIndex>;
  mapped: ReadonlySignal<MappedConversation | undefined>;
  open: ReadonlySignal<OpenProperty | undefined>;
}

export class BlockModel {
  /** Name of the limetype. */
  readonly limetype: ReadonlySignal<string>;
  /** Whether the metadata has the limetype. */
  readonly isKnown: ReadonlySignal<boolean>;
  /** Writable properties by name. */
  readonly properties: ReadonlySignal<ReadonlyMap<string, PropertyInfo>>;
  readonly rules: ReadonlySignal<ReadonlyMap<string, PropertyRule>>;
  readonly groups: ReadonlySignal<PropertyGroups>;
  readonly #block: Block;
  readonly #mapped: BlockInput["mapped"];
  readonly #related: ReadonlySignal<ReadonlySet<string>>;
  readonly #findings: ReadonlySignal<ReadonlyMap<string, readonly Finding[]>>;

  constructor(block: Block, { instance, limetypes, mapped, open }: BlockInput) {
    this.#block = block;
    this.#mapped = mapped;
    this.limetype = computed(() =>
      instance.value === undefined ? "" : limetypeOf(instance.value, block, limetypes.value),
    );
    this.isKnown = computed(() => limetypes.value.get(this.limetype.value) !== undefined);
    this.properties = computed(
      () => new Map(writableProperties(this.limetype.value, limetypes.value).map((info) => [info.name, info])),
    );
    this.rules = computed(
      () => new Map((instance.value?.[block].properties ?? []).map((rule) => [rule.property, rule])),
    );
    this.#related = computed(() => new Set(block === "limeobject" ? relationsOf(instance.value) : []));
    this.#findings = computed(() => findingsByProperty(mapped.value, ROLE_OF_BLOCK[block]));
    let shared: PropertyGroups | undefined;
    this.groups = computed(() => {
      const open_ = open.value;
      shared = share(
        shared,
        propertyGroups({
          properties: this.properties.value,
          rules: this.rules.value,
          isAutomatic: (name) => this.isAutomatic(name),
          open: open_?.block === block ? open_ : undefined,
        }),
      );
      return shared;
    });
  }

  /** Whether a property gets a value without a rule. */
  isAutomatic(name: string): boolean {
    return this.isRelated(name) || (this.outcome(name)?.sources.length ?? 0) > 0;
  }

  /** Whether a relation of the instance writes the property. */
  isRelated(name: string): boolean {
    return this.#related.value.has(name);
  }

  /** Undefined when the conversation makes no such object. */
  outcome(name: string): PropertyOutcome | undefined {
    const object = this.#mapped.value?.objects[ROLE_OF_BLOCK[this.#block]];
    return object && { value: object.values[name], sources: object.sources[name] ?? NO_SOURCES };
  }

  findings(name: string): readonly Finding[] {
    return this.#findings.value.get(name) ?? NO_FINDINGS;
  }

  /** Returns the group of a property that is about to be opened. */
  groupOf(name: string): PropertyGroup {
    const groups = this.groups.value;
    return groups.automatic.includes(name) ? "automatic" : groups.unmapped.includes(name) ? "unmapped" : "mapped";
  }
}

const NO_SOURCES: readonly ValueSource[] = [];
const NO_FINDINGS: readonly Finding[] = [];

function relationsOf(instance: Instance | undefined): string[] {
  if (instance === undefined) return [];
  return [
    instance.personRelation?.relation ?? (instance.personRelation ? "person" : undefined),
    instance.relationCompany,
    instance.coworkerRelation?.relation ?? instance.relationCoworker,
    instance.relationConversation,
  ].filter((name) => name != null);
}

function findingsByProperty(mapped: MappedConversation | undefined, role: Role): Map<string, Finding[]> {
  const byProperty = new Map<string, Finding[]>();
  for (const finding of mapped?.findings ?? []) {
    if (finding.object !== role || finding.property === undefined) continue;
    const found = byProperty.get(finding.property);
    if (found) found.push(finding);
    else byProperty.set(finding.property, [finding]);
  }
  return byProperty;
}
