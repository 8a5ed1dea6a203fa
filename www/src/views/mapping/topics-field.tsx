// Topics of an instance as chips.

import { useId, useRef, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { TextField } from "../../elements/fields.tsx";
import { Icon } from "../../elements/icon.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { setTopics } from "./model/config-edit.ts";
import styles from "./topics-field.module.css";
import { useEditor, useInstance, useSelect } from "./use-editor.ts";

export function TopicsField() {
  const editor = useEditor();
  const topics = useInstance((instance) => instance.topics);
  const error = useSelect((editor) => editor.instanceError("topic"));
  const [draft, setDraft] = useState("");
  const group = useRef<HTMLDivElement>(null);
  const id = useId();
  const change = (topics: readonly string[]) => editor.edit((text, instance) => setTopics(text, instance, topics));
  const add = () => {
    const topic = draft.trim();
    setDraft("");
    if (topic !== "" && !topics.includes(topic)) change([...topics, topic]);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this one is
    <div ref={group} class={styles.topics} role="group" aria-labelledby={id}>
      <h3 id={id}>{t("topics")}</h3>
      {topics.length > 0 && (
        <ul class={styles.chips}>
          {topics.map((topic, index) => (
            <li key={`${index} ${topic}`}>
              <bdi>{topic}</bdi>
              <button
                type="button"
                class={styles.remove}
                aria-label={t("removeTopic", { topic })}
                onClick={() => {
                  change(topics.toSpliced(index, 1));
                  group.current?.querySelector("input")?.focus();
                }}
              >
                <Icon name="cancel" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class={styles.adding}>
        <TextField
          label={t("addTopic")}
          hint={t("topicsHelp")}
          error={error}
          value={draft}
          onInput={setDraft}
          onEnter={add}
          class={styles.field}
        />
        <Button onClick={add}>{t("addInstance")}</Button>
      </div>
    </div>
  );
}
