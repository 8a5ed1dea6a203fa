import type { Preview } from "userlike-limeobject";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import styles from "./overwrite-confirmation.module.css";

interface OverwriteConfirmationProps {
  preview: Preview;
  target: string;
  limetypes: LimetypeIndex;
}

/** Where a conversation is sent, and which values it overwrites there; text of the dialog that asks for it. */
export function OverwriteConfirmation({ preview, target, limetypes }: OverwriteConfirmationProps) {
  const written = preview.objects.find(({ role }) => role === "limeobject");
  if (written === undefined) return null;
  const { limetype, values, relations, cleared = {}, idempotencyProperty } = written;
  const related = Object.keys(relations).filter((name) => relations[name] !== "ulconversation");
  const properties = [...Object.keys(values), ...related, ...Object.keys(cleared)];
  return (
    <div class={styles.text}>
      <p>
        <strong>{t("goesTo", { target })}</strong>
      </p>
      <p>{t("overwritten", { limetype: limetypes.label(limetype) })}</p>
      <ul class={styles.values}>
        {properties
          .filter((property) => property !== idempotencyProperty)
          .map((property) => (
            <li key={property}>
              <bdi>{limetypes.propertyLabel(limetype, property)}</bdi>
            </li>
          ))}
      </ul>
    </div>
  );
}
