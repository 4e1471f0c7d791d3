// Compares every page of a built site with what the site's own engine makes of the same text, byte for byte.
//
// node parity.mjs SITE SOURCE=FOLDER...
//
// Prints the pages that differ, how many were compared, and how long that took; fails where one differs or none was
// compared.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [site, ...named] = process.argv.slice(2);
const folders = new Map(named.map((argument) => argument.split(/=(.*)/s).slice(0, 2)));
const load = async (name) => new Response(readFileSync(path.join(site, name)));
const { open } = await import(pathToFileURL(path.resolve(site, "engine.js")));

// The file that a server sends for the address `url`, as `site::file_of` has it.
function fileOf(url) {
  const name = url.split("/").at(-1);
  if (name === "") return `${url}index.html`;
  return name.includes(".") ? url : `${url}/index.html`;
}

const started = performance.now();
const engine = await open("https://record.example.org/", load);
const opened = performance.now() - started;

let compared = 0;
let first;
const differing = [];
const times = [];
for (const document of engine.documents()) {
  const folder = folders.get(document.source);
  if (folder === undefined) throw new Error(`no folder is given for the source ${document.source}`);
  const text = readFileSync(path.join(folder, document.path), "utf8");
  const begun = performance.now();
  const { page } = await engine.render({ ...document, text });
  const time = performance.now() - begun;
  first ??= time;
  times.push(time);
  const file = fileOf(document.url);
  if (Buffer.compare(Buffer.from(page), readFileSync(path.join(site, file))) !== 0) differing.push(file);
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
process.exitCode = compared > 0 && differing.length === 0 ? 0 : 1;
