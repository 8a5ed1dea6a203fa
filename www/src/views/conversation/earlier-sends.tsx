// What was sent of the conversation before, and when.

import { clsx } from "clsx";
import { useEffect, useState } from "preact/hooks";
import type { Finding } from "userlike-limeobject";
import type { Send } from "../../../../contract/conversations.ts";
import type { Api } from "../../api/api.ts";
import { sendsOf } from "../../api/send.ts";
import { Button } from "../../elements/button.tsx";
import { Card } from "../../elements/card.tsx";
import { ExternalLink } from "../../elements/external-link.tsx";
import { Icon } from "../../elements/icon.tsx";
import { caps, muted } from "../../elements/text.tsx";
import { conversation as conversationText } from "../../i18n/messages/conversation.ts";
import { earlierSends as t } from "../../i18n/messages/earlier-sends.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { useApp } from "../use-app.ts";
import styles from "./earlier-sends.module.css";
import { receiptText } from "./send-controller.ts";

/** Milliseconds until sends that go on are asked for again. */
const INTERVAL = 5000;

/** Number of sends that are shown at first. */
const FIRST = 3;

interface EarlierSendsProps {
  conversation: number;
  /** Whether it stands on a surface of its own. Default: false. */
  isCard?: boolean;
}

export function EarlierSends({ conversation, isCard = false }: EarlierSendsProps) {
  const { api, store } = useApp();
  const isReady = api.status.value === "ready";
  const isIdle = store.sendState.value.status === "idle";
  const { sends, error } = useSends(api, isReady && isId(conversation) ? conversation : null, isIdle);
  const [areAllShown, setAllShown] = useState(false);
  if (sends.length === 0 && error === null) return null;
  const Frame = isCard ? Card : "section";
  const shown = areAllShown ? sends : sends.slice(0, FIRST);
  return (
    <Frame class={clsx(styles.earlier, isCard && styles.card)} aria-labelledby="earlier-title">
      <h2 id="earlier-title" class={isCard ? undefined : caps}>
        {t("title")}
      </h2>
      {error !== null && <p dir="auto">{error}</p>}
      <ol class={styles.sends}>
        {shown.map((send) => (
          <SendItem key={send.send} send={send} />
        ))}
      </ol>
      {shown.length < sends.length && (
        <Button kind="quiet" class={styles.all} onClick={() => setAllShown(true)}>
          {t("all", { n: sends.length })}
        </Button>
      )}
    </Frame>
  );
}

/** What has no id was never sent. */
const isId = (conversation: number) => Number.isSafeInteger(conversation) && conversation > 0;

function SendItem({ send }: { send: Send }) {
  const { format } = useApp();
  return (
    <li>
      <time datetime={send.updatedAt} class={muted}>
        {format.dateTime(send.updatedAt)}
      </time>
      <Result send={send} />
    </li>
  );
}

function Result({ send: { status, receipt, error, nextAt } }: { send: Send }) {
  const { format, store } = useApp();
  if (receipt !== null) {
    const written = receipt.steps.find(({ role }) => role === "limeobject")?.limetype ?? "";
    return (
      <>
        <p dir="auto">
          {receiptText(receipt, store.limetypeIndex.value.label(written))}{" "}
          <ExternalLink url={receipt.url}>{conversationText("openInLime")}</ExternalLink>
        </p>
        <Warnings findings={receipt.findings} />
      </>
    );
  }
  if (status === "failed") return <p dir="auto">{t("failed", { reason: error ? problemText(error) : "" })}</p>;
  return <p>{nextAt === null ? t("isSending") : t("isWaiting", { time: format.time(nextAt) })}</p>;
}

/** What was left out, or should be looked at: of each kind of finding its label. */
function Warnings({ findings }: { findings: readonly Finding[] }) {
  const labels = findings.filter(({ severity }) => severity !== "info").map(({ code }) => findingLabels(code));
  if (labels.length === 0) return null;
  return (
    <p class={styles.warnings}>
      <Icon name="warning" label={conversationText("warning")} />
      {[...new Set(labels)].join(", ")}
    </p>
  );
}

interface Sends {
  sends: readonly Send[];
  error: string | null;
}

const NONE: Sends = { sends: [], error: null };

/**
 * Reads the sends of a conversation, newest first, and again while one of them goes on. Null: of none. What this page sends is
 * among them once `isIdle`: until then its status is shown.
 */
function useSends(api: Api, conversation: number | null, isIdle: boolean): Sends {
  const [read, setRead] = useState<Sends & { conversation: number | null }>({ ...NONE, conversation: null });
  useEffect(() => {
    if (conversation === null || (!isIdle && read.conversation === conversation)) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await readSends(api, conversation, stop.signal);
      if (stop.signal.aborted) return;
      setRead({ ...answer, conversation });
      if (answer.sends.some(({ status }) => status !== "done" && status !== "failed"))
        timer = setTimeout(() => void ask(), INTERVAL);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [api, conversation, isIdle]);
  return read.conversation === conversation ? read : NONE;
}

async function readSends(api: Api, conversation: number, signal: AbortSignal): Promise<Sends> {
  try {
    return { sends: await sendsOf(api, conversation, signal), error: null };
  } catch (error) {
    return { sends: [], error: t("unknown", { reason: problemText(error as Error) }) };
  }
}
