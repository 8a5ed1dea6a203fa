// Summary of a dry run. Values are compared where the preview shows them.

import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import type { PlannedChange } from "userlike-limeobject/delivery";
import { Button, IconButton } from "../../../elements/button.tsx";
import { ExternalLink } from "../../../elements/external-link.tsx";
import { Icon } from "../../../elements/icon.tsx";
import { Notice } from "../../../elements/notice.tsx";
import { Progress } from "../../../elements/progress.tsx";
import { muted } from "../../../elements/text.tsx";
import { conversation } from "../../../i18n/messages/conversation.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { problemText } from "../../../i18n/problem-text.ts";
import { useApp } from "../../use-app.ts";
import { useWorkbench } from "../workbench.ts";
import { Badge } from "./badge.tsx";
import { byImportance, roleIcons } from "./context.ts";
import { Difference } from "./difference.tsx";
import { dryRunFindings } from "./dry-run-findings.ts";
import styles from "./dry-run-section.module.css";
import { DeliveryFinding, Findings } from "./finding-item.tsx";
import { FoundList } from "./found-list.tsx";
import { SectionHeading } from "./section-heading.tsx";
import { ApiValueView, ValueView } from "./value.tsx";

export function DryRunSection() {
  const { store } = useApp();
  const dryRun = store.dryRun.value;
  switch (dryRun.status) {
    case "none":
      return null;
    case "asking":
      return (
        <Section>
          <p class={muted} role="status">
            {conversation("asking")}
          </p>
          <Progress label={conversation("asking")} />
        </Section>
      );
    case "failed":
      return (
        <Section>
          <Notice kind="error" role="alert" title={t("dryRunFailed")}>
            {problemText(dryRun.error)}
          </Notice>
          <AskAgain />
        </Section>
      );
    case "known": {
      const { report, isCurrent } = dryRun;
      const result = store.previewResult.value;
      const preview = result.kind === "preview" ? result.preview : undefined;
      const findings = dryRunFindings(report, preview, store.limetypeIndex.value);
      return (
        <Section>
          {!isCurrent && (
            <Notice>
              {t("dryRunStale")} <AskAgain />
            </Notice>
          )}
          <ul class={clsx(styles.list, !isCurrent && styles.stale)}>
            {byImportance(report.objects).map((change, index) => (
              <Change key={index} change={change} />
            ))}
          </ul>
          <FoundList found={report.found} limetypes={store.limetypeIndex.value} />
          {findings.length > 0 && (
            <Findings>
              {findings.map(({ finding, about }, index) => (
                <DeliveryFinding key={index} finding={finding} about={about} />
              ))}
            </Findings>
          )}
        </Section>
      );
    }
  }
}

function Section({ children }: { children: ComponentChildren }) {
  const { store } = useApp();
  return (
    <section class={styles.section} aria-labelledby="changes-title">
      <div class={styles.head}>
        <SectionHeading id="changes-title">{t("dryRun")}</SectionHeading>
        <IconButton
          icon="cancel"
          label={t("close")}
          onClick={() => {
            store.dryRun.value = { status: "none" };
          }}
        />
      </div>
      {children}
    </section>
  );
}

function AskAgain() {
  const { sendController } = useWorkbench();
  return (
    <Button icon="refresh" onClick={() => void sendController.dryRun()}>
      {t("askAgain")}
    </Button>
  );
}

function Change({ change }: { change: PlannedChange }) {
  const limetypes = useApp().store.limetypeIndex.value;
  const { role, limetype, action, id, url, descriptive, differences } = change;
  const name = descriptive ?? (id === undefined ? "" : String(id));
  return (
    <li class={styles.change}>
      <Icon name={roleIcons[role]} />
      <div>
        <p>
          <strong>
            <bdi>{limetypes.label(limetype)}</bdi>
          </strong>{" "}
          <Badge kind={action === "create" ? "accent" : "info"}>{t(action)}</Badge>{" "}
          {name !== "" && (url === undefined ? <bdi>{name}</bdi> : <ExternalLink url={url}>{name}</ExternalLink>)}
        </p>
        {action !== "create" && differences.length > 0 && (
          <ul>
            {differences.map(({ property, now, preview, written }) => {
              const known = limetypes.property(limetype, property);
              return (
                <li key={property}>
                  <Difference
                    label={known?.label ?? property}
                    now={<ApiValueView value={now} known={known} />}
                    after={<ValueView value={preview} known={known} />}
                    isWritten={written}
                  />
                </li>
              );
            })}
          </ul>
        )}
        {action === "update" && differences.length === 0 && <p class={muted}>{t("noDifferences")}</p>}
      </div>
    </li>
  );
}
