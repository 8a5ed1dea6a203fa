// What becomes of the conversation in Lime CRM, and what needs attention.

import type { Finding, Preview } from "userlike-limeobject";
import { Card } from "../elements/card.tsx";
import { Icon } from "../elements/icon.tsx";
import { addon as t } from "../i18n/messages/addon.ts";
import { findingLabels } from "../i18n/messages/finding-labels.ts";
import { problemText } from "../i18n/problem-text.ts";
import { ValueView } from "../views/conversation/preview/value.tsx";
import { useApp } from "../views/use-app.ts";
import styles from "./outcome.module.css";

type Limeobject = Preview["objects"][number];

export function Outcome() {
  const outcome = useApp().store.previewResult.value;
  if (outcome.kind !== "preview") return null;
  const { preview } = outcome;
  const written = preview.objects.find(({ role }) => role === "limeobject");
  return (
    <>
      {written && <Becomes preview={preview} object={written} />}
      <Attention preview={preview} />
    </>
  );
}

function Becomes({ preview, object }: { preview: Preview; object: Limeobject }) {
  const { limetypeIndex } = useApp().store;
  const limetypes = limetypeIndex.value;
  const { limetype, values } = object;
  const hasNote = preview.objects.some(({ role }) => role === "history");
  const files = preview.objects.filter(({ role }) => role === "document").length;
  return (
    <Card class={styles.card} aria-labelledby="becomes-title">
      <h2 id="becomes-title">{t("becomes", { limetype: limetypes.label(limetype) })}</h2>
      <dl class={styles.values}>
        {Object.entries(values).map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{limetypes.propertyLabel(limetype, name)}</bdi>
            </dt>
            <dd>
              <ValueView value={value} known={limetypes.property(limetype, name)} />
            </dd>
          </div>
        ))}
      </dl>
      {(hasNote || files > 0) && (
        <p class={styles.further}>
          {hasNote && t("withNote")} {files > 0 && t("withFiles", { n: files })}
        </p>
      )}
    </Card>
  );
}

function Attention({ preview }: { preview: Preview }) {
  const findings = preview.findings.filter(({ severity }) => severity !== "info");
  return (
    <Card class={styles.card} aria-labelledby="attention-title">
      <h2 id="attention-title">{t("attention")}</h2>
      {findings.length === 0 ? (
        <p class={styles.fine}>
          <Icon name="checked" />
          {t("noAttention")}
        </p>
      ) : (
        <ul class={styles.findings}>
          {findings
            .toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"))
            .map((finding, index) => (
              <FindingItem key={index} preview={preview} finding={finding} />
            ))}
        </ul>
      )}
    </Card>
  );
}

function FindingItem({ preview, finding }: { preview: Preview; finding: Finding }) {
  const { limetypeIndex } = useApp().store;
  const { severity, code, object, property } = finding;
  const limetype = preview.objects.find(({ role }) => role === object)?.limetype;
  const about =
    limetype !== undefined && property !== undefined
      ? limetypeIndex.value.propertyLabel(limetype, property)
      : undefined;
  return (
    <li data-severity={severity}>
      <Icon name={severity === "error" ? "error" : "warning"} label={t(severity === "error" ? "error" : "warning")} />
      <div>
        <p class={styles.label}>
          {about !== undefined && <bdi>{about}: </bdi>}
          {findingLabels(code)}
        </p>
        <p dir="auto">{problemText(finding)}</p>
      </div>
    </li>
  );
}
