// Pane with the preview. While the documents are invalid, the last valid preview stays visible.

import { clsx } from "clsx";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Card } from "../../../elements/card.tsx";
import { trackHighlight } from "../../../elements/cross-highlight.ts";
import { EmptyState } from "../../../elements/empty-state.tsx";
import { Notice } from "../../../elements/notice.tsx";
import { VisuallyHidden } from "../../../elements/text.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { problemText } from "../../../i18n/problem-text.ts";
import type { LastPreview, PreviewResult } from "../../../state/preview-result.ts";
import type { Store } from "../../../state/store.ts";
import { useApp } from "../../use-app.ts";
import type { PreviewContext } from "./context.ts";
import { DryRunSection } from "./dry-run-section.tsx";
import { Findings, ProblemItem } from "./finding-item.tsx";
import { FindingList } from "./finding-list.tsx";
import { InstanceLine } from "./instance-line.tsx";
import { LookupList } from "./lookup-list.tsx";
import { ObjectList } from "./object-list.tsx";
import styles from "./preview-pane.module.css";
import type { Severity } from "./severity-icon.tsx";
import { LocationChip } from "./source-chip.tsx";
import { Verdict, verdictOf } from "./verdict.tsx";

interface PreviewPaneProps {
  class: string;
  hidden: boolean;
}

export function PreviewPane({ class: name, hidden }: PreviewPaneProps) {
  const { store, previewController, format } = useApp();
  const outcome = store.previewResult.value;
  const isLate = useLate(!previewController.isCurrent.value);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => trackHighlight(root.current as HTMLDivElement, store.highlighted), [store]);
  const verdict = verdictOf(outcome, isLate);
  const ms = previewController.duration.value;
  return (
    <Card class={name} aria-labelledby="preview-title" hidden={hidden}>
      <h2 id="preview-title">
        <VisuallyHidden>{t("title")}</VisuallyHidden>
      </h2>
      <VisuallyHidden>
        <span role="status">{`${verdict.title}. ${verdict.text}`}</span>
      </VisuallyHidden>
      <div ref={root} class={styles.contents}>
        <div class={styles.head}>
          <Verdict verdict={verdict} />
          {outcome.kind === "preview" && <InstanceLine preview={outcome.preview} />}
          {outcome.kind === "preview" && <MappingNote />}
        </div>
        <div class={styles.scroll}>
          <Problems outcome={outcome} />
          <DryRunSection />
          <Result outcome={outcome} isLate={isLate} />
          {outcome.kind === "preview" && !isLate && (
            <p class={styles.duration}>{t("took", { ms: format.number(ms, ms < 10 ? 1 : 0) })}</p>
          )}
        </div>
      </div>
    </Card>
  );
}

/** Says so when the preview is not that of the mapping in use. */
function MappingNote() {
  const { store, api } = useApp();
  const isUnknown = api.status.value === "locked" && store.savedConfig.value === null;
  if (!store.hasUnsavedConfig && !isUnknown) return null;
  return <p class={styles.mapping}>{t(isUnknown ? "unknownMapping" : "unsavedMapping")}</p>;
}

/** The preview, or the last one that was possible. */
function Result({ outcome, isLate }: { outcome: PreviewResult; isLate: boolean }) {
  const { store } = useApp();
  const [visibleSeverities, setVisible] = useState<ReadonlySet<Severity>>(new Set(["error", "warning"]));
  const last = outcome.kind === "preview" ? outcome : lastPreviewOf(outcome, store);
  if (last === undefined) {
    return outcome.kind === "blank" ? (
      <EmptyState icon="limeobject">
        <p>{t("blankText")}</p>
      </EmptyState>
    ) : null;
  }
  const isStale = outcome.kind !== "preview";
  const { preview, warnings } = last;
  const dryRun = store.dryRun.value;
  const context: PreviewContext = {
    preview,
    limetypes: store.limetypeIndex.value,
    dryRun: dryRun.status === "known" && dryRun.isCurrent ? dryRun.report : undefined,
    visibleSeverities,
  };
  const toggle = (severity: Severity) => {
    const isOn = visibleSeverities.has(severity);
    setVisible(new Set([...visibleSeverities].filter((other) => other !== severity).concat(isOn ? [] : severity)));
  };
  return (
    <>
      {isStale && <Notice>{t("stale")}</Notice>}
      <div class={clsx(styles.result, (isStale || isLate) && styles.stale)} data-stale={isStale || isLate || undefined}>
        {/* The findings of another text say nothing about this one. */}
        {!isStale && !isLate && <FindingList context={context} warnings={warnings} onToggle={toggle} />}
        {preview.objects.length > 0 && (
          <>
            <ObjectList context={context} />
            <LookupList context={context} />
          </>
        )}
      </div>
    </>
  );
}

/** Returns the last preview that there was. That of another conversation says nothing about one that the mapping can't take. */
function lastPreviewOf({ kind }: PreviewResult, { lastPreview, payload }: Store): LastPreview | undefined {
  const last = lastPreview.value;
  return kind === "blank" || (kind === "config" && last?.payload !== payload.value) ? undefined : last;
}

/** Why there is no preview. */
function Problems({ outcome }: { outcome: PreviewResult }) {
  switch (outcome.kind) {
    case "payload": {
      const { pointer, line, column } = outcome;
      return (
        <Notice kind="error">
          <p>{problemText(outcome)}</p>
          <LocationChip location={{ document: "payload", pointer, line, column }} />
        </Notice>
      );
    }
    case "config": {
      const order = ["error", "warning"];
      return (
        <Findings>
          {outcome.problems
            .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
            .map((problem, index) => (
              <ProblemItem key={index} problem={problem} />
            ))}
        </Findings>
      );
    }
    case "failure":
      return (
        <Notice kind="error">
          {t("failureText")}
          <pre class={styles.report}>
            <bdi>{outcome.message}</bdi>
          </pre>
        </Notice>
      );
    default:
      return null;
  }
}

/** Milliseconds before a preview that is computed counts as late. */
const LATE = 150;

/** Returns whether `isBehind` has been true for a moment. */
function useLate(isBehind: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isBehind) return;
    const timer = setTimeout(() => setLate(true), LATE);
    return () => clearTimeout(timer);
  }, [isBehind]);
  return isBehind && isLate;
}
