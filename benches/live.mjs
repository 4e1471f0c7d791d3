// Measures the preview; see live.sh.
//
// node live.mjs ANNALS SAVES PAGES WORK [SITE...]
import { spawn } from "node:child_process";
import { existsSync, watch } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { dirname, join } from "node:path";

const [annals, saves, pages, work, ...sites] = process.argv.slice(2);
const now = () => performance.now();
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const nth = (values, part) => [...values].sort((a, b) => a - b)[Math.floor(values.length * part)];
const ms = (value) => `${value.toFixed(1)} ms`.padStart(10);

// A site of minutes, pages, standards and releases that name and link to each other.
const generate = async (root, count) => {
  const write = async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write("annals.yaml", `title: Generated
sources:
  - { kind: pages, dir: content }
  - { kind: minutes, dir: minutes, series: "{dir}" }
  - { kind: standards, dir: standards, id: "abc-{number:4}-{edition}-{slug}.md" }
  - { kind: releases, dir: releases }
`);
  const [standards, releases, teams] = [300, 20, 20];
  const meetings = Math.floor(count * 0.7 / teams);
  const number = (value) => String(value).padStart(4, "0");
  for (let team = 0; team < teams; team += 1) {
    for (let meeting = 0; meeting < meetings; meeting += 1) {
      const day = new Date(Date.UTC(2000, 0, 1 + 5 * meeting)).toISOString().slice(0, 10);
      await write(`minutes/team${team}/${day.replaceAll("-", "")}.md`, `# Team ${team} ${day}

## Attendees

- @jo
- @max

## Agenda

### Topic ${meeting}

We talked about abc-${number(meeting % standards + 1)} and [a page](../../content/part${meeting % 50}/page${meeting % 40}.md).

${"Some more words about it, which are prose and no facts, in a paragraph of its own. ".repeat(6)}

- Decision: use variant ${meeting} of team ${team}
- AI @jo: write up topic ${meeting} for team ${team}

\`\`\`bash
server list --all ${meeting % 30}
\`\`\`

See you in #12.
`);
    }
  }
  const rest = count - meetings * teams - standards - releases - 1;
  for (let page = 0; page < rest; page += 1) {
    await write(`content/part${page % 50}/page${Math.floor(page / 50)}.md`, `# Page ${page}

Words with a [link](page${Math.floor((page + 1) / 50) % 40}.md) and \`code\`.

## One

${"Prose that goes on for some time and says very little about anything at all. ".repeat(8)}

## Two

| a | b |
|---|---|
| 1 | 2 |
`);
  }
  await write("content/index.md", "# Generated\n\nHello.\n");
  for (let standard = 1; standard <= standards; standard += 1) {
    await write(`standards/abc-${number(standard)}-v1-thing.md`, `---
title: Thing ${standard}
type: Standard
status: Stable
track: Cloud
stabilized_at: 2020-01-01
---

# Thing ${standard}

Needs abc-${number(standard % standards + 1)}.
`);
  }
  for (let release = 0; release < releases; release += 1) {
    await write(`releases/R${release}.md`, `---\ndate: ${2001 + release}-03-20\n---\n# Release ${release}\n\nNotes.\n`);
  }
};

// Asks for `path` until there is an answer.
const get = (port, path) => new Promise((resolve, reject) => {
  http.get({ port, host: "127.0.0.1", path, agent: false }, (answer) => {
    answer.resume();
    answer.on("end", () => resolve(answer.statusCode));
  }).on("error", reject);
});

// Starts the preview and gives the time until the first page was there.
const start = async (site, port) => {
  const began = now();
  const server = spawn(annals, ["serve", "--root", site, "--port", String(port), "--quiet", "--offline"], { stdio: "ignore" });
  for (;;) {
    // The port is open before the site is read, and the answer comes when it is.
    const status = await get(port, "/").catch(() => 0);
    if (status === 200) return [server, now() - began];
    await sleep(2);
  }
};
const stop = (server) => new Promise((resolve) => { server.on("exit", resolve); server.kill("SIGINT"); });

// Megabytes of memory: now, and at most.
const memory = async (server) => {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8").catch(() => "");
  const value = (name) => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1] ?? 0) / 1024;
  return [value("VmRSS"), value("VmHWM")].map((megabytes) => megabytes.toFixed(0));
};

// The minutes that are edited: the last of all, by name, that has words to edit.
const minutes = async (site) => {
  const files = (await readdir(join(site, "minutes"), { recursive: true })).filter((name) => /\/\d{8}\.md$/.test(name)).sort();
  return `minutes/${files[Math.floor(files.length / 2)]}`;
};

const measure = async (site, port) => {
  await rm(join(site, ".annals"), { recursive: true, force: true });
  const [cold, coldFirst] = await start(site, port);
  // What was read is remembered beside serving.
  for (let waited = 0; waited < 120 && !existsSync(join(site, ".annals/cache/files")); waited += 1) await sleep(500);
  await sleep(500);
  await stop(cold);
  const [server, warmFirst] = await start(site, port);
  const file = await minutes(site);
  const url = `/${file.replace(/\.md$/, "/")}`;
  const text = await readFile(join(site, file), "utf8");
  await get(port, url);

  let told = () => {};
  http.get({ port, host: "127.0.0.1", path: `/_annals/events?page=${encodeURIComponent(url)}`, agent: false }, (answer) => {
    answer.on("data", (data) => { if (String(data).includes("data:")) told(now()); });
    answer.on("error", () => {});
  });
  let bare = () => {};
  const watcher = watch(dirname(join(site, file)), () => bare(now()));
  // The preview reads everything once more when it has started.
  await sleep(8000);

  const times = { bare: [], event: [], page: [] };
  for (let save = -3; save < Number(saves); save += 1) {
    const heard = new Promise((resolve) => { bare = resolve; });
    const event = new Promise((resolve) => { told = resolve; });
    const began = now();
    await writeFile(join(site, file), `${text}\n\nEdited ${save + 10} times.\n`);
    const [first, second] = await Promise.all([heard, event]);
    await get(port, url);
    const done = now();
    bare = told = () => {};
    if (save >= 0) {
      times.bare.push(first - began);
      times.event.push(second - began);
      times.page.push(done - began);
    }
    await sleep(120);
  }
  watcher.close();
  await writeFile(join(site, file), text);
  const [resident, most] = await memory(server);
  await stop(server);

  const count = (await readdir(site, { recursive: true })).filter((name) => name.endsWith(".md")).length;
  console.log(`\n${site}: ${count} texts`);
  console.log(`  first page   cold ${ms(coldFirst)}   with a cache ${ms(warmFirst)}`);
  console.log(`  bare event ${ms(median(times.bare))}   save to event ${ms(median(times.event))}   to page ${ms(median(times.page))}   (medians of ${saves})`);
  console.log(`             ${ms(nth(times.bare, 0.9))}                 ${ms(nth(times.event, 0.9))}           ${ms(nth(times.page, 0.9))}   (nine of ten)`);
  console.log(`  above the bare event ${ms(median(times.event) - median(times.bare))}   memory ${resident} MiB, at most ${most} MiB`);
};

const generated = join(work, `generated-${pages}`);
if (!existsSync(generated)) await generate(generated, Number(pages));
let port = 4900;
for (const site of [...sites, generated]) await measure(site, port++);
process.exit(0);
