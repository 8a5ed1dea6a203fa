import type { Preview } from "userlike-limeobject";
import type { Check } from "./row.ts";

/** Reduces a preview to its verdict and findings. */
export function checkFromPreview({ instance, objects, findings }: Preview): Check {
  const has = (severity: string) => findings.some((finding) => finding.severity === severity);
  return {
    verdict: has("error") ? "blocked" : has("warning") ? "warnings" : "ready",
    instance: instance?.name ?? null,
    limetype: objects.find(({ role }) => role === "limeobject")?.limetype ?? null,
    findings,
  };
}
