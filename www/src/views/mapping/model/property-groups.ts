// Groups of a block's properties: what is missing comes first, then what is mapped; what need not be mapped is folded.

import type { PropertyInfo } from "userlike-limeobject";
import type { PropertyRule } from "./config.ts";

/** `missing`: requires a rule and has none; `automatic`: gets a value without a rule. */
export type PropertyGroup = "missing" | "mapped" | "automatic" | "unmapped";

export const PROPERTY_GROUPS: readonly PropertyGroup[] = ["missing", "mapped", "automatic", "unmapped"];

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

/** Properties that only the configuration has come last. */
export function propertyGroups(input: PropertyGroupsInput): PropertyGroups {
  const { properties, rules, open } = input;
  const groups: Record<PropertyGroup, string[]> = { missing: [], mapped: [], automatic: [], unmapped: [] };
  const names = new Set([...properties.keys(), ...rules.keys(), ...(open === undefined ? [] : [open.property])]);
  for (const name of names) groups[open?.property === name ? open.group : groupOf(name, input)].push(name);
  return groups;
}

/** Returns the group of a property that is not open. One that only the configuration has is mapped. */
function groupOf(name: string, { properties, rules, isAutomatic }: Omit<PropertyGroupsInput, "open">): PropertyGroup {
  if (rules.has(name) || !properties.has(name)) return "mapped";
  if (isAutomatic(name)) return "automatic";
  return properties.get(name)?.required ? "missing" : "unmapped";
}
