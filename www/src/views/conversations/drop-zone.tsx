import { useEffect, useRef, useState } from "preact/hooks";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import styles from "./drop-zone.module.css";

/** Takes files that are dropped anywhere on the page, and says so while they are dragged. */
export function DropZone({ onDrop }: { onDrop(files: FileList): void }) {
  const [isOver, setOver] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    const end = new AbortController();
    // Capturing handles the event before the page takes the file as a single payload.
    const capture = { signal: end.signal, capture: true };
    const take = (event: DragEvent, isOver: boolean) => {
      if (!event.dataTransfer?.types.includes("Files")) return undefined;
      event.preventDefault();
      event.stopPropagation();
      setOver(isOver);
      return event.dataTransfer.files;
    };
    document.addEventListener("dragover", (event) => void take(event, true), capture);
    document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || setOver(false), capture);
    document.addEventListener(
      "drop",
      (event) => {
        const files = take(event, false);
        if (files !== undefined) drop.current(files);
      },
      capture,
    );
    return () => end.abort();
  }, []);
  return isOver ? (
    <div class={styles.zone}>
      <p>{t("dropHere")}</p>
    </div>
  ) : null;
}
