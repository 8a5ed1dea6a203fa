import { LimeobjectError, Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json";

const mapper = new Mapper(config);
const [input, trouble, body] = ["textarea", "[role=alert]", "tbody"].map((selector) =>
  document.querySelector(selector),
);

input.addEventListener("input", () => {
  trouble.textContent = "";
  body.replaceChildren();
  try {
    const { objects, findings } = mapper.preview(input.value);
    trouble.textContent = findings
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => message)
      .join("\n");
    for (const { role, values } of objects) {
      for (const [property, value] of Object.entries(values)) body.append(row(role, property, JSON.stringify(value)));
    }
  } catch (error) {
    if (!(error instanceof LimeobjectError)) throw error;
    trouble.textContent = error.message;
  }
});

/** The texts are a visitor's: they go into the page as text, never as HTML. */
function row(...texts) {
  const row = document.createElement("tr");
  for (const text of texts) row.insertCell().textContent = text;
  return row;
}
