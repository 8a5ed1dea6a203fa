import { type InstanceOutline, instances } from "userlike-limeobject";

let cached: { text: string; instances: readonly InstanceOutline[] } | undefined;

/** Returns the instances of a configuration; none while its text is not JSON. */
export function instancesOf(text: string): readonly InstanceOutline[] {
  if (cached?.text !== text) cached = { text, instances: instances(text).instances };
  return cached.instances;
}
