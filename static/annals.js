// Comforts on top of pages that work without any of them: the chosen theme is kept, what is folded on a phone
// stands open where there is room, the menu of a phone closes behind a link, and the arrow keys turn the page.
(() => {
  const root = document.documentElement;
  const stored = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;

  addEventListener("DOMContentLoaded", () => {
    const dark = () => root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    const button = document.querySelector("[data-theme-switch]");
    if (button) {
      const label = () => { button.textContent = dark() ? "Light" : "Dark"; };
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.theme = dark() ? "light" : "dark";
        try { localStorage.setItem("theme", root.dataset.theme); } catch { /* kept for this page only */ }
        label();
      });
      label();
    }

    const room = matchMedia("(min-width: 72rem)");
    const unfold = () => document.querySelectorAll("details.fold").forEach((fold) => { fold.open = room.matches; });
    room.addEventListener("change", unfold);
    if (room.matches) unfold();

    // A filter hides the rows of a log that say something else, and is kept in the address.
    document.querySelectorAll("form[data-filter]").forEach((form) => {
      const within = form.closest("[data-filtered]");
      const rows = [...within.querySelectorAll("tbody tr")];
      const fields = [...form.elements].filter((field) => field.name);
      const apply = () => {
        const wanted = fields.filter((field) => field.value);
        const fits = (row) => wanted.every((field) => (row.dataset[field.name] ?? "").split("|").includes(field.value));
        rows.forEach((row) => { row.hidden = !fits(row); });
        within.querySelectorAll("[data-filter-group]").forEach((group) => {
          group.hidden = !group.querySelector("tbody tr:not([hidden])");
        });
        const shown = rows.filter((row) => !row.hidden).length;
        form.querySelector("output").textContent = wanted.length ? `${shown} of ${rows.length} shown` : "";
      };
      const asked = new URLSearchParams(location.search);
      fields.forEach((field) => {
        const value = asked.get(field.name);
        if ([...field.options].some((option) => option.value === value)) field.value = value;
      });
      form.hidden = false;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("change", () => {
        const said = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
        history.replaceState(null, "", said.size ? `?${said}` : location.pathname);
        apply();
      });
      apply();
    });

    // A table that says so is sorted by the column whose head is pressed.
    document.querySelectorAll("table.sortable:has(> thead):has(> tbody)").forEach((table) => {
      const heads = [...table.tHead.rows[0].cells];
      const body = table.tBodies[0];
      const number = (text) => parseFloat(text.replace("−", "-").replace(/[^\d.-]/g, ""));
      heads.forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
          heads.forEach((other) => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", order);
          const sign = order === "ascending" ? 1 : -1;
          const text = (row) => row.cells[column].textContent.trim();
          const compare = head.classList.contains("align-right")
            ? (a, b) => number(a) - number(b)
            : (a, b) => a.localeCompare(b, root.lang, { numeric: true });
          // What is empty comes last in either order.
          const rows = [...body.rows].sort((a, b) => !text(a) - !text(b) || sign * compare(text(a), text(b)) || 0);
          body.append(...rows);
        });
      });
    });

    // The editor is fetched when it is asked for; where it cannot be had, the link leads to the forge as
    // ever, and without a forge says so.
    const edit = document.querySelector("[data-edit]");
    if (edit && location.protocol !== "file:") {
      const begun = (() => { try { return localStorage.getItem(`annals-draft:${location.pathname}`); } catch { return null; } })();
      if (begun) edit.textContent = "Edit your draft";
      edit.title = "Edit this page here";
      edit.hidden = false;
      edit.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        import("./editor/editor.js").then((editor) => editor.edit(edit)).catch((error) => {
          if (edit.href) location.href = edit.href;
          else Object.assign(edit, { textContent: "Try again to edit", title: `The editor could not be loaded: ${error.message}` });
        });
      });
    }

    const nav = document.getElementById("navigation");
    nav?.addEventListener("click", (event) => {
      if (event.target.closest("a") && nav.matches(":popover-open")) nav.hidePopover();
    });
    const here = nav?.querySelector("[aria-current]");
    if (here && here.offsetTop > nav.clientHeight * 0.8) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
  });

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [tabindex], .nav:popover-open")) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`link[rel=${rel}]`);
    if (link) location.href = link.href;
  });
})();
