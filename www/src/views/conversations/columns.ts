import { isLink } from "../../elements/link.ts";
import { element } from "../../platform/dom.ts";
import type { Column } from "./filter.ts";
import type { GridColumn } from "./grid.ts";
import type { Row, Sending, Standing } from "./row.ts";
import { standing } from "./row.ts";
import type { Say, Text } from "./text.ts";

export interface CellOptions {
  say: Say;
  /** A moment's day and time of day in the user's locale. */
  date: (milliseconds: number) => string;
  time: (milliseconds: number) => string;
  number: (value: number) => string;
  open: (row: Row) => void;
}

export const STANDING_TEXT: Record<Standing, Text> = {
  ready: "ready",
  warnings: "warnings",
  blocked: "blocked",
  unreadable: "unreadable",
  unchecked: "unchecked",
};

export const SENDING_TEXT: Record<Sending["progress"] | "none", Text> = {
  none: "sendingNone",
  waiting: "sendingWaiting",
  running: "sendingRunning",
  done: "sendingDone",
  failed: "sendingFailed",
  cancelled: "sendingCancelled",
};

/** The table's columns. Whatever a payload says goes into the page as text. */
export function columns({ say, date, time, number, open }: CellOptions): GridColumn<Row, Column>[] {
  const text = (value: (row: Row) => string) => () => {
    const content = element("span", { class: "cell-text", dir: "auto" });
    return { content, update: (row: Row) => write(content, value(row)) };
  };
  return [
    {
      id: "conversation",
      title: say("conversation"),
      track: "minmax(7.25rem, 0.4fr)",
      sortable: true,
      make: () => {
        const button = element("button", { type: "button", class: "cell-open", tabindex: "-1" });
        let shown: Row | undefined;
        button.addEventListener("click", () => shown && open(shown));
        return {
          content: button,
          update: (row) => {
            shown = row;
            const id = row.conversation === null ? say("noId") : String(row.conversation);
            write(button, id);
            button.disabled = row.trouble !== null;
            button.setAttribute("aria-label", say("open", { id }));
          },
        };
      },
    },
    {
      id: "contact",
      title: say("contact"),
      track: "minmax(9rem, 1.5fr)",
      sortable: true,
      make: () => {
        const name = element("span", { class: "cell-main", dir: "auto" });
        const email = element("span", { class: "cell-more", dir: "auto" });
        return {
          content: element("span", { class: "cell-lines" }, name, email),
          update: ({ summary, origin }) => {
            const { contact = "", email: address = "" } = summary ?? {};
            write(name, contact || address || (summary === null ? "…" : say("nobody")));
            write(email, contact !== "" && address !== "" ? address : origin);
            name.classList.toggle("cell-faint", contact === "" && address === "");
          },
        };
      },
    },
    {
      id: "topics",
      title: say("topics"),
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
      title: say("status"),
      track: "minmax(4.5rem, 0.4fr)",
      sortable: true,
      make: text(({ summary }) => summary?.status ?? ""),
    },
    {
      id: "started",
      title: say("started"),
      track: "minmax(7rem, 0.5fr)",
      sortable: true,
      make: () => {
        const day = element("span", { class: "cell-main" });
        const hour = element("span", { class: "cell-more" });
        return {
          content: element("span", { class: "cell-lines" }, day, hour),
          update: ({ summary, receivedAt }) => {
            const at = summary?.startedAt ?? receivedAt;
            write(day, at === null ? "" : date(at));
            write(hour, at === null ? "" : time(at));
          },
        };
      },
    },
    {
      id: "messages",
      title: say("messages"),
      track: "minmax(5.5rem, 0.3fr)",
      sortable: true,
      make: text(({ summary }) => (summary === null ? "" : number(summary.messages))),
    },
    {
      id: "check",
      title: say("check"),
      track: "minmax(8rem, 1.3fr)",
      sortable: true,
      make: () => {
        const badge = element("span", { class: "state-badge" });
        const more = element("span", { class: "cell-more", dir: "auto" });
        return {
          content: element("span", { class: "cell-lines" }, badge, more),
          update: (row) => {
            const stands = standing(row);
            write(badge, say(STANDING_TEXT[stands]));
            badge.dataset.standing = stands;
            const why = whyNot(row, say);
            write(more, why);
            more.title = why;
          },
        };
      },
    },
    {
      id: "sending",
      title: say("sending"),
      track: "minmax(8rem, 0.9fr)",
      sortable: true,
      make: () => {
        const badge = element("span", { class: "state-badge" });
        const more = element("span", { class: "cell-more", dir: "auto" });
        const link = element("a", { class: "cell-link", target: "_blank", rel: "noopener noreferrer", tabindex: "-1" });
        return {
          content: element("span", { class: "cell-lines" }, badge, link, more),
          update: ({ sending, conversation }) => {
            badge.hidden = sending === null;
            write(badge, sending === null ? "" : say(sendingText(sending)));
            badge.dataset.progress = sending?.progress ?? "none";
            const address = linkOf(sending?.url);
            link.hidden = address === null;
            if (address === null) link.removeAttribute("href");
            else link.href = address;
            write(link, say("openInLime"));
            link.setAttribute("aria-label", `${say("openInLime")}: ${conversation ?? ""}`);
            const why = sending?.error?.message ?? "";
            more.hidden = address !== null;
            write(more, why);
            more.title = why;
          },
        };
      },
    },
  ];
}

function sendingText({ progress, created }: Sending): Text {
  if (progress !== "done" || created === null) return SENDING_TEXT[progress];
  return created ? "sendingCreated" : "sendingUpdated";
}

/** The first thing that is to be known about a conversation. */
function whyNot({ trouble, superseded, check }: Row, say: Say): string {
  if (trouble !== null) return trouble;
  if (superseded) return say("supersededShort");
  const findings = check?.findings ?? [];
  const worst =
    findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  return worst?.message ?? "";
}

/** The address of a limeobject, when it is one that may be followed. */
function linkOf(url: string | null | undefined): string | null {
  return url != null && isLink(url) ? url : null;
}

/** Setting a text that is there already would lay out the page for nothing. */
function write(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
