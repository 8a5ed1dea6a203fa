import { useMemo } from "preact/hooks";
import type { ErrorCode } from "../../../../contract/errors.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { computed } from "../../platform/signal.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { summarizeFailures } from "./failure-summary.ts";
import { NO_FILTER } from "./filter.ts";
import { PanelNote, PanelSection } from "./panel-section.tsx";
import { ReasonList } from "./reason-list.tsx";

/** The remaining groups are reachable through the filter. */
const MAX_GROUPS = 12;

/** Why conversations could not be sent: whole reasons, each with what to do. */
export function FailureReasons({ conversations }: { conversations: ConversationsStore }) {
  const groups = useMemo(() => computed(() => summarizeFailures(conversations.rows.value)), [conversations]).value;
  if (groups.length === 0) return null;
  return (
    <PanelSection>
      <ReasonList
        title={t("failures")}
        reasons={groups.slice(0, MAX_GROUPS).map(({ key, first, rows }) => ({
          key,
          severity: "error",
          label: t("failedCount", { n: rows }),
          about: "",
          message: problemText(first),
          help: t(HELP[first.code] ?? "failureOther"),
          rows,
          onShow: () => conversations.setFilter({ ...NO_FILTER, send: "failed", failure: key }),
        }))}
      />
      {groups.length > MAX_GROUPS && <PanelNote>{t("moreReasons", { n: groups.length - MAX_GROUPS })}</PanelNote>}
    </PanelSection>
  );
}

/** What to do, by the code of the error. */
const HELP: Partial<
  Record<ErrorCode | string, "failureAccess" | "failureMapping" | "failureLater" | "failureRefused">
> = {
  unauthorized: "failureAccess",
  forbidden: "failureAccess",
  "no-lime-crm": "failureAccess",
  "not-lime-crm": "failureAccess",
  "limetype-not-found": "failureMapping",
  "limeobject-not-found": "failureMapping",
  "invalid-config": "failureMapping",
  "not-ready": "failureMapping",
  "nothing-to-send": "failureMapping",
  refused: "failureRefused",
  unavailable: "failureLater",
  interrupted: "failureLater",
  internal: "failureLater",
  "still-running": "failureLater",
};
