// What a person sees who narrows down the log of decisions or that of actions, in a real browser.
//
// node filters.mjs ANNALS BROWSER: serves a small site and uses its filters. The last line is `N passed, N failed`.
import { checks, launch, listen, same, scratch, serve } from "./browser.mjs";

const [annals, browser] = process.argv.slice(2);
const { folder, write } = await scratch("filters");

await write("content/index.md", "# Home\n");
await write("content/standards/abc-0001-v1-names.md", "---\nstatus: Stable\nstabilized_at: 2020-02-01\n---\n# Names\n");
await write("releases/R1.md", "---\ndate: 2020-03-01\n---\n# R1\n");
await write("releases/R2.md", "---\ndate: 2021-03-01\n---\n# R2\n");
await write("minutes/team/20200110.md", "# 2020-01-10\n\n## Boats\n\n- Decision: boats are named after abc-0001\n- AI @ada: paint the names on all boats\n- AI @ada, @grace: find somebody who rows\n");
await write("minutes/team/20210110.md", "# 2021-01-10\n\n## Boats\n\n- Decision: all boats are painted blue again\n- AI @grace: buy blue paint for the boats\n");
await write("minutes/crew/20210115.md", "# 2021-01-15\n\n## Rows\n\n- Decision: we row on Thursdays from now on\n- AI @ada: tell the others about Thursdays\n");

const server = await serve(annals, folder, "vscode");
const opened = await launch(browser);
const tab = await opened.newPage({ viewport: { width: 1200, height: 800 } });
tab.setDefaultTimeout(20_000);
const complaints = [];
listen(tab, complaints);
const { check, end } = checks(() => server.said().split("\n").slice(-8).join("\n"));

// The words of the entries that are to be seen.
const shown = async () => (await tab.locator("tbody tr:visible .words > a").allTextContents()).join("; ");
const go = async (path) => {
  await tab.goto(server.address + path);
  await tab.locator("form.filter").waitFor();
};
const choose = (name, value) => tab.locator(`select[name=${name}]`).selectOption(value);
const query = () => new URL(tab.url()).search;
const [named, blue, rows] = ["boats are named after abc-0001", "all boats are painted blue again", "we row on Thursdays from now on"];

await check("all decisions are shown at first, and nothing is said of that", async () => {
  await go("decisions/");
  same(await shown(), [rows, blue, named].join("; "), "what is shown");
  same(await tab.locator("output").textContent(), "", "what is said");
});
await check("a series leaves its decisions, says how many, and hides years without any", async () => {
  await choose("series", "Crew");
  same(await shown(), rows, "what is shown");
  same(await tab.locator("output").textContent(), "1 of 3 shown", "what is said");
  same(await tab.locator("h3:visible").count(), 1, "the number of years");
  same(query(), "?series=Crew", "the address");
});
await check("another choice narrows down further, to nothing if nothing fits", async () => {
  await choose("release", "R1");
  same(await shown(), "", "what is shown");
  await choose("series", "");
  same(await shown(), named, "what is shown");
  await choose("standard", "abc-0001-v1");
  same(await shown(), named, "what is shown");
  same(query(), "?release=R1&standard=abc-0001-v1", "the address");
});
await check("an address brings the choice back, and what it asks for in vain is passed over", async () => {
  await go("decisions/?series=Team&release=R9");
  same(await tab.locator("select[name=series]").inputValue(), "Team", "the series");
  same(await tab.locator("select[name=release]").inputValue(), "", "the release");
  same(await shown(), [blue, named].join("; "), "what is shown");
});
await check("without a choice the address is bare again", async () => {
  await choose("series", "");
  same(await shown(), [rows, blue, named].join("; "), "what is shown");
  same(query(), "", "the address");
});
await check("actions are narrowed down by owner and series, and other tables go", async () => {
  await go("actions/");
  const [buy, tell] = ["buy blue paint for the boats", "tell the others about Thursdays"];
  same(await shown(), [tell, buy].join("; "), "what is shown");
  await choose("owner", "grace");
  same(await shown(), buy, "what is shown");
  same(await tab.locator("h3:visible").allTextContents().then((all) => all.length), 1, "the number of tables");
  await choose("series", "Crew");
  same(await shown(), "", "what is shown");
  await choose("owner", "");
  same(await shown(), tell, "what is shown");
  same(query(), "?series=Crew", "the address");
});
await check("an action of two people is found under both", async () => {
  await go("actions/2020/");
  for (const owner of ["ada", "grace"]) {
    await choose("owner", owner);
    same((await shown()).includes("find somebody who rows"), true, `whether it is shown for ${owner}`);
  }
});
await check("nothing went wrong in the browser", async () => same(complaints.join("\n"), "", "what it says"));

await opened.close();
await server.stop();
await end(folder);
