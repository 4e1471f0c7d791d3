// What a person sees who edits a page in a real browser.
//
// node editor.mjs ANNALS BROWSER: the same small site twice, in `annals serve` and as plain files that a server of ours
// has nothing to do with. The last line is `N passed, N failed`.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { checks, launch, listen, same, scratch, serve } from "./browser.mjs";

const [annals, browser] = process.argv.slice(2);
const { folder, write } = await scratch("editor");
const TIMEOUT = 60_000;

const read = (path) => readFile(join(folder, path), "utf8");
const long = Array.from({ length: 60 }, (_, number) => `## Part ${number}\n\nParagraph ${number} says little, at some length, so that there is something to scroll.\n`).join("\n");

await write("site/annals.yaml", `title: Editing
forge: https://forge.example/group
mentions:
  standards: true
people: { mask_emails: true }
sources:
  - { kind: pages, dir: content }
  - { name: standards, kind: standards, dir: standards, id: "abc-{number:4}-{edition}-{slug}.md" }
  - { kind: minutes, dir: minutes, series: "{dir}" }
`.replace("mentions:\n  standards: true\n", ""));
await write("site/content/index.md", "# Home\n\nHello.\n");
await write("site/content/crlf.md", "\uFEFF# Other ends\r\n\r\nFirst words.\r\n\r\nLast words, without an end");
await write("site/content/a b/über uns.md", "# About us\n\nFirst words.\n");
await write("site/content/long.md", `# Long\n\n${long}`);
await write("site/content/mail.md", "# Mail\n\nWrite to jo@example.org.\n");
await write("site/standards/abc-0001-v1-thing.md", "---\ntitle: Thing\ntype: Standard\nstatus: Stable\ntrack: Cloud\nstabilized_at: 2020-01-01\n---\n\n# Thing\n\nWords.\n");
await write("site/minutes/team/20240110.md", "# Team\n\n## Topic\n\nSome words.\n");
const git = (...words) => execFileSync("git", words, { cwd: join(folder, "site"), stdio: "pipe" }).toString();
git("init", "-q");

// The site as it is served while it is written.
const server = await serve(annals, join(folder, "site"), "none");
const served = server.address;

// The site as it is published, under a subfolder, by a server that knows files alone, with the policy that we recommend.
execFileSync(annals, ["build", "--quiet", "--root", join(folder, "site"), "--out", join(folder, "public")], { stdio: "inherit" });
const policy = (await readFile("content/guide/publishing.md", "utf8")).match(/Content-Security-Policy: (.*)/)[1];
const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", wasm: "application/wasm", md: "text/markdown" };
let requests = [];
const files = http.createServer(async (request, answer) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  requests.push(path);
  const file = path.replace(/^\/record\//, "").replace(/(^|\/)$/, "$1index.html");
  const bytes = path.startsWith("/record/") && await readFile(join(folder, "public", file)).catch(() => null);
  answer.writeHead(bytes ? 200 : 404, { "Content-Type": TYPES[file.split(".").at(-1)] ?? "application/octet-stream", "Content-Security-Policy": policy });
  answer.end(bytes || "nothing here");
});
await new Promise((resolve) => files.listen(0, "127.0.0.1", resolve));
const published = `http://127.0.0.1:${files.address().port}/record/`;

const opened = await launch(browser);
const complaints = [];
// A browser of its own, with its own storage.
const visit = async (options = {}) => {
  const context = await opened.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  context.setDefaultTimeout(TIMEOUT);
  context.on("page", (tab) => listen(tab, complaints));
  return context;
};

const { check, end } = checks(() => server.said().split("\n").slice(-4).join("\n"));

// A page with its editor open, and the parts of it.
const open = async (context, url) => {
  const tab = await context.newPage();
  await tab.goto(url);
  return openIn(tab);
};
const openIn = async (tab) => {
  await tab.locator("[data-edit]").click();
  await tab.locator("dialog.editor[open]").waitFor();
  return parts(tab);
};
const parts = (tab) => ({
  tab,
  field: tab.locator(".editor-field"),
  page: tab.frameLocator(".editor-preview"),
  problems: tab.locator(".editor-problems li"),
  state: tab.locator(".editor-state"),
  notice: tab.locator(".editor-notice"),
  type: async (words) => {
    await tab.locator(".editor-field").focus();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type(words);
  },
});
const settled = (part, words) => part.filter({ hasText: words }).waitFor();
const until = async (test, what) => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await test()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within ten seconds`);
};

// Downloads the patch and lets git apply it.
const apply = async (editor) => {
  const [download] = await Promise.all([editor.tab.waitForEvent("download"), editor.tab.getByRole("button", { name: "Download patch" }).click()]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  git("apply", "--whitespace=nowarn", file);
};

// Alt and E, as a keyboard sends them: without their letter, browsers do not know access keys.
const accessKey = async (tab) => {
  const session = await tab.context().newCDPSession(tab);
  const key = { key: "e", code: "KeyE", windowsVirtualKeyCode: 69, modifiers: 1, text: "e", unmodifiedText: "e" };
  await session.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
};

// What holds wherever the site is.
for (const [where, site, canSave] of [["in serve", served, true], ["on a built site", published, false]]) {
  const context = await visit();
  const editor = await open(context, `${site}minutes/team/20240110/`);
  await check(`${where}: words appear on the page as they are typed, and names become links`, async () => {
    await editor.type("\nSee abc-0001 and **more**.\n");
    await editor.page.locator("main strong", { hasText: "more" }).waitFor();
    const link = editor.page.locator("main .prose a", { hasText: "abc-0001" });
    await link.waitFor();
    same(new URL(await link.evaluate((link) => link.href)).href, `${site}standards/abc-0001-v1-thing/`, "where the name leads");
  });
  await check(`${where}: the text is shown in colours, letter for letter`, async () => {
    await editor.tab.locator(".editor-line span[class*='z-']").first().waitFor();
    const words = await editor.tab.locator(".editor-line").allTextContents();
    same(words.join("\n"), await editor.field.inputValue(), "the layer of colours");
  });
  await check(`${where}: an unknown standard is a problem at its line, which it leads to`, async () => {
    await editor.type("\nWe want abc-0009.\n");
    const problem = editor.problems.filter({ hasText: "abc-0009" });
    await problem.waitFor();
    const line = (await editor.field.inputValue()).split("\n").findIndex((line) => line.includes("abc-0009")) + 1;
    same((await problem.textContent()).includes(`line ${line}`), true, "whether the problem names its line");
    const marked = editor.tab.locator(".editor-line[data-problem]");
    same(await marked.textContent(), "We want abc-0009.", "the marked line");
    const isSeen = await marked.evaluate((line) => line.getBoundingClientRect().bottom <= line.closest(".editor-scroll").getBoundingClientRect().bottom);
    same(isSeen, true, "whether the line is above the list of problems");
    await problem.getByRole("button").click();
    const chosen = await editor.field.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
    same(chosen, "abc-0009", "what is selected then");
    await editor.tab.keyboard.type("abc-0001");
    await problem.waitFor({ state: "detached" });
  });
  await check(`${where}: what was typed can be undone`, async () => {
    await editor.tab.keyboard.press("Control+z");
    await editor.problems.filter({ hasText: "abc-0009" }).waitFor();
    await editor.tab.keyboard.press("Control+Shift+z");
    await editor.problems.first().waitFor({ state: "detached" });
  });
  await check(`${where}: a closed tab leaves a draft, which is offered again`, async () => {
    await settled(editor.state, "Draft kept");
    const words = await editor.field.inputValue();
    await editor.tab.close();
    const again = await context.newPage();
    await again.goto(`${site}minutes/team/20240110/`);
    await again.getByText("Edit your draft").click();
    const now = parts(again);
    await settled(now.notice, "This is your draft");
    same(await now.field.inputValue(), words, "the text");
    await now.page.locator("main .prose a", { hasText: "abc-0001" }).first().waitFor();
    await now.notice.getByRole("button", { name: "Start again" }).click();
    same((await now.field.inputValue()).includes("abc-0001"), false, "whether the draft's words are still there");
    await again.keyboard.press("Escape");
    await again.reload();
    same(await again.locator("[data-edit]").textContent(), "Edit", "the name of the link");
  });
  await check(`${where}: pages on which an address was masked are edited at the forge alone`, async () => {
    const tab = await context.newPage();
    await tab.goto(`${site}mail/`);
    same(await tab.locator("[data-edit], link[type='text/markdown']").count(), 0, "the number of ways to edit here");
    same((await tab.request.get(`${site}mail/index.md`)).status(), 404, "the status of its text");
  });
  await check(`${where}: by keyboard alone, from the page and back to it`, async () => {
    const tab = await context.newPage();
    await tab.goto(`${site}minutes/team/20240110/`);
    await tab.locator("[data-edit]:visible").waitFor();
    await accessKey(tab);
    await tab.locator("dialog.editor[open]").waitFor();
    await tab.waitForFunction(() => document.activeElement.matches(".editor-field"));
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type("\nNow abc-0007.\n");
    const problem = tab.locator(".editor-problems li");
    await problem.waitFor();
    await tab.keyboard.press("Tab");
    same(await tab.evaluate(() => document.activeElement.closest(".editor-problems") !== null), true, "whether Tab leads to the problem");
    await tab.keyboard.press("Enter");
    await tab.waitForFunction(() => document.activeElement.matches(".editor-field"));
    // The focus goes round, through the links of the page too, and stays in the editor.
    const seen = new Set();
    for (let step = 0; step < 200 && !["Close", "editor-field"].every((part) => seen.has(part)); step += 1) {
      await tab.keyboard.press("Tab");
      seen.add(await tab.evaluate(() => document.activeElement === document.body ? "" : document.activeElement.closest("dialog") ? document.activeElement.textContent || document.activeElement.className : "outside"));
    }
    same(seen.has("outside"), false, "whether the focus left the editor");
    for (const part of ["Close", "editor-field"]) same(seen.has(part), true, `whether Tab leads to ${part}`);
    await tab.keyboard.press("Escape");
    await tab.locator("dialog.editor[open]").waitFor({ state: "detached" });
    same(await tab.evaluate(() => document.activeElement.matches("[data-edit]")), true, "whether the focus is where it was");
    await tab.evaluate(() => localStorage.clear());
  });
  await context.close();
  await check(`${where}: on a phone, text and page are two tabs`, async () => {
    const phone = await visit({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
    const editor = await open(phone, `${site}minutes/team/20240110/`);
    same(await editor.tab.locator(".editor-preview").isVisible(), false, "whether the page is seen at first");
    await editor.type("\nSee abc-0001.\n");
    await editor.tab.getByRole("tab", { name: "Preview" }).tap();
    await editor.page.locator("main .prose a", { hasText: "abc-0001" }).waitFor();
    same(await editor.field.isVisible(), false, "whether the text is seen then");
    const wide = await editor.tab.evaluate(() => document.querySelector("dialog.editor").scrollWidth > innerWidth);
    same(wide, false, "whether something stands out at the side");
    await phone.close();
  });
  for (const [when, late] of [["", []], [", also where the engine comes later", ["engine.wasm"]], [", also where its looks come later", ["annals.css"]]]) {
    await check(`${where}: the page keeps in step with the text${when}`, async () => {
      const context = await visit();
      let come;
      const isThere = new Promise((resolve) => { come = resolve; });
      const tab = await context.newPage();
      await tab.goto(`${site}long/`);
      for (const file of late) await context.route(`**/${file}*`, async (route) => { await isThere; await route.continue(); });
      const editor = await openIn(tab);
      await editor.type(" ");
      await editor.page.getByRole("heading", { name: "Part 59" }).waitFor();
      await editor.tab.evaluate(() => {
        const line = [...document.querySelectorAll(".editor-line")].find((line) => line.textContent === "## Part 30");
        document.querySelector(".editor-scroll").scrollTop = line.offsetTop;
      });
      // Twice, because what comes late must not lead elsewhere.
      const heading = editor.page.getByRole("heading", { name: "Part 30" });
      const isInStep = () => heading.evaluate((heading) => {
        const { top } = heading.getBoundingClientRect();
        return top > -150 && top < 250;
      });
      if (!late.length) await until(isInStep, "the heading is where the text is");
      come();
      await editor.tab.locator(".editor-line span[class]").first().waitFor();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await until(isInStep, "the heading is where the text is, when everything is there");
      await context.close();
    });
  }
  await check(`${where}: ${canSave ? "a saved file keeps its byte order mark and ends of lines" : "the patch keeps byte order mark and ends of lines"}`, async () => {
    const context = await visit();
    const editor = await open(context, `${site}crlf/`);
    const before = await read("site/content/crlf.md");
    await editor.tab.keyboard.press("Control+Home");
    await editor.tab.keyboard.press("ArrowDown");
    await editor.tab.keyboard.type("\nMore words.\n");
    if (canSave) {
      await editor.tab.keyboard.press("Control+s");
      await settled(editor.state, "Saved");
    } else await apply(editor);
    same(await read("site/content/crlf.md"), before.replace("\r\n\r\n", "\r\n\r\nMore words.\r\n\r\n"), "the file");
    await write("site/content/crlf.md", before);
    await context.close();
  });
}

await check("in serve: saving writes the file, and the open page is swapped", async () => {
  const context = await visit();
  const reader = await context.newPage();
  await reader.goto(`${served}minutes/team/20240110/`);
  await reader.locator('.annals-bar[data-connected="true"]').waitFor();
  const editor = await open(context, `${served}minutes/team/20240110/`);
  await editor.type("\nDecision: saved words about abc-0001.\n");
  await editor.tab.getByRole("button", { name: "Save" }).click();
  await settled(editor.state, "Saved");
  same((await read("site/minutes/team/20240110.md")).endsWith("Decision: saved words about abc-0001.\n"), true, "whether the file has the words");
  await reader.getByText("saved words about").first().waitFor();
  await editor.tab.keyboard.press("Escape");
  await editor.tab.locator("main").getByText("saved words about").first().waitFor();
  same(await editor.tab.evaluate(() => localStorage.length), 0, "the number of drafts");
  await context.close();
});
await check("in serve: a file that changed elsewhere is not overwritten, and both texts are offered", async () => {
  const context = await visit();
  const editor = await open(context, served);
  await editor.type("\nMine.\n");
  await write("site/content/index.md", "# Home\n\nTheirs.\n");
  await settled(editor.notice, "changed elsewhere");
  same(await read("site/content/index.md"), "# Home\n\nTheirs.\n", "the file");
  await editor.notice.getByRole("button", { name: "Take the file" }).click();
  same(await editor.field.inputValue(), "# Home\n\nTheirs.\n", "the text");
  await editor.tab.keyboard.press("Control+z");
  same((await editor.field.inputValue()).includes("Mine."), true, "whether my words can be had back");
  await editor.tab.keyboard.press("Control+s");
  await settled(editor.state, "Saved");
  same((await read("site/content/index.md")).includes("Mine."), true, "whether they are saved then");
  // Between the look and the saving there is no time to be told: the server refuses.
  await editor.tab.route("**/_annals/events*", (route) => route.abort());
  await editor.tab.evaluate(() => dispatchEvent(new Event("pagehide")));
  // In this order: the word of the last saving may still be on its way, and a text that nobody changed is taken over.
  await editor.type("\nMine again.\n");
  await write("site/content/index.md", "# Home\n\nTheirs again.\n");
  await editor.tab.keyboard.press("Control+s");
  await settled(editor.notice, "changed elsewhere");
  await editor.notice.getByRole("button", { name: "Keep mine" }).click();
  await editor.tab.keyboard.press("Control+s");
  await settled(editor.state, "Saved");
  same((await read("site/content/index.md")).endsWith("Mine again.\n"), true, "whether mine is in the file");
  await context.close();
});
await check("on a built site: the patch of a file with an odd name is applied by git", async () => {
  const context = await visit();
  const editor = await open(context, `${published}a%20b/%C3%BCber%20uns/`);
  await editor.type("\nMore words.\n");
  await apply(editor);
  same(await read("site/content/a b/über uns.md"), "# About us\n\nFirst words.\n\nMore words.\n", "the file");
  await context.close();
});
await check("on a built site: a draft of a text that has changed since says so, and both are offered", async () => {
  const context = await visit();
  const editor = await open(context, `${published}long/`);
  await editor.type("\nMine.\n");
  await settled(editor.state, "Draft kept");
  await editor.tab.close();
  const text = await readFile(join(folder, "public/long/index.md"), "utf8");
  await writeFile(join(folder, "public/long/index.md"), text.replace("# Long", "# Longer"));
  const again = await open(context, `${published}long/`);
  await settled(again.notice, "has changed since");
  same((await again.field.inputValue()).startsWith("# Longer"), true, "whether the new text is shown");
  await again.notice.getByRole("button", { name: "Take the draft" }).click();
  same((await again.field.inputValue()).endsWith("Mine.\n"), true, "whether the draft is shown");
  await again.tab.keyboard.press("Control+z");
  same((await again.field.inputValue()).startsWith("# Longer"), true, "whether it can be undone");
  await writeFile(join(folder, "public/long/index.md"), text);
  await context.close();
});
await check("on a built site: the text can be copied, and a reader fetches nothing of the editor", async () => {
  const context = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
  requests = [];
  const tab = await context.newPage();
  await tab.goto(published);
  await tab.waitForTimeout(300);
  same(requests.filter((path) => /editor|engine|wasm|\.md$/.test(path)).join(), "", "what a reader fetches");
  await tab.close();
  const editor = await open(context, published);
  await editor.type("\nCopied words.\n");
  await editor.tab.getByRole("button", { name: "Copy the text" }).click();
  await settled(editor.state, "Copied");
  same((await editor.tab.evaluate(() => navigator.clipboard.readText())).endsWith("Copied words.\n"), true, "whether the text is there");
  await context.close();
});
await check("on a built site: without JavaScript there is no editor, and the text has an address", async () => {
  const context = await visit({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(published);
  same(await tab.locator("[data-edit]").isVisible(), false, "whether an editor is offered that no forge has");
  same((await tab.request.get(`${published}index.md`)).status(), 200, "the status of the text");
  await context.close();
});
await check("the browser had nothing to complain of", async () => {
  // The versions that were refused, and a text that is not there, are told by browsers too.
  const real = complaints.filter((complaint) => !/409|404|ERR_FAILED|ERR_ABORTED|ERR_INCOMPLETE/.test(complaint));
  same(real.join("\n"), "", "what it said");
});

await opened.close();
files.close();
server.end();
await end(folder);
