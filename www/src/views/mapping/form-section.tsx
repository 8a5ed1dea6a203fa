import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Card } from "../../elements/card.tsx";
import styles from "./form-section.module.css";

interface FormSectionProps {
  title: string;
  help?: string;
  children: ComponentChildren;
}

/** Section of the form, on a surface of its own. */
export function FormSection({ title, help, children }: FormSectionProps) {
  const id = useId();
  return (
    <Card class={styles.card} aria-labelledby={id}>
      <div class={styles.section}>
        <h2 id={id}>{title}</h2>
        {help !== undefined && <p class={styles.help}>{help}</p>}
        {children}
      </div>
    </Card>
  );
}

interface GroupProps {
  /** Default: the group has no name. */
  title?: string;
  help?: string;
  /** Level of the heading. Default: 4. */
  level?: 3 | 4;
  children: ComponentChildren;
}

/** Fields that belong together. */
export function Group({ title, help, level = 4, children }: GroupProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  const attributes = title === undefined ? {} : { role: "group", "aria-labelledby": id };
  return (
    <div class={styles.group} {...(attributes as object)}>
      {title !== undefined && <Heading id={id}>{title}</Heading>}
      {help !== undefined && <p class={styles.help}>{help}</p>}
      {children}
    </div>
  );
}

/** Fields beside each other, as far as there is space. */
export function FieldGrid({ children }: { children: ComponentChildren }) {
  return <div class={styles.fields}>{children}</div>;
}
