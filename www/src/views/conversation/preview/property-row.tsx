// One property of an object: its value, what is wrong with it, and where it comes from.

import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import type { Finding } from "userlike-limeobject";
import type { PlannedChange } from "userlike-limeobject/delivery";
import { linked } from "../../../elements/cross-highlight.ts";
import { VisuallyHidden } from "../../../elements/text.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { findingText } from "../../../state/finding-text.ts";
import { useApp } from "../../use-app.ts";
import { anchorId, type Limeobject, type PreviewContext } from "./context.ts";
import { Difference } from "./difference.tsx";
import styles from "./property-row.module.css";
import { refusedValue } from "./refused-values.ts";
import { SeverityIcon } from "./severity-icon.tsx";
import { SourceChip } from "./source-chip.tsx";
import { type Source, sourceLocations } from "./source-text.ts";
import { ApiValueView } from "./value.tsx";

export interface ObjectContext {
  context: PreviewContext;
  object: Limeobject;
  /** Findings about the object that are not filtered out. */
  findings: readonly Finding[];
  change: PlannedChange | undefined;
  /** Whether it is the first object of its role, which relations and findings lead to. */
  isFirst: boolean;
}

interface PropertyRowProps {
  of: ObjectContext;
  property: string;
  sources: readonly Source[];
  isLong?: boolean;
  /** Undefined when the property failed. */
  value: ComponentChildren;
}

export function PropertyRow({ of, property, sources, isLong = false, value }: PropertyRowProps) {
  const { context, object, findings, change, isFirst } = of;
  const { role, limetype } = object;
  const known = context.limetypes.property(limetype, property);
  const difference =
    change?.action === "create" ? undefined : change?.differences.find((other) => other.property === property);
  return (
    <div
      class={clsx(styles.property, isLong && styles.long)}
      id={isFirst ? anchorId(role, property) : undefined}
      tabIndex={-1}
      {...linked(...sourceLocations(sources))}
    >
      <dt title={property}>
        <bdi>{known?.label ?? property}</bdi>
        {known?.required && (
          <span class={styles.required} title={t("required")}>
            *<VisuallyHidden> ({t("required")})</VisuallyHidden>
          </span>
        )}{" "}
        {known?.type !== undefined && <bdi class={styles.type}>{known.type}</bdi>}
      </dt>
      <dd>
        {difference ? (
          <Difference
            now={<ApiValueView value={difference.now} known={known} />}
            after={value}
            isWritten={difference.written}
          />
        ) : (
          value
        )}
        <Remarks object={object} findings={findings} property={property} />
        <div>
          <SourceChip sources={sources} />
        </div>
      </dd>
    </div>
  );
}

interface RemarksProps {
  object: Limeobject;
  findings: readonly Finding[];
  property: string;
}

/** What is wrong with a property, with the value that it refused. */
export function Remarks({ object, findings, property }: RemarksProps) {
  const { store } = useApp();
  return findings
    .filter((finding) => finding.property === property)
    .map((finding, index) => {
      const refused = refusedValue(finding, object, store.payload.value);
      return (
        <div key={index} class={clsx(styles.remark, finding.severity === "error" && styles.error)}>
          <SeverityIcon severity={finding.severity} />
          <div>
            {refused !== undefined && (
              <p>
                {t("refused")} <del dir="auto">{refused}</del>
              </p>
            )}
            <p dir="auto">{findingText(finding)}</p>
          </div>
        </div>
      );
    });
}
