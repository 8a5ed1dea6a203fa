import { format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { statusText } from "../../i18n/status-text.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import { CheckCell, ContactCell, ConversationCell, SendingCell, StartedCell, TextCell, TopicsCell } from "./cells.tsx";
import type { ColumnWidth } from "./column-widths.ts";
import { COLUMNS, type Column } from "./filter.ts";
import type { GridColumn } from "./grid/column.ts";
import type { ConversationRow } from "./row.ts";

interface ColumnOptions {
  widths: Readonly<Record<Column, ColumnWidth>>;
  limetypes: LimetypeIndex;
  onOpen(row: ConversationRow): void;
}

/** All columns of the table. */
export function columns({ widths, limetypes, onOpen }: ColumnOptions): GridColumn<ConversationRow, Column>[] {
  const all: Record<Column, Omit<GridColumn<ConversationRow, Column>, "id" | "title" | keyof ColumnWidth>> = {
    conversation: { cell: (row) => <ConversationCell row={row} onOpen={onOpen} /> },
    contact: { cell: (row) => <ContactCell row={row} /> },
    subject: { cell: ({ summary }) => <TextCell text={summary?.subject ?? ""} /> },
    becomes: {
      cell: ({ check }) => <TextCell text={check?.limetype == null ? "" : limetypes.label(check.limetype)} />,
    },
    topics: { cell: ({ summary }) => <TopicsCell topics={summary?.topics ?? []} /> },
    status: { cell: ({ summary }) => <TextCell text={statusText(summary?.status ?? "")} /> },
    started: { cell: (row) => <StartedCell row={row} /> },
    messages: {
      align: "end",
      cell: ({ summary }) => summary && format.number(summary.messages),
    },
    check: { cell: (row) => <CheckCell row={row} /> },
    sending: { cell: (row) => <SendingCell row={row} /> },
  };
  return COLUMNS.map((id) => ({ id, title: t(id), ...widths[id], ...all[id] }));
}
