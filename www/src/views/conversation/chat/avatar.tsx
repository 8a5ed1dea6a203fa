import { clsx } from "clsx";
import { Icon } from "../../../elements/icon.tsx";
import type { Speaker } from "../read-conversation.ts";
import styles from "./avatar.module.css";

interface AvatarProps {
  speaker: Speaker;
  name: string;
  /** Default: the size of a message's. */
  size?: "large";
}

/** Initials or an icon. Pictures in payloads are never loaded. */
export function Avatar({ speaker, name, size }: AvatarProps) {
  const initials = initialsOf(name);
  const kind = speaker === "operator" ? styles.operator : speaker === "bot" ? styles.bot : undefined;
  return (
    <span class={clsx(styles.avatar, kind, size && styles[size])} aria-hidden="true">
      {speaker === "bot" ? <Icon name="bot" /> : initials === "" ? <Icon name="person" /> : initials}
    </span>
  );
}

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? "")
    .join("")
    .toLocaleUpperCase();
}
