import { mapper } from "./mapper.js";

const { objects } = (await mapper).preview({ id: 4711 });
const { conversation } = await chrome.runtime.sendMessage({ id: 4712 });
document.body.textContent = `${objects[0].limetype}, and ${conversation} from the service worker`;
