// Existing objects that a dry run found; where several fit, all of them, which one is taken, and why.

import type { FoundObject } from "userlike-limeobject";
import { ExternalLink } from "../../../elements/external-link.tsx";
import { Icon } from "../../../elements/icon.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { roles } from "../../../i18n/messages/roles.ts";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";
import { Badge } from "./badge.tsx";
import { roleIcons } from "./context.ts";
import styles from "./found-list.module.css";

type Candidates = NonNullable<FoundObject["candidates"]>;

interface FoundListProps {
  found: readonly FoundObject[];
  limetypes: LimetypeIndex;
}

export function FoundList({ found, limetypes }: FoundListProps) {
  if (found.length === 0) return null;
  return (
    <section class={styles.section} aria-labelledby="found-title">
      <h4 id="found-title">{t("lookups")}</h4>
      <ul class={styles.list}>
        {found.map((object) => (
          <Found key={object.role} found={object} limetypes={limetypes} />
        ))}
      </ul>
    </section>
  );
}

function Found({ found, limetypes }: { found: FoundObject; limetypes: LimetypeIndex }) {
  const { role, id, limetype, descriptive, url } = found;
  const candidates = found.candidates ?? [];
  const type = limetype === undefined ? roles(role) : limetypes.label(limetype);
  return (
    <li class={styles.object}>
      <Icon name={roleIcons[role]} />
      <div>
        <p>
          <strong>
            <bdi>{type}</bdi>
          </strong>{" "}
          <Linked text={descriptive ?? String(id)} url={url} />
        </p>
        {candidates.length > 1 && (
          <>
            <p>
              {t("severalFit", { n: candidates.length })} {reasonText(candidates)}
            </p>
            <ol class={styles.list} aria-label={t("candidates", { type })}>
              {candidates.map((candidate) => (
                <Candidate key={candidate.id} candidate={candidate} isTaken={candidate.id === id} type={type} />
              ))}
            </ol>
          </>
        )}
      </div>
    </li>
  );
}

interface CandidateProps {
  candidate: Candidates[number];
  isTaken: boolean;
  type: string;
}

function Candidate({ candidate: { id, inactive, url }, isTaken, type }: CandidateProps) {
  return (
    <li>
      <Linked text={`${type} ${id}`} url={url ?? undefined} /> {isTaken && <Badge kind="accent">{t("taken")}</Badge>}
      {isTaken && inactive && " "}
      {inactive && <Badge kind="warning">{t("inactive")}</Badge>}
    </li>
  );
}

/** Why the first candidate is taken. */
function reasonText(candidates: Candidates): string {
  const active = candidates.filter(({ inactive }) => !inactive).length;
  if (active === 0) return t("takenInactive");
  if (active === candidates.length) return t("takenOldest");
  return active === 1 ? t("takenOnlyActive") : t("takenOldestActive");
}

function Linked({ text, url }: { text: string; url: string | undefined }) {
  return url === undefined ? <bdi>{text}</bdi> : <ExternalLink url={url}>{text}</ExternalLink>;
}
