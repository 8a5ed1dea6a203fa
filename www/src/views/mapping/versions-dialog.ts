// Dialog with the saved versions, to open or restore one.

import type { ConfigurationVersionSummary } from "../../../../contract/configurations.ts";
import { configVersions } from "../../api/mapping.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { button } from "./controls.ts";

export interface VersionCommands {
  /** Opens a version in the editor without saving. */
  openVersion(version: number): Promise<void>;
  /** Makes a version the current one. */
  restore(version: number): Promise<void>;
}

export async function showVersions(
  { api, format, toast }: App,
  inUse: number,
  commands: VersionCommands,
): Promise<void> {
  let versions: ConfigurationVersionSummary[];
  try {
    versions = await configVersions(api);
  } catch (error) {
    toast((error as Error).message, "error");
    return;
  }
  const dialog = make("dialog", { class: "mapping-dialog", "aria-label": t("versionsTitle") });
  const list = make("ul", { class: "versions" });
  // Version 0 is the package's example, which applies until a configuration is saved.
  const all = versions.some(({ version }) => version === 0)
    ? versions
    : [...versions, { version: 0, savedAt: "", restoredFrom: null }];
  for (const { version, savedAt, restoredFrom } of all) {
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
            restoredFrom === null ? note : `${note} · ${t("versionRestored", { version: restoredFrom })}`,
          ),
          isInUse && make("span", { class: "tag" }, t("versionCurrent")),
        ),
        button(t("look"), act(commands.openVersion)),
        ...(isInUse ? [] : [button(t("restore"), act(commands.restore), { outlined: true })]),
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
