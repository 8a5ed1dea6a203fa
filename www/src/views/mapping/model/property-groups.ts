// Groups of a block's properties: what is mapped comes first, what is not is folded.

import type { PropertyInfo } from "userlike-limeobject";
import type { PropertyRule } from "./config.ts";

/** `mapped`: has a rule or requires one; `automatic`: gets a value without a rule. */
export type PropertyGroup = "mapped" | "automatic" | "unmapped";

/** Names of properties by group, in the order of the limetype. */
export type PropertyGroups = Record<PropertyGroup, readonly string[]>;

export interface PropertyGroupsInput {
  properties: ReadonlyMap<string, PropertyInfo>;
  rules: ReadonlyMap<string, PropertyRule>;
  /** Whether a property gets a value without a rule. */
  isAutomatic(name: string): boolean;
  /** The open property stays in its group, so that it does not move while its rule is edited. */
  open: { property: string; group: PropertyGroup } | undefined;
}

/** Properties that only the configuration has are mapped, and come last. */
export function propertyGroups({ properties, rules, isAutomatic, open }: PropertyGroupsInput): PropertyGroups {
  const groups: Record<PropertyGroup, string[]> = { mapped: [], automatic: [], unmapped: [] };
  const names = new Set([...properties.keys(), ...rules.keys(), ...(open === undefined ? [] : [open.property])]);
  for (const name of names) {
    const group =
      open?.property === name
        ? open.group
        : rules.has(name) || properties.get(name)?.required || !properties.has(name)
          ? "mapped"
          : isAutomatic(name)
            ? "automatic"
            : "unmapped";
    groups[group].push(name);
  }
  return groups;
}
