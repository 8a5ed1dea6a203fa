// Names and topics of the configured instances. Problems with them are reported by the package.

export interface InstanceName {
  name: string;
  topics: readonly string[];
}

export function instances(config: string): InstanceName[] {
  let root: unknown;
  try {
    root = JSON.parse(config);
  } catch {
    return [];
  }
  const list = (root as { instances?: unknown } | null)?.instances;
  if (!Array.isArray(list)) return [];
  return list.flatMap((instance: { name?: unknown; limetype?: unknown; topic?: unknown } | null) => {
    const name = instance?.name ?? instance?.limetype;
    const topics = [instance?.topic].flat().filter((topic) => typeof topic === "string");
    return typeof name === "string" ? [{ name, topics }] : [];
  });
}
