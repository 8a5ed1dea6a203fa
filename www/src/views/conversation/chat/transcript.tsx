// Transcript as chat bubbles, as in the Message Center. A long one is rendered in pieces, so that the page stays responsive.

import { Fragment } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { TranscriptPart } from "userlike-limeobject";
import { format } from "../../../i18n/format.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import type { ChatMessage, DisplayedConversation } from "../read-conversation.ts";
import { Message } from "./message.tsx";
import styles from "./transcript.module.css";

/** Number of messages that are rendered at once. */
const PIECE = 15;

interface TranscriptProps {
  conversation: DisplayedConversation;
  /** Parts of the conversation that the history note has; null: none is written. */
  noteParts: readonly TranscriptPart[] | null;
}

export function Transcript({ conversation, noteParts }: TranscriptProps) {
  const { messages, furtherCount, name } = conversation;
  const pieces = useMemo(() => toPieces(messages), [messages]);
  const rendered = useMemo(
    () =>
      pieces.map((piece, at) => (
        <Piece key={piece[0]?.pointer} messages={piece} before={timeBefore(pieces, at)} {...{ name, noteParts }} />
      )),
    [pieces, name, noteParts],
  );
  const shownCount = useGrowingCount(pieces.length);
  if (messages.length === 0) return <p class={styles.none}>{t("noTranscript")}</p>;
  return (
    <ol class={styles.transcript} aria-label={t("transcript")}>
      {rendered.slice(0, shownCount)}
      {furtherCount > 0 && shownCount >= pieces.length && <Divider text={t("moreMessages", { n: furtherCount })} />}
    </ol>
  );
}

interface PieceProps {
  messages: readonly ChatMessage[];
  /** Time of the last message before them that has one. */
  before: string;
  name: string;
  noteParts: readonly TranscriptPart[] | null;
}

function Piece({ messages, before, name, noteParts }: PieceProps) {
  let day = before === "" ? "" : format.date(before);
  return (
    <>
      {messages.map((message) => {
        const date = message.time === "" ? day : format.date(message.time);
        const isNewDay = date !== day;
        day = date;
        return (
          <Fragment key={message.pointer}>
            {isNewDay && <Divider text={date} />}
            <Message message={message} contact={name} noteParts={noteParts} />
          </Fragment>
        );
      })}
    </>
  );
}

/** A day, or how many messages follow. */
function Divider({ text }: { text: string }) {
  return (
    <li class={styles.divider}>
      <bdi>{text}</bdi>
    </li>
  );
}

function timeBefore(pieces: readonly (readonly ChatMessage[])[], at: number): string {
  for (let before = at - 1; before >= 0; before -= 1) {
    const last = pieces[before]?.findLast(({ time }) => time !== "");
    if (last !== undefined) return last.time;
  }
  return "";
}

function toPieces(messages: readonly ChatMessage[]): readonly (readonly ChatMessage[])[] {
  const count = Math.ceil(messages.length / PIECE);
  return Array.from({ length: count }, (_, index) => messages.slice(index * PIECE, (index + 1) * PIECE));
}

/** Returns a number that grows from 1 to `total`, by one per frame. */
function useGrowingCount(total: number): number {
  const [count, setCount] = useState(1);
  useEffect(() => {
    if (count >= total) return;
    const timer = setTimeout(() => setCount(count + 1));
    return () => clearTimeout(timer);
  }, [count, total]);
  return Math.min(count, total);
}
