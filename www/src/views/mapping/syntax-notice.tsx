import { Button } from "../../elements/button.tsx";
import { Notice } from "../../elements/notice.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { positionAt } from "./config-location.ts";
import styles from "./syntax-notice.module.css";
import { useEditor } from "./use-editor.ts";

/** Says where the text is not JSON, with the ways to resolve it. */
export function SyntaxNotice() {
  const editor = useEditor();
  const fault = editor.syntaxError.value;
  if (fault === undefined) return null;
  const problem = editor.problems.value.find(({ line }) => line != null);
  const { line, column } = problem ?? positionAt(editor.text, fault.offset);
  const why = problem === undefined ? t("faultOther") : problemText(problem);
  const valid = editor.lastValidText.value;
  return (
    <Notice kind="error" role="alert">
      <p>{t("notJson", { line: line ?? 1, column: column ?? 1, why })}</p>
      <p>{t("formHeld")}</p>
      <div class={styles.buttons}>
        <Button onClick={() => editor.reveal({ pointer: "", line, column })}>{t("goThere")}</Button>
        {valid !== "{}" && <Button onClick={() => editor.replace(valid)}>{t("backToGood")}</Button>}
      </div>
    </Notice>
  );
}
