// Values as Lime CRM shows them: options by text, times in the user's locale, links.

import type { ComponentChildren } from "preact";
import type { PropertyInfo } from "userlike-limeobject";
import { ExternalLink } from "../../../elements/external-link.tsx";
import { Icon } from "../../../elements/icon.tsx";
import { isLink } from "../../../elements/link.ts";
import { format } from "../../../i18n/format.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import type { Value } from "./context.ts";
import styles from "./value.module.css";

interface ValueProps {
  value: Value;
  known: PropertyInfo | undefined;
}

export function ValueView({ value, known }: ValueProps) {
  if (value === null) return <Nothing>{t("cleared")}</Nothing>;
  if (value === "") return <Nothing>{t("empty")}</Nothing>;
  if (typeof value === "boolean") return <Truth value={value} />;
  if (typeof value === "number") return <span>{String(value)}</span>;
  if (typeof value === "string") return <TextView value={value} known={known} />;
  if (!Array.isArray(value)) return <Option optionKey={value.key} known={known} />;
  if (value.length === 0) return <Nothing>{t("noOptions")}</Nothing>;
  return (
    <span class={styles.options}>
      {value.map(({ key }) => (
        <Option key={key} optionKey={key} known={known} />
      ))}
    </span>
  );
}

/** Value in the form of Lime CRM's REST API: options with their text, relations as ids. */
export function ApiValueView({ value, known }: { value: unknown; known: PropertyInfo | undefined }) {
  if (Array.isArray(value)) {
    return (
      <span class={styles.options}>
        {value.map((item: unknown, index) => (
          <ApiValueView key={index} value={item} known={known} />
        ))}
      </span>
    );
  }
  if (typeof value !== "object" || value === null) return <ValueView value={(value ?? null) as Value} known={known} />;
  const { key, text } = value as { key?: unknown; text?: unknown };
  if (typeof key !== "string") return <bdi>{JSON.stringify(value)}</bdi>;
  return <Option optionKey={key} known={known} text={typeof text === "string" ? text : undefined} />;
}

function TextView({ value, known }: { value: string; known: PropertyInfo | undefined }) {
  if (known?.type === "time" || known?.type === "date") {
    return (
      <time datetime={value} title={value}>
        <bdi>{known.type === "time" ? format.dateTime(value) : format.date(`${value.slice(0, 10)}T00:00`)}</bdi>
      </time>
    );
  }
  if (isLink(value)) return <ExternalLink url={value} />;
  return (
    <span class={styles.text} dir="auto">
      {value}
    </span>
  );
}

function Truth({ value }: { value: boolean }) {
  return (
    <span class={value ? styles.yes : styles.no}>
      <Icon name={value ? "check" : "cancel"} />
      {value ? t("yes") : t("no")}
    </span>
  );
}

interface OptionProps {
  optionKey: string;
  known: PropertyInfo | undefined;
  /** Text that Lime CRM answered. Default: that of the limetype. */
  text?: string | undefined;
}

function Option({ optionKey, known, text: answered }: OptionProps) {
  const text = (known?.options.find((option) => option.key === optionKey)?.text || undefined) ?? answered;
  const hasKey = text === undefined || text.toLowerCase() !== optionKey.toLowerCase();
  return (
    <span class={styles.option} title={optionKey}>
      {text !== undefined && text !== optionKey && <bdi>{text}</bdi>}
      {hasKey && (
        <code>
          <bdi>{optionKey}</bdi>
        </code>
      )}
    </span>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <span class={styles.nothing}>{children}</span>;
}
