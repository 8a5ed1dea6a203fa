import { useLayoutEffect, useState } from "preact/hooks";

/** Returns false for the first rendering, and true from the next task on: for what need not be drawn in the same task. */
export function useLater(): boolean {
  const [isLater, setLater] = useState(false);
  useLayoutEffect(() => {
    const timer = setTimeout(() => setLater(true));
    return () => clearTimeout(timer);
  }, []);
  return isLater;
}
