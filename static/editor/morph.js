// Makes a page in a browser what it is now, with as little change as there can be: what is equal stays, so that scroll
// position, open menus, the selection and the focus stay where they are.

// Whether two nodes may be one and the same, before and after.
const alike = (a, b) => a.nodeName === b.nodeName && (a.id || "") === (b.id || "");

// Whether a script put a node beside what the page has; such a node is left alone.
const isBeside = (node) => node.dataset?.beside !== undefined;

// Gives `a` the attributes of `b`; whether a menu is open is the reader's business.
const attributes = (a, b) => {
  const kept = (name) => name === "open" && a.nodeName === "DETAILS";
  for (const { name } of [...a.attributes]) if (!b.hasAttribute(name) && !kept(name)) a.removeAttribute(name);
  for (const { name, value } of b.attributes) if (a.getAttribute(name) !== value && !kept(name)) a.setAttribute(name, value);
};

// Makes `a` what `b` is: what is equal at both ends stays, and of the rest what is alike is changed in place. `changed`
// is told each node that is new or has other words.
export const morph = (a, b, changed = () => {}) => {
  if (a.nodeType !== Node.ELEMENT_NODE) {
    if (a.data !== b.data) { a.data = b.data; changed(a); }
    return;
  }
  attributes(a, b);
  const olds = [...a.childNodes].filter((node) => !isBeside(node)), news = [...b.childNodes];
  let start = 0;
  while (start < olds.length && start < news.length && olds[start].isEqualNode(news[start])) start += 1;
  olds.splice(0, start);
  news.splice(0, start);
  // Of the last two that are left it is known that they differ; to look again is most of the work on a long page.
  const isPair = () => olds.length === 1 && news.length === 1;
  let behind = null;
  while (olds.length && news.length && !isPair() && olds.at(-1).isEqualNode(news.at(-1))) { behind = olds.pop(); news.pop(); }
  if (isPair() && alike(olds[0], news[0])) return morph(olds[0], news[0], changed);
  for (const node of news) {
    const at = olds.findIndex((old) => old.isEqualNode(node));
    const next = at >= 0 ? at : olds.findIndex((old) => alike(old, node));
    const match = at >= 0 || next === 0 ? olds[next] : null;
    if (match) {
      olds.splice(0, next).forEach((old) => old.remove());
      olds.shift();
      if (at < 0) morph(match, node, changed);
    } else {
      const made = a.ownerDocument.importNode(node, true);
      a.insertBefore(made, olds[0] ?? behind);
      changed(made);
    }
  }
  olds.forEach((old) => old.remove());
};
