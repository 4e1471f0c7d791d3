// The text being written: a text field whose own letters cannot be seen, below the same words in colour.
//
// So everything that a text field can do stays: undo, input methods, spelling, screen readers. The words above it follow
// at once, and their colours when the engine has found them; until then a changed line keeps the colours it had.
import { make } from "./make.js";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };
const SEVERITIES = ["error", "warning", "advice"];

// The nodes of one highlighted line, made by hand, so that no word of a text can be anything but a word.
const coloured = (html) => {
  const line = document.createDocumentFragment();
  const open = [line];
  for (const [part, name] of html.matchAll(/<\/span>|<span class="([^"]*)">|[^<]+/g)) {
    if (part === "</span>") { if (open.length > 1) open.pop(); }
    else if (name !== undefined) { const span = make("span", { class: name }); open.at(-1).append(span); open.push(span); }
    else open.at(-1).append(part.replace(/&(#?\w+);/g, (whole, entity) => ENTITIES[entity] ?? whole));
  }
  return line;
};

// The text field with its layer of colours; `changed` is called with every change.
export const writing = (label, changed) => {
  const layer = make("pre", { class: "editor-layer", "aria-hidden": "true" });
  const field = make("textarea", { class: "editor-field", "aria-label": label, spellcheck: "true", autocapitalize: "sentences", wrap: "soft" });
  const element = make("div", { class: "editor-scroll" }, make("div", { class: "editor-sheet" }, layer, field));
  // What each line says, and the HTML of its colours as far as it has them.
  let lines = [], colours = [], problems = [];

  // Lets the layer say what the field says.
  const follow = () => {
    const now = field.value.split("\n");
    let start = 0, behind = 0;
    while (start < now.length && start < lines.length && now[start] === lines[start]) start += 1;
    while (behind < Math.min(now.length, lines.length) - start && now.at(-1 - behind) === lines.at(-1 - behind)) behind += 1;
    const [gone, come] = [lines.length - behind - start, now.length - behind - start];
    if (gone === 1 && come === 1) {
      edit(layer.children[start], lines[start], now[start]);
      colours[start] = null;
    } else {
      for (let count = 0; count < gone; count += 1) layer.children[start].remove();
      const made = now.slice(start, start + come).map((line) => make("div", { class: "editor-line" }, line));
      const next = layer.children[start] ?? null;
      made.forEach((line) => layer.insertBefore(line, next));
      colours.splice(start, gone, ...made.map(() => null));
    }
    lines = now;
  };

  // Changes the words of one line where they changed, so that the rest keeps its colours.
  const edit = (line, old, now) => {
    let start = 0, behind = 0;
    while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
    while (behind < Math.min(old.length, now.length) - start && old.at(-1 - behind) === now.at(-1 - behind)) behind += 1;
    const [end, words] = [old.length - behind, now.slice(start, now.length - behind)];
    const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walk.nextNode(); node; at += node.length, node = walk.nextNode()) {
      if (start < at || end > at + node.length) continue;
      node.replaceData(start - at, end - start, words);
      return;
    }
    line.textContent = now;
  };

  // Takes the colours of all lines.
  const colour = (found) => {
    if (found.length !== lines.length) return;
    found.forEach((html, at) => {
      if (colours[at] === html) return;
      colours[at] = html;
      layer.children[at].replaceChildren(coloured(html));
    });
    mark(problems);
  };

  // Where a place stands in the text: lines and columns begin at 1, columns count characters.
  const offset = (line, column) => {
    const words = [...lines[line - 1] ?? ""].slice(0, column - 1).join("");
    return lines.slice(0, line - 1).reduce((sum, line) => sum + line.length + 1, 0) + words.length;
  };
  const inLine = (line, column) => {
    let left = [...lines[line - 1] ?? ""].slice(0, column - 1).join("").length;
    const walk = document.createTreeWalker(layer.children[line - 1], NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (left <= node.length) return [node, left];
      left -= node.length;
    }
    return [layer.children[line - 1], 0];
  };

  // Marks the lines of problems, and underlines their words where the browser can.
  const mark = (found) => {
    problems = found;
    for (const line of layer.querySelectorAll("[data-problem]")) delete line.dataset.problem;
    const ranges = Object.fromEntries(SEVERITIES.map((severity) => [severity, []]));
    for (const { severity, line, column, endLine, endColumn } of [...found].reverse()) {
      if (!line || line > lines.length) continue;
      layer.children[line - 1].dataset.problem = severity;
      const last = Math.min(endLine ?? line, lines.length);
      const range = document.createRange();
      range.setStart(...inLine(line, column ?? 1));
      range.setEnd(...inLine(last, last === endLine ? endColumn ?? 1 : 1));
      if (!range.collapsed) ranges[severity]?.push(range);
    }
    if (typeof Highlight === "undefined") return;
    for (const severity of SEVERITIES) CSS.highlights.set(`editor-${severity}`, new Highlight(...ranges[severity]));
  };

  field.addEventListener("input", () => { follow(); changed(); });

  // The line that is written.
  const written = () => layer.children[field.value.slice(0, field.selectionEnd).split("\n").length - 1];

  return {
    element,
    field,
    colour,
    mark,
    get value() { return field.value; },
    // Another text, as if it had been typed where `undo` is to bring back the one before.
    set(text, { undo = false } = {}) {
      const { scrollTop } = element;
      if (undo) {
        field.focus();
        field.select();
        // The one way of changing a field that can be undone.
        document.execCommand("insertText", false, text);
      }
      if (field.value !== text) field.value = text;
      follow();
      field.setSelectionRange(0, 0);
      element.scrollTop = scrollTop;
    },
    // Goes to the words of a problem.
    show({ line, column, endLine, endColumn }) {
      const start = offset(line, column ?? 1);
      field.focus({ preventScroll: true });
      field.setSelectionRange(start, endLine === line ? Math.max(start, offset(line, endColumn)) : start);
      layer.children[line - 1]?.scrollIntoView({ block: "center", behavior: "instant" });
    },
    // Whether the line that is written is in sight, and what brings it there where something took room from the text.
    isCaretSeen() {
      if (document.activeElement !== field) return false;
      const { top, bottom } = element.getBoundingClientRect();
      const line = written()?.getBoundingClientRect();
      return line?.bottom > top && line.top < bottom;
    },
    reveal() { written()?.scrollIntoView({ block: "nearest", behavior: "instant" }); },
    // How far down a line begins, from 1.
    place: (line) => layer.children[line - 1]?.offsetTop ?? 0,
    get lines() { return lines; },
  };
};
