// What a dry run finds, about the objects that the send would create.

import type { Finding, Preview } from "userlike-limeobject";
import type { DryRunReport } from "userlike-limeobject/delivery";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";

interface DryRunFinding {
  finding: Finding;
  /** Labels of the limetypes that the finding is about, where it does not say so itself. */
  about: string | undefined;
}

/**
 * Returns the findings of a dry run. That there can be two of an object afterwards is said of those only that are created;
 * the package says it of all that have no property that prevents duplicates, before it knows which exist.
 *
 * @param preview The preview that the dry run was made of; undefined when there is none any more
 */
export function dryRunFindings(
  { findings, objects }: DryRunReport,
  preview: Preview | undefined,
  limetypes: LimetypeIndex,
): DryRunFinding[] {
  const repeatable = objects.filter(
    ({ role, action }, index) =>
      action === "create" &&
      (role === "limeobject" || role === "history") &&
      preview?.objects[index]?.idempotencyProperty === undefined,
  );
  const about = repeatable.map(({ limetype }) => limetypes.label(limetype)).join(", ");
  return findings.flatMap((finding): DryRunFinding[] => {
    if (finding.code !== "duplicates-possible") return [{ finding, about: undefined }];
    return repeatable.length > 0 ? [{ finding, about }] : [];
  });
}
