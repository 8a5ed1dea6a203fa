import { getRawAsset } from "node:sea";
import { initSync, Mapper } from "userlike-limeobject/slim";

initSync(getRawAsset("mapper_bg.wasm"));
const mapper = new Mapper({ instances: [{ limetype: "helpdesk" }] });
const { objects } = mapper.preview({ id: 4711, subject: "Hello" });
console.log(objects.map(({ limetype }) => limetype).join(", "));
