import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { computed } from "../../platform/signal.ts";
import type { MappingEditor } from "./mapping-editor.ts";
import type { Instance } from "./model/config.ts";
import { share } from "./model/share.ts";

export const EditorContext = createContext<MappingEditor | null>(null);

export function useEditor(): MappingEditor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("useEditor() needs an EditorContext around the component");
  return editor;
}

/**
 * Returns what `select` reads from signals. The component is rendered again only when that changes. `inputs`: everything
 * else that `select` uses.
 */
export function useSelect<T>(select: (editor: MappingEditor) => T, inputs: readonly unknown[] = []): T {
  const editor = useEditor();
  const selected = useMemo(() => {
    let last: T | undefined;
    return computed(() => {
      last = share(last, select(editor));
      return last;
    });
  }, [editor, ...inputs]);
  return selected.value;
}

/** Returns a part of the selected instance. */
export function useInstance<T>(select: (instance: Instance) => T, inputs: readonly unknown[] = []): T {
  const last = useEditor().instance.peek() as Instance;
  return useSelect((editor) => select(editor.instance.value ?? last), inputs);
}
