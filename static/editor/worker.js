// The engine at work, away from the page, so that typing never waits for it.
//
// The page asks one thing at a time, always with the newest text: what was typed meanwhile is asked in one go.
import { open } from "../engine.js";
import { blocks } from "./blocks.js";

const engine = Promise.resolve(open(new URL("..", import.meta.url)));

// The colours of blocks, as long as the text has them.
let known = new Map();
const highlight = async (text) => {
  const site = await engine;
  const now = new Map();
  const lines = [];
  for (const block of blocks(text)) {
    const done = now.get(block) ?? known.get(block) ?? byLine(await site.highlight(block), block.split("\n").length);
    now.set(block, done);
    lines.push(...done);
  }
  known = now;
  return lines;
};

// HTML of highlighted text as so many lines: spans that go on are closed and opened again.
const byLine = (html, count) => {
  const lines = [""];
  const open = [];
  for (const [part] of html.matchAll(/<\/span>|<span[^>]*>|\n|[^<\n]+/g)) {
    if (part === "\n") {
      lines[lines.length - 1] += "</span>".repeat(open.length);
      lines.push(open.join(""));
      continue;
    }
    if (part === "</span>") open.pop();
    else if (part.startsWith("<")) open.push(part);
    lines[lines.length - 1] += part;
  }
  return Array.from({ length: count }, (_, at) => lines[at] ?? "");
};

addEventListener("message", async ({ data }) => {
  try {
    postMessage(data.lines ? { lines: await highlight(data.text) } : await (await engine).render(data));
  } catch (error) {
    postMessage({ failed: String(error?.message ?? error) });
  }
});
engine.then(() => postMessage({ ready: true }), (error) => postMessage({ failed: String(error?.message ?? error) }));
