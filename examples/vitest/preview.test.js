import { Mapper } from "userlike-limeobject";
import { expect, test } from "vitest";

test("a conversation becomes a helpdesk", () => {
  const mapper = new Mapper({ instances: [{ limetype: "helpdesk" }] });
  expect(mapper.preview({ id: 4711 }).objects[0].limetype).toBe("helpdesk");
});
