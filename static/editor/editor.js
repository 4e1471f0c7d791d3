// Edits the page that is open: its text on one side, and on the other the page as it will be published.
//
// This and all that it brings along is fetched when somebody edits, and not before.
import { find, keep } from "./drafts.js";
import { start } from "./engine.js";
import { download, load, save } from "./home.js";
import { patch, plain, restored } from "./lines.js";
import { make } from "./make.js";
import { preview } from "./preview.js";
import { problems } from "./problems.js";
import { writing } from "./text.js";

// When no key was pressed for so long, what was typed gets its colours and its problems are told, and then it is kept as
// a draft; in milliseconds.
const REST = 250;
const PAUSE = 400;

let opened = null;

// Opens the editor of the page, which `control` says where to find: its text, and its file.
export const edit = async (control) => {
  opened ??= build(control).catch((error) => { opened = null; throw error; });
  (await opened)();
};

const button = (words, act, attributes = {}) => {
  const made = make("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", act);
  return made;
};
const when = (at) => new Intl.DateTimeFormat(document.documentElement.lang || [], { dateStyle: "long", timeStyle: "short" }).format(at);

const build = async (control) => {
  const { edit: published, source, path, file } = control.dataset;
  const page = location.pathname;
  // A file can be several pages: this one, counted from the top of the site.
  const url = decodeURIComponent(page.slice(new URL("..", import.meta.url).pathname.length));
  const forge = control.href;
  let { text: base, version, canSave } = await load(published);

  // What there is to see.
  const shown = preview();
  const state = make("p", { class: "editor-state", role: "status" });
  const tabs = ["Text", "Preview"].map((name) => button(name, () => turn(name), { role: "tab", "aria-controls": `editor-${name.toLowerCase()}` }));
  const saving = canSave ? button("Save", () => store(), { class: "editor-first", "aria-keyshortcuts": "Control+S Meta+S" }) : null;
  const patching = canSave ? null : button("Download patch", () => {
    if (isChanged()) download(`${file.split("/").at(-1)}.patch`, patch(file, base, whole()));
    else say("Nothing is changed yet");
  });
  const actions = [
    saving,
    patching,
    !canSave && button("Copy the text", () => copy()),
    !canSave && forge && make("a", { href: forge, rel: "noopener", target: "_blank" }, "Open in the forge’s editor"),
  ].filter(Boolean);
  const bar = make("header", { class: "editor-bar" },
    make("h2", { id: "editor-title" }, make("span", { class: "unseen" }, "Edit "), file), state,
    make("div", { class: "editor-tabs", role: "tablist", "aria-label": "What is shown" }, ...tabs),
    make("div", { class: "editor-actions" }, ...actions),
    button("Close", () => dialog.close(), { class: "editor-close", "aria-keyshortcuts": "Escape" }));
  const notice = make("div", { class: "editor-notice", role: "alert", hidden: "" });
  const list = problems((problem) => { turn("Text"); words.show(problem); });
  const words = writing(`Text of ${file}`, () => changed());
  const panes = make("div", { class: "editor-panes" },
    make("section", { class: "editor-text", id: "editor-text", "aria-label": "Text" }, words.element, list.element),
    make("section", { class: "editor-page", id: "editor-preview", "aria-label": "Preview" }, shown.element));
  const style = make("link", { rel: "stylesheet", href: new URL("editor.css", import.meta.url) });
  const dialog = make("dialog", { class: "editor", "aria-labelledby": "editor-title", "data-beside": "" }, style, bar, notice, panes);

  // On a phone one side is shown at a time.
  const turn = (name) => {
    panes.dataset.shown = name;
    for (const tab of tabs) {
      const isThis = tab.textContent === name;
      tab.setAttribute("aria-selected", String(isThis));
      tab.tabIndex = isThis ? 0 : -1;
    }
    if (name === "Preview") shown.keepStep(words);
  };
  bar.addEventListener("keydown", (event) => {
    if (!tabs.includes(event.target) || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tabs.find((tab) => tab !== event.target);
    other.focus();
    other.click();
  });
  turn("Text");

  // Texts: of the file with its own ends of lines, and of the field.
  const whole = () => restored(base, words.value);
  const isChanged = () => words.value !== plain(base);
  const say = (what) => { if (state.textContent !== what) state.textContent = what; };
  let pause = 0, rest = 0;
  const remember = () => {
    clearTimeout(pause);
    if (words.field.readOnly) return;
    const isKept = keep(page, base, whole());
    say(!isChanged() ? "" : isKept ? "Draft kept in this browser" : "Draft not kept: this browser has no room");
  };
  const settle = () => { for (const action of [saving, patching]) action?.setAttribute("aria-disabled", String(!isChanged())); };
  const changed = () => {
    clearTimeout(pause);
    pause = setTimeout(remember, PAUSE);
    clearTimeout(rest);
    // Not before: with every node that goes, browsers end what is undone in one go.
    rest = setTimeout(() => { rest = 0; work(); }, REST);
    settle();
    work();
  };

  // Asks for one of several ways on; none of them loses a word, because each can be undone.
  const ask = (question, ...ways) => {
    const close = () => { notice.hidden = true; words.field.readOnly = false; };
    const made = ways.map(([name, act]) => button(name, () => { close(); act(); remember(); words.field.focus(); }));
    notice.replaceChildren(make("p", {}, question), ...made);
    notice.hidden = false;
    return made[0];
  };
  const take = (text) => { words.set(plain(text), { undo: true }); changed(); };

  // The file says something else than what was opened.
  const differ = (theirs) => {
    const first = ask("The file was changed elsewhere since you opened it. Saving again after “Keep mine” replaces what it says now.",
      ["Keep mine", () => { [base, version] = [theirs.text, theirs.version]; changed(); }],
      ["Take the file’s text", () => { [base, version] = [theirs.text, theirs.version]; take(theirs.text); }]);
    first.focus();
  };
  const store = async () => {
    if (!canSave) return remember();
    if (!isChanged() || !notice.hidden) return;
    const text = whole();
    say("Saving …");
    try {
      const saved = await save(text, version);
      if (saved.theirs) { say("Not saved"); return differ(saved.theirs); }
      [base, version] = [text, saved.version];
      remember();
      settle();
      if (!isChanged()) say("Saved");
    } catch (error) {
      say(`Not saved: ${error.message}`);
    }
  };
  addEventListener("annals:changed", async () => {
    if (!canSave || !dialog.open || !notice.hidden) return;
    const now = await load(published).catch(() => null);
    if (!now?.canSave || now.version === version || now.text === base) return;
    if (isChanged()) return differ(now);
    [base, version] = [now.text, now.version];
    words.set(plain(base));
    changed();
  });
  const copy = () => navigator.clipboard.writeText(whole()).then(() => say("Copied"), () => {
    words.field.focus();
    words.field.select();
    say("Selected, ready to be copied");
  });

  // The engine is asked one thing at a time, each time with what the text says then: what was typed while it worked is
  // asked in one go, the page before the colours.
  const engine = start();
  let isAtWork = true, rendered = null, coloured = null, found = null;
  const work = async () => {
    if (isAtWork) return;
    isAtWork = true;
    try {
      for (;;) {
        const text = words.value;
        if (text !== rendered) {
          const { page: html, diagnostics } = await engine.ask({ source, path, url, text: whole() });
          rendered = text;
          if (html) await shown.show(html);
          found = diagnostics;
        } else if (rest) break;
        else if (found) {
          words.mark(found);
          const isSeen = words.isCaretSeen();
          list.tell(found);
          if (isSeen) words.reveal();
          found = null;
        } else if (text !== coloured) {
          const { lines } = await engine.ask({ lines: true, text });
          coloured = text;
          if (words.value === text) words.colour(lines);
        } else break;
      }
    } catch (error) {
      list.fail(error);
    }
    isAtWork = false;
  };

  // Keys and scrolling.
  const pressed = (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") { event.preventDefault(); store(); }
  };
  dialog.addEventListener("keydown", pressed);
  shown.loaded.then(() => shown.element.contentDocument.addEventListener("keydown", (event) => {
    pressed(event);
    if (event.key === "Escape") dialog.close();
  }));
  let isScrolling = false;
  words.element.addEventListener("scroll", () => {
    if (isScrolling) return;
    isScrolling = true;
    requestAnimationFrame(() => { isScrolling = false; shown.keepStep(words); });
  });
  dialog.addEventListener("close", () => { remember(); control.dataset.draft = isChanged() ? "yes" : ""; control.focus(); });
  addEventListener("pagehide", remember);

  // First the page as it is, then as the text says.
  words.set(plain(base));
  settle();
  const isStyled = new Promise((resolve) => { for (const end of ["load", "error"]) style.addEventListener(end, resolve, { once: true }); });
  document.body.append(dialog);
  fetch(page, { cache: "no-cache" }).then(async (present) => { if (rendered === null) shown.show(await present.text()); }).catch(list.fail);
  engine.ready.then(() => { isAtWork = false; work(); }, list.fail);
  await isStyled;

  const draft = find(page);
  const offer = () => {
    if (!draft || draft.text === base) return;
    if (draft.base === base) {
      words.set(plain(draft.text), { undo: true });
      changed();
      ask(`This is your draft of ${when(draft.at)}.`, ["Go on with it", () => {}], ["Start again from the page", () => take(base)]);
      return;
    }
    words.field.readOnly = true;
    ask(`You have a draft of ${when(draft.at)}, and the page has changed since you began it.`,
      ["Take the draft", () => take(draft.text)], ["Take the page as it is now", () => {}]).focus();
  };
  let isFirst = true;
  return () => {
    dialog.showModal();
    words.field.focus();
    if (isFirst) offer();
    isFirst = false;
  };
};
