// What a person sees who writes with `annals serve` open, in a real browser.
//
// node live.mjs ANNALS BROWSER: serves a small site, edits it, and looks. The last line is `N passed, N failed`.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { checks, launch, listen, same, scratch, serve } from "./browser.mjs";

const [annals, browser] = process.argv.slice(2);
const { folder, write } = await scratch("live");
const TIMEOUT = 20_000;

const prose = (number) => `Paragraph ${number} says little, at some length, so that the page is longer than a screen.\n\n`;
const page = (words, link = "other.md") =>
  `# A page\n\nThe first words.\n\n<details id="more"><summary>More</summary>\n\nInside.\n\n</details>\n\n${
    Array.from({ length: 40 }, (_, number) => prose(number)).join("")}${words} [other](${link})\n\n${
    Array.from({ length: 40 }, (_, number) => prose(number + 40)).join("")}`;

const configuration = "title: Live\nsources:\n  - { kind: pages, dir: content }\n";
await write("annals.yaml", configuration.replace("title", "titel"));
await write("content/index.md", "# Home\n\nHello.\n");
await write("content/page.md", page("Old words."));
await write("content/other.md", "# Other\n\nFirst.\n\nSecond.\n");
await write("static/site.css", "h1 { color: rgb(1, 2, 3) }\n");

const server = await serve(annals, folder, "vscode");
const site = server.address;
const opened = await launch(browser);
const tab = await opened.newPage({ viewport: { width: 1000, height: 700 } });
tab.setDefaultTimeout(TIMEOUT);
const complaints = [];
listen(tab, complaints);
const { check, end } = checks(() => server.said().split("\n").slice(-8).join("\n"));
const words = (text) => tab.getByText(text).first().waitFor();
const connected = () => tab.locator('.annals-bar[data-connected="true"]').waitFor();
const go = async (path) => {
  await tab.goto(site + path);
  await connected();
  await tab.evaluate(() => { window.unloaded = false; });
};
// A reload would have lost this.
const notReloaded = async () => same(await tab.evaluate(() => window.unloaded), false, "whether the page was reloaded");

await check("a configuration that is broken from the start is shown with its line, and the site when it is mended", async () => {
  await tab.goto(`${site}page/`);
  await words("annals.yaml:1:1");
  await words("did you mean `title`?");
  await write("annals.yaml", configuration);
  await words("Old words.");
  await connected();
});
await go("page/");
await check("text changes in place: scroll position, menus and focus stay, and the change is marked", async () => {
  await tab.locator("#more summary").click();
  await tab.evaluate(() => {
    scrollTo({ top: 900, behavior: "instant" });
    document.querySelector("main a[href$='other/']").focus({ preventScroll: true });
  });
  const before = await tab.evaluate(() => scrollY);
  await write("content/page.md", page("New words."));
  await words("New words.");
  same(await tab.locator(".annals-changed").count(), 1, "the number of marked blocks");
  same(await tab.evaluate(() => scrollY), before, "the scroll position");
  same(await tab.locator("#more").evaluate((more) => more.open), true, "whether the menu is open");
  same(await tab.evaluate(() => document.activeElement.textContent), "other", "the focused link");
  await notReloaded();
});
await check("a block more and a block less leave the rest alone", async () => {
  const node = await tab.locator("main p").nth(60).elementHandle();
  await write("content/page.md", page("One more.\n\nNew words."));
  await words("One more.");
  await write("content/page.md", page("New words."));
  await tab.getByText("One more.").waitFor({ state: "detached" });
  same(await node.evaluate((node) => node.isConnected), true, "whether another paragraph is still the same");
  await notReloaded();
});
await check("a style sheet is swapped without a reload", async () => {
  await write("static/site.css", "h1 { color: rgb(4, 5, 6) }\n");
  await tab.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(4, 5, 6)");
  await notReloaded();
});
await check("a new title reaches the heading, the tab and the navigation", async () => {
  await write("content/page.md", page("New words.").replace("# A page", "# Another page"));
  await tab.waitForFunction(() => document.title.startsWith("Another page"));
  same(await tab.locator("h1").textContent(), "Another page", "the heading");
  same(await tab.locator("nav [aria-current]").first().textContent(), "Another page", "the place in the navigation");
  await notReloaded();
});
const overlay = tab.locator(".annals-overlay");
await check("a broken template is told beside the last good page, and goes away when it is mended", async () => {
  await write("templates/page.html", "<p>{{ page.title }}\n{% if\n");
  await overlay.waitFor({ state: "visible" });
  const told = await overlay.textContent();
  for (const part of ["templates/page.html:", "^"]) same(told.includes(part), true, `whether ${JSON.stringify(told)} has ${part}`);
  await words("New words.");
  await rm(join(folder, "templates"), { recursive: true });
  await overlay.waitFor({ state: "hidden" });
  await words("New words.");
  await notReloaded();
});
await check("a template that fails on the page leaves what was there", async () => {
  await write("templates/page.html", "{{ nothing.at.all }}");
  await overlay.waitFor({ state: "visible" });
  await words("New words.");
  await rm(join(folder, "templates"), { recursive: true });
  await overlay.waitFor({ state: "hidden" });
  await notReloaded();
});
await check("a broken configuration is told with its line and what to do", async () => {
  await write("annals.yaml", configuration.replace("title", "titel"));
  await overlay.waitFor({ state: "visible" });
  const told = await overlay.textContent();
  for (const part of ["annals.yaml:1", "did you mean `title`"]) same(told.includes(part), true, `whether ${JSON.stringify(told)} has ${part}`);
  await write("annals.yaml", configuration);
  await overlay.waitFor({ state: "hidden" });
  await notReloaded();
});
await check("the page opens its file in the editor", async () => {
  const open = await tab.locator(".annals-bar .annals-open").getAttribute("href");
  same(/^vscode:\/\/file\/.*\/content\/page\.md:1$/.test(open), true, `whether ${open} opens the file`);
});
await check("problems are listed live", async () => {
  await go("_annals/problems");
  await write("content/page.md", page("New words.", "nowhere.md"));
  await words("nowhere.md");
  await write("content/page.md", page("New words."));
  await tab.getByText("nowhere.md").first().waitFor({ state: "detached" });
  await notReloaded();
});
await check("the edited page is followed", async () => {
  await go("page/");
  await tab.getByRole("button", { name: "Follow" }).click();
  await write("content/other.md", "# Other\n\nFirst.\n\nThird.\n");
  await tab.waitForURL("**/other/");
  await words("Third.");
  await tab.getByRole("button", { name: "Follow" }).click();
});
await check("a deleted page says so, and comes back", async () => {
  await go("other/");
  await rm(join(folder, "content/other.md"));
  await words("Page not found");
  await write("content/other.md", "# Other\n\nBack again.\n");
  await words("Back again.");
  await notReloaded();
});
await check("where the engine comes later, the page is loaded anew with its editor", async () => {
  // As it is before the engine has come.
  await tab.route(`${site}page/`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll("data-edit=", "data-later=") });
  }, { times: 1 });
  await go("page/");
  same(await tab.locator("[data-edit]").count(), 0, "the number of buttons before");
  await write("content/page.md", page("Words beside the engine."));
  await tab.locator("[data-edit]").waitFor();
  same(await tab.evaluate(() => window.unloaded), undefined, "whether the old page is still there");
  await words("Words beside the engine.");
});
await check("the server ends cleanly, which open pages show", async () => {
  same(await server.stop(), 0, "the exit code");
  await tab.locator('.annals-bar[data-connected="false"]').waitFor();
});
await check("the browser had nothing to complain of", async () => {
  // What was not there was answered with 404 or 503, and the server went away; browsers tell all of that.
  const real = complaints.filter((complaint) => !/404|503|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY/.test(complaint));
  same(real.join("\n"), "", "what it said");
});

await opened.close();
server.end();
await end(folder);
