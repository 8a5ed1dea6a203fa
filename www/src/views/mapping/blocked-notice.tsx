// Says which instances can send no conversation, and why. The mapping can be saved nevertheless: others may go on with it.

import type { Finding } from "userlike-limeobject";
import { Notice } from "../../elements/notice.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { findingText } from "../../state/finding-text.ts";
import styles from "./blocked-notice.module.css";
import type { BlockedInstance } from "./check/mapping-checker.ts";
import { BLOCKS, ROLE_OF_BLOCK } from "./model/config.ts";
import { limetypeOf } from "./model/metadata.ts";
import { useEditor, useSelect } from "./use-editor.ts";

/** Maximum number of reasons for an instance. */
const MAX_REASONS = 5;

export function BlockedNotice() {
  const blocked = useSelect(({ blocked, syntaxError }) => (syntaxError.value === undefined ? blocked.value : []));
  return (
    <div role="status" class={styles.blocked}>
      {blocked.map((instance) => (
        <BlockedPart key={instance.index} {...instance} />
      ))}
    </div>
  );
}

function BlockedPart({ index, findings }: BlockedInstance) {
  const name = useSelect(
    ({ instances }) => instances.value.find((instance) => instance.index === index)?.displayName,
    [index],
  );
  const rest = findings.length - MAX_REASONS;
  return (
    <Notice kind="warning" title={t("blocked", { name: name || t("unnamed") })}>
      <ul class={styles.reasons}>
        {findings.slice(0, MAX_REASONS).map((finding) => (
          <Reason key={`${finding.object} ${finding.property} ${finding.code}`} index={index} finding={finding} />
        ))}
        {rest > 0 && <li>{t("blockedMore", { n: rest })}</li>}
      </ul>
    </Notice>
  );
}

function Reason({ index, finding }: { index: number; finding: Finding }) {
  const editor = useEditor();
  const { object, property } = finding;
  const block = BLOCKS.find((block) => ROLE_OF_BLOCK[block] === object);
  const label = useSelect(
    ({ instances, limetypes }) => {
      const instance = instances.value.find((instance) => instance.index === index);
      if (instance === undefined || block === undefined || property === undefined) return undefined;
      return limetypes.value.propertyLabel(limetypeOf(instance, block, limetypes.value), property);
    },
    [index, block, property],
  );
  return (
    <li>
      <span dir="auto">
        {finding.code === "required-missing" && label !== undefined
          ? t("blockedMissing", { property: label })
          : findingText(finding)}
      </span>{" "}
      {label !== undefined && (
        <button type="button" class={styles.link} onClick={() => editor.revealProperty(index, block, property)}>
          {t("goTo", { property: label })}
        </button>
      )}
    </li>
  );
}
