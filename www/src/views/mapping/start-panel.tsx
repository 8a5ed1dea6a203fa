import { Button } from "../../elements/button.tsx";
import { EmptyState } from "../../elements/empty-state.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import styles from "./start-panel.module.css";
import { useEditor } from "./use-editor.ts";

/** Panel shown while the configuration has no instance. */
export function StartPanel() {
  const editor = useEditor();
  const { all } = editor.limetypes.value;
  const connectable = all.filter(({ properties }) => properties.some(({ relatedType }) => relatedType === "person"));
  return (
    <EmptyState>
      <h2>{t("startTitle")}</h2>
      <p>{t("startText")}</p>
      <div class={styles.buttons}>
        {connectable.map(({ name, label }) => (
          <Button key={name} onClick={() => editor.add(name)}>
            <bdi>{label}</bdi>
          </Button>
        ))}
      </div>
      <Button kind="quiet" icon="example" onClick={() => editor.useExample()}>
        {t("startExample")}
      </Button>
    </EmptyState>
  );
}
