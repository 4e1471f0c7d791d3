// The page as it will be published, beside its text.
//
// It stands in a frame of its own, so that its style sees the room that it has, in which no script runs. Each new version
// of it changes what it shows where it stands.
import { make } from "./make.js";
import { morph } from "./morph.js";

const HEADINGS = "main :is(h1, h2, h3, h4, h5, h6)";

export const preview = () => {
  const frame = make("iframe", { class: "editor-preview", title: "The page as it will be published", sandbox: "allow-same-origin", srcdoc: "<!doctype html>" });
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  let anchors = [];
  // The text that the page follows, until the reader or a change leads elsewhere.
  let followed = null;
  const letGo = () => { followed = null; };

  // Links lead on in a window of their own, and headings to where they are.
  const follow = (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const own = link.getAttribute("href").match(/^#(.*)/)?.[1];
    if (own === undefined) return open(link.href, "_blank", "noopener");
    letGo();
    frame.contentDocument.getElementById(decodeURIComponent(own))?.scrollIntoView();
  };
  loaded.then(() => {
    const page = frame.contentDocument;
    page.addEventListener("click", follow);
    for (const hand of ["wheel", "touchmove", "pointerdown", "keydown"]) page.addEventListener(hand, letGo, { passive: true });
    // Its style and its pictures come when they come, and move what stands below.
    new ResizeObserver(() => {
      anchors = [];
      if (followed) keepStep(followed);
    }).observe(page.documentElement);
  });

  // Shows `html`, and where something changed in the text of the page, lets that be seen.
  const show = async (html) => {
    await loaded;
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("script").forEach((script) => script.remove());
    const { theme } = document.documentElement.dataset;
    if (theme) page.documentElement.dataset.theme = theme;
    const now = frame.contentDocument, isFirst = !now.body.firstChild;
    let changed = null;
    morph(now.documentElement, page.documentElement, (node) => { changed ??= node; });
    anchors = [];
    const block = (changed?.nodeType === Node.ELEMENT_NODE ? changed : changed?.parentElement)?.closest(".prose *, main h1");
    if (isFirst || !block?.isConnected) return;
    const { top, bottom } = block.getBoundingClientRect();
    if (bottom >= 0 && top <= frame.clientHeight) return;
    letGo();
    block.scrollIntoView({ block: "center", behavior: "instant" });
  };

  // Where headings stand in the text and on the page, in order, by their words.
  const pair = (text) => {
    const bare = (words) => words.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
    const { scrollY } = frame.contentWindow;
    const headings = [...frame.contentDocument.querySelectorAll(HEADINGS)].map((heading) =>
      [bare(heading.textContent), heading.getBoundingClientRect().top + scrollY]);
    let next = 0;
    const pairs = [[0, 0]];
    text.lines.forEach((line, at) => {
      const words = line.match(/^ {0,3}#{1,6}\s+(.*)/)?.[1];
      const found = words ? headings.findIndex(([heading], at) => at >= next && heading === bare(words)) : -1;
      if (found < 0) return;
      next = found + 1;
      const last = pairs.at(-1), place = [text.place(at + 1), headings[found][1]];
      if (place[0] > last[0] && place[1] > last[1]) pairs.push(place);
    });
    return pairs;
  };

  // Scrolls to about what stands at the top of the text: between two headings as far as there.
  const keepStep = (text) => {
    followed = text;
    const { contentDocument: page, contentWindow: view } = frame;
    const room = (box) => box.scrollHeight - box.clientHeight;
    const at = text.element.scrollTop, [most, mostHere] = [room(text.element), room(page.documentElement)];
    if (at >= most - 1) return view.scrollTo({ top: mostHere, behavior: "instant" });
    if (!anchors.length) anchors = pair(text);
    const before = anchors.findLast(([place]) => place <= at) ?? [0, 0];
    const after = anchors.find(([place]) => place > at) ?? [text.element.scrollHeight, page.documentElement.scrollHeight];
    const part = (at - before[0]) / (after[0] - before[0] || 1);
    view.scrollTo({ top: Math.min(before[1] + part * (after[1] - before[1]), mostHere), behavior: "instant" });
  };

  return { element: frame, loaded, show, keepStep };
};
