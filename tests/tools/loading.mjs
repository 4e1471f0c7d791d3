// What the engine loads, and when: who reads prose never loads what marks code, and no block is marked twice.
//
// node loading.mjs ANNALS: the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checks, same, scratch } from "./browser.mjs";

const [annals] = process.argv.slice(2);
const { folder, write } = await scratch("loading");
await write("annals.yaml", "title: Loading\nsources: [{ kind: pages, dir: content }]\n");
await write("content/index.md", "# Start\n\nProse.\n");
const site = join(folder, "out");
const { status, stderr } = spawnSync(annals, ["build", "--quiet", "--root", folder, "--offline", "--out", site]);
if (status !== 0) throw new Error(String(stderr));
const { open } = await import(pathToFileURL(join(site, "engine.js")));

// How often a module was asked to mark code.
let asked = 0;
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(module) {
    const { exports } = new Instance(module);
    this.exports = { ...exports, mark: () => ((asked += 1), exports.mark()) };
  }
};

// An engine that cannot load `missing`, what it loaded, and what renders a text with it.
const start = async (missing = []) => {
  const loaded = [];
  const load = async (name) => {
    loaded.push(name);
    if (missing.includes(name)) throw new Error(`${name} is missing`);
    return new Response(await readFile(join(site, name)));
  };
  const engine = await open("https://record.example.org/", load);
  const render = async (text) => (await engine.render({ source: "content", path: "index.md", text })).page;
  return { loaded, render };
};
const ENGINE = "engine.wasm engine-record.bin";
const block = (code) => `\n\`\`\`yaml\n${code}\n\`\`\`\n`;
const isMarked = (page) => page.includes('<span class="z-source z-yaml">');

const { check, end } = checks(() => "");
await check("prose loads the engine and the record, and so does code that nobody marks", async () => {
  const { loaded, render } = await start();
  same((await render("# Start\n\nOther prose.\n")).includes("Other prose."), true, "whether the page has the text");
  await render("# Start\n\n```\na\n```\n\n    b\n\n```text\nc\n```\n\n```md\n# d\n```\n");
  same(loaded.join(" "), ENGINE, "what was loaded");
});
await check("code loads what marks it, once, and is marked once for each block", async () => {
  const { loaded, render } = await start();
  asked = 0;
  same(isMarked(await render(`# Start\n${block("a: 1")}${block("b: 2")}`)), true, "whether code is marked");
  same(loaded.join(" "), `${ENGINE} languages.wasm engine-syntaxes.bin`, "what was loaded");
  same(asked, 1, "how often somebody was asked about two blocks");
  same(isMarked(await render(`# Start\n\nWords.\n${block("a: 1")}${block("b: 2")}`)), true, "whether it stays marked");
  same(asked, 1, "how often somebody was asked after a change of prose");
  const page = await render(`# Start\n${block("a: 1")}${block("b: 3")}`);
  same(page.includes(">3</span>"), true, "whether changed code is marked");
  same(asked, 2, "how often somebody was asked after a change of code");
  same(loaded.length, 4, "how many files were loaded");
});
for (const missing of ["languages.wasm", "engine-syntaxes.bin"]) {
  await check(`without ${missing} code is plain`, async () => {
    const { loaded, render } = await start([missing]);
    for (const code of ["a: 1", "a: 2"]) {
      const page = await render(`# Start\n${block(code)}`);
      same(page.includes(`<code class="language-yaml">${code}\n</code>`), true, "whether code is plain");
    }
    same(loaded.length, 4, "how many files were asked for");
  });
}
await end(folder);
