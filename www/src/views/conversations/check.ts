import type { Preview } from "userlike-limeobject";
import type { Check } from "./row.ts";

/** What the table keeps of a preview: whether it can be sent, and why not. */
export function checkFromPreview({ instance, objects, findings }: Preview): Check {
  const has = (severity: string) => findings.some((finding) => finding.severity === severity);
  return {
    verdict: has("error") ? "blocked" : has("warning") ? "warnings" : "ready",
    instance: instance?.name ?? null,
    limetype: objects.find(({ role }) => role === "limeobject")?.limetype ?? null,
    findings,
  };
}
