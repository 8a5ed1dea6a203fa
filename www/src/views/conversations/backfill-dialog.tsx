import { useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { Dialog, DialogActions } from "../../elements/dialog.tsx";
import { TextField } from "../../elements/fields.tsx";
import { Notice } from "../../elements/notice.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import styles from "./backfill-dialog.module.css";

const DAY = 24 * 60 * 60 * 1000;

interface BackfillDialogProps {
  /** Fetches the conversations from the first day on, until before the second. Errors are shown in the dialog. */
  onStart(from: string, to: string): Promise<void>;
  onClose(): void;
}

/** Asks for the range of days to fetch from Userlike. */
export function BackfillDialog({ onStart, onClose }: BackfillDialogProps) {
  const today = day(Date.now());
  const [from, setFrom] = useState(() => day(Date.now() - 7 * DAY));
  const [until, setUntil] = useState(today);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const start = async () => {
    if (from === "" || until === "" || from > until) return setError(t("backfillDates"));
    setStarting(true);
    try {
      // The range includes the whole last day.
      await onStart(from, day(Date.parse(until) + DAY));
      onClose();
    } catch (error) {
      setError(problemText(error as Error));
      setStarting(false);
    }
  };
  return (
    <Dialog title={t("backfill")} onClose={onClose}>
      <p>{t("backfillText")}</p>
      <div class={styles.days}>
        <TextField label={t("from")} type="date" max={today} required value={from} onInput={setFrom} />
        <TextField label={t("until")} type="date" max={today} required value={until} onInput={setUntil} />
      </div>
      {error !== null && (
        <Notice kind="error" role="alert">
          {error}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="download" disabled={isStarting} onClick={() => void start()}>
          {t("backfillStart")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
