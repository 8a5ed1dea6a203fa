// Entry point. Importing main.ts waits for the WebAssembly module, so a failure to load either is caught here and shown
// as a message.

import "../styles/main.css";
import "./addon/start.ts";
import { shell as t } from "./i18n/messages/shell.ts";
import { byId, element } from "./platform/dom.ts";
import { respectReducedMotion } from "./platform/reduced-motion.ts";
import { applyTheme } from "./platform/theme.ts";
import { installTrustedTypesPolicy } from "./shell/trusted-types.ts";

installTrustedTypesPolicy();
respectReducedMotion();
applyTheme();
try {
  await import("./main.ts");
} catch (error) {
  byId("page").replaceChildren(
    element(
      "main",
      { class: "empty-state", role: "alert" },
      element("h1", {}, t("loadFailed")),
      element("p", {}, t("loadFailedText")),
      element("pre", {}, String(error)),
    ),
  );
}
