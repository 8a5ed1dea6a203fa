// Where a value comes from, in one chip that leads to the places in the payload and the mapping.

import { type ComponentChildren, Fragment } from "preact";
import { linked } from "../../../elements/cross-highlight.ts";
import { Icon } from "../../../elements/icon.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { displayPath } from "../../../state/display-path.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import { useApp } from "../../use-app.ts";
import { useWorkbench } from "../workbench.ts";
import styles from "./source-chip.module.css";
import { describeSources, type Source } from "./source-text.ts";

/** The sources of one value. Renders nothing without any. */
export function SourceChip({ sources }: { sources: readonly Source[] }) {
  const { store } = useApp();
  const described = describeSources(sources, store.config.value);
  if (described === undefined) return null;
  const { kind, parts, isMapped, more, rule } = described;
  return (
    <span class={styles.chip}>
      <Icon name={kind === "values" ? "code" : "mapping"} />
      {kind === "constant" && rule !== undefined ? (
        <LocationButton location={{ document: "config", pointer: rule }}>{t("constant")}</LocationButton>
      ) : (
        <span>
          {kind === "template" && t("template")}{" "}
          {parts.map(({ text, pointer }, index) => (
            <Fragment key={index}>
              {kind === "values" && index > 0 && ", "}
              {pointer === undefined ? (
                <bdi>{text}</bdi>
              ) : (
                <LocationButton location={{ document: "payload", pointer }}>
                  <WithBreaks path={text} />
                </LocationButton>
              )}
            </Fragment>
          ))}
          {more > 0 && ` ${t("moreSources", { n: more })}`}
          {isMapped && ` ${t("mapped")}`}
        </span>
      )}
      {kind !== "constant" && rule !== undefined && <RuleButton pointer={rule} />}
    </span>
  );
}

/** Chip that leads to one location. Default label: its path. */
export function LocationChip({ location, rule }: { location: SourceLocation; rule?: string }) {
  return (
    <span class={styles.chip}>
      <Icon name={location.document === "payload" ? "code" : "mapping"} />
      <LocationButton location={location}>
        <WithBreaks path={locationText(location)} />
      </LocationButton>
      {rule !== undefined && <RuleButton pointer={rule} />}
    </span>
  );
}

interface LocationButtonProps {
  location: SourceLocation;
  children: ComponentChildren;
}

/** Button that opens a location; the text alone for whoever has no view of its document. */
function LocationButton({ location, children }: LocationButtonProps) {
  const workbench = useWorkbench();
  if (!workbench.canOpen(location))
    return (
      <span class={styles.location} dir="ltr" {...linked(location)}>
        {children}
      </span>
    );
  return (
    <button
      type="button"
      class={styles.location}
      dir="ltr"
      title={locationTitle(location)}
      {...linked(location)}
      onClick={(event) => workbench.open(location, event.currentTarget)}
    >
      {children}
    </button>
  );
}

/** Leads to the rule of a value in the mapping. Renders nothing for whoever has no view of it. */
function RuleButton({ pointer }: { pointer: string }) {
  const workbench = useWorkbench();
  const location: SourceLocation = { document: "config", pointer };
  if (!workbench.canOpen(location)) return null;
  return (
    <button
      type="button"
      class={styles.rule}
      title={locationTitle(location)}
      {...linked(location)}
      onClick={(event) => workbench.open(location, event.currentTarget)}
    >
      <Icon name="mapping" label={t("rule")} />
    </button>
  );
}

function locationTitle(location: SourceLocation): string {
  const place = locationText(location);
  if (location.document === "payload") return t("inPayload", { place });
  return t(location.document === "config" ? "inMapping" : "inLimetypes", { place });
}

/** Returns a location for display: a payload path such as `transcript[0].body`, or a line. */
function locationText({ document, pointer, line }: SourceLocation): string {
  if (line !== undefined) return t("line", { line });
  if (!pointer) return document === "payload" ? t("wholePayload") : "{ }";
  return displayPath(pointer);
}

/** Permits line breaks between the parts of a path. */
function WithBreaks({ path }: { path: string }) {
  return path.split(/(?=[._[])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
