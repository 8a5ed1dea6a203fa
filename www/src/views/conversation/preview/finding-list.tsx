// Findings and warnings as a list that can be filtered; each links to its locations.

import { clsx } from "clsx";
import type { Problem } from "userlike-limeobject";
import { Icon } from "../../../elements/icon.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { counts } from "../../../preview/counts.ts";
import type { PreviewContext } from "./context.ts";
import { FindingItem, Findings, ProblemItem } from "./finding-item.tsx";
import styles from "./finding-list.module.css";
import { NothingHere } from "./nothing-here.tsx";
import { SectionHeading } from "./section-heading.tsx";
import { type Severity, severities } from "./severity-icon.tsx";

export const FINDINGS_ID = "findings-title";

interface FindingListProps {
  context: PreviewContext;
  warnings: readonly Problem[];
  onToggle(severity: Severity): void;
}

export function FindingList({ context, warnings, onToggle }: FindingListProps) {
  const { findings } = context.preview;
  const total = counts([...findings, ...warnings]);
  const rows = severities
    .filter((severity) => context.visibleSeverities.has(severity))
    .flatMap((severity) => [
      ...findings
        .filter((finding) => finding.severity === severity)
        .map((finding, index) => <FindingItem key={`finding-${severity}-${index}`} {...{ context, finding }} />),
      ...warnings
        .filter((warning) => warning.severity === severity)
        .map((problem, index) => <ProblemItem key={`problem-${severity}-${index}`} problem={problem} />),
    ]);
  return (
    <section class={styles.section} aria-labelledby={FINDINGS_ID}>
      <div class={styles.head}>
        <SectionHeading id={FINDINGS_ID}>{t("findings")}</SectionHeading>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
        <div class={styles.filters} role="group" aria-label={t("filter")}>
          {severities
            .filter((severity) => total[severity] > 0)
            .map((severity) => (
              <button
                key={severity}
                type="button"
                class={clsx(styles.filter, styles[severity])}
                aria-pressed={context.visibleSeverities.has(severity)}
                onClick={() => onToggle(severity)}
              >
                <Icon name={severity} />
                {t(`${severity}s`, { n: total[severity] })}
              </button>
            ))}
        </div>
      </div>
      {rows.length > 0 ? (
        <Findings>{rows}</Findings>
      ) : (
        total.error + total.warning === 0 && <NothingHere icon="check">{t("noFindings")}</NothingHere>
      )}
    </section>
  );
}
