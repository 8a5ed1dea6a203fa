// One part of the selected instance with properties of its own: what it can have, has, and gets.

import type { Finding, PropertyInfo, PropertyValue, Role, ValueSource } from "userlike-limeobject";
import { computed, type ReadonlySignal } from "../../platform/signal.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import type { MappedConversation } from "./check/mapping-checker.ts";
import { type Block, type Instance, type PropertyRule, ROLE_OF_BLOCK, relationsOf } from "./model/config.ts";
import { limetypeOf, writableProperties } from "./model/metadata.ts";
import { PROPERTY_GROUPS, type PropertyGroup, type PropertyGroups, propertyGroups } from "./model/property-groups.ts";
import { share } from "./model/share.ts";
import type { OpenProperty } from "./place.ts";

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
  /** The instance as it was for `mapped`: its text may have been changed since. */
  mappedInstance: ReadonlySignal<Instance | undefined>;
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
  /** The rules that gave the values. */
  readonly mappedRules: ReadonlySignal<ReadonlyMap<string, PropertyRule>>;
  readonly groups: ReadonlySignal<PropertyGroups>;
  readonly #block: Block;
  readonly #mapped: BlockInput["mapped"];
  readonly #related: ReadonlySignal<ReadonlySet<string>>;
  /** Property for the key of the object. */
  readonly #identity: ReadonlySignal<string | null | undefined>;
  readonly #findings: ReadonlySignal<ReadonlyMap<string, readonly Finding[]>>;

  constructor(block: Block, { instance, limetypes, mapped, mappedInstance, open }: BlockInput) {
    this.#block = block;
    this.#mapped = mapped;
    this.limetype = computed(() =>
      instance.value === undefined ? "" : limetypeOf(instance.value, block, limetypes.value),
    );
    this.isKnown = computed(() => limetypes.value.get(this.limetype.value) !== undefined);
    this.properties = computed(
      () => new Map(writableProperties(this.limetype.value, limetypes.value).map((info) => [info.name, info])),
    );
    this.rules = computed(() => rulesOf(instance.value, block));
    this.mappedRules = computed(() => rulesOf(mappedInstance.value, block));
    this.#related = computed(
      () => new Set(block === "limeobject" && instance.value ? relationsOf(instance.value) : []),
    );
    this.#identity = computed(() => instance.value?.[block].idempotencyProperty);
    this.#findings = computed(() => findingsByProperty(mapped.value, ROLE_OF_BLOCK[block]));
    let shared: PropertyGroups | undefined;
    const isAutomatic = (name: string) => this.isAutomatic(name);
    const input = () => ({ properties: this.properties.value, rules: this.rules.value, isAutomatic });
    const ownOpen = computed(() => (open.value?.block === block ? open.value : undefined));
    this.groups = computed(() => {
      shared = share(shared, propertyGroups({ ...input(), open: ownOpen.value }));
      return shared;
    });
  }

  /** Whether a property gets a value without a rule. */
  isAutomatic(name: string): boolean {
    return (
      this.isRelated(name) ||
      this.isFilledByLimeCrm(name) ||
      name === this.#identity.value ||
      (this.outcome(name)?.sources.length ?? 0) > 0
    );
  }

  /** Whether Lime CRM fills in its own default, by the same rule as the package. Others it leaves empty. */
  isFilledByLimeCrm(name: string): boolean {
    const { required = false, defaultValue } = this.properties.value.get(name) ?? {};
    return required && defaultValue != null && defaultValue !== "";
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
    return PROPERTY_GROUPS.find((group) => groups[group].includes(name)) ?? "mapped";
  }
}

const NO_SOURCES: readonly ValueSource[] = [];
const NO_FINDINGS: readonly Finding[] = [];

function rulesOf(instance: Instance | undefined, block: Block): ReadonlyMap<string, PropertyRule> {
  return new Map((instance?.[block].properties ?? []).map((rule) => [rule.property, rule]));
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
