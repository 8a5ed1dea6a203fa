import { clsx } from "clsx";
import { useState } from "preact/hooks";
import type { FindingCode } from "userlike-limeobject";
import { Button } from "../../elements/button.tsx";
import { SelectField, TextField } from "../../elements/fields.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { statusText } from "../../i18n/status-text.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { type Filter, NO_FILTER } from "./filter.ts";
import styles from "./filter-bar.module.css";
import { CHECK_STATUSES, SEND_PROGRESS_TEXT } from "./text.ts";

/** Criteria that are chosen from a list. */
type Criterion = "checkStatus" | "finding" | "topic" | "status" | "send";

interface FilterBarProps {
  conversations: ConversationsStore;
  onChooseColumns(): void;
}

/** Search and filters above the table. */
export function FilterBar({ conversations, onChooseColumns }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false);
  const filter = conversations.filter.value;
  const { findings, topics, statuses } = conversations.filterOptions.value;
  const total = conversations.rows.value.length;
  const isFiltered = Object.entries(NO_FILTER).some(([name, value]) => filter[name as keyof Filter] !== value);

  const select = (name: Criterion, label: string, options: readonly { value: string; text: string }[]) => (
    <SelectField
      label={label}
      class={clsx(styles.choice, isOpen && styles.open)}
      value={prefixed(filter[name])}
      isSet={filter[name] !== null}
      options={[
        { value: "any", text: t("all") },
        ...options.map(({ value, text }) => ({ value: prefixed(value), text })),
      ]}
      onChange={(value) => conversations.setFilter({ [name]: value === "any" ? null : value.slice(1) })}
    />
  );
  const counted = (text: string, rows: number) => `${text} (${rows})`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: not every screen reader knows <search>
    <div role="search" class={styles.filters} aria-label={t("filters")}>
      <TextField
        label={t("search")}
        type="search"
        icon="search"
        class={styles.search}
        placeholder={t("searchHint")}
        value={filter.search}
        onInput={(search) => conversations.setFilter({ search })}
      />
      {select(
        "checkStatus",
        t("check"),
        CHECK_STATUSES.map((value) => ({ value, text: t(value) })),
      )}
      {select(
        "finding",
        t("finding"),
        findings.map(({ value, rows }) => ({ value, text: counted(findingLabels(value as FindingCode), rows) })),
      )}
      {select(
        "topic",
        t("topics"),
        topics.map(({ value, rows }) => ({ value, text: counted(value === "" ? t("noTopic") : value, rows) })),
      )}
      {select(
        "status",
        t("status"),
        statuses.map(({ value, rows }) => ({ value, text: counted(statusText(value), rows) })),
      )}
      {select(
        "send",
        t("sending"),
        Object.entries(SEND_PROGRESS_TEXT).map(([value, text]) => ({ value, text: t(text) })),
      )}
      <div class={styles.end}>
        <p class={styles.count} role="status">
          {isFiltered ? t("shown", { n: conversations.visible.value.length, total }) : t("total", { n: total })}
        </p>
        {isFiltered && (
          <Button icon="cancel" onClick={() => conversations.setFilter(NO_FILTER)}>
            {t("clearFilters")}
          </Button>
        )}
        <Button icon="filter" class={styles.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t("filters")}
        </Button>
        <Button icon="table" onClick={onChooseColumns}>
          {t("columns")}
        </Button>
      </div>
    </div>
  );
}

/** Values get a prefix, because a value may be empty or "any". */
const prefixed = (value: string | null): string => (value === null ? "any" : `=${value}`);
