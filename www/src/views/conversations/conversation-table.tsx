import { clsx } from "clsx";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { language } from "../../i18n/language.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { useApp } from "../use-app.ts";
import { chooseColumns, shownColumns } from "./chosen-columns.ts";
import { ColumnDialog } from "./column-dialog.tsx";
import { columnWidths, longestContents } from "./column-widths.ts";
import { columns } from "./columns.tsx";
import styles from "./conversation-table.module.css";
import type { ConversationsController } from "./conversations-controller.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Grid, type GridLayout } from "./grid/grid.tsx";
import { openConversation } from "./open-conversation.ts";
import type { ConversationRow } from "./row.ts";
import { originText } from "./text.ts";

/** Width in pixels below which rows are cards. */
const CARDS_BELOW = 544;

/** The table with its filters. */
export function ConversationTable(controller: ConversationsController) {
  const { conversations, loader, place } = controller;
  const app = useApp();
  const box = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<GridLayout>("table");
  const [isChoosing, setChoosing] = useState(false);
  useLayoutEffect(() => {
    const element = box.current as HTMLDivElement;
    const measure = () => setLayout(element.clientWidth < CARDS_BELOW ? "cards" : "table");
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const open = ({ key }: ConversationRow) => void openConversation(app, controller, key);
  const limetypes = app.store.limetypeIndex.value;
  const rows = conversations.rows.value;
  const contents = JSON.stringify(useMemo(() => longestContents(rows), [rows]));
  const all = useMemo(
    () => columns({ widths: columnWidths(JSON.parse(contents), limetypes), limetypes, onOpen: open }),
    [contents, limetypes, language.value],
  );
  const chosen = shownColumns(layout);
  const shown = useMemo(() => all.filter(({ id }) => chosen.includes(id)), [all, chosen]);
  return (
    <div ref={box} class={clsx(styles.table, styles[layout])}>
      <FilterBar conversations={conversations} onChooseColumns={() => setChoosing(true)} />
      <Grid
        label={t("title")}
        columns={shown}
        rows={conversations.visible.value}
        rowName={({ conversation, origin }) =>
          t("rowName", { id: conversation === null ? originText(origin) : String(conversation) })
        }
        selected={conversations.selected.value}
        order={conversations.order.value}
        layout={layout}
        place={place}
        placeVersion={place.version.value}
        onOpen={open}
        onSelect={(change) => conversations.select(change)}
        onSort={(column) => conversations.sortBy(column)}
        onShow={(rows) => loader.request(rows)}
      />
      <p class={styles.keys}>{t("keys")}</p>
      {isChoosing && <ColumnDialog chosen={chosen} onChoose={chooseColumns} onClose={() => setChoosing(false)} />}
    </div>
  );
}
