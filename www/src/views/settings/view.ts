import { element } from "../../dom.ts";
import { shell as t } from "../../i18n/messages/shell.ts";
import type { MakeView } from "../../view.ts";

export const view: MakeView = () => ({
  element: element("section", {}, element("h1", {}, t("settings"))),
  title: t("settings"),
});
