// What the theme's script adds to pages that work without it, in a real browser.
//
// node theme.mjs ANNALS BROWSER: serves a small site and uses it. The last line is `N passed, N failed`.
import { checks, launch, listen, same, scratch, serve } from "./browser.mjs";

const [annals, browser] = process.argv.slice(2);
const { folder, write } = await scratch("theme");
const TIMEOUT = 20_000;

await write("annals.yaml", `title: Theme
sources:
  - { kind: pages, dir: content }
  - { kind: minutes, dir: minutes, series: "{dir}" }
`);
await write("content/index.md", "# Home\n\nHello.\n");
await write("static/table.html", `<!doctype html><html lang="en"><title>Tables</title><script src="annals.js"></script>
<table class="sortable"><thead><tr><th>Name</th><th class="align-right">Seats</th></tr></thead>
<tbody><tr><td>b10</td><td>9</td></tr><tr><td>a</td><td></td></tr><tr><td>b9</td><td>−20</td></tr><tr><td>c</td><td>100</td></tr></tbody></table>
<table class="sortable"><tbody><tr><td>no head</td></tr></tbody></table>
`);
await write("minutes/fruit/2024-01-10.md", "# Fruit\n\n- Decision: apples are red\n");
await write("minutes/fruit/2024-01-17.md", "# Fruit\n\nNothing.\n");

const server = await serve(annals, folder, "none");
const site = server.address;
const opened = await launch(browser);
const complaints = [];
const visit = async (path, options = {}) => {
  const context = await opened.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(TIMEOUT);
  const tab = await context.newPage();
  listen(tab, complaints);
  await tab.goto(site + path);
  return tab;
};
const { check, end } = checks(() => server.said().split("\n").slice(-4).join("\n"));

await check("the theme that was chosen is kept, and the button names the other", async () => {
  const tab = await visit("", { colorScheme: "light" });
  const button = tab.locator("[data-theme-switch]");
  const paper = () => tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  same(await button.textContent(), "Dark", "the name of the button");
  await button.click();
  same(await button.textContent(), "Light", "its name in the dark");
  same(await paper() !== light, true, "whether the paper is another");
  await tab.goto(`${site}decisions/`);
  same(await tab.evaluate(() => document.documentElement.dataset.theme), "dark", "the theme of the next page");
});
await check("a sortable table is sorted by any column, numbers as numbers and nothing last", async () => {
  const tab = await visit("table.html");
  const names = () => tab.locator("table.sortable").first().locator("tbody tr td:first-child").allTextContents();
  const press = (name) => tab.getByRole("button", { name }).click();
  await press("Seats");
  same((await names()).join(), "b9,b10,c,a", "by seats");
  await press("Seats");
  same((await names()).join(), "c,b10,b9,a", "by seats, the most first");
  same(await tab.locator("th[aria-sort]").getAttribute("aria-sort"), "descending", "what the column says");
  await press("Name");
  same((await names()).join(), "a,b9,b10,c", "by name");
  same(await tab.locator("th[aria-sort]").count(), 1, "how many columns say that they sort");
});
await check("arrow keys turn the pages of a series", async () => {
  const tab = await visit("minutes/fruit/2024-01-10/");
  await tab.keyboard.press("ArrowRight");
  await tab.waitForURL(`${site}minutes/fruit/2024-01-17/`);
  await tab.keyboard.press("ArrowLeft");
  await tab.waitForURL(`${site}minutes/fruit/2024-01-10/`);
});
await check("on a phone the menu opens, and closes behind a link", async () => {
  const tab = await visit("", { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
  const menu = tab.locator("#navigation");
  same(await menu.isVisible(), false, "whether the menu is seen at first");
  await tab.locator("[popovertarget=navigation]:visible").first().tap();
  await menu.waitFor();
  await menu.getByRole("link", { name: "Decisions" }).tap();
  await tab.waitForURL(`${site}decisions/`);
  same(await menu.isVisible(), false, "whether it is seen on the next page");
});
await check("a page that is not there has no trouble of its own", async () => {
  const tab = await visit("nowhere/");
  await tab.locator("h1").waitFor();
});
await check("the browser had nothing to complain of", async () => {
  same(complaints.filter((complaint) => !complaint.includes("404")).join("\n"), "", "what it said");
});

await opened.close();
server.end();
await end(folder);
