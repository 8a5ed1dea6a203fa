import { expect, test } from "@jest/globals";
import { Mapper } from "userlike-limeobject";

test("the preview of a conversation is shown", () => {
  const mapper = new Mapper({ instances: [{ limetype: "helpdesk" }] });
  document.body.textContent = mapper.preview({ id: 4711 }).objects[0].limetype;
  expect(document.body.innerHTML).toBe("helpdesk");
});
