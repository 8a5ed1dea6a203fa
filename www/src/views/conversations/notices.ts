import { icon } from "../../elements/icon.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import type { Notice } from "./notice.ts";

/** Failures until they are dismissed, and the progress of imports and checks. */
export function notices(conversations: ConversationsStore): {
  element: HTMLElement;
  update: (loading: number) => void;
} {
  const errors = element("div", { class: "notices-list", role: "alert" });
  const work = element("div", { class: "notices-work", role: "status" });
  let renderedNotices: readonly Notice[] = [];
  let shownProgress = "";

  const update = (loading: number) => {
    if (
      renderedNotices.length !== conversations.notices.length ||
      renderedNotices.some((notice, at) => notice !== conversations.notices[at])
    ) {
      renderedNotices = [...conversations.notices];
      errors.replaceChildren(...renderedNotices.map((notice) => errorNotice(notice)));
    }
    const lines = [...conversations.imports.values()].map(({ name, size, bytes, rows }) => ({
      text: `${t("reading", { name })}: ${t("total", { n: rows })}`,
      done: size === 0 ? 0 : bytes / size,
      stop: true,
    }));
    if (loading > 0) lines.push({ text: t("loading", { n: loading }), done: -1, stop: false });
    if (conversations.uncheckedCount > 0)
      lines.push({ text: t("checking", { n: conversations.uncheckedCount }), done: -1, stop: false });
    const serialized = JSON.stringify(lines);
    if (serialized === shownProgress) return;
    shownProgress = serialized;
    work.replaceChildren(...lines.map(progressNotice));
  };

  function errorNotice(notice: Notice): HTMLElement {
    const close = element("button", { type: "button", class: "notice-close" }, icon("cancel", t("dismiss")));
    close.addEventListener("click", () => conversations.dismiss(notice));
    return element(
      "div",
      { class: "notice error" },
      icon("error"),
      element("p", { dir: "auto" }, textOf(notice)),
      close,
    );
  }

  function progressNotice({ text, done, stop }: { text: string; done: number; stop: boolean }): HTMLElement {
    const bar = element("progress", { class: "thin-progress", "aria-label": text });
    if (done >= 0) bar.value = done;
    const line = element("div", { class: "notice" }, element("p", { dir: "auto" }, text), bar);
    if (stop) {
      const button = element("button", { type: "button", class: "button" }, t("stop"));
      button.addEventListener("click", () => conversations.stopImports());
      line.append(button);
    }
    return line;
  }

  return { element: element("div", { class: "notices" }, errors, work), update };
}

function textOf(notice: Notice): string {
  if (notice.type === "thread") return t("threadBroken", { message: notice.message });
  if (notice.type === "worker") return notice.message;
  const { name, error } = notice;
  switch (error.code) {
    case "open":
      return t("fileOpen", { name, line: error.line });
    case "behind":
      return t("fileBehind", { name, line: error.line });
    case "too-many":
      return t("fileTooMany", { name });
    case "unreadable":
      return t("fileUnreadable", { name });
    case "empty":
      return t("fileEmpty", { name });
    case "not-json":
      return t("fileNotJson", { name });
  }
}
