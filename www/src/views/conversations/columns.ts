import { isLink } from "../../elements/link.ts";
import { element } from "../../platform/dom.ts";
import type { Column } from "./filter.ts";
import type { GridColumn } from "./grid.ts";
import type { CheckStatus, ConversationRow, RowSendState } from "./row.ts";
import { checkStatus } from "./row.ts";
import type { ConversationsTextKey, TranslateConversations } from "./text.ts";

export interface CellOptions {
  t: TranslateConversations;
  /** Format date and time of day in the user's locale. */
  date: (milliseconds: number) => string;
  time: (milliseconds: number) => string;
  number: (value: number) => string;
  open: (row: ConversationRow) => void;
}

export const CHECK_STATUS_TEXT: Record<CheckStatus, ConversationsTextKey> = {
  ready: "ready",
  warnings: "warnings",
  blocked: "blocked",
  unreadable: "unreadable",
  unchecked: "unchecked",
};

export const SEND_PROGRESS_TEXT: Record<RowSendState["progress"] | "none", ConversationsTextKey> = {
  none: "sendingNone",
  waiting: "sendingWaiting",
  running: "sendingRunning",
  done: "sendingDone",
  failed: "sendingFailed",
  cancelled: "sendingCancelled",
};

/** Columns of the table. Texts from payloads are inserted as text nodes. */
export function columns({ t, date, time, number, open }: CellOptions): GridColumn<ConversationRow, Column>[] {
  const text = (value: (row: ConversationRow) => string) => () => {
    const content = element("span", { class: "cell-text", dir: "auto" });
    return { content, update: (row: ConversationRow) => setText(content, value(row)) };
  };
  return [
    {
      id: "conversation",
      title: t("conversation"),
      track: "minmax(7.25rem, 0.4fr)",
      sortable: true,
      make: () => {
        const button = element("button", { type: "button", class: "cell-open", tabindex: "-1" });
        let currentRow: ConversationRow | undefined;
        button.addEventListener("click", () => currentRow && open(currentRow));
        return {
          content: button,
          update: (row) => {
            currentRow = row;
            const id = row.conversation === null ? t("noId") : String(row.conversation);
            setText(button, id);
            button.disabled = row.readError !== null;
            button.setAttribute("aria-label", t("open", { id }));
          },
        };
      },
    },
    {
      id: "contact",
      title: t("contact"),
      track: "minmax(9rem, 1.5fr)",
      sortable: true,
      make: () => {
        const name = element("span", { class: "cell-main", dir: "auto" });
        const email = element("span", { class: "cell-more", dir: "auto" });
        return {
          content: element("span", { class: "cell-lines" }, name, email),
          update: ({ summary, origin }) => {
            const { contact = "", email: address = "" } = summary ?? {};
            setText(name, contact || address || (summary === null ? "…" : t("nobody")));
            setText(email, contact !== "" && address !== "" ? address : origin);
            name.classList.toggle("cell-faint", contact === "" && address === "");
          },
        };
      },
    },
    {
      id: "topics",
      title: t("topics"),
      track: "minmax(7rem, 1.1fr)",
      sortable: true,
      make: () => {
        const list = element("span", { class: "cell-topics" });
        return {
          content: list,
          update: ({ summary }) => {
            const topics = summary?.topics ?? [];
            const key = topics.join("\n");
            if (list.dataset.topics === key) return;
            list.dataset.topics = key;
            list.replaceChildren(
              ...topics.map((topic) => element("span", { class: "cell-topic", dir: "auto" }, topic)),
            );
          },
        };
      },
    },
    {
      id: "status",
      title: t("status"),
      track: "minmax(4.5rem, 0.4fr)",
      sortable: true,
      make: text(({ summary }) => summary?.status ?? ""),
    },
    {
      id: "started",
      title: t("started"),
      track: "minmax(7rem, 0.5fr)",
      sortable: true,
      make: () => {
        const day = element("span", { class: "cell-main" });
        const hour = element("span", { class: "cell-more" });
        return {
          content: element("span", { class: "cell-lines" }, day, hour),
          update: ({ summary, receivedAt }) => {
            const at = summary?.startedAt ?? receivedAt;
            setText(day, at === null ? "" : date(at));
            setText(hour, at === null ? "" : time(at));
          },
        };
      },
    },
    {
      id: "messages",
      title: t("messages"),
      track: "minmax(5.5rem, 0.3fr)",
      sortable: true,
      make: text(({ summary }) => (summary === null ? "" : number(summary.messages))),
    },
    {
      id: "check",
      title: t("check"),
      track: "minmax(8rem, 1.3fr)",
      sortable: true,
      make: () => {
        const badge = element("span", { class: "state-badge" });
        const more = element("span", { class: "cell-more", dir: "auto" });
        return {
          content: element("span", { class: "cell-lines" }, badge, more),
          update: (row) => {
            const status = checkStatus(row);
            setText(badge, t(CHECK_STATUS_TEXT[status]));
            badge.dataset.standing = status;
            const reason = mainReason(row, t);
            setText(more, reason);
            more.title = reason;
          },
        };
      },
    },
    {
      id: "sending",
      title: t("sending"),
      track: "minmax(8rem, 0.9fr)",
      sortable: true,
      make: () => {
        const badge = element("span", { class: "state-badge" });
        const more = element("span", { class: "cell-more", dir: "auto" });
        const link = element("a", { class: "cell-link", target: "_blank", rel: "noopener noreferrer", tabindex: "-1" });
        return {
          content: element("span", { class: "cell-lines" }, badge, link, more),
          update: ({ send, conversation }) => {
            badge.hidden = send === null;
            setText(badge, send === null ? "" : t(sendingText(send)));
            badge.dataset.progress = send?.progress ?? "none";
            const address = safeUrl(send?.url);
            link.hidden = address === null;
            if (address === null) link.removeAttribute("href");
            else link.href = address;
            setText(link, t("openInLime"));
            link.setAttribute("aria-label", `${t("openInLime")}: ${conversation ?? ""}`);
            const reason = send?.error?.message ?? "";
            more.hidden = address !== null;
            setText(more, reason);
            more.title = reason;
          },
        };
      },
    },
  ];
}

function sendingText({ progress, created }: RowSendState): ConversationsTextKey {
  if (progress !== "done" || created === null) return SEND_PROGRESS_TEXT[progress];
  return created ? "sendingCreated" : "sendingUpdated";
}

/** Returns the most important reason why a conversation cannot be sent or has a warning. */
function mainReason({ readError, superseded, check }: ConversationRow, t: TranslateConversations): string {
  if (readError !== null) return readError;
  if (superseded) return t("supersededShort");
  const findings = check?.findings ?? [];
  const worst =
    findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  return worst?.message ?? "";
}

/** Returns the URL when it has a safe scheme. */
function safeUrl(url: string | null | undefined): string | null {
  return url != null && isLink(url) ? url : null;
}

/** Avoids a new layout when the text is unchanged. */
function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
