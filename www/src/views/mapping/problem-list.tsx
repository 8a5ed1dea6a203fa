// Problems of the configuration with links to their locations.

import { clsx } from "clsx";
import { Icon } from "../../elements/icon.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { counts } from "../../preview/counts.ts";
import { Message } from "./message.tsx";
import { placeText } from "./model/place-text.ts";
import styles from "./problem-list.module.css";
import { useEditor } from "./use-editor.ts";

/** A syntax error has its own notice, with the ways to resolve it. */
export function ProblemList() {
  const editor = useEditor();
  const problems = editor.problems.value;
  if (problems.length === 0 || editor.syntaxError.value !== undefined) return null;
  const { error: errors, warning: warnings } = counts(problems);
  const words = [errors > 0 && t("errors", { n: errors }), warnings > 0 && t("warnings", { n: warnings })];
  return (
    <details class={clsx(styles.problems, errors > 0 && styles.errors)}>
      <summary>
        <Icon name={errors > 0 ? "error" : "warning"} />
        <span role="status">{words.filter(Boolean).join(", ")}</span>
      </summary>
      <ul>
        {problems.map((problem, index) => (
          <Message key={index} severity={problem.severity} text={problemText(problem)}>
            {problem.document === "config" ? (
              <button type="button" class={styles.link} onClick={() => editor.reveal(problem)}>
                <bdi>{placeText(problem, editor.instances.value, editor.limetypes.value)}</bdi>
              </button>
            ) : (
              <code>{problem.pointer}</code>
            )}
          </Message>
        ))}
      </ul>
    </details>
  );
}
