import { Button } from "../../elements/button.tsx";
import { Dialog, DialogActions } from "../../elements/dialog.tsx";
import { CheckboxGroup } from "../../elements/fields.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { COLUMNS, type Column } from "./filter.ts";

interface ColumnDialogProps {
  chosen: readonly Column[];
  /** Null chooses the default. */
  onChoose(chosen: readonly Column[] | null): void;
  onClose(): void;
}

/** Choice of the columns of the table. The first one leads to the conversation and is always shown. */
export function ColumnDialog({ chosen, onChoose, onClose }: ColumnDialogProps) {
  const [first, ...others] = COLUMNS;
  return (
    <Dialog title={t("columns")} onClose={onClose}>
      <CheckboxGroup
        label={t("columnsText")}
        values={chosen.filter((column) => column !== first)}
        options={others.map((value) => ({ value, text: t(value) }))}
        onChange={(values) => onChoose(COLUMNS.filter((column) => column === first || values.includes(column)))}
      />
      <DialogActions>
        <Button onClick={() => onChoose(null)}>{t("columnsDefault")}</Button>
        <Button kind="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
