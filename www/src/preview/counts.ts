import type { Finding, Problem } from "userlike-limeobject";

/** Counts findings and problems by severity. The last one of a kind can stand for many. */
export function counts(found: readonly (Finding | Problem)[]): Record<Finding["severity"], number> {
  const total = { error: 0, warning: 0, info: 0 };
  for (const { severity, more = 1 } of found) total[severity] += more;
  return total;
}
