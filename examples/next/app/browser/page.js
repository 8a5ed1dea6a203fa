"use client";

// A client component: the preview is made in the browser.
import { useState } from "react";
import { Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json";

const mapper = new Mapper(config);

export default function Page() {
  const [text, setText] = useState('{ "id": 4711 }');
  return (
    <>
      <textarea value={text} onChange={({ target }) => setText(target.value)} />
      <output>{shown(text)}</output>
    </>
  );
}

function shown(text) {
  try {
    return mapper
      .preview(text)
      .objects.map(({ limetype }) => limetype)
      .join(", ");
  } catch (error) {
    return error.message;
  }
}
