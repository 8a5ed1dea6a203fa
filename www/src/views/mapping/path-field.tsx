// Field for a path of the payload: typed or picked, with its current value.

import { clsx } from "clsx";
import { useState } from "preact/hooks";
import { IconButton } from "../../elements/button.tsx";
import { TextField } from "../../elements/fields.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { FieldPicker } from "./field-picker.tsx";
import { fieldSummary } from "./field-summary.ts";
import styles from "./path-field.module.css";
import { useEditor } from "./use-editor.ts";

interface PathFieldProps {
  path: string;
  label: string;
  error: string | undefined;
  onChange(path: string): void;
}

export function PathField({ path, label, error, onChange }: PathFieldProps) {
  const { payload } = useEditor();
  const [isPicking, setPicking] = useState(false);
  const [paths, setPaths] = useState<readonly string[]>();
  const found = path === "" ? undefined : payload.value.at(path);
  const value = found && fieldSummary(found);
  return (
    <div class={styles.path}>
      <TextField
        label={label}
        error={error}
        value={path}
        onInput={onChange}
        suggestions={paths}
        onFocus={() => setPaths(payload.value.paths())}
      />
      <IconButton
        icon="pick"
        label={path === "" ? t("pick") : t("pickInstead", { path })}
        onClick={() => setPicking(true)}
      />
      {path !== "" && (
        <span class={clsx(styles.now, !value && styles.nothing)} title={value}>
          {value ? t("now", { value }) : t("nowNothing")}
        </span>
      )}
      {isPicking && (
        <FieldPicker
          current={path}
          onClose={(picked) => {
            setPicking(false);
            if (picked !== undefined) onChange(picked);
          }}
        />
      )}
    </div>
  );
}
