// Which conversations an instance takes alone.

import type { Instance } from "./config.ts";

export interface Coverage {
  /** Topics of the instance. */
  topics: readonly string[];
  /** Whether it takes the conversations that have no topic of any instance. */
  takesOthers: boolean;
  /** The instance that takes these conversations without it; undefined when none does. */
  heir: Instance | undefined;
}

/** Returns the conversations that an instance takes alone, and who takes them when it is removed. */
export function coverageOf(instances: readonly Instance[], instance: Instance): Coverage {
  const others = instances.filter((other) => other !== instance);
  return { topics: instance.topics, takesOthers: isDefault(instance, instances), heir: defaultOf(others) };
}

function defaultOf(instances: readonly Instance[]): Instance | undefined {
  return instances.find((instance) => isDefault(instance, instances));
}

/** By the same rule as the package: an only instance without topics is the default. */
function isDefault(instance: Instance, instances: readonly Instance[]): boolean {
  return instance.default === true || (instances.length === 1 && instance.topics.length === 0);
}
