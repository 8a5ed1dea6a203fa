import { LimeobjectError, Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json";

const mapper = new Mapper(config);
const [input, errors, body] = ["textarea", "[role=alert]", "tbody"].map((selector) => document.querySelector(selector));

input.addEventListener("input", () => {
  errors.textContent = "";
  body.replaceChildren();
  try {
    const { objects, findings } = mapper.preview(input.value);
    errors.textContent = findings
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => message)
      .join("\n");
    for (const { role, values } of objects) {
      for (const [property, value] of Object.entries(values)) body.append(row(role, property, JSON.stringify(value)));
    }
  } catch (error) {
    if (!(error instanceof LimeobjectError)) throw error;
    errors.textContent = error.message;
  }
});

/** Displays texts of visitors as text, never as HTML. */
function row(...texts) {
  const row = document.createElement("tr");
  for (const text of texts) row.insertCell().textContent = text;
  return row;
}
