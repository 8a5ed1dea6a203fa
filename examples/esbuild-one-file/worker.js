// A classic script has no `await` at its top, and this one loads nothing: the module is in it.
import { init, Mapper } from "userlike-limeobject/slim";
import wasm from "userlike-limeobject/wasm";

const mapper = init(wasm).then(() => new Mapper({ instances: [{ limetype: "helpdesk" }] }));

addEventListener("message", async ({ data, ports: [port] }) => {
  if (typeof data === "object") port.postMessage((await mapper).preview(data));
});
