import { useEffect, useState } from "preact/hooks";
import type { Send } from "../../../contract/conversations.ts";
import type { Api } from "../api/api.ts";
import { ApiError } from "../api/error.ts";
import { Card } from "../elements/card.tsx";
import { ExternalLink } from "../elements/external-link.tsx";
import { muted } from "../elements/text.tsx";
import { addon as t } from "../i18n/messages/addon.ts";
import { problemText } from "../i18n/problem-text.ts";
import { effectOf } from "../views/conversation/send-controller.ts";
import { useApp } from "../views/use-app.ts";
import styles from "./earlier-sends.module.css";

/** Milliseconds until sends that go on are asked for again. */
const INTERVAL = 5000;

const EFFECT_TEXT = {
  created: "wasCreated",
  updated: "wasUpdated",
  unchanged: "wasUnchanged",
  unchangedWithNote: "wasUnchangedWithNote",
} as const;

/** What was sent of the conversation before it was opened here. */
export function EarlierSends({ conversation }: { conversation: number }) {
  const { api, format } = useApp();
  const isReady = api.status.value === "ready";
  const { sends, error } = useSends(api, isReady && Number.isSafeInteger(conversation) ? conversation : null);
  if (sends.length === 0 && error === null) return null;
  return (
    <Card class={styles.card} aria-labelledby="earlier-title">
      <h2 id="earlier-title">{t("earlier")}</h2>
      {error !== null && <p dir="auto">{error}</p>}
      <ol class={styles.sends}>
        {sends.map((send) => (
          <li key={send.send}>
            <time datetime={send.updatedAt} title={format.dateTime(send.updatedAt)} class={muted}>
              {format.dateTime(send.updatedAt)}
            </time>
            <Result send={send} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Result({ send: { status, receipt, error, nextAt } }: { send: Send }) {
  const { format } = useApp();
  if (receipt !== null) {
    return (
      <p>
        {t(EFFECT_TEXT[effectOf(receipt)])} <ExternalLink url={receipt.url}>{t("openInLime")}</ExternalLink>
      </p>
    );
  }
  if (status === "failed") return <p dir="auto">{t("wasNotSent", { reason: error ? problemText(error) : "" })}</p>;
  return <p>{nextAt === null ? t("isSending") : t("isWaiting", { time: format.time(nextAt) })}</p>;
}

interface Sends {
  sends: readonly Send[];
  error: string | null;
}

const NONE: Sends = { sends: [], error: null };

/** Reads the sends of a conversation, newest first, and again while one of them goes on. Null: of none. */
function useSends(api: Api, conversation: number | null): Sends {
  const [read, setRead] = useState<Sends & { conversation: number | null }>({ ...NONE, conversation: null });
  useEffect(() => {
    if (conversation === null) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await sendsOf(api, conversation, stop.signal);
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
  }, [api, conversation]);
  return read.conversation === conversation ? read : NONE;
}

async function sendsOf(api: Api, conversation: number, signal: AbortSignal): Promise<Sends> {
  try {
    const { sends } = await api.json("GET /api/conversations/:id", { params: { id: conversation }, signal });
    return { sends, error: null };
  } catch (error) {
    if (signal.aborted || (error instanceof ApiError && error.code === "no-conversation")) return NONE;
    return { sends: [], error: t("earlierUnknown", { reason: problemText(error as Error) }) };
  }
}
