import { conversations as t } from "../../i18n/messages/conversations.ts";
import { findingHelp } from "../../i18n/messages/finding-help.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { roles } from "../../i18n/messages/roles.ts";
import { findingText } from "../../state/finding-text.ts";
import { useApp } from "../use-app.ts";
import type { FindingGroup } from "./check-summary.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { NO_FILTER } from "./filter.ts";
import { PanelSection } from "./panel-section.tsx";
import { ReasonList } from "./reason-list.tsx";

/** The remaining groups are reachable through the filter. */
const MAX_GROUPS = 8;

/** Why conversations cannot be sent, or have warnings. */
export function CheckReasons({ conversations }: { conversations: ConversationsStore }) {
  const limetypes = useApp().store.limetypeIndex.value;
  const groups = conversations.summary.value.groups.slice(0, MAX_GROUPS);
  if (groups.length === 0) return null;
  const about = ({ object, property, limetype }: FindingGroup) => {
    const name = object === null ? "" : limetype === null ? roles(object) : limetypes.label(limetype);
    const label = property === null ? "" : limetype === null ? property : limetypes.propertyLabel(limetype, property);
    return [name, label].filter((part) => part !== "").join(" · ");
  };
  return (
    <PanelSection>
      <ReasonList
        title={t("why")}
        reasons={groups.map((group) => ({
          key: `${group.severity} ${group.code} ${group.object} ${group.limetype} ${group.property}`,
          severity: group.severity,
          label: findingLabels(group.code),
          about: about(group),
          message: findingText(group.first),
          help: findingHelp(group.code),
          rows: group.rows,
          onShow: () => conversations.setFilter({ ...NO_FILTER, finding: group.code }),
        }))}
      />
    </PanelSection>
  );
}
