import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { shell as t } from "../i18n/messages/shell.ts";
import { Button } from "./button.tsx";
import styles from "./cut-text.module.css";

interface CutTextProps {
  text: string;
  /** Number of UTF-16 units that are shown at first. */
  length: number;
  /** Renders what is shown of the text. */
  children(text: string): ComponentChildren;
}

/** Beginning of a text of any length, with a button that shows the rest. */
export function CutText({ text, length, children }: CutTextProps) {
  const [whole, setWhole] = useState<string>();
  if (text.length <= length || whole === text) return <>{children(text)}</>;
  // Half of a surrogate pair is no character.
  const beginning = text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
  return (
    <>
      {children(`${beginning}…`)}{" "}
      <Button kind="quiet" class={styles.all} onClick={() => setWhole(text)}>
        {t("wholeText")}
      </Button>
    </>
  );
}
