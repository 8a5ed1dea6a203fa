// The program of engines/workerd.mjs in the worker. Clocks stand still while a worker runs, so the one who asks measures.

import { Mapper } from "userlike-limeobject";
import { alternatives, exampleMapper } from "../alternatives.mjs";

const mapper = exampleMapper(Mapper);
const made = new Map();

export default {
  async fetch(request) {
    const { shape, name, calls } = await request.json();
    const key = JSON.stringify(shape);
    if (!made.has(key)) made.set(key, alternatives(mapper, shape));
    const { bytes, calls: all } = made.get(key);
    for (let done = 0; done < calls; done += 1) all[name]();
    return Response.json({ bytes: bytes.byteLength, names: Object.keys(all) });
  },
};
