// Existing objects in Lime CRM that the new ones are connected to, and the rules that find them.

import type { FoundObject, Lookup } from "userlike-limeobject";
import { linked } from "../../../elements/cross-highlight.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { roles } from "../../../i18n/messages/roles.ts";
import { Badge } from "./badge.tsx";
import { anchorId, type PreviewContext, type Role } from "./context.ts";
import styles from "./lookup-list.module.css";
import { NothingHere } from "./nothing-here.tsx";
import { RoleIcon } from "./role-icon.tsx";
import { SectionHeading } from "./section-heading.tsx";
import { LocationChip } from "./source-chip.tsx";
import { ValueView } from "./value.tsx";

export function LookupList({ context }: { context: PreviewContext }) {
  const roles = [...new Set(context.preview.lookups.map(({ role }) => role))];
  return (
    <section class={styles.section} aria-labelledby="lookups-title">
      <SectionHeading id="lookups-title">{t("lookups")}</SectionHeading>
      {roles.length === 0 ? (
        <NothingHere icon="person">{t("nobody")}</NothingHere>
      ) : (
        <ul class={styles.lookups}>
          {roles.map((role) => (
            <LookupCard key={role} context={context} role={role} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LookupCard({ context, role }: { context: PreviewContext; role: Role }) {
  const lookups = context.preview.lookups.filter((lookup) => lookup.role === role);
  return (
    <li class={styles.lookup} id={anchorId(role)} tabIndex={-1}>
      <RoleIcon role={role} />
      <div>
        <p class={styles.role}>
          {roles(role)} <FoundBadge context={context} role={role} />
        </p>
        {lookups.map((lookup, index) => (
          <LookupRule key={index} context={context} lookup={lookup} isAlternative={index > 0} />
        ))}
      </div>
    </li>
  );
}

function FoundBadge({ context: { dryRun }, role }: { context: PreviewContext; role: Role }) {
  if (!dryRun) return <Badge>{t("ifFound")}</Badge>;
  const found: FoundObject | undefined = dryRun.found.find((object) => object.role === role);
  if (!found) return <Badge kind="warning">{t("isMissing")}</Badge>;
  return (
    <Badge kind="accent" url={found.url}>
      {t("isFound", { name: found.descriptive ?? String(found.id) })}
    </Badge>
  );
}

interface LookupRuleProps {
  context: PreviewContext;
  lookup: Lookup;
  isAlternative: boolean;
}

function LookupRule({ context: { limetypes }, lookup, isAlternative }: LookupRuleProps) {
  if ("through" in lookup) {
    return <p title={lookup.property}>{t("through", { role: roles(lookup.through) })}</p>;
  }
  const { limetype, property, value, source, config } = lookup;
  const known = limetypes.property(limetype, property);
  const locations = [
    { document: "payload", pointer: source },
    { document: "config", pointer: config },
  ] as const;
  return (
    <div class={styles.rule} {...linked(...locations)}>
      <p>
        {t(isAlternative ? "orWhose" : "whose", { property: known?.label ?? property })}{" "}
        <ValueView value={value} known={known} />
      </p>
      <LocationChip location={locations[0]} rule={config} />
    </div>
  );
}
