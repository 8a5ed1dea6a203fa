// Takes payloads that are pasted or dropped, and covers the page while a file is dragged over it.

import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../elements/icon.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import styles from "./drop-overlay.module.css";
import { listenForPayloads } from "./payload-input.ts";

export function DropOverlay() {
  const app = useApp();
  const [isOver, setOver] = useState(false);
  useEffect(() => listenForPayloads(app, setOver), [app]);
  if (!isOver) return null;
  return (
    <div class={styles.overlay}>
      <p>
        <Icon name="upload" />
        {t("dropHere")}
      </p>
    </div>
  );
}
