// Replacements of payload values. A replacement without a value to replace is kept here and not yet in the
// configuration.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MapEntry, PropertyInfo } from "userlike-limeobject";
import { Button, IconButton } from "../../elements/button.tsx";
import { TextField } from "../../elements/fields.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { ConstantField } from "./constant-field.tsx";
import styles from "./map-field.module.css";
import { share } from "./model/share.ts";

type Pair = readonly [from: string, to: unknown];

interface MapFieldProps {
  map: readonly MapEntry[];
  property: PropertyInfo | undefined;
  /** Current value in the payload, offered for a new replacement. */
  now: string | undefined;
  error: string | undefined;
  onChange(map: readonly Pair[]): void;
}

/** Key for all values without a replacement of their own. */
const OTHER = "*";

export function MapField({ map, property, now, error, onChange }: MapFieldProps) {
  const [pairs, setPairs] = useState<readonly Pair[]>(() => pairsOf(map));
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState(0);
  // A change from elsewhere replaces what is typed here; the own change comes back and does not.
  if (!isSame(completePairs(pairs), map)) setPairs(pairsOf(map));
  useEffect(() => {
    if (focused > 0) list.current?.querySelector<HTMLElement>("li:last-child input")?.focus();
  }, [focused]);
  const change = (next: readonly Pair[]) => {
    setPairs(next);
    onChange(completePairs(next));
  };
  const others = pairs.filter(([from]) => from === OTHER);
  const add = () => {
    const isOffered = now !== undefined && !pairs.some(([from]) => from === now);
    change([...pairs.filter(([from]) => from !== OTHER), [isOffered ? now : "", ""], ...others]);
    setFocused(focused + 1);
  };
  return (
    <div class={styles.map}>
      {pairs.length > 0 && (
        <ul ref={list}>
          {pairs.map(([from, to], index) => (
            <li key={index}>
              {from === OTHER ? (
                <span class={styles.other}>{t("mapOther")}</span>
              ) : (
                <TextField
                  label={t("mapFrom")}
                  value={from}
                  onInput={(text) => change(pairs.with(index, [text, to]))}
                  class={styles.field}
                />
              )}
              <span class={styles.becomes} aria-hidden="true">
                →
              </span>
              <ConstantField
                label={t("mapTo")}
                property={property}
                value={to === "" ? undefined : to}
                onChange={(value) => change(pairs.with(index, [from, value]))}
                class={styles.field}
              />
              <IconButton
                icon="cancel"
                label={t("mapRemove", { value: from === OTHER ? t("mapOther") : from })}
                onClick={() => change(pairs.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && (
        <p class={styles.error} dir="auto">
          {error}
        </p>
      )}
      <div class={styles.buttons}>
        <Button icon="add" onClick={add}>
          {t("mapAdd")}
        </Button>
        {pairs.length > 0 && others.length === 0 && (
          <Button icon="add" onClick={() => change([...pairs, [OTHER, ""]])}>
            {t("mapAddOther")}
          </Button>
        )}
      </div>
    </div>
  );
}

function pairsOf(map: readonly MapEntry[]): Pair[] {
  return map.map(({ from, to }) => [from, to]);
}

/** Returns the pairs that the configuration can have. */
function completePairs(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(([from, to]) => from !== "" && to !== undefined && to !== "");
}

/** Compares as an object of the configuration: of two pairs for a value the last one counts, and the order does not. */
function isSame(pairs: readonly Pair[], map: readonly MapEntry[]): boolean {
  const known = new Map(pairs);
  return known.size === map.length && map.every(({ from, to }) => known.has(from) && isEqual(known.get(from), to));
}

function isEqual(one: unknown, other: unknown): boolean {
  return share(one, other) === one;
}
