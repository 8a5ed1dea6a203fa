import { clsx } from "clsx";
import { Icon } from "../../../elements/icon.tsx";
import { type Role, roleIcons } from "./context.ts";
import styles from "./role-icon.module.css";

/** Icon of a role; its color tells new limeobjects, history notes and everything else apart. */
export function RoleIcon({ role }: { role: Role }) {
  return (
    <span class={clsx(styles.icon, role === "limeobject" && styles.limeobject, role === "history" && styles.history)}>
      <Icon name={roleIcons[role]} />
    </span>
  );
}
