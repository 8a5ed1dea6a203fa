// Limeobjects that will be written.

import { preview as t } from "../../../i18n/messages/preview.ts";
import { byImportance, type PreviewContext } from "./context.ts";
import { ObjectCard } from "./object-card.tsx";
import styles from "./object-list.module.css";
import { SectionHeading } from "./section-heading.tsx";

export function ObjectList({ context }: { context: PreviewContext }) {
  const objects = byImportance(context.preview.objects);
  return (
    <section class={styles.objects} aria-labelledby="objects-title">
      <SectionHeading id="objects-title">{t("objects")}</SectionHeading>
      {objects.map((object, index) => (
        <ObjectCard
          key={`${object.role}-${index}`}
          context={context}
          object={object}
          index={index}
          isFirst={objects.findIndex(({ role }) => role === object.role) === index}
        />
      ))}
    </section>
  );
}
