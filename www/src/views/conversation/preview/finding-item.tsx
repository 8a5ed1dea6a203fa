// One finding or problem, with its locations.

import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import type { Finding, Problem } from "userlike-limeobject";
import { linked } from "../../../elements/cross-highlight.ts";
import { Icon } from "../../../elements/icon.tsx";
import { findingHelp } from "../../../i18n/messages/finding-help.ts";
import { findingLabels } from "../../../i18n/messages/finding-labels.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { roles } from "../../../i18n/messages/roles.ts";
import { problemLocation, type SourceLocation } from "../../../state/documents.ts";
import { findingText } from "../../../state/finding-text.ts";
import { focusOn } from "../workbench.ts";
import { anchorId, type PreviewContext, type Role } from "./context.ts";
import styles from "./finding-item.module.css";
import { SeverityIcon } from "./severity-icon.tsx";
import { LocationChip } from "./source-chip.tsx";

/** Finding of a preview. */
export function FindingItem({ context, finding }: { context: PreviewContext; finding: Finding }) {
  const { object, property, source, config } = finding;
  const locations: SourceLocation[] = [];
  if (source !== undefined) locations.push({ document: "payload", pointer: source });
  if (config !== undefined) locations.push({ document: "config", pointer: config });
  return (
    <Item problem={finding} about={aboutText(context, finding)} locations={locations} {...words(finding)}>
      {object && <ShowButton role={object} property={property} />}
    </Item>
  );
}

/** Finding of a delivery or a dry run, which has no locations. */
export function DeliveryFinding({ finding, about }: { finding: Finding; about: string | undefined }) {
  return <Item problem={finding} about={about} locations={[]} {...words(finding)} />;
}

/** Problem of the configuration or the limetypes. */
export function ProblemItem({ problem }: { problem: Problem }) {
  return <Item problem={problem} locations={[problemLocation(problem)]} />;
}

/** List of findings. */
export function Findings({ children, label }: { children: ComponentChildren; label?: string }) {
  return (
    <ul class={styles.findings} aria-label={label}>
      {children}
    </ul>
  );
}

interface ItemProps {
  problem: Finding | Problem;
  about?: string | undefined;
  locations: readonly SourceLocation[];
  label?: string;
  help?: string;
  children?: ComponentChildren;
}

function Item({ problem, about, locations, label, help, children }: ItemProps) {
  const { severity, code } = problem;
  return (
    <li class={clsx(styles.finding, styles[severity])} {...linked(...locations)}>
      <SeverityIcon severity={severity} />
      <div class={styles.text}>
        <p class={styles.head}>
          {about !== undefined && <bdi class={styles.label}>{about}</bdi>}
          {label !== undefined && <span class={styles.label}>{label}</span>}
          <code class={styles.code}>{code}</code>
        </p>
        <p dir="auto">{findingText(problem)}</p>
        {help !== undefined && <p class={styles.help}>{help}</p>}
        <div class={styles.locations}>
          {children}
          {locations.map((location) => (
            <LocationChip key={location.document} location={location} />
          ))}
        </div>
      </div>
    </li>
  );
}

/** Scrolls to an object or one of its properties. */
function ShowButton({ role, property }: { role: Role; property: string | undefined }) {
  const show = () => {
    const named = property === undefined ? null : document.getElementById(anchorId(role, property));
    focusOn(named ?? document.getElementById(anchorId(role)));
  };
  return (
    <button type="button" class={styles.show} onClick={show}>
      <Icon name="search" />
      {t("inPreview")}
    </button>
  );
}

function words({ code }: Finding): { label: string; help: string } {
  return { label: findingLabels(code), help: findingHelp(code) };
}

/** Names the object and the property that a finding is about. */
function aboutText({ preview, limetypes }: PreviewContext, { object, property }: Finding): string | undefined {
  if (object === undefined) return undefined;
  const limetype = preview.objects.find(({ role }) => role === object)?.limetype;
  if (limetype === undefined) return [roles(object), property].filter((part) => part !== undefined).join(" · ");
  const name = limetypes.label(limetype);
  return property === undefined ? name : `${name} · ${limetypes.propertyLabel(limetype, property)}`;
}
