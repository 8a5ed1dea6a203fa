import { mapper } from "./mapper.js";

chrome.runtime.onMessage.addListener((conversation, _sender, respond) => {
  mapper.then((mapper) => respond(mapper.preview(conversation)));
  return true;
});
