// One limeobject that will be written, with local names and values.

import { clsx } from "clsx";
import type { Finding } from "userlike-limeobject";
import type { PlannedChange } from "userlike-limeobject/delivery";
import { linked } from "../../../elements/cross-highlight.ts";
import { ExternalLink } from "../../../elements/external-link.tsx";
import { Icon } from "../../../elements/icon.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { roles } from "../../../i18n/messages/roles.ts";
import { focusOn } from "../workbench.ts";
import { Badge } from "./badge.tsx";
import { anchorId, changeOf, type Limeobject, type PreviewContext, type Role, roleIcons } from "./context.ts";
import styles from "./object-card.module.css";
import { type ObjectContext, PropertyRow, Remarks } from "./property-row.tsx";
import { failedProperties } from "./refused-values.ts";
import { RoleIcon } from "./role-icon.tsx";
import { SourceChip } from "./source-chip.tsx";
import { sourceLocations } from "./source-text.ts";
import { Nothing, ValueView } from "./value.tsx";

/** Properties that serve as an object's title in Lime CRM's core limetypes. */
const TITLE_PROPERTIES = ["title", "name", "comment"];

/** Length of a value that takes a row of its own. */
const LONG_VALUE = 60;

interface ObjectCardProps {
  context: PreviewContext;
  object: Limeobject;
  index: number;
  isFirst: boolean;
}

export function ObjectCard({ context, object, index, isFirst }: ObjectCardProps) {
  const { role, limetype, values, file } = object;
  const about = findingsAbout(context, role);
  const of: ObjectContext = {
    context,
    object,
    findings: about.filter(({ severity }) => context.visibleSeverities.has(severity)),
    change: changeOf(context, object),
    isFirst,
  };
  const note = role === "history" ? values.note : undefined;
  const name = context.limetypes.label(limetype);
  const title = titleOf(object) ?? file?.name;
  const headingId = `object-${index}`;
  return (
    <article
      class={clsx(styles.object, role === "limeobject" && styles.main)}
      id={isFirst ? anchorId(role) : undefined}
      aria-labelledby={headingId}
      tabIndex={-1}
    >
      <header class={styles.head}>
        <RoleIcon role={role} />
        <div>
          {title !== undefined && (
            <p class={styles.type}>
              <bdi>{name}</bdi> <Code limetype={limetype} />
            </p>
          )}
          <h4 id={headingId} dir="auto">
            <bdi>{title ?? name}</bdi> {title === undefined && <Code limetype={limetype} />}
          </h4>
        </div>
        {of.change && <ChangeBadge change={of.change} />}
      </header>
      {typeof note === "string" && <Note of={of} note={note} />}
      <Properties of={of} failed={failedProperties(object, about)} hasNote={note !== undefined} />
      <Relations context={context} relations={object.relations} />
    </article>
  );
}

function Code({ limetype }: { limetype: string }) {
  return (
    <code>
      <bdi>{limetype}</bdi>
    </code>
  );
}

interface PropertiesProps {
  of: ObjectContext;
  failed: readonly string[];
  hasNote: boolean;
}

function Properties({ of, failed, hasNote }: PropertiesProps) {
  const { context, object } = of;
  const { role, limetype, values, sources, cleared = {}, file } = object;
  const written = Object.entries(values).filter(([property]) => !(role === "history" && property === "note"));
  if (written.length + Object.keys(cleared).length + failed.length === 0 && !file) {
    return hasNote ? null : <p class={styles.none}>{t("noValues")}</p>;
  }
  return (
    <dl class={styles.properties}>
      {written.map(([property, value]) => (
        <PropertyRow
          key={property}
          of={of}
          property={property}
          sources={sources[property] ?? []}
          isLong={(value?.toString().length ?? 0) > LONG_VALUE}
          value={<ValueView value={value} known={context.limetypes.property(limetype, property)} />}
        />
      ))}
      {Object.keys(cleared).map((property) => (
        <PropertyRow key={property} of={of} property={property} sources={[]} value={<Nothing>{t("clears")}</Nothing>} />
      ))}
      {failed.map((property) => (
        <PropertyRow
          key={property}
          of={of}
          property={property}
          sources={[]}
          isLong
          value={<Nothing>{t("noValue")}</Nothing>}
        />
      ))}
      {file && (
        <PropertyRow
          of={of}
          property={file.property}
          sources={[{ payload: file.source }]}
          isLong
          value={
            <span>
              <bdi>{file.name}</bdi> · {t("fetchedFrom")} <ExternalLink url={file.url} />
            </span>
          }
        />
      )}
    </dl>
  );
}

function Note({ of, note }: { of: ObjectContext; note: string }) {
  const { context, object, findings } = of;
  const sources = object.sources.note ?? [];
  const known = context.limetypes.property(object.limetype, "note");
  return (
    <div class={styles.note} id={anchorId("history", "note")} tabIndex={-1} {...linked(...sourceLocations(sources))}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      {/* biome-ignore lint/a11y/useSemanticElements: it is preformatted */}
      <pre dir="auto" tabIndex={0} role="region" aria-label={known?.label ?? roles("history")}>
        {note === "" ? <Nothing>{t("empty")}</Nothing> : <NoteText text={note} />}
      </pre>
      <Remarks object={object} findings={findings} property="note" />
      <SourceChip sources={sources} />
    </div>
  );
}

/** Number of lines of a note that are laid out at once. */
const NOTE_PIECE = 40;

/** Text in pieces, of which the browser lays out those that are in view. */
function NoteText({ text }: { text: string }) {
  const lines = text.split("\n");
  if (lines.length <= NOTE_PIECE) return text;
  return Array.from({ length: Math.ceil(lines.length / NOTE_PIECE) }, (_, index) => (
    <div key={index} class={styles.notePiece}>
      {lines.slice(index * NOTE_PIECE, (index + 1) * NOTE_PIECE).join("\n")}
    </div>
  ));
}

function ChangeBadge({ change: { action, id, url, descriptive } }: { change: PlannedChange }) {
  return (
    <Badge kind={action === "create" ? "accent" : "info"} url={url} title={descriptive}>
      {t(action)}
      {id !== undefined && ` · ${id}`}
    </Badge>
  );
}

/** Related objects: written together with this one, or looked up. */
function Relations({ context, relations }: { context: PreviewContext; relations: Limeobject["relations"] }) {
  const all = Object.entries(relations);
  if (all.length === 0) return null;
  return (
    <ul class={styles.relations} aria-label={t("relation")}>
      {all.map(([property, target]) => {
        const written = context.preview.objects.find(({ role }) => role === target);
        return (
          <li key={property}>
            <button
              type="button"
              class={styles.relation}
              title={property}
              onClick={() => focusOn(document.getElementById(anchorId(target)))}
            >
              <Icon name={roleIcons[target]} />
              <bdi>{written ? context.limetypes.label(written.limetype) : roles(target)}</bdi>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A finding names a role, which is ambiguous with several documents. */
function findingsAbout({ preview }: PreviewContext, role: Role): readonly Finding[] {
  const isAlone = preview.objects.filter((other) => other.role === role).length === 1;
  return isAlone ? preview.findings.filter(({ object }) => object === role) : [];
}

function titleOf({ values }: Limeobject): string | undefined {
  const property = TITLE_PROPERTIES.find((name) => typeof values[name] === "string" && values[name] !== "");
  return property === undefined ? undefined : (values[property] as string);
}
