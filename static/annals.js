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

    const nav = document.getElementById("navigation");
    nav?.addEventListener("click", (event) => {
      if (event.target.closest("a") && nav.matches(":popover-open")) nav.hidePopover();
    });
    const here = nav?.querySelector("[aria-current]");
    if (here.offsetTop > nav.clientHeight * 0.8) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
  });

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [tabindex], .nav:popover-open")) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`link[rel=${rel}]`);
    if (link) location.href = link.href;
  });
})();
