import { init, Mapper } from "userlike-limeobject/slim";
import wasm from "userlike-limeobject/wasm";

await init(new URL(wasm, import.meta.url));
const mapper = new Mapper({ instances: [{ limetype: "helpdesk" }] });
const { objects } = mapper.preview({ id: 4711, subject: "Hello" });
document.body.textContent = objects.map(({ limetype }) => limetype).join(", ");
