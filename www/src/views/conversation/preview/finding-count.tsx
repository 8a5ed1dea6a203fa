import { Button } from "../../../elements/button.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { counts } from "../../../preview/counts.ts";
import { useApp } from "../../use-app.ts";
import { useWorkbench } from "../workbench.ts";
import { FINDINGS_ID } from "./finding-list.tsx";

/** Number of errors and warnings; leads to them. */
export function FindingCount() {
  const { store } = useApp();
  const { pane } = useWorkbench();
  const outcome = store.previewResult.value;
  const problems =
    outcome.kind === "preview"
      ? [...outcome.preview.findings, ...outcome.warnings]
      : outcome.kind === "config"
        ? outcome.problems
        : [];
  const { error, warning } = counts(problems);
  const isUnreadable = outcome.kind === "payload" || outcome.kind === "failure";
  const texts = [
    isUnreadable && t(outcome.kind === "payload" ? "badPayload" : "failure"),
    error > 0 && t("errors", { n: error }),
    warning > 0 && t("warnings", { n: warning }),
  ].filter((text) => text !== false);
  if (texts.length === 0) return null;
  return (
    <Button
      kind="quiet"
      icon={isUnreadable || error > 0 ? "error" : "warning"}
      onClick={() => {
        pane.value = "preview";
        requestAnimationFrame(() => document.getElementById(FINDINGS_ID)?.scrollIntoView({ block: "start" }));
      }}
    >
      {texts.join(", ")}
    </Button>
  );
}
