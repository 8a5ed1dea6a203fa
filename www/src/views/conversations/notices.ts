import { icon } from "../../elements/icon.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import type { Book } from "./conversations-store.ts";
import type { Notice } from "./notice.ts";

/** What did not work, until it is dismissed, and what is going on. */
export function notices(book: Book): { element: HTMLElement; update: (loading: number) => void } {
  const troubles = element("div", { class: "notices-list", role: "alert" });
  const work = element("div", { class: "notices-work", role: "status" });
  let shown: readonly Notice[] = [];
  let said = "";

  const update = (loading: number) => {
    if (shown.length !== book.notices.length || shown.some((notice, at) => notice !== book.notices[at])) {
      shown = [...book.notices];
      troubles.replaceChildren(...shown.map((notice) => trouble(notice)));
    }
    const lines = [...book.readings.values()].map(({ name, size, bytes, rows }) => ({
      text: `${t("reading", { name })}: ${t("total", { n: rows })}`,
      done: size === 0 ? 0 : bytes / size,
      stop: true,
    }));
    if (loading > 0) lines.push({ text: t("loading", { n: loading }), done: -1, stop: false });
    if (book.checking > 0) lines.push({ text: t("checking", { n: book.checking }), done: -1, stop: false });
    const key = JSON.stringify(lines);
    if (key === said) return;
    said = key;
    work.replaceChildren(...lines.map(working));
  };

  function trouble(notice: Notice): HTMLElement {
    const close = element("button", { type: "button", class: "notice-close" }, icon("cancel", t("dismiss")));
    close.addEventListener("click", () => book.dismiss(notice));
    return element(
      "div",
      { class: "notice error" },
      icon("error"),
      element("p", { dir: "auto" }, textOf(notice)),
      close,
    );
  }

  function working({ text, done, stop }: { text: string; done: number; stop: boolean }): HTMLElement {
    const bar = element("progress", { class: "thin-progress", "aria-label": text });
    if (done >= 0) bar.value = done;
    const line = element("div", { class: "notice" }, element("p", { dir: "auto" }, text), bar);
    if (stop) {
      const button = element("button", { type: "button", class: "button" }, t("stop"));
      button.addEventListener("click", () => book.stopReading());
      line.append(button);
    }
    return line;
  }

  return { element: element("div", { class: "notices" }, troubles, work), update };
}

function textOf(notice: Notice): string {
  if (notice.is === "thread") return t("threadBroken", { message: notice.message });
  if (notice.is === "worker") return notice.message;
  const { name, trouble } = notice;
  switch (trouble.code) {
    case "open":
      return t("fileOpen", { name, line: trouble.line });
    case "behind":
      return t("fileBehind", { name, line: trouble.line });
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
