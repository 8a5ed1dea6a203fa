/** Names the runtime that runs this, for messages. */
export function seenRuntime(): string {
  const { EdgeRuntime, navigator, process, document } = globalThis as {
    EdgeRuntime?: unknown;
    navigator?: { userAgent?: string };
    process?: { versions?: Record<string, string | undefined> };
    document?: unknown;
  };
  const agent = navigator?.userAgent ?? "";
  const versions = process?.versions ?? {};
  const program = ["Bun", "Deno", "Electron", "Node"].find((name) => versions[name.toLowerCase()]);
  if (EdgeRuntime) return "an edge runtime";
  if (agent.includes("jsdom")) return "jsdom";
  if (program) return `${program} ${versions[program.toLowerCase()]}`;
  if (document) return "a browser";
  return "importScripts" in globalThis ? "a web worker" : agent || "an unknown runtime";
}
