// Measures the editor; see editor.sh.
//
// node editor.mjs OUT KEYS BROWSER
import { readFile, readdir, stat } from "node:fs/promises";
import http from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [out, keys, browser] = process.argv.slice(2);
const { chromium } = createRequire(join(process.cwd(), "target/tools/package.json"))("playwright-core");
const nth = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const ms = (value) => `${value.toFixed(1)} ms`.padStart(9);

const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", wasm: "application/wasm", md: "text/markdown" };
const files = http.createServer(async (request, answer) => {
  const file = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/\/$/, "/index.html");
  const bytes = await readFile(join(out, file)).catch(() => null);
  answer.writeHead(bytes ? 200 : 404, { "Content-Type": TYPES[file.split(".").at(-1)] ?? "application/octet-stream" });
  answer.end(bytes);
});
await new Promise((resolve) => files.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${files.address().port}/`;

// The texts of minutes, by length.
const names = (await readdir(join(out, "minutes"), { recursive: true })).filter((name) => /\/index\.md$/.test(name));
const texts = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(out, "minutes", name))).size })));
texts.sort((a, b) => a.size - b.size);

const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const opened = await chromium.launch({ executablePath: browser, args: ["--disable-gpu", "--disable-quic", ...sandbox] });

const measure = async (what, { name, size }, isLink) => {
  const tab = await opened.newPage({ viewport: { width: 1440, height: 900 } });
  await tab.goto(`${site}minutes/${name.replace(/index\.md$/, "")}`);
  const began = Date.now();
  await tab.locator("[data-edit]").click();
  const isReady = tab.locator(".editor-problems h3").filter({ hasNotText: "Getting ready" });
  await isReady.waitFor();
  const ready = Date.now() - began;
  const failed = await isReady.textContent();
  if (failed.startsWith("No preview")) throw new Error(failed);
  const found = await tab.evaluate((isLink) => {
    const field = document.querySelector(".editor-field");
    // The end of a line in the middle, where one more letter is seen on the page: of prose, which the record does not
    // keep, or of an address, with which everything is linked anew.
    const lines = field.value.split("\n");
    const isProse = (line) => /^\s*[-*]? ?\p{L}[^:/@#`|[\]]{20,}\p{L}\.?$/u.test(line);
    const fits = (line) => isLink ? /https:\/\/\S*\p{L}$/u.test(line) : isProse(line);
    const middle = Math.floor(lines.length / 2);
    const next = lines.findIndex((line, at) => at >= middle && fits(line));
    const line = next >= 0 ? next : lines.findLastIndex(fits);
    if (line < 0) return false;
    const at = lines.slice(0, line).reduce((sum, line) => sum + line.length + 1, 0) + lines[line].length;
    field.focus();
    field.setSelectionRange(at, at);
    const times = { page: [], frame: [], field: [] };
    let pressed = 0;
    field.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { capture: true });
    // What the field itself costs until the browser may draw it.
    field.addEventListener("input", () => { const since = pressed; queueMicrotask(() => times.field.push(performance.now() - since)); });
    new MutationObserver(() => {
      if (!pressed) return;
      const since = pressed;
      pressed = 0;
      times.page.push(performance.now() - since);
      requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => times.frame.push(performance.now() - since); port2.postMessage(""); });
    }).observe(document.querySelector(".editor-preview").contentDocument, { subtree: true, childList: true, characterData: true });
    window.times = times;
    return true;
  }, isLink);
  if (!found) {
    await tab.close();
    return false;
  }
  const letters = "the words that somebody writes while others listen ";
  const count = async () => tab.evaluate(() => window.times.frame.length);
  for (let key = -20; key < Number(keys); key += 1) {
    if (key === 0) await tab.evaluate(() => { for (const list of Object.values(window.times)) list.length = 0; });
    const before = await count();
    await tab.keyboard.press(letters[(key + 20) % letters.length] === " " ? "x" : letters[(key + 20) % letters.length]);
    for (let tries = 0; tries < 400 && await count() === before; tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    // Somebody who types fast, ten letters a second.
    await new Promise((resolve) => setTimeout(resolve, 90));
  }
  const times = await tab.evaluate(() => window.times);
  await tab.close();
  if (times.page.length < Number(keys) * 0.95) throw new Error(`${times.page.length} of ${keys} keys changed the page`);
  console.log(`\n${what}: minutes/${name}, ${size} bytes; ready ${ready} ms after the click`);
  for (const [step, label] of [["field", "the text field    "], ["page", "the page changed  "], ["frame", "the frame is drawn"]]) {
    console.log(`  ${label}  median ${ms(nth(times[step], 0.5))}   95 of 100 ${ms(nth(times[step], 0.95))}   longest ${ms(Math.max(...times[step]))}`);
  }
  return true;
};
// The text at `place`, or the next shorter one that has such a line.
const measureAt = async (what, place, isLink) => {
  for (let at = place; at >= 0; at -= 1) if (await measure(what, texts[at], isLink)) return;
};

for (const [sort, isLink] of [["prose", false], ["an address", true]]) {
  await measureAt(`median, ${sort}`, Math.floor(texts.length / 2), isLink);
  await measureAt(`longest, ${sort}`, texts.length - 1, isLink);
}
await opened.close();
files.close();
