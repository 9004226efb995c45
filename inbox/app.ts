// Starts the inbox: fetches the WebAssembly that the page names and hands over.
import init, { start } from "glue/inbox";

const root = document.getElementById("inbox");
if (root) {
  await init({ module_or_path: root.dataset.wasm });
  start();
}
