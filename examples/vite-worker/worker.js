import { init, Mapper } from "userlike-limeobject/slim";
import wasm from "userlike-limeobject/wasm?url";

// Not `await` at the top: Vite builds workers as classic scripts.
const mapper = init(wasm).then(() => new Mapper({ instances: [{ limetype: "helpdesk" }] }));

self.onmessage = async ({ data }) => self.postMessage((await mapper).preview(data));
