// Headline of the preview: whether the conversation can be sent.

import { clsx } from "clsx";
import { Icon } from "../../../elements/icon.tsx";
import type { IconName } from "../../../elements/icons.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { counts } from "../../../preview/counts.ts";
import type { PreviewResult } from "../../../state/preview-result.ts";
import styles from "./verdict.module.css";

type Tone = "ready" | "warned" | "blocked" | "blank";

const icons: Record<Tone, IconName> = { ready: "checked", warned: "warning", blocked: "error", blank: "info" };

interface VerdictText {
  tone: Tone;
  title: string;
  text: string;
}

export function Verdict({ verdict: { tone, title, text } }: { verdict: VerdictText }) {
  return (
    <div class={clsx(styles.verdict, styles[tone])}>
      <Icon name={icons[tone]} />
      <div>
        <p class={styles.title}>{title}</p>
        {text !== "" && <p>{text}</p>}
      </div>
    </div>
  );
}

/** `isLate`: a newer preview is being computed. */
export function verdictOf(outcome: PreviewResult, isLate: boolean): VerdictText {
  if (isLate) return { tone: "blank", title: t("updating"), text: "" };
  switch (outcome.kind) {
    case "pending":
      return { tone: "blank", title: t("pending"), text: "" };
    case "blank":
      return { tone: "blank", title: t("blank"), text: "" };
    case "payload":
      return { tone: "blocked", title: t("badPayload"), text: "" };
    case "config":
      return { tone: "blocked", title: t("badConfig"), text: "" };
    case "failure":
      return { tone: "blocked", title: t("failure"), text: "" };
    case "preview": {
      const { error, warning } = counts([...outcome.preview.findings, ...outcome.warnings]);
      if (error > 0) return { tone: "blocked", title: t("blocked", { n: error }), text: t("blockedText") };
      if (outcome.preview.objects.length === 0) return { tone: "blank", title: t("nothing"), text: t("nothingText") };
      if (warning > 0) return { tone: "warned", title: t("warned", { n: warning }), text: t("warnedText") };
      return { tone: "ready", title: t("ready"), text: t("readyText") };
    }
  }
}
