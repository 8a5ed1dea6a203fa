// The versions that the worker keeps: look at one, or bring it back.

import { configVersions, type VersionNote } from "../../api/mapping.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { button } from "./controls.ts";

export interface VersionCommands {
  /** Takes a version into the editor. */
  openVersion(version: number): Promise<void>;
  /** Brings it back into use. */
  restore(version: number): Promise<void>;
}

export async function showVersions({ api, format, toast }: App, inUse: number, acts: VersionCommands): Promise<void> {
  let versions: VersionNote[];
  try {
    versions = await configVersions(api);
  } catch (error) {
    toast((error as Error).message, "error");
    return;
  }
  const dialog = make("dialog", { class: "mapping-dialog", "aria-label": t("versionsTitle") });
  const list = make("ul", { class: "versions" });
  // A worker that nobody has saved in yet goes by the package's example, which is version 0.
  const all = versions.some(({ version }) => version === 0)
    ? versions
    : [...versions, { version: 0, savedAt: "", restored: null }];
  for (const { version, savedAt, restored } of all) {
    const act = (run: (version: number) => Promise<void>) => async () => {
      dialog.close();
      try {
        await run(version);
      } catch (error) {
        toast((error as Error).message, "error");
      }
    };
    const isInUse = version === inUse;
    const note = version === 0 ? t("versionExample") : format.dateTime(savedAt);
    list.append(
      make(
        "li",
        {},
        make(
          "span",
          { class: "version" },
          make("strong", {}, t("version", { version })),
          make(
            "span",
            { class: "hint" },
            restored === null ? note : `${note} · ${t("versionRestored", { version: restored })}`,
          ),
          isInUse && make("span", { class: "tag" }, t("versionCurrent")),
        ),
        button(t("look"), act(acts.openVersion)),
        ...(isInUse ? [] : [button(t("restore"), act(acts.restore), { outlined: true })]),
      ),
    );
  }
  dialog.append(
    make("h2", {}, t("versionsTitle")),
    list,
    make(
      "div",
      { class: "buttons end" },
      button(t("close"), () => dialog.close()),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
