const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });

worker.onmessage = ({ data: { objects } }) => {
  document.body.textContent = objects.map(({ limetype }) => limetype).join(", ");
};
worker.postMessage({ id: 4711, subject: "Hello" });
