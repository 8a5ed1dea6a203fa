import { Signal } from "../platform/signal.ts";

/** Files with many conversations that were opened in the view of one, until the list has taken them. */
export const filesToList = new Signal<readonly File[]>([]);
