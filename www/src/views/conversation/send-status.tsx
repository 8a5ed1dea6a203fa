// Status of a send: in progress, sent, not sent, or not known.

import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Finding } from "userlike-limeobject";
import { Button, buttonClass, IconButton } from "../../elements/button.tsx";
import { Icon } from "../../elements/icon.tsx";
import type { IconName } from "../../elements/icons.ts";
import { isLink } from "../../elements/link.ts";
import { Progress } from "../../elements/progress.tsx";
import { muted } from "../../elements/text.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { roles } from "../../i18n/messages/roles.ts";
import { problemText } from "../../i18n/problem-text.ts";
import type { SendState } from "../../state/send-state.ts";
import { useApp } from "../use-app.ts";
import { hasWarnings, receiptText, sendControllerOf } from "./send-controller.ts";
import styles from "./send-status.module.css";
import { useWorkbench } from "./workbench.ts";

export function SendStatus() {
  const app = useApp();
  useEffect(() => sendControllerOf(app).statusShown(), [app]);
  const { store } = app;
  return (
    <div class={styles.host} role="status" aria-label={t("sendStatus")}>
      <Status state={store.sendState.value} />
    </div>
  );
}

function Status({ state }: { state: SendState }) {
  switch (state.status) {
    case "idle":
      return null;
    case "sending":
      return (
        <InProgress conversation={state.conversation}>
          {t("sending")} <span class={muted}>{state.stage !== null && t(`step.${state.stage}`)}</span>
        </InProgress>
      );
    case "looking-up":
      return <InProgress conversation={state.conversation}>{t(state.isResumed ? "resuming" : "lookingUp")}</InProgress>;
    case "sent":
      return <Sent {...state} />;
    case "pending":
      if (state.error === null && !state.isLate)
        return <InProgress conversation={state.conversation}>{t("stillSending")}</InProgress>;
      return (
        <Unsettled
          icon="history"
          title={t("stillSending")}
          text={state.error === null ? t("pendingText") : problemText(state.error)}
          conversation={state.conversation}
          action={<LookAgain />}
        />
      );
    case "unknown":
      return (
        <Unsettled
          icon="help"
          title={t("maybeSent")}
          text={t("maybeSentText", { reason: problemText(state.error) })}
          conversation={state.conversation}
          action={<LookAgain />}
        />
      );
    case "failed":
      return <Failed error={state.error} />;
  }
}

function InProgress({ conversation, children }: { conversation: number | null; children: ComponentChildren }) {
  return (
    <div class={clsx(styles.status, styles.progress)}>
      <p>
        {children}
        <OtherConversation id={conversation} />
      </p>
      <Progress label={t("sending")} />
    </div>
  );
}

function Sent({ receipt, limetype, sentAt }: SendState & { status: "sent" }) {
  const { store, format } = useApp();
  const limetypes = store.limetypeIndex.value;
  const outcomes = {
    found: t("found"),
    "not-found": t("not-found"),
    created: t("outcomeCreated"),
    updated: t("outcomeUpdated"),
    connected: t("outcomeConnected"),
    skipped: t("outcomeSkipped"),
  };
  const isFlawed = hasWarnings(receipt);
  return (
    <div class={clsx(styles.status, isFlawed ? styles.flawed : styles.sent)}>
      <Icon name={isFlawed ? "warning" : "checked"} label={isFlawed ? t("warning") : undefined} />
      <div class={styles.text}>
        <p class={styles.title} dir="auto">
          {receiptText(receipt, limetype)}{" "}
          <time class={styles.time} datetime={new Date(sentAt).toISOString()}>
            {format.time(sentAt)}
          </time>
        </p>
        {receipt.completed !== undefined && <p class={muted}>{t("completed", { count: receipt.completed })}</p>}
        <Findings findings={receipt.findings} />
        <details>
          <summary>{t("details")}</summary>
          <ul>
            {receipt.steps.map(({ role, limetype = "", outcome, id, requests }, index) => (
              <li key={index}>
                <bdi>{limetypes.get(limetype)?.label ?? roles(role)}</bdi>
                {`${id == null ? "" : ` ${id}`}: ${outcomes[outcome]} `}
                <span class={muted}>({t("requests", { n: requests })})</span>
              </li>
            ))}
          </ul>
        </details>
      </div>
      {isLink(receipt.url) ? (
        <a class={buttonClass("primary")} href={new URL(receipt.url).href} target="_blank" rel="noopener noreferrer">
          {t("openInLime")}
          <Icon name="external" />
        </a>
      ) : (
        <bdi>{receipt.url}</bdi>
      )}
      <Dismiss />
    </div>
  );
}

interface UnsettledProps {
  icon: IconName;
  title: string;
  text: string;
  conversation: number | null;
  action: ComponentChildren;
}

/** The send goes on, or may. */
function Unsettled({ icon, title, text, conversation, action }: UnsettledProps) {
  return (
    <div class={clsx(styles.status, styles.unsettled)}>
      <Icon name={icon} />
      <div class={styles.text}>
        <p class={styles.title}>
          {title}
          <OtherConversation id={conversation} />
        </p>
        <p dir="auto">{text}</p>
      </div>
      {action}
      <Dismiss />
    </div>
  );
}

function Failed({ error }: Pick<SendState & { status: "failed" }, "error">) {
  const { code, message, details } = error;
  const { findings = [] } = details;
  const isRefused = code === "refused";
  const { sendController } = useWorkbench();
  return (
    <div class={clsx(styles.status, styles.failed)} role="alert">
      <Icon name="error" />
      <div class={styles.text}>
        <p class={styles.title}>{t("notSent")}</p>
        <p dir="auto">{problemText(isRefused ? { code, message, findings } : error)}</p>
        {!isRefused && <Findings findings={findings} />}
      </div>
      <Button icon="refresh" onClick={() => void sendController.send()}>
        {t("again")}
      </Button>
      <Dismiss />
    </div>
  );
}

function LookAgain() {
  const { sendController } = useWorkbench();
  return (
    <Button icon="refresh" onClick={() => void sendController.lookUp()}>
      {t("lookAgain")}
    </Button>
  );
}

/** Names the conversation that is sent, when another one is shown. */
function OtherConversation({ id }: { id: number | null }) {
  const outcome = useApp().store.previewResult.value;
  if (id === null || (outcome.kind === "preview" && outcome.preview.conversation === id)) return null;
  return <span class={muted}> ({t("titleOf", { id: String(id) })})</span>;
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  return findings.map((finding, index) => (
    <p key={index}>
      <strong>{findingLabels(finding.code)}</strong> <bdi>{problemText(finding)}</bdi>
    </p>
  ));
}

function Dismiss() {
  const { sendController } = useWorkbench();
  return <IconButton icon="cancel" label={t("dismiss")} onClick={() => sendController.dismiss()} />;
}
