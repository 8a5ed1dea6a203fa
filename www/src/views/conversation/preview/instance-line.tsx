// What the mapping makes of the conversation and why; where it has several possibilities, a choice.

import type { Preview } from "userlike-limeobject";
import { linked } from "../../../elements/cross-highlight.ts";
import { muted } from "../../../elements/text.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { instancesOf } from "../../../state/config-outline.ts";
import { useApp } from "../../use-app.ts";
import styles from "./instance-line.module.css";

export function InstanceLine({ preview: { instance } }: { preview: Preview }) {
  const { store } = useApp();
  const names = instancesOf(store.config.value).map(({ displayName }) => displayName);
  const attributes = instance && linked({ document: "config", pointer: `/instances/${instance.index}` });
  return (
    <div class={styles.line} {...attributes}>
      <span class={muted}>{t("instance")}</span>
      {names.length > 1 && <InstanceSelect names={names} selected={instance?.name} />}
      {instance && names.length <= 1 && (
        <strong>
          <bdi>{instance.name}</bdi>
        </strong>
      )}
      {instance && <bdi class={muted}>{t(`by.${instance.selectedBy}`, { topic: instance.topic ?? "" })}</bdi>}
    </div>
  );
}

interface InstanceSelectProps {
  names: readonly string[];
  /** The one that the conversation goes to. */
  selected: string | undefined;
}

function InstanceSelect({ names, selected }: InstanceSelectProps) {
  const { store } = useApp();
  const chosen = store.instance.value;
  const isByTopics = chosen === null;
  return (
    <select
      class={styles.select}
      aria-label={t("chooseInstance")}
      value={isByTopics ? "" : String(names.indexOf(chosen))}
      onChange={({ currentTarget: { value } }) => {
        store.instance.value = value === "" ? null : (names[Number(value)] ?? null);
      }}
    >
      <option value="">{isByTopics && selected ? `${selected} · ${t("byTopics")}` : t("byTopics")}</option>
      {names.map((name, index) => (
        <option key={index} value={String(index)}>
          {name}
        </option>
      ))}
    </select>
  );
}
