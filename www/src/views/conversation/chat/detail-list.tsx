// Details of the contact and the conversation.

import { linked } from "../../../elements/cross-highlight.ts";
import { CutText } from "../../../elements/cut-text.tsx";
import { ExternalLink } from "../../../elements/external-link.tsx";
import { Icon } from "../../../elements/icon.tsx";
import { format } from "../../../i18n/format.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import { statusText } from "../../../i18n/status-text.ts";
import type { Detail, DisplayedConversation } from "../read-conversation.ts";
import styles from "./detail-list.module.css";

/** UTF-16 units of a value that are shown at first. */
const VALUE_LENGTH = 300;

export function DetailList({ conversation: { contact, conversation } }: { conversation: DisplayedConversation }) {
  if (contact.length + conversation.length === 0) return null;
  return (
    <div class={styles.groups}>
      <Group icon="person" title={t("aboutContact")} details={contact} />
      <Group icon="chat" title={t("aboutConversation")} details={conversation} />
    </div>
  );
}

interface GroupProps {
  icon: "person" | "chat";
  title: string;
  details: readonly Detail[];
}

function Group({ icon, title, details }: GroupProps) {
  if (details.length === 0) return null;
  return (
    <section>
      <h2 class={styles.title}>
        <Icon name={icon} />
        {title}
      </h2>
      <dl>
        {details.map((detail) => (
          <div key={detail.pointer} class={styles.detail} {...linked({ document: "payload", pointer: detail.pointer })}>
            <dt>
              <Label detail={detail} />
            </dt>
            <dd>
              <Value detail={detail} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Label({ detail: { key, custom } }: { detail: Detail }) {
  const name = `fact.${key}`;
  if (!custom && t.has(name)) return <>{t(name)}</>;
  return <bdi>{key}</bdi>;
}

function Value({ detail: { value, type } }: { detail: Detail }) {
  if (type === "status") return <bdi>{statusText(value)}</bdi>;
  if (type === "text") {
    return (
      <CutText text={value} length={VALUE_LENGTH}>
        {(shown) => (shown === value ? <ExternalLink url={value} /> : <bdi>{shown}</bdi>)}
      </CutText>
    );
  }
  return (
    <time datetime={value}>
      <bdi>{format.dateTime(value)}</bdi>
    </time>
  );
}
