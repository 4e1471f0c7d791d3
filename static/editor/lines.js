// What differs between two texts, line by line: for patches, and for the ends of lines that a text field forgets.

// The most lines that are looked at for the shortest way from one text to another. A text in which more changed is
// taken as written anew.
const FAR = 1000;

// The pairs of places at which `a` and `b` have the same line, in order; by the shortest script of edits (E. Myers, "An
// O(ND) Difference Algorithm and Its Variations", 1986).
export const same = (a, b) => {
  let start = 0, behind = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  while (behind < a.length - start && behind < b.length - start && a.at(-1 - behind) === b.at(-1 - behind)) behind += 1;
  const pairs = Array.from({ length: start }, (_, at) => [at, at]);
  const middle = [a, b].map((lines) => lines.slice(start, lines.length - behind));
  pairs.push(...shortest(...middle).map(([x, y]) => [x + start, y + start]));
  for (let at = behind; at > 0; at -= 1) pairs.push([a.length - at, b.length - at]);
  return pairs;
};

const shortest = (a, b) => {
  if (!a.length || !b.length) return [];
  // How far each diagonal leads after so many edits; diagonal `k` stands at `k + depth`.
  const reached = [];
  for (let depth = 0; depth <= Math.min(a.length + b.length, FAR); depth += 1) {
    const before = reached.at(-1), now = new Int32Array(2 * depth + 1);
    reached.push(now);
    for (let k = -depth; k <= depth; k += 2) {
      const from = (diagonal) => before[diagonal + depth - 1];
      let x = 0;
      if (depth) x = k === -depth || (k !== depth && from(k - 1) < from(k + 1)) ? from(k + 1) : from(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      now[k + depth] = x;
      if (x >= a.length && x - k >= b.length) return back(reached, a, b);
    }
  }
  return [];
};

// The way back from the end to the beginning.
const back = (reached, a, b) => {
  const pairs = [];
  let x = a.length, y = b.length;
  for (let depth = reached.length - 1; depth >= 0; depth -= 1) {
    const k = x - y, from = (diagonal) => reached[depth - 1][diagonal + depth - 1];
    let left = 0;
    if (depth) left = k === -depth || (k !== depth && from(k - 1) < from(k + 1)) ? k + 1 : k - 1;
    const [toX, toY] = depth ? [from(left), from(left) - left] : [0, 0];
    while (x > toX && y > toY && a[x - 1] === b[y - 1]) pairs.push([(x -= 1), (y -= 1)]);
    [x, y] = [toX, toY];
  }
  return pairs.reverse();
};

// `text` as a text field gives it back: without a byte order mark, and with one sort of line ends.
export const plain = (text) => text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");

// `text` from a text field with the byte order mark and the line ends of `base`: those of the lines that stayed, and the
// usual ones where a line is new.
export const restored = (base, text) => {
  const mark = base.startsWith("\uFEFF") ? "\uFEFF" : "";
  if (!base.includes("\r")) return mark + text;
  const olds = base.slice(mark.length).match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const end = (line) => line.match(/[\r\n]*$/)[0];
  const words = olds.map((line) => line.slice(0, line.length - end(line).length));
  const count = (kind) => olds.filter((line) => end(line) === kind).length;
  const usual = ["\r\n", "\n", "\r"].reduce((most, kind) => count(kind) > count(most) ? kind : most);
  const news = text.split("\n");
  const ends = new Map(same(words, news).map(([old, at]) => [at, end(olds[old])]));
  return mark + news.map((line, at) => at === news.length - 1 ? line : line + (ends.get(at) || usual)).join("");
};

// How many lines stand around a change in a patch.
const AROUND = 3;

// A name as git writes it in a patch (`git help diff-format`: "core.quotePath"; a tab ends a name with blanks).
const quoted = (name) => {
  if (!/["\\\u0000-\u001F\u007F-\uFFFF]/.test(name)) return name;
  const escaped = (byte) => {
    if (byte === 0x22 || byte === 0x5C) return `\\${String.fromCharCode(byte)}`;
    return byte < 0x20 || byte > 0x7E ? `\\${byte.toString(8).padStart(3, "0")}` : String.fromCharCode(byte);
  };
  return `"${[...new TextEncoder().encode(name)].map(escaped).join("")}"`;
};

// The change from `base` to `text` of the file at `path` in its repository, as `git apply` takes it; nothing where
// they are the same.
export const patch = (path, base, text) => {
  const [a, b] = [base, text].map((whole) => whole.split(/(?<=\n)/).filter((line) => line));
  const pairs = [...same(a, b), [a.length, b.length]];
  // Runs of lines that went and came, one after the other.
  const changes = [];
  let [x, y] = [0, 0];
  for (const [toX, toY] of pairs) {
    if (toX > x || toY > y) changes.push({ x, y, toX, toY });
    [x, y] = [toX + 1, toY + 1];
  }
  if (!changes.length) return "";
  const line = (sign, words) => `${sign}${words}${words.endsWith("\n") ? "" : "\n\\ No newline at end of file\n"}`;
  const hunks = [];
  for (let at = 0; at < changes.length;) {
    let last = at;
    while (last + 1 < changes.length && changes[last + 1].x - changes[last].toX <= 2 * AROUND) last += 1;
    const before = Math.min(AROUND, changes[at].x);
    const from = [changes[at].x - before, changes[at].y - before];
    const after = Math.min(AROUND, a.length - changes[last].toX);
    const to = [changes[last].toX + after, changes[last].toY + after];
    let words = "", old = from[0];
    for (const change of changes.slice(at, last + 1)) {
      words += a.slice(old, change.x).map((text) => line(" ", text)).join("");
      words += a.slice(change.x, change.toX).map((text) => line("-", text)).join("");
      words += b.slice(change.y, change.toY).map((text) => line("+", text)).join("");
      old = change.toX;
    }
    words += a.slice(old, to[0]).map((text) => line(" ", text)).join("");
    const range = (start, end) => `${end > start ? start + 1 : start},${end - start}`;
    hunks.push(`@@ -${range(from[0], to[0])} +${range(from[1], to[1])} @@\n${words}`);
    at = last + 1;
  }
  const name = (side) => `${quoted(`${side}/${path}`)}`;
  const end = /\s/.test(path) ? "\t" : "";
  return `diff --git ${name("a")} ${name("b")}\n--- ${name("a")}${end}\n+++ ${name("b")}${end}\n${hunks.join("")}`;
};
