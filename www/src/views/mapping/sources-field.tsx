// Payload fields of a property's value in order of priority, with commands to add, change, move and remove them.

import { useState } from "preact/hooks";
import { Button, IconButton } from "../../elements/button.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { FieldPicker } from "./field-picker.tsx";
import { PathField } from "./path-field.tsx";
import styles from "./sources-field.module.css";

interface SourcesFieldProps {
  keys: readonly string[];
  /** Returns the error of the key at an index. */
  errorAt(index: number): string | undefined;
  onChange(keys: string[]): void;
}

export function SourcesField({ keys, errorAt, onChange }: SourcesFieldProps) {
  const [isPicking, setPicking] = useState(false);
  // An emptied key is removed from the mapping; its field stays until the focus leaves it.
  const [emptied, setEmptied] = useState<number>();
  const shown = emptied === undefined ? keys : keys.toSpliced(emptied, 0, "");
  const put = (index: number, key: string) => {
    setEmptied(key === "" ? index : undefined);
    onChange(shown.with(index, key).filter(Boolean));
  };
  const remove = (index: number) => {
    setEmptied(undefined);
    onChange(shown.toSpliced(index, 1).filter(Boolean));
  };
  return (
    <div class={styles.sources}>
      {shown.length > 0 && (
        <ol>
          {shown.map((key, index) => (
            <li
              key={index}
              onFocusOut={({ currentTarget, relatedTarget }) => {
                if (index === emptied && !currentTarget.contains(relatedTarget as Node | null)) setEmptied(undefined);
              }}
            >
              <PathField
                path={key}
                label={shown.length > 1 ? t("field", { n: index + 1 }) : t("ruleKey")}
                error={
                  index === emptied ? undefined : errorAt(index - (emptied !== undefined && index > emptied ? 1 : 0))
                }
                onChange={(path) => put(index, path)}
              />
              <span class={styles.commands}>
                {keys.length > 1 && (
                  <>
                    <IconButton
                      icon="arrow_up"
                      label={t("moveUp", { path: key })}
                      disabled={index === 0}
                      onClick={() => onChange(moved(keys, index, index - 1))}
                    />
                    <IconButton
                      icon="arrow_down"
                      label={t("moveDown", { path: key })}
                      disabled={index === keys.length - 1}
                      onClick={() => onChange(moved(keys, index, index + 1))}
                    />
                  </>
                )}
                <IconButton icon="cancel" label={t("removeField", { path: key })} onClick={() => remove(index)} />
              </span>
            </li>
          ))}
        </ol>
      )}
      <Button icon="add" onClick={() => setPicking(true)}>
        {keys.length === 0 ? t("pick") : t("pickAnother")}
      </Button>
      {isPicking && (
        <FieldPicker
          current={undefined}
          onClose={(picked) => {
            setPicking(false);
            if (picked !== undefined) onChange([...keys, picked]);
          }}
        />
      )}
    </div>
  );
}

function moved(keys: readonly string[], from: number, to: number): string[] {
  return keys.toSpliced(from, 1).toSpliced(to, 0, keys[from] as string);
}
