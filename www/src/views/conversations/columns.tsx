import { conversations as t } from "../../i18n/messages/conversations.ts";
import { statusText } from "../../i18n/status-text.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import { CheckCell, ContactCell, ConversationCell, SendingCell, StartedCell, TextCell, TopicsCell } from "./cells.tsx";
import { COLUMNS, type Column } from "./filter.ts";
import { formatNumber } from "./formats.ts";
import type { GridColumn } from "./grid/column.ts";
import type { ConversationRow } from "./row.ts";

interface ColumnOptions {
  limetypes: LimetypeIndex;
  onOpen(row: ConversationRow): void;
}

/** All columns of the table. */
export function columns({ limetypes, onOpen }: ColumnOptions): GridColumn<ConversationRow, Column>[] {
  const all: Record<Column, Omit<GridColumn<ConversationRow, Column>, "id" | "title">> = {
    conversation: { width: 6, grow: 0.4, cell: (row) => <ConversationCell row={row} onOpen={onOpen} /> },
    contact: { width: 8, grow: 1.3, cell: (row) => <ContactCell row={row} /> },
    subject: { width: 8, grow: 1.3, cell: ({ summary }) => <TextCell text={summary?.subject ?? ""} /> },
    becomes: {
      width: 5,
      grow: 0.6,
      cell: ({ check }) => <TextCell text={check?.limetype == null ? "" : limetypes.label(check.limetype)} />,
    },
    topics: { width: 6, grow: 0.8, cell: ({ summary }) => <TopicsCell topics={summary?.topics ?? []} /> },
    status: { width: 4.5, grow: 0.3, cell: ({ summary }) => <TextCell text={statusText(summary?.status ?? "")} /> },
    started: { width: 6.5, grow: 0.4, cell: (row) => <StartedCell row={row} /> },
    messages: {
      width: 5,
      grow: 0.2,
      align: "end",
      cell: ({ summary }) => <TextCell text={summary === null ? "" : formatNumber(summary.messages)} />,
    },
    check: { width: 8, grow: 1.2, cell: (row) => <CheckCell row={row} /> },
    sending: { width: 7.5, grow: 0.9, cell: (row) => <SendingCell row={row} /> },
  };
  return COLUMNS.map((id) => ({ id, title: t(id), ...all[id] }));
}
