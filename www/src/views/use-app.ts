import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "./app.ts";

export const AppContext = createContext<App | null>(null);

/** Returns the services and the state of the page. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("useApp() needs an AppContext around the component");
  return app;
}
