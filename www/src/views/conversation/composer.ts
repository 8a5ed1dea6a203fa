// Input below the conversation for the chat command `$lime`, as in the Message Center.

import { icon } from "../../elements/icon.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { bidiIsolate, element } from "../../platform/dom.ts";
import { instancesOf } from "../../state/config-outline.ts";
import type { App } from "../app.ts";
import type { Widget } from "./actions.ts";
import type { SendController } from "./send-controller.ts";

interface CommandCompletion {
  text: string;
  help: string;
}

export function composer(app: App, sendController: SendController): Widget {
  const { store, previewController } = app;
  const list = element("ul", { id: "command-list", class: "completions", role: "listbox", hidden: true });
  list.setAttribute("aria-label", t("command"));
  const input = element("input", {
    id: "command",
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-label": t("command"),
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
    "aria-describedby": "command-said",
    placeholder: t("commandPlaceholder"),
  });
  const status = element("p", { id: "command-said", class: "command-said", role: "status" });
  const help = element("button", { type: "button", class: "icon-button" }, icon("help", t("commandHelp")));
  const run = element("button", { type: "submit", class: "icon-button accent" }, icon("send", t("commandRun")));
  const form = element("form", { class: "composer" }, list, help, input, run);
  let shownCompletions: readonly CommandCompletion[] = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const activate = (at: number) => {
    active = at;
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(index === at));
    }
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `command-${at}`);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    }
  };
  const complete = () => {
    shownCompletions = completions(app, input.value);
    list.replaceChildren(
      ...shownCompletions.map(({ text, help }, index) => {
        const option = element(
          "li",
          { id: `command-${index}`, role: "option", "aria-selected": "false" },
          element("code", {}, bidiIsolate(text)),
          bidiIsolate(help, { class: "muted" }),
        );
        // Accept before the input loses the focus.
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          accept(index);
        });
        return option;
      }),
    );
    const open = shownCompletions.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    activate(-1);
  };
  const accept = (index: number) => {
    input.value = shownCompletions[index]?.text ?? input.value;
    close();
    input.focus();
  };
  const submit = () => {
    const text = input.value.trim();
    close();
    if (text === "") return;
    const command = previewController.command(text);
    if (command === undefined) {
      showStatus(t(`reason${sendController.dryRunBlocker() ?? "Config"}`), true);
    } else if (command === null) {
      showStatus(t("commandUnknown"), true);
    } else {
      runCommand(command.instance);
    }
  };
  const runCommand = (wanted: string | null) => {
    const configured = instancesOf(store.config.value);
    const found = configured.find(({ displayName, topics }) =>
      [displayName, ...topics].some((word) => isSameTopic(word, wanted ?? "")),
    );
    if (wanted !== null && !found) {
      const names = configured.flatMap(({ displayName, topics }) => [displayName, ...topics]).join(", ");
      showStatus(t("commandNoInstance", { name: wanted, names }), true);
      return;
    }
    if (found && wanted !== null) store.instance.value = found.displayName;
    // The preview with the chosen instance is ready one frame later.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const why = sendController.sendBlocker();
        if (why !== undefined) {
          showStatus(t(`reason${why}`), true);
          return;
        }
        input.value = "";
        showStatus("");
        void sendController.send();
      }),
    );
  };
  const showStatus = (text: string, isError = false) => {
    status.replaceChildren(bidiIsolate(text));
    status.classList.toggle("trouble", isError);
  };

  input.addEventListener("input", () => {
    showStatus("");
    complete();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) complete();
      if (shownCompletions.length === 0) return;
      const step = key === "ArrowDown" ? 1 : -1;
      activate((active + step + shownCompletions.length) % shownCompletions.length);
    } else if ((key === "Tab" || key === "Enter") && !list.hidden && active >= 0) {
      accept(active);
    } else if (
      key === "Tab" &&
      !list.hidden &&
      shownCompletions[0] !== undefined &&
      shownCompletions[0].text !== input.value.trim()
    ) {
      accept(0);
    } else if (key === "Escape" && !list.hidden) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
  help.addEventListener("click", () => {
    showStatus(status.textContent === t("commandHelpText") ? "" : t("commandHelpText"));
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return { element: element("div", { class: "composer-host" }, status, form), draw: () => {} };
}

/** Returns the commands that complete the typed text. */
function completions({ store }: App, typed: string): CommandCompletion[] {
  const text = typed.trimStart().toLocaleLowerCase();
  if (!text.startsWith("$")) return [];
  const configured = instancesOf(store.config.value);
  const all: CommandCompletion[] = [
    { text: "$lime", help: t("commandLime") },
    ...configured.flatMap(({ displayName: name, topics }) =>
      (topics.length === 0 ? [name] : topics).map((word) => ({
        text: `$lime ${word}`,
        help: t("commandInstance", { name }),
      })),
    ),
  ];
  return all.filter(({ text: command }) => command.toLocaleLowerCase().startsWith(text) && command !== typed.trim());
}

/** Compares topics as the package does. */
function isSameTopic(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
