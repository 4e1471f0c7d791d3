// What is wrong with a text, as a list below it: each with its line, to which it leads, and what to do.
import { make } from "./make.js";

// The list; `go` leads to the place of a problem.
export const problems = (go) => {
  const heading = make("h3", {}, "Getting ready …");
  const list = make("ol");
  const element = make("section", { class: "editor-problems", "aria-label": "Problems" }, heading, list);
  let told = [];

  const entry = ({ severity, line, message, hints }) => make("li", { class: severity },
    make("button", { type: "button" }, make("b", {}, `${severity}${line ? `, line ${line}` : ""}: `), message),
    ...hints.map((hint) => make("p", {}, hint)));

  list.addEventListener("click", (event) => {
    const problem = told[[...list.children].indexOf(event.target.closest("li"))];
    if (problem?.line) go(problem);
  });

  return {
    element,
    tell(found) {
      told = found;
      const words = found.length ? `${found.length} problem${found.length === 1 ? "" : "s"}` : "No problems";
      if (heading.textContent !== words) heading.textContent = words;
      const made = found.map(entry);
      // What has the focus keeps it, as long as the list says the same.
      const isSame = made.length === list.children.length && made.every((item, at) => item.isEqualNode(list.children[at]));
      if (!isSame) list.replaceChildren(...made);
    },
    fail(error) {
      told = [];
      heading.textContent = `No preview of changes: ${error.message}`;
      list.replaceChildren();
    },
  };
};
