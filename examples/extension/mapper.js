// Loads the module in the page and in the service worker, which has no `await` at its top.
import { init, Mapper } from "userlike-limeobject/slim";
import wasm from "userlike-limeobject/wasm";

export const mapper = init(new URL(wasm, import.meta.url)).then(
  () => new Mapper({ instances: [{ limetype: "helpdesk" }] }),
);
