import { mapping as t } from "../../i18n/messages/mapping.ts";
import { Tag } from "./tag.tsx";

/** Marks results of an earlier text. */
export function OutdatedTag() {
  return (
    <Tag kind="warning" title={t("outdatedHelp")}>
      {t("outdated")}
    </Tag>
  );
}
