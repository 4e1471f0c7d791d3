// Plugins that loop, grow, lie and break, asked by a browser: what comes of each is what the program made of it.
//
// node hostile.mjs ANNALS BROWSER < MODULES: of the lines, those that are `module HEX` are taken. Every module draws a
// block on a page of its own, in Node and in the worker that the editor has. The last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checks, same, scratch } from "./browser.mjs";
import { work } from "./worker.mjs";

const [annals, browser] = process.argv.slice(2);
const { folder, write } = await scratch("hostile");
// Those of the tests of the program, which are reached soon.
const TIGHT = "{ fuel: 200000, memory: 1 MiB, input: 1000, output: 100 }";
// The longest that an endless loop with the usual limits may take, in milliseconds; a busy machine takes longer than people wait.
const PATIENCE = 60_000;

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line.startsWith("module"));
const modules = lines.map((line, number) => ({ name: `m${number}`, bytes: Buffer.from(line.slice("module ".length), "hex"), limits: TIGHT }));
if (modules.length < 25) throw new Error(`${modules.length} modules are too few`);
// The first never ends.
modules.push({ name: "usual", bytes: modules[0].bytes, limits: "{}" });
let config = "title: Hostile\nsources: [{ kind: pages, dir: content }]\nplugins:\n";
for (const { name, bytes, limits } of modules) {
  await write(`${name}.wasm`, "");
  await writeFile(join(folder, `${name}.wasm`), bytes);
  config += `  - { file: ${name}.wasm, hash: "sha256:${createHash("sha256").update(bytes).digest("hex")}", fences: [${name}], limits: ${limits} }\n`;
  await write(`content/${name}.md`, `# Module ${name}\n\n\`\`\`${name}\nabc\n\`\`\`\n`);
}
await write("annals.yaml", config);
const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(annals, [...words, "--root", folder, "--offline"], { maxBuffer: 1 << 28 });
  if (status > 1) throw new Error(String(stderr));
  return String(stdout);
};
const site = join(folder, "out");
run("build", "--quiet", "--out", site);
const told = JSON.parse(run("check", "--format", "json"));

// What the program says of the page of a module, as the engine has it.
const expected = (name) => {
  const here = told.filter(({ source, path }) => source !== null && path === `${name}.md`);
  return JSON.stringify(here.map(({ severity, code, message }) => ({ severity, code, message })));
};

// Asks every module by `render`; how many were contained.
const ask = async (where, render) => {
  let contained = 0, usual;
  for (const { name } of modules) {
    await check(`${where}: ${name}`, async () => {
      const document = { ...shown.find(({ path }) => path === `${name}.md`), text: await readFile(join(folder, `content/${name}.md`), "utf8") };
      const begun = performance.now();
      const { page, diagnostics } = await render(document);
      if (name === "usual") usual = performance.now() - begun;
      same(page, await readFile(join(site, name, "index.html"), "utf8"), "the page");
      same(JSON.stringify(diagnostics.map(({ severity, code, message }) => ({ severity, code, message }))), expected(name), "what is told");
      contained += 1;
    });
  }
  await check(`${where}: an endless loop with the usual limits ends`, () => same(usual < PATIENCE, true, `whether ${usual} ms are few`));
  console.log(`${where}: ${contained} of ${modules.length} modules contained; with the usual limits, an endless loop ends after ${(usual / 1000).toFixed(1)} s`);
};

const { check, end } = checks(() => "");
const { open } = await import(pathToFileURL(join(site, "engine.js")));
const engine = await open("https://record.example.org/", async (name) => new Response(readFileSync(join(site, name))));
const shown = engine.documents();
await ask("Node", (document) => engine.render(document));
const chromium = await work(browser, site);
await ask("browser", chromium.render);
await chromium.end();
await end(folder);
