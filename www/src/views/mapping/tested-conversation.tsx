// Which conversation the values come from, and whether they are up to date.

import { clsx } from "clsx";
import { Fragment } from "preact";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { useApp } from "../use-app.ts";
import { OutdatedTag } from "./outdated-tag.tsx";
import styles from "./tested-conversation.module.css";
import { useEditor, useSelect } from "./use-editor.ts";

export function TestedConversation() {
  const { format } = useApp();
  const { payload, isOutdated } = useEditor();
  // Of an outcome only its kind, so that a new value of a property does not draw this again.
  const kind = useSelect(({ outcome }) => outcome.value?.kind);
  const isMapped = useSelect(({ mapped }) => mapped.value !== undefined);
  const fault = useSelect(({ outcome }) => (outcome.value?.kind === "payload" ? outcome.value : undefined));
  const tree = payload.value;
  const time = tree.textAt("created_at");
  const parts = [tree.textAt("contact.name") || t("testedUnnamed"), ...(time ? [format.dateTime(time)] : [])];
  return (
    <p class={clsx(muted, styles.tested)} role="status">
      {kind === "no-payload" ? (
        t("effectNoPayload")
      ) : fault !== undefined ? (
        <span class={styles.error} dir="auto">
          {t("testedUnreadable", { reason: problemText(fault) })}
        </span>
      ) : kind === "errors" && !isMapped ? (
        t("effectErrors")
      ) : (
        <>
          {t("testedWith")}{" "}
          {parts.map((part, at) => (
            <Fragment key={at}>
              {at > 0 && " · "}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </>
      )}{" "}
      <a href="#/conversation">{shell("conversation")}</a> {isOutdated.value && <OutdatedTag />}
    </p>
  );
}
