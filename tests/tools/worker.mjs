// The engine of a built site at work in a real browser, as the editor has it: in the site's own worker.
import { readFile } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { launch } from "./browser.mjs";

const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", wasm: "application/wasm" };

// The file that a server sends for the address `url`, as `site::file_of` has it.
export const fileOf = (url) => {
  const name = url.split("/").at(-1);
  if (name === "") return `${url}index.html`;
  return name.includes(".") ? url : `${url}/index.html`;
};

// Opens the site in the folder `site`: what renders a page there, and ends it.
export const work = async (executablePath, site) => {
  const server = http.createServer(async (request, answer) => {
    const file = fileOf(decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1));
    const bytes = await readFile(join(site, file)).catch(() => null);
    answer.writeHead(bytes ? 200 : 404, { "Content-Type": TYPES[file.split(".").at(-1)] ?? "application/octet-stream" });
    answer.end(bytes ?? "nothing here");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launch(executablePath);
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.evaluate(() => {
    const worker = new Worker("/editor/worker.js", { type: "module" });
    const answer = () => new Promise((resolve) => worker.addEventListener("message", ({ data }) => resolve(data), { once: true }));
    const ready = answer();
    window.render = async (document) => {
      await ready;
      const begun = performance.now();
      const rendered = answer();
      worker.postMessage(document);
      return { ...(await rendered), time: performance.now() - begun };
    };
  });
  const render = async (document) => {
    const rendered = await tab.evaluate((document) => window.render(document), document);
    if (rendered.failed) throw new Error(rendered.failed);
    return rendered;
  };
  const end = async () => {
    await browser.close();
    server.close();
  };
  return { render, end };
};
