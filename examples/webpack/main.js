import { Mapper } from "userlike-limeobject";

const mapper = new Mapper({ instances: [{ limetype: "helpdesk" }] });
const { objects } = mapper.preview({ id: 4711, subject: "Hello" });
document.body.textContent = objects.map(({ limetype }) => limetype).join(", ");
