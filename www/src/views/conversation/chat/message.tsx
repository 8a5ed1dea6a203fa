import { clsx } from "clsx";
import type { TranscriptPart } from "userlike-limeobject";
import { linked } from "../../../elements/cross-highlight.ts";
import { CutText } from "../../../elements/cut-text.tsx";
import { ExternalLink } from "../../../elements/external-link.tsx";
import { Icon } from "../../../elements/icon.tsx";
import { muted } from "../../../elements/text.tsx";
import { format } from "../../../i18n/format.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import type { ChatMessage } from "../read-conversation.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./message.module.css";
import { messageParts } from "./message-parts.ts";

/** UTF-16 units of a message that are shown at first. */
const TEXT_LENGTH = 4000;

interface MessageProps {
  message: ChatMessage;
  /** Name of the contact. */
  contact: string;
  /** Parts of the conversation that the history note has; null: none is written. */
  noteParts: readonly TranscriptPart[] | null;
}

/** One message as a chat bubble; a notification as a line. */
export function Message({ message, contact, noteParts }: MessageProps) {
  const { speaker, file, pointer } = message;
  const location = { document: "payload", pointer } as const;
  if (speaker === "notification") {
    return (
      <li class={styles.notification}>
        <div {...linked(location)}>
          <Text message={message} /> <Time message={message} />
          <LeftOut message={message} noteParts={noteParts} />
        </div>
      </li>
    );
  }
  const given = message.name || (speaker === "contact" ? contact : "");
  const isMarked = given !== "" && (speaker === "bot" || speaker === "unknown");
  const name = isMarked ? `${given} (${t(speaker)})` : given || t(speaker);
  return (
    <li class={clsx(styles.row, (speaker === "operator" || speaker === "bot") && styles.own)}>
      <Avatar speaker={speaker} name={given || name} />
      <div class={styles.bubble} {...linked(location)}>
        <div class={styles.head}>
          <bdi class={styles.name}>{name}</bdi> <Time message={message} />
        </div>
        <Text message={message} />
        {file !== "" && (
          <p class={styles.attachment}>
            <Icon name="attachment" />
            <ExternalLink url={file}>{fileName(file)}</ExternalLink>
          </p>
        )}
        <LeftOut message={message} noteParts={noteParts} />
      </div>
    </li>
  );
}

function Text({ message: { text, file } }: Pick<MessageProps, "message">) {
  if (text === "") return file === "" ? <em class={muted}>{t("noText")}</em> : null;
  return (
    <CutText text={text} length={TEXT_LENGTH}>
      {(shown) => (
        <p class={styles.text} dir="auto">
          {messageParts(shown).map(({ text, url, bold }, index) => {
            const part = url === undefined ? text : <ExternalLink url={url} />;
            return bold ? <strong key={index}>{part}</strong> : part;
          })}
        </p>
      )}
    </CutText>
  );
}

function Time({ message: { time } }: Pick<MessageProps, "message">) {
  if (time === "") return null;
  return (
    <time class={muted} datetime={time} title={format.dateTime(time)}>
      <bdi>{format.time(time)}</bdi>
    </time>
  );
}

/** Says that the history note does not have a message; notifications, which it rarely has, say nothing. */
function LeftOut({ message: { part, leftOut }, noteParts }: Pick<MessageProps, "message" | "noteParts">) {
  if (noteParts === null || (leftOut === null && noteParts.includes(part))) return null;
  if (part === "notifications" && leftOut !== "repeated") return null;
  return (
    <p class={styles.leftOut}>
      <Icon name="info" />
      {leftOut === "repeated" ? t("leftOutRepeated") : t("leftOut")}
    </p>
  );
}

function fileName(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").at(-1) || url);
  } catch {
    return url;
  }
}
