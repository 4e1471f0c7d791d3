// Compares every page of a built site with what the site's own engine makes of the same text, byte for byte.
//
// node parity.mjs SITE [--browser CHROMIUM] SOURCE=FOLDER...
//
// All of them in Node, and with a browser a sample there too, in the worker that the editor has. Prints the pages that
// differ, how many were compared, and how long that took; fails where one differs or none was compared.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { fileOf, work } from "./worker.mjs";

// How many pages are compared in a browser.
const SAMPLE = 30;

const [site, ...named] = process.argv.slice(2);
const browser = named[0] === "--browser" ? named.splice(0, 2)[1] : undefined;
const folders = new Map(named.map((argument) => argument.split(/=(.*)/s).slice(0, 2)));
const load = async (name) => new Response(readFileSync(path.join(site, name)));
const { open } = await import(pathToFileURL(path.resolve(site, "engine.js")));

const started = performance.now();
const engine = await open("https://record.example.org/", load);
const opened = performance.now() - started;

let compared = 0;
let first;
const differing = [];
const times = [];
const documents = engine.documents().map((document) => {
  const folder = folders.get(document.source);
  if (folder === undefined) throw new Error(`no folder is given for the source ${document.source}`);
  return { ...document, text: readFileSync(path.join(folder, document.path), "utf8") };
});
const compare = (document, page) => {
  const file = fileOf(document.url);
  if (Buffer.compare(Buffer.from(page), readFileSync(path.join(site, file))) !== 0) differing.push(file);
};
for (const document of documents) {
  const begun = performance.now();
  const { page } = await engine.render(document);
  const time = performance.now() - begun;
  first ??= time;
  times.push(time);
  compare(document, page);
  compared += 1;
}
const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html")).length;
times.sort((a, b) => a - b);
const sum = times.reduce((sum, time) => sum + time, 0);
for (const file of differing) console.log(`differs: ${file}`);
console.log(`${compared} of ${pages} pages show a text and were compared, ${differing.length} differ`);
console.log(
  `opened in ${opened.toFixed(0)} ms, first page ${first.toFixed(0)} ms, ${compared} pages in ${sum.toFixed(0)} ms, ` +
    `median ${times[times.length >> 1].toFixed(2)} ms, longest ${times.at(-1).toFixed(0)} ms`,
);
if (browser) {
  // From everywhere in the site, which is in the order of its addresses: all kinds of pages are among them.
  const sample = documents.filter((_, at) => Math.floor((at * SAMPLE) / documents.length) !== Math.floor(((at - 1) * SAMPLE) / documents.length));
  const before = differing.length;
  const { render, end } = await work(browser, site);
  for (const document of sample) compare(document, (await render(document)).page);
  await end();
  for (const file of differing.slice(before)) console.log(`differs in the browser: ${file}`);
  console.log(`${sample.length} pages were compared in the browser, ${differing.length - before} differ`);
  if (sample.length === 0) compared = 0;
}
process.exitCode = compared > 0 && differing.length === 0 ? 0 : 1;
