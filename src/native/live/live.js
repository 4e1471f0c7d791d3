// Keeps an open page up to date while its text is written: swaps in what changed, and leaves the rest alone, so that
// scroll position, open menus, the selection and the focus stay where they are.
import { make } from "./make.js";
import { morph } from "./morph.js";

const script = document.querySelector("script[data-key]");
let key = script.dataset.key;
const here = location.pathname;

// What stands under a name on every page: a bar with the state, and above it what has to be seen.
const overlay = make("section", { class: "annals-overlay", "aria-label": "Problems", "aria-live": "polite", hidden: "" });
const problems = make("a", { href: "/_annals/problems", class: "annals-count" });
const open = make("a", { class: "annals-open", hidden: "" }, "Open in editor");
const follow = make("button", { type: "button", "aria-pressed": "false", title: "Go to the page that is being edited" }, "Follow");
const bar = make("div", { class: "annals-bar", role: "region", "aria-label": "Preview" }, problems, open, follow);
const own = make("div", { class: "annals-live", "data-beside": "" }, overlay, bar);

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, dt, dd, figure, blockquote, summary, time";

// Marks the block that something changed in, for a moment.
const mark = (node) => {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const block = element?.closest(`main :is(${BLOCKS})`);
  if (!block) return;
  block.classList.remove("annals-changed");
  void block.offsetWidth;
  block.classList.add("annals-changed");
  block.addEventListener("animationend", () => {
    block.classList.remove("annals-changed");
    if (!block.classList.length) block.removeAttribute("class");
  }, { once: true });
};

// The parts of a page that show content. What scripts made of the rest, such as its buttons, is theirs.
const PARTS = ["main", "nav", "body > footer"];
const swap = (page) => {
  document.title = page.title;
  const parts = PARTS.flatMap((name) => {
    const [old, now] = [document, page].map((from) => [...from.querySelectorAll(name)].filter((part) => !part.parentElement.closest("main, nav")));
    return old.length === now.length ? old.map((part, at) => [part, now[at]]) : [null];
  });
  if (parts.length && parts.every(Boolean)) parts.forEach(([old, now]) => morph(old, now, mark));
  else morph(document.body, page.body, mark);
  document.body.className = page.body.className;
  const sheets = (from) => [...from.head.querySelectorAll("link[rel=stylesheet]")];
  const name = (link) => new URL(link.getAttribute("href"), location.href).pathname;
  const [worn, wanted] = [sheets(document).map(name), sheets(page).map(name)];
  for (const link of sheets(page)) if (!worn.includes(name(link))) document.head.append(document.importNode(link));
  for (const link of sheets(document)) if (!wanted.includes(name(link))) link.remove();
  for (const rel of ["prev", "next"]) {
    document.head.querySelector(`link[rel=${rel}]`)?.remove();
    const link = page.head.querySelector(`link[rel=${rel}]`);
    if (link) document.head.append(document.importNode(link));
  }
};

// Whether a page stands for a site that is not read yet.
const isOpening = (page) => page.documentElement.dataset.annals === "opening";

// Whether a page has what opens its editor.
const canBeEdited = (page) => Boolean(page.querySelector("[data-edit]"));

// Fetches the page as it is now; of several changes in a row the last one counts.
let asked = 0;
const update = async () => {
  const number = ++asked;
  const answer = await fetch(here, { headers: { "If-None-Match": `"${key}"` }, cache: "no-store" });
  if (answer.status === 304 || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked) return;
  if (isOpening(page) !== isOpening(document)) {
    // There is a site now, or a server that begins again and will soon have one.
    if (isOpening(document)) location.reload();
    return;
  }
  if (canBeEdited(page) && !canBeEdited(document)) {
    // The engine has come since, and with it a button that the theme's script has to know of.
    location.reload();
    return;
  }
  key = answer.headers.get("ETag")?.replaceAll('"', "") ?? "";
  swap(page);
  dispatchEvent(new CustomEvent("annals:changed"));
};

// Takes other style sheets without a flash: the new one is there before the old one goes.
const restyle = (styles) => {
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    const url = new URL(link.href);
    if (!styles.includes(url.pathname)) continue;
    url.searchParams.set("v", Date.now());
    const fresh = link.cloneNode();
    fresh.href = url;
    fresh.addEventListener("load", () => link.remove(), { once: true });
    link.after(fresh);
  }
};

let dismissed = "";
const beside = async () => {
  const answer = await fetch(`/_annals/beside?page=${encodeURIComponent(here)}`, { cache: "no-store" });
  const state = await answer.json();
  const { errors, warnings } = state;
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  problems.textContent = errors ? count(errors, "error") : warnings ? count(warnings, "warning") : "No problems";
  problems.dataset.state = errors ? "error" : warnings ? "warning" : "clean";
  open.hidden = !state.open;
  if (state.open) open.href = state.open;
  if (state.file) open.title = state.file;
  const told = state.overlay.map((problem) => problem.drawing).join("\n\n");
  overlay.hidden = !told || told === dismissed;
  const close = make("button", { type: "button", "aria-label": "Hide" }, "×");
  close.addEventListener("click", () => { dismissed = told; overlay.hidden = true; });
  overlay.replaceChildren(close, ...state.overlay.map((problem) => make("pre", { class: problem.severity }, problem.drawing)));
};

// Whether the page that is edited is gone to; kept as long as the window is.
const following = () => sessionStorage.getItem("annals-follow") === "yes";
const show = () => follow.setAttribute("aria-pressed", String(following()));
follow.addEventListener("click", () => { sessionStorage.setItem("annals-follow", following() ? "no" : "yes"); show(); });

const tell = (connected) => { bar.dataset.connected = connected; };
const failed = () => tell(false);
const changed = (message) => {
  if (following() && message.edited && decodeURI(message.edited) !== decodeURI(here)) { location.assign(message.edited); return; }
  if (message.styles.length) restyle(message.styles);
  if (message.key !== key) update().catch(failed);
  beside().catch(failed);
};
const events = new EventSource(`/_annals/events?page=${encodeURIComponent(here)}`);
// A connection that was lost may have missed something.
events.addEventListener("open", () => { tell(true); update().catch(failed); beside().catch(failed); });
events.addEventListener("error", failed);
events.addEventListener("message", (event) => changed(JSON.parse(event.data)));
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// How far reading has come is asked for, because whoever reads has no time to tell.
const wait = () => update().catch(failed).finally(() => setTimeout(wait, 300));
if (isOpening(document)) wait();

show();
document.body.append(own);
