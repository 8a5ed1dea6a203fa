// A server component: the preview is made on the server, for each request.
import { connection } from "next/server";
import { Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json";
import conversation from "userlike-limeobject/examples/conversation.json";

const mapper = new Mapper(config);

export default async function Page() {
  await connection();
  const { objects } = mapper.preview(conversation);
  return <p>{objects.map(({ limetype }) => limetype).join(", ")}</p>;
}
